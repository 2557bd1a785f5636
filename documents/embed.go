package documents

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
)

// finishFonts puts the faces in use where gofpdf wrote fonts that stood for them.
func (w *Writer) finishFonts(f *file) error {
	number := map[string]int{}
	for n := range f.objects {
		if rest, ok := bytes.CutPrefix(f.objects[n].body, []byte("<</Type /Font\n/BaseFont /face")); ok {
			id, _ := leadingNumber(rest)
			number["face"+strconv.Itoa(id)] = n
		}
	}
	for _, u := range w.fonts {
		n, ok := number[u.family]
		if !ok {
			return fmt.Errorf("documents: unexpected gofpdf output: no font %s", u.family)
		}
		u.embed(f, n)
		if err := f.nameFont(n, u.name); err != nil {
			return err
		}
	}
	return nil
}

// nameFont gives the font with the number n its name among the resources of
// the pages, in place of gofpdf's, which is a long number made of its data.
func (f *file) nameFont(n int, name string) error {
	const resources = 2 // gofpdf's number of them
	for line := range bytes.Lines(f.objects[resources].body) {
		if bytes.HasPrefix(line, []byte("/F")) && bytes.HasSuffix(line, fmt.Appendf(nil, " %d 0 R\n", n)) {
			f.set(resources, bytes.Replace(f.objects[resources].body, line, fmt.Appendf(nil, "/%s %d 0 R\n", name, n), 1))
			return nil
		}
	}
	return fmt.Errorf("documents: unexpected gofpdf output: font %d is not among the resources", n)
}

// embed writes a face as a composite font, at the number n: the glyphs in use,
// their widths, and the way from codes to glyphs and to Unicode.
func (u *fontUse) embed(f *file, n int) {
	name := u.subsetTag() + "+" + u.face.name
	descendant, descriptor, program, glyphs, meaning := f.add(), f.add(), f.add(), f.add(), f.add()
	f.set(n, fmt.Appendf(nil, "<</Type /Font /Subtype /Type0 /BaseFont /%s /Encoding /Identity-H /DescendantFonts [%d 0 R] /ToUnicode %d 0 R>>\n", name, descendant, meaning))

	b := fmt.Appendf(nil, "<</Type /Font /Subtype /CIDFontType2 /BaseFont /%s /CIDSystemInfo <</Registry (Adobe) /Ordering (Identity) /Supplement 0>> /FontDescriptor %d 0 R /CIDToGIDMap %d 0 R /DW 0 /W [1 [", name, descriptor, glyphs)
	table := []byte{0, 0} // code 0 is not used
	for _, r := range u.characters {
		g := u.face.glyph(r)
		table = be.AppendUint16(table, g)
		b = append(strconv.AppendInt(b, int64(u.face.advances[g]), 10), ' ')
	}
	f.set(descendant, append(b, "]]>>\n"...))
	f.setStream(glyphs, "", table)

	head, hhea := u.face.tables["head"], u.face.tables["hhea"]
	at := func(t []byte, i int) int { return int(int16(be.Uint16(t[i:]))) }
	f.set(descriptor, fmt.Appendf(nil, "<</Type /FontDescriptor /FontName /%s /Flags 4 /FontBBox [%d %d %d %d] /ItalicAngle %d /Ascent %d /Descent %d /CapHeight 700 /StemV 80 /FontFile2 %d 0 R>>\n",
		name, at(head, 36), at(head, 38), at(head, 40), at(head, 42), u.face.italicAngle, at(hhea, 4), at(hhea, 6), program))
	data := u.program()
	f.setStream(program, "/Length1 "+strconv.Itoa(len(data)), data)
	f.setStream(meaning, "", u.toUnicode())
}

// toUnicode is the map by which readers copy, search and speak the text.
func (u *fontUse) toUnicode() []byte {
	b := []byte("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for i := 0; i < len(u.characters); i += 100 { // a block holds no more
		block := u.characters[i:min(i+100, len(u.characters))]
		b = fmt.Appendf(b, "%d beginbfchar\n", len(block))
		for k, r := range block {
			b = appendHex(append(b, '<'), uint16(i+k+1))
			b = append(b, "> <"...)
			for _, c := range utf16.Encode([]rune(meaningOf(r))) {
				b = appendHex(b, c)
			}
			b = append(b, ">\n"...)
		}
		b = append(b, "endbfchar\n"...)
	}
	return append(b, "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"...)
}

func appendHex(b []byte, v uint16) []byte {
	const hex = "0123456789ABCDEF"
	return append(b, hex[v>>12], hex[v>>8&15], hex[v>>4&15], hex[v&15])
}
