package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// agendaStore is a store with a called meeting on 8 December 2026, one planned
// after it, and two partner organisations.
type agendaStore struct {
	*testStore
	december, march Meeting
	pat, hal        Actor // partners of the police and of health
	mo              Actor // a member of the police
}

func newAgendaStore(t *testing.T) agendaStore {
	t.Helper()
	s := agendaStore{testStore: newTestStore(t)}
	police, health := s.organisation("Vale Police", "VP", "Police and justice"), s.organisation("NHS Vale", "NHSV", "Health")
	s.pat, s.hal = s.person("Pat Poole", "pat@vp.example", police, RolePartner), s.person("Hal Hughes", "hal@nhs.example", health, RolePartner)
	s.mo = s.person("Mo Moss", "mo@vp.example", police, RoleMember)
	s.december, s.march = s.call(s.plan("8 December 2026")), s.plan("9 March 2027")
	return s
}

func safeHouses() ItemForm {
	return ItemForm{Title: "Safe-house capacity", Purpose: ForDecision, Minutes: "15", Ask: "Choose one of the options.", Background: "38 beds, 35 taken."}
}

// submitted is an item that Pat has submitted for December.
func (s agendaStore) submitted(form ItemForm) Item {
	s.t.Helper()
	i, err := s.DraftItem(s.t.Context(), s.pat, s.december.Reference, form)
	if err != nil {
		s.t.Fatal(err)
	}
	if i, err = s.SubmitItem(s.t.Context(), s.pat, i.ID, i.Version, form); err != nil {
		s.t.Fatal(err)
	}
	return i
}

func (s agendaStore) accepted(title string) Item {
	s.t.Helper()
	form := safeHouses()
	form.Title = title
	i := s.submitted(form)
	i, err := s.AcceptItem(s.t.Context(), s.ann, i.ID, i.Version)
	if err != nil {
		s.t.Fatal(err)
	}
	return i
}

