package handlers

import (
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

// timelineOf is where a meeting's quarter stands. circulated is when its draft
// minutes first went out; nil before that.
func timelineOf(m models.Meeting, circulated *time.Time, zone *time.Location, now time.Time) Timeline {
	moment := func(t *time.Time, planned calendar.Date) string {
		if t != nil {
			planned = calendar.DateOf(*t, zone)
		}
		return dayInYear(planned)
	}
	held := m.State == models.MeetingHeld || m.State == models.MeetingClosed
	closes := calendar.DateOf(m.SubmissionsCloseAt, zone)
	stages := []struct {
		Stage
		done   bool
		closer string // said of the stage that is current
	}{
		{Stage: Stage{Name: "Announced", When: moment(&m.CreatedAt, calendar.Date{})}, done: true},
		{Stage: Stage{Name: "Called", When: moment(m.CalledAt, m.CallOn)}, done: m.CalledAt != nil || m.State != models.MeetingPlanned && m.State != models.MeetingCancelled},
		{Stage: Stage{Name: "Items close", When: dayInYear(closes)}, done: !now.Before(m.SubmissionsCloseAt) || m.AgendaVersion > 0,
			closer: dayInYear(closes) + ", " + calendar.ClockOf(m.SubmissionsCloseAt, zone).String()},
		{Stage: Stage{Name: "Agenda", When: moment(m.AgendaPublishedAt, m.AgendaOn)}, done: m.AgendaVersion > 0 || held},
		{Stage: Stage{Name: "Meeting", When: moment(&m.StartsAt, calendar.Date{})}, done: held},
		{Stage: Stage{Name: "Draft minutes", When: moment(circulated, m.MinutesOn)}, done: circulated != nil},
	}
	line := Timeline{Label: "Where this quarter stands"}
	current := false
	for _, s := range stages {
		switch {
		case s.done:
			s.State = "done"
		case m.State == models.MeetingCancelled:
			s.State = "cancelled"
		case !current:
			current, s.State = true, "current"
			if s.closer != "" {
				s.When = s.closer
			}
		}
		line.Stages = append(line.Stages, s.Stage)
	}
	return line
}

// dayInYear is a day where the year is plain from what stands around it: 8 December.
func dayInYear(d calendar.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.In(time.UTC).Format("2 January")
}
