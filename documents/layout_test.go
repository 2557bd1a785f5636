package documents

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
	"time"

	"quarterday/markdown"
	"quarterday/models"
)

// elements are all elements with a tag, in reading order.
func elements(e *element, tag string) (found []*element) {
	if e.tag == tag {
		found = append(found, e)
	}
	for _, k := range e.kids {
		if k.element != nil {
			found = append(found, elements(k.element, tag)...)
		}
	}
	return found
}

// pagesOf are the pages on which an element has content.
func pagesOf(e *element) map[int]bool {
	pages := map[int]bool{}
	for _, k := range e.kids {
		switch {
		case k.element != nil:
			for p := range pagesOf(k.element) {
				pages[p] = true
			}
		case k.annotation == nil:
			pages[k.page] = true
		}
	}
	return pages
}

func TestNoPageEndsWithAHeading(t *testing.T) {
	follow := map[string]func(w *Writer){
		"a paragraph": func(w *Writer) { w.Paragraph(Text(strings.Repeat("words and ", 60))...) },
		"a byline":    func(w *Writer) { w.Byline(Text("Rachel Holroyd")...); w.Paragraph(Text("One line.")...) },
		"an entry": func(w *Writer) {
			w.Entry(Entry{Number: "4.1", Label: "Action", Lead: Text(strings.Repeat("words and ", 60))})
		},
		"a table": func(w *Writer) {
			w.Table(Table{Columns: []Column{{"Name", 1}}, Rows: []Row{{Cells: [][]Run{Text(strings.Repeat("words and ", 40))}}}})
		},
		"a list": func(w *Writer) {
			w.List(List{Items: []ListItem{{Paragraphs: [][]Run{Text(strings.Repeat("words and ", 40))}}}})
		},
		"a heading": func(w *Writer) { w.Heading(3, "", "Open Door"); w.Paragraph(Text("Words.")...) },
		"a callout": func(w *Writer) { w.Callout("Draft", Text(strings.Repeat("words and ", 40))...) },
		"a quote":   func(w *Writer) { w.Markdown(markdown.Parse("> " + strings.Repeat("words and ", 40))) },
	}
	for name, draw := range follow {
		t.Run("before "+name, func(t *testing.T) {
			for start := range 60 { // wherever on the page it comes
				w := New(Options{Title: "Headings"})
				w.Title("Headings")
				for range start {
					w.paragraph(Text("Line."), &bodyStyle, -4)
				}
				for range 8 {
					w.Heading(2, "4", "Strategic overview")
					draw(w)
				}
				w.place(0)
				for p, marks := range w.marks {
					if len(marks) == 0 {
						t.Fatalf("page %d is empty after %d lines", p+1, start)
					}
					if last := marks[len(marks)-1]; p < len(w.marks)-1 && last.tag[0] == 'H' {
						t.Fatalf("page %d ends with %s after %d lines", p+1, last.tag, start)
					}
				}
			}
		})
	}
}

func TestARowThatFitsOnAPageIsNotDivided(t *testing.T) {
	w := New(Options{Title: "Rows"})
	table := Table{Columns: []Column{{"A", 1}, {"B", 1}}, RowHeader: true}
	for i := range 120 {
		if i%7 == 0 {
			table.Rows = append(table.Rows, Row{Group: "Group " + itoa(i)})
		}
		table.Rows = append(table.Rows, Row{Cells: [][]Run{Text("Row " + itoa(i)), Text(strings.Repeat("words ", i%50+1))}})
	}
	w.Table(table)
	checked(t, w)
	rows := elements(w.root, "TR")
	for i, tr := range rows {
		if len(pagesOf(tr)) != 1 {
			t.Errorf("row %d is on pages %v", i, pagesOf(tr))
		}
		if len(tr.kids) == 1 && i+1 < len(rows) { // a group's heading
			for p := range pagesOf(tr) {
				if !pagesOf(rows[i+1])[p] {
					t.Errorf("group heading %d stands alone at the foot of a page", i)
				}
			}
		}
	}
}

