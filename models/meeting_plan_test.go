package models

import (
	"testing"
	"time"
)

// plan plans a quarterly meeting as Ann would.
func (s *testStore) plan(date string) Meeting {
	s.t.Helper()
	planned, err := s.PlanMeetings(s.t.Context(), s.ann, []MeetingForm{{Date: date}})
	if err != nil {
		s.t.Fatal(err)
	}
	return planned[0]
}

// call invites everybody to a planned meeting.
func (s *testStore) call(m Meeting) Meeting {
	s.t.Helper()
	called, err := s.CallMeeting(s.t.Context(), s.ann, m.Reference, m.Version)
	if err != nil {
		s.t.Fatal(err)
	}
	return called
}

func TestPlanMeetings(t *testing.T) {
	year := []MeetingForm{{Quarter: "2026-q4", Date: "8 December 2026"}, {Quarter: "2027-q1", Date: "9 March 2027"},
		{Quarter: "2027-q2", Date: "8 June 2027", Time: "2pm", Minutes: "90", Venue: "City Hall"}, {Quarter: "2027-q3", Date: "14/9/2027"}}
	t.Run("a year is planned with its deadlines and standing items", func(t *testing.T) {
		s := newTestStore(t)
		planned, err := s.PlanMeetings(t.Context(), s.ann, year)
		if err != nil {
			t.Fatal(err)
		}
		if len(planned) != 4 || planned[0].Reference != "2026-q4" || planned[3].Reference != "2027-q3" {
			t.Fatalf("planned %+v", planned)
		}
		m, err := s.Meeting(t.Context(), s.ann, "2027-q2")
		if err != nil {
			t.Fatal(err)
		}
		if m.State != MeetingPlanned || m.Venue != "City Hall" || m.DurationMinutes != 90 || m.StartsAt.Format("2006-01-02 15:04") != "2027-06-08 13:00" {
			t.Errorf("got %+v", m)
		}
		if m.AgendaOn.String() != "2027-05-28" {
			t.Errorf("agenda on %s", m.AgendaOn)
		}
		var items []Item
		s.read.Where("meeting_id = ?", m.ID).Order("position").Preload("Presenters").Find(&items)
		if len(items) != 5 || items[0].Role != RoleWelcome || items[4].Role != RoleAnyOther || items[1].State != ItemAccepted || items[0].Presenters[0].Name != "Chair" {
			t.Errorf("standing items: %+v", items)
		}
		if e := s.lastEvent(); e.What != "planned the meeting" || e.Label != "2027-q3" || e.Actor != "Ann Archer" {
			t.Errorf("event %+v", e)
		}
	})
	t.Run("one bad row plans none, and every problem is named at once", func(t *testing.T) {
		s := newTestStore(t)
		_, err := s.PlanMeetings(t.Context(), s.ann, []MeetingForm{year[0], {Quarter: "2027-q1", Date: "30 February 2027"}, {Quarter: "2027-q2", Date: ""},
			{Quarter: "2027-q3", Date: "14 September 2027", Time: "25:00", Minutes: "5", JoiningLink: "javascript:alert(1)"}})
		e := mustBe(t, err, KindInvalid)
		want := []string{"date-2027-q1", "date-2027-q2", "minutes-2027-q3", "time-2027-q3", "joining_link-2027-q3"}
		if len(e.Fields) != len(want) {
			t.Fatalf("problems %+v", e.Fields)
		}
		for i, f := range e.Fields {
			if f.Field != want[i] {
				t.Errorf("problem %d is at %s, want %s", i, f.Field, want[i])
			}
		}
		if _, err := s.Meeting(t.Context(), s.ann, "2026-q4"); KindOf(err) != KindNotFound {
			t.Errorf("the good row was planned: %v", err)
		}
	})
	t.Run("planning the same year twice plans it once", func(t *testing.T) {
		s := newTestStore(t)
		if _, err := s.PlanMeetings(t.Context(), s.ann, year); err != nil {
			t.Fatal(err)
		}
		_, err := s.PlanMeetings(t.Context(), s.ann, year)
		if e := mustBe(t, err, KindInvalid); len(e.Fields) < 4 {
			t.Errorf("problems %+v", e.Fields)
		}
	})
	t.Run("a date in the past, and nothing chosen, are refused", func(t *testing.T) {
		s := newTestStore(t)
		_, err := s.PlanMeetings(t.Context(), s.ann, []MeetingForm{{Date: "9 June 2026"}})
		mustBe(t, err, KindInvalid)
		_, err = s.PlanMeetings(t.Context(), s.ann, nil)
		mustBe(t, err, KindInvalid)
	})
	t.Run("a time that the clocks skip is refused beside the time", func(t *testing.T) {
		s := newTestStore(t)
		_, err := s.PlanMeetings(t.Context(), s.ann, []MeetingForm{{Date: "28 March 2027", Time: "01:30"}})
		if e := mustBe(t, err, KindInvalid); e.Fields[0].Field != "time" {
			t.Errorf("problems %+v", e.Fields)
		}
	})
	t.Run("only the secretariat plans", func(t *testing.T) {
		s := newTestStore(t)
		pat := s.person("Pat", "pat@vp.example", s.organisation("Vale Police", "VP", "Police and justice"), RolePartner)
		_, err := s.PlanMeetings(t.Context(), pat, year)
		mustBe(t, err, KindNotAllowed)
		_, err = s.PlanExtraordinary(t.Context(), pat, MeetingForm{Date: "20 October 2026", Reason: "x"})
		mustBe(t, err, KindNotAllowed)
		_, err = s.EnterPastMeeting(t.Context(), pat, MeetingForm{Date: "20 May 2026"})
		mustBe(t, err, KindNotAllowed)
	})
	t.Run("the chair and the minute-taker are those of the meeting before", func(t *testing.T) {
		s := newTestStore(t)
		first, err := s.PlanMeetings(t.Context(), s.ann, []MeetingForm{{Date: "8 December 2026", ChairID: s.ann.PersonID}})
		if err != nil {
			t.Fatal(err)
		}
		if next := s.plan("9 March 2027"); next.ChairID == nil || *next.ChairID != *first[0].ChairID || next.MinuteTakerID != nil {
			t.Errorf("chair %v, minute-taker %v", next.ChairID, next.MinuteTakerID)
		}
		_, err = s.PlanMeetings(t.Context(), s.ann, []MeetingForm{{Date: "8 June 2027", ChairID: 99}})
		mustBe(t, err, KindInvalid)
	})
}

