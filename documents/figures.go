package documents

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"image"
	_ "image/gif" // logos and pictures come in any of the three
	"image/jpeg"
	"image/png"
	"io"
	"strconv"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/draw"
)

// maxPixels bounds the memory that a picture may take.
const maxPixels = 24_000_000

func tooManyPixels(size image.Config) bool {
	return size.Width <= 0 || size.Height <= 0 || size.Width > maxPixels/size.Height
}

// wholePicture tells whether a picture can be read to its end.
func wholePicture(file io.ReadSeeker) bool {
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return false
	}
	_, _, err := image.Decode(file)
	return err == nil
}

// Figure draws a picture (PNG, JPEG or GIF) at most width points wide, with
// words for those who cannot see it. A picture without words is decoration. It
// is an error, and nothing is drawn, if it cannot be read or is too large.
func (w *Writer) Figure(picture []byte, alternate string, width float64) error {
	return w.figure(picture, alternate, width, margin)
}

// FigureOnPage draws a picture as large as what is left of the page allows.
func (w *Writer) FigureOnPage(picture []byte, alternate string) error {
	w.place(0)
	width := w.width
	if config, _, err := image.DecodeConfig(bytes.NewReader(picture)); err == nil {
		width = min(width, float64(config.Width)) // a small picture stays one: larger, it would be a blur
	}
	return w.figure(picture, alternate, width, w.y)
}

// figure draws a picture on a page whose text begins at room.
func (w *Writer) figure(picture []byte, alternate string, width, room float64) error {
	config, _, err := image.DecodeConfig(bytes.NewReader(picture))
	if err != nil {
		return fmt.Errorf("documents: picture: %w", err)
	}
	if tooManyPixels(config) {
		return fmt.Errorf("documents: picture of %d by %d pixels is too large", config.Width, config.Height)
	}
	plain, kind, err := onWhite(picture)
	if err != nil {
		return fmt.Errorf("documents: picture: %w", err)
	}
	w.picture(plain, kind, alternate, width, room)
	return nil
}

// picture draws a picture that is ready for the file: plain colours on white.
func (w *Writer) picture(plain []byte, kind, alternate string, width, room float64) {
	options := gofpdf.ImageOptions{ImageType: kind}
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
	info := w.pdf.GetImageInfo(name)
	if info == nil { // Output tells what was wrong with it
		return
	}
	width = min(width, w.right-w.left)
	height := width * info.Height() / info.Width()
	if most := w.bottom() - room; height > most {
		width, height = width*most/height, most
	}
	w.place(height)
	w.hangAlone()
	x, y := w.left, w.y
	draw := func() { w.flush(); w.pdf.ImageOptions(name, x, y, width, height, false, options, 0, "") }
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
}

// mostPixels is the longest side of a picture as it is kept: as fine as a page
// is printed.
const mostPixels = 2200

// onWhite gives a picture in plain colours, no transparency, no colours of the
// press, no palette, all of which the archive standard is particular about;
// and no larger than a page can show. A photograph stays a photograph.
func onWhite(picture []byte) (plain []byte, kind string, err error) {
	decoded, kind, err := image.Decode(bytes.NewReader(picture))
	if err != nil {
		return nil, "", err
	}
	from := decoded.Bounds()
	to := image.Rect(0, 0, from.Dx(), from.Dy())
	if longest := max(to.Dx(), to.Dy()); longest > mostPixels {
		to = image.Rect(0, 0, max(1, to.Dx()*mostPixels/longest), max(1, to.Dy()*mostPixels/longest))
	}
	canvas := image.NewRGBA(to)
	draw.Draw(canvas, to, image.White, image.Point{}, draw.Src)
	if to.Size() == from.Size() {
		draw.Draw(canvas, to, decoded, from.Min, draw.Over)
	} else {
		draw.ApproxBiLinear.Scale(canvas, to, decoded, from, draw.Over, nil)
	}
	var out bytes.Buffer
	if kind == "jpeg" {
		canvas = upright(canvas, orientation(picture))
		err = jpeg.Encode(&out, canvas, &jpeg.Options{Quality: 85})
		return out.Bytes(), "jpg", err
	}
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&out, canvas)
	return out.Bytes(), "png", err
}