func TestARowLongerThanAPageGoesOn(t *testing.T) {
	long := strings.Repeat("many words ", 3000)
	w := New(Options{Title: "Rows"})
	w.Table(Table{Columns: []Column{{"A", 1}, {"B", 3}}, Rows: []Row{{Cells: [][]Run{Text("short"), Text(long)}}, {Cells: [][]Run{Text("after")}}}})
	d := checked(t, w)
	if !strings.Contains(d.Text, strings.TrimSpace(long)) || !strings.Contains(d.Text, "after") || d.Pages < 4 {
		t.Errorf("%d pages, text not whole", d.Pages)
	}
}

func TestAGroupThatGoesOnIsNamedAgain(t *testing.T) {
	d := checked(t, sampleTracker(40))
	if !strings.Contains(d.Artifacts[1], "(continued)") && !strings.Contains(d.Artifacts[2], "(continued)") {
		t.Error("no group is named again")
	}
	if strings.Contains(d.Text, "(continued)") {
		t.Error("the repetition is read aloud")
	}
}

func TestEveryNumberIsDrawn(t *testing.T) {
	for name, typed := range map[string]string{
		"paragraph": "words", "list": "- point", "quote": "> quote", "table": "|a|b|\n|-|-|\n|1|2|", "code": "```\ncode\n```",
		"heading": "# heading", "rule": "---", "nothing": "",
	} {
		t.Run(name, func(t *testing.T) {
			w := New(Options{Title: "Numbers"})
			w.Title("Numbers")
			w.Numbered("4.2", func() { w.Markdown(markdown.Parse(typed)) })
			w.NumberedParagraph("4.3", Text("after")...)
			if d := checked(t, w); strings.Count(d.Text, "4.2") != 1 || strings.Count(d.Text, "4.3 after") != 1 {
				t.Errorf("text is %q", d.Text)
			}
		})
	}
}

func TestALinkOverTwoLinesIsOneLink(t *testing.T) {
	w := New(Options{Title: "Links"})
	w.Title("Links")
	w.Paragraph(Run{Text: "See "}, Run{Text: strings.Repeat("a long name of a guide ", 8), URL: "https://example.org/é?a=b c"}, Run{Text: " or ", URL: "javascript:alert(1)"})
	checked(t, w)
	if n := len(elements(w.root, "Link")); n != 1 || len(w.annotations) < 2 {
		t.Errorf("%d links, %d areas", n, len(w.annotations))
	}
	if got := w.annotations[0].url; got != "https://example.org/%C3%A9?a=b%20c" {
		t.Errorf("address is %s", got)
	}
}

func TestFigures(t *testing.T) {
	picture := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	for x := range 40 {
		picture.Set(x, 10, color.NRGBA{200, 30, 30, uint8(6 * x)})
	}
	var asPNG, asJPEG, grey bytes.Buffer
	for _, err := range []error{png.Encode(&asPNG, picture), jpeg.Encode(&asJPEG, picture, nil), png.Encode(&grey, image.NewGray16(image.Rect(0, 0, 9, 900)))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	w := New(Options{Title: "Figures"})
	w.Title("Figures")
	for _, b := range [][]byte{asPNG.Bytes(), asJPEG.Bytes(), grey.Bytes(), asPNG.Bytes()} {
		if err := w.Figure(b, "A red line", 2000); err != nil {
			t.Error(err)
		}
	}
	if err := w.Figure(asPNG.Bytes(), "", 100); err != nil {
		t.Error(err)
	}
	for name, b := range map[string][]byte{"nothing": nil, "text": []byte("<svg/>"), "half a picture": asPNG.Bytes()[:60]} {
		if w.Figure(b, name, 100) == nil {
			t.Errorf("%s was drawn", name)
		}
	}
	checked(t, w)
	if n := len(elements(w.root, "Figure")); n != 4 {
		t.Errorf("%d figures", n)
	}
	if len(w.figures) != 3 {
		t.Errorf("%d pictures in the file", len(w.figures))
	}
}

func BenchmarkMinutesOfTwelvePages(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		finished(b, sampleMinutes(17))
	}
}

