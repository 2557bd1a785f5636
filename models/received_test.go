package models

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// post is a store with a called meeting and an action, and what people answer.
type post struct {
	*testStore
	pat, mo, cara Actor
	m             Meeting
	n             int
}

func newPost(t *testing.T) *post {
	t.Helper()
	p := &post{testStore: newTestStore(t)}
	p.pat, p.mo, p.cara = p.partners()
	p.m = p.call(p.planAll("8 December 2026")[0])
	return p
}

// sent gives the letter of this kind to this address the name under which it
// leaves, as sending does.
func (p *post) sent(kind LetterKind, email string) Letter {
	p.t.Helper()
	p.clock.add(2 * time.Minute)
	if ok, err := p.BeginDelivery(p.t.Context(), Operator, "test", DeliveryResult{}); err != nil || !ok {
		p.t.Fatal(ok, err)
	}
	last, round := DeliveryResult{}, DeliveryRound{}
	for {
		d, found, err := p.NextDelivery(p.t.Context(), Operator, "test", "vale.example", last)
		if err != nil {
			p.t.Fatal(err)
		}
		if !found {
			break
		}
		last = DeliveryResult{Letter: d.Letter, Handover: HandoverTaken}
		round.Sent++
	}
	if err := p.EndDelivery(p.t.Context(), Operator, "test", DeliveryResult{}, round); err != nil {
		p.t.Fatal(err)
	}
	for _, l := range p.letters(kind) {
		if l.Email == email && l.MessageID != "" {
			return l
		}
	}
	p.t.Fatalf("no letter %s to %s was sent", kind, email)
	return Letter{}
}

func (p *post) take(f ReceivedForm) Received {
	p.t.Helper()
	if f.Key == "" {
		p.n++
		f.Key = fmt.Sprint("key ", p.n)
	}
	if f.Kind == "" {
		f.Kind = ReceivedAnswer
	}
	r, err := p.TakeReceived(p.t.Context(), Operator, f)
	if err != nil {
		p.t.Fatal(err)
	}
	return r
}

// waits checks that an email did nothing and waits to be looked at.
func (p *post) waits(r Received, why string) {
	p.t.Helper()
	if r.Outcome != ReceivedToLookAt || r.SettledAt != nil || !strings.Contains(r.Problem, why) || r.ItemID != nil {
		p.t.Errorf("%s %v: %q, want one that says %q", r.Outcome, r.SettledAt, r.Problem, why)
	}
}

const paperText = "We would like the meeting to talk about beds in safe houses.\nThere are 12 in the county, and 40 people need one tonight."

