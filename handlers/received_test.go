package handlers

import (
	"fmt"
	"strings"
	"testing"

	"quarterday/models"
)

// takes puts an email into the store, as the mailbox's reader does.
func (y *year) takes(f models.ReceivedForm) models.Received {
	y.t.Helper()
	f.Key = fmt.Sprint(f.Email, f.Subject, f.Text)
	if f.Kind == "" {
		f.Kind = models.ReceivedAnswer
	}
	return must[models.Received](y)(y.store.TakeReceived(y.t.Context(), models.Operator, f))
}

// letterSent is the letter of this kind to this address, after it has been sent.
func (y *year) letterSent(kind models.LetterKind, email string) models.Letter {
	y.t.Helper()
	y.replyLink(email) // sends what is due
	list := must[models.OutboxList](y)(y.store.Outbox(y.t.Context(), y.ann, models.OutboxFilter{Kind: kind, Text: email}))
	if len(list.Letters) == 0 || list.Letters[0].MessageID == "" {
		y.t.Fatalf("no letter of kind %s to %s", kind, email)
	}
	return list.Letters[0]
}

func TestReceivedEmails(t *testing.T) {
	y := newYear(t)
	y.setClock("2026-10-13 09:00")
	ann, pat := y.as("ann@opcc.example"), y.as("pat@vp.example")
	letter := y.letterSent(models.LetterMeetingCalled, "pat@vp.example")
	ann.get("/outbox/received").is(200, "No mailbox is set up", "Nothing to look at")

	stored, err := y.kept.Put(t.Context(), strings.NewReader("%PDF-1.4\n<script>"), 1000)
	if err != nil {
		t.Fatal(err)
	}
	evil := "<script>alert(1)</script>"
	forged := y.takes(models.ReceivedForm{Email: "hal@nhs.example", Name: evil, Subject: evil, Text: evil + "\nWe want to talk about dentists and how they can help.", Answers: []string{letter.MessageID},
		Files: []models.PaperForm{{FileName: "plan.pdf", MediaType: "application/pdf", Extension: ".pdf", Size: stored.Size, SHA256: stored.SHA256}}, LeftOut: []string{"run.exe: it is a program"}})
	path := fmt.Sprint("/outbox/received/", forged.ID)
	t.Run("what is doubtful waits, where the secretariat alone sees it", func(t *testing.T) {
		y.t = t
		ann.get("/").is(200, "1 email needs looking at")
		ann.get("/outbox").is(200, "Received (1)")
		ann.get("/outbox/received").is(200, "1 email needs looking at", "Hal Hughes", "NHS Vale", "comes from somebody else", "1 attachment").lacks("<script>alert")
		a := ann.get(path).is(200, "It is a reply to the email", "pat@vp.example", "plan.pdf", "run.exe: it is a program", "We cannot be sure that Hal Hughes sent it", "Make it a draft item").lacks("<script>alert")
		file := a.Find("a[href*='/files/']").AttrOr("href", "")
		f := ann.get(file).is(200)
		if f.body != "%PDF-1.4\n<script>" || !strings.HasPrefix(f.header.Get("Content-Disposition"), "attachment") || !strings.Contains(f.header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%q %v", f.body, f.header)
		}
		for _, p := range []string{"/outbox/received", path, file} {
			pat.get(p).is(403)
		}
		pat.post(path, "as", "item").is(403)
		ann.get(path + "/files/999").is(404)
		ann.get("/outbox/received/999").is(404)
	})
	t.Run("the secretariat makes an item of it, once", func(t *testing.T) {
		y.t = t
		ann.post(path, "as", "update").is(409, "Choose what to do")
		ann.post(path, "as", "item").is(200, "It is a draft item now", "plan.pdf")
		ann.post(path, "as", "aside").is(409, "settled already")
		ann.get(path).is(200, "Made a draft item", "by Ann Archer").lacks("Set it aside")
		ann.get("/meetings/2026-q4/queue").is(200, "Received by email", "NHS Vale", "Hal Hughes", "Finish")
		y.as("hal@nhs.example").get("/items").is(200, "alert(1)").lacks("<script>alert")
	})
	t.Run("an answer becomes a draft by itself, which its writer finishes", func(t *testing.T) {
		y.t = t
		r := y.takes(models.ReceivedForm{Email: "pat@vp.example", Subject: "Re: x", Text: "We want the meeting to talk about beds in safe houses, of which there are not enough in the county.", Answers: []string{letter.MessageID}})
		if r.Outcome != models.ReceivedItem {
			t.Fatal(r.Problem)
		}
		pat.get(fmt.Sprint("/items/", *r.ItemID)).is(200, "beds in safe houses", "Draft")
		y.as("hal@nhs.example").get(fmt.Sprint("/items/", *r.ItemID)).is(404)
		ann.get("/outbox/received?show=all").is(200, "Made a draft item", "Pat Poole")
	})
	t.Run("what needs nothing is set aside", func(t *testing.T) {
		y.t = t
		r := y.takes(models.ReceivedForm{Email: "stranger@x.example", Subject: "Buy now", Text: "Cheap"})
		ann.post(fmt.Sprint("/outbox/received/", r.ID), "as", "item").is(409, "not known who wrote this")
		ann.post(fmt.Sprint("/outbox/received/", r.ID), "as", "aside").is(200, "The email is set aside", "Nothing to look at")
	})
	t.Run("a calendar’s answer that is not certain is taken with one press", func(t *testing.T) {
		y.t = t
		m := must[models.Meeting](y)(y.store.Meeting(y.t.Context(), y.ann, "2026-q4"))
		r := y.takes(models.ReceivedForm{Kind: models.ReceivedCalendar, Email: "hal@nhs.example", Subject: "Accepted: meeting", Calendar: models.CalendarAnswer{UID: m.UID(), Attendee: "hal@nhs.example", Answer: "ACCEPTED", Sequence: m.Sequence, Stamp: y.store.Now()}})
		path := fmt.Sprint("/outbox/received/", r.ID)
		ann.get(path).is(200, "not certain that they wrote it", "Record that Hal Hughes is coming").lacks("Make it a draft item")
		ann.post(path, "as", "reply").is(200, "The answer of Hal Hughes is recorded", "Nothing to look at")
		ann.post(path, "as", "reply").is(409, "settled already")
		ann.get(path).is(200, "Answered an invitation", "by Ann Archer")
	})
	t.Run("several answers of calendars are taken at once, those that are ticked", func(t *testing.T) {
		y.t = t
		m := must[models.Meeting](y)(y.store.Meeting(y.t.Context(), y.ann, "2026-q4"))
		var ids []string
		for _, email := range []string{"hal@nhs.example", "pat@vp.example"} {
			r := y.takes(models.ReceivedForm{Kind: models.ReceivedCalendar, Email: email, Subject: "Declined: meeting", Calendar: models.CalendarAnswer{UID: m.UID(), Attendee: email, Answer: "DECLINED", Sequence: m.Sequence, Stamp: y.store.Now()}})
			ids = append(ids, fmt.Sprint(r.ID))
		}
		forged := y.takes(models.ReceivedForm{Kind: models.ReceivedCalendar, Email: "hal@nhs.example", Subject: "Forged", Doubt: "It looks forged.", Calendar: models.CalendarAnswer{UID: m.UID(), Attendee: "hal@nhs.example", Answer: "ACCEPTED", Sequence: m.Sequence, Stamp: y.store.Now()}})
		list := ann.get("/outbox/received").is(200, "It looks forged", "Tick those that you were expecting", "Pat Poole, Vale Police: apologies")
		if n := list.Find("input[name=answers]").Length(); n != 2 {
			t.Errorf("%d answers to tick", n)
		}
		pat.post("/outbox/received", "answers", ids[0]).is(403)
		ann.post("/outbox/received").is(200, "No answer was ticked")
		ann.post(fmt.Sprint("/outbox/received/", forged.ID), "as", "aside").is(200)
		ann.post("/outbox/received", "answers", ids[0], "answers", ids[1], "answers", "999").is(200, "Recorded answers: 2 of 3", "Nothing to look at")
		ann.get("/outbox/received/"+ids[1]).is(200, "Answered an invitation", "by Ann Archer")
	})
}