func BenchmarkTrackerOfTwoHundredActions(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		finished(b, sampleTracker(200))
	}
}

func TestTheReferenceOfAnActionStandsOnOneLine(t *testing.T) {
	for _, landscape := range []bool{true, false} {
		w := New(Options{Landscape: landscape})
		table := Table{RowHeader: true, Columns: []Column{{"Action", 1}, {"What", 9}}}
		for i := 11; i < 100; i++ {
			table.Rows = append(table.Rows, Row{Cells: [][]Run{{{Text: fmt.Sprintf("2026-Q2-X1/%02d", i), Bold: true}}, nil}})
		}
		d := &tableDrawing{w: w}
		d.measure(table.Columns, w.widestName(table))
		for _, r := range table.Rows {
			if cells := d.layout(r.Cells, &cellStyle); len(cells[0]) != 1 {
				t.Errorf("%s is broken where landscape is %t", r.Cells[0][0].Text, landscape)
			}
		}
	}
}

func TestAListWithinADecisionIsAList(t *testing.T) {
	c := minutesOf(t, models.MembersEdition)
	c.Items[3].Paragraphs = []models.Paragraph{{Number: "4.1", Kind: models.EntryDecision, Reference: "2026-Q3/D9", How: "Agreed",
		Text: "The partnership:\n\n- asks every council to\n  1. name a contact\n  2. say so\n- > thanks Open Door\n\nand meets again."}}
	pdf, err := Minutes(c)
	doc, text := drawn(t, pdf, err)
	saysAll(t, text, "Decision 2026-Q3/D9 The partnership: • asks every council to 1. name a contact 2. say so • thanks Open Door and meets again. Agreed")
	if strings.Contains(doc.Text, "- asks") {
		t.Error("it is printed with dashes")
	}
}

func TestADateStandsOnOneLine(t *testing.T) {
	for name, upright := range map[string]bool{"tracker": false, "tracker in a year book": true} {
		t.Run(name, func(t *testing.T) {
			c := trackerOf(t, 3)
			c.Groups[0].Actions[0].Deadline = "30 September 2026"
			w := New(Options{Landscape: !upright, Created: c.AsOf.In(time.UTC)})
			w.Title("Actions")
			drawTracker(w, c)
			pdf, err := w.Bytes()
			if err != nil {
				t.Fatal(err)
			}
			if read := strings.ReplaceAll(pdftotext(t, pdf), "\u00a0", " "); !strings.Contains(read, "30 September 2026") {
				t.Errorf("it is broken: %s", read)
			}
		})
	}
}

func TestADayStaysWithItsMonth(t *testing.T) {
	for given, want := range map[string]string{
		"Next meeting, 5 January 2027": "Next meeting, 5\u00a0January\u00a02027", "by 12 May": "by\u00a012\u00a0May", "May": "May", "in March": "in March", "": "",
		"1 May to 3 June":                "1\u00a0May to 3\u00a0June",
		"on 1 May 2026, by 30 June 2026": "on 1\u00a0May\u00a02026, by\u00a030\u00a0June\u00a02026", "standby 3 May": "standby 3\u00a0May", "112 May": "112 May", "3 Mayor": "3 Mayor", "3 May 20266": "3\u00a0May 20266",
		"1 ": "1 ", "4 ": "4 ", "9 May 202": "9\u00a0May 202", "été 4 May": "été 4\u00a0May",
	} {
		if got := dated(given); got != want {
			t.Errorf("%q became %q", given, got)
		}
	}
}
