package models

import (
	"context"
	"errors"
	"strings"

	"gorm.io/gorm"
)

// LetInForm is what the operator says of somebody who is to get in. Only the
// address is needed for a person who is known.
type LetInForm struct {
	Email, Name, Organisation, JobTitle string
	Role                                Role
}

// LetIn makes sure that somebody can sign in, on behalf of the operator: adds
// them if they are not known, opens their account if it is closed, gives them
// the role that is asked for, and makes a link that works once. It tells in
// words what it did.
func (s *Store) LetIn(ctx context.Context, form LetInForm) (SignInLink, Person, string, error) {
	link := SignInLink{Token: newToken(), Code: newCode()}
	var p Person
	var done []string
	err := s.command(ctx, Operator, func(t *tx) error {
		if t.partnership.SetUpAt == nil {
			return badState("The partnership is not set up yet. Start the server and open the link that it prints.")
		}
		if err := t.may(OfferSignIn, false); err != nil {
			return err
		}
		email, err := EmailAddress(form.Email)
		if err != nil {
			return err
		}
		p, done = Person{}, nil
		err = t.Preload("Organisation").Where("email = ?", email).First(&p).Error
		switch {
		case errors.Is(err, gorm.ErrRecordNotFound):
			done = append(done, "added")
			if p, err = t.addByOperator(email, form); err != nil {
				return err
			}
		case err != nil:
			return err
		default:
			if done, err = t.changeByOperator(&p, form); err != nil {
				return err
			}
		}
		if _, err := t.keepSignIn(p, &link); err != nil {
			return err
		}
		return t.event("made a sign-in link", "person", p.ID, p.Name, 0, "")
	})
	if len(done) == 0 {
		done = []string{"known already, nothing changed"}
	}
	return link, p, strings.Join(done, ", "), err
}

// addByOperator adds somebody new; without an organisation, to the convener.
func (t *tx) addByOperator(email string, form LetInForm) (Person, error) {
	var problems Problems
	p := Person{Name: form.Name, Email: email, JobTitle: form.JobTitle, Role: form.Role}
	if p.Role == "" {
		p.Role = RoleSecretariat
	}
	p.check(&problems)
	name := form.Organisation
	if name == "" {
		name = t.partnership.Convener
	}
	err := t.Where("name_key = ? or short_key = ?", nameKey(name), nameKey(name)).First(&p.Organisation).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		problems.Add("organisation", "There is no organisation %q", name)
		err = nil
	}
	if err == nil {
		err = problems.Err()
	}
	if err != nil {
		return p, err
	}
	p.OrganisationID = p.Organisation.ID
	return p, t.addPerson(&p)
}

// changeByOperator opens the account and gives the role, if need be.
func (t *tx) changeByOperator(p *Person, form LetInForm) ([]string, error) {
	var done []string
	if p.DeactivatedAt != nil {
		taken, err := t.takenInitials(p.ID)
		if err != nil {
			return nil, err
		}
		if taken[p.Initials] {
			p.Initials = initialsFor(p.Name, taken)
		}
		p.DeactivatedAt = nil
		p.Version++
		if err := save(t, "person", p, p.ID, p.Version-1, "deactivated_at", "initials"); err != nil {
			return nil, err
		}
		if err := t.event("opened the account again", "person", p.ID, p.Name, 0, ""); err != nil {
			return nil, err
		}
		done = append(done, "account opened again")
	}
	if form.Role == "" || form.Role == p.Role {
		return done, nil
	}
	if p.Role == RoleSecretariat {
		if err := t.checkSecretariatStays(p.ID); err != nil {
			return nil, err
		}
	}
	before := *p
	p.Role = form.Role
	return append(done, "role changed from "+string(before.Role)), t.changePerson(before, p)
}
