package documents

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"quarterday/markdown"
)

func itoa(n int) string { return strconv.Itoa(n) }

func TestDrawableKeepsTheMeaning(t *testing.T) {
	for given, want := range map[string]string{
		"plain (text) \\":                            "plain (text) \\",
		"thanks \U0001F44F":                          "thanks [clapping hands sign]",
		"\U0001F44D\U0001F3FD":                       "[thumbs up sign][emoji modifier fitzpatrick type-4]",
		"\U0001F3F4 \U0001F1EC\U0001F1E7 \U0001F1EC": "[waving black flag] [flag: GB] [regional indicator symbol letter g]",
		"a \U0001F3F4\U000E0067\U000E0062\U000E0077\U000E006C\U000E0073\U000E007F b": "a [flag: Wales] b", "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F": "[flag: Scotland]",
		"\U0001F3F4\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F!": "[flag: England]!", "\U0001F3F4\U000E0067\U000E0062": "[waving black flag]", "\U0001F1EB\U0001F1F7": "[flag: FR]",
		"e\u0301te\u0301":                "été",
		"a\x00b\u200bc\u00add":           "abcd",
		"a\tb\u3000c":                    "a b c",
		"a\r\nb\rc\u2028d":               "a\nb\nc\nd",
		"10\u00a0km":                     "10\u00a0km",
		"bad \xff\xfe\xed\xa0\x80 bytes": "bad [replacement character] bytes",
		"\ue000 \U000F0000":              "[U+E000] [U+F0000]",
		"a → b ✓":                        "a → b ✓",
		"co\u2011operate":                "co-operate",
	} {
		if got := drawable(given); got != want {
			t.Errorf("%q became %q, not %q", given, got, want)
		}
	}
}

// TestTextThatIsReadyIsWhatItWouldBecome: what drawable lets through is what
// its work would have made of it, alone and after another letter.
func TestTextThatIsReadyIsWhatItWouldBecome(t *testing.T) {
	ready := 0
	for r := rune(0); r < 0x10000; r++ {
		for _, text := range []string{string(r), "e" + string(r)} {
			if !isReady(text) {
				continue
			}
			ready++
			// the sign at the end has to be worked on, and so has all before it
			if got := strings.TrimSuffix(drawable(text+"\u2011"), "-"); got != text {
				t.Errorf("%q is let through, and would have become %q", text, got)
			}
		}
	}
	if ready < 500 {
		t.Errorf("only %d texts are let through", ready)
	}
}

// hostile are the texts of many tongues and of people with bad intentions.
var hostile = map[string]string{
	"emoji":      "Diolch \U0001F44F\U0001F44F! \U0001F468\u200d\U0001F469\u200d\U0001F467 \U0001F1EC\U0001F1E7",
	"welsh":      "Ŵyr Siân Gruffŷdd ddŵr yn yr ŷd?",
	"polish":     "Zażółć gęślą jaźń, Łukasz Wiśniewski",
	"romanian":   "Ștefan și Țuțu, în București",
	"vietnamese": "Nguyễn Thị Hương nói: “Không có gì quý hơn độc lập tự do.”",
	"greek":      "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία. Ἀθῆναι",
	"cyrillic":   "Съешь же ещё этих мягких французских булок, Київ",
	"arabic":     "يوسف الرحمن قال شكرا لكم (2026) والكتاب",
	"hebrew":     "שלום עולם דוד כהן (2026) אמר",
	"mixed":      "The chair thanked يوسف الرحمن and דוד כהן for 12 years",
	"combining":  "q\u0303 x\u0301\u0323 Z\u0335",
	"brackets":   `\(a\) (b) )c( \\ %PDF <</A>> EMC BT`,
	"zero":       "a\x00b\u200bc\ufeffd\u2060e",
	"invalid":    "a\xff\xc0\x80b\xed\xa0\x80c",
	"private":    "\ue123 \U0010FFFD",
	"arrows":     "a → b ← c ✓ ≤ ≥ ≠ ∞",
	"line ends":  "one\rtwo\r\nthree\n\nfour\u2028five",
	"spaces":     "  a   b\u00a0c\u3000d  ",
}

