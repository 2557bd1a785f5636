package documents

import (
	"fmt"
	"io"
	"maps"
	"reflect"
	"slices"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// insertion is pages of somebody else's that stand within a document.
type insertion struct {
	after  int // the page of ours that they follow
	pages  int
	open   func() (io.ReadSeekCloser, error)
	label  string   // what their pages are stamped with, beside the number
	part   *element // where what structure they have is put
	first  int      // number of their first page
	object []int    // of each page, in the finished file
}

// Insert puts somebody else's pages after the page that is being drawn. They
// are read only when the document is finished; open is called then. What is
// drawn next begins on a new page.
func (w *Writer) Insert(label string, pages int, open func() (io.ReadSeekCloser, error)) {
	w.place(0)
	w.closeMark()
	i := &insertion{after: w.page(), pages: pages, open: open, label: label, part: w.parent.child("Part")}
	w.inserted = append(w.inserted, i)
	w.stampLine(label, 1, 8, true) // its faces must be among the document's before it is finished
}

// addForeign copies the pages that were inserted into the file. Their streams
// are written at once, one paper after another, so that only one is in memory.
func (w *Writer) addForeign(f *file, a *assembler) error {
	number := w.options.FirstPage
	drawn := 0
	key := w.firstForeignKey()
	for _, i := range w.inserted {
		number += i.after + 1 - drawn
		drawn = i.after + 1
		i.first = number
		number += i.pages
		i.part.object = f.add()
		var err error
		if key, err = w.graft(f, a, i, key); err != nil {
			return err
		}
	}
	return nil
}

// graft copies one foreign file's pages. It returns the next free key of the
// parent tree.
func (w *Writer) graft(f *file, a *assembler, i *insertion, key int) (int, error) {
	source, err := i.open()
	if err != nil {
		return 0, fmt.Errorf("documents: %s: %w", i.label, err)
	}
	defer source.Close()
	foreign, err := readForeign(source)
	if err != nil {
		return 0, err
	}
	if len(foreign.pages) != i.pages {
		return 0, fmt.Errorf("documents: %s has %d pages and had %d", i.label, len(foreign.pages), i.pages)
	}
	return w.graftPages(f, a, i, key, foreign, budgetFor(foreign.reading.size))
}

// trial copies a foreign file to nowhere, to learn whether it can be copied
// before a document relies on it, and how much memory it takes until the document
// is finished.
func (f *foreignFile) trial() (kept int64, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errBroken, r)
		}
	}()
	w := New(Options{Title: "Trial"})
	i := &insertion{pages: len(f.pages), part: w.root.child("Part")}
	purse := budgetFor(f.reading.size * 7 / 8) // numbers of objects and pages are longer later
	_, err = w.graftPages(&file{objects: make([]object, 1)}, newAssembler(io.Discard), i, 0, f, purse)
	return purse.taken, err
}

func (w *Writer) graftPages(f *file, a *assembler, i *insertion, key int, foreign *foreignFile, purse *budget) (int, error) {
	g := &grafting{foreignFile: foreign, budget: purse, w: w, f: f, a: a, base: key, next: key, numbers: map[int]int{}, shared: map[uintptr]int{}, page: map[int]int{}, forms: map[int]int{}, dropped: map[int]bool{}}
	g.lettering = g.letterings(i.label)
	for _, p := range foreign.pages {
		n := g.add()
		i.object = append(i.object, n)
		if p.object != 0 {
			g.page[p.object] = n
		}
	}
	before := f.add()
	a.put(before, stream("", []byte("q\n")))
	for k, p := range foreign.pages {
		if err := g.addPage(i.object[k], p, before, i.label, i.first+k); err != nil {
			return 0, err
		}
	}
	if g.addStructure(i.part); len(i.part.kids) == 0 { // the paper has no structure to keep
		i.part.parent.kids = slices.DeleteFunc(i.part.parent.kids, func(k kid) bool { return k.element == i.part })
		f.set(i.part.object, []byte("null\n"))
	}
	g.drain()
	if g.over() {
		return 0, errTooComplex
	}
	g.addLayers()
	return g.next, a.err
}

// grafting is one foreign file while it is copied.
type grafting struct {
	*foreignFile
	*budget
	w       *Writer
	f       *file
	a       *assembler
	base    int             // what is added to its keys of the parent tree
	next    int             // key
	numbers map[int]int     // its object numbers → ours
	shared  map[uintptr]int // its dictionaries that pages share → ours
	page    map[int]int     // its pages → ours
	forms   map[int]int     // its pages → the form of ours that has their content
	dropped map[int]bool
	// lettering is what stamps are set in; none in a trial
	lettering []lettering
	queue     []int
	unpacked  int64 // bytes of page contents that were looked through
}

// over tells whether the paper has cost as much as it may. Nothing of it is
// used then.
func (g *grafting) over() bool { return g.isSpent() || g.reading.over }

// add reserves the number of a new object.
func (g *grafting) add() int {
	g.keep(objectCost)
	return g.f.add()
}

// share gives the number of the object that make writes for a dictionary of
// theirs, which is written once however often it is asked for.
func (g *grafting) share(d types.Dict, make func() []byte) int {
	key := reflect.ValueOf(d).Pointer() // a dictionary is a map, and every reference to it leads to the same one
	n, ok := g.shared[key]
	if !ok || key == 0 {
		n = g.add()
		g.shared[key] = n
		g.f.set(n, append(make(), '\n'))
	}
	return n
}

