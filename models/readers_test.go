package models

import (
	"fmt"
	"strings"
	"testing"
)

// TestWhatReadersMayKnow holds minutes at hand against those who read them.
func TestWhatReadersMayKnow(t *testing.T) {
	n := newNotebook(t)
	n.whoWasThere()
	n.takeTheMinutes()
	n.finish()
	n.clock.set(t, "2019-09-26 09:00")
	df, zd := n.people["DF"], n.people["ZD"]
	action := func(reference string) Action {
		t.Helper()
		var a Action
		if err := n.read.Where("reference = ?", reference).First(&a).Error; err != nil {
			t.Fatal(err)
		}
		return a
	}

	t.Run("an item that becomes restricted takes its actions with it, and back", func(t *testing.T) {
		restrict := func(yes bool) {
			page, err := n.ItemPage(t.Context(), df, *action("2019-Q3/01").ItemID)
			if err != nil {
				t.Fatal(err)
			}
			i := page.Item
			form := ItemForm{Title: i.Title, Purpose: i.Purpose, Minutes: fmt.Sprint(i.Minutes), Names: []string{"All"}, Restricted: yes}
			if _, err := n.ChangeAgendaItem(t.Context(), df, i.ID, i.Version, form); err != nil {
				t.Fatal(err)
			}
		}
		restrict(true)
		if !action("2019-Q3/01").Restricted || !action("2019-Q3/02").Restricted || action("2019-Q3/03").Restricted {
			t.Error("the actions are not as restricted as their items")
		}
		n.circulate()
		for _, l := range n.letters(LetterActionGiven) {
			if f := l.FactMap(); f["reference"] == "2019-Q3/01" && (f["text"] != "" || f["restricted"] == "") {
				t.Fatalf("the letter says %q", f["text"])
			}
		}
		restrict(false)
		if action("2019-Q3/01").Restricted {
			t.Error("the action stays restricted")
		}
	})
	t.Run("decisions are what was circulated, not what is being written", func(t *testing.T) {
		p := n.content(df, MembersEdition, Draft).says(t, "6.2")
		if _, err := n.ChangeEntry(t.Context(), df, p.EntryID, p.EntryVersion, EntryForm{Kind: EntryDecision, Text: "Something else altogether"}); err != nil {
			t.Fatal(err)
		}
		n.entry(6, EntryForm{Kind: EntryDecision, Text: "Not sent to anybody yet"})
		says := func(who Actor) string {
			page, err := n.Decisions(t.Context(), who, DecisionFilter{})
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, d := range page.Decisions {
				all = append(all, d.Paragraph+" "+d.Text+" "+d.How)
			}
			return strings.Join(all, "\n")
		}
		if got := says(zd); strings.Contains(got, "Something else") || strings.Contains(got, "Not sent") || !strings.Contains(got, "6.2 Option (c), a joint bid with South Yorkshire. PR did not vote. Vote: 11") {
			t.Errorf("a partner reads %s", got)
		}
		if got := says(df); !strings.Contains(got, "Something else") || !strings.Contains(got, "Not sent") {
			t.Errorf("the minute-taker reads %s", got)
		}
	})
	t.Run("a paragraph from before the owners changed is a conflict", func(t *testing.T) {
		p := n.content(df, MembersEdition, Draft).says(t, "6.3")
		a := action(p.Reference)
		if _, err := n.ChangeActionOwners(t.Context(), df, a.ID, a.Version, OwnersForm{Owners: []OwnerForm{{OrganisationID: n.orgs["KC"].ID}}}); err != nil {
			t.Fatal(err)
		}
		form := EntryForm{Kind: EntryAction, Text: p.Text, Owners: []OwnerForm{{OrganisationID: n.orgs["TSA"].ID}}}
		_, err := n.ChangeEntry(t.Context(), df, p.EntryID, p.EntryVersion, form)
		mustBe(t, err, KindConflict)
	})
}

func TestWhatIsSentTwiceIsTakenOnce(t *testing.T) {
	n := newNotebook(t)
	n.whoWasThere()
	df := n.people["DF"]
	count := func(model any) (k int64) { n.read.Model(model).Count(&k); return k }

	t.Run("a guest", func(t *testing.T) {
		before, guest := count(&Attendance{}), AttendanceForm{Name: "Jo Jones", OrganisationName: "Shelter", Capacity: Guest, Outcome: Present}
		n.add(guest)
		n.add(guest)
		if got := count(&Attendance{}) - before; got != 1 {
			t.Errorf("%d rows", got)
		}
		guest.JobTitle = "Trustee"
		n.add(guest)
		if got := count(&Attendance{}) - before; got != 2 {
			t.Errorf("a namesake makes %d rows", got)
		}
	})
	t.Run("an interest", func(t *testing.T) {
		for range 2 {
			if _, err := n.DeclareInterest(t.Context(), df, q3, n.items[5], InterestForm{AttendanceID: n.attendance("Priya Raman").ID, Declared: "a trustee", ThenDid: InterestOutcomes[0]}); err != nil {
				t.Fatal(err)
			}
		}
		if got := count(&Interest{}); got != 1 {
			t.Errorf("%d interests", got)
		}
	})
}

func TestAFormGoneBackTo(t *testing.T) {
	s := newAgendaStore(t)
	send := func(ask string) (Item, error) {
		form := safeHouses()
		form.Key, form.Ask = "k1", ask
		return s.DraftItem(t.Context(), s.pat, "2026-q4", form)
	}
	first, err := send("First")
	if err != nil {
		t.Fatal(err)
	}
	if again, err := send("First"); err != nil || again.ID != first.ID || again.Version != 1 {
		t.Fatalf("sent twice: version %d of item %d (%v)", again.Version, again.ID, err)
	}
	if again, err := send("Second"); err != nil || again.Ask != "Second" || again.ID != first.ID {
		t.Fatalf("changed in the same form: %q (%v)", again.Ask, err)
	}
	t.Run("it undoes nothing that came after", func(t *testing.T) {
		e := mustBe(t, second(send("Third")), KindConflict)
		if now, ok := e.Theirs.(Item); !ok || now.Ask != "Second" {
			t.Errorf("the conflict carries %+v", e.Theirs)
		}
	})
	form := safeHouses()
	form.Ask = "Second"
	if _, err := s.SubmitItem(t.Context(), s.pat, first.ID, 2, form); err != nil {
		t.Fatal(err)
	}
	t.Run("it is not taken in silence once its item is submitted", func(t *testing.T) {
		mustBe(t, second(send("Fourth")), KindBadState)
		if _, err := send("Second"); err != nil {
			t.Errorf("sent twice: %v", err)
		}
	})
}

func TestThePublicHearsOfDatesAsTheSettingsSay(t *testing.T) {
	c := MinutesContent{Next: []MeetingFacts{{Reference: "2027-q1", Chair: "Ruth Ashworth", JoiningLink: "https://video.example/x"}}}
	if got := (Partnership{NextMeetingPublic: true}).publicEdition(c); len(got.Next) != 1 || got.Next[0].Chair != "" || got.Next[0].JoiningLink != "" {
		t.Errorf("%+v", got.Next)
	}
	if got := (Partnership{}).publicEdition(c); got.Next != nil {
		t.Errorf("%+v", got.Next)
	}
}
