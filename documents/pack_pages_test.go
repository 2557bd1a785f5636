package documents

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"quarterday/models"
)

// packOfTexts is an agenda with so many items, each with a text whose title has
// so many letters.
func packOfTexts(t testing.TB, papers, letters int) (models.AgendaContent, PackOptions) {
	c := agendaOf(t)
	c.Items = nil
	title := strings.TrimSpace(strings.Repeat("word ", letters/5))
	for n := 1; n <= papers; n++ {
		c.Items = append(c.Items, models.AgendaLine{Number: n, ItemID: int64(n), Title: "T", Starts: "10:00", Purpose: models.ForDecision,
			Papers: []models.PaperLine{{ID: int64(n), Label: itoa(n), Title: title, FileName: "a.txt", MediaType: "text/plain", Size: 5}}})
	}
	return c, PackOptions{Open: func(models.PaperLine) (PackFile, error) {
		return PackFile{bytesFile{bytes.NewReader([]byte("hello"))}, "text/plain"}, nil
	}}
}

// TestAPackSaysTheRightPages holds the pages that the agenda names against those
// that the papers are on.
func TestAPackSaysTheRightPages(t *testing.T) {
	said := regexp.MustCompile(`Paper (\d+): [word ]+\(page (\d+)\)`)
	for _, papers := range []int{9, 11, 30} {
		for letters := 45; letters <= 120; letters += 5 {
			c, o := packOfTexts(t, papers, letters)
			var b bytes.Buffer
			report, err := Pack(c, o, &b)
			if err != nil {
				t.Fatal(err)
			}
			pages := strings.Split(strings.TrimRight(pdftotext(t, b.Bytes()), "\f"), "\f")
			if len(pages) != report.Pages {
				t.Errorf("%d papers with titles of %d letters: %d pages, the report says %d", papers, letters, len(pages), report.Pages)
			}
			found := said.FindAllStringSubmatch(words(strings.Join(pages, " ")), -1)
			if len(found) != papers {
				t.Fatalf("%d papers with titles of %d letters: %d are said to be on a page", papers, letters, len(found))
			}
			for _, f := range found {
				n, _ := leadingNumber([]byte(f[2]))
				if n < 1 || n > len(pages) || !strings.Contains(words(pages[n-1]), "Paper "+f[1]+": word") || !strings.Contains(pages[n-1], "hello") {
					t.Errorf("%d papers with titles of %d letters: paper %s is not on page %d", papers, letters, f[1], n)
				}
			}
		}
	}
}

func TestADocumentWhosePagesNeverSettleDoesNotSayThem(t *testing.T) {
	drawings := 0
	w := settle(func(pageOf func(string) int) *Writer {
		drawings++
		w := New(Options{Title: "Restless"})
		says := "nothing"
		if pageOf != nil {
			says = fmt.Sprint(pageOf("part"))
		}
		w.Title("Says " + says)
		if says != "2" { // what it says of the part moves it
			w.PageBreak()
		}
		w.Anchor("part")
		w.Paragraph(Text("The part.")...)
		return w
	})
	pdf, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if text := pdftotext(t, pdf); !strings.Contains(text, "Says 0") || drawings != mostDrawings+2 {
		t.Errorf("after %d drawings it says %s", drawings, text)
	}
}

func TestPapersThatAreGoneAreNotToBeFetched(t *testing.T) {
	doc, text, report := checkedPack(t, map[string]paperOf{"4": {err: TakenAway}, "5a": {mediaType: "application/msword"}, "5b": {mediaType: "text/plain", data: []byte("Costs")}})
	for _, p := range doc.Problems {
		t.Error(p)
	}
	saysAll(t, text, "Paper 4: Slides, 12 pages (taken away since)", "Paper 5a: Options", "Papers to fetch from the site", "Papers that cannot be had any more", "It was taken away after this agenda was published")
	if report.LeftOut["4"] != string(TakenAway) || report.LeftOut["5a"] == "" || len(report.LeftOut) != 2 {
		t.Error(report.LeftOut)
	}
	fetch := text[strings.Index(text, "Papers to fetch from the site These"):strings.Index(text, "Papers that cannot be had any more These")]
	if strings.Contains(fetch, "Slides") || !strings.Contains(fetch, "Options") {
		t.Errorf("to be fetched: %s", fetch)
	}
}

func TestAPackAndItsPageLeaveOutTheSame(t *testing.T) {
	c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: []byte("%PDF-1.4 and nothing more")}, "5a": {err: TakenAway}, "5b": {mediaType: "text/plain", data: []byte("Costs")}})
	for i := range c.Items {
		for k := range c.Items[i].Papers {
			if c.Items[i].Papers[k].Label == "5b" {
				c.Items[i].Papers[k].Size = maxPackBytes
			}
		}
	}
	var b bytes.Buffer
	report, err := Pack(c, o, &b)
	if err != nil {
		t.Fatal(err)
	}
	papers := func(p models.PaperLine) (about string, leftOut LeftOut) { return "a file", WhyLeftOut(p, o) }
	if out := LeftOutOf(c.Items, papers); fmt.Sprint(out) != fmt.Sprint(report.LeftOut) || len(out) != 3 {
		t.Errorf("the page leaves out %v, the PDF %v", out, report.LeftOut)
	}
	read, err := json.Marshal(PackPage(c, papers))
	if err != nil {
		t.Fatal(err)
	}
	page := string(read)
	pdf := words(pdftotext(t, b.Bytes()))
	for _, said := range []string{"Papers to fetch from the site", "Papers that cannot be had any more", "The file is damaged", "The pack would be too large with it", "It was taken away after", "not in this pack", "taken away since"} {
		if !strings.Contains(page, said) || !strings.Contains(pdf, said) {
			t.Errorf("%q: on the page %v, in the PDF %v", said, strings.Contains(page, said), strings.Contains(pdf, said))
		}
	}
}
