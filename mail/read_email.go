package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // emails come in all of them
	msgmail "github.com/emersion/go-message/mail"

	"quarterday/calendar"
	"quarterday/models"
)

// Bounds of what is read of an email. It comes from anybody.
const (
	largestEmail  = 60 << 20
	largestHeader = 256 << 10
	largestText   = 200 << 10
	largestPage   = 1 << 20
	mostParts     = 200
	deepestPart   = 10
	mostFiles     = 20
)

// Keep keeps an attachment and says what it is, or in words why it cannot be
// taken. An error is one of the connection or the disk: the email is read again
// later.
type Keep func(ctx context.Context, name string, content io.Reader) (file models.PaperForm, refusal string, err error)

// readEmail reads an email as it came, and keeps its attachments. What cannot be
// understood is left out, and said; only what keeps the whole from being read is
// an error.
func readEmail(ctx context.Context, r io.Reader, keep Keep) (models.ReceivedForm, error) {
	raw := &counted{Reader: io.LimitReader(r, largestEmail)}
	e := &email{ctx: ctx, keep: keep, raw: raw}
	whole, err := gomessage.ReadWithOptions(raw, &gomessage.ReadOptions{MaxHeaderBytes: largestHeader})
	if raw.err != nil {
		return e.form, raw.err
	}
	if whole == nil {
		e.form.Kind, e.form.Text = models.ReceivedAnswer, ""
		e.leaves("the whole email: it cannot be read")
		e.form.Key = "unread/" + hashOf(fmt.Sprint(raw.n), fmt.Sprint(err))
		return e.form, nil
	}
	e.readHeader(msgmail.Header{Header: whole.Header})
	e.reports = strings.EqualFold(mediaType(whole), "multipart/report")
	if err := e.walk(whole, 0); err != nil {
		return e.form, err
	}
	if raw.err != nil {
		return e.form, raw.err
	}
	if raw.n >= largestEmail {
		e.leaves(fmt.Sprintf("what follows %d MB", largestEmail>>20))
	}
	e.finish()
	return e.form, nil
}

// counted counts what is read, and keeps the error of the connection apart from
// those of the email's form.
type counted struct {
	io.Reader
	n   int64
	err error
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	if err != nil && err != io.EOF {
		c.err = err
	}
	return n, err
}

// email is one email while it is read.
type email struct {
	ctx     context.Context
	keep    Keep
	raw     *counted
	form    models.ReceivedForm
	reports bool // a program tells what became of a letter
	auto    bool // written by a program

	parts       int
	plain, page strings.Builder
	event       []byte
	report      []byte // message/delivery-status
	reportRead  bool   // a receipt: somebody has read it
	returned    string // name of the letter that came back
}

func (e *email) leaves(what string) { e.form.LeftOut = append(e.form.LeftOut, what) }

var (
	messageID = regexp.MustCompile(`<([^<>\s]{3,250})>`)
	// addressToken is in an address to which a letter is answered.
	addressToken = regexp.MustCompile(`(\d{1,18}-[0-9a-fA-F]{24})(?:@|\+)`)
)

// readHeader reads who wrote it, what it answers, and whether a program did.
func (e *email) readHeader(h msgmail.Header) {
	f := &e.form
	f.Subject, _ = h.Subject()
	from, err := h.AddressList("From")
	switch {
	case err != nil || len(from) == 0:
		f.Doubt = "It does not say who wrote it."
	case len(from) > 1:
		f.Doubt = "It names several senders."
	}
	if len(from) > 0 {
		f.Email, f.Name = strings.ToLower(from[0].Address), from[0].Name
	}
	// The first is the one that the mailbox's own server put on top.
	if strings.Contains(strings.ToLower(h.Get("Authentication-Results")), "dmarc=fail") {
		f.Doubt = "The mail server that took it says that it does not come from whom it says."
	}
	answers := messageID.FindAllStringSubmatch(h.Get("In-Reply-To"), 5)
	references := messageID.FindAllStringSubmatch(h.Get("References"), 100)
	for i := len(references) - 1; i >= 0; i-- {
		answers = append(answers, references[i])
	}
	for _, a := range answers {
		f.Answers = append(f.Answers, a[1])
	}
	for _, name := range []string{"To", "Delivered-To", "X-Original-To", "Envelope-To", "Cc"} {
		if m := addressToken.FindStringSubmatch(h.Get(name)); m != nil && f.Token == "" {
			f.Token = m[1]
		}
	}
	e.auto = automatic(h)
	id, date := h.Get("Message-Id"), h.Get("Date")
	f.Key = hashOf(id, f.Email, date, f.Subject)
}

// automatic says whether a program wrote it (RFC 3834, and what programs do that
// are older).
func automatic(h msgmail.Header) bool {
	submitted, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted"))), ";")
	if submitted != "" && submitted != "no" {
		return true
	}
	switch strings.ToLower(strings.TrimSpace(h.Get("Precedence"))) {
	case "bulk", "junk", "list", "auto_reply":
		return true
	}
	for _, name := range []string{"X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "X-Mail-Autoreply", "List-Id", "List-Unsubscribe", "Feedback-Id"} {
		if h.Get(name) != "" {
			return true
		}
	}
	if strings.TrimSpace(h.Get("Return-Path")) == "<>" {
		return true
	}
	subject, _ := h.Subject()
	return awaySubject.MatchString(subject)
}

// awaySubject is how programs begin that say nothing in their headers.
var awaySubject = regexp.MustCompile(`(?i)^\s*(automatic reply|auto(matic)?[ -]?(reply|response)|out of (the )?office|automatische antwort|réponse automatique)\b`)

