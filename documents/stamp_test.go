package documents

import (
	"bytes"
	"compress/zlib"
	"encoding/ascii85"
	"encoding/hex"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// streams writes a PDF of one page whose content is these streams, each a
// dictionary's entries and data.
func streamsByHand(page string, streams ...[2]string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(body string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), body)
	}
	b.WriteString("%PDF-1.5\n")
	object("<</Type /Catalog /Pages 2 0 R /OCProperties <</OCGs [5 0 R] /D <</OFF [5 0 R]>>>>>>")
	object("<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 400 300]>>")
	contents := ""
	for i := range streams {
		contents += fmt.Sprintf("%d 0 R ", 6+i)
	}
	object("<</Type /Page /Parent 2 0 R /Contents [" + contents + "] /Resources <</Font <</F1 4 0 R>> /Properties <</Hidden 5 0 R>>>> " + page + ">>")
	object("<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>")
	object("<</Type /OCG /Name (Hidden)>>")
	for _, s := range streams {
		object(fmt.Sprintf("<<%s /Length %d>>\nstream\n%s\nendstream", s[0], len(s[1]), s[1]))
	}
	return withTable(&b, at)
}

func deflated(data string) string {
	var b bytes.Buffer
	z := zlib.NewWriter(&b)
	_, _ = z.Write([]byte(data))
	_ = z.Close()
	return b.String()
}

// TestEveryForeignPageIsStamped gives packs pages whose content is packed, cut
// short or untidy in ways that other programs bring about: each bears the pack's
// marking and number, and looks as it did.
func TestEveryForeignPageIsStamped(t *testing.T) {
	const text = "BT /F1 24 Tf 40 200 Td (Costs of option c) Tj ET 0.8 0.2 0.1 rg 40 120 200 30 re f "
	var b85 bytes.Buffer
	encoder := ascii85.NewEncoder(&b85)
	_, _ = encoder.Write([]byte(text))
	_ = encoder.Close()
	none := func(content ...string) (all [][2]string) {
		for _, c := range content {
			all = append(all, [2]string{"", c})
		}
		return all
	}
	rows := "" // with a predictor: each row begins with the kind of its prediction
	for padded := text + strings.Repeat(" ", (8-len(text)%8)%8); padded != ""; padded = padded[8:] {
		rows += "\x00" + padded[:8]
	}
	whole := deflated(text + strings.Repeat("0 0 1 1 re f ", 4000))
	for name, streams := range map[string][][2]string{
		"tidy":                            none(text),
		"in two streams":                  none("q "+text, "Q "),
		"in hexadecimal":                  {{"/Filter /ASCIIHexDecode", hex.EncodeToString([]byte(text)) + ">"}},
		"in ASCII, packed":                {{"/Filter [/ASCIIHexDecode /FlateDecode]", hex.EncodeToString([]byte(deflated(text))) + ">"}},
		"in ASCII, of two streams":        {{"/Filter /ASCII85Decode", b85.String() + "~>"}, {"", "0 0 1 RG 5 w 40 100 m 240 100 l S"}},
		"packed with a predictor":         {{"/Filter /FlateDecode /DecodeParms <</Predictor 15 /Columns 8>>", deflated(rows)}},
		"packed, of two, one predicted":   {{"/Filter /FlateDecode /DecodeParms <</Predictor 15 /Columns 8>>", deflated(rows)}, {"/Filter /FlateDecode", deflated("0 1 0 rg 300 120 20 20 re f")}},
		"giving back what it has not":     none("Q Q 0.5 0 0 0.5 50 50 cm " + text + "Q Q Q"),
		"giving back, of two streams":     none("Q 0.5 0 0 0.5 50 50 cm ", text+"Q"),
		"leaving states open":             none("q 0.5 0 0 0.5 50 50 cm q " + text),
		"leaving a text open":             none(text + "BT /F1 12 Tf 40 60 Td (More) Tj"),
		"leaving a path open":             none(text + "10 10 m 390 290 l 10 290 l"),
		"leaving a string open":           none(text + "BT /F1 12 Tf (never ended"),
		"with a hidden layer":             none(text + "/OC /Hidden BDC 0 0 50 50 re f EMC"),
		"leaving a list open":             none(text + "BT /F1 12 Tf 40 60 Td [(More) 20"),
		"leaving hexadecimal open":        none(text + "q BT <F1 9 Tf (x) Tj ET"),
		"giving back, then hiding":        none(text + "Q /OC /Hidden BDC"),
		"leaving a hidden layer open":     none(text + "/OC /Hidden BDC 0 0 50 50 re f"),
		"leaving a picture open":          none(text + "BI /W 400 /H 300 /BPC 8 /CS /G ID x"),
		"cut short":                       {{"/Filter /FlateDecode", whole[:len(whole)-20]}},
		"cut short, of two streams":       {{"/Filter /FlateDecode", whole[:len(whole)-20]}, {"", "0 0 1 rg 300 120 20 20 re f"}},
		"with a stream that is not there": append(none(text), [2]string{"/Type /Catalog", ""}),
		"of nothing":                      nil,
	} {
		for _, rotate := range []int{0, 270} {
			t.Run(fmt.Sprintf("%s, turned by %d", name, rotate), func(t *testing.T) {
				original := streamsByHand(fmt.Sprintf("/Rotate %d", rotate), streams...)
				c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: original}})
				var b bytes.Buffer
				report, err := Pack(c, o, &b)
				if err != nil || report.LeftOut["4"] != "" {
					t.Fatal(err, report.LeftOut)
				}
				keep(t, b.Bytes())
				last := words(pageText(t, b.Bytes(), report.Pages))
				if want := fmt.Sprintf("OFFICIAL-SENSITIVE · Paper 4 · Page %d of %d", report.Pages, report.Pages); !strings.Contains(last, want) {
					t.Errorf("the page says %q, not %q", last, want)
				}
				theirs, ours := rendered(t, original, 1), rendered(t, b.Bytes(), report.Pages)
				if theirs.Bounds() != ours.Bounds() {
					t.Fatalf("it was %v and is %v", theirs.Bounds(), ours.Bounds())
				}
				stamped, differ := 0, 0
				bounds := theirs.Bounds()
				for y := range bounds.Dy() {
					for x := range bounds.Dx() {
						same := theirs.At(x, y) == ours.At(x, y)
						switch {
						case y > bounds.Dy()-24: // where the stamp is
							if !same {
								stamped++
							}
						case !same:
							differ++
						}
					}
				}
				if stamped < 100 || differ > 0 {
					t.Errorf("%d points are of the stamp, %d others differ", stamped, differ)
				}
			})
		}
	}
}

