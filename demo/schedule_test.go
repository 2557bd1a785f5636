package demo

import (
	"testing"

	"quarterday/calendar"
)

func calendarDay(t *testing.T, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestScheduleOnEveryDay(t *testing.T) {
	for today := calendarDay(t, "2024-01-01"); today.Before(calendarDay(t, "2034-01-01")); today = today.AddDays(1) {
		s := newSchedule(today)
		if len(s.days) != heldMeetings+1+plannedMeetings || len(s.quarters) != len(s.days) {
			t.Fatalf("%s: %d meetings", today, len(s.days))
		}
		for i, day := range s.days {
			if !country.WorkingDay(day) || calendar.QuarterOf(day) != s.quarters[i] && i != movedMeeting {
				t.Errorf("%s: meeting %d is on %s, in %s", today, i, day.Long(), s.quarters[i])
			}
			if i > 0 && s.days[i-1].DaysUntil(day) < 70 {
				t.Errorf("%s: meetings on %s and %s", today, s.days[i-1], day)
			}
		}
		next := s.days[heldMeetings]
		closing := workingDay(next, -15)
		if left := today.DaysUntil(closing); left < 3 || left > 24 {
			t.Errorf("%s: submissions close on %s, in %d days", today, closing, left)
		}
		if past := s.days[heldMeetings-1].DaysUntil(today); past < 29 {
			t.Errorf("%s: the last meeting was %d days ago", today, past)
		}
	}
}
