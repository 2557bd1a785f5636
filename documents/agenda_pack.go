package documents

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"
	"strings"
	"unicode/utf8"

	"quarterday/markdown"
	"quarterday/models"
)

// PackFile is a paper's bytes as they can stand in a pack. MediaType may be
// another than the paper's, where it was turned into a PDF.
type PackFile struct {
	io.ReadSeekCloser
	MediaType string
}

// PackOptions is where a pack gets its papers from.
type PackOptions struct {
	// Open gives a paper's bytes. It is called more than once for each paper. Its
	// error leaves the paper out of the pack, which says so; a LeftOut says why.
	Open func(p models.PaperLine) (PackFile, error)
	// Site begins the addresses of papers that have to be fetched.
	Site string
}

// PackReport is what a pack came to be.
type PackReport struct {
	Pages   int
	LeftOut map[string]string // label of each paper that is not in it → why
}

const (
	maxPackBytes  = 300 << 20 // of all papers together
	maxPackMemory = 256 << 20 // of what is kept of all papers together until the pack is written
	maxTextBytes  = 300 << 10 // of a paper that is plain text
)

// Pack draws the agenda with its papers, each under a cover that says what it
// is, in one file with one numbering. Papers that cannot be shown are named on
// a page. The papers are read one at a time while the file is written.
func Pack(c models.AgendaContent, o PackOptions, out io.Writer) (PackReport, error) {
	p := newPacking(c, c.Items, o)
	return p.write(out, func(pageOf func(string) int) *Writer {
		w := begin(c.Letterhead, packName(c), AgendaStanding(c), c.Meeting.Prefix, created(c.PublishedAt, c.Meeting), agendaRestricted(c), false)
		drawPackAgenda(w, c, p.place(pageOf))
		p.draw(w, pageOf != nil)
		return w
	})
}

func packName(c models.AgendaContent) string {
	return "Agenda and papers, " + c.Meeting.Named() + ", " + c.Meeting.Day.Medium()
}

func drawPackAgenda(w canvas, c models.AgendaContent, place paperPlace) {
	w.Anchor("agenda")
	w.Title("Agenda and papers")
	w.Subtitle(c.Meeting.Name)
	drawAgenda(w, c, place)
}

// packing is a pack while it is made.
type packing struct {
	content models.AgendaContent
	options PackOptions
	papers  []packed
}

// packed is one paper and what can be done with it.
type packed struct {
	line    models.PaperLine
	item    models.AgendaLine
	kind    string // pdf, picture, text; "" when it is left out
	pages   int    // of a pdf
	memory  int64  // that a pdf takes until the pack is written
	text    string
	leftOut LeftOut
	about   string // on a page, the kind of file and its size
}

func (p packed) anchor() string { return fmt.Sprintf("paper%d", p.line.ID) }

// site is where the site has the paper.
func (p packed) site() string { return fmt.Sprintf("/papers/%d", p.line.ID) }

// gone says that the paper cannot be fetched from the site either.
func (p packed) gone() bool { return p.kind == "" && p.leftOut == TakenAway }

// newPacking looks at every paper of the items.
func newPacking(c models.AgendaContent, items []models.AgendaLine, o PackOptions) *packing {
	p := &packing{content: c, options: o}
	p.gather(items, p.examine)
	return p
}

// gather takes up the papers of the items, each as it was found to be, until
// the pack would be too large.
func (p *packing) gather(items []models.AgendaLine, examine func(one *packed)) {
	total, memory := int64(0), int64(0)
	for _, i := range items {
		for _, line := range i.Papers {
			one := packed{line: line, item: i}
			if total += line.Size; total > maxPackBytes {
				one.leftOut = tooLargeWith
			} else {
				examine(&one)
				if memory += one.memory; memory > maxPackMemory {
					one.kind, one.leftOut = "", tooLargeWith
					memory -= one.memory
				}
			}
			p.papers = append(p.papers, one)
		}
	}
}

// leftOut says of each paper by its label why it is not in the pack.
func (p *packing) leftOut() map[string]string {
	out := map[string]string{}
	for _, one := range p.papers {
		if one.kind == "" {
			out[one.line.Label] = string(one.leftOut)
		}
	}
	return out
}

