package documents

import (
	"math"
	"sync"
	"unicode/utf16"
)

// colourProfile says which colours the numbers mean: sRGB (IEC 61966-2.1), as a
// small ICC 4.2 profile made from the published constants, so that no profile
// of others has to be shipped. White and primaries are adapted to D50.
var colourProfile = sync.OnceValue(func() []byte {
	curve := append([]byte("para\x00\x00\x00\x00\x00\x03\x00\x00"), fixed(2.4, 1/1.055, 0.055/1.055, 1/12.92, 0.04045)...)
	adaptation := append([]byte("sf32\x00\x00\x00\x00"), fixed(
		1.04788208, 0.02291870, -0.05021667,
		0.02958679, 0.99047852, -0.01707458,
		-0.00924683, 0.01507568, 0.75167847)...)
	tags := []struct {
		name string
		data []byte // none: the one before
	}{
		{"desc", profileText("sRGB IEC61966-2.1")},
		{"cprt", profileText("No copyright, use freely")},
		{"wtpt", profileXYZ(0.96420288, 1.0, 0.82490540)},
		{"chad", adaptation},
		{"rXYZ", profileXYZ(0.43606567, 0.22248840, 0.01391602)},
		{"gXYZ", profileXYZ(0.38514709, 0.71687317, 0.09707642)},
		{"bXYZ", profileXYZ(0.14306641, 0.06060791, 0.71409607)},
		{"rTRC", curve}, {"gTRC", nil}, {"bTRC", nil},
	}
	directory := be.AppendUint32(nil, uint32(len(tags)))
	var data []byte
	base := 128 + 4 + 12*len(tags)
	at, size := 0, 0
	for _, t := range tags {
		if t.data != nil {
			at, size = base+len(data), len(t.data)
			data = append(data, t.data...)
			for len(data)%4 != 0 {
				data = append(data, 0)
			}
		}
		directory = append(directory, t.name...)
		directory = be.AppendUint32(directory, uint32(at))
		directory = be.AppendUint32(directory, uint32(size))
	}
	header := make([]byte, 128)
	be.PutUint32(header, uint32(base+len(data)))
	be.PutUint32(header[8:], 0x04200000)
	copy(header[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2024, 1, 1, 0, 0, 0} { // when the profile was made
		be.PutUint16(header[24+2*i:], v)
	}
	copy(header[36:], "acsp")
	copy(header[68:], fixed(0.96420288, 1, 0.82490540))
	return append(append(header, directory...), data...)
})

// fixed writes numbers in the profile's form, 16 bits before and after the point.
func fixed(values ...float64) (b []byte) {
	for _, v := range values {
		b = be.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

func profileXYZ(x, y, z float64) []byte {
	return append([]byte("XYZ \x00\x00\x00\x00"), fixed(x, y, z)...)
}

func profileText(s string) []byte {
	b := []byte("mluc\x00\x00\x00\x00\x00\x00\x00\x01\x00\x00\x00\x0cenUS")
	b = be.AppendUint32(b, uint32(2*len(s)))
	b = be.AppendUint32(b, 28)
	for _, c := range utf16.Encode([]rune(s)) {
		b = be.AppendUint16(b, c)
	}
	return b
}
