package mail

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ical "github.com/arran4/golang-ical"

	"quarterday/models"
)

// part is one alternative of a letter as it arrived.
type part struct {
	kind   string
	params map[string]string
	header map[string][]string
	text   string
}

// parts reads the alternatives of a letter, in their order.
func parts(t *testing.T, msg *netmail.Message) []part {
	t.Helper()
	kind, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil || kind != "multipart/alternative" {
		t.Fatalf("the letter is %s: %v", kind, err)
	}
	var all []part
	reader := multipart.NewReader(msg.Body, params["boundary"])
	for {
		p, err := reader.NextRawPart()
		if err == io.EOF {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, params, err := mime.ParseMediaType(p.Header.Get("Content-Type"))
		if err != nil {
			t.Fatal(err)
		}
		if how := p.Header.Get("Content-Transfer-Encoding"); how != "quoted-printable" {
			t.Errorf("%s is encoded as %q", kind, how)
		}
		text, err := io.ReadAll(quotedprintable.NewReader(p))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, part{kind, params, p.Header, string(text)})
	}
}

// invitation is the one event in a letter's calendar part, read by a library
// that did not write it.
func invitation(t *testing.T, p part) (*ical.Calendar, *ical.VEvent) {
	t.Helper()
	cal, err := ical.ParseCalendar(strings.NewReader(p.text))
	if err != nil {
		t.Fatalf("%v:\n%s", err, p.text)
	}
	if len(cal.Events()) != 1 {
		t.Fatalf("%d events", len(cal.Events()))
	}
	return cal, cal.Events()[0]
}

func value(e *ical.VEvent, name ical.ComponentProperty) string {
	if p := e.GetProperty(name); p != nil {
		return p.Value
	}
	return ""
}

