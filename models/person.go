package models

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Person is someone with an e-mail address, who belongs to an organisation.
type Person struct {
	ID   int64
	Name string
	// NameKey is the name as it is searched and sorted: lower case, no accents.
	NameKey        string
	Email          string // lower case
	JobTitle       string
	OrganisationID int64
	Organisation   Organisation `gorm:"constraint:-"`
	Role           Role
	// Initials stand for the person in minutes; unique among active people.
	Initials      string
	DeactivatedAt *time.Time
	Version       int
}

// Actor is the person as the one who asks for things.
func (p Person) Actor() Actor {
	return Actor{PersonID: p.ID, Name: p.Name, OrganisationID: p.OrganisationID, Organisation: p.Organisation.Name, Role: p.Role}
}

// check tidies the person and notes what is wrong. Initials may be empty: they
// are then made from the name.
func (p *Person) check(problems *Problems) { p.checkCalled(problems, "the person's name") }

// checkCalled is check, where name is what the reader calls the person's name.
func (p *Person) checkCalled(problems *Problems, name string) {
	p.Name = oneLine(problems, "name", name, p.Name, 1, maxName)
	p.NameKey = searchKey(p.Name)
	p.Email = emailAddress(problems, "email", p.Email)
	p.JobTitle = oneLine(problems, "job_title", "the job title", p.JobTitle, 0, maxName)
	p.Initials = oneLine(problems, "initials", "the initials", p.Initials, 0, 12)
	if !p.Role.Valid() {
		problems.Add("role", "Choose what the person may do: partner, member or secretariat")
	}
}

// addPerson writes a checked person, whose initials are made unique.
func (t *tx) addPerson(p *Person) error {
	p.Version = 1
	if p.Initials == "" {
		taken, err := t.takenInitials(0)
		if err != nil {
			return err
		}
		p.Initials = initialsFor(p.Name, taken)
	}
	if err := t.Create(p).Error; err != nil {
		return personTaken(err)
	}
	return t.event("added the person", "person", p.ID, p.Name, 0, "Role: "+p.Role.Label())
}

// personTaken puts a broken unique address or initials into words.
func personTaken(err error) error {
	var p Problems
	switch {
	case isDuplicate(err, "people.email"):
		p.Add("email", "There is a person with this email address already")
	case isDuplicate(err, "people.initials"):
		p.Add("initials", "Another person has these initials: choose others")
	default:
		return err
	}
	return p.Err()
}

// PersonForm is what the secretariat says of a person. Empty initials are made
// from the name.
type PersonForm struct {
	Name, Email, JobTitle, Initials string
	OrganisationID                  int64
	Role                            Role
}

// AddPerson makes somebody known to the partnership.
func (s *Store) AddPerson(ctx context.Context, actor Actor, form PersonForm) (Person, error) {
	var p Person
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ManageDirectory, false); err != nil {
			return err
		}
		p = Person{}
		var problems Problems
		if err := t.readPerson(form, &p, &problems); err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		return t.addPerson(&p)
	})
	return p, err
}

// readPerson puts the form into the person, noting what is wrong.
func (t *tx) readPerson(f PersonForm, p *Person, problems *Problems) error {
	moved := p.OrganisationID != f.OrganisationID
	p.Name, p.Email, p.JobTitle, p.Initials, p.Role, p.OrganisationID = f.Name, f.Email, f.JobTitle, f.Initials, f.Role, f.OrganisationID
	p.check(problems)
	if err := t.checkEmail(problems, *p); err != nil {
		return err
	}
	if err := t.checkInitials(problems, *p); err != nil {
		return err
	}
	p.Organisation = Organisation{}
	err := t.First(&p.Organisation, f.OrganisationID).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		problems.Add("organisation", "Choose the person's organisation")
		return nil
	}
	if err == nil && moved && !p.Organisation.Active(t.today()) {
		problems.Add("organisation", "%s left the partnership on %s: choose another, or take it back first", p.Organisation.Name, p.Organisation.Left.Medium())
	}
	return err
}

// checkEmail refuses an address that somebody else has.
func (t *tx) checkEmail(problems *Problems, p Person) error {
	var other Person
	err := t.Where("email = ? and id <> ?", p.Email, p.ID).Limit(1).Find(&other).Error
	switch {
	case err != nil || other.ID == 0:
	case other.DeactivatedAt != nil:
		problems.Add("email", "%s has this email address, and an account that is closed: open it again instead", other.Name)
	default:
		problems.Add("email", "%s has this email address already", other.Name)
	}
	return err
}

// ChangePerson changes what is kept of somebody, whom the caller read at version.
func (s *Store) ChangePerson(ctx context.Context, actor Actor, id int64, version int, form PersonForm) (Person, error) {
	var p Person
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ManageDirectory, false); err != nil {
			return err
		}
		before, err := find[Person](t.Preload("Organisation"), "person", id)
		if err != nil {
			return err
		}
		if before.Version != version {
			return conflict("person", before)
		}
		p = before
		var problems Problems
		if err := t.readPerson(form, &p, &problems); err != nil {
			return err
		}
		if before.Role == RoleSecretariat && p.Role.Valid() && p.Role != RoleSecretariat {
			if err := t.checkSecretariatStays(id); err != nil {
				problems.Add("role", "%s", strings.TrimSuffix(err.Error(), "."))
			}
		}
		if err := problems.Err(); err != nil {
			return err
		}
		return t.changePerson(before, &p)
	})
	return p, err
}

