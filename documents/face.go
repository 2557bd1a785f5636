package documents

import (
	"embed"
	"encoding/binary"
	"fmt"
	"sync"
)

//go:embed fonts/*.ttf
var fontFiles embed.FS

// faceID names one of the embedded faces.
type faceID uint8

const (
	bodyRegular faceID = iota
	bodyBold
	bodyItalic
	bodyBoldItalic
	wideRegular // Vietnamese, Greek, Cyrillic and all other Latin
	wideBold
	wideItalic
	wideBoldItalic
	symbolsRegular // arrows, ticks, mathematics
	hebrewRegular
	hebrewBold
	arabicRegular
	arabicBold
	faceCount
)

var faceFiles = [faceCount]string{
	"body-regular", "body-bold", "body-italic", "body-bold-italic",
	"wide-regular", "wide-bold", "wide-italic", "wide-bold-italic",
	"symbols-regular", "hebrew-regular", "hebrew-bold", "arabic-regular", "arabic-bold",
}

// faces are read when a document first needs them, once for all documents.
var faces = func() (all [faceCount]func() *face) {
	for id, name := range faceFiles {
		all[id] = sync.OnceValue(func() *face { return readFace(name) })
	}
	return all
}()

// face is one embedded TrueType font. It never changes once it is read, so all
// documents share it.
type face struct {
	name        string // PostScript name
	tables      map[string][]byte
	longOffsets bool // format of the glyph index
	glyphs      [256]*[256]uint16
	advances    []uint16     // by glyph
	inWords     [0x80]uint16 // the advances of ASCII again, quicker to find; 0 of what a word may be broken at
	italicAngle int
}

var be = binary.BigEndian

// readFace reads an embedded font. The files are part of the program and a
// test reads each, so that a broken one cannot get here.
func readFace(file string) *face {
	data, err := fontFiles.ReadFile("fonts/" + file + ".ttf")
	if err != nil {
		panic("documents: " + err.Error())
	}
	f := &face{tables: map[string][]byte{}}
	for i := range int(be.Uint16(data[4:])) {
		e := data[12+16*i:]
		off, n := be.Uint32(e[8:]), be.Uint32(e[12:])
		f.tables[string(e[:4])] = data[off : off+n]
	}
	f.longOffsets = be.Uint16(f.tables["head"][50:]) == 1
	f.italicAngle = int(int16(be.Uint16(f.tables["post"][4:])))
	f.readName()
	f.readAdvances()
	f.readCharacters()
	for r := range f.inWords {
		if r != '-' && r != '/' {
			f.inWords[r] = f.advances[f.glyph(rune(r))]
		}
	}
	if be.Uint16(f.tables["head"][18:]) != 1000 {
		panic(fmt.Sprintf("documents: %s: glyphs must be drawn on 1000 units", file))
	}
	return f
}

func (f *face) readName() {
	t := f.tables["name"]
	store := t[be.Uint16(t[4:]):]
	for i := range int(be.Uint16(t[2:])) {
		e := t[6+12*i:]
		if be.Uint16(e) == 3 && be.Uint16(e[6:]) == 6 { // Windows, PostScript name
			s := store[be.Uint16(e[10:]):][:be.Uint16(e[8:])]
			for k := 1; k < len(s); k += 2 {
				f.name += string(rune(s[k]))
			}
			return
		}
	}
}

func (f *face) readAdvances() {
	long := int(be.Uint16(f.tables["hhea"][34:]))
	f.advances = make([]uint16, be.Uint16(f.tables["maxp"][4:]))
	for g := range f.advances {
		f.advances[g] = be.Uint16(f.tables["hmtx"][4*min(g, long-1):])
	}
}

// readCharacters reads the format 4 table, which holds the whole of the Basic
// Multilingual Plane.
func (f *face) readCharacters() {
	t := f.tables["cmap"]
	for i := range int(be.Uint16(t[2:])) {
		s := t[be.Uint32(t[8+8*i:]):]
		if be.Uint16(s) != 4 {
			continue
		}
		n := int(be.Uint16(s[6:])) // twice the number of segments
		for k := 0; k < n; k += 2 {
			last, first := be.Uint16(s[14+k:]), be.Uint16(s[16+n+k:])
			delta, offset := be.Uint16(s[16+2*n+k:]), int(be.Uint16(s[16+3*n+k:]))
			for c := int(first); c <= int(last) && c < 0xffff; c++ {
				g := uint16(c) + delta
				if offset != 0 {
					if g = be.Uint16(s[16+3*n+k+offset+2*(c-int(first)):]); g != 0 {
						g += delta
					}
				}
				if f.glyphs[c>>8] == nil {
					f.glyphs[c>>8] = new([256]uint16)
				}
				f.glyphs[c>>8][c&0xff] = g
			}
		}
		return
	}
}

// measure is the width of a text, in thousandths of its size; not ok if the face
// lacks a letter of it.
func (f *face) measure(text string) (width int, ok bool) {
	for _, r := range text {
		g := f.glyph(r)
		if g == 0 {
			return 0, false
		}
		width += int(f.advances[g])
	}
	return width, true
}

// glyph is the number of the drawing for r, 0 if the face has none.
func (f *face) glyph(r rune) uint16 {
	if _, shape, ok := mirrored(r); ok {
		r = shape
	}
	if r < 0 || r > 0xffff || f.glyphs[r>>8] == nil {
		return 0
	}
	return f.glyphs[r>>8][r&0xff]
}
