package models

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
)

// PracticeFilter narrows the library.
type PracticeFilter struct {
	Theme        string
	Organisation int64  // that wrote it
	Text         string // words, all of which must be somewhere in it
	After        string // key of the last practice of the page before
	Limit        int    // how many the page has; 0 for all
}

// Narrowed says whether the filter is more than the library's first page.
func (f PracticeFilter) Narrowed() bool {
	f.After, f.Limit = "", 0
	return f != PracticeFilter{}
}

// PracticeCard is a practice as lists show it.
type PracticeCard struct {
	Slug         string
	Title        string
	Summary      string
	Organisation string
	Themes       []string
	Visibility   Visibility
	State        PracticeState
	PublishedAt  *time.Time
	SubmittedAt  *time.Time
	Adoptions    int
}

// ThemeCount is a theme with how many practices of the library have it.
type ThemeCount struct {
	Theme string
	Count int
}

// PracticeLibrary is what the page of all practices shows.
type PracticeLibrary struct {
	Cards []PracticeCard // newest first
	Total int            // of all pages
	Next  string         // key of the page after, "" when this is the last
	// Own are those of the actor's organisation that are not published yet.
	Own []PracticeCard
	// Waiting is how many the secretariat has to decide about.
	Waiting       int
	Themes        []ThemeCount
	Organisations []Organisation // that have something in the library
	MaySubmit     bool
	MayDecide     bool
}

// inLibrary is the published practices that the actor may read.
func inLibrary(db *gorm.DB, actor Actor) *gorm.DB {
	db = db.Model(&Practice{}).Where("practices.state = ?", PracticePublished)
	if !actor.May(ReadMeetings, false) {
		db = db.Where("practices.visibility = ?", ForPublic)
	}
	return db
}

// narrowed applies the filter.
func (f PracticeFilter) narrowed(db *gorm.DB) *gorm.DB {
	if f.Theme != "" {
		db = db.Where(has("(? || practices.themes || ?)"), "\n", "\n", like("\n"+f.Theme+"\n"))
	}
	if f.Organisation != 0 {
		db = db.Where("practices.organisation_id = ?", f.Organisation)
	}
	words := strings.Fields(tidy(f.Text))
	for _, word := range words[:min(len(words), 8)] {
		find := like(word)
		columns := []string{"title", "summary", "context", "done", "results", "cost", "lessons", "conditions", "themes"}
		tests, args := make([]string, 0, len(columns)+1), make([]any, 0, len(columns)+2)
		for _, c := range columns {
			tests, args = append(tests, has("practices."+c)), append(args, find)
		}
		tests = append(tests, "exists (select 1 from organisations o where o.id = practices.organisation_id and ("+has("o.name")+" or "+has("o.short_name")+"))")
		db = db.Where("("+strings.Join(tests, " or ")+")", append(args, find, find)...)
	}
	return db
}

