package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm/clause"

	"quarterday/calendar"
)

// TimedMark says that something that time alone brings about has been done.
// Marks and letters are written in one command: a server that stops in between
// has done neither, and one that was off does it once when it is back.
type TimedMark struct {
	Name   string `gorm:"primaryKey"` // "items-close/2026-q4/2026-11-17"
	DoneAt time.Time
}

// timedHour is when letters that time brings about go out, by the partnership's
// clock: when people come to work, and not at midnight.
var timedHour = calendar.Clock{Hour: 8}

// markLife is how long marks are kept: longer than anything can be late.
const markLife = 400 * 24 * time.Hour

// occasion is one thing whose time has come.
type occasion struct {
	mark string
	do   func(*tx) error
}

// DoTimedWork does all whose time has come and that has not been done: it
// reminds of deadlines, sends the weekly lists of actions, and clears away what
// has ended. It may be called as often as one likes, by several servers at once;
// nothing is done twice, and when nothing is due nothing is written.
func (s *Store) DoTimedWork(ctx context.Context, actor Actor) error {
	p, err := s.mayRead(ctx, actor, DoTimedWork)
	if err != nil || p.SetUpAt == nil {
		return err
	}
	due, err := s.occasions(ctx, p)
	if err != nil {
		return err
	}
	var errs []error
	for _, o := range due {
		if err := s.command(ctx, actor, func(t *tx) error {
			if err := t.may(DoTimedWork, false); err != nil {
				return err
			}
			if first, err := t.markDone(o.mark); err != nil || !first {
				return err
			}
			return o.do(t)
		}); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", o.mark, err))
		}
	}
	return errors.Join(append(errs, s.clearAway(ctx, actor))...)
}

// occasions are what is due now and not marked as done.
func (s *Store) occasions(ctx context.Context, p Partnership) ([]occasion, error) {
	meetings, err := s.meetingOccasions(ctx, p)
	if err != nil {
		return nil, err
	}
	due := append(meetings, actionOccasions(p, s.Now())...)
	if len(due) == 0 {
		return nil, nil
	}
	names := make([]string, len(due))
	for i, o := range due {
		names[i] = o.mark
	}
	var done []string
	if err := s.reading(ctx).Model(&TimedMark{}).Where("name in ?", names).Pluck("name", &done).Error; err != nil {
		return nil, err
	}
	was := map[string]bool{}
	for _, name := range done {
		was[name] = true
	}
	var left []occasion
	for _, o := range due {
		if !was[o.mark] {
			left = append(left, o)
		}
	}
	return left, nil
}

// markDone marks something as done; false when it was already.
func (t *tx) markDone(name string) (bool, error) {
	res := t.Clauses(clause.OnConflict{DoNothing: true}).Create(&TimedMark{Name: name, DoneAt: t.now})
	return res.RowsAffected == 1, res.Error
}

// timedMoment is when letters of a day go out. The hour exists on every day:
// clocks change at night.
func timedMoment(p Partnership, day calendar.Date) time.Time {
	at, err := calendar.Local(day, timedHour, p.Location())
	if err != nil {
		return time.Date(day.Year, day.Month, day.Day, timedHour.Hour, timedHour.Minute, 0, 0, p.Location())
	}
	return at
}
