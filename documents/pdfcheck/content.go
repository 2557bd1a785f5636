package pdfcheck

import (
	"errors"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// page is what was found on a page.
type page struct {
	dict  types.Dict
	marks map[int]string // the text of each piece of marked content
	read  map[int]int    // how often the structure has each
}

func (c *checker) readPages() error {
	if err := c.x.EnsurePageCount(); err != nil {
		return err
	}
	c.found.Pages = c.x.PageCount
	for n := 1; n <= c.x.PageCount; n++ {
		d, _, inherited, err := c.x.PageDict(n, false)
		if err != nil {
			return err
		}
		p := &page{dict: d, marks: map[int]string{}, read: map[int]int{}}
		c.pages = append(c.pages, p)
		if c.name(d["Tabs"]) != "S" {
			c.problem("page %d: tab order is not that of the structure", n)
		}
		resources := inherited.Resources
		if o := d["Resources"]; o != nil {
			resources = c.dict(o)
		}
		c.content(n, p, c.contents(d["Contents"]), c.dict(resources["Font"]))
	}
	return nil
}

// contents is a page's content, which may be in several streams.
func (c *checker) contents(o types.Object) []byte {
	if resolved, _ := c.x.Dereference(o); resolved != nil {
		if parts, ok := resolved.(types.Array); ok {
			var all []byte
			for _, part := range parts {
				all = append(append(all, c.stream(part)...), '\n')
			}
			return all
		}
	}
	return c.stream(o)
}

// painting operators put something on the page.
var painting = map[string]bool{}

func init() {
	for _, op := range strings.Fields(`Tj TJ ' " f F f* B B* b b* S s sh Do`) {
		painting[op] = true
	}
}

// sequence is a marked-content sequence that is open.
type sequence struct {
	tag    string
	mark   int // -1: none
	actual *string
}

// content follows a page's operators.
func (c *checker) content(n int, p *page, data []byte, fonts types.Dict) {
	s := scanner{data: data}
	var operands []any
	var open []sequence
	var artifact strings.Builder
	var current *font
	show := func(raw string) {
		if current == nil {
			c.problem("page %d: text without a font", n)
			return
		}
		if len(open) > 0 && open[len(open)-1].tag == "ReversedChars" {
			raw = reversed(raw)
		}
		text := current.decode(c, raw)
		for i := len(open) - 1; i >= 0; i-- {
			if open[i].actual != nil {
				text, *open[i].actual = *open[i].actual, ""
			}
			if open[i].tag == "Artifact" {
				artifact.WriteString(text)
				return
			}
			if open[i].mark >= 0 {
				p.marks[open[i].mark] += text
				return
			}
		}
	}
	for {
		v, err := s.next()
		if err != nil {
			break
		}
		op, isOperator := v.(operator)
		if !isOperator {
			operands = append(operands, v)
			continue
		}
		switch op {
		case "BMC", "BDC":
			q := sequence{mark: -1}
			if len(operands) > 0 {
				q.tag, _ = operands[0].(string)
			}
			if d, ok := operands[len(operands)-1].(map[string]any); ok {
				if id, ok := d["MCID"].(float64); ok {
					q.mark = int(id)
					if _, twice := p.marks[q.mark]; twice {
						c.problem("page %d: mark %d twice", n, q.mark)
					}
					p.marks[q.mark] = ""
				}
				if a, ok := d["ActualText"].(text); ok {
					t := decodeText(string(a))
					q.actual = &t
				}
			}
			if (q.mark >= 0 || q.tag == "Artifact") && len(open) > 0 {
				c.problem("page %d: %s inside %s", n, q.tag, open[len(open)-1].tag)
			}
			open = append(open, q)
		case "EMC":
			if len(open) == 0 {
				c.problem("page %d: end of marked content that has not begun", n)
				break
			}
			if open[len(open)-1].tag == "Artifact" {
				artifact.WriteByte('\n')
			}
			open = open[:len(open)-1]
		case "Tf":
			key, _ := operands[0].(string)
			o := fonts[key]
			if o == nil {
				c.problem("page %d: unknown font %s", n, key)
				break
			}
			current = c.font(o)
		case "Tj":
			raw, _ := operands[len(operands)-1].(text)
			show(string(raw))
		}
		if painting[string(op)] && len(open) == 0 {
			c.problem("page %d: %s is neither marked nor an artifact", n, op)
		}
		operands = operands[:0]
	}
	if len(open) > 0 {
		c.problem("page %d: %s is not closed", n, open[len(open)-1].tag)
	}
	c.found.Artifacts = append(c.found.Artifacts, artifact.String())
}

// reversed turns codes round that were drawn against the order of reading.
func reversed(raw string) string {
	var b strings.Builder
	for i := len(raw) - 2; i >= 0; i -= 2 {
		b.WriteString(raw[i : i+2])
	}
	return b.String()
}

func decodeText(s string) string {
	if !strings.HasPrefix(s, "\xfe\xff") {
		return s
	}
	var u []uint16
	for i := 2; i+1 < len(s); i += 2 {
		u = append(u, uint16(s[i])<<8|uint16(s[i+1]))
	}
	return string(utf16.Decode(u))
}

type (
	operator string
	text     string // a string operand; names are plain strings
)

// scanner takes a content stream apart.
type scanner struct {
	data []byte
	at   int
}

var errEnd = errors.New("end of content")

func (s *scanner) next() (any, error) {
	for s.at < len(s.data) && strings.IndexByte(" \n\r\t\f\x00", s.data[s.at]) >= 0 {
		s.at++
	}
	if s.at >= len(s.data) {
		return nil, errEnd
	}
	switch c := s.data[s.at]; {
	case c == '(':
		return s.literal(), nil
	case c == '<' && s.at+1 < len(s.data) && s.data[s.at+1] == '<':
		s.at += 2
		d := map[string]any{}
		for {
			k, err := s.next()
			if err != nil || k == operator(">>") {
				return d, err
			}
			v, err := s.next()
			if err != nil {
				return nil, err
			}
			if key, ok := k.(string); ok {
				d[key] = v
			}
		}
	case c == '>':
		s.at += 2
		return operator(">>"), nil
	case c == '<':
		end := s.at
		for end < len(s.data) && s.data[end] != '>' {
			end++
		}
		h := s.data[s.at+1 : end]
		s.at = end + 1
		var b []byte
		for i := 0; i+1 < len(h); i += 2 {
			v, _ := strconv.ParseUint(string(h[i:i+2]), 16, 8)
			b = append(b, byte(v))
		}
		return text(b), nil
	case c == '[':
		s.at++
		var a []any
		for {
			v, err := s.next()
			if err != nil || v == operator("]") {
				return a, err
			}
			a = append(a, v)
		}
	case c == ']':
		s.at++
		return operator("]"), nil
	}
	start := s.at
	for s.at++; s.at < len(s.data) && strings.IndexByte(" \n\r\t\f\x00()<>[]/", s.data[s.at]) < 0; {
		s.at++
	}
	word := string(s.data[start:s.at])
	if word[0] == '/' {
		return word[1:], nil
	}
	if v, err := strconv.ParseFloat(word, 64); err == nil {
		return v, nil
	}
	return operator(word), nil
}

func (s *scanner) literal() text {
	var b []byte
	depth := 0
	for ; s.at < len(s.data); s.at++ {
		switch c := s.data[s.at]; c {
		case '(':
			if depth++; depth > 1 {
				b = append(b, c)
			}
		case ')':
			if depth--; depth == 0 {
				s.at++
				return text(b)
			}
			b = append(b, c)
		case '\\':
			s.at++
			switch e := s.data[s.at]; e {
			case 'r':
				b = append(b, '\r')
			case 'n':
				b = append(b, '\n')
			default:
				b = append(b, e)
			}
		default:
			b = append(b, c)
		}
	}
	return text(b)
}
