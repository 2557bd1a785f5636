package models

import (
	"strings"
	"testing"
	"time"
)

// tracker is a store with one meeting whose minutes were circulated, two
// organisations and their people.
type trackerStore struct {
	*testStore
	q3                     Meeting
	police, council        Organisation
	imran, rachel, rebecca Actor
	memberOfPolice         Actor
}

func newTrackerStore(t *testing.T) *trackerStore {
	s := &trackerStore{testStore: newTestStore(t)}
	s.police = s.organisation("Vale Police", "VP", "Police and justice")
	s.council = s.organisation("Ashbourne Council", "AC", "Local government")
	s.imran = s.person("Imran Sheikh", "imran@vp.example", s.police, RolePartner)
	s.rachel = s.person("Rachel Holroyd", "rachel@vp.example", s.police, RolePartner)
	s.rebecca = s.person("Rebecca Holt", "rebecca@ac.example", s.council, RolePartner)
	s.memberOfPolice = s.person("Mo Member", "mo@vp.example", s.police, RoleMember)
	s.q3 = s.quarterlyMeeting("2026-q3", "2026-09-08 09:00")
	s.circulated(s.q3)
	return s
}

// circulated makes the meeting's minutes ones that have been sent out.
func (s *testStore) circulated(m Meeting) {
	s.t.Helper()
	if err := s.write.Create(&Minutes{MeetingID: m.ID, State: MinutesCirculated, Circulated: 1, Version: 1}).Error; err != nil {
		s.t.Fatal(err)
	}
}

func (s *testStore) history(id int64) []ActionUpdate {
	s.t.Helper()
	var list []ActionUpdate
	if err := s.read.Where("action_id = ?", id).Order("id").Find(&list).Error; err != nil {
		s.t.Fatal(err)
	}
	return list
}

func TestWhoUpdatesAnAction(t *testing.T) {
	s := newTrackerStore(t)
	toImran := s.mustGive(&s.q3, ActionForm{Text: "In person", Owners: []OwnerForm{{PersonID: s.imran.PersonID}}})
	toPolice := s.mustGive(&s.q3, ActionForm{Text: "As a body", Owners: []OwnerForm{{OrganisationID: s.police.ID}}})
	toAll := s.mustGive(&s.q3, ActionForm{Text: "All of us", AllPartners: true})
	toName := s.mustGive(&s.q3, ActionForm{Text: "Somebody else", Owners: []OwnerForm{{Name: "Dr Amira Haddad"}}})
	for _, try := range []struct {
		who  string
		as   Actor
		a    Action
		want Kind
	}{
		{"its owner", s.imran, toImran, 0},
		{"a colleague of its owner", s.rachel, toImran, 0},
		{"a member of the owner's organisation", s.memberOfPolice, toImran, KindNotAllowed},
		{"another organisation", s.rebecca, toImran, KindNotAllowed},
		{"somebody of the owning organisation", s.rachel, toPolice, 0},
		{"a member of the owning organisation", s.memberOfPolice, toPolice, 0},
		{"any partner when all owe it", s.rebecca, toAll, 0},
		{"a member when all partners owe it", s.memberOfPolice, toAll, KindNotAllowed},
		{"a partner when somebody outside owes it", s.rebecca, toName, KindNotAllowed},
		{"the secretariat", s.ann, toName, 0},
		{"the public", Actor{}, toAll, KindNotAllowed},
	} {
		t.Run(try.who, func(t *testing.T) {
			_, err := s.UpdateAction(t.Context(), try.as, try.a.ID, UpdateForm{Note: "By " + try.who})
			if KindOf(err) != try.want || (err != nil) != (try.want != 0) {
				t.Errorf("got %v", err)
			}
			for name, settle := range map[string]func() error{
				"close":    func() error { return second(s.CloseAction(t.Context(), try.as, try.a.ID, UpdateForm{})) },
				"withdraw": func() error { return second(s.WithdrawAction(t.Context(), try.as, try.a.ID, UpdateForm{Note: "x"})) },
				"redate": func() error {
					return second(s.ChangeActionDeadline(t.Context(), try.as, try.a.ID, 1, NewDeadlineForm{DeadlineForm: DeadlineForm{Due: "1 March 2027"}}))
				},
				"hand over": func() error {
					return second(s.ChangeActionOwners(t.Context(), try.as, try.a.ID, 1, OwnersForm{AllPartners: true, Owners: []OwnerForm{{Name: "X"}}}))
				},
			} {
				if try.as.Role != RoleSecretariat && KindOf(settle()) != KindNotAllowed {
					t.Errorf("%s was let do more: %s", try.who, name)
				}
			}
		})
	}
}

