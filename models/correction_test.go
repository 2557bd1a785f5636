package models

import (
	"slices"
	"strings"
	"testing"

	"quarterday/calendar"
)

// TestAParagraphIsTheOneThatWasRead asks for corrections after the draft has
// moved on from the version that people hold.
func TestAParagraphIsTheOneThatWasRead(t *testing.T) {
	n := newNotebook(t)
	df := n.people["DF"]
	n.whoWasThere()
	n.takeTheMinutes()
	n.finish()
	n.clock.set(t, "2019-09-26 09:00")
	n.circulate()
	read := n.content(df, MembersEdition, 1)
	secret, before := read.says(t, "4.6"), read.says(t, "4.5")
	if !secret.Restricted || before.Restricted {
		t.Fatal("4.6 alone is what was said in confidence")
	}
	// A paragraph goes, so that 4.6 is now numbered 4.5.
	if _, err := n.RemoveEntry(t.Context(), df, read.says(t, "4.1").EntryID, read.says(t, "4.1").EntryVersion); err != nil {
		t.Fatal(err)
	}
	ask := func(paragraph string) Correction {
		t.Helper()
		k, err := n.AskForCorrection(t.Context(), n.people["TW"], q3, CorrectionForm{Paragraph: paragraph, Text: "It was otherwise, in " + paragraph + "."})
		if err != nil {
			t.Fatal(err)
		}
		return k
	}
	private, open, gone := ask("4.6"), ask("4.5"), ask("4.1")
	t.Run("what is said of a restricted paragraph is restricted by the number people hold", func(t *testing.T) {
		if !private.Restricted || open.Restricted {
			t.Errorf("4.6 is restricted: %t; 4.5: %t", private.Restricted, open.Restricted)
		}
		for _, l := range n.letters(LetterCorrectionAsked) {
			if strings.Contains(l.Facts, "in 4.6") {
				t.Errorf("a letter says what was asked of it: %s", l.Facts)
			}
		}
	})
	t.Run("the secretariat is led to the paragraph that is meant, and to none that is gone", func(t *testing.T) {
		page, err := n.CorrectionsPage(t.Context(), df, q3)
		if err != nil {
			t.Fatal(err)
		}
		if got := page.Paragraphs[private.ID].EntryID; got != secret.EntryID {
			t.Errorf("4.6 leads to entry %d, not %d", got, secret.EntryID)
		}
		if got, ok := page.Paragraphs[gone.ID]; ok {
			t.Errorf("4.1 leads to %+v", got)
		}
	})
	t.Run("a meeting corrects the paragraph that it read", func(t *testing.T) {
		for _, k := range []Correction{private, open, gone} {
			if _, err := n.AnswerCorrection(t.Context(), df, k.ID, k.Version, CorrectionAnswer{Outcome: CorrectionAccepted}); err != nil {
				t.Fatal(err)
			}
		}
		n.clock.set(t, "2019-12-10 11:00")
		december, err := n.Meeting(t.Context(), n.ann, "2019-q4")
		if err != nil {
			t.Fatal(err)
		}
		n.call2(december)
		form := AgreementForm{At: "2019-q4", Corrections: []MadeCorrection{{Paragraph: "4.1", Replace: "23 investigations", With: "32"}}}
		_, err = n.AgreeMinutes(t.Context(), df, q3, n.minutes().Version, form)
		mustBe(t, err, KindInvalid)
		form.Corrections = []MadeCorrection{{Paragraph: "4.6", Replace: "Hawthorn", With: "Rowan"}}
		if _, err := n.AgreeMinutes(t.Context(), df, q3, n.minutes().Version, form); err != nil {
			t.Fatal(err)
		}
		c := n.content(df, MembersEdition, 0)
		at := slices.IndexFunc(c.Corrections, func(k CorrectionLine) bool { return k.AtMeeting })
		if at < 0 || !c.Corrections[at].Restricted || !strings.Contains(c.says(t, "4.5").Text, "operation Rowan") {
			t.Errorf("%+v\n%+v", c.Corrections, c.says(t, "4.5"))
		}
	})
}

func TestOnlyWhoHadJoinedCountsForTheQuorum(t *testing.T) {
	n := newNotebook(t)
	n.whoWasThere()
	n.takeTheMinutes()
	before := n.content(n.people["DF"], MembersEdition, Draft).Quorum
	late, err := n.AddOrganisation(t.Context(), n.ann, OrganisationForm{Name: "A later partner", ShortName: "ALP", Sector: "Health", Joined: "1 October 2019"})
	if err != nil || late.Belongs(calendar.Date{Year: 2019, Month: 9, Day: 24}) {
		t.Fatalf("%+v, %v", late, err)
	}
	if got := n.content(n.people["DF"], MembersEdition, Draft).Quorum; got != before {
		t.Errorf("it was “%s”, and is “%s” since somebody joined later", before, got)
	}
	if _, err := n.AddOrganisation(t.Context(), n.ann, OrganisationForm{Name: "An earlier partner", ShortName: "AEP", Sector: "Health", Joined: "24 September 2019"}); err != nil {
		t.Fatal(err)
	}
	if got := n.content(n.people["DF"], MembersEdition, Draft).Quorum; got == before {
		t.Errorf("whoever joined on the day does not count: “%s”", got)
	}
}
