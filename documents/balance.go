package documents

import (
	"bufio"
	"errors"
	"io"
)

// balance reads a page's content and counts the graphics states that it saves and
// does not restore, and the marks that it does not end. Content that restores more than it saved, or does not end
// well, is not ok: what is drawn after it could be drawn as part of a text, a
// path, or a layer that is hidden.
func balance(r *bufio.Reader) (open, marks int, ok bool) {
	var word []byte
	inText := 0                // inside strings, which nest
	text, path := false, false // begun and not ended
	end := func() bool {
		switch string(word) {
		case "q":
			open++
		case "Q":
			open--
		case "BT":
			text = true
		case "ET":
			text = false
		case "BMC", "BDC":
			marks++
		case "EMC":
			marks = max(0, marks-1)
		case "m", "l", "c", "v", "y", "h", "re":
			path = true
		case "S", "s", "f", "F", "f*", "B", "B*", "b", "b*", "n":
			path = false
		case "ID":
			if !skipImage(r) {
				return false
			}
		}
		word = word[:0]
		return open >= 0
	}
	for {
		c, err := r.ReadByte()
		if err != nil {
			return open, marks, errors.Is(err, io.EOF) && end() && inText == 0 && !text && !path && marks == 0
		}
		switch {
		case inText > 0:
			switch c {
			case '\\':
				_, _ = r.ReadByte()
			case '(':
				inText++
			case ')':
				inText--
			}
		case c == '(':
			if !end() {
				return 0, marks, false
			}
			inText = 1
		case c == '%':
			if !end() {
				return 0, marks, false
			}
			for c != '\n' && c != '\r' && err == nil {
				c, err = r.ReadByte()
			}
		case isSpace(c), c == '<', c == '>', c == '[', c == ']', c == '{', c == '}', c == '/':
			if !end() {
				return 0, marks, false
			}
			if c == '/' {
				word = append(word, c) // a name, which is no operator
			}
		default:
			if len(word) < 8 {
				word = append(word, c)
			}
		}
	}
}

func isSpace(c byte) bool {
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' || c == 0
}

// skipImage reads the data of a picture that stands within the content, up to
// the EI that ends it.
func skipImage(r *bufio.Reader) bool {
	var last [4]byte
	for {
		c, err := r.ReadByte()
		if err != nil {
			return false
		}
		last = [4]byte{last[1], last[2], last[3], c}
		if isSpace(last[0]) && last[1] == 'E' && last[2] == 'I' && isSpace(last[3]) {
			return true
		}
	}
}