func TestUpdates(t *testing.T) {
	t.Run("the same form sent twice gives one line", func(t *testing.T) {
		s := newTrackerStore(t)
		a := s.mustGive(&s.q3, ActionForm{Text: "Guide", Owners: []OwnerForm{{PersonID: s.imran.PersonID}}})
		for range 2 {
			if _, err := s.UpdateAction(t.Context(), s.imran, a.ID, UpdateForm{Note: "Draft sent", Seen: 0}); err != nil {
				t.Fatal(err)
			}
		}
		if h := s.history(a.ID); len(h) != 1 {
			t.Fatalf("%d lines", len(h))
		}
		if _, err := s.UpdateAction(t.Context(), s.imran, a.ID, UpdateForm{Note: "Draft sent", Seen: s.history(a.ID)[0].ID}); err != nil {
			t.Fatal(err)
		}
		if h := s.history(a.ID); len(h) != 2 {
			t.Errorf("said again later from a new page: %d lines, want 2", len(h))
		}
		for range 2 {
			if _, err := s.MarkActionDone(t.Context(), s.imran, a.ID, UpdateForm{Note: "Sent to all", Seen: 5}); err != nil {
				t.Errorf("done sent twice: %v", err)
			}
		}
	})
	t.Run("every state and move", func(t *testing.T) {
		s := newTrackerStore(t)
		type command = func(Action) error
		done := func(a Action) error {
			return second(s.MarkActionDone(t.Context(), s.imran, a.ID, UpdateForm{Note: "Did it"}))
		}
		closed := func(a Action) error { return second(s.CloseAction(t.Context(), s.ann, a.ID, UpdateForm{})) }
		reopened := func(a Action) error {
			return second(s.ReopenAction(t.Context(), s.ann, a.ID, UpdateForm{Note: "Not all of it", Seen: 1}))
		}
		withdrawn := func(a Action) error {
			return second(s.WithdrawAction(t.Context(), s.ann, a.ID, UpdateForm{Note: "Overtaken"}))
		}
		note := func(a Action) error {
			return second(s.UpdateAction(t.Context(), s.imran, a.ID, UpdateForm{Note: "On the way"}))
		}
		for _, try := range []struct {
			path  string
			steps []command
			then  command
			want  ActionState
			says  string
		}{
			{"open to done", nil, done, ActionDone, ""},
			{"open to closed", nil, closed, ActionClosed, ""},
			{"open to withdrawn", nil, withdrawn, ActionWithdrawn, ""},
			{"done to closed", []command{done}, closed, ActionClosed, ""},
			{"done to open", []command{done}, reopened, ActionOpen, ""},
			{"done to withdrawn", []command{done}, withdrawn, ActionWithdrawn, ""},
			{"closed to open", []command{closed}, reopened, ActionOpen, ""},
			{"withdrawn to open", []command{withdrawn}, reopened, ActionOpen, ""},
			{"a note on done", []command{done}, note, ActionDone, ""},
			{"open to open", nil, reopened, ActionOpen, "This action is open, so it cannot become open."},
			{"closed to done", []command{closed}, done, ActionClosed, "closed, so it cannot become done"},
			{"closed to withdrawn", []command{closed}, withdrawn, ActionClosed, "closed, so it cannot become withdrawn"},
			{"withdrawn to closed", []command{withdrawn}, closed, ActionWithdrawn, "withdrawn, so it cannot become closed"},
			{"a note on closed", []command{closed}, note, ActionClosed, "nothing can be added"},
			{"a note on withdrawn", []command{withdrawn}, note, ActionWithdrawn, "nothing can be added"},
		} {
			t.Run(try.path, func(t *testing.T) {
				a := s.mustGive(&s.q3, ActionForm{Text: "Guide", Owners: []OwnerForm{{PersonID: s.imran.PersonID}}})
				for _, step := range try.steps {
					if err := step(a); err != nil {
						t.Fatal(err)
					}
				}
				lines := len(s.history(a.ID))
				err := try.then(a)
				if try.says == "" && err != nil {
					t.Fatal(err)
				}
				if try.says != "" {
					if e := mustBe(t, err, KindBadState); !strings.Contains(e.Message, try.says) {
						t.Errorf("says %q", e.Message)
					}
					if len(s.history(a.ID)) != lines {
						t.Error("a refused move left a line of history")
					}
				}
				now, err := find[Action](s.read, "action", a.ID)
				if err != nil || now.State != try.want {
					t.Errorf("state %s (%v), want %s", now.State, err, try.want)
				}
				if settled := now.State == ActionClosed || now.State == ActionWithdrawn; settled != (now.SettledAt != nil) {
					t.Errorf("settled at %v while %s", now.SettledAt, now.State)
				}
			})
		}
	})
	t.Run("reasons are asked for", func(t *testing.T) {
		s := newTrackerStore(t)
		a := s.mustGive(&s.q3, ActionForm{Text: "Guide", AllPartners: true})
		mustBe(t, second(s.UpdateAction(t.Context(), s.imran, a.ID, UpdateForm{Note: " \n"})), KindInvalid)
		mustBe(t, second(s.MarkActionDone(t.Context(), s.imran, a.ID, UpdateForm{})), KindInvalid)
		mustBe(t, second(s.WithdrawAction(t.Context(), s.ann, a.ID, UpdateForm{})), KindInvalid)
		mustBe(t, second(s.UpdateAction(t.Context(), s.imran, a.ID, UpdateForm{Note: strings.Repeat("x", maxAction+1)})), KindInvalid)
		if err := second(s.UpdateAction(t.Context(), s.imran, a.ID, UpdateForm{Note: strings.Repeat("ű", maxAction)})); err != nil {
			t.Error(err)
		}
	})
	t.Run("an action of minutes not yet circulated is the secretariat's alone", func(t *testing.T) {
		s := newTrackerStore(t)
		q4 := s.quarterlyMeeting("2026-q4", "2026-12-08 10:00")
		a := s.mustGive(&q4, ActionForm{Text: "Still being written", AllPartners: true})
		mustBe(t, second(s.UpdateAction(t.Context(), s.imran, a.ID, UpdateForm{Note: "x"})), KindNotFound)
		mustBe(t, second(s.ActionPage(t.Context(), s.imran, a.Reference)), KindNotFound)
		if _, err := s.ActionPage(t.Context(), s.ann, a.Reference); err != nil {
			t.Error(err)
		}
	})
}

