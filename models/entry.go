package models

import (
	"fmt"
	"time"

	"quarterday/calendar"
)

// EntryKind says what one paragraph of the minutes is.
type EntryKind string

const (
	EntryNote     EntryKind = "note"
	EntryDecision EntryKind = "decision"
	EntryAction   EntryKind = "action"
)

// How a decision was reached.
type How string

const (
	HowAgreed How = "agreed"
	HowNoted  How = "noted"
	HowVote   How = "vote"
)

// ReviewOutcome is what a meeting made of an earlier action that it looked at.
type ReviewOutcome string

const (
	ReviewStaysOpen ReviewOutcome = "stays open"
	ReviewDone      ReviewOutcome = "done"   // an owner says so; the secretariat has still to agree
	ReviewClosed    ReviewOutcome = "closed" // done, and nothing remains
	ReviewWithdrawn ReviewOutcome = "withdrawn"
)

// ReviewOutcomes in the order they are offered.
var ReviewOutcomes = []ReviewOutcome{ReviewStaysOpen, ReviewDone, ReviewClosed, ReviewWithdrawn}

// Entry is one paragraph of the minutes of an item, in the order it happened.
type Entry struct {
	ID        int64
	MeetingID int64
	ItemID    int64
	Position  int
	Kind      EntryKind
	Heading   string // small heading above it: the partner who reports
	Text      string // Markdown
	// Restricted: not in the public edition, which says PublicText in its place
	// or, where that is empty, that a paragraph is left out.
	Restricted bool
	PublicText string
	// Number is the decision's in 2026-Q3/D2; for an action, the action's.
	Number       int
	How          How
	VotesFor     int
	VotesAgainst int
	Abstained    int
	ActionID     *int64
	Action       *Action `gorm:"constraint:-"`
	// DoneAtMeeting: the action was done before the meeting ended.
	DoneAtMeeting bool
	// ReviewsID is the earlier action that this reports on under matters arising,
	// ReviewOutcome what the meeting made of it, and the other two its new
	// deadline, where it got one.
	ReviewsID          *int64
	Reviews            *Action `gorm:"foreignKey:ReviewsID;constraint:-"`
	ReviewOutcome      ReviewOutcome
	ReviewDeadlineKind DeadlineKind
	ReviewDueOn        calendar.Date
	AuthorID           *int64
	// ClientKey is given by the minute-taker's browser, so that an entry sent
	// twice after a lost connection is taken once.
	ClientKey *string
	CreatedAt time.Time
	Version   int
}

// DecisionReference is 2026-Q3/D2.
func DecisionReference(m Meeting, number int) string {
	return fmt.Sprintf("%s/D%d", m.Prefix(), number)
}

// MinutesState says how far the minutes of a meeting have come.
type MinutesState string

const (
	MinutesDrafting   MinutesState = "drafting"
	MinutesCirculated MinutesState = "circulated"
	MinutesAgreed     MinutesState = "agreed"
	MinutesPublished  MinutesState = "published"
)

var minutesMoves = moves[MinutesState]{
	MinutesDrafting:   {MinutesCirculated},
	MinutesCirculated: {MinutesCirculated, MinutesAgreed},
	MinutesAgreed:     {MinutesPublished},
}

// Minutes is the record of one meeting, as a whole; its paragraphs are Entries.
type Minutes struct {
	ID           int64
	MeetingID    int64
	State        MinutesState
	Circulated   int // the newest version sent out; 0 before the first
	CirculatedAt *time.Time
	AgreedAtID   *int64 // the later meeting that agreed them
	AgreedOn     calendar.Date
	PublishedAt  *time.Time
	Version      int
}

func (Minutes) TableName() string { return "minutes" }

// MinutesVersion is the minutes as they were issued. Content is the JSON of a
// MinutesContent, which never changes once written.
type MinutesVersion struct {
	ID        int64
	MeetingID int64
	Version   int
	Kind      MinutesState // circulated, agreed or published
	IssuedAt  time.Time
	IssuerID  *int64
	Changes   string
	Content   string
}

// CorrectionOutcome is what became of a correction that somebody asked for.
type CorrectionOutcome string

const (
	CorrectionWaiting  CorrectionOutcome = "waiting"
	CorrectionAccepted CorrectionOutcome = "accepted"
	CorrectionRefused  CorrectionOutcome = "not accepted"
)

// Correction is a change that somebody asked for after minutes were circulated,
// or that a later meeting made before it agreed them.
type Correction struct {
	ID        int64
	MeetingID int64
	ToVersion int
	PersonID  *int64
	Name      string
	Paragraph string // "5.4"
	Text      string
	Outcome   CorrectionOutcome
	Answer    string
	MadeAtID  *int64 // the meeting that made it, where one did
	// Restricted: it speaks of what is restricted, so it is never in the public edition.
	Restricted bool
	CreatedAt  time.Time
	Version    int
}
