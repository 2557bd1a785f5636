package demo

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"quarterday/calendar"
	"quarterday/models"
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
	for i, h := range b.diary {
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
		day := calendar.DateOf(h.at, b.zone)
		last := i+1 == len(b.diary) || calendar.DateOf(b.diary[i+1].at, b.zone) != day
		if last && day.Before(b.today.AddDays(-waitingDays)) {
			if err := b.deliver(day); err != nil {
				return fmt.Errorf("deliver the letters of %s: %w", day, err)
			}
		}
	}
	return nil
}

// waitingDays is how many days of letters still wait in the outbox.
const waitingDays = 7

// deliver sends the day's letters, in the evening.
func (b *builder) deliver(day calendar.Date) error {
	b.clock.set(b.time(day, 19, 30))
	letters, err := b.store.LettersToSend(b.ctx, models.Operator, 5_000)
	if err != nil || len(letters) == 0 {
		return err
	}
	ids := make([]int64, len(letters))
	for i, l := range letters {
		ids[i] = l.ID
	}
	return b.store.LettersSent(b.ctx, models.Operator, ids)
}

// workingDay is so many working days after a day.
func workingDay(day calendar.Date, n int) calendar.Date {
	return country.AddWorkingDays(day, n)
}
