package documents

import (
	"quarterday/markdown"
	"quarterday/models"
)

// Page is a document as a page of the site shows it: the same words in the same
// order and under the same numbers as its PDF.
type Page struct {
	Partnership string
	Marking     string
	Logo        models.Logo // as it was when the document was issued
	Name        string      // of the window: the title, and what it is about
	Title       string
	ID          string
	Under       []string // the lines under the title
	Blocks      []Block
}

// Block is one block of a page. Kind says which of the fields count.
type Block struct {
	Kind   BlockKind
	ID     string // where links lead to
	Level  int    // of a heading, or of the first heading in what was typed
	Number string // of a heading or paragraph
	Label  string // of a box or an entry; of a heading or part its text
	Words  []Words
	Facts  []Words
	Typed  markdown.Document
	Pairs  []PagePair
	Table  *PageTable
	List   *PageList
	Links  []PageLink
	Blocks []Block // what a numbered paragraph or a part is made of
}

// BlockKind is what a block is.
type BlockKind string

const (
	HeadingBlock   BlockKind = "heading"
	BylineBlock    BlockKind = "byline"
	ParagraphBlock BlockKind = "paragraph"
	LeadBlock      BlockKind = "lead"
	FactsBlock     BlockKind = "facts"
	NumberedBlock  BlockKind = "numbered"
	PairsBlock     BlockKind = "pairs"
	TableBlock     BlockKind = "table"
	ListBlock      BlockKind = "list"
	CalloutBlock   BlockKind = "callout"
	NoteBlock      BlockKind = "note"
	DecisionBlock  BlockKind = "decision"
	ActionBlock    BlockKind = "action"
	TypedBlock     BlockKind = "typed"
	PartBlock      BlockKind = "part"
	ContentsBlock  BlockKind = "contents"
)

// Words are a piece of text that is set in one way. Break stands for the end of
// a line.
type Words struct {
	Text                        string
	Bold, Italic, Quiet, Struck bool
	Break                       bool
	URL                         string // where it leads
	Away                        bool   // to another site
	Language                    string
}

// PagePair is a name and what it stands for.
type PagePair struct {
	Key   string
	Value []Words
}

// PageLink leads to a part of the page.
type PageLink struct{ URL, Text string }

// PageList is points, in order or not.
type PageList struct {
	Ordered bool
	Start   int
	Points  []PagePoint
}

// PagePoint is one point: its paragraphs, and the lists under it.
type PagePoint struct {
	Paragraphs [][]Words
	Lists      []PageList
}

// PageTable is a table, its rows under the headings of their groups.
type PageTable struct {
	Summary   string
	Columns   []string
	RowHeader bool
	Signed    bool // it is to be filled in by hand, on paper
	Groups    []PageGroup
}

// PageGroup is rows that belong together; Name is empty where they have no
// heading.
type PageGroup struct {
	Name string
	Rows [][][]Words
}
