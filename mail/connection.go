package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strings"
	"time"

	"github.com/wneessen/go-mail"
	"github.com/wneessen/go-mail/smtp"

	"quarterday/models"
)

const (
	dialTime = 30 * time.Second
	// letterTime is what saying one letter may take.
	letterTime = 90 * time.Second
	// answerTime is how long a server may take to answer its last line. Whoever
	// waits for less gets letters delivered twice (RFC 5321, 4.5.3.2.6).
	answerTime = 10 * time.Minute
)

// connection is one conversation with the mail server.
type connection struct {
	server Server
	conn   net.Conn
	smtp   *smtp.Client
	used   int // letters handed over, or refused
}

// dial begins a conversation: encryption, then user and password.
func (s Server) dial(ctx context.Context) (*connection, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", s.String())
	if err != nil {
		return nil, err
	}
	if s.TLS {
		secure := tls.Client(conn, s.tlsConfig())
		if err := secure.HandshakeContext(ctx); err != nil {
			conn.Close()
			return nil, err
		}
		conn = secure
	}
	policy := mail.NoTLS
	if s.StartTLS {
		policy = mail.TLSMandatory
	}
	options := []mail.Option{
		mail.WithPort(s.Port), mail.WithTimeout(dialTime), mail.WithTLSPolicy(policy), mail.WithTLSConfig(s.tlsConfig()),
		mail.WithDialContextFunc(func(context.Context, string, string) (net.Conn, error) { return conn, nil }),
	}
	if s.User != "" {
		// PLAIN and LOGIN show the password to the server, and are said only over an
		// encrypted connection or to this machine.
		options = append(options, mail.WithUsername(s.User), mail.WithPassword(s.password),
			mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthSCRAMSHA1, mail.SMTPAuthPlain, mail.SMTPAuthLogin, mail.SMTPAuthCramMD5))
	}
	client, err := mail.NewClient(s.Host, options...)
	if err != nil {
		conn.Close()
		return nil, err
	}
	talk, err := client.DialToSMTPClientWithContext(ctx)
	if err != nil {
		conn.Close()
		return nil, err
	}
	return &connection{server: s, conn: conn, smtp: talk}, nil
}

// close ends the conversation.
func (c *connection) close() {
	c.conn.SetDeadline(time.Now().Add(5 * time.Second))
	_ = c.smtp.Quit() // the letters are through; a server that does not say goodbye is no problem
	c.conn.Close()
}

// outcome is what a server did with one letter.
type outcome struct {
	handover   models.Handover
	problem    string // of the letter, in words
	badAddress bool
	server     string // why the server takes no more letters, in words; empty when it does
	stale      bool   // the conversation had ended before the letter's turn
}

// hand gives the server one letter. The server has it when it has answered the
// last line; everything before can be tried again with no harm.
func (c *connection) hand(from, to string, m io.WriterTo) outcome {
	c.conn.SetDeadline(time.Now().Add(letterTime))
	c.used++
	if utf8, _ := c.smtp.Extension("SMTPUTF8"); !utf8 && strings.ContainsFunc(to, func(r rune) bool { return r > 0x7f }) {
		return outcome{handover: models.HandoverRefused, badAddress: true, problem: "The mail server cannot send to an address with letters beyond a to z."}
	}
	if err := c.smtp.Mail("<" + from + ">"); err != nil {
		code := replyCode(err)
		return outcome{handover: models.HandoverNone, server: "The mail server does not let us send from " + from + ". " + said(err), stale: code == 0 || code == 421}
	}
	if err := c.smtp.Rcpt("<" + to + ">"); err != nil {
		return c.refusal(err, true)
	}
	w, err := c.smtp.Data()
	if err != nil {
		return c.refusal(err, false)
	}
	if _, err := m.WriteTo(w); err != nil {
		// Without its last line the server has no letter.
		return outcome{handover: models.HandoverLater, problem: "The connection broke while it was handed over.", server: "The mail server broke off. " + said(err)}
	}
	c.conn.SetDeadline(time.Now().Add(answerTime))
	if err := w.Close(); err != nil {
		if replyCode(err) == 0 {
			return outcome{handover: models.HandoverUnknown, problem: "The connection broke before the mail server said whether it took it. It may have arrived.",
				server: "The mail server broke off after an email. " + said(err)}
		}
		return c.refusal(err, false)
	}
	return outcome{handover: models.HandoverTaken}
}

