package documents

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"testing"
)

// held is a JPEG, red at its upper left, that a camera held this way wrote.
func held(t *testing.T, orientation byte) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 64, 32))
	for x := range 64 {
		for y := range 32 {
			c := color.RGBA{255, 255, 255, 255}
			if x < 16 && y < 16 {
				c = color.RGBA{255, 0, 0, 255}
			}
			m.Set(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	exif := []byte("\xff\xe1\x00\x22Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00")
	return append(append([]byte{0xff, 0xd8}, exif...), b.Bytes()[2:]...)
}

func TestPhotographsStandUpright(t *testing.T) {
	// where the red corner of the picture is to be, for each way of holding it
	for orientation, corner := range map[byte]image.Point{1: {8, 8}, 2: {56, 8}, 3: {56, 24}, 4: {8, 24}, 5: {8, 8}, 6: {24, 8}, 7: {24, 56}, 8: {8, 56}} {
		plain, _, err := onWhite(held(t, orientation))
		if err != nil {
			t.Fatal(err)
		}
		m, _, err := image.Decode(bytes.NewReader(plain))
		if err != nil {
			t.Fatal(err)
		}
		if wide := m.Bounds().Dx() == 64; wide != (orientation < 5) {
			t.Errorf("orientation %d: %v", orientation, m.Bounds())
		}
		if r, g, _, _ := m.At(corner.X, corner.Y).RGBA(); r < 0x8000 || g > 0x8000 {
			t.Errorf("orientation %d: the corner is not at %v", orientation, corner)
		}
	}
}

func TestOrientationOfWhatIsNoPhotograph(t *testing.T) {
	whole := held(t, 6)
	for n := range len(whole) {
		if o := orientation(whole[:n]); o != 1 && o != 6 {
			t.Errorf("%d bytes: %d", n, o)
		}
	}
}
