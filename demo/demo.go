// Package demo builds a realistic sample partnership, of an invented area, by
// the commands that its secretariat and partners would use: through models
// alone. The same day gives the same partnership.
package demo

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"quarterday/calendar"
	"quarterday/files"
	"quarterday/models"
)

// Make makes a database that holds the sample partnership: three years of
// quarters up to the day of now. The papers' bytes go to kept. A file is there
// only when all of it is.
func Make(ctx context.Context, file string, kept *files.Store, now time.Time) error {
	unfinished := file + ".unfinished"
	for _, f := range []string{unfinished, unfinished + "-wal", unfinished + "-shm"} {
		if err := os.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	if err := Fill(ctx, unfinished, kept, now); err != nil {
		return err
	}
	return os.Rename(unfinished, file)
}

// Fill fills an empty database, as models opens it, with the sample partnership.
func Fill(ctx context.Context, database string, kept *files.Store, now time.Time) error {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		return err
	}
	clock := &clock{now}
	store, err := models.Open(ctx, database, clock.now, models.Unsynced)
	if err != nil {
		return err
	}
	today := calendar.DateOf(now, zone)
	b := &builder{
		ctx: ctx, store: store, kept: kept, clock: clock, zone: zone, today: today, schedule: newSchedule(today),
		organisations: map[string]models.Organisation{}, people: map[string]models.Person{},
		minutes: map[string]models.Minutes{}, actions: map[string]int64{}, practices: map[string]models.Practice{},
	}
	b.noteBeginnings()
	b.noteSettings()
	b.noteMeetings()
	b.notePractices()
	b.noteHistories()
	b.noteReceived()
	return errors.Join(b.live(), store.Close())
}

// builder is the sample as far as it has been built.
type builder struct {
	ctx      context.Context
	store    *models.Store
	kept     *files.Store
	clock    *clock
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
	b.on(workingDay(b.schedule.days[8], 20), 16, 30, "close an account", func() error {
		_, err := b.store.DeactivatePerson(b.ctx, b.secretary, b.people["TB"].ID, b.people["TB"].Version)
		return err
	})
	b.on(workingDay(b.schedule.days[7], 30), 12, 15, "let an organisation go", func() error {
		left := b.organisations["FH"]
		_, err := b.store.LeavePartnership(b.ctx, b.secretary, left.ID, left.Version, "today", true)
		return err
	})
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
	return b.store.SignOut(b.ctx, b.secretary, session)
}

// addOrganisations and addPeople import lists, as a secretary does who has them
// in a spreadsheet.
func (b *builder) addOrganisations() error {
	rows := [][]string{{"name", "short name", "sector", "joined"}}
	for _, o := range organisations {
		rows = append(rows, []string{o.name, o.short, o.sector, o.joined})
	}
	return importList(b.ctx, b.secretary, rows, b.store.PreviewOrganisations, b.store.ImportOrganisations)
}

func (b *builder) addPeople() error {
	rows := [][]string{{"name", "email", "job title", "organisation", "role", "initials"}}
	for _, p := range people {
		rows = append(rows, []string{p.name, p.email(), p.jobTitle, p.organisation, string(p.role), p.initials})
	}
	if err := importList(b.ctx, b.secretary, rows, b.store.PreviewPeople, b.store.ImportPeople); err != nil {
		return err
	}
	list, err := b.store.People(b.ctx, b.secretary, models.PeopleFilter{})
	for _, o := range list.Organisations {
		b.organisations[o.ShortName] = o
	}
	for _, p := range list.People {
		b.people[p.Initials] = p
	}
	if err != nil {
		return err
	}
	home := b.organisations[convener.short]
	_, err = b.store.ChangeOrganisation(b.ctx, b.secretary, home.ID, home.Version, models.OrganisationForm{
		Name: convener.name, ShortName: convener.short, Sector: convener.sector, Joined: convener.joined,
	})
	return err
}

// importList imports a list all of whose rows are new.
func importList(ctx context.Context, actor models.Actor, rows [][]string,
	preview func(context.Context, models.Actor, []byte) (models.ImportPreview, error),
	take func(context.Context, models.Actor, []byte, models.ImportConfirm) (models.ImportPreview, error),
) error {
	var data bytes.Buffer
	w := csv.NewWriter(&data)
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	seen, err := preview(ctx, actor, data.Bytes())
	if err != nil {
		return err
	}
	for _, row := range seen.Rows {
		if row.Outcome != models.ImportNew {
			return fmt.Errorf("row %d, %s: %s: %v", row.Row, row.Name, row.Outcome, row.Problems)
		}
	}
	_, err = take(ctx, actor, data.Bytes(), models.ImportConfirm{Digest: seen.Digest})
	return err
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
