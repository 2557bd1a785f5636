package models

import (
	"strings"
	"testing"
	"time"

	"quarterday/calendar"
)

// quarterlyMeeting plans one as a row: what is tested here needs only its day.
func (s *testStore) quarterlyMeeting(reference, starts string) Meeting {
	s.t.Helper()
	at, err := time.Parse("2006-01-02 15:04", starts)
	if err != nil {
		s.t.Fatal(err)
	}
	m := Meeting{
		Reference: reference, Kind: Quarterly, Year: at.Year(), Quarter: (int(at.Month())-1)/3 + 1, StartsAt: at, DurationMinutes: 120,
		SubmissionsCloseAt: at, State: MeetingPlanned, CreatedAt: s.Now(), Version: 1,
	}
	if err := s.write.Create(&m).Error; err != nil {
		s.t.Fatal(err)
	}
	return m
}

// give gives an action at the meeting m, as the minute-taker's command does.
func (s *testStore) give(m *Meeting, form ActionForm) (a Action, err error) {
	s.t.Helper()
	err = s.command(s.t.Context(), s.ann, func(t *tx) error {
		a, err = t.giveAction(m, 0, form)
		return err
	})
	return a, err
}

func (s *testStore) mustGive(m *Meeting, form ActionForm) Action {
	s.t.Helper()
	a, err := s.give(m, form)
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

func TestGiveAction(t *testing.T) {
	t.Run("numbers run on and owners are kept in order", func(t *testing.T) {
		s := newTestStore(t)
		police := s.organisation("Vale Police", "VP", "Police and justice")
		sian := s.person("Siân Gruffŷdd", "sian@nhs.example", s.organisation("NHS England", "NHSE", "Health"), RolePartner)
		m := s.quarterlyMeeting("2026-q3", "2026-09-08 09:00")
		s.mustGive(&m, ActionForm{Text: "First", AllPartners: true})
		a := s.mustGive(&m, ActionForm{Text: " Write a one-page guide ", Owners: []OwnerForm{
			{PersonID: sian.PersonID}, {OrganisationID: police.ID}, {Name: "Dr Amira Haddad"}, {OrganisationID: police.ID},
		}, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineDate, Due: "11 October 2026"}})
		if a.Reference != "2026-Q3/02" || a.Text != "Write a one-page guide" || m.LastAction != 2 {
			t.Errorf("%s %q, last number %d", a.Reference, a.Text, m.LastAction)
		}
		if got := joinAnd(a.OwnerNames()); got != "Siân Gruffŷdd, Vale Police and Dr Amira Haddad" {
			t.Errorf("owners: %s", got)
		}
		if a.Deadline() != "11 October 2026" {
			t.Errorf("deadline: %s", a.Deadline())
		}
		if e := s.lastEvent(); e.What != "gave the action" || e.Label != a.Reference {
			t.Errorf("event: %+v", e)
		}
	})
	t.Run("a number that was taken back is not given again", func(t *testing.T) {
		s := newTestStore(t)
		m := s.quarterlyMeeting("2026-q3", "2026-09-08 09:00")
		a := s.mustGive(&m, ActionForm{Text: "Typed by mistake", AllPartners: true})
		if err := s.command(t.Context(), s.ann, func(t *tx) error { return t.dropAction(a) }); err != nil {
			t.Fatal(err)
		}
		if b := s.mustGive(&m, ActionForm{Text: "Meant", AllPartners: true}); b.Reference != "2026-Q3/02" {
			t.Errorf("reference %s", b.Reference)
		}
	})
	t.Run("all that is wrong is said at once", func(t *testing.T) {
		s := newTestStore(t)
		m := s.quarterlyMeeting("2026-q3", "2026-09-08 09:00")
		_, err := s.give(&m, ActionForm{Text: " ", Owners: []OwnerForm{{PersonID: 99}}, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineDate, Due: "30 February"}})
		e := mustBe(t, err, KindInvalid)
		fields := []string{}
		for _, f := range e.Fields {
			fields = append(fields, f.Field)
		}
		if got := strings.Join(fields, " "); got != "text owners due" {
			t.Errorf("fields: %s (%v)", got, err)
		}
		if m.LastAction != 0 {
			t.Error("a refused action took a number")
		}
		mustBe(t, second(s.give(&m, ActionForm{Text: "Nobody's"})), KindInvalid)
		mustBe(t, second(s.give(&m, ActionForm{Text: "When?", AllPartners: true, DeadlineForm: DeadlineForm{DeadlineKind: "some day"}})), KindInvalid)
	})
}

func second[T any](_ T, err error) error { return err }

func TestNextMeeting(t *testing.T) {
	s := newTestStore(t)
	q3 := s.quarterlyMeeting("2026-q3", "2026-09-08 09:00")
	next := ActionForm{Text: "Report back", AllPartners: true, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineNextMeeting}}
	a := s.mustGive(&q3, next)
	if a.Deadline() != "Next meeting" {
		t.Errorf("before one is planned: %s", a.Deadline())
	}
	follow := func(want string) {
		t.Helper()
		if err := s.command(t.Context(), s.ann, func(t *tx) error { return t.followNextMeeting() }); err != nil {
			t.Fatal(err)
		}
		now, err := find[Action](s.read, "action", a.ID)
		if err != nil || now.Deadline() != want {
			t.Errorf("deadline %q, want %q (%v)", now.Deadline(), want, err)
		}
	}
	q4 := s.quarterlyMeeting("2026-q4", "2026-12-08 10:00")
	follow("Next meeting, 8 December 2026")
	if b := s.mustGive(&q3, next); b.DueOn != (calendar.Date{Year: 2026, Month: 12, Day: 8}) {
		t.Errorf("given after it was planned: %s", b.Deadline())
	}
	q4.StartsAt = q4.StartsAt.AddDate(0, 0, 7)
	s.write.Select("starts_at").Updates(&q4)
	follow("Next meeting, 15 December 2026")
	s.quarterlyMeeting("2027-q1", "2027-03-09 10:00")
	follow("Next meeting, 15 December 2026")
	s.write.Model(&q4).Update("state", MeetingCancelled)
	follow("Next meeting, 9 March 2027")
}
