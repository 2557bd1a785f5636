package documents

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// stampFont begins the names of our typefaces among a foreign page's.
const stampFont = "QuarterdayStamp"

// lettering is a face that stamps are set in, as it is in the finished file.
type lettering struct {
	*fontUse
	object int
}

func (l lettering) name() string { return stampFont + l.family }

// letterings finds the faces for the stamps of a paper, which Insert has seen to.
// In a trial there are none.
func (g *grafting) letterings(label string) (found []lettering) {
	for _, p := range g.w.stampLine(label, 1_023_456_789, 8, true).pieces {
		known := slices.ContainsFunc(found, func(l lettering) bool { return l.fontUse == p.font })
		if object := g.fontObject(p.font); object != 0 && !known {
			found = append(found, lettering{p.font, object})
		}
	}
	return found
}

// fontObject is the number of a face that our pages are set in.
func (g *grafting) fontObject(u *fontUse) int {
	family := []byte("<</Type /Font\n/BaseFont /" + u.family + "\n")
	return max(0, slices.IndexFunc(g.f.objects, func(o object) bool { return bytes.HasPrefix(o.body, family) }))
}

// fonts are the page's own and the faces of the stamp.
func (g *grafting) fonts(b []byte, own types.Dict) []byte {
	own = maps.Clone(own)
	maps.DeleteFunc(own, func(name string, _ types.Object) bool { return strings.HasPrefix(name, stampFont) })
	b = g.entries(append(b, "<<"...), own, 1)
	for _, l := range g.lettering {
		b = appendReference(append(b, "/"+l.name()+" "...), l.object)
	}
	return append(b, ">>"...)
}

// stampLine is the pack's marking, what a page belongs to, if that is told, and
// the page's number.
func (w *Writer) stampLine(label string, number int, size float64, whose bool) line {
	text := "Page " + strconv.Itoa(number) + " of " + strconv.Itoa(w.lastNumber())
	if whose {
		text = label + " · " + text
	}
	runs := Text(text)
	if marking := w.options.Marking; marking != "" {
		runs = []Run{{Text: marking, Bold: true}, {Text: " · " + text}}
	}
	const anyWidth = 1e6
	return w.wrap(runs, &style{size: size, leading: size, colour: quiet}, anyWidth)[0]
}

// stamp is the pack's marking, the page's number in it and what it belongs to, at the lower
// right of the page as it is seen, on white so that it can be read on anything.
// Without a face, as in a trial, there is nothing to write with.
func (g *grafting) stamp(p foreignPage, label string, number int) []byte {
	if len(g.lettering) == 0 {
		return nil
	}
	b := []byte("\n/Artifact <</Type /Pagination>> BDC q ")
	box := p.visible
	wide, high := box[2]-box[0], box[3]-box[1]
	switch p.rotate {
	case 90:
		b = fmt.Appendf(b, "0 1 -1 0 %.2f %.2f cm ", box[2], box[1])
		wide, high = high, wide
	case 180:
		b = fmt.Appendf(b, "-1 0 0 -1 %.2f %.2f cm ", box[2], box[3])
	case 270:
		b = fmt.Appendf(b, "0 -1 1 0 %.2f %.2f cm ", box[0], box[3])
		wide, high = high, wide
	default:
		b = fmt.Appendf(b, "1 0 0 1 %.2f %.2f cm ", box[0], box[1])
	}
	size := 8 * max(0.5, min(wide, high)/595)
	l := g.w.stampLine(label, number, size, true)
	whose := l.width() < wide*0.8
	if !whose { // the marking must not be cut
		l = g.w.stampLine(label, number, size, false)
	}
	if width := l.width(); width > wide*0.9 {
		size *= wide * 0.9 / width
		l = g.w.stampLine(label, number, size, whose)
	}
	width := l.width()
	pad := size * 0.5
	x, y := wide-width-3*pad-size, size*0.7
	b = fmt.Appendf(b, "1 g %.2f %.2f %.2f %.2f re f ", x, y, width+2*pad, size*1.6)
	b = append(appendColour(b, quiet), " rg BT "...)
	at := x + pad
	for i, piece := range l.pieces {
		if l.at != nil {
			at = x + pad + l.at[i]
		}
		b = g.stampPiece(b, piece, at, y+size*0.5, size)
		at += piece.width
	}
	return append(b, "ET Q EMC\n"...)
}

func (g *grafting) stampPiece(b []byte, p piece, x, y, size float64) []byte {
	i := slices.IndexFunc(g.lettering, func(l lettering) bool { return l.fontUse == p.font })
	if i < 0 {
		return b
	}
	text := p.text
	if p.reversed {
		text = reversed(text)
	}
	b = fmt.Appendf(b, "/%s %.2f Tf 1 0 0 1 %.2f %.2f Tm (", g.lettering[i].name(), size, x, y)
	return append(p.font.encode(b, text), ") Tj "...)
}
