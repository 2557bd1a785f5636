package models

import (
	"context"
	"fmt"
	"maps"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// MoveForm is what the secretariat says of a meeting's new date. What is empty
// stays as it is.
type MoveForm struct {
	Date, Time, Minutes string
	Reason              string
	// Tell writes to everybody although the meeting has not been called yet: its
	// date may be in their diaries. Those who were invited are always told.
	Tell bool
}

// Movable says whether the meeting can still be given another date, or cancelled.
func (m Meeting) Movable() bool {
	return m.State == MeetingPlanned || m.State == MeetingCalled || m.State == MeetingPublished
}

// MoveMeeting gives a meeting another date or time. Its reference stays; its
// deadlines are worked out anew. When the day changes, answers to the
// invitation no longer say anything, so everybody is asked again.
func (s *Store) MoveMeeting(ctx context.Context, actor Actor, ref string, version int, form MoveForm) (Meeting, error) {
	var m Meeting
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		if m, err = t.meeting(ref); err != nil {
			return err
		}
		var problems Problems
		moved, err := t.readMove(m, form, &problems)
		if err != nil {
			return err
		}
		moved.MovedReason = manyLines(&problems, "reason", "why the meeting moves", form.Reason, 1, maxShort)
		if err := problems.Err(); err != nil {
			return err
		}
		was := m
		moved.MovedFrom = &was.StartsAt
		moved.Sequence++
		m = moved
		columns := []string{"starts_at", "duration_minutes", "moved_from", "moved_reason", "sequence",
			"call_on", "submissions_close_at", "agenda_on", "minutes_on", "corrections_on"}
		if err := t.saveMeeting(&m, version, columns...); err != nil {
			return err
		}
		facts := t.meetingFacts(m)
		if was.State != MeetingPlanned && t.dayOf(was) != t.dayOf(m) {
			facts["ask_again"] = "yes"
			if err := t.askAgain(m, was); err != nil {
				return err
			}
		}
		facts["reason"], facts["was_day"] = m.MovedReason, t.longDay(was.StartsAt)
		facts["was_from"] = calendar.ClockOf(was.StartsAt, t.partnership.Location()).String()
		facts["was_to"] = zonedClock(was.EndsAt(), t.partnership.Location())
		if err := t.tellOfChange(LetterMeetingChanged, m, facts, form.Tell); err != nil {
			return err
		}
		if err := t.followNextMeeting(); err != nil {
			return err
		}
		return t.event("moved the meeting", "meeting", m.ID, m.Reference, m.ID, fmt.Sprintf("from %s to %s: %s", t.moment(was.StartsAt), t.moment(m.StartsAt), m.MovedReason))
	})
	return m, err
}

// readMove is the meeting as the form would have it.
func (t *tx) readMove(m Meeting, f MoveForm, problems *Problems) (Meeting, error) {
	if !m.Movable() {
		return m, badState("This meeting is %s, so it cannot be moved.", m.State)
	}
	moved, err := f.on(t.partnership, m, t.now, problems)
	if err != nil || len(*problems) > 0 {
		return moved, err
	}
	var others []Meeting
	err = t.Where("starts_at = ? and id <> ? and state <> ?", moved.StartsAt, m.ID, MeetingCancelled).Find(&others).Error
	for _, o := range others {
		problems.Add("time", "Another meeting begins at that time: %s", o.Reference)
	}
	return moved, err
}

// on works out the meeting's new time and deadlines.
func (f MoveForm) on(p Partnership, m Meeting, now time.Time, problems *Problems) (Meeting, error) {
	zone := p.Location()
	as := MeetingForm{Date: f.Date, Time: f.Time, Minutes: f.Minutes}
	if as.Time == "" {
		as.Time = calendar.ClockOf(m.StartsAt, zone).String()
	}
	if as.Minutes == "" {
		as.Minutes = fmt.Sprint(m.DurationMinutes)
	}
	_, start, minutes := as.when(p, calendar.DateOf(now, zone), problems)
	if len(*problems) > 0 {
		return m, nil
	}
	switch {
	case start.Equal(m.StartsAt) && minutes == m.DurationMinutes:
		problems.Add("date", "That is when the meeting is already: choose another date or time")
	case !start.After(now):
		problems.Add("date", "The new date must be in the future")
	}
	m.StartsAt, m.DurationMinutes = start, minutes
	m.setDeadlines(p.Deadlines(start, now))
	return m, nil
}

// tellOfChange writes to those invited or, when the meeting has not been called
// and everybody is to be told, to everybody who would be.
func (t *tx) tellOfChange(kind LetterKind, m Meeting, facts Facts, everybody bool) error {
	people, err := t.invited(m)
	if err != nil {
		return err
	}
	if m.CalledAt == nil && everybody {
		if people, err = t.entitled(t.dayOf(m)); err != nil {
			return err
		}
	}
	cause := fmt.Sprintf("%s/changed/%d", m.Reference, m.Sequence)
	strangers, err := t.strangers(m)
	if err != nil {
		return err
	}
	if len(strangers) > 0 {
		said := maps.Clone(facts)
		said["stranger"] = "yes"
		if err := t.letterAbout(m, kind, cause, said, strangers...); err != nil {
			return err
		}
	}
	return t.letterAbout(m, kind, cause, facts, people...)
}

// askAgain sets the answers to the invitation aside. Deputies whom people
// named only for the old day go with them; colleagues among them hear of the
// new day as everybody does.
func (t *tx) askAgain(m, was Meeting) error {
	var senders []Attendance
	err := t.Where("id in (select deputy_for_id from attendances where meeting_id = ? and person_id is null and reply = ? and outcome = ?)", m.ID, ReplyComing, OutcomeUnknown).Order("id").Find(&senders).Error
	if err != nil {
		return err
	}
	for _, a := range senders {
		if err := t.standDown(m, a, nil, t.longDay(was.StartsAt)); err != nil {
			return err
		}
	}
	return t.Model(&Attendance{}).Where("meeting_id = ? and reply <> ?", m.ID, NoReply).
		Updates(map[string]any{"reply": NoReply, "replied_at": nil, "reply_note": "", "deputy_for_id": nil,
			"capacity": gorm.Expr("case when deputy_for_id is null then capacity when (select role from people where people.id = person_id) = ? then ? else ? end",
				RoleSecretariat, Officer, Representative)}).Error
}
