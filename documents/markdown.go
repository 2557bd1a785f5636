package documents

import (
	"strings"

	"quarterday/markdown"
)

// Markdown draws what people typed into notes, items and practices. Its
// headings stand below the heading that it comes under, and not in the
// bookmarks.
func (w *Writer) Markdown(d markdown.Document) {
	w.markdownBlocks(d.Blocks)
}

func (w *Writer) markdownBlocks(blocks []markdown.Block) {
	for _, b := range blocks {
		switch b.Kind {
		case markdown.Paragraph:
			w.paragraph(MarkdownRuns(b.Runs), w.text, 6)
		case markdown.Heading:
			w.heading(w.section+b.Level, MarkdownRuns(b.Runs), "")
		case markdown.List:
			points := make([]point, len(b.Items))
			for i, item := range b.Items {
				if len(item) > 0 && item[0].Kind == markdown.Paragraph {
					points[i].first = MarkdownRuns(item[0].Runs)
					item = item[1:]
				}
				points[i].rest = func() { w.markdownBlocks(item) }
			}
			w.points(b.Ordered, b.Start, points)
			w.gap(4)
		case markdown.Quote:
			w.quote(b.Blocks)
		case markdown.Code:
			w.paragraph(Text(keepIndents(b.Text)), w.text, 6)
		case markdown.Rule:
			w.place(12)
			w.artifact(decoration, func() { w.box(w.left, w.y+3, w.right-w.left, 0.5, hairline) })
			w.gap(12)
		case markdown.Table:
			w.markdownTable(b)
		}
	}
}

// MarkdownRuns are the words of a paragraph that people typed.
func MarkdownRuns(typed []markdown.Run) []Run {
	runs := make([]Run, len(typed))
	for i, r := range typed {
		runs[i] = Run{Text: r.Text, Bold: r.Bold, Italic: r.Italic, Struck: r.Strike, URL: r.URL}
		if r.Code {
			runs[i].Text = keepSpaces(r.Text)
		}
	}
	return runs
}

func (w *Writer) quote(blocks []markdown.Block) {
	if len(blocks) == 0 {
		return
	}
	left, parent, text := w.left, w.parent, w.text
	w.place(2 * text.leading)
	w.hangAlone()
	w.parent, w.left, w.text = parent.child("BlockQuote"), left+listIndent, &quoteStyle
	w.markdownBlocks(blocks)
	w.left, w.parent, w.text = left, parent, text
}

// markdownTable gives each column room by the longest of its texts.
func (w *Writer) markdownTable(b markdown.Block) {
	t := Table{Columns: make([]Column, len(b.Header))}
	longest := make([]int, len(b.Header))
	add := func(cells []markdown.Cell) [][]Run {
		row := make([][]Run, len(cells))
		for i, c := range cells {
			row[i] = MarkdownRuns(c)
			n := 0
			for _, r := range c {
				n += len(r.Text)
			}
			if i < len(longest) {
				longest[i] = max(longest[i], min(n, 60))
			}
		}
		return row
	}
	for i, c := range add(b.Header) {
		for _, r := range c {
			t.Columns[i].Heading += r.Text
		}
	}
	for _, r := range b.Rows {
		t.Rows = append(t.Rows, Row{Cells: add(r)})
	}
	for i := range t.Columns {
		t.Columns[i].Width = float64(longest[i] + 8)
	}
	w.Table(t)
}

// keepSpaces keeps rows of spaces, which are one space elsewhere.
func keepSpaces(s string) string { return strings.ReplaceAll(s, "  ", "\u00a0 ") }

// keepIndents also keeps the spaces at the beginning of lines.
func keepIndents(s string) string {
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		words := strings.TrimLeft(l, " \t")
		indent := strings.ReplaceAll(l[:len(l)-len(words)], "\t", "    ")
		lines[i] = strings.Repeat("\u00a0", len(indent)) + keepSpaces(words)
	}
	return strings.Join(lines, "\n")
}