// WhyLeftOut is why a pack would leave a paper out; "" if it would not.
func WhyLeftOut(line models.PaperLine, o PackOptions) LeftOut {
	one := packed{line: line}
	(&packing{options: o}).examine(&one)
	return one.leftOut
}

// examine finds out what a paper is, and whether it can be read.
func (p *packing) examine(one *packed) {
	f, err := p.options.Open(one.line)
	if err != nil {
		one.leftOut = unreadable
		if reason, ok := errors.AsType[LeftOut](err); ok {
			one.leftOut = reason
		}
		return
	}
	defer f.Close()
	switch f.MediaType {
	case "application/pdf":
		foreign, err := readForeign(f)
		if err == nil {
			one.memory, err = foreign.trial()
		}
		if err != nil {
			one.leftOut = whyNotGrafted(err)
			return
		}
		one.kind, one.pages = "pdf", len(foreign.pages)
	case "image/png", "image/jpeg":
		size, _, err := image.DecodeConfig(f)
		switch {
		case err != nil:
			one.leftOut = damagedImage
		case tooManyPixels(size):
			one.leftOut = hugeImage
		case !wholePicture(f):
			one.leftOut = damagedImage
		default:
			one.kind = "picture"
		}
	case "text/plain":
		text, err := io.ReadAll(io.LimitReader(f, maxTextBytes+1))
		switch {
		case err != nil:
			one.leftOut = unreadable
		case len(text) > maxTextBytes:
			one.leftOut = longText
		case !utf8.Valid(text):
			one.leftOut = notText
		default:
			one.kind, one.text = "text", string(text)
		}
	default:
		one.leftOut = notPDF
	}
}

// place tells where in the pack a paper is.
func (p *packing) place(pageOf func(string) int) paperPlace {
	return p.placing(func(one packed) (Run, string) {
		link := Run{Anchor: one.anchor()}
		if pageOf == nil {
			return link, "page 000"
		}
		if n := pageOf(one.anchor()); n > 0 {
			return link, fmt.Sprintf("page %d", n)
		}
		return link, "in this pack"
	})
}

// placing tells where a paper is that is left out or in an earlier pack; in
// tells it of one that is here.
func (p *packing) placing(in paperPlaceOf) paperPlace {
	return func(line models.PaperLine) (link Run, words string) {
		for _, one := range p.papers {
			switch {
			case one.line.ID != line.ID:
			case one.gone():
				return Run{Anchor: "gone"}, "taken away since"
			case one.kind == "":
				return Run{Anchor: "fetch"}, "not in this pack"
			default:
				return in(one)
			}
		}
		return Run{}, "in the pack before"
	}
}

type paperPlaceOf func(one packed) (link Run, words string)

// write draws the pack until it says truly where its papers are.
func (p *packing) write(out io.Writer, draw func(pageOf func(string) int) *Writer) (PackReport, error) {
	w := settle(draw)
	return PackReport{Pages: w.lastNumber(), LeftOut: p.leftOut()}, w.Output(out)
}

// draw draws what is not in the pack, then the papers.
func (p *packing) draw(w *Writer, pictures bool) {
	p.drawLeftOut(w)
	for _, one := range p.papers {
		if one.kind == "" {
			continue
		}
		w.PageBreak()
		drawCover(w, one)
		switch one.kind {
		case "pdf":
			w.Insert("Paper "+one.line.Label, one.pages, func() (io.ReadSeekCloser, error) { return p.options.Open(one.line) })
		case "picture":
			if w.y > w.height/2 { // a picture beneath a long question would be too small
				w.PageBreak()
			}
			if pictures {
				p.drawPicture(w, one)
			}
		case "text":
			w.Space(10)
			for paragraph := range strings.SplitSeq(strings.ReplaceAll(one.text, "\r\n", "\n"), "\n\n") {
				if strings.TrimSpace(paragraph) != "" {
					w.Paragraph(Text(keepIndents(strings.Trim(paragraph, "\n")))...)
				}
			}
		}
	}
	w.place(0)
}

