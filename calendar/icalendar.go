package calendar

import (
	"bytes"
	"fmt"
	"net/mail"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// A Method says what a calendar file asks of the program that opens it.
type Method string

// The methods: put the event into the calendar and answer, take it out again,
// or show events that nobody need answer.
const (
	Request Method = "REQUEST"
	Cancel  Method = "CANCEL"
	Publish Method = "PUBLISH"
)

// An Event is one meeting as other people's calendars see it.
type Event struct {
	UID      string // the same for the meeting's whole life, whatever its date
	Sequence int    // raised whenever the date, time or place changes
	Stamp    time.Time
	Start    time.Time
	End      time.Time
	// Zone in which start and end are written, so that the event keeps its
	// time on the wall if a government changes its clocks. Nil is UTC.
	Zone *time.Location
	// Day makes the event one of a whole day, which has neither start nor end.
	Day Date
	// Free says that the event leaves its reader's time free: a deadline, or a
	// meeting they do not go to.
	Free bool

	Summary     string
	Description string
	Location    string
	URL         string // http or https, or empty
	Status      string // TENTATIVE, CONFIRMED or CANCELLED; empty is confirmed, or cancelled in a Cancel

	Organiser Contact // needed unless the method is Publish
	Attendee  Contact // needed unless the method is Publish, when it is left out
	// Answer is what the attendee has said already: ACCEPTED, DECLINED, DELEGATED,
	// or empty for nothing yet.
	Answer string

	// AlarmMinutes is how long before the start to remind; 0 for no reminder. A day
	// starts at midnight, wherever its reader is.
	AlarmMinutes int
}

// A Contact is somebody named in an event.
type Contact struct {
	Name, Email string
}

// Text writes a calendar file (RFC 5545) of events, with a name for a
// calendar that people subscribe to. The same events give the same bytes.
//
// It is written here in full, because the part that reads calendar files for
// our tests escapes names in a way that other programs do not read and lets a
// line break in an address begin a new property.
func Text(method Method, name string, events ...Event) ([]byte, error) {
	var w icalendar
	w.line("BEGIN:VCALENDAR")
	w.line("VERSION:2.0")
	w.line("PRODID:-//Quarterday//Quarterday//EN")
	w.line("CALSCALE:GREGORIAN")
	switch method {
	case Request, Cancel, Publish:
		w.line("METHOD:" + string(method))
	default:
		return nil, fmt.Errorf("calendar file: no method %q", method)
	}
	if method == Publish {
		w.text("NAME", name)
		w.text("X-WR-CALNAME", name)
		w.line("REFRESH-INTERVAL;VALUE=DURATION:PT6H")
		w.line("X-PUBLISHED-TTL:PT6H")
	}
	w.zones(events)
	for _, event := range events {
		if err := w.event(method, event); err != nil {
			return nil, fmt.Errorf("calendar file: event %q: %w", event.UID, err)
		}
	}
	w.line("END:VCALENDAR")
	return w.Bytes(), nil
}

type icalendar struct{ bytes.Buffer }

// line writes one line, folded at 75 octets between characters.
func (w *icalendar) line(s string) {
	room := 75
	for len(s) > room {
		cut := room
		for cut > 0 && !utf8.RuneStart(s[cut]) {
			cut--
		}
		w.WriteString(s[:cut] + "\r\n ")
		s, room = s[cut:], 74
	}
	w.WriteString(s + "\r\n")
}

var (
	oneNewline = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\u0085", "\n")
	escapes    = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`)
)

// text writes a property of free text, or nothing when there is none.
func (w *icalendar) text(property, value string) {
	if value == "" {
		return
	}
	value = strings.Map(func(r rune) rune {
		if r != '\n' && r != '\t' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, oneNewline.Replace(strings.ToValidUTF8(value, "\ufffd")))
	w.line(property + ":" + escapes.Replace(value))
}

// contact writes a person. A name inside quotation marks can hold anything but
// those and control characters; a backslash there means itself, but some
// programs take it for an escape of the closing mark.
func (w *icalendar) contact(property string, c Contact) error {
	address, err := mail.ParseAddress(c.Email)
	if err != nil || address.Address != c.Email {
		return fmt.Errorf("%q is not an e-mail address", c.Email)
	}
	name := strings.Map(func(r rune) rune {
		switch {
		case r == '"':
			return '\''
		case r == '\\':
			return '/'
		case unicode.IsControl(r) || r == '\u2028' || r == '\u2029':
			return ' '
		}
		return r
	}, strings.ToValidUTF8(c.Name, "\ufffd"))
	if name != "" {
		property += `;CN="` + name + `"`
	}
	w.line(property + ":mailto:" + mailtoPart(c.Email))
	return nil
}

// mailtoPart is an address as it stands after mailto: (RFC 6068, section 2).
// What may stand there as it is must: calendars compare addresses without
// undoing escapes, and o'neill would not find himself under o%27neill.
func mailtoPart(address string) string {
	var b strings.Builder
	for i := range len(address) {
		c := address[i]
		if 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-._~!$'()*+,;:@", c) >= 0 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}

func (w *icalendar) event(method Method, e Event) error {
	switch {
	case e.UID == "":
		return fmt.Errorf("no UID")
	case e.Stamp.IsZero() || e.Day.IsZero() && (e.Start.IsZero() || e.End.Before(e.Start)):
		return fmt.Errorf("stamp %v, start %v, end %v", e.Stamp, e.Start, e.End)
	}
	w.line("BEGIN:VEVENT")
	w.text("UID", e.UID)
	w.line("SEQUENCE:" + strconv.Itoa(max(e.Sequence, 0)))
	w.line("DTSTAMP:" + utcText(e.Stamp))
	if e.Day.IsZero() {
		w.line("DTSTART" + localText(e.Start, e.Zone))
		w.line("DTEND" + localText(e.End, e.Zone))
	} else {
		w.line("DTSTART;VALUE=DATE:" + dayText(e.Day))
		w.line("DTEND;VALUE=DATE:" + dayText(e.Day.AddDays(1)))
	}
	w.text("SUMMARY", e.Summary)
	w.text("DESCRIPTION", e.Description)
	w.text("LOCATION", e.Location)
	if e.URL != "" {
		address, err := webAddress(e.URL)
		if err != nil {
			return err
		}
		w.line("URL:" + address)
	}
	if err := w.status(method, e.Status); err != nil {
		return err
	}
	if method != Publish || e.Organiser.Email != "" {
		if err := w.contact("ORGANIZER", e.Organiser); err != nil {
			return err
		}
	}
	if method != Publish {
		attendee := "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT"
		if method == Request {
			answer := e.Answer
			switch answer {
			case "":
				answer = "NEEDS-ACTION"
			case "ACCEPTED", "DECLINED", "DELEGATED":
			default:
				return fmt.Errorf("no answer %q", answer)
			}
			attendee += ";PARTSTAT=" + answer + ";RSVP=TRUE"
		}
		if err := w.contact(attendee, e.Attendee); err != nil {
			return err
		}
	}
	if e.Free {
		w.line("TRANSP:TRANSPARENT")
	} else {
		w.line("TRANSP:OPAQUE")
	}
	if e.AlarmMinutes > 0 && method != Cancel {
		w.line("BEGIN:VALARM")
		w.line("ACTION:DISPLAY")
		w.line("TRIGGER:-PT" + strconv.Itoa(e.AlarmMinutes) + "M")
		w.text("DESCRIPTION", "Reminder: "+e.Summary)
		w.line("END:VALARM")
	}
	w.line("END:VEVENT")
	return nil
}

// webAddress checks an address and writes it in plain ASCII.
func webAddress(typed string) (string, error) {
	address, err := url.Parse(typed)
	if err != nil || address.Host == "" || address.Scheme != "http" && address.Scheme != "https" {
		return "", fmt.Errorf("%q is not a web address", typed)
	}
	var b strings.Builder
	for _, c := range []byte(address.String()) {
		if c <= ' ' || c >= 0x7f {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String(), nil
}

func (w *icalendar) status(method Method, status string) error {
	switch {
	case method == Cancel:
		status = "CANCELLED"
	case status == "":
		status = "CONFIRMED"
	case status != "TENTATIVE" && status != "CONFIRMED" && status != "CANCELLED":
		return fmt.Errorf("no status %q", status)
	}
	w.line("STATUS:" + status)
	return nil
}

const wallForm = "20060102T150405"

func dayText(d Date) string { return fmt.Sprintf("%04d%02d%02d", d.Year, d.Month, d.Day) }

func utcText(t time.Time) string { return t.UTC().Format(wallForm) + "Z" }

// localText writes a moment with its zone, or in UTC where the zone has no
// name that other programs know or the wall would be ambiguous.
func localText(t time.Time, zone *time.Location) string {
	if !named(zone) {
		return ":" + utcText(t)
	}
	first, err := Local(DateOf(t, zone), ClockOf(t, zone), zone)
	if err != nil || first.Unix()/60 != t.Unix()/60 {
		return ":" + utcText(t)
	}
	return ";TZID=" + zone.String() + ":" + t.In(zone).Format(wallForm)
}

// named reports whether a zone is one of the time zone database and not UTC.
func named(zone *time.Location) bool {
	return zone != nil && strings.Contains(zone.String(), "/") && !strings.ContainsFunc(zone.String(), func(r rune) bool {
		return !(unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("/_+-", r)) || r > unicode.MaxASCII
	})
}
