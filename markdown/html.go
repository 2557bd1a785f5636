package markdown

import (
	"html"
	"html/template"
	"strconv"
	"strings"
)

// HTML gives the document for a page or a letter. Headings start at the level
// given (2 for h2, and so on), so that they fall under the page's own.
//
// It is safe by construction: every tag is one of the few written below, every
// word and address is escaped, and links are checked in Parse. A sanitiser
// after it would have nothing to do; the tests hold it to one instead.
func (d Document) HTML(firstHeading int) template.HTML {
	w := writer{firstHeading: firstHeading}
	w.blocks(d.Blocks, 0)
	return template.HTML(w.String())
}

type writer struct {
	strings.Builder
	firstHeading int
}

func (w *writer) blocks(blocks []Block, depth int) {
	for _, block := range blocks {
		w.block(block, depth)
	}
}

func (w *writer) block(b Block, depth int) {
	switch b.Kind {
	case Heading:
		level := strconv.Itoa(min(max(w.firstHeading, 1)+b.Level-1, 6))
		w.WriteString("<h" + level + ` class="govuk-heading-s">`)
		w.runs(b.Runs)
		w.WriteString("</h" + level + ">\n")
	case List:
		w.list(b, depth)
	case Quote:
		w.WriteString(`<blockquote class="govuk-inset-text">` + "\n")
		w.blocks(b.Blocks, depth+1)
		w.WriteString("</blockquote>\n")
	case Code:
		// tabindex: a long line scrolls, and the keyboard must reach it.
		w.WriteString(`<pre tabindex="0"><code>` + html.EscapeString(b.Text) + "</code></pre>\n")
	case Rule:
		w.WriteString(`<hr class="govuk-section-break govuk-section-break--m govuk-section-break--visible">` + "\n")
	case Table:
		w.table(b)
	default:
		w.WriteString(`<p class="govuk-body">`)
		w.runs(b.Runs)
		w.WriteString("</p>\n")
	}
}

func (w *writer) list(b Block, depth int) {
	tag, class := "ul", "govuk-list govuk-list--bullet"
	if b.Ordered {
		tag, class = "ol", "govuk-list govuk-list--number"
	}
	w.WriteString("<" + tag + ` class="` + class + `"`)
	if b.Ordered && b.Start != 1 {
		w.WriteString(` start="` + strconv.Itoa(b.Start) + `"`)
	}
	w.WriteString(">\n")
	for _, item := range b.Items {
		w.WriteString("<li>")
		for _, block := range item {
			if b.Tight && block.Kind == Paragraph {
				w.runs(block.Runs)
				w.WriteString("\n")
				continue
			}
			w.block(block, depth+1)
		}
		w.WriteString("</li>\n")
	}
	w.WriteString("</" + tag + ">\n")
}

func (w *writer) table(b Block) {
	w.WriteString(`<table class="govuk-table">` + "\n" + `<thead class="govuk-table__head"><tr class="govuk-table__row">`)
	for _, cell := range b.Header {
		if len(cell) == 0 {
			w.WriteString(`<td class="govuk-table__header"></td>`)
			continue
		}
		w.WriteString(`<th scope="col" class="govuk-table__header">`)
		w.runs(cell)
		w.WriteString("</th>")
	}
	w.WriteString("</tr></thead>\n" + `<tbody class="govuk-table__body">` + "\n")
	for _, row := range b.Rows {
		w.WriteString(`<tr class="govuk-table__row">`)
		for _, cell := range row {
			w.WriteString(`<td class="govuk-table__cell">`)
			w.runs(cell)
			w.WriteString("</td>")
		}
		w.WriteString("</tr>\n")
	}
	w.WriteString("</tbody>\n</table>\n")
}

func (w *writer) runs(runs []Run) {
	for i := 0; i < len(runs); {
		// One link over neighbouring runs, whatever their styles.
		end := i + 1
		for end < len(runs) && runs[end].URL == runs[i].URL {
			end++
		}
		if address := runs[i].URL; address != "" {
			w.WriteString(`<a class="govuk-link" rel="nofollow noopener" href="` + html.EscapeString(address) + `">`)
		}
		for _, run := range runs[i:end] {
			w.run(run)
		}
		if runs[i].URL != "" {
			w.WriteString("</a>")
		}
		i = end
	}
}

func (w *writer) run(run Run) {
	styles := []struct {
		on  bool
		tag string
	}{{run.Bold, "strong"}, {run.Italic, "em"}, {run.Strike, "s"}, {run.Code, "code"}}
	for _, style := range styles {
		if style.on {
			w.WriteString("<" + style.tag + ">")
		}
	}
	w.WriteString(strings.ReplaceAll(html.EscapeString(run.Text), "\n", "<br>\n"))
	for i := len(styles) - 1; i >= 0; i-- {
		if styles[i].on {
			w.WriteString("</" + styles[i].tag + ">")
		}
	}
}