func TestInvitationArrives(t *testing.T) {
	o := openOffice(t)
	post, server := openPostOffice(t, "")
	o.people("pat@vp.example")
	s := o.sender(server)
	// next sends what is due and gives what Pat got.
	next := func() (*netmail.Message, []part) {
		t.Helper()
		o.later(time.Minute)
		before := len(post.All())
		o.send(s)
		for _, m := range post.All()[before:] {
			if m.To == "pat@vp.example" {
				msg := m.Read(t)
				return msg, parts(t, msg)
			}
		}
		t.Fatal("Pat got nothing")
		return nil, nil
	}
	type event struct{ method, uid, sequence, start, organiser, status, answer string }
	read := func(all []part) event {
		t.Helper()
		if len(all) != 3 || all[0].kind != "text/plain" || all[1].kind != "text/html" || all[2].kind != "text/calendar" {
			t.Fatalf("the alternatives are %v", all)
		}
		last := all[2]
		if len(last.header["Content-Disposition"]) != 0 || last.params["charset"] != "UTF-8" {
			t.Errorf("the calendar part says %v", last.header)
		}
		cal, e := invitation(t, last)
		method := ""
		for _, p := range cal.CalendarProperties {
			if p.IANAToken == string(ical.PropertyMethod) {
				method = p.Value
			}
		}
		if last.params["method"] != method {
			t.Errorf("the part says %s, the calendar %s", last.params["method"], method)
		}
		if len(e.Attendees()) != 1 {
			t.Fatalf("%d attendees", len(e.Attendees()))
		}
		pat := e.Attendees()[0]
		if pat.Email() != "pat@vp.example" || method == "REQUEST" && fmt.Sprint(pat.ICalParameters["RSVP"]) != "[TRUE]" {
			t.Errorf("invited is %v", pat)
		}
		answer := ""
		if p := pat.ICalParameters["PARTSTAT"]; len(p) > 0 {
			answer = p[0]
		}
		if !strings.Contains(last.text, "BEGIN:VTIMEZONE") || !strings.Contains(last.text, "TZID:Europe/London") {
			t.Error("the zone is missing")
		}
		start := e.GetProperty(ical.ComponentPropertyDtStart)
		return event{method, e.Id(), value(e, ical.ComponentPropertySequence), fmt.Sprint(start.ICalParameters["TZID"]) + start.Value,
			value(e, ical.ComponentPropertyOrganizer), value(e, ical.ComponentPropertyStatus), answer}
	}
	m := o.call(models.MeetingForm{Date: "8 December 2026", Venue: "Town Hall", JoiningLink: "https://video.example/1"})
	msg, all := next()
	from, err := netmail.ParseAddress(msg.Header.Get("From"))
	if err != nil || from.Address != "meetings@vale.example" || from.Name != "Calder Vale Partnership" {
		t.Errorf("from %v, %v", from, err)
	}
	if to, err := msg.Header.AddressList("To"); err != nil || len(to) != 1 || to[0].Address != "pat@vp.example" {
		t.Errorf("to %v, %v", to, err)
	}
	if msg.Header.Get("Auto-Submitted") != "auto-generated" || msg.Header.Get("List-Unsubscribe") != "" {
		t.Errorf("headers %v", msg.Header)
	}
	if at, err := msg.Header.Date(); err != nil || !at.Equal(o.clock()) {
		t.Errorf("dated %s, %v", at, err)
	}
	first := read(all)
	if want := (event{"REQUEST", m.UID(), "1", "[Europe/London]20261208T100000", "mailto:meetings@vale.example", "CONFIRMED", "NEEDS-ACTION"}); first != want {
		t.Errorf("invited to %v, want %v", first, want)
	}
	if _, e := invitation(t, all[2]); !strings.Contains(value(e, ical.ComponentPropertyDescription), "https://vale.example/meetings/2026-q4") ||
		!strings.Contains(value(e, ical.ComponentPropertyDescription), "https://video.example/1") || value(e, ical.ComponentPropertyLocation) != "Town Hall" {
		t.Errorf("the event says %s", all[2].text)
	}

	pat := o.person("pat@vp.example")
	if _, err := o.store.ReplyToInvitation(t.Context(), pat, m.Reference, models.ReplyForm{Reply: models.ReplyComing}); err != nil {
		t.Fatal(err)
	}
	if m, err = o.store.ChangeMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MeetingChange{Venue: "City Hall", JoiningLink: "https://video.example/1"}); err != nil {
		t.Fatal(err)
	}
	_, all = next()
	if got, want := read(all), (event{"REQUEST", first.uid, "2", first.start, first.organiser, "CONFIRMED", "ACCEPTED"}); got != want {
		t.Errorf("at another place %v, want %v", got, want)
	}
	if !strings.Contains(all[0].text, "was due to be at Town Hall. It will now be at City Hall.") || strings.Contains(all[0].text, "has moved") {
		t.Errorf("the letter says %s", all[0].text)
	}
	if m, err = o.store.MoveMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MoveForm{Date: "15 June 2027", Reason: "Trains"}); err != nil {
		t.Fatal(err)
	}
	_, all = next()
	if got, want := read(all), (event{"REQUEST", first.uid, "3", "[Europe/London]20270615T100000", first.organiser, "CONFIRMED", "NEEDS-ACTION"}); got != want {
		t.Errorf("on another day %v, want %v", got, want)
	}
	if _, err = o.store.CancelMeeting(t.Context(), o.ann, m.Reference, m.Version, "Snow", false); err != nil {
		t.Fatal(err)
	}
	_, all = next()
	got := read(all)
	if got.method != "CANCEL" || got.uid != first.uid || got.sequence != "4" || got.status != "CANCELLED" || got.organiser != first.organiser {
		t.Errorf("cancelled %v", got)
	}
}

// person is whoever has this address, as the one who does a thing.
func (o *office) person(email string) models.Actor {
	o.t.Helper()
	list, err := o.store.People(o.t.Context(), o.ann, models.PeopleFilter{Text: email})
	if err != nil || len(list.People) != 1 {
		o.t.Fatalf("%s: %d people, %v", email, len(list.People), err)
	}
	return list.People[0].Actor()
}

