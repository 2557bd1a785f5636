package documents

import (
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"quarterday/documents/pdfcheck"
)

// checked finishes a document and fails the test for each rule it breaks.
func checked(t testing.TB, w *Writer) *pdfcheck.Document {
	t.Helper()
	pdf := finished(t, w)
	keep(t, pdf)
	d, err := pdfcheck.Read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range d.Problems {
		t.Error(p)
	}
	return d
}

// keep leaves a drawn document in the folder that QUARTERDAY_KEEP_PDF names, to
// be looked at or to be verified by other programs.
func keep(t testing.TB, pdf []byte) {
	t.Helper()
	folder := os.Getenv("QUARTERDAY_KEEP_PDF")
	if folder == "" {
		return
	}
	name := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '-'
	}, t.Name())
	f, err := os.CreateTemp(folder, name[:min(len(name), 100)]+"-*.pdf")
	if err == nil {
		_, err = f.Write(pdf)
		err = errors.Join(err, f.Close())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// words makes text comparable: by its words alone.
func words(s string) string { return strings.Join(strings.Fields(s), " ") }

func TestDocumentsKeepTheRules(t *testing.T) {
	for name, w := range map[string]*Writer{
		"minutes": sampleMinutes(12), "long tracker": sampleTracker(300), "empty tracker": sampleTracker(0),
		"nothing at all": New(Options{Title: "Empty"}),
	} {
		t.Run(name, func(t *testing.T) { checked(t, w) })
	}
}

func TestBookmarksNameTheItems(t *testing.T) {
	got := checked(t, sampleMinutes(2)).Bookmarks
	want := []string{"Present", "4 Strategic overview, April to June 2026", "  Open Door", "5 Strategic overview, April to June 2026", "  Open Door"}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("bookmarks %q", got)
	}
}

func TestEveryPageHasMarkingReferenceAndNumber(t *testing.T) {
	d := checked(t, sampleTracker(80))
	if d.Pages < 3 {
		t.Fatalf("only %d pages", d.Pages)
	}
	for i, a := range d.Artifacts {
		for _, want := range []string{"OFFICIAL", "2026-Q3", "Page " + itoa(i+1) + " of " + itoa(d.Pages)} {
			if !strings.Contains(a, want) {
				t.Errorf("page %d has no %q", i+1, want)
			}
		}
		if has := strings.Contains(a, "Partnership · Action tracker"); has != (i > 0) {
			t.Errorf("page %d: running header: %v", i+1, has)
		}
		if has := strings.Contains(a, "Latest update"); has != (i > 0) {
			t.Errorf("page %d: header row repeated: %v", i+1, has)
		}
	}
	if strings.Count(d.Text, "Latest update") != 1 {
		t.Error("the header row is read more than once")
	}
}

// TestTheCheckerSeesDefects spoils a good document in one way at a time: a
// checker that finds nothing proves nothing.
func TestTheCheckerSeesDefects(t *testing.T) {
	find := func(w *Writer, tag string) *element {
		var found *element
		var walk func(e *element)
		walk = func(e *element) {
			if e.tag == tag && found == nil {
				found = e
			}
			for _, k := range e.kids {
				if k.element != nil {
					walk(k.element)
				}
			}
		}
		walk(w.root)
		return found
	}
	for name, spoil := range map[string]func(w *Writer){
		"content without a mark":           func(w *Writer) { w.box(10, 10, 10, 10, ink) },
		"text without a mark":              func(w *Writer) { w.setFont(w.fonts[0], 10); w.show([]piece{{text: "a", font: w.fonts[0]}}, 10, 10) },
		"mark that is not in the tree":     func(w *Writer) { find(w, "H2").kids = nil },
		"mark twice in the tree":           func(w *Writer) { e := find(w, "P"); e.kids = append(e.kids, e.kids[0]) },
		"mark of no content":               func(w *Writer) { e := find(w, "P"); e.kids = append(e.kids, kid{page: 0, mark: 999}) },
		"page that leads to another":       func(w *Writer) { w.marks[0][0], w.marks[0][1] = w.marks[0][1], w.marks[0][0] },
		"mark that is not closed":          func(w *Writer) { w.emit("/Artifact BMC") },
		"mark that is closed twice":        func(w *Writer) { w.emit("EMC") },
		"heading level skipped":            func(w *Writer) { find(w, "H2").tag = "H4" },
		"row with a cell too few":          func(w *Writer) { e := find(w, "TBody").kids[0].element; e.child("TD") },
		"header cell without scope":        func(w *Writer) { find(w, "TH").attributes = "" },
		"list item outside a list":         func(w *Writer) { find(w, "L").tag = "Div" },
		"label outside a list item":        func(w *Writer) { find(w, "LI").tag = "P" },
		"unknown structure type":           func(w *Writer) { find(w, "P").tag = "Paragraph" },
		"link without annotation":          func(w *Writer) { e := find(w, "Link"); e.kids = e.kids[:1] },
		"link without description":         func(w *Writer) { w.annotations[0].description = "" },
		"annotation of another link":       func(w *Writer) { w.annotations[0].link = w.annotations[1].link },
		"figure without words":             func(w *Writer) { find(w, "P").tag = "Figure" },
		"language that is none":            func(w *Writer) { w.options.Language = "English (UK)" },
		"no title":                         func(w *Writer) { w.options.Title = "" },
		"code without a glyph":             func(w *Writer) { w.fonts[0].characters[0] = '\u4e00' },
		"character that means nothing":     func(w *Writer) { w.fonts[0].characters[0] = '\ufffd' },
		"letter drawn as an empty outline": func(w *Writer) { w.fonts[0].characters[0] = '\u00ad' },
	} {
		t.Run(name, func(t *testing.T) {
			w := sampleMinutes(2)
			w.place(0)
			spoil(w)
			d, err := pdfcheck.Read(finished(t, w))
			if err == nil && len(d.Problems) == 0 {
				t.Error("not seen")
			}
		})
	}
}

// pdftotext is the text as poppler, which is not ours, reads it.
func pdftotext(t testing.TB, pdf []byte) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Fatal("poppler's pdftotext is not installed: make setup installs it")
	}
	cmd := exec.Command(program, "-raw", "-enc", "UTF-8", "-", "-")
	cmd.Stdin = strings.NewReader(string(pdf))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// plain draws paragraphs with nothing else on their pages but page numbers.
func plain(paragraphs ...string) *Writer {
	w := New(Options{Title: "Text", Created: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)})
	w.Title("Text")
	for _, p := range paragraphs {
		w.Paragraph(Text(p)...)
	}
	return w
}
