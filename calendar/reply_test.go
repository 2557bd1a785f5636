package calendar

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// googleReply and outlookReply are what those programs send, with the folding
// and the parameters that they have.
const googleReply = "BEGIN:VCALENDAR\r\nPRODID:-//Google Inc//Google Calendar 70.9054//EN\r\nVERSION:2.0\r\nCALSCALE:GREGORIAN\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\n" +
	"DTSTART:20261208T100000Z\r\nDTEND:20261208T120000Z\r\nDTSTAMP:20261013T101112Z\r\nORGANIZER;CN=Vale:mailto:meetings@vale.example\r\nUID:2026-q4-ab12@quarterday\r\n" +
	"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=\"Poole;\r\n  Pat: x\";X-NUM-GUESTS=0;X-RESPONSE-COMMENT=\"Yes, gladly\":mailto:Pat@VP.example\r\n" +
	"CREATED:20261013T090000Z\r\nSEQUENCE:2\r\nSTATUS:CONFIRMED\r\nSUMMARY:Quarterly meeting\r\nTRANSP:OPAQUE\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"

const outlookReply = "BEGIN:VCALENDAR\nMETHOD:REPLY\nPRODID:Microsoft Exchange Server 2010\nVERSION:2.0\nBEGIN:VTIMEZONE\nTZID:GMT Standard Time\nBEGIN:STANDARD\nDTSTART:16010101T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nEND:STANDARD\nEND:VTIMEZONE\n" +
	"BEGIN:VEVENT\nATTENDEE;PARTSTAT=DECLINED;CN=Pat Poole:mailto:pat%2Bm@vp.example\nCOMMENT;LANGUAGE=en-GB:On leave\\, sorry.\\nPat\nUID:2026-q4-ab12@quarterday\nSUMMARY;LANGUAGE=en-GB:Declined: Quarterly meeting\n" +
	"DTSTART;TZID=GMT Standard Time:20261208T100000\nCLASS:PUBLIC\nPRIORITY:5\nDTSTAMP:20261013T101112Z\nTRANSP:OPAQUE\nSTATUS:CONFIRMED\nSEQUENCE:0\nX-MICROSOFT-CDO-APPT-SEQUENCE:0\nBEGIN:VALARM\nDESCRIPTION:x\nUID:not this\nEND:VALARM\nEND:VEVENT\nEND:VCALENDAR\n"

func TestReadReply(t *testing.T) {
	at := time.Date(2026, 10, 13, 10, 11, 12, 0, time.UTC)
	for text, want := range map[string]Reply{
		googleReply:  {UID: "2026-q4-ab12@quarterday", Attendee: "pat@vp.example", Answer: "ACCEPTED", Sequence: 2, Stamp: at},
		outlookReply: {UID: "2026-q4-ab12@quarterday", Attendee: "pat+m@vp.example", Answer: "DECLINED", Stamp: at, Comment: "On leave, sorry.\nPat"},
	} {
		if got, err := ReadReply([]byte(text)); err != nil || got != want {
			t.Errorf("got %+v (%v), want %+v", got, err, want)
		}
	}
	for name, text := range map[string]string{
		"empty":         "",
		"a request":     strings.Replace(googleReply, "METHOD:REPLY", "METHOD:REQUEST", 1),
		"no attendee":   strings.Replace(outlookReply, "ATTENDEE", "X-ATTENDEE", 1),
		"two attendees": strings.Replace(outlookReply, "COMMENT", "ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.example\nCOMMENT", 1),
		"two events":    strings.Replace(outlookReply, "END:VEVENT", "END:VEVENT\nBEGIN:VEVENT\nUID:2\nEND:VEVENT", 1),
		"no answer":     strings.Replace(outlookReply, "PARTSTAT=DECLINED;", "", 1),
		"no address":    strings.Replace(outlookReply, "mailto:", "tel:", 1),
		"a header":      strings.Replace(outlookReply, "pat%2Bm@vp.example", "pat@vp.example%0D%0ABcc:x@y.example", 1),
		"too long":      outlookReply + strings.Repeat("X-A:1\n", largestReply/6),
		"not text":      "\xff" + outlookReply,
	} {
		if got, err := ReadReply([]byte(text)); err != ErrNoReply || got != (Reply{}) {
			t.Errorf("%s: %+v, %v", name, got, err)
		}
	}
}

func FuzzReadReply(f *testing.F) {
	f.Add([]byte(googleReply))
	f.Add([]byte(outlookReply))
	f.Add([]byte("BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nBEGIN:VEVENT\r\nUID:\\\r\nATTENDEE;PARTSTAT=\"A;B:C\":MAILTO:%ZZ\r\n \t\r\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := ReadReply(text)
		if err != nil {
			if r != (Reply{}) {
				t.Errorf("refused, and yet %+v", r)
			}
			return
		}
		if !utf8.ValidString(r.UID+r.Attendee+r.Answer+r.Comment) || strings.ContainsAny(r.Attendee, "\r\n <>,") || !strings.Contains(r.Attendee, "@") || !bytes.Contains(bytes.ToUpper(text), []byte("REPLY")) {
			t.Errorf("%+v", r)
		}
	})
}
