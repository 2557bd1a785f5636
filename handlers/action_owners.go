package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// ownersView is the form for other owners.
type ownersView struct {
	*actionView
	People        []Option
	Organisations []Option
	ChosenPeople  []string
	ChosenBodies  []string
	Names         string // a line each
	AllPartners   bool
	Conflict      *Conflict
}

// chosen names the owners that are chosen in the form.
func (v *ownersView) chosen() []string {
	var names []string
	if v.AllPartners {
		names = append(names, "All partners")
	}
	for _, list := range []struct {
		options []Option
		chosen  []string
	}{{v.People, v.ChosenPeople}, {v.Organisations, v.ChosenBodies}} {
		for _, o := range list.options {
			if slices.Contains(list.chosen, o.Value) {
				names = append(names, o.Text)
			}
		}
	}
	for name := range strings.Lines(v.Names) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

func (s *Server) newOwnersView(c echo.Context) (*ownersView, error) {
	action, err := s.action(c, "actions/owners")
	if err != nil {
		return nil, err
	}
	choices, err := s.store.OwnerChoices(c.Request().Context(), viewer(c))
	if err != nil {
		return nil, err
	}
	page := &ownersView{actionView: action, ChosenPeople: []string{}, ChosenBodies: []string{}}
	for _, o := range choices.Organisations {
		page.Organisations = append(page.Organisations, Option{Value: fmt.Sprint(o.ID), Text: o.Name})
	}
	for _, p := range choices.People {
		page.People = append(page.People, Option{Value: fmt.Sprint(p.ID), Text: p.Name, Hint: p.Organisation.Name})
	}
	// Owners who have left since are kept in the list: they can be kept or taken out.
	for _, o := range action.Action.Owners {
		keep := func(list *[]Option, id int64, name string) {
			if !slices.ContainsFunc(*list, func(o Option) bool { return o.Value == fmt.Sprint(id) }) {
				*list = append([]Option{{Value: fmt.Sprint(id), Text: name, Hint: "No longer in the partnership"}}, *list...)
			}
		}
		if o.Person != nil {
			keep(&page.People, o.Person.ID, o.Person.Name)
		} else if o.Organisation != nil {
			keep(&page.Organisations, o.Organisation.ID, o.Organisation.Name)
		}
	}
	return page, nil
}

func (s *Server) askForOwners(c echo.Context) error {
	page, err := s.newOwnersView(c)
	if err != nil {
		return err
	}
	var names []string
	for _, o := range page.Action.Owners {
		switch {
		case o.PersonID != nil:
			page.ChosenPeople = append(page.ChosenPeople, fmt.Sprint(*o.PersonID))
		case o.OrganisationID != nil:
			page.ChosenBodies = append(page.ChosenBodies, fmt.Sprint(*o.OrganisationID))
		default:
			names = append(names, o.Name)
		}
	}
	page.Names, page.AllPartners = strings.Join(names, "\n"), page.Action.AllPartners
	return render(c, http.StatusOK, "actions/owners", page)
}

func (s *Server) changeOwners(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.newOwnersView(c)
	if err != nil {
		return err
	}
	page.ChosenPeople, page.ChosenBodies, page.Names = f.Values("person"), f.Values("organisation"), f.Text("owner_name")
	page.AllPartners, page.Note = f.Checked("all_partners"), f.Text("note")
	version, _ := f.Number("version")
	form := models.OwnersForm{AllPartners: page.AllPartners, Note: page.Note}
	for _, id := range page.ChosenPeople {
		form.Owners = append(form.Owners, models.OwnerForm{PersonID: rowID(id)})
	}
	for _, id := range page.ChosenBodies {
		form.Owners = append(form.Owners, models.OwnerForm{OrganisationID: rowID(id)})
	}
	for name := range strings.Lines(page.Names) {
		form.Owners = append(form.Owners, models.OwnerForm{Name: name})
	}
	if _, err := s.store.ChangeActionOwners(c.Request().Context(), viewer(c), page.Action.ID, version, form); err != nil {
		if models.KindOf(err) == models.KindConflict {
			page.Conflict = newConflict(page.Path, models.Change{What: "Owners", From: joinNames(page.Action.OwnerNames()), To: joinNames(page.chosen())})
		}
		return s.again(c, err, "actions/owners", page)
	}
	done(c, "The owners are changed. New owners get an email.")
	return c.Redirect(http.StatusSeeOther, page.Path)
}

// rowID reads a row's number from a choice; what is none is -1, which names no row.
func rowID(value string) int64 {
	id, err := strconv.ParseInt(value, 10, 64)
	if err != nil || id <= 0 {
		return -1
	}
	return id
}
