package models

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
)

// DraftItem keeps an item that somebody has begun to write for a meeting. A
// draft may be as unfinished as it likes, and may be kept after submissions
// have closed; only its organisation and the secretariat see it.
func (s *Store) DraftItem(ctx context.Context, actor Actor, ref string, form ItemForm) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(SubmitItems, true); err != nil {
			return err
		}
		m, err := t.meeting(ref)
		if err != nil {
			return err
		}
		if earlier, err := t.sentBefore(form.Key); err != nil {
			return err
		} else if earlier.ID != 0 {
			i = earlier
			return t.draftAgain(&i, form)
		}
		if err := t.canTakeItems(m); err != nil {
			return err
		}
		i = Item{
			MeetingID: m.ID, Meeting: &m, Kind: ItemSubmitted, State: ItemDraft, ClientKey: t.clientKey(form.Key), CreatedAt: t.now, Version: 1,
			AuthorID: ptr(t.actor.PersonID), OrganisationID: ptr(t.actor.OrganisationID),
		}
		var problems Problems
		if err := form.read(t, &i, asDraft, &problems); err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		if err := t.Create(&i).Error; err != nil {
			return err
		}
		if err := t.savePresenters(&i); err != nil {
			return err
		}
		return t.event("began the item", "item", i.ID, i.Label(), m.ID, "")
	})
	return i, err
}

// clientKey makes the key of a form the actor's own: nobody else's form meets it.
func (t *tx) clientKey(key string) *string {
	if key == "" || len(key) > 100 {
		return nil
	}
	return ptr(fmt.Sprintf("%d/%s", t.actor.PersonID, tidy(key)))
}

func sameKey(a, b *string) bool { return a != nil && b != nil && *a == *b }

// sentBefore is the item that the actor made with this form already.
func (t *tx) sentBefore(key string) (Item, error) {
	var i Item
	own := t.clientKey(key)
	if own == nil {
		return i, nil
	}
	err := t.Preload("Meeting").Preload("Presenters", func(db *gorm.DB) *gorm.DB { return db.Order("position") }).
		Where("client_key = ?", *own).Limit(1).Find(&i).Error
	return i, err
}

// draftAgain takes a form that has made an item already. Sent twice it has done
// its work; gone back to and changed, it rewrites its draft. What came of the
// draft since then it does not undo.
func (t *tx) draftAgain(i *Item, form ItemForm) error {
	typed := *i
	var problems Problems
	if err := form.read(t, &typed, asDraft, &problems); err != nil {
		return err
	}
	if err := problems.Err(); err != nil {
		return err
	}
	switch {
	case i.saysTheSame(typed):
		return nil
	case i.State != ItemDraft:
		return badState("This form was sent before: its item is %s, and stays as it was then. Open the item to change it.", i.State)
	case i.Version > 1:
		return conflict("item", *i)
	}
	return t.changeItem(i, i.Version, form, asDraft)
}

// saysTheSame compares what a form can say of an item.
func (i Item) saysTheSame(o Item) bool {
	return i.Title == o.Title && i.Purpose == o.Purpose && i.Minutes == o.Minutes && i.Ask == o.Ask && i.Background == o.Background && i.Restricted == o.Restricted &&
		i.Kind == o.Kind && same(i.PracticeID, o.PracticeID) && same(i.OrganisationID, o.OrganisationID) &&
		slices.EqualFunc(i.Presenters, o.Presenters, func(a, b Presenter) bool { return same(a.PersonID, b.PersonID) && a.Name == b.Name })
}

// canTakeItems refuses a meeting that has been cancelled or held; the
// secretariat can add to its agenda for as long as that can change.
func (t *tx) canTakeItems(m Meeting) error {
	if t.actor.May(BuildAgendas, false) {
		return t.agendaOpen(m)
	}
	switch m.State {
	case MeetingPlanned, MeetingCalled, MeetingPublished:
		return nil
	}
	return badState("The meeting of %s is %s, so nothing can be submitted for it.", t.dayOf(m).Medium(), m.State)
}

// ChangeItem saves a new text of an item: its author's organisation while it is
// a draft or waits for a decision, or after it was declined; the secretariat
// for as long as the agenda can change.
func (s *Store) ChangeItem(ctx context.Context, actor Actor, id int64, version int, form ItemForm) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if i, err = t.loadItem(id); err != nil {
			return err
		}
		if err := t.may(SubmitItems, i.OwnedBy(t.actor)); err != nil {
			return err
		}
		how := asDraft
		switch i.State {
		case ItemDraft, ItemDeclined:
		case ItemWaiting:
			how = asSubmitted
		case ItemAccepted:
			return badState("This item is on the agenda. Ask the secretariat to change it.")
		default:
			return badState("This item is %s, so it cannot be changed.", i.State)
		}
		if i.State == ItemWaiting {
			if err := t.beforeDeadline(i); err != nil {
				return err
			}
		}
		return t.changeItem(&i, version, form, how)
	})
	return i, err
}

// changeItem reads and saves the form.
func (t *tx) changeItem(i *Item, version int, form ItemForm, how strictness) error {
	var problems Problems
	if err := form.read(t, i, how, &problems); err != nil {
		return err
	}
	if err := form.savePaperTitles(t, i, &problems); err != nil {
		return err
	}
	if err := problems.Err(); err != nil {
		return err
	}
	return t.saveItem(i, version, "changed the item", "")
}

// itemColumns are what a form can change of an item.
var itemColumns = []string{"kind", "title", "purpose", "minutes", "ask", "background", "restricted", "practice_id", "organisation_id"}

