package documents

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
)

// file is a PDF as its numbered objects.
type file struct {
	objects    []object // by number; 0 is not used
	root, info int
}

type object struct {
	body   []byte // what stands between "obj" and "endobj"
	stream bool
}

// takeApart reads gofpdf's file, which has a single cross-reference table and
// every object at the top level, by its offsets alone.
func takeApart(raw []byte) (*file, error) {
	at := bytes.LastIndex(raw, []byte("startxref\n"))
	if at < 0 {
		return nil, errors.New("no startxref")
	}
	table, _ := leadingNumber(raw[at+len("startxref\n"):])
	if table >= at || !bytes.HasPrefix(raw[table:], []byte("xref\n0 ")) {
		return nil, errors.New("cross-reference table")
	}
	count, rows := leadingNumber(raw[table+len("xref\n0 "):])
	const row = 20 // each line ends with a space and a line feed
	if len(rows) < 1+row*count {
		return nil, errors.New("length of the cross-reference table")
	}
	rows = rows[1:]
	type place struct{ number, offset int }
	places := make([]place, 0, count)
	for n := 1; n < count; n++ {
		offset, rest := leadingNumber(rows[row*n:])
		if !bytes.HasPrefix(rest, []byte(" 00000 n ")) || offset >= table {
			return nil, fmt.Errorf("cross-reference of object %d", n)
		}
		places = append(places, place{n, offset})
	}
	slices.SortFunc(places, func(a, b place) int { return cmp.Compare(a.offset, b.offset) })
	f := &file{objects: make([]object, count, 2*count+64)}
	for i, p := range places {
		end := table
		if i+1 < len(places) {
			end = places[i+1].offset
		}
		n, body := leadingNumber(raw[p.offset:end])
		body, begins := bytes.CutPrefix(body, []byte(" 0 obj\n"))
		body, ends := bytes.CutSuffix(body, []byte("endobj\n"))
		if n != p.number || !begins || !ends {
			return nil, fmt.Errorf("object %d", p.number)
		}
		f.objects[n] = object{body: body, stream: bytes.HasSuffix(body, []byte("endstream\n"))}
	}
	trailer := raw[table:at]
	for key, to := range map[string]*int{"/Root ": &f.root, "/Info ": &f.info} {
		_, after, ok := bytes.Cut(trailer, []byte(key))
		if *to, _ = leadingNumber(after); !ok || *to < 1 || *to >= count {
			return nil, errors.New("trailer")
		}
	}
	return f, nil
}

// leadingNumber reads the digits that b begins with.
func leadingNumber(b []byte) (n int, rest []byte) {
	for len(b) > 0 && b[0] >= '0' && b[0] <= '9' && n < 1<<40 {
		n, b = 10*n+int(b[0]-'0'), b[1:]
	}
	return n, b
}

// add reserves the number of a new object.
func (f *file) add() int {
	f.objects = append(f.objects, object{})
	return len(f.objects) - 1
}

func (f *file) set(n int, body []byte) { f.objects[n] = object{body: body} }

func (f *file) setStream(n int, dictionary string, data []byte) {
	f.objects[n] = object{body: packedStream(dictionary, data), stream: true}
}

// setPlainStream leaves the data readable: archives want it for metadata.
func (f *file) setPlainStream(n int, dictionary string, data []byte) {
	f.objects[n] = object{body: stream(dictionary, data), stream: true}
}

func appendReference(b []byte, n int) []byte {
	return append(strconv.AppendInt(b, int64(n), 10), " 0 R"...)
}
