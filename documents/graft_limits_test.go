package documents

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"time"

	"quarterday/models"
)

// pdfOf writes a PDF of these objects, the first of which is the catalog.
func pdfOf(objects ...string) []byte {
	var b bytes.Buffer
	var at []int
	b.WriteString("%PDF-1.5\n")
	for i, body := range objects {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, body)
	}
	return withTable(&b, at)
}

// withTable ends a PDF whose objects are at these places.
func withTable(b *bytes.Buffer, at []int) []byte {
	start := b.Len()
	fmt.Fprintf(b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, n := range at {
		fmt.Fprintf(b, "%010d 00000 n \n", n)
	}
	fmt.Fprintf(b, "trailer\n<</Size %d /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

const (
	theirCatalog = "<</Type /Catalog /Pages 2 0 R>>"
	theirPages   = "<</Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 500 700]>>"
	theirFont    = "<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
)

func theirStream(content string) string {
	return fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content)
}

// packedPDF writes a PDF of these objects and of one more in each of some
// streams of objects.
func packedPDF(plain, packed []string) []byte {
	var b, table bytes.Buffer
	row := func(kind byte, a, c int) {
		table.WriteByte(kind)
		table.Write(binary.BigEndian.AppendUint32(nil, uint32(a)))
		table.Write(binary.BigEndian.AppendUint16(nil, uint16(c)))
	}
	b.WriteString("%PDF-1.5\n")
	row(0, 0, 65535)
	for i, o := range plain {
		row(1, b.Len(), 0)
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	holder := len(plain) + len(packed) + 1
	var at []int
	for i, o := range packed {
		at = append(at, b.Len())
		head := fmt.Sprintf("%d 0 ", len(plain)+1+i)
		fmt.Fprintf(&b, "%d 0 obj\n%sendobj\n", holder+i, packedStream(fmt.Sprintf("/Type /ObjStm /N 1 /First %d", len(head)), []byte(head+o)))
	}
	for i := range packed {
		row(2, holder+i, 0)
	}
	for _, n := range at {
		row(1, n, 0)
	}
	start := b.Len()
	row(1, start, 0)
	size := holder + len(packed) + 1
	fmt.Fprintf(&b, "%d 0 obj\n<</Type /XRef /Size %d /W [1 4 2] /Root 1 0 R /Length %d>>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n", size-1, size, table.Len(), table.Bytes(), start)
	return b.Bytes()
}

const askedEarly = "packed objects that are asked early"

// bombs are small files that say of one long thing that it stands in many places.
func bombs() map[string][]byte {
	long := strings.Repeat("x", 100_000)
	elements := func(entry string, more ...string) []byte {
		var kids strings.Builder
		objects := append([]string{"<</Type /Catalog /Pages 2 0 R /StructTreeRoot 4 0 R>>", theirPages, "<</Type /Page /Parent 2 0 R>>", ""}, more...)
		first := len(objects) + 1
		for i := range 2000 {
			fmt.Fprintf(&kids, "%d 0 R ", i+first)
			objects = append(objects, "<</S /P /P 4 0 R "+entry+">>")
		}
		objects[3] = "<</K [" + kids.String() + "] /ClassMap <</Big 5 0 R>> /RoleMap <</P /P>>>>"
		return pdfOf(objects...)
	}
	pages := func(n int, page string, tree string, more ...string) []byte {
		var kids strings.Builder
		objects := append([]string{theirCatalog, ""}, more...)
		for i := range n {
			fmt.Fprintf(&kids, "%d 0 R ", i+len(more)+3)
			objects = append(objects, "<</Type /Page /Parent 2 0 R "+page+">>")
		}
		objects[1] = fmt.Sprintf("<</Type /Pages /Kids [%s] /Count %d /MediaBox [0 0 500 700] %s>>", kids.String(), n, tree)
		return pdfOf(objects...)
	}
	var states, annotations strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&states, "/G%d<</CA 1>>", i)
	}
	for range 2_000 {
		annotations.WriteString("<</Subtype /Square /Rect [0 0 9 9] /Contents (A comment on it)>>")
	}
	zeros := func(n int) string { return "[" + strings.Repeat("0 ", n) + "]" }
	onePage := []string{theirCatalog, theirPages, "<</Type /Page /Parent 2 0 R /Resources <</X [4 0 R 5 0 R 6 0 R]>>>>"}
	lengths := append([]string(nil), onePage...)
	var ones []string
	for i := range 16 {
		lengths = append(lengths, fmt.Sprintf("<</Length %d 0 R>>\nstream\nx\nendstream", 20+i))
		ones = append(ones, "1 "+strings.Repeat(" ", 15<<20))
	}
	var nested bytes.Buffer
	nested.WriteString("%PDF-1.5\n")
	var at []int
	for i, o := range []string{theirCatalog, theirPages, "<</Type /Page /Parent 2 0 R>>"} {
		at = append(at, nested.Len())
		fmt.Fprintf(&nested, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	for i := range 5_000 {
		at = append(at, nested.Len())
		fmt.Fprintf(&nested, "%d 0 obj\n<</Length 600000>>\nstream\n%100s\n", i+4, "")
	}
	nested.WriteString("endstream\nendobj\n")
	var again bytes.Buffer
	again.WriteString("%PDF-1.5\n")
	same := append([]int(nil), at[:3]...)
	again.Write(nested.Bytes()[9:at[3]])
	for range 20_000 {
		same = append(same, again.Len())
	}
	fmt.Fprintf(&again, "4 0 obj\n%s\nendobj\n", theirStream(long))
	return map[string][]byte{
		"words shared by elements":      elements("/Alt 5 0 R", "("+long+")"),
		"attributes shared by elements": elements("/A 5 0 R", "<</O /Layout /X ("+long+")>>"),
		"a class shared by elements":    elements("/C /Big", "<</O /Layout /X ("+long+")>>"),
		"kids shared by elements":       elements("/K 5 0 R", zeros(50_000)),
		"resources shared by pages":     pages(300, "", "/Resources 3 0 R", "<</ExtGState <<"+states.String()+">>>>"),
		"resources in the page tree":    pages(300, "", "/Resources <</ExtGState <<"+states.String()+">>>>"),
		"typefaces shared by pages":     pages(300, "/Resources <</Font 3 0 R>>", "", "<<"+states.String()+">>"),
		"annotations shared by pages":   pages(2_000, "/Annots 3 0 R", "", "["+annotations.String()+"]"),
		"a group shared by pages":       pages(2_000, "/Group 3 0 R", "", "<</S /Transparency /X ("+long+")>>"),
		"contents shared by pages":      pages(2_000, "/Contents [3 0 R 3 0 R 3 0 R]", "", theirStream("Q "+long)),
		"a page tree without pages":     pdfOf(theirCatalog, "<</Type /Pages /Kids 3 0 R /MediaBox [0 0 9 9]>>", "[<</Kids 3 0 R>> <</Kids 3 0 R>> 4 0 R]", "<</Type /Page /Parent 2 0 R>>"),
		"a structure without end":       pdfOf("<</Type /Catalog /Pages 2 0 R /StructTreeRoot <</K 4 0 R /ParentTree <</Kids 5 0 R>>>>>>", theirPages, "<</Type /Page /Parent 2 0 R>>", "[<</S /P /K 4 0 R>> <</S /P /K 4 0 R>>]", "[<</Kids 5 0 R>> <</Kids 5 0 R>>]"),
		"one packed object":             packedPDF(onePage, []string{zeros(15_000_000)}),
		"three packed objects":          packedPDF(onePage, []string{zeros(15_000_000), zeros(15_000_000), zeros(15_000_000)}),
		askedEarly:                      packedPDF(lengths, ones),
		"streams within streams":        withTable(&nested, at),
		"one stream by many numbers":    withTable(&again, same),
	}
}

// TestPapersThatSwellAreLeftOut examines papers of which each would take more
// than a gigabyte if it were believed.
func TestPapersThatSwellAreLeftOut(t *testing.T) {
	for name, pdf := range bombs() {
		t.Run(name, func(t *testing.T) {
			_, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: pdf}})
			why := ""
			runtime.GC()
			start, top := time.Now(), peakHeap(func() { why = string(WhyLeftOut(models.PaperLine{ID: 301}, o)) })
			t.Logf("file of %d KB: %d MB, %v: %s", len(pdf)>>10, top>>20, time.Since(start).Round(time.Millisecond), why)
			most := uint64(len(pdf))*16 + 128<<20
			if name == askedEarly {
				most += maxReadHeap // it is found out by what it takes
			}
			if top > most {
				t.Errorf("a file of %d KB takes %d MB", len(pdf)>>10, top>>20)
			}
			c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: pdf}})
			out := &counting{}
			report, err := Pack(c, o, out)
			if err != nil {
				t.Fatal(err)
			}
			if (report.LeftOut["4"] == "") != (why == "") {
				t.Errorf("it is said %q, and the pack says %q", why, report.LeftOut["4"])
			}
			if most := len(pdf)*8 + 17<<20; out.n > most {
				t.Errorf("a file of %d KB makes a pack of %d MB", len(pdf)>>10, out.n>>20)
			}
		})
	}
}

