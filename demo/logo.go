package demo

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"quarterday/models"
)

// logoText is what the sample's logo shows.
const logoText = "Calder Vale Anti-Slavery Partnership: a river between two hills at sunrise"

// logo draws the mark of the sample partnership: a river that comes down
// between two hills, the sun above.
func logo() image.Image {
	const size, fine = 190, 4 // each point is the mean of 4 by 4
	picture := image.NewRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			var r, g, b int
			for i := range fine * fine {
				c := logoAt((float64(x)+(float64(i%fine)+0.5)/fine)/size, (float64(y)+(float64(i/fine)+0.5)/fine)/size)
				r, g, b = r+int(c.R), g+int(c.G), b+int(c.B)
			}
			picture.SetRGBA(x, y, color.RGBA{uint8(r / (fine * fine)), uint8(g / (fine * fine)), uint8(b / (fine * fine)), 0xff})
		}
	}
	return picture
}

// logoAt is the colour at a place of the mark, which is 1 wide and 1 high.
func logoAt(x, y float64) color.RGBA {
	var (
		white = color.RGBA{0xff, 0xff, 0xff, 0xff}
		deep  = color.RGBA{0x07, 0x43, 0x4a, 0xff}
		slope = color.RGBA{0x3d, 0x86, 0x7f, 0xff}
		sky   = color.RGBA{0xe3, 0xf0, 0xef, 0xff}
		sun   = color.RGBA{0xf2, 0xa6, 0x3b, 0xff}
	)
	if math.Hypot(x-0.5, y-0.5) > 0.49 {
		return white
	}
	river := 0.5 + 0.07*math.Sin((y-0.45)*9)
	width := 0.012 + 0.2*max(0, y-0.5)
	left := 0.30 + 0.9*math.Abs(x-0.16)*0.62
	right := 0.36 + 0.9*math.Abs(x-0.86)*0.62
	switch {
	case y > 0.56 && math.Abs(x-river) < width:
		return white
	case y > right && x > river-0.06:
		return deep
	case y > left:
		return slope
	case math.Hypot(x-0.5, y-0.46) < 0.15:
		return sun
	}
	return sky
}

// addLogo gives the sample partnership its logo.
func (b *builder) addLogo() error {
	var file bytes.Buffer
	picture := logo()
	if err := png.Encode(&file, picture); err != nil {
		return err
	}
	stored, err := b.kept.Put(b.ctx, bytes.NewReader(file.Bytes()), int64(file.Len()))
	if err != nil {
		return err
	}
	now, err := b.store.Partnership(b.ctx)
	if err != nil {
		return err
	}
	size := picture.Bounds().Size()
	_, err = b.store.ChangeLogo(b.ctx, b.secretary, now.Version, models.LogoForm{SHA256: stored.SHA256, MediaType: "image/png", Width: size.X, Height: size.Y, Text: logoText})
	return err
}
