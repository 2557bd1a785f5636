package models

import (
	"context"
	"time"
)

// Mailbox says how far a mailbox has been read, and why it cannot be.
type Mailbox struct {
	Name     string `gorm:"primaryKey"`
	Validity uint32 // of the numbers that its emails have
	LastRead uint32
	// Problem is why it cannot be read, in words, and FailingSince since when;
	// empty and nil while it can.
	Problem      string
	FailingSince *time.Time
}

// Mailbox reads how far a mailbox has been read.
func (s *Store) Mailbox(ctx context.Context, actor Actor, name string) (Mailbox, error) {
	m := Mailbox{Name: name}
	if _, err := s.mayRead(ctx, actor, TakeMail); err != nil {
		return m, err
	}
	return m, s.reading(ctx).Where("name = ?", name).Limit(1).Find(&m).Error
}

// NoteMailbox keeps how far a mailbox has been read, and that it can be.
func (s *Store) NoteMailbox(ctx context.Context, actor Actor, m Mailbox) error {
	m.Problem, m.FailingSince = "", nil
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(TakeMail, false); err != nil {
			return err
		}
		if err := t.forgetOtherTrouble(m.Name); err != nil {
			return err
		}
		return t.Save(&m).Error
	})
}

// NoteMailboxTrouble keeps why a mailbox cannot be read. It remembers since when.
func (s *Store) NoteMailboxTrouble(ctx context.Context, actor Actor, name, problem string) error {
	m, err := s.Mailbox(ctx, actor, name)
	if err != nil || m.Problem == problem {
		return err // pages need not change
	}
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(TakeMail, false); err != nil {
			return err
		}
		if err := t.forgetOtherTrouble(name); err != nil {
			return err
		}
		m := Mailbox{Name: name}
		if err := t.Where("name = ?", name).Limit(1).Find(&m).Error; err != nil {
			return err
		}
		if m.Problem = problem; m.FailingSince == nil {
			m.FailingSince = &t.now
		}
		return t.Save(&m).Error
	})
}

// forgetOtherTrouble forgets why mailboxes cannot be read that are not in use
// any more.
func (t *tx) forgetOtherTrouble(name string) error {
	return t.Model(&Mailbox{}).Where("name <> ? and failing_since is not null", name).Updates(map[string]any{"problem": "", "failing_since": nil}).Error
}

// MailboxTrouble is the mailbox that cannot be read at the moment; nil while
// all is well.
func (s *Store) MailboxTrouble(ctx context.Context, actor Actor) (*Mailbox, error) {
	if _, err := s.mayRead(ctx, actor, ReadOutbox); err != nil {
		return nil, err
	}
	var failing []Mailbox
	err := s.reading(ctx).Where("failing_since is not null").Limit(1).Find(&failing).Error
	if err != nil || len(failing) == 0 {
		return nil, err
	}
	return &failing[0], nil
}
