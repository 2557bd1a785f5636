package calendar

import (
	"fmt"
	"time"
)

// WorkingDay reports whether a date is neither at a weekend nor a bank holiday.
func (c *Country) WorkingDay(d Date) bool {
	if isWeekend(d) {
		return false
	}
	_, holiday := c.Holiday(d)
	return !holiday
}

func isWeekend(d Date) bool {
	return d.Weekday() == time.Saturday || d.Weekday() == time.Sunday
}

// AddWorkingDays returns the nth working day after a date, or before it when n
// is negative. The date itself does not count; for n = 0 it is the answer.
func (c *Country) AddWorkingDays(d Date, n int) Date {
	step := 1
	if n < 0 {
		step, n = -1, -n
	}
	for n > 0 {
		d = d.AddDays(step)
		if c.WorkingDay(d) {
			n--
		}
	}
	return d
}

// ClearWorkingDaysBefore returns the last working day on which papers can go
// out so that n clear working days lie between then and the meeting: neither
// the day of publication nor the day of the meeting counts.
//
// The notion is that of council meetings in England and Wales: Local
// Government Act 1972, Schedule 12, paragraph 4 (summons) and section 100B
// (agendas and reports open to inspection), which ask for clear days.
// Partnerships that are not bound by it have taken on its habit.
func (c *Country) ClearWorkingDaysBefore(meeting Date, n int) Date {
	return c.AddWorkingDays(meeting, -(max(n, 0) + 1))
}

// WorkingDaysBetween counts the working days after one date up to and
// including another; negative when the other is earlier.
func (c *Country) WorkingDaysBetween(from, to Date) int {
	if to.Before(from) {
		return -c.WorkingDaysBetween(to, from)
	}
	n := 0
	for from.Before(to) {
		from = from.AddDays(1)
		if c.WorkingDay(from) {
			n++
		}
	}
	return n
}

// Warnings says, a sentence each, why a date may be a bad one for a meeting.
func (c *Country) Warnings(d Date) []string {
	var warnings []string
	warn := func(format string, args ...any) {
		warnings = append(warnings, fmt.Sprintf(format, args...))
	}
	name, holiday := c.Holiday(d)
	if holiday {
		warn("%s is a bank holiday: %s", d.Long(), name)
	}
	if isWeekend(d) {
		warn("%s is at a weekend", d.Long())
	}
	if !holiday {
		if next, ok := c.Holiday(d.AddDays(1)); ok {
			warn("%s is the day before a bank holiday: %s", d.Long(), next)
		}
		if last, ok := c.Holiday(d.AddDays(-1)); ok {
			warn("%s is the day after a bank holiday: %s", d.Long(), last)
		}
	}
	if d.Month == time.December && d.Day >= 24 || d.Month == time.January && d.Day == 1 {
		warn("%s is in the Christmas and New Year break", d.Long())
	}
	return warnings
}