// titles are those on the agenda, in order.
func (s agendaStore) titles(ref string) []string {
	s.t.Helper()
	c, err := s.AgendaContent(s.t.Context(), s.ann, ref, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []string
	for _, l := range c.Items {
		out = append(out, l.Title)
	}
	return out
}

func TestSubmitItem(t *testing.T) {
	t.Run("a draft may be unfinished, a submission may not", func(t *testing.T) {
		s := newAgendaStore(t)
		i, err := s.DraftItem(t.Context(), s.pat, "2026-q4", ItemForm{Background: "Only notes so far"})
		if err != nil || i.State != ItemDraft || i.Name() != "Untitled item" || i.OrganisationID == nil || *i.OrganisationID != s.pat.OrganisationID {
			t.Fatalf("%+v, %v", i, err)
		}
		e := mustBe(t, second(s.SubmitItem(t.Context(), s.pat, i.ID, i.Version, ItemForm{Purpose: ForDecision})), KindInvalid)
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, f.Field)
		}
		if got := strings.Join(fields, " "); got != "title minutes ask" {
			t.Errorf("problems with %s", got)
		}
		if i, err = s.SubmitItem(t.Context(), s.pat, i.ID, i.Version, safeHouses()); err != nil || i.State != ItemWaiting || i.Late() {
			t.Fatalf("%+v, %v", i, err)
		}
		if e := s.lastEvent(); e.What != "submitted the item" || e.Label != "Safe-house capacity" || e.Detail != "" {
			t.Errorf("%+v", e)
		}
	})
	t.Run("bad fields are refused beside themselves", func(t *testing.T) {
		s := newAgendaStore(t)
		for field, form := range map[string]ItemForm{
			"title":      {Title: strings.Repeat("a", maxTitle+1)},
			"purpose":    {Purpose: "gossip"},
			"minutes":    {Minutes: "soon"},
			"ask":        {Ask: strings.Repeat("a", maxAsk+1)},
			"background": {Background: strings.Repeat("a", maxLong+1)},
			"presenters": {PersonIDs: []int64{999}},
			"names":      {Names: strings.Split(strings.Repeat("A Person,", maxPresenters+1), ",")},
			"practice":   {PracticeID: 99},
		} {
			e := mustBe(t, second(s.DraftItem(t.Context(), s.pat, "2026-q4", form)), KindInvalid)
			if len(e.Fields) != 1 || e.Fields[0].Field != field {
				t.Errorf("%s: %+v", field, e.Fields)
			}
			if i, err := s.DraftItem(t.Context(), s.pat, "2026-q4", form.Without(e.Fields)); err != nil || i.ID == 0 {
				t.Errorf("%s: without it the draft is not kept: %v", field, err)
			}
		}
		for text, want := range map[string]string{"0": "1 minute or more", "-5": "1 minute or more", "481": "480 minutes or fewer", "15.5": "whole number", "": "how many"} {
			var p Problems
			readMinutes(&p, "minutes", text, asSubmitted)
			if len(p) != 1 || !strings.Contains(p[0].Message, want) {
				t.Errorf("%q: %v", text, p)
			}
		}
		for text, want := range map[string]int{"15": 15, " 20 minutes": 20, "480": 480, "5 min": 5} {
			var p Problems
			if got := readMinutes(&p, "minutes", text, asSubmitted); got != want || p != nil {
				t.Errorf("%q: %d, %v", text, got, p)
			}
		}
	})
	t.Run("partners submit until the very second that submissions close", func(t *testing.T) {
		s := newAgendaStore(t)
		draft := func() Item {
			i, err := s.DraftItem(t.Context(), s.pat, "2026-q4", safeHouses())
			if err != nil {
				t.Fatal(err)
			}
			return i
		}
		a, b := draft(), draft()
		s.clock.mu.Lock()
		s.clock.now = s.december.SubmissionsCloseAt.Add(-1e9)
		s.clock.mu.Unlock()
		if _, err := s.SubmitItem(t.Context(), s.pat, a.ID, 1, safeHouses()); err != nil {
			t.Fatalf("one second before: %v", err)
		}
		s.clock.add(1e9)
		e := mustBe(t, second(s.SubmitItem(t.Context(), s.pat, b.ID, 1, safeHouses())), KindBadState)
		if !strings.Contains(e.Message, "closed on Tuesday 17 November 2026 at 17:00") {
			t.Error(e.Message)
		}
		mustBe(t, second(s.ChangeItem(t.Context(), s.pat, a.ID, 2, safeHouses())), KindBadState)
		c := draft() // what was typed is kept all the same
		if i, err := s.SubmitItem(t.Context(), s.ann, c.ID, 1, safeHouses()); err != nil || !i.Late() {
			t.Errorf("the secretariat's late item: %+v, %v", i, err)
		}
		if i, err := s.MoveDraft(t.Context(), s.pat, b.ID, 1, "2027-q1"); err != nil || i.MeetingID != s.march.ID {
			t.Fatal(err)
		}
		if _, err := s.SubmitItem(t.Context(), s.pat, b.ID, 2, safeHouses()); err != nil {
			t.Errorf("at the later meeting: %v", err)
		}
	})
	t.Run("a form sent twice makes one item", func(t *testing.T) {
		s := newAgendaStore(t)
		form := safeHouses()
		form.Key = "k1"
		first := s.submitted(form)
		again, err := s.DraftItem(t.Context(), s.pat, "2026-q4", form)
		if err != nil || again.ID != first.ID {
			t.Fatalf("item %d and %d, %v", first.ID, again.ID, err)
		}
		if again, err = s.SubmitItem(t.Context(), s.pat, again.ID, again.Version, form); err != nil || again.State != ItemWaiting {
			t.Fatal(err)
		}
		if other, err := s.DraftItem(t.Context(), s.hal, "2026-q4", form); err == nil && other.ID == first.ID {
			t.Error("another's form key opens the item")
		}
	})
	t.Run("personal data is sent when the author says that it is right, and that is audited", func(t *testing.T) {
		s := newAgendaStore(t)
		form := safeHouses()
		form.Background = "Ring her on 07700 900123."
		i, err := s.DraftItem(t.Context(), s.pat, "2026-q4", form)
		if err != nil {
			t.Fatal(err)
		}
		if e := mustBe(t, second(s.SubmitItem(t.Context(), s.pat, i.ID, 1, form)), KindInvalid); e.Fields[0].Field != "right_to_send" {
			t.Error(e.Fields)
		}
		form.RightToSend = true
		if _, err := s.SubmitItem(t.Context(), s.pat, i.ID, 1, form); err != nil {
			t.Fatal(err)
		}
		if e := s.lastEvent(); !strings.Contains(e.Detail, "a telephone number") || strings.Contains(e.Detail, "07700") {
			t.Errorf("%q", e.Detail)
		}
	})
	t.Run("typed names become the people they are", func(t *testing.T) {
		s := newAgendaStore(t)
		form := safeHouses()
		form.PersonIDs, form.Names = []int64{s.pat.PersonID}, []string{"hal hughes", "Mo Moss, Vale Police", "Dr Amira Haddad", "Pat Poole", ""}
		i := s.submitted(form)
		page, err := s.ItemPage(t.Context(), s.pat, i.ID)
		if err != nil || page.By != "Pat Poole, Vale Police; Hal Hughes, NHS Vale; Mo Moss, Vale Police; Dr Amira Haddad" {
			t.Errorf("%q, %v", page.By, err)
		}
	})
}

