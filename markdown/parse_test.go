package markdown

import (
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	word := func(s string) []Run { return []Run{{Text: s}} }
	paragraph := func(s string) Block { return Block{Kind: Paragraph, Runs: word(s)} }
	tests := map[string]struct {
		typed string
		want  []Block
	}{
		"nothing":                          {" \n\t\n", nil},
		"a new line is a line break":       {"first\nsecond\r\nthird", []Block{paragraph("first\nsecond\nthird")}},
		"an empty line parts paragraphs":   {"one\n\ntwo", []Block{paragraph("one"), paragraph("two")}},
		"a tag is shown as typed":          {"use <b>bold</b> &amp; <br>", []Block{paragraph("use <b>bold</b> & <br>")}},
		"a comment is shown as typed":      {"<!-- no -->", []Block{paragraph("<!-- no -->")}},
		"initials and a colon are words":   {"[AB]: agreed", []Block{paragraph("[AB]: agreed")}},
		"dashes under words are not lost":  {"Leeds\n-", []Block{paragraph("Leeds\n-")}},
		"four spaces are not code":         {"    indented", []Block{paragraph("indented")}},
		"a hashtag is a word":              {"#WYAntiSlavery", []Block{paragraph("#WYAntiSlavery")}},
		"a backslash protects":             {`\*not\* \&amp;`, []Block{paragraph("*not* &amp;")}},
		"an unknown name stays":            {"AT&T; R&D", []Block{paragraph("AT&T; R&D")}},
		"invalid bytes are seen":           {"a\x00b\xffc\x1b", []Block{paragraph("a\ufffdb\ufffdc\ufffd")}},
		"a control by its number is seen":  {"a&#1;b", []Block{paragraph("a\ufffdb")}},
		"code keeps its marks":             {"`*a* &amp;`", []Block{{Kind: Paragraph, Runs: []Run{{Text: "*a* &amp;", Code: true}}}}},
		"a fence keeps its lines":          {"```go\na\n\n  b\n```", []Block{{Kind: Code, Text: "a\n\n  b"}}},
		"words after a fence are kept":     {"``` as he said\nyes\n```", []Block{{Kind: Code, Text: "as he said\nyes"}}},
		"a line across":                    {"a\n\n***", []Block{paragraph("a"), {Kind: Rule}}},
		"a quote":                          {"> said", []Block{{Kind: Quote, Blocks: []Block{paragraph("said")}}}},
		"a list keeps its first number":    {"3. c\n4. d", []Block{{Kind: List, Ordered: true, Start: 3, Tight: true, Items: [][]Block{{paragraph("c")}, {paragraph("d")}}}}},
		"a table with a cell too many":     {"a|b\n-|-\n1|2|3", []Block{paragraph("a|b\n-|-\n1|2|3")}},
		"a link that would run a script":   {"[x](javascript:alert(1))", []Block{paragraph("x (javascript:alert(1))")}},
		"such a link among words":          {"see [l](javascript:alert(1)) now", []Block{paragraph("see l (javascript:alert(1)) now")}},
		"a link to a page without a host":  {"[x](/people)", []Block{paragraph("x (/people)")}},
		"a link without words":             {"[](https://a.example/)", []Block{{Kind: Paragraph, Runs: []Run{{Text: "https://a.example/", URL: "https://a.example/"}}}}},
		"an e-mail address becomes a link": {"to a@b.example", []Block{{Kind: Paragraph, Runs: []Run{{Text: "to "}, {Text: "a@b.example", URL: "mailto:a@b.example"}}}}},
		"an address becomes a link":        {"see www.a.example", []Block{{Kind: Paragraph, Runs: []Run{{Text: "see "}, {Text: "www.a.example", URL: "http://www.a.example"}}}}},
		"a picture is a link": {"![map](https://a.example/m.png)", []Block{{Kind: Paragraph,
			Runs: []Run{{Text: "map", URL: "https://a.example/m.png"}}}}},
		"a link's title is shown": {"[a](https://b.example/ \"by Ruth\")", []Block{{Kind: Paragraph,
			Runs: []Run{{Text: "a (by Ruth)", URL: "https://b.example/"}}}}},
		"a long row of dashes is a row of dashes": {strings.Repeat("-", 60) + " *a*", []Block{{Kind: Paragraph,
			Runs: []Run{{Text: strings.Repeat("-", 60) + " "}, {Text: "a", Italic: true}}}}},
		"a long line across": {strings.Repeat("- ", 60) + "\n*a*", []Block{{Kind: Rule}, {Kind: Paragraph, Runs: []Run{{Text: "a", Italic: true}}}}},
		"styles nest": {"a **b *c*** ~~d~~", []Block{{Kind: Paragraph, Runs: []Run{{Text: "a "}, {Text: "b ", Bold: true},
			{Text: "c", Bold: true, Italic: true}, {Text: " "}, {Text: "d", Strike: true}}}}},
		"lists nest": {"- a\n  1. b\n- c", []Block{{Kind: List, Tight: true, Items: [][]Block{
			{paragraph("a"), {Kind: List, Ordered: true, Start: 1, Tight: true, Items: [][]Block{{paragraph("b")}}}},
			{paragraph("c")}}}}},
		"a table": {"|a|b|\n|-|-|\n|1||", []Block{{Kind: Table, Header: []Cell{word("a"), word("b")},
			Rows: [][]Cell{{word("1"), nil}}}}},
		"headings start at one and skip none": {"### a\n###### b\n#### c\n# d", []Block{
			{Kind: Heading, Level: 1, Runs: word("a")}, {Kind: Heading, Level: 2, Runs: word("b")},
			{Kind: Heading, Level: 2, Runs: word("c")}, {Kind: Heading, Level: 1, Runs: word("d")}}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := Parse(test.typed).Blocks; !reflect.DeepEqual(got, test.want) {
				t.Errorf("Parse(%q)\n got %+v\nwant %+v", test.typed, got, test.want)
			}
		})
	}
}

