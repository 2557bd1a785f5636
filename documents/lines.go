package documents

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// line is what stands side by side.
type line struct {
	pieces []piece
	style  *style
	at     []float64 // where each piece stands, if they are not one after another
}

func (l line) width() float64 {
	x := 0.0
	for _, p := range l.pieces {
		x += p.width
	}
	return x
}

func (l line) text() string {
	var b strings.Builder
	for _, p := range l.pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// wrap makes lines of at most width points. The space at which a line is
// broken stays at its end, unseen, so that words do not run together when the
// text is copied or spoken. There is always at least one line.
func (w *Writer) wrap(runs []Run, s *style, width float64) []line {
	pieces := w.pieces(runs, s)
	hasRightToLeft := slices.ContainsFunc(runs, func(r Run) bool { return strings.ContainsFunc(r.Text, mayBeRightToLeft) })
	m := lineMaker{width: width, style: s, apart: hasRightToLeft, pieces: make([]piece, 0, len(runs)+2)}
	for i := 0; i < len(pieces); {
		switch p := &pieces[i]; {
		case p.lineEnd:
			if m.start < len(m.pieces) && !m.pieces[len(m.pieces)-1].endsInSpace() {
				last := &m.pieces[len(m.pieces)-1]
				m.add(w.piece(" ", last.font, last.span, s))
			}
			m.endLine()
			i++
		case p.space:
			if m.start < len(m.pieces) {
				m.add(*p)
			}
			i++
		default:
			n := i + 1 // the word ends before n
			for n < len(pieces) && !pieces[n].space && !pieces[n].lineEnd && !pieces[n-1].breakAfter {
				n++
			}
			m.word(pieces[i:n])
			i = n
		}
	}
	if m.start < len(m.pieces) || len(m.lines) == 0 {
		m.endLine()
	}
	if hasRightToLeft {
		base := baseDirection(pieces)
		for i := range m.lines {
			m.lines[i].order(base)
		}
	}
	return m.lines
}

// lineMaker lays pieces one after another; each line is a part of them.
type lineMaker struct {
	width, x float64
	style    *style
	apart    bool // pieces are not joined: they may stand in another order
	pieces   []piece
	start    int // of the line that is being made
	lines    []line
}

// add adds a piece to the line: as a part of the last one, if it goes on where
// that ends.
func (m *lineMaker) add(p piece) {
	m.x += p.width
	if n := len(m.pieces); n > m.start && !m.apart {
		last := &m.pieces[n-1]
		if last.end > 0 && last.end == p.end-len(p.text) && last.span == p.span && last.font == p.font {
			last.text = p.span.text[last.end-len(last.text) : p.end]
			last.width += p.width
			last.end = p.end
			return
		}
	}
	m.pieces = append(m.pieces, p)
}

func (m *lineMaker) endLine() {
	m.lines = append(m.lines, line{pieces: m.pieces[m.start:len(m.pieces):len(m.pieces)], style: m.style})
	m.start, m.x = len(m.pieces), 0
}

func (m *lineMaker) word(pieces []piece) {
	total := 0.0
	for i := range pieces {
		total += pieces[i].width
	}
	if m.x+total > m.width && m.start < len(m.pieces) {
		m.endLine()
	}
	for _, p := range pieces {
		if m.x+p.width > m.width {
			m.split(p)
		} else {
			m.add(p)
		}
	}
}

// split breaks a word that is longer than a line: between words that were to
// stay together, or else wherever the line ends.
func (m *lineMaker) split(p piece) {
	rest, size := p.text, m.style.size
	for rest != "" {
		n, x := 0, 0.0
		for n < len(rest) {
			_, k := utf8.DecodeRuneInString(rest[n:])
			cw := p.font.width(rest[n:n+k], size)
			if m.x+x+cw > m.width && (n > 0 || m.start < len(m.pieces)) {
				break
			}
			n, x = n+k, x+cw
		}
		if joined := strings.LastIndex(rest[:n], noBreakSpace); n < len(rest) && joined > 0 {
			n = joined + len(noBreakSpace)
			x = p.font.width(rest[:n], size)
		}
		if n > 0 {
			part := p
			part.text, part.width, part.end = rest[:n], x, 0
			if rest != p.text && p.standsFor != "" {
				part.standsFor = emptyText // the first part stands for all of it
			}
			m.add(part)
			rest = rest[n:]
		}
		if rest != "" {
			m.endLine()
		}
	}
}

const noBreakSpace = "\u00a0"

func (p *piece) endsInSpace() bool { return strings.HasSuffix(p.text, " ") }

// emptyText marks the later parts of a stand-in that is broken over lines.
const emptyText = "\x00"

// drawLine draws a line whose top is y as content of parent, or within the
// artifact that is open if parent is nil.
func (w *Writer) drawLine(l line, x, y float64, parent *element) {
	s := l.style
	baseline := y + s.leading/2 + s.size*0.35
	start := x
	for i := 0; i < len(l.pieces); {
		p := l.pieces[i]
		n, width := i+1, p.width
		for l.at == nil && n < len(l.pieces) && l.pieces[n].span == p.span && l.pieces[n].font == p.font && p.standsFor == "" && l.pieces[n].standsFor == "" {
			width += l.pieces[n].width
			n++
		}
		if l.at != nil {
			x = start + l.at[i]
		}
		linked := parent != nil && p.span.isLink()
		c := s.colour
		switch {
		case linked:
			c = linkBlue
		case p.span.run.Quiet:
			c = quiet
		}
		if parent != nil {
			w.mark(w.elementOf(p.span, parent))
		}
		w.setFont(p.font, s.size)
		w.paint(c)
		if p.standsFor != "" {
			w.emit("/Span <</ActualText " + pdfText(strings.Trim(p.standsFor, emptyText)) + ">> BDC")
		}
		if p.reversed {
			w.showReversed(p, x, baseline)
		} else {
			w.show(l.pieces[i:n], x, baseline)
		}
		if p.standsFor != "" {
			w.emit("EMC")
		}
		shown := width
		if last := &l.pieces[n-1]; last.endsInSpace() {
			shown -= last.font.width(" ", s.size)
		}
		if p.span.run.Struck && shown > 0 {
			w.box(x, baseline-s.size*0.27, shown, 0.6, c)
		}
		if linked {
			w.box(x, baseline+1.2, shown, 0.5, linkBlue)
			w.annotate(p.span, l.text(), x, y, max(shown, 1), s.leading)
		}
		x += width
		i = n
	}
}

// elementOf is where a span's text belongs: its own element for a link, another
// language or what is crossed out, the block's otherwise.
func (w *Writer) elementOf(sp *span, parent *element) *element {
	foreign := sp.run.Language != "" && languageTag.MatchString(sp.run.Language)
	if !sp.isLink() && !foreign && !sp.run.Struck {
		return parent
	}
	if sp.element == nil {
		w.closeMark()
		tag := "Span"
		if sp.isLink() {
			tag = "Link"
		}
		sp.element = parent.child(tag)
		if foreign {
			sp.element.language = sp.run.Language
		}
		if sp.run.Struck {
			sp.element.attributes = "<</O /Layout /TextDecorationType /LineThrough>>"
		}
	}
	return sp.element
}

// flow draws lines down the page. The caller has placed the first; neither the
// first nor the last line of a paragraph stands alone on a page.
func (w *Writer) flow(lines []line, x float64, e *element) {
	for i, l := range lines {
		need := l.style.leading
		if i > 0 && i == len(lines)-2 {
			need *= 2
		}
		w.advance(need)
		w.drawLine(l, x, w.y, e)
		w.y += l.style.leading
	}
	w.closeMark()
}

// headOf is the room that the beginning of a paragraph needs.
func headOf(lines []line) float64 {
	n := len(lines)
	if n > 3 {
		n = 2
	}
	return float64(n) * lines[0].style.leading
}
