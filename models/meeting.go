package models

import (
	"fmt"
	"strings"
	"time"

	"quarterday/calendar"
)

// MeetingKind is quarterly, or extraordinary: called between the quarters.
type MeetingKind string

const (
	Quarterly     MeetingKind = "quarterly"
	Extraordinary MeetingKind = "extraordinary"
)

// MeetingState says how far a meeting's business has come.
type MeetingState string

const (
	MeetingPlanned   MeetingState = "planned"
	MeetingCalled    MeetingState = "called"
	MeetingPublished MeetingState = "agenda published"
	MeetingHeld      MeetingState = "held"
	MeetingClosed    MeetingState = "closed"
	MeetingCancelled MeetingState = "cancelled"
)

var meetingMoves = moves[MeetingState]{
	MeetingPlanned:   {MeetingCalled, MeetingCancelled},
	MeetingCalled:    {MeetingPublished, MeetingCancelled},
	MeetingPublished: {MeetingHeld, MeetingCancelled},
	MeetingHeld:      {MeetingClosed},
}

// Meeting is one meeting of the partnership.
type Meeting struct {
	ID int64
	// Reference is 2026-q3, or 2026-q3-x1 for an extraordinary one: calendar year
	// and quarter of the date first planned, kept when the date moves.
	Reference string
	Kind      MeetingKind
	Year      int
	Quarter   int
	Number    int    // of the extraordinary meeting in its quarter; 0 for the quarterly one
	Title     string // only where it is more than "Quarterly meeting"

	StartsAt        time.Time
	DurationMinutes int
	Venue           string
	JoiningLink     string
	ChairID         *int64
	Chair           *Person `gorm:"constraint:-"`
	MinuteTakerID   *int64
	MinuteTaker     *Person `gorm:"constraint:-"`

	// The deadlines, worked out from the partnership's rules when the meeting is
	// planned or moved. Submissions close at a moment, the others on a day.
	CallOn             calendar.Date
	SubmissionsCloseAt time.Time
	AgendaOn           calendar.Date
	MinutesOn          calendar.Date
	CorrectionsOn      calendar.Date

	State MeetingState
	// Reason is why an extraordinary meeting was called.
	Reason   string
	CalledAt *time.Time
	// MovedFrom is the start it had before it was last moved, MovedReason why.
	MovedFrom         *time.Time
	MovedReason       string
	CancelledReason   string
	AgendaVersion     int // 0 until published
	AgendaPublishedAt *time.Time

	// LastDecision and LastAction number the meeting's references; a number that
	// was given is never given again.
	LastDecision int
	LastAction   int

	Began string // wall time the meeting really began and ended: "10:00", "11:52"
	Ended string

	// Sequence rises when time, place or state change (RFC 5546).
	Sequence  int
	CreatedAt time.Time
	Version   int
}

// Name is what the meeting is called in a sentence or a heading.
func (m Meeting) Name() string {
	switch {
	case m.Title != "":
		return m.Title
	case m.Kind == Extraordinary:
		return "Extraordinary meeting"
	}
	return "Quarterly meeting"
}

// EndsAt is the planned end.
func (m Meeting) EndsAt() time.Time {
	return m.StartsAt.Add(time.Duration(m.DurationMinutes) * time.Minute)
}

// Prefix begins the references of the meeting's decisions and actions: 2026-Q3.
func (m Meeting) Prefix() string { return strings.ToUpper(m.Reference) }

// TakesSubmissions says whether partners can submit items for it now.
func (m Meeting) TakesSubmissions(now time.Time) bool {
	return (m.State == MeetingPlanned || m.State == MeetingCalled) && now.Before(m.SubmissionsCloseAt)
}

func meetingReference(kind MeetingKind, q calendar.Quarter, number int) string {
	if kind == Extraordinary {
		return fmt.Sprintf("%s-x%d", q.Reference(), number)
	}
	return q.Reference()
}
