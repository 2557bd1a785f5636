package documents

import (
	"strings"
	"time"
)

// dated keeps the words of each date on one line, and the "by" that leads to it
// with them. Every row of a tracker has dates, and a regular expression took a
// twentieth of its time.
func dated(s string) string {
	var b strings.Builder
	done := 0
	for i := range len(s) {
		if from, to, ok := dateAround(s, i); ok {
			b.WriteString(s[done:from])
			b.WriteString(strings.ReplaceAll(s[from:to], " ", noBreakSpace))
			done = to
		}
	}
	if done == 0 {
		return s
	}
	b.WriteString(s[done:])
	return b.String()
}

// dateAround finds the date whose day and month the space at i parts.
func dateAround(s string, i int) (from, to int, ok bool) {
	if s[i] != ' ' || i == 0 || !isDigit(s[i-1]) {
		return 0, 0, false
	}
	from, to = i-1, i+1+len(monthAt(s[i+1:]))
	if from > 0 && isDigit(s[from-1]) {
		from--
	}
	if to == i+1 || !wordEnds(s[:from]) || !wordBegins(s[to:]) {
		return 0, 0, false
	}
	if year := s[to:]; len(year) >= 5 && year[0] == ' ' && isNumber(year[1:5]) && wordBegins(year[5:]) {
		to += 5
	}
	if before, found := strings.CutSuffix(s[:from], "by "); found && wordEnds(before) {
		from = len(before)
	}
	return from, to, true
}

// monthAt is the month that s begins with, "" if it is none.
func monthAt(s string) string {
	for m := time.January; m <= time.December; m++ {
		if name := m.String(); strings.HasPrefix(s, name) {
			return name
		}
	}
	return ""
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isNumber(s string) bool { return strings.Trim(s, "0123456789") == "" }

func isWord(c byte) bool {
	return c == '_' || isDigit(c) || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// wordEnds tells whether what comes after s does not go on with a word of it.
func wordEnds(s string) bool { return s == "" || !isWord(s[len(s)-1]) }

// wordBegins tells whether s does not go on with the word before it.
func wordBegins(s string) bool { return s == "" || !isWord(s[0]) }
