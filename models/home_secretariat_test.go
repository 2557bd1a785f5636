package models

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quarterday/calendar"
)

var taskNames = map[TaskKind]string{
	TaskTakeMinutes: "take minutes", TaskLettersFailed: "letters failed", TaskLapsed: "lapsed", TaskFinish: "finish", TaskCall: "call",
	TaskPublishAgenda: "publish agenda", TaskCirculate: "circulate", TaskSubmissions: "submissions", TaskCorrections: "corrections",
	TaskAgree: "agree", TaskPublishMinutes: "publish minutes", TaskActionsDone: "actions done", TaskActionsOverdue: "actions overdue",
	TaskOwnActions: "own actions", TaskPractices: "practices", TaskReplies: "replies", TaskDeputies: "deputies", TaskEmails: "emails", TaskMailbox: "mailbox", TaskPlan: "plan", TaskLettersWaiting: "letters waiting",
	TaskSubmissionsClose: "submissions close", TaskMeeting: "meeting", TaskCorrectionsClose: "corrections close",
}

// inShort is tasks as tests read them: "call 2026-q4, submissions 2026-q4 (2)".
func inShort(tasks []Task) string {
	var words []string
	for _, t := range tasks {
		w := taskNames[t.Kind]
		if t.Meeting != nil {
			w += " " + t.Meeting.Reference
		}
		if t.Count > 0 {
			w += fmt.Sprintf(" (%d)", t.Count)
		}
		for _, q := range t.Quarters {
			w += " " + q.Reference()
		}
		words = append(words, w)
	}
	return strings.Join(words, ", ")
}

func (s *testStore) secretariatHome() SecretariatHome {
	s.t.Helper()
	h, err := s.SecretariatHome(s.t.Context(), s.ann)
	if err != nil {
		s.t.Fatal(err)
	}
	return h
}

func (s *testStore) exec(sql string, args ...any) {
	s.t.Helper()
	if err := s.write.Exec(sql, args...).Error; err != nil {
		s.t.Fatal(err)
	}
}

// actor is the person with this address.
func (s *testStore) actor(email string) Actor {
	s.t.Helper()
	var p Person
	if err := s.read.Preload("Organisation").Where("email = ?", email).First(&p).Error; err != nil {
		s.t.Fatal(err)
	}
	return p.Actor()
}

// practice writes one of this person's as a row, in whatever state.
func (s *testStore) practice(by Actor, slug string, state PracticeState, visibility Visibility) Practice {
	s.t.Helper()
	now := s.Now()
	p := Practice{Slug: slug, Title: "Practice " + slug, Visibility: visibility, State: state, OrganisationID: by.OrganisationID, AuthorID: by.PersonID, Wanted: "Say what it cost.", SubmittedAt: &now, CreatedAt: now, Version: 1}
	if state == PracticePublished {
		p.PublishedAt = &now
	}
	if err := s.write.Omit("Organisation", "Author", "Adoptions", "Papers").Create(&p).Error; err != nil {
		s.t.Fatal(err)
	}
	return p
}

// plannedYear is a store with two partners and a year of meetings, on 1 September 2026.
func plannedYear(t *testing.T) *testStore {
	t.Helper()
	s := newTestStore(t)
	police, health := s.organisation("Vale Police", "VP", "Police and justice"), s.organisation("NHS Vale", "NHSV", "Health")
	s.person("Pat Poole", "pat@vp.example", police, RolePartner)
	s.person("Hal Hughes", "hal@nhs.example", health, RolePartner)
	for _, day := range []string{"8 December 2026", "9 March 2027", "8 June 2027", "14 September 2027"} {
		s.plan(day)
	}
	return s
}

