package documents

import (
	"fmt"
	"unicode/utf16"
)

// Kicker is the small line above the title: whose document this is.
func (w *Writer) Kicker(text string) {
	w.paragraph(Text(text), &kickerStyle, 3)
}

// Title is the document's name, once, at its head.
func (w *Writer) Title(text string) {
	lines := w.wrap(Text(text), &titleStyle, w.right-w.left)
	w.place(headOf(lines))
	w.headingLevel, w.section = 1, 1
	w.flow(lines, w.left, w.parent.child("H1"))
	w.gap(3)
}

// Subtitle is a line under the title, such as the day and the place.
func (w *Writer) Subtitle(text string) {
	w.paragraph(Text(text), &subtitleStyle, 0)
}

// Heading begins a part of the document: level 2 for one that stands in the
// bookmarks at the top, such as an agenda item, 3 and more for what it is made
// of. A number such as "4" or "4.2" may be empty. A level that would be skipped
// is not: the heading moves up.
func (w *Writer) Heading(level int, number, text string) {
	if number != "" {
		text = number + "\u00a0 " + text
	}
	w.section = w.heading(level+w.deeper, Text(text), oneLine(text))
}

// heading holds a heading back until its place is known. It tells the level at
// which the heading stands.
func (w *Writer) heading(level int, runs []Run, bookmark string) int {
	w.passLogo()
	level = max(1, min(level, w.headingLevel+1, len(headingStyles)))
	w.headingLevel = level
	s := &headingStyles[level-1]
	lines := w.wrap(runs, s, w.right-w.left)
	above, below := s.size*0.9, s.size*0.25
	if len(w.held) > 0 {
		above *= 0.4
	}
	parent, left, number := w.parent, w.left, w.number
	w.number = ""
	w.hold(above+float64(len(lines))*s.leading+below, func() {
		w.gap(above)
		if bookmark != "" {
			w.bookmark(level, bookmark)
		}
		e := parent.child(fmt.Sprintf("H%d", level))
		if number != "" {
			l := w.numberLines(number)[0]
			w.drawLine(l, left-numberWide, w.y+(s.leading-numberStyle.leading)/2, e)
		}
		w.flow(lines, left, e)
		w.gap(below)
	})
	return level
}

func (w *Writer) bookmark(level int, text string) {
	level = max(0, min(level-2, w.bookmarkLevel+1))
	w.bookmarkLevel = level
	b := []byte{0xfe, 0xff}
	for _, u := range utf16.Encode([]rune(text)) {
		b = append(b, byte(u>>8), byte(u))
	}
	w.pdf.Bookmark(string(b), level, w.y)
}

// Byline stands under a heading: who presents the item, which papers go with it.
func (w *Writer) Byline(runs ...Run) {
	lines := w.wrap(runs, &bylineStyle, w.right-w.left)
	parent, left := w.parent, w.left
	w.hold(float64(len(lines))*bylineStyle.leading+5, func() {
		w.flow(lines, left, parent.child("P"))
		w.gap(5)
	})
}

// Paragraph is plain text.
func (w *Writer) Paragraph(runs ...Run) { w.paragraph(runs, w.text, 6) }

// Lead is the paragraph that a document begins with, set a little larger.
func (w *Writer) Lead(runs ...Run) { w.paragraph(runs, &leadStyle, 6) }

// Facts is a paragraph of small grey text.
func (w *Writer) Facts(runs ...Run) { w.paragraph(runs, &factsStyle, 4) }

// NumberedParagraph is a paragraph that can be cited: its number hangs at the
// left.
func (w *Writer) NumberedParagraph(number string, runs ...Run) {
	w.Numbered(number, func() { w.Paragraph(runs...) })
}

// Numbered hangs a number beside the first of what draw draws, which is set in.
func (w *Writer) Numbered(number string, draw func()) {
	if l := w.numberLines(number); len(l) > 1 || l[0].width() > numberWide { // more than there is room for at the side
		w.paragraph(Text(number), &numberStyle, 0)
		number = ""
	}
	left := w.left
	w.left, w.number = left+numberWide, number
	draw()
	if w.number != "" { // nothing came that it could stand beside
		w.paragraph(nil, w.text, 6)
	}
	w.left = left
}

func (w *Writer) numberLines(number string) []line {
	return w.wrap(Text(number+" "), &numberStyle, numberWide*2)
}

// hangNumber draws the number that waits, beside the line at y, as content of e.
func (w *Writer) hangNumber(y float64, e *element) {
	if w.number == "" {
		return
	}
	l := w.numberLines(w.number)[0]
	w.number = ""
	w.drawLine(l, w.left-numberWide, y, e)
}

// hangAlone draws the number that waits as a paragraph of its own, beside what
// cannot take it in.
func (w *Writer) hangAlone() {
	if w.number != "" {
		w.hangNumber(w.y, w.parent.child("P"))
		w.closeMark()
	}
}

func (w *Writer) paragraph(runs []Run, s *style, below float64) {
	lines := w.wrap(runs, s, w.right-w.left)
	w.place(headOf(lines))
	e := w.parent.child("P")
	w.hangNumber(w.y, e)
	w.flow(lines, w.left, e)
	w.gap(below)
}

// Pair is a name and what it stands for.
type Pair struct {
	Key   string
	Value []Run
}

// KeyValues sets names in bold at the left, and what they stand for beside them.
func (w *Writer) KeyValues(pairs ...Pair) {
	if len(pairs) == 0 {
		return
	}
	key := labelStyle
	key.size, key.leading = noticeStyle.size, noticeStyle.leading
	wide := 0.0
	keys := make([][]line, len(pairs))
	for i, p := range pairs {
		keys[i] = w.wrap(Text(p.Key+" "), &key, (w.right-w.left)*0.35)
		for _, l := range keys[i] {
			wide = max(wide, l.width())
		}
	}
	wide += 14
	values, height := make([][]line, len(pairs)), 0.0
	for i, p := range pairs {
		values[i] = w.wrap(p.Value, &noticeStyle, w.right-w.left-wide)
		height += float64(max(len(values[i]), len(keys[i])))*key.leading + 1.5
	}
	if height < (w.bottom()-margin)/4 { // a few short ones stay together
		w.place(height)
	}
	var list *element
	for i, value := range values {
		w.place(max(headOf(value), float64(len(keys[i]))*key.leading))
		if list == nil {
			list = w.parent.child("L")
			list.attributes = "<</O /List /ListNumbering /None>>"
		}
		item := list.child("LI")
		label, page, top := item.child("Lbl"), w.page(), w.y
		w.hangNumber(w.y, label)
		for k, l := range keys[i] {
			w.drawLine(l, w.left, w.y+float64(k)*key.leading, label)
		}
		w.flow(value, w.left+wide, item.child("LBody"))
		if w.page() == page {
			w.y = max(w.y, top+float64(len(keys[i]))*key.leading)
		}
		w.gap(1.5)
	}
	w.gap(5)
}