func TestCallMeeting(t *testing.T) {
	s := newTestStore(t)
	police := s.organisation("Vale Police", "VP", "Police and justice")
	s.person("Pat Partner", "pat@vp.example", police, RolePartner)
	s.person("Mo Member", "mo@vp.example", police, RoleMember)
	gone := s.person("Gus Gone", "gus@vp.example", police, RolePartner)
	left := s.organisation("Left Trust", "LT", "Voluntary sector")
	s.person("Lee Left", "lee@lt.example", left, RolePartner)
	s.write.Model(&Person{}).Where("id = ?", gone.PersonID).Update("deactivated_at", s.Now())
	s.write.Model(&Organisation{}).Where("id = ?", left.ID).Update("left", "2026-11-01")
	m := s.plan("8 December 2026")
	called := s.call(m)
	t.Run("everybody active of today's organisations has a place and a letter", func(t *testing.T) {
		var rows []Attendance
		s.read.Where("meeting_id = ?", m.ID).Order("position").Find(&rows)
		got := map[string]Capacity{}
		for _, a := range rows {
			got[a.Name] = a.Capacity
			if a.Reply != NoReply || a.OrganisationName == "" {
				t.Errorf("row %+v", a)
			}
		}
		if len(got) != 3 || got["Pat Partner"] != Representative || got["Mo Member"] != Representative || got["Ann Archer"] != Officer {
			t.Errorf("invited %v", got)
		}
		letters := s.letters(LetterMeetingCalled)
		if len(letters) != 3 {
			t.Fatalf("%d letters", len(letters))
		}
		facts := letters[0].FactMap()
		if facts["day"] != "Tuesday 8 December 2026" || facts["from"] != "10:00" || facts["to"] != "12:00 GMT" || facts["items_close_at"] != "17:00 GMT" {
			t.Errorf("facts %v", facts)
		}
		if called.State != MeetingCalled || called.Sequence != 1 || called.CalledAt == nil {
			t.Errorf("meeting %+v", called)
		}
	})
	t.Run("calling it again changes nothing and sends nothing", func(t *testing.T) {
		_, err := s.CallMeeting(t.Context(), s.ann, m.Reference, called.Version)
		mustBe(t, err, KindBadState)
		if n := len(s.letters(LetterMeetingCalled)); n != 3 {
			t.Errorf("%d letters", n)
		}
	})
	t.Run("a stale form is a conflict", func(t *testing.T) {
		other := s.plan("9 March 2027")
		_, err := s.CallMeeting(t.Context(), s.ann, other.Reference, other.Version+1)
		mustBe(t, err, KindConflict)
	})
}

