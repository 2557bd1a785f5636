package documents

import (
	"fmt"
	"strconv"
)

// fontUse is a face as one document uses it. Each character gets a code of two
// bytes, in the order of first use, so that codes, widths and the way back to
// Unicode cost only what the document holds.
//
// gofpdf is told of a font without file or widths, which costs it nothing; what
// it writes for that name is replaced when the file is finished. Its own
// support of TrueType takes milliseconds for each face, writes into the font
// it is given, and maps characters back to Unicode wrongly above U+00FF.
type fontUse struct {
	face       *face
	family     string // as gofpdf knows it
	name       string // by which pages call it
	codes      map[rune]uint16
	plain      [0x80]uint16 // the codes of ASCII again, quicker to find
	characters []rune       // by code, from 1
}

// use is the document's own record of a face, begun when first asked for.
func (w *Writer) use(id faceID) *fontUse {
	if u := w.fontOf[id]; u != nil {
		return u
	}
	u := &fontUse{face: faces[id](), family: "face" + strconv.Itoa(int(id)), name: "F" + strconv.Itoa(int(id)), codes: map[rune]uint16{}}
	w.pdf.AddFontFromBytes(u.family, "", fmt.Appendf(nil, `{"Tp":"Core","Name":%q}`, u.family), nil)
	w.fontOf[id] = u
	w.fonts = append(w.fonts, u)
	return u
}

// encode appends the codes of s, as they stand in a string of a page's content.
func (u *fontUse) encode(to []byte, s string) []byte {
	for _, r := range s {
		c := u.code(r)
		to = appendEscaped(appendEscaped(to, byte(c>>8)), byte(c))
	}
	return to
}

func (u *fontUse) code(r rune) uint16 {
	if r < 0x80 && u.plain[r] != 0 {
		return u.plain[r]
	}
	c, ok := u.codes[r]
	if !ok {
		u.characters = append(u.characters, r)
		c = uint16(len(u.characters))
		u.codes[r] = c
		if r < 0x80 {
			u.plain[r] = c
		}
	}
	return c
}

func appendEscaped(to []byte, c byte) []byte {
	switch c {
	case '\\', '(', ')':
		return append(to, '\\', c)
	case '\r':
		return append(to, '\\', 'r')
	}
	return append(to, c)
}

func (u *fontUse) width(s string, size float64) float64 {
	n := 0
	for _, r := range s {
		n += int(u.face.advances[u.face.glyph(r)])
	}
	return float64(n) * size / 1000
}
