package models

import (
	"context"
	"slices"

	"quarterday/calendar"
)

// ActionPage is everything the page of one action says.
type ActionPage struct {
	Action  Action // with owners, meeting and history, newest first
	Item    *Item  // where it arose
	Today   calendar.Date
	Overdue bool
	DueSoon bool
	// MinutesOut: the minutes it arose from have been circulated, so that there is
	// something to read.
	MinutesOut bool
	reviews    map[int64]Meeting // meetings that reviewed it, by id
	Owns       bool
	MayUpdate  bool // add a note or say it is done
	MaySettle  bool // close, withdraw, reopen, change deadline and owners
	Seen       int64
}

// ActionPage reads the action with this reference (2026-Q3/04).
func (s *Store) ActionPage(ctx context.Context, actor Actor, reference string) (ActionPage, error) {
	var page ActionPage
	if !actor.May(ReadActions, false) {
		return page, notAllowed("You may not " + string(ReadActions) + ".")
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return page, err
	}
	db := s.reading(ctx)
	a, err := seenAction(db, actor, "actions.reference = ?", reference)
	if err != nil {
		return page, err
	}
	owners, err := ownersOf(db, []int64{a.ID})
	if err != nil {
		return page, err
	}
	a.Owners = owners[a.ID]
	if err := db.Preload("Person.Organisation").Where("action_id = ?", a.ID).Order("id desc").Find(&a.Updates).Error; err != nil {
		return page, err
	}
	var items []Item
	if err := db.Where("id = (select item_id from actions where id = ?)", a.ID).Find(&items).Error; err != nil {
		return page, err
	}
	var out int64
	if err := db.Model(&Minutes{}).Where("meeting_id = ? and circulated > 0", a.MeetingID).Count(&out).Error; err != nil {
		return page, err
	}
	var reviews []Meeting
	if err := db.Where("id in (select meeting_id from action_updates where action_id = ?)", a.ID).Find(&reviews).Error; err != nil {
		return page, err
	}
	today := calendar.DateOf(s.Now(), p.Location())
	page = ActionPage{
		Action: a, Today: today, Overdue: a.Overdue(today), DueSoon: a.DueSoon(today), MinutesOut: out > 0, reviews: map[int64]Meeting{},
		Owns: a.OwnedBy(actor), MaySettle: actor.May(SettleActions, a.OwnedBy(actor)),
		MayUpdate: actor.May(UpdateActions, a.OwnedBy(actor)) && (a.State == ActionOpen || a.State == ActionDone),
	}
	if len(items) > 0 {
		page.Item = &items[0]
	}
	for _, m := range reviews {
		page.reviews[m.ID] = m
	}
	if len(a.Updates) > 0 {
		page.Seen = slices.MaxFunc(a.Updates, func(x, y ActionUpdate) int { return int(x.ID - y.ID) }).ID
	}
	return page, nil
}

// ReviewedAt is the meeting at which this was said of the action; nil where it
// was said between meetings.
func (p ActionPage) ReviewedAt(u ActionUpdate) *Meeting {
	if u.MeetingID == nil {
		return nil
	}
	m, ok := p.reviews[*u.MeetingID]
	if !ok {
		return nil
	}
	return &m
}

// CanBecome says whether the action may take this state now.
func (a Action) CanBecome(state ActionState) bool {
	return slices.Contains(actionMoves[a.State], state)
}

// OwnerChoices is who an action can be given to: the people and organisations
// of the partnership as it is today.
type OwnerChoices struct {
	People        []Person
	Organisations []Organisation
}

// OwnerChoices lists them by name.
func (s *Store) OwnerChoices(ctx context.Context, actor Actor) (OwnerChoices, error) {
	var c OwnerChoices
	if !actor.May(ReadDirectory, false) {
		return c, notAllowed("You may not " + string(ReadDirectory) + ".")
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return c, err
	}
	db := s.reading(ctx)
	if err := db.Preload("Organisation").Where("deactivated_at is null").Order("name").Find(&c.People).Error; err != nil {
		return c, err
	}
	inNameOrder(c.People)
	c.Organisations, err = belonging(db, calendar.DateOf(s.Now(), p.Location()))
	return c, err
}
