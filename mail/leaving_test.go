package mail

import (
	"net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"quarterday/models"
)

// TestALetterAsItLeaves reads what a mail server got, to the letter.
func TestALetterAsItLeaves(t *testing.T) {
	o := openOffice(t)
	post, server := openPostOffice(t, "")
	o.people("pat@vp.example")
	s := o.sender(server)
	s.AnswersTo("replies+{token}@vale.example")
	m := o.call(models.MeetingForm{Date: "8 December 2026", Venue: "Town Hall", JoiningLink: "https://video.example/1"})
	// next is the only letter that Pat gets now.
	next := func() (*mail.Message, []part) {
		t.Helper()
		before := len(post.All())
		o.send(s)
		var mine []*mail.Message
		for _, l := range post.All()[before:] {
			if l.To == "pat@vp.example" {
				mine = append(mine, l.Read(t))
			}
		}
		if len(mine) != 1 {
			t.Fatalf("Pat gets %d letters", len(mine))
		}
		all := parts(t, mine[0])
		if strings.Contains(strings.ReplaceAll(all[0].text, "\r", ""), "\n\n\n") {
			t.Errorf("empty lines in a row:\n%s", all[0].text)
		}
		return mine[0], all
	}
	kinds := func(all []part) (list string) {
		for _, p := range all {
			if len(p.header["Content-Disposition"]) != 0 || !strings.EqualFold(p.params["charset"], "UTF-8") {
				t.Errorf("a part is %v", p.header)
			}
			list += p.kind + " " + p.params["method"] + ";"
		}
		return list
	}
	// header checks what all letters have in theirs.
	header := func(msg *mail.Message, optional bool) {
		t.Helper()
		h := msg.Header
		if !regexp.MustCompile(`^<[0-9a-f]{24}@vale\.example>$`).MatchString(h.Get("Message-Id")) {
			t.Errorf("Message-ID %s", h.Get("Message-Id"))
		}
		to, err := h.AddressList("Reply-To")
		if err != nil || len(to) != 1 || to[0].Name != "Calder Vale Partnership" || !regexp.MustCompile(`^replies\+\d+-[0-9a-f]{24}@vale\.example$`).MatchString(to[0].Address) {
			t.Errorf("Reply-To %v, %v", to, err)
		}
		if h.Get("Auto-Submitted") != "auto-generated" || h.Get("X-Auto-Response-Suppress") != "OOF, AutoReply" || h.Get("Mime-Version") != "1.0" {
			t.Errorf("headers %v", h)
		}
		stop := h.Get("List-Unsubscribe")
		if !optional {
			if stop != "" || h.Get("List-Unsubscribe-Post") != "" {
				t.Errorf("a letter that nobody can do without can be stopped: %s", stop)
			}
			return
		}
		if !regexp.MustCompile(`^<https://vale\.example/unsubscribe/[\w.-]+>$`).MatchString(stop) || h.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
			t.Errorf("List-Unsubscribe %s, Post %s", stop, h.Get("List-Unsubscribe-Post"))
		}
	}
	msg, all := next()
	header(msg, false)
	if got := kinds(all); got != "text/plain ;text/html ;text/calendar REQUEST;" {
		t.Errorf("an invitation is %s", got)
	}
	from, err := msg.Header.AddressList("From")
	if _, e := invitation(t, all[2]); err != nil || len(from) != 1 || value(e, ical.ComponentPropertyOrganizer) != "mailto:"+from[0].Address {
		t.Errorf("from %v, organised by %s", from, value(e, ical.ComponentPropertyOrganizer))
	}

	// Three changes within a minute, then one more.
	first := o.clock()
	change := func(form models.MeetingChange) {
		t.Helper()
		if m, err = o.store.ChangeMeeting(t.Context(), o.ann, m.Reference, m.Version, form); err != nil {
			t.Fatal(err)
		}
		o.later(19 * time.Second)
	}
	change(models.MeetingChange{Venue: "City Hall", JoiningLink: "https://video.example/1"})
	change(models.MeetingChange{Venue: "City Hall", JoiningLink: "https://video.example/2"})
	if m, err = o.store.MoveMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MoveForm{Date: "15 December 2026", Time: "13:00", Reason: "The chair is away."}); err != nil {
		t.Fatal(err)
	}
	before := len(post.All())
	if o.send(s); len(post.All()) != before {
		t.Errorf("letters leave %s after the first change", o.clock().Sub(first))
	}
	o.later(first.Add(time.Minute).Sub(o.clock()))
	msg, all = next()
	header(msg, false)
	for _, says := range []string{"was due to be on Tuesday 8 December 2026, 10:00 to 12:00", "When: Tuesday 15 December 2026, 13:00 to 15:00", "was due to be at Town Hall", "Where: City Hall", "There is a new link to join by video", "https://video.example/2", "The chair is away."} {
		if !strings.Contains(all[0].text, says) {
			t.Errorf("%q is missing:\n%s", says, all[0].text)
		}
	}
	last := func(want string) {
		t.Helper()
		if got := kinds(all); got != "text/plain ;text/html ;text/calendar REQUEST;" {
			t.Fatalf("a change is %s", got)
		}
		_, e := invitation(t, all[2])
		if got := value(e, ical.ComponentPropertySequence) + " " + value(e, ical.ComponentPropertyDtStart) + " " + value(e, ical.ComponentPropertyLocation); got != want || e.Id() != m.UID() {
			t.Errorf("the event is %s, want %s", got, want)
		}
	}
	last("4 20261215T130000 City Hall")
	change(models.MeetingChange{Venue: "Town Hall", JoiningLink: "https://video.example/2"})
	o.later(time.Minute)
	msg, all = next()
	header(msg, false)
	last("5 20261215T130000 Town Hall")
	if strings.Contains(all[0].text, "8 December") || !strings.Contains(all[0].text, "was due to be at City Hall") {
		t.Errorf("the later change says\n%s", all[0].text)
	}

	if _, err := o.store.PublishAgenda(t.Context(), o.ann, m.Reference, m.Version); err != nil {
		t.Fatal(err)
	}
	o.later(time.Minute)
	msg, all = next()
	header(msg, true)
	if got := kinds(all); got != "text/plain ;text/html ;" {
		t.Errorf("an agenda's letter is %s", got)
	}
}
