package documents

import (
	"bytes"
	"strconv"
	"strings"
	"sync"
	"testing"
)

func finished(t testing.TB, w *Writer) []byte {
	t.Helper()
	b, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestTheSameDataGiveTheSameBytes(t *testing.T) {
	minutes, tracker := finished(t, sampleMinutes(6)), finished(t, sampleTracker(60))
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 3 {
				m, err := sampleMinutes(6).Bytes()
				if err != nil || !bytes.Equal(m, minutes) {
					t.Error("minutes differ from the first drawing", err)
				}
				a, err := sampleTracker(60).Bytes()
				if err != nil || !bytes.Equal(a, tracker) {
					t.Error("tracker differs from the first drawing", err)
				}
			}
		})
	}
	wait.Wait()
}

// TestAPackerForgetsWhatItPackedBefore: packers are used again, and the same
// data must give the same bytes whatever was packed before them.
func TestAPackerForgetsWhatItPackedBefore(t *testing.T) {
	texts := make([][]byte, 40)
	want := make([][]byte, len(texts))
	for i := range texts {
		texts[i] = []byte(strings.Repeat("BT 68.03 "+strconv.Itoa(i*i)+" Td (partners) Tj ET\n", 1+i*i))
		want[i] = packedStream("", texts[i])
	}
	for i := range texts {
		for k := range texts {
			if got := packedStream("", texts[(i+k*7)%len(texts)]); !bytes.Equal(got, want[(i+k*7)%len(texts)]) {
				t.Fatalf("text %d is packed in another way after others", (i+k*7)%len(texts))
			}
		}
	}
}

func TestALinkToNowhereIsAnError(t *testing.T) {
	w := New(Options{Title: "Links"})
	w.Paragraph(Run{Text: "item 9", Anchor: "item9"})
	if _, err := w.Bytes(); err == nil {
		t.Error("a document whose link leads nowhere was finished")
	}
}

func TestAStyleOfAFamilyHasTheCharactersOfTheOthers(t *testing.T) {
	for _, family := range []faceID{bodyRegular, wideRegular} {
		for id := family + 1; id < family+4; id++ {
			for r := rune(0); r < 0x10000; r++ {
				if (faces[family]().glyph(r) == 0) != (faces[id]().glyph(r) == 0) {
					t.Errorf("%s and %s differ at %U", faceFiles[family], faceFiles[id], r)
				}
			}
		}
	}
	for id, f := range faces {
		if got := f().name; got == "" {
			t.Errorf("%s has no name", faceFiles[id])
		}
	}
}
