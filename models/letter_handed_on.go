package models

import (
	"context"
	"fmt"
	"slices"
)

// LettersToSend are the letters that wait, the oldest first, at most so many. It
// is for whoever hands them on by other means than the mail server.
func (s *Store) LettersToSend(ctx context.Context, actor Actor, most int) ([]Letter, error) {
	if _, err := s.mayRead(ctx, actor, DeliverLetters); err != nil {
		return nil, err
	}
	var letters []Letter
	err := s.reading(ctx).Where("state = ?", LetterWaiting).Order("id").Limit(most).Find(&letters).Error
	return letters, err
}

// LettersSent records that these letters have reached their readers. Those that
// do not wait any more are left as they are.
func (s *Store) LettersSent(ctx context.Context, actor Actor, ids []int64) error {
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(DeliverLetters, false); err != nil {
			return err
		}
		sent := int64(0)
		for some := range slices.Chunk(ids, 500) {
			res := t.Model(&Letter{}).Where("id in ? and state = ?", some, LetterWaiting).
				Updates(map[string]any{"state": LetterSent, "sent_at": t.now, "attempts": 1})
			if res.Error != nil {
				return res.Error
			}
			sent += res.RowsAffected
		}
		if sent == 0 {
			return nil
		}
		return t.event("sent emails", "email", 0, "", 0, letterCount(sent))
	})
}

func letterCount(n int64) string {
	if n == 1 {
		return "1 email"
	}
	return fmt.Sprintf("%d emails", n)
}
