package documents

import (
	"strconv"
)

// List is points, in order or not.
type List struct {
	Ordered bool
	Start   int // the first number of an ordered list, 1 if not given
	Items   []ListItem
}

// ListItem is one point: its paragraphs, and lists that belong to it.
type ListItem struct {
	Paragraphs [][]Run
	Lists      []List
}

// List draws a list.
func (w *Writer) List(l List) {
	w.list(&l)
	w.gap(4)
}

func (w *Writer) list(l *List) {
	points := make([]point, len(l.Items))
	for i, item := range l.Items {
		points[i].rest = func() {
			for _, runs := range item.Paragraphs[min(1, len(item.Paragraphs)):] {
				w.paragraph(runs, w.text, 2)
			}
			for k := range item.Lists {
				w.list(&item.Lists[k])
			}
		}
		if len(item.Paragraphs) > 0 {
			points[i].first = item.Paragraphs[0]
		}
	}
	w.points(l.Ordered, max(l.Start, 1), points)
}

// point is an item of a list: the words beside its label, and what is under them.
type point struct {
	first []Run
	rest  func()
}

const listIndent = 16.0

func (w *Writer) points(ordered bool, start int, points []point) {
	left, parent := w.left, w.parent
	defer func() { w.left, w.parent = left, parent }()
	labels := make([]line, len(points))
	indent := listIndent
	for i := range points {
		label := "• "
		if ordered {
			label = strconv.Itoa(start+i) + ". "
		}
		labels[i] = w.wrap(Text(label), w.text, w.right-left)[0]
		indent = max(indent, labels[i].width()+4)
	}
	w.left += indent
	var list *element
	for i, p := range points {
		lines := w.wrap(p.first, w.text, w.right-w.left)
		w.parent = parent
		w.place(headOf(lines))
		if list == nil {
			w.left = left
			w.hangAlone()
			w.left += indent
			list = parent.child("L")
			list.attributes = "<</O /List /ListNumbering /Disc>>"
			if ordered {
				list.attributes = "<</O /List /ListNumbering /Decimal>>"
			}
		}
		li := list.child("LI")
		w.drawLine(labels[i], left, w.y, li.child("Lbl"))
		w.closeMark()
		w.parent = li.child("LBody")
		w.flow(lines, w.left, w.parent)
		w.gap(2)
		if p.rest != nil {
			p.rest()
		}
	}
}
