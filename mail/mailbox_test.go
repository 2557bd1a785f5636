package mail

import (
	"bytes"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapserver"
	"github.com/emersion/go-imap/v2/imapserver/imapmemserver"

	"quarterday/mail/smtptest"
	"quarterday/models"
)

func TestParseMailbox(t *testing.T) {
	for address, want := range map[string]Mailbox{
		"imaps://user:secret@mail.example.org":            {Server: Server{Host: "mail.example.org", Port: 993, TLS: true, User: "user", password: "secret"}, Folder: "INBOX"},
		"imap://u%40x:p%2Fw@mail.example.org/Answers/New": {Server: Server{Host: "mail.example.org", Port: 143, StartTLS: true, User: "u@x", password: "p/w"}, Folder: "Answers/New"},
		"imap://user:secret@127.0.0.1:1143/":              {Server: Server{Host: "127.0.0.1", Port: 1143, User: "user", password: "secret"}, Folder: "INBOX"},
	} {
		if got, err := ParseMailbox(address); err != nil || got != want {
			t.Errorf("%s: %+v, %v", address, got, err)
		}
	}
	for _, address := range []string{"", "imaps://mail.example.org", "pop3://user:secret@mail.example.org", "imaps://user:secret@", "imaps://user:secret@host:0", "imaps://user:secret@host?x=1", "imaps://user:sec%zzret@host"} {
		if _, err := ParseMailbox(address); err == nil || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "sec%zz") {
			t.Errorf("%q: %v", address, err)
		}
	}
}

// imapHost is a real IMAP server with one mailbox, which a test puts emails into.
type imapHost struct {
	t       *testing.T
	user    *imapmemserver.User
	address string
	trust   *x509.CertPool
}

