package documents

import (
	"fmt"
	"maps"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"quarterday/documents/pdfcheck"
	"quarterday/markdown"
	"quarterday/models"
)

// awkward are the texts that any field may hold, none of which means anything
// in Markdown.
var awkward = map[string]string{
	"nothing":         "",
	"one letter":      "x",
	"long":            strings.Repeat("Twenty letters here. ", 150),
	"emoji":           "thanks \U0001F44F\U0001F44F \U0001F468\u200d\U0001F469\u200d\U0001F467 \U0001F1EC\U0001F1E7 \U0001F1EC",
	"combining marks": "q\u0303 x\u0301\u0323 Z\u0335 e" + strings.Repeat("\u0301", 50),
	"right to left":   "يوسف الرحمن قال شكرا، שלום עולם (2026) twice",
	"NUL":             "a\x00b\x00",
	"lone surrogates": "a\xed\xa0\x80b\xed\xbf\xbfc",
	"invalid UTF-8":   "a\xff\xc0\x80b\xf5",
	"zero width":      "a\u200bb\ufeffc\u2060d\u200de\u00ad",
	"a long word":     strings.Repeat("abcdefghij", 500),
	"line ends":       "one\rtwo\r\nthree\u2028four\u0085five",
	"directions":      "\u202eabc\u202d \u2066def\u2069",
	"private use":     "\ue123 \U0010FFFD \ufffe",
	"scripts":         "प्रिया शर्मा, 王小明, ประชุม, 𐍈",
}

// found begins and ends the text of a field, so that it is found in the
// document: with figures, which no capital letter changes.
func found(n int) (begin, end string) {
	name := strconv.FormatInt(int64(n+36*36), 36) // three signs: the narrowest column has room
	return "7" + name, "8" + name
}

var foundAt = regexp.MustCompile(`\b7([0-9a-z]{3})\b`)

// shown is which fields of a kind its documents show, by their place.
// items is how many each list has, since what an entry shows depends on its kind.
func (k kindOfDocument) shown(t testing.TB, items int) map[string]int {
	numbers, places := map[string]int{}, []string{}
	pdf, err := k.draw(k.filled(filler{t: t, items: items, text: func(place string) string {
		numbers[place] = len(places)
		places = append(places, place)
		begin, end := found(numbers[place])
		return begin + " " + end
	}}))
	doc, _ := checkedPDF(t, pdf, err)
	shown := map[string]int{}
	for _, m := range foundAt.FindAllStringSubmatch(doc.Text, -1) {
		if n, err := strconv.ParseInt(m[1], 36, 32); err == nil && n >= 36*36 && int(n)-36*36 < len(places) {
			shown[places[n-36*36]] = int(n) - 36*36
		}
	}
	return shown
}

// checkedPDF holds a file against our rules.
func checkedPDF(t testing.TB, pdf []byte, err error) (*pdfcheck.Document, []byte) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := pdfcheck.Read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range doc.Problems[:min(len(doc.Problems), 5)] {
		t.Error(p)
	}
	if doc.Pages < 1 || strings.TrimSpace(doc.Text) == "" {
		t.Error("the document is empty")
	}
	return doc, pdf
}

// TestAwkwardTextInEveryFieldOfEveryDocument fills every field of a document at
// once. Whatever a field shows, it shows whole, poppler reads the same, and
// qpdf finds nothing wrong.
func TestAwkwardTextInEveryFieldOfEveryDocument(t *testing.T) {
	for name, k := range kindsOfDocument {
		t.Run(name, func(t *testing.T) {
			shownOf := map[int]map[string]int{1: k.shown(t, 1), 3: k.shown(t, 3)}
			if len(shownOf[3]) < 4 {
				t.Fatalf("it shows only %v", slices.Sorted(maps.Keys(shownOf[3])))
			}
			for what, text := range awkward {
				t.Run(what, func(t *testing.T) {
					items := 3
					if len(text) > 1000 {
						items = 1
					}
					shown, numbers := shownOf[items], map[string]int{}
					pdf, err := k.draw(k.filled(filler{t: t, items: items, text: func(place string) string {
						n, ok := shown[place]
						if !ok || text == "" {
							return text
						}
						numbers[place] = n
						begin, end := found(n)
						return begin + " " + text + " " + end
					}}))
					doc, _ := checkedPDF(t, pdf, err)
					keep(t, pdf)
					all := strings.ReplaceAll(words(doc.Text), "[replacement character]", "") // Markdown has it for NUL
					for place, n := range numbers {
						begin, end := found(n)
						if want := words(begin + " " + strings.ReplaceAll(drawable(text), "[replacement character]", "") + " " + end); !strings.Contains(all, want) {
							_, after, _ := strings.Cut(all, begin)
							t.Errorf("%s is not whole: %.80q", place, after)
						}
					}
					popplerReadsTheSame(t, pdf, doc)
					qpdfIsContent(t, pdf)
				})
			}
		})
	}
}