// Texts made to take a reader's time grow by the square, each near the limits
// that Parse sets itself.
func TestHostileTextIsReadQuickly(t *testing.T) {
	fill := func(pattern string) string {
		return strings.Repeat(pattern, MaxLength/len(pattern))
	}
	marks := strings.Repeat("*a **b ", maxMarks/3-1)
	opened := strings.Repeat("[a](b ", maxOpen)
	texts := map[string]string{
		"100,000 quotes": strings.Repeat(">", 100_000), "100,000 brackets": strings.Repeat("[", 100_000),
		"100,000 list marks": strings.Repeat("- ", 50_000) + "a", "numbers": strings.Repeat("1. ", 50_000) + "a",
		"10,000 links": strings.Repeat("[a](https://b.example/) ", 10_000), "emphasis": fill("*a **b "),
		"emphasis in paragraphs": fill(marks + "\n\n"), "links not closed": fill(opened + "\n\n"), "mixed styles": fill("*a_ "),
		"lines": fill("a\n"), "items": fill("- a\n"), "back-ticks": fill("`"), "addresses": fill("http://a"),
		"at signs": fill("a.b@c."), "empty brackets": fill("[]"), "tables": fill("a|b\n-|-\n"), "strikes": fill("~~a "),
		"wide table": strings.Repeat("a|", 5000) + "\n" + strings.Repeat("-|", 5000) + "\n" + strings.Repeat("a\n", 900),
		"deep list": func() string {
			var b strings.Builder
			for i := 0; b.Len() < MaxLength/2; i++ {
				b.WriteString(strings.Repeat(" ", i) + "- a\n")
			}
			return b.String()
		}(),
		"ten megabytes": strings.Repeat("*a* [b](https://c.example/)\n\n> ", 330_000),
	}
	for name, typed := range texts {
		t.Run(name, func(t *testing.T) {
			started := time.Now()
			document := Parse(typed)
			document.HTML(3)
			document.PlainText()
			// Each takes milliseconds; those that grow by the square took minutes.
			if took := time.Since(started); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			if deepest := depth(document.Blocks); deepest > MaxDepth {
				t.Errorf("nests %d deep, more than %d", deepest, MaxDepth)
			}
		})
	}
	if links := strings.Count(string(Parse(texts["10,000 links"]).HTML(2)), "<a "); links != 10_000 {
		t.Errorf("10,000 links gave %d", links)
	}
}

func depth(blocks []Block) int {
	deepest := 0
	for _, block := range blocks {
		if block.Kind == Quote {
			deepest = max(deepest, 1+depth(block.Blocks))
		}
		for _, item := range block.Items {
			deepest = max(deepest, 1+depth(item))
		}
	}
	return deepest
}

func TestATextTooLongIsGivenWhole(t *testing.T) {
	typed := strings.Repeat("*word* ", MaxLength/7+1) + "\n\nlast <b>"
	got := Parse(typed)
	if len(got.Blocks) != 2 || got.Blocks[1].Runs[0].Text != "last <b>" || len(got.Blocks[0].Runs[0].Text) < MaxLength-7 {
		t.Errorf("got %d blocks, not the two paragraphs typed", len(got.Blocks))
	}
}
