package calendar

import (
	"fmt"
	"time"
)

// zones writes a VTIMEZONE for each zone that events are written in, from the
// transitions in the time zone database around those events.
func (w *icalendar) zones(events []Event) {
	for i, event := range events {
		if !named(event.Zone) || !event.Day.IsZero() {
			continue
		}
		name, seen := event.Zone.String(), false
		first, last := event.Start, event.End
		for j, other := range events {
			if other.Zone == nil || other.Zone.String() != name || !other.Day.IsZero() {
				continue
			}
			seen = seen || j < i
			if other.Start.Before(first) {
				first = other.Start
			}
			if other.End.After(last) {
				last = other.End
			}
		}
		if !seen {
			w.zone(event.Zone, first.In(event.Zone).Year()-1, last.In(event.Zone).Year()+1)
		}
	}
}

// A shift is one change of a zone's clocks.
type shift struct {
	wall     time.Time // the time on the wall just before, as if it were UTC
	from, to int       // seconds east of UTC
	name     string
}

// yearly is what shifts of the same kind have in common from year to year.
type yearly struct {
	from, to int
	name     string
	month    time.Month
	weekday  time.Weekday
	clock    Clock
}

func (s shift) yearly() yearly {
	return yearly{s.from, s.to, s.name, s.wall.Month(), s.wall.Weekday(), Clock{s.wall.Hour(), s.wall.Minute()}}
}

// inLastWeek reports whether the day is the last of its weekday in the month.
func (s shift) inLastWeek() bool { return s.wall.AddDate(0, 0, 7).Month() != s.wall.Month() }

func shifts(zone *time.Location, firstYear, lastYear int) []shift {
	var found []shift
	t := time.Date(firstYear, time.January, 1, 0, 0, 0, 0, zone)
	for {
		_, end := t.ZoneBounds()
		if end.IsZero() || end.Year() > lastYear {
			return found
		}
		_, from := t.Zone()
		name, to := end.Zone()
		found = append(found, shift{end.UTC().Add(time.Duration(from) * time.Second), from, to, name})
		t = end
	}
}

// zone writes shifts that come every year on the last such weekday of a month
// as one yearly rule, which is what programs read best, and others one by one.
func (w *icalendar) zone(zone *time.Location, firstYear, lastYear int) {
	found := shifts(zone, firstYear, lastYear)
	count := map[yearly]int{}
	for _, s := range found {
		if s.inLastWeek() {
			count[s.yearly()]++
		}
	}
	w.line("BEGIN:VTIMEZONE")
	w.line("TZID:" + zone.String())
	years := lastYear - firstYear + 1
	written, single := map[yearly]bool{}, len(found) == 0
	for _, s := range found {
		rule := s.yearly()
		if !s.inLastWeek() || count[rule] != years {
			single = true
			w.observance(s, "")
		} else if !written[rule] {
			written[rule] = true
			weekday := [...]string{"SU", "MO", "TU", "WE", "TH", "FR", "SA"}[rule.weekday]
			w.observance(s, fmt.Sprintf("RRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=-1%s", rule.month, weekday))
		}
	}
	if single {
		// What held before the first shift, or always.
		start := time.Date(firstYear, time.January, 1, 0, 0, 0, 0, zone)
		name, offset := start.Zone()
		w.observance(shift{time.Date(firstYear, time.January, 1, 0, 0, 0, 0, time.UTC), offset, offset, name}, "")
	}
	w.line("END:VTIMEZONE")
}

func (w *icalendar) observance(s shift, rule string) {
	kind := "STANDARD"
	if s.to > s.from {
		kind = "DAYLIGHT"
	}
	w.line("BEGIN:" + kind)
	w.line("DTSTART:" + s.wall.Format(wallForm))
	if rule != "" {
		w.line(rule)
	}
	w.line("TZOFFSETFROM:" + offsetText(s.from))
	w.line("TZOFFSETTO:" + offsetText(s.to))
	w.text("TZNAME", s.name)
	w.line("END:" + kind)
}

// offsetText writes seconds east of UTC as +0100.
func offsetText(seconds int) string {
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	text := fmt.Sprintf("%c%02d%02d", sign, seconds/3600, seconds/60%60)
	if rest := seconds % 60; rest != 0 {
		text += fmt.Sprintf("%02d", rest)
	}
	return text
}