func (s *testStore) meetingAt(ref string) Meeting {
	s.t.Helper()
	m, err := s.Meeting(s.t.Context(), s.ann, ref)
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

func TestAQuarterOnTheSecretariatsHome(t *testing.T) {
	s := plannedYear(t)
	// Of 8 December: to be called on 13 October, submissions close on 17 November
	// at 17:00, agenda due on 30 November, minutes on 10, corrections on 22 December.
	looks := func(outcome, clock, now, ahead string) {
		t.Helper()
		t.Run(outcome, func(t *testing.T) {
			t.Helper()
			s.clock.set(t, clock)
			h := s.secretariatHome()
			if got := inShort(h.Now); got != now {
				t.Errorf("now %q, want %q", got, now)
			}
			if got := inShort(h.Ahead); !strings.HasPrefix(got, ahead) {
				t.Errorf("ahead %q, want it to begin %q", got, ahead)
			}
		})
	}
	december := func() Meeting { return s.meetingAt("2026-q4") }

	looks("this quarter's day has not passed and it has no meeting", "2026-09-01 09:00", "plan 2026-q3", "call 2026-q4, submissions close 2026-q4, publish agenda 2026-q4, meeting 2026-q4")
	looks("nothing is due", "2026-10-12 09:00", "", "call 2026-q4")
	looks("the day to call has come", "2026-10-13 09:00", "call 2026-q4", "submissions close 2026-q4")
	s.call(december())
	s.exec("update letters set state = 'sent'")
	looks("called", "2026-10-14 09:00", "", "submissions close 2026-q4")
	pat := s.actor("pat@vp.example")
	i, err := s.DraftItem(t.Context(), pat, "2026-q4", safeHouses())
	if err != nil {
		t.Fatal(err)
	}
	looks("a draft is nobody else's business", "2026-11-16 09:00", "", "submissions close 2026-q4")
	if i, err = s.SubmitItem(t.Context(), pat, i.ID, i.Version, safeHouses()); err != nil {
		t.Fatal(err)
	}
	looks("a submission waits", "2026-11-16 09:00", "submissions 2026-q4 (1)", "submissions close 2026-q4, publish agenda 2026-q4")
	looks("closed at 17:00: the agenda and the replies are next", "2026-11-17 17:00", "submissions 2026-q4 (1), publish agenda 2026-q4, replies 2026-q4 (2)", "meeting 2026-q4")
	if _, err = s.AcceptItem(t.Context(), s.ann, i.ID, i.Version); err != nil {
		t.Fatal(err)
	}
	s.exec("update letters set state = 'sent'")
	s.exec("update attendances set reply = ?", ReplyComing)
	looks("the agenda is late", "2026-12-01 09:00", "publish agenda 2026-q4", "meeting 2026-q4")
	if _, err = s.PublishAgenda(t.Context(), s.ann, "2026-q4", december().Version); err != nil {
		t.Fatal(err)
	}
	s.exec("update letters set state = 'sent'")
	looks("nothing until the meeting", "2026-12-02 09:00", "", "meeting 2026-q4")
	looks("the day of the meeting", "2026-12-08 09:00", "take minutes 2026-q4", "call 2027-q1")
	looks("the meeting is over", "2026-12-08 12:30", "finish 2026-q4", "call 2027-q1")
	s.exec("update meetings set state = ? where reference = '2026-q4'", MeetingHeld)
	looks("minutes are to go out", "2026-12-09 09:00", "circulate 2026-q4", "call 2027-q1")
	s.exec("insert into minutes (meeting_id, state, circulated, version) values (?, ?, 1, 1)", december().ID, MinutesCirculated)
	looks("corrections can be asked for", "2026-12-10 09:00", "", "corrections close 2026-q4, call 2027-q1")
	if err := s.write.Create(&Correction{MeetingID: december().ID, ToVersion: 1, Text: "Thirteen", Outcome: CorrectionWaiting, CreatedAt: s.Now(), Version: 1}).Error; err != nil {
		t.Fatal(err)
	}
	looks("a correction waits", "2026-12-11 09:00", "corrections 2026-q4 (1)", "corrections close 2026-q4")
	s.exec("update corrections set outcome = ?", CorrectionAccepted)
	looks("the next meeting is to agree them", "2026-12-29 09:00", "", "call 2027-q1, submissions close 2027-q1, publish agenda 2027-q1, agree 2026-q4, meeting 2027-q1")
	s.call(s.meetingAt("2027-q1"))
	s.exec("update attendances set reply = ?", ReplyComing)
	s.exec("update letters set state = 'sent'")
	if _, err = s.PublishAgenda(t.Context(), s.ann, "2027-q1", s.meetingAt("2027-q1").Version); err != nil {
		t.Fatal(err)
	}
	s.exec("update letters set state = 'sent'")
	looks("on its day", "2027-03-09 10:30", "take minutes 2027-q1, agree 2026-q4", "call 2027-q2")
	s.exec("update minutes set state = ?, agreed_on = '2027-03-09'", MinutesAgreed)
	s.exec("update meetings set state = ? where reference = '2027-q1'", MeetingHeld)
	looks("agreed, to be published", "2027-03-10 09:00", "circulate 2027-q1, publish minutes 2026-q4", "call 2027-q2")
	s.exec("update minutes set state = ?, published_at = ?", MinutesPublished, s.Now())
	s.exec("update meetings set state = ? where reference in ('2026-q4', '2027-q1')", MeetingClosed)
	looks("all is done", "2027-03-11 09:00", "", "call 2027-q2")
	looks("a meeting whose day passed without an agenda, and the year runs out", "2027-06-09 09:00", "lapsed 2027-q2, plan 2027-q4 2028-q1 2028-q2", "")
}

func TestWhatWaitsForTheSecretariat(t *testing.T) {
	now := func(outcome, want string, prepare func(s *testStore)) {
		t.Run(outcome, func(t *testing.T) {
			s := plannedYear(t)
			s.clock.set(t, "2026-10-01 09:00")
			prepare(s)
			if got := inShort(s.secretariatHome().Now); got != want {
				t.Errorf("now %q, want %q", got, want)
			}
		})
	}
	now("actions said to be done, and overdue ones", "actions done (1), actions overdue (2)", func(s *testStore) {
		m := s.quarterlyMeeting("2026-q2", "2026-06-09 09:00")
		s.exec("update meetings set state = ? where id = ?", MeetingClosed, m.ID)
		s.exec("insert into minutes (meeting_id, state, circulated, version) values (?, ?, 1, 1)", m.ID, MinutesPublished)
		for n, due := range []string{"1 September 2026", "30 September 2026", "2 October 2026", "30 August 2026"} {
			a := s.mustGive(&m, ActionForm{Text: "Do it", Owners: []OwnerForm{{Name: "Dr Amira Haddad"}}, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineDate, Due: due}})
			if n == 3 {
				s.exec("update actions set state = ? where id = ?", ActionDone, a.ID)
			}
		}
	})
	now("the secretariat's own actions", "actions overdue (1), own actions (2)", func(s *testStore) {
		m := s.quarterlyMeeting("2026-q2", "2026-06-09 09:00")
		s.exec("update meetings set state = ? where id = ?", MeetingClosed, m.ID)
		for _, due := range []string{"1 September 2026", "2 October 2026", "2 December 2026"} {
			s.mustGive(&m, ActionForm{Text: "Do it", Owners: []OwnerForm{{PersonID: s.ann.PersonID}}, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineDate, Due: due}})
		}
	})
	now("practices wait", "practices (1)", func(s *testStore) {
		pat := s.actor("pat@vp.example")
		for n, state := range []PracticeState{PracticeSubmitted, PracticeDraft, PracticePublished, PracticeReturned} {
			s.practice(pat, fmt.Sprint("practice-", n), state, ForMembers)
		}
	})
	now("letters failed and letters that have not gone out for an hour, counted as the outbox does", "letters failed (1), letters waiting (3)", func(s *testStore) {
		for n, l := range []Letter{
			{State: LetterFailed, CreatedAt: s.Now()}, {State: LetterWaiting, CreatedAt: s.Now().Add(-2 * time.Hour)},
			{State: LetterWaiting, CreatedAt: s.Now()}, {State: LetterSent, CreatedAt: s.Now().Add(-2 * time.Hour)},
			{State: LetterWaiting, Kind: LetterSignIn, CreatedAt: s.Now().Add(-2 * time.Hour)},
		} {
			if l.Kind == "" {
				l.Kind = LetterItemAccepted
			}
			l.Cause, l.Email, l.Facts = fmt.Sprint(n), "pat@vp.example", "{}"
			if err := s.write.Create(&l).Error; err != nil {
				s.t.Fatal(err)
			}
		}
		if list, err := s.Outbox(s.t.Context(), s.ann, OutboxFilter{}); err != nil || list.Waiting() != 3 || list.Failed() != 1 {
			s.t.Errorf("the outbox counts %d waiting, %d failed: %v", list.Waiting(), list.Failed(), err)
		}
	})
	now("a cancelled meeting needs nothing, and its quarter is settled", "", func(s *testStore) {
		s.exec("update meetings set state = ? where reference = '2026-q4'", MeetingCancelled)
	})
	now("many past meetings fold into one line", "circulate 2025-q1, circulate 2025-q2, circulate 2025-q3", func(s *testStore) {
		for _, day := range []string{"11 March 2025", "10 June 2025", "9 September 2025", "9 December 2025", "10 March 2026"} {
			if _, err := s.EnterPastMeeting(s.t.Context(), s.ann, MeetingForm{Date: day}); err != nil {
				s.t.Fatal(err)
			}
		}
		if h := s.secretariatHome(); h.Now[2].More != 2 {
			s.t.Errorf("%d more, want 2", h.Now[2].More)
		}
	})
}

