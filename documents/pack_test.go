package documents

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/jung-kurt/gofpdf"

	"quarterday/documents/pdfcheck"
	"quarterday/models"
)

// bytesFile is a file in memory.
type bytesFile struct{ *bytes.Reader }

func (bytesFile) Close() error { return nil }

// theirs draws a PDF as another program would: no tags, another size.
func theirs(t testing.TB, pages int, protect bool) []byte {
	t.Helper()
	pdf := gofpdf.New("L", "pt", "A5", "")
	pdf.SetCreationDate(time.Unix(0, 0))
	pdf.SetCatalogSort(true)
	if protect {
		pdf.SetProtection(gofpdf.CnProtectPrint, "secret", "owner")
	}
	pdf.SetFont("Helvetica", "", 20)
	for i := range pages {
		pdf.AddPage()
		pdf.Text(40, 60, fmt.Sprintf("Slide %d of theirs", i+1))
		pdf.LinkString(40, 40, 100, 30, "https://example.org/slides")
	}
	var b bytes.Buffer
	if err := pdf.Output(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// byHand writes a PDF of one page with these page entries and content.
func byHand(entries, content string) []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.4\n")
	for i, body := range []string{
		"<</Type /Catalog /Pages 2 0 R /OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>>>>",
		"<</Type /Pages /Kids [3 0 R] /Count 1 /Rotate 90 /MediaBox [-100 -50 500 750]>>",
		"<</Type /Page /Parent 2 0 R /Contents 4 0 R /Resources <</Font <</F1 5 0 R>>>> " + entries + ">>",
		fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
		"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>",
	} {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	return withTable(&b, at)
}

func picture(t testing.TB, kind string, width, height int) []byte {
	t.Helper()
	m := image.NewNRGBA(image.Rect(0, 0, width, height))
	for x := range width {
		for y := range height {
			m.Set(x, y, color.NRGBA{uint8(x), uint8(y), 120, 255})
		}
	}
	var b bytes.Buffer
	var err error
	if kind == "image/png" {
		err = png.Encode(&b, m)
	} else {
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

type paperOf struct {
	mediaType string
	data      []byte
	err       error
}

// packOf is an agenda whose items have these papers, and where they are.
func packOf(t testing.TB, papers map[string]paperOf) (models.AgendaContent, PackOptions) {
	c := agendaOf(t)
	byID := map[int64]paperOf{}
	for i := range c.Items {
		item := &c.Items[i]
		item.ItemID = int64(i + 1)
		for k := range item.Papers {
			p := &item.Papers[k]
			file, ok := papers[p.Label]
			if !ok {
				file = paperOf{err: LeftOut("it is no longer kept")}
			}
			p.ID, p.FileName, p.MediaType, p.Size = int64(100*i+k+1), "paper "+p.Label+".pdf", file.mediaType, int64(len(file.data))
			byID[p.ID] = file
		}
	}
	return c, PackOptions{Site: "https://meetings.example.org", Open: func(p models.PaperLine) (PackFile, error) {
		file := byID[p.ID]
		return PackFile{bytesFile{bytes.NewReader(file.data)}, file.mediaType}, file.err
	}}
}

func checkedPack(t testing.TB, papers map[string]paperOf) (*pdfcheck.Document, string, PackReport) {
	t.Helper()
	c, o := packOf(t, papers)
	var b bytes.Buffer
	report, err := Pack(c, o, &b)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b.Bytes())
	if qpdf, err := exec.LookPath("qpdf"); err == nil {
		if out, err := exec.Command(qpdf, "--check", saved(t, b.Bytes())).CombinedOutput(); err != nil {
			t.Errorf("qpdf: %v\n%s", err, out)
		}
	}
	doc, err := pdfcheck.Read(b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if doc.Pages != report.Pages {
		t.Errorf("%d pages, the report says %d", doc.Pages, report.Pages)
	}
	return doc, words(pdftotext(t, b.Bytes())), report
}

func TestPack(t *testing.T) {
	const pdf = "application/pdf"
	slides := paperOf{mediaType: pdf, data: theirs(t, 3, false)}
	t.Run("with foreign papers has one numbering and leads to each", func(t *testing.T) {
		doc, text, report := checkedPack(t, map[string]paperOf{"4": slides, "5a": {mediaType: pdf, data: theirs(t, 2, false)}})
		saysAll(t, text, "Agenda and papers", "Paper 4: Slides, 12 pages", "The 3 pages that follow", "Slide 3 of theirs", "Item 4 Strategic overview, April to June 2026", "Back to the agenda",
			"Purpose Discussion, 20 minutes, from 10:25", "Presented by Rachel Holroyd and Imran Sheikh", "Papers to fetch from the site", "It is no longer kept", "OFFICIAL-SENSITIVE", "Paper 5b: Costs (not in this pack)")
		for n := 1; n <= report.Pages; n++ {
			saysAll(t, text, fmt.Sprintf("Page %d of %d", n, report.Pages))
		}
		saysAll(t, text, fmt.Sprintf("OFFICIAL-SENSITIVE · Paper 5a · Page %d of %d", report.Pages, report.Pages))
		saysAll(t, words(strings.Join(doc.Bookmarks, " ")), "Papers to fetch from the site Paper 4: Slides, 12 pages Paper 5a: Options")
		if len(report.LeftOut) != 1 || report.LeftOut["5b"] != "it is no longer kept" {
			t.Error(report.LeftOut)
		}
		at := strings.Index(text, "Paper 4: Slides, 12 pages (page ")
		n, _ := leadingNumber([]byte(text[max(at, 0)+len("Paper 4: Slides, 12 pages (page "):]))
		if at < 0 || !strings.Contains(text, fmt.Sprintf("Page %d of %d", n, report.Pages)) || n != report.Pages-6 {
			t.Errorf("the agenda leads to page %d of %d", n, report.Pages)
		}
	})
	t.Run("of our own kinds keeps both standards", func(t *testing.T) {
		doc, text, report := checkedPack(t, map[string]paperOf{
			"4": {mediaType: "image/png", data: picture(t, "image/png", 900, 1800)}, "5a": {mediaType: "image/jpeg", data: picture(t, "image/jpeg", 3000, 900)},
			"5b": {mediaType: "text/plain", data: []byte("First line\r\n  second line\r\n\r\nAnother paragraph.")}})
		for _, p := range doc.Problems {
			t.Error(p)
		}
		saysAll(t, text, "Another paragraph.", "second line")
		if len(report.LeftOut) != 0 {
			t.Error(report.LeftOut)
		}
		figures := 0
		for _, tag := range doc.Tags {
			if tag == "Figure" {
				figures++
			}
		}
		if figures != 2 {
			t.Errorf("%d figures", figures)
		}
	})
	t.Run("names what cannot be shown", func(t *testing.T) {
		_, text, report := checkedPack(t, map[string]paperOf{"4": {mediaType: pdf, data: theirs(t, 1, true)}, "5a": {mediaType: pdf, data: slides.data[:len(slides.data)/2]}, "5b": {mediaType: "application/msword", data: []byte("x")}})
		saysAll(t, text, "It is protected by a password", "The file is damaged", "It is not a PDF")
		if len(report.LeftOut) != 3 {
			t.Error(report.LeftOut)
		}
	})
	t.Run("says of a long text that it is too long", func(t *testing.T) {
		short := paperOf{mediaType: "text/plain", data: []byte("A line of text.\n")}
		_, text, _ := checkedPack(t, map[string]paperOf{"4": {mediaType: "text/plain", data: bytes.Repeat(short.data, 70_000)}, "5a": short, "5b": short})
		saysAll(t, text, "It is too long to print: plain text may have 300 KB")
	})
	t.Run("a foreign paper keeps its own tags", func(t *testing.T) {
		tracker, err := Tracker(trackerOf(t, 20))
		if err != nil {
			t.Fatal(err)
		}
		doc, _, _ := checkedPack(t, map[string]paperOf{"4": {mediaType: pdf, data: tracker}, "5b": {mediaType: pdf, data: tracker}})
		if n := strings.Count(doc.Text, "As at 24 November 2026"); n != 2 {
			t.Errorf("it is read %d times", n)
		}
		for _, p := range doc.Problems {
			if !strings.HasPrefix(p, "metadata: PDF/") { // a pack with foreign pages promises neither standard
				t.Error(p)
			}
		}
	})
	t.Run("foreign pages turned or left untidy are stamped upright", func(t *testing.T) {
		for _, content := range []string{"q 0.5 0 0 0.5 0 0 cm q BT /F1 12 Tf 10 10 Td (Text \\) with q) Tj ET", "BT /F1 12 Tf 10 10 Td (Text) Tj ET % q\n", "BI /W 1 /H 1 /BPC 8 /CS /G ID q EI Q"} {
			_, text, report := checkedPack(t, map[string]paperOf{"4": {mediaType: pdf, data: byHand("", content)}})
			saysAll(t, text, fmt.Sprintf("Paper 4 · Page %d of %d", report.Pages, report.Pages))
		}
	})
	t.Run("the same papers give the same bytes", func(t *testing.T) {
		papers := map[string]paperOf{"4": slides, "5a": {mediaType: "image/png", data: picture(t, "image/png", 300, 300)}, "5b": {mediaType: pdf, data: theirs(t, 2, false)}}
		var one, two bytes.Buffer
		c, o := packOf(t, papers)
		_, err1 := Pack(c, o, &one)
		_, err2 := Pack(c, o, &two)
		if errors.Join(err1, err2) != nil || !bytes.Equal(one.Bytes(), two.Bytes()) {
			t.Error("they differ", err1, err2)
		}
	})
	t.Run("nothing that runs comes with a paper", func(t *testing.T) {
		evil := byHand("/AA <</O <</S /JavaScript /JS (evil)>>>> /Annots [<</Type /Annot /Subtype /Link /Rect [0 0 9 9] /A <</S /Launch /F (evil.exe)>>>> <</Subtype /Link /Rect [0 0 9 9] /A <</S /URI /URI (javascript:evil)>>>>]", "BT /F1 12 Tf (x) Tj ET")
		c, o := packOf(t, map[string]paperOf{"4": {mediaType: pdf, data: evil}})
		var b bytes.Buffer
		if _, err := Pack(c, o, &b); err != nil {
			t.Fatal(err)
		}
		if text := uncompressed(t, b.Bytes()); strings.Contains(text, "evil") || strings.Contains(text, "JavaScript") || strings.Contains(text, "Launch") {
			t.Error("it does")
		}
	})
}

func saved(t testing.TB, pdf []byte) string {
	t.Helper()
	name := t.TempDir() + "/pack.pdf"
	if err := os.WriteFile(name, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// uncompressed is a file as qpdf unpacks it.
func uncompressed(t testing.TB, pdf []byte) string {
	t.Helper()
	qpdf, err := exec.LookPath("qpdf")
	if err != nil {
		t.Fatal("qpdf is not installed: make setup installs it")
	}
	out, err := exec.Command(qpdf, "--qdf", "--object-streams=disable", saved(t, pdf), "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

func TestAPackOfManyPagesIsNotAllInMemory(t *testing.T) {
	long := theirs(t, 500, false)
	c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: long}, "5a": {mediaType: "application/pdf", data: long}})
	runtime.GC()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	start := time.Now()
	report, err := Pack(c, o, io.Discard)
	runtime.GC()
	runtime.ReadMemStats(&after)
	if err != nil || report.Pages < 1003 {
		t.Fatalf("%d pages, %v", report.Pages, err)
	}
	t.Logf("%d pages in %v, %d MB allocated", report.Pages, time.Since(start).Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
	if kept := int64(after.HeapAlloc) - int64(before.HeapAlloc); kept > 30<<20 {
		t.Errorf("%d MB are kept", kept>>20)
	}
}

func TestSupplementWithForeignPages(t *testing.T) {
	now, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: theirs(t, 2, false)}, "5b": {mediaType: "image/png", data: picture(t, "image/png", 30, 30)}})
	since := now
	since.Version, since.Items = 1, append([]models.AgendaLine(nil), now.Items[:4]...)
	since.Items[3].Papers = nil
	var b bytes.Buffer
	report, err := Supplement(now, since, 12, o, &b)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b.Bytes())
	text := words(pdftotext(t, b.Bytes()))
	saysAll(t, text, "Supplement to the agenda pack", "which has 12 pages", "Item 5 was added", "Paper 4: Slides", "Paper 5b: Costs", "Page 13 of "+itoa(report.Pages), fmt.Sprintf("Page %d of %d", report.Pages, report.Pages))
	if strings.Contains(text, "Matters arising") || strings.Contains(text, "Page 12 of") {
		t.Error("it repeats the pack")
	}
}

func TestBalance(t *testing.T) {
	for content, want := range map[string]int{"": 0, "q Q": 0, "q q Q": 1, "(q \\( q) Tj q": 1, "/q gs q": 1, "% q\rq": 1, "[(q)] TJ": 0, "Q": -1, "(open": -1, "BT (x) Tj": -1, "BT ET": 0, "/OC /Hidden BDC": -1, "/P BMC EMC EMC": 0, "0 0 m 1 1 l": -1, "0 0 1 1 re W n": 0, "q <28 51 29> Tj Q": 0, "BT <F1 Q": -1, "/P <</MCID 0>> BDC EMC": 0, "/P <</MCID 0": -1, "[(x) 3": -1, "Q /OC /H BDC": -1, "q <<>> <51> Q": 0, "q ID x EI q": 2} {
		open, _, ok := balance(bufio.NewReader(strings.NewReader(content)))
		if !ok {
			open = -1
		}
		if open != want {
			t.Errorf("%q leaves %d open, want %d", content, open, want)
		}
	}
}

// FuzzPack gives packs papers that are spoilt in every way: each is in the pack
// or named as left out, and the pack can be read.
func FuzzPack(f *testing.F) {
	tracker, err := Tracker(trackerOf(f, 8))
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{theirs(f, 2, false), theirs(f, 1, true), tracker, byHand("/Annots [<</Subtype /Widget /Rect [0 0 9 9] /AP <</N 4 0 R>>>>]", "q BT /F1 9 Tf (x) Tj ET")} {
		f.Add(seed)
	}
	for name, seed := range bombs() {
		if name != askedEarly && len(seed) < 300<<10 {
			f.Add(seed)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: data}})
		var b bytes.Buffer
		report, err := Pack(c, o, &b)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := pdfcheck.Read(b.Bytes())
		if err != nil || doc.Pages != report.Pages {
			t.Errorf("%d pages of %d, %v", doc.Pages, report.Pages, err)
		}
	})
}
