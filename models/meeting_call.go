package models

import (
	"context"
	"strings"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// CallMeeting invites everybody to a planned meeting, asks whether they are
// coming, and calls for items.
func (s *Store) CallMeeting(ctx context.Context, actor Actor, ref string, version int) (Meeting, error) {
	var m Meeting
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		if m, err = t.meeting(ref); err != nil {
			return err
		}
		if err := meetingMoves.check("meeting", m.State, MeetingCalled); err != nil {
			return err
		}
		if !m.StartsAt.After(t.now) {
			return badState("This meeting’s date has passed, so it cannot be called. Move it to another date, or cancel it.")
		}
		m.State, m.CalledAt = MeetingCalled, &t.now
		m.Sequence++
		if err := t.saveMeeting(&m, version, "state", "called_at", "sequence"); err != nil {
			return err
		}
		if err := t.invite(m); err != nil {
			return err
		}
		invited, err := t.invited(m)
		if err != nil {
			return err
		}
		if err := t.letterAbout(m, LetterMeetingCalled, m.Reference+"/called", t.meetingFacts(m), invited...); err != nil {
			return err
		}
		return t.event("called the meeting", "meeting", m.ID, m.Reference, m.ID, peopleCount(len(invited))+" invited")
	})
	return m, err
}

// saveMeeting writes these columns of a meeting that was read at version.
func (t *tx) saveMeeting(m *Meeting, version int, columns ...string) error {
	m.Version = version + 1
	return save(t, "meeting", m, m.ID, version, columns...)
}

// entitled are the people who are asked to a meeting on this day: everybody
// active whose organisation belongs to the partnership then, by organisation.
func (t *tx) entitled(on calendar.Date) ([]Person, error) { return entitled(t.DB, on) }

func entitled(db *gorm.DB, on calendar.Date) ([]Person, error) {
	var people []Person
	err := db.Joins("Organisation").Where("people.deactivated_at is null").Order(`"Organisation"."name", people.name, people.id`).Find(&people).Error
	if err != nil {
		return nil, err
	}
	kept := people[:0]
	for _, p := range people {
		if p.Organisation.Active(on) {
			kept = append(kept, p)
		}
	}
	return kept, nil
}

// invite gives everybody entitled who has none yet a place in the meeting's
// attendance.
func (t *tx) invite(m Meeting) error {
	people, err := t.entitled(calendar.DateOf(m.StartsAt, t.partnership.Location()))
	if err != nil {
		return err
	}
	var rows []Attendance
	if err := t.Where("meeting_id = ?", m.ID).Find(&rows).Error; err != nil {
		return err
	}
	there, position := map[int64]bool{}, 0
	for _, a := range rows {
		if a.PersonID != nil {
			there[*a.PersonID] = true
		}
		position = max(position, a.Position)
	}
	var add []Attendance
	for _, p := range people {
		if !there[p.ID] {
			position++
			add = append(add, invitation(m, p, position))
		}
	}
	if len(add) == 0 {
		return nil
	}
	return t.CreateInBatches(&add, 40).Error
}

// invitation is a person's place in a meeting's attendance before they answer.
func invitation(m Meeting, p Person, position int) Attendance {
	a := Attendance{MeetingID: m.ID, Position: position, Reply: NoReply, Version: 1}
	a.ofPerson(p)
	return a
}

// invited are the active people who have a place in the meeting's attendance.
func (t *tx) invited(m Meeting) ([]Person, error) {
	var people []Person
	err := t.Joins("Organisation").Where("people.deactivated_at is null and people.id in (select person_id from attendances where meeting_id = ?)", m.ID).
		Order("people.id").Find(&people).Error
	return people, err
}

// meetingFacts is what letters say of a meeting.
func (t *tx) meetingFacts(m Meeting) Facts {
	zone := t.partnership.Location()
	closes := calendar.DateOf(m.SubmissionsCloseAt, zone)
	return Facts{
		"meeting":         m.Reference,
		"name":            m.Name(),
		"day":             t.longDay(m.StartsAt),
		"from":            calendar.ClockOf(m.StartsAt, zone).String(),
		"to":              zonedClock(m.EndsAt(), zone),
		"venue":           m.Venue,
		"joining_link":    m.JoiningLink,
		"reason":          strings.TrimSpace(m.Reason),
		"items_close_day": closes.Long(),
		"items_close_at":  zonedClock(m.SubmissionsCloseAt, zone),
		"agenda_day":      m.AgendaOn.Long(),
	}
}

// zonedClock is a time as letters say it, which are read anywhere: "12:00 GMT".
func zonedClock(at time.Time, zone *time.Location) string {
	name := at.In(zone).Format("MST")
	if strings.HasPrefix(name, "+") || strings.HasPrefix(name, "-") { // the zone has no short name
		name = "UTC" + name
	}
	return calendar.ClockOf(at, zone).String() + " " + name
}
