package models

import (
	"time"

	"quarterday/calendar"
)

// closingTime is when submissions close on their last day.
var closingTime = calendar.Clock{Hour: 17}

// Deadlines are the days around a meeting by which things are to be done.
type Deadlines struct {
	CallOn             calendar.Date
	SubmissionsCloseAt time.Time
	AgendaOn           calendar.Date
	MinutesOn          calendar.Date
	CorrectionsOn      calendar.Date
}

// Deadlines works out a meeting's deadlines from the partnership's rules.
//
// Days are working days. A meeting arranged at short notice has less time than
// the rules give: what they would put before now moves to the latest day that
// still makes sense, so that nothing is late from the start. Of a meeting that
// has been held the rules are taken as they are.
func (p Partnership) Deadlines(start, now time.Time) Deadlines {
	country, zone := p.Country(), p.Location()
	day, today := calendar.DateOf(start, zone), calendar.DateOf(now, zone)
	d := Deadlines{
		CallOn:        day.AddDays(-7 * p.CallWeeks),
		AgendaOn:      country.ClearWorkingDaysBefore(day, p.AgendaDays),
		MinutesOn:     country.AddWorkingDays(day, p.MinutesDays),
		CorrectionsOn: country.AddWorkingDays(day, p.CorrectionsDays),
	}
	if !country.WorkingDay(d.CallOn) {
		d.CallOn = country.AddWorkingDays(d.CallOn, -1)
	}
	closes := country.AddWorkingDays(day, -p.SubmissionDays)
	d.SubmissionsCloseAt = closingOn(closes, zone)
	if start.Before(now) {
		return d
	}
	dayBefore := country.AddWorkingDays(day, -1)
	if d.CallOn.Before(today) {
		d.CallOn = today
	}
	if d.AgendaOn.Before(today) {
		d.AgendaOn = later(today, dayBefore)
	}
	for _, latest := range []calendar.Date{country.AddWorkingDays(d.AgendaOn, -1), d.AgendaOn, dayBefore} {
		if d.SubmissionsCloseAt.After(now) {
			break
		}
		d.SubmissionsCloseAt = closingOn(latest, zone)
	}
	if !d.SubmissionsCloseAt.After(now) || d.SubmissionsCloseAt.After(start) {
		d.SubmissionsCloseAt = start
	}
	return d
}

// closingOn is the moment at which submissions close on this day. No zone's
// clocks change at five in the afternoon.
func closingOn(day calendar.Date, zone *time.Location) time.Time {
	return time.Date(day.Year, day.Month, day.Day, closingTime.Hour, closingTime.Minute, 0, 0, zone).UTC()
}

func later(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}

// Deadlines are the meeting's own, which the secretariat may have changed.
func (m Meeting) Deadlines() Deadlines {
	return Deadlines{m.CallOn, m.SubmissionsCloseAt, m.AgendaOn, m.MinutesOn, m.CorrectionsOn}
}

func (m *Meeting) setDeadlines(d Deadlines) {
	m.CallOn, m.SubmissionsCloseAt, m.AgendaOn, m.MinutesOn, m.CorrectionsOn = d.CallOn, d.SubmissionsCloseAt, d.AgendaOn, d.MinutesOn, d.CorrectionsOn
}
