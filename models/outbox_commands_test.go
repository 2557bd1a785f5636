package models

import (
	"testing"
	"time"
)

func TestSendLetterAgain(t *testing.T) {
	t.Run("a letter whose cause has capitals goes as often as it is asked for", func(t *testing.T) {
		s := newTestStore(t)
		pat := s.person("Pat Hill", "pat@vp.example", s.organisation("Vale Police", "VP", "Police and justice"), RolePartner)
		m := s.quarterlyMeeting("2026-q3", "2026-09-08 09:00")
		s.circulated(m)
		a := s.mustGive(&m, ActionForm{Text: "Write a guide", Owners: []OwnerForm{{PersonID: pat.PersonID}}})
		a.Meeting = &m
		if err := s.command(t.Context(), s.ann, func(t *tx) error { return t.tellOwners(a) }); err != nil {
			t.Fatal(err)
		}
		given := s.deliveries("a", taken)
		if len(given) != 1 || given[0].Kind != LetterActionGiven {
			t.Fatalf("%d letters of the action", len(given))
		}
		for range 3 {
			if _, err := s.SendLetterAgain(t.Context(), s.ann, given[0].ID); err != nil {
				t.Fatal(err)
			}
		}
		if again := s.deliveries("a", taken); len(again) != 3 {
			t.Errorf("asked for three times, it went %d times", len(again))
		}
	})
	refused := func(s *testStore, l Letter) {
		t.Helper()
		now := s.letter(l.ID)
		mustBe(t, second(s.SendLetterAgain(t.Context(), s.ann, l.ID)), KindBadState)
		if why, err := s.WhyNotAgain(t.Context(), s.ann, now); err != nil || why == "" {
			t.Errorf("%s is refused, and the page does not say why (%v)", l.Kind, err)
		}
	}
	cancel := func(s *testStore, m Meeting) {
		t.Helper()
		if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, s.meetingAt(m.Reference).Version, "Snow", false); err != nil {
			t.Fatal(err)
		}
	}
	no := func(Letter) DeliveryResult { return DeliveryResult{Handover: HandoverRefused, Problem: "No."} }
	t.Run("invitations to a meeting that is cancelled never go, whether they failed, went or waited", func(t *testing.T) {
		s, m := called(t)
		n := 0
		given := s.deliveries("a", func(l Letter) DeliveryResult {
			if n++; n == 1 {
				return no(l)
			}
			return taken(l)
		})
		cancel(s, m)
		if l := s.letter(given[0].ID); l.State != LetterCancelled {
			t.Errorf("the one that failed is %s", l.State)
		}
		for _, l := range given {
			refused(s, l)
		}
		mustBe(t, second(s.SendFailedLettersAgain(t.Context(), s.ann)), KindBadState)
		s.clock.add(letterHold)
		for _, l := range s.deliveries("a", no) {
			if l.Kind != LetterMeetingCancelled {
				t.Errorf("%s goes out", l.Kind)
			}
		}
		list, err := s.Outbox(t.Context(), s.ann, OutboxFilter{})
		if err != nil || list.FailedToSend != 3 {
			t.Errorf("%d can go again, want the cancellations, %v", list.FailedToSend, err)
		}
		if n, err := s.SendFailedLettersAgain(t.Context(), s.ann); err != nil || n != 3 {
			t.Errorf("%d cancellations go again, %v", n, err)
		}
	})
	t.Run("a letter of a meeting to come stops being news when it begins", func(t *testing.T) {
		s, m := called(t)
		given := s.deliveries("a", no)
		s.clock.set(t, "2026-12-01 09:00")
		if _, err := s.SendLetterAgain(t.Context(), s.ann, given[0].ID); err != nil {
			t.Fatal(err)
		}
		if l := s.letter(given[0].ID); l.ExpiresAt == nil || !l.ExpiresAt.Equal(m.StartsAt) {
			t.Errorf("sent again it lasts until %v, and the meeting begins %v", l.ExpiresAt, m.StartsAt)
		}
		s.clock.set(t, "2026-12-08 10:00")
		s.deliveries("a", taken)
		for _, l := range given {
			refused(s, l)
		}
		mustBe(t, second(s.SendFailedLettersAgain(t.Context(), s.ann)), KindBadState)
		if list, err := s.Outbox(t.Context(), s.ann, OutboxFilter{}); err != nil || list.Failed() != 3 || list.FailedToSend != 0 {
			t.Errorf("%d failed and %d can go again, %v", list.Failed(), list.FailedToSend, err)
		}
	})
	t.Run("a reminder is not sent after its day, while minutes stay true", func(t *testing.T) {
		s, m := called(t)
		s.deliveries("a", taken)
		s.exec("update meetings set state = 'held'")
		day := s.Now().Add(24 * time.Hour)
		for _, l := range []Letter{{Kind: LetterDeadlineComing, Cause: "reminder", ExpiresAt: &day}, {Kind: LetterMinutesCirculated, Cause: "minutes"}} {
			l.MeetingID = &m.ID
			if err := s.command(t.Context(), s.ann, func(t *tx) error {
				return t.queue(l, Facts{}, []Person{{ID: s.ann.PersonID, Name: "Ann", Email: "ann@opcc.example"}})
			}); err != nil {
				t.Fatal(err)
			}
		}
		s.deliveries("a", no)
		s.clock.set(t, "2026-12-20 10:00")
		if n, err := s.SendFailedLettersAgain(t.Context(), s.ann); err != nil || n != 1 {
			t.Errorf("%d letters go again, %v", n, err)
		}
		refused(s, s.letters(LetterDeadlineComing)[0])
		if l := s.letters(LetterMinutesCirculated)[0]; l.State != LetterWaiting || !l.ExpiresAt.Equal(s.Now().Add(letterLife)) {
			t.Errorf("the minutes are %s until %v", l.State, l.ExpiresAt)
		}
	})
}
