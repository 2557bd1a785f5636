package documents

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"io/fs"

	"golang.org/x/image/draw"

	"quarterday/models"
)

// Logo is a picture made ready to stand at the head of documents: on white, in
// plain colours, no larger than print needs.
type Logo struct {
	Data          []byte
	MediaType     string // image/png or image/jpeg
	Width, Height int    // in pixels
}

// Refused is why a file is not taken as a logo, in words to stand beside the
// field.
type Refused string

func (r Refused) Error() string { return string(r) }

const (
	// logoWide and logoHigh are the most points that a logo takes on paper.
	logoWide, logoHigh = 190.0, 46.0
	// logoPixels a point are kept: 300 to the inch.
	logoPixels = 300.0 / 72
	// maxLogoPixels and maxLogoMemory bound what reading a logo may cost.
	maxLogoPixels = 40_000_000
	maxLogoMemory = 170 << 20
	// slimmest is how many times as long as the other a side may be: more is a
	// line on paper.
	slimmest = 8
)

// ReadLogo makes a logo of an uploaded file, which is judged by its content.
// Its size is known from its header before any of it is unpacked.
func ReadLogo(file []byte) (Logo, error) {
	config, kind, err := image.DecodeConfig(bytes.NewReader(file))
	if err != nil || kind != "png" && kind != "jpeg" {
		return Logo{}, Refused("The file is not a picture that can be read: choose a PNG or a JPEG")
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxLogoPixels/config.Height {
		return Logo{}, Refused(fmt.Sprintf("The picture is too large, %d by %d: save a smaller one, 1,000 pixels wide is enough", config.Width, config.Height))
	}
	if config.Width > slimmest*config.Height || config.Height > slimmest*config.Width {
		return Logo{}, Refused(fmt.Sprintf("The picture is too narrow, %d by %d: no side of a logo may be more than %d times the other", config.Width, config.Height, slimmest))
	}
	if config.Width*config.Height*memoryPerPixel(file, kind, config.ColorModel) > maxLogoMemory {
		return Logo{}, Refused("The picture takes too much memory to read: save it smaller, 1,000 pixels wide is enough")
	}
	decoded, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return Logo{}, Refused("The picture is damaged: save it again, or choose another")
	}
	if invisible(decoded) {
		return Logo{}, Refused("The picture is transparent all over, so nothing would be seen: choose another")
	}
	from := decoded.Bounds()
	width, height := from.Dx(), from.Dy()
	way := 1
	if kind == "jpeg" {
		way = orientation(file)
	}
	widest, highest := logoWide*logoPixels, logoHigh*logoPixels
	if way > 4 { // it lies on its side and will be turned
		widest, highest = highest, widest
	}
	if scale := min(widest/float64(width), highest/float64(height)); scale < 1 {
		width, height = max(1, int(float64(width)*scale)), max(1, int(float64(height)*scale))
	}
	canvas := image.NewRGBA(image.Rect(0, 0, width, height))
	draw.Draw(canvas, canvas.Bounds(), image.White, image.Point{}, draw.Src)
	if canvas.Bounds().Size() == from.Size() {
		draw.Draw(canvas, canvas.Bounds(), decoded, from.Min, draw.Over)
	} else {
		draw.CatmullRom.Scale(canvas, canvas.Bounds(), decoded, from, draw.Over, nil)
		whole(canvas)
	}
	canvas = upright(canvas, way)
	logo := Logo{MediaType: "image/" + kind, Width: canvas.Bounds().Dx(), Height: canvas.Bounds().Dy()}
	var out bytes.Buffer
	if kind == "jpeg" {
		err = jpeg.Encode(&out, canvas, &jpeg.Options{Quality: 92})
	} else {
		err = (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, canvas)
	}
	logo.Data = out.Bytes()
	return logo, err
}

