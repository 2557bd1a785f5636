package mail

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"

	gomessage "github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // emails come in all of them
	msgmail "github.com/emersion/go-message/mail"

	"quarterday/calendar"
	"quarterday/models"
)

// Bounds of what is read of an email. It comes from anybody.
const (
	// largestEmail has room for the largest attachment as emails hold it, four
	// bytes for three, and a text beside it.
	largestEmail  = 40 << 20
	largestHeader = 256 << 10
	// largestPartHeader is that of one part, which names a file and little else.
	largestPartHeader = 64 << 10
	largestText       = 200 << 10
	largestPage       = 1 << 20
	mostParts         = 200
	deepestPart       = 10
	mostFiles         = 20
	// largestFiles is what is kept of one email.
	largestFiles = 40 << 20
)

// Keep keeps an attachment and says what it is, or in words why it cannot be
// taken. An error is one of the connection or the disk: the email is read again
// later.
type Keep func(ctx context.Context, name string, content io.Reader) (file models.PaperForm, refusal string, err error)

// emailReader reads emails as they came.
type emailReader struct {
	keep Keep
	// checkedBy is the name by which the mail server that takes the emails says
	// what it found out about their senders; empty is none that is believed.
	checkedBy string
	// expects says whether the email comes from somebody known, or answers a letter:
	// attachments of others are not kept. nil expects all.
	expects func(context.Context, models.ReceivedForm) (bool, error)
}

// read reads an email, and keeps its attachments. What cannot be understood is
// left out, and said; only what keeps the whole from being read is an error.
func (er emailReader) read(ctx context.Context, r io.Reader) (models.ReceivedForm, error) {
	raw := &rawEmail{from: io.LimitReader(r, largestEmail), sum: sha256.New(), room: -1}
	e := &email{emailReader: er, ctx: ctx, raw: raw}
	whole, _ := gomessage.ReadWithOptions(raw, &gomessage.ReadOptions{MaxHeaderBytes: largestHeader})
	if raw.err != nil {
		return e.form, raw.err
	}
	if whole == nil {
		e.form.Kind, e.form.Text = models.ReceivedAnswer, ""
		e.leaves("the whole email: it cannot be read")
		var err error
		e.form.Key, err = raw.name()
		return e.form, err
	}
	e.readHeader(msgmail.Header{Header: whole.Header})
	e.reports = strings.EqualFold(mediaType(whole), "multipart/report")
	if err := e.walk(whole, 0); err != nil {
		return e.form, err
	}
	if e.form.Key == "" {
		var err error
		if e.form.Key, err = raw.name(); err != nil {
			return e.form, err
		}
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

// rawEmail is the bytes of an email on their way to those who understand them. It
// keeps the error of the connection apart from those of the email's form.
type rawEmail struct {
	from io.Reader
	sum  hash.Hash
	n    int64
	err  error
	// room is how many bytes may still come before a part's header has ended;
	// negative while none is being read. Headers are held in memory as a whole,
	// each line of four bytes as a hundred and more.
	room int
}

var errLongHeader = errors.New("mail: a part of the email has no end to its header")

func (w *rawEmail) Read(p []byte) (int, error) {
	if w.room == 0 {
		return 0, errLongHeader
	}
	if w.room > 0 {
		p = p[:min(len(p), w.room)]
	}
	n, err := w.from.Read(p)
	if w.room > 0 {
		w.room -= n
	}
	w.n += int64(n)
	w.sum.Write(p[:n])
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// header bounds what is read while the header of a part is looked for.
func (w *rawEmail) header(read func()) {
	w.room = largestPartHeader
	read()
	w.room = -1
}

// name tells the email from others that have no name of their own.
func (w *rawEmail) name() (string, error) {
	if _, err := io.Copy(io.Discard, w); err != nil {
		return "", err
	}
	return hex.EncodeToString(w.sum.Sum(nil)), nil
}

// email is one email while it is read.
type email struct {
	emailReader
	ctx     context.Context
	raw     *rawEmail
	form    models.ReceivedForm
	reports bool  // a program tells what became of a letter
	auto    bool  // written by a program
	failed  bool  // a mail server says for whom it could not be delivered
	answers bool  // what a calendar program answers
	known   *bool // its attachments are kept
	size    int64 // of what was kept

	parts       int
	plain, page strings.Builder
	event       []byte
	report      []byte // message/delivery-status
	reportRead  bool   // a receipt: somebody has read it
	returned    string // name of the letter that came back
}

func (e *email) leaves(what string) { e.form.LeftOut = append(e.form.LeftOut, what) }

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
	case e.failed || fromMailServer(f.Email):
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
	if f.Kind != models.ReceivedAnswer {
		f.Files = nil
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