func TestANewPartnershipBegins(t *testing.T) {
	s := newTestStore(t)
	if h := s.secretariatHome(); h.Begin.Done() || h.Begin.Organisations != 1 || h.Begin.People != 1 || h.Next != nil {
		t.Errorf("%+v", h.Begin)
	}
	if h := plannedYear(t).secretariatHome(); !h.Begin.Done() || h.Next == nil || h.Next.Reference != "2026-q4" || len(h.Later) != 3 {
		t.Errorf("%+v next %v, %d later", h.Begin, h.Next, len(h.Later))
	}
}

func TestOnlyTheSecretariatsHome(t *testing.T) {
	s := plannedYear(t)
	for _, who := range []Actor{{}, s.actor("pat@vp.example"), {PersonID: 99, Role: RoleMember}} {
		_, err := s.SecretariatHome(t.Context(), who)
		mustBe(t, err, KindNotAllowed)
	}
}

func TestTasksInOrder(t *testing.T) {
	today := calendar.Date{Year: 2026, Month: time.November, Day: 24}
	tasks := []Task{
		{Kind: TaskPublishAgenda, By: today.AddDays(20)}, {Kind: TaskPractices}, {Kind: TaskActionsDone}, {Kind: TaskCall, By: today},
		{Kind: TaskCirculate, By: today.AddDays(-3)}, {Kind: TaskSubmissions, By: today.AddDays(6)}, {Kind: TaskTakeMinutes, By: today}, {Kind: TaskLettersFailed},
	}
	byUrgency(tasks, today)
	want := "take minutes, circulate, call, submissions, letters failed, actions done, practices, publish agenda"
	if got := inShort(tasks); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
}

