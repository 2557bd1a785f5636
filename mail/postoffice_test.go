package mail

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	netmail "net/mail"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"quarterday/models"
)

// postOffice is a real SMTP server. What it does at each step can be changed
// while it runs.
type postOffice struct {
	server *smtp.Server
	addr   string

	mu       sync.Mutex
	got      []mailed
	sessions int
	// mail, rcpt and data answer the steps of one letter; nil takes it. data is
	// asked when all of the letter is there.
	mail func(from string) error
	rcpt func(to string) error
	data func(m mailed, conn net.Conn) error
	user string // asks for a user and the password "correct horse"
}

// mailed is a letter as the server got it.
type mailed struct {
	from, to string
	raw      []byte
	secure   bool
}

func (m mailed) read(t *testing.T) *netmail.Message {
	t.Helper()
	msg, err := netmail.ReadMessage(bytes.NewReader(m.raw))
	if err != nil {
		t.Fatalf("%v:\n%s", err, m.raw)
	}
	return msg
}

// openPostOffice starts one; with a certificate when secure says so: "starttls"
// or "tls".
func openPostOffice(t *testing.T, secure string) (*postOffice, Server) {
	t.Helper()
	o := &postOffice{}
	o.server = smtp.NewServer(o)
	o.server.Domain, o.server.AllowInsecureAuth, o.server.ErrorLog = "post.example", true, log.New(io.Discard, "", 0)
	o.server.EnableSMTPUTF8 = true
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.addr = listener.Addr().String()
	server := Server{Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port}
	if secure != "" {
		certificate, pool := selfSigned(t)
		config := &tls.Config{Certificates: []tls.Certificate{certificate}}
		server.Trust = pool
		if secure == "tls" {
			server.TLS = true
			listener = tls.NewListener(listener, config)
		} else {
			server.StartTLS = true
			o.server.TLSConfig = config
		}
	}
	go o.server.Serve(listener)
	t.Cleanup(func() { o.server.Close() })
	return o, server
}

func selfSigned(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	like := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.ParseIP("127.0.0.1")}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, like, like, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(certificate)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

// change sets what the server does from now on.
func (o *postOffice) change(do func(*postOffice)) { o.mu.Lock(); do(o); o.mu.Unlock() }

// all is what it has taken so far.
func (o *postOffice) all() []mailed {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]mailed(nil), o.got...)
}

func (o *postOffice) NewSession(c *smtp.Conn) (smtp.Session, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sessions++
	_, secure := c.TLSConnectionState()
	return &talk{office: o, conn: c, signedIn: o.user == "", m: mailed{secure: secure}}, nil
}

type talk struct {
	office   *postOffice
	conn     *smtp.Conn
	signedIn bool
	m        mailed
}

func (s *talk) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *talk) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.office.user || password != "correct horse" {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "Authentication failed"}
		}
		s.signedIn = true
		return nil
	}), nil
}

func (s *talk) Mail(from string, _ *smtp.MailOptions) error {
	s.office.mu.Lock()
	answer := s.office.mail
	s.office.mu.Unlock()
	if !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.m.from = from
	if answer != nil {
		return answer(from)
	}
	return nil
}

func (s *talk) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.office.mu.Lock()
	answer := s.office.rcpt
	s.office.mu.Unlock()
	s.m.to = to
	if answer != nil {
		return answer(to)
	}
	return nil
}

func (s *talk) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	_, s.m.secure = s.conn.TLSConnectionState()
	s.m.raw = raw
	s.office.mu.Lock()
	answer := s.office.data
	s.office.mu.Unlock()
	if answer != nil {
		if err := answer(s.m, s.conn.Conn()); err != nil {
			return err
		}
	}
	s.office.mu.Lock()
	s.office.got = append(s.office.got, s.m)
	s.office.mu.Unlock()
	return nil
}

func (*talk) Reset()        {}
func (*talk) Logout() error { return nil }

// office is a partnership whose secretariat is Ann, with a clock that stands
// still until a test moves it: 09:00 UTC on 1 September 2026.
type office struct {
	t     *testing.T
	store *models.Store
	ann   models.Actor

	mu  sync.Mutex
	now time.Time
}

func (o *office) clock() time.Time { o.mu.Lock(); defer o.mu.Unlock(); return o.now }

func (o *office) later(d time.Duration) { o.mu.Lock(); o.now = o.now.Add(d); o.mu.Unlock() }

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)}
	var err error
	if o.store, err = models.Open(t.Context(), filepath.Join(t.TempDir(), "quarterday.db"), o.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.store.Close() })
	token, err := o.store.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, err := o.store.SetUp(t.Context(), token, models.SetUpForm{Partnership: "Calder Vale Partnership", Convener: "Office of the Commissioner", ConvenerAbb: "OPCC",
		Name: "Ann Archer", JobTitle: "Manager", Email: "ann@opcc.example"})
	if err != nil {
		t.Fatal(err)
	}
	if o.ann, err = o.store.SignedIn(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	return o
}

// people adds one person for each address, in an organisation of their own.
func (o *office) people(emails ...string) {
	o.t.Helper()
	org, err := o.store.AddOrganisation(o.t.Context(), o.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, email := range emails {
		if _, err := o.store.AddPerson(o.t.Context(), o.ann, models.PersonForm{Name: "Person " + email[:3], Email: email, OrganisationID: org.ID, Role: models.RolePartner}); err != nil {
			o.t.Fatal(err)
		}
	}
}

// call plans a meeting and invites everybody, a minute ago.
func (o *office) call(form models.MeetingForm) models.Meeting {
	o.t.Helper()
	planned, err := o.store.PlanMeetings(o.t.Context(), o.ann, []models.MeetingForm{form})
	if err != nil {
		o.t.Fatal(err)
	}
	m, err := o.store.CallMeeting(o.t.Context(), o.ann, planned[0].Reference, planned[0].Version)
	if err != nil {
		o.t.Fatal(err)
	}
	o.later(time.Minute)
	return m
}

// outbox is how many letters there are in each state.
func (o *office) outbox() map[models.LetterState]int {
	o.t.Helper()
	list, err := o.store.Outbox(o.t.Context(), o.ann, models.OutboxFilter{})
	if err != nil {
		o.t.Fatal(err)
	}
	return list.Count
}

// letterTo is the newest letter in the outbox to this address.
func (o *office) letterTo(email string) models.Letter {
	o.t.Helper()
	list, err := o.store.Outbox(o.t.Context(), o.ann, models.OutboxFilter{Text: email})
	if err != nil || len(list.Letters) == 0 {
		o.t.Fatalf("nothing to %s: %v", email, err)
	}
	return list.Letters[0]
}

// failure is what the outbox says of the mail server.
func (o *office) failure() string {
	o.t.Helper()
	f, err := o.store.MailFailure(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	if f == nil {
		return ""
	}
	return f.Problem
}

func (o *office) sender(server Server) *Sender {
	return NewSender(o.store, server, "https://vale.example", "meetings@vale.example")
}

// send sends what is due.
func (o *office) send(s *Sender) {
	o.t.Helper()
	if err := s.Send(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}
