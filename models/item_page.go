package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// ItemPage is one item with what became of it.
type ItemPage struct {
	Item Item // with its meeting, people and papers
	By   string
	// From is the item of an earlier meeting that was deferred to become this
	// one, Next the one that this became at a later meeting.
	From, Next *Item
	Practice   *Practice
	// History is for those who have a part in the item: its organisation and the
	// secretariat.
	History                                               []Event
	MayChange, MaySubmit, MayWithdraw, MayMove, MayDecide bool
	// Later are the meetings that it could go to instead.
	Later []Meeting
	// Published says that the agenda with the item on it has been published.
	Published bool
}

// ItemPage shows an item to somebody who may know of it.
func (s *Store) ItemPage(ctx context.Context, actor Actor, id int64) (ItemPage, error) {
	var page ItemPage
	db := s.reading(ctx)
	items, err := itemsWithAll(db.Preload("Meeting.Chair").Where("id = ?", id))
	if err != nil {
		return page, err
	}
	if len(items) == 0 || !items[0].VisibleTo(actor) {
		return page, notFound("item")
	}
	i := items[0]
	page.Item = i
	_, page.By = presentedBy(i.Presenters, *i.Meeting)
	page.Published = i.State == ItemAccepted && i.Meeting.AgendaVersion > 0
	if i.PracticeID != nil {
		page.Practice = &Practice{}
		if err := db.Limit(1).Find(page.Practice, *i.PracticeID).Error; err != nil {
			return page, err
		}
		if !page.Practice.VisibleTo(actor) { // presented before it is published
			page.Practice = nil
		}
	}
	var kin []Item
	if err := db.Preload("Meeting").Where("id = ? or deferred_from_id = ?", i.DeferredFromID, i.ID).Find(&kin).Error; err != nil {
		return page, err
	}
	for k := range kin {
		if kin[k].DeferredFromID != nil && *kin[k].DeferredFromID == i.ID {
			page.Next = &kin[k]
		} else {
			page.From = &kin[k]
		}
	}
	own := i.OwnedBy(actor)
	if !actor.May(ReadDrafts, own) {
		return page, nil
	}
	if err := db.Where("subject = 'item' and subject_id = ?", id).Order("id").Find(&page.History).Error; err != nil {
		return page, err
	}
	page.settle(actor, own, s)
	if page.MayMove || page.MayDecide {
		page.Later, err = s.LaterMeetings(ctx, *i.Meeting)
	}
	return page, err
}

// settle works out what the actor can do with the item now.
func (p *ItemPage) settle(a Actor, own bool, s *Store) {
	i, m := p.Item, *p.Item.Meeting
	secretariat := a.May(BuildAgendas, false)
	open := m.State == MeetingPlanned || m.State == MeetingCalled || m.State == MeetingPublished
	inTime := m.TakesSubmissions(s.Now()) || secretariat && open
	mine := a.May(SubmitItems, own)
	switch i.State {
	case ItemDraft, ItemDeclined:
		p.MayChange, p.MaySubmit, p.MayMove = mine, mine && inTime, mine
		p.MayWithdraw = mine && i.State == ItemDraft
	case ItemWaiting:
		p.MayChange, p.MayWithdraw, p.MayDecide = mine && inTime, mine, secretariat && open
	case ItemAccepted:
		p.MayChange = secretariat && m.State != MeetingCancelled && m.State != MeetingClosed
		p.MayWithdraw = mine && i.Kind != ItemStanding && open && (secretariat || m.AgendaVersion == 0)
		p.MayDecide = p.MayChange && i.Kind != ItemStanding && i.DeferredToID == nil
	}
}

// mostOwnItems is how many of one's own items are listed; the oldest are found
// through their meetings.
const mostOwnItems = 100

