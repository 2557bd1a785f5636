package mail

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"quarterday/mail/smtptest"
	"quarterday/models"
)

func refuse(code int, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: text}
}

// ids are the names under which letters arrived, by address, however often.
func ids(t *testing.T, got []smtptest.Letter) map[string][]string {
	by := map[string][]string{}
	for _, m := range got {
		by[m.To] = append(by[m.To], m.Read(t).Header.Get("Message-Id"))
	}
	return by
}

func TestSend(t *testing.T) {
	for _, secure := range []string{"", "starttls", "tls"} {
		t.Run("letters arrive, each once: "+map[string]string{"": "plain to this machine", "starttls": "STARTTLS", "tls": "TLS from the first byte"}[secure], func(t *testing.T) {
			o := openOffice(t)
			post, server := openPostOffice(t, secure)
			post.User, server.User, server.password = "quarterday", "quarterday", "correct horse"
			o.people("pat@vp.example", "mo@vp.example")
			o.call(models.MeetingForm{Date: "8 December 2026"})
			s := o.sender(server)
			o.send(s)
			o.send(s)
			got := post.All()
			if len(got) != 3 || post.Talks > 2 || o.outbox()[models.LetterSent] != 3 { // encryption begins it anew
				t.Fatalf("%d letters over %d conversations; outbox %v", len(got), post.Talks, o.outbox())
			}
			for _, m := range got {
				if m.Secure != (secure != "") || m.From != "meetings@vale.example" {
					t.Errorf("to %s: encrypted %v, from %s", m.To, m.Secure, m.From)
				}
			}
		})
	}
	t.Run("a server that offers no encryption is sent nothing, nor the password", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		server.StartTLS, server.User, server.password = true, "quarterday", "correct horse"
		o.call(models.MeetingForm{Date: "8 December 2026"})
		o.send(o.sender(server))
		if len(post.All()) != 0 || o.failure() != "The mail server offers no encryption (STARTTLS), so nothing is sent to it." {
			t.Errorf("%d letters, %q", len(post.All()), o.failure())
		}
	})
	t.Run("a certificate that nobody vouches for is not believed", func(t *testing.T) {
		for _, secure := range []string{"starttls", "tls"} {
			o := openOffice(t)
			post, server := openPostOffice(t, secure)
			server.Trust = nil
			o.call(models.MeetingForm{Date: "8 December 2026"})
			o.send(o.sender(server))
			if len(post.All()) != 0 || !strings.Contains(o.failure(), "certificate that is not to be trusted") {
				t.Errorf("%s: %d letters, %q", secure, len(post.All()), o.failure())
			}
		}
	})
	t.Run("a wrong password is told in words, and is nowhere in the log", func(t *testing.T) {
		var log bytes.Buffer
		was := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
		defer slog.SetDefault(was)
		o := openOffice(t)
		post, server := openPostOffice(t, "tls")
		post.User, server.User, server.password = "quarterday", "quarterday", "wrong-horse"
		o.call(models.MeetingForm{Date: "8 December 2026"})
		o.send(o.sender(server))
		if !strings.HasPrefix(o.failure(), "The mail server refused the user name or the password.") || o.outbox()[models.LetterWaiting] != 1 {
			t.Errorf("%q, outbox %v", o.failure(), o.outbox())
		}
		if text := log.String(); !strings.Contains(text, "refused the user name") || strings.Contains(text, "wrong-horse") || strings.Contains(text, "ann@") {
			t.Errorf("the log says %s", text)
		}
	})
	t.Run("a server that signs in by ways we do not know is told in words", func(t *testing.T) {
		o := openOffice(t)
		_, server := openScript(t, func(say func(string), hear func() string) {
			say("220 post.example")
			hear()
			say("250-post.example\r\n250 AUTH KERBEROS_V4 GSSAPI")
			hear()
		})
		server.User, server.password = "quarterday", "correct horse"
		o.call(models.MeetingForm{Date: "8 December 2026"})
		o.send(o.sender(server))
		if !strings.HasPrefix(o.failure(), "The mail server offers no way to sign in that we know") {
			t.Errorf("%q", o.failure())
		}
	})
	t.Run("a server that is not there holds the letters until it is", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		right := server.Port
		closed, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		server.Port = closed.Addr().(*net.TCPAddr).Port
		closed.Close()
		o.people("pat@vp.example")
		o.call(models.MeetingForm{Date: "8 December 2026"})
		s := o.sender(server)
		o.send(s)
		if !strings.Contains(o.failure(), "does not answer: connect: connection refused") || o.outbox()[models.LetterWaiting] != 2 || o.letterTo("pat@vp.example").Attempts != 0 {
			t.Errorf("%q, %v", o.failure(), o.outbox())
		}
		s.server.Port = right
		o.send(s)
		if len(post.All()) != 0 {
			t.Error("it is asked again at once")
		}
		o.later(time.Minute)
		o.send(s)
		if len(post.All()) != 2 || o.failure() != "" {
			t.Errorf("%d letters, %q", len(post.All()), o.failure())
		}
	})
	t.Run("one address refused does not hold up the others", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		post.Rcpt = func(to string) error {
			if to == "pat@vp.example" {
				return refuse(550, "5.1.1 <pat@vp.example> no such user here")
			}
			return nil
		}
		o.people("pat@vp.example", "mo@vp.example")
		o.call(models.MeetingForm{Date: "8 December 2026"})
		o.send(o.sender(server))
		if len(post.All()) != 2 || post.Talks != 1 || o.failure() != "" {
			t.Errorf("%d letters over %d conversations, %q", len(post.All()), post.Talks, o.failure())
		}
		l := o.letterTo("pat@vp.example")
		if l.State != models.LetterFailed || l.Problem != "The mail server refused this address. It said: 550 5.1.1 <pat@vp.example> no such user here" {
			t.Errorf("%s: %s", l.State, l.Problem)
		}
		problems, err := o.store.AddressProblems(t.Context(), o.ann, "pat@vp.example")
		if err != nil || problems["pat@vp.example"].Problem != l.Problem {
			t.Errorf("beside the person: %v, %v", problems, err)
		}
	})
	t.Run("what the server refuses for the sender's sake is not held against the address", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		post.Rcpt = func(string) error { return refuse(554, "5.7.1 Relay access denied") }
		o.call(models.MeetingForm{Date: "8 December 2026"})
		o.send(o.sender(server))
		if l := o.letterTo("ann@opcc.example"); l.State != models.LetterFailed {
			t.Errorf("%s", l.State)
		}
		if problems, _ := o.store.AddressProblems(t.Context(), o.ann, "ann@opcc.example"); len(problems) != 0 {
			t.Errorf("%v", problems)
		}
	})
	t.Run("an address put off is tried again by itself", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		asked := 0
		post.Rcpt = func(to string) error {
			if to == "pat@vp.example" {
				if asked++; asked < 3 {
					return refuse(451, "4.7.1 Greylisted")
				}
			}
			return nil
		}
		o.people("pat@vp.example", "mo@vp.example")
		o.call(models.MeetingForm{Date: "8 December 2026"})
		s := o.sender(server)
		for range 30 {
			o.send(s)
			o.later(time.Minute)
		}
		if by := ids(t, post.All()); len(by) != 3 || len(by["pat@vp.example"]) != 1 || asked != 3 || o.letterTo("pat@vp.example").Attempts != 3 {
			t.Errorf("asked %d times, arrived %v", asked, by)
		}
	})
	t.Run("a server that puts off everybody is left alone for a while", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		asked := 0
		post.Rcpt = func(string) error { asked++; return refuse(450, "4.7.1 Too many") }
		var many []string
		for i := range 30 {
			many = append(many, fmt.Sprintf("p%02d@vp.example", i))
		}
		o.people(many...)
		o.call(models.MeetingForm{Date: "8 December 2026"})
		o.send(o.sender(server))
		if asked != laterInARow || !strings.Contains(o.failure(), "Too many") {
			t.Errorf("asked %d times, %q", asked, o.failure())
		}
	})
	t.Run("what is refused when all is said fails; what is put off then is sent once", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		post.Data = func(m smtptest.Letter, _ net.Conn) error {
			switch m.To {
			case "pat@vp.example":
				return refuse(554, "5.6.0 It looks like spam")
			case "mo@vp.example":
				return refuse(452, "4.3.1 Disk full")
			}
			return nil
		}
		o.people("pat@vp.example", "mo@vp.example")
		o.call(models.MeetingForm{Date: "8 December 2026"})
		s := o.sender(server)
		o.send(s)
		pat, mo := o.letterTo("pat@vp.example"), o.letterTo("mo@vp.example")
		if pat.State != models.LetterFailed || mo.State != models.LetterWaiting || mo.InFlightAt != nil || len(post.All()) != 1 {
			t.Errorf("%s, %s, %d arrived", pat.State, mo.State, len(post.All()))
		}
		post.Change(func(p *smtptest.PostOffice) { p.Data = nil })
		o.later(10 * time.Minute)
		o.send(s)
		if by := ids(t, post.All()); len(by["mo@vp.example"]) != 1 || len(by["pat@vp.example"]) != 0 {
			t.Errorf("arrived %v", by)
		}
	})
	t.Run("a letter taken by a server that breaks off before it says so goes once more under its own name, and no other does", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		broken := false
		post.Data = func(m smtptest.Letter, conn net.Conn) error {
			if m.To == "pat@vp.example" && !broken {
				broken = true
				post.Change(func(p *smtptest.PostOffice) { p.Got = append(p.Got, m) })
				conn.Close()
				return errors.New("broken off")
			}
			return nil
		}
		o.people("pat@vp.example", "mo@vp.example")
		o.call(models.MeetingForm{Date: "8 December 2026"})
		s := o.sender(server)
		o.send(s)
		if l := o.letterTo("pat@vp.example"); l.State != models.LetterWaiting || l.InFlightAt == nil || !strings.Contains(l.Problem, "It may have arrived") {
			t.Errorf("%+v", l)
		}
		for range 30 {
			o.later(time.Minute)
			o.send(s)
		}
		by := ids(t, post.All())
		if n := by["pat@vp.example"]; len(n) != 2 || n[0] != n[1] {
			t.Errorf("arrived as %v", n)
		}
		if len(by["mo@vp.example"]) != 1 || len(by["ann@opcc.example"]) != 1 || o.outbox()[models.LetterSent] != 3 {
			t.Errorf("arrived %v, outbox %v", by, o.outbox())
		}
	})
	t.Run("a server that ends the conversation between two letters is called again", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		post.Data = func(_ smtptest.Letter, conn net.Conn) error {
			// The answer goes out, and the line is cut before the next letter.
			time.AfterFunc(20*time.Millisecond, func() { conn.Close() })
			return nil
		}
		o.people("pat@vp.example", "mo@vp.example")
		o.call(models.MeetingForm{Date: "8 December 2026"})
		s := o.sender(server)
		for range 10 {
			o.send(s)
			o.later(5 * time.Minute)
		}
		for to, n := range ids(t, post.All()) {
			for _, name := range n {
				if name != n[0] {
					t.Errorf("%s got %v", to, n)
				}
			}
		}
		if o.outbox()[models.LetterSent] != 3 {
			t.Errorf("outbox %v", o.outbox())
		}
	})
	t.Run("an address beyond ASCII goes only where the server can", func(t *testing.T) {
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		post.PlainAddresses()
		o.people("józef@vp.example")
		o.call(models.MeetingForm{Date: "8 December 2026"})
		o.send(o.sender(server))
		if l := o.letterTo("józef@vp.example"); l.State != models.LetterFailed || !strings.Contains(l.Problem, "letters beyond a to z") || len(post.All()) != 1 {
			t.Errorf("%s: %s", l.State, l.Problem)
		}
	})
	t.Run("with no address to send from the letters wait, and the log says so once", func(t *testing.T) {
		var log bytes.Buffer
		was := slog.Default()
		slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
		defer slog.SetDefault(was)
		o := openOffice(t)
		post, server := openPostOffice(t, "")
		p, err := o.store.Partnership(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		o.call(models.MeetingForm{Date: "8 December 2026"})
		s := NewSender(o.store, server, "https://vale.example", "")
		o.send(s)
		o.send(s)
		if p.ReplyAddress == "" && (len(post.All()) != 0 || strings.Count(log.String(), "no address to send them from") != 1) {
			t.Errorf("%d letters, log %s", len(post.All()), log.String())
		}
		if p.ReplyAddress != "" && (len(post.All()) != 1 || post.All()[0].From != p.ReplyAddress) {
			t.Errorf("not sent from %s", p.ReplyAddress)
		}
	})
}

