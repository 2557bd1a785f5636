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

const listIndent = 16.0

// List draws a list.
func (w *Writer) List(l List) {
	if len(l.Items) == 0 {
		return
	}
	w.list(&l)
	w.gap(4)
}

func (w *Writer) list(l *List) {
	left, parent := w.left, w.parent
	defer func() { w.left, w.parent = left, parent }()
	indent := listIndent
	labels := make([]line, len(l.Items))
	for i := range l.Items {
		label := "• "
		if l.Ordered {
			label = strconv.Itoa(max(l.Start, 1)+i) + ". "
		}
		labels[i] = w.wrap(Text(label), &bodyStyle, w.right-left)[0]
		indent = max(indent, labels[i].width()+4)
	}
	if left+indent > w.right-80 { // very deep: stay on the page
		indent = 0
	}
	var list *element
	for i, item := range l.Items {
		w.left = left + indent
		first := [][]Run{{}}
		if len(item.Paragraphs) > 0 {
			first = item.Paragraphs
		}
		lines := w.wrap(first[0], &bodyStyle, w.right-w.left-labelRoom(indent, labels[i]))
		w.place(headOf(lines))
		if list == nil {
			if w.number != "" {
				w.left = left
				w.hangNumber(w.y, parent.child("P"))
				w.left = left + indent
			}
			list = parent.child("L")
			list.attributes = "<</O /List /ListNumbering /Disc>>"
			if l.Ordered {
				list.attributes = "<</O /List /ListNumbering /Decimal>>"
			}
		}
		li := list.child("LI")
		w.drawLine(labels[i], left, w.y, li.child("Lbl"))
		w.closeMark()
		w.parent = li.child("LBody")
		w.flow(lines, w.left+labelRoom(indent, labels[i]), w.parent)
		w.gap(2)
		for _, runs := range first[1:] {
			w.paragraph(runs, &bodyStyle, 2)
		}
		for k := range item.Lists {
			w.list(&item.Lists[k])
		}
	}
}

// labelRoom is what a label takes from the line when there is no indent.
func labelRoom(indent float64, label line) float64 {
	if indent > 0 {
		return 0
	}
	return label.width()
}
