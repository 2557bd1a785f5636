package models

import (
	"strings"
	"testing"
	"time"
)

// replyTokenOf is the token in the links of the invitation to this person.
func (s *testStore) replyTokenOf(who Actor, m Meeting) string {
	s.t.Helper()
	var token string
	err := s.command(s.t.Context(), s.ann, func(t *tx) (err error) {
		token, err = t.replyToken(who.PersonID, m.ID)
		return err
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return token
}

func TestReplyByLink(t *testing.T) {
	start := func(t *testing.T) (*testStore, Actor, Meeting, string) {
		s := newTestStore(t)
		pat, _, _ := s.partners()
		m := s.call(s.plan("8 December 2026"))
		return s, pat, m, s.replyTokenOf(pat, m)
	}
	t.Run("the letter that asks carries the link to the server alone", func(t *testing.T) {
		s, _, _, token := start(t)
		s.clock.add(2 * time.Minute)
		if ok, err := s.BeginDelivery(t.Context(), Operator, "test", DeliveryResult{}); err != nil || !ok {
			t.Fatal(ok, err)
		}
		var last DeliveryResult
		for {
			d, found, err := s.NextDelivery(t.Context(), Operator, "test", "vale.example", last)
			if err != nil || !found {
				t.Fatalf("no invitation to Pat: %v", err)
			}
			if d.Letter.Email == "pat@vp.example" {
				if d.ReplyToken != token || strings.Contains(d.Letter.Facts, token) {
					t.Errorf("the token is %q", d.ReplyToken)
				}
				break
			}
			last = DeliveryResult{Letter: d.Letter, Handover: HandoverTaken}
		}
	})
	t.Run("answers for the person in it, and says so in the audit trail", func(t *testing.T) {
		s, pat, m, token := start(t)
		link, err := s.ReplyLink(t.Context(), token)
		if err != nil || !link.Open || link.Person.ID != pat.PersonID || link.Meeting.ID != m.ID || link.Attendance.Reply != NoReply {
			t.Fatalf("%+v %v", link, err)
		}
		if _, err := s.ReplyByLink(t.Context(), token, ReplyForm{Reply: ReplyApologies, Note: "On leave", AttendanceID: 1}); err != nil {
			t.Fatal(err)
		}
		link, _ = s.ReplyLink(t.Context(), token)
		if link.Attendance.Reply != ReplyApologies || *link.Attendance.PersonID != pat.PersonID {
			t.Errorf("%+v", link.Attendance)
		}
		if e := s.lastEvent(); e.Detail != "apologies, by the link in an email" || *e.PersonID != pat.PersonID {
			t.Errorf("event %+v", e)
		}
	})
	t.Run("a link that is changed, of another purpose or of a closed account is none", func(t *testing.T) {
		s, pat, _, token := start(t)
		calendar := s.follow(pat, 0)
		text, sealed, _ := strings.Cut(token, ".")
		for _, bad := range []string{"", token[1:], token + "A", text, "." + sealed, calendar, strings.ReplaceAll(token, text, "OTk5LjE")} {
			if _, err := s.ReplyLink(t.Context(), bad); KindOf(err) != KindNotFound {
				t.Errorf("%q: %v", bad, err)
			}
			if _, err := s.ReplyByLink(t.Context(), bad, ReplyForm{Reply: ReplyComing}); KindOf(err) != KindNotFound {
				t.Errorf("%q: %v", bad, err)
			}
		}
		p, err := s.Person(t.Context(), s.ann, pat.PersonID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.DeactivatePerson(t.Context(), s.ann, p.ID, p.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ReplyLink(t.Context(), token); KindOf(err) != KindNotFound {
			t.Errorf("a closed account: %v", err)
		}
	})
	t.Run("ends when the meeting begins or is cancelled", func(t *testing.T) {
		s, _, m, token := start(t)
		s.clock.set(t, "2026-12-08 10:00")
		link, err := s.ReplyLink(t.Context(), token)
		if err != nil || link.Open {
			t.Errorf("open %v (%v)", link.Open, err)
		}
		_, err = s.ReplyByLink(t.Context(), token, ReplyForm{Reply: ReplyComing})
		mustBe(t, err, KindBadState)
		s.clock.set(t, "2026-12-01 10:00")
		if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow.", true); err != nil {
			t.Fatal(err)
		}
		if link, _ := s.ReplyLink(t.Context(), token); link.Open {
			t.Error("open for a cancelled meeting")
		}
	})
}

func TestChaseReplies(t *testing.T) {
	s := newTestStore(t)
	pat, mo, cara := s.partners()
	m := s.call(s.plan("8 December 2026"))
	if _, err := s.ReplyToInvitation(t.Context(), cara, m.Reference, ReplyForm{Reply: ReplyApologies}); err != nil {
		t.Fatal(err)
	}
	chase := func() (int, error) { return s.ChaseReplies(t.Context(), s.ann, m.Reference) }
	if _, err := s.ChaseReplies(t.Context(), pat, m.Reference); KindOf(err) != KindNotAllowed {
		t.Errorf("a partner chases: %v", err)
	}
	if n, err := chase(); err != nil || n != 2 {
		t.Fatalf("%d asked (%v), want Pat and Mo", n, err)
	}
	if list := s.letters(LetterReplyReminder); len(list) != 2 || list[0].Email != "pat@vp.example" || list[1].Email != "mo@vp.example" || !list[0].ExpiresAt.Equal(m.StartsAt) {
		t.Errorf("letters %+v", list)
	}
	_, err := chase()
	mustBe(t, err, KindBadState)
	s.clock.set(t, "2026-09-02 09:00")
	if page, err := s.ComingPage(t.Context(), s.ann, m.Reference); err != nil || !page.MayChase || page.RemindedAt == nil {
		t.Errorf("the page does not offer it on the next day: %v %v", page.MayChase, err)
	}
	if _, err := s.ReplyToInvitation(t.Context(), mo, m.Reference, ReplyForm{Reply: ReplyComing}); err != nil {
		t.Fatal(err)
	}
	if n, err := chase(); err != nil || n != 1 {
		t.Errorf("%d asked on the next day (%v)", n, err)
	}
	if page, _ := s.ComingPage(t.Context(), s.ann, m.Reference); page.MayChase {
		t.Error("the page offers it twice a day")
	}
	if page, _ := s.ComingPage(t.Context(), pat, m.Reference); page.MayChase || page.RemindedAt != nil {
		t.Error("a partner is offered it")
	}
	s.clock.set(t, "2026-12-09 09:00")
	_, err = chase()
	mustBe(t, err, KindBadState)
}

func TestConfirmDeputy(t *testing.T) {
	start := func(t *testing.T) (s *testStore, pat Actor, m Meeting, deputy func() Attendance) {
		s = newTestStore(t)
		pat, _, _ = s.partners()
		m = s.call(s.plan("8 December 2026"))
		return s, pat, m, func() Attendance {
			var d Attendance
			s.read.Where("deputy_for_id is not null").Limit(1).Find(&d)
			return d
		}
	}
	form := ReplyForm{Reply: ReplyDeputy, DeputyName: "Karen Bright", DeputyEmail: "karen@elsewhere.example"}
	name := func(s *testStore, who Actor, m Meeting, f ReplyForm) {
		s.t.Helper()
		if _, err := s.ReplyToInvitation(s.t.Context(), who, m.Reference, f); err != nil {
			s.t.Fatal(err)
		}
	}
	t.Run("nobody strange gets a letter before the secretariat agrees", func(t *testing.T) {
		s, pat, m, deputy := start(t)
		name(s, pat, m, form)
		if !deputy().Unconfirmed() || len(s.letters(LetterDeputyNamed)) != 0 {
			t.Fatal("confirmed, or told")
		}
		if _, err := s.ConfirmDeputy(t.Context(), pat, m.Reference, deputy().ID); KindOf(err) != KindNotAllowed {
			t.Errorf("a partner confirms: %v", err)
		}
		for range 2 { // pressed twice
			if _, err := s.ConfirmDeputy(t.Context(), s.ann, m.Reference, deputy().ID); err != nil {
				t.Fatal(err)
			}
		}
		list := s.letters(LetterDeputyNamed)
		if len(list) != 1 || list[0].Email != "karen@elsewhere.example" || list[0].PersonID != nil || deputy().Unconfirmed() {
			t.Errorf("letters %+v", list)
		}
		name(s, pat, m, form) // sent again
		if deputy().Unconfirmed() {
			t.Error("the same deputy is to be confirmed again")
		}
		form := form
		form.DeputyName = "Leo Long"
		name(s, pat, m, form)
		if !deputy().Unconfirmed() {
			t.Error("another deputy is confirmed already")
		}
	})
	t.Run("the sheet to sign says of whom the secretariat has not confirmed that they are to be", func(t *testing.T) {
		s, pat, m, deputy := start(t)
		name(s, pat, m, form)
		remark := func() string {
			c, err := s.SheetContent(t.Context(), pat, m.Reference)
			if err != nil {
				t.Fatal(err)
			}
			for _, l := range c.Lines {
				if l.Name == "Karen Bright" {
					return l.Remark
				}
			}
			return "not on the sheet"
		}
		if got := remark(); got != "deputy for "+pat.Name+", to be confirmed" {
			t.Errorf("before: %s", got)
		}
		if _, err := s.ConfirmDeputy(t.Context(), s.ann, m.Reference, deputy().ID); err != nil {
			t.Fatal(err)
		}
		if got := remark(); got != "deputy for "+pat.Name {
			t.Errorf("after: %s", got)
		}
	})
	t.Run("a colleague named by their address is the colleague", func(t *testing.T) {
		s, pat, m, deputy := start(t)
		name(s, pat, m, ReplyForm{Reply: ReplyDeputy, DeputyName: "Mo", DeputyEmail: "MO@vp.example"})
		if d := deputy(); d.PersonID == nil || d.Unconfirmed() || len(s.letters(LetterDeputyNamed)) != 1 {
			t.Errorf("%+v", d)
		}
	})
	t.Run("whom the secretariat names needs no more", func(t *testing.T) {
		s, pat, m, deputy := start(t)
		var a Attendance
		s.read.Where("person_id = ?", pat.PersonID).First(&a)
		form := form
		form.AttendanceID = a.ID
		name(s, s.ann, m, form)
		if deputy().Unconfirmed() || len(s.letters(LetterDeputyNamed)) != 1 {
			t.Errorf("%+v", deputy())
		}
		if _, err := s.ConfirmDeputy(t.Context(), s.ann, m.Reference, a.ID); KindOf(err) != KindNotFound {
			t.Errorf("who is no deputy is confirmed: %v", err)
		}
	})
}