// TestEachFieldAlone fills one field after another, so that what is awkward
// meets what is not.
func TestEachFieldAlone(t *testing.T) {
	worst := ""
	for _, what := range slices.Sorted(maps.Keys(awkward)) {
		if len(awkward[what]) < 1000 {
			worst += awkward[what] + " "
		}
	}
	texts := []string{"", worst, awkward["a long word"]}
	if os.Getenv("QUARTERDAY_EVERY_FIELD") != "" { // takes minutes
		limit := strings.Repeat("Twenty letters here. ", 20_000/21)
		texts = append(texts, limit, limit+"x", strings.Repeat(strings.Repeat("megabyte ", 2_000)+"\n\n", 60))
	}
	for name, k := range kindsOfDocument {
		t.Run(name, func(t *testing.T) {
			var places []string
			k.filled(filler{t: t, items: 1, text: func(place string) string { places = append(places, place); return "" }})
			for _, one := range places {
				for _, text := range texts {
					pdf, err := k.draw(k.filled(filler{t: t, items: 1, text: func(place string) string {
						if place == one {
							return text
						}
						return "2026"
					}}))
					if checkedPDF(t, pdf, err); t.Failed() {
						t.Fatalf("with %.40q in %s", text, one)
					}
				}
			}
		})
	}
}

// popplerReadsTheSame compares what poppler reads with what was drawn: every
// letter is there as often, and no word is joined to the next or divided, but
// for those that are wider than a column.
func popplerReadsTheSame(t testing.TB, pdf []byte, doc *pdfcheck.Document) {
	t.Helper()
	read := pdftotext(t, pdf)
	if d := difference(letters(read), letters(doc.Text+strings.Join(doc.Artifacts, ""))); len(d) > 0 {
		t.Errorf("poppler reads other letters: %v", d)
	}
	for word, n := range difference(shortWords(read), shortWords(doc.Text)) {
		if n < 0 { // it reads the page's head and foot, too
			_, after, _ := strings.Cut(read, word)
			before, _, _ := strings.Cut(read, word)
			t.Errorf("poppler reads %q %d times too few, among %.40q", word, -n, before[max(0, len(before)-20):]+word+after)
		}
	}
}

// letters are those of a text that programs do not order or compose in ways of
// their own.
func letters(text string) []string {
	var list []string
	for _, r := range text {
		if !unicode.IsSpace(r) && r < 0xffff && !unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Mn, unicode.Cf, unicode.Devanagari, unicode.Thai) {
			list = append(list, string(r))
		}
	}
	return list
}

func shortWords(text string) []string {
	return slices.DeleteFunc(strings.Fields(text), func(w string) bool {
		return len(w) > 12 || strings.ContainsFunc(w, func(r rune) bool { return r >= 0x300 })
	})
}

// difference is how much more often one list has each word than the other.
func difference(a, b []string) map[string]int {
	count := map[string]int{}
	for _, w := range a {
		count[w]++
	}
	for _, w := range b {
		count[w]--
	}
	maps.DeleteFunc(count, func(_ string, n int) bool { return n == 0 })
	return count
}

func qpdfIsContent(t testing.TB, pdf []byte) {
	t.Helper()
	program, err := exec.LookPath("qpdf")
	if err != nil {
		return
	}
	if out, err := exec.Command(program, "--check", saved(t, pdf)).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
}

