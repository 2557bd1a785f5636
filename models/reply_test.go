package models

import (
	"sync/atomic"
	"testing"
)

func TestReplyToInvitation(t *testing.T) {
	start := func(t *testing.T) (s *testStore, pat, mo, cara Actor, m Meeting) {
		s = newTestStore(t)
		pat, mo, cara = s.partners()
		return s, pat, mo, cara, s.call(s.plan("8 December 2026"))
	}
	reply := func(s *testStore, who Actor, m Meeting, f ReplyForm) Attendance {
		s.t.Helper()
		a, err := s.ReplyToInvitation(s.t.Context(), who, m.Reference, f)
		if err != nil {
			s.t.Fatal(err)
		}
		return a
	}
	row := func(s *testStore, name string) Attendance {
		var a Attendance
		s.read.Where("name = ?", name).Limit(1).Find(&a)
		return a
	}
	t.Run("somebody comes, then changes their mind", func(t *testing.T) {
		s, pat, _, _, m := start(t)
		reply(s, pat, m, ReplyForm{Reply: ReplyComing, Note: "ignored"})
		if a := row(s, "Pat Partner"); a.Reply != ReplyComing || a.RepliedAt == nil || a.ReplyNote != "" {
			t.Errorf("%+v", a)
		}
		reply(s, pat, m, ReplyForm{Reply: ReplyApologies, Note: "On leave"})
		if a := row(s, "Pat Partner"); a.Reply != ReplyApologies || a.ReplyNote != "On leave" {
			t.Errorf("%+v", a)
		}
		if e := s.lastEvent(); e.What != "answered the invitation" || e.Detail != "apologies" {
			t.Errorf("event %+v", e)
		}
	})
	t.Run("a deputy by name is on the list until the answer changes", func(t *testing.T) {
		s, pat, _, _, m := start(t)
		a := reply(s, pat, m, ReplyForm{Reply: ReplyDeputy, DeputyName: "Karen Bright", DeputyJobTitle: "Officer", DeputyEmail: "K.Bright@vp.example"})
		d := row(s, "Karen Bright")
		if d.DeputyForID == nil || *d.DeputyForID != a.ID || d.Capacity != Deputy || d.Reply != ReplyComing || d.Email != "k.bright@vp.example" || d.Initials != "KB" || d.OrganisationName != "Vale Police" {
			t.Errorf("deputy %+v", d)
		}
		reply(s, pat, m, ReplyForm{Reply: ReplyDeputy, DeputyName: "Leo Long"})
		if row(s, "Karen Bright").ID != 0 || row(s, "Leo Long").ID == 0 {
			t.Error("a second deputy does not take the place of the first")
		}
		reply(s, pat, m, ReplyForm{Reply: ReplyComing})
		if row(s, "Leo Long").ID != 0 {
			t.Error("the deputy is still on the list")
		}
	})
	t.Run("a colleague stands in, and goes back to their own answer", func(t *testing.T) {
		s, pat, mo, _, m := start(t)
		a := reply(s, pat, m, ReplyForm{Reply: ReplyDeputy, DeputyID: mo.PersonID})
		if d := row(s, "Mo Member"); d.Capacity != Deputy || d.DeputyForID == nil || *d.DeputyForID != a.ID || d.Reply != ReplyComing {
			t.Errorf("deputy %+v", d)
		}
		reply(s, pat, m, ReplyForm{Reply: ReplyDeputy, DeputyID: mo.PersonID}) // sent twice
		reply(s, pat, m, ReplyForm{Reply: ReplyApologies})
		if d := row(s, "Mo Member"); d.Capacity != Representative || d.DeputyForID != nil {
			t.Errorf("colleague %+v", d)
		}
		s.clock.add(1e9)
		reply(s, mo, m, ReplyForm{Reply: ReplyComing})
		s.clock.add(1e9)
		reply(s, pat, m, ReplyForm{Reply: ReplyDeputy, DeputyID: mo.PersonID})
		reply(s, pat, m, ReplyForm{Reply: ReplyComing})
		if d := row(s, "Mo Member"); d.Reply != ReplyComing {
			t.Errorf("the colleague's own answer was lost: %+v", d)
		}
	})
	t.Run("a deputy is named, is a colleague, and has no other errand", func(t *testing.T) {
		s, pat, mo, cara, m := start(t)
		for field, f := range map[string]ReplyForm{
			"deputy_name":  {Reply: ReplyDeputy},
			"deputy":       {Reply: ReplyDeputy, DeputyID: cara.PersonID},
			"deputy_email": {Reply: ReplyDeputy, DeputyName: "K", DeputyEmail: "nonsense"},
			"reply":        {Reply: "perhaps"},
		} {
			_, err := s.ReplyToInvitation(t.Context(), pat, m.Reference, f)
			if e := mustBe(t, err, KindInvalid); e.Fields[0].Field != field {
				t.Errorf("%+v: %+v", f, e.Fields)
			}
		}
		reply(s, pat, m, ReplyForm{Reply: ReplyDeputy, DeputyName: "Karen Bright"})
		_, err := s.ReplyToInvitation(t.Context(), mo, m.Reference, ReplyForm{Reply: ReplyDeputy, DeputyID: pat.PersonID})
		mustBe(t, err, KindInvalid)
	})
	t.Run("others' answers are the secretariat's to record", func(t *testing.T) {
		s, pat, mo, cara, m := start(t)
		id := row(s, "Cara Council").ID
		for _, who := range []Actor{pat, mo, {}} {
			if _, err := s.ReplyToInvitation(t.Context(), who, m.Reference, ReplyForm{AttendanceID: id, Reply: ReplyComing}); KindOf(err) != KindNotAllowed {
				t.Errorf("%s: %v", who.Name, err)
			}
			if _, err := s.ReplyPage(t.Context(), who, m.Reference, id); KindOf(err) != KindNotFound {
				t.Errorf("%s: %v", who.Name, err)
			}
		}
		reply(s, s.ann, m, ReplyForm{AttendanceID: id, Reply: ReplyApologies, Note: "rang"})
		if a := row(s, "Cara Council"); a.Reply != ReplyApologies || s.lastEvent().What != "recorded an answer to the invitation" {
			t.Errorf("%+v", a)
		}
		other := s.call(s.plan("9 March 2027"))
		_, err := s.ReplyToInvitation(t.Context(), s.ann, other.Reference, ReplyForm{AttendanceID: id, Reply: ReplyComing})
		mustBe(t, err, KindNotFound)
		_ = cara
	})
	t.Run("reasons and addresses are for the secretariat alone", func(t *testing.T) {
		s, pat, mo, _, m := start(t)
		reply(s, pat, m, ReplyForm{Reply: ReplyApologies, Note: "On leave"})
		find := func(who Actor) (note string) {
			page, err := s.ComingPage(t.Context(), who, m.Reference)
			if err != nil {
				t.Fatal(err)
			}
			for _, o := range page.Coming.Organisations {
				for _, p := range o.People {
					note += p.ReplyNote
				}
			}
			return note
		}
		if find(mo) != "" || find(s.ann) != "On leave" {
			t.Errorf("a member reads %q, the secretariat %q", find(mo), find(s.ann))
		}
	})
	t.Run("answers are taken from the call until the meeting begins", func(t *testing.T) {
		s, pat, _, _, m := start(t)
		planned := s.plan("9 March 2027")
		_, err := s.ReplyToInvitation(t.Context(), pat, planned.Reference, ReplyForm{Reply: ReplyComing})
		mustBe(t, err, KindBadState)
		s.clock.set(t, "2026-12-08 10:00")
		_, err = s.ReplyToInvitation(t.Context(), pat, m.Reference, ReplyForm{Reply: ReplyComing})
		mustBe(t, err, KindBadState)
		reply(s, s.ann, m, ReplyForm{AttendanceID: row(s, "Pat Partner").ID, Reply: ReplyApologies})
	})
	t.Run("somebody who came after the call has a place once they answer", func(t *testing.T) {
		s, pat, _, _, m := start(t)
		var org Organisation
		s.read.First(&org, pat.OrganisationID)
		nia := s.person("Nia New", "nia@vp.example", org, RolePartner)
		if a := reply(s, nia, m, ReplyForm{Reply: ReplyComing}); a.ID == 0 || row(s, "Nia New").Reply != ReplyComing {
			t.Errorf("%+v", a)
		}
	})
	t.Run("an organisation comes when anybody speaks for it", func(t *testing.T) {
		s, pat, mo, cara, m := start(t)
		reply(s, pat, m, ReplyForm{Reply: ReplyApologies})
		reply(s, mo, m, ReplyForm{Reply: ReplyComing})
		reply(s, cara, m, ReplyForm{Reply: ReplyApologies})
		reply(s, s.ann, m, ReplyForm{Reply: ReplyComing}) // in attendance: represents nobody
		page, err := s.MeetingPage(t.Context(), pat, m.Reference)
		if err != nil || page.Coming.Yes != 1 || page.Coming.No != 1 || page.Coming.None != 1 || !page.Coming.Quorum.Reached() {
			t.Errorf("%v: %+v", err, page.Coming)
		}
		if page.Mine.Reply != ReplyApologies {
			t.Errorf("mine %+v", page.Mine)
		}
	})
}

