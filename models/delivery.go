package models

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

const (
	// deliveryLease is what one process holds while it sends letters.
	deliveryLease = "letters"
	// DeliveryLeaseSpan is how long the lease lasts unless it is prolonged, which
	// each letter does, and KeepDelivery while a letter takes long.
	DeliveryLeaseSpan = 2 * time.Minute
	// tryFor is how long a letter is tried again before it is given up.
	tryFor = 3 * 24 * time.Hour
)

// MailFailure says that the mail server takes no letters at the moment.
type MailFailure struct {
	ID       int64
	Failures int // in a row
	Since    time.Time
	RetryAt  time.Time
	Problem  string
}

// AddressProblem is an address that a mail server refused for good. It is
// forgotten when a letter to it is taken.
type AddressProblem struct {
	Email   string `gorm:"primaryKey"`
	Problem string
	At      time.Time
}

// Delivery is one letter on its way out, with what its words need beside its facts.
type Delivery struct {
	Letter      Letter
	Partnership Partnership
	// StopToken ends the address of the link with which its reader stops letters
	// of this kind; empty where they cannot do without.
	StopToken string
	// ReplyToken ends the addresses of the links with which its reader answers the
	// invitation without signing in; empty where nothing is asked.
	ReplyToken string
	// MailToken stands in the address to which its reader answers, where that can
	// hold one.
	MailToken string
	// Answer is what its reader answered to the invitation, for their calendar.
	Answer Reply
}

// Handover says what became of a letter that was given to the mail server.
type Handover string

const (
	// HandoverTaken: the server took it.
	HandoverTaken Handover = "taken"
	// HandoverRefused: the server will never take it.
	HandoverRefused Handover = "refused"
	// HandoverLater: the server asks to try this letter again later.
	HandoverLater Handover = "later"
	// HandoverUnknown: the connection broke after all of it was said and before
	// the answer. It may have arrived.
	HandoverUnknown Handover = "unknown"
	// HandoverNone: the server failed before it was the letter's turn.
	HandoverNone Handover = "none"
)

// DeliveryResult is what became of one delivery. The zero value is none yet.
type DeliveryResult struct {
	Letter   Letter
	Handover Handover
	Problem  string // in words, for the secretariat
	// BadAddress says that it is the address that was refused.
	BadAddress bool
}

// LettersDue says whether this process could send a letter now. It only reads,
// so that it may be asked often.
func (s *Store) LettersDue(ctx context.Context, holder string) (bool, error) {
	now := s.Now()
	var due bool
	values := dueNow(now)
	values["lease"], values["holder"] = deliveryLease, holder
	err := s.reading(ctx).Raw(`select exists (select 1 from letters l where state = @sending or `+dueLetters+`)
		and not exists (select 1 from leases where name = @lease and holder <> @holder and ends_at > @now)
		and not exists (select 1 from mail_failures where retry_at > @now)`, values).Scan(&due).Error
	return due, err
}

// BeginDelivery makes holder the one process that sends letters, if no other
// is; before that it records what became of a letter that could not be recorded
// yet. Letters that another was sending when it died are sent again, under the
// same name; those that are no news any more, or were tried for three days, are
// given up.
func (s *Store) BeginDelivery(ctx context.Context, actor Actor, holder string, last DeliveryResult) (bool, error) {
	begun := false
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(DeliverLetters, false); err != nil {
			return err
		}
		if err := t.recordDelivery(last); err != nil {
			return err
		}
		if begun, err = t.takeLease(deliveryLease, holder, DeliveryLeaseSpan); err != nil || !begun {
			return err
		}
		if err := t.Model(&Letter{}).Where("state = ?", LetterSending).Update("state", LetterWaiting).Error; err != nil {
			return err
		}
		return t.giveUp()
	})
	return begun, err
}

// giveUp fails the letters that it is too late for.
func (t *tx) giveUp() error {
	late := t.Model(&Letter{}).Where("state = ? and expires_at <= ?", LetterWaiting, t.now).
		Updates(map[string]any{"state": LetterFailed, "problem": gorm.Expr("case when problem = '' then ? else ? || problem end", "It could not be sent in time.", "It could not be sent in time. ")})
	if late.Error != nil {
		return late.Error
	}
	tried := t.Model(&Letter{}).Where("state = ? and first_tried_at <= ?", LetterWaiting, t.now.Add(-tryFor)).
		Updates(map[string]any{"state": LetterFailed, "problem": gorm.Expr("? || problem", "It was tried for three days. ")})
	if tried.Error != nil || late.RowsAffected+tried.RowsAffected == 0 {
		return tried.Error
	}
	return t.event("gave up sending emails", "email", 0, "", 0, letterCount(late.RowsAffected+tried.RowsAffected))
}

