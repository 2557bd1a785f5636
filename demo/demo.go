// Package demo builds a realistic sample partnership, of an invented area, by
// the commands that its secretariat and partners would use: through models
// alone. The same day gives the same partnership.
package demo

import (
	"context"
	"fmt"
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

// Build fills an empty store, which was opened with this clock, with the sample
// partnership: three years of quarters up to the clock's today.
func Build(ctx context.Context, store *models.Store, clock *Clock) error {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return err
	}
	b := &builder{
		ctx: ctx, store: store, clock: clock, zone: zone, today: calendar.DateOf(clock.Now(), zone),
		organisations: map[string]models.Organisation{}, people: map[string]models.Person{},
	}
	defer clock.release()
	for _, step := range []struct {
		what string
		do   func() error
	}{
		{"set up the partnership", b.setUp},
		{"add the organisations", b.addOrganisations},
		{"add the people", b.addPeople},
	} {
		if err := step.do(); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}

// builder is the sample as far as it has been built.
type builder struct {
	ctx           context.Context
	store         *models.Store
	clock         *Clock
	zone          *time.Location
	today         calendar.Date
	secretary     models.Actor
	organisations map[string]models.Organisation // by short name
	people        map[string]models.Person       // by initials
}

// at sets the clock to this time of a day.
func (b *builder) at(day calendar.Date, hour, minute int) {
	b.clock.set(time.Date(day.Year, day.Month, day.Day, hour, minute, 0, 0, b.zone))
}

// began is the day on which the partnership was set up here.
func (b *builder) began() calendar.Date {
	return models.Partnership{}.Country().AddWorkingDays(b.today.AddDays(-3*366), -1)
}

func (b *builder) setUp() error {
	b.at(b.began(), 9, 30)
	token, err := b.store.OfferSetUp(b.ctx)
	if err != nil {
		return err
	}
	session, err := b.store.SetUp(b.ctx, token, models.SetUpForm{
		Partnership: "Calder Vale Anti-Slavery Partnership", Convener: convener.name, ConvenerAbb: convener.short,
		Name: secretary.name, JobTitle: secretary.jobTitle, Email: secretary.email(),
	})
	if err != nil {
		return err
	}
	b.secretary, err = b.store.SignedIn(b.ctx, session)
	b.organisations[convener.short] = models.Organisation{ID: b.secretary.OrganisationID, Name: convener.name, ShortName: convener.short}
	b.people[secretary.initials] = models.Person{
		ID: b.secretary.PersonID, Name: secretary.name, Role: secretary.role, OrganisationID: b.secretary.OrganisationID, Organisation: b.organisations[convener.short],
	}
	return err
}

func (b *builder) addOrganisations() error {
	for _, o := range organisations {
		added, err := b.store.AddOrganisation(b.ctx, b.secretary, models.OrganisationForm{Name: o.name, ShortName: o.short, Sector: o.sector, Joined: o.joined})
		if err != nil {
			return fmt.Errorf("%s: %w", o.name, err)
		}
		b.organisations[o.short] = added
	}
	return nil
}

func (b *builder) addPeople() error {
	for _, p := range people {
		added, err := b.store.AddPerson(b.ctx, b.secretary, models.PersonForm{
			Name: p.name, Email: p.email(), JobTitle: p.jobTitle, Initials: p.initials,
			OrganisationID: b.organisations[p.organisation].ID, Role: p.role,
		})
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		b.people[p.initials] = added
	}
	return nil
}
