package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"quarterday/models"
)

// Mailbox is where answers to our letters arrive, read by IMAP.
type Mailbox struct {
	Server
	Folder string
}

// ParseMailbox reads the address of a mailbox: imaps://user:password@host:993,
// or imap://…:143 where encryption is asked for by STARTTLS unless the host is
// this machine; a folder other than INBOX follows a slash. An error never
// repeats what was given: it holds a password.
func ParseMailbox(address string) (Mailbox, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || u.RawQuery != "" || u.User.Username() == "" {
		return Mailbox{}, errors.New("the mailbox's address must look like imaps://user:password@host:993 or imap://user:password@host:143; in the user and the password write % before the code of any special character (%40 for @)")
	}
	m := Mailbox{Server: Server{Host: u.Hostname(), User: u.User.Username()}, Folder: strings.Trim(u.Path, "/")}
	m.password, _ = u.User.Password()
	if m.Folder == "" {
		m.Folder = "INBOX"
	}
	switch u.Scheme {
	case "imap":
		m.Port, m.StartTLS = 143, !here(m.Host)
	case "imaps":
		m.Port, m.TLS = 993, true
	default:
		return Mailbox{}, errors.New("the mailbox's address must begin with imap:// or imaps://")
	}
	if p := u.Port(); p != "" {
		if m.Port, err = strconv.Atoi(p); err != nil || m.Port < 1 || m.Port > 65535 {
			return Mailbox{}, errors.New("the mailbox's port must be a number from 1 to 65535")
		}
	}
	return m, nil
}

// name tells this mailbox from others in the database.
func (m Mailbox) name() string { return m.User + "@" + m.String() + "/" + m.Folder }

const (
	// roundTime bounds one look into the mailbox, emailTime one email of it.
	roundTime = 10 * time.Minute
	// perRound is how many emails are taken at one look; the rest waits a minute.
	perRound = 100
	// firstDays is how far back the first look into a mailbox goes: it may hold
	// years of other things.
	firstDays = 3
	// largestRound is how many bytes of attachments are kept at one look.
	largestRound = 200 << 20
	// triesEach is how often an email is tried that cannot be taken, before it is
	// passed over so that those after it are not kept waiting.
	triesEach = 5
)

// Receiver takes emails out of a mailbox into the store. Several may read the
// same mailbox: an email is taken once.
type Receiver struct {
	store   *models.Store
	mailbox Mailbox
	reader  emailReader

	failed   map[imap.UID]int
	failures int  // looks in a row at which the mailbox could not be read
	silent   bool // the log has said so
}

// NewReceiver makes a receiver; keep keeps attachments.
func NewReceiver(store *models.Store, mailbox Mailbox, keep Keep) *Receiver {
	expects := func(ctx context.Context, form models.ReceivedForm) (bool, error) {
		return store.ExpectsReceived(ctx, models.Operator, form)
	}
	return &Receiver{store: store, mailbox: mailbox, reader: emailReader{keep: keep, expects: expects}, failed: map[imap.UID]int{}}
}

// CheckedBy names the mail server whose word on senders is believed: the name
// with which it begins its Authentication-Results.
func (r *Receiver) CheckedBy(server string) { r.reader.checkedBy = server }

// Run looks into the mailbox at each tick, and once at the start, until the
// context ends. An email being taken then is finished or left for the next time.
func (r *Receiver) Run(ctx context.Context, ticks <-chan time.Time) {
	for {
		taken, err := r.Receive(ctx)
		if failed := r.noteTrouble(ctx, err); failed != nil && ctx.Err() == nil {
			slog.Error("it was not noted that the mailbox cannot be read", "error", failed)
		}
		switch {
		case err == nil:
			if r.silent {
				slog.Info("the mailbox can be read again", "mailbox", r.mailbox.String())
			}
			r.silent = false
		case ctx.Err() == nil && !r.silent:
			slog.Error("the mailbox cannot be read; it is tried again every minute", "mailbox", r.mailbox.String(), "error", r.mailbox.withoutSecrets(err.Error()))
			r.silent = true
		}
		if taken > 0 {
			slog.Info("emails taken", "emails", taken)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
	}
}

// Receive takes the emails that have come since it looked last, and says how
// many. How far it has come is kept in the database, whatever mail programs do
// with the mailbox meanwhile.
func (r *Receiver) Receive(ctx context.Context) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, roundTime)
	defer cancel()
	client, err := r.mailbox.open(ctx)
	if err != nil {
		return 0, err
	}
	defer client.Close()
	stop := context.AfterFunc(ctx, func() { client.Close() })
	defer stop()
	if err := client.Login(r.mailbox.User, r.mailbox.password).Wait(); err != nil {
		return 0, r.mailbox.notSignedIn(err)
	}
	folder, err := client.Select(r.mailbox.Folder, nil).Wait()
	if err != nil {
		return 0, r.mailbox.notOpened(err)
	}
	mark, err := r.store.Mailbox(ctx, models.Operator, r.mailbox.name())
	if err != nil {
		return 0, err
	}
	known := mark.Validity == folder.UIDValidity && mark.Validity != 0
	uids, err := r.since(client, mark, known)
	if err != nil {
		return 0, err
	}
	before := mark
	mark.Validity = folder.UIDValidity
	if !known { // numbers begin anew, with the first that is looked at
		switch {
		case len(uids) > 0:
			mark.LastRead = uint32(uids[0]) - 1
		case folder.UIDNext > 0:
			mark.LastRead = uint32(folder.UIDNext) - 1
		default: // it does not say where new ones begin: the next look is the first again
			mark = before
		}
	}
	taken, kept, failure := 0, int64(0), error(nil)
	for _, uid := range uids {
		if kept >= largestRound {
			break
		}
		var size int64
		if size, failure = r.take(ctx, client, uid); failure != nil {
			break
		}
		kept += size
		mark.LastRead = max(mark.LastRead, uint32(uid))
		taken++
	}
	if mark != before || mark.FailingSince != nil {
		// What was taken is noted although the round was cut off: its time is over,
		// not that of the note.
		if err := r.store.NoteMailbox(context.WithoutCancel(ctx), models.Operator, mark); err != nil {
			return taken, err
		}
	}
	if failure == nil {
		_ = client.Logout().Wait() // all is done; a server that does not say goodbye is no problem
	}
	return taken, failure
}

