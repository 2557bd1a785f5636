package models

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// PlanMeetings plans quarterly meetings, usually a year's four: all of them or,
// when one cannot be, none.
func (s *Store) PlanMeetings(ctx context.Context, actor Actor, forms []MeetingForm) ([]Meeting, error) {
	var planned []Meeting
	err := s.command(ctx, actor, func(t *tx) error {
		planned = nil
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		if len(forms) == 0 {
			return &Error{Kind: KindInvalid, Message: "Choose at least one meeting to plan"}
		}
		var problems Problems
		for _, form := range forms {
			m, err := t.readMeeting(form, Quarterly, &problems)
			if err != nil {
				return err
			}
			if !m.StartsAt.IsZero() && !m.StartsAt.After(t.now) {
				problems.Add(form.field("date"), "The date must be in the future. If the meeting has been held, enter it as a past meeting")
			}
			if m.Reference != "" && slices.ContainsFunc(planned, func(other Meeting) bool { return other.Reference == m.Reference }) {
				problems.Add(form.field("date"), "Two of these meetings are for %s: plan the second as an extraordinary meeting", quarterName(m))
			}
			planned = append(planned, m)
		}
		if err := problems.Err(); err != nil {
			return err
		}
		slices.SortStableFunc(planned, func(a, b Meeting) int { return a.StartsAt.Compare(b.StartsAt) })
		for i := range planned {
			if err := t.addMeeting(&planned[i], "planned the meeting"); err != nil {
				return err
			}
		}
		return t.followNextMeeting()
	})
	if err != nil {
		return nil, err
	}
	return planned, nil
}

// PlanExtraordinary plans a meeting between the quarterly ones, for a reason.
func (s *Store) PlanExtraordinary(ctx context.Context, actor Actor, form MeetingForm) (Meeting, error) {
	var m Meeting
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		form.Quarter = ""
		var problems Problems
		if m, err = t.readMeeting(form, Extraordinary, &problems); err != nil {
			return err
		}
		if !m.StartsAt.IsZero() && !m.StartsAt.After(t.now) {
			problems.Add("date", "The date must be in the future. If the meeting has been held, enter it as a past meeting")
		}
		m.Reason = manyLines(&problems, "reason", "why the meeting is needed", form.Reason, 1, maxShort)
		if err := problems.Err(); err != nil {
			return err
		}
		return t.addMeeting(&m, "planned the extraordinary meeting")
	})
	return m, err
}

// EnterPastMeeting records a meeting that was held before this service was in
// use, or without it, so that its minutes and actions can be entered.
func (s *Store) EnterPastMeeting(ctx context.Context, actor Actor, form MeetingForm) (Meeting, error) {
	var m Meeting
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		form.Quarter = ""
		kind := Quarterly
		if strings.TrimSpace(form.Reason) != "" {
			kind = Extraordinary
		}
		var problems Problems
		if m, err = t.readMeeting(form, kind, &problems); err != nil {
			return err
		}
		if m.StartsAt.After(t.now) {
			problems.Add("date", "The date must be in the past. Plan a meeting that is still to come")
		}
		m.Reason = manyLines(&problems, "reason", "why the meeting was needed", form.Reason, 0, maxShort)
		m.Began = calendar.ClockOf(m.StartsAt, t.partnership.Location()).String()
		if text := strings.TrimSpace(form.Ended); text != "" {
			ended, err := calendar.UnderstandTime(text)
			if err != nil {
				problems.Add("ended", "%s", upperFirst(err.Error()))
			} else if !m.StartsAt.IsZero() && ended.Minutes() <= calendar.ClockOf(m.StartsAt, t.partnership.Location()).Minutes() {
				problems.Add("ended", "The meeting must end after it began, at %s", m.Began)
			}
			m.Ended = ended.String()
		}
		if err := problems.Err(); err != nil {
			return err
		}
		m.State = MeetingHeld
		if err := t.addMeeting(&m, "entered the past meeting"); err != nil {
			return err
		}
		if err := t.invite(m); err != nil {
			return err
		}
		return t.followNextMeeting()
	})
	return m, err
}

// readMeeting makes the meeting that the form describes, noting what is wrong.
// A quarter has one quarterly meeting, and no two meetings begin together: a
// form that is sent twice plans once.
func (t *tx) readMeeting(f MeetingForm, kind MeetingKind, problems *Problems) (Meeting, error) {
	day, start, minutes := f.when(t.partnership, t.today(), problems)
	q := f.quarter(day, problems)
	m := Meeting{Kind: kind, Year: q.Year, Quarter: q.Number, StartsAt: start, DurationMinutes: minutes, State: MeetingPlanned, CreatedAt: t.now, Version: 1}
	m.Title = oneLine(problems, f.field("title"), "the title", f.Title, 0, maxTitle)
	m.Venue, m.JoiningLink = f.where(problems)
	if day.IsZero() {
		return m, nil
	}
	if err := t.readOfficers(&m, f.ChairID, f.MinuteTakerID, problems); err != nil {
		return m, err
	}
	m.setDeadlines(t.partnership.Deadlines(m.StartsAt, t.now))
	var others []Meeting
	if err := t.Where("year = ? and quarter = ? or starts_at = ?", q.Year, q.Number, m.StartsAt).Order("number").Find(&others).Error; err != nil {
		return m, err
	}
	for _, other := range others {
		sameQuarter := other.Year == m.Year && other.Quarter == m.Quarter
		switch {
		case kind == Quarterly && other.Kind == Quarterly && sameQuarter && other.State == MeetingCancelled:
			problems.Add(f.field("date"), "The meeting of %s was cancelled. Arrange an extraordinary meeting in its place", quarterName(m))
		case kind == Quarterly && other.Kind == Quarterly && sameQuarter:
			problems.Add(f.field("date"), "%s has its meeting already, on %s", quarterName(m), t.longDay(other.StartsAt))
		case other.StartsAt.Equal(m.StartsAt) && other.State != MeetingCancelled:
			problems.Add(f.field("time"), "Another meeting begins at that time: %s", other.Reference)
		}
		if kind == Extraordinary && sameQuarter {
			m.Number = max(m.Number, other.Number)
		}
	}
	if kind == Extraordinary {
		m.Number++
	}
	m.Reference = meetingReference(kind, q, m.Number)
	return m, nil
}