func TestItemStates(t *testing.T) {
	// Every move from every state, by the command that makes it.
	s := newAgendaStore(t)
	states := []ItemState{ItemDraft, ItemWaiting, ItemAccepted, ItemDeferred, ItemDeclined, ItemWithdrawn}
	commands := map[ItemState]func(Item) error{
		ItemWaiting:   func(i Item) error { return second(s.SubmitItem(t.Context(), s.pat, i.ID, i.Version, safeHouses())) },
		ItemAccepted:  func(i Item) error { return second(s.AcceptItem(t.Context(), s.ann, i.ID, i.Version)) },
		ItemDeferred:  func(i Item) error { return second(s.DeferItem(t.Context(), s.ann, i.ID, i.Version, "2027-q1", "Full")) },
		ItemDeclined:  func(i Item) error { return second(s.DeclineItem(t.Context(), s.ann, i.ID, i.Version, "Not for us")) },
		ItemWithdrawn: func(i Item) error { return second(s.WithdrawItem(t.Context(), s.pat, i.ID, i.Version)) },
	}
	for _, from := range states {
		for to, command := range commands {
			t.Run(fmt.Sprintf("%s to %s", from, to), func(t *testing.T) {
				i, err := s.DraftItem(t.Context(), s.pat, "2026-q4", safeHouses())
				if err != nil {
					t.Fatal(err)
				}
				if err := s.write.Model(&Item{}).Where("id = ?", i.ID).Update("state", from).Error; err != nil {
					t.Fatal(err)
				}
				before := s.lastEvent().ID
				err = command(i)
				if slices.Contains(itemMoves[from], to) {
					if err != nil {
						t.Fatal(err)
					}
					if now, _ := find[Item](s.read, "item", i.ID); now.State != to || s.lastEvent().ID == before {
						t.Errorf("it is %s, or nothing was audited", now.State)
					}
					return
				}
				e := mustBe(t, err, KindBadState)
				if !strings.Contains(e.Message, string(from)) || !strings.Contains(e.Message, string(to)) || s.lastEvent().ID != before {
					t.Errorf("%q, event %d", e.Message, s.lastEvent().ID)
				}
			})
		}
	}
}