// PracticeLibrary lists what the actor may read, narrowed by the filter. It
// asks the database the same number of questions however many there are.
func (s *Store) PracticeLibrary(ctx context.Context, actor Actor, filter PracticeFilter) (PracticeLibrary, error) {
	lib := PracticeLibrary{MaySubmit: actor.May(SubmitPractices, true), MayDecide: actor.May(DecidePractices, false)}
	p, err := s.Partnership(ctx)
	if err != nil {
		return lib, err
	}
	db := s.reading(ctx)
	var total int64
	if err := filter.narrowed(inLibrary(db, actor)).Count(&total).Error; err != nil {
		return lib, err
	}
	lib.Total = int(total)
	page := filter.narrowed(inLibrary(db, actor)).Order("practices.published_at desc, practices.id desc")
	if filter.After != "" {
		at, id, ok := readLibraryKey(filter.After)
		if !ok {
			return lib, notFound("page of the library")
		}
		page = page.Where("(practices.published_at, practices.id) < (?, ?)", at, id)
	}
	if filter.Limit > 0 {
		page = page.Limit(filter.Limit + 1)
	}
	var practices []Practice
	if err := page.Preload("Organisation").Find(&practices).Error; err != nil {
		return lib, err
	}
	if filter.Limit > 0 && len(practices) > filter.Limit {
		practices = practices[:filter.Limit]
		last := practices[len(practices)-1]
		lib.Next = fmt.Sprintf("%d.%d", last.PublishedAt.UnixMilli(), last.ID)
	}
	var own []Practice
	// Nobody's organisation is 0, so that the public and the operator own nothing.
	err = db.Preload("Organisation").Where("(organisation_id = ? or author_id = ?) and state in ?", actor.OrganisationID, actor.PersonID,
		[]PracticeState{PracticeDraft, PracticeSubmitted, PracticeReturned}).Order("id desc").Find(&own).Error
	if err != nil {
		return lib, err
	}
	if !actor.May(ReadDrafts, true) {
		own = nil
	}
	adopted, err := countAdoptions(db, practices)
	if err != nil {
		return lib, err
	}
	lib.Cards, lib.Own = practiceCards(practices, adopted), practiceCards(own, nil)
	var waiting int64
	if err := db.Model(&Practice{}).Where("state = ?", PracticeSubmitted).Count(&waiting).Error; err != nil {
		return lib, err
	}
	if lib.MayDecide {
		lib.Waiting = int(waiting)
	}
	if lib.Themes, err = themeCounts(inLibrary(db, actor), p.ThemeList()); err != nil {
		return lib, err
	}
	err = db.Where("id in (?)", inLibrary(db, actor).Select("organisation_id")).Find(&lib.Organisations).Error
	inNameOrder(lib.Organisations)
	return lib, err
}

func readLibraryKey(key string) (time.Time, int64, bool) {
	at, id, _ := strings.Cut(key, ".")
	ms, err1 := strconv.ParseInt(at, 10, 64)
	n, err2 := strconv.ParseInt(id, 10, 64)
	return time.UnixMilli(ms).UTC(), n, err1 == nil && err2 == nil
}

func countAdoptions(db *gorm.DB, practices []Practice) (map[int64]int, error) {
	ids := make([]int64, len(practices))
	for i, p := range practices {
		ids[i] = p.ID
	}
	var counts []struct {
		PracticeID int64
		N          int
	}
	err := db.Model(&PracticeAdoption{}).Select("practice_id, count(*) as n").Where("practice_id in ?", ids).Group("practice_id").Scan(&counts).Error
	of := map[int64]int{}
	for _, c := range counts {
		of[c.PracticeID] = c.N
	}
	return of, err
}

// themeCounts counts the practices of each theme, the partnership's own themes
// first and in its order.
func themeCounts(practices *gorm.DB, themes []string) ([]ThemeCount, error) {
	var kept []string
	if err := practices.Where("practices.themes <> ''").Pluck("themes", &kept).Error; err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, k := range kept {
		for _, theme := range lines(k) {
			if counts[theme] == 0 {
				themes = append(themes, theme)
			}
			counts[theme]++
		}
	}
	var out []ThemeCount
	for _, theme := range themes {
		if n := counts[theme]; n > 0 {
			out = append(out, ThemeCount{theme, n})
			counts[theme] = 0
		}
	}
	return out, nil
}

func practiceCards(practices []Practice, adopted map[int64]int) []PracticeCard {
	cards := make([]PracticeCard, len(practices))
	for i, p := range practices {
		cards[i] = PracticeCard{
			Slug: p.Slug, Title: p.Title, Summary: p.Summary, Organisation: p.Organisation.Name, Themes: p.ThemeList(), Visibility: p.Visibility,
			State: p.State, PublishedAt: p.PublishedAt, SubmittedAt: p.SubmittedAt, Adoptions: adopted[p.ID],
		}
	}
	return cards
}

// PracticeQueue lists what waits for the secretariat to decide, oldest first.
func (s *Store) PracticeQueue(ctx context.Context, actor Actor) ([]PracticeCard, error) {
	if !actor.May(DecidePractices, false) {
		return nil, notAllowed("You may not " + string(DecidePractices) + ".")
	}
	var practices []Practice
	err := s.reading(ctx).Preload("Organisation").Where("state = ?", PracticeSubmitted).Order("submitted_at, id").Find(&practices).Error
	return practiceCards(practices, nil), err
}
