package models

import (
	"slices"

	"quarterday/calendar"
)

const (
	maxAction = 5_000 // characters of what is to be done
	maxOwners = 60
)

// OwnerForm is one of those who are to owe an action: a person, an
// organisation, or somebody known by name only. The first that is set counts.
type OwnerForm struct {
	PersonID       int64
	OrganisationID int64
	Name           string
}

// ActionForm is what the meeting asked somebody to do, as the minute-taker puts it.
type ActionForm struct {
	Text        string
	Owners      []OwnerForm
	AllPartners bool
	DeadlineForm
	Restricted bool
}

// DeadlineForm is a deadline as it was put: its kind, and for a date (or the
// review of something ongoing) the day as it was typed.
type DeadlineForm struct {
	DeadlineKind DeadlineKind
	Due          string
}

// read understands the deadline. Due for "next meeting" is worked out by whoever
// knows which meeting that is.
func (f DeadlineForm) read(t *tx, p *Problems) (DeadlineKind, calendar.Date) {
	kind := f.DeadlineKind
	switch {
	case kind == "" && tidy(f.Due) != "":
		kind = DeadlineDate
	case kind == "":
		kind = DeadlineNone
	case !slices.Contains(DeadlineKinds, kind):
		p.Add("deadline_kind", "Choose when it is due: a date, the next meeting, ongoing or not set")
		return DeadlineNone, calendar.Date{}
	}
	var due calendar.Date
	switch kind {
	case DeadlineDate:
		if tidy(f.Due) == "" {
			p.Add("due", "Enter the date it is due")
		}
		due = t.readDate(p, "due", f.Due)
	case DeadlineOngoing:
		due = t.readDate(p, "due", f.Due)
	}
	return kind, due
}

// readOwners makes owners of what the form names, each once and in its order.
func (t *tx) readOwners(p *Problems, forms []OwnerForm, allPartners bool) ([]ActionOwner, error) {
	if len(forms) > maxOwners {
		p.Add("owners", "Name %d owners or fewer, or choose All partners", maxOwners)
		return nil, nil
	}
	var people, organisations []int64
	for _, f := range forms {
		if f.PersonID != 0 {
			people = append(people, f.PersonID)
		} else if f.OrganisationID != 0 {
			organisations = append(organisations, f.OrganisationID)
		}
	}
	persons, err := byID[Person](t, people, func(p Person) int64 { return p.ID })
	if err != nil {
		return nil, err
	}
	bodies, err := byID[Organisation](t, organisations, func(o Organisation) int64 { return o.ID })
	if err != nil {
		return nil, err
	}
	var owners []ActionOwner
	seen := map[OwnerForm]bool{}
	for _, f := range forms {
		owner := ActionOwner{}
		switch {
		case f.PersonID != 0:
			f = OwnerForm{PersonID: f.PersonID}
			person, ok := persons[f.PersonID]
			if !ok {
				p.Add("owners", "Choose people from the list: one of those named is not known here")
				continue
			}
			owner.PersonID, owner.Person = &person.ID, &person
		case f.OrganisationID != 0:
			f = OwnerForm{OrganisationID: f.OrganisationID}
			body, ok := bodies[f.OrganisationID]
			if !ok {
				p.Add("owners", "Choose organisations from the list: one of those named is not known here")
				continue
			}
			owner.OrganisationID, owner.Organisation = &body.ID, &body
		default:
			f.Name = oneLine(p, "owner_name", "the owner's name", f.Name, 0, maxName)
			if f.Name == "" {
				continue
			}
			owner.Name = f.Name
		}
		if seen[f] {
			continue
		}
		seen[f] = true
		owner.Position = len(owners) + 1
		owners = append(owners, owner)
	}
	if len(owners) == 0 && !allPartners && len(*p) == 0 {
		p.Add("owners", "Choose who is to do this: people, organisations, a name, or All partners")
	}
	return owners, nil
}

// byID loads the rows with these ids in one question.
func byID[T any](t *tx, ids []int64, id func(T) int64) (map[int64]T, error) {
	found := make(map[int64]T, len(ids))
	if len(ids) == 0 {
		return found, nil
	}
	var rows []T
	if err := t.Where("id in ?", ids).Find(&rows).Error; err != nil {
		return nil, err
	}
	for _, row := range rows {
		found[id(row)] = row
	}
	return found, nil
}
