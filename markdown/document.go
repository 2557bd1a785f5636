// Package markdown turns the Markdown that people type into notes, items and
// practices into a small tree of blocks and runs, which pages show as HTML and
// documents draw as PDF.
//
// The dialect is what a minute-taker can be expected to mean. Every line break
// typed is a line break shown. HTML is not a language here: a tag that
// somebody typed is shown as it was typed. What looks like Markdown that would
// swallow words (link definitions, underlined headings, text indented by four
// spaces) is plain text, because minutes must hold everything that was typed.
package markdown

// A Document is a parsed text: its blocks in reading order. The zero value is
// an empty text.
type Document struct {
	Blocks []Block
}

// Kind says what a Block is, and so which of its fields are used.
type Kind int

// The kinds of block, each with the fields of Block that it uses.
const (
	Paragraph Kind = iota // Runs
	Heading               // Level, Runs
	List                  // Ordered, Start, Tight, Items
	Quote                 // Blocks
	Code                  // Text
	Rule                  // none: a line across, a change of subject
	Table                 // Header, Rows
)

// String names the kind in words, for test failures and logs.
func (k Kind) String() string {
	names := [...]string{"paragraph", "heading", "list", "quote", "code", "rule", "table"}
	if k < 0 || int(k) >= len(names) {
		return "unknown block"
	}
	return names[k]
}

// A Block is one block of a text. Blocks nest no deeper than MaxDepth.
type Block struct {
	Kind Kind

	// Level of a Heading within this text: 1 is the highest. The first heading
	// has level 1 and no level is ever skipped, whatever number of # was typed;
	// the page or document adds where the text stands in its own outline.
	Level int

	// Runs are the words of a Paragraph or a Heading.
	Runs []Run

	// Ordered is true for a numbered List, whose first number is Start.
	Ordered bool
	Start   int
	// Tight is true for a List typed without empty lines between its items:
	// its items are set without space between them.
	Tight bool
	// Items of a List, each made of blocks: usually one Paragraph, perhaps
	// followed by a nested List. An item can be empty.
	Items [][]Block

	// Blocks inside a Quote.
	Blocks []Block

	// Text of a Code block: lines separated by newlines, none at the end.
	Text string

	// Header is the first row of a Table; each of Rows has as many cells.
	Header []Cell
	Rows   [][]Cell
}

// A Cell is the words of one cell of a table; it can be empty.
type Cell []Run

// A Run is a piece of text in one style. A newline inside Text is a line
// break. Text holds no other control character and is always valid UTF-8.
type Run struct {
	Text   string
	Bold   bool
	Italic bool
	Strike bool
	Code   bool
	// URL is where the run links to, or empty. It is always an absolute http,
	// https, mailto or tel address.
	URL string
}

// sameStyle reports whether two runs can be set as one.
func (r Run) sameStyle(other Run) bool {
	r.Text, other.Text = "", ""
	return r == other
}
