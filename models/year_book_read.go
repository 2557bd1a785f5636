package models

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// YearBook is a calendar year of the partnership, for those who may read its
// members' minutes. There is none of a year before the first of its meetings is
// over.
func (s *Store) YearBook(ctx context.Context, actor Actor, year int) (YearBookContent, error) {
	var c YearBookContent
	if !actor.May(ReadMeetings, false) || !actor.May(ReadRestricted, false) {
		return c, notFound("year book")
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return c, err
	}
	db := s.reading(ctx)
	var meetings []Meeting
	if err := db.Preload("Chair").Preload("MinuteTaker").Where("year = ?", year).Order("starts_at").Find(&meetings).Error; err != nil {
		return c, err
	}
	now := s.Now()
	if !slices.ContainsFunc(meetings, func(m Meeting) bool { return m.goneBy(now) }) {
		return c, notFound("year book")
	}
	c = YearBookContent{Letterhead: p.letterhead(), Year: year, AsOf: calendar.DateOf(now, p.Location())}
	minutes, err := newestMinutes(db, meetings)
	if err != nil {
		return c, err
	}
	for _, m := range meetings {
		c.Meetings = append(c.Meetings, YearBookMeeting{Meeting: m.facts(p), Minutes: minutes[m.ID]})
	}
	if c.Register, err = s.RegisterContent(ctx, actor, DecisionFilter{Year: year}); err != nil {
		return c, err
	}
	slices.Reverse(c.Register.Meetings) // a book goes forward
	if c.Actions, err = s.Tracker(ctx, actor, TrackerFilter{State: TrackerAll, Year: year}); err != nil {
		return c, err
	}
	c.Practices, err = practicesOf(db, p, year)
	return c, err
}

// newestMinutes are the members' minutes of meetings: as agreed, or else as
// they were circulated last.
func newestMinutes(db *gorm.DB, meetings []Meeting) (map[int64]*MinutesContent, error) {
	ids := make([]int64, len(meetings))
	for i, m := range meetings {
		ids[i] = m.ID
	}
	var versions []MinutesVersion
	err := db.Where("meeting_id in ? and kind in ?", ids, []MinutesState{MinutesCirculated, MinutesAgreed}).
		Order("meeting_id, case kind when 'agreed' then 1 else 0 end, version").Find(&versions).Error
	newest := map[int64]*MinutesContent{}
	for i, v := range versions {
		if i+1 < len(versions) && versions[i+1].MeetingID == v.MeetingID {
			continue // the last of a meeting is the newest
		}
		var content MinutesContent
		if err := json.Unmarshal([]byte(v.Content), &content); err != nil {
			return nil, fmt.Errorf("minutes of meeting %d, version %d: %w", v.MeetingID, v.Version, err)
		}
		newest[v.MeetingID] = &content
	}
	return newest, err
}

// practicesOf are the practices published in a year, in that order.
func practicesOf(db *gorm.DB, p Partnership, year int) ([]LeafletContent, error) {
	from := time.Date(year, 1, 1, 0, 0, 0, 0, p.Location())
	var list []Practice
	err := db.Preload("Organisation").Preload("Adoptions", func(db *gorm.DB) *gorm.DB { return db.Order("created_at, id") }).Preload("Adoptions.Organisation").Preload("Papers", func(db *gorm.DB) *gorm.DB { return db.Order("position, id") }).
		Where("state = ? and published_at >= ? and published_at < ?", PracticePublished, from.UTC(), from.AddDate(1, 0, 0).UTC()).
		Order("published_at, id").Find(&list).Error
	var leaflets []LeafletContent
	for _, practice := range list {
		leaflets = append(leaflets, practice.leaflet(p))
	}
	return leaflets, err
}
