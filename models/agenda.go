package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// AgendaContent is the agenda of a meeting: as it was published in this
// version, or for version 0 as it stands now, published or not.
func (s *Store) AgendaContent(ctx context.Context, actor Actor, ref string, version int) (AgendaContent, error) {
	m, err := s.Meeting(ctx, actor, ref)
	if err != nil {
		return AgendaContent{}, err
	}
	db := s.reading(ctx)
	var c AgendaContent
	if version == 0 {
		p, err := s.Partnership(ctx)
		if err != nil {
			return c, err
		}
		if c, err = workingAgenda(db, p, m, s.Now()); err != nil {
			return c, err
		}
	} else if c, err = publishedAgenda(db, m, version); err != nil {
		return c, err
	}
	return c.For(actor), nil
}

// For is the agenda as the actor may read it: without what is said of items
// for members only, if they are not one.
func (c AgendaContent) For(a Actor) AgendaContent {
	if a.May(ReadRestricted, false) {
		return c
	}
	items := make([]AgendaLine, len(c.Items))
	for i, line := range c.Items {
		if line.Restricted {
			line = AgendaLine{Number: line.Number, Section: line.Section, Starts: line.Starts, Minutes: line.Minutes, Title: "An item for members only", Restricted: true}
		}
		line.Arising = nil
		items[i] = line
	}
	c.Items = items
	return c
}

// publishedAgenda is a version as it was published.
func publishedAgenda(db *gorm.DB, m Meeting, version int) (AgendaContent, error) {
	var c AgendaContent
	var v AgendaVersion
	err := db.Where("meeting_id = ? and version = ?", m.ID, version).First(&v).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return c, notFound("version of the agenda")
	}
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(v.Content), &c); err != nil {
		return c, fmt.Errorf("agenda %s version %d: %w", m.Reference, version, err)
	}
	return c, nil
}

// workingAgenda is the agenda as it stands. It asks a fixed number of
// questions.
func workingAgenda(db *gorm.DB, p Partnership, m Meeting, now time.Time) (AgendaContent, error) {
	c := AgendaContent{Letterhead: p.letterhead(), Meeting: m.facts(p)}
	items, err := itemsWithAll(db.Where("meeting_id = ? and state = ?", m.ID, ItemAccepted).Order("position, id"))
	if err != nil {
		return c, err
	}
	before, err := previousMeeting(db, m)
	if err != nil {
		return c, err
	}
	section := ""
	for k, i := range items {
		line := i.line(p, m, before)
		line.Number = k + 1
		line.Starts = calendar.ClockOf(m.StartsAt.Add(time.Duration(c.Minutes)*time.Minute), p.Location()).String()
		if i.Section != section {
			line.Section, section = i.Section, i.Section
		}
		for n := range line.Papers {
			line.Papers[n].Label = paperLabel(line.Number, n, len(line.Papers))
		}
		if i.Role == RoleMattersArising {
			if line.Arising, err = arising(db, p, m, now); err != nil {
				return c, err
			}
		}
		c.Minutes += i.Minutes
		c.Items = append(c.Items, line)
	}
	c.Over = max(0, c.Minutes-m.DurationMinutes)
	return c, nil
}

// itemsWithAll loads items with who submitted and presents them, their papers
// and the meeting they were put off to.
func itemsWithAll(db *gorm.DB) ([]Item, error) {
	inOrder := func(db *gorm.DB) *gorm.DB { return db.Order("position, id") }
	var items []Item
	err := db.Preload("Organisation").Preload("Author").Preload("DeferredTo").Preload("Presenters", inOrder).
		Preload("Presenters.Person.Organisation").Preload("Papers", inOrder).Find(&items).Error
	return items, err
}

// line is the item as an agenda shows it; before is the meeting whose minutes
// are to be agreed.
func (i Item) line(p Partnership, m Meeting, before *Meeting) AgendaLine {
	l := AgendaLine{
		ItemID: i.ID, ItemVersion: i.Version, Kind: i.Kind, Title: i.Name(), Role: i.Role, Purpose: i.Purpose, Minutes: i.Minutes, Ask: i.Ask,
		Background: i.Background, Restricted: i.Restricted,
	}
	if i.Role == RolePreviousMinutes && before != nil {
		l.Title = previousMinutesTitle(i.Title, calendar.DateOf(before.StartsAt, p.Location()))
	}
	if i.Organisation != nil && i.Kind != ItemStanding {
		l.Organisation = i.Organisation.Name
	}
	if i.DeferredTo != nil {
		l.DeferredTo = calendar.DateOf(i.DeferredTo.StartsAt, p.Location()).Medium()
	}
	l.Presenters, l.By = presentedBy(i.Presenters, m)
	for _, paper := range i.Papers {
		l.Papers = append(l.Papers, PaperLine{
			ID: paper.ID, Title: paper.Title, FileName: paper.FileName, MediaType: paper.MediaType, Size: paper.Size, Restricted: paper.Restricted || i.Restricted,
		})
	}
	return l
}

// previousMinutesTitle names the day of the minutes that are to be agreed,
// unless the secretariat has written a day there itself.
func previousMinutesTitle(title string, day calendar.Date) string {
	if strings.ContainsAny(title, "0123456789") {
		return title
	}
	return "Minutes of " + day.Medium()
}

// presentedBy lists the presenters, and says them in one line: "Rachel Holroyd
// and Imran Sheikh, Vale Police; Dr Amira Haddad".
func presentedBy(presenters []Presenter, m Meeting) (names []string, by string) {
	var groups []string
	var together []string
	organisation := ""
	flush := func() {
		if len(together) == 0 {
			return
		}
		group := joinAnd(together)
		if organisation != "" {
			group += ", " + organisation
		}
		groups, together = append(groups, group), nil
	}
	for _, p := range presenters {
		name, of := p.Name, ""
		switch {
		case p.Person != nil:
			name, of = p.Person.Name, p.Person.Organisation.Name
		case strings.EqualFold(name, "chair") && m.Chair != nil:
			name = m.Chair.Name + " (chair)"
		}
		if of != organisation {
			flush()
			organisation = of
		}
		together = append(together, name)
		names = append(names, name)
	}
	flush()
	return names, strings.Join(groups, "; ")
}

// paperLabel numbers the nth of an item's papers: "4", or "4a", "4b" where
// there are more.
func paperLabel(item, n, of int) string {
	if of == 1 {
		return fmt.Sprint(item)
	}
	return fmt.Sprintf("%d%c", item, 'a'+n)
}

// AgendaVersions are the versions that were published, newest first, without
// their content.
func (s *Store) AgendaVersions(ctx context.Context, actor Actor, m Meeting) ([]AgendaVersion, error) {
	var list []AgendaVersion
	if !actor.May(ReadMeetings, false) {
		return nil, notFound("agenda")
	}
	err := s.reading(ctx).Omit("content").Where("meeting_id = ?", m.ID).Order("version desc").Find(&list).Error
	return list, err
}

// ChangeLines are what changed since the version before.
func (v AgendaVersion) ChangeLines() []string { return lines(v.Changes) }
