package models

import (
	"slices"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// giveAction makes an action that the meeting m gives under one of its items.
// It takes the meeting's next number, which is never given again. Nobody is
// told yet: owners hear of it when the minutes are circulated (tellOwners).
func (t *tx) giveAction(m *Meeting, itemID int64, form ActionForm) (Action, error) {
	a := Action{MeetingID: m.ID, ItemID: ptr(itemID), State: ActionOpen, CreatedAt: t.now, Version: 1}
	if err := t.readAction(&a, *m, form); err != nil {
		return a, err
	}
	err := t.Model(&Meeting{}).Where("id = ?", m.ID).Update("last_action", gorm.Expr("last_action + 1")).Error
	if err != nil {
		return a, err
	}
	if err := t.Model(&Meeting{}).Where("id = ?", m.ID).Pluck("last_action", &m.LastAction).Error; err != nil {
		return a, err
	}
	a.Number, a.Reference = m.LastAction, ActionReference(*m, m.LastAction)
	if err := t.Create(&a).Error; err != nil {
		return a, err
	}
	if err := t.writeOwners(&a, a.Owners); err != nil {
		return a, err
	}
	return a, t.event("gave the action", "action", a.ID, a.Reference, m.ID, "")
}

// changeAction puts right what the minute-taker wrote of an action that the
// meeting m gave. It is the record that changes, not what was asked, so the
// action's history says nothing of it.
func (t *tx) changeAction(m Meeting, id int64, form ActionForm) (Action, error) {
	a, err := find[Action](t.DB, "action", id)
	if err != nil {
		return a, err
	}
	before := a.Version
	if err := t.readAction(&a, m, form); err != nil {
		return a, err
	}
	a.Version++
	if err := save(t, "action", &a, a.ID, before, "text", "restricted", "all_partners", "deadline_kind", "due_on", "next_after"); err != nil {
		return a, err
	}
	if err := t.writeOwners(&a, a.Owners); err != nil {
		return a, err
	}
	return a, t.event("changed the action", "action", a.ID, a.Reference, m.ID, "")
}

// dropAction takes back an action that was minuted by mistake, before anybody
// was told. Its number is not given again. Entries that name it go first.
func (t *tx) dropAction(a Action) error {
	for _, rows := range []any{&ActionOwner{}, &ActionUpdate{}} {
		if err := t.Where("action_id = ?", a.ID).Delete(rows).Error; err != nil {
			return err
		}
	}
	if err := t.Delete(&Action{}, a.ID).Error; err != nil {
		return err
	}
	return t.event("took back the action", "action", a.ID, a.Reference, a.MeetingID, "")
}

// readAction puts what the form says into a, of the meeting m.
func (t *tx) readAction(a *Action, m Meeting, form ActionForm) error {
	var p Problems
	a.Text = manyLines(&p, "text", "what needs to be done", form.Text, 1, maxAction)
	owners, err := t.readOwners(&p, form.Owners, form.AllPartners)
	if err != nil {
		return err
	}
	a.Owners, a.AllPartners, a.Restricted = owners, form.AllPartners, form.Restricted
	kind, due := form.DeadlineForm.read(t, &p)
	if err := p.Err(); err != nil {
		return err
	}
	return t.setDeadline(a, kind, due, t.dayOf(m))
}

// setDeadline gives the action its deadline; "next meeting" is the one after
// the day that it was said.
func (t *tx) setDeadline(a *Action, kind DeadlineKind, due, said calendar.Date) error {
	a.DeadlineKind, a.DueOn, a.NextAfter = kind, due, calendar.Date{}
	if kind != DeadlineNextMeeting {
		return nil
	}
	days, err := t.quarterlyDays()
	if err != nil {
		return err
	}
	a.NextAfter, a.DueOn = said, firstAfter(days, said)
	return nil
}

// followNextMeeting keeps the deadlines "next meeting" in step after meetings
// were planned, moved or cancelled.
func (t *tx) followNextMeeting() error {
	days, err := t.quarterlyDays()
	if err != nil {
		return err
	}
	var actions []Action
	err = t.Select("id", "next_after", "due_on").
		Where("deadline_kind = ? and state in ?", DeadlineNextMeeting, []ActionState{ActionOpen, ActionDone}).Find(&actions).Error
	if err != nil {
		return err
	}
	moved := map[calendar.Date][]int64{}
	for _, a := range actions {
		if day := firstAfter(days, a.NextAfter); day != a.DueOn {
			moved[day] = append(moved[day], a.ID)
		}
	}
	for day, ids := range moved {
		if err := t.Model(&Action{}).Where("id in ?", ids).Update("due_on", day).Error; err != nil {
			return err
		}
	}
	return nil
}

// dayOf is the day on which the meeting begins, in the partnership.
func (t *tx) dayOf(m Meeting) calendar.Date {
	return calendar.DateOf(m.StartsAt, t.partnership.Location())
}

// quarterlyDays are the days of all quarterly meetings that are not cancelled,
// in order. Extraordinary meetings do not count as "the next meeting": they are
// called for one thing and do not review the tracker.
func (t *tx) quarterlyDays() ([]calendar.Date, error) {
	var meetings []Meeting
	err := t.Select("id", "starts_at").Where("kind = ? and state <> ?", Quarterly, MeetingCancelled).Find(&meetings).Error
	if err != nil {
		return nil, err
	}
	days := make([]calendar.Date, len(meetings))
	for i, m := range meetings {
		days[i] = t.dayOf(m)
	}
	slices.SortFunc(days, calendar.Date.Compare)
	return days, nil
}

// firstAfter is the first of the days, which are in order, after this one; not
// set when there is none yet.
func firstAfter(days []calendar.Date, day calendar.Date) calendar.Date {
	for _, d := range days {
		if d.After(day) {
			return d
		}
	}
	return calendar.Date{}
}

// writeOwners replaces the owners of the action.
func (t *tx) writeOwners(a *Action, owners []ActionOwner) error {
	if err := t.Where("action_id = ?", a.ID).Delete(&ActionOwner{}).Error; err != nil {
		return err
	}
	a.Owners = owners
	if len(owners) == 0 {
		return nil
	}
	for i := range owners {
		owners[i].ID, owners[i].ActionID = 0, a.ID
	}
	return t.Create(&owners).Error
}

// tellOwners queues a letter to everybody who owes one of these actions, once
// for each action whoever tells them again. For an organisation its partners
// are told, or all of its people where it has none; for all partners, every
// partner. The actions come with their owners and Meeting.
func (t *tx) tellOwners(actions ...Action) error {
	if len(actions) == 0 {
		return nil
	}
	var people []Person
	if err := t.Where("deactivated_at is null").Order("id").Find(&people).Error; err != nil {
		return err
	}
	for _, a := range actions {
		if err := t.tell(a, a.toTell(people)); err != nil {
			return err
		}
	}
	return nil
}

// tell queues the letter that says the action is theirs. Nobody gets a second
// one for the same action.
func (t *tx) tell(a Action, people []Person) error {
	facts := Facts{
		"reference": a.Reference, "meeting": a.Meeting.Reference, "meeting_name": a.Meeting.Name(),
		"meeting_date": t.dayOf(*a.Meeting).Long(), "owners": joinAnd(a.OwnerNames()), "deadline": a.Deadline(), "text": a.Text,
	}
	if a.Restricted { // a letter may be read by others than those it is for
		facts["text"], facts["restricted"] = "", "yes"
	}
	return t.letter(LetterActionGiven, a.Reference+"/given", facts, people...)
}

// toTell picks those of the people who are to hear that the action is theirs.
func (a Action) toTell(people []Person) []Person {
	owns := map[int64]bool{}
	bodies := map[int64]bool{}
	for _, o := range a.Owners {
		if o.PersonID != nil {
			owns[*o.PersonID] = true
		}
		if o.OrganisationID != nil {
			bodies[*o.OrganisationID] = true
		}
	}
	speaks := map[int64]bool{} // organisations that have somebody who can act for them
	for _, p := range people {
		if p.Role == RolePartner {
			speaks[p.OrganisationID] = true
		}
	}
	var tell []Person
	for _, p := range people {
		ofOwner := bodies[p.OrganisationID] && (p.Role == RolePartner || !speaks[p.OrganisationID])
		if owns[p.ID] || ofOwner || a.AllPartners && p.Role == RolePartner {
			tell = append(tell, p)
		}
	}
	return tell
}