// walk goes through the parts of an email.
func (e *email) walk(part *gomessage.Entity, depth int) error {
	if err := e.ctx.Err(); err != nil {
		return err
	}
	if e.parts++; e.parts > mostParts || depth > deepestPart {
		if e.parts == mostParts+1 || depth == deepestPart+1 {
			e.leaves("parts of it: there are too many")
		}
		return nil
	}
	if parts := part.MultipartReader(); parts != nil {
		for e.parts <= mostParts {
			next, err := parts.NextPart()
			if next == nil {
				if err != nil && !errors.Is(err, io.EOF) {
					e.leaves("the rest of it: it is broken off")
				}
				return nil
			}
			if err := e.walk(next, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return e.leaf(part)
}

func mediaType(part *gomessage.Entity) string {
	kind, _, err := part.Header.ContentType()
	if err != nil || kind == "" {
		return "text/plain"
	}
	return strings.ToLower(kind)
}

// leaf reads one part that has no parts.
func (e *email) leaf(part *gomessage.Entity) error {
	kind := mediaType(part)
	disposition, params, _ := part.Header.ContentDisposition()
	name := params["filename"]
	if name == "" {
		_, typed, _ := part.Header.ContentType()
		name = typed["name"]
	}
	attached := strings.EqualFold(disposition, "attachment")
	switch {
	case e.reports && kind == "message/delivery-status":
		e.report = readSome(part.Body, largestText)
	case e.reports && kind == "message/disposition-notification":
		e.reportRead = true
	case e.reports && (kind == "message/rfc822" || kind == "text/rfc822-headers" || kind == "message/global"):
		if m := returnedName.FindSubmatch(readSome(part.Body, largestHeader)); m != nil {
			e.returned = string(m[1])
		}
	case kind == "text/calendar" || kind == "application/ics":
		if e.event == nil {
			e.event = readSome(part.Body, largestText)
		}
	case kind == "text/plain" && !attached && name == "":
		if e.plain.Len() < largestText {
			e.plain.Write(readSome(part.Body, largestText-e.plain.Len()))
			e.plain.WriteString("\n")
		}
	case kind == "text/html" && !attached && name == "":
		if e.page.Len() == 0 {
			e.page.Write(readSome(part.Body, largestPage))
		}
	case strings.HasPrefix(kind, "image/") && !attached && part.Header.Get("Content-Id") != "":
		// A picture in the text: a logo in a signature, more often than not.
	case kind == "application/pkcs7-signature" || kind == "application/x-pkcs7-signature" || kind == "application/pgp-signature" || kind == "application/pgp-encrypted":
	case kind == "application/ms-tnef":
		e.leaves("winmail.dat: Outlook has packed what was attached into it. Send it again as an ordinary attachment")
	case kind == "message/rfc822" && name == "":
		e.leaves("an email that is attached")
	default:
		return e.attachment(part, name)
	}
	return nil
}

// returnedName is the name of the letter that came back, in its own headers.
var returnedName = regexp.MustCompile(`(?im)^message-id:\s*<([^<>\s]{3,250})>`)

// readSome reads at most so much, as UTF-8.
func readSome(r io.Reader, most int) []byte {
	text, _ := io.ReadAll(io.LimitReader(r, int64(most))) // what can be read of a broken part
	if !utf8.Valid(text) {
		text = []byte(strings.ToValidUTF8(string(text), "\uFFFD"))
	}
	return text
}

// attachment keeps one file.
func (e *email) attachment(part *gomessage.Entity, name string) error {
	if name = strings.TrimSpace(strings.ToValidUTF8(name, "\uFFFD")); name == "" {
		name = "attachment"
	}
	if len(e.form.Files) >= mostFiles {
		e.leaves(name + ": there can be " + fmt.Sprint(mostFiles) + " files at most")
		return nil
	}
	body := &counted{Reader: part.Body}
	file, refusal, err := e.keep(e.ctx, name, body)
	switch {
	case err != nil && body.err != nil && e.raw.err == nil && e.ctx.Err() == nil:
		e.leaves(name + ": it arrived broken")
	case err != nil:
		return err
	case refusal != "":
		e.leaves(refusal)
	default:
		file.FileName = name
		e.form.Files = append(e.form.Files, file)
	}
	return nil
}

// finish decides what sort of email it is.
func (e *email) finish() {
	f := &e.form
	text := e.plain.String()
	if strings.TrimSpace(text) == "" {
		text = plainWords(e.page.String())
	}
	f.Text = ownWords(text)
	answer, notCalendar := calendar.ReadReply(e.event)
	switch {
	case e.event != nil && notCalendar == nil:
		f.Kind = models.ReceivedCalendar
		f.Calendar = models.CalendarAnswer(answer)
	case e.report != nil:
		f.Kind = models.ReceivedBounce
		f.Bounce.Failed, f.Bounce.Words = readReport(e.report)
		f.Bounce.Letter = e.returned
		f.Text = ""
	case e.reportRead:
		f.Kind = models.ReceivedAutomatic
	case fromMailServer(f.Email):
		f.Kind = models.ReceivedBounce
		f.Bounce = models.BounceForm{Failed: true}
		if m := returnedName.FindStringSubmatch(text); m != nil {
			f.Bounce.Letter = m[1]
		}
		f.Bounce.Words = f.Text
	case e.auto:
		f.Kind = models.ReceivedAutomatic
	default:
		f.Kind = models.ReceivedAnswer
	}
}

// fromMailServer says whether a mail server wrote it that knows no form for
// reports.
func fromMailServer(address string) bool {
	name, _, _ := strings.Cut(address, "@")
	return name == "mailer-daemon" || name == "postmaster"
}

func hashOf(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\x00")))
	return hex.EncodeToString(sum[:])
}
