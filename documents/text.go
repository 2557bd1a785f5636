package documents

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/runenames"
)

var languageTag = regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)

// drawable is the one way by which text comes into a document. What it returns
// can be drawn and still means what was given: letters and their accents are
// brought together, spaces and line ends take one form, what has no shape of
// its own (controls, joiners, soft hyphens) goes, and a sign that no face has
// is written as its Unicode name in brackets. Letters of scripts that no face
// has are kept; see standIn.
func drawable(s string) string {
	if isReady(s) {
		return s
	}
	s = norm.NFC.String(lineEnds.Replace(strings.ToValidUTF8(s, "\uFFFD")))
	var b strings.Builder
	b.Grow(len(s))
	var flag rune // a regional indicator that waits for its second half
	for i, r := range s {
		if isRegionalIndicator(r) {
			if flag == 0 {
				flag = r
				continue
			}
			fmt.Fprintf(&b, "[flag: %c%c]", flag-0x1F1E6+'A', r-0x1F1E6+'A')
			flag = 0
			continue
		}
		if flag != 0 {
			writeName(&b, flag)
			flag = 0
		}
		if name := taggedFlag(s[i:]); name != "" {
			b.WriteString("[flag: " + name + "]")
			continue
		}
		writeDrawable(&b, r)
	}
	if flag != 0 {
		writeName(&b, flag)
	}
	return b.String()
}

// lineEnds brings all ways to end a line to one.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// isReady spares most texts the work: all their characters are drawn as they are.
func isReady(s string) bool {
	for _, r := range s {
		switch {
		case r <= 0x7e:
			if r < 0x20 && r != '\n' {
				return false
			}
		case r >= 0xa0 && r < 0x250: // letters with their accents; no accent alone, which might belong to the letter before
			if r == '\u00ad' || faces[bodyRegular]().glyph(r) == 0 {
				return false
			}
		case !strings.ContainsRune("–—‘’“”•…€", r):
			return false
		}
	}
	return true
}

// isPlain tells whether a text is ASCII.
func isPlain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < 0x20 && c != '\n' || c > 0x7e {
			return false
		}
	}
	return true
}

func writeDrawable(b *strings.Builder, r rune) {
	switch {
	case r == '\n':
		b.WriteByte('\n')
	case r == '\u00a0' || r == '\u2007' || r == '\u202f':
		b.WriteRune('\u00a0')
	case r == '\t' || unicode.Is(unicode.Zs, r):
		b.WriteByte(' ')
	case r == '\u2010' || r == '\u2011':
		b.WriteByte('-')
	case unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Variation_Selector, r):
	case unicode.Is(unicode.Co, r): // private use means nothing to others
		writeName(b, r)
	case hasFace(r) || needsScript(r):
		b.WriteRune(r)
	default:
		writeName(b, r)
	}
}

// nations are the parts of the United Kingdom that have a flag of their own.
var nations = map[string]string{"gbeng": "England", "gbsct": "Scotland", "gbwls": "Wales"}

// taggedFlag names the flag that s begins with if it is a black one followed by
// tags, which say whose it is; the tags themselves have no shape.
func taggedFlag(s string) string {
	s, ok := strings.CutPrefix(s, "\U0001F3F4")
	if !ok {
		return ""
	}
	var code []byte
	for _, r := range s {
		if r == 0xE007F { // the last tag
			if name := nations[string(code)]; name != "" {
				return name
			}
			return strings.ToUpper(string(code))
		}
		if r < 0xE0030 || r > 0xE007A || len(code) == 6 {
			return ""
		}
		code = append(code, byte(r-0xE0000))
	}
	return ""
}

func isRegionalIndicator(r rune) bool { return r >= 0x1F1E6 && r <= 0x1F1FF }

// writeName writes a sign as its name: an emoji of clapping hands becomes
// "[clapping hands sign]".
func writeName(b *strings.Builder, r rune) {
	name := runenames.Name(r)
	if name == "" || strings.HasPrefix(name, "<") {
		fmt.Fprintf(b, "[U+%04X]", r)
		return
	}
	b.WriteString("[" + strings.ToLower(name) + "]")
}

// hasFace tells whether some face can draw r. All styles of a family have the
// same characters.
func hasFace(r rune) bool {
	for _, id := range [...]faceID{bodyRegular, wideRegular, symbolsRegular, hebrewRegular, arabicRegular} {
		if faces[id]().glyph(r) != 0 {
			return true
		}
	}
	return false
}

// needsScript tells whether r belongs to a writing system that no face has.
func needsScript(r rune) bool {
	return !hasFace(r) && unicode.In(r, unicode.L, unicode.M, unicode.N) && script(r) != ""
}

// script names the writing system of r, "" for signs that several share.
func script(r rune) string {
	for name, table := range unicode.Scripts {
		if name != "Common" && name != "Inherited" && unicode.Is(table, r) {
			return strings.ReplaceAll(name, "_", " ")
		}
	}
	return ""
}

// standIn is what a reader sees in place of text in a script that no face has.
// The file keeps the text itself beside it, for copying, searching and speech.
func standIn(text string) string {
	for _, r := range text {
		if s := script(r); s != "" {
			return "[" + s + "\u00a0text]"
		}
	}
	return "[text]"
}