func TestMailboxTrouble(t *testing.T) {
	y := newYear(t)
	ann := y.as("ann@opcc.example")
	trouble := func(name, problem string) {
		t.Helper()
		if err := y.store.NoteMailboxTrouble(t.Context(), models.Operator, name, problem); err != nil {
			t.Fatal(err)
		}
	}
	y.setClock("2026-10-13 09:00")
	trouble("old", "The mailbox is gone.")
	ann.get("/").is(200).lacks("mailbox") // none is read here
	ann.get("/outbox/received").is(200, "No mailbox is set up").lacks("The mailbox is gone")
	y.serveAgain(Config{BaseURL: "http://quarterday.example", Mailbox: true})
	y.setClock("2026-10-13 10:30")
	trouble("inbox", "The mailbox refused the user name or the password. It said: <no>")
	ann.get("/").is(200, "The mailbox for answers cannot be read", "Since Tuesday 13 October, 11:30")
	ann.get("/outbox/received").is(200, "The mailbox cannot be read at the moment", "refused the user name or the password. It said: <no>", "This began on Tuesday 13 October 2026 at 11:30", "none is lost").lacks("No mailbox is set up", "is gone")
	if err := y.store.NoteMailbox(t.Context(), models.Operator, models.Mailbox{Name: "inbox", Validity: 1}); err != nil {
		t.Fatal(err)
	}
	ann.get("/").is(200).lacks("The mailbox for answers")
	ann.get("/outbox/received").is(200).lacks("cannot be read")
}
