package documents

import (
	"bytes"
	"errors"
	"io"
	"testing"

	"quarterday/markdown"
)

// madeUp is bytes that a fuzzer makes up, read as what a document is made of.
type madeUp struct {
	data  []byte
	w     *Writer
	depth int
	page  []byte // somebody else's
	names int    // of anchors
}

func (s *madeUp) byte() int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b)
}

// text is some of the bytes, or one of the awkward texts.
func (s *madeUp) text() string {
	switch n := s.byte(); {
	case n < 40:
		return ""
	case n < 120:
		known := [...]string{"emoji", "combining marks", "right to left", "NUL", "lone surrogates", "invalid UTF-8", "zero width", "line ends", "directions", "private use", "scripts", "long"}
		return awkward[known[n%len(known)]]
	default:
		n = min(n-120, len(s.data))
		t := s.data[:n]
		s.data = s.data[n:]
		return string(t)
	}
}

func (s *madeUp) runs() []Run {
	var runs []Run
	for range s.byte() % 4 {
		look := s.byte()
		r := Run{Text: s.text(), Bold: look&1 != 0, Italic: look&2 != 0, Quiet: look&4 != 0, Struck: look&8 != 0}
		switch look >> 4 & 7 {
		case 0:
			r.URL = "https://example.org/" + s.text()
		case 1:
			r.URL, r.Description = s.text(), s.text()
		case 2:
			r.Anchor = "begin"
		case 3:
			r.Language = s.text()
		}
		runs = append(runs, r)
	}
	return runs
}

func (s *madeUp) list() List {
	l := List{Ordered: s.byte()&1 != 0, Start: s.byte() - 20}
	for range s.byte() % 5 {
		var item ListItem
		for range s.byte() % 3 {
			item.Paragraphs = append(item.Paragraphs, s.runs())
		}
		if s.depth < 8 && s.byte()%4 == 0 {
			s.depth++
			item.Lists = append(item.Lists, s.list())
			s.depth--
		}
		l.Items = append(l.Items, item)
	}
	return l
}

func (s *madeUp) table() Table {
	t := Table{Summary: s.text(), RowHeader: s.byte()&1 != 0, Ruled: s.byte()&1 != 0}
	for range s.byte() % 6 {
		t.Columns = append(t.Columns, Column{s.text(), float64(s.byte() - 30)})
	}
	for range s.byte() % 60 {
		r := Row{Height: float64(s.byte() * 5)}
		if s.byte()%5 == 0 {
			r.Group = s.text()
		}
		for range s.byte() % 7 {
			r.Cells = append(r.Cells, s.runs())
		}
		t.Rows = append(t.Rows, r)
	}
	return t
}

func (s *madeUp) within(draw func()) {
	if s.depth < 4 {
		s.depth++
		draw()
		s.depth--
	}
}

func (s *madeUp) open() (io.ReadSeekCloser, error) {
	return readSeekCloser{bytes.NewReader(s.page)}, nil
}

// step calls one method of the writer.
func (s *madeUp) step(picture []byte) (err error) {
	w := s.w
	switch s.byte() % 25 {
	case 0:
		w.Title(s.text())
	case 1:
		w.Kicker(s.text())
	case 2:
		w.Subtitle(s.text())
	case 3:
		w.Heading(s.byte()%9, s.text(), s.text())
	case 4:
		w.Byline(s.runs()...)
	case 5:
		w.Paragraph(s.runs()...)
	case 6:
		w.Lead(s.runs()...)
	case 7:
		w.Facts(s.runs()...)
	case 8:
		w.NumberedParagraph(s.text(), s.runs()...)
	case 9:
		number := s.text()
		s.within(func() { w.Numbered(number, func() { err = s.step(picture) }) })
	case 10:
		var pairs []Pair
		for range s.byte() % 5 {
			pairs = append(pairs, Pair{s.text(), s.runs()})
		}
		w.KeyValues(pairs...)
	case 11:
		w.Callout(s.text(), s.runs()...)
	case 12:
		w.Note(s.text(), s.runs()...)
	case 13:
		w.Entry(Entry{Kind: EntryKind(s.byte() % 2), Number: s.text(), Label: s.text(), Lead: s.runs(), Text: markdown.Parse(s.text()), Facts: s.runs()})
	case 14, 15:
		w.Table(s.table())
	case 16:
		w.List(s.list())
	case 17:
		w.Markdown(markdown.Parse(s.text()))
	case 18:
		w.Numbered(s.text(), func() { w.Markdown(markdown.Parse(s.text())) })
	case 19:
		w.Space(float64(s.byte()*5 - 100))
	case 20:
		w.PageBreak()
	case 21:
		s.names++
		name, title := itoa(s.names), s.text()
		s.within(func() {
			w.Part(name, title, func() {
				w.Anchor("begin")
				for range s.byte() % 4 {
					err = errors.Join(err, s.step(picture))
				}
			})
		})
	case 22:
		var lines []ContentsLine
		for range s.byte() % 5 {
			lines = append(lines, ContentsLine{s.text(), "begin", s.byte()})
		}
		w.Contents(lines)
	case 23:
		if s.byte()&1 == 0 {
			return w.Figure(picture, s.text(), float64(s.byte()*4))
		}
		return w.FigureOnPage(picture, s.text())
	case 24:
		if s.depth == 0 { // papers stand by themselves
			w.Insert(s.text(), 2, s.open)
		}
	}
	return err
}

// FuzzDocument draws what the bytes say, by all methods of the writer in any
// order, and checks the file each time.
func FuzzDocument(f *testing.F) {
	paper, small := theirs(f, 2, false), picture(f, "image/png", 60, 20)
	all := []byte{}
	for i := range 25 {
		step := []byte{byte(i)}
		for k := range 90 {
			step = append(step, byte(i*37+k*11))
		}
		f.Add(step)
		all = append(all, step...)
	}
	f.Add(all)
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) > 8_000 {
			return
		}
		s := &madeUp{data: data, page: paper}
		look := s.byte()
		s.w = New(Options{Title: s.text(), Language: s.text(), Author: s.text(), Subject: s.text(), Marking: s.text(), Reference: s.text(), RunningHeader: s.text(), Landscape: look&1 != 0, FirstPage: look})
		s.w.Anchor("begin")
		foreign := 0
		for steps := 0; len(s.data) > 0 && steps < 60; steps++ {
			if err := s.step(small); err != nil {
				t.Fatal(err)
			}
			if foreign = len(s.w.inserted); foreign > 3 {
				break
			}
		}
		if s.w.place(0); foreign > 0 { // other people's pages keep our rules no better than they did
			if pdf, err := s.w.Bytes(); err != nil || len(pdf) == 0 {
				t.Fatalf("%d bytes, %v", len(pdf), err)
			}
			return
		}
		checked(t, s.w)
	})
}