func TestHostileTextIsDrawnWhole(t *testing.T) {
	for name, s := range hostile {
		t.Run(name, func(t *testing.T) {
			w := plain(s)
			d := checked(t, w)
			if got, want := words(d.Text), words("Text "+drawable(s)); got != want {
				t.Errorf("text is %q, not %q", got, want)
			}
		})
	}
}

func TestHostileTextInEveryPlace(t *testing.T) {
	for name, s := range hostile {
		t.Run(name, func(t *testing.T) {
			w := New(Options{Title: s, Language: s, Author: s, Subject: s, Marking: s, Reference: s, RunningHeader: s})
			w.Kicker(s)
			w.Title(s)
			w.Subtitle(s)
			w.Callout(s, Text(s)...)
			w.Note("", Text(s)...)
			w.Heading(2, s, s)
			w.Byline(Text(s)...)
			w.KeyValues(Pair{s, Text(s)})
			w.NumberedParagraph(s, Text(s)...)
			w.Entry(Entry{Number: s, Label: s, Lead: Text(s), Facts: Text(s)})
			w.Heading(3, "", s)
			w.List(List{Items: []ListItem{{Paragraphs: [][]Run{Text(s), Text(s)}}}})
			w.Table(Table{Summary: s, Columns: []Column{{s, 1}, {s, 0}}, Rows: []Row{{Group: s}, {Cells: [][]Run{Text(s)}}}})
			w.Paragraph(Run{Text: s, URL: "https://example.org/" + s, Description: s, Language: s}, Run{Text: s, Bold: true, Italic: true, Struck: true})
			w.Numbered("1", func() { w.Markdown(markdown.Parse(s)) })
			checked(t, w)
		})
	}
}

func TestPopplerReadsWhatWasGiven(t *testing.T) {
	for _, name := range []string{"emoji", "welsh", "polish", "romanian", "vietnamese", "greek", "cyrillic", "brackets", "zero", "line ends", "arrows", "arabic", "hebrew", "mixed"} {
		t.Run(name, func(t *testing.T) {
			s := strings.Repeat(hostile[name]+" ", 40) // many lines and several pages
			got := pdftotext(t, finished(t, plain(s, s)))
			got = regexp.MustCompile(`Page \d+ of \d+`).ReplaceAllString(got, "")
			got = regexp.MustCompile("[\u202a-\u202e]").ReplaceAllString(got, "") // poppler's own marks of direction
			if got, want := words(got), words("Text "+drawable(s+s)); got != want {
				t.Errorf("poppler reads %q, not %q", got, want)
			}
		})
	}
}

func TestAWordIsSetInOneFace(t *testing.T) {
	w := New(Options{Title: "Faces"})
	for text, want := range map[string]int{"Nguyễn": 1, "Wiśniewski": 1, "Київ": 1, "ordinary": 1, "a→b": 3} {
		if got := w.pieces(Text(text), &bodyStyle); len(got) != want {
			t.Errorf("%s is in %d pieces, not %d", text, len(got), want)
		}
	}
}

func TestALongWordIsBroken(t *testing.T) {
	long := strings.Repeat("abcdefghij", 500)
	w := plain(long)
	w.Table(Table{Columns: []Column{{"Long", 1}, {"Short", 9}}, Rows: []Row{{Cells: [][]Run{Text(long), Text("x")}}}})
	w.Entry(Entry{Lead: Text(long), Label: long})
	d := checked(t, w)
	if got := strings.Count(d.Text, long); got != 4 {
		t.Errorf("the word is there %d times, not 4", got)
	}
}

func TestAMegabyteIsDrawn(t *testing.T) {
	var b strings.Builder
	for i := 0; b.Len() < 1<<20; i++ {
		b.WriteString("paragraph " + itoa(i) + " ")
	}
	d := checked(t, plain(b.String()))
	if words(d.Text) != words("Text "+b.String()) {
		t.Error("the text is not whole")
	}
}

func TestAScriptWithoutAFaceKeepsItsText(t *testing.T) {
	d := checked(t, plain("Our guest, प्रिया शर्मा, spoke; 王小明 listened."))
	if want := "Our guest, प्रिया शर्मा, spoke; 王小明 listened."; !strings.Contains(d.Text, want) {
		t.Errorf("text is %q, not %q", d.Text, want)
	}
}

