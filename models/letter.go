package models

import (
	"encoding/json"
	"time"

	"gorm.io/gorm/clause"
)

// LetterState says where a letter is on its way.
type LetterState string

const (
	LetterWaiting LetterState = "waiting"
	// LetterSending is being handed to the mail server now or, when the program
	// stopped in between, may have been.
	LetterSending   LetterState = "being sent"
	LetterSent      LetterState = "sent"
	LetterFailed    LetterState = "failed"
	LetterCancelled LetterState = "cancelled"
)

// Letter is an e-mail waiting in, or sent from, the outbox.
type Letter struct {
	ID   int64
	Kind LetterKind
	// Cause names the one happening that this letter tells this person of. The
	// same cause never makes a second letter.
	Cause    string
	PersonID *int64
	Email    string
	Name     string
	// Facts are what mail needs to word the letter: a JSON object of strings.
	Facts string
	// MeetingID is the meeting that it is about, if any.
	MeetingID *int64
	State     LetterState
	Attempts  int
	// NextAt is when it is due; nil is at once.
	NextAt *time.Time
	// FirstTriedAt begins the three days in which it is tried again.
	FirstTriedAt *time.Time
	// InFlightAt is when it was handed over without an answer that says whether it
	// was taken. Until there is one, it may have arrived.
	InFlightAt *time.Time
	SentAt     *time.Time
	// ExpiresAt is when it stops being news; it is not sent after that.
	ExpiresAt *time.Time
	// MessageID is its name for mail programs, the same however often it is handed
	// over, so that they show it once. Empty until the first time.
	MessageID string
	// Problem is why it was not taken, in words.
	Problem   string
	CreatedAt time.Time
}

// Facts are what a letter says, by name; mail knows which each kind has.
type Facts map[string]string

// FactMap reads the letter's facts.
func (l Letter) FactMap() Facts {
	f := Facts{}
	_ = json.Unmarshal([]byte(l.Facts), &f) // written by letter below: always an object of strings
	return f
}

// letterLife is how long a letter is news when nothing says otherwise.
const letterLife = 14 * 24 * time.Hour

// letter queues one letter to each of people because of cause ("2026-q3/called/1").
func (t *tx) letter(kind LetterKind, cause string, facts Facts, people ...Person) error {
	return t.queue(Letter{Kind: kind, Cause: cause}, facts, people)
}

// queue writes one letter like this to each of people who wants to know. What
// cannot be said of somebody (no address, a closed account) is left out.
func (t *tx) queue(like Letter, facts Facts, people []Person) error {
	text, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	unwanted, err := t.unwantedBy(like.Kind)
	if err != nil {
		return err
	}
	if like.ExpiresAt == nil {
		like.ExpiresAt = ptr(t.now.Add(letterLife))
	}
	like.Facts, like.State, like.CreatedAt = string(text), LetterWaiting, t.now
	rows := make([]Letter, 0, len(people))
	for _, p := range people {
		if p.Email == "" || p.DeactivatedAt != nil || unwanted[p.ID] {
			continue
		}
		l := like
		l.Cause, l.PersonID, l.Email, l.Name = like.Cause+"/"+p.Email, ptr(p.ID), p.Email, p.Name
		rows = append(rows, l)
	}
	if len(rows) == 0 {
		return nil
	}
	*t.queued = true
	return t.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, 50).Error
}
