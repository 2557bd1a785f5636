package documents

import (
	"context"
	"errors"
	"io"
	"runtime"
	"runtime/metrics"
	"time"

	"github.com/pdfcpu/pdfcpu/pkg/filter"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

const (
	maxUnpacked  = 16 << 20 // bytes that one stream may unpack to while a paper is read
	maxReadTime  = time.Minute
	maxReadHeap  = 256 << 20 // that the objects of a small paper may take
	mostInTable  = 1_000_000 // objects of one paper
	smallObject  = 1 << 10   // most objects are not longer
	longReadFrom = 64 << 10  // what is asked for at once has room made for it, whether it comes or not
)

// reading is a file while it is read by a library that believes what the file
// says of itself. It is both the file and the context of the reading, and ends
// it where a file makes the library read, or keep, far more than an honest one of
// its size could: by saying many times over that the same bytes are another object.
type reading struct {
	context.Context
	io.ReadSeeker
	size  int64
	left  int64 // bytes that may still be read
	moved bool  // nothing has been read since the last seek
	until time.Time
	heap  uint64 // bytes that all of the program may use
	asked int    // how often it was asked whether to go on
	over  bool

	parsed int64 // bytes of packed objects that were asked for
}

func newReading(file io.ReadSeeker) (*reading, error) {
	size, err := file.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	r := &reading{Context: context.Background(), ReadSeeker: file, size: size, until: time.Now().Add(maxReadTime)}
	r.left = min(24*size, size+256<<20) + 64<<20
	r.heap = heapInUse() + maxReadHeap + 4*uint64(size)
	return r, nil
}

func (r *reading) Seek(offset int64, whence int) (int64, error) {
	r.moved = true
	return r.ReadSeeker.Seek(offset, whence)
}

func (r *reading) Read(p []byte) (int, error) {
	if r.over {
		return 0, errTooComplex
	}
	if r.moved && len(p) < longReadFrom {
		p = p[:min(len(p), smallObject)]
	}
	r.moved = false
	n, err := r.ReadSeeker.Read(p)
	if n > 0 && len(p) >= longReadFrom {
		r.left -= int64(len(p))
	} else {
		r.left -= int64(n)
	}
	if r.left < 0 {
		r.over = true
		return 0, errTooComplex
	}
	return n, err
}

// Err is asked between one object and the next.
func (r *reading) Err() error {
	const every = 8 // looking costs more than most objects
	if r.asked++; !r.over && r.asked%every == 0 {
		r.over = time.Now().After(r.until) || r.tooMuchInUse()
	}
	if r.over {
		return errTooComplex
	}
	return nil
}

// tooMuchInUse tells whether the paper takes more memory than it may. What is
// only waiting to be collected does not count.
func (r *reading) tooMuchInUse() bool {
	if heapInUse() <= r.heap {
		return false
	}
	runtime.GC()
	return heapInUse() > r.heap
}

func heapInUse() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// limits are those that the library keeps itself.
func (r *reading) limits(l model.ResourceLimits) model.ResourceLimits {
	l.MaxDecodeBytes = maxUnpacked
	l.MaxStreamBytes = max(r.size, 1)
	l.MaxObjectCount = int(min(mostInTable, 100_000+r.size/4))
	l.MaxXRefEntries = l.MaxObjectCount
	l.MaxObjectStreamCount, l.MaxObjectStreamFirst = 200_000, 2<<20
	return l
}

// unpacksTooMuch tells whether the packed objects of a file come to more than
// its size allows for. They are unpacked when they are first asked for, so it is
// known before any is.
func (r *reading) unpacksTooMuch(x *model.XRefTable) bool {
	left := r.unpackable()
	for _, entry := range x.Table {
		if entry == nil {
			continue
		}
		packed, ok := entry.Object.(types.ObjectStreamDict)
		if !ok {
			continue
		}
		s := packed.StreamDict
		if err := s.DecodeWithLimit(min(left, maxUnpacked)); errors.Is(err, filter.ErrDecodeLimitExceeded) {
			return true
		} // with any other error nothing of it can be read
		left -= int64(len(s.Content))
	}
	return left < 0
}

// unpackable is how much the packed objects of a paper may come to.
func (r *reading) unpackable() int64 { return min(8*r.size+8<<20, r.size+128<<20) }

// mayParse tells whether one more packed object may be made out of its bytes. A
// file can give the same bytes many numbers.
func (r *reading) mayParse(entry *model.XRefTableEntry) bool {
	if packed, ok := entry.Object.(types.LazyObjectStreamObject); ok {
		data, err := packed.GetData()
		if r.parsed += int64(len(data)); err != nil || r.parsed > 2*r.unpackable() {
			r.over = r.over || err == nil
			return false
		}
	}
	return !r.over
}
