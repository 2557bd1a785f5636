package documents

import (
	"bytes"
	"compress/zlib"
	"sync"
)

// packLevel was chosen by measurement: higher levels take twice the time for a
// file that is a few hundredths smaller.
const packLevel = 3

// packers are kept: making one costs more than the packing of a page.
var packers = sync.Pool{New: func() any {
	z, err := zlib.NewWriterLevel(nil, packLevel)
	if err != nil {
		panic(err) // only if the level is not one
	}
	return z
}}

// pack deflates data.
func pack(data []byte) []byte {
	z := packers.Get().(*zlib.Writer)
	defer packers.Put(z)
	var out bytes.Buffer
	out.Grow(len(data)/3 + 64)
	z.Reset(&out)
	// A bytes.Buffer takes whatever it is given.
	_, _ = z.Write(data)
	_ = z.Close()
	return out.Bytes()
}
