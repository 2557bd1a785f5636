package markdown

import (
	"strconv"
	"strings"
	"unicode"
)

// PlainText gives the document for a letter's text body: paragraphs parted by
// an empty line, items with a dash or a number, a link's address in brackets
// after its words.
func (d Document) PlainText() string {
	return strings.Join(plainBlocks(d.Blocks), "\n\n")
}

// plainBlocks gives each block as text of one or more lines.
func plainBlocks(blocks []Block) []string {
	var parts []string
	for _, b := range blocks {
		switch b.Kind {
		case Quote:
			parts = append(parts, indent(strings.Join(plainBlocks(b.Blocks), "\n\n"), "> ", "> "))
		case Code:
			parts = append(parts, indent(b.Text, "    ", "    "))
		case Rule:
			parts = append(parts, "----------")
		case List:
			var items []string
			for i, item := range b.Items {
				mark := "- "
				if b.Ordered {
					mark = strconv.Itoa(b.Start+i) + ". "
				}
				gap := "\n\n"
				if b.Tight {
					gap = "\n"
				}
				items = append(items, indent(strings.Join(plainBlocks(item), gap), mark, strings.Repeat(" ", len(mark))))
			}
			parts = append(parts, strings.Join(items, "\n"))
		case Table:
			rows := []string{plainRow(b.Header)}
			for _, row := range b.Rows {
				rows = append(rows, plainRow(row))
			}
			parts = append(parts, strings.Join(rows, "\n"))
		default:
			parts = append(parts, plainRuns(b.Runs, true))
		}
	}
	return parts
}

func plainRow(cells []Cell) string {
	words := make([]string, len(cells))
	for i, cell := range cells {
		words[i] = strings.ReplaceAll(plainRuns(cell, true), "\n", " ")
	}
	return strings.Join(words, " | ")
}

// plainRuns joins runs; with addresses, each link is followed by its own
// unless its words are the address.
func plainRuns(runs []Run, addresses bool) string {
	var b strings.Builder
	linked := ""
	for i, run := range runs {
		b.WriteString(run.Text)
		linked += run.Text
		if i+1 < len(runs) && runs[i+1].URL == run.URL {
			continue
		}
		if bare := strings.TrimPrefix(strings.TrimPrefix(run.URL, "mailto:"), "tel:"); addresses && bare != "" &&
			linked != run.URL && linked != bare && "http://"+linked != bare {
			b.WriteString(" (" + bare + ")")
		}
		linked = ""
	}
	return b.String()
}

// indent puts first before the first line and rest before the others.
func indent(text, first, rest string) string {
	return first + strings.ReplaceAll(text, "\n", "\n"+rest)
}

// Excerpt gives the beginning of the words on one line for a list: at most n
// characters, cut between words where that keeps at least half of them, with
// "…" where something follows.
func (d Document) Excerpt(n int) string {
	var b strings.Builder
	var visit func([]Block)
	visit = func(blocks []Block) {
		for _, block := range blocks {
			b.WriteByte(' ')
			b.WriteString(plainRuns(block.Runs, false))
			b.WriteString(block.Text)
			visit(block.Blocks)
			for _, item := range block.Items {
				visit(item)
			}
			for _, row := range append([][]Cell{block.Header}, block.Rows...) {
				for _, cell := range row {
					b.WriteByte(' ')
					b.WriteString(plainRuns(cell, false))
				}
			}
		}
	}
	visit(d.Blocks)
	words := []rune(strings.Join(strings.Fields(b.String()), " "))
	if len(words) <= n {
		return string(words)
	}
	if n < 1 {
		return ""
	}
	end := n - 1
	for cut := end; cut > n/2; cut-- {
		if words[cut] == ' ' {
			end = cut
			break
		}
	}
	// Never end on half of a letter with its accent, or of an emoji.
	for end > 0 && (unicode.Is(unicode.M, words[end]) || words[end] == '\u200d' || words[end-1] == '\u200d') {
		end--
	}
	return strings.TrimRightFunc(string(words[:end]), unicode.IsSpace) + "…"
}
