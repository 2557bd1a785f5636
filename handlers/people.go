package handlers

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/calendar"
	"quarterday/models"
)

// PeoplePage lists people by name.
type PeoplePage struct {
	Frame
	models.PeopleList
	Filter        models.PeopleFilter
	Organisation  string // the chosen organisation's number, as the select has it
	Manages       bool
	Organisations []Option
	Pages         Pages
}

func (s *Server) listPeople(c echo.Context) error {
	frame, err := s.frame(c, "people", "People")
	if err != nil {
		return err
	}
	n := narrowing{c: c}
	page := &PeoplePage{Frame: frame, Manages: manages(c), Organisation: n.asked("organisation"), Filter: models.PeopleFilter{
		OrganisationID: n.number("organisation"), Role: models.Role(n.choice("role", names(models.Roles)...)), Show: n.choice("show", "closed", "all"), Text: searchedFor(c, "q"), After: n.asked("after"),
	}}
	if err := n.err(); err != nil {
		return err
	}
	if page.PeopleList, err = s.store.People(c.Request().Context(), viewer(c), page.Filter); err != nil {
		return err
	}
	page.Organisations = organisationChoices("Every organisation", page.PeopleList.Organisations)
	if page.Next != "" {
		page.Pages.Next = withQuery(c, "after", page.Next)
	}
	if page.Filter.After != "" {
		page.Pages.Previous, page.Pages.PreviousText = withQuery(c, "after", ""), "First"
	}
	return render(c, http.StatusOK, "people/list", page)
}

// withQuery is the address of this page with one filter changed.
func withQuery(c echo.Context, name, value string) string {
	q := url.Values{}
	for k, v := range c.QueryParams() {
		q[k] = v
	}
	q.Del(name)
	if value != "" {
		q.Set(name, value)
	}
	if len(q) == 0 {
		return c.Request().URL.Path
	}
	return c.Request().URL.Path + "?" + q.Encode()
}

func organisationChoices(first string, organisations []models.Organisation) []Option {
	all := []Option{{Text: first}}
	for _, o := range organisations {
		all = append(all, Option{Value: strconv.FormatInt(o.ID, 10), Text: o.Name})
	}
	return all
}

// sortOrganisations puts them in the order of their names.
func sortOrganisations(list []models.Organisation) {
	slices.SortFunc(list, func(a, b models.Organisation) int { return strings.Compare(a.NameKey, b.NameKey) })
}

// PersonPage shows one person.
type PersonPage struct {
	Frame
	Person  models.Person
	Manages bool
	Self    bool
	// AddressProblem is why letters to the person come back, if they do.
	AddressProblem models.AddressProblem
}

func (s *Server) showPerson(c echo.Context) error {
	page, err := s.personPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "people/show", page)
}

func (s *Server) personPage(c echo.Context) (*PersonPage, error) {
	id, err := idParam(c)
	if err != nil {
		return nil, err
	}
	p, err := s.store.Person(c.Request().Context(), viewer(c), id)
	if err != nil {
		return nil, err
	}
	problems, err := s.store.AddressProblems(c.Request().Context(), viewer(c), p.Email)
	if err != nil {
		return nil, err
	}
	frame, err := s.frame(c, "people", p.Name)
	return &PersonPage{Frame: frame, Person: p, Manages: manages(c), Self: p.ID == viewer(c).PersonID, AddressProblem: problems[p.Email]}, err
}

// PersonFormPage adds or changes a person.
type PersonFormPage struct {
	Frame
	ID            int64 // 0 for a new one
	Version       int
	Form          models.PersonForm
	Organisation  string // the chosen organisation's number, as the select has it
	Organisations []Option
	Roles         []Option
	Conflict      *Conflict
}

func (s *Server) personForm(c echo.Context, title string, page PersonFormPage) (*PersonFormPage, error) {
	var err error
	if page.Frame, err = s.frame(c, "people", title); err != nil {
		return nil, err
	}
	if page.Form.OrganisationID != 0 {
		page.Organisation = strconv.FormatInt(page.Form.OrganisationID, 10)
	}
	all, err := s.store.Organisations(c.Request().Context(), viewer(c), models.OrganisationFilter{Show: "all"})
	if err != nil {
		return nil, err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(s.store.Now(), p.Location())
	var kept []models.Organisation
	for _, g := range all.Groups {
		for _, o := range g.Organisations {
			if o.Active(today) || o.ID == page.Form.OrganisationID {
				kept = append(kept, o.Organisation)
			}
		}
	}
	sortOrganisations(kept)
	page.Organisations = organisationChoices("Choose an organisation", kept)
	for _, r := range []models.Role{models.RolePartner, models.RoleMember, models.RoleSecretariat} {
		page.Roles = append(page.Roles, Option{Value: string(r), Text: r.Label(), Hint: r.Explained()})
	}
	return &page, nil
}

func (s *Server) newPerson(c echo.Context) error {
	org, _ := strconv.ParseInt(c.QueryParam("organisation"), 10, 64)
	page, err := s.personForm(c, "Add a person", PersonFormPage{Form: models.PersonForm{OrganisationID: org, Role: models.RolePartner}})
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "people/form", page)
}

