package models

import (
	"regexp"
	"strings"

	"quarterday/calendar"
)

var (
	doneSaid     = regexp.MustCompile(`(?i)[\s,;:(–-]+done at the meeting\)?\.?$`)
	nextSaid     = regexp.MustCompile(`(?i)[\s,;:(–-]+(?:(?:by|before|for|at|until)\s+)?(?:the\s+)?next meeting\)?\.?$`)
	ongoingSaid  = regexp.MustCompile(`(?i)[\s,;:(–-]+ongoing\)?\.?$`)
	ongoingUntil = regexp.MustCompile(`(?i)[\s,;:(–-]+ongoing[,;]?\s+(?:to be\s+)?review(?:ed)?\s+(?:(?:on|by|in)\s+)?(.{1,40}?)\)?\.?$`)
	noneSaid     = regexp.MustCompile(`(?i)[\s,;:(–-]+no date(?: set)?\)?\.?$`)
	byWord       = regexp.MustCompile(`(?i)[\s,;(–-]+(?:by|before|due|until)\s+|;\s*`)
	looksDated   = regexp.MustCompile(`(?i)^(?:\d|(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b|today|tomorrow|next\b|end of)`)
)

// deadline reads the deadline at the end of an action's line into the form, and
// returns the line without it. What looks like a date and is none stays in the
// text and is said.
func (u *Understood) deadline(text string, today calendar.Date) string {
	u.Form.DeadlineKind = DeadlineNone
	cut := func(r *regexp.Regexp) (string, bool) {
		if at := r.FindStringIndex(text); at != nil && at[0] > 0 {
			return strings.TrimSpace(text[:at[0]]), true
		}
		return text, false
	}
	if rest, ok := cut(doneSaid); ok {
		u.Form.DoneAtMeeting = true
		return rest
	}
	if rest, ok := cut(nextSaid); ok {
		u.Form.DeadlineKind = DeadlineNextMeeting
		return rest
	}
	if rest, ok := cut(noneSaid); ok {
		return rest
	}
	if m := ongoingUntil.FindStringSubmatchIndex(text); m != nil && m[0] > 0 {
		if d, err := calendar.Understand(text[m[2]:m[3]], today); err == nil {
			u.Form.DeadlineKind, u.Form.Due = DeadlineOngoing, d.String()
			return strings.TrimSpace(text[:m[0]])
		}
	}
	if rest, ok := cut(ongoingSaid); ok {
		u.Form.DeadlineKind = DeadlineOngoing
		return rest
	}
	all := byWord.FindAllStringIndex(text, -1)
	for i := len(all) - 1; i >= 0 && i >= len(all)-3; i-- {
		said := strings.TrimRight(text[all[i][1]:], ".) ")
		if said == "" || len(said) > 60 {
			continue
		}
		d, err := calendar.Understand(said, today)
		if err == nil && all[i][0] > 0 {
			u.Form.DeadlineKind, u.Form.Due = DeadlineDate, d.String()
			return strings.TrimSpace(text[:all[i][0]])
		}
		if err != nil && looksDated.MatchString(said) && len(u.Unplaced) == 0 {
			u.Unplaced = append(u.Unplaced, upperFirst(err.Error())+".")
		}
	}
	return text
}
