package models

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"quarterday/calendar"
)

// work does what is due at this time, twice: the second must do nothing.
func (s *testStore) work(at string) {
	s.t.Helper()
	s.clock.set(s.t, at)
	if err := s.DoTimedWork(s.t.Context(), Operator); err != nil {
		s.t.Fatal(err)
	}
	before, _ := s.Version(s.t.Context())
	if err := s.DoTimedWork(s.t.Context(), Operator); err != nil {
		s.t.Fatal(err)
	}
	if after, _ := s.Version(s.t.Context()); after != before {
		s.t.Errorf("at %s something was done again", at)
	}
}

// to are the addresses of these letters.
func to(letters []Letter) string {
	var list []string
	for _, l := range letters {
		list = append(list, l.Email)
	}
	return strings.Join(list, " ")
}

func TestTimedRemindersOfAMeeting(t *testing.T) {
	start := func(t *testing.T) (s *testStore, pat, mo, cara Actor, m Meeting) {
		s = newTestStore(t)
		pat, mo, cara = s.partners()
		return s, pat, mo, cara, s.call(s.plan("8 December 2026")) // items close on Tuesday 17 November at 17:00
	}
	t.Run("partners who have sent nothing are reminded two working days before items close", func(t *testing.T) {
		s, _, _, cara, m := start(t)
		form := ItemForm{Title: "Beds", Purpose: ForDecision, Minutes: "10", Ask: "Choose."}
		i, err := s.DraftItem(t.Context(), cara, m.Reference, form)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.SubmitItem(t.Context(), cara, i.ID, i.Version, form); err != nil {
			t.Fatal(err)
		}
		s.work("2026-11-13 07:59")
		if list := s.letters(LetterDeadlineComing); len(list) != 0 {
			t.Fatalf("too early: %s", to(list))
		}
		s.work("2026-11-13 08:00")
		list := s.letters(LetterDeadlineComing)
		if to(list) != "pat@vp.example" || list[0].FactMap()["closes_day"] != "Tuesday 17 November 2026" || !list[0].ExpiresAt.Equal(m.SubmissionsCloseAt) || *list[0].MeetingID != m.ID {
			t.Errorf("%+v", list)
		}
		if e := s.lastEvent(); e.What != "reminded partners that items close" || e.Actor != "Quarterday" || e.Detail != "1 person" {
			t.Errorf("event %+v", e)
		}
	})
	t.Run("a server that was off sends once when it is back, and not after the deadline", func(t *testing.T) {
		s, _, _, _, _ := start(t)
		s.work("2026-11-17 16:59")
		if list := s.letters(LetterDeadlineComing); to(list) != "pat@vp.example cara@ac.example" {
			t.Errorf("%s", to(list))
		}
		late, _, _, _, _ := start(t)
		late.work("2026-11-17 17:00")
		if list := late.letters(LetterDeadlineComing); len(list) != 0 {
			t.Errorf("after the deadline: %s", to(list))
		}
	})
	t.Run("bank holidays and weekends are no working days", func(t *testing.T) {
		s := newTestStore(t)
		s.partners()
		m := s.call(s.plan("20 January 2027"))
		if closes := m.SubmissionsCloseAt.Format("2006-01-02"); closes != "2026-12-29" {
			t.Fatalf("items close on %s", closes)
		}
		// Friday 25 and Monday 28 December are bank holidays, so that two working days
		// before Tuesday 29 December is Wednesday 23 December.
		s.work("2026-12-23 07:59")
		if len(s.letters(LetterDeadlineComing)) != 0 {
			t.Error("too early")
		}
		s.work("2026-12-23 08:00")
		if len(s.letters(LetterDeadlineComing)) == 0 {
			t.Error("too late")
		}
	})
	t.Run("nothing goes out for a meeting that is cancelled meanwhile", func(t *testing.T) {
		s, _, _, _, m := start(t)
		s.work("2026-11-13 08:00")
		if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow.", true); err != nil {
			t.Fatal(err)
		}
		for _, l := range s.letters(LetterDeadlineComing) {
			if l.State != LetterCancelled {
				t.Errorf("to %s it is %s", l.Email, l.State)
			}
		}
		s.work("2026-11-30 08:00")
		if n := len(s.letters(LetterAgendaDue)); n != 0 {
			t.Errorf("%d reminders of its agenda", n)
		}
	})
	t.Run("a deadline that moves is reminded of again", func(t *testing.T) {
		s, _, _, _, m := start(t)
		s.work("2026-11-13 08:00")
		if _, err := s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, MoveForm{Date: "15 December 2026", Reason: "The hall is taken."}); err != nil {
			t.Fatal(err)
		}
		s.work("2026-11-20 08:00") // items close on 24 November
		if list := s.letters(LetterDeadlineComing); to(list) != "pat@vp.example cara@ac.example pat@vp.example cara@ac.example" {
			t.Errorf("%s", to(list))
		}
	})
	t.Run("the secretariat is reminded to call a meeting, on its day or the day after it was planned late", func(t *testing.T) {
		s := newTestStore(t)
		s.partners()
		m, late := s.plan("8 December 2026"), s.plan("22 September 2026") // the first is to be called on 13 October
		s.work("2026-09-01 10:00")
		if list := s.letters(LetterCallDue); len(list) != 0 {
			t.Fatalf("too early: %s", to(list))
		}
		s.work("2026-09-02 08:00")
		if list := s.letters(LetterCallDue); to(list) != "ann@opcc.example" || list[0].FactMap()["late"] != "yes" || *list[0].MeetingID != late.ID {
			t.Errorf("%+v", list)
		}
		s.work("2026-10-13 07:59")
		s.work("2026-10-13 08:00")
		list := s.letters(LetterCallDue)
		if len(list) != 2 || *list[1].MeetingID != m.ID || list[1].FactMap()["call_day"] != "Tuesday 13 October 2026" || list[1].FactMap()["late"] != "" || !list[1].ExpiresAt.Equal(m.StartsAt) {
			t.Errorf("%+v", list)
		}
		other := newTestStore(t)
		other.partners()
		other.call(other.plan("8 December 2026"))
		other.work("2026-10-13 08:00")
		if n := len(other.letters(LetterCallDue)); n != 0 {
			t.Errorf("%d reminders to call a meeting that is called", n)
		}
	})
	t.Run("the secretariat is reminded of its agenda once", func(t *testing.T) {
		s, _, _, _, m := start(t)
		day := m.AgendaOn // 30 November
		s.work("2026-11-26 08:00")
		if len(s.letters(LetterAgendaDue)) != 0 {
			t.Error("too early")
		}
		s.work("2026-11-27 08:00")
		list := s.letters(LetterAgendaDue)
		if to(list) != "ann@opcc.example" || list[0].FactMap()["late"] != "" || list[0].FactMap()["agenda_day"] != day.Long() {
			t.Errorf("%+v", list)
		}
		published, _, _, _, p := start(t)
		if _, err := published.PublishAgenda(t.Context(), published.ann, p.Reference, p.Version); err != nil {
			t.Fatal(err)
		}
		published.work("2026-11-30 08:00")
		if n := len(published.letters(LetterAgendaDue)); n != 0 {
			t.Errorf("%d reminders of an agenda that is out", n)
		}
	})
	t.Run("minutes are asked for on their day, until they are circulated", func(t *testing.T) {
		s, _, _, _, m := start(t)
		if _, err := s.PublishAgenda(t.Context(), s.ann, m.Reference, m.Version); err != nil {
			t.Fatal(err)
		}
		s.work("2026-12-10 07:59")
		if len(s.letters(LetterMinutesDue)) != 0 {
			t.Error("too early")
		}
		s.work("2026-12-14 09:00")
		list := s.letters(LetterMinutesDue)
		if to(list) != "ann@opcc.example" || list[0].FactMap()["late"] != "yes" {
			t.Errorf("%+v", list)
		}
	})
}

