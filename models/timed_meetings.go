package models

import (
	"context"
	"fmt"
	"time"

	"quarterday/calendar"
)

const (
	// remindDays is how many working days before a deadline partners are reminded.
	remindDays = 2
	// agendaRemindDays is the same for the secretariat and its agenda.
	agendaRemindDays = 1
	// minutesRemindFor is for how long after a meeting its minutes are asked for.
	minutesRemindFor = 60 * 24 * time.Hour
)

// meetingOccasions are the reminders around meetings whose time has come. Each
// is marked with the day it is about: when the deadline moves, people are
// reminded of the new one.
func (s *Store) meetingOccasions(ctx context.Context, p Partnership) ([]occasion, error) {
	now := s.Now()
	var meetings []struct {
		Meeting
		Minutes    MinutesState
		Circulated int
	}
	err := s.reading(ctx).Raw(`select m.*, coalesce(n.state, '') as minutes, coalesce(n.circulated, 0) as circulated
		from meetings m left join minutes n on n.meeting_id = m.id where m.state in ? and m.starts_at > ? order by m.starts_at, m.id`,
		[]MeetingState{MeetingPlanned, MeetingCalled, MeetingPublished, MeetingHeld}, now.Add(-minutesRemindFor-31*24*time.Hour)).Scan(&meetings).Error
	if err != nil {
		return nil, err
	}
	country, zone := p.Country(), p.Location()
	var due []occasion
	// add is due from so many working days before a day, until a moment.
	add := func(m Meeting, what string, on calendar.Date, days int, until time.Time, do func(*tx, Meeting) error) {
		if on.IsZero() || now.Before(timedMoment(p, country.AddWorkingDays(on, -days))) || !now.Before(until) {
			return
		}
		due = append(due, occasion{mark: fmt.Sprintf("%s/%s/%s", what, m.Reference, on), do: func(t *tx) error {
			m, err := t.meetingByID(m.ID) // as it is now
			if err != nil {
				return err
			}
			return do(t, m)
		}})
	}
	for _, row := range meetings {
		m := row.Meeting
		closes := calendar.DateOf(m.SubmissionsCloseAt, zone)
		if m.State == MeetingPlanned {
			days := 0
			if !m.CallOn.After(calendar.DateOf(m.CreatedAt, zone)) {
				days = -1 // who plans it on that very day knows
			}
			add(m, "call-due", m.CallOn, days, m.StartsAt, (*tx).remindOfCall)
		}
		if m.State == MeetingCalled {
			add(m, "items-close", closes, remindDays, m.SubmissionsCloseAt, (*tx).remindOfItems)
			add(m, "agenda-due", m.AgendaOn, agendaRemindDays, m.StartsAt, (*tx).remindOfAgenda)
		}
		if m.State != MeetingPlanned && row.Circulated == 0 && now.After(m.EndsAt()) {
			add(m, "minutes-due", m.MinutesOn, 0, m.EndsAt().Add(minutesRemindFor), (*tx).remindOfMinutes)
		}
		if row.Minutes == MinutesCirculated && !m.CorrectionsOn.IsZero() {
			add(m, "corrections-close", m.CorrectionsOn, remindDays, timedMoment(p, m.CorrectionsOn.AddDays(1)), (*tx).remindOfCorrections)
		}
	}
	return due, nil
}

// remindOfCall tells the secretariat that a meeting is to be called.
func (t *tx) remindOfCall(m Meeting) error {
	if m.State != MeetingPlanned {
		return nil
	}
	secretariat, err := t.secretariat()
	if err != nil {
		return err
	}
	facts := t.meetingFacts(m)
	facts["call_day"] = m.CallOn.Long()
	if m.CallOn.Before(t.today()) {
		facts["late"] = "yes"
	}
	return t.remind(m, LetterCallDue, "call-due/"+m.CallOn.String(), m.StartsAt, facts, "reminded the secretariat to call the meeting", secretariat)
}

