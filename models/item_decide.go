package models

import (
	"context"
	"fmt"
)

// AcceptItem puts a submitted item on its meeting's agenda, before the items
// that close it.
func (s *Store) AcceptItem(ctx context.Context, actor Actor, id int64, version int) (Item, error) {
	return s.decideItem(ctx, actor, id, ItemAccepted, func(t *tx, i *Item) error {
		if err := t.canTakeItems(*i.Meeting); err != nil {
			return err
		}
		if err := t.placeItem(i); err != nil {
			return err
		}
		i.State = ItemAccepted
		if err := t.settleItem(i, version, "accepted the item", "", "section"); err != nil {
			return err
		}
		return t.tellAuthor(LetterItemAccepted, *i, nil)
	})
}

// decideItem is what all decisions about an item have in common.
func (s *Store) decideItem(ctx context.Context, actor Actor, id int64, to ItemState, decide func(*tx, *Item) error) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(BuildAgendas, false); err != nil {
			return err
		}
		var err error
		if i, err = t.loadItem(id); err != nil {
			return err
		}
		if i.Kind == ItemStanding {
			return badState("This is a standing item: it can be changed or removed, not %s.", to)
		}
		if err := itemMoves.check("item", i.State, to); err != nil {
			return err
		}
		return decide(t, &i)
	})
	return i, err
}

// DeferItem moves an item to a later meeting, for a reason that its author is
// told: a copy with its papers and presenters waits in that meeting's queue. An
// item under which something was minuted already stays on this agenda too.
func (s *Store) DeferItem(ctx context.Context, actor Actor, id int64, version int, toRef, reason string) (Item, error) {
	return s.decideItem(ctx, actor, id, ItemDeferred, func(t *tx, i *Item) error {
		var problems Problems
		reason = manyLines(&problems, "reason", "why it is deferred: its author is told", reason, 1, maxShort)
		var later Meeting
		if err := t.Where("reference = ?", toRef).Limit(1).Find(&later).Error; err != nil {
			return err
		}
		switch {
		case later.ID == 0:
			problems.Add("to", "Choose the meeting to defer it to")
		case !later.StartsAt.After(i.Meeting.StartsAt):
			problems.Add("to", "Choose a meeting after %s", t.dayOf(*i.Meeting).Medium())
		case t.canTakeItems(later) != nil:
			problems.Add("to", "The meeting of %s is %s: choose another", t.dayOf(later).Medium(), later.State)
		}
		if err := problems.Err(); err != nil {
			return err
		}
		if i.DeferredToID != nil {
			return badState("This item has been deferred already.")
		}
		minuted, err := t.minuted(i.ID)
		if err != nil {
			return err
		}
		if i.State == ItemAccepted && !minuted {
			if err := t.agendaChanged(i.Meeting); err != nil {
				return err
			}
		}
		if !minuted {
			i.State, i.Position = ItemDeferred, 0
		}
		i.DeferredToID, i.DeferredTo, i.Reason = &later.ID, &later, reason
		if err := t.settleItem(i, version, "deferred the item", "To the meeting of "+t.dayOf(later).Medium(), "deferred_to_id", "reason"); err != nil {
			return err
		}
		if _, err := t.copyItem(*i, later); err != nil {
			return err
		}
		return t.tellAuthor(LetterItemDeferred, *i, &later)
	})
}

// minuted says whether the minutes hold anything under the item.
func (t *tx) minuted(item int64) (bool, error) {
	var n int64
	err := t.Model(&Entry{}).Where("item_id = ?", item).Limit(1).Count(&n).Error
	return n > 0, err
}

// copyItem puts a copy of a deferred item into a later meeting's queue.
func (t *tx) copyItem(from Item, later Meeting) (Item, error) {
	i := from
	i.ID, i.MeetingID, i.Meeting, i.State, i.Section, i.Position = 0, later.ID, &later, ItemWaiting, "", 0
	i.DeferredFromID, i.DeferredToID, i.DeferredTo, i.Reason, i.ClientKey = &from.ID, nil, nil, "", nil
	i.SubmittedAt, i.CreatedAt, i.Version = &t.now, t.now, 1
	if err := t.Create(&i).Error; err != nil {
		return i, err
	}
	i.Presenters = append([]Presenter(nil), from.Presenters...)
	if err := t.savePresenters(&i); err != nil {
		return i, err
	}
	var papers []Paper
	if err := t.Where("item_id = ?", from.ID).Order("position").Find(&papers).Error; err != nil {
		return i, err
	}
	for k := range papers {
		papers[k].ID, papers[k].ItemID = 0, &i.ID
	}
	if len(papers) > 0 {
		if err := t.Create(&papers).Error; err != nil {
			return i, err
		}
	}
	return i, t.event("received the item", "item", i.ID, i.Label(), later.ID, "Deferred from the meeting of "+t.dayOf(*from.Meeting).Medium())
}

// DeclineItem refuses an item, with a reason that its author is told. The
// author may change it and submit it again.
func (s *Store) DeclineItem(ctx context.Context, actor Actor, id int64, version int, reason string) (Item, error) {
	return s.decideItem(ctx, actor, id, ItemDeclined, func(t *tx, i *Item) error {
		var problems Problems
		reason = manyLines(&problems, "reason", "why it is declined: its author is told", reason, 1, maxShort)
		if err := problems.Err(); err != nil {
			return err
		}
		if i.State == ItemAccepted {
			if minuted, err := t.minuted(i.ID); err != nil {
				return err
			} else if minuted {
				return badState("Something has been minuted under this item, so it stays on the agenda.")
			}
			if err := t.agendaChanged(i.Meeting); err != nil {
				return err
			}
		}
		i.State, i.Position, i.Reason = ItemDeclined, 0, reason
		if err := t.settleItem(i, version, "declined the item", "", "reason"); err != nil {
			return err
		}
		return t.tellAuthor(LetterItemDeclined, *i, nil)
	})
}

// tellAuthor queues the letter that tells what became of an item.
func (t *tx) tellAuthor(kind LetterKind, i Item, later *Meeting) error {
	if i.AuthorID == nil || *i.AuthorID == t.actor.PersonID {
		return nil
	}
	var author Person
	if err := t.Limit(1).Find(&author, *i.AuthorID).Error; err != nil {
		return err
	}
	facts := t.meetingFacts(*i.Meeting)
	// A letter travels in the open: what is for members only is not named in it.
	facts["item"], facts["reason"], facts["path"] = i.Label(), i.Reason, fmt.Sprintf("/items/%d", i.ID)
	if i.Restricted && i.Reason != "" { // nor is why, which its page says
		facts["reason"], facts["restricted"] = "", "yes"
	}
	if later != nil {
		facts["later_day"], facts["later_meeting"] = t.dayOf(*later).Long(), later.Reference
	}
	return t.letter(kind, fmt.Sprintf("item/%d/%s/%d", i.ID, kind, i.Version), facts, author)
}
