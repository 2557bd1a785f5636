package models

import (
	"context"
	"slices"

	"quarterday/calendar"
)

// PracticePage is everything the page of one practice shows.
type PracticePage struct {
	Practice Practice // with whose it is, papers and adoptions
	// Mine is the adoption of the actor's organisation, nil where it has none.
	Mine       *PracticeAdoption
	Owns       bool
	MayChange  bool
	MayAdopt   bool
	MayDecide  bool
	MayArchive bool
	MayPropose bool           // put it on a meeting's agenda
	Passages   []Passage      // what looks like personal data, for those who may change it
	Meetings   []Meeting      // that take items now, soonest first
	Adopters   []Organisation // whom the secretariat may say use it
}

// PracticePage reads the practice with this address.
func (s *Store) PracticePage(ctx context.Context, actor Actor, slug string) (PracticePage, error) {
	var page PracticePage
	db := s.reading(ctx)
	p, err := seenPractice(db, actor, "practices.slug = ?", slug)
	if err != nil {
		return page, err
	}
	if err := db.Where("practice_id = ?", p.ID).Order("position, id").Find(&p.Papers).Error; err != nil {
		return page, err
	}
	if !actor.May(ReadRestricted, false) {
		p.Papers = slices.DeleteFunc(p.Papers, func(paper Paper) bool { return paper.Restricted })
	}
	if err := db.Preload("Organisation").Where("practice_id = ?", p.ID).Order("created_at, id").Find(&p.Adoptions).Error; err != nil {
		return page, err
	}
	own, published := p.OwnedBy(actor), p.State == PracticePublished
	page = PracticePage{
		Practice: p, Owns: own, MayDecide: actor.May(DecidePractices, own),
		MayChange:  p.State != PracticeArchived && (actor.May(DecidePractices, own) || !published && actor.May(SubmitPractices, own)),
		MayAdopt:   published && actor.May(AdoptPractices, true) && (p.OrganisationID != actor.OrganisationID || actor.May(AdoptPractices, false)),
		MayPropose: published && actor.May(SubmitItems, true),
	}
	page.MayArchive = p.State != PracticeArchived && (page.MayDecide || !published && actor.May(SubmitPractices, own))
	for i, a := range p.Adoptions {
		if a.OrganisationID == actor.OrganisationID {
			page.Mine = &p.Adoptions[i]
		}
	}
	if page.MayChange {
		page.Passages = p.Form().PersonalData()
	}
	if page.MayPropose {
		var meetings []Meeting
		if err := db.Where("state in ?", []MeetingState{MeetingPlanned, MeetingCalled}).Order("starts_at").Find(&meetings).Error; err != nil {
			return page, err
		}
		for _, m := range meetings {
			if m.TakesSubmissions(s.Now()) {
				page.Meetings = append(page.Meetings, m)
			}
		}
	}
	if published && page.MayDecide {
		settings, err := s.Partnership(ctx)
		if err != nil {
			return page, err
		}
		page.Adopters, err = belonging(db, calendar.DateOf(s.Now(), settings.Location()))
		if err != nil {
			return page, err
		}
	}
	return page, nil
}

// PracticeChoices is what the form of a practice offers.
type PracticeChoices struct {
	Themes        []string
	Organisations []Organisation // only for the secretariat, who may write for others
	// Written is how many the actor has written: the empty form's key.
	Written int64
}

// PracticeChoices lists them for the actor.
func (s *Store) PracticeChoices(ctx context.Context, actor Actor) (PracticeChoices, error) {
	var c PracticeChoices
	if !actor.May(SubmitPractices, true) {
		return c, notAllowed("You may not " + string(SubmitPractices) + ".")
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return c, err
	}
	c.Themes = p.ThemeList()
	db := s.reading(ctx)
	if err := db.Model(&Practice{}).Where("author_id = ?", actor.PersonID).Count(&c.Written).Error; err != nil {
		return c, err
	}
	if actor.May(DecidePractices, false) {
		c.Organisations, err = belonging(db, calendar.DateOf(s.Now(), p.Location()))
	}
	return c, err
}