// saveItem writes a changed item, with its presenters and the audit event.
func (t *tx) saveItem(i *Item, version int, what, detail string, columns ...string) error {
	i.Version = version + 1
	if err := save(t, "item", i, i.ID, version, append(columns, itemColumns...)...); err != nil {
		if e, ok := errors.AsType[*Error](err); ok && e.Kind == KindConflict {
			theirs, err := t.loadItem(i.ID)
			if err != nil {
				return err
			}
			e.Theirs = theirs
		}
		return err
	}
	if err := t.savePresenters(i); err != nil {
		return err
	}
	if err := t.markPapers(*i); err != nil {
		return err
	}
	if err := t.markActions(*i); err != nil {
		return err
	}
	return t.event(what, "item", i.ID, i.Label(), i.MeetingID, detail)
}

// markPapers keeps the papers' marking in step with their item's.
func (t *tx) markPapers(i Item) error {
	marking := ""
	if i.Restricted {
		marking = t.partnership.RestrictedMarking
	}
	return t.Model(&Paper{}).Where("item_id = ? and restricted <> ?", i.ID, i.Restricted).
		Updates(map[string]any{"restricted": i.Restricted, "marking": marking}).Error
}

// markActions keeps the actions that arose under an item as restricted as it
// is: they go on, in letters and in later minutes, when the item is forgotten.
func (t *tx) markActions(i Item) error {
	return t.Exec(`update actions set version = version + 1, restricted = not restricted
		where item_id = ? and restricted <> (? or exists (select 1 from entries e where e.action_id = actions.id and e.restricted))`, i.ID, i.Restricted).Error
}

// beforeDeadline refuses partners once submissions have closed; the secretariat
// can still enter what reached it in time or is worth taking late.
func (t *tx) beforeDeadline(i Item) error {
	if err := t.canTakeItems(*i.Meeting); err != nil {
		return err
	}
	if i.Meeting.TakesSubmissions(t.now) || t.actor.May(BuildAgendas, false) {
		return nil
	}
	return badState("Items for the meeting of %s closed on %s. Your draft is kept: submit it for a later meeting, or ask the secretariat.",
		t.dayOf(*i.Meeting).Medium(), t.moment(i.Meeting.SubmissionsCloseAt))
}

// moment is a time as refusals say it: Tuesday 24 November 2026 at 17:00.
func (t *tx) moment(at time.Time) string {
	return at.In(t.partnership.Location()).Format("Monday 2 January 2006 at 15:04")
}

// SubmitItem saves the item and sends it to the secretariat for a decision,
// until the meeting's submissions close. Where the text seems to hold personal
// data the author must say that it is right to send it.
func (s *Store) SubmitItem(ctx context.Context, actor Actor, id int64, version int, form ItemForm) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if i, err = t.loadItem(id); err != nil {
			return err
		}
		if err := t.may(SubmitItems, i.OwnedBy(t.actor)); err != nil {
			return err
		}
		if i.State == ItemWaiting && sameKey(i.ClientKey, t.clientKey(form.Key)) {
			return nil // the form was sent twice, and has done its work
		}
		if err := itemMoves.check("item", i.State, ItemWaiting); err != nil {
			return err
		}
		var problems Problems
		if err := form.read(t, &i, asSubmitted, &problems); err != nil {
			return err
		}
		if err := form.savePaperTitles(t, &i, &problems); err != nil {
			return err
		}
		detail := confirmPersonalData(form.PersonalData(), form.RightToSend, &problems)
		if err := problems.Err(); err != nil {
			return err
		}
		if err := t.beforeDeadline(i); err != nil {
			return err
		}
		i.State, i.Reason, i.SubmittedAt = ItemWaiting, "", &t.now
		return t.saveItem(&i, version, "submitted the item", detail, "state", "reason", "submitted_at")
	})
	return i, err
}

// confirmPersonalData asks the author to look at what was found before it goes
// to many readers, and words their choice for the audit trail.
func confirmPersonalData(found []Passage, right bool, p *Problems) string {
	switch {
	case len(found) == 0:
		return ""
	case !right:
		p.Add("right_to_send", "Take out the personal data, or say that it is right to send it")
		return ""
	}
	return "Said that it is right to send what looks like " + passageKinds(found)
}

// WithdrawItem takes an item back: its author's organisation before the agenda
// is published, the secretariat on their behalf until the meeting.
func (s *Store) WithdrawItem(ctx context.Context, actor Actor, id int64, version int) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if i, err = t.loadItem(id); err != nil {
			return err
		}
		if err := t.may(SubmitItems, i.OwnedBy(t.actor)); err != nil {
			return err
		}
		if i.Kind == ItemStanding {
			return badState("This is a standing item: remove it from the agenda instead.")
		}
		if err := itemMoves.check("item", i.State, ItemWithdrawn); err != nil {
			return err
		}
		if i.State == ItemAccepted {
			switch {
			case i.Meeting.State == MeetingHeld || i.Meeting.State == MeetingClosed:
				return badState("The meeting has been held, so this item cannot be withdrawn.")
			case i.Meeting.AgendaVersion > 0 && !t.actor.May(BuildAgendas, false):
				return badState("The agenda has been published. Ask the secretariat to take the item off it.")
			}
			if err := t.agendaChanged(i.Meeting); err != nil {
				return err
			}
		}
		i.State, i.Position = ItemWithdrawn, 0
		return t.settleItem(&i, version, "withdrew the item", "")
	})
	return i, err
}

// settleItem writes what was decided about an item, and nothing of its text.
func (t *tx) settleItem(i *Item, version int, what, detail string, columns ...string) error {
	i.Version = version + 1
	if err := save(t, "item", i, i.ID, version, append(columns, "state", "position")...); err != nil {
		return err
	}
	return t.event(what, "item", i.ID, i.Label(), i.MeetingID, detail)
}
