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

// When is the meeting's day and hours: "Tuesday 8 December 2026, 10:00 to 12:00".
func (m MeetingFacts) When() string {
	s := m.Day.Long()
	if m.From != "" {
		s += ", " + m.From
	}
	if m.To != "" {
		s += " to " + m.To
	}
	return s
}

// Where is the venue, and that people can join from elsewhere.
func (m MeetingFacts) Where() string {
	switch {
	case m.Venue == "" && m.JoiningLink != "":
		return "By video"
	case m.JoiningLink != "":
		return m.Venue + ", and by video"
	}
	return m.Venue
}
