package documents

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/jung-kurt/gofpdf"
)

// Options are the facts about a document that stand outside its text.
type Options struct {
	Title    string // shown in the window and kept in the file's metadata
	Language string // of the whole document, such as en-GB
	Author   string // the partnership
	Subject  string
	Created  time.Time // the only time the file knows: the same data give the same bytes

	Marking       string // protective marking, in the middle of every page's foot
	Reference     string // at the left of every page's foot, such as 2026-Q3
	RunningHeader string // at the head of every page but the first
	Landscape     bool
	FirstPage     int // number of the first page, 1 if not given
}

// Writer draws one document from top to bottom. Its methods are what documents
// are made of. What went wrong on the way is returned by Output and Bytes.
type Writer struct {
	pdf     *gofpdf.Fpdf
	options Options

	width, height float64 // of the page
	left, right   float64 // where text may stand now
	y             float64 // where the next block begins
	beside        float64 // foot of a logo that text stands beside, 0 if none does

	root        *element
	parent      *element     // where new blocks go: the document, or what encloses them
	marks       [][]*element // for each page, the element of each piece of marked content
	open        *element     // whose marked content is being drawn
	inArtifact  bool
	annotations []*annotation
	anchors     map[string]anchor

	fonts    []*fontUse // in the order of first use
	fontOf   [faceCount]*fontUse
	font     *fontUse // what the page is set in at this moment
	fontSize float64
	fill     colour

	held          []heldBlock // headings that wait for what they stand over
	heldAnchors   []string
	number        string // paragraph number that hangs beside the next block
	headingLevel  int
	section       int    // level of the last heading that the document itself gave
	deeper        int    // levels that headings stand below their own, within a part
	within        string // begins the names of anchors, within a part
	text          *style // of paragraphs and lists
	bookmarkLevel int
	onPage        func()                       // draws what a new page begins with, such as a table's header row
	inserted      []*insertion                 // other people's pages, in order
	foreignMarks  []foreignMark                // the way from their content to their structure
	layers        []layer                      // of foreign pages
	figures       map[[sha256.Size]byte]string // gofpdf's names of the pictures

	content  []byte   // of the page, what gofpdf has not been given yet
	contents [][]byte // of the pages before

	scratch []piece // for words on their way to lines
}

// New begins a document.
func New(options Options) *Writer {
	orientation := "P"
	if options.Landscape {
		orientation = "L"
	}
	for _, s := range []*string{&options.Title, &options.Author, &options.Subject, &options.Marking, &options.Reference, &options.RunningHeader} {
		*s = oneLine(*s)
	}
	options.FirstPage = max(options.FirstPage, 1)
	if options.Title == "" {
		options.Title = "Document" // a file without a title is not accessible
	}
	if !languageTag.MatchString(options.Language) {
		options.Language = "en-GB"
	}
	pdf := gofpdf.New(orientation, "pt", "A4", "")
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(options.Created)
	pdf.SetModificationDate(options.Created)
	pdf.SetAutoPageBreak(false, 0)
	pdf.SetCompression(false) // streams are packed once, when the file is finished
	w := &Writer{pdf: pdf, options: options, root: &element{tag: "Document"}, anchors: map[string]anchor{}, bookmarkLevel: -1, text: &bodyStyle}
	w.parent = w.root
	w.width, w.height = pdf.GetPageSize()
	w.left, w.right = margin, w.width-margin
	w.newPage()
	return w
}

// oneLine is text for a place that holds a single line.
func oneLine(s string) string { return strings.Join(strings.Fields(drawable(s)), " ") }

// Bytes finishes the document. Nothing can be drawn after it.
func (w *Writer) Bytes() ([]byte, error) {
	var b bytes.Buffer
	b.Grow(48 << 10)
	if err := w.Output(&b); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// Output finishes the document and writes it. Nothing can be drawn after it.
func (w *Writer) Output(to io.Writer) error {
	w.place(0)
	w.closeMark()
	w.drawRunning()
	for _, a := range w.annotations {
		if _, ok := w.anchors[a.anchor]; a.url == "" && !ok {
			return fmt.Errorf("documents: link to the unknown anchor %q", a.anchor)
		}
	}
	var raw taken
	if err := w.pdf.Output(&raw); err != nil {
		return fmt.Errorf("documents: %w", err)
	}
	return w.finish(raw, to)
}

// taken is what gofpdf writes, which it does at once: its own buffer, which
// nothing uses any more, and not a copy.
type taken []byte

func (t *taken) Write(b []byte) (int, error) {
	if *t == nil {
		*t = b
	} else {
		*t = append(*t, b...)
	}
	return len(b), nil
}
