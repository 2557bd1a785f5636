package documents

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // logos and pictures come in any of the three
	_ "image/jpeg"
	"image/png"
	"strconv"

	"github.com/jung-kurt/gofpdf"
)

// maxPixels bounds the memory that a picture may take.
const maxPixels = 24_000_000

// Figure draws a picture (PNG, JPEG or GIF) at most width points wide, with
// words for those who cannot see it. A picture without words is decoration. It
// is an error, and nothing is drawn, if it cannot be read or is too large.
func (w *Writer) Figure(picture []byte, alternate string, width float64) error {
	config, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return fmt.Errorf("documents: picture: %w", err)
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width*config.Height > maxPixels {
		return fmt.Errorf("documents: picture of %d by %d pixels is too large", config.Width, config.Height)
	}
	plain, err := onWhite(picture)
	if err != nil {
		return fmt.Errorf("documents: picture: %w", err)
	}
	options := gofpdf.ImageOptions{ImageType: "png"}
	key := sha256.Sum256(plain)
	name, known := w.figures[key]
	if !known { // the same picture is in the file once, however often it is shown
		name = "figure" + strconv.Itoa(len(w.figures)+1)
		w.pdf.RegisterImageOptionsReader(name, options, bytes.NewReader(plain))
		if w.figures == nil {
			w.figures = map[[sha256.Size]byte]string{}
		}
		w.figures[key] = name
	}
	width = min(width, w.right-w.left)
	height := width * float64(config.Height) / float64(config.Width)
	if most := w.bottom() - margin; height > most {
		width, height = width*most/height, most
	}
	w.place(height)
	w.hangAlone()
	x, y := w.left, w.y
	draw := func() { w.pdf.ImageOptions(name, x, y, width, height, false, options, 0, "") }
	if alternate = oneLine(alternate); alternate == "" {
		w.artifact(decoration, draw)
	} else {
		e := w.parent.child("Figure")
		e.alternate = alternate
		e.attributes = fmt.Sprintf("<</O /Layout /Placement /Block /BBox [%.2f %.2f %.2f %.2f]>>", x, w.height-y-height, x+width, w.height-y)
		w.mark(e)
		draw()
		w.closeMark()
	}
	w.y += height
	w.gap(8)
	return nil
}

// onWhite gives a picture in plain RGB: no transparency, no colours of the
// press, no palette, all of which the archive standard is particular about.
func onWhite(picture []byte) ([]byte, error) {
	decoded, _, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	b := decoded.Bounds()
	plain := image.NewRGBA(image.Rect(0, 0, b.Dx(), b.Dy()))
	for y := range b.Dy() {
		for x := range b.Dx() {
			r, g, bl, a := decoded.At(b.Min.X+x, b.Min.Y+y).RGBA()
			white := 0xffff - a
			plain.SetRGBA(x, y, color.RGBA{uint8((r + white) >> 8), uint8((g + white) >> 8), uint8((bl + white) >> 8), 255})
		}
	}
	var out bytes.Buffer
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, plain)
	return out.Bytes(), err
}
