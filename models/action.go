package models

import (
	"fmt"
	"strings"
	"time"

	"quarterday/calendar"
)

// ActionState says how far an action has come. Overdue and due soon are worked
// out from the deadline, never stored.
type ActionState string

const (
	ActionOpen      ActionState = "open"
	ActionDone      ActionState = "done"   // an owner says so
	ActionClosed    ActionState = "closed" // the secretariat agrees
	ActionWithdrawn ActionState = "withdrawn"
)

var actionMoves = moves[ActionState]{
	ActionOpen:      {ActionDone, ActionClosed, ActionWithdrawn},
	ActionDone:      {ActionClosed, ActionOpen, ActionWithdrawn},
	ActionClosed:    {ActionOpen},
	ActionWithdrawn: {ActionOpen},
}

// DeadlineKind is how an action's deadline was put.
type DeadlineKind string

const (
	DeadlineDate        DeadlineKind = "date"
	DeadlineNextMeeting DeadlineKind = "next meeting"
	DeadlineOngoing     DeadlineKind = "ongoing" // DueOn, if set, is when to review it
	DeadlineNone        DeadlineKind = "not set"
)

// DeadlineKinds in the order they are offered.
var DeadlineKinds = []DeadlineKind{DeadlineDate, DeadlineNextMeeting, DeadlineOngoing, DeadlineNone}

// Action is something the meeting asked somebody to do; it lives on in the
// tracker until it is settled.
type Action struct {
	ID          int64
	Reference   string // 2026-Q3/04
	MeetingID   int64
	Meeting     *Meeting `gorm:"constraint:-"`
	Number      int
	ItemID      *int64
	Text        string
	Restricted  bool
	AllPartners bool
	Owners      []ActionOwner `gorm:"constraint:-"`
	// DueOn is the date; for "next meeting" the day of the first quarterly meeting
	// after NextAfter, kept in step when that meeting moves.
	DeadlineKind DeadlineKind
	DueOn        calendar.Date
	NextAfter    calendar.Date
	State        ActionState
	SettledAt    *time.Time
	Updates      []ActionUpdate `gorm:"constraint:-"`
	CreatedAt    time.Time
	Version      int
}

// ActionOwner is one of those who owe an action: a person, an organisation, or
// somebody known by name only.
type ActionOwner struct {
	ID             int64
	ActionID       int64
	Position       int
	PersonID       *int64
	Person         *Person `gorm:"constraint:-"`
	OrganisationID *int64
	Organisation   *Organisation `gorm:"constraint:-"`
	Name           string
}

// UpdateKind is what a line of an action's history did.
type UpdateKind string

const (
	UpdateNote      UpdateKind = "update"
	UpdateDone      UpdateKind = "done"
	UpdateClosed    UpdateKind = "closed"
	UpdateReopened  UpdateKind = "reopened"
	UpdateWithdrawn UpdateKind = "withdrawn"
	UpdateDeadline  UpdateKind = "new deadline"
	UpdateOwners    UpdateKind = "new owners"
)

// ActionUpdate is one line of an action's history. None is ever changed.
type ActionUpdate struct {
	ID           int64
	ActionID     int64
	Kind         UpdateKind
	Note         string
	DeadlineKind DeadlineKind // the new one, where it changed
	DueOn        calendar.Date
	MeetingID    *int64 // the meeting that reviewed it, where one did
	PersonID     *int64
	Person       *Person `gorm:"constraint:-"`
	Restricted   bool
	// ClientKey is the same for the same line sent twice, so that it is taken once.
	ClientKey *string
	CreatedAt time.Time
}

// ActionReference is 2026-Q3/04.
func ActionReference(m Meeting, number int) string { return fmt.Sprintf("%s/%02d", m.Prefix(), number) }

// dueSoonDays is how long before its deadline an action is called due soon.
const dueSoonDays = 14

// Overdue says whether the deadline has passed with the action still open.
func (a Action) Overdue(today calendar.Date) bool {
	return a.State == ActionOpen && a.hasDeadline() && a.DueOn.Before(today)
}

// DueSoon says whether the deadline falls within the next fortnight.
func (a Action) DueSoon(today calendar.Date) bool {
	return a.State == ActionOpen && a.hasDeadline() && !a.DueOn.Before(today) && !today.AddDays(dueSoonDays).Before(a.DueOn)
}

// ReviewDue says whether something ongoing was to be reviewed by now.
func (a Action) ReviewDue(today calendar.Date) bool {
	return a.State == ActionOpen && a.DeadlineKind == DeadlineOngoing && !a.DueOn.IsZero() && !today.Before(a.DueOn)
}

func (a Action) hasDeadline() bool {
	return !a.DueOn.IsZero() && (a.DeadlineKind == DeadlineDate || a.DeadlineKind == DeadlineNextMeeting)
}

// Deadline says the deadline in words: "18 December 2026", "Next meeting, 8
// December 2026", "Ongoing, review 1 March 2027", "Not set".
func (a Action) Deadline() string { return deadlineWords(a.DeadlineKind, a.DueOn) }

func deadlineWords(kind DeadlineKind, due calendar.Date) string {
	switch {
	case kind == DeadlineDate:
		return due.Medium()
	case kind == DeadlineNextMeeting && due.IsZero():
		return "Next meeting"
	case kind == DeadlineNextMeeting:
		return "Next meeting, " + due.Medium()
	case kind == DeadlineOngoing && due.IsZero():
		return "Ongoing"
	case kind == DeadlineOngoing:
		return "Ongoing, review " + due.Medium()
	}
	return "Not set"
}

// OwnerNames lists who owes the action: "Siân Gruffŷdd", "Vale Police", "All partners".
func (a Action) OwnerNames() []string {
	var out []string
	if a.AllPartners {
		out = append(out, "All partners")
	}
	for _, o := range a.Owners {
		switch {
		case o.Person != nil:
			out = append(out, o.Person.Name)
		case o.Organisation != nil:
			out = append(out, o.Organisation.Name)
		default:
			out = append(out, o.Name)
		}
	}
	return out
}

// OwnedBy says whether the actor owes the action: in person, through their
// organisation, or, for those who speak for a partner, because all partners do
// or because somebody else of their organisation does.
func (a Action) OwnedBy(who Actor) bool {
	if !who.SignedIn() {
		return false
	}
	speaks := who.Role != RoleMember
	if a.AllPartners && speaks {
		return true
	}
	for _, o := range a.Owners {
		switch {
		case o.PersonID != nil && *o.PersonID == who.PersonID:
			return true
		case o.OrganisationID != nil && *o.OrganisationID == who.OrganisationID:
			return true
		case speaks && o.Person != nil && o.Person.OrganisationID == who.OrganisationID:
			return true
		}
	}
	return false
}

// joinAnd puts names into a sentence: "A, B and C".
func joinAnd(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
