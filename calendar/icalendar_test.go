package calendar

import (
	"bytes"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"pgregory.net/rapid"
)

func meetingEvent(t testing.TB) Event {
	london := mustZone(t, "Europe/London")
	start, err := Local(Date{2026, time.December, 8}, Clock{10, 0}, london)
	if err != nil {
		t.Fatal(err)
	}
	return Event{
		UID: "2026-q4@partnership.example", Sequence: 2, Stamp: time.Date(2026, 10, 13, 9, 0, 0, 0, time.UTC),
		Start: start, End: start.Add(2 * time.Hour), Zone: london,
		Summary: "Quarterly meeting", Description: "Agenda to follow; papers, too\nBring C:\\notes", Location: "Room 2, Wakefield",
		URL: "https://partnership.example/meetings/2026-q4?a=1,2;3", Organiser: Contact{"Siân Gruffŷdd", "sian@partnership.example"},
		Attendee: Contact{`Łukasz "Luke"; O'Neill, Dr: x`, "l.o'neill+m@charity.example"}, AlarmMinutes: 30,
	}
}

// written checks every line of a calendar file and returns it unfolded.
func written(t rapid.TB, text []byte) []string {
	t.Helper()
	if !utf8.Valid(text) || !bytes.HasSuffix(text, []byte("\r\nEND:VCALENDAR\r\n")) {
		t.Fatalf("not valid UTF-8 or not ended: %q", text)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\r\n"), "\r\n")
	var unfolded []string
	for _, line := range lines {
		if len(line) > 75 || !utf8.ValidString(line) {
			t.Fatalf("line of %d octets, valid %v: %q", len(line), utf8.ValidString(line), line)
		}
		if strings.ContainsFunc(line, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }) {
			t.Fatalf("line with a control character: %q", line)
		}
		if rest, folded := strings.CutPrefix(line, " "); folded {
			unfolded[len(unfolded)-1] += rest
		} else {
			unfolded = append(unfolded, line)
		}
	}
	return unfolded
}