func TestQuestionsOfTheHomePages(t *testing.T) {
	s := plannedYear(t)
	s.call(s.meetingAt("2026-q4"))
	pat := s.actor("pat@vp.example")
	count := func(page func(context.Context) error) int64 {
		t.Helper()
		var n atomic.Int64
		if err := page(WithQueryCount(t.Context(), &n)); err != nil {
			t.Fatal(err)
		}
		return n.Load()
	}
	pages := map[string]func(context.Context) error{
		"secretariat": func(ctx context.Context) error { _, err := s.SecretariatHome(ctx, s.ann); return err },
		"partner":     func(ctx context.Context) error { _, err := s.MemberHome(ctx, pat); return err },
		"public":      func(ctx context.Context) error { _, err := s.PublicHome(ctx); return err },
	}
	fill := func(from, to int) {
		m := s.meetingAt("2026-q4")
		past := s.quarterlyMeeting(fmt.Sprintf("%d-q1", 1900+from), "2020-03-10 09:00")
		s.exec("insert into minutes (meeting_id, state, circulated, published_at, version) values (?, ?, 1, ?, 1)", past.ID, MinutesPublished, s.Now())
		for n := from; n < to; n++ {
			s.practice(pat, fmt.Sprint("p-", n), PracticePublished, ForPublic)
			s.practice(pat, fmt.Sprint("own-", n), PracticeReturned, ForMembers)
			s.mustGive(&past, ActionForm{Text: "Do it", AllPartners: true, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineDate, Due: "1 August 2026"}})
			for _, state := range []ItemState{ItemDraft, ItemWaiting, ItemDeclined} {
				i := Item{MeetingID: m.ID, Kind: ItemSubmitted, Title: "T", Purpose: ForDecision, State: state, AuthorID: &pat.PersonID, OrganisationID: &pat.OrganisationID, CreatedAt: s.Now(), Version: 1}
				if err := s.write.Create(&i).Error; err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	fill(0, 3)
	few := map[string]int64{}
	for name, page := range pages {
		few[name] = count(page)
	}
	fill(3, 100)
	for name, page := range pages {
		t.Run(name, func(t *testing.T) {
			if many := count(page); many != few[name] || many == 0 {
				t.Errorf("%d questions with few rows, %d with many", few[name], many)
			}
			t.Logf("%d questions", few[name])
		})
	}
}