func TestAnswersToTheCallForItems(t *testing.T) {
	sha := strings.Repeat("a1", 32)
	form := func(l Letter) ReceivedForm {
		return ReceivedForm{Email: "PAT@vp.example", Name: "Pat", Subject: "Re: Are you coming?", Text: "Dear Ann\n\n" + paperText, Answers: []string{"unknown@x", l.MessageID},
			Files: []PaperForm{{FileName: "C:\\beds.PDF", MediaType: "application/pdf", Extension: ".pdf", Size: 10, SHA256: sha}}, LeftOut: []string{"x.exe: it is a program"}}
	}
	t.Run("become a draft item of the partner, with its papers, and the sender is told", func(t *testing.T) {
		p := newPost(t)
		l := p.sent(LetterMeetingCalled, "pat@vp.example")
		r := p.take(form(l))
		if r.Outcome != ReceivedItem || r.ItemID == nil || r.SettledAt == nil {
			t.Fatalf("%+v", r)
		}
		page, err := p.ItemPage(t.Context(), p.pat, *r.ItemID)
		if err != nil {
			t.Fatal(err)
		}
		i := page.Item
		if i.State != ItemDraft || i.Title != "We would like the meeting to talk about beds in safe houses" || *i.AuthorID != p.pat.PersonID || *i.OrganisationID != p.pat.OrganisationID || i.MeetingID != p.m.ID || !strings.Contains(i.Background, "40 people") {
			t.Errorf("item %+v", i)
		}
		if len(i.Papers) != 1 || i.Papers[0].FileName != "beds.pdf" || i.Papers[0].SHA256 != sha {
			t.Errorf("papers %+v", i.Papers)
		}
		if _, err := p.ItemPage(t.Context(), p.cara, i.ID); KindOf(err) != KindNotFound {
			t.Errorf("another organisation sees the draft: %v", err)
		}
		list := p.letters(LetterMailTaken)
		if len(list) != 1 || list[0].Email != "pat@vp.example" || list[0].FactMap()["what"] != "item" || list[0].FactMap()["left_out"] != "x.exe: it is a program" {
			t.Errorf("letters %+v", list)
		}
		f := form(l)
		f.Key = r.MailKey
		if again := p.take(f); again.ID != r.ID {
			t.Error("fetched twice, it is taken twice")
		}
		files, err := p.NamedFiles(t.Context())
		if err != nil || !files[sha] {
			t.Error("its file would be swept")
		}
	})
	t.Run("the address that it was sent to names the letter, whatever its case", func(t *testing.T) {
		p := newPost(t)
		l := p.sent(LetterMeetingCalled, "pat@vp.example")
		key, _ := readLinkKey(p.read)
		f := form(l)
		f.Answers, f.Token = nil, strings.ToUpper(mailToken(key, l.ID))
		if r := p.take(f); r.Outcome != ReceivedItem {
			t.Errorf("%s: %s", r.Outcome, r.Problem)
		}
		f.Token = mailToken("another key", l.ID)
		p.waits(p.take(f), "answers no email of ours")
		f.Token = "1-"
		p.waits(p.take(f), "answers no email of ours")
	})
	t.Run("a forged, strange or doubtful sender does nothing, and is not written to", func(t *testing.T) {
		p := newPost(t)
		l := p.sent(LetterMeetingCalled, "pat@vp.example")
		f := form(l)
		f.Email = "cara@ac.example"
		p.waits(p.take(f), "comes from somebody else")
		f.Email = "stranger@else.example"
		p.waits(p.take(f), "an address that nobody here has")
		f = form(l)
		f.Answers = nil
		p.waits(p.take(f), "answers no email of ours")
		f = form(l)
		f.Doubt = "Its sender’s mail server says that it is forged."
		p.waits(p.take(f), "forged")
		for _, item := range []string{"beds"} {
			var n int64
			p.read.Model(&Item{}).Where("kind <> ?", ItemStanding).Count(&n)
			if n != 0 {
				t.Errorf("%d items (%s)", n, item)
			}
		}
		if list := p.letters(LetterMailTaken); len(list) != 1 || list[0].FactMap()["what"] != "look" { // the doubtful one answers a letter of hers
			t.Errorf("letters %+v", list)
		}
	})
	t.Run("a short word is no item", func(t *testing.T) {
		p := newPost(t)
		l := p.sent(LetterMeetingCalled, "pat@vp.example")
		p.waits(p.take(ReceivedForm{Email: "pat@vp.example", Subject: "Re: x", Text: "Thanks, I will be there.", Answers: []string{l.MessageID}}), "too short")
		if list := p.letters(LetterMailTaken); len(list) != 1 || list[0].FactMap()["what"] != "look" {
			t.Errorf("letters %+v", list)
		}
		p.waits(p.take(ReceivedForm{Email: "pat@vp.example", Answers: []string{l.MessageID}}), "nothing in it")
	})
	t.Run("what cannot be an item waits, with why", func(t *testing.T) {
		p := newPost(t)
		l := p.sent(LetterMeetingCalled, "mo@vp.example")
		f := form(l)
		f.Email = "mo@vp.example"
		p.waits(p.take(f), "You may not submit agenda items") // a member
		l = p.sentAlready(LetterMeetingCalled, "pat@vp.example")
		f = form(l)
		f.Text = strings.Repeat("word ", maxLong)
		r := p.take(f)
		p.waits(r, "must be 20000 characters or fewer")
		var n int64
		p.read.Model(&Paper{}).Count(&n)
		if n != 0 || len(r.Files) != 1 {
			t.Errorf("%d papers, %d files", n, len(r.Files))
		}
		if _, err := p.CancelMeeting(t.Context(), p.ann, p.m.Reference, p.m.Version, "Snow.", true); err != nil {
			t.Fatal(err)
		}
		p.waits(p.take(form(l)), "is cancelled")
	})
}

