package documents

import (
	"bytes"
	"runtime"
	"strconv"

	"github.com/klauspost/compress/zlib"
)

// packLevel was chosen by measurement: 4 saves a twentieth of the packing for a
// file a twentieth larger, and 6 takes a quarter longer for one a hundredth
// smaller. The standard library's packer, at the level that gives the same
// size, takes more than twice as long.
const packLevel = 5

// packer deflates one stream after another. It takes a megabyte and a half and
// is dear to make, so there are as many as processors and they are kept: a
// document that finds none free waits for one.
type packer struct {
	z   *zlib.Writer // made at first use
	out bytes.Buffer
}

var packers = func() chan *packer {
	all := make(chan *packer, runtime.GOMAXPROCS(0))
	for range cap(all) {
		all <- &packer{}
	}
	return all
}()

// mostKept is the largest packed stream whose room is kept for the next.
const mostKept = 1 << 20

// packedStream is a stream object of data that comes in parts, deflated.
func packedStream(dictionary string, parts ...[]byte) []byte {
	p := <-packers
	defer func() { packers <- p }()
	p.out.Reset()
	if p.z == nil {
		z, err := zlib.NewWriterLevel(&p.out, packLevel)
		if err != nil {
			panic(err) // only if the level is not one
		}
		p.z = z
	} else {
		p.z.Reset(&p.out)
	}
	for _, part := range parts {
		_, _ = p.z.Write(part) // a bytes.Buffer takes whatever it is given
	}
	_ = p.z.Close()
	body := stream(dictionary+" /Filter /FlateDecode", p.out.Bytes())
	if p.out.Cap() > mostKept {
		p.out = bytes.Buffer{}
	}
	return body
}

// stream is a stream object as it stands in a file.
func stream(dictionary string, data []byte) []byte {
	b := make([]byte, 0, len(dictionary)+len(data)+64)
	b = append(append(b, "<<"...), dictionary...)
	b = append(b, " /Length "...)
	b = strconv.AppendInt(b, int64(len(data)), 10)
	b = append(append(b, ">>\nstream\n"...), data...)
	return append(b, "\nendstream\n"...)
}
