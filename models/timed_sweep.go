package models

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// clearAway takes out what has ended: sessions that open nothing any more,
// requests to sign in, the links in their letters, old marks, and emails that
// were settled long ago. When there is
// nothing it writes nothing, so that pages stay as they are.
func (s *Store) clearAway(ctx context.Context, actor Actor) error {
	some := false
	for _, e := range ended(s.reading(ctx), s.Now()) {
		var n int64
		if err := e.Limit(1).Count(&n).Error; err != nil {
			return err
		}
		some = some || n > 0
	}
	if !some {
		return nil
	}
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(DoTimedWork, false); err != nil {
			return err
		}
		list := ended(t.DB, t.now)
		if err := list[0].Update("facts", "{}").Error; err != nil {
			return err
		}
		for i, row := range []any{&Session{}, &SignInRequest{}, &TimedMark{}, &Received{}} {
			if err := list[i+1].Delete(row).Error; err != nil {
				return err
			}
		}
		return nil
	})
}

// ended are, of five kinds, the rows that have ended: letters whose link to sign
// in is worth nothing any more, sessions, requests to sign in, marks, and emails
// that were settled long ago.
func ended(db *gorm.DB, now time.Time) []*gorm.DB {
	return []*gorm.DB{
		db.Model(&Letter{}).Where("kind = ? and created_at <= ? and facts <> '{}'", LetterSignIn, now.Add(-signInLife)),
		db.Model(&Session{}).Where("created_at < ? or seen_at < ?", now.Add(-sessionLife), now.Add(-sessionIdle)),
		db.Model(&SignInRequest{}).Where("expires_at < ?", now.Add(-markSignIn)),
		db.Model(&TimedMark{}).Where("done_at < ?", now.Add(-markLife)),
		db.Model(&Received{}).Where("settled_at < ?", now.Add(-receivedLife)),
	}
}

// markSignIn is how long a request to sign in is kept after it has ended.
const markSignIn = 24 * time.Hour
