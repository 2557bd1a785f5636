package models

import (
	"context"
	"strings"
	"time"

	"quarterday/calendar"
)

// eventsPerPage is how many lines a page of the audit trail shows.
const eventsPerPage = 50

// AuditFilter narrows the audit trail. Dates are as they were typed.
type AuditFilter struct {
	PersonID  int64
	What      string
	Subject   string
	Meeting   string // its reference
	Text      string // part of what it was called or of the detail
	From, To  string
	RequestID string
	// Before is where the page before this one ended: AuditPage.Next.
	Before int64
}

// AuditPage is one page of the audit trail, newest line first, with what can be
// chosen from.
type AuditPage struct {
	Events   []Event
	Meetings map[int64]string // references, by id
	Next     int64            // 0 on the last page
	People   []Person
	Whats    []string
	Subjects []string
	// References are of the meetings that can be chosen.
	References []string
}

// Audit reads the trail.
func (s *Store) Audit(ctx context.Context, actor Actor, f AuditFilter) (AuditPage, error) {
	page := AuditPage{Meetings: map[int64]string{}}
	p, err := s.mayRead(ctx, actor, ReadAudit)
	if err != nil {
		return page, err
	}
	db := s.reading(ctx)
	if err := db.Select("id", "name", "deactivated_at").Order("name_key, id").Find(&page.People).Error; err != nil {
		return page, err
	}
	if err := db.Model(&Event{}).Distinct("what").Order("what").Pluck("what", &page.Whats).Error; err != nil {
		return page, err
	}
	if err := db.Model(&Event{}).Distinct("subject").Order("subject").Pluck("subject", &page.Subjects).Error; err != nil {
		return page, err
	}
	var meetings []Meeting
	if err := db.Select("id", "reference").Order("starts_at desc").Find(&meetings).Error; err != nil {
		return page, err
	}
	meetingID := int64(-1)
	for _, m := range meetings {
		page.Meetings[m.ID] = m.Reference
		page.References = append(page.References, m.Reference)
		if m.Reference == f.Meeting {
			meetingID = m.ID
		}
	}
	q := db.Order("id desc").Limit(eventsPerPage + 1)
	for _, c := range []struct {
		use   bool
		where string
		value any
	}{
		{f.PersonID != 0, "person_id = ?", f.PersonID}, {f.What != "", "what = ?", f.What}, {f.Subject != "", "subject = ?", f.Subject},
		{f.Meeting != "", "meeting_id = ?", meetingID}, {f.RequestID != "", "request_id = ?", f.RequestID}, {f.Before != 0, "id < ?", f.Before},
	} {
		if c.use {
			q = q.Where(c.where, c.value)
		}
	}
	if text := strings.TrimSpace(f.Text); text != "" {
		q = q.Where(has("label")+" or "+has("detail"), like(text), like(text))
	}
	var problems Problems
	day := func(field, text string) (calendar.Date, bool) {
		if strings.TrimSpace(text) == "" {
			return calendar.Date{}, false
		}
		d, err := calendar.Understand(text, s.today(p))
		if err != nil {
			problems.Add(field, "%s", err)
		}
		return d, err == nil
	}
	if d, ok := day("from", f.From); ok {
		q = q.Where("at >= ?", startOf(d, p.Location()))
	}
	if d, ok := day("to", f.To); ok {
		q = q.Where("at < ?", startOf(d.AddDays(1), p.Location()))
	}
	if err := q.Find(&page.Events).Error; err != nil {
		return page, err
	}
	if len(page.Events) > eventsPerPage {
		page.Events = page.Events[:eventsPerPage]
		page.Next = page.Events[eventsPerPage-1].ID
	}
	return page, problems.Err()
}

// startOf is the moment at which a day begins, in UTC as times are kept.
func startOf(d calendar.Date, zone *time.Location) time.Time { return d.In(zone).UTC() }
