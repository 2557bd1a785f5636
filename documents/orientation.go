package documents

import (
	"bytes"
	"encoding/binary"
	"image"
)

// orientation is how a photograph was held, from 1 (upright) to 8, as cameras
// write it into a JPEG (Exif). Anything else is upright.
func orientation(jpeg []byte) int {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xff; {
		size := int(be.Uint16(jpeg[at+2:]))
		if jpeg[at+1] == 0xda || size < 2 || at+2+size > len(jpeg) { // the picture itself, or no end
			break
		}
		if exif, ok := bytes.CutPrefix(jpeg[at+4:at+2+size], []byte("Exif\x00\x00")); ok && jpeg[at+1] == 0xe1 {
			return exifOrientation(exif)
		}
		at += 2 + size
	}
	return 1
}

func exifOrientation(exif []byte) int {
	if len(exif) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if exif[0] == 'M' {
		order = binary.BigEndian
	}
	at := int(order.Uint32(exif[4:]))
	if at < 8 || at+2 > len(exif) {
		return 1
	}
	for i := range int(order.Uint16(exif[at:])) {
		e := at + 2 + 12*i
		if e+12 > len(exif) {
			break
		}
		if order.Uint16(exif[e:]) == 0x0112 {
			if o := int(order.Uint16(exif[e+8:])); o >= 1 && o <= 8 {
				return o
			}
		}
	}
	return 1
}

// upright turns a picture as its orientation asks.
func upright(m *image.RGBA, orientation int) *image.RGBA {
	if orientation == 1 {
		return m
	}
	w, h := m.Rect.Dx(), m.Rect.Dy()
	turned := image.NewRGBA(image.Rect(0, 0, w, h))
	if orientation >= 5 {
		turned = image.NewRGBA(image.Rect(0, 0, h, w))
	}
	for y := range h {
		for x := range w {
			tx, ty := x, y
			switch orientation {
			case 2:
				tx = w - 1 - x
			case 3:
				tx, ty = w-1-x, h-1-y
			case 4:
				ty = h - 1 - y
			case 5:
				tx, ty = y, x
			case 6:
				tx, ty = h-1-y, x
			case 7:
				tx, ty = h-1-y, w-1-x
			case 8:
				tx, ty = y, w-1-x
			}
			copy(turned.Pix[turned.PixOffset(tx, ty):][:4], m.Pix[m.PixOffset(x, y):][:4])
		}
	}
	return turned
}
