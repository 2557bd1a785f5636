package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// OrganisationsPage lists the partner bodies by sector.
type OrganisationsPage struct {
	Frame
	models.OrganisationList
	Filter  models.OrganisationFilter
	Manages bool
	Choices []Option
}

func (s *Server) listOrganisations(c echo.Context) error {
	frame, err := s.frame(c, "organisations", "Organisations")
	if err != nil {
		return err
	}
	n := narrowing{c: c}
	page := &OrganisationsPage{Frame: frame, Manages: manages(c), Filter: models.OrganisationFilter{Sector: searchedFor(c, "sector"), Show: n.choice("show", "left", "all")}}
	if err := n.err(); err != nil {
		return err
	}
	if page.OrganisationList, err = s.store.Organisations(c.Request().Context(), viewer(c), page.Filter); err != nil {
		return err
	}
	page.Choices = choices("Every sector", page.Sectors)
	return render(c, http.StatusOK, "organisations/list", page)
}

// manages says whether the viewer keeps the directory.
func manages(c echo.Context) bool { return viewer(c).May(models.ManageDirectory, false) }

// choices are the options of a select whose first choice is for none of the rest.
func choices(first string, rest []string) []Option {
	all := []Option{{Text: first}}
	for _, r := range rest {
		all = append(all, Option{Value: r, Text: r})
	}
	return all
}

// idParam is the row's number in the address; what is none is not found.
func idParam(c echo.Context) (int64, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return 0, echo.ErrNotFound
	}
	return id, nil
}

// OrganisationPage shows one partner body and who speaks for it.
type OrganisationPage struct {
	Frame
	models.OrganisationPage
	Manages bool
	Left    string // the day it left, as typed
}

func (s *Server) showOrganisation(c echo.Context) error {
	page, err := s.organisationPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "organisations/show", page)
}

func (s *Server) organisationPage(c echo.Context) (*OrganisationPage, error) {
	id, err := idParam(c)
	if err != nil {
		return nil, err
	}
	org, err := s.store.Organisation(c.Request().Context(), viewer(c), id)
	if err != nil {
		return nil, err
	}
	frame, err := s.frame(c, "organisations", org.Organisation.Name)
	return &OrganisationPage{Frame: frame, OrganisationPage: org, Manages: manages(c), Left: "today"}, err
}

// OrganisationFormPage adds or changes an organisation.
type OrganisationFormPage struct {
	Frame
	ID       int64 // 0 for a new one
	Version  int
	Form     models.OrganisationForm
	Sectors  []Option
	Conflict *Conflict
}

func (s *Server) organisationForm(c echo.Context, title string, page OrganisationFormPage) (*OrganisationFormPage, error) {
	var err error
	if page.Frame, err = s.frame(c, "organisations", title); err != nil {
		return nil, err
	}
	p, err := s.settings(c.Request().Context())
	page.Sectors = choices("Choose a sector", p.SectorList())
	return &page, err
}

func (s *Server) newOrganisation(c echo.Context) error {
	page, err := s.organisationForm(c, "Add an organisation", OrganisationFormPage{Form: models.OrganisationForm{Sector: c.QueryParam("sector"), Joined: "today"}})
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "organisations/form", page)
}

func readOrganisation(f form) models.OrganisationForm {
	return models.OrganisationForm{Name: f.Line("name"), ShortName: f.Line("short_name"), Sector: f.Line("sector"), Joined: f.Line("joined"), Left: f.Line("left")}
}

func (s *Server) addOrganisation(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	data := readOrganisation(f)
	o, err := s.store.AddOrganisation(c.Request().Context(), viewer(c), data)
	if err != nil {
		page, pageErr := s.organisationForm(c, "Add an organisation", OrganisationFormPage{Form: data})
		if pageErr != nil {
			return pageErr
		}
		return s.again(c, err, "organisations/form", page)
	}
	setFlash(c, Flash{Text: o.Name + " is added.", Success: true, LinkURL: fmt.Sprintf("/people/new?organisation=%d", o.ID), LinkText: "Add a person who speaks for it"})
	return c.Redirect(http.StatusSeeOther, organisationURL(o.ID))
}

func organisationURL(id int64) string { return fmt.Sprintf("/organisations/%d", id) }

func (s *Server) editOrganisation(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	found, err := s.store.Organisation(c.Request().Context(), viewer(c), id)
	if err != nil {
		return err
	}
	o := found.Organisation
	page, err := s.organisationForm(c, "Change "+o.Name, OrganisationFormPage{ID: o.ID, Version: o.Version,
		Form: models.OrganisationForm{Name: o.Name, ShortName: o.ShortName, Sector: o.Sector, Joined: o.Joined.Medium(), Left: o.Left.Medium()}})
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "organisations/form", page)
}

func (s *Server) changeOrganisation(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	f, err := readForm(c)
	if err != nil {
		return err
	}
	data := readOrganisation(f)
	version, _ := f.Number("version")
	o, err := s.store.ChangeOrganisation(c.Request().Context(), viewer(c), id, version, data)
	if err != nil {
		page, pageErr := s.organisationForm(c, "Change an organisation", OrganisationFormPage{ID: id, Version: version, Form: data})
		if pageErr != nil {
			return pageErr
		}
		if now, ok := theirs[models.Organisation](err); ok {
			page.Version = now.Version
			page.Conflict = newConflict(organisationURL(id), models.Change{What: "Name", From: now.Name, To: data.Name}, models.Change{What: "Short name", From: now.ShortName, To: data.ShortName},
				models.Change{What: "Sector", From: now.Sector, To: data.Sector}, models.Change{What: "Joined", From: now.Joined.Medium(), To: data.Joined}, models.Change{What: "Left", From: now.Left.Medium(), To: data.Left})
		}
		return s.again(c, err, "organisations/form", page)
	}
	done(c, o.Name+" is changed.")
	return c.Redirect(http.StatusSeeOther, organisationURL(o.ID))
}

// leaveOrganisation writes that an organisation left the partnership.
func (s *Server) leaveOrganisation(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	f, err := readForm(c)
	if err != nil {
		return err
	}
	version, _ := f.Number("version")
	o, err := s.store.LeavePartnership(c.Request().Context(), viewer(c), id, version, f.Line("left"), f.Checked("close_accounts"))
	if err != nil {
		return s.organisationAgain(c, err, f.Line("left"))
	}
	done(c, fmt.Sprintf("Recorded: %s left on %s.", o.Name, o.Left.Medium()))
	return c.Redirect(http.StatusSeeOther, organisationURL(o.ID))
}

// rejoinOrganisation takes it back.
func (s *Server) rejoinOrganisation(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	f, err := readForm(c)
	if err != nil {
		return err
	}
	version, _ := f.Number("version")
	o, err := s.store.RejoinPartnership(c.Request().Context(), viewer(c), id, version)
	if err != nil {
		return s.organisationAgain(c, err, "")
	}
	done(c, o.Name+" belongs to the partnership again. Open the accounts of its people again if they still work there.")
	return c.Redirect(http.StatusSeeOther, organisationURL(o.ID))
}

func (s *Server) organisationAgain(c echo.Context, err error, left string) error {
	page, pageErr := s.organisationPage(c)
	if pageErr != nil {
		return pageErr
	}
	page.Left = left
	return s.again(c, err, "organisations/show", page)
}
