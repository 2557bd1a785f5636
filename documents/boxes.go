package documents

// Callout is a tinted box with a rule at its left, for what must not be
// overlooked: that this is a draft, or that something was left out.
func (w *Writer) Callout(label string, runs ...Run) {
	w.gap(6)
	w.boxed(boxLook{bar: attention, tint: &attentionTint, pad: 5}, label, runs, &noticeStyle, nil)
	w.gap(10)
}

// Note is a quieter callout, for a word to the reader.
func (w *Writer) Note(label string, runs ...Run) {
	w.gap(4)
	w.boxed(boxLook{bar: brand, tint: &groupTint, pad: 5}, label, runs, &noticeStyle, nil)
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
	Text   []Run
	Facts  []Run
}

// Entry draws a decision or an action.
func (w *Writer) Entry(e Entry) {
	look := boxLook{bar: decision, pad: 0.5}
	if e.Kind == ActionEntry {
		look.bar = attention
	}
	w.Numbered(e.Number, func() { w.boxed(look, e.Label, e.Text, &bodyStyle, e.Facts) })
	w.gap(8)
}

// boxLook is how a box is set apart.
type boxLook struct {
	bar  colour
	tint *colour
	pad  float64
}

// boxed draws label, text and facts beside a coloured rule. A box that fits on
// a page is not divided.
func (w *Writer) boxed(look boxLook, label string, text []Run, s *style, facts []Run) {
	x := w.left + barWide + barGap
	type part struct {
		lines []line
		tag   *element
	}
	var parts []part
	add := func(runs []Run, s *style) {
		if len(runs) > 0 {
			parts = append(parts, part{lines: w.wrap(runs, s, w.right-x-barGap/2)})
		}
	}
	if label != "" {
		add(Text(label), &labelStyle)
	}
	add(text, s)
	add(facts, &factsStyle)
	if len(parts) == 0 {
		return
	}
	var lines []line
	var of []int // the part of each line
	height := 2 * look.pad
	for i, p := range parts {
		for _, l := range p.lines {
			lines, of = append(lines, l), append(of, i)
			height += l.style.leading
		}
	}
	need := height
	if height > w.bottom()-margin {
		need = 4 * bodyStyle.leading
	}
	w.place(need)
	group := w.parent.child("Div")
	for i := range parts {
		parts[i].tag = group.child("P")
	}
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
		for k := from; k < to; k++ {
			if k == 0 {
				w.hangNumber(w.y, parts[0].tag)
			}
			w.drawLine(lines[k], x, w.y, parts[of[k]].tag)
			w.y += lines[k].style.leading
		}
		w.closeMark()
		w.y += look.pad
		if from = to; from < len(lines) {
			w.newPage()
		}
	}
}