func TestChangeActionDeadline(t *testing.T) {
	s := newTrackerStore(t)
	s.quarterlyMeeting("2026-q4", "2026-12-08 10:00")
	a := s.mustGive(&s.q3, ActionForm{Text: "Guide", AllPartners: true})
	change := func(kind DeadlineKind, due string, version int) error {
		return second(s.ChangeActionDeadline(t.Context(), s.ann, a.ID, version, NewDeadlineForm{DeadlineForm: DeadlineForm{DeadlineKind: kind, Due: due}, Note: "Asked for by the chair"}))
	}
	for i, step := range []struct {
		kind DeadlineKind
		due  string
		want string
	}{
		{DeadlineDate, "tues 15 dec", "15 December 2026"},
		{DeadlineNextMeeting, "", "Next meeting, 8 September 2026"}, // today is 1 September
		{DeadlineOngoing, "1/3/2027", "Ongoing, review 1 March 2027"},
		{DeadlineOngoing, "", "Ongoing"},
		{DeadlineNone, "", "Not set"},
	} {
		if err := change(step.kind, step.due, i+1); err != nil {
			t.Fatalf("%s: %v", step.want, err)
		}
		now, _ := find[Action](s.read, "action", a.ID)
		if now.Deadline() != step.want {
			t.Errorf("deadline %q, want %q", now.Deadline(), step.want)
		}
	}
	h := s.history(a.ID)
	if last := h[len(h)-1]; len(h) != 5 || last.Kind != UpdateDeadline || !strings.Contains(last.Note, "Was: Ongoing.") || !strings.Contains(last.Note, "Asked for by the chair") {
		t.Errorf("history: %+v", h)
	}
	e := mustBe(t, change(DeadlineDate, "1 March 2027", 2), KindConflict)
	if theirs, ok := e.Theirs.(Action); !ok || theirs.Version != 6 {
		t.Errorf("the conflict carries %+v", e.Theirs)
	}
	mustBe(t, change(DeadlineDate, "31 November", 6), KindInvalid)
	mustBe(t, change(DeadlineDate, "", 6), KindInvalid)
	mustBe(t, change(DeadlineNone, "", 6), KindInvalid) // it is that already
	if _, err := s.CloseAction(t.Context(), s.ann, a.ID, UpdateForm{}); err != nil {
		t.Fatal(err)
	}
	mustBe(t, change(DeadlineDate, "1 March 2027", 7), KindBadState)
}

