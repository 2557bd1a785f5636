package markdown

import (
	"html"
	"net/url"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// runs reads the words inside a node.
func (r reader) runs(node ast.Node) []Run {
	var runs runList
	r.inline(node, Run{}, &runs, 0)
	return runs.trimmed()
}

// deepestStyle bounds how far emphasis within emphasis is followed: there are
// only three styles, and the bound keeps a hostile text off the stack.
const deepestStyle = 100

func (r reader) inline(parent ast.Node, style Run, runs *runList, depth int) {
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		inner := style
		switch node := node.(type) {
		case *ast.Text:
			words := string(node.Segment.Value(r.source))
			if !node.IsRaw() {
				words = unescape(words)
			}
			runs.add(style, words)
			if node.SoftLineBreak() || node.HardLineBreak() {
				runs.add(style, "\n")
			}
			continue
		case *ast.String:
			runs.add(style, string(node.Value))
			continue
		case *ast.CodeSpan:
			inner.Code = true
			var b strings.Builder
			for child := node.FirstChild(); child != nil; child = child.NextSibling() {
				if words, ok := child.(*ast.Text); ok {
					b.Write(words.Segment.Value(r.source))
				}
			}
			runs.add(inner, strings.ReplaceAll(b.String(), "\n", " "))
			continue
		case *ast.AutoLink:
			address := string(node.URL(r.source))
			if node.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(address), "mailto:") {
				address = "mailto:" + address
			}
			inner.URL, _ = safeURL(address)
			runs.add(inner, string(node.Label(r.source)))
			continue
		case *ast.Link:
			r.link(node, string(node.Destination), string(node.Title), style, runs, depth)
			continue
		case *ast.Image:
			// Pictures come as papers, where they are checked; here is a link.
			r.link(node, string(node.Destination), string(node.Title), style, runs, depth)
			continue
		case *ast.Emphasis:
			if node.Level >= 2 {
				inner.Bold = true
			} else {
				inner.Italic = true
			}
		case *extast.Strikethrough:
			inner.Strike = true
		}
		if depth >= deepestStyle {
			r.flat(node, inner, runs)
			continue
		}
		r.inline(node, inner, runs, depth+1)
	}
}

// link reads a link's words. A title, which pages would show to a mouse alone,
// and an address that we do not link to are shown after the words, so that
// every reader sees all that was typed.
func (r reader) link(node ast.Node, destination, title string, style Run, runs *runList, depth int) {
	destination = unescape(destination)
	address, ok := safeURL(destination)
	if ok && style.URL == "" {
		style.URL = address
	}
	before := runs.size()
	if depth >= deepestStyle {
		r.flat(node, style, runs)
	} else {
		r.inline(node, style, runs, depth+1)
	}
	switch {
	case runs.size() == before:
		runs.add(style, destination)
	case !ok && destination != "":
		runs.add(style, " ("+destination+")")
	}
	if title = unescape(title); title != "" {
		runs.add(style, " ("+title+")")
	}
}

// flat reads all words under a node in one style, without recursion.
func (r reader) flat(parent ast.Node, style Run, runs *runList) {
	for node := parent; node != nil; {
		if words, ok := node.(*ast.Text); ok {
			runs.add(style, unescape(string(words.Segment.Value(r.source))))
			if words.SoftLineBreak() || words.HardLineBreak() {
				runs.add(style, "\n")
			}
		}
		if node.FirstChild() != nil {
			node = node.FirstChild()
			continue
		}
		for node != parent && node.NextSibling() == nil {
			node = node.Parent()
		}
		if node == parent {
			return
		}
		node = node.NextSibling()
	}
}

// A runList gathers runs, joining neighbours of one style.
type runList []Run

func (l *runList) add(style Run, words string) {
	if words == "" {
		return
	}
	style.Text = words
	if n := len(*l); n > 0 && (*l)[n-1].sameStyle(style) {
		(*l)[n-1].Text += words
		return
	}
	*l = append(*l, style)
}

// size grows with every word: a run may join the one before it.
func (l runList) size() (n int) {
	if len(l) > 0 {
		n = len(l) + len(l[len(l)-1].Text)
	}
	return n
}

// trimmed drops spaces and line breaks at both ends.
func (l runList) trimmed() []Run {
	for len(l) > 0 {
		if l[0].Text = strings.TrimLeft(l[0].Text, " \t\n"); l[0].Text != "" {
			break
		}
		l = l[1:]
	}
	for n := len(l) - 1; n >= 0; n-- {
		if l[n].Text = strings.TrimRight(l[n].Text, " \t\n"); l[n].Text != "" {
			break
		}
		l = l[:n]
	}
	return l
}

// safeURL returns an address that a page may link to: absolute, of a kind that
// opens a page, a letter or a telephone call, and free of controls and spaces.
func safeURL(address string) (string, bool) {
	address = strings.TrimSpace(address)
	if strings.ContainsFunc(address, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\\' || r == '\ufffd' }) {
		return "", false
	}
	parsed, err := url.Parse(address)
	if err != nil {
		return "", false
	}
	switch strings.ToLower(parsed.Scheme) {
	case "http", "https":
		return address, parsed.Host != ""
	case "mailto", "tel":
		return address, parsed.Opaque != ""
	}
	return "", false
}

// unescape resolves backslashes before punctuation and HTML's names of
// characters, in one pass: what a backslash protects is not looked at again.
func unescape(words string) string {
	if !strings.ContainsAny(words, `\&`) {
		return words
	}
	var b strings.Builder
	for i := 0; i < len(words); i++ {
		c := words[i]
		if c == '\\' && i+1 < len(words) && isPunctuation(words[i+1]) {
			i++
			b.WriteByte(words[i])
			continue
		}
		if c == '&' {
			if end := strings.IndexByte(words[i:min(len(words), i+40)], ';'); end > 1 {
				name := words[i : i+end+1]
				if meant := html.UnescapeString(name); meant != name && !strings.HasSuffix(meant, ";") {
					b.WriteString(strings.Map(visible, meant))
					i += end
					continue
				}
			}
		}
		b.WriteByte(c)
	}
	return b.String()
}

func isPunctuation(c byte) bool {
	return c >= '!' && c <= '/' || c >= ':' && c <= '@' || c >= '[' && c <= '`' || c >= '{' && c <= '~'
}
