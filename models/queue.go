package models

import (
	"context"
	"slices"
)

// QueuePage is what waits for the secretariat's decision for one meeting, and
// what has been decided.
type QueuePage struct {
	Meeting Meeting
	Waiting []Item // in the order they came
	Decided []Item // submitted ones on the agenda, deferred or declined; newest first
	// ByMail are drafts made of emails to the secretariat: whoever wrote them, or
	// the secretariat for them, has to finish them.
	ByMail []Item
	Drafts int // begun and not submitted: nobody else sees what is in them
	Later  []Meeting
	// Planned is the minutes of what is on the agenda already, Wanted of what waits.
	Planned, Wanted int
}

// Queue shows the submissions for a meeting to the secretariat.
func (s *Store) Queue(ctx context.Context, actor Actor, ref string) (QueuePage, error) {
	var q QueuePage
	if !actor.May(BuildAgendas, false) {
		return q, notAllowed("You may not " + string(BuildAgendas) + ".")
	}
	m, err := s.Meeting(ctx, actor, ref)
	if err != nil {
		return q, err
	}
	q.Meeting = m
	db := s.reading(ctx)
	items, err := itemsWithAll(db.Where("meeting_id = ?", m.ID).Order("submitted_at, id"))
	if err != nil {
		return q, err
	}
	var mailed []int64
	if err := db.Model(&Received{}).Where("item_id in (select id from items where meeting_id = ? and state = ?)", m.ID, ItemDraft).Pluck("item_id", &mailed).Error; err != nil {
		return q, err
	}
	for _, i := range items {
		i.Meeting = &m
		switch {
		case i.State == ItemDraft && slices.Contains(mailed, i.ID):
			q.ByMail = append(q.ByMail, i)
		case i.State == ItemWaiting:
			q.Waiting = append(q.Waiting, i)
			q.Wanted += i.Minutes
		case i.State == ItemDraft:
			q.Drafts++
		case i.Kind != ItemStanding && i.State != ItemWithdrawn:
			q.Decided = append([]Item{i}, q.Decided...)
		}
		if i.State == ItemAccepted {
			q.Planned += i.Minutes
		}
	}
	q.Later, err = s.LaterMeetings(ctx, m)
	return q, err
}

// By says who presents the item.
func (i Item) By() string {
	m := Meeting{}
	if i.Meeting != nil {
		m = *i.Meeting
	}
	_, by := presentedBy(i.Presenters, m)
	return by
}
