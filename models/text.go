package models

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"quarterday/calendar"
)

// Text limits, in characters. Above them a form is refused in words; nothing is
// ever cut in silence.
const (
	maxName  = 200
	maxTitle = 250
	maxShort = 1_000
	maxLong  = 20_000
)

// tidy makes typed text safe to keep: valid UTF-8, line breaks as \n, no
// control characters, no blank ends.
func tidy(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n\n").Replace(s)
	s = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// oneLine tidies what must be a single line (names, titles: they go into
// headers of letters and properties of calendars) of min to max characters;
// label follows "Enter": "the partnership's name".
func oneLine(p *Problems, field, label, s string, min, max int) string {
	s = strings.Join(strings.Fields(tidy(s)), " ")
	checkLength(p, field, label, s, min, max)
	return s
}

// manyLines tidies text that may have paragraphs.
func manyLines(p *Problems, field, label, s string, min, max int) string {
	s = tidy(s)
	checkLength(p, field, label, s, min, max)
	return s
}

func checkLength(p *Problems, field, label, s string, min, max int) {
	n := utf8.RuneCountInString(s)
	switch {
	case min > 0 && n == 0:
		p.Add(field, "Enter %s", label)
	case n < min:
		p.Add(field, "%s must have at least %d characters", upperFirst(label), min)
	case n > max:
		p.Add(field, "%s must be %d characters or fewer: it has %d", upperFirst(label), max, n)
	}
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// emailAddress reads one e-mail address, in lower case. A name around it, a
// second address, or a domain without a full stop is refused in words.
func emailAddress(p *Problems, field, s string) string {
	s = strings.ToLower(strings.Join(strings.Fields(tidy(s)), " "))
	switch a, err := mail.ParseAddress(s); {
	case s == "":
		p.Add(field, "Enter an email address")
	case strings.ContainsAny(s, ";,"):
		p.Add(field, "Enter one email address: this has more than one")
	case err != nil || a.Address != s || len(s) > 254:
		p.Add(field, "Enter an email address in the right format, like name@example.org")
	case !strings.Contains(s[strings.LastIndex(s, "@")+1:], "."):
		p.Add(field, "Enter an email address with a full domain, like name@example.org: %q has no full stop in it", s[strings.LastIndex(s, "@")+1:])
	}
	return s
}

// EmailAddress reads an e-mail address as somebody typed it into the field "email".
func EmailAddress(typed string) (string, error) {
	var p Problems
	address := emailAddress(&p, "email", typed)
	return address, p.Err()
}

// today is the day it is in the partnership.
func (t *tx) today() calendar.Date { return calendar.DateOf(t.now, t.partnership.Location()) }

// readDate understands a date as it was typed; nothing typed is no date.
func (t *tx) readDate(p *Problems, field, text string) calendar.Date {
	if strings.TrimSpace(text) == "" {
		return calendar.Date{}
	}
	d, err := calendar.Understand(text, t.today())
	if err != nil {
		p.Add(field, "%s", upperFirst(err.Error()))
	}
	return d
}

// searchKey reduces text to what is searched and sorted by: lower case, without
// accents, so that "lukasz" finds Łukasz.
func searchKey(s string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(s)) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case unaccented[r] != "":
			b.WriteString(unaccented[r])
		default:
			b.WriteRune(r)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// unaccented are letters that do not come apart into a plain one and a mark.
var unaccented = map[rune]string{'ł': "l", 'ø': "o", 'đ': "d", 'ð': "d", 'þ': "th", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ı': "i", 'ħ': "h", '’': "'"}

// has asks whether a column holds a pattern of like's, whatever the case: folded
// is what strings.ToLower does, in either database.
func has(column string) string { return "folded(" + column + ") like ? escape '!'" }

// like makes a pattern that finds text anywhere.
func like(text string) string {
	return "%" + strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(strings.ToLower(text)) + "%"
}

// Change is one thing that differs: what it is, what it was, what it is now.
type Change struct{ What, From, To string }

// changesOf keeps those that differ.
func changesOf(all ...Change) []Change {
	var kept []Change
	for _, c := range all {
		if c.From != c.To {
			kept = append(kept, c)
		}
	}
	return kept
}

// changesInWords is how the audit trail tells changes.
func changesInWords(changes []Change) string {
	words := make([]string, len(changes))
	for i, c := range changes {
		from, to := excerpt(c.From), excerpt(c.To)
		switch {
		case c.From == "":
			words[i] = c.What + ": " + to
		case c.To == "":
			words[i] = c.What + ": taken out (was " + from + ")"
		default:
			words[i] = c.What + ": " + from + " → " + to
		}
	}
	return strings.Join(words, "; ")
}

// excerpt is the beginning of a text, on one line.
func excerpt(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > 120 {
		return string(r[:119]) + "…"
	}
	return string(r)
}
