package documents

import (
	"bufio"
	"errors"
	"io"
)

// balance reads a page's content and counts the graphics states it saves and
// does not restore. Content that restores more than it saved, or does not end
// well, is not ok.
func balance(r *bufio.Reader) (open int, ok bool) {
	var word []byte
	inText := 0 // inside strings, which nest
	end := func() bool {
		switch string(word) {
		case "q":
			open++
		case "Q":
			open--
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
			return open, errors.Is(err, io.EOF) && end() && inText == 0
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
				return 0, false
			}
			inText = 1
		case c == '%':
			if !end() {
				return 0, false
			}
			for c != '\n' && c != '\r' && err == nil {
				c, err = r.ReadByte()
			}
		case isSpace(c), c == '<', c == '>', c == '[', c == ']', c == '{', c == '}', c == '/':
			if !end() {
				return 0, false
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
