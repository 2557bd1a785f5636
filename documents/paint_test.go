package documents

import (
	"bytes"
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestMeasuresAreWrittenToAHundredthOfAPoint(t *testing.T) {
	for v, want := range map[float64]string{0: "0", 12: "12", 0.5: "0.5", -0.9: "-0.9", 0.05: "0.05", 841.889: "841.89", -0.001: "0", 9.999: "10", -12.34: "-12.34"} {
		if got := string(appendNumber(nil, v)); got != want {
			t.Errorf("%v is written %s, want %s", v, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		v := rapid.Float64Range(-20000, 20000).Draw(t, "v")
		got, err := strconv.ParseFloat(string(appendNumber(nil, v)), 64)
		if err != nil || math.Abs(got-v) > 0.0050001 {
			t.Errorf("%v is written %v: %v", v, got, err)
		}
	})
}

// TestAPackerForgetsWhatItPackedBefore: packers are used again, and the same
// data must give the same bytes whatever was packed before them.
func TestAPackerForgetsWhatItPackedBefore(t *testing.T) {
	texts := make([][]byte, 40)
	want := make([][]byte, len(texts))
	for i := range texts {
		texts[i] = []byte(strings.Repeat("BT 68.03 "+strconv.Itoa(i*i)+" Td (partners) Tj ET\n", 1+i*i))
		want[i] = pack(texts[i])
	}
	for i := range texts {
		for k := range texts {
			if got := pack(texts[(i+k*7)%len(texts)]); !bytes.Equal(got, want[(i+k*7)%len(texts)]) {
				t.Fatalf("text %d is packed in another way after others", (i+k*7)%len(texts))
			}
		}
	}
}
