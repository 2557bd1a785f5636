package documents

import (
	"crypto/sha256"
	"math/bits"
	"slices"
)

// program is the font file that a document embeds: the glyphs it uses, under
// their own numbers, and only the tables that drawing needs.
func (u *fontUse) program() []byte {
	f := u.face
	keep := make([]bool, len(f.advances))
	keep[0] = true
	last := 0
	var add func(g uint16)
	add = func(g uint16) {
		if int(g) >= len(keep) || keep[g] && g != 0 {
			return
		}
		keep[g] = true
		last = max(last, int(g))
		for _, part := range f.components(g) {
			add(part)
		}
	}
	for _, r := range u.characters {
		add(f.glyph(r))
	}

	n := last + 1
	var outlines []byte
	offsets := make([]byte, 0, 4*(n+1))
	metrics := make([]byte, 0, 4*n)
	long := int(be.Uint16(f.tables["hhea"][34:]))
	for g := range n {
		offsets = be.AppendUint32(offsets, uint32(len(outlines)))
		if !keep[g] {
			metrics = append(metrics, 0, 0, 0, 0)
			continue
		}
		outlines = append(outlines, f.outline(uint16(g))...)
		for len(outlines)%4 != 0 {
			outlines = append(outlines, 0)
		}
		metrics = be.AppendUint16(metrics, f.advances[g])
		bearing := f.tables["hmtx"]
		if g < long {
			metrics = append(metrics, bearing[4*g+2:4*g+4]...)
		} else {
			metrics = append(metrics, bearing[4*long+2*(g-long):][:2]...)
		}
	}
	offsets = be.AppendUint32(offsets, uint32(len(outlines)))

	head := slices.Clone(f.tables["head"])
	be.PutUint32(head[8:], 0)  // the sum of the whole file, below
	be.PutUint16(head[50:], 1) // long offsets
	hhea := slices.Clone(f.tables["hhea"])
	be.PutUint16(hhea[34:], uint16(n))
	maxp := slices.Clone(f.tables["maxp"])
	be.PutUint16(maxp[4:], uint16(n))
	return fontFile([]fontTable{
		{"cvt ", f.tables["cvt "]}, {"fpgm", f.tables["fpgm"]}, {"glyf", outlines}, {"head", head}, {"hhea", hhea},
		{"hmtx", metrics}, {"loca", offsets}, {"maxp", maxp}, {"prep", f.tables["prep"]},
	})
}

type fontTable struct {
	tag  string
	data []byte
}

// fontFile puts tables together, in the order of their tags.
func fontFile(tables []fontTable) []byte {
	tables = slices.DeleteFunc(tables, func(t fontTable) bool { return len(t.data) == 0 })
	n := len(tables)
	size := 12 + 16*n
	for _, t := range tables {
		size += len(t.data) + 3
	}
	out := make([]byte, 0, size)
	power := bits.Len(uint(n)) - 1
	out = be.AppendUint32(out, 0x00010000)
	for _, v := range []int{n, 16 << power, power, 16*n - 16<<power} {
		out = be.AppendUint16(out, uint16(v))
	}
	at, head := 12+16*n, 0
	for _, t := range tables {
		if t.tag == "head" {
			head = at
		}
		out = append(out, t.tag...)
		out = be.AppendUint32(out, checksum(t.data))
		out = be.AppendUint32(out, uint32(at))
		out = be.AppendUint32(out, uint32(len(t.data)))
		at += (len(t.data) + 3) &^ 3
	}
	for _, t := range tables {
		out = append(out, t.data...)
		for len(out)%4 != 0 {
			out = append(out, 0)
		}
	}
	be.PutUint32(out[head+8:], 0xB1B0AFBA-checksum(out))
	return out
}

func checksum(b []byte) (sum uint32) {
	for ; len(b) >= 4; b = b[4:] {
		sum += be.Uint32(b)
	}
	if len(b) > 0 {
		var last [4]byte
		copy(last[:], b)
		sum += be.Uint32(last[:])
	}
	return sum
}

// outline is the drawing of a glyph; a space has none.
func (f *face) outline(g uint16) []byte {
	loca, glyf := f.tables["loca"], f.tables["glyf"]
	if f.longOffsets {
		return glyf[be.Uint32(loca[4*int(g):]):be.Uint32(loca[4*int(g)+4:])]
	}
	return glyf[2*int(be.Uint16(loca[2*int(g):])) : 2*int(be.Uint16(loca[2*int(g)+2:]))]
}

// components are the glyphs of which a composite one, such as é, is made.
func (f *face) components(g uint16) (parts []uint16) {
	o := f.outline(g)
	if len(o) < 10 || int16(be.Uint16(o)) >= 0 {
		return nil
	}
	const (
		words, scale, more, twoScales, matrix = 1, 8, 32, 64, 128
	)
	for o = o[10:]; ; {
		flags := be.Uint16(o)
		parts = append(parts, be.Uint16(o[2:]))
		skip := 6
		if flags&words != 0 {
			skip += 2
		}
		switch {
		case flags&scale != 0:
			skip += 2
		case flags&twoScales != 0:
			skip += 4
		case flags&matrix != 0:
			skip += 8
		}
		if flags&more == 0 {
			return parts
		}
		o = o[skip:]
	}
}

// subsetTag tells this selection of the face's glyphs from all others.
func (u *fontUse) subsetTag() string {
	sum := sha256.Sum256([]byte(u.face.name + string(u.characters)))
	tag := make([]byte, 6)
	for i := range tag {
		tag[i] = 'A' + sum[i]%26
	}
	return string(tag)
}