func TestTextOfAnInvitation(t *testing.T) {
	text, err := Text(Request, "", meetingEvent(t))
	if err != nil {
		t.Fatal(err)
	}
	want := `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Quarterday//Quarterday//EN
CALSCALE:GREGORIAN
METHOD:REQUEST
BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:20250330T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:20251026T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:2026-q4@partnership.example
SEQUENCE:2
DTSTAMP:20261013T090000Z
DTSTART;TZID=Europe/London:20261208T100000
DTEND;TZID=Europe/London:20261208T120000
SUMMARY:Quarterly meeting
DESCRIPTION:Agenda to follow\; papers\, too\nBring C:\\notes
LOCATION:Room 2\, Wakefield
URL:https://partnership.example/meetings/2026-q4?a=1,2;3
STATUS:CONFIRMED
ORGANIZER;CN="Siân Gruffŷdd":mailto:sian@partnership.example
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE;CN="Łukasz 'Luke'; O'Neill, Dr: x":mailto:l.o'neill+m@charity.example
TRANSP:OPAQUE
BEGIN:VALARM
ACTION:DISPLAY
TRIGGER:-PT30M
DESCRIPTION:Reminder: Quarterly meeting
END:VALARM
END:VEVENT
END:VCALENDAR`
	if got := strings.Join(written(t, text), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	again, err := Text(Request, "", meetingEvent(t))
	if err != nil || !bytes.Equal(text, again) {
		t.Errorf("the same event gave other bytes, %v", err)
	}
}

func TestTextIsReadBack(t *testing.T) {
	winter, summer := meetingEvent(t), meetingEvent(t)
	summer.UID = "2027-q2@partnership.example"
	summer.Start = time.Date(2027, 6, 8, 9, 0, 0, 0, time.UTC) // 10:00 on the wall
	summer.End = summer.Start.Add(2 * time.Hour)
	text, err := Text(Publish, "Meetings; all, of them", winter, summer)
	if err != nil {
		t.Fatal(err)
	}
	read, err := ics.ParseCalendar(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := len(read.Events()); got != 2 || len(read.Timezones()) != 1 {
		t.Fatalf("read %d events and %d zones", got, len(read.Timezones()))
	}
	for i, want := range []Event{winter, summer} {
		event := read.Events()[i]
		start, startErr := event.GetStartAt()
		end, endErr := event.GetEndAt()
		if startErr != nil || endErr != nil || !start.Equal(want.Start) || !end.Equal(want.End) {
			t.Errorf("read from %v to %v, want from %v to %v", start, end, want.Start, want.End)
		}
		if got := event.GetProperty(ics.ComponentPropertyDtStart).Value; !strings.HasSuffix(got, "T100000") {
			t.Errorf("starts at %s on the wall, want 10:00", got)
		}
		if event.Id() != want.UID || event.GetProperty(ics.ComponentPropertySummary).Value != want.Summary ||
			event.GetProperty(ics.ComponentPropertyLocation).Value != want.Location {
			t.Errorf("read %s", event.Serialize(&ics.SerializationConfiguration{MaxLength: 75, NewLine: "\n"}))
		}
		if event.GetProperty(ics.ComponentPropertyAttendee) != nil {
			t.Error("a published event names who is invited")
		}
	}
}

func TestACancellationSaysSo(t *testing.T) {
	text, err := Text(Cancel, "", meetingEvent(t))
	got := strings.Join(written(t, text), "\n")
	if err != nil || !strings.Contains(got, "METHOD:CANCEL\n") || !strings.Contains(got, "STATUS:CANCELLED\n") ||
		strings.Contains(got, "VALARM") || strings.Contains(got, "RSVP") {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestTimesOfAnEvent(t *testing.T) {
	for name, test := range map[string]struct{ zone, start, want string }{
		"UTC":                         {"UTC", "2026-12-08T10:00:00Z", "DTSTART:20261208T100000Z"},
		"the first of an hour twice":  {"Europe/London", "2026-10-25T00:30:00Z", "DTSTART;TZID=Europe/London:20261025T013000"},
		"the second of an hour twice": {"Europe/London", "2026-10-25T01:30:00Z", "DTSTART:20261025T013000Z"},
		"no summer clocks":            {"Asia/Tokyo", "2026-12-08T01:00:00Z", "DTSTART;TZID=Asia/Tokyo:20261208T100000"},
		"second Sunday rules":         {"America/New_York", "2026-07-08T14:00:00Z", "DTSTART;TZID=America/New_York:20260708T100000"},
	} {
		t.Run(name, func(t *testing.T) {
			event := meetingEvent(t)
			start, err := time.Parse(time.RFC3339, test.start)
			if err != nil {
				t.Fatal(err)
			}
			event.Start, event.End, event.Zone = start, start.Add(time.Hour), mustZone(t, test.zone)
			text, err := Text(Publish, "", event)
			if got := strings.Join(written(t, text), "\n"); err != nil || !strings.Contains(got, test.want+"\n") ||
				strings.Contains(got, "BEGIN:VTIMEZONE") == (test.zone == "UTC") {
				t.Errorf("want %s in\n%s\n%v", test.want, got, err)
			}
		})
	}
}

func TestAnAddressIsWrittenInASCII(t *testing.T) {
	event := meetingEvent(t)
	event.URL = "https://partnership.example/cyfarfodydd?lle=Tŷ Ddewi\xff"
	text, err := Text(Request, "", event)
	if got := strings.Join(written(t, text), "\n"); err != nil || !strings.Contains(got, "URL:https://partnership.example/cyfarfodydd?lle=T%C5%B7%20Ddewi%FF\n") {
		t.Errorf("got %s, %v", got, err)
	}
}

func TestTextRefusesWhatItCannotWrite(t *testing.T) {
	for name, spoil := range map[string]func(*Event){
		"no UID":                      func(e *Event) { e.UID = "" },
		"no stamp":                    func(e *Event) { e.Stamp = time.Time{} },
		"ends before it starts":       func(e *Event) { e.End = e.Start.Add(-time.Second) },
		"a script as its address":     func(e *Event) { e.URL = "javascript:alert(1)" },
		"a line break in its address": func(e *Event) { e.URL = "https://a.example/\r\nX-EVIL:1" },
		"no organiser":                func(e *Event) { e.Organiser = Contact{} },
		"a name as an e-mail address": func(e *Event) { e.Attendee.Email = "Ruth" },
		"a property in an address":    func(e *Event) { e.Attendee.Email = "a@b.example\r\nX-EVIL:1" },
		"an unknown status":           func(e *Event) { e.Status = "DONE\r\nX-EVIL:1" },
	} {
		t.Run(name, func(t *testing.T) {
			event := meetingEvent(t)
			spoil(&event)
			if text, err := Text(Request, "", event); err == nil {
				t.Errorf("wrote %s", text)
			}
		})
	}
	if text, err := Text("ADD\r\nX-EVIL:1", "", meetingEvent(t)); err == nil {
		t.Errorf("wrote %s", text)
	}
}

// hostileText draws text of every kind of character, line breaks among them.
func hostileText() *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{"\r\nX-EVIL:1", "\nEND:VEVENT\n", "\r", "\\n", "\\", ";", ",", `"`, ":", "\x00", "\x7f",
		"\u2028", "\u0085", "\xff\xfe", "👏🏽", "e\u0301", strings.Repeat("ŵ", 50), " ", "\t"}))
	return rapid.Map(rapid.SliceOfN(piece, 0, 12), func(pieces []string) string { return strings.Join(pieces, "") })
}

func TestHostileWordsStayWhereTheyBelong(t *testing.T) {
	sample := meetingEvent(t)
	plain, err := Text(Request, "", sample)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		event := sample
		word := func(label string) string { return "x" + hostileText().Draw(t, label) }
		event.UID, event.Summary, event.Description, event.Location = word("uid"), word("summary"), word("description"), word("location")
		event.Organiser.Name, event.Attendee.Name = word("organiser"), word("attendee")
		text, err := Text(Request, "", event)
		if err != nil {
			t.Fatal(err)
		}
		want, got := written(t, plain), written(t, text)
		if len(got) != len(want) {
			t.Fatalf("%d lines, want %d:\n%s", len(got), len(want), text)
		}
		for i := range got {
			if property := want[i][:strings.IndexAny(want[i], ":;")+1]; !strings.HasPrefix(got[i], property) {
				t.Fatalf("line %q, want a %s", got[i], property)
			}
		}
		read, err := ics.ParseCalendar(bytes.NewReader(text))
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if len(read.Events()) != 1 {
			t.Fatalf("read %d events", len(read.Events()))
		}
	})
}

