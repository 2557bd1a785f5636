package models

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

const (
	maxAsk        = 5_000
	maxPresenters = 10
	// longestItem bounds the minutes of one item: a working day.
	longestItem = 480
)

// ItemForm is what somebody says of an agenda item.
type ItemForm struct {
	Title      string
	Purpose    Purpose
	Minutes    string // as it was typed
	Ask        string // Markdown
	Background string // Markdown
	Restricted bool
	// PersonIDs are presenters chosen from those we know, Names the others as
	// they were typed. A name that is exactly one person's is taken as theirs.
	PersonIDs []int64
	Names     []string
	// PracticeID is the practice that is to be presented, if the item is one.
	PracticeID int64
	// OrganisationID is on whose behalf the secretariat enters the item.
	OrganisationID int64
	// PaperTitles rename papers that are attached already.
	PaperTitles map[int64]string
	// RightToSend says that the author has looked at the personal data that the
	// item seems to hold and means to send it.
	RightToSend bool
	// Key was given with the empty form: sent twice, it makes one item.
	Key string
}

// Without is the form with these fields emptied: what can be kept of it when
// they cannot.
func (f ItemForm) Without(fields []FieldError) ItemForm {
	for _, e := range fields {
		switch e.Field {
		case "title":
			f.Title = ""
		case "purpose":
			f.Purpose = ""
		case "minutes":
			f.Minutes = ""
		case "ask":
			f.Ask = ""
		case "background":
			f.Background = ""
		case "presenters", "names":
			f.PersonIDs, f.Names = nil, nil
		case "practice":
			f.PracticeID = 0
		case "organisation":
			f.OrganisationID = 0
		case "papers":
			f.PaperTitles = nil
		}
	}
	return f
}

// PersonalData finds what in the item's texts looks like personal data.
func (f ItemForm) PersonalData() []Passage {
	return PersonalData(strings.Join([]string{f.Title, f.Ask, f.Background}, "\n\n"))
}

// strictness is how much an item must say.
type strictness int

const (
	asDraft     strictness = iota // anything that can be kept
	asSubmitted                   // all that the secretariat needs to decide
	asAgenda                      // what an agenda needs: a title and its minutes
)

// read writes the form into the item and makes its presenters, noting what is
// wrong.
func (f ItemForm) read(t *tx, i *Item, s strictness, p *Problems) error {
	least := 1
	if s == asDraft {
		least = 0
	}
	i.Title = oneLine(p, "title", "the item's title", f.Title, least, maxTitle)
	i.Purpose = f.Purpose
	if !slices.Contains(Purposes, f.Purpose) && (s != asDraft || f.Purpose != "") {
		p.Add("purpose", "Choose what the item is for: decision, discussion or information")
	}
	i.Minutes = readMinutes(p, "minutes", f.Minutes, s)
	leastAsk := 0
	if s == asSubmitted && f.Purpose == ForDecision {
		leastAsk = 1
	}
	i.Ask = manyLines(p, "ask", "what the meeting is asked to do", f.Ask, leastAsk, maxAsk)
	i.Background = manyLines(p, "background", "the background", f.Background, 0, maxLong)
	i.Restricted = f.Restricted
	if err := f.readPractice(t, i, p); err != nil {
		return err
	}
	if err := f.readOrganisation(t, i, p); err != nil {
		return err
	}
	return f.readPresenters(t, i, p)
}

// readMinutes understands the minutes wanted.
func readMinutes(p *Problems, field, text string, s strictness) int {
	text = strings.TrimSpace(strings.TrimSuffix(strings.TrimSuffix(strings.TrimSpace(strings.ToLower(text)), "minutes"), "min"))
	n, err := strconv.Atoi(text)
	switch {
	case text == "" && s == asDraft:
		return 0
	case text == "":
		p.Add(field, "Enter how many minutes the item needs")
	case err != nil:
		p.Add(field, "The time needed must be a whole number of minutes, like 15")
	case n < 0 || n == 0 && s == asSubmitted:
		p.Add(field, "The time needed must be 1 minute or more")
	case n > longestItem:
		p.Add(field, "The time needed must be %d minutes or fewer", longestItem)
	default:
		return n
	}
	return 0
}

// readPractice makes the item one that presents a practice, if it is to.
func (f ItemForm) readPractice(t *tx, i *Item, p *Problems) error {
	if i.Kind == ItemStanding {
		return nil
	}
	i.PracticeID, i.Kind = nil, ItemSubmitted
	if f.PracticeID == 0 {
		return nil
	}
	var practice Practice
	if err := t.Limit(1).Find(&practice, f.PracticeID).Error; err != nil {
		return err
	}
	if practice.ID == 0 || practice.State == PracticeArchived || practice.State != PracticePublished && !t.actor.May(ReadDrafts, practice.OwnedBy(t.actor)) {
		p.Add("practice", "Choose a practice from the list")
		return nil
	}
	i.PracticeID, i.Kind = &practice.ID, ItemPractice
	return nil
}

