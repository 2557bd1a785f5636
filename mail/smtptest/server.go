// Package smtptest has a real mail server for tests, as net/http/httptest has a
// web server.
package smtptest

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
	"net/mail"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
)

// PostOffice is a real SMTP server on this machine. What it does at each step
// can be changed while it runs, by Change.
type PostOffice struct {
	Host string
	Port int
	// Trust vouches for its certificate, if it has one.
	Trust *x509.CertPool

	// Mail, Rcpt and Data answer the steps of one letter; nil takes it. Data is
	// asked when all of the letter is there, and may cut the line.
	Mail func(from string) error
	Rcpt func(to string) error
	Data func(l Letter, line net.Conn) error
	// User must sign in with the password "correct horse"; empty asks nobody to.
	User string
	// Got is what it has taken; All reads it while it runs.
	Got []Letter
	// Talks counts the conversations; encryption begins one anew.
	Talks int

	mu     sync.Mutex
	server *smtp.Server
}

// Letter is a letter as the server got it.
type Letter struct {
	From, To string
	Raw      []byte
	Secure   bool // over an encrypted connection
}

// Read takes the letter's headers and body apart.
func (m Letter) Read(t testing.TB) *mail.Message {
	t.Helper()
	msg, err := mail.ReadMessage(bytes.NewReader(m.Raw))
	if err != nil {
		t.Fatalf("%v:\n%s", err, m.Raw)
	}
	return msg
}

// Open starts one, which ends with the test. secure is "starttls", "tls" or
// nothing for neither.
func Open(t testing.TB, secure string) *PostOffice {
	t.Helper()
	o := &PostOffice{}
	o.server = smtp.NewServer(o)
	o.server.Domain, o.server.AllowInsecureAuth, o.server.ErrorLog = "post.example", true, log.New(io.Discard, "", 0)
	o.server.EnableSMTPUTF8 = true
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	o.Host, o.Port = "127.0.0.1", listener.Addr().(*net.TCPAddr).Port
	if secure != "" {
		var certificate tls.Certificate
		certificate, o.Trust = SelfSigned(t)
		config := &tls.Config{Certificates: []tls.Certificate{certificate}}
		if secure == "tls" {
			listener = tls.NewListener(listener, config)
		} else {
			o.server.TLSConfig = config
		}
	}
	go o.server.Serve(listener)
	t.Cleanup(func() { o.server.Close() })
	return o
}

// PlainAddresses makes it take addresses in ASCII alone.
func (o *PostOffice) PlainAddresses() { o.server.EnableSMTPUTF8 = false }

// SelfSigned is a certificate for this machine, and what to trust to believe it.
func SelfSigned(t testing.TB) (tls.Certificate, *x509.CertPool) {
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

// Change sets what the server does from now on.
func (o *PostOffice) Change(do func(*PostOffice)) { o.mu.Lock(); do(o); o.mu.Unlock() }

// All is what it has taken so far.
func (o *PostOffice) All() []Letter {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]Letter(nil), o.Got...)
}

// NewSession begins a conversation.
func (o *PostOffice) NewSession(c *smtp.Conn) (smtp.Session, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.Talks++
	_, secure := c.TLSConnectionState()
	return &talk{office: o, conn: c, signedIn: o.User == "", m: Letter{Secure: secure}}, nil
}

type talk struct {
	office   *PostOffice
	conn     *smtp.Conn
	signedIn bool
	m        Letter
}

func (s *talk) AuthMechanisms() []string { return []string{sasl.Plain} }

func (s *talk) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != s.office.User || password != "correct horse" {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "Authentication failed"}
		}
		s.signedIn = true
		return nil
	}), nil
}

func (s *talk) Mail(from string, _ *smtp.MailOptions) error {
	s.office.mu.Lock()
	answer := s.office.Mail
	s.office.mu.Unlock()
	if !s.signedIn {
		return smtp.ErrAuthRequired
	}
	s.m.From = from
	if answer != nil {
		return answer(from)
	}
	return nil
}

func (s *talk) Rcpt(to string, _ *smtp.RcptOptions) error {
	s.office.mu.Lock()
	answer := s.office.Rcpt
	s.office.mu.Unlock()
	s.m.To = to
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
	_, s.m.Secure = s.conn.TLSConnectionState()
	s.m.Raw = raw
	s.office.mu.Lock()
	answer := s.office.Data
	s.office.mu.Unlock()
	if answer != nil {
		if err := answer(s.m, s.conn.Conn()); err != nil {
			return err
		}
	}
	s.office.mu.Lock()
	s.office.Got = append(s.office.Got, s.m)
	s.office.mu.Unlock()
	return nil
}

func (*talk) Reset()        {}
func (*talk) Logout() error { return nil }