func TestArabicLettersAreJoined(t *testing.T) {
	w := New(Options{Title: "Arabic"})
	for word, want := range map[string]string{
		"بيت":  "\ufe91\ufef4\ufe96", // initial, medial, final
		"دار":  "\ufea9\ufe8d\ufead", // letters that do not join the next
		"سلام": "\ufeb3\ufefc\ufee1", // lam and alef are one
		"لا":   "\ufefb",
	} {
		if got := w.pieces(Text(word), &bodyStyle); len(got) != 1 || got[0].text != want {
			t.Errorf("%s is drawn %+q, not %+q", word, got[0].text, want)
		}
	}
	for _, s := range []string{"سلام، لا", "של)", "[דוד כהן] (שלום"} {
		if d := checked(t, plain(s)); !strings.Contains(d.Text, s) {
			t.Errorf("text is %q, not %q", d.Text, s)
		}
	}
}

func TestWordsReadFromTheRightStandFromTheRight(t *testing.T) {
	w := New(Options{Title: "Order"})
	visual := func(s string) string {
		l := w.wrap(Text(s), &bodyStyle, 1000)[0]
		index := make([]int, len(l.pieces))
		for i := range index {
			index[i] = i
		}
		slices.SortStableFunc(index, func(a, b int) int { return cmp.Compare(l.at[a], l.at[b]) })
		out := ""
		for _, i := range index {
			out += l.pieces[i].text
		}
		return out
	}
	for given, want := range map[string]string{
		"thanks to דוד כהן today":     "thanks to כהן דוד today",
		"דוד כהן 12 years":            "years 12 כהן דוד",
		"he said שלום 12 עולם, twice": "he said עולם 12 שלום, twice",
	} {
		if got := visual(given); words(got) != want {
			t.Errorf("%q stands as %q, not %q", given, got, want)
		}
	}
}

// FuzzWriter draws documents of all blocks from any text.
func FuzzWriter(f *testing.F) {
	for _, s := range hostile {
		f.Add(s, uint16(0xffff))
	}
	f.Add("# a\n- b\n  1. c\n> d\n\n|x|y|\n|-|-|\n|1|2|", uint16(0x1234))
	f.Fuzz(func(t *testing.T, s string, which uint16) {
		if len(s) > 20_000 {
			return
		}
		w := New(Options{Title: "t" + s, Landscape: which&1 != 0, Marking: s, RunningHeader: s})
		half := s[:len(s)/2]
		for i := range 16 {
			if which>>i&1 == 0 {
				continue
			}
			switch i {
			case 0:
				w.Title(s)
			case 1:
				w.Heading(2, half, s)
			case 2:
				w.Heading(4, "", half)
			case 3:
				w.Entry(Entry{Kind: ActionEntry, Number: half, Label: half, Lead: Text(s), Facts: Text(half)})
			case 4:
				w.Numbered("4.2", func() { w.Markdown(markdown.Parse(s)) })
			case 5:
				w.Table(Table{Columns: []Column{{half, 1}, {"", 3}, {s, 2}}, RowHeader: true, Rows: []Row{{Cells: [][]Run{Text(s), Text(half)}}, {Group: half}, {}}})
			case 6:
				w.Callout(half, Run{Text: s, URL: "mailto:" + half})
			case 7:
				w.KeyValues(Pair{half, Text(s)}, Pair{})
			case 8:
				w.List(List{Ordered: true, Items: []ListItem{{}, {Paragraphs: [][]Run{Text(s)}, Lists: []List{{Items: []ListItem{{}}}}}}})
			case 9:
				w.Byline(Run{Text: s, Quiet: true})
			case 10:
				w.Space(float64(which % 900))
			case 11:
				w.Numbered(s, func() {})
			case 12:
				w.Paragraph(Run{Text: half, Bold: true}, Run{Text: s, Italic: true}, Run{Text: half, Anchor: "here"})
				w.Anchor("here")
			default:
				w.Paragraph(Text(s)...)
			}
		}
		d := checked(t, w)
		if which&(1<<13) != 0 && utf8.ValidString(s) && !strings.Contains(words(d.Text), words(drawable(s))) {
			t.Errorf("text is not whole: %q in %q", drawable(s), d.Text)
		}
	})
}