// TestTagsOfUntidyForeignPages spoils the content of a tagged paper, so that it is drawn
// as one thing: it is still read by its tags.
func TestTagsOfUntidyForeignPages(t *testing.T) {
	tracker, err := Tracker(trackerOf(t, 3))
	if err != nil {
		t.Fatal(err)
	}
	readable := uncompressed(t, tracker)
	before, after, found := strings.Cut(readable, "%% Contents for page 1\n")
	content, rest, isStream := strings.Cut(after, "endstream\n")
	if !found || !isStream {
		t.Fatal("there is no content to spoil")
	}
	spoilt, err := exec.Command("fix-qdf", saved(t, []byte(before+"%% Contents for page 1\n"+content+"\nQ Q\nendstream\n"+rest))).Output()
	if err != nil {
		t.Fatal(err)
	}
	c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: spoilt}})
	var b bytes.Buffer
	report, err := Pack(c, o, &b)
	if err != nil {
		t.Fatal(err)
	}
	keep(t, b.Bytes())
	if last := words(pageText(t, b.Bytes(), report.Pages)); !strings.Contains(last, fmt.Sprintf("Page %d of %d", report.Pages, report.Pages)) {
		t.Errorf("it is not stamped: %s", last)
	}
	read, err := exec.Command("pdfinfo", "-struct-text", saved(t, b.Bytes())).CombinedOutput()
	if text := words(string(read)); err != nil || strings.Count(text, "As at 24 November 2026") != 1 {
		t.Errorf("%v: its tags lead to nothing\n%.2000s", err, text)
	}
}

func TestWhatCannotBeMarkedIsLeftOut(t *testing.T) {
	c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: streamsByHand("", [2]string{"/Filter /LZWDecode", "\xff\xff\xff"}, [2]string{"", "Q"})}})
	var b bytes.Buffer
	report, err := Pack(c, o, &b)
	if err != nil {
		t.Fatal(err)
	}
	if report.LeftOut["4"] == "" {
		t.Error("the paper is in the pack, without marking")
	}
}

// pageText is what poppler reads on a page.
func pageText(t *testing.T, pdf []byte, page int) string {
	t.Helper()
	cmd := exec.Command("pdftotext", "-raw", "-enc", "UTF-8", "-f", fmt.Sprint(page), "-l", fmt.Sprint(page), "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return string(out)
}

// rendered is a page as poppler shows it.
func rendered(t *testing.T, pdf []byte, page int) image.Image {
	t.Helper()
	name := filepath.Join(t.TempDir(), "page")
	out, err := exec.Command("pdftoppm", "-png", "-r", "72", "-aa", "no", "-aaVector", "no", "-singlefile", "-f", fmt.Sprint(page), saved(t, pdf), name).CombinedOutput()
	if err != nil {
		t.Fatalf("pdftoppm: %v\n%s", err, out)
	}
	file, err := os.Open(name + ".png")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m, err := png.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestAStampIsSetInFacesThatHaveItsLetters(t *testing.T) {
	for _, marking := range []string{"SWYDDOGOL – ŵŷ", "ΑΠΟΡΡΗΤΟ", "ОФИЦИАЛЬНО", "CHÍNH THỨC"} {
		t.Run(marking, func(t *testing.T) {
			for _, p := range New(Options{Marking: marking}).stampLine("Paper 4", 12, 8, true).pieces {
				if _, ok := p.font.face.measure(p.text); !ok {
					t.Errorf("%q is set in a face that lacks some of it", p.text)
				}
			}
			c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: theirs(t, 2, false)}})
			c.Letterhead.RestrictedMarking = marking
			var b bytes.Buffer
			if _, err := Pack(c, o, &b); err != nil {
				t.Fatal(err)
			}
			if text := words(pdftotext(t, b.Bytes())); !strings.Contains(text, marking+" · Paper 4") {
				t.Error("it is not on the paper's pages")
			}
		})
	}
}
