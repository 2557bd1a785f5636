package pdfcheck

import (
	"encoding/binary"
	"regexp"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// font is an embedded composite font, as far as its text must be understood.
type font struct {
	name    string
	unicode map[int]string
	glyphs  []byte // two bytes for each code
	widths  map[int]int
	program map[string][]byte
	seen    map[int]bool
}

// font reads a font once and checks that it is embedded and can be copied from.
func (c *checker) font(o types.Object) *font {
	n := reference(o)
	if f := c.fonts[n]; f != nil {
		return f
	}
	d := c.dict(o)
	f := &font{name: c.name(d["BaseFont"]), unicode: map[int]string{}, widths: map[int]int{}, program: map[string][]byte{}, seen: map[int]bool{}}
	c.fonts[n] = f
	if c.name(d["Subtype"]) != "Type0" || c.name(d["Encoding"]) != "Identity-H" || d["ToUnicode"] == nil {
		c.problem("font %s cannot be copied from", f.name)
		return f
	}
	if !regexp.MustCompile(`^[A-Z]{6}\+`).MatchString(f.name) {
		c.problem("font %s is not named as a subset", f.name)
	}
	f.readUnicode(string(c.stream(d["ToUnicode"])))
	descendants := c.array(d["DescendantFonts"])
	if len(descendants) != 1 {
		c.problem("font %s has no descendant", f.name)
		return f
	}
	cid := c.dict(descendants[0])
	f.glyphs = c.stream(cid["CIDToGIDMap"])
	w := c.array(cid["W"])
	for i := 0; i+1 < len(w); i += 2 {
		for k, o := range c.array(w[i+1]) {
			f.widths[c.number(w[i], 0)+k] = c.number(o, -1)
		}
	}
	descriptor := c.dict(cid["FontDescriptor"])
	if descriptor["FontFile2"] == nil {
		c.problem("font %s is not embedded", f.name)
		return f
	}
	if c.name(descriptor["FontName"]) != f.name || c.name(cid["BaseFont"]) != f.name {
		c.problem("font %s has several names", f.name)
	}
	f.readProgram(c, c.stream(descriptor["FontFile2"]))
	return f
}

func (f *font) readUnicode(cmap string) {
	for _, block := range regexp.MustCompile(`(?s)beginbfchar(.*?)endbfchar`).FindAllStringSubmatch(cmap, -1) {
		for _, m := range regexp.MustCompile(`<([0-9A-F]+)> <([0-9A-F]+)>`).FindAllStringSubmatch(block[1], -1) {
			code, _ := strconv.ParseInt(m[1], 16, 32)
			u := "\xfe\xff"
			for i := 0; i+1 < len(m[2]); i += 2 {
				v, _ := strconv.ParseUint(m[2][i:i+2], 16, 8)
				u += string([]byte{byte(v)})
			}
			f.unicode[int(code)] = decodeText(u)
		}
	}
}

func (f *font) readProgram(c *checker, data []byte) {
	be := binary.BigEndian
	if len(data) < 12 {
		c.problem("font %s: program", f.name)
		return
	}
	for i := range int(be.Uint16(data[4:])) {
		e := data[12+16*i:]
		off, n := int(be.Uint32(e[8:])), int(be.Uint32(e[12:]))
		if off+n > len(data) {
			c.problem("font %s: table %s", f.name, e[:4])
			return
		}
		f.program[string(e[:4])] = data[off : off+n]
	}
	for _, t := range strings.Fields("glyf head hhea hmtx loca maxp") {
		if f.program[t] == nil {
			c.problem("font %s: no table %s", f.name, t)
		}
	}
}

// decode is the text that codes stand for. Each must have a glyph of its own,
// of the width that the document states.
func (f *font) decode(c *checker, raw string) string {
	var b strings.Builder
	for i := 0; i+1 < len(raw); i += 2 {
		code := int(raw[i])<<8 | int(raw[i+1])
		u := f.unicode[code]
		b.WriteString(u)
		if f.seen[code] {
			continue
		}
		f.seen[code] = true
		if u == "" || u == "\x00" || u == "\ufffd" {
			c.problem("font %s: code %d has no meaning", f.name, code)
		}
		if 2*code+1 >= len(f.glyphs) || f.program["maxp"] == nil {
			c.problem("font %s: code %d has no glyph", f.name, code)
			continue
		}
		be := binary.BigEndian
		g := int(be.Uint16([]byte(f.glyphs[2*code:])))
		switch {
		case g == 0 || g >= int(be.Uint16(f.program["maxp"][4:])):
			c.problem("font %s: code %d has no glyph", f.name, code)
		case 4*g+1 >= len(f.program["hmtx"]) || int(be.Uint16(f.program["hmtx"][4*g:])) != f.widths[code]:
			c.problem("font %s: code %d has another width in its font", f.name, code)
		case strings.TrimSpace(u) != "" && be.Uint32(f.program["loca"][4*g:]) == be.Uint32(f.program["loca"][4*g+4:]):
			c.problem("font %s: code %d (%q) shows nothing", f.name, code, u)
		}
	}
	return b.String()
}