// TestAMegabyteInEveryPlace puts a megabyte wherever a document has text.
func TestAMegabyteInEveryPlace(t *testing.T) {
	long := strings.Repeat("megabyte ", 1<<20/9)
	count := func(d *pdfcheck.Document) int { return strings.Count(d.Text, "megabyte") }
	for name, draw := range map[string]func(w *Writer){
		"title": func(w *Writer) { w.Title(long) }, "kicker": func(w *Writer) { w.Kicker(long) }, "heading": func(w *Writer) { w.Heading(2, "1", long); w.Paragraph(Text("x")...) },
		"callout": func(w *Writer) { w.Callout("Draft", Text(long)...) }, "label": func(w *Writer) { w.Callout(long, Text("x")...) },
		"pair": func(w *Writer) { w.KeyValues(Pair{"Key", Text(long)}) },
		"entry": func(w *Writer) {
			w.Entry(Entry{Kind: ActionEntry, Number: "4.1", Label: "Action", Text: markdown.Parse(long)})
		},
		"facts": func(w *Writer) { w.Entry(Entry{Label: "Action", Text: markdown.Parse("x"), Facts: Text(long)}) },
		"list":  func(w *Writer) { w.List(List{Items: []ListItem{{Paragraphs: [][]Run{Text(long)}}}}) },
		"cell": func(w *Writer) {
			w.Table(Table{Columns: []Column{{"A", 9}, {"B", 1}}, Rows: []Row{{Cells: [][]Run{Text(long), Text("x")}}}})
		},
		"group": func(w *Writer) { w.Table(Table{Columns: []Column{{"A", 1}}, Rows: []Row{{Group: long}}}) },
		"link":  func(w *Writer) { w.Paragraph(Run{Text: long, URL: "https://example.org/"}) },
	} {
		t.Run(name, func(t *testing.T) {
			w := New(Options{Title: "Megabyte", Marking: long[:2000], RunningHeader: long[:2000]})
			draw(w)
			pdf, err := w.Bytes()
			doc, _ := checkedPDF(t, pdf, err)
			if got := count(doc); got != 1<<20/9 {
				t.Errorf("%d words of %d", got, 1<<20/9)
			}
		})
	}
}

// TestManyOrNone draws documents whose lists have no items, and each with one
// list of very many.
func TestManyOrNone(t *testing.T) {
	for name, k := range kindsOfDocument {
		t.Run(name+" of nothing", func(t *testing.T) {
			pdf, err := k.draw(k.filled(filler{t: t, items: 0, text: func(string) string { return "" }}))
			checkedPDF(t, pdf, err)
			qpdfIsContent(t, pdf)
		})
		many := 2000
		if os.Getenv("QUARTERDAY_EVERY_FIELD") == "" && slices.Contains([]string{"year book", "pack", "supplement"}, name) {
			many = 200 // each is pages of its own, and drawn twice
		}
		lists := map[string]bool{}
		k.filled(filler{t: t, items: 1, text: func(string) string { return "" }, only: func(place string) bool { lists[place] = true; return true }})
		for list := range lists {
			t.Run(name+" with many "+list, func(t *testing.T) {
				pdf, err := k.draw(k.filled(filler{t: t, items: many, text: func(place string) string { return "Text " + place[strings.LastIndex(place, ".")+1:] }, only: func(place string) bool { return place == list }}))
				checkedPDF(t, pdf, err)
			})
		}
	}
}

// allocated is how many bytes drawing takes from the heap altogether.
func allocated(draw func()) (bytes uint64) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	draw()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestAnItemOfAHundredPages(t *testing.T) {
	c := minutesOf(t, models.MembersEdition)
	item := &c.Items[3]
	paragraph := item.Paragraphs[0]
	for i := range 1_500 {
		p := paragraph
		p.Number, p.Text = fmt.Sprintf("4.%d", i+10), strings.Repeat("What was said goes on. ", 12)
		item.Paragraphs = append(item.Paragraphs, p)
	}
	var pdf []byte
	var err error
	used := allocated(func() { pdf, err = Minutes(c) })
	doc, _ := checkedPDF(t, pdf, err)
	if doc.Pages < 100 {
		t.Errorf("only %d pages", doc.Pages)
	}
	if most := uint64(doc.Pages) * 600 << 10; used > most {
		t.Errorf("%d pages took %d MB", doc.Pages, used>>20)
	}
	popplerReadsTheSame(t, pdf, doc)
	qpdfIsContent(t, pdf)
}

func TestThreeHundredActionsOfTenOwnersEach(t *testing.T) {
	c := trackerOf(t, 300)
	for g := range c.Groups {
		for a := range c.Groups[g].Actions {
			var owners []string
			for i := range 10 {
				owners = append(owners, fmt.Sprintf("Siân Gruffŷdd of organisation %d", i))
			}
			c.Groups[g].Actions[a].Owners = owners
		}
	}
	var pdf []byte
	var err error
	used := allocated(func() { pdf, err = Tracker(c) })
	doc, _ := checkedPDF(t, pdf, err)
	if n := strings.Count(words(doc.Text), "Siân Gruffŷdd of organisation"); n != 3_000 {
		t.Errorf("%d owners", n)
	}
	if most := uint64(doc.Pages) * 600 << 10; used > most {
		t.Errorf("%d pages took %d MB", doc.Pages, used>>20)
	}
	popplerReadsTheSame(t, pdf, doc)
	qpdfIsContent(t, pdf)
}
