package models

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// agendaOpen refuses a meeting whose agenda can no longer change. Business
// raised on the day is added at the meeting or after it, until its minutes are
// agreed.
func (t *tx) agendaOpen(m Meeting) error {
	if m.State == MeetingCancelled || m.State == MeetingClosed {
		return badState("The meeting of %s is %s, so its agenda cannot be changed.", t.dayOf(m).Medium(), m.State)
	}
	var minutes Minutes
	if err := t.Where("meeting_id = ?", m.ID).Limit(1).Find(&minutes).Error; err != nil {
		return err
	}
	if minutes.State == MinutesAgreed || minutes.State == MinutesPublished {
		return badState("The minutes of %s are %s, so the agenda cannot be changed.", t.dayOf(m).Medium(), minutes.State)
	}
	return nil
}

// agendaChanged raises the meeting's version, so that somebody who arranges
// the agenda from an older one is told.
func (t *tx) agendaChanged(m *Meeting) error {
	if err := t.agendaOpen(*m); err != nil {
		return err
	}
	m.Version++
	return t.Model(&Meeting{}).Where("id = ?", m.ID).Update("version", m.Version).Error
}

// closes says whether the item is one of those that end a meeting, before which
// new items are put.
func (i Item) closes() bool { return i.Role == RoleForwardPlan || i.Role == RoleAnyOther }

// placeItem gives the item its place on the agenda: after the last item that
// is not one of those that close the meeting, and in the same section.
func (t *tx) placeItem(i *Item) error {
	if err := t.agendaChanged(i.Meeting); err != nil {
		return err
	}
	items, err := t.agendaItems(i.MeetingID)
	if err != nil {
		return err
	}
	at := len(items)
	if i.Meeting.State != MeetingHeld { // business raised on the day comes last
		for at > 0 && items[at-1].closes() {
			at--
		}
	}
	if at > 0 {
		i.Section = items[at-1].Section
	}
	for k, other := range items {
		position := k + 1
		if k >= at {
			position++
		}
		if other.Position == position {
			continue
		}
		if err := t.Model(&Item{}).Where("id = ?", other.ID).Update("position", position).Error; err != nil {
			return err
		}
	}
	i.Position = at + 1
	return nil
}

// agendaItems are the items on a meeting's agenda in their order.
func (t *tx) agendaItems(meeting int64) ([]Item, error) {
	var items []Item
	err := t.Where("meeting_id = ? and state = ?", meeting, ItemAccepted).Order("position, id").Find(&items).Error
	return items, err
}

// AddItem puts an item of the secretariat's straight on the agenda: business
// that needs no submission, or was raised on the day.
func (s *Store) AddItem(ctx context.Context, actor Actor, ref string, form ItemForm) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(BuildAgendas, false); err != nil {
			return err
		}
		m, err := t.meeting(ref)
		if err != nil {
			return err
		}
		if i, err = t.sentBefore(form.Key); err != nil || i.ID != 0 && i.State != ItemDraft {
			return err // sent twice, and has done its work
		}
		begun := i
		if i.ID == 0 {
			i = Item{Kind: ItemSubmitted, ClientKey: t.clientKey(form.Key), CreatedAt: t.now, AuthorID: ptr(t.actor.PersonID), OrganisationID: ptr(t.actor.OrganisationID)}
		}
		i.MeetingID, i.Meeting, i.State = m.ID, &m, ItemAccepted
		var problems Problems
		if err := form.read(t, &i, asAgenda, &problems); err != nil {
			return err
		}
		if err := form.savePaperTitles(t, &i, &problems); err != nil {
			return err
		}
		detail := confirmPersonalData(form.PersonalData(), form.RightToSend, &problems)
		if err := problems.Err(); err != nil {
			return err
		}
		if err := t.placeItem(&i); err != nil {
			return err
		}
		if begun.ID != 0 {
			return t.saveItem(&i, begun.Version, "added the item", detail, "meeting_id", "state", "section", "position")
		}
		i.Version = 1
		if err := t.Create(&i).Error; err != nil {
			return err
		}
		if err := t.savePresenters(&i); err != nil {
			return err
		}
		return t.event("added the item", "item", i.ID, i.Label(), m.ID, detail)
	})
	return i, err
}