// readOrganisation lets the secretariat enter an item on behalf of a partner.
func (f ItemForm) readOrganisation(t *tx, i *Item, p *Problems) error {
	if f.OrganisationID == 0 || i.OrganisationID != nil && *i.OrganisationID == f.OrganisationID || !t.actor.May(BuildAgendas, false) {
		return nil
	}
	var org Organisation
	if err := t.Limit(1).Find(&org, f.OrganisationID).Error; err != nil {
		return err
	}
	if org.ID == 0 || !org.Active(t.today()) {
		p.Add("organisation", "Choose an organisation from the list")
		return nil
	}
	i.OrganisationID = &org.ID
	return nil
}

// readPresenters makes the presenters: chosen people first, then typed names.
func (f ItemForm) readPresenters(t *tx, i *Item, p *Problems) error {
	i.Presenters = nil
	var chosen []Person
	if len(f.PersonIDs) > 0 {
		if err := t.Where("id in ? and deactivated_at is null", f.PersonIDs).Find(&chosen).Error; err != nil {
			return err
		}
	}
	seen := map[int64]bool{}
	for _, id := range f.PersonIDs {
		k := slices.IndexFunc(chosen, func(c Person) bool { return c.ID == id })
		if k < 0 {
			p.Add("presenters", "Choose presenters from the list, or type their names")
			return nil
		}
		if !seen[id] {
			seen[id] = true
			i.Presenters = append(i.Presenters, Presenter{PersonID: &chosen[k].ID, Person: &chosen[k]})
		}
	}
	for _, name := range f.Names {
		if name = oneLine(p, "names", "each presenter's name", name, 0, maxName); name == "" {
			continue
		}
		person, err := t.personCalled(name)
		if err != nil {
			return err
		}
		switch {
		case person == nil:
			i.Presenters = append(i.Presenters, Presenter{Name: name})
		case !seen[person.ID]:
			seen[person.ID] = true
			i.Presenters = append(i.Presenters, Presenter{PersonID: &person.ID, Person: person})
		}
	}
	if len(i.Presenters) > maxPresenters {
		p.Add("names", "An item can have %d presenters at most", maxPresenters)
	}
	return nil
}

// personCalled is the one active person with exactly this name, if there is
// one. Names may carry their organisation after a comma, as lists offer them.
func (t *tx) personCalled(name string) (*Person, error) {
	find := func(where string, args ...any) (*Person, error) {
		var found []Person
		err := t.Joins("join organisations on organisations.id = people.organisation_id").
			Where("people.deactivated_at is null").Where(where, args...).Limit(2).Find(&found).Error
		if err != nil || len(found) != 1 {
			return nil, err
		}
		return &found[0], nil
	}
	if person, organisation, cut := strings.Cut(name, ", "); cut {
		return find("folded(people.name) = folded(?) and organisations.name = ?", person, organisation)
	}
	return find("folded(people.name) = folded(?)", name)
}

// savePresenters puts the item's presenters in the place of those it had.
func (t *tx) savePresenters(i *Item) error {
	if err := t.Where("item_id = ?", i.ID).Delete(&Presenter{}).Error; err != nil {
		return err
	}
	for k := range i.Presenters {
		i.Presenters[k].ID, i.Presenters[k].ItemID, i.Presenters[k].Position = 0, i.ID, k+1
	}
	if len(i.Presenters) == 0 {
		return nil
	}
	return t.Create(&i.Presenters).Error
}

// savePaperTitles renames the item's papers.
func (f ItemForm) savePaperTitles(t *tx, i *Item, p *Problems) error {
	var papers []Paper
	if err := t.Where("item_id = ?", i.ID).Order("position").Find(&papers).Error; err != nil {
		return err
	}
	for _, paper := range papers {
		title, renamed := f.PaperTitles[paper.ID]
		if !renamed || title == paper.Title {
			continue
		}
		title = oneLine(p, "papers", fmt.Sprintf("a title for %s", paper.FileName), title, 1, maxTitle)
		if p.Err() != nil {
			return nil
		}
		if err := t.Model(&Paper{}).Where("id = ?", paper.ID).Update("title", title).Error; err != nil {
			return err
		}
	}
	return nil
}

// loadItem reads an item with its meeting and presenters for a command. What
// the actor may not know of does not exist.
func (t *tx) loadItem(id int64) (Item, error) {
	i, err := find[Item](t.Preload("Meeting").Preload("Presenters", func(db *gorm.DB) *gorm.DB { return db.Order("position") }), "item", id)
	if err == nil && !i.VisibleTo(t.actor) {
		err = notFound("item")
	}
	return i, err
}