// sentAlready is a letter that has its name.
func (p *post) sentAlready(kind LetterKind, email string) Letter {
	for _, l := range p.letters(kind) {
		if l.Email == email && l.MessageID != "" {
			return l
		}
	}
	p.t.Fatalf("no %s to %s", kind, email)
	return Letter{}
}

func TestAnswersToAnAction(t *testing.T) {
	n := newNotebook(t)
	n.whoWasThere()
	n.takeTheMinutes()
	n.finish()
	n.clock.set(t, "2019-09-26 09:00")
	n.circulate()
	p := &post{testStore: n.testStore}
	l := p.sent(LetterActionGiven, "is@wy.example")
	reference := l.FactMap()["reference"]
	r := p.take(ReceivedForm{Email: "is@wy.example", Subject: "RE: An action for you", Text: "We have sent the name.", Answers: []string{l.MessageID}})
	if r.Outcome != ReceivedUpdate || r.ActionID == nil {
		t.Fatalf("%+v", r)
	}
	page, err := n.ActionPage(t.Context(), n.ann, reference)
	if err != nil || len(page.Action.Updates) != 1 || page.Action.Updates[0].Note != "We have sent the name." || page.Action.Updates[0].Person.Name != "Imran Sheikh" || page.Action.State != ActionOpen {
		t.Errorf("%+v %v", page.Action.Updates, err)
	}
	if list := n.letters(LetterMailTaken); len(list) != 1 || list[0].FactMap()["reference"] != reference {
		t.Errorf("letters %+v", list)
	}
	n.work("2019-10-07 07:00")
	digest := p.sent(LetterActionsDue, "is@wy.example")
	f := ReceivedForm{Email: "is@wy.example", Subject: "Re: Your actions", Text: "All in hand.", Answers: []string{digest.MessageID}}
	p.waits(p.take(f), "does not say which")
	f.Text = "About " + strings.ToLower(reference) + ": sent on Monday."
	if r := p.take(f); r.Outcome != ReceivedUpdate {
		t.Errorf("%s: %s", r.Outcome, r.Problem)
	}
}

