package models

import (
	"fmt"
	"strings"
	"time"

	"quarterday/calendar"
)

// digestLines is how many actions of each sort a weekly list names.
const digestLines = 20

// actionOccasions is the weekly list of actions, from Monday at eight, or the
// week's first working day when Monday is a bank holiday, to the week's end.
func actionOccasions(p Partnership, now time.Time) []occasion {
	today := calendar.DateOf(now, p.Location())
	monday := today.AddDays(-(int(today.Weekday()) + 6) % 7)
	first := p.Country().AddWorkingDays(monday.AddDays(-1), 1)
	if next := monday.AddDays(7); !first.Before(next) || now.Before(timedMoment(p, first)) {
		return nil
	}
	return []occasion{{mark: "actions-due/" + monday.String(), do: func(t *tx) error { return t.sendActionsDue(monday) }}}
}

// sendActionsDue writes to everybody who owes something that is overdue or due
// within a fortnight, one letter each.
func (t *tx) sendActionsDue(monday calendar.Date) error {
	today := t.today()
	var actions []Action
	err := t.Where("state = ? and deadline_kind in ? and due_on is not null and due_on <= ? and exists (select 1 from minutes where minutes.meeting_id = actions.meeting_id and minutes.circulated > 0)",
		ActionOpen, []DeadlineKind{DeadlineDate, DeadlineNextMeeting}, today.AddDays(dueSoonDays)).Order("due_on, reference").Find(&actions).Error
	if err != nil || len(actions) == 0 {
		return err
	}
	ids := make([]int64, len(actions))
	for i, a := range actions {
		ids[i] = a.ID
	}
	owners, err := ownersOf(t.DB, ids)
	if err != nil {
		return err
	}
	var people []Person
	if err := t.Preload("Organisation").Where("deactivated_at is null").Order("id").Find(&people).Error; err != nil {
		return err
	}
	// Colleagues who owe the same get the same letter.
	said, order := map[string][]Person{}, []string{}
	facts := map[string]Facts{}
	for _, p := range people {
		if !p.Organisation.Active(today) {
			continue
		}
		f := actionsDue(p, actions, owners, today)
		if f == nil {
			continue
		}
		key := f["overdue"] + "\x00" + f["due"]
		if facts[key] == nil {
			facts[key], order = f, append(order, key)
		}
		said[key] = append(said[key], p)
	}
	until := timedMoment(t.partnership, monday.AddDays(7))
	told := 0
	for _, key := range order {
		like := Letter{Kind: LetterActionsDue, Cause: "actions-due/" + monday.String(), ExpiresAt: &until}
		if err := t.queue(like, facts[key], said[key]); err != nil {
			return err
		}
		told += len(said[key])
	}
	if told == 0 {
		return nil
	}
	return t.event("sent the weekly lists of actions", "action", 0, "", 0, peopleCount(told))
}

// actionsDue are the facts of one person's weekly list; nil when there is
// nothing on it.
func actionsDue(p Person, actions []Action, owners map[int64][]ActionOwner, today calendar.Date) Facts {
	var overdue, due []string
	for _, a := range actions {
		a.Owners = owners[a.ID]
		if !a.askedOf(p) {
			continue
		}
		line := a.Reference
		if !a.Restricted { // a letter may be read by others than those it is for
			line += " " + strings.TrimRight(excerpt(a.Text), ".;, ")
		}
		switch {
		case a.Overdue(today):
			overdue = append(overdue, line+", was due "+a.DueOn.Medium())
		case a.DueSoon(today):
			due = append(due, line+", by "+a.DueOn.Medium())
		}
	}
	if len(overdue)+len(due) == 0 {
		return nil
	}
	return Facts{"overdue": digest(overdue), "overdue_count": fmt.Sprint(len(overdue)), "due": digest(due), "due_count": fmt.Sprint(len(due))}
}

// askedOf says whether an action is one of those that a person is written to
// about: their own, and what their organisation or all partners owe where they
// speak for it. What a colleague owes in person is the colleague's.
func (a Action) askedOf(p Person) bool {
	speaks := p.Role != RoleMember
	if a.AllPartners && p.Role == RolePartner {
		return true
	}
	for _, o := range a.Owners {
		if o.PersonID != nil && *o.PersonID == p.ID || speaks && o.OrganisationID != nil && *o.OrganisationID == p.OrganisationID {
			return true
		}
	}
	return false
}

// digest lists the first lines and says how many there are beside.
func digest(lines []string) string {
	if n := len(lines) - digestLines; n > 0 {
		lines = append(lines[:digestLines:digestLines], fmt.Sprintf("and %d more", n))
	}
	return strings.Join(lines, "\n")
}
