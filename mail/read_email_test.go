package mail

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"quarterday/models"
)

// keeper keeps attachments in memory, and refuses programs.
type keeper struct{ kept map[string]string }

func (k *keeper) keep(_ context.Context, name string, content io.Reader) (models.PaperForm, string, error) {
	text, err := io.ReadAll(content)
	if err != nil {
		return models.PaperForm{}, "", err
	}
	if bytes.HasPrefix(text, []byte("MZ")) {
		return models.PaperForm{}, name + ": it is a program", nil
	}
	if k.kept == nil {
		k.kept = map[string]string{}
	}
	k.kept[name] = string(text)
	return models.PaperForm{MediaType: "application/pdf", Extension: ".pdf", Size: int64(len(text)), SHA256: strings.Repeat("a", 64)}, "", nil
}

func read(t *testing.T, text string) (models.ReceivedForm, *keeper) {
	t.Helper()
	k := &keeper{}
	f, err := emailReader{keep: k.keep}.read(t.Context(), strings.NewReader(strings.ReplaceAll(text, "\n", "\r\n")))
	if err != nil {
		t.Fatal(err)
	}
	return f, k
}

const header = `From: =?utf-8?q?Si=C3=A2n_Poole?= <Pat@VP.example>
To: Vale <replies+12-0123456789abcdef01234567@vale.example>
Subject: =?utf-8?b?UmU6IEFyZSB5b3UgY29taW5nPw==?=
Date: Tue, 13 Oct 2026 10:00:00 +0100
Message-ID: <abc@vp.example>
In-Reply-To: <letter2@vale.example>
References: <letter1@vale.example>
 <letter2@vale.example>
MIME-Version: 1.0
`

const withPaper = header + `Content-Type: multipart/mixed; boundary=out

--out
Content-Type: multipart/alternative; boundary=in

--in
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

We want to talk about beds =96 soon.

On Tue, Vale wrote:
> Dear Pat
--in
Content-Type: text/html

<p>HTML is not read where there is text</p>
--in--
--out
Content-Type: image/png; name=logo.png
Content-ID: <logo>
Content-Disposition: inline; filename=logo.png
Content-Transfer-Encoding: base64

aW1hZ2U=
--out
Content-Type: application/octet-stream
Content-Disposition: attachment; filename*=utf-8''b%C3%A9ds%20plan.pdf
Content-Transfer-Encoding: base64

UGFwZXI=
--out
Content-Type: application/octet-stream; name="run.exe"
Content-Transfer-Encoding: base64

TVo=
--out
Content-Type: application/pdf; name="broken.pdf"
Content-Transfer-Encoding: base64

UGF*!!!
--out--
`

const bounced = `From: Mail Delivery System <MAILER-DAEMON@mx.example>
To: meetings@vale.example
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
Message-ID: <b1@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

This is the mail system.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 13 Oct 2026 10:00:00 +0100

Final-Recipient: rfc822; pat@vp.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <pat@vp.example>: no such
    user here

--b
Content-Type: text/rfc822-headers

From: Vale <meetings@vale.example>
Message-ID: <letter1@vale.example>
Subject: Are you coming?

--b--
`

const calendarAnswer = header + `Auto-Submitted: auto-generated
Content-Type: multipart/mixed; boundary=out

--out
Content-Type: multipart/alternative; boundary=in

--in
Content-Type: text/plain

Siân has accepted this invitation.
--in
Content-Type: text/calendar; charset=utf-8; method=REPLY

BEGIN:VCALENDAR
METHOD:REPLY
BEGIN:VEVENT
UID:2026-q4-ab@quarterday
DTSTAMP:20261013T090000Z
ATTENDEE;PARTSTAT=ACCEPTED:mailto:pat@vp.example
SEQUENCE:1
END:VEVENT
END:VCALENDAR
--in--
--out
Content-Type: application/ics; name=invite.ics
Content-Disposition: attachment; filename=invite.ics

BEGIN:VCALENDAR
END:VCALENDAR
--out--
`

