package models

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"quarterday/calendar"
)

// FinishMeeting ends the meeting: from then on it was held. ended is the time
// as it was typed; empty means now.
func (s *Store) FinishMeeting(ctx context.Context, actor Actor, ref string, version int, began, ended string) (Meeting, error) {
	var m Meeting
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(TakeMinutes, false); err != nil {
			return err
		}
		var err error
		if m, err = t.meeting(ref); err != nil {
			return err
		}
		if err := meetingMoves.check("meeting", m.State, MeetingHeld); err != nil {
			return err
		}
		if m.StartsAt.After(t.now) {
			return badState("This meeting begins on %s, so it cannot be finished yet.", t.longDay(m.StartsAt))
		}
		var p Problems
		zone := t.partnership.Location()
		read := func(field, typed string, otherwise calendar.Clock) string {
			if strings.TrimSpace(typed) == "" {
				return otherwise.String()
			}
			c, err := calendar.UnderstandTime(typed)
			if err != nil {
				p.Add(field, "%s", upperFirst(err.Error()))
			}
			return c.String()
		}
		m.Began = read("began", began, calendar.ClockOf(m.StartsAt, zone))
		m.Ended = read("ended", ended, calendar.ClockOf(t.now, zone))
		if len(p) == 0 && m.Ended <= m.Began {
			p.Add("ended", "The meeting must end after it began, at %s", m.Began)
		}
		if err := p.Err(); err != nil {
			return err
		}
		m.State = MeetingHeld
		if err := t.saveMeeting(&m, version, "state", "began", "ended"); err != nil {
			return err
		}
		return t.event("finished the meeting", "meeting", m.ID, m.Reference, m.ID, m.Began+" to "+m.Ended)
	})
	return m, err
}

// recordFor reads all of a meeting inside a command that issues its minutes,
// and checks that they still are what the caller saw.
func (t *tx) recordFor(ref string, version int, to MinutesState) (*meetingRecord, error) {
	if err := t.may(IssueMinutes, false); err != nil {
		return nil, err
	}
	r, err := readRecord(t.DB, ref, t.now)
	if err != nil {
		return nil, err
	}
	if err := minutesMoves.check("record of the minutes", r.minutes.State, to); err != nil {
		return nil, err
	}
	if r.minutes.ID == 0 {
		if err := t.Create(&r.minutes).Error; err != nil {
			return nil, err
		}
	}
	if version != r.minutes.Version {
		return nil, conflict("state of the minutes", r.minutes)
	}
	return r, nil
}

// saveMinutes writes the state of the minutes and freezes what they say in it.
func (t *tx) saveMinutes(r *meetingRecord, content MinutesContent, changes []string, columns ...string) error {
	r.minutes.Version++
	if err := save(t, "state of the minutes", &r.minutes, r.minutes.ID, r.minutes.Version-1, append(columns, "state")...); err != nil {
		return err
	}
	content.IssuedAt = &t.now
	text, err := json.Marshal(content)
	if err != nil {
		return err
	}
	err = t.Create(&MinutesVersion{MeetingID: r.meeting.ID, Version: content.Version, Kind: r.minutes.State, IssuedAt: t.now,
		IssuerID: ptr(t.actor.PersonID), Changes: strings.Join(changes, "\n"), Content: string(text)}).Error
	if err != nil {
		return err
	}
	return t.issue(minutesDocument(r.meeting, content), content)
}

// CirculateMinutes sends out the draft, as version 1 and then each time that it
// was corrected, with what changed since the version before. With the first
// the owners are told of their actions.
func (s *Store) CirculateMinutes(ctx context.Context, actor Actor, ref string, version int) (Minutes, error) {
	var min Minutes
	err := s.command(ctx, actor, func(t *tx) error {
		r, err := t.recordFor(ref, version, MinutesCirculated)
		if err != nil {
			return err
		}
		if r.meeting.State != MeetingHeld {
			return badState("This meeting has not been finished. Finish it first, then circulate its minutes.")
		}
		if len(r.entries) == 0 {
			return badState("Nothing has been minuted yet, so there is nothing to circulate.")
		}
		before, err := newestVersion(t.DB, r.meeting.ID)
		if err != nil {
			return err
		}
		r.minutes.State, r.minutes.CirculatedAt = MinutesCirculated, &t.now
		r.minutes.Circulated++
		content := r.content()
		var changes []string
		if before != nil {
			if changes = content.changesSince(*before); len(changes) == 0 {
				return badState("Nothing has changed since version %d, so there is nothing new to circulate.", before.Version)
			}
		}
		if err := t.saveMinutes(r, content, changes, "circulated", "circulated_at"); err != nil {
			return err
		}
		min = r.minutes
		if err := t.tellCirculated(r, changes); err != nil {
			return err
		}
		return t.event("circulated the minutes", "minutes", min.ID, r.meeting.Reference, r.meeting.ID, fmt.Sprintf("version %d", min.Circulated))
	})
	return min, err
}