func TestChangeActionOwners(t *testing.T) {
	s := newTrackerStore(t)
	a := s.mustGive(&s.q3, ActionForm{Text: "Secret visit", Restricted: true, Owners: []OwnerForm{{PersonID: s.imran.PersonID}}})
	b, err := s.ChangeActionOwners(t.Context(), s.ann, a.ID, 1, OwnersForm{
		Owners: []OwnerForm{{PersonID: s.imran.PersonID}, {OrganisationID: s.council.ID}, {Name: "Dr Haddad"}}, Note: "The council leads now",
	})
	if err != nil || b.Version != 2 {
		t.Fatal(err, b.Version)
	}
	letters := s.letters(LetterActionGiven)
	if len(letters) != 1 || letters[0].Email != "rebecca@ac.example" {
		t.Fatalf("letters: %+v", letters)
	}
	if f := letters[0].FactMap(); f["text"] != "" || f["restricted"] == "" || f["reference"] != a.Reference || f["deadline"] != "Not set" {
		t.Errorf("facts: %v", f)
	}
	h := s.history(a.ID)
	if len(h) != 1 || h[0].Note != "Now Imran Sheikh, Ashbourne Council and Dr Haddad. Was Imran Sheikh.\n\nThe council leads now" {
		t.Errorf("history: %+v", h)
	}
	if e := s.lastEvent(); e.What != "changed the owners" || strings.Contains(e.Detail, "Secret") {
		t.Errorf("event: %+v", e)
	}
	same := OwnersForm{Owners: []OwnerForm{{PersonID: s.imran.PersonID}, {OrganisationID: s.council.ID}, {Name: "Dr Haddad"}}}
	mustBe(t, second(s.ChangeActionOwners(t.Context(), s.ann, a.ID, 2, same)), KindInvalid)
	mustBe(t, second(s.ChangeActionOwners(t.Context(), s.ann, a.ID, 2, OwnersForm{})), KindInvalid)
	mustBe(t, second(s.ChangeActionOwners(t.Context(), s.ann, a.ID, 1, OwnersForm{AllPartners: true})), KindConflict)
	if _, err := s.ChangeActionOwners(t.Context(), s.ann, a.ID, 2, OwnersForm{AllPartners: true}); err != nil {
		t.Fatal(err)
	}
	if got := len(s.letters(LetterActionGiven)); got != 2 {
		t.Errorf("%d letters, want Rachel told too: Imran knew, Rebecca was told", got)
	}
}

func TestOverdue(t *testing.T) {
	s := newTrackerStore(t)
	a := s.mustGive(&s.q3, ActionForm{Text: "Guide", AllPartners: true, DeadlineForm: DeadlineForm{Due: "1 September 2026"}})
	for _, try := range []struct {
		now           string
		soon, overdue bool
	}{
		{"2026-08-17 12:00", false, false},
		{"2026-08-18 12:00", true, false},
		{"2026-09-01 22:59", true, false}, // 23:59 in London
		{"2026-09-01 23:01", false, true}, // 2 September in London
	} {
		s.clock.set(t, try.now)
		page, err := s.ActionPage(t.Context(), s.ann, a.Reference)
		if err != nil || page.DueSoon != try.soon || page.Overdue != try.overdue {
			t.Errorf("at %s: due soon %t, overdue %t (%v)", try.now, page.DueSoon, page.Overdue, err)
		}
	}
	s.clock.add(24 * time.Hour)
	if _, err := s.MarkActionDone(t.Context(), s.ann, a.ID, UpdateForm{Note: "Done"}); err != nil {
		t.Fatal(err)
	}
	if page, _ := s.ActionPage(t.Context(), s.ann, a.Reference); page.Overdue {
		t.Error("done and still called overdue")
	}
}
