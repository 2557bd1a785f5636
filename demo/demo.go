// Package demo builds a realistic sample partnership, of an invented area, by
// the commands that its secretariat and partners would use: through models
// alone. The same day gives the same partnership.
package demo

import (
	"context"
	"fmt"
	"strings"
	"time"

	"quarterday/calendar"
	"quarterday/files"
	"quarterday/models"
)

// Build fills an empty store, which was opened with this clock, with the sample
// partnership: three years of quarters up to the clock's today. The papers' bytes
// go to kept.
func Build(ctx context.Context, store *models.Store, kept *files.Store, clock *Clock) error {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return err
	}
	today := calendar.DateOf(clock.Now(), zone)
	b := &builder{
		ctx: ctx, store: store, kept: kept, clock: clock, zone: zone, today: today, schedule: newSchedule(today),
		organisations: map[string]models.Organisation{}, people: map[string]models.Person{},
		minutes: map[string]models.Minutes{}, actions: map[string]int64{}, practices: map[string]models.Practice{},
	}
	defer clock.release()
	b.noteBeginnings()
	b.noteMeetings()
	b.notePractices()
	b.noteHistories()
	return b.live()
}

// builder is the sample as far as it has been built.
type builder struct {
	ctx      context.Context
	store    *models.Store
	kept     *files.Store
	clock    *Clock
	zone     *time.Location
	today    calendar.Date
	schedule schedule
	diary    []happening

	secretary     models.Actor
	organisations map[string]models.Organisation // by short name
	people        map[string]models.Person       // by initials
	minutes       map[string]models.Minutes      // by the meeting's reference
	actions       map[string]int64               // by key
	practices     map[string]models.Practice     // by title
}

// began is the day on which the partnership took the service into use: after
// the first year's meetings, whose minutes were then entered from paper.
func (b *builder) began() calendar.Date { return workingDay(b.schedule.days[3], 10) }

func (b *builder) noteBeginnings() {
	day := b.began()
	b.on(day, 9, 30, "set up the partnership", b.setUp)
	b.on(day, 10, 0, "add the organisations", b.addOrganisations)
	b.on(day, 11, 0, "add the people", b.addPeople)
}

func (b *builder) setUp() error {
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
	if b.secretary, err = b.store.SignedIn(b.ctx, session); err != nil {
		return err
	}
	home := models.Organisation{ID: b.secretary.OrganisationID, Name: convener.name, ShortName: convener.short}
	b.organisations[convener.short] = home
	b.people[secretary.initials] = models.Person{ID: b.secretary.PersonID, Name: secretary.name, Role: secretary.role, OrganisationID: home.ID, Organisation: home}
	return b.store.SignOut(b.ctx, b.secretary, session)
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

// person is somebody by their initials.
func (b *builder) person(initials string) (models.Person, error) {
	p, ok := b.people[initials]
	if !ok {
		return p, fmt.Errorf("nobody has the initials %q", initials)
	}
	return p, nil
}

// actor is somebody, by their initials, as the one who does a thing.
func (b *builder) actor(initials string) (models.Actor, error) {
	if initials == "" {
		return b.secretary, nil
	}
	p, err := b.person(initials)
	return p.Actor(), err
}

// ids are the numbers of people, by their initials.
func (b *builder) ids(initials string) ([]int64, error) {
	var ids []int64
	for _, i := range strings.Fields(initials) {
		p, err := b.person(i)
		if err != nil {
			return nil, err
		}
		ids = append(ids, p.ID)
	}
	return ids, nil
}
