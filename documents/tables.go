package documents

import (
	"fmt"
	"strings"
)

// Table is ruled rows under a header row, which every page of it repeats.
type Table struct {
	Summary   string // what the table holds, for those who cannot see it
	Columns   []Column
	Rows      []Row
	RowHeader bool // the first cell names its row
	Ruled     bool // lines between the columns too, for what is filled in by hand
}

// Column is one column of a table.
type Column struct {
	Heading string
	Width   float64 // its share of the table's width
}

// Row is one row of a table: cells, or a heading for the rows that follow.
type Row struct {
	Group string // the heading of the rows below, over the table's whole width
	Cells [][]Run
	// Height is the least that the row takes up, where it is to be written in.
	Height float64
}

const (
	cellPad = 3.4 // above and below
	cellGap = 8.0 // between columns
)

// tableDrawing is a table while it is drawn.
type tableDrawing struct {
	w     *Writer
	ruled bool
	edges []float64 // left edge of each column, and the right end
	head  [][]line
	// again and groupAgain are the header row and the heading of the rows that
	// are being drawn, as the head of a page repeats them
	again      [][]line
	groupAgain [][]line
}

// mostAgain is how many lines of a header row each page repeats.
const mostAgain = 4

// Table draws a table.
func (w *Writer) Table(t Table) {
	if len(t.Columns) == 0 {
		return
	}
	if len(t.Rows) == 0 {
		t.Rows = []Row{{}} // a header row alone is not a table
	}
	d := &tableDrawing{w: w, ruled: t.Ruled}
	d.measure(t.Columns, w.widestName(t))
	headings := make([][]Run, len(t.Columns))
	for i, c := range t.Columns {
		headings[i] = Text(c.Heading)
	}
	d.head = d.layout(headings, &headStyle)
	d.again = make([][]line, len(d.head))
	for i, lines := range d.head {
		d.again[i] = lines[:min(len(lines), mostAgain)]
	}
	rows := make([][][]line, len(t.Rows))
	first := 0.0
	for i, r := range t.Rows {
		if r.Group != "" {
			rows[i] = [][]line{w.wrap(Text(r.Group), &groupStyle, w.right-w.left)}
		} else {
			cells := make([][]Run, len(t.Columns)) // every row has every cell
			copy(cells, r.Cells)
			rows[i] = d.layout(cells, &cellStyle)
		}
		if i < 2 {
			first += max(rowHeight(rows[i]), r.Height)
		}
	}
	whole := w.bottom() - margin - rowHeight(d.again)
	w.place(rowHeight(d.again) + min(first, whole))
	w.hangAlone()
	table := w.parent.child("Table")
	if t.Summary != "" {
		table.attributes = "<</O /Table /Summary " + pdfText(oneLine(t.Summary)) + ">>"
	}
	d.drawHead(table.child("THead").child("TR"))
	outer := w.onPage
	w.onPage = func() {
		if outer != nil {
			outer()
		}
		d.repeatHead()
	}
	var body *element
	for i, r := range t.Rows {
		if body == nil || r.Group != "" {
			body = table.child("TBody")
		}
		need := max(rowHeight(rows[i]), min(r.Height, whole))
		if r.Group != "" && i+1 < len(rows) {
			need += min(rowHeight(rows[i+1]), whole/2)
		}
		if r.Group != "" {
			d.groupAgain = nil
		}
		if w.y+need > w.bottom()+0.01 && need <= whole && w.y > margin+d.repeated() {
			w.newPage()
		}
		d.drawRow(body.child("TR"), r, rows[i], t.RowHeader)
		if r.Group != "" {
			d.groupAgain = d.continued(r.Group)
		}
	}
	w.onPage = outer
	w.gap(10)
}

// widestName is the width of the widest name of a row that is one word, such as
// a reference, 0 where there is none. It is to stand on one line.
func (w *Writer) widestName(t Table) float64 {
	if !t.RowHeader || len(t.Columns) == 1 {
		return 0
	}
	widest, whole := 0.0, w.right-w.left
	for _, r := range t.Rows {
		if len(r.Cells) == 0 || len(r.Cells[0]) != 1 || strings.ContainsAny(r.Cells[0][0].Text, " \n") {
			continue
		}
		name := &r.Cells[0][0]
		if units, ok := faces[variant(name, &cellStyle)]().measure(name.Text); ok {
			widest = max(widest, float64(units)*cellStyle.size/1000)
		} else if lines := w.wrap(r.Cells[0], &cellStyle, whole); len(lines) == 1 {
			widest = max(widest, lines[0].width())
		}
	}
	if widest == 0 || widest+cellGap > whole*0.3 {
		return 0
	}
	return widest + cellGap + 0.1 // a sum of parts may be a hair more than the whole
}

// measure shares the width out among the columns; the first gets least.
func (d *tableDrawing) measure(columns []Column, least float64) {
	total := 0.0
	for _, c := range columns {
		total += max(c.Width, 0.1)
	}
	whole := d.w.right - d.w.left
	x := d.w.left
	for i, c := range columns {
		d.edges = append(d.edges, x)
		share := max(c.Width, 0.1)
		wide := share / total * whole
		if i == 0 && wide < least {
			wide = least
			whole, total = whole-wide, total-share
		}
		x += wide
	}
	d.edges = append(d.edges, d.w.right+cellGap)
}

