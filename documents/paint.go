package documents

import (
	"math"
	"strconv"
)

// What is painted is gathered here, a page at a time, and given to gofpdf when
// the page is whole: asked for each line of text and each box alone, it spends
// more time on formats and growing buffers than all the rest of the drawing.

// emit adds a line to the content of the page.
func (w *Writer) emit(operators string) {
	w.content = append(append(w.content, operators...), '\n')
}

// flush gives gofpdf what was painted so far, so that what it draws by itself
// comes after it.
func (w *Writer) flush() {
	if len(w.content) > 0 {
		w.pdf.RawWriteStr(string(w.content))
		w.content = w.content[:0]
	}
}

// setFont sets the face of what is shown next.
func (w *Writer) setFont(u *fontUse, size float64) {
	if w.font != u || w.fontSize != size {
		b := append(append(w.content, "BT /"...), u.name...)
		w.content = append(appendNumber(append(b, ' '), size), " Tf ET\n"...)
		w.font, w.fontSize = u, size
	}
}

// paint sets the colour of what is drawn next, text and boxes alike.
func (w *Writer) paint(c colour) {
	if w.fill != c {
		w.content = append(appendColour(w.content, c), " rg\n"...)
		w.fill = c
	}
}

func (w *Writer) box(x, y, width, height float64, c colour) {
	w.paint(c)
	b := w.content
	for _, v := range [...]float64{x, w.height - y - height, width, height} {
		b = append(appendNumber(b, v), ' ')
	}
	w.content = append(b, "re f\n"...)
}

// show draws pieces of one face, in the font and colour that are set.
func (w *Writer) show(pieces []piece, x, baseline float64) {
	b := appendNumber(append(w.content, "BT "...), x)
	b = append(appendNumber(append(b, ' '), w.height-baseline), " Td ("...)
	for i := range pieces {
		b = pieces[i].font.encode(b, pieces[i].text)
	}
	w.content = append(b, ") Tj ET\n"...)
}

// appendNumber writes a measure in points with two decimals at most, which is
// finer than any printer.
func appendNumber(b []byte, v float64) []byte {
	n := int64(math.Round(100 * v))
	if n < 0 {
		b, n = append(b, '-'), -n
	}
	b = strconv.AppendInt(b, n/100, 10)
	switch n %= 100; {
	case n == 0:
	case n%10 == 0:
		b = append(b, '.', byte('0'+n/10))
	default:
		b = append(b, '.', byte('0'+n/10), byte('0'+n%10))
	}
	return b
}

// appendColour writes the three parts of a colour.
func appendColour(b []byte, c colour) []byte {
	b = append(strconv.AppendFloat(b, float64(c.r)/255, 'f', 3, 64), ' ')
	b = append(strconv.AppendFloat(b, float64(c.g)/255, 'f', 3, 64), ' ')
	return strconv.AppendFloat(b, float64(c.b)/255, 'f', 3, 64)
}