// remindOfItems tells the partners who have sent nothing for a meeting that its
// items close.
func (t *tx) remindOfItems(m Meeting) error {
	if !m.TakesSubmissions(t.now) || m.State != MeetingCalled {
		return nil
	}
	invited, err := t.invited(m)
	if err != nil {
		return err
	}
	var sent []int64
	err = t.Model(&Item{}).Where("meeting_id = ? and organisation_id is not null and kind <> ? and state not in ?", m.ID, ItemStanding, []ItemState{ItemDraft, ItemWithdrawn}).
		Distinct().Pluck("organisation_id", &sent).Error
	if err != nil {
		return err
	}
	has := map[int64]bool{}
	for _, id := range sent {
		has[id] = true
	}
	var ask []Person
	for _, p := range invited {
		if p.Role == RolePartner && !has[p.OrganisationID] {
			ask = append(ask, p)
		}
	}
	closes := calendar.DateOf(m.SubmissionsCloseAt, t.partnership.Location())
	facts := t.meetingFacts(m)
	facts["what"], facts["closes_day"], facts["closes_at"] = "items", closes.Long(), facts["items_close_at"]
	return t.remind(m, LetterDeadlineComing, "items-close/"+closes.String(), m.SubmissionsCloseAt, facts, "reminded partners that items close", ask)
}

// remindOfCorrections tells those who were at a meeting that corrections to its
// minutes close.
func (t *tx) remindOfCorrections(m Meeting) error {
	var people []Person
	err := t.Where("deactivated_at is null and id in (select person_id from attendances where meeting_id = ? and outcome = ?)", m.ID, Present).Order("id").Find(&people).Error
	if err != nil {
		return err
	}
	facts := t.meetingFacts(m)
	facts["what"], facts["closes_day"] = "corrections", m.CorrectionsOn.Long()
	return t.remind(m, LetterDeadlineComing, "corrections-close/"+m.CorrectionsOn.String(), timedMoment(t.partnership, m.CorrectionsOn.AddDays(1)), facts, "reminded those present that corrections close", people)
}

// remindOfAgenda tells the secretariat that an agenda is to go out.
func (t *tx) remindOfAgenda(m Meeting) error {
	if m.State != MeetingCalled {
		return nil
	}
	secretariat, err := t.secretariat()
	if err != nil {
		return err
	}
	facts := t.meetingFacts(m)
	if m.AgendaOn.Before(t.today()) {
		facts["late"] = "yes"
	}
	var waiting int64
	if err := t.Model(&Item{}).Where("meeting_id = ? and state = ?", m.ID, ItemWaiting).Count(&waiting).Error; err != nil {
		return err
	}
	if waiting > 0 {
		facts["waiting"] = fmt.Sprint(waiting)
	}
	return t.remind(m, LetterAgendaDue, "agenda-due/"+m.AgendaOn.String(), m.StartsAt, facts, "reminded the secretariat of the agenda", secretariat)
}

// remindOfMinutes tells the secretariat, and whoever took them, that draft
// minutes are to go out.
func (t *tx) remindOfMinutes(m Meeting) error {
	var n Minutes
	if err := t.Where("meeting_id = ?", m.ID).Limit(1).Find(&n).Error; err != nil || n.Circulated > 0 || m.State == MeetingCancelled {
		return err
	}
	people, err := t.secretariat()
	if err != nil {
		return err
	}
	if m.MinuteTaker != nil && m.MinuteTaker.Role != RoleSecretariat {
		people = append(people, *m.MinuteTaker)
	}
	facts := t.meetingFacts(m)
	facts["minutes_day"] = m.MinutesOn.Long()
	if m.MinutesOn.Before(t.today()) {
		facts["late"] = "yes"
	}
	return t.remind(m, LetterMinutesDue, "minutes-due/"+m.MinutesOn.String(), t.now.Add(letterLife), facts, "reminded the secretariat of the minutes", people)
}

// remind queues reminders that are worth nothing after until, and says so in the
// audit trail.
func (t *tx) remind(m Meeting, kind LetterKind, cause string, until time.Time, facts Facts, what string, people []Person) error {
	if len(people) == 0 {
		return nil
	}
	like := Letter{Kind: kind, Cause: m.Reference + "/" + cause, MeetingID: &m.ID, ExpiresAt: &until}
	if err := t.queue(like, facts, people); err != nil {
		return err
	}
	return t.event(what, "meeting", m.ID, m.Reference, m.ID, peopleCount(len(people)))
}

func peopleCount(n int) string {
	if n == 1 {
		return "1 person"
	}
	return fmt.Sprintf("%d people", n)
}