func TestTimedWorkIsTheOperators(t *testing.T) {
	s := newTestStore(t)
	if err := s.DoTimedWork(t.Context(), s.ann); KindOf(err) != KindNotAllowed {
		t.Errorf("the secretariat does it: %v", err)
	}
	empty := newEmptyStore(t)
	if err := empty.DoTimedWork(t.Context(), Operator); err != nil {
		t.Errorf("before anybody has set it up: %v", err)
	}
}

func TestWeeklyListsOfActions(t *testing.T) {
	n := newNotebook(t)
	n.whoWasThere()
	n.takeTheMinutes()
	n.finish()
	n.clock.set(t, "2019-09-26 09:00")
	n.circulate()
	digests := func() map[string]Facts {
		by := map[string]Facts{}
		for _, l := range n.letters(LetterActionsDue) {
			by[l.Email+" "+l.CreatedAt.Format("2006-01-02")] = l.FactMap()
		}
		return by
	}
	n.work("2019-10-06 12:00") // Sunday: the week before has had its list, or has no more
	before := len(digests())
	n.work("2019-10-07 06:59") // 07:59 in summer time
	if len(digests()) != before {
		t.Error("before eight on Monday")
	}
	n.work("2019-10-07 07:00")
	list := digests()
	if len(list) <= before {
		t.Fatalf("no lists: %v", list)
	}
	f, ok := list["is@wy.example 2019-10-07"]
	if !ok || !strings.Contains(f["due"], "2019-Q3/02 Send the name of a data contact to DF, by 11 October 2019") {
		t.Errorf("the police's list is %v", f)
	}
	if _, ok := list["jlb@wy.example 2019-10-07"]; ok {
		t.Error("a member gets what all partners owe")
	}
	n.work("2019-10-10 09:00")
	if len(digests()) != len(list) {
		t.Error("a second list in one week")
	}
	// Monday 26 August 2019 was a bank holiday, as is 6 April 2026 (Easter Monday).
	for at, want := range map[string]bool{"2026-04-06 12:00": false, "2026-04-07 06:59": false, "2026-04-07 07:00": true} {
		moment, _ := time.Parse("2006-01-02 15:04", at)
		p, err := n.Partnership(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := len(actionOccasions(p, moment)) > 0; got != want {
			t.Errorf("due at %s: %v", at, got)
		}
	}
}

func TestAListSaysNothingRestricted(t *testing.T) {
	today := calendar.Date{Year: 2026, Month: time.September, Day: 1}
	a := Action{ID: 1, Reference: "2026-Q2/01", Text: "Tell nobody", Restricted: true, DeadlineKind: DeadlineDate, DueOn: today, State: ActionOpen}
	f := actionsDue(Person{ID: 7, Role: RoleMember}, []Action{a}, map[int64][]ActionOwner{1: {{PersonID: ptr(int64(7))}}}, today)
	if f["due"] != "2026-Q2/01, by 1 September 2026" || f["due_count"] != "1" || f["overdue"] != "" {
		t.Errorf("%v", f)
	}
}

func TestALongListIsCut(t *testing.T) {
	var lines []string
	for i := range 50 {
		lines = append(lines, fmt.Sprint("line ", i))
	}
	if got := strings.Split(digest(lines), "\n"); len(got) != digestLines+1 || got[digestLines] != "and 30 more" {
		t.Errorf("%q", got)
	}
}

func TestWhatHasEndedIsClearedAway(t *testing.T) {
	s := newTestStore(t)
	link, err := s.RequestSignIn(t.Context(), "ann@opcc.example", "")
	if err != nil {
		t.Fatal(err)
	}
	secret := func() bool {
		return strings.Contains(s.letters(LetterSignIn)[0].Facts, link.Token) || strings.Contains(s.letters(LetterSignIn)[0].Facts, link.Code)
	}
	count := func(row any) (n int64) { s.read.Model(row).Count(&n); return n }
	s.work("2026-09-01 09:14")
	if !secret() || count(&Session{}) != 1 {
		t.Error("what still works is gone")
	}
	s.work("2026-09-01 09:15")
	if secret() {
		t.Error("a link that has ended is still in its letter")
	}
	s.work("2026-09-01 17:01")
	if n := count(&Session{}); n != 0 {
		t.Errorf("%d sessions that have ended", n)
	}
	s.work("2026-09-02 09:16")
	if n := count(&SignInRequest{}); n != 0 {
		t.Errorf("%d requests to sign in that have ended", n)
	}
	if err := s.write.Create(&TimedMark{Name: "old", DoneAt: s.Now()}).Error; err != nil {
		t.Fatal(err)
	}
	s.work("2027-11-01 09:00")
	if n := count(&TimedMark{}); n > 1 {
		t.Errorf("%d marks", n)
	}
}
