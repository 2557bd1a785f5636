package models

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
)

// SendLetterAgain sends a letter that failed or was cancelled after all, one
// that waits for its next try at once, and one that was sent a second time. It
// goes to the address that its reader has now.
func (s *Store) SendLetterAgain(ctx context.Context, actor Actor, id int64) (Letter, error) {
	var l Letter
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ManageOutbox, false); err != nil {
			return err
		}
		was, err := find[Letter](t.DB, "letter", id)
		if err != nil {
			return err
		}
		if l, err = goesAgain(t.DB, was, t.now); err != nil {
			return err
		}
		what := "sent the email again"
		switch l.State {
		case LetterSending:
			return badState("This email is being sent at the moment.")
		case LetterSent:
			if l, err = t.copyLetter(l); err != nil {
				return err
			}
		case LetterWaiting:
			l.NextAt, what = nil, "sent the email at once"
			if err := t.Model(&l).Select("email", "next_at").Updates(&l).Error; err != nil {
				return err
			}
			if err := t.Where("id > 0").Delete(&MailFailure{}).Error; err != nil {
				return err
			}
		default:
			if err := t.revive(*l.ExpiresAt, l.ID); err != nil {
				return err
			}
			if err := t.Model(&l).Update("email", l.Email).Error; err != nil {
				return err
			}
			l.State, l.Problem = LetterWaiting, ""
		}
		*t.queued = true
		return t.event(what, "email", l.ID, l.Name, 0, l.Kind.Label())
	})
	return l, err
}

// goesAgain is the letter as it goes out anew: to where its reader is now, and
// until it stops being news. Letters that cannot be sent any more are refused.
func goesAgain(db *gorm.DB, l Letter, now time.Time) (Letter, error) {
	meetings, err := lettersMeetings(db, []Letter{l})
	if err != nil {
		return l, err
	}
	m := meetings[l.ID]
	if why := l.pastUse(m, now); why != "" {
		return l, badState("%s", why)
	}
	l.ExpiresAt = ptr(l.until(m, now))
	if l.PersonID == nil {
		return l, nil
	}
	p, err := find[Person](db, "person", *l.PersonID)
	if err != nil {
		return l, err
	}
	if p.DeactivatedAt != nil {
		return l, badState("The account of %s is closed, so no email is sent to them.", p.Name)
	}
	l.Email = p.Email
	return l, nil
}

// revive lets letters wait anew, until they stop being news.
func (t *tx) revive(until time.Time, ids ...int64) error {
	for some := range slices.Chunk(ids, 500) {
		err := t.Model(&Letter{}).Where("id in ?", some).Updates(map[string]any{
			"state": LetterWaiting, "attempts": 0, "next_at": nil, "first_tried_at": nil, "problem": "", "expires_at": until}).Error
		if err != nil {
			return err
		}
	}
	return nil
}

// copyLetter queues a letter that was sent once more, as a letter of its own:
// mail programs would hide a second one of the same name.
func (t *tx) copyLetter(l Letter) (Letter, error) {
	var n int64
	if err := t.Model(&Letter{}).Where(has("cause"), like(l.Cause)[1:]).Count(&n).Error; err != nil {
		return l, err
	}
	again := Letter{Kind: l.Kind, Cause: fmt.Sprintf("%s/%d", l.Cause, n+1), PersonID: l.PersonID, Email: l.Email, Name: l.Name, Facts: l.Facts,
		MeetingID: l.MeetingID, State: LetterWaiting, ExpiresAt: l.ExpiresAt, CreatedAt: t.now}
	return again, t.Create(&again).Error
}

// SendFailedLettersAgain lets every letter that failed wait anew, and tells how
// many they are. Left out are links to sign in, which have ended, what goes to
// closed accounts, and what has nothing to say any more: its meeting is
// cancelled or over, its day has passed.
func (s *Store) SendFailedLettersAgain(ctx context.Context, actor Actor) (int64, error) {
	var n int64
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ManageOutbox, false); err != nil {
			return err
		}
		failed, err := failedLetters(t.DB, t.now)
		if err != nil {
			return err
		}
		if n = int64(len(failed)); n == 0 {
			return badState("No email has failed that could be sent again.")
		}
		until := map[time.Time][]int64{}
		for _, l := range failed {
			until[*l.ExpiresAt] = append(until[*l.ExpiresAt], l.ID)
		}
		for end, ids := range until {
			for some := range slices.Chunk(ids, 500) {
				err := t.Exec("update letters set email = (select email from people where people.id = letters.person_id) where person_id is not null and id in ?", some).Error
				if err != nil {
					return err
				}
			}
			if err := t.revive(end, ids...); err != nil {
				return err
			}
		}
		*t.queued = true
		return t.event("sent failed emails again", "email", 0, "", 0, letterCount(n))
	})
	return n, err
}

// CancelLetter takes a letter that waits out of the outbox.
func (s *Store) CancelLetter(ctx context.Context, actor Actor, id int64) (Letter, error) {
	var l Letter
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(ManageOutbox, false); err != nil {
			return err
		}
		if l, err = find[Letter](t.DB, "letter", id); err != nil {
			return err
		}
		switch l.State {
		case LetterCancelled:
			return nil
		case LetterSending:
			return badState("This email is being sent at the moment, so it cannot be cancelled.")
		case LetterSent:
			return badState("This email has been sent, so it cannot be cancelled.")
		}
		l.State = LetterCancelled
		if err := t.Model(&l).Update("state", l.State).Error; err != nil {
			return err
		}
		return t.event("cancelled the email", "email", l.ID, l.Name, 0, l.Kind.Label())
	})
	return l, err
}

// redirectLetters sends what waits for somebody to their new address. Links to
// sign in that went to the old one have ended.
func (t *tx) redirectLetters(p Person) error {
	if err := t.withdraw("The address was changed before this went out.", "person_id = ? and kind = ?", p.ID, LetterSignIn); err != nil {
		return err
	}
	return t.Model(&Letter{}).Where("person_id = ? and state = ?", p.ID, LetterWaiting).
		Updates(map[string]any{"email": p.Email, "next_at": gorm.Expr("case when attempts > 0 then null else next_at end")}).Error
}