func TestRun(t *testing.T) {
	o := openOffice(t)
	post, server := openPostOffice(t, "")
	arrived := make(chan string, 10)
	post.Data = func(m smtptest.Letter, _ net.Conn) error { arrived <- m.To; return nil }
	ctx, stop := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan bool)
	go func() { o.sender(server).Run(ctx, ticks); close(ended) }()
	wait := func(what string) {
		t.Helper()
		select {
		case <-arrived:
		case <-time.After(20 * time.Second):
			t.Fatal(what)
		}
	}
	if _, err := o.store.RequestSignIn(t.Context(), "ann@opcc.example", ""); err != nil {
		t.Fatal(err)
	}
	wait("a link to sign in does not go as soon as it is asked for")
	o.call(models.MeetingForm{Date: "8 December 2026"})
	ticks <- o.clock()
	wait("an invitation does not go when its minute is over")
	stop()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		t.Fatal("the sender does not stop")
	}
}

// openScript is a server that says and hears what a test writes down.
func openScript(t *testing.T, do func(say func(string), hear func() string)) (net.Listener, Server) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			buffer := make([]byte, 4096)
			do(func(line string) { conn.Write([]byte(line + "\r\n")) }, func() string { n, _ := conn.Read(buffer); return string(buffer[:n]) })
			conn.Close()
		}
	}()
	return listener, Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port}
}
