package markdown

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// notes is the parser of our dialect; it holds no state between texts.
var notes = parser.NewParser(
	parser.WithBlockParsers(
		util.Prioritized(parser.NewThematicBreakParser(), 200),
		util.Prioritized(parser.NewListParser(), 300),
		util.Prioritized(parser.NewListItemParser(), 400),
		util.Prioritized(parser.NewATXHeadingParser(), 600),
		util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
		util.Prioritized(parser.NewBlockquoteParser(), 800),
		util.Prioritized(anyIndent{parser.NewParagraphParser()}, 1000),
	),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewCodeSpanParser(), 100),
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewAutoLinkParser(), 300),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(extension.NewStrikethroughParser(), 500),
		util.Prioritized(extension.NewLinkifyParser(), 999),
	),
	parser.WithParagraphTransformers(
		util.Prioritized(wholeTables{extension.NewTableParagraphTransformer()}, 200),
	),
	parser.WithASTTransformers(
		util.Prioritized(extension.NewTableASTTransformer(), 0),
	),
)

// anyIndent lets a paragraph begin at any indent: with no indented code in the
// dialect, nothing else would take those lines and they would be lost.
type anyIndent struct {
	parser.BlockParser
}

func (anyIndent) CanAcceptIndentedLine() bool { return true }

// Parse reads a text. It never fails: what is not Markdown is words, and a
// text too large or too tangled to be read as Markdown in reasonable time is
// given as plain paragraphs with nothing left out.
func Parse(typed string) Document {
	typed = clean(typed)
	if isSentence(typed) {
		return Document{Blocks: []Block{{Kind: Paragraph, Runs: []Run{{Text: typed}}}}}
	}
	return parse(typed)
}

func parse(typed string) Document {
	if tangled(typed) {
		return plain(typed)
	}
	source := []byte(typed)
	root := notes.Parse(text.NewReader(source))
	reading := reader{source: source}
	document := Document{Blocks: reading.blocks(root, 0)}
	outline(document.Blocks)
	return document
}

// isSentence reports whether a text is one plain line in which nothing can mean
// anything: most of what people type, and read in a hundredth of the time.
func isSentence(typed string) bool {
	for i, r := range typed {
		switch {
		case unicode.IsLetter(r):
		case i == 0: // a list's number, a heading's mark
			return false
		case r == ' ':
			if typed[i-1] == ' ' || i == len(typed)-1 {
				return false
			}
		case r >= '0' && r <= '9', strings.ContainsRune(",.;'()?!-–—‘’“”£%", r):
		default:
			return false
		}
	}
	return typed != "" && !strings.Contains(strings.ToLower(typed), "www.")
}

// A reader turns goldmark's tree into ours.
type reader struct {
	source []byte
}

// blocks reads the children of a node. At MaxDepth what is nested deeper is
// set at that depth, so that no reader of the tree needs a guard of its own.
func (r reader) blocks(parent ast.Node, depth int) []Block {
	var blocks []Block
	for node := parent.FirstChild(); node != nil; node = node.NextSibling() {
		switch node := node.(type) {
		case *ast.Heading:
			if runs := r.runs(node); len(runs) > 0 {
				blocks = append(blocks, Block{Kind: Heading, Level: node.Level, Runs: runs})
			}
		case *ast.List:
			if depth >= MaxDepth {
				for item := node.FirstChild(); item != nil; item = item.NextSibling() {
					blocks = append(blocks, r.blocks(item, depth)...)
				}
				continue
			}
			list := Block{Kind: List, Ordered: node.IsOrdered(), Start: node.Start, Tight: node.IsTight}
			for item := node.FirstChild(); item != nil; item = item.NextSibling() {
				list.Items = append(list.Items, r.blocks(item, depth+1))
			}
			blocks = append(blocks, list)
		case *ast.Blockquote:
			inside := r.blocks(node, min(depth+1, MaxDepth))
			if depth >= MaxDepth {
				blocks = append(blocks, inside...)
			} else if len(inside) > 0 {
				blocks = append(blocks, Block{Kind: Quote, Blocks: inside})
			}
		case *ast.FencedCodeBlock:
			if code := r.code(node); code != "" {
				blocks = append(blocks, Block{Kind: Code, Text: code})
			}
		case *ast.ThematicBreak:
			blocks = append(blocks, Block{Kind: Rule})
		case *extast.Table:
			blocks = append(blocks, r.table(node))
		default: // a paragraph, or the text of a tight list's item
			if runs := r.runs(node); len(runs) > 0 {
				blocks = append(blocks, Block{Kind: Paragraph, Runs: runs})
			}
		}
	}
	return blocks
}

// code reads a fenced block. One word after the fence names a language and
// says nothing to a reader; more words are kept as the first line.
func (r reader) code(node *ast.FencedCodeBlock) string {
	var b strings.Builder
	if node.Info != nil {
		if info := string(node.Info.Segment.Value(r.source)); strings.Contains(info, " ") {
			b.WriteString(info + "\n")
		}
	}
	for i := range node.Lines().Len() {
		line := node.Lines().At(i)
		b.Write(line.Value(r.source))
	}
	return strings.TrimRight(b.String(), "\n")
}

func (r reader) table(node *extast.Table) Block {
	table := Block{Kind: Table}
	for row := node.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []Cell
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			cells = append(cells, r.runs(cell))
		}
		if row.Kind() == extast.KindTableHeader {
			table.Header = cells
		} else {
			table.Rows = append(table.Rows, cells)
		}
	}
	return table
}

// outline makes the levels of headings start at 1 and never skip one, in
// reading order, so that a page's outline holds whatever was typed.
func outline(blocks []Block) {
	var open []int // the levels typed of the headings that we are under
	var visit func([]Block)
	visit = func(blocks []Block) {
		for i := range blocks {
			block := &blocks[i]
			if block.Kind == Heading {
				for len(open) > 0 && open[len(open)-1] >= block.Level {
					open = open[:len(open)-1]
				}
				open = append(open, block.Level)
				block.Level = len(open)
			}
			visit(block.Blocks)
			for _, item := range block.Items {
				visit(item)
			}
		}
	}
	visit(blocks)
}
