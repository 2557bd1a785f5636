package demo

import (
	"fmt"
	"strings"

	"quarterday/calendar"
	"quarterday/models"
)

// noteNext notes what has happened for the meeting that is called: items in
// every state, and answers to the invitation.
func (b *builder) noteNext(last *sitting) {
	s := b.schedule
	m := &sitting{index: heldMeetings, day: s.days[heldMeetings], reference: s.quarters[heldMeetings].Reference(), previous: last}
	called := workingDay(m.day.AddDays(-55), -1)
	if latest := workingDay(b.today, -6); latest.Before(called) {
		called = latest
	}
	b.on(called, 10, 15, "call the meeting", func() error { return b.call(m.reference) })
	for i, sub := range submissions {
		// One after the other, up to yesterday.
		day := b.spread(called, i, len(submissions))
		var sent models.Item
		b.on(day, 11, 30+4*i, "submit an item for the next meeting", func() (err error) {
			sent, err = b.send(m, sub)
			return err
		})
		b.on(day, 16, 30+2*i, "decide about it", func() error { return b.settle(m, sub, sent) })
	}
	b.on(b.spread(called, 5, 6), 15, 0, "accept the item that was put off", func() error { return b.acceptDeferred(m) })
	for i, it := range addedToNext {
		b.on(b.spread(called, 5, 6), 15, 10+i, "add an item", func() error { _, err := b.add(m, it); return err })
	}
	for i, a := range answers {
		b.on(b.spread(called, i, len(answers)), 13, i, "answer the invitation", func() error {
			form := models.ReplyForm{Reply: a.reply, Note: a.note, DeputyName: a.name, DeputyJobTitle: a.jobTitle}
			if a.deputy != "" {
				form.DeputyID = b.people[a.deputy].ID
			}
			return b.reply(m.reference, a.who, form)
		})
	}
}

// spread is the day of the ith of n things between a day and yesterday, a
// working day.
func (b *builder) spread(from calendar.Date, i, n int) calendar.Date {
	days := country.WorkingDaysBetween(from, b.today.AddDays(-1))
	return workingDay(from, 1+i*max(days-1, 0)/max(n-1, 1))
}

// send submits an item, or keeps it as a draft.
func (b *builder) send(m *sitting, sub submission) (models.Item, error) {
	if sub.state == models.ItemDraft {
		i, _, err := b.draft(m, sub.item)
		return i, err
	}
	return b.submit(m, sub.item)
}

// settle does with an item what became of it.
func (b *builder) settle(m *sitting, sub submission, i models.Item) (err error) {
	switch sub.state {
	case models.ItemAccepted:
		_, err = b.store.AcceptItem(b.ctx, b.secretary, i.ID, i.Version)
	case models.ItemDeferred:
		later := b.schedule.quarters[m.index+1].Reference()
		_, err = b.store.DeferItem(b.ctx, b.secretary, i.ID, i.Version, later, sub.reason)
	case models.ItemDeclined:
		_, err = b.store.DeclineItem(b.ctx, b.secretary, i.ID, i.Version, sub.reason)
	case models.ItemWithdrawn:
		author, wrong := b.actor(sub.by)
		if wrong != nil {
			return wrong
		}
		_, err = b.store.WithdrawItem(b.ctx, author, i.ID, i.Version)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", sub.title, err)
	}
	return nil
}

// acceptDeferred accepts the item that was put off from the last meeting.
func (b *builder) acceptDeferred(m *sitting) error {
	queue, err := b.store.Queue(b.ctx, b.secretary, m.reference)
	if err != nil {
		return err
	}
	for _, i := range queue.Waiting {
		if strings.HasPrefix(i.Title, deferredThere.title) {
			_, err := b.store.AcceptItem(b.ctx, b.secretary, i.ID, i.Version)
			return err
		}
	}
	return fmt.Errorf("%q is not in the queue of %s", deferredThere.title, m.reference)
}
