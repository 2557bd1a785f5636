package models

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"time"
)

// CalendarFeed is somebody's private calendar address, which their calendar
// program reads. The address is signed and names Number: neither it nor a hash
// of it is kept, so that it can be shown again whenever they want to follow it
// on another device, and whoever reads this row alone learns no address. A new
// number makes every earlier address worth nothing.
type CalendarFeed struct {
	PersonID int64 `gorm:"primaryKey"`
	Number   int
	// Follows says that the address gives something now.
	Follows bool
	// RemindMinutes is how long before a meeting their calendar reminds them; 0
	// for never.
	RemindMinutes int
	CreatedAt     time.Time
	// ReadAt is about when a program last asked for it.
	ReadAt *time.Time
}

// CalendarReminders are the choices of how long before a meeting to be reminded,
// in minutes.
var CalendarReminders = []int{0, 60, 24 * 60, 2 * 24 * 60}

const (
	calendarPurpose = "calendar"
	// readEvery is how often it is written down that a feed was read.
	readEvery = 24 * time.Hour
)

// CalendarAddress is the actor's calendar feed and the token that ends its
// address; the token is empty while they have none.
func (s *Store) CalendarAddress(ctx context.Context, actor Actor) (CalendarFeed, string, error) {
	var f CalendarFeed
	if !actor.May(UseAccount, true) {
		return f, "", notAllowed("You may not " + string(UseAccount) + ".")
	}
	if err := s.reading(ctx).Where("person_id = ?", actor.PersonID).Limit(1).Find(&f).Error; err != nil || !f.Follows {
		return f, "", err
	}
	key, err := readLinkKey(s.reading(ctx))
	if err != nil {
		return f, "", err
	}
	return f, signWith(key, calendarPurpose, strconv.FormatInt(f.PersonID, 10), strconv.Itoa(f.Number)), nil
}

// FollowCalendar gives the actor a calendar address, or changes how their
// calendar reminds them; made says which.
func (s *Store) FollowCalendar(ctx context.Context, actor Actor, remindMinutes int) (made bool, err error) {
	err = s.changeCalendar(ctx, actor, func(t *tx, f *CalendarFeed) (string, error) {
		if !slices.Contains(CalendarReminders, remindMinutes) {
			return "", invalid("remind", "Choose when to be reminded")
		}
		what := "changed the reminders of their calendar"
		if made = !f.Follows; made {
			f.Number, f.Follows, f.CreatedAt, f.ReadAt, what = f.Number+1, true, t.now, nil, "made a calendar address"
			if err := t.needLinkKey(); err != nil {
				return "", err
			}
		}
		f.RemindMinutes = remindMinutes
		return what, nil
	})
	return made, err
}

// RenewCalendarAddress gives the actor another address; the old one gives
// nothing any more.
func (s *Store) RenewCalendarAddress(ctx context.Context, actor Actor) error {
	return s.changeCalendar(ctx, actor, func(t *tx, f *CalendarFeed) (string, error) {
		if !f.Follows {
			return "", badState("You have no calendar address. Make one first.")
		}
		f.Number, f.CreatedAt, f.ReadAt = f.Number+1, t.now, nil
		return "renewed their calendar address", nil
	})
}

// StopCalendar ends the actor's calendar address.
func (s *Store) StopCalendar(ctx context.Context, actor Actor) error {
	return s.changeCalendar(ctx, actor, func(t *tx, f *CalendarFeed) (string, error) {
		if !f.Follows {
			return "", badState("You have no calendar address.")
		}
		f.Number, f.Follows = f.Number+1, false
		return "ended their calendar address", nil
	})
}

func (s *Store) changeCalendar(ctx context.Context, actor Actor, change func(*tx, *CalendarFeed) (string, error)) error {
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(UseAccount, true); err != nil {
			return err
		}
		var f CalendarFeed
		if err := t.Where("person_id = ?", t.actor.PersonID).Limit(1).Find(&f).Error; err != nil {
			return err
		}
		f.PersonID = t.actor.PersonID
		what, err := change(t, &f)
		if err != nil {
			return err
		}
		if err := t.Save(&f).Error; err != nil {
			return err
		}
		return t.event(what, "person", t.actor.PersonID, t.actor.Name, 0, "")
	})
}

// feedOf finds whose calendar this token opens, and notes that it was read. A
// token that opens none is not told from one that never did.
func (s *Store) feedOf(ctx context.Context, token string) (CalendarFeed, Actor, error) {
	var f CalendarFeed
	db := s.reading(ctx)
	parts, ok, err := signedParts(db, calendarPurpose, token)
	if err != nil {
		return f, Actor{}, err
	}
	if !ok || len(parts) != 2 {
		return f, Actor{}, notFound("calendar")
	}
	err = db.Where("person_id = ? and number = ? and follows", parts[0], parts[1]).Limit(1).Find(&f).Error
	if err != nil || f.PersonID == 0 {
		return f, Actor{}, orNotFound(err, "calendar")
	}
	var p Person
	err = db.Preload("Organisation").Where("id = ? and deactivated_at is null", f.PersonID).Limit(1).Find(&p).Error
	if err != nil || p.ID == 0 {
		return f, Actor{}, orNotFound(err, "calendar")
	}
	if now := s.Now(); f.ReadAt == nil || now.Sub(*f.ReadAt) > readEvery {
		// Not a command: nothing that a calendar shows has changed.
		if err := s.write.WithContext(ctx).Model(&CalendarFeed{}).Where("person_id = ?", f.PersonID).Update("read_at", now).Error; err != nil {
			slog.WarnContext(ctx, "it was not written down that a calendar was read", "error", err)
		}
	}
	return f, p.Actor(), nil
}

// orNotFound is err, or that there is no such thing.
func orNotFound(err error, what string) error {
	if err != nil {
		return err
	}
	return notFound(what)
}
