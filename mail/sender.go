package mail

import (
	"context"
	"crypto/rand"
	"log/slog"
	"strings"
	"time"

	"quarterday/models"
)

const (
	// perConnection is how many letters go over one conversation: servers end
	// longer ones.
	perConnection = 50
	// laterInARow is after how many letters put off one after another the server
	// is left alone for a while: it wants fewer at a time.
	laterInARow = 5
)

// Sender takes letters from the outbox to the mail server, one at a time. Of
// several on one database, one sends.
type Sender struct {
	store  *models.Store
	server Server
	base   string
	from   string // empty: the partnership's address for replies
	holder string
	// answers is the address to which letters are answered, with tokenMark where
	// the letter's own token goes; empty is the partnership's address for replies.
	answers string

	// prolong ticks when the lease should be prolonged while a letter is handed
	// over; stop ends that.
	prolong func() (ticks <-chan time.Time, stop func())

	last     models.DeliveryResult // not yet recorded
	noSender bool                  // the log has said that there is no address to send from
}

// NewSender makes a sender for a site at the address base. from is the address
// that letters are sent from; empty is the partnership's own for replies.
func NewSender(store *models.Store, server Server, base, from string) *Sender {
	return &Sender{store: store, server: server, base: base, from: from, holder: rand.Text(), prolong: func() (<-chan time.Time, func()) {
		ticker := time.NewTicker(models.DeliveryLeaseSpan / 4)
		return ticker.C, ticker.Stop
	}}
}

// AnswersTo says where letters are answered when not to the partnership's
// address for replies: at a mailbox that is read.
func (s *Sender) AnswersTo(address string) { s.answers = address }

// Run sends whenever the ticks say so or a command has queued letters, until
// the context ends. A letter being handed over then is finished first.
func (s *Sender) Run(ctx context.Context, ticks <-chan time.Time) {
	for {
		if err := s.Send(ctx); err != nil && ctx.Err() == nil {
			slog.Error("letters were not sent", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		case <-s.store.LettersQueued():
		}
	}
}

// Send sends all letters that are due now.
func (s *Sender) Send(ctx context.Context) error {
	due, err := s.store.LettersDue(ctx, s.holder)
	if err != nil || !due {
		return err
	}
	p, err := s.store.Partnership(ctx)
	if err != nil {
		return err
	}
	from := s.from
	if from == "" {
		from = p.ReplyAddress
	}
	if from == "" {
		if !s.noSender {
			slog.Warn("letters wait: there is no address to send them from. Give the partnership an address for replies in its settings, or set QUARTERDAY_MAIL_FROM")
			s.noSender = true
		}
		return nil
	}
	s.noSender = false
	work := context.WithoutCancel(ctx) // what has begun is finished
	begun, err := s.store.BeginDelivery(work, models.Operator, s.holder, s.last)
	if err != nil || !begun {
		return err
	}
	s.last = models.DeliveryResult{}
	r := round{Sender: s, from: from}
	err = r.send(ctx, work)
	r.hangUp()
	if r.result.Problem != "" {
		slog.Warn("the mail server takes no letters at the moment; they wait", "server", s.server.String(), "problem", s.server.withoutSecrets(r.result.Problem), "sent", r.result.Sent)
	} else if r.result.Sent > 0 {
		slog.Info("letters sent", "letters", r.result.Sent)
	}
	if err != nil {
		return err
	}
	if err := s.store.EndDelivery(work, models.Operator, s.holder, s.last, r.result); err != nil {
		return err
	}
	s.last = models.DeliveryResult{}
	return nil
}

// round is one time of sending all that is due.
type round struct {
	*Sender
	from   string
	conn   *connection
	later  int // letters put off one after another
	result models.DeliveryRound
}

// send hands over one letter after another until none is due, the server takes
// no more, or stop ends.
func (r *round) send(stop, work context.Context) error {
	domain := r.from[strings.LastIndex(r.from, "@")+1:]
	for stop.Err() == nil {
		d, found, err := r.store.NextDelivery(work, models.Operator, r.holder, domain, r.last)
		if err != nil || !found {
			return err
		}
		o := r.holding(work, func() outcome { return r.deliver(work, d) })
		r.last = models.DeliveryResult{Letter: d.Letter, Handover: o.handover, Problem: o.problem, BadAddress: o.badAddress}
		r.later++
		switch o.handover {
		case models.HandoverTaken:
			r.result.Sent++
			r.later = 0
		case models.HandoverRefused:
			slog.Warn("a letter was refused; the outbox says why", "letter", d.Letter.ID, "kind", d.Letter.Kind)
			r.later = 0
		}
		r.result.Reached = r.result.Reached || o.server == ""
		if o.server == "" && r.later >= laterInARow {
			o.server = o.problem
		}
		if o.server != "" {
			r.result.Problem = o.server
			return nil
		}
	}
	return nil
}

// holding keeps the lease while do is done, so that no other process takes the
// letter for lost when the mail server is slow.
func (r *round) holding(ctx context.Context, do func() outcome) outcome {
	ticks, stop := r.prolong()
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-done:
				return
			case <-ticks:
				if err := r.store.KeepDelivery(ctx, models.Operator, r.holder); err != nil {
					slog.Warn("the lease to send letters was not prolonged", "error", err)
				}
			}
		}
	}()
	o := do()
	close(done)
	stop()
	<-ended
	return o
}

// deliver words one letter and hands it over.
func (r *round) deliver(ctx context.Context, d models.Delivery) outcome {
	m, err := message(d, r.base, r.from, r.answers, r.store.Now())
	if err != nil {
		slog.Error("a letter cannot be worded", "letter", d.Letter.ID, "kind", d.Letter.Kind, "error", err)
		return outcome{handover: models.HandoverRefused, problem: "It could not be put into words. The log says why."}
	}
	if r.conn != nil && r.conn.used >= perConnection {
		r.hangUp()
	}
	for again := r.conn != nil; ; again = false {
		if r.conn == nil {
			if r.conn, err = r.server.dial(ctx); err != nil {
				return outcome{handover: models.HandoverNone, server: r.server.whyNot(err)}
			}
		}
		o := r.conn.hand(r.from, d.Letter.Email, m)
		if !o.stale || !again {
			return o
		}
		r.hangUp() // the server had ended the conversation: begin another
	}
}

func (r *round) hangUp() {
	if r.conn != nil {
		r.conn.close()
		r.conn = nil
	}
}
