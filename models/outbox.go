package models

import (
	"context"
	"strings"

	"gorm.io/gorm"
)

// lettersPerPage is how many letters a page of the outbox shows.
const lettersPerPage = 50

// LetterStates are all states of a letter.
var LetterStates = []LetterState{LetterWaiting, LetterSending, LetterSent, LetterFailed, LetterCancelled}

// OutboxFilter narrows the outbox.
type OutboxFilter struct {
	Kind  LetterKind
	State LetterState
	Text  string // part of a name or address
	// Before is where the page before this one ended: OutboxList.Next.
	Before int64
}

// OutboxList is one page of the outbox, newest letter first.
type OutboxList struct {
	Letters []Letter
	Next    int64 // 0 on the last page
	// Count is how many letters there are in each state, whatever the filter.
	Count map[LetterState]int
	// FailedToSend is how many of those that failed can be sent again.
	FailedToSend int
}

// Waiting is how many letters have not been sent yet.
func (l OutboxList) Waiting() int { return l.Count[LetterWaiting] }

// Failed is how many letters could not be delivered.
func (l OutboxList) Failed() int { return l.Count[LetterFailed] }

// Outbox lists letters.
func (s *Store) Outbox(ctx context.Context, actor Actor, f OutboxFilter) (OutboxList, error) {
	var list OutboxList
	if _, err := s.mayRead(ctx, actor, ReadOutbox); err != nil {
		return list, err
	}
	var err error
	if list.Count, err = countLetters(s.reading(ctx)); err != nil {
		return list, err
	}
	if list.Failed() > 0 {
		failed, err := failedLetters(s.reading(ctx), s.Now())
		if err != nil {
			return list, err
		}
		list.FailedToSend = len(failed)
	}
	q := s.reading(ctx).Order("id desc").Limit(lettersPerPage + 1)
	if f.Kind != "" {
		q = q.Where("kind = ?", f.Kind)
	}
	if f.State != "" {
		q = q.Where("state = ?", f.State)
	}
	if text := strings.TrimSpace(f.Text); text != "" {
		q = q.Where(has("name")+" or "+has("email"), like(text), like(text))
	}
	if f.Before != 0 {
		q = q.Where("id < ?", f.Before)
	}
	if err := q.Find(&list.Letters).Error; err != nil {
		return list, err
	}
	if len(list.Letters) > lettersPerPage {
		list.Letters = list.Letters[:lettersPerPage]
		list.Next = list.Letters[lettersPerPage-1].ID
	}
	return list, nil
}

// countLetters counts the letters in each state, for the outbox and for the
// secretariat's home alike.
func countLetters(db *gorm.DB) (map[LetterState]int, error) {
	var counts []struct {
		State LetterState
		N     int
	}
	err := db.Model(&Letter{}).Select("state, count(*) as n").Group("state").Scan(&counts).Error
	all := map[LetterState]int{}
	for _, c := range counts {
		all[c.State] = c.N
	}
	return all, err
}

// Letter reads one letter of the outbox.
func (s *Store) Letter(ctx context.Context, actor Actor, id int64) (Letter, error) {
	if _, err := s.mayRead(ctx, actor, ReadOutbox); err != nil {
		return Letter{}, err
	}
	return find[Letter](s.reading(ctx), "letter", id)
}

// NoteSignInLetterRead keeps in the audit trail that the actor saw the link in
// somebody else's sign-in letter.
func (s *Store) NoteSignInLetterRead(ctx context.Context, actor Actor, id int64) error {
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ReadOutbox, false); err != nil {
			return err
		}
		l, err := find[Letter](t.DB, "letter", id)
		if err != nil {
			return err
		}
		return t.event("read the sign-in email", "email", l.ID, l.Name, 0, "")
	})
}