// NextDelivery records what became of the last letter and gives the next one
// that is due, marked as being sent; false when there is none. domain ends the
// name by which mail programs know it. The lease is prolonged; whoever has lost
// it is refused.
func (s *Store) NextDelivery(ctx context.Context, actor Actor, holder, domain string, last DeliveryResult) (Delivery, bool, error) {
	var d Delivery
	found, held := false, false
	err := s.command(ctx, actor, func(t *tx) (err error) {
		d, found, held = Delivery{}, false, false
		if err := t.may(DeliverLetters, false); err != nil {
			return err
		}
		if err := t.recordDelivery(last); err != nil {
			return err
		}
		if held, err = t.keepLease(deliveryLease, holder, DeliveryLeaseSpan); err != nil || !held {
			return err
		}
		if found, err = t.nextDue(&d.Letter); err != nil || !found {
			return err
		}
		l := &d.Letter
		l.State, l.InFlightAt, l.Attempts = LetterSending, &t.now, l.Attempts+1
		if l.FirstTriedAt == nil {
			l.FirstTriedAt = &t.now
		}
		if l.MessageID == "" {
			if err := t.needLinkKey(); err != nil {
				return err
			}
			l.MessageID = messageName(t.linkKey, l.Cause) + "@" + domain
		}
		if err := t.Model(l).Select("state", "in_flight_at", "attempts", "first_tried_at", "message_id").Updates(l).Error; err != nil {
			return err
		}
		return t.prepare(&d)
	})
	if err == nil && !held {
		err = errOtherSends()
	}
	return d, found && err == nil, err
}

// KeepDelivery prolongs the lease of a holder that is still handing over a
// letter: mail servers may take ten minutes to look through one. Whoever has
// lost it is refused.
func (s *Store) KeepDelivery(ctx context.Context, actor Actor, holder string) error {
	held := false
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(DeliverLetters, false); err != nil {
			return err
		}
		held, err = t.keepLease(deliveryLease, holder, DeliveryLeaseSpan)
		return err
	})
	if err == nil && !held {
		err = errOtherSends()
	}
	return err
}

func errOtherSends() error { return badState("Another process is sending the emails now.") }

// dueLetters picks those that could go out now. Letters to one person about one
// meeting keep their order, so that nobody hears of a move before the invitation.
const dueLetters = `l.state = @waiting and (l.next_at is null or l.next_at <= @now) and (l.meeting_id is null or
	l.person_id is not null and not exists (select 1 from letters e where e.meeting_id = l.meeting_id and e.person_id = l.person_id and e.id < l.id and e.state in (@waiting, @sending)) or
	l.person_id is null and not exists (select 1 from letters e where e.meeting_id = l.meeting_id and e.person_id is null and e.email = l.email and e.id < l.id and e.state in (@waiting, @sending)))`

// dueNow are the values that dueLetters asks for.
func dueNow(now time.Time) map[string]any {
	return map[string]any{"waiting": LetterWaiting, "sending": LetterSending, "now": now}
}

// nextDue finds the letter that is to go out next. Links to sign in go first:
// somebody waits for them.
func (t *tx) nextDue(l *Letter) (bool, error) {
	for _, first := range []string{"kind = ?", "kind <> ?"} {
		var found []Letter
		err := t.Table("letters l").Where(first, LetterSignIn).Where(dueLetters, dueNow(t.now)).
			Order("l.id").Limit(1).Find(&found).Error
		if err != nil {
			return false, err
		}
		if len(found) > 0 {
			*l = found[0]
			return true, nil
		}
	}
	return false, nil
}

// prepare adds what the words of the letter need.
func (t *tx) prepare(d *Delivery) (err error) {
	d.Partnership = t.partnership
	if err := t.needLinkKey(); err != nil {
		return err
	}
	d.MailToken = mailToken(t.linkKey, d.Letter.ID)
	if err := t.readAnswer(d); err != nil || d.Letter.PersonID == nil {
		return err
	}
	if d.Letter.Kind.Optional() {
		if d.StopToken, err = t.stopToken(*d.Letter.PersonID, d.Letter.Kind); err != nil {
			return err
		}
	}
	if d.Letter.MeetingID != nil && d.Letter.Kind.asks() {
		if d.ReplyToken, err = t.replyToken(*d.Letter.PersonID, *d.Letter.MeetingID); err != nil {
			return err
		}
	}
	return nil
}

