package documents

import (
	"math"
	"strconv"
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