func TestWhoKnowsOfAnItem(t *testing.T) {
	s := newAgendaStore(t)
	draft, err := s.DraftItem(t.Context(), s.pat, "2026-q4", safeHouses())
	if err != nil {
		t.Fatal(err)
	}
	waiting, onAgenda := s.submitted(safeHouses()), s.accepted("Strategic overview")
	for _, c := range []struct {
		who   Actor
		item  Item
		knows bool
	}{
		{s.pat, draft, true}, {s.hal, draft, false}, {s.mo, draft, false}, {s.ann, draft, true}, {Actor{}, draft, false},
		{s.pat, waiting, true}, {s.hal, waiting, false}, {s.mo, waiting, false}, {s.ann, waiting, true}, {Actor{}, waiting, false},
		{s.pat, onAgenda, true}, {s.hal, onAgenda, true}, {s.mo, onAgenda, true}, {s.ann, onAgenda, true}, {Actor{}, onAgenda, false},
	} {
		t.Run(fmt.Sprintf("%s and the item that is %s: %t", c.who.Name, c.item.State, c.knows), func(t *testing.T) {
			_, err := s.ItemPage(t.Context(), c.who, c.item.ID)
			if c.knows != (err == nil) || err != nil && KindOf(err) != KindNotFound {
				t.Error(err)
			}
		})
	}
	t.Run("another organisation's draft cannot be changed, submitted, withdrawn or given papers", func(t *testing.T) {
		for _, err := range []error{
			second(s.ChangeItem(t.Context(), s.hal, draft.ID, 1, safeHouses())), second(s.SubmitItem(t.Context(), s.hal, draft.ID, 1, safeHouses())),
			second(s.WithdrawItem(t.Context(), s.hal, draft.ID, 1)), second(s.AttachPaper(t.Context(), s.hal, draft.ID, aPaper("a.pdf", "1"))),
			second(s.MoveDraft(t.Context(), s.hal, draft.ID, 1, "2027-q1")),
		} {
			mustBe(t, err, KindNotFound)
		}
	})
	t.Run("an item on the agenda is another's to read and not to change", func(t *testing.T) {
		mustBe(t, second(s.ChangeItem(t.Context(), s.hal, onAgenda.ID, onAgenda.Version, safeHouses())), KindNotAllowed)
		mustBe(t, second(s.WithdrawItem(t.Context(), s.hal, onAgenda.ID, onAgenda.Version)), KindNotAllowed)
		mustBe(t, second(s.AcceptItem(t.Context(), s.pat, waiting.ID, waiting.Version)), KindNotAllowed)
		mustBe(t, second(s.DraftItem(t.Context(), s.mo, "2026-q4", safeHouses())), KindNotAllowed)
		mustBe(t, second(s.DraftItem(t.Context(), Actor{}, "2026-q4", safeHouses())), KindNotAllowed)
	})
	t.Run("the history is for those who have a part in it", func(t *testing.T) {
		for who, n := range map[*Actor]bool{&s.pat: true, &s.ann: true, &s.hal: false, &s.mo: false} {
			page, err := s.ItemPage(t.Context(), *who, onAgenda.ID)
			if err != nil || (len(page.History) > 0) != n {
				t.Errorf("%s sees %d lines, %v", who.Name, len(page.History), err)
			}
		}
	})
}

