package models

import (
	"slices"

	"quarterday/calendar"
)

// referenceDay is the day from which "Friday" and "11 October" count: today, or
// the day of the meeting where its minutes are entered afterwards.
func (t *tx) referenceDay(m Meeting) calendar.Date {
	return referenceDay(t.dayOf(m), t.today())
}

func referenceDay(meeting, today calendar.Date) calendar.Date {
	if meeting.Before(today) {
		return meeting
	}
	return today
}

// dueBy understands a typed deadline from this day on, and gives it in the form
// in which it means the same on every other day.
func dueBy(p *Problems, field, typed string, from calendar.Date) string {
	if tidy(typed) == "" {
		return ""
	}
	d, err := calendar.Understand(typed, from)
	if err != nil {
		p.Add(field, "%s", upperFirst(err.Error()))
	}
	return d.String()
}

// fillReview reads which earlier action a paragraph reports on and what the
// meeting made of it.
func (t *tx) fillReview(p *Problems, e *Entry, m Meeting, form EntryForm) error {
	e.ReviewsID, e.ReviewOutcome, e.ReviewDeadlineKind, e.ReviewDueOn = nil, "", "", calendar.Date{}
	if form.ReviewsID == 0 {
		return nil
	}
	a, err := find[Action](t.DB, "action", form.ReviewsID)
	switch {
	case KindOf(err) == KindNotFound || err == nil && a.MeetingID == m.ID:
		p.Add("reviews", "Choose an action from an earlier meeting")
		return nil
	case err != nil:
		return err
	}
	if e.Kind == EntryAction {
		p.Add("kind", "What is said about an earlier action is a note or a decision. Give a new action on a line of its own")
	}
	e.ReviewsID = &a.ID
	if e.ReviewOutcome = form.ReviewOutcome; e.ReviewOutcome == "" {
		e.ReviewOutcome = ReviewStaysOpen
	}
	if !slices.Contains(ReviewOutcomes, e.ReviewOutcome) {
		p.Add("review_outcome", "Choose what happened to the action")
	}
	if form.ReviewDeadline.DeadlineKind == "" && tidy(form.ReviewDeadline.Due) == "" {
		return nil
	}
	var wrong Problems
	due := dueBy(&wrong, "due", form.ReviewDeadline.Due, t.referenceDay(m))
	if len(wrong) == 0 {
		e.ReviewDeadlineKind, e.ReviewDueOn = DeadlineForm{form.ReviewDeadline.DeadlineKind, due}.read(t, &wrong)
	}
	for _, w := range wrong {
		p.Add("review_"+w.Field, "%s", w.Message)
	}
	if e.ReviewOutcome != ReviewStaysOpen && e.ReviewOutcome != "" {
		p.Add("review_due", "Only an action that stays open gets a new deadline")
	}
	return nil
}

// reviewFromEntry writes into the earlier action's history what the paragraph
// says of it, and moves it to where the meeting put it.
func (t *tx) reviewFromEntry(e *Entry, m Meeting) error {
	if e.ReviewsID == nil {
		return nil
	}
	a, err := find[Action](t.DB, "action", *e.ReviewsID)
	if err != nil {
		return err
	}
	note := e.Text
	if e.Restricted && !a.Restricted { // the action's readers may be others
		note = "Looked at by the meeting of " + t.dayOf(m).Medium() + "."
	}
	changed := e.ReviewDeadlineKind != "" && (e.ReviewDeadlineKind != a.DeadlineKind || e.ReviewDueOn != a.DueOn)
	if changed {
		form := NewDeadlineForm{DeadlineForm: DeadlineForm{e.ReviewDeadlineKind, e.ReviewDueOn.String()}, Note: note}
		if err := t.changeDeadline(&a, a.Version, form, &m); err != nil {
			return err
		}
		e.ReviewDueOn = a.DueOn
	}
	kind := UpdateNote
	switch e.ReviewOutcome {
	case ReviewDone:
		kind = UpdateDone
	case ReviewClosed:
		kind = UpdateClosed
	case ReviewWithdrawn:
		kind = UpdateWithdrawn
	case ReviewStaysOpen:
		if a.State == ActionDone { // an owner said done; the meeting does not agree
			kind = UpdateReopened
		} else if changed {
			return nil
		}
	}
	if to, moves := updateMoves[kind]; moves && to == a.State { // it was there already
		if to != ActionDone {
			return nil
		}
		kind = UpdateNote
	}
	return t.updateAction(&a, kind, note, &m)
}

// settleAtMeeting closes an action that was done before the meeting ended.
func (t *tx) settleAtMeeting(a *Action, e Entry, m Meeting) error {
	switch {
	case e.DoneAtMeeting && a.State == ActionOpen:
		return t.updateAction(a, UpdateClosed, "Done at the meeting.", &m)
	case !e.DoneAtMeeting && a.State == ActionClosed:
		return t.updateAction(a, UpdateReopened, "Not done at the meeting after all.", &m)
	}
	return nil
}