func TestOneClickUnsubscribe(t *testing.T) {
	for _, base := range []string{"https://vale.example", "http://localhost:8080"} {
		d := models.Delivery{Letter: letter(models.LetterMinutesAgreed, full[models.LetterMinutesAgreed].facts), Partnership: models.Partnership{Name: "Calder Vale", ReplyAddress: "team@opcc.example"}, StopToken: "abc.def"}
		d.Letter.MessageID = "1@vale.example"
		msg, all := written(t, d, base)
		link := base + "/unsubscribe/abc.def"
		if msg.Header.Get("List-Unsubscribe") != "<"+link+">" {
			t.Errorf("List-Unsubscribe: %s", msg.Header.Get("List-Unsubscribe"))
		}
		want := map[bool]string{true: "List-Unsubscribe=One-Click", false: ""}[strings.HasPrefix(base, "https")]
		if got := msg.Header.Get("List-Unsubscribe-Post"); got != want {
			t.Errorf("%s: List-Unsubscribe-Post: %q", base, got)
		}
		if msg.Header.Get("Reply-To") == "" || len(all) != 2 || !strings.Contains(all[0].text, link) || !strings.Contains(all[1].text, link) {
			t.Errorf("%v\n%s", msg.Header, all[0].text)
		}
	}
}

// written is a letter as it would arrive.
func written(t *testing.T, d models.Delivery, base string) (*netmail.Message, []part) {
	t.Helper()
	m, err := message(d, base, "meetings@vale.example", "", time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := m.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(b.String(), "\r\n") {
		if strings.ContainsAny(line, "\r\n") || len(line) > 998 {
			t.Errorf("a bad line of %d bytes: %q", len(line), line)
		}
	}
	msg, err := netmail.ReadMessage(&b)
	if err != nil {
		t.Fatal(err)
	}
	return msg, parts(t, msg)
}

func TestHostileText(t *testing.T) {
	o := openOffice(t)
	post, server := openPostOffice(t, "")
	o.people("pat@vp.example")
	evil := "Line\r\nBcc: all@example.org\r\n\r\nATTENDEE:mailto:x@example.org; \"quoted\", \\ back; 😀 שלום مرحبا " + strings.Repeat("é", 60)
	m := o.call(models.MeetingForm{Date: "8 December 2026", Venue: evil})
	if _, err := o.store.ChangeMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MeetingChange{Title: evil, Venue: evil + "2"}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.store.AddPerson(t.Context(), o.ann, models.PersonForm{Name: "\u202eRenée \"R\" <b@x.example>, O'Neil; 😀", Email: "renée+x@vp.example", OrganisationID: o.ann.OrganisationID, Role: models.RoleMember}); err != nil {
		t.Fatal(err)
	}
	o.later(time.Minute)
	o.send(o.sender(server))
	if len(post.All()) < 2 {
		t.Fatalf("%d letters", len(post.All()))
	}
	for _, got := range post.All() {
		msg := got.Read(t)
		for name := range msg.Header {
			if !strings.Contains(" From To Reply-To Subject Date Message-Id Mime-Version Auto-Submitted X-Auto-Response-Suppress Content-Type ", " "+name+" ") {
				t.Errorf("a header %s: %v", name, msg.Header[name])
			}
		}
		all := parts(t, msg)
		for _, p := range all {
			if !utf8.ValidString(p.text) {
				t.Errorf("%s is not UTF-8", p.kind)
			}
		}
		for line := range strings.SplitSeq(strings.ReplaceAll(all[2].text, "\r\n", "\n"), "\n") {
			if len(line) > 75 || !utf8.ValidString(line) || strings.HasPrefix(line, "ATTENDEE:") {
				t.Errorf("a line of %d bytes: %q", len(line), line)
			}
		}
		if _, e := invitation(t, all[2]); len(e.Attendees()) != 1 || !strings.Contains(value(e, ical.ComponentPropertyLocation), "😀") {
			t.Errorf("the event is %s", all[2].text)
		}
	}
}

func TestBothSidesOfTheClockChange(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	for _, date := range []string{"26 March 2027", "29 March 2027", "29 October 2027", "1 November 2027"} {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		m := o.call(models.MeetingForm{Date: date, Time: "10:00"})
		o.send(o.sender(server))
		_, e := invitation(t, parts(t, post.All()[0].Read(t))[2])
		start := e.GetProperty(ical.ComponentPropertyDtStart)
		at, err := time.ParseInLocation("20060102T150405", start.Value, zone)
		if err != nil || !at.Equal(m.StartsAt) || at.Hour() != 10 || fmt.Sprint(start.ICalParameters["TZID"]) != "[Europe/London]" {
			t.Errorf("%s: %v %s, %v", date, start.ICalParameters, start.Value, err)
		}
	}
}
