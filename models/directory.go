package models

import (
	"context"
	"fmt"
	"strconv"
	"strings"
)

// peoplePerPage is how many people a page of the directory shows.
const peoplePerPage = 100

// OrganisationFilter narrows the list of organisations.
type OrganisationFilter struct {
	Sector string
	// Show is "" for those that belong now, "left" for those that left, "all".
	Show string
}

// OrganisationRow is one line of the list of organisations.
type OrganisationRow struct {
	Organisation
	People int // with an open account
}

// OrganisationGroup is the organisations of one sector.
type OrganisationGroup struct {
	Sector        string
	Organisations []OrganisationRow
}

// OrganisationList is what the page of all organisations shows, by sector in
// the partnership's own order.
type OrganisationList struct {
	Groups  []OrganisationGroup
	Count   int
	Nobody  int // organisations that no active person speaks for
	Sectors []string
}

// OrganisationNamed is the partner body of this name or short name.
func (s *Store) OrganisationNamed(ctx context.Context, actor Actor, name string) (Organisation, error) {
	if _, err := s.mayRead(ctx, actor, ReadDirectory); err != nil {
		return Organisation{}, err
	}
	var o Organisation
	err := s.reading(ctx).Where("name_key = ? or short_key = ?", nameKey(name), nameKey(name)).Limit(1).Find(&o).Error
	if err == nil && o.ID == 0 {
		err = &Error{Kind: KindNotFound, Message: fmt.Sprintf("There is no organisation %q.", name)}
	}
	return o, err
}

// Organisations lists the partner bodies.
func (s *Store) Organisations(ctx context.Context, actor Actor, f OrganisationFilter) (OrganisationList, error) {
	var list OrganisationList
	p, err := s.mayRead(ctx, actor, ReadDirectory)
	if err != nil {
		return list, err
	}
	list.Sectors = p.SectorList()
	q := s.reading(ctx).Table("organisations").Select("organisations.*, (select count(*) from people where organisation_id = organisations.id and deactivated_at is null) as people").Order("name_key")
	if f.Sector != "" {
		q = q.Where("sector = ?", f.Sector)
	}
	today := s.today(p).String()
	switch f.Show {
	case "left":
		q = q.Where(`"left" <= ?`, today)
	case "all":
	default:
		q = q.Where(`"left" is null or "left" > ?`, today)
	}
	var rows []OrganisationRow
	if err := q.Scan(&rows).Error; err != nil {
		return list, err
	}
	at := map[string]int{}
	for _, sector := range list.Sectors {
		at[sector] = len(list.Groups)
		list.Groups = append(list.Groups, OrganisationGroup{Sector: sector})
	}
	for _, row := range rows {
		if _, ok := at[row.Sector]; !ok {
			at[row.Sector] = len(list.Groups)
			list.Groups = append(list.Groups, OrganisationGroup{Sector: row.Sector})
		}
		group := &list.Groups[at[row.Sector]]
		group.Organisations = append(group.Organisations, row)
		list.Count++
		if row.People == 0 {
			list.Nobody++
		}
	}
	kept := list.Groups[:0]
	for _, g := range list.Groups {
		if len(g.Organisations) > 0 {
			kept = append(kept, g)
		}
	}
	list.Groups = kept
	return list, nil
}

// OrganisationPage is one organisation with its people.
type OrganisationPage struct {
	Organisation Organisation
	Active       bool
	People       []Person
	Closed       []Person // whose accounts are closed; for the secretariat alone
}

// Organisation reads one organisation and its people.
func (s *Store) Organisation(ctx context.Context, actor Actor, id int64) (OrganisationPage, error) {
	var page OrganisationPage
	p, err := s.mayRead(ctx, actor, ReadDirectory)
	if err != nil {
		return page, err
	}
	if page.Organisation, err = find[Organisation](s.reading(ctx), "organisation", id); err != nil {
		return page, err
	}
	page.Active = page.Organisation.Active(s.today(p))
	var people []Person
	if err := s.reading(ctx).Where("organisation_id = ?", id).Order("name_key, id").Find(&people).Error; err != nil {
		return page, err
	}
	for _, one := range people {
		one.Organisation = page.Organisation
		one.hideFrom(actor)
		if one.DeactivatedAt == nil {
			page.People = append(page.People, one)
		} else if actor.May(ManageDirectory, false) {
			page.Closed = append(page.Closed, one)
		}
	}
	return page, nil
}

