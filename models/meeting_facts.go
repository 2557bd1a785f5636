package models

import "quarterday/calendar"

// facts is what pages and documents say of the meeting.
func (m Meeting) facts(p Partnership) MeetingFacts {
	zone := p.Location()
	f := MeetingFacts{
		Reference: m.Reference, Prefix: m.Prefix(), Name: m.Name(), Day: calendar.DateOf(m.StartsAt, zone),
		From: calendar.ClockOf(m.StartsAt, zone).String(), To: calendar.ClockOf(m.EndsAt(), zone).String(),
		Venue: m.Venue, JoiningLink: m.JoiningLink, State: m.State,
	}
	if m.Chair != nil {
		f.Chair = m.Chair.Name
	}
	if m.MinuteTaker != nil {
		f.MinuteTaker = m.MinuteTaker.Name
	}
	return f
}
