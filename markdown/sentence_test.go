package markdown

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

func TestASentenceIsReadAsTheParserReadsIt(t *testing.T) {
	sentences := 0
	rapid.Check(t, func(t *rapid.T) {
		typed := clean(rapid.StringMatching(`[A-Za-zÀ-ž0-9 ,.;'()?!–’£%*_#:@w-]{0,40}`).Draw(t, "typed"))
		if !isSentence(typed) {
			return
		}
		sentences++
		if quick, whole := Parse(typed), parse(typed); !reflect.DeepEqual(quick, whole) {
			t.Fatalf("%q is %+v, by the parser %+v", typed, quick, whole)
		}
	})
	if sentences == 0 {
		t.Error("no text was a sentence")
	}
	for _, typed := range []string{"", " a", "a ", "a  b", "1. a", "# a", "see www.example.org", "see WWW.example.org", "a@b.example", "http://a.example", "a *b*", "a\nb", "a_b", "a\\b", "a&amp;"} {
		if isSentence(typed) {
			t.Errorf("%q is taken for a sentence", typed)
		}
	}
}
