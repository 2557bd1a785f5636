package markdown

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// What is read as Markdown; beyond these a text is plain paragraphs.
const (
	// MaxLength in bytes: some 40,000 words, an hour's reading aloud twice over.
	MaxLength = 256 << 10
	// MaxDepth of lists and quotes inside each other.
	MaxDepth = 8

	maxIndent  = 120  // columns before the first word, where deep lists hide
	maxOpen    = 200  // brackets open at once in one paragraph
	maxMarks   = 2000 // marks of emphasis in one paragraph
	maxLines   = 1000 // lines of one paragraph
	maxColumns = 30   // of a table
)

// clean makes any bytes into text: valid UTF-8, line ends as \n, and no control
// character, each of which is replaced so that its place can be seen.
func clean(typed string) string {
	if !utf8.ValidString(typed) {
		typed = strings.ToValidUTF8(typed, "\ufffd")
	}
	if strings.ContainsAny(typed, "\r\u2028\u2029\u0085\v\f") {
		typed = lineEnds.Replace(typed)
	}
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' {
			return r
		}
		return visible(r)
	}, typed)
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n", "\u0085", "\n", "\v", "\n", "\f", "\n\n")

func visible(r rune) rune {
	if r == '\t' || r == '\n' || r == '\r' {
		return ' '
	}
	if r < ' ' || r >= 0x7f && r < 0xa0 {
		return utf8.RuneError
	}
	return r
}

// plain gives a text as paragraphs parted by empty lines.
func plain(typed string) Document {
	var document Document
	for part := range strings.SplitSeq(typed, "\n\n") {
		if part = strings.Trim(part, " \t\n"); part != "" {
			document.Blocks = append(document.Blocks, Block{Kind: Paragraph, Runs: []Run{{Text: part}}})
		}
	}
	return document
}

// tangled reports whether a text is too long, or nests more than anybody
// means, to be read as Markdown in a time that grows with its length alone.
func tangled(typed string) bool {
	if len(typed) > MaxLength {
		return true
	}
	var p tangle
	for line := range strings.Lines(typed) {
		if startsAfresh(line) {
			p = tangle{}
		}
		if containers(line) > 4*MaxDepth || p.read(line) {
			return true
		}
	}
	return false
}

// startsAfresh reports whether a line ends the paragraph before it for certain.
func startsAfresh(line string) bool {
	words := strings.TrimLeft(line, " \t\n")
	if words == "" {
		return true
	}
	return line == words && len(line) > 2 && strings.IndexByte("-*+", line[0]) >= 0 && line[1] == ' ' && line[2] > ' '
}

// A tangle counts what one paragraph opens and does not close. Reading
// emphasis, links and lines takes a time that grows with the square of these.
type tangle struct {
	lines, marks, brackets, addresses int
}

// read counts one more line and reports whether that is too much.
func (t *tangle) read(line string) bool {
	t.lines++
	if isRule(line) {
		return t.lines > maxLines
	}
	for i := range len(line) {
		switch line[i] {
		case '*', '_', '~':
			t.marks++
		case '[':
			t.brackets++
		case ']':
			t.brackets = max(0, t.brackets-1)
			if i+1 < len(line) && line[i+1] == '(' {
				t.addresses++
			}
		case ')':
			t.addresses = max(0, t.addresses-1)
		}
		if t.brackets > maxOpen || t.addresses > maxOpen {
			return true
		}
	}
	return t.lines > maxLines || t.marks > maxMarks
}

// isRule reports whether a line is dashes, stars or underscores alone: a line
// across, however long.
func isRule(line string) bool {
	marks := strings.ReplaceAll(strings.TrimSpace(line), " ", "")
	return len(marks) > 2 && (strings.Trim(marks, "*") == "" || strings.Trim(marks, "_") == "" || strings.Trim(marks, "-") == "")
}

// containers counts the marks of quotes and lists with which a line begins,
// since each of them can be one level of nesting. A line indented so far that
// lists could nest without a limit counts as very many.
func containers(line string) int {
	if isRule(line) {
		return 0
	}
	marks, columns := 0, 0
	for i := 0; i < len(line); i++ {
		ends := i+1 == len(line) || strings.IndexByte(" \t\n", line[i+1]) >= 0
		switch c := line[i]; {
		case c == ' ':
			columns++
		case c == '\t':
			columns += 4
		case c == '>':
			marks++
		case (c == '-' || c == '+' || c == '*') && ends:
			marks++
		case (c == '.' || c == ')') && ends && i > 0 && isDigit(line[i-1]):
			marks++
		case isDigit(c):
			// Part of a list's number, if it is one.
		default:
			if columns > maxIndent {
				return 1 << 20
			}
			return marks
		}
	}
	return marks
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// wholeTables reads a table only if no row has more cells than its header:
// Markdown would drop those cells, and minutes drop nothing.
type wholeTables struct {
	parser.ParagraphTransformer
}

func (t wholeTables) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	widest, columns := 0, 0
	for i := range node.Lines().Len() {
		segment := node.Lines().At(i)
		line := strings.TrimSpace(string(segment.Value(reader.Source())))
		cells := 1 + strings.Count(line, "|") - strings.Count(line, `\|`)
		if strings.HasPrefix(line, "|") {
			cells--
		}
		if len(line) > 1 && strings.HasSuffix(line, "|") {
			cells--
		}
		if columns == 0 && i > 0 && strings.Trim(line, "|:- \t") == "" && strings.Contains(line, "-") {
			columns = cells
		}
		if columns > 0 {
			widest = max(widest, cells)
		}
	}
	if columns > 0 && columns <= maxColumns && columns >= widest {
		t.ParagraphTransformer.Transform(node, reader, pc)
	}
}