func readPerson(f form) models.PersonForm {
	return models.PersonForm{Name: f.Line("name"), Email: f.Line("email"), JobTitle: f.Line("job_title"), Initials: f.Line("initials"),
		OrganisationID: int64(f.ID("organisation")), Role: models.Role(f.Line("role"))}
}

func (s *Server) addPerson(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	data := readPerson(f)
	p, err := s.store.AddPerson(c.Request().Context(), viewer(c), data)
	if err != nil {
		page, pageErr := s.personForm(c, "Add a person", PersonFormPage{Form: data})
		if pageErr != nil {
			return pageErr
		}
		return s.again(c, err, "people/form", page)
	}
	setFlash(c, Flash{Text: fmt.Sprintf("%s is added, with the initials %s, and can sign in with %s.", p.Name, p.Initials, p.Email), Success: true,
		LinkURL: fmt.Sprintf("/people/new?organisation=%d", p.OrganisationID), LinkText: "Add another person"})
	return c.Redirect(http.StatusSeeOther, personURL(p.ID))
}

func personURL(id int64) string { return fmt.Sprintf("/people/%d", id) }

func (s *Server) editPerson(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	p, err := s.store.Person(c.Request().Context(), viewer(c), id)
	if err != nil {
		return err
	}
	page, err := s.personForm(c, "Change "+p.Name, PersonFormPage{ID: p.ID, Version: p.Version,
		Form: models.PersonForm{Name: p.Name, Email: p.Email, JobTitle: p.JobTitle, Initials: p.Initials, OrganisationID: p.OrganisationID, Role: p.Role}})
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "people/form", page)
}

func (s *Server) changePerson(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	f, err := readForm(c)
	if err != nil {
		return err
	}
	data := readPerson(f)
	version, _ := f.Number("version")
	p, err := s.store.ChangePerson(c.Request().Context(), viewer(c), id, version, data)
	if err != nil {
		page, pageErr := s.personForm(c, "Change a person", PersonFormPage{ID: id, Version: version, Form: data})
		if pageErr != nil {
			return pageErr
		}
		if now, ok := theirs[models.Person](err); ok {
			page.Version = now.Version
			page.Conflict = newConflict(personURL(id), models.Change{What: "Name", From: now.Name, To: data.Name}, models.Change{What: "Email", From: now.Email, To: data.Email},
				models.Change{What: "Job title", From: now.JobTitle, To: data.JobTitle}, models.Change{What: "Organisation", From: now.Organisation.Name, To: textOf(page.Organisations, page.Organisation)},
				models.Change{What: "Role", From: now.Role.Label(), To: data.Role.Label()}, models.Change{What: "Initials", From: now.Initials, To: data.Initials})
		}
		return s.again(c, err, "people/form", page)
	}
	done(c, p.Name+" is changed.")
	return c.Redirect(http.StatusSeeOther, personURL(p.ID))
}

// textOf is how a select shows a value.
func textOf(options []Option, value string) string {
	for _, o := range options {
		if o.Value == value {
			return o.Text
		}
	}
	return ""
}

// accountSwitch is a command that closes or opens an account.
type accountSwitch func(ctx context.Context, actor models.Actor, id int64, version int) (models.Person, error)

// closeAccount signs somebody out for good; openAccount lets them in again.
func (s *Server) closeAccount(c echo.Context) error {
	return s.switchAccount(c, s.store.DeactivatePerson, func(p models.Person) string {
		return "The account of " + p.Name + " is closed. They are signed out and get no more emails."
	})
}

func (s *Server) openAccount(c echo.Context) error {
	return s.switchAccount(c, s.store.ReactivatePerson, func(p models.Person) string {
		return fmt.Sprintf("The account of %s is open again. The initials are %s.", p.Name, p.Initials)
	})
}

func (s *Server) switchAccount(c echo.Context, do accountSwitch, say func(models.Person) string) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	f, err := readForm(c)
	if err != nil {
		return err
	}
	version, _ := f.Number("version")
	p, err := do(c.Request().Context(), viewer(c), id, version)
	if err != nil {
		page, pageErr := s.personPage(c)
		if pageErr != nil {
			return pageErr
		}
		return s.again(c, err, "people/show", page)
	}
	done(c, say(p))
	if p.DeactivatedAt != nil && p.ID == viewer(c).PersonID {
		return c.Redirect(http.StatusSeeOther, "/sign-in")
	}
	return c.Redirect(http.StatusSeeOther, personURL(p.ID))
}