// TestALargeHonestPaperIsInThePack draws a paper of 500 pages and 100 MB, as
// scanners make them, and a tagged one.
func TestALargeHonestPaperIsInThePack(t *testing.T) {
	scan := make([]byte, 200<<10)
	_, _ = rand.NewChaCha8([32]byte{4}).Read(scan)
	var kids strings.Builder
	objects := []string{theirCatalog, ""}
	for i := range 500 {
		fmt.Fprintf(&kids, "%d 0 R ", 3*i+3)
		objects = append(objects, fmt.Sprintf("<</Type /Page /Parent 2 0 R /Contents %d 0 R /Resources <</XObject <</I %d 0 R>>>>>>", 3*i+4, 3*i+5), theirStream("q 500 0 0 700 0 0 cm /I Do Q"),
			fmt.Sprintf("<</Subtype /Image /Width 640 /Height 320 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length %d>>\nstream\n%s\nendstream", len(scan), scan))
	}
	objects[1] = fmt.Sprintf("<</Type /Pages /Kids [%s] /Count 500 /MediaBox [0 0 500 700]>>", kids.String())
	tagged, err := Tracker(trackerOf(t, 3_000))
	if err != nil {
		t.Fatal(err)
	}
	for name, pdf := range map[string][]byte{"scanned": pdfOf(objects...), "tagged": tagged} {
		c, o := packOf(t, map[string]paperOf{"4": {mediaType: "application/pdf", data: pdf}})
		out := &counting{}
		var report PackReport
		top := peakHeap(func() { report, err = Pack(c, o, out) })
		if err != nil || report.LeftOut["4"] != "" || out.n < len(pdf)/2 {
			t.Errorf("%s, %d MB: %d bytes, %q, %v", name, len(pdf)>>20, out.n, report.LeftOut["4"], err)
		}
		if most := uint64(len(pdf))*3 + 192<<20; top > most {
			t.Errorf("%s, %d MB: takes %d MB", name, len(pdf)>>20, top>>20)
		}
	}
}

type counting struct{ n int }

func (c *counting) Write(p []byte) (int, error) {
	c.n += len(p)
	return len(p), nil
}

// peakHeap is how much more of the heap is in use while f runs, at most.
func peakHeap(f func()) (top uint64) {
	before := heapInUse()
	done, found := make(chan struct{}), make(chan uint64)
	go func() {
		most := before
		tick := time.NewTicker(2 * time.Millisecond)
		defer tick.Stop()
		for {
			most = max(most, heapInUse())
			select {
			case <-done:
				found <- most
				return
			case <-tick.C:
			}
		}
	}()
	f()
	close(done)
	return <-found - before
}
