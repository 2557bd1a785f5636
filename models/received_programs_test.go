package models

import (
	"testing"
	"time"
)

// says is what a calendar answers to the invitation of p's meeting.
func (p *post) says(email, answer string) ReceivedForm {
	return ReceivedForm{Kind: ReceivedCalendar, Email: email, Subject: "Accepted", Calendar: CalendarAnswer{UID: p.m.UID(), Attendee: email, Answer: answer, Sequence: p.m.Sequence, Stamp: p.Now()}}
}

func (p *post) replyOf(who Actor) Reply {
	p.t.Helper()
	var a Attendance
	if err := p.read.Where("meeting_id = ? and person_id = ?", p.m.ID, who.PersonID).First(&a).Error; err != nil {
		p.t.Fatal(err)
	}
	return a.Reply
}

// TestCalendarAnswersOfForgers: everybody invited knows the event's name, and
// anybody can write any sender.
func TestCalendarAnswersOfForgers(t *testing.T) {
	const why = "not certain that they wrote it"
	t.Run("do nothing by themselves", func(t *testing.T) {
		p := newPost(t)
		l := p.sent(LetterMeetingCalled, "mo@vp.example")
		p.waits(p.take(p.says("pat@vp.example", "DECLINED")), why)
		f := p.says("pat@vp.example", "DECLINED")
		f.Answers = []string{l.MessageID} // to somebody else
		p.waits(p.take(f), why)
		f = p.says("pat@vp.example", "DECLINED")
		f.Vouched, f.Doubt = true, "Its mail server says that it is forged."
		p.waits(p.take(f), "forged")
		if got := p.replyOf(p.pat); got != NoReply {
			t.Errorf("Pat’s answer is %s", got)
		}
	})
	t.Run("are told from those that are certain", func(t *testing.T) {
		for name, certain := range map[string]func(p *post, l Letter, f *ReceivedForm){
			"it names the letter": func(_ *post, l Letter, f *ReceivedForm) { f.Answers = []string{l.MessageID} },
			"it came to its address": func(p *post, l Letter, f *ReceivedForm) {
				key, _ := readLinkKey(p.read)
				f.Token = mailToken(key, l.ID)
			},
			"a mail server vouches": func(_ *post, _ Letter, f *ReceivedForm) { f.Vouched = true },
		} {
			p := newPost(t)
			l := p.sent(LetterMeetingCalled, "pat@vp.example")
			f := p.says("pat@vp.example", "ACCEPTED")
			certain(p, l, &f)
			if r := p.take(f); r.Outcome != ReceivedReply || p.replyOf(p.pat) != ReplyComing {
				t.Errorf("%s: %s, %s", name, r.Outcome, r.Problem)
			}
		}
	})
	t.Run("wait for the secretariat, who takes what it expects", func(t *testing.T) {
		p := newPost(t)
		r := p.take(p.says("pat@vp.example", "ACCEPTED"))
		page, err := p.ReceivedEmail(t.Context(), p.ann, r.ID)
		if err != nil || page.MayReply != ReplyComing || page.MayItem || page.MayUpdate || page.Certain {
			t.Errorf("%+v %v", page, err)
		}
		if _, err := p.UseReceived(t.Context(), p.pat, r.ID, "reply"); KindOf(err) != KindNotAllowed {
			t.Errorf("Pat takes it: %v", err)
		}
		if r, err = p.UseReceived(t.Context(), p.ann, r.ID, "reply"); err != nil || r.Outcome != ReceivedReply || r.SettledBy != "Ann Archer" || p.replyOf(p.pat) != ReplyComing {
			t.Errorf("%+v %v", r, err)
		}
		if e := p.lastEventOf("took the answer of a calendar"); *e.PersonID != p.ann.PersonID {
			t.Errorf("event %+v", e)
		}
		_, err = p.UseReceived(t.Context(), p.ann, r.ID, "reply")
		mustBe(t, err, KindBadState)
		for _, cannot := range []ReceivedForm{p.says("pat@vp.example", "TENTATIVE"), p.says("stranger@x.example", "ACCEPTED"), {Email: "pat@vp.example", Text: "Hello"}} {
			r := p.take(cannot)
			if page, err := p.ReceivedEmail(t.Context(), p.ann, r.ID); err != nil || page.MayReply != "" {
				t.Errorf("%+v %v", page, err)
			}
			_, err := p.UseReceived(t.Context(), p.ann, r.ID, "reply")
			mustBe(t, err, KindBadState)
		}
	})
	t.Run("are taken no more once the meeting has moved", func(t *testing.T) {
		p := newPost(t)
		r := p.take(p.says("pat@vp.example", "ACCEPTED"))
		if _, err := p.MoveMeeting(t.Context(), p.ann, p.m.Reference, p.m.Version, MoveForm{Date: "15 December 2026", Reason: "Trains"}); err != nil {
			t.Fatal(err)
		}
		_, err := p.UseReceived(t.Context(), p.ann, r.ID, "reply")
		mustBe(t, err, KindBadState)
	})
}

// TestCalendarAnswersAfterAChangeThatWasTakenBack: nobody was told, so that
// answers to the invitation that people have still count.
func TestCalendarAnswersAfterAChangeThatWasTakenBack(t *testing.T) {
	p := newPost(t)
	p.sent(LetterMeetingCalled, "pat@vp.example")
	f := p.says("pat@vp.example", "ACCEPTED")
	f.Vouched = true
	change := func(venue string) {
		t.Helper()
		m, err := p.ChangeMeeting(t.Context(), p.ann, p.m.Reference, p.m.Version, MeetingChange{Venue: venue})
		if err != nil {
			t.Fatal(err)
		}
		p.m = m
	}
	was := p.m.Venue
	change("Another hall")
	change(was)
	p.clock.add(2 * time.Minute)
	if p.m.Sequence != f.Calendar.Sequence+2 {
		t.Fatalf("sequence %d", p.m.Sequence)
	}
	f.Calendar.Stamp = p.Now()
	if r := p.take(f); r.Outcome != ReceivedReply {
		t.Errorf("%s: %s", r.Outcome, r.Problem)
	}
	change("Another hall")
	f.Key, f.Calendar.Stamp = "", p.Now()
	p.waits(p.take(f), "earlier invitation") // while the letter is held, too
	p.sent(LetterMeetingChanged, "pat@vp.example")
	p.waits(p.take(f), "earlier invitation")
	f.Calendar.Sequence = p.m.Sequence
	if r := p.take(f); r.Outcome != ReceivedReply {
		t.Errorf("%s: %s", r.Outcome, r.Problem)
	}
}