// changePerson writes a checked person who was before, with an event that says
// what changed. Nothing changed is nothing written.
func (t *tx) changePerson(before Person, p *Person) error {
	if p.Initials == "" {
		taken, err := t.takenInitials(p.ID)
		if err != nil {
			return err
		}
		p.Initials = initialsFor(p.Name, taken)
	}
	changes := before.changes(*p)
	if len(changes) == 0 {
		return nil
	}
	p.Version = before.Version + 1
	if err := save(t, "person", p, p.ID, before.Version, "name", "name_key", "email", "job_title", "organisation_id", "role", "initials"); err != nil {
		return personTaken(err)
	}
	if before.Email != p.Email {
		// What was sent to the old address opens nothing any more.
		if err := t.Where("person_id = ?", p.ID).Delete(&SignInRequest{}).Error; err != nil {
			return err
		}
		if err := t.redirectLetters(*p); err != nil {
			return err
		}
	}
	return t.event("changed the person", "person", p.ID, p.Name, 0, changesInWords(changes))
}

// changes lists what differs between two states of a person.
func (p Person) changes(to Person) []Change {
	return changesOf(
		Change{"Name", p.Name, to.Name}, Change{"Email", p.Email, to.Email}, Change{"Job title", p.JobTitle, to.JobTitle},
		Change{"Organisation", p.Organisation.Name, to.Organisation.Name}, Change{"Role", p.Role.Label(), to.Role.Label()}, Change{"Initials", p.Initials, to.Initials},
	)
}

// checkSecretariatStays refuses to take the last person out of the secretariat,
// after which nobody could do its work.
func (t *tx) checkSecretariatStays(except int64) error {
	var others int64
	err := t.Model(&Person{}).Where("role = ? and deactivated_at is null and id <> ?", RoleSecretariat, except).Count(&others).Error
	if err == nil && others == 0 {
		return badState("This is the only person in the secretariat. Give somebody else that role first.")
	}
	return err
}

// DeactivatePerson closes somebody's account: they are signed out at once and
// get no more letters. What they did and said stays.
func (s *Store) DeactivatePerson(ctx context.Context, actor Actor, id int64, version int) (Person, error) {
	return s.switchPerson(ctx, actor, id, version, func(t *tx, p *Person) error {
		if p.DeactivatedAt != nil {
			return badState("The account of %s is closed already.", p.Name)
		}
		if p.Role == RoleSecretariat {
			if err := t.checkSecretariatStays(id); err != nil {
				return err
			}
		}
		return t.closeAccount(p)
	})
}

// closeAccount writes that the account is closed, and ends what it had open.
func (t *tx) closeAccount(p *Person) error {
	p.DeactivatedAt = &t.now
	p.Version++
	if err := save(t, "person", p, p.ID, p.Version-1, "deactivated_at"); err != nil {
		return err
	}
	for _, row := range []any{&Session{}, &SignInRequest{}} {
		if err := t.Where("person_id = ?", p.ID).Delete(row).Error; err != nil {
			return err
		}
	}
	if err := t.withdraw("The account was closed before this went out.", "person_id = ?", p.ID); err != nil {
		return err
	}
	return t.event("closed the account", "person", p.ID, p.Name, 0, "")
}

// ReactivatePerson opens a closed account again. Initials that somebody else
// has been given since are made anew.
func (s *Store) ReactivatePerson(ctx context.Context, actor Actor, id int64, version int) (Person, error) {
	return s.switchPerson(ctx, actor, id, version, func(t *tx, p *Person) error {
		if p.DeactivatedAt == nil {
			return badState("The account of %s is open already.", p.Name)
		}
		if !p.Organisation.Active(t.today()) {
			return badState("%s left the partnership on %s. Take it back first, or give %s another organisation.", p.Organisation.Name, p.Organisation.Left.Medium(), p.Name)
		}
		taken, err := t.takenInitials(p.ID)
		if err != nil {
			return err
		}
		detail := ""
		if taken[p.Initials] {
			was := p.Initials
			p.Initials = initialsFor(p.Name, taken)
			detail = fmt.Sprintf("Initials: %s instead of %s, which somebody else has now", p.Initials, was)
		}
		p.DeactivatedAt = nil
		p.Version++
		if err := save(t, "person", p, p.ID, p.Version-1, "deactivated_at", "initials"); err != nil {
			return err
		}
		return t.event("opened the account again", "person", p.ID, p.Name, 0, detail)
	})
}

func (s *Store) switchPerson(ctx context.Context, actor Actor, id int64, version int, do func(*tx, *Person) error) (Person, error) {
	var p Person
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ManageDirectory, false); err != nil {
			return err
		}
		var err error
		if p, err = find[Person](t.Preload("Organisation"), "person", id); err != nil {
			return err
		}
		if p.Version != version {
			return conflict("person", p)
		}
		return do(t, &p)
	})
	return p, err
}
