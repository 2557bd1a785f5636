package documents

import (
	"errors"
	"fmt"
	"io"
	"sync"

	"github.com/pdfcpu/pdfcpu/pkg/api"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/model"
	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// What can be wrong with somebody else's PDF.
var (
	errProtected    = errors.New("documents: the file is protected by a password")
	errEmptyForm    = errors.New("documents: the file is a form that only some programs fill in")
	errBroken       = errors.New("documents: the file cannot be read")
	errTooManyPages = errors.New("documents: the file has too many pages")
	errTooComplex   = errors.New("documents: the file is too complex")
)

const (
	maxForeignPages = 3000   // of one paper
	maxPageNodes    = 30_000 // pages and what holds them
	maxNesting      = 100    // of what stands within another
)

// foreignFile is somebody else's PDF: its pages in order, with what they
// inherit.
type foreignFile struct {
	x       *model.XRefTable
	reading *reading
	pages   []foreignPage
	nodes   int // of the page tree that were walked
}

type foreignPage struct {
	object    int // in its own file
	dict      types.Dict
	resources types.Object
	visible   [4]float64 // what is seen of it: left, bottom, right, top
	media     types.Object
	crop      types.Object
	rotate    int
}

var noConfigFolder = sync.OnceFunc(api.DisableConfigDir)

// readForeign reads a PDF as far as its pages can be found.
func readForeign(file io.ReadSeeker) (found *foreignFile, err error) {
	defer func() { // a reader of other people's files meets what nobody thought of
		if r := recover(); r != nil {
			found, err = nil, fmt.Errorf("%w: %v", errBroken, r)
		}
	}()
	r, err := newReading(file)
	if err != nil {
		return nil, err
	}
	noConfigFolder()
	conf := model.NewDefaultConfiguration()
	conf.Offline, conf.DecodeAllStreams = true, false
	conf.Limits = r.limits(conf.Limits)
	ctx, err := pdfcpu.ReadWithContext(r, r, conf)
	switch {
	case r.over:
		return nil, errTooComplex
	case errors.Is(err, pdfcpu.ErrWrongPassword):
		return nil, errProtected
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errBroken, err)
	case r.unpacksTooMuch(ctx.XRefTable):
		return nil, errTooComplex
	}
	f := &foreignFile{x: ctx.XRefTable, reading: r}
	root, err := f.x.Catalog()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errBroken, err)
	}
	f.walkPages(root["Pages"], foreignPage{}, map[int]bool{}, 0)
	switch {
	case r.over || f.nodes > maxPageNodes:
		return nil, errTooComplex
	case len(f.pages) > maxForeignPages:
		return nil, errTooManyPages
	case len(f.pages) == 0:
		return nil, fmt.Errorf("%w: it has no pages", errBroken)
	case f.hidesAnswers():
		return nil, errEmptyForm
	}
	return f, nil
}

// get follows a reference; nil if it leads nowhere.
func (f *foreignFile) get(o types.Object) types.Object {
	for range 16 {
		ref, ok := o.(types.IndirectRef)
		if !ok {
			return o
		}
		if entry, ok := f.x.FindTableEntryForIndRef(&ref); !ok || !f.reading.mayParse(entry) {
			return nil
		}
		next, err := f.x.Dereference(o)
		if err != nil {
			return nil
		}
		o = next
	}
	return nil
}

func (f *foreignFile) dict(o types.Object) types.Dict {
	switch d := f.get(o).(type) {
	case types.Dict:
		return d
	case types.StreamDict:
		return d.Dict
	}
	return nil
}

func (f *foreignFile) array(o types.Object) types.Array {
	a, _ := f.get(o).(types.Array)
	return a
}

func (f *foreignFile) name(o types.Object) string {
	n, _ := f.get(o).(types.Name)
	return string(n)
}

func (f *foreignFile) number(o types.Object) (float64, bool) {
	switch n := f.get(o).(type) {
	case types.Integer:
		return float64(n), true
	case types.Float:
		return float64(n), true
	}
	return 0, false
}

// walkPages goes down the page tree. above is what the pages inherit.
func (f *foreignFile) walkPages(o types.Object, above foreignPage, seen map[int]bool, depth int) {
	n := reference(o)
	d := f.dict(o)
	f.nodes++
	if d == nil || depth > maxNesting || n != 0 && seen[n] || len(f.pages) > maxForeignPages || f.nodes > maxPageNodes {
		return
	}
	seen[n] = true
	if r := d["Resources"]; r != nil {
		above.resources = r
	}
	if b := d["MediaBox"]; b != nil {
		above.media = b
	}
	if b := d["CropBox"]; b != nil {
		above.crop = b
	}
	if r, ok := f.number(d["Rotate"]); ok {
		above.rotate = ((int(r)/90*90)%360 + 360) % 360
	}
	if kids := f.array(d["Kids"]); kids != nil && f.name(d["Type"]) != "Page" {
		for _, k := range kids {
			f.walkPages(k, above, seen, depth+1)
		}
		return
	}
	above.object, above.dict = n, d
	above.visible = f.visible(above.media, above.crop)
	f.pages = append(f.pages, above)
}

// visible is what a reader sees of a page.
func (f *foreignFile) visible(media, crop types.Object) [4]float64 {
	box, ok := f.box(media)
	if !ok {
		box = [4]float64{0, 0, 595.28, 841.89}
	}
	if c, ok := f.box(crop); ok {
		c = [4]float64{max(c[0], box[0]), max(c[1], box[1]), min(c[2], box[2]), min(c[3], box[3])}
		if c[2] > c[0] && c[3] > c[1] {
			return c
		}
	}
	return box
}

func (f *foreignFile) box(o types.Object) (box [4]float64, ok bool) {
	a := f.array(o)
	if len(a) != 4 {
		return box, false
	}
	for i := range a {
		if box[i], ok = f.number(a[i]); !ok {
			return box, false
		}
	}
	box = [4]float64{min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])}
	return box, box[2]-box[0] >= 1 && box[3]-box[1] >= 1 && box[2]-box[0] < 20_000 && box[3]-box[1] < 20_000
}

// reference is the number of the object that o refers to, 0 if it is none.
func reference(o types.Object) int {
	if r, ok := o.(types.IndirectRef); ok {
		return int(r.ObjectNumber)
	}
	return 0
}