// refusal sorts what a server answers to a letter that it does not take.
func (c *connection) refusal(err error, address bool) outcome {
	code := replyCode(err)
	switch {
	case code == 0:
		return outcome{handover: models.HandoverLater, problem: "The connection broke while it was handed over.", server: "The mail server broke off. " + said(err)}
	case code == 421:
		return outcome{handover: models.HandoverLater, problem: "The mail server asks to try again later. " + said(err), server: "The mail server closes. " + said(err)}
	case code == 530 || code == 535:
		return outcome{handover: models.HandoverNone, server: "The mail server wants a user name and a password. " + said(err)}
	}
	o := outcome{handover: models.HandoverLater, problem: "The mail server asks to try again later. " + said(err)}
	if code >= 500 {
		o.handover, o.problem = models.HandoverRefused, "The mail server refused the email. "+said(err)
		if o.badAddress = address && !refusesUs(err); o.badAddress {
			o.problem = "The mail server refused this address. " + said(err)
		}
	}
	if err := c.smtp.Reset(); err != nil {
		o.server = "The mail server broke off. " + said(err)
	}
	return o
}

// refusesUs says whether a refusal is of who sends rather than of the address
// (RFC 3463: 5.7 is about security and policy).
func refusesUs(err error) bool {
	reply, ok := errors.AsType[*textproto.Error](err)
	return ok && strings.HasPrefix(strings.TrimSpace(reply.Msg), "5.7.")
}

// replyCode is the number of a server's answer; 0 when there was none.
func replyCode(err error) int {
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		return reply.Code
	}
	return 0
}

// said tells what a server answered, or why it did not.
func said(err error) string {
	if reply, ok := errors.AsType[*textproto.Error](err); ok {
		text := []rune(strings.ToValidUTF8(oneLine(reply.Msg), "\uFFFD"))
		return fmt.Sprintf("It said: %d %s", reply.Code, string(text[:min(len(text), 300)]))
	}
	return upperFirst(cause(err)) + "."
}

// cause words what is wrong with a connection.
func cause(err error) string {
	if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
		return "it did not answer in time"
	}
	if _, ok := errors.AsType[*net.DNSError](err); ok {
		return "its name is not known"
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return "it closed the connection"
	}
	if op, ok := errors.AsType[*net.OpError](err); ok && op.Err != nil {
		return op.Err.Error()
	}
	return err.Error()
}

// whyNot tells in words why no conversation with the server began.
func (s Server) whyNot(err error) string {
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, name := errors.AsType[x509.HostnameError](err)
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	code := replyCode(err)
	switch {
	case unknown || name || certificate:
		return fmt.Sprintf("The mail server %s shows a certificate that is not to be trusted: %v.", s.Host, err)
	case code == 535 || code == 534 || code == 530:
		return "The mail server refused the user name or the password. " + said(err)
	case errors.Is(err, mail.ErrNoSupportedAuthDiscovered), strings.Contains(err.Error(), "does not support SMTP AUTH"):
		return "The mail server offers no way to sign in that we know, or none without encryption. A user name and a password are set for it."
	case strings.Contains(err.Error(), "STARTTLS"):
		return "The mail server offers no encryption (STARTTLS), so nothing is sent to it."
	case code != 0:
		return "The mail server takes no emails. " + said(err)
	}
	return fmt.Sprintf("The mail server %s does not answer: %s.", s, cause(err))
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