func newIMAPHost(t *testing.T, secure bool) *imapHost {
	t.Helper()
	h := &imapHost{t: t, user: imapmemserver.NewUser("vale", "secret")}
	if err := h.user.Create("INBOX", nil); err != nil {
		t.Fatal(err)
	}
	server := imapmemserver.New()
	server.AddUser(h.user)
	options := &imapserver.Options{
		NewSession: func(*imapserver.Conn) (imapserver.Session, *imapserver.GreetingData, error) {
			return server.NewSession(), nil, nil
		},
		Caps:         imap.CapSet{imap.CapIMAP4rev1: {}, imap.CapUIDPlus: {}},
		InsecureAuth: true,
		Logger:       log.New(io.Discard, "", 0),
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	h.address = "imap://vale:secret@" + listener.Addr().String()
	if secure {
		certificate, pool := smtptest.SelfSigned(t)
		h.trust, h.address = pool, "imaps://vale:secret@"+listener.Addr().String()
		listener = tls.NewListener(listener, &tls.Config{Certificates: []tls.Certificate{certificate}})
	}
	s := imapserver.New(options)
	go s.Serve(listener)
	t.Cleanup(func() { s.Close() })
	return h
}

// put puts an email into the mailbox, as it came then.
func (h *imapHost) put(text string, at time.Time) {
	h.t.Helper()
	b := []byte(strings.ReplaceAll(text, "\n", "\r\n"))
	if _, err := h.user.Append("INBOX", literal{bytes.NewReader(b)}, &imap.AppendOptions{Time: at}); err != nil {
		h.t.Fatal(err)
	}
}

type literal struct{ *bytes.Reader }

func (l literal) Size() int64 { return l.Reader.Size() }

func (h *imapHost) unseen() uint32 {
	h.t.Helper()
	s, err := h.user.Status("INBOX", &imap.StatusOptions{NumUnseen: true})
	if err != nil {
		h.t.Fatal(err)
	}
	return *s.NumUnseen
}

func (h *imapHost) receiver(o *office) *Receiver {
	h.t.Helper()
	m, err := ParseMailbox(h.address)
	if err != nil {
		h.t.Fatal(err)
	}
	m.Trust = h.trust
	return NewReceiver(o.store, m, (&keeper{}).keep)
}

func receive(t *testing.T, r *Receiver, want int) {
	t.Helper()
	if n, err := r.Receive(t.Context()); err != nil || n != want {
		t.Fatalf("%d emails taken, want %d (%v)", n, want, err)
	}
}

func note(who, id, text string) string {
	return fmt.Sprintf("From: %s\nTo: vale@vale.example\nSubject: A note\nMessage-ID: <%s>\nDate: Tue, 13 Oct 2026 10:00:00 +0100\n\n%s\n", who, id, text)
}

func TestReceive(t *testing.T) {
	o := openOffice(t)
	list := func() []models.Received {
		l, err := o.store.ReceivedList(t.Context(), models.Operator, true, 0)
		if err != nil {
			t.Fatal(err)
		}
		return l.Emails
	}
	h := newIMAPHost(t, false)
	r := h.receiver(o)
	now := o.store.Now()
	h.put(note("old@x.example", "1@x", "Of years ago"), now.AddDate(-2, 0, 0))
	h.put(note("new@x.example", "2@x", "Of today"), now)
	receive(t, r, 1)
	if got := list(); len(got) != 1 || got[0].Email != "new@x.example" || got[0].Text != "Of today" || got[0].Outcome != models.ReceivedToLookAt {
		t.Fatalf("%+v", got)
	}
	if n := h.unseen(); n != 2 {
		t.Errorf("%d emails are unread, want 2: both are to be looked at", n)
	}
	receive(t, r, 0)
	version, _ := o.store.Version(t.Context())
	receive(t, r, 0)
	if after, _ := o.store.Version(t.Context()); after != version {
		t.Error("looking into a mailbox with nothing new changes pages")
	}
	h.put("Auto-Submitted: auto-replied\n"+note("new@x.example", "3@x", "I am away"), now)
	h.put(note("new@x.example", "2@x", "Of today"), now) // the same email, delivered twice
	receive(t, h.receiver(o), 2)                         // by a program that has just been started
	if got := list(); len(got) != 2 || got[0].Kind != models.ReceivedAutomatic {
		t.Errorf("%+v", got)
	}
	if n := h.unseen(); n != 3 {
		t.Errorf("%d emails are unread, want 3: nobody need look at an automatic answer", n)
	}
}

func TestReceiveOverTLS(t *testing.T) {
	o := openOffice(t)
	h := newIMAPHost(t, true)
	h.put(note("new@x.example", "2@x", "Of today"), o.store.Now())
	receive(t, h.receiver(o), 1)
	h.trust = x509.NewCertPool()
	if _, err := h.receiver(o).Receive(t.Context()); err == nil {
		t.Error("a server with a certificate of nobody’s is believed")
	}
}

func TestReceiveTellsWhatIsWrong(t *testing.T) {
	o := openOffice(t)
	h := newIMAPHost(t, false)
	for address, says := range map[string]string{
		strings.Replace(h.address, "secret", "wrong", 1): "sign in to the mailbox",
		h.address + "/Nowhere":                           "open Nowhere",
		"imap://vale:secret@127.0.0.1:1":                 "reach the mailbox",
	} {
		h.address = address
		_, err := h.receiver(o).Receive(t.Context())
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
}

// TestAnswerThere sends an invitation to a real mail server, answers what
// arrived as a mail program would, and takes the answer from a real mailbox.
func TestAnswerThereAndBack(t *testing.T) {
	for name, keeps := range map[string]struct {
		answers string
		header  func(id, replyTo string) string
	}{
		"by the name of the letter": {"", func(id, _ string) string {
			return "In-Reply-To: " + id + "\nReferences: <other@x> " + id + "\nTo: meetings@vale.example\n"
		}},
		"by the address that it is answered to": {"replies+{token}@vale.example", func(_, to string) string { return "To: Vale <" + strings.ToUpper(to) + ">\n" }},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			post, server := openPostOffice(t, "")
			o.people("pat@vp.example")
			m := o.call(models.MeetingForm{Date: "8 December 2026"})
			s := o.sender(server)
			s.AnswersTo(keeps.answers)
			o.send(s)
			var id, replyTo string
			for _, l := range post.All() {
				if l.To == "pat@vp.example" {
					h := l.Read(t).Header
					id = h.Get("Message-Id")
					if list, err := h.AddressList("Reply-To"); err == nil {
						replyTo = list[0].Address
					}
				}
			}
			h := newIMAPHost(t, false)
			h.put("From: Pat <pat@vp.example>\nSubject: Re: Are you coming?\nMessage-ID: <a1@vp.example>\n"+keeps.header(id, replyTo)+
				"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nWe want to talk about beds.\n\nKind regards\nPat\n--b\nContent-Disposition: attachment; filename=beds.pdf\n\npaper\n--b--\n", o.store.Now())
			receive(t, h.receiver(o), 1)
			list, err := o.store.ReceivedList(t.Context(), o.ann, true, 0)
			if err != nil || len(list.Emails) != 1 || list.Emails[0].Outcome != models.ReceivedItem {
				t.Fatalf("%+v %v", list.Emails, err)
			}
			page, err := o.store.ItemPage(t.Context(), o.ann, *list.Emails[0].ItemID)
			if err != nil || page.Item.Title != "We want to talk about beds" || page.Item.Background != "We want to talk about beds." || len(page.Item.Papers) != 1 || page.Item.MeetingID != m.ID {
				t.Errorf("%+v %v", page.Item, err)
			}
			if n := h.unseen(); n != 0 {
				t.Errorf("%d emails are unread", n)
			}
			before := len(post.All())
			o.send(s)
			back := post.All()[before:]
			if len(back) != 1 || back[0].To != "pat@vp.example" || !strings.Contains(back[0].Read(t).Header.Get("Subject"), "draft item") {
				t.Errorf("%d letters back", len(back))
			}
		})
	}
}

