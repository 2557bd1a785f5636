package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"strings"

	"github.com/emersion/go-imap/v2"

	"quarterday/models"
)

// unreadable says why a mailbox cannot be read: for the log what was tried, for
// the secretariat in words.
type unreadable struct {
	tried string
	words string
	err   error
	// certain says that it is not the network, which comes and goes.
	certain bool
}

func (u *unreadable) Error() string { return u.tried + ": " + u.err.Error() }

func (u *unreadable) Unwrap() error { return u.err }

// unreadable words what is wrong with the way to the mailbox's server.
func (m Mailbox) unreadable(tried string, err error) error {
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	_, name := errors.AsType[x509.HostnameError](err)
	_, certificate := errors.AsType[*tls.CertificateVerificationError](err)
	u := &unreadable{tried: tried, err: err, words: fmt.Sprintf("The mailbox’s server %s does not answer: %s.", m, cause(err))}
	if unknown || name || certificate {
		u.certain, u.words = true, fmt.Sprintf("The mailbox’s server %s shows a certificate that is not to be trusted: %v.", m.Host, err)
	} else if _, ok := errors.AsType[*imap.Error](err); ok {
		u.words = fmt.Sprintf("The mailbox’s server %s does not do its work. %s", m, m.said(err))
	}
	return u
}

// notEncrypted words why no encrypted conversation began where it is asked for.
func (m Mailbox) notEncrypted(err error) error {
	const tried = "encrypt the conversation with the mailbox"
	if _, refused := errors.AsType[*imap.Error](err); refused {
		return &unreadable{tried, "The mailbox’s server offers no encryption (STARTTLS), so no password is told to it.", err, true}
	}
	return m.unreadable(tried, err)
}

// notSignedIn words why the server does not let us in.
func (m Mailbox) notSignedIn(err error) error {
	const tried = "sign in to the mailbox"
	refusal, refused := errors.AsType[*imap.Error](err)
	if !refused || refusal.Code == imap.ResponseCodeUnavailable {
		return m.unreadable(tried, err)
	}
	return &unreadable{tried, "The mailbox refused the user name or the password. " + m.said(err), err, true}
}

// notOpened words why the folder cannot be opened.
func (m Mailbox) notOpened(err error) error {
	tried := "open " + m.Folder
	if _, refused := errors.AsType[*imap.Error](err); !refused {
		return m.unreadable(tried, err)
	}
	return &unreadable{tried, fmt.Sprintf("The mailbox has no folder “%s”, or does not let us read it. %s", m.Folder, m.said(err)), err, true}
}

// said tells what the server answered, without the password if it repeats that.
func (m Mailbox) said(err error) string {
	e, ok := errors.AsType[*imap.Error](err)
	if !ok {
		return ""
	}
	text := []rune(strings.ToValidUTF8(oneLine(e.Text), "\uFFFD"))
	return "It said: " + m.withoutSecrets(string(text[:min(len(text), 300)]))
}

// troubleAfter is at how many looks in a row the network must fail before the
// secretariat hears of it: it comes and goes.
const troubleAfter = 3

// noteTrouble keeps for the secretariat why the mailbox cannot be read. That it
// can be read again is kept with how far.
func (r *Receiver) noteTrouble(ctx context.Context, err error) error {
	u, ok := errors.AsType[*unreadable](err)
	if !ok {
		r.failures = 0
		return nil
	}
	if r.failures++; !u.certain && r.failures < troubleAfter {
		return nil
	}
	return r.store.NoteMailboxTrouble(ctx, models.Operator, r.mailbox.name(), u.words)
}