// drawCover says what the paper is for, so that it can be read without the
// agenda beside it, and leads back there.
func drawCover(w canvas, one packed) {
	w.Anchor(one.anchor())
	w.Heading(2, "", fmt.Sprintf("Paper %s: %s", one.line.Label, one.line.Title))
	w.KeyValues(cover(one)...)
	if one.item.Ask != "" {
		w.Space(4)
		drawAsk(w, markdown.Parse(one.item.Ask))
		w.Space(12)
	}
}

func cover(one packed) []Pair {
	number := fmt.Sprint(one.item.Number)
	pairs := []Pair{{"Item", []Run{{Text: number + " " + one.item.Title, Anchor: "item" + number, Description: "Back to item " + number}}}}
	if one.item.Purpose != "" {
		purpose := upperFirst(string(one.item.Purpose))
		if one.item.Minutes > 0 {
			purpose += ", " + plural(one.item.Minutes, "minute")
		}
		if one.item.Starts != "" {
			purpose += ", from " + one.item.Starts
		}
		pairs = append(pairs, Pair{"Purpose", Text(purpose)})
	}
	if whose := one.item.Whose(); whose != one.item.Organisation {
		pairs = append(pairs, Pair{"Presented by", Text(whose)})
	}
	if one.item.Organisation != "" {
		pairs = append(pairs, Pair{"From", Text(one.item.Organisation)})
	}
	if one.line.FileName != "" {
		file := Text(one.line.FileName)
		if one.about != "" {
			file[0].Site = one.site()
			file = append(file, Run{Text: " (" + one.about + ")"})
		}
		pairs = append(pairs, Pair{"File", file})
	}
	if one.kind == "pdf" {
		pages := "The page that follows"
		if one.pages > 1 {
			pages = fmt.Sprintf("The %d pages that follow", one.pages)
		}
		pairs = append(pairs, Pair{"Pages", Text(pages)})
	}
	if one.line.Restricted {
		pairs = append(pairs, Pair{"For", Text(membersOnly)})
	}
	return append(pairs, Pair{"Agenda", []Run{{Text: "Back to the agenda", Anchor: "agenda"}}})
}

func (p *packing) drawPicture(w *Writer, one packed) {
	f, err := p.options.Open(one.line)
	if err == nil {
		defer f.Close()
		var b bytes.Buffer
		if _, err = b.ReadFrom(f); err == nil {
			err = w.FigureOnPage(b.Bytes(), one.line.Title)
		}
	}
	if err != nil {
		w.Paragraph(Text("This picture cannot be shown. Fetch it from the site.")...)
	}
}

// drawLeftOut names the papers that are not in the pack: those that the site
// has, and those that nobody has any more.
func (p *packing) drawLeftOut(w canvas) {
	p.drawNotHere(w, "fetch", "Papers to fetch from the site", "These papers belong to the agenda, but their pages are not in this pack. Open them on the site.", func(one packed) bool { return one.kind == "" && !one.gone() })
	p.drawNotHere(w, "gone", "Papers that cannot be had any more", "These papers were published with the agenda, but they are not kept any more.", packed.gone)
}

func (p *packing) drawNotHere(w canvas, anchor, heading, about string, is func(packed) bool) {
	t := Table{Summary: heading + ", and why", RowHeader: true, Columns: []Column{{"Paper", 12}, {"Title", 48}, {"Why it is not here", 40}}}
	for _, one := range p.papers {
		if !is(one) {
			continue
		}
		title := Run{Text: one.line.Title}
		if !one.gone() {
			title.Site = one.site()
			if p.options.Site != "" {
				title.URL = p.options.Site + one.site()
			}
			title.Description = "Fetch paper " + one.line.Label + " from the site"
		}
		t.Rows = append(t.Rows, Row{Cells: [][]Run{{{Text: one.line.Label, Bold: true}}, {title}, Text(upperFirst(string(one.leftOut)))}})
	}
	if len(t.Rows) == 0 {
		return
	}
	w.Anchor(anchor)
	w.Heading(2, "", heading)
	w.Paragraph(Text(about)...)
	w.Table(t)
}