// PeopleFilter narrows the list of people.
type PeopleFilter struct {
	OrganisationID int64
	Role           Role
	// Show is "" for open accounts, "closed", or "all"; others than the
	// secretariat see open ones whatever they ask.
	Show string
	Text string // part of a name, job title or organisation; of an address for the secretariat
	// After is where the page before this one ended: PeopleList.Next.
	After string
}

// PeopleList is one page of the list of people.
type PeopleList struct {
	People        []Person
	Count         int64
	Next          string // "" on the last page
	Organisations []Organisation
	// Refused are the addresses to which letters come back, for the secretariat alone.
	Refused map[string]AddressProblem
}

// People lists the people of the partnership by name. E-mail addresses are left
// out of those that the actor may not see.
func (s *Store) People(ctx context.Context, actor Actor, f PeopleFilter) (PeopleList, error) {
	var list PeopleList
	if _, err := s.mayRead(ctx, actor, ReadDirectory); err != nil {
		return list, err
	}
	manages := actor.May(ManageDirectory, false)
	if err := s.reading(ctx).Order("name_key").Find(&list.Organisations).Error; err != nil {
		return list, err
	}
	q := s.reading(ctx).Model(&Person{})
	switch {
	case !manages || f.Show == "":
		q = q.Where("deactivated_at is null")
	case f.Show == "closed":
		q = q.Where("deactivated_at is not null")
	}
	if f.OrganisationID != 0 {
		q = q.Where("organisation_id = ?", f.OrganisationID)
	}
	if f.Role.Valid() {
		q = q.Where("role = ?", f.Role)
	}
	if text := strings.TrimSpace(f.Text); text != "" {
		find := like(text)
		where, args := has("name_key")+" or "+has("job_title")+" or organisation_id in (select id from organisations where "+has("name")+" or "+has("short_name")+")",
			[]any{like(searchKey(text)), find, find, find}
		if manages {
			where, args = where+" or "+has("email"), append(args, find)
		}
		q = q.Where(where, args...)
	}
	if err := q.Count(&list.Count).Error; err != nil {
		return list, err
	}
	if id, key, ok := strings.Cut(f.After, "."); ok {
		n, _ := strconv.ParseInt(id, 10, 64)
		q = q.Where("name_key > ? or name_key = ? and id > ?", key, key, n)
	}
	if err := q.Order("name_key, id").Limit(peoplePerPage + 1).Find(&list.People).Error; err != nil {
		return list, err
	}
	if len(list.People) > peoplePerPage {
		list.People = list.People[:peoplePerPage]
		last := list.People[peoplePerPage-1]
		list.Next = strconv.FormatInt(last.ID, 10) + "." + last.NameKey
	}
	emails := make([]string, len(list.People))
	for i, p := range list.People {
		emails[i] = p.Email
	}
	var err error
	if list.Refused, err = s.AddressProblems(ctx, actor, emails...); err != nil {
		return list, err
	}
	organisations := make(map[int64]Organisation, len(list.Organisations))
	for _, o := range list.Organisations {
		organisations[o.ID] = o
	}
	for i := range list.People {
		list.People[i].Organisation = organisations[list.People[i].OrganisationID]
		list.People[i].hideFrom(actor)
	}
	return list, nil
}

// Person reads one person. Whoever's account is closed is known to the
// secretariat alone.
func (s *Store) Person(ctx context.Context, actor Actor, id int64) (Person, error) {
	if _, err := s.mayRead(ctx, actor, ReadDirectory); err != nil {
		return Person{}, err
	}
	p, err := find[Person](s.reading(ctx).Preload("Organisation"), "person", id)
	if err == nil && p.DeactivatedAt != nil && !actor.May(ManageDirectory, false) {
		return Person{}, notFound("person")
	}
	p.hideFrom(actor)
	return p, err
}

// hideFrom takes the e-mail address out unless the actor may see it: the
// secretariat may, and people of the same organisation.
func (p *Person) hideFrom(actor Actor) {
	if !actor.May(ManageDirectory, false) && p.OrganisationID != actor.OrganisationID {
		p.Email = ""
	}
}

// SuggestInitials makes initials that nobody has for a name.
func (s *Store) SuggestInitials(ctx context.Context, name string) (string, error) {
	var list []string
	if err := s.reading(ctx).Model(&Person{}).Where("deactivated_at is null").Pluck("initials", &list).Error; err != nil {
		return "", err
	}
	taken := make(map[string]bool, len(list))
	for _, i := range list {
		taken[i] = true
	}
	return initialsFor(name, taken), nil
}
