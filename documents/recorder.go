package documents

import (
	"strings"

	"quarterday/markdown"
	"quarterday/models"
)

// recorder draws a document as a page.
type recorder struct {
	page    Page
	blocks  *[]Block // where new blocks go
	anchors []string
	within  string
	deeper  int
	heading int // level of the last heading
	section int // level of the last heading that the document itself gave
}

// record draws the page of a document. Its name is said in the window.
func record(head models.Letterhead, name string, restricted bool, draw func(w canvas)) Page {
	r := &recorder{page: Page{Partnership: head.Partnership, Marking: head.MarkingOf(restricted), Logo: head.Logo, Name: name}}
	r.blocks = &r.page.Blocks
	draw(r)
	return r.page
}

func (r *recorder) add(b Block) *Block {
	if len(r.anchors) > 0 {
		b.ID = r.anchors[0]
		r.anchors = nil
	}
	*r.blocks = append(*r.blocks, b)
	return &(*r.blocks)[len(*r.blocks)-1]
}

// within records what draw draws as the inside of a block.
func (r *recorder) inside(b Block, draw func()) {
	outer := r.blocks
	b.Blocks = []Block{}
	r.blocks = &b.Blocks
	if len(r.anchors) > 0 {
		b.ID, r.anchors = r.anchors[0], nil
	}
	draw()
	r.blocks = outer
	r.add(b)
}

// wide says that a page has room.
func (r *recorder) wide() bool { return true }

func (r *recorder) Space(float64) {}

func (r *recorder) Anchor(name string) { r.anchors = append(r.anchors, r.within+name) }

func (r *recorder) Title(text string) {
	r.page.Title = text
	r.heading, r.section = 1, 1
	if len(r.anchors) > 0 {
		r.page.ID, r.anchors = r.anchors[0], nil
	}
}

// Subtitle stands under the title, or under that of a part.
func (r *recorder) Subtitle(text string) {
	if len(r.page.Blocks) == 0 && r.deeper == 0 {
		r.page.Under = append(r.page.Under, text)
		return
	}
	r.add(Block{Kind: BylineBlock, Words: r.words(Text(text))})
}

func (r *recorder) Heading(level int, number, text string) {
	r.heading = max(2, min(level+r.deeper, r.heading+1, 6))
	r.section = r.heading
	r.add(Block{Kind: HeadingBlock, Level: r.heading, Number: number, Label: text})
}

func (r *recorder) Byline(runs ...Run)    { r.text(BylineBlock, runs) }
func (r *recorder) Paragraph(runs ...Run) { r.text(ParagraphBlock, runs) }
func (r *recorder) Lead(runs ...Run)      { r.text(LeadBlock, runs) }
func (r *recorder) Facts(runs ...Run)     { r.text(FactsBlock, runs) }

func (r *recorder) text(kind BlockKind, runs []Run) {
	if words := r.words(runs); len(words) > 0 {
		r.add(Block{Kind: kind, Words: words})
	}
}

func (r *recorder) Numbered(number string, draw func()) {
	r.inside(Block{Kind: NumberedBlock, Number: number}, draw)
}

func (r *recorder) NumberedParagraph(number string, runs ...Run) {
	r.Numbered(number, func() { r.Paragraph(runs...) })
}

func (r *recorder) KeyValues(pairs ...Pair) {
	if len(pairs) == 0 {
		return
	}
	b := Block{Kind: PairsBlock}
	for _, p := range pairs {
		b.Pairs = append(b.Pairs, PagePair{p.Key, r.words(p.Value)})
	}
	r.add(b)
}

func (r *recorder) Table(t Table) {
	page := &PageTable{Summary: t.Summary, RowHeader: t.RowHeader, Signed: t.Ruled}
	for _, c := range t.Columns {
		page.Columns = append(page.Columns, c.Heading)
	}
	for _, row := range t.Rows {
		if row.Group != "" || len(page.Groups) == 0 {
			page.Groups = append(page.Groups, PageGroup{Name: row.Group})
		}
		if row.Group != "" {
			continue
		}
		cells := make([][]Words, len(t.Columns))
		for i, c := range row.Cells[:min(len(row.Cells), len(cells))] {
			cells[i] = r.words(c)
		}
		group := &page.Groups[len(page.Groups)-1]
		group.Rows = append(group.Rows, cells)
	}
	r.add(Block{Kind: TableBlock, Table: page})
}

func (r *recorder) List(l List) {
	list := r.list(l)
	r.add(Block{Kind: ListBlock, List: &list})
}

func (r *recorder) list(l List) PageList {
	list := PageList{Ordered: l.Ordered, Start: max(l.Start, 1)}
	for _, item := range l.Items {
		var point PagePoint
		for _, p := range item.Paragraphs {
			point.Paragraphs = append(point.Paragraphs, r.words(p))
		}
		for _, inner := range item.Lists {
			point.Lists = append(point.Lists, r.list(inner))
		}
		list.Points = append(list.Points, point)
	}
	return list
}

func (r *recorder) Callout(label string, runs ...Run) {
	r.add(Block{Kind: CalloutBlock, Label: label, Words: r.words(runs)})
}

func (r *recorder) Note(label string, runs ...Run) {
	r.add(Block{Kind: NoteBlock, Label: label, Words: r.words(runs)})
}

func (r *recorder) Entry(e Entry) {
	b := Block{Kind: DecisionBlock, Number: e.Number, Label: e.Label, Words: r.words(e.Lead), Facts: r.words(e.Facts), Typed: e.Text, Level: r.section + 1}
	if e.Kind == ActionEntry {
		b.Kind = ActionBlock
	}
	r.add(b)
}

func (r *recorder) Markdown(d markdown.Document) {
	if len(d.Blocks) > 0 {
		r.add(Block{Kind: TypedBlock, Typed: d, Level: r.section + 1})
	}
}

func (r *recorder) Contents(lines []ContentsLine) {
	b := Block{Kind: ContentsBlock}
	for _, l := range lines {
		b.Links = append(b.Links, PageLink{"#" + l.Anchor, l.Title})
	}
	r.add(b)
}

func (r *recorder) Part(anchor, title string, draw func()) {
	r.Anchor(anchor)
	r.inside(Block{Kind: PartBlock, Label: title}, func() {
		r.heading, r.section = 2, 2
		within := r.within
		r.within, r.deeper = within+anchor+"/", r.deeper+1
		draw()
		r.within, r.deeper = within, r.deeper-1
	})
}

// words are runs as a page sets them, line by line.
func (r *recorder) words(runs []Run) []Words {
	var words []Words
	for _, run := range runs {
		w := Words{Bold: run.Bold, Italic: run.Italic, Quiet: run.Quiet, Struck: run.Struck, Language: run.Language}
		switch {
		case run.Site != "":
			w.URL = run.Site
		case run.Anchor != "":
			w.URL = "#" + r.within + run.Anchor
		default:
			w.URL = followable(run.URL)
			w.Away = w.URL != ""
		}
		for i, line := range strings.Split(run.Text, "\n") {
			if i > 0 {
				words = append(words, Words{Break: true})
			}
			if w.Text = line; line != "" {
				words = append(words, w)
			}
		}
	}
	return words
}
