package markdown

import (
	"html"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/microcosm-cc/bluemonday"
)

func TestHTML(t *testing.T) {
	tests := map[string]struct{ typed, want string }{
		"words are escaped": {`a < b & "c"`, `<p class="govuk-body">a &lt; b &amp; &#34;c&#34;</p>`},
		"a line break":      {"a\nb", "<p class=\"govuk-body\">a<br>\nb</p>"},
		"styles":            {"**a *b***", `<p class="govuk-body"><strong>a </strong><strong><em>b</em></strong></p>`},
		"one link, any style": {"[a **b**](https://c.example/?d&e)",
			`<p class="govuk-body"><a class="govuk-link" rel="nofollow noopener" href="https://c.example/?d&amp;e">a <strong>b</strong></a></p>`},
		"headings fall under the page's": {"# a\n## b", "<h3 class=\"govuk-heading-s\">a</h3>\n<h4 class=\"govuk-heading-s\">b</h4>"},
		"a tight list":                   {"2. a", "<ol class=\"govuk-list govuk-list--number\" start=\"2\">\n<li>a\n</li>\n</ol>"},
		"an empty header cell is no heading": {"|a||\n|-|-|", "<table class=\"govuk-table\">\n<thead class=\"govuk-table__head\"><tr class=\"govuk-table__row\">" +
			"<th scope=\"col\" class=\"govuk-table__header\">a</th><td class=\"govuk-table__header\"></td></tr></thead>\n<tbody class=\"govuk-table__body\">\n</tbody>\n</table>"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := strings.TrimSpace(string(Parse(test.typed).HTML(3))); got != test.want {
				t.Errorf("HTML of %q\n got %s\nwant %s", test.typed, got, test.want)
			}
		})
	}
}

var hostile = []string{
	`<script>alert(1)</script>`, `<img src=x onerror=alert(1)>`, `[a](javascript:alert(1))`, `[a](JaVaScRiPt:alert(1))`,
	`[a](java&#10;script:alert(1))`, `[a](&#106;avascript:alert(1))`, `[a](data:text/html;base64,PHNjcmlwdD4=)`, `<javascript:alert(1)>`,
	`![a](data:image/svg+xml,<svg onload=alert(1)>)`, `<svg onload=alert(1)>`, `<style>*{display:none}</style>`, `[a](https://b.example/"onmouseover="alert(1))`,
	`[a](<https://b.example/" onclick="x>)`, "[a](https://b.example/ \"><script>\")", "`<script>`", "```\n</code></pre><script>\n```",
	`[a](vbscript:x)`, `[a](//evil.example)`, `[a](https:evil)`, `[a](\\evil.example)`, "|<script>|\n|-|\n|<b onclick=x>|", `<a href="https://a.example" style="x">`,
	`<https://a.example/<script>>`, `http://a.example/"onclick=x`, `a@b.example"onclick=x`, "# <script>", "&lt;script&gt;", "[a](tel:<script>)", "[a](mailto:a@b.example?subject=\"x)",
}

// policy allows exactly what HTML may write: its output must need no cleaning.
func policy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "hr", "br",
		"table", "thead", "tbody", "tr", "th", "td", "strong", "em", "s")
	p.AllowAttrs("class").Globally()
	p.AllowAttrs("start").OnElements("ol")
	p.AllowAttrs("tabindex").OnElements("pre")
	p.AllowAttrs("scope").OnElements("th")
	p.AllowAttrs("rel", "href").OnElements("a")
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.RequireParseableURLs(true)
	return p
}