func TestParseAnswers(t *testing.T) {
	for _, good := range []string{"replies@example.org", "replies+{token}@example.org", "{token}@replies.example.org"} {
		if got, err := ParseAnswers(good); err != nil || got != good {
			t.Errorf("%s: %s %v", good, got, err)
		}
	}
	for _, bad := range []string{"", "replies", "replies@{token}.example.org", "{token}{token}@example.org", "Replies <replies@example.org>", "a@x.example, b@x.example"} {
		if _, err := ParseAnswers(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// TestReceiverRuns looks at the start and at each tick, through a mailbox that
// cannot be read for a while, and stops when it is told to.
func TestReceiverRuns(t *testing.T) {
	o := openOffice(t)
	h := newIMAPHost(t, false)
	h.put(note("one@x.example", "1@x", "At the start"), o.store.Now())
	r := h.receiver(o)
	ctx, stop := context.WithCancel(t.Context())
	ticks, stopped := make(chan time.Time), make(chan struct{})
	go func() { defer close(stopped); r.Run(ctx, ticks) }()
	ticks <- time.Time{} // the look at the start is over
	h.put(note("two@x.example", "2@x", "Later"), o.store.Now())
	ticks <- time.Time{}
	ticks <- time.Time{} // and so is the one before
	list, err := o.store.ReceivedList(t.Context(), o.ann, true, 0)
	if err != nil || len(list.Emails) != 2 {
		t.Errorf("%d emails (%v)", len(list.Emails), err)
	}
	stop()
	<-stopped
}

// TestMailboxTroubleIsTold follows what the secretariat is told of a mailbox
// that cannot be read.
func TestMailboxTroubleIsTold(t *testing.T) {
	o := openOffice(t)
	h := newIMAPHost(t, false)
	told := func() *models.Mailbox {
		t.Helper()
		m, err := o.store.MailboxTrouble(t.Context(), o.ann)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	// looks is a mailbox that is looked into so often.
	looks := func(often int, address string, change func(*Mailbox)) {
		t.Helper()
		m, err := ParseMailbox(address)
		if err != nil {
			t.Fatal(err)
		}
		change(&m)
		ctx, stop := context.WithCancel(t.Context())
		ticks, stopped := make(chan time.Time), make(chan struct{})
		go func() {
			defer close(stopped)
			NewReceiver(o.store, m, (&keeper{}).keep).Run(ctx, ticks)
		}()
		for range often {
			ticks <- time.Time{}
		}
		stop()
		<-stopped
	}
	as := func(*Mailbox) {}
	for _, c := range []struct {
		looks         int
		address, says string
		change        func(*Mailbox)
	}{
		{1, strings.Replace(h.address, "secret", "wrong", 1), "refused the user name or the password. It said: ", as},
		{1, h.address + "/Nowhere", "no folder “Nowhere”", as},
		{1, h.address, "offers no encryption (STARTTLS)", func(m *Mailbox) { m.StartTLS = true }},
		{1, newIMAPHost(t, true).address, "certificate that is not to be trusted", as},
		{3, "imap://vale:secret@127.0.0.1:1", "127.0.0.1:1 does not answer: connect: connection refused", as},
	} {
		looks(c.looks, c.address, c.change)
		if m := told(); m == nil || !strings.Contains(m.Problem, c.says) || strings.Contains(m.Problem, "wrong") || !m.FailingSince.Equal(o.clock()) {
			t.Errorf("%s: %+v", c.says, m)
		}
		o.later(time.Minute)
	}
	before, _ := o.store.Version(t.Context())
	looks(3, "imap://vale:secret@127.0.0.1:1", as)
	if after, _ := o.store.Version(t.Context()); after != before {
		t.Error("every minute something is written")
	}
	looks(1, h.address, as)
	if m := told(); m != nil {
		t.Errorf("read again, and still %+v", m)
	}
	looks(1, "imap://vale:secret@127.0.0.1:1", as)
	if m := told(); m != nil {
		t.Errorf("told after one try: %+v", m)
	}
	if _, err := o.store.MailboxTrouble(t.Context(), models.Actor{PersonID: 1, Role: models.RoleMember}); models.KindOf(err) != models.KindNotAllowed {
		t.Errorf("a member is told: %v", err)
	}
}

// TestAnEmailThatCannotBeTaken does not keep those after it waiting for ever.
func TestAnEmailThatCannotBeTaken(t *testing.T) {
	o := openOffice(t)
	o.people("pat@x.example")
	h := newIMAPHost(t, false)
	h.put("From: pat@x.example\nMessage-ID: <1@x>\nContent-Disposition: attachment; filename=poison.pdf\n\npoison\n", o.store.Now())
	h.put(note("two@x.example", "2@x", "After it"), o.store.Now())
	m, err := ParseMailbox(h.address)
	if err != nil {
		t.Fatal(err)
	}
	r := NewReceiver(o.store, m, func(context.Context, string, io.Reader) (models.PaperForm, string, error) {
		return models.PaperForm{}, "", errCut
	})
	for range triesEach - 1 {
		if n, err := r.Receive(t.Context()); n != 0 || !errors.Is(err, errCut) {
			t.Fatalf("%d taken, %v", n, err)
		}
	}
	receive(t, r, 2)
	list, err := o.store.ReceivedList(t.Context(), o.ann, true, 0)
	if err != nil || len(list.Emails) != 1 || list.Emails[0].Text != "After it" {
		t.Errorf("%+v %v", list.Emails, err)
	}
}

// TestOldEmailsStayUnread looks into a mailbox with years of other emails, of
// which the first that is looked at cannot be taken at once.
func TestOldEmailsStayUnread(t *testing.T) {
	now := time.Now()
	fill := func(h *imapHost) {
		for i := range 5 {
			h.put(note("old@x.example", fmt.Sprint("old", i, "@x"), "Of years ago"), now.AddDate(-2, 0, 0))
		}
		h.put("From: pat@x.example\nMessage-ID: <1@x>\nContent-Disposition: attachment; filename=plan.pdf\n\nplan\n", now)
	}
	for name, before := range map[string]func(t *testing.T, o *office, h *imapHost){
		"at the first look": func(*testing.T, *office, *imapHost) {},
		"after its numbers have begun anew": func(t *testing.T, o *office, h *imapHost) {
			h.put(note("first@x.example", "first@x", "Of the mailbox before"), now)
			receive(t, h.receiver(o), 1)
			if err := h.user.Delete("INBOX"); err != nil {
				t.Fatal(err)
			}
			if err := h.user.Create("INBOX", nil); err != nil {
				t.Fatal(err)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			o.people("pat@x.example")
			now = o.store.Now()
			h := newIMAPHost(t, false)
			before(t, o, h)
			fill(h)
			r := h.receiver(o)
			full := true
			inner := r.reader.keep
			r.reader.keep = func(ctx context.Context, name string, content io.Reader) (models.PaperForm, string, error) {
				if full {
					return models.PaperForm{}, "", errCut
				}
				return inner(ctx, name, content)
			}
			if n, err := r.Receive(t.Context()); n != 0 || !errors.Is(err, errCut) {
				t.Fatalf("%d taken, %v", n, err)
			}
			full = false
			receive(t, r, 1)
			receive(t, r, 0)
			list, err := o.store.ReceivedList(t.Context(), o.ann, true, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range list.Emails {
				if e.Email == "old@x.example" {
					t.Errorf("an email of years ago was taken: %+v", e)
				}
			}
		})
	}
}
