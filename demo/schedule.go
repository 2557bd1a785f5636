package demo

import (
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

// country says which days are working days.
var country = models.Partnership{}.Country()

const (
	heldMeetings    = 12 // three years of quarters
	plannedMeetings = 3  // after the one that has been called
	movedMeeting    = 5  // the one that had to be put off by a week
)

// schedule is when the quarterly meetings of the sample are: the last one held
// some weeks before today, the next one called, with days left to submit items.
type schedule struct {
	rule     calendar.Rule
	quarters []calendar.Quarter
	days     []calendar.Date
	planned  []calendar.Date // the days first planned; one meeting was moved
}

// openFor is about how many days from today submissions are to close.
const openFor = 12

// newSchedule finds the rule, among the Tuesdays of a quarter, by which
// submissions for the next meeting close about that many days from today. So
// the last meeting is always some weeks past, whatever the day.
func newSchedule(today calendar.Date) schedule {
	var best schedule
	least := -1
	for month := 1; month <= 3; month++ {
		for week := 1; week <= 4; week++ {
			rule := calendar.Rule{Weekday: time.Tuesday, Week: week, Month: month}
			next := calendar.QuarterOf(today)
			for !today.Before(closes(rule, next)) {
				next = next.Next()
			}
			left := today.DaysUntil(closes(rule, next))
			if off := max(left-openFor, openFor-left); least < 0 || off < least {
				least, best = off, schedule{rule: rule, quarters: []calendar.Quarter{next}}
			}
		}
	}
	return best.around(best.quarters[0])
}

// around fills in the quarters before and after the next meeting's.
func (s schedule) around(next calendar.Quarter) schedule {
	s.quarters = nil
	for n := -heldMeetings; n <= plannedMeetings; n++ {
		q := next.Add(n)
		s.quarters = append(s.quarters, q)
		s.planned = append(s.planned, dayIn(s.rule, q))
	}
	s.days = append([]calendar.Date(nil), s.planned...)

	s.days[movedMeeting] = country.AddWorkingDays(s.planned[movedMeeting].AddDays(6), 1)
	return s
}

// closes is the day on which submissions close for a quarter's meeting.
func closes(rule calendar.Rule, q calendar.Quarter) calendar.Date {
	return country.AddWorkingDays(dayIn(rule, q), -15)
}

// dayIn is the rule's day in a quarter or, where that is a holiday or in the
// days around Christmas, the week before or after, as a secretary would plan it.
func dayIn(rule calendar.Rule, q calendar.Quarter) calendar.Date {
	day := rule.Date(q)
	switch {
	case day.Month == time.December && day.Day >= 22:
		return day.AddDays(-7)
	case !country.WorkingDay(day) || day.Month == time.January && day.Day <= 4:
		return day.AddDays(7)
	}
	return day
}