func TestReadEmail(t *testing.T) {
	t.Run("an answer with a paper", func(t *testing.T) {
		f, k := read(t, withPaper)
		if f.Kind != models.ReceivedAnswer || f.Email != "pat@vp.example" || f.Name != "Siân Poole" || f.Subject != "Re: Are you coming?" || f.Text != "We want to talk about beds – soon." || f.Doubt != "" {
			t.Errorf("%+v", f)
		}
		if !slices.Equal(f.Answers, []string{"letter2@vale.example", "letter2@vale.example", "letter1@vale.example"}) || f.Token != "12-0123456789abcdef01234567" {
			t.Errorf("answers %q, token %q", f.Answers, f.Token)
		}
		if len(f.Files) != 1 || f.Files[0].FileName != "béds plan.pdf" || k.kept["béds plan.pdf"] != "Paper" {
			t.Errorf("files %+v %q", f.Files, k.kept)
		}
		if got := strings.Join(f.LeftOut, "; "); got != "run.exe: it is a program; broken.pdf: it arrived broken" {
			t.Errorf("left out: %s", got)
		}
		if again, _ := read(t, withPaper); again.Key != f.Key || len(f.Key) != 64 {
			t.Error("read again, it is another email")
		}
		if other, _ := read(t, strings.Replace(withPaper, "abc@vp", "abd@vp", 1)); other.Key == f.Key {
			t.Error("another email is the same")
		}
	})
	t.Run("what a calendar answers, whatever else is in it", func(t *testing.T) {
		f, _ := read(t, calendarAnswer)
		if f.Kind != models.ReceivedCalendar || f.Calendar.UID != "2026-q4-ab@quarterday" || f.Calendar.Attendee != "pat@vp.example" || f.Calendar.Answer != "ACCEPTED" || f.Calendar.Sequence != 1 || len(f.Files) != 0 {
			t.Errorf("%+v", f)
		}
	})
	t.Run("a letter that came back", func(t *testing.T) {
		f, _ := read(t, bounced)
		want := models.BounceForm{Letter: "letter1@vale.example", Failed: true, Words: "550 5.1.1 <pat@vp.example>: no such user here"}
		if f.Kind != models.ReceivedBounce || f.Bounce != want {
			t.Errorf("%+v", f)
		}
		if f, _ := read(t, strings.Replace(bounced, "Action: failed", "Action: delayed", 1)); f.Kind != models.ReceivedBounce || f.Bounce.Failed {
			t.Errorf("a delay: %+v", f)
		}
		old, _ := read(t, "From: MAILER-DAEMON@qmail.example\nSubject: failure notice\nMessage-ID: <q@q>\n\nHi. This is qmail.\n<pat@vp.example>: no mailbox\n\n--- Below this line is a copy of the message.\nMessage-ID: <letter1@vale.example>\n")
		if old.Kind != models.ReceivedBounce || old.Bounce.Letter != "letter1@vale.example" || !old.Bounce.Failed {
			t.Errorf("an old mail server: %+v", old)
		}
	})
	t.Run("what programs write", func(t *testing.T) {
		for _, line := range []string{"Auto-Submitted: auto-replied (vacation)", "Precedence: bulk", "X-Autoreply: yes", "Return-Path: <>", "List-Id: <news.example>", "Subject: Automatic reply: Are you coming?", "Subject: Out of Office", "Precedence: auto-reply", "X-Autorespond: yes", "Auto-Submitted: auto-notified", "X-Auto-Reply-From: x"} {
			if f, _ := read(t, "From: pat@vp.example\n"+line+"\n\nI am away.\n"); f.Kind != models.ReceivedAutomatic {
				t.Errorf("%s: %s", line, f.Kind)
			}
		}
		for _, line := range []string{"Auto-Submitted: no", "Return-Path: <pat@vp.example>", "Subject: Re: out of hours cover", "Precedence: normal", "X-Auto-Response-Suppress: All"} {
			if f, _ := read(t, "From: pat@vp.example\n"+line+"\n\nWe have done it.\n"); f.Kind != models.ReceivedAnswer || f.Text != "We have done it." {
				t.Errorf("%s: %s", line, f.Kind)
			}
		}
		receipt := strings.NewReplacer("delivery-status", "disposition-notification").Replace(bounced)
		if f, _ := read(t, receipt); f.Kind != models.ReceivedAutomatic {
			t.Errorf("a receipt: %s", f.Kind)
		}
	})
	t.Run("senders that are not to be believed", func(t *testing.T) {
		for line, why := range map[string]string{
			"From: pat@vp.example\nAuthentication-Results: mx.vale.example; spf=pass; dmarc=fail (p=none)": "does not come from whom it says",
			"From: pat@vp.example, cara@ac.example":                                                        "several senders",
			"Subject: no sender":                                                                           "does not say who wrote it",
		} {
			if f, _ := read(t, line+"\n\nBeds.\n"); !strings.Contains(f.Doubt, why) {
				t.Errorf("%q: %q", line, f.Doubt)
			}
		}
		if f, _ := read(t, "From: pat@vp.example\nAuthentication-Results: mx.vale.example; dmarc=pass\nAuthentication-Results: forged.example; dmarc=fail\n\nBeds.\n"); f.Doubt != "" {
			t.Errorf("doubted for what its sender wrote: %s", f.Doubt)
		}
	})
	t.Run("HTML alone", func(t *testing.T) {
		if f, _ := read(t, header+"Content-Type: text/html; charset=utf-8\n\n<div>We want <b>beds</b>.</div><blockquote>Dear Pat</blockquote>"); f.Text != "We want beds." {
			t.Errorf("%q", f.Text)
		}
	})
}

