package documents

import (
	"bytes"
	"compress/zlib"
)

// packLevel was chosen by measurement: 4 is as quick as any; 6 takes half as
// long again, and 9 twice as long, for a file three hundredths smaller.
const packLevel = 4

// packers are kept for the next document: making one costs more than packing a
// page. A pool that the garbage collector empties would make one a document.
var packers = make(chan *zlib.Writer, 4)

func takePacker() *zlib.Writer {
	select {
	case z := <-packers:
		return z
	default:
		z, err := zlib.NewWriterLevel(nil, packLevel)
		if err != nil {
			panic(err) // only if the level is not one
		}
		return z
	}
}

func returnPacker(z *zlib.Writer) {
	select {
	case packers <- z:
	default: // enough are kept
	}
}

// pack deflates data.
func pack(data []byte) []byte {
	z := takePacker()
	defer returnPacker(z)
	var out bytes.Buffer
	out.Grow(len(data)/3 + 64)
	z.Reset(&out)
	// A bytes.Buffer takes whatever it is given.
	_, _ = z.Write(data)
	_ = z.Close()
	return out.Bytes()
}
