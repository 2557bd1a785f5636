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
	strings, within := 0, 0    // inside strings, which nest; inside lists and dictionaries
	text, path := false, false // begun and not ended
	spoilt := false
	end := func() {
		switch string(word) {
		case "q":
			open++
		case "Q":
			if open--; open < 0 {
				open, spoilt = 0, true
			}
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
			spoilt = !skipImage(r) || spoilt
		}
		word = word[:0]
	}
	for {
		c, err := r.ReadByte()
		if err != nil {
			end()
			return open, marks, errors.Is(err, io.EOF) && !spoilt && strings == 0 && within == 0 && !text && !path && marks == 0
		}
		if strings > 0 {
			switch c {
			case '\\':
				_, _ = r.ReadByte()
			case '(':
				strings++
			case ')':
				strings--
			}
			continue
		}
		if !isSpace(c) && !isDelimiter(c) {
			if len(word) < 8 {
				word = append(word, c)
			}
			continue
		}
		end()
		switch c {
		case '(':
			strings = 1
		case '%':
			for c != '\n' && c != '\r' && err == nil {
				c, err = r.ReadByte()
			}
		case '/':
			word = append(word, c) // a name, which is no operator
		case '[':
			within++
		case ']':
			within = max(0, within-1)
		case '<', '>':
			next, err := r.Peek(1)
			switch twice := err == nil && next[0] == c; {
			case twice && c == '<': // a dictionary
				_, _ = r.Discard(1)
				within++
			case twice:
				_, _ = r.Discard(1)
				within = max(0, within-1)
			case c == '<': // a string in hexadecimal
				spoilt = !skipTo(r, '>') || spoilt
			}
		}
	}
}

// skipTo reads on to this byte; false if it does not come.
func skipTo(r *bufio.Reader, to byte) bool {
	for {
		if c, err := r.ReadByte(); err != nil || c == to {
			return err == nil
		}
	}
}

func isDelimiter(c byte) bool {
	switch c {
	case '(', ')', '<', '>', '[', ']', '{', '}', '/', '%':
		return true
	}
	return false
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
