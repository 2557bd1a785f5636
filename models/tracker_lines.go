package models

import (
	"cmp"
	"context"
	"slices"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// fill loads what belongs to the actions: owners, meetings, items, and the
// newest note of each.
func (q trackerQuery) fill(rows []trackerRow) error {
	if len(rows) == 0 {
		return nil
	}
	index := make(map[int64]*trackerRow, len(rows))
	ids := make([]int64, len(rows))
	items := map[int64]string{}
	for i := range rows {
		ids[i] = rows[i].ID
		index[rows[i].ID] = &rows[i]
	}
	owners, err := ownersOf(q.db, ids)
	if err != nil {
		return err
	}
	var meetings []Meeting
	if err := q.db.Where("id in (select meeting_id from actions where id in ?)", ids).Find(&meetings).Error; err != nil {
		return err
	}
	var titles []Item
	if err := q.db.Select("id", "title").Where("id in (select item_id from actions where id in ?)", ids).Find(&titles).Error; err != nil {
		return err
	}
	for _, i := range titles {
		items[i.ID] = i.Title
	}
	var counts []struct {
		ActionID int64
		N        int
	}
	if err := q.db.Model(&ActionUpdate{}).Select("action_id, count(*) as n").Where("action_id in ?", ids).Group("action_id").Scan(&counts).Error; err != nil {
		return err
	}
	var last []ActionUpdate
	// What the owners' changes were is in their column already.
	if err := q.db.Where("id in (select max(id) from action_updates where action_id in ? and note <> '' and kind not in ? group by action_id)", ids, []UpdateKind{UpdateDeadline, UpdateOwners}).Find(&last).Error; err != nil {
		return err
	}
	for _, c := range counts {
		index[c.ActionID].updates = c.N
	}
	for i := range last {
		index[last[i].ActionID].last = &last[i]
	}
	for i := range rows {
		row := &rows[i]
		row.Owners, row.day = owners[row.ID], q.day
		if at := slices.IndexFunc(meetings, func(m Meeting) bool { return m.ID == row.MeetingID }); at >= 0 {
			row.Meeting = &meetings[at]
		}
		if row.ItemID != nil {
			row.Item = items[*row.ItemID]
		}
	}
	return nil
}

// ownersOf loads the owners of these actions with who they are, in order.
func ownersOf(db *gorm.DB, ids []int64) (map[int64][]ActionOwner, error) {
	var owners []ActionOwner
	if err := db.Preload("Person.Organisation").Preload("Organisation").Where("action_id in ?", ids).Find(&owners).Error; err != nil {
		return nil, err
	}
	slices.SortFunc(owners, func(a, b ActionOwner) int {
		return cmp.Or(cmp.Compare(a.Position, b.Position), cmp.Compare(a.ID, b.ID))
	})
	of := map[int64][]ActionOwner{}
	for _, o := range owners {
		of[o.ActionID] = append(of[o.ActionID], o)
	}
	return of, nil
}

// line is the action as the tracker shows it.
func (r trackerRow) line(today calendar.Date) TrackerLine {
	l := TrackerLine{
		ID: r.ID, Reference: r.Reference, Text: r.Text, Owners: r.OwnerNames(), Deadline: r.Deadline(), DueOn: r.DueOn, State: r.State,
		Overdue: r.Overdue(today), DueSoon: r.DueSoon(today), ReviewDue: r.ReviewDue(today), Restricted: r.Restricted,
		Item: r.Item, Updates: r.updates, Version: r.Version,
	}
	if r.Meeting != nil {
		l.Meeting = r.Meeting.Reference
	}
	if r.last != nil {
		l.LastUpdate, l.LastOn = r.last.Note, r.day(r.last.CreatedAt)
	}
	return l
}

// TrackerChoices is what the tracker can be narrowed to: those who owe or owed
// something, and the meetings that gave actions.
type TrackerChoices struct {
	People        []Person
	Organisations []Organisation
	Meetings      []Meeting
}

// TrackerChoices lists what the actor can narrow the tracker to.
func (s *Store) TrackerChoices(ctx context.Context, actor Actor) (TrackerChoices, error) {
	var c TrackerChoices
	if !actor.May(ReadActions, false) {
		return c, notAllowed("You may not " + string(ReadActions) + ".")
	}
	db := s.reading(ctx)
	seen := func() *gorm.DB { return visibleActions(db.Model(&Action{}), actor) }
	err := db.Select("id", "name").Where("id in (select person_id from action_owners where action_id in (?))", seen().Select("id")).
		Order("name").Find(&c.People).Error
	if err != nil {
		return c, err
	}
	err = db.Select("id", "name").Where("id in (select organisation_id from action_owners where action_id in (?)) or id in (select organisation_id from people where id in (select person_id from action_owners))", seen().Select("id")).
		Order("name").Find(&c.Organisations).Error
	if err != nil {
		return c, err
	}
	inNameOrder(c.People)
	inNameOrder(c.Organisations)
	err = db.Where("id in (?)", seen().Select("meeting_id")).Order("starts_at desc").Find(&c.Meetings).Error
	return c, err
}
