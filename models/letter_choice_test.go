package models

import (
	"slices"
	"strings"
	"testing"
)

func TestLetterChoice(t *testing.T) {
	unwanted := func(s *testStore, who Actor) []LetterKind {
		t.Helper()
		account, err := s.Account(t.Context(), who, "")
		if err != nil {
			t.Fatal(err)
		}
		return account.Unwanted
	}
	t.Run("what somebody does not want is not sent to them, and what waits is taken back", func(t *testing.T) {
		s := newAgendaStore(t)
		s.accepted("Strategic overview")
		s.publish()
		all := slices.DeleteFunc(OptionalLetterKinds(), func(k LetterKind) bool { return k == LetterAgendaPublished })
		if err := s.ChooseLetters(t.Context(), s.mo, all); err != nil {
			t.Fatal(err)
		}
		for _, l := range s.letters(LetterAgendaPublished) {
			if want := map[bool]LetterState{true: LetterCancelled, false: LetterWaiting}[*l.PersonID == s.mo.PersonID]; l.State != want {
				t.Errorf("%s: %s", l.Email, l.State)
			}
		}
		s.clock.add(letterHold)
		s.added("Training")
		s.publish()
		if n := len(s.letters(LetterAgendaPublished)); n != 7 {
			t.Errorf("%d letters, want 4 and then 3", n)
		}
		if got := unwanted(s.testStore, s.mo); len(got) != 1 || got[0] != LetterAgendaPublished {
			t.Errorf("kept %v", got)
		}
		if err := s.ChooseLetters(t.Context(), s.mo, OptionalLetterKinds()); err != nil || len(unwanted(s.testStore, s.mo)) != 0 {
			t.Errorf("they cannot want it again: %v", err)
		}
	})
	t.Run("nobody can do without invitations", func(t *testing.T) {
		s := newTestStore(t)
		pat, _, _ := s.partners()
		if err := s.ChooseLetters(t.Context(), pat, nil); err != nil {
			t.Fatal(err)
		}
		s.call(s.plan("8 December 2026"))
		if n := len(s.letters(LetterMeetingCalled)); n != 4 {
			t.Errorf("%d invitations", n)
		}
		for _, k := range unwanted(s, pat) {
			if !k.Optional() {
				t.Errorf("%s can be refused", k)
			}
		}
	})
	t.Run("the link in a letter stops its kind for its reader, signed in or not", func(t *testing.T) {
		s := newAgendaStore(t)
		s.accepted("Strategic overview")
		s.publish()
		s.clock.add(letterHold)
		token := ""
		s.BeginDelivery(t.Context(), Operator, "a", DeliveryResult{})
		for last := (DeliveryResult{}); ; {
			d, found, err := s.NextDelivery(t.Context(), Operator, "a", "x", last)
			if err != nil {
				t.Fatal(err)
			}
			if !found {
				break
			}
			if d.Letter.Kind.Optional() != (d.StopToken != "") {
				t.Errorf("%s has the link %q", d.Letter.Kind, d.StopToken)
			}
			if d.Letter.Kind == LetterAgendaPublished && *d.Letter.PersonID == s.mo.PersonID {
				token = d.StopToken
			}
			last = DeliveryResult{Letter: d.Letter, Handover: HandoverTaken}
		}
		link, err := s.StopLink(t.Context(), token)
		if err != nil || link.Stopped || link.Person.ID != s.mo.PersonID || link.Kind != LetterAgendaPublished {
			t.Fatalf("%+v, %v", link, err)
		}
		for range 2 {
			if link, err = s.StopLetters(t.Context(), Actor{}, token); err != nil || !link.Stopped {
				t.Fatal(err)
			}
		}
		if got := unwanted(s.testStore, s.mo); len(got) != 1 || got[0] != LetterAgendaPublished {
			t.Errorf("kept %v", got)
		}
		if e := s.lastEvent(); e.What != "stopped emails" || e.Actor != s.mo.Name {
			t.Errorf("event %+v", e)
		}
		text, sealed, _ := strings.Cut(token, ".")
		for _, forged := range []string{"", ".", text, text + ".", text + "." + sealed[1:], text + "." + strings.ToUpper(sealed), "x" + token, text[:len(text)-2] + "." + sealed} {
			_, err := s.StopLetters(t.Context(), Actor{}, forged)
			mustBe(t, err, KindNotFound)
		}
	})
	t.Run("what is signed for one purpose is worth nothing for another", func(t *testing.T) {
		s := newTestStore(t)
		err := s.command(t.Context(), s.ann, func(x *tx) error {
			token, err := x.sign("another purpose", "1", string(LetterAgendaPublished))
			if err != nil {
				return err
			}
			if _, ok, _ := signedParts(x.DB, "another purpose", token); !ok {
				t.Error("it does not work for its own purpose")
			}
			if _, ok, _ := signedParts(x.DB, stopPurpose, token); ok {
				t.Error("it stops letters")
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