func TestAnswersOfCalendars(t *testing.T) {
	p := newPost(t)
	m := p.m
	answer := func(who, attendee, partstat string, sequence int, stamp time.Time) Received {
		t.Helper()
		return p.take(ReceivedForm{Kind: ReceivedCalendar, Email: who, Subject: "Accepted", Vouched: true, Calendar: CalendarAnswer{UID: m.UID(), Attendee: attendee, Answer: partstat, Sequence: sequence, Stamp: stamp, Comment: "On leave"}})
	}
	reply := func(who Actor) (a Attendance) {
		p.read.Where("person_id = ?", who.PersonID).First(&a)
		return a
	}
	if r := answer("pat@vp.example", "pat@vp.example", "ACCEPTED", m.Sequence, p.Now()); r.Outcome != ReceivedReply || reply(p.pat).Reply != ReplyComing {
		t.Errorf("%s %s", r.Outcome, r.Problem)
	}
	if e := p.lastEventOf("answered the invitation"); e.Detail != "coming, from their calendar" || *e.PersonID != p.pat.PersonID {
		t.Errorf("event %+v", e)
	}
	if len(p.letters(LetterMailTaken)) != 0 {
		t.Error("a program is written to")
	}
	p.clock.add(time.Minute)
	answer("pat@vp.example", "pat@vp.example", "DECLINED", m.Sequence, p.Now())
	if a := reply(p.pat); a.Reply != ReplyApologies || a.ReplyNote != "On leave" {
		t.Errorf("%+v", a)
	}
	if r := answer("pat@vp.example", "pat@vp.example", "ACCEPTED", m.Sequence, p.Now().Add(-time.Hour)); r.Outcome != ReceivedAside || reply(p.pat).Reply != ReplyApologies {
		t.Errorf("an older answer undoes a newer one: %s", r.Outcome)
	}
	p.waits(answer("mo@vp.example", "pat@vp.example", "ACCEPTED", m.Sequence, p.Now()), "comes from another address")
	p.waits(answer("stranger@x.example", "stranger@x.example", "ACCEPTED", m.Sequence, p.Now()), "Nobody here")
	p.waits(answer("mo@vp.example", "mo@vp.example", "TENTATIVE", m.Sequence, p.Now()), "perhaps")
	p.waits(answer("mo@vp.example", "mo@vp.example", "DELEGATED", m.Sequence, p.Now()), "somebody else")
	p.waits(answer("mo@vp.example", "mo@vp.example", "ACCEPTED", m.Sequence-1, p.Now()), "earlier invitation")
	for _, uid := range []string{"", "@", "-@", "2026-q4@quarterday", "2026-q4-0@quarterday", "2031-q1-aa@quarterday", strings.Repeat("-", 99) + "@x"} {
		p.waits(p.take(ReceivedForm{Kind: ReceivedCalendar, Email: "mo@vp.example", Calendar: CalendarAnswer{UID: uid, Attendee: "mo@vp.example", Answer: "ACCEPTED"}}), "none of ours")
	}
	if a := reply(p.mo); a.Reply != NoReply {
		t.Errorf("Mo answered %s", a.Reply)
	}
	if _, err := p.ReplyToInvitation(t.Context(), p.mo, m.Reference, ReplyForm{Reply: ReplyDeputy, DeputyName: "Karen Bright", DeputyEmail: "karen@x.example"}); err != nil {
		t.Fatal(err)
	}
	p.waits(answer("karen@x.example", "karen@x.example", "DECLINED", m.Sequence, p.Now()), "Nobody here") // not agreed to
	var karen Attendance
	p.read.Where("name = ?", "Karen Bright").First(&karen)
	if _, err := p.ConfirmDeputy(t.Context(), p.ann, m.Reference, karen.ID); err != nil {
		t.Fatal(err)
	}
	if r := answer("karen@x.example", "karen@x.example", "ACCEPTED", m.Sequence, p.Now()); r.Outcome != ReceivedAside {
		t.Errorf("a deputy who comes: %s %s", r.Outcome, r.Problem)
	}
	p.waits(answer("karen@x.example", "karen@x.example", "DECLINED", m.Sequence, p.Now()), "stand in for Mo")
	p.waits(answer("karen@x.example", "pat@vp.example", "ACCEPTED", m.Sequence, p.Now()), "Nobody here")
}

// lastEventOf is the newest line of the audit trail with these words.
func (s *testStore) lastEventOf(what string) Event {
	s.t.Helper()
	var e Event
	if err := s.read.Where("what = ?", what).Order("id desc").First(&e).Error; err != nil {
		s.t.Fatal(err)
	}
	return e
}

