package demo

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"quarterday/calendar"
)

// happening is one thing that somebody did, at its time. Happenings are noted in
// any order and done in that of their times, as life would.
type happening struct {
	at   time.Time
	what string
	do   func() error
}

// on notes what is to happen at this time of a day.
func (b *builder) on(day calendar.Date, hour, minute int, what string, do func() error) {
	b.diary = append(b.diary, happening{b.time(day, hour, minute), what, do})
}

// time is a time of the day in the partnership.
func (b *builder) time(day calendar.Date, hour, minute int) time.Time {
	return time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, b.zone)
}

// live lets everything happen that is in the diary. All of it is before today,
// so that the sample is the same at every hour of the day.
func (b *builder) live() error {
	slices.SortStableFunc(b.diary, func(a, b happening) int { return cmp.Compare(a.at.Unix(), b.at.Unix()) })
	for _, h := range b.diary {
		if err := b.ctx.Err(); err != nil {
			return err
		}
		if !h.at.Before(b.time(b.today, 0, 0)) {
			return fmt.Errorf("%s: on %s, which is not in the past", h.what, h.at.Format(time.DateTime))
		}
		b.clock.set(h.at)
		if err := h.do(); err != nil {
			return fmt.Errorf("%s: on %s: %w", h.what, h.at.Format(time.DateTime), err)
		}
	}
	return nil
}

// workingDay is so many working days after a day.
func workingDay(day calendar.Date, n int) calendar.Date {
	return country.AddWorkingDays(day, n)
}