// invisible tells whether a picture is transparent all over.
func invisible(m image.Image) bool {
	if opaque, ok := m.(interface{ Opaque() bool }); !ok || opaque.Opaque() {
		return false
	}
	b := m.Bounds()
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			if _, _, _, a := m.At(x, y).RGBA(); a != 0 {
				return false
			}
		}
	}
	return true
}

// whole takes away the last trace of transparency that scaling leaves.
func whole(m *image.RGBA) {
	for i := 3; i < len(m.Pix); i += 4 {
		m.Pix[i] = 0xff
	}
}

// memoryPerPixel is how many bytes reading a picture takes for each pixel. A
// progressive JPEG is kept as its coefficients until its last scan.
func memoryPerPixel(file []byte, kind string, model color.Model) int {
	if kind == "jpeg" {
		components := 3
		switch model {
		case color.GrayModel:
			components = 1
		case color.CMYKModel:
			components = 4
		}
		if progressive(file) {
			return 5 * components
		}
		return components
	}
	switch model {
	case color.RGBA64Model, color.NRGBA64Model:
		return 8
	case color.Gray16Model:
		return 2
	case color.RGBAModel, color.NRGBAModel:
		return 4
	}
	return 1 // grey, or colours out of a palette
}

// progressive tells whether a JPEG comes in several scans over the picture.
func progressive(file []byte) bool {
	for i := 2; i+4 <= len(file) && file[i] == 0xff; {
		switch marker := file[i+1]; {
		case marker == 0xff: // padding
			i++
			continue
		case marker == 0xc2:
			return true
		case marker == 0xc0, marker == 0xc1, marker == 0xda:
			return false
		}
		i += 2 + int(file[i+2])<<8 + int(file[i+3])
	}
	return true // as costly as it may be
}

// maxLogoFile is more than any logo that ReadLogo made.
const maxLogoFile = 4 << 20

// WithLogo adds the logo's picture, which open finds by its SHA-256, to what a
// document says of the partnership. A picture that is gone is no reason not to
// draw the document: the partnership's name stands there too.
func WithLogo(head models.Letterhead, open func(sha256 string) (io.ReadSeekCloser, int64, error)) (models.Letterhead, error) {
	if head.Logo.SHA256 == "" {
		return head, nil
	}
	file, size, err := open(head.Logo.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		return head, nil
	}
	if err != nil {
		return head, fmt.Errorf("documents: logo: %w", err)
	}
	defer file.Close()
	if size > maxLogoFile {
		return head, fmt.Errorf("documents: logo: %d bytes are too many", size)
	}
	head.Logo.Picture, err = io.ReadAll(file)
	return head, err
}

// drawLogo draws the partnership's logo, which ReadLogo made ready, at the head
// of a document. One whose file is gone is left out: the name stands below.
func (w *Writer) drawLogo(logo models.Logo) {
	if len(logo.Picture) == 0 {
		return
	}
	config, kind, err := image.DecodeConfig(bytes.NewReader(logo.Picture))
	if err != nil || config.Width <= 0 || config.Height <= 0 {
		return
	}
	width := logoWide
	if high := width * float64(config.Height) / float64(config.Width); high > logoHigh {
		width *= logoHigh / high
	}
	alternate := logo.Text
	if oneLine(alternate) == "" {
		alternate = "Logo"
	}
	w.place(0)
	// It stands beside the title, where it takes no height from the text.
	top, left := w.y, w.left
	w.left = w.right - width
	w.picture(logo.Picture, pictureType[kind], alternate, width, margin)
	w.beside = w.y
	w.left, w.y = left, top
	w.right -= width + 20
}

// passLogo ends the room that text leaves for a logo beside it.
func (w *Writer) passLogo() {
	if w.beside > 0 {
		w.right = w.width - margin
		w.y, w.beside = max(w.y, w.beside), 0
	}
}

// pictureType is what gofpdf calls a kind of picture.
var pictureType = map[string]string{"png": "png", "jpeg": "jpg"}