func TestExtraordinaryAndPastMeetings(t *testing.T) {
	s := newTestStore(t)
	t.Run("extraordinary meetings count up within their quarter", func(t *testing.T) {
		s.plan("8 December 2026")
		for i, date := range []string{"20 October 2026", "3 November 2026"} {
			m, err := s.PlanExtraordinary(t.Context(), s.ann, MeetingForm{Date: date, Title: "Response to the inspection", Reason: "The report is out."})
			if err != nil {
				t.Fatal(err)
			}
			if want := []string{"2026-q4-x1", "2026-q4-x2"}[i]; m.Reference != want || m.Reason == "" || m.Name() != "Response to the inspection" {
				t.Errorf("got %+v", m)
			}
		}
	})
	t.Run("it needs a reason, and no other at the same time", func(t *testing.T) {
		_, err := s.PlanExtraordinary(t.Context(), s.ann, MeetingForm{Date: "20 October 2026"})
		e := mustBe(t, err, KindInvalid)
		if len(e.Fields) != 2 || e.Fields[0].Field != "time" || e.Fields[1].Field != "reason" {
			t.Errorf("problems %+v", e.Fields)
		}
	})
	t.Run("a past meeting is held from the start, with its times", func(t *testing.T) {
		m, err := s.EnterPastMeeting(t.Context(), s.ann, MeetingForm{Date: "24 September 2019", Time: "10:00", Ended: "11:52", Venue: "Conference Room 2, Wakefield"})
		if err != nil {
			t.Fatal(err)
		}
		if m.Reference != "2019-q3" || m.State != MeetingHeld || m.Began != "10:00" || m.Ended != "11:52" || m.MinutesOn.String() != "2019-09-26" {
			t.Errorf("got %+v", m)
		}
		var n int64
		s.read.Model(&Item{}).Where("meeting_id = ?", m.ID).Count(&n)
		if n != 5 {
			t.Errorf("%d standing items", n)
		}
		if len(s.letters(LetterMeetingCalled)) != 0 {
			t.Error("letters were sent for the past")
		}
	})
	t.Run("a past meeting is in the past and ends after it began", func(t *testing.T) {
		_, err := s.EnterPastMeeting(t.Context(), s.ann, MeetingForm{Date: "24 September 2030"})
		mustBe(t, err, KindInvalid)
		_, err = s.EnterPastMeeting(t.Context(), s.ann, MeetingForm{Date: "11 June 2019", Ended: "09:00"})
		mustBe(t, err, KindInvalid)
	})
}

func TestTimesInLettersNameTheirZone(t *testing.T) {
	for zone, want := range map[string]string{"Europe/London": "12:00 BST", "America/Sao_Paulo": "08:00 UTC-03", "UTC": "11:00 UTC"} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := zonedClock(time.Date(2026, 7, 1, 11, 0, 0, 0, time.UTC), place); got != want {
			t.Errorf("%s: %s, want %s", zone, got, want)
		}
	}
}
