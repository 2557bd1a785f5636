package models

import (
	"fmt"
	"net/url"
	"strings"

	"quarterday/calendar"
)

// CalendarEvent is the meeting as people's own calendars show it. base is the
// address of the site, which also makes the event's name unlike any other
// partnership's; the name stays the same for the meeting's whole life.
func (m Meeting) CalendarEvent(p Partnership, base string) calendar.Event {
	host := base
	if u, err := url.Parse(base); err == nil && u.Host != "" {
		host = u.Host
	}
	page := strings.TrimSuffix(base, "/") + "/meetings/" + m.Reference
	e := calendar.Event{
		UID: m.Reference + "@" + host, Sequence: m.Sequence, Stamp: m.CreatedAt, Start: m.StartsAt, End: m.EndsAt(), Zone: p.Location(),
		Summary: p.Name + ": " + strings.ToLower(m.Name()[:1]) + m.Name()[1:], Location: m.Venue, URL: page,
	}
	if m.Title != "" {
		e.Summary = p.Name + ": " + m.Title
	}
	var about []string
	if m.JoiningLink != "" {
		about = append(about, "Join by video: "+m.JoiningLink)
		if e.Location == "" {
			e.Location = "By video"
		}
	}
	about = append(about, "Agenda, papers and reply: "+page)
	e.Description = strings.Join(about, "\n")
	switch m.State {
	case MeetingCancelled:
		e.Status, e.Summary = "CANCELLED", "Cancelled: "+e.Summary
	case MeetingPlanned:
		e.Status = "TENTATIVE"
	}
	return e
}

// FileName is what a file about the meeting is called.
func (m Meeting) FileName(what string) string { return fmt.Sprintf("%s-%s", m.Reference, what) }
