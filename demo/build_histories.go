package demo

import (
	"fmt"

	"quarterday/calendar"
	"quarterday/models"
)

// day is when that was, or the last working day before it.
func (b *builder) day(w when) calendar.Date {
	day := b.today.AddDays(-w.days)
	if !w.ago {
		day = b.schedule.days[w.meeting].AddDays(w.days)
	}
	return workingDay(day.AddDays(1), -1)
}

// noteHistories notes what happened to actions between meetings.
func (b *builder) noteHistories() {
	for i, u := range histories {
		// Later lines later in the day, for days that fall together at a weekend.
		b.on(b.day(u.when), 8+9*i/len(histories), i*13%60, "update an action", func() error {
			if err := b.update(u); err != nil {
				return fmt.Errorf("%s: %w", u.action, err)
			}
			return nil
		})
	}
	for _, n := range newDeadlines {
		b.on(b.day(n.when), 11, 40, "change a deadline", func() error {
			id, version, err := b.action(n.action)
			if err != nil {
				return err
			}
			_, err = b.store.ChangeActionDeadline(b.ctx, b.secretary, id, version, models.NewDeadlineForm{DeadlineForm: b.deadline(n.due, b.today), Note: n.note})
			return err
		})
	}
	for _, n := range newOwners {
		b.on(b.day(n.when), 11, 50, "change the owners", func() error {
			id, version, err := b.action(n.action)
			if err != nil {
				return err
			}
			owners, all, err := b.owners(n.owners)
			if err != nil {
				return err
			}
			_, err = b.store.ChangeActionOwners(b.ctx, b.secretary, id, version, models.OwnersForm{Owners: owners, AllPartners: all, Note: n.note})
			return err
		})
	}
}

// action finds an action by its key, and its version.
func (b *builder) action(key string) (id int64, version int, err error) {
	tracker, err := b.store.Tracker(b.ctx, b.secretary, models.TrackerFilter{})
	if err != nil {
		return 0, 0, err
	}
	for _, g := range tracker.Groups {
		for _, line := range g.Actions {
			if line.ID == b.actions[key] {
				return line.ID, line.Version, nil
			}
		}
	}
	return 0, 0, fmt.Errorf("there is no action %q", key)
}

// update writes one line of an action's history.
func (b *builder) update(u update) error {
	id, ok := b.actions[u.action]
	if !ok {
		return fmt.Errorf("there is no such action")
	}
	actor, err := b.actor(u.by)
	if err != nil {
		return err
	}
	form := models.UpdateForm{Note: u.note}
	switch u.kind {
	case said:
		_, err = b.store.UpdateAction(b.ctx, actor, id, form)
	case done:
		_, err = b.store.MarkActionDone(b.ctx, actor, id, form)
	case closed:
		_, err = b.store.CloseAction(b.ctx, actor, id, form)
	case reopened:
		_, err = b.store.ReopenAction(b.ctx, actor, id, form)
	case dropped:
		_, err = b.store.WithdrawAction(b.ctx, actor, id, form)
	}
	return err
}
