package documents

import (
	"unicode"
)

// Run is a piece of text set in one way.
type Run struct {
	Text         string
	Bold, Italic bool
	Quiet        bool // secondary: set in grey
	Struck       bool // crossed out

	URL         string // leads to a page or address outside the document
	Site        string // leads to an address of the site, on the page that is a document's twin
	Anchor      string // leads to a place in the document named with Writer.Anchor
	Description string // what the link gives, when its text does not say so
	Language    string // when it is not the document's
}

// Text is a single plain run.
func Text(s string) []Run { return []Run{{Text: s}} }

// piece is text in one face that is kept together when lines are made.
type piece struct {
	text       string
	font       *fontUse
	width      float64
	span       *span
	end        int    // of the text in its span's, 0 if it is not as it stands there
	standsFor  string // the text that a visible stand-in replaces
	space      bool
	lineEnd    bool
	breakAfter bool
	reversed   bool // drawn from right to left
}

// span is a run as it stands in one block. Its element is made when the first
// of it is drawn and is the same on all its lines.
type span struct {
	run     *Run
	text    string // as it can be drawn
	url     string
	element *element
}

// pieces takes runs apart into words, each in one face. They are good until it
// is called again.
func (w *Writer) pieces(runs []Run, s *style) []piece {
	all := w.scratch[:0]
	spans := make([]span, len(runs))
	for i := range runs {
		r, sp := &runs[i], &spans[i]
		*sp = span{run: r, text: drawable(r.Text), url: followable(r.URL)}
		for at := 0; at < len(sp.text); {
			switch sp.text[at] {
			case '\n':
				all = append(all, piece{lineEnd: true, span: sp})
				at++
			case ' ':
				for at < len(sp.text) && sp.text[at] == ' ' {
					at++
				}
				p := w.piece(" ", w.spaceFont(all, r, s), sp, s)
				p.end = at
				all = append(all, p)
			default:
				end := at + 1
				for end < len(sp.text) && sp.text[end] != ' ' && sp.text[end] != '\n' {
					end++
				}
				all = w.word(all, sp, at, end, s)
				at = end
			}
		}
	}
	w.scratch = all
	return all
}

func (w *Writer) piece(text string, font *fontUse, sp *span, s *style) piece {
	return piece{text: text, font: font, width: font.width(text, s.size), span: sp, space: text == " "}
}

// spaceFont sets a space in the face of the word before it: no other is needed
// for its sake.
func (w *Writer) spaceFont(all []piece, r *Run, s *style) *fontUse {
	if n := len(all); n > 0 && all[n-1].span.run == r && all[n-1].font != nil {
		return all[n-1].font
	}
	return w.use(bodyRegular + variant(r, s))
}

// variant is where a style stands among a family's four faces.
func variant(r *Run, s *style) faceID {
	v := bodyRegular
	if r.Bold || s.bold {
		v += bodyBold
	}
	if r.Italic != s.italic { // italics within italics stand upright
		v += bodyItalic
	}
	return v
}

// word adds a word, which is a part of a span's text: in one face if any has
// all its letters, since a word half in one face and half in another is hard to
// read.
func (w *Writer) word(all []piece, sp *span, at, wordEnd int, s *style) []piece {
	text := sp.text[at:wordEnd]
	v := variant(sp.run, s)
	if width, ok := simple(text, faces[bodyRegular+v]()); ok {
		p := piece{text: text, font: w.use(bodyRegular + v), span: sp, end: wordEnd}
		p.width = float64(width) * s.size / 1000
		return append(all, p)
	}
	main := bodyRegular + v
	for _, r := range text {
		if faces[bodyRegular+v]().glyph(r) == 0 && faces[wideRegular+v]().glyph(r) != 0 {
			main = wideRegular + v
			break
		}
	}
	start, font := 0, faceCount
	flush := func(end int, breakAfter bool) {
		if start == end {
			return
		}
		p := text[start:end]
		if font == faceCount {
			shown := w.piece(standIn(p), w.use(bodyRegular+v), sp, s)
			shown.standsFor = p
			all = append(all, shown)
		} else {
			if font >= arabicRegular {
				p = shape(p)
			}
			shown := w.piece(p, w.use(font), sp, s)
			if font < arabicRegular {
				shown.end = at + end
			}
			all = append(all, shown)
		}
		all[len(all)-1].breakAfter = breakAfter
		start = end
	}
	var last, before rune // before: the last that was not a hyphen or stroke
	for i, r := range text {
		id := faceFor(r, main, v)
		if id != font || id >= hebrewRegular && id < faceCount && unicode.IsDigit(r) != unicode.IsDigit(last) {
			flush(i, false)
			font = id
		}
		if i > start && (text[i-1] == '-' || text[i-1] == '/') && unicode.IsLetter(r) && unicode.IsLetter(before) {
			flush(i, true)
		}
		if r != '-' && r != '/' {
			before = r
		}
		last = r
	}
	flush(len(text), false)
	return all
}

// simple measures a word, in thousandths of its size, that one face has whole
// and that has no place to break.
func simple(text string, f *face) (width int, ok bool) {
	for _, r := range text {
		if r < 0x80 && f.inWords[r] != 0 {
			width += int(f.inWords[r])
			continue
		}
		g := f.glyph(r)
		if g == 0 || r == '-' || r == '/' {
			return 0, false
		}
		width += int(f.advances[g])
	}
	return width, true
}

// faceFor finds the face for one character of a word that is mostly set in
// main; faceCount means that there is none.
func faceFor(r rune, main, variant faceID) faceID {
	bold := variant & bodyBold
	for _, id := range [...]faceID{main, bodyRegular + variant, wideRegular + variant, symbolsRegular, hebrewRegular + bold, arabicRegular + bold} {
		if faces[id]().glyph(r) != 0 {
			return id
		}
	}
	return faceCount
}
