package models

import (
	"strings"
	"testing"
)

// TestLettersSayNothingRestricted reads the letters of a meeting at which things
// were said, and people were present, of whom letters must not tell.
func TestLettersSayNothingRestricted(t *testing.T) {
	t.Run("a change in the attendance of somebody who is not named names nobody", func(t *testing.T) {
		n := newNotebook(t)
		n.whoWasThere()
		n.takeTheMinutes()
		n.finish()
		n.clock.set(t, "2019-09-26 09:00")
		n.circulate()
		n.add(AttendanceForm{Name: "Hidden Witness", Capacity: Guest, Outcome: Present, Remark: "came by the back door", Restricted: true})
		n.clock.add(letterHold)
		n.circulate()
		n.change("Hidden Witness", func(f *AttendanceForm) { f.Remark = "stayed for tea" })
		n.change("Zdeněk Dvořák", func(f *AttendanceForm) { f.Arrived = "10:20" })
		n.clock.add(letterHold)
		n.circulate()
		said := map[string]string{}
		for _, l := range n.letters(LetterMinutesCirculated) {
			said[l.FactMap()["version"]] = l.FactMap()["changes"]
			for _, secret := range []string{"Hidden", "Witness", "door", "tea"} {
				if strings.Contains(l.Facts, secret) {
					t.Fatalf("a letter says %q: %s", secret, l.Facts)
				}
			}
		}
		if said["2"] != "Attendance: somebody whose name is not published added" {
			t.Errorf("version 2: %q", said["2"])
		}
		if !strings.Contains(said["3"], "Attendance: what is said of somebody whose name is not published") || !strings.Contains(said["3"], "Attendance: Zdeněk Dvořák is now") {
			t.Errorf("version 3: %q", said["3"])
		}
		t.Run("nor does a correction that speaks of them", func(t *testing.T) {
			tw := n.people["TW"]
			for _, form := range []CorrectionForm{
				{Paragraph: "Attendance", Text: "A guest in confidence came at ten."}, {Paragraph: "item 4", Text: "That confidence was told otherwise."}, {Text: "In confidence."},
				{Paragraph: "7.2", Text: "That confidence was the WITNESS’s."}, {Paragraph: "Witness, in the confidence list", Text: "Wrong."},
			} {
				k, err := n.AskForCorrection(t.Context(), tw, q3, form)
				if err != nil {
					t.Fatal(err)
				}
				if k, err = n.AnswerCorrection(t.Context(), n.people["DF"], k.ID, k.Version, CorrectionAnswer{Outcome: CorrectionAccepted, Answer: "The confidence is put right."}); err != nil || k.Text != form.Text {
					t.Fatalf("kept as %+v, %v", k, err)
				}
			}
			if _, err := n.AskForCorrection(t.Context(), tw, q3, CorrectionForm{Paragraph: "7.2", Text: "19, openly."}); err != nil {
				t.Fatal(err)
			}
			asked, open := append(n.letters(LetterCorrectionAsked), n.letters(LetterCorrectionAnswered)...), 0
			for _, l := range asked {
				if strings.Contains(strings.ToLower(l.Facts), "confidence") || strings.Contains(strings.ToLower(l.Facts), "witness") {
					t.Errorf("%s says %s", l.Kind, l.Facts)
				}
				if strings.Contains(l.Facts, "19, openly.") {
					open++
				}
			}
			if open == 0 || len(asked) < 11 {
				t.Errorf("%d letters, and the open correction is in %d", len(asked), open)
			}
		})
	})
	t.Run("why an item for members only was not taken is on its page, not in the letter", func(t *testing.T) {
		s := newAgendaStore(t)
		form := safeHouses()
		form.Restricted = true
		for range 2 {
			i := s.submitted(form)
			if _, err := s.DeclineItem(t.Context(), s.ann, i.ID, i.Version, "The hawthorn case is open"); err != nil {
				t.Fatal(err)
			}
		}
		i := s.submitted(form)
		if _, err := s.DeferItem(t.Context(), s.ann, i.ID, i.Version, "2027-q1", "The hawthorn case is open"); err != nil {
			t.Fatal(err)
		}
		told := append(s.letters(LetterItemDeclined), s.letters(LetterItemDeferred)...)
		if len(told) < 3 {
			t.Errorf("%d letters", len(told))
		}
		for _, l := range told {
			if f := l.FactMap(); strings.Contains(l.Facts, "hawthorn") || f["restricted"] != "yes" {
				t.Errorf("%s says %v", l.Kind, f)
			}
		}
	})
}