func (d *tableDrawing) layout(cells [][]Run, s *style) [][]line {
	lines := make([][]line, len(cells))
	for i, c := range cells {
		lines[i] = d.w.wrap(c, s, d.edges[i+1]-d.edges[i]-cellGap)
	}
	return lines
}

func rowHeight(cells [][]line) float64 {
	n := 0
	for _, c := range cells {
		n = max(n, len(c))
	}
	return float64(n)*cells[0][0].style.leading + 2*cellPad
}

// continued is the heading of a group once more, in one line.
func (d *tableDrawing) continued(group string) [][]line {
	const note = " (continued)"
	width := d.w.right - d.w.left
	lines := d.w.wrap([]Run{{Text: group}, {Text: note, Quiet: true}}, &groupStyle, width)
	if len(lines) > 1 {
		lines = d.w.wrap(Text(group), &groupStyle, width-d.w.wrap(Text(note+"…"), &groupStyle, width)[0].width())
		lines = d.w.wrap([]Run{{Text: strings.TrimRight(lines[0].text(), " ") + "…"}, {Text: note, Quiet: true}}, &groupStyle, width)
	}
	return [][]line{lines[:1]}
}

func (d *tableDrawing) drawHead(tr *element) {
	cells := make([]*element, len(d.head))
	for i := range cells {
		cells[i] = tr.child("TH")
		cells[i].attributes = "<</O /Table /Scope /Column>>"
	}
	d.drawDivided(d.head, cells, 0, nil, func(float64) { d.rule(0.9, quiet) })
}

// repeatHead draws the header row again at the head of a page, and the heading
// of the group that goes on. They have been read, so they are artifacts.
func (d *tableDrawing) repeatHead() {
	d.w.artifact(pagination, func() {
		d.drawLines(d.again, rowHeight(d.again), nil)
		d.rule(0.9, quiet)
		if d.groupAgain != nil {
			d.groupTint(rowHeight(d.groupAgain))
			d.drawLines(d.groupAgain, rowHeight(d.groupAgain), nil)
		}
	})
}

// repeated is how much of a new page repeatHead takes.
func (d *tableDrawing) repeated() float64 {
	h := rowHeight(d.again)
	if d.groupAgain != nil {
		h += rowHeight(d.groupAgain)
	}
	return h + 0.1
}

// groupTint lies under a group's heading, a little wider than its text.
func (d *tableDrawing) groupTint(height float64) {
	const over = 5
	d.w.box(d.w.left-over, d.w.y+0.5, d.w.right-d.w.left+2*over, height-0.5, groupTint)
}

// rule draws a line under what was drawn last.
func (d *tableDrawing) rule(weight float64, c colour) {
	d.w.box(d.w.left, d.w.y-weight/2, d.w.right-d.w.left, weight, c)
}

// drawRow draws a row, over several pages only if it is longer than one.
func (d *tableDrawing) drawRow(tr *element, r Row, cells [][]line, rowHeader bool) {
	elements := make([]*element, len(cells))
	tr.kids = make([]kid, 0, len(cells))
	for i := range cells {
		switch {
		case r.Group != "":
			elements[i] = tr.child("TH")
			elements[i].attributes = fmt.Sprintf("<</O /Table /Scope /Column /ColSpan %d>>", len(d.edges)-1)
		case i == 0 && rowHeader:
			elements[i] = tr.child("TH")
			elements[i].attributes = "<</O /Table /Scope /Row>>"
		default:
			elements[i] = tr.child("TD")
		}
	}
	var under func(height float64)
	if r.Group != "" {
		under = d.groupTint
	}
	d.drawDivided(cells, elements, r.Height, under, func(height float64) {
		d.rule(0.5, hairline)
		if d.ruled && r.Group == "" {
			for _, x := range d.edges[1 : len(d.edges)-1] {
				d.w.box(x-cellGap/2, d.w.y-height, 0.5, height, hairline)
			}
		}
	})
}

// drawDivided draws a row by as many pages as it needs. under and over decorate
// each part of it, before and after its text.
func (d *tableDrawing) drawDivided(cells [][]line, elements []*element, least float64, under, over func(height float64)) {
	leading := cells[0][0].style.leading
	total := 0
	for _, c := range cells {
		total = max(total, len(c))
	}
	for from := 0; from < total; {
		fit := int((d.w.bottom() + 0.01 - d.w.y - 2*cellPad) / leading)
		if fit < 1 {
			d.w.newPage()
			fit = max(1, int((d.w.bottom()+0.01-d.w.y-2*cellPad)/leading))
		}
		n := min(fit, total-from)
		height := float64(n)*leading + 2*cellPad
		if n == total { // not divided
			height = max(height, least)
		}
		if under != nil {
			d.w.artifact(decoration, func() { under(height) })
		}
		part := make([][]line, len(cells))
		for i, c := range cells {
			part[i] = c[min(from, len(c)):min(from+n, len(c))]
		}
		d.drawLines(part, height, elements)
		d.w.artifact(decoration, func() { over(height) })
		from += n
	}
}

// drawLines draws cells side by side and moves down by height. Without
// elements they are part of an artifact.
func (d *tableDrawing) drawLines(cells [][]line, height float64, elements []*element) {
	for i, lines := range cells {
		var e *element
		if elements != nil {
			e = elements[i]
		}
		for k, l := range lines {
			d.w.drawLine(l, d.edges[i], d.w.y+cellPad+float64(k)*l.style.leading, e)
		}
		if e != nil {
			d.w.closeMark()
		}
	}
	d.w.y += height
}
