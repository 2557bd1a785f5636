package models

import "testing"

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
}