// needsNoCleaning compares both after one unescaping, since a sanitiser
// rewrites addresses in another, equal spelling.
func needsNoCleaning(t *testing.T, typed string) {
	t.Helper()
	got := string(Parse(typed).HTML(2))
	tags := func(s string) []string {
		var found []string
		for _, part := range strings.Split(s, "<")[min(1, strings.Count(s, "<")):] {
			tag, _, _ := strings.Cut(part, ">")
			name, _, _ := strings.Cut(tag, " href=")
			found = append(found, name)
		}
		return found
	}
	cleaned := policy().Sanitize(got)
	if a, b := strings.Join(tags(got), "\n"), strings.Join(tags(cleaned), "\n"); a != b {
		t.Errorf("HTML of %q has what a sanitiser takes out:\n got %s\nwant %s", typed, got, cleaned)
	}
	if !utf8.ValidString(got) {
		t.Errorf("HTML of %q is not valid UTF-8", typed)
	}
}

func TestHostileTextIsHarmless(t *testing.T) {
	for _, typed := range hostile {
		t.Run(typed, func(t *testing.T) {
			needsNoCleaning(t, typed)
			if got := strings.ToLower(string(Parse(typed).HTML(2))); strings.Contains(got, "<script") || strings.Contains(got, "<svg") ||
				strings.Contains(got, "<img") || strings.Contains(got, "<style") || strings.Contains(got, `href="javascript`) ||
				strings.Contains(got, `href="data`) || strings.Contains(got, `" on`) {
				t.Errorf("dangerous: %s", got)
			}
		})
	}
	t.Run("and is still shown", func(t *testing.T) {
		for _, typed := range hostile[:6] {
			if got := html.UnescapeString(string(Parse(typed).HTML(2))); !strings.Contains(got, "alert(1)") {
				t.Errorf("%q lost its words: %s", typed, got)
			}
		}
	})
}

func TestPlainText(t *testing.T) {
	typed := "# Title\n\nSee [the guide](https://a.example/), www.b.example\nand c@d.example.\n\n1. one\n   - two\n2. three\n\n> said\n> twice\n\n|a|b|\n|-|-|\n|1|2|\n\n***"
	want := "Title\n\nSee the guide (https://a.example/), www.b.example\nand c@d.example.\n\n1. one\n   - two\n2. three\n\n> said\n> twice\n\na | b\n1 | 2\n\n----------"
	if got := Parse(typed).PlainText(); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestExcerpt(t *testing.T) {
	tests := map[string]struct {
		typed string
		n     int
		want  string
	}{
		"all of a short text":     {"a **b**\n\n- c", 10, "a b c"},
		"cut between words":       {"partners met in Leeds", 15, "partners met…"},
		"cut inside a long word":  {"antidisestablishmentarianism", 10, "antidises…"},
		"accents stay on letters": {"ab" + "e\u0301" + "cdef", 4, "ab…"},
		"no room":                 {"word", 0, ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Parse(test.typed).Excerpt(test.n); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, typed := range hostile {
		f.Add(typed)
	}
	f.Add("a\n\n- b\n  1. c\n\n> d\n\n|a|b|\n|-|-|\n|1|2|\n\n```\nx\n```\n[AB]: c\x00\xff")
	f.Fuzz(func(t *testing.T, typed string) {
		needsNoCleaning(t, typed)
		document := Parse(typed)
		if text := document.PlainText(); !utf8.ValidString(text) {
			t.Errorf("plain text of %q is not valid UTF-8", typed)
		}
		if excerpt := document.Excerpt(40); utf8.RuneCountInString(excerpt) > 40 {
			t.Errorf("excerpt of %q has more than 40 characters: %q", typed, excerpt)
		}
		if depth(document.Blocks) > MaxDepth {
			t.Errorf("%q nests too deep", typed)
		}
		// Every letter and digit that was typed reaches the reader.
		if shown := letters(document.PlainText()); !strings.Contains(typed, "&") && !strings.Contains(typed, "](") && !strings.Contains(typed, "```") &&
			!strings.Contains(typed, "~~~") && len(shown) < len(letters(typed)) {
			t.Errorf("%q lost letters: %q", typed, document.PlainText())
		}
	})
}

func letters(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			return r
		}
		return -1
	}, s)
}