// ChangeAgendaItem changes an item that is on the agenda, a standing one too.
func (s *Store) ChangeAgendaItem(ctx context.Context, actor Actor, id int64, version int, form ItemForm) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(BuildAgendas, false); err != nil {
			return err
		}
		var err error
		if i, err = t.loadItem(id); err != nil {
			return err
		}
		if i.State != ItemAccepted {
			return badState("This item is %s, so it is not on the agenda.", i.State)
		}
		before := i
		var problems Problems
		if err := form.read(t, &i, asAgenda, &problems); err != nil {
			return err
		}
		if err := form.savePaperTitles(t, &i, &problems); err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		if err := t.agendaChanged(i.Meeting); err != nil {
			return err
		}
		detail := ""
		if before.Minutes != i.Minutes {
			detail = fmt.Sprintf("%d minutes instead of %d", i.Minutes, before.Minutes)
		}
		return t.saveItem(&i, version, "changed the item", detail)
	})
	return i, err
}

// RemoveStandingItem takes a standing item off the agenda of one meeting.
func (s *Store) RemoveStandingItem(ctx context.Context, actor Actor, id int64, version int) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(BuildAgendas, false); err != nil {
			return err
		}
		var err error
		if i, err = t.loadItem(id); err != nil {
			return err
		}
		if i.Kind != ItemStanding || i.State != ItemAccepted {
			return badState("Only a standing item on the agenda can be removed: defer, decline or withdraw this one.")
		}
		if minuted, err := t.minuted(i.ID); err != nil {
			return err
		} else if minuted {
			return badState("Something has been minuted under this item, so it stays on the agenda.")
		}
		if err := t.agendaChanged(i.Meeting); err != nil {
			return err
		}
		i.State, i.Position = ItemWithdrawn, 0
		return t.settleItem(&i, version, "removed the standing item", "")
	})
	return i, err
}

// Arranged is one item's place on the agenda: its section, and its minutes as
// they were typed.
type Arranged struct {
	ItemID  int64
	Section string
	Minutes string
}

// ArrangeAgenda puts the items of the agenda into this order, with their
// sections and minutes. version is the meeting's, as the order was made from
// it: an agenda that has changed since is a conflict.
func (s *Store) ArrangeAgenda(ctx context.Context, actor Actor, ref string, version int, order []Arranged) (Meeting, error) {
	var m Meeting
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(BuildAgendas, false); err != nil {
			return err
		}
		var err error
		if m, err = t.meeting(ref); err != nil {
			return err
		}
		if m.Version != version {
			return conflict("agenda", m)
		}
		items, err := t.agendaItems(m.ID)
		if err != nil {
			return err
		}
		if !sameItems(items, order) {
			return conflict("agenda", m)
		}
		var problems Problems
		var moved []string
		changed := false
		for k, place := range order {
			at := slices.IndexFunc(items, func(i Item) bool { return i.ID == place.ItemID })
			i := items[at]
			before := i
			i.Position = k + 1
			i.Section = oneLine(&problems, fmt.Sprintf("section-%d", i.ID), "the heading", place.Section, 0, maxName)
			i.Minutes = readMinutes(&problems, fmt.Sprintf("minutes-%d", i.ID), place.Minutes, asAgenda)
			if problems.Err() != nil || i.Position == before.Position && i.Section == before.Section && i.Minutes == before.Minutes {
				continue
			}
			changed = true
			if k != at {
				moved = append(moved, fmt.Sprintf("item %d to %d", at+1, k+1))
			}
			i.Version++
			if err := save(t, "item", &i, i.ID, before.Version, "position", "section", "minutes"); err != nil {
				return err
			}
		}
		if err := problems.Err(); err != nil {
			return err
		}
		if !changed {
			return nil
		}
		if err := t.agendaChanged(&m); err != nil {
			return err
		}
		return t.event("arranged the agenda", "meeting", m.ID, m.Reference, m.ID, upperFirst(strings.Join(moved, ", ")))
	})
	return m, err
}

// sameItems says whether the order names each item of the agenda once.
func sameItems(items []Item, order []Arranged) bool {
	if len(items) != len(order) {
		return false
	}
	named := map[int64]bool{}
	for _, a := range order {
		named[a.ItemID] = true
	}
	for _, i := range items {
		if !named[i.ID] {
			return false
		}
	}
	return len(named) == len(items)
}
