package models

import (
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// arising are the actions that come back to a meeting under matters arising:
// those of earlier meetings that are not settled yet.
func arising(db *gorm.DB, p Partnership, m Meeting, now time.Time) ([]TrackerLine, error) {
	today := calendar.DateOf(now, p.Location())
	var actions []Action
	err := db.Preload("Meeting").Preload("Owners", func(db *gorm.DB) *gorm.DB { return db.Order("position, id") }).
		Preload("Owners.Person").Preload("Owners.Organisation").Joins("join meetings on meetings.id = actions.meeting_id").
		Where("actions.state in ? and meetings.starts_at < ?", []ActionState{ActionOpen, ActionDone}, m.StartsAt).
		Order("meetings.starts_at, actions.number").Find(&actions).Error
	if err != nil || len(actions) == 0 {
		return nil, err
	}
	ids := make([]int64, len(actions))
	for k, a := range actions {
		ids[k] = a.ID
	}
	var last []ActionUpdate
	if err := db.Where("id in (select max(id) from action_updates where action_id in ? and note <> '' group by action_id)", ids).Find(&last).Error; err != nil {
		return nil, err
	}
	notes := map[int64]ActionUpdate{}
	for _, u := range last {
		notes[u.ActionID] = u
	}
	lines := make([]TrackerLine, len(actions))
	for k, a := range actions {
		lines[k] = TrackerLine{
			ID: a.ID, Reference: a.Reference, Text: a.Text, Owners: a.OwnerNames(), Deadline: a.Deadline(), DueOn: a.DueOn, State: a.State,
			Overdue: a.Overdue(today), DueSoon: a.DueSoon(today), Restricted: a.Restricted, Meeting: a.Meeting.Reference, Version: a.Version,
		}
		if u, ok := notes[a.ID]; ok {
			lines[k].LastUpdate, lines[k].LastOn = u.Note, calendar.DateOf(u.CreatedAt, p.Location())
		}
	}
	return lines, nil
}