// refer gives our number for an object of theirs, which is copied later; 0 for
// what is not to be copied.
func (g *grafting) refer(old int) int {
	if n := g.page[old]; n != 0 {
		return n
	}
	if n, ok := g.numbers[old]; ok {
		return n
	}
	if g.dropped[old] {
		return 0
	}
	if d := g.dict(types.IndirectRef{ObjectNumber: types.Integer(old)}); d != nil {
		switch g.name(d["Type"]) {
		case "Catalog", "Pages", "Page", "StructTreeRoot", "StructElem", "Annot", "Outlines":
			g.numbers[old] = 0
			return 0
		}
	}
	n := g.add()
	g.numbers[old] = n
	g.queue = append(g.queue, old)
	return n
}

// drain copies what was referred to, and what that refers to.
func (g *grafting) drain() {
	for len(g.queue) > 0 && g.a.err == nil && !g.over() {
		old := g.queue[0]
		g.queue = g.queue[1:]
		n := g.numbers[old]
		switch o := g.get(types.IndirectRef{ObjectNumber: types.Integer(old)}).(type) {
		case types.StreamDict:
			g.write(len(o.Raw))
			g.a.put(n, g.stream(o))
			if entry, ok := g.x.Table[old]; ok { // it is not needed any more
				entry.Object = nil
			}
		default:
			g.f.set(n, append(g.value(nil, o, 0), '\n'))
		}
	}
}

func (g *grafting) stream(s types.StreamDict) []byte {
	d := maps.Clone(s.Dict)
	for _, k := range []string{"Length", "F", "FFilter", "FDecodeParms", "DL"} {
		delete(d, k)
	}
	return stream(string(g.entries(nil, d, 0)), s.Raw)
}

// unwanted are entries of dictionaries that are left behind: what runs, what
// is kept for the program that made the file, and what leads out of the page.
var unwanted = map[string]bool{
	"AA": true, "JS": true, "JavaScript": true, "OpenAction": true, "Metadata": true, "PieceInfo": true, "Thumb": true,
	"LastModified": true, "AF": true, "EmbeddedFiles": true, "B": true, "Popup": true, "IRT": true,
}

// value appends a foreign object as it is to stand in our file.
func (g *grafting) value(b []byte, o types.Object, depth int) []byte {
	if depth > maxNesting || g.over() {
		return append(b, "null"...)
	}
	before := len(b)
	switch o := o.(type) {
	case types.Dict:
		return append(g.entries(append(b, "<<"...), o, depth), ">>"...)
	case types.Array:
		b = append(b, '[')
		for i, v := range o {
			if g.over() {
				break
			}
			if i > 0 {
				b = append(b, ' ')
			}
			b = g.value(b, v, depth+1)
		}
		return append(b, ']')
	case types.IndirectRef:
		b = g.appendReference(b, o)
	case types.Name:
		b = append(append(b, '/'), types.EncodeName(string(o))...)
	case types.Integer:
		b = strconv.AppendInt(b, int64(o), 10)
	case types.Float:
		b = strconv.AppendFloat(b, float64(o), 'f', -1, 64)
	case types.Boolean:
		b = strconv.AppendBool(b, bool(o))
	case types.StringLiteral:
		b = append(append(append(b, '('), o...), ')')
	case types.HexLiteral:
		b = append(append(append(b, '<'), o...), '>')
	default:
		b = append(b, "null"...)
	}
	g.keep(len(b) - before)
	return b
}

func (g *grafting) appendReference(b []byte, o types.IndirectRef) []byte {
	if n := g.refer(int(o.ObjectNumber)); n != 0 {
		return appendReference(b, n)
	}
	return append(b, "null"...)
}

// entries appends the entries of a dictionary, in the order of their keys.
func (g *grafting) entries(b []byte, d types.Dict, depth int) []byte {
	for _, k := range slices.Sorted(maps.Keys(d)) {
		if unwanted[k] || d[k] == nil {
			continue
		}
		if g.over() {
			break
		}
		g.keep(len(k) + 3)
		b = append(append(append(b, '/'), types.EncodeName(k)...), ' ')
		if n, ok := d[k].(types.Integer); ok && (k == "StructParents" || k == "StructParent") {
			b = strconv.AppendInt(b, int64(g.key(int(n))), 10)
		} else {
			b = g.value(b, d[k], depth+1)
		}
		b = append(b, '\n')
	}
	return b
}

// key is our key of the parent tree for one of theirs.
func (g *grafting) key(theirs int) int {
	if theirs < 0 || theirs > 10_000_000 {
		theirs = 0
	}
	g.next = max(g.next, g.base+theirs+1)
	return g.base + theirs
}

// orderPages puts the pages of the finished file in their order.
func (w *Writer) orderPages(f *file) {
	if len(w.inserted) == 0 {
		return
	}
	b := []byte("<</Type /Pages /Kids [")
	count, next := 0, 0
	for p := range w.marks {
		b = append(appendReference(b, pageObject(p)), ' ')
		count++
		for ; next < len(w.inserted) && w.inserted[next].after == p; next++ {
			for _, n := range w.inserted[next].object {
				b = append(appendReference(b, n), ' ')
				count++
			}
		}
	}
	f.set(1, fmt.Appendf(b, "] /Count %d /MediaBox [0 0 %.2f %.2f]>>\n", count, w.width, w.height))
}
