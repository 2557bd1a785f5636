package documents

import (
	"slices"
	"strconv"

	"quarterday/markdown"
)

// Callout is a tinted box with a rule at its left, for what must not be
// overlooked: that this is a draft, or that something was left out.
func (w *Writer) Callout(label string, runs ...Run) {
	w.passLogo()
	w.gap(6)
	w.boxed(boxLook{bar: attention, tint: &attentionTint, pad: 5}, label, runs, &noticeStyle)
	w.gap(10)
}

// Note is a quieter callout, for a word to the reader.
func (w *Writer) Note(label string, runs ...Run) {
	w.passLogo()
	w.gap(4)
	w.boxed(boxLook{bar: brand, tint: &groupTint, pad: 5}, label, runs, &noticeStyle)
	w.gap(8)
}

// EntryKind is what kind of entry of the minutes is set apart.
type EntryKind int

const (
	DecisionEntry EntryKind = iota
	ActionEntry
)

// Entry is a decision or an action, where it arose: a coloured rule, a small
// bold label such as "Action 2026-Q3/04", the text, and a grey line of facts
// such as owners and deadline. Number hangs at the left.
type Entry struct {
	Kind   EntryKind
	Number string
	Label  string
	Lead   []Run             // begins the text
	Text   markdown.Document // as people typed it
	Facts  []Run
}

// Entry draws a decision or an action.
func (w *Writer) Entry(e Entry) {
	look := boxLook{bar: decision, pad: 0.5}
	if e.Kind == ActionEntry {
		look.bar = attention
	}
	w.Numbered(e.Number, func() {
		b := w.newBox()
		b.paragraph(Text(e.Label), &labelStyle, 0, &b.top)
		lead, blocks := e.Lead, e.Text.Blocks
		if len(blocks) > 0 && blocks[0].Kind == markdown.Paragraph {
			lead, blocks = append(slices.Clone(lead), MarkdownRuns(blocks[0].Runs)...), blocks[1:]
		}
		b.paragraph(lead, &bodyStyle, 0, &b.top)
		b.markdown(blocks, 0, &b.top)
		b.paragraph(e.Facts, &factsStyle, 0, &b.top)
		b.draw(look)
	})
	w.gap(8)
}

// boxLook is how a box is set apart.
type boxLook struct {
	bar  colour
	tint *colour
	pad  float64
}

// boxed draws a label and text beside a coloured rule.
func (w *Writer) boxed(look boxLook, label string, text []Run, s *style) {
	b := w.newBox()
	b.paragraph(Text(label), &labelStyle, 0, &b.top)
	b.paragraph(text, s, 0, &b.top)
	b.draw(look)
}

// box is what stands beside a coloured rule, while it is put together.
type box struct {
	w     *Writer
	x     float64
	top   boxNode
	parts []boxPart
}

// boxPart is a paragraph of a box, or a point of a list with its label.
type boxPart struct {
	lines  []line
	indent float64
	node   *boxNode
	label  []line // one line, if any
	name   *boxNode
}

// boxNode is an element of a box's structure. It is made when the first of it
// is drawn.
type boxNode struct {
	tag, attributes string
	parent          *boxNode
	element         *element
}

func (n *boxNode) made() *element {
	if n.element == nil {
		n.element = n.parent.made().child(n.tag)
		n.element.attributes = n.attributes
	}
	return n.element
}

func (w *Writer) newBox() *box { return &box{w: w, x: w.left + barWide + barGap} }

func (b *box) wrap(runs []Run, s *style, indent float64) []line {
	return b.w.wrap(runs, s, b.w.right-b.x-indent-barGap/2)
}

func (b *box) paragraph(runs []Run, s *style, indent float64, within *boxNode) {
	if len(runs) == 0 || len(runs) == 1 && runs[0].Text == "" {
		return
	}
	b.parts = append(b.parts, boxPart{lines: b.wrap(runs, s, indent), indent: indent, node: &boxNode{tag: "P", parent: within}})
}

func (b *box) markdown(blocks []markdown.Block, indent float64, within *boxNode) {
	for _, block := range blocks {
		switch block.Kind {
		case markdown.Paragraph:
			b.paragraph(MarkdownRuns(block.Runs), &bodyStyle, indent, within)
		case markdown.Heading:
			bold := bodyStyle
			bold.bold = true
			b.paragraph(MarkdownRuns(block.Runs), &bold, indent, within)
		case markdown.List:
			b.list(block, indent, within)
		case markdown.Quote:
			b.markdown(block.Blocks, indent+listIndent, &boxNode{tag: "BlockQuote", parent: within})
		case markdown.Rule:
		default:
			b.paragraph(Text(keepIndents(markdown.Document{Blocks: []markdown.Block{block}}.PlainText())), &bodyStyle, indent, within)
		}
	}
}

func (b *box) list(l markdown.Block, indent float64, within *boxNode) {
	list := &boxNode{tag: "L", attributes: "<</O /List /ListNumbering /Disc>>", parent: within}
	if l.Ordered {
		list.attributes = "<</O /List /ListNumbering /Decimal>>"
	}
	for i, blocks := range l.Items {
		label := "• "
		if l.Ordered {
			label = strconv.Itoa(l.Start+i) + ". "
		}
		item := &boxNode{tag: "LI", parent: list}
		body := &boxNode{tag: "LBody", parent: item}
		point := boxPart{indent: indent + listIndent, node: body, name: &boxNode{tag: "Lbl", parent: item}, label: b.wrap(Text(label), &bodyStyle, indent)}
		point.indent = max(point.indent, indent+point.label[0].width()+4)
		var first []Run
		if len(blocks) > 0 && blocks[0].Kind == markdown.Paragraph {
			first, blocks = MarkdownRuns(blocks[0].Runs), blocks[1:]
		}
		point.lines = b.wrap(first, &bodyStyle, point.indent)
		b.parts = append(b.parts, point)
		b.markdown(blocks, point.indent, body)
	}
}

// draw draws what was put together. A box that fits on a page is not divided.
func (b *box) draw(look boxLook) {
	w := b.w
	if len(b.parts) == 0 {
		return
	}
	type placed struct {
		line
		part  *boxPart
		first bool // of its part
	}
	var lines []placed
	height := 2 * look.pad
	for i := range b.parts {
		for k, l := range b.parts[i].lines {
			lines = append(lines, placed{l, &b.parts[i], k == 0})
			height += l.style.leading
		}
	}
	need := height
	if height > w.bottom()-margin {
		need = 4 * bodyStyle.leading
	}
	w.place(need)
	b.top.element = w.parent.child("Div")
	for from := 0; from < len(lines); {
		to, h := from, 2*look.pad
		for to < len(lines) && (w.y+h+lines[to].style.leading <= w.bottom()+0.01 || to == from) {
			h += lines[to].style.leading
			to++
		}
		w.artifact(decoration, func() {
			if look.tint != nil {
				w.box(w.left, w.y, w.right-w.left, h, *look.tint)
			}
			w.box(w.left, w.y, barWide, h, look.bar)
		})
		w.y += look.pad
		for k, l := range lines[from:to] {
			if from+k == 0 {
				w.hangNumber(w.y, l.part.node.made())
			}
			if l.first && l.part.name != nil {
				label := l.part.label[0]
				w.drawLine(label, b.x+l.part.indent-max(listIndent, label.width()+4), w.y, l.part.name.made())
			}
			w.drawLine(l.line, b.x+l.part.indent, w.y, l.part.node.made())
			w.y += l.style.leading
		}
		w.closeMark()
		w.y += look.pad
		if from = to; from < len(lines) {
			w.newPage()
		}
	}
}