func TestMeetingPageQueries(t *testing.T) {
	s := newTestStore(t)
	pat, _, _ := s.partners()
	m := s.call(s.plan("8 December 2026"))
	counted := func() [4]int64 {
		var counts [4]int64
		for i, ask := range []func(n *atomic.Int64) error{
			func(n *atomic.Int64) error {
				_, err := s.MeetingPage(WithQueryCount(t.Context(), n), pat, m.Reference)
				return err
			},
			func(n *atomic.Int64) error {
				_, err := s.ComingPage(WithQueryCount(t.Context(), n), s.ann, m.Reference)
				return err
			},
			func(n *atomic.Int64) error { _, err := s.Meetings(WithQueryCount(t.Context(), n), pat); return err },
			func(n *atomic.Int64) error {
				_, err := s.ActivePeople(WithQueryCount(t.Context(), n), s.ann)
				return err
			},
		} {
			var n atomic.Int64
			if err := ask(&n); err != nil {
				t.Fatal(err)
			}
			counts[i] = n.Load()
		}
		return counts
	}
	few := counted()
	for i := range 60 {
		org := s.organisation("Body "+string(rune('A'+i%26))+string(rune('a'+i/26)), "", "Health")
		person := s.person("Person "+org.Name, "p"+org.NameKey+"@x.example", org, RolePartner)
		if _, err := s.ReplyToInvitation(t.Context(), person, m.Reference, ReplyForm{Reply: ReplyComing}); err != nil {
			t.Fatal(err)
		}
		if _, err := s.EnterPastMeeting(t.Context(), s.ann, MeetingForm{Date: "2000-01-03", Time: "10:" + string(rune('0'+i/10)) + string(rune('0'+i%10)), Reason: "x"}); err != nil {
			t.Fatal(err)
		}
	}
	if many := counted(); many != few {
		t.Errorf("questions asked: %v with few rows, %v with many", few, many)
	}
}

func TestMeetingPageHidesWhatOthersHaveNotHadAccepted(t *testing.T) {
	s := newTestStore(t)
	pat, mo, cara := s.partners()
	m := s.call(s.plan("8 December 2026"))
	form := ItemForm{Title: "Safe-house capacity", Purpose: ForDecision, Minutes: "15", Ask: "Choose an option"}
	draft, err := s.DraftItem(t.Context(), pat, m.Reference, form)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.SubmitItem(t.Context(), pat, draft.ID, draft.Version, form); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		who          Actor
		own, waiting int
	}{{pat, 1, 0}, {mo, 0, 0}, {cara, 0, 0}, {s.ann, 0, 1}} {
		page, err := s.MeetingPage(t.Context(), c.who, m.Reference)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Own) != c.own || page.Waiting != c.waiting || len(page.Agenda.Items) != 5 {
			t.Errorf("%s sees %d own, %d waiting, %d on the agenda", c.who.Name, len(page.Own), page.Waiting, len(page.Agenda.Items))
		}
	}
	if _, err := s.MeetingPage(t.Context(), Actor{}, m.Reference); KindOf(err) != KindNotFound {
		t.Errorf("the public: %v", err)
	}
}
