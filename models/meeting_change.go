package models

import (
	"context"
	"slices"
	"strings"
	"time"

	"quarterday/calendar"
)

// MeetingChange is what the secretariat changes of a meeting beside its date.
// A deadline left empty is what the partnership's rules say.
type MeetingChange struct {
	Title, Venue, JoiningLink string
	ChairID, MinuteTakerID    int64 // 0: nobody yet
	CallOn                    string
	SubmissionsCloseOn        string
	SubmissionsCloseTime      string
	AgendaOn                  string
	MinutesOn                 string
	CorrectionsOn             string
}

// ChangeMeeting changes a meeting's title, place, officers and deadlines. Those
// invited are told when the place changes.
func (s *Store) ChangeMeeting(ctx context.Context, actor Actor, ref string, version int, form MeetingChange) (Meeting, error) {
	var m Meeting
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		if m, err = t.meeting(ref); err != nil {
			return err
		}
		if m.State == MeetingCancelled || m.State == MeetingClosed {
			return badState("This meeting is %s, so it cannot be changed any more.", m.State)
		}
		was := m
		var problems Problems
		m.Title = oneLine(&problems, "title", "the title", form.Title, 0, maxTitle)
		place := MeetingForm{Venue: form.Venue, JoiningLink: form.JoiningLink}
		m.Venue, m.JoiningLink = place.where(&problems)
		if m.ChairID, m.Chair, err = t.officer(form.ChairID, "chair", "in the chair", &problems); err != nil {
			return err
		}
		if m.MinuteTakerID, m.MinuteTaker, err = t.officer(form.MinuteTakerID, "minute_taker", "to take the minutes", &problems); err != nil {
			return err
		}
		m.setDeadlines(t.readDeadlines(m, form, &problems))
		if err := problems.Err(); err != nil {
			return err
		}
		elsewhere := m.Venue != was.Venue || m.JoiningLink != was.JoiningLink
		if elsewhere {
			m.Sequence++
		}
		columns := []string{"title", "venue", "joining_link", "chair_id", "minute_taker_id", "sequence",
			"call_on", "submissions_close_at", "agenda_on", "minutes_on", "corrections_on"}
		if err := t.saveMeeting(&m, version, columns...); err != nil {
			return err
		}
		if elsewhere && m.Movable() {
			facts := t.meetingFacts(m)
			facts["reason"] = ""
			if m.Venue != was.Venue {
				facts["was_venue"] = was.Venue
			}
			if m.JoiningLink != was.JoiningLink {
				facts["was_link"] = was.JoiningLink
			}
			if err := t.tellOfChange(LetterMeetingChanged, m, facts, false); err != nil {
				return err
			}
		}
		return t.event("changed the meeting", "meeting", m.ID, m.Reference, m.ID, changed(was, m))
	})
	return m, err
}

// changed names what differs, for the audit trail.
func changed(was, m Meeting) string {
	var what []string
	note := func(differs bool, name string) {
		if differs && !slices.Contains(what, name) {
			what = append(what, name)
		}
	}
	note(was.Title != m.Title, "title")
	note(was.Venue != m.Venue, "venue")
	note(was.JoiningLink != m.JoiningLink, "joining link")
	note(!same(was.ChairID, m.ChairID), "chair")
	note(!same(was.MinuteTakerID, m.MinuteTakerID), "minute-taker")
	note(!was.SubmissionsCloseAt.Equal(m.SubmissionsCloseAt), "day on which items close")
	note(was.CallOn != m.CallOn || was.AgendaOn != m.AgendaOn || was.MinutesOn != m.MinutesOn || was.CorrectionsOn != m.CorrectionsOn, "deadlines")
	return strings.Join(what, ", ")
}

// readDeadlines reads the form's deadlines and holds them to an order that a
// quarter can have.
func (t *tx) readDeadlines(m Meeting, f MeetingChange, problems *Problems) Deadlines {
	d := t.partnership.Deadlines(m.StartsAt, m.CreatedAt)
	meets := t.dayOf(m)
	read := func(field, text string, rule calendar.Date) calendar.Date {
		if typed := t.readDate(problems, field, text); !typed.IsZero() {
			return typed
		}
		return rule
	}
	d.CallOn = read("call_on", f.CallOn, d.CallOn)
	d.AgendaOn = read("agenda_on", f.AgendaOn, d.AgendaOn)
	d.MinutesOn = read("minutes_on", f.MinutesOn, d.MinutesOn)
	d.CorrectionsOn = read("corrections_on", f.CorrectionsOn, d.CorrectionsOn)
	d.SubmissionsCloseAt = t.readClosing(m, f, d.SubmissionsCloseAt, problems)
	if len(*problems) > 0 {
		return d
	}
	before := func(field, what string, day calendar.Date) {
		if day.After(meets) {
			problems.Add(field, "%s must not be after the meeting, %s", what, meets.Medium())
		}
	}
	before("call_on", "The day it is called", d.CallOn)
	before("agenda_on", "The day of the agenda", d.AgendaOn)
	if d.SubmissionsCloseAt.After(m.StartsAt) {
		problems.Add("submissions_close_on", "Items must close before the meeting begins, %s", t.moment(m.StartsAt))
	}
	if d.MinutesOn.Before(meets) {
		problems.Add("minutes_on", "Draft minutes cannot come before the meeting, %s", meets.Medium())
	}
	if d.CorrectionsOn.Before(d.MinutesOn) {
		problems.Add("corrections_on", "Corrections cannot end before the draft minutes come, %s", d.MinutesOn.Medium())
	}
	return d
}

// readClosing reads when submissions close.
func (t *tx) readClosing(m Meeting, f MeetingChange, rule time.Time, problems *Problems) time.Time {
	zone := t.partnership.Location()
	on := t.readDate(problems, "submissions_close_on", f.SubmissionsCloseOn)
	if on.IsZero() && strings.TrimSpace(f.SubmissionsCloseTime) == "" {
		return rule
	}
	if on.IsZero() {
		on = calendar.DateOf(rule, zone)
	}
	clock := closingTime
	if text := strings.TrimSpace(f.SubmissionsCloseTime); text != "" {
		var err error
		if clock, err = calendar.UnderstandTime(text); err != nil {
			problems.Add("submissions_close_time", "%s", upperFirst(err.Error()))
			return rule
		}
	}
	at, err := calendar.Local(on, clock, zone)
	if err != nil {
		problems.Add("submissions_close_time", "%s", upperFirst(err.Error()))
		return rule
	}
	return at.UTC()
}