// longDay is the day of a moment in the partnership: Tuesday 8 December 2026.
func (t *tx) longDay(at time.Time) string {
	return calendar.DateOf(at, t.partnership.Location()).Long()
}

// readOfficers sets who takes the chair and the minutes: those chosen or, where
// nobody was, those of the last meeting, who are usually the same.
func (t *tx) readOfficers(m *Meeting, chairID, minuteTakerID int64, problems *Problems) error {
	if chairID == 0 || minuteTakerID == 0 {
		var last Meeting
		err := t.Preload("Chair").Preload("MinuteTaker").Where("state <> ? and starts_at < ?", MeetingCancelled, m.StartsAt).Order("starts_at desc").Limit(1).Find(&last).Error
		if err != nil {
			return err
		}
		if last.Chair != nil && last.Chair.DeactivatedAt == nil && chairID == 0 {
			chairID = last.Chair.ID
		}
		if last.MinuteTaker != nil && last.MinuteTaker.DeactivatedAt == nil && minuteTakerID == 0 {
			minuteTakerID = last.MinuteTaker.ID
		}
	}
	var err error
	if m.ChairID, m.Chair, err = t.officer(chairID, "chair", "in the chair", problems); err != nil {
		return err
	}
	m.MinuteTakerID, m.MinuteTaker, err = t.officer(minuteTakerID, "minute_taker", "to take the minutes", problems)
	return err
}

// officer is a person named on a meeting; 0 names nobody.
func (t *tx) officer(id int64, field, what string, problems *Problems) (*int64, *Person, error) {
	if id == 0 {
		return nil, nil, nil
	}
	var p Person
	err := t.Preload("Organisation").Where("deactivated_at is null").First(&p, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		problems.Add(field, "Choose who is %s from the list", what)
		return nil, nil, nil
	}
	return &p.ID, &p, err
}

// addMeeting writes a checked meeting with the standing items of the default
// agenda.
func (t *tx) addMeeting(m *Meeting, what string) error {
	if err := t.Create(m).Error; err != nil {
		if isDuplicate(err, "meetings.reference") {
			return badState("There is a meeting %s already.", m.Reference)
		}
		return err
	}
	if err := t.addStandingItems(*m); err != nil {
		return err
	}
	return t.event(what, "meeting", m.ID, m.Reference, m.ID, t.longDay(m.StartsAt))
}

// addStandingItems puts the default agenda on a new meeting's agenda.
func (t *tx) addStandingItems(m Meeting) error {
	var standing []StandingItem
	if err := t.Order("position, id").Find(&standing).Error; err != nil || len(standing) == 0 {
		return err
	}
	items := make([]Item, len(standing))
	for i, s := range standing {
		items[i] = Item{
			MeetingID: m.ID, Kind: ItemStanding, Role: s.Role, Section: s.Section, Position: i + 1, Title: s.Title,
			Purpose: s.Purpose, Minutes: s.Minutes, State: ItemAccepted, CreatedAt: t.now, Version: 1,
		}
	}
	if err := t.Create(&items).Error; err != nil {
		return err
	}
	people, err := t.peopleNamed(standing)
	if err != nil {
		return err
	}
	var presenters []Presenter
	for i, s := range standing {
		if s.Presenter == "" {
			continue
		}
		p := Presenter{ItemID: items[i].ID, Position: 1, Name: s.Presenter}
		if id := people[s.Presenter]; id != 0 {
			p.PersonID, p.Name = &id, ""
		}
		presenters = append(presenters, p)
	}
	if len(presenters) == 0 {
		return nil
	}
	return t.Create(&presenters).Error
}

// peopleNamed finds the people whom standing items name as presenters; two
// people of one name stay a name.
func (t *tx) peopleNamed(standing []StandingItem) (map[string]int64, error) {
	var names []string
	for _, s := range standing {
		if s.Presenter != "" {
			names = append(names, s.Presenter)
		}
	}
	var people []Person
	if err := t.Where("name in ? and deactivated_at is null", names).Find(&people).Error; err != nil {
		return nil, err
	}
	found := map[string]int64{}
	for _, p := range people {
		if _, twice := found[p.Name]; twice {
			found[p.Name] = 0
			continue
		}
		found[p.Name] = p.ID
	}
	return found, nil
}