// tellCirculated writes to everybody who was there or invited, and to the
// owners of actions that they have not been told of.
func (t *tx) tellCirculated(r *meetingRecord, changes []string) error {
	invited, err := t.invited(r.meeting)
	if err != nil {
		return err
	}
	facts := t.meetingFacts(r.meeting)
	facts["version"] = fmt.Sprint(r.minutes.Circulated)
	facts["changes"] = strings.Join(changes, "\n")
	if !t.today().After(r.meeting.CorrectionsOn) {
		facts["corrections_day"] = r.meeting.CorrectionsOn.Long()
	}
	if next, ok := r.nextQuarterly(); ok {
		facts["agree_at"] = t.dayOf(next).Long()
	}
	cause := fmt.Sprintf("%s/minutes/%d", r.meeting.Reference, r.minutes.Circulated)
	if err := t.letterAbout(r.meeting, LetterMinutesCirculated, cause, facts, invited...); err != nil {
		return err
	}
	var actions []Action
	for _, e := range r.entries {
		if e.Action != nil && e.Action.State == ActionOpen {
			a := *e.Action
			a.Meeting = &r.meeting
			actions = append(actions, a)
		}
	}
	return t.tellOwners(actions...)
}

// PublishMinutes makes the public edition of agreed minutes public, and closes
// the meeting.
func (s *Store) PublishMinutes(ctx context.Context, actor Actor, ref string, version int) (Minutes, error) {
	var min Minutes
	err := s.command(ctx, actor, func(t *tx) error {
		r, err := t.recordFor(ref, version, MinutesPublished)
		if err != nil {
			return err
		}
		if err := meetingMoves.check("meeting", r.meeting.State, MeetingClosed); err != nil {
			return err
		}
		agreed, err := frozen(t.DB, r.meeting.ID, MinutesAgreed, 0)
		if err != nil {
			return err
		}
		r.minutes.State, r.minutes.PublishedAt, r.meeting.State = MinutesPublished, &t.now, MeetingClosed
		content := t.partnership.publicEdition(agreed)
		content.State, content.Meeting.State = MinutesPublished, MeetingClosed
		if err := t.saveMinutes(r, content, nil, "published_at"); err != nil {
			return err
		}
		if err := t.saveMeeting(&r.meeting, r.meeting.Version, "state"); err != nil {
			return err
		}
		min = r.minutes
		if err := t.tellAgreed(r, content, "published"); err != nil {
			return err
		}
		return t.event("published the minutes", "minutes", min.ID, r.meeting.Reference, r.meeting.ID, "")
	})
	return min, err
}

// tellAgreed writes to those invited that the minutes are agreed or, from then
// on, published. Whoever has heard that they are agreed can read them already
// and is not written to again; where that letter is still held, it says both.
func (t *tx) tellAgreed(r *meetingRecord, content MinutesContent, what string) error {
	invited, err := t.invited(r.meeting)
	if err != nil {
		return err
	}
	var told []int64
	err = t.Model(&Letter{}).Where("meeting_id = ? and kind = ? and person_id is not null and state in ?", r.meeting.ID, LetterMinutesAgreed,
		[]LetterState{LetterWaiting, LetterSending, LetterSent}).Pluck("person_id", &told).Error
	if err != nil {
		return err
	}
	invited = slices.DeleteFunc(invited, func(p Person) bool { return slices.Contains(told, p.ID) })
	facts := t.meetingFacts(r.meeting)
	facts["agreed_at"] = content.AgreeAt
	if what == "published" {
		facts["published"] = "yes"
	}
	return t.letterAbout(r.meeting, LetterMinutesAgreed, r.meeting.Reference+"/minutes/"+what, facts, invited...)
}
