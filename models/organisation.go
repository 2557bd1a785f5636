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

// Active says whether the organisation has not left the partnership by this day:
// its people can be chosen, also while it is about to join.
func (o Organisation) Active(on calendar.Date) bool { return o.Left.IsZero() || on.Before(o.Left) }

// Belongs says whether the organisation has joined the partnership by this day
// and not left it: it counts for the quorum of a meeting on that day. One whose
// day of joining nobody wrote down always has.
func (o Organisation) Belongs(on calendar.Date) bool { return o.Active(on) && !o.Joined.After(on) }

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
	o.ShortName = oneLine(p, shortField, "the short name", o.ShortName, 0, maxName)
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
		o = Organisation{}
		var problems Problems
		if err := t.readOrganisation(form, &o, &problems); err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		return t.addOrganisation(&o)
	})
	return o, err
}

// ChangeOrganisation changes what is kept of an organisation, which the caller
// read at version. The day it left is kept apart: see LeavePartnership.
func (s *Store) ChangeOrganisation(ctx context.Context, actor Actor, id int64, version int, form OrganisationForm) (Organisation, error) {
	var o Organisation
	err := s.command(ctx, actor, func(t *tx) error {
		before, err := t.organisationToChange(id, version)
		if err != nil {
			return err
		}
		o = before
		var problems Problems
		if err := t.readOrganisation(form, &o, &problems); err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		return t.changeOrganisation(before, &o)
	})
	return o, err
}

func (t *tx) organisationToChange(id int64, version int) (Organisation, error) {
	if err := t.may(ManageDirectory, false); err != nil {
		return Organisation{}, err
	}
	o, err := find[Organisation](t.DB, "organisation", id)
	if err == nil && o.Version != version {
		err = conflict("organisation", o)
	}
	return o, err
}

// changeOrganisation writes a checked organisation that was before, with an
// event that says what changed. Nothing changed is nothing written.
func (t *tx) changeOrganisation(before Organisation, o *Organisation) error {
	changes := before.changes(*o)
	if len(changes) == 0 {
		return nil
	}
	o.Version = before.Version + 1
	if err := save(t, "organisation", o, o.ID, before.Version, "name", "short_name", "name_key", "short_key", "sector", "joined", "left"); err != nil {
		return organisationTaken(err)
	}
	return t.event("changed the organisation", "organisation", o.ID, o.Name, 0, changesInWords(changes))
}

// changes lists what differs between two states of an organisation.
func (o Organisation) changes(to Organisation) []Change {
	return changesOf(Change{"Name", o.Name, to.Name}, Change{"Short name", o.ShortName, to.ShortName}, Change{"Sector", o.Sector, to.Sector},
		Change{"Joined", o.Joined.Medium(), to.Joined.Medium()}, Change{"Left", o.Left.Medium(), to.Left.Medium()})
}

// readOrganisation puts the form into the organisation, noting what is wrong.
func (t *tx) readOrganisation(f OrganisationForm, o *Organisation, problems *Problems) error {
	o.Name, o.ShortName, o.Sector = f.Name, f.ShortName, f.Sector
	o.Joined, o.Left = t.readDate(problems, "joined", f.Joined), t.readDate(problems, "left", f.Left)
	o.check(problems, "name", "short_name")
	if sector, ok := t.partnership.sector(o.Sector); ok {
		o.Sector = sector
	} else if o.Sector != "" {
		problems.Add("sector", "Choose a sector from the list: %q is not one of them", o.Sector)
	}
	return t.checkNames(problems, *o)
}

// checkNames refuses a name or short name that another organisation has, as
// either: people write one for the other.
func (t *tx) checkNames(problems *Problems, o Organisation) error {
	var others []Organisation
	keys := []string{o.NameKey, o.ShortKey}
	if err := t.Where("id <> ? and (name_key in ? or short_key in ?)", o.ID, keys, keys).Order("id").Find(&others).Error; err != nil {
		return err
	}
	for _, other := range others {
		if o.NameKey == other.NameKey || o.NameKey == other.ShortKey {
			problems.Add("name", "There is an organisation with this name already: %s", other.Name)
		} else {
			problems.Add("short_name", "%s goes by this name already: choose another", other.Name)
		}
	}
	return nil
}

// sector finds the partnership's sector of this name, whatever its capitals.
func (p Partnership) sector(name string) (string, bool) {
	for _, s := range p.SectorList() {
		if searchKey(s) == searchKey(name) {
			return s, true
		}
	}
	return "", false
}

// LeavePartnership writes the day on which an organisation left. If asked to, it
// closes the accounts of its people.
func (s *Store) LeavePartnership(ctx context.Context, actor Actor, id int64, version int, left string, closeAccounts bool) (Organisation, error) {
	var o Organisation
	err := s.command(ctx, actor, func(t *tx) error {
		before, err := t.organisationToChange(id, version)
		if err != nil {
			return err
		}
		o = before
		var problems Problems
		if o.Left = t.readDate(&problems, "left", left); strings.TrimSpace(left) == "" {
			problems.Add("left", "Enter the day on which it left")
		}
		o.check(&problems, "name", "short_name")
		if err := problems.Err(); err != nil {
			return err
		}
		if err := t.changeOrganisation(before, &o); err != nil || !closeAccounts {
			return err
		}
		var people []Person
		if err := t.Where("organisation_id = ? and deactivated_at is null", id).Order("id").Find(&people).Error; err != nil {
			return err
		}
		for i := range people {
			if people[i].Role == RoleSecretariat {
				return badState("%s is in the secretariat. Give them another organisation or role first.", people[i].Name)
			}
			if err := t.closeAccount(&people[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return o, err
}

// RejoinPartnership takes an organisation back that had left. Its people's
// accounts are opened one by one, as each is still there or not.
func (s *Store) RejoinPartnership(ctx context.Context, actor Actor, id int64, version int) (Organisation, error) {
	var o Organisation
	err := s.command(ctx, actor, func(t *tx) error {
		before, err := t.organisationToChange(id, version)
		if err != nil {
			return err
		}
		if before.Left.IsZero() {
			return badState("%s has not left the partnership.", before.Name)
		}
		o = before
		o.Left = calendar.Date{}
		return t.changeOrganisation(before, &o)
	})
	return o, err
}
