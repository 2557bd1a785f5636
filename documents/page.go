package documents

import (
	"strconv"
)

// bottom is where the text of a page ends.
func (w *Writer) bottom() float64 { return w.height - margin }

func (w *Writer) page() int { return w.pdf.PageNo() - 1 }

// numberOf is the number that stands on a page.
func (w *Writer) numberOf(page int) int {
	n := w.options.FirstPage + page
	for _, i := range w.inserted {
		if i.after < page {
			n += i.pages
		}
	}
	return n
}

// lastNumber is the number of the document's last page.
func (w *Writer) lastNumber() int {
	n := w.options.FirstPage + w.pdf.PageCount() - 1
	for _, i := range w.inserted {
		n += i.pages
	}
	return n
}

// mark makes what is drawn from here on the content of e. Everything that is
// painted stands between a mark or an artifact and the next.
func (w *Writer) mark(e *element) {
	if w.open == e {
		return
	}
	w.closeMark()
	p := w.page()
	id := len(w.marks[p])
	w.marks[p] = append(w.marks[p], e)
	e.kids = append(e.kids, kid{page: p, mark: id})
	w.emit("/" + e.tag + " <</MCID " + strconv.Itoa(id) + ">> BDC")
	w.open = e
}

func (w *Writer) closeMark() {
	if w.open != nil || w.inArtifact {
		w.emit("EMC")
		w.open, w.inArtifact = nil, false
	}
}

// The kinds of artifact: what is on the page and not part of the text.
const (
	decoration = "/Artifact <</Type /Layout>> BDC"
	pagination = "/Artifact <</Type /Pagination>> BDC"
	pageHeader = "/Artifact <</Type /Pagination /Subtype /Header /Attached [/Top]>> BDC"
	pageFooter = "/Artifact <</Type /Pagination /Subtype /Footer /Attached [/Bottom]>> BDC"
)

func (w *Writer) artifact(kind string, draw func()) {
	w.closeMark()
	w.emit(kind)
	w.inArtifact = true
	draw()
	w.closeMark()
}

// newPage is the one place where pages end. An element that goes on is marked
// again by whoever draws its next line.
func (w *Writer) newPage() {
	if w.pdf.PageNo() > 0 {
		w.closeMark()
		w.contents = append(w.contents, w.content)
	}
	w.pdf.AddPage()
	w.content = make([]byte, 0, max(4<<10, len(w.content)+len(w.content)/8)) // pages are much alike
	w.forgetState()
	w.marks = append(w.marks, nil)
	w.passLogo()
	w.y = margin
	if w.onPage != nil {
		w.onPage()
	}
}

// forgetState is needed whenever the page changes: each page's content begins
// with no font and a black fill.
func (w *Writer) forgetState() {
	w.font, w.fontSize = nil, 0
	w.fill = colour{-1, -1, -1}
}

// heldBlock is a heading or byline, kept back until it is known what follows,
// so that no page ends with it.
type heldBlock struct {
	height float64
	draw   func()
}

func (w *Writer) hold(height float64, draw func()) {
	w.held = append(w.held, heldBlock{height, draw})
}

// place finds room for a block's first need points and draws the headings that
// waited for it. Each block calls it before it adds itself to the structure.
func (w *Writer) place(need float64) {
	held := w.held
	w.held = nil
	for _, h := range held {
		need += h.height
	}
	if need > 0 && w.y+need > w.bottom()+0.01 && w.y > margin && w.pageHasText() {
		w.newPage()
	}
	for _, name := range w.heldAnchors {
		w.anchors[name] = anchor{page: w.page(), y: w.height - w.y}
	}
	w.heldAnchors = nil
	for _, h := range held {
		h.draw()
	}
}

func (w *Writer) pageHasText() bool { return len(w.marks[w.page()]) > 0 }

// advance is place for the lines inside a block.
func (w *Writer) advance(need float64) {
	if w.y+need > w.bottom()+0.01 {
		w.newPage()
	}
}

// Space leaves room between blocks; none is left at the head of a page.
func (w *Writer) Space(points float64) {
	w.place(0)
	w.passLogo()
	w.gap(points)
}

func (w *Writer) gap(points float64) {
	if w.y > margin {
		w.y += points
	}
}

// drawRunning puts header and footer on every page, once their number is known.
func (w *Writer) drawRunning() {
	w.contents = append(w.contents, w.content)
	left, right := margin, w.width-margin
	for i, content := range w.contents {
		p := i + 1
		w.pdf.SetPage(p)
		w.content = content
		w.forgetState()
		if p > 1 && w.options.RunningHeader != "" {
			w.artifact(pageHeader, func() {
				w.runningLine(w.options.RunningHeader, false, left, right, 34, alignLeft)
				w.box(left, 50, right-left, 0.5, hairline)
			})
		}
		w.artifact(pageFooter, func() {
			y := w.height - 46
			w.box(left, y, right-left, 0.5, hairline)
			side := (right - left) / 5 // the marking has the most room: it must not be cut
			w.runningLine(w.options.Reference, false, left, left+side, y+5, alignLeft)
			w.runningLine(w.options.Marking, true, left+side, right-side, y+5, alignCentre)
			w.runningLine("Page "+strconv.Itoa(w.numberOf(i))+" of "+strconv.Itoa(w.lastNumber()), false, right-side, right, y+5, alignRight)
		})
		w.flush()
		w.contents[i] = nil
	}
}

type alignment int

const (
	alignLeft alignment = iota
	alignCentre
	alignRight
)

// runningLine draws one line, cut short with an ellipsis if it is too long for
// its place: it repeats what the document itself says in full. A marking, which
// is bold, is set smaller first.
func (w *Writer) runningLine(text string, bold bool, left, right, y float64, to alignment) {
	if text == "" {
		return
	}
	s := runningStyle
	s.bold = bold
	lines := w.wrap([]Run{{Text: text}}, &s, right-left)
	for bold && len(lines) > 1 && s.size > 5 {
		s.size -= 0.5
		lines = w.wrap([]Run{{Text: text}}, &s, right-left)
	}
	if len(lines) > 1 {
		lines = w.wrap([]Run{{Text: text}}, &s, right-left-10)
		lines = w.wrap([]Run{{Text: lines[0].text() + "…"}}, &s, right-left)
	}
	x := left
	switch free := right - left - lines[0].width(); to {
	case alignCentre:
		x += free / 2
	case alignRight:
		x += free
	}
	w.drawLine(lines[0], x, y, nil)
}
