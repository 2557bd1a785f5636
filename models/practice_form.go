package models

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// PracticeForm is what a partner writes of something that worked. The long
// texts are Markdown.
type PracticeForm struct {
	Title      string
	Summary    string
	Context    string
	Done       string
	Results    string
	Cost       string
	Lessons    string
	Conditions string
	Contact    string
	Themes     []string
	Visibility Visibility
	// OrganisationID is on whose behalf the secretariat writes; others write for
	// their own.
	OrganisationID int64
	// RightToSend says that the author has looked at the personal data that the
	// practice seems to hold and means to send it.
	RightToSend bool
	// Key was given with the empty form: sent twice, it makes one practice.
	Key string
}

// Form is the practice as its form shows it.
func (p Practice) Form() PracticeForm {
	return PracticeForm{
		Title: p.Title, Summary: p.Summary, Context: p.Context, Done: p.Done, Results: p.Results, Cost: p.Cost, Lessons: p.Lessons,
		Conditions: p.Conditions, Contact: p.Contact, Themes: p.ThemeList(), Visibility: p.Visibility, OrganisationID: p.OrganisationID,
	}
}

// Without is the form with these fields emptied: what can be kept of it when
// they cannot.
func (f PracticeForm) Without(fields []FieldError) PracticeForm {
	for _, e := range fields {
		switch e.Field {
		case "title":
			f.Title = "Untitled practice"
		case "summary":
			f.Summary = ""
		case "context":
			f.Context = ""
		case "done":
			f.Done = ""
		case "results":
			f.Results = ""
		case "cost":
			f.Cost = ""
		case "lessons":
			f.Lessons = ""
		case "conditions":
			f.Conditions = ""
		case "contact":
			f.Contact = ""
		case "themes":
			f.Themes = nil
		case "visibility":
			f.Visibility = ForMembers
		case "organisation":
			f.OrganisationID = 0
		}
	}
	return f
}

// PersonalData finds what looks like personal data in the practice's texts. Its
// contact is left out: how to reach the person to ask is meant to be read.
func (f PracticeForm) PersonalData() []Passage {
	return PersonalData(strings.Join([]string{f.Title, f.Summary, f.Context, f.Done, f.Results, f.Cost, f.Lessons, f.Conditions}, "\n\n"))
}

// read writes the form into the practice, noting what is wrong. A draft needs
// its title only.
func (f PracticeForm) read(t *tx, p *Practice, s strictness, problems *Problems) error {
	least := 1
	if s == asDraft {
		least = 0
	}
	p.Title = oneLine(problems, "title", "the practice's title", f.Title, 1, maxTitle)
	p.Summary = manyLines(problems, "summary", "a summary", f.Summary, least, maxShort)
	p.Context = manyLines(problems, "context", "what the problem was", f.Context, least, maxLong)
	p.Done = manyLines(problems, "done", "what was done", f.Done, least, maxLong)
	p.Results = manyLines(problems, "results", "what came of it", f.Results, least, maxLong)
	p.Cost = manyLines(problems, "cost", "what it cost", f.Cost, 0, maxLong)
	p.Lessons = manyLines(problems, "lessons", "what was learned", f.Lessons, 0, maxLong)
	p.Conditions = manyLines(problems, "conditions", "what others need", f.Conditions, 0, maxLong)
	p.Contact = manyLines(problems, "contact", "who to ask", f.Contact, least, maxShort)
	f.readThemes(t, p, s, problems)
	switch f.Visibility {
	case ForMembers, ForPublic:
		p.Visibility = f.Visibility
	case "":
		p.Visibility = ForMembers
	default:
		problems.Add("visibility", "Choose who may read it: members or everybody")
	}
	return f.readOrganisation(t, p, problems)
}

// readThemes takes the partnership's themes, and those that the practice has
// had since before the settings changed.
func (f PracticeForm) readThemes(t *tx, p *Practice, s strictness, problems *Problems) {
	offered := append(t.partnership.ThemeList(), p.ThemeList()...)
	var themes []string
	for _, theme := range f.Themes {
		theme = strings.TrimSpace(theme)
		switch {
		case !slices.Contains(offered, theme):
			problems.Add("themes", "Choose themes from the list")
			return
		case !slices.Contains(themes, theme):
			themes = append(themes, theme)
		}
	}
	if len(themes) == 0 && len(offered) > 0 && s == asSubmitted {
		problems.Add("themes", "Choose at least one theme, so that others find it")
	}
	p.Themes = strings.Join(themes, "\n")
}

func (f PracticeForm) readOrganisation(t *tx, p *Practice, problems *Problems) error {
	if f.OrganisationID == 0 || f.OrganisationID == p.OrganisationID {
		return nil
	}
	if !t.actor.May(DecidePractices, false) {
		return nil // partners write for their own organisation, whatever they send
	}
	found, err := byID(t, []int64{f.OrganisationID}, func(o Organisation) int64 { return o.ID })
	if err != nil {
		return err
	}
	if len(found) == 0 {
		problems.Add("organisation", "Choose whose practice it is")
		return nil
	}
	p.OrganisationID, p.Organisation = f.OrganisationID, found[f.OrganisationID]
	return nil
}

// clientKeyOf names a new practice by its author, the empty form it was
// written in, and what it says.
func (f PracticeForm) clientKeyOf(a Actor) *string {
	if f.Key == "" {
		return nil
	}
	f.RightToSend = false
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %q", a.PersonID, fmt.Sprintf("%#v", f)))
	key := hex.EncodeToString(sum[:16])
	return &key
}
