package models

import (
	"encoding/json"
	"time"

	"gorm.io/gorm/clause"
)

// LetterKind names what a letter is about; mail words it.
type LetterKind string

const (
	LetterSignIn             LetterKind = "sign-in"
	LetterMeetingCalled      LetterKind = "meeting-called"
	LetterMeetingChanged     LetterKind = "meeting-changed"
	LetterMeetingCancelled   LetterKind = "meeting-cancelled"
	LetterItemAccepted       LetterKind = "item-accepted"
	LetterItemDeferred       LetterKind = "item-deferred"
	LetterItemDeclined       LetterKind = "item-declined"
	LetterAgendaPublished    LetterKind = "agenda-published"
	LetterMinutesCirculated  LetterKind = "minutes-circulated"
	LetterCorrectionAnswered LetterKind = "correction-answered"
	LetterMinutesAgreed      LetterKind = "minutes-agreed"
	LetterActionGiven        LetterKind = "action-given"
	LetterPracticePublished  LetterKind = "practice-published"
	LetterPracticeReturned   LetterKind = "practice-returned"
)

// LetterState says where a letter is on its way.
type LetterState string

const (
	LetterWaiting   LetterState = "waiting"
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
	Facts     string
	State     LetterState
	Attempts  int
	NextAt    *time.Time
	SentAt    *time.Time
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

// letter queues one letter to each of people because of cause ("2026-q3/called/1").
func (t *tx) letter(kind LetterKind, cause string, facts Facts, people ...Person) error {
	text, err := json.Marshal(facts)
	if err != nil {
		return err
	}
	rows := make([]Letter, 0, len(people))
	for _, p := range people {
		if p.Email == "" || p.DeactivatedAt != nil {
			continue
		}
		rows = append(rows, Letter{
			Kind: kind, Cause: cause + "/" + p.Email, PersonID: ptr(p.ID), Email: p.Email, Name: p.Name,
			Facts: string(text), State: LetterWaiting, CreatedAt: t.now,
		})
	}
	if len(rows) == 0 {
		return nil
	}
	return t.Clauses(clause.OnConflict{DoNothing: true}).CreateInBatches(rows, 50).Error
}
