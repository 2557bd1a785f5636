package calendar

import (
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
)

const example = "Write a date such as 8 December 2026 or 8 12 2026"

// Understand reads a date as people in Britain type it: "8 December 2026",
// "8 dec 26", "8/12/2026" (day first), "2026-12-08", "tue 8 dec" and "8 dec"
// (the next such day, today included), "today", "tomorrow", "friday" (the next
// one, today included) and "next friday" (that of next week; weeks begin on
// Monday). What it does not take it refuses in a sentence that says what it
// thought was meant.
func Understand(text string, today Date) (Date, error) {
	words, err := dateWords(text)
	if err != nil {
		return Date{}, err
	}
	if date, ok := relative(words, today); ok {
		return date, nil
	}
	weekday := time.Weekday(-1)
	if day, ok := weekdayNamed(words[0]); ok && len(words) > 1 {
		weekday, words = day, words[1:]
	}
	date, err := fromParts(words, today)
	if err == nil && weekday >= 0 && date.Weekday() != weekday {
		return Date{}, refuse("%s is a %s, not a %s", date.Medium(), date.Weekday(), weekday)
	}
	return date, err
}

// dateWords cuts what was typed into lower-case words and numbers.
func dateWords(text string) ([]string, error) {
	if len(text) > 100 {
		return nil, refuse("That is too long for a date. %s", example)
	}
	text = ordinal.ReplaceAllString(strings.ToLower(text), "$1")
	words := strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune("/.-,–", r)
	})
	kept := words[:0]
	for _, word := range words {
		if word != "the" && word != "of" && word != "on" {
			kept = append(kept, word)
		}
	}
	if len(kept) == 0 {
		return nil, refuse("%s", example)
	}
	return kept, nil
}

var ordinal = regexp.MustCompile(`\b(\d{1,2})(?:st|nd|rd|th)\b`)

// relative reads dates that are counted from today.
func relative(words []string, today Date) (Date, bool) {
	if len(words) == 1 {
		switch words[0] {
		case "today":
			return today, true
		case "tomorrow":
			return today.AddDays(1), true
		case "yesterday":
			return today.AddDays(-1), true
		}
	}
	next := words[0] == "next"
	if next || words[0] == "this" {
		words = words[1:]
	}
	if len(words) != 1 {
		return Date{}, false
	}
	weekday, ok := weekdayNamed(words[0])
	if !ok {
		return Date{}, false
	}
	if next {
		monday := today.AddDays(7 - (int(today.Weekday())+6)%7)
		return monday.AddDays((int(weekday) + 6) % 7), true
	}
	return today.AddDays((int(weekday-today.Weekday()) + 7) % 7), true
}

// fromParts reads day, month and perhaps year.
func fromParts(parts []string, today Date) (Date, error) {
	if len(parts) < 2 || len(parts) > 3 {
		return Date{}, refuse("That is not a date we understand. %s", example)
	}
	if len(parts) == 3 && len(parts[0]) == 4 {
		parts = []string{parts[2], parts[1], parts[0]} // 2026-12-08
	}
	if _, ok := monthNamed(parts[0]); ok {
		parts[0], parts[1] = parts[1], parts[0] // December 8
	}
	day, ok := number(parts[0], 2)
	if !ok {
		return Date{}, refuse("We do not understand “%s” as a day of the month. %s", parts[0], example)
	}
	month, ok := monthNamed(parts[1])
	if !ok {
		n, isNumber := number(parts[1], 2)
		if !isNumber {
			return Date{}, refuse("We do not understand “%s” as a month. %s", parts[1], example)
		}
		month = time.Month(n)
	}
	if len(parts) == 2 {
		return nextSuch(day, month, today)
	}
	year, ok := number(parts[2], 4)
	switch {
	case ok && len(parts[2]) == 2:
		// The century that brings it nearest: two digits rarely mean a date
		// more than twenty years ahead.
		year += 2000
		if year > today.Year+20 {
			year -= 100
		}
	case !ok || len(parts[2]) != 4:
		return Date{}, refuse("We do not understand “%s” as a year. Write all four figures, for example 2026", parts[2])
	}
	return NewDate(year, month, day)
}

// nextSuch finds the next year in which the day exists, today included.
func nextSuch(day int, month time.Month, today Date) (Date, error) {
	const leap = 2000 // a year in which every day of any year exists
	if month < 1 || month > 12 {
		return NewDate(leap, month, day)
	}
	if day < 1 || day > daysIn(leap, month) {
		return Date{}, refuse("%d %s does not exist: %s has %d days", day, month, month, daysIn(leap, month))
	}
	for year := today.Year; ; year++ {
		date, err := NewDate(year, month, day)
		if err == nil && !date.Before(today) || year > LastYear {
			return date, err
		}
	}
}

// number reads at most a few plain digits.
func number(s string, most int) (int, bool) {
	if len(s) > most || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

func monthNamed(s string) (time.Month, bool) {
	if s == "sept" {
		return time.September, true
	}
	for month := time.January; month <= time.December; month++ {
		if isName(s, month.String()) {
			return month, true
		}
	}
	return 0, false
}

func weekdayNamed(s string) (time.Weekday, bool) {
	switch s {
	case "tues":
		return time.Tuesday, true
	case "weds":
		return time.Wednesday, true
	case "thur", "thurs":
		return time.Thursday, true
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if isName(s, day.String()) {
			return day, true
		}
	}
	return 0, false
}

// isName reports whether s is a name or its first three letters.
func isName(s, name string) bool {
	name = strings.ToLower(name)
	return s == name || s == name[:3]
}

const timeExample = "Write a time such as 10:00 or 2pm"

var timeForm = regexp.MustCompile(`^(\d{1,2})(?:[:.h](\d{2}))?(am|pm|a|p)?$|^(\d{2})(\d{2})$`)

// UnderstandTime reads a time of day as people type it: "10:00", "10", "10am",
// "10.30", "2pm", "14:30", "1430", "noon".
func UnderstandTime(text string) (Clock, error) {
	if len(text) > 50 {
		return Clock{}, refuse("That is too long for a time. %s", timeExample)
	}
	typed := strings.Join(strings.Fields(strings.ToLower(text)), "")
	switch typed {
	case "":
		return Clock{}, refuse("%s", timeExample)
	case "noon", "midday", "12noon":
		return Clock{12, 0}, nil
	case "midnight":
		return Clock{}, nil
	}
	typed = strings.NewReplacer("a.m.", "am", "p.m.", "pm", "a.m", "am", "p.m", "pm", "hours", "", "hrs", "", "o'clock", "", "o’clock", "").Replace(typed)
	parts := timeForm.FindStringSubmatch(typed)
	if parts == nil {
		return Clock{}, refuse("That is not a time we understand. %s", timeExample)
	}
	hour, _ := strconv.Atoi(parts[1] + parts[4])
	minute, _ := strconv.Atoi(parts[2] + parts[5])
	if half := parts[3]; half != "" {
		if hour < 1 || hour > 12 {
			return Clock{}, refuse("There is no %d%s. %s", hour, half[:1]+"m", timeExample)
		}
		hour %= 12
		if half[0] == 'p' {
			hour += 12
		}
	}
	if hour == 24 && minute == 0 {
		return Clock{}, refuse("24:00 is the start of the next day. Write 00:00 and that day’s date")
	}
	if hour > 23 || minute > 59 {
		return Clock{}, refuse("There is no %02d:%02d: the day ends at 23:59. %s", hour, minute, timeExample)
	}
	return Clock{hour, minute}, nil
}
