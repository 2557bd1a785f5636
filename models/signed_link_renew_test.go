package models

import (
	"strings"
	"testing"
)

func TestRenewLinks(t *testing.T) {
	p := newPost(t)
	feed := p.follow(p.pat, 0)
	old := p.sent(LetterMeetingCalled, "pat@vp.example")
	reply := p.replyTokenOf(p.pat, p.m)
	var stop, mailed string
	if err := p.command(t.Context(), p.ann, func(t *tx) (err error) {
		stop, err = t.stopToken(p.pat.PersonID, LetterAgendaPublished)
		mailed = mailToken(t.linkKey, old.ID)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, who := range []Actor{p.pat, p.ann, {}} {
		if _, err := p.RenewLinks(t.Context(), who); KindOf(err) != KindNotAllowed {
			t.Errorf("%s renews links: %v", who.Name, err)
		}
	}
	done, err := p.RenewLinks(t.Context(), Operator)
	if err != nil || done.Followers != 1 {
		t.Fatalf("%+v %v", done, err)
	}
	if _, err := p.ReplyLink(t.Context(), reply); KindOf(err) != KindNotFound {
		t.Errorf("an old link to answer: %v", err)
	}
	if _, err := p.StopLink(t.Context(), stop); KindOf(err) != KindNotFound {
		t.Errorf("an old link to stop emails: %v", err)
	}
	if _, err := p.PersonalCalendar(t.Context(), feed); KindOf(err) != KindNotFound {
		t.Errorf("an old calendar address: %v", err)
	}
	p.waits(p.take(ReceivedForm{Email: "pat@vp.example", Text: paperText, Token: mailed}), "answers no email of ours")
	p.waits(p.take(ReceivedForm{Email: "pat@vp.example", Text: paperText, Answers: []string{old.MessageID}}), "before the links in emails were renewed")
	p.waits(p.take(ReceivedForm{Kind: ReceivedBounce, Bounce: BounceForm{Letter: old.MessageID, Failed: true}}), "none of ours has that name")
	if len(p.letters(LetterMailTaken)) != 0 {
		t.Error("somebody uncertain was written to")
	}
	if l := p.letters(LetterCalendarRenewed); len(l) != 1 || l[0].Email != "pat@vp.example" {
		t.Errorf("followers are told by %+v", l)
	}
	f, again, err := p.CalendarAddress(t.Context(), p.pat)
	if err != nil || again == "" || again == feed || f.ReadAt != nil {
		t.Errorf("the new address is %q, read %v (%v)", again, f.ReadAt, err)
	}
	if _, err := p.PersonalCalendar(t.Context(), again); err != nil {
		t.Error(err)
	}
	if link, err := p.ReplyLink(t.Context(), p.replyTokenOf(p.pat, p.m)); err != nil || !link.Open {
		t.Errorf("a new link does not work: %v", err)
	}
	p.venue(p.meetingAt(p.m.Reference), "City Hall")
	newer := p.sent(LetterMeetingChanged, "pat@vp.example")
	if r := p.take(ReceivedForm{Email: "pat@vp.example", Text: paperText, Answers: []string{old.MessageID, newer.MessageID}}); r.Outcome != ReceivedItem || r.Problem != "" {
		t.Errorf("an answer to a newer letter: %s %s", r.Outcome, r.Problem)
	}
	if e := p.lastEventOf("renewed the links in emails"); e.PersonID != nil || !strings.Contains(e.Actor, "Quarterday") {
		t.Errorf("event %+v", e)
	}
}