// readAnswer reads what the letter's reader has answered by now, for their
// calendar. A deputy without an account is known by their address.
func (t *tx) readAnswer(d *Delivery) error {
	if d.Letter.MeetingID == nil || !d.Letter.Kind.inDiaries() {
		return nil
	}
	of := t.Model(&Attendance{}).Where("meeting_id = ?", *d.Letter.MeetingID)
	if d.Letter.PersonID != nil {
		of = of.Where("person_id = ?", *d.Letter.PersonID)
	} else {
		of = of.Where("person_id is null and deputy_for_id is not null and email = ?", d.Letter.Email)
	}
	var answers []Reply
	err := of.Order("id").Limit(1).Pluck("reply", &answers).Error
	if len(answers) > 0 {
		d.Answer = answers[0]
	}
	return err
}

// recordDelivery writes what became of a letter, unless it is being sent anew by
// somebody else since. One that waits to be sent anew, because its sender was
// too long in coming, need not be.
func (t *tx) recordDelivery(r DeliveryResult) error {
	if r.Letter.ID == 0 {
		return nil
	}
	change := map[string]any{"problem": r.Problem}
	switch r.Handover {
	case HandoverTaken:
		change["state"], change["sent_at"], change["in_flight_at"], change["next_at"] = LetterSent, t.now, nil, nil
		if err := t.Where("email = ?", r.Letter.Email).Delete(&AddressProblem{}).Error; err != nil {
			return err
		}
	case HandoverRefused:
		change["state"], change["in_flight_at"], change["next_at"] = LetterFailed, nil, nil
		if r.BadAddress {
			if err := t.noteAddressProblem(r.Letter.Email, r.Problem); err != nil {
				return err
			}
		}
	case HandoverLater:
		change["state"], change["in_flight_at"], change["next_at"] = LetterWaiting, nil, t.now.Add(retryAfter(r.Letter.Cause, r.Letter.Attempts, letterRetry))
	case HandoverUnknown:
		change["state"], change["next_at"] = LetterWaiting, t.now.Add(retryAfter(r.Letter.Cause, r.Letter.Attempts, letterRetry))
	case HandoverNone: // noteMailServer says why
		delete(change, "problem")
		change["state"], change["in_flight_at"], change["attempts"] = LetterWaiting, nil, r.Letter.Attempts-1
	default:
		return fmt.Errorf("models: no handover %q", r.Handover)
	}
	return t.Model(&Letter{}).Where("id = ? and state in ? and attempts = ?", r.Letter.ID, []LetterState{LetterSending, LetterWaiting}, r.Letter.Attempts).Updates(change).Error
}

// noteAddressProblem keeps that letters to this address come back.
func (t *tx) noteAddressProblem(email, problem string) error {
	return t.Clauses(clause.OnConflict{Columns: []clause.Column{{Name: "email"}}, DoUpdates: clause.AssignmentColumns([]string{"problem", "at"})}).
		Create(&AddressProblem{Email: email, Problem: problem, At: t.now}).Error
}

// DeliveryRound is how a round of sending ended.
type DeliveryRound struct {
	// Sent is how many letters were taken.
	Sent int
	// Reached says that the mail server did its work, if only by refusing.
	Reached bool
	// Problem is why it takes no more, if it does not.
	Problem string
}

// EndDelivery records what became of the last letter and lets other processes
// send. A mail server that takes no more is left alone for a while, longer each
// time.
func (s *Store) EndDelivery(ctx context.Context, actor Actor, holder string, last DeliveryResult, round DeliveryRound) error {
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(DeliverLetters, false); err != nil {
			return err
		}
		if err := t.recordDelivery(last); err != nil {
			return err
		}
		if err := t.noteMailServer(round); err != nil {
			return err
		}
		if err := t.dropLease(deliveryLease, holder); err != nil || round.Sent == 0 {
			return err
		}
		return t.event("sent emails", "email", 0, "", 0, letterCount(int64(round.Sent)))
	})
}

// noteMailServer keeps how the mail server does. Letters that were due while it
// failed count as tried: the three days begin.
func (t *tx) noteMailServer(round DeliveryRound) error {
	var f MailFailure
	if err := t.Limit(1).Find(&f).Error; err != nil {
		return err
	}
	if round.Problem == "" {
		if f.ID == 0 || !round.Reached {
			return nil
		}
		return t.Delete(&MailFailure{}, f.ID).Error
	}
	if f.ID == 0 || round.Sent > 0 {
		f = MailFailure{ID: 1, Since: t.now}
	}
	f.Failures++
	f.Problem, f.RetryAt = round.Problem, t.now.Add(retryAfter("mail server", f.Failures, serverRetry))
	if err := t.Save(&f).Error; err != nil {
		return err
	}
	return t.Model(&Letter{}).Where("state = ? and (next_at is null or next_at <= ?)", LetterWaiting, t.now).
		Updates(map[string]any{"first_tried_at": gorm.Expr("coalesce(first_tried_at, ?)", t.now), "problem": round.Problem}).Error
}
