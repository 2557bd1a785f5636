package models

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"gorm.io/gorm"
)

// Person is someone with an e-mail address, who belongs to an organisation.
type Person struct {
	ID             int64
	Name           string
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
func (p *Person) check(problems *Problems) {
	p.Name = oneLine(problems, "name", "the person's name", p.Name, 1, maxName)
	p.Email = emailAddress(problems, "email", p.Email)
	p.JobTitle = oneLine(problems, "job_title", "the job title", p.JobTitle, 0, maxName)
	p.Initials = oneLine(problems, "initials", "the initials", p.Initials, 0, 12)
	if !p.Role.Valid() {
		problems.Add("role", "Choose what the person may do: member, partner or secretariat")
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
	return t.event("added the person", "person", p.ID, p.Name, 0, string(p.Role))
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

// takenInitials are those of the active people other than this one.
func (t *tx) takenInitials(except int64) (map[string]bool, error) {
	var list []string
	if err := t.Model(&Person{}).Where("deactivated_at is null and id <> ?", except).Pluck("initials", &list).Error; err != nil {
		return nil, err
	}
	taken := make(map[string]bool, len(list))
	for _, i := range list {
		taken[i] = true
	}
	return taken, nil
}

// initialsFor makes initials that nobody else has: the first letters of the
// name's parts, then more of the last part ("LG", "LGr", "LGre"), then a number.
func initialsFor(name string, taken map[string]bool) string {
	words := strings.FieldsFunc(norm.NFC.String(name), func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '.' || r == ',' })
	var first strings.Builder
	var last []rune
	for _, w := range words {
		letters := []rune(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }))
		if len(letters) == 0 || strings.EqualFold(w, "dr") || strings.EqualFold(w, "prof") {
			continue
		}
		first.WriteRune(unicode.ToUpper(letters[0]))
		last = letters
	}
	if first.Len() == 0 {
		first.WriteString("X")
	}
	for n := 1; n <= len(last); n++ {
		if i := first.String() + string(last[1:n]); !taken[i] {
			return i
		}
	}
	if !taken[first.String()] {
		return first.String()
	}
	for n := 2; ; n++ {
		if i := fmt.Sprintf("%s%d", first.String(), n); !taken[i] {
			return i
		}
	}
}

// PersonForm is what the secretariat says of a person.
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
		var problems Problems
		var err error
		if p, err = form.read(t, &problems); err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		return t.addPerson(&p)
	})
	return p, err
}

// read makes the person that the form describes, noting what is wrong.
func (f PersonForm) read(t *tx, problems *Problems) (Person, error) {
	p := Person{Name: f.Name, Email: f.Email, JobTitle: f.JobTitle, Initials: f.Initials, Role: f.Role, OrganisationID: f.OrganisationID}
	p.check(problems)
	err := t.First(&p.Organisation, f.OrganisationID).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		problems.Add("organisation", "Choose the person's organisation")
		return p, nil
	}
	return p, err
}