// open begins a conversation with the server: encryption first.
func (m Mailbox) open(ctx context.Context) (*imapclient.Client, error) {
	dialled, cancel := context.WithTimeout(ctx, dialTime)
	defer cancel()
	conn, err := (&net.Dialer{}).DialContext(dialled, "tcp", m.String())
	if err != nil {
		return nil, m.unreadable("reach the mailbox", err)
	}
	// Nothing is waited for longer than a round, encryption and greeting included.
	_ = conn.SetDeadline(time.Now().Add(roundTime))
	options := &imapclient.Options{TLSConfig: m.tlsConfig()}
	switch {
	case m.TLS:
		secure := tls.Client(conn, m.tlsConfig())
		if err := secure.HandshakeContext(dialled); err != nil {
			conn.Close()
			return nil, m.unreadable("encrypt the conversation with the mailbox", err)
		}
		conn = secure
	case m.StartTLS:
		client, err := imapclient.NewStartTLS(conn, options)
		if err != nil {
			conn.Close()
			return nil, m.notEncrypted(err)
		}
		return client, nil
	}
	client := imapclient.New(conn, options)
	if err := client.WaitGreeting(); err != nil {
		client.Close()
		return nil, m.unreadable("be greeted by the mailbox’s server", err)
	}
	return client, nil
}

// since are the numbers of the emails that have come since the mark, at most so
// many as one round takes; at the first look those of the last days.
func (r *Receiver) since(client *imapclient.Client, mark models.Mailbox, known bool) ([]imap.UID, error) {
	var criteria imap.SearchCriteria
	if known {
		var after imap.UIDSet
		after.AddRange(imap.UID(mark.LastRead+1), 0)
		criteria.UID = []imap.UIDSet{after}
	} else {
		criteria.Since = r.store.Now().AddDate(0, 0, -firstDays)
	}
	found, err := client.UIDSearch(&criteria, nil).Wait()
	if err != nil {
		return nil, r.mailbox.unreadable("look for new emails", err)
	}
	var uids []imap.UID
	for _, uid := range found.AllUIDs() {
		// A range to the end has the last email in it, however old that is.
		if !known || uint32(uid) > mark.LastRead {
			uids = append(uids, uid)
		}
	}
	return uids[:min(len(uids), perRound)], nil
}

// take fetches one email, takes it, and marks it as read when nobody need look
// at it; kept is how many bytes of attachments it has. An email that cannot be taken again and again is passed over, and the
// log says so.
func (r *Receiver) take(ctx context.Context, client *imapclient.Client, uid imap.UID) (kept int64, err error) {
	form, gone, err := r.fetch(ctx, client, uid)
	if gone {
		return 0, nil
	}
	for _, f := range form.Files {
		kept += f.Size
	}
	if err == nil {
		var taken models.Received
		if taken, err = r.store.TakeReceived(ctx, models.Operator, form); err == nil {
			delete(r.failed, uid)
			if taken.SettledAt == nil {
				return kept, nil
			}
			err = client.Store(imap.UIDSetNum(uid), &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}, nil).Close()
			if err != nil {
				slog.Debug("an email was taken and not marked as read", "error", err)
			}
			return kept, nil
		}
	}
	if ctx.Err() != nil || models.KindOf(err) == models.KindUnavailable {
		return kept, err
	}
	if r.failed[uid]++; r.failed[uid] >= triesEach {
		slog.Error("an email cannot be taken and is passed over; it is still in the mailbox", "email", uint32(uid), "error", err)
		delete(r.failed, uid)
		return kept, nil
	}
	return kept, err
}

// fetch reads one email as it comes over the wire, so that it is never in memory
// as a whole; gone when it has been deleted.
func (r *Receiver) fetch(ctx context.Context, client *imapclient.Client, uid imap.UID) (form models.ReceivedForm, gone bool, err error) {
	command := client.Fetch(imap.UIDSetNum(uid), &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{{Peek: true}}})
	defer func() {
		if closed := command.Close(); err == nil {
			err = closed
		}
	}()
	gone = true
	for {
		data := command.Next()
		if data == nil {
			return form, gone, nil
		}
		for item := data.Next(); item != nil; item = data.Next() {
			body, ok := item.(imapclient.FetchItemDataBodySection)
			if !ok || body.Literal == nil || !gone {
				continue
			}
			gone = false
			if form, err = r.reader.read(ctx, body.Literal); err != nil {
				return form, false, err
			}
			if _, err = io.Copy(io.Discard, body.Literal); err != nil {
				return form, false, err
			}
		}
	}
}