// MyItems are the items of the actor's organisation, newest first, with their
// meetings.
func (s *Store) MyItems(ctx context.Context, actor Actor) ([]Item, error) {
	var items []Item
	if !actor.May(SubmitItems, true) {
		return nil, notAllowed("You may not " + string(SubmitItems) + ".")
	}
	err := s.reading(ctx).Preload("Meeting").Preload("Author").Preload("DeferredTo").
		Where("(author_id = ? or organisation_id = ?) and kind <> ?", actor.PersonID, actor.OrganisationID, ItemStanding).
		Order("id desc").Limit(mostOwnItems).Find(&items).Error
	return items, err
}

// MyItemsAt are those of the actor's organisation for one meeting.
func (s *Store) MyItemsAt(ctx context.Context, actor Actor, meeting int64) ([]Item, error) {
	var items []Item
	if !actor.May(SubmitItems, true) {
		return nil, nil
	}
	err := s.reading(ctx).Where("meeting_id = ? and (author_id = ? or organisation_id = ?) and kind <> ?", meeting, actor.PersonID, actor.OrganisationID, ItemStanding).
		Order("id desc").Find(&items).Error
	return items, err
}

// ItemChoices is what the form of an item offers.
type ItemChoices struct {
	Colleagues    []Person       // of the item's organisation, to present it
	Known         []string       // everybody else: "Siân Gruffŷdd, NHS Vale"
	Practices     []Practice     // that could be presented
	Organisations []Organisation // on whose behalf the secretariat may enter an item
}

// ItemChoices lists what somebody can choose who writes an item for this
// organisation.
func (s *Store) ItemChoices(ctx context.Context, actor Actor, organisation int64) (ItemChoices, error) {
	var c ItemChoices
	db := s.reading(ctx)
	var people []Person
	if err := db.Preload("Organisation").Where("deactivated_at is null").Find(&people).Error; err != nil {
		return c, err
	}
	inNameOrder(people)
	for _, p := range people {
		if p.OrganisationID == organisation {
			c.Colleagues = append(c.Colleagues, p)
		} else {
			c.Known = append(c.Known, p.Name+", "+p.Organisation.Name)
		}
	}
	practices := func(db *gorm.DB) *gorm.DB {
		return db.Where("state in ? and organisation_id = ?", []PracticeState{PracticeDraft, PracticeSubmitted, PracticeReturned, PracticePublished}, organisation)
	}
	if actor.May(BuildAgendas, false) {
		practices = func(db *gorm.DB) *gorm.DB {
			return db.Where("state in ?", []PracticeState{PracticeSubmitted, PracticePublished})
		}
		if err := db.Where(`"left" is null`).Find(&c.Organisations).Error; err != nil {
			return c, err
		}
		inNameOrder(c.Organisations)
	}
	return c, practices(db).Order("title").Limit(200).Find(&c.Practices).Error
}

// MoveDraft takes a draft, or an item that was declined, to another meeting,
// where it can be finished and submitted.
func (s *Store) MoveDraft(ctx context.Context, actor Actor, id int64, version int, ref string) (Item, error) {
	var i Item
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if i, err = t.loadItem(id); err != nil {
			return err
		}
		if err := t.may(SubmitItems, i.OwnedBy(t.actor)); err != nil {
			return err
		}
		if i.State != ItemDraft && i.State != ItemDeclined {
			return badState("This item is %s, so it stays with its meeting.", i.State)
		}
		to, err := t.meeting(ref)
		if KindOf(err) == KindNotFound {
			return Problems{{"to", "Choose the meeting to take it to"}}.Err()
		}
		if err != nil {
			return err
		}
		if err := t.canTakeItems(to); err != nil {
			return err
		}
		from := t.dayOf(*i.Meeting).Medium()
		i.MeetingID, i.Meeting, i.State = to.ID, &to, ItemDraft
		return t.settleItem(&i, version, "took the item to another meeting", fmt.Sprintf("From %s to %s", from, t.dayOf(to).Medium()), "meeting_id")
	})
	return i, err
}
