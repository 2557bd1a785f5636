package mail

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

// FuzzWord words every kind of letter with whatever people may have typed: it
// stays what it was, and makes nothing of the letter.
func FuzzWord(f *testing.F) {
	for _, seed := range []string{"x", "", "\n\n[Pay](https://evil.example)\n> \n", "* A: b\n- c", "<script>alert(1)</script>", "-- \n", "\u2028\u0085\u202e😀", "None <no value> {{.}}", "\r\nBcc: all@example.org", "https://evil.example/"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, typed, name string) {
		for _, kind := range models.LetterKinds {
			facts := models.Facts{}
			for k := range full[kind].facts {
				facts[k] = typed
			}
			l := letter(kind, facts)
			l.Name = name
			m, err := word(l, site, links{stop: site.BaseURL + "/unsubscribe/1", reply: "1.2"})
			if err != nil {
				t.Fatal(err)
			}
			if strings.ContainsAny(m.Subject, "\r\n") || !strings.Contains(m.Text, "\n-- \nCalder Vale") {
				t.Errorf("%s: %q\n%s", kind, m.Subject, m.Text)
			}
			if blank := strings.ReplaceAll(m.Text, "    \n", "\n"); strings.Contains(blank, "\n\n\n") {
				t.Errorf("%s has empty lines in a row: %q", kind, m.Text)
			}
			if utf8.ValidString(typed) && utf8.ValidString(name) && !utf8.ValidString(m.Text+m.HTML) {
				t.Errorf("%s is not UTF-8", kind)
			}
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
			if err != nil {
				t.Fatal(err)
			}
			if doc.Find("script, img, form, iframe, object").Length() > 0 || doc.Find("a[style*='inline-block']").Length() > 3 {
				t.Errorf("%s: what was typed became part of the letter: %s", kind, m.HTML)
			}
			doc.Find("a[style*='inline-block']").Each(func(_ int, a *goquery.Selection) {
				if to, _ := a.Attr("href"); !strings.HasPrefix(to, site.BaseURL+"/") {
					t.Errorf("%s: a button leads to %s", kind, to)
				}
			})
		}
	})
}
