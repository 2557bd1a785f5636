package documents

import (
	"crypto/sha256"
	"fmt"
	"hash"
	"io"
	"slices"
	"strconv"
)

// assembler writes a file as its objects become known, so that a long one need
// not be in memory at once.
type assembler struct {
	out     io.Writer
	at      int
	hash    hash.Hash // of all that was written: the file's identifier is made of its content
	entries []entry   // by object number
	err     error
}

// entry says where an object is: at an offset, or in a packed stream.
type entry struct{ kind, a, b int }

func newAssembler(out io.Writer) *assembler {
	a := &assembler{out: out, hash: sha256.New()}
	a.write([]byte("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n"))
	return a
}

func (a *assembler) write(b []byte) {
	if a.err != nil {
		return
	}
	a.hash.Write(b)
	n, err := a.out.Write(b)
	a.at, a.err = a.at+n, err
}

// put writes an object where the file has come to.
func (a *assembler) put(n int, body []byte) {
	if n >= len(a.entries) {
		a.entries = append(a.entries, make([]entry, n+1-len(a.entries))...)
	}
	a.entries[n] = entry{1, a.at, 0}
	a.write(append(strconv.AppendInt(make([]byte, 0, 16), int64(n), 10), " 0 obj\n"...))
	a.write(body)
	a.write([]byte("endobj\n"))
}

// finish writes the objects of f that have not been written, and the end of
// the file. Objects without a stream are packed together.
func (a *assembler) finish(f *file) error {
	const perStream = 1000
	if n := len(f.objects); n > len(a.entries) {
		a.entries = append(a.entries, make([]entry, n-len(a.entries))...)
	}
	a.entries[0].b = 65535
	var small []int
	for n := 1; n < len(f.objects); n++ {
		switch {
		case a.entries[n].kind != 0:
		case f.objects[n].stream:
			a.put(n, f.objects[n].body)
		default:
			small = append(small, n)
		}
	}
	for group := range slices.Chunk(small, perStream) {
		index := make([]byte, 0, 12*len(group))
		parts := make([][]byte, 1, 1+len(group))
		holder, at := len(a.entries), 0
		for i, n := range group {
			index = append(strconv.AppendInt(index, int64(n), 10), ' ')
			index = append(strconv.AppendInt(index, int64(at), 10), ' ')
			parts = append(parts, f.objects[n].body)
			at += len(f.objects[n].body)
			a.entries[n] = entry{2, holder, i}
		}
		parts[0] = index
		a.put(holder, packedStream(fmt.Sprintf("/Type /ObjStm /N %d /First %d", len(group), len(index)), parts...))
	}
	id := a.hash.Sum(nil)
	self, start := len(a.entries), a.at
	a.entries = append(a.entries, entry{1, start, 0})
	table := make([]byte, 0, 7*len(a.entries))
	for _, e := range a.entries {
		table = append(table, byte(e.kind))
		table = be.AppendUint32(table, uint32(e.a))
		table = be.AppendUint16(table, uint16(e.b))
	}
	a.put(self, packedStream(fmt.Sprintf("/Type /XRef /Size %d /W [1 4 2] /Root %d 0 R /Info %d 0 R /ID [<%X> <%X>]",
		self+1, f.root, f.info, id[:16], id[:16]), table))
	a.write(fmt.Appendf(nil, "startxref\n%d\n%%%%EOF\n", start))
	return a.err
}
