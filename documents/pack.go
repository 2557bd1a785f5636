package documents

import (
	"bytes"

	"github.com/klauspost/compress/zlib"
)

// packLevel was chosen by measurement: 4 saves a twentieth of the packing for a
// file a twentieth larger, and 6 takes a quarter longer for one a hundredth
// smaller. The standard library's packer, at the level that gives the same
// size, takes more than twice as long.
const packLevel = 5

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
