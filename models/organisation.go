package models

import (
	"context"
	"strings"

	"quarterday/calendar"
)

// Organisation is a partner body.
type Organisation struct {
	ID        int64
	Name      string
	ShortName string
	// NameKey and ShortKey are the names as they are compared: two organisations
	// never differ by capitals, spaces or full stops alone.
	NameKey  string
	ShortKey string
	Sector   string
	Joined   calendar.Date
	// Left is the day it left the partnership; unset while it belongs.
	Left    calendar.Date
	Version int
}

// Active says whether the organisation belongs to the partnership on this day.
func (o Organisation) Active(on calendar.Date) bool { return o.Left.IsZero() || on.Before(o.Left) }

// nameKey reduces a name to what tells it apart: letters and digits in lower case.
func nameKey(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		switch {
		case r == '.' || r == ' ' || r == '\u00a0' || r == '-' || r == '\'' || r == '’':
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// check tidies the organisation and notes what is wrong with it; fields are the
// form's names of the name and the short name.
func (o *Organisation) check(p *Problems, nameField, shortField string) {
	o.Name = oneLine(p, nameField, "the organisation's name", o.Name, 1, maxName)
	if strings.TrimSpace(o.ShortName) == "" {
		o.ShortName = o.Name
	}
	o.ShortName = oneLine(p, shortField, "the short name", o.ShortName, 1, maxName)
	o.Sector = oneLine(p, "sector", "the sector", o.Sector, 1, maxName)
	o.NameKey, o.ShortKey = nameKey(o.Name), nameKey(o.ShortName)
	if !o.Left.IsZero() && !o.Joined.IsZero() && o.Left.Before(o.Joined) {
		p.Add("left", "The day it left must not be before the day it joined, %s", o.Joined.Medium())
	}
}

// addOrganisation writes a checked organisation.
func (t *tx) addOrganisation(o *Organisation) error {
	o.Version = 1
	if err := t.Create(o).Error; err != nil {
		return organisationTaken(err)
	}
	return t.event("added the organisation", "organisation", o.ID, o.Name, 0, "")
}

// organisationTaken puts a broken unique name into words.
func organisationTaken(err error) error {
	var p Problems
	switch {
	case isDuplicate(err, "name_key"):
		p.Add("name", "There is an organisation with this name already")
	case isDuplicate(err, "short_key"):
		p.Add("short_name", "There is an organisation with this short name already")
	default:
		return err
	}
	return p.Err()
}

// OrganisationForm is what the secretariat says of an organisation. Dates are
// as they were typed.
type OrganisationForm struct {
	Name, ShortName, Sector, Joined, Left string
}

// AddOrganisation takes a new partner into the partnership.
func (s *Store) AddOrganisation(ctx context.Context, actor Actor, form OrganisationForm) (Organisation, error) {
	var o Organisation
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ManageDirectory, false); err != nil {
			return err
		}
		var problems Problems
		o = form.read(t, &problems)
		if err := problems.Err(); err != nil {
			return err
		}
		return t.addOrganisation(&o)
	})
	return o, err
}

// read makes the organisation that the form describes, noting what is wrong.
func (f OrganisationForm) read(t *tx, problems *Problems) Organisation {
	o := Organisation{Name: f.Name, ShortName: f.ShortName, Sector: f.Sector}
	o.Joined = t.readDate(problems, "joined", f.Joined)
	o.Left = t.readDate(problems, "left", f.Left)
	o.check(problems, "name", "short_name")
	return o
}
