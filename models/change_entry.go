package models

import (
	"context"
)

// ChangeEntry rewrites a paragraph. Where it gives an action, the action says
// the same afterwards; where it becomes or ceases to be a decision or an
// action, a number is given or put aside.
func (s *Store) ChangeEntry(ctx context.Context, actor Actor, id int64, version int, form EntryForm) (Entry, error) {
	var e Entry
	err := s.command(ctx, actor, func(t *tx) error {
		before, err := find[Entry](t.DB, "paragraph", id)
		if err != nil {
			return err
		}
		m, err := t.openMinutesByID(before.MeetingID)
		if err != nil {
			return err
		}
		if before.Version != version {
			return conflict("paragraph", before)
		}
		e = before
		if err := t.fillEntry(nil, &e, m, form); err != nil {
			return err
		}
		switch {
		case e.Kind != before.Kind:
			if err := t.giveNumber(&e, &m, form); err != nil {
				return err
			}
		case e.Kind == EntryAction:
			if err := t.changeGiven(e, m, form); err != nil {
				return err
			}
		}
		if e.reviewsAnew(before) {
			if err := t.reviewFromEntry(&e, m); err != nil {
				return err
			}
		}
		e.Version = version + 1
		if err := save(t, "paragraph", &e, id, version, entryColumns...); err != nil {
			return err
		}
		if e.Kind != before.Kind {
			if err := t.takeBackAction(before); err != nil {
				return err
			}
		}
		return t.event("changed "+e.Kind.withArticle(), "entry", e.ID, e.label(m), m.ID, "")
	})
	return e, err
}

var entryColumns = []string{"kind", "heading", "text", "restricted", "public_text", "number", "how", "votes_for", "votes_against", "abstained",
	"action_id", "done_at_meeting", "reviews_id", "review_outcome", "review_deadline_kind", "review_due_on"}

// reviewsAnew says whether the paragraph now makes something else of the
// earlier action than it did. A change of wording alone does not.
func (e Entry) reviewsAnew(before Entry) bool {
	if e.ReviewsID == nil {
		return false
	}
	same := before.ReviewsID != nil && *before.ReviewsID == *e.ReviewsID
	return !same || e.ReviewOutcome != before.ReviewOutcome || e.ReviewDeadlineKind != before.ReviewDeadlineKind || e.ReviewDueOn != before.ReviewDueOn && !e.ReviewDueOn.IsZero()
}

// changeGiven brings the action in step with the paragraph that gives it.
func (t *tx) changeGiven(e Entry, m Meeting, form EntryForm) error {
	action, err := t.actionForm(e, m, form)
	if err != nil {
		return err
	}
	a, err := t.changeAction(m, *e.ActionID, action)
	if err != nil {
		return err
	}
	return t.settleAtMeeting(&a, e, m)
}

// takeBackAction undoes the action that a paragraph gave and gives no longer.
// Once somebody may have been told of it or has reported on it, it stays in the
// tracker as withdrawn.
func (t *tx) takeBackAction(e Entry) error {
	if e.ActionID == nil {
		return nil
	}
	a, err := find[Action](t.DB, "action", *e.ActionID)
	if err != nil {
		return err
	}
	min, err := minutesOf(t.DB, e.MeetingID)
	if err != nil {
		return err
	}
	var reports int64
	if err := t.Model(&Entry{}).Where("reviews_id = ? or action_id = ?", a.ID, a.ID).Count(&reports).Error; err != nil {
		return err
	}
	if min.Circulated == 0 && reports == 0 {
		return t.dropAction(a)
	}
	if a.State == ActionWithdrawn {
		return nil
	}
	if a.State == ActionClosed {
		if err := t.updateAction(&a, UpdateReopened, "Taken out of the minutes.", nil); err != nil {
			return err
		}
	}
	return t.updateAction(&a, UpdateWithdrawn, "Taken out of the minutes.", nil)
}

// RemoveEntry takes a paragraph out. The number of its decision or action is
// never given again.
func (s *Store) RemoveEntry(ctx context.Context, actor Actor, id int64, version int) (Entry, error) {
	var e Entry
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if e, err = find[Entry](t.DB, "paragraph", id); err != nil {
			return err
		}
		m, err := t.openMinutesByID(e.MeetingID)
		if err != nil {
			return err
		}
		if e.Version != version {
			return conflict("paragraph", e)
		}
		if err := t.Delete(&Entry{}, id).Error; err != nil {
			return err
		}
		if err := t.takeBackAction(e); err != nil {
			return err
		}
		return t.event("took out "+e.Kind.withArticle(), "entry", e.ID, e.label(m), m.ID, "")
	})
	return e, err
}

// EntryMove is where a paragraph goes: up or down within its item, or to the
// end of another.
type EntryMove struct {
	Direction string // "up", "down", or "" when ItemID says where
	ItemID    int64
}

// MoveEntry puts a paragraph somewhere else in the minutes.
func (s *Store) MoveEntry(ctx context.Context, actor Actor, id int64, version int, to EntryMove) (Entry, error) {
	var e Entry
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if e, err = find[Entry](t.DB, "paragraph", id); err != nil {
			return err
		}
		m, err := t.openMinutesByID(e.MeetingID)
		if err != nil {
			return err
		}
		if e.Version != version {
			return conflict("paragraph", e)
		}
		if to.ItemID != 0 && to.ItemID != e.ItemID {
			err = t.moveToItem(&e, m, to.ItemID)
		} else {
			err = t.moveWithinItem(&e, to.Direction)
		}
		if err != nil {
			return err
		}
		return t.event("moved "+e.Kind.withArticle(), "entry", e.ID, e.label(m), m.ID, "")
	})
	return e, err
}

func (t *tx) moveToItem(e *Entry, m Meeting, itemID int64) error {
	item, err := t.itemOf(m, itemID)
	if err != nil {
		return err
	}
	e.ItemID = item.ID
	if err := t.Model(&Entry{}).Where("item_id = ?", item.ID).Select("coalesce(max(position), 0) + 1").Scan(&e.Position).Error; err != nil {
		return err
	}
	e.Version++
	if err := t.Model(e).Select("item_id", "position", "version").Updates(e).Error; err != nil {
		return err
	}
	if e.ActionID == nil {
		return nil
	}
	return t.Model(&Action{}).Where("id = ?", *e.ActionID).
		Updates(map[string]any{"item_id": item.ID, "restricted": e.Restricted || item.Restricted}).Error
}

func (t *tx) moveWithinItem(e *Entry, direction string) error {
	find, order := "position < ?", "position desc"
	if direction == "down" {
		find, order = "position > ?", "position"
	}
	var other []Entry
	if err := t.Where("item_id = ?", e.ItemID).Where(find, e.Position).Order(order).Limit(1).Find(&other).Error; err != nil || len(other) == 0 {
		return err // the first stays the first, the last the last
	}
	e.Position, other[0].Position = other[0].Position, e.Position
	e.Version++
	if err := t.Model(e).Select("position", "version").Updates(e).Error; err != nil {
		return err
	}
	return t.Model(&other[0]).Update("position", other[0].Position).Error
}