func FuzzText(f *testing.F) {
	f.Add("a", "b;,\\\n", "c\r\nX:1", "https://d.example/", "e@f.example")
	f.Fuzz(func(t *testing.T, uid, summary, name, address, email string) {
		event := meetingEvent(t)
		event.UID, event.Summary, event.Organiser.Name, event.URL, event.Attendee.Email = uid, summary, name, address, email
		if text, err := Text(Request, name, event); err == nil {
			for _, line := range written(t, text) {
				if !strings.Contains(line, ":") {
					t.Errorf("line without a value: %q", line)
				}
			}
		}
	})
}

func TestAWholeDayHasNoZone(t *testing.T) {
	e := meetingEvent(t)
	e.Start, e.End, e.Day, e.Free, e.AlarmMinutes = time.Time{}, time.Time{}, Date{2026, time.December, 31}, true, 900
	text, err := Text(Publish, "Deadlines", e)
	if err != nil {
		t.Fatal(err)
	}
	lines := written(t, text)
	for _, want := range []string{"DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101", "TRANSP:TRANSPARENT", "TRIGGER:-PT900M"} {
		if !slices.Contains(lines, want) {
			t.Errorf("no line %q in\n%s", want, text)
		}
	}
	if slices.Contains(lines, "BEGIN:VTIMEZONE") {
		t.Error("a day was written with a zone")
	}
	if read, err := ics.ParseCalendar(bytes.NewReader(text)); err != nil || len(read.Events()) != 1 {
		t.Errorf("it cannot be read back: %v", err)
	}
}

func TestAddressesAfterMailto(t *testing.T) {
	for address, want := range map[string]string{
		"pat.o'brien@vp.example":        "pat.o'brien@vp.example",
		"a-b_c~d!e$f*g+h@vp.example":    "a-b_c~d!e$f*g+h@vp.example",
		"who?what#a&b=c/d%e@vp.example": "who%3Fwhat%23a%26b%3Dc%2Fd%25e@vp.example",
		"`{|}^@vp.example":              "%60%7B%7C%7D%5E@vp.example",
		"siân@vp.example":               "si%C3%A2n@vp.example",
	} {
		if got := mailtoPart(address); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
		if back := unescaped(t, mailtoPart(address)); back != address {
			t.Errorf("%s comes back as %s", address, back)
		}
	}
}

func unescaped(t *testing.T, s string) string {
	t.Helper()
	plain, err := url.PathUnescape(s)
	if err != nil {
		t.Fatal(err)
	}
	return plain
}