func TestReturnedLetters(t *testing.T) {
	p := newPost(t)
	l := p.sent(LetterMeetingCalled, "pat@vp.example")
	problem := func() string {
		list, err := p.AddressProblems(t.Context(), p.ann, "pat@vp.example")
		if err != nil {
			t.Fatal(err)
		}
		return list["pat@vp.example"].Problem
	}
	bounce := func(b BounceForm) Received {
		return p.take(ReceivedForm{Kind: ReceivedBounce, Email: "mailer-daemon@vp.example", Bounce: b})
	}
	if r := bounce(BounceForm{Letter: l.MessageID, Words: "4.2.2 mailbox full, trying again"}); r.Outcome != ReceivedAside || problem() != "" {
		t.Errorf("a letter that is late: %s, %q", r.Outcome, problem())
	}
	p.waits(bounce(BounceForm{Letter: "guessed@vale.example", Failed: true, Words: "no such user"}), "none of ours has that name")
	if problem() != "" {
		t.Error("a forged return is believed")
	}
	if r := bounce(BounceForm{Letter: l.MessageID, Failed: true, Words: "550 5.1.1 no such user"}); r.Outcome != ReceivedNoted || problem() != "It came back. The mail server said: 550 5.1.1 no such user" {
		t.Errorf("%s, %q", r.Outcome, problem())
	}
	if got := p.sentAlready(LetterMeetingCalled, "pat@vp.example"); got.State != LetterFailed || !strings.Contains(got.Problem, "no such user") {
		t.Errorf("the letter is %s: %s", got.State, got.Problem)
	}
}

func TestTheSecretariatDecidesAboutEmails(t *testing.T) {
	p := newPost(t)
	l := p.sent(LetterMeetingCalled, "pat@vp.example")
	short := p.take(ReceivedForm{Email: "pat@vp.example", Subject: "Re: x", Text: "Please talk about beds.", Answers: []string{l.MessageID}})
	auto := p.take(ReceivedForm{Kind: ReceivedAutomatic, Email: "pat@vp.example", Subject: "Away", Text: "I am away."})
	if auto.Outcome != ReceivedAside || auto.SettledAt == nil {
		t.Errorf("an automatic answer is %s", auto.Outcome)
	}
	list, err := p.ReceivedList(t.Context(), p.ann, false, 0)
	if err != nil || list.ToLookAt != 1 || len(list.Emails) != 1 {
		t.Fatalf("%+v %v", list, err)
	}
	if all, _ := p.ReceivedList(t.Context(), p.ann, true, 0); len(all.Emails) != 2 {
		t.Errorf("%d in all", len(all.Emails))
	}
	for _, err := range []error{
		func() error { _, err := p.ReceivedList(t.Context(), p.pat, false, 0); return err }(),
		func() error { _, err := p.ReceivedEmail(t.Context(), p.pat, short.ID); return err }(),
		func() error { _, err := p.UseReceived(t.Context(), p.pat, short.ID, "item"); return err }(),
	} {
		if KindOf(err) != KindNotAllowed {
			t.Errorf("a partner: %v", err)
		}
	}
	if _, err := p.TakeReceived(t.Context(), p.ann, ReceivedForm{Key: "x"}); KindOf(err) != KindNotAllowed {
		t.Errorf("the secretariat puts in an email: %v", err)
	}
	page, err := p.ReceivedEmail(t.Context(), p.ann, short.ID)
	if err != nil || !page.MayItem || page.MayUpdate || !page.Certain {
		t.Errorf("%+v %v", page, err)
	}
	_, err = p.UseReceived(t.Context(), p.ann, short.ID, "update")
	mustBe(t, err, KindBadState)
	r, err := p.UseReceived(t.Context(), p.ann, short.ID, "item")
	if err != nil || r.ItemID == nil || r.SettledBy != "Ann Archer" {
		t.Fatalf("%+v %v", r, err)
	}
	if page, err := p.ItemPage(t.Context(), p.pat, *r.ItemID); err != nil || page.Item.Title != "Please talk about beds" && page.Item.Title != "Please talk about beds." {
		t.Errorf("%q %v", page.Item.Title, err)
	}
	_, err = p.UseReceived(t.Context(), p.ann, short.ID, "aside")
	mustBe(t, err, KindBadState)
	p.work("2027-06-10 09:00")
	if all, _ := p.ReceivedList(t.Context(), p.ann, true, 0); len(all.Emails) != 0 {
		t.Errorf("%d are kept for ever", len(all.Emails))
	}
}