func TestDecideItem(t *testing.T) {
	t.Run("accepted goes before the items that close the meeting, and its author is told", func(t *testing.T) {
		s := newAgendaStore(t)
		s.accepted("Strategic overview")
		s.accepted("Best practice")
		got := strings.Join(s.titles("2026-q4"), "; ")
		if got != "Welcome, introductions and apologies; Minutes of the last meeting; Matters arising and action tracker; Strategic overview; Best practice; Forward plan; Any other business" {
			t.Error(got)
		}
		letters := s.letters(LetterItemAccepted)
		if len(letters) != 2 || letters[0].Email != "pat@vp.example" || letters[0].FactMap()["item"] != "Strategic overview" || letters[0].FactMap()["day"] != "Tuesday 8 December 2026" {
			t.Errorf("%+v", letters)
		}
	})
	t.Run("deferred waits at the later meeting with its presenters and papers", func(t *testing.T) {
		s := newAgendaStore(t)
		form := safeHouses()
		form.Names = []string{"Dr Amira Haddad"}
		i := s.submitted(form)
		if _, err := s.AttachPaper(t.Context(), s.pat, i.ID, aPaper("options.pdf", "a1")); err != nil {
			t.Fatal(err)
		}
		i, err := s.DeferItem(t.Context(), s.ann, i.ID, i.Version, "2027-q1", "CQC cannot come in December")
		if err != nil || i.State != ItemDeferred || *i.DeferredToID != s.march.ID {
			t.Fatalf("%+v, %v", i, err)
		}
		q, err := s.Queue(t.Context(), s.ann, "2027-q1")
		if err != nil || len(q.Waiting) != 1 {
			t.Fatalf("%+v, %v", q, err)
		}
		copied := q.Waiting[0]
		if *copied.DeferredFromID != i.ID || copied.By() != "Dr Amira Haddad" || len(copied.Papers) != 1 || copied.Late() || copied.Ask != i.Ask {
			t.Errorf("%+v", copied)
		}
		l := s.letters(LetterItemDeferred)
		if len(l) != 1 || l[0].FactMap()["reason"] != "CQC cannot come in December" || l[0].FactMap()["later_day"] != "Tuesday 9 March 2027" {
			t.Errorf("%+v", l)
		}
		page, _ := s.ItemPage(t.Context(), s.pat, i.ID)
		if page.Next == nil || page.Next.ID != copied.ID {
			t.Error("the item does not say what became of it")
		}
		if page, _ = s.ItemPage(t.Context(), s.pat, copied.ID); page.From == nil || page.From.ID != i.ID {
			t.Error("the copy does not say where it came from")
		}
	})
	t.Run("deferring asks for a reason and a later meeting that takes items", func(t *testing.T) {
		s := newAgendaStore(t)
		i := s.submitted(safeHouses())
		for _, to := range []string{"", "2026-q4", "2031-q1"} {
			e := mustBe(t, second(s.DeferItem(t.Context(), s.ann, i.ID, i.Version, to, " ")), KindInvalid)
			if len(e.Fields) != 2 || e.Fields[0].Field != "reason" || e.Fields[1].Field != "to" {
				t.Errorf("to %q: %+v", to, e.Fields)
			}
		}
		mustBe(t, second(s.DeclineItem(t.Context(), s.ann, i.ID, i.Version, "")), KindInvalid)
	})
	t.Run("an item under which something was minuted stays on the agenda when it is deferred", func(t *testing.T) {
		s := newAgendaStore(t)
		i := s.accepted("Adult social care")
		entry := Entry{MeetingID: s.december.ID, ItemID: i.ID, Kind: EntryNote, Text: "CQC not here.", CreatedAt: s.Now(), Version: 1}
		if err := s.write.Omit("Action", "Reviews").Create(&entry).Error; err != nil {
			t.Fatal(err)
		}
		mustBe(t, second(s.DeclineItem(t.Context(), s.ann, i.ID, i.Version, "No")), KindBadState)
		i, err := s.DeferItem(t.Context(), s.ann, i.ID, i.Version, "2027-q1", "CQC not here")
		if err != nil || i.State != ItemAccepted || i.DeferredToID == nil || !slices.Contains(s.titles("2026-q4"), "Adult social care") {
			t.Errorf("%+v, %v", i, err)
		}
		mustBe(t, second(s.DeferItem(t.Context(), s.ann, i.ID, i.Version, "2027-q1", "Again")), KindBadState)
	})
	t.Run("declined can be changed and submitted again, and decided again with a letter of its own", func(t *testing.T) {
		s := newAgendaStore(t)
		i := s.submitted(safeHouses())
		i, err := s.DeclineItem(t.Context(), s.ann, i.ID, i.Version, "Say what it costs")
		if err != nil || i.Reason != "Say what it costs" {
			t.Fatal(err)
		}
		form := safeHouses()
		form.Background = "It costs £2,150."
		if i, err = s.SubmitItem(t.Context(), s.pat, i.ID, i.Version, form); err != nil || i.Reason != "" {
			t.Fatal(err)
		}
		if _, err = s.DeclineItem(t.Context(), s.ann, i.ID, i.Version, "Too much"); err != nil || len(s.letters(LetterItemDeclined)) != 2 {
			t.Errorf("%d letters, %v", len(s.letters(LetterItemDeclined)), err)
		}
	})
	t.Run("two decisions at once: the second is told what the item is now", func(t *testing.T) {
		s := newAgendaStore(t)
		i := s.submitted(safeHouses())
		form := safeHouses()
		form.Title = "Safe-house places"
		if _, err := s.ChangeItem(t.Context(), s.pat, i.ID, i.Version, form); err != nil {
			t.Fatal(err)
		}
		e := mustBe(t, second(s.AcceptItem(t.Context(), s.ann, i.ID, i.Version)), KindConflict)
		if theirs, ok := e.Theirs.(Item); !ok || theirs.Title != "Safe-house places" {
			t.Errorf("%+v", e.Theirs)
		}
	})
	t.Run("withdrawn after the agenda is published only by the secretariat", func(t *testing.T) {
		s := newAgendaStore(t)
		i := s.accepted("Strategic overview")
		s.publish()
		mustBe(t, second(s.WithdrawItem(t.Context(), s.pat, i.ID, i.Version)), KindBadState)
		if _, err := s.WithdrawItem(t.Context(), s.ann, i.ID, i.Version); err != nil {
			t.Error(err)
		}
	})
}
