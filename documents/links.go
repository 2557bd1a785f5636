package documents

import (
	"net/url"
	"strings"
)

// followable is the address of a link as it may stand in a file, "" if it is
// not one that readers should be led to: only web, mail and telephone.
func followable(address string) string {
	if address == "" {
		return ""
	}
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https", "mailto", "tel":
	default:
		return ""
	}
	var b strings.Builder
	for _, c := range []byte(u.String()) {
		if c <= 0x20 || c > 0x7e {
			const hex = "0123456789ABCDEF"
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

// Anchor names the place of the next block, for links to lead to.
func (w *Writer) Anchor(name string) { w.heldAnchors = append(w.heldAnchors, w.within+name) }

// mostDescribed is how many letters describe a link: each line of it says them
// again.
const mostDescribed = 300

func inShort(text string) string {
	cut := false
	if len(text) > 4*mostDescribed {
		text, cut = text[:4*mostDescribed], true // no letter takes more bytes
	}
	text = oneLine(text)
	if letters := []rune(text); len(letters) > mostDescribed || cut {
		text = string(letters[:min(len(letters), mostDescribed)]) + "…"
	}
	return text
}

// annotate makes an area of the page follow a link.
func (w *Writer) annotate(sp *span, text string, x, y, width, height float64) {
	description := inShort(sp.run.Description)
	if description == "" {
		description = inShort(sp.run.Text)
	}
	if description == "" {
		description = text
	}
	a := &annotation{
		page: w.page(), url: sp.url, anchor: sp.run.Anchor, description: description, link: sp.element,
		rect: [4]float64{x, w.height - y - height, x + width, w.height - y},
	}
	w.annotations = append(w.annotations, a)
	sp.element.kids = append(sp.element.kids, kid{annotation: a})
}

func (sp *span) isLink() bool { return sp.url != "" || sp.run.Anchor != "" }
