package documents

import "quarterday/markdown"

// canvas is what a document is drawn on: a Writer makes a PDF of it, and a
// recorder the page that is its twin. What both are drawn by is said once, so
// they say the same.
type canvas interface {
	Title(text string)
	Subtitle(text string)
	Heading(level int, number, text string)
	Byline(runs ...Run)
	Paragraph(runs ...Run)
	Lead(runs ...Run)
	Facts(runs ...Run)
	Numbered(number string, draw func())
	NumberedParagraph(number string, runs ...Run)
	KeyValues(pairs ...Pair)
	Table(t Table)
	List(l List)
	Callout(label string, runs ...Run)
	Note(label string, runs ...Run)
	Entry(e Entry)
	Markdown(d markdown.Document)
	Anchor(name string)
	Contents(lines []ContentsLine)
	Part(anchor, title string, draw func())
	Space(points float64)
	wide() bool // there is room for broad columns
}

func (w *Writer) wide() bool { return w.options.Landscape }
