package documents

import (
	"fmt"
	"strconv"
)

// Part is a document within the document, such as the minutes of one meeting
// in a year book: it begins on a new page under a large heading, what draw
// draws stands one level deeper, and its anchors are its own.
func (w *Writer) Part(anchor, title string, draw func()) {
	w.PageBreak()
	w.Anchor(anchor)
	lines := w.wrap(Text(title), &partStyle, w.right-w.left)
	w.place(headOf(lines))
	level := min(2, w.headingLevel+1)
	w.headingLevel, w.section = level, level
	if name := oneLine(title); name != "" {
		w.bookmark(2, name)
	}
	w.flow(lines, w.left, w.parent.child(fmt.Sprintf("H%d", level)))
	w.gap(3)
	prefix := w.within
	w.within, w.deeper = prefix+anchor+"/", w.deeper+1
	draw()
	w.place(0)
	w.within, w.deeper = prefix, w.deeper-1
}

// PageBreak begins a new page, unless this one is empty.
func (w *Writer) PageBreak() {
	w.place(0)
	if w.pageHasText() {
		w.newPage()
	}
}

// ContentsLine is one line of a table of contents.
type ContentsLine struct {
	Title  string
	Anchor string
	Page   int // 0 while it is not known
}

// Contents draws a table of contents: a line for each part, which leads to it,
// and the page where it begins.
func (w *Writer) Contents(lines []ContentsLine) {
	if len(lines) == 0 {
		return
	}
	const numbers = 34.0 // the column of page numbers
	var list *element
	for _, l := range lines {
		title := w.wrap([]Run{{Text: l.Title, Anchor: l.Anchor, Description: "Go to " + l.Title}, {Text: " "}}, &contentsStyle, w.right-w.left-numbers)
		height := float64(len(title))*contentsStyle.leading + 2*cellPad
		w.place(height)
		if list == nil {
			list = w.parent.child("TOC")
		}
		entry := list.child("TOCI").child("Reference")
		top := w.y
		w.y += cellPad
		w.flow(title, w.left, entry)
		number := w.wrap(Text(strconv.Itoa(l.Page)), &contentsStyle, numbers)[0]
		w.drawLine(number, w.right-number.width(), top+cellPad, entry)
		w.closeMark()
		w.y = top + height
		w.artifact(decoration, func() { w.box(w.left, w.y-0.25, w.right-w.left, 0.5, hairline) })
	}
	w.gap(10)
}

// pageOf is the number of the page that an anchor is on, 0 if it is on none.
func (w *Writer) pageOf(name string) int {
	w.place(0)
	if a, ok := w.anchors[name]; ok {
		return w.numberOf(a.page)
	}
	return 0
}
