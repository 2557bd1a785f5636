package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"quarterday/calendar"
)

// UID names the meeting in people's calendars. It stays the same for the
// meeting's whole life, whatever its date and wherever the site is, and is
// unlike that of any other partnership's meetings.
func (m Meeting) UID() string {
	sum := sha256.Sum256([]byte(m.Reference + m.CreatedAt.UTC().Format(time.RFC3339Nano)))
	return m.Reference + "-" + hex.EncodeToString(sum[:8]) + "@quarterday"
}

// CalendarEvent is the meeting as people's own calendars show it. base is the
// address of the site.
func (m Meeting) CalendarEvent(p Partnership, base string) calendar.Event {
	page := strings.TrimSuffix(base, "/") + "/meetings/" + m.Reference
	e := calendar.Event{
		UID: m.UID(), Sequence: m.Sequence, Stamp: m.CreatedAt, Start: m.StartsAt, End: m.EndsAt(), Zone: p.Location(),
		Summary: p.Name + ": " + strings.ToLower(m.Name()[:1]) + m.Name()[1:], Location: m.Venue, URL: page,
	}
	if m.Title != "" {
		e.Summary = p.Name + ": " + m.Title
	}
	var about []string
	if m.JoiningLink != "" {
		about = append(about, m.joinByVideo())
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

// diaryMeeting is what a letter keeps of a meeting for its reader's calendar, as
// it stood when the letter was written: sent again, it says the same.
type diaryMeeting struct {
	Reference, Title, Venue, JoiningLink string
	Kind                                 MeetingKind
	State                                MeetingState
	StartsAt, CreatedAt, WrittenAt       time.Time
	Minutes, Sequence                    int
}

func diaryFact(m Meeting, now time.Time) (string, error) {
	text, err := json.Marshal(diaryMeeting{m.Reference, m.Title, m.Venue, m.JoiningLink, m.Kind, m.State, m.StartsAt, m.CreatedAt, now, m.DurationMinutes, m.Sequence})
	return string(text), err
}

// CalendarEvent is what the letter does to its reader's calendar; false when it
// leaves it alone. Who sends it and who it is for are added by the sender.
func (l Letter) CalendarEvent(p Partnership, base string) (calendar.Event, calendar.Method, bool, error) {
	fact := l.FactMap()["event"]
	if fact == "" || !l.Kind.inDiaries() {
		return calendar.Event{}, "", false, nil
	}
	var d diaryMeeting
	if err := json.Unmarshal([]byte(fact), &d); err != nil {
		return calendar.Event{}, "", false, err
	}
	m := Meeting{Reference: d.Reference, Title: d.Title, Venue: d.Venue, JoiningLink: d.JoiningLink, Kind: d.Kind, State: d.State,
		StartsAt: d.StartsAt, CreatedAt: d.CreatedAt, DurationMinutes: d.Minutes, Sequence: d.Sequence}
	e := m.CalendarEvent(p, base)
	e.Stamp = d.WrittenAt
	stranger := l.FactMap()["stranger"] != ""
	if stranger { // who has no account finds nothing on the meeting's page
		e.URL, e.Description = "", m.joinByVideo()
	}
	if l.Kind == LetterMeetingCancelled || l.Kind == LetterDeputySent || l.Kind == LetterDeputyReleased && stranger {
		return e, calendar.Cancel, true, nil
	}
	return e, calendar.Request, true, nil
}

// joinByVideo says how to take part from afar, if one can.
func (m Meeting) joinByVideo() string {
	if m.JoiningLink == "" {
		return ""
	}
	return "Join by video: " + m.JoiningLink
}

// FileName is what a file about the meeting is called.
func (m Meeting) FileName(what string) string { return fmt.Sprintf("%s-%s", m.Reference, what) }