func TestHostileEmails(t *testing.T) {
	deep := header
	for i := range 60 {
		deep += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	many := header + "Content-Type: multipart/mixed; boundary=b\n\n" + strings.Repeat("--b\nContent-Disposition: attachment; filename=a.pdf\n\nx\n", 5000) + "--b--\n"
	for name, text := range map[string]string{
		"nothing": "", "no header": "\n\nhello", "deep": deep, "many": many, "no boundary": header + "Content-Type: multipart/mixed\n\nhello",
		"strange charset": header + "Content-Type: text/plain; charset=klingon\n\n\xff\xfehello", "strange encoding": header + "Content-Transfer-Encoding: rot13\n\nhello",
		"broken header": "From pat\n: x\nSubject\n\nx", "a long header": "From: pat@vp.example\nX-A: " + strings.Repeat("a", 1<<20) + "\n\nx",
		"a long text": header + "\n" + strings.Repeat("word ", 1<<20), "no end": strings.TrimSuffix(withPaper, "--out--\n"), "zeros": header + "\n" + strings.Repeat("\x00", 1000),
	} {
		f, _ := read(t, text)
		if len(f.Text) > largestText+3 || !utf8.ValidString(f.Text+f.Subject+f.Name) || f.Key == "" || f.Kind == "" {
			t.Errorf("%s: %d bytes of text, key %q, kind %q", name, len(f.Text), f.Key, f.Kind)
		}
		if len(f.Files) > mostFiles || len(f.LeftOut) > mostParts+10 {
			t.Errorf("%s: %d files, %d left out", name, len(f.Files), len(f.LeftOut))
		}
	}
	t.Run("a connection that breaks is an error, so that it is read again", func(t *testing.T) {
		cut := io.MultiReader(strings.NewReader(withPaper[:len(withPaper)/2]), failing{})
		if _, err := (emailReader{keep: (&keeper{}).keep}).read(t.Context(), cut); !errors.Is(err, errCut) {
			t.Errorf("%v", err)
		}
		full := func(context.Context, string, io.Reader) (models.PaperForm, string, error) {
			return models.PaperForm{}, "", errCut
		}
		if _, err := (emailReader{keep: full}).read(t.Context(), strings.NewReader(withPaper)); !errors.Is(err, errCut) {
			t.Errorf("a full disk: %v", err)
		}
	})
}

var errCut = errors.New("cut")

type failing struct{}

func (failing) Read([]byte) (int, error) { return 0, errCut }

func FuzzReadEmail(f *testing.F) {
	for _, seed := range []string{withPaper, bounced, calendarAnswer, header + "\nhello", header + "Content-Type: message/rfc822\n\n" + withPaper} {
		f.Add([]byte(seed))
	}
	f.Add([]byte(header + "Content-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString([]byte("hello"))))
	f.Fuzz(func(t *testing.T, text []byte) {
		form, err := emailReader{keep: (&keeper{}).keep}.read(context.Background(), bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if form.Key == "" || form.Kind == "" || !utf8.ValidString(form.Text) || len(form.Files) > mostFiles {
			t.Errorf("%+v", form)
		}
	})
}
