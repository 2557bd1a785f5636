package models

import (
	"context"
	"slices"
	"strings"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// vocabulary is whom and what a line of the minutes of a meeting can name.
type vocabulary struct {
	People        []LinePerson
	Organisations []LineOrganisation
	Today         calendar.Date // from which dates count
	NextMeeting   calendar.Date
}

func (v vocabulary) words() words { return words{v.People, v.Organisations} }

// readVocabulary reads who can be named: those on the meeting's list with the
// initials they have there, then everybody else whom the partnership knows.
func readVocabulary(db *gorm.DB, m Meeting, p Partnership, now time.Time) (vocabulary, error) {
	zone := p.Location()
	v := vocabulary{Today: referenceDay(calendar.DateOf(m.StartsAt, zone), calendar.DateOf(now, zone))}
	var rows []Attendance
	if err := db.Where("meeting_id = ? and name <> ''", m.ID).Order("position, id").Find(&rows).Error; err != nil {
		return v, err
	}
	there, taken := map[int64]bool{}, map[string]bool{}
	for _, a := range rows {
		one := LinePerson{Name: a.Name, Initials: a.Initials}
		if a.PersonID != nil {
			one.ID = *a.PersonID
			there[one.ID] = true
		}
		taken[a.Initials] = true
		v.People = append(v.People, one)
	}
	var people []Person
	if err := db.Select("id", "name", "initials").Where("deactivated_at is null").Order("name, id").Find(&people).Error; err != nil {
		return v, err
	}
	for _, one := range people {
		if there[one.ID] {
			continue
		}
		if taken[one.Initials] { // somebody at the meeting has them there
			one.Initials = ""
		}
		v.People = append(v.People, LinePerson{ID: one.ID, Name: one.Name, Initials: one.Initials})
	}
	var orgs []Organisation
	if err := db.Select("id", "name", "short_name", "left").Order("name").Find(&orgs).Error; err != nil {
		return v, err
	}
	for _, o := range orgs {
		if o.Active(v.Today) {
			v.Organisations = append(v.Organisations, LineOrganisation{o.ID, o.Name, o.ShortName})
		}
	}
	later, err := meetingsAfter(db, m, MeetingPlanned, MeetingCalled, MeetingPublished, MeetingHeld, MeetingClosed)
	if at := slices.IndexFunc(later, func(m Meeting) bool { return m.Kind == Quarterly }); at >= 0 {
		v.NextMeeting = calendar.DateOf(later[at].StartsAt, zone)
	}
	return v, err
}

// Understand says how a line typed for this meeting would be recorded.
func (s *Store) Understand(ctx context.Context, actor Actor, ref, line string) (Understood, error) {
	if !actor.May(TakeMinutes, false) {
		return Understood{}, notAllowed("You may not " + string(TakeMinutes) + ".")
	}
	db := s.reading(ctx)
	m, err := meetingBy(db, "reference = ?", ref)
	if err != nil {
		return Understood{}, err
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return Understood{}, err
	}
	v, err := readVocabulary(db, m, p, s.Now())
	if err != nil {
		return Understood{}, err
	}
	return UnderstandLine(line, v.People, v.Organisations, v.Today, v.NextMeeting), nil
}

// OwnerNamer writes owners as the minute-taker types them: initials, short
// names, names.
type OwnerNamer struct {
	initials, short map[int64]string
}

// Names gives the words by which owners can be named in a line.
func (v vocabulary) Names() OwnerNamer {
	n := OwnerNamer{map[int64]string{}, map[int64]string{}}
	for _, p := range v.People {
		if p.ID != 0 && p.Initials != "" {
			n.initials[p.ID] = p.Initials
		}
	}
	for _, o := range v.Organisations {
		n.short[o.ID] = o.ShortName
	}
	return n
}

// Line is the owners of an action in one line: "SG, WYP, the new clerk".
func (n OwnerNamer) Line(a Action) string {
	var list []string
	if a.AllPartners {
		list = append(list, "all partners")
	}
	for _, o := range a.Owners {
		switch {
		case o.PersonID != nil && n.initials[*o.PersonID] != "":
			list = append(list, n.initials[*o.PersonID])
		case o.Person != nil:
			list = append(list, o.Person.Name)
		case o.OrganisationID != nil && n.short[*o.OrganisationID] != "":
			list = append(list, n.short[*o.OrganisationID])
		case o.Organisation != nil:
			list = append(list, o.Organisation.Name)
		default:
			list = append(list, o.Name)
		}
	}
	return strings.Join(list, ", ")
}
