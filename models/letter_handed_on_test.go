package models

import (
	"testing"
	"time"
)

func TestLetterDelivery(t *testing.T) {
	s := newTestStore(t)
	org := s.organisation("Vale Police", "VP", "Police and justice")
	s.person("Pat", "pat@vp.example", org, RolePartner)
	s.call(s.plan("8 December 2026"))
	waiting, err := s.LettersToSend(t.Context(), Operator, 10)
	if err != nil || len(waiting) != 2 {
		t.Fatalf("%d letters wait, want 2: %v", len(waiting), err)
	}
	t.Run("a letter that was sent waits no more", func(t *testing.T) {
		s.clock.add(time.Minute)
		if err := s.LettersSent(t.Context(), Operator, []int64{waiting[0].ID}); err != nil {
			t.Fatal(err)
		}
		left, err := s.LettersToSend(t.Context(), Operator, 10)
		if err != nil || len(left) != 1 || left[0].ID != waiting[1].ID {
			t.Errorf("still waiting: %+v, %v", left, err)
		}
		sent, err := s.Letter(t.Context(), s.ann, waiting[0].ID)
		if err != nil || sent.State != LetterSent || sent.SentAt == nil || !sent.SentAt.Equal(s.Now()) || sent.Attempts != 1 {
			t.Errorf("kept as %+v, %v", sent, err)
		}
		if e := s.lastEvent(); e.What != "sent emails" || e.Detail != "1 email" {
			t.Errorf("event %+v", e)
		}
	})
	t.Run("told twice, it keeps the first time", func(t *testing.T) {
		before := s.Now()
		s.clock.add(time.Hour)
		if err := s.LettersSent(t.Context(), Operator, []int64{waiting[0].ID}); err != nil {
			t.Fatal(err)
		}
		if sent, _ := s.Letter(t.Context(), s.ann, waiting[0].ID); !sent.SentAt.Equal(before) {
			t.Errorf("sent at %s, want %s", sent.SentAt, before)
		}
	})
	t.Run("the secretariat does not deliver", func(t *testing.T) {
		_, err := s.LettersToSend(t.Context(), s.ann, 10)
		mustBe(t, err, KindNotAllowed)
		mustBe(t, s.LettersSent(t.Context(), s.ann, []int64{waiting[1].ID}), KindNotAllowed)
	})
}
