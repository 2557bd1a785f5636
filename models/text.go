package models

import (
	"net/mail"
	"strings"
	"unicode"
	"unicode/utf8"

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
