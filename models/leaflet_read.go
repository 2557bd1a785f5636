package models

import (
	"context"
	"slices"
	"time"

	"quarterday/calendar"
)

// LeafletContent is the leaflet of the practice with this address.
func (s *Store) LeafletContent(ctx context.Context, actor Actor, slug string) (LeafletContent, error) {
	db := s.reading(ctx)
	practice, err := seenPractice(db, actor, "practices.slug = ?", slug)
	if err != nil {
		return LeafletContent{}, err
	}
	if err := db.Preload("Organisation").Where("practice_id = ?", practice.ID).Order("created_at, id").Find(&practice.Adoptions).Error; err != nil {
		return LeafletContent{}, err
	}
	if err := db.Where("practice_id = ?", practice.ID).Order("position, id").Find(&practice.Papers).Error; err != nil {
		return LeafletContent{}, err
	}
	if !actor.May(ReadRestricted, false) {
		practice.Papers = slices.DeleteFunc(practice.Papers, func(p Paper) bool { return p.Restricted })
	}
	p, err := s.Partnership(ctx)
	c := practice.leaflet(p)
	if !actor.May(ReadRestricted, false) {
		for i := range c.Adoptions { // notes are for members
			c.Adoptions[i].Note = ""
		}
	}
	return c, err
}

// leaflet is what the practice's leaflet says.
func (p Practice) leaflet(of Partnership) LeafletContent {
	day := func(at *time.Time) (d calendar.Date) {
		if at != nil {
			d = calendar.DateOf(*at, of.Location())
		}
		return d
	}
	c := LeafletContent{
		Letterhead: of.letterhead(), Title: p.Title, Summary: p.Summary, Organisation: p.Organisation.Name, Themes: p.ThemeList(), Contact: p.Contact,
		Visibility: p.Visibility, State: p.State, PublishedOn: day(p.PublishedAt), WrittenOn: day(&p.CreatedAt),
	}
	for _, part := range []LeafletPart{
		{"The problem", p.Context}, {"What was done", p.Done}, {"What came of it", p.Results}, {"What it cost", p.Cost},
		{"What was learned", p.Lessons}, {"What others need to do the same", p.Conditions},
	} {
		if part.Text != "" {
			c.Parts = append(c.Parts, part)
		}
	}
	for _, a := range p.Adoptions {
		c.Adoptions = append(c.Adoptions, LeafletAdoption{Organisation: a.Organisation.Name, Note: a.Note, On: day(&a.CreatedAt)})
	}
	for _, paper := range p.Papers {
		c.Papers = append(c.Papers, paper.Title)
	}
	return c
}
