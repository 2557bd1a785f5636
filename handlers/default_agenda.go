package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// DefaultAgendaPage edits the standing items. Rows are moved, added and taken
// out by buttons that send the whole form; nothing is kept until it is saved.
type DefaultAgendaPage struct {
	Frame
	Version  int
	Rows     []models.StandingItemForm
	Minutes  int
	Purposes []Option
	Holds    []Option
	Conflict *Conflict
	Unsaved  bool
}

// Number is what a row is called, from 1.
func (*DefaultAgendaPage) Number(index int) int { return index + 1 }

func (s *Server) defaultAgendaPage(c echo.Context, page DefaultAgendaPage) (*DefaultAgendaPage, error) {
	var err error
	page.Frame, err = s.frame(c, "settings", "Default agenda")
	for _, p := range models.Purposes {
		page.Purposes = append(page.Purposes, Option{Value: string(p), Text: upperFirst(string(p))})
	}
	page.Holds = []Option{{Text: "What is written into it"}, {Value: string(models.RoleWelcome), Text: "Welcome and apologies"}, {Value: string(models.RolePreviousMinutes), Text: "Minutes of the last meeting"},
		{Value: string(models.RoleMattersArising), Text: "Open actions"}, {Value: string(models.RoleForwardPlan), Text: "Forward plan"}, {Value: string(models.RoleAnyOther), Text: "Any other business"}}
	for _, r := range page.Rows {
		n, _ := strconv.Atoi(r.Minutes)
		page.Minutes += n
	}
	return &page, err
}

func (s *Server) editDefaultAgenda(c echo.Context) error {
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return err
	}
	rows, err := s.store.DefaultAgenda(c.Request().Context())
	if err != nil {
		return err
	}
	page, err := s.defaultAgendaPage(c, DefaultAgendaPage{Version: p.Version, Rows: models.DefaultAgendaForms(rows)})
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "settings/agenda", page)
}

// readStandingItems reads the rows of the form, in their order.
func readStandingItems(f form) []models.StandingItemForm {
	var rows []models.StandingItemForm
	for n := 1; n <= 60 && f.Has(fmt.Sprintf("title_%d", n)); n++ {
		field := func(name string) string { return f.Line(fmt.Sprintf("%s_%d", name, n)) }
		rows = append(rows, models.StandingItemForm{Section: field("section"), Title: field("title"), Presenter: field("presenter"),
			Role: models.ItemRole(field("role")), Purpose: models.Purpose(field("purpose")), Minutes: field("minutes")})
	}
	return rows
}

// rearrange does what a row's button says: "up 2", "down 2", "remove 2", "add".
func rearrange(rows []models.StandingItemForm, do string) []models.StandingItemForm {
	verb, number, _ := strings.Cut(do, " ")
	n, _ := strconv.Atoi(number)
	i := n - 1
	switch {
	case verb == "add":
		return append(rows, models.StandingItemForm{Purpose: models.ForDiscussion, Minutes: "10"})
	case i < 0 || i >= len(rows):
	case verb == "up" && i > 0:
		rows[i-1], rows[i] = rows[i], rows[i-1]
	case verb == "down" && i < len(rows)-1:
		rows[i+1], rows[i] = rows[i], rows[i+1]
	case verb == "remove":
		return append(rows[:i:i], rows[i+1:]...)
	}
	return rows
}

func (s *Server) changeDefaultAgenda(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	rows := readStandingItems(f)
	version, _ := f.Number("version")
	if do := f.Line("do"); do != "" && do != "save" {
		page, err := s.defaultAgendaPage(c, DefaultAgendaPage{Version: version, Rows: rearrange(rows, do), Unsaved: true})
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, "settings/agenda", page)
	}
	_, err = s.store.ChangeDefaultAgenda(c.Request().Context(), viewer(c), version, rows)
	if err != nil {
		page := DefaultAgendaPage{Version: version, Rows: rows}
		if now, ok := theirs[models.Partnership](err); ok {
			saved, readErr := s.store.DefaultAgenda(c.Request().Context())
			if readErr != nil {
				return readErr
			}
			page.Version = now.Version
			page.Conflict = newConflict("/settings/agenda", models.Change{What: "Items", From: titlesOf(models.DefaultAgendaForms(saved)), To: titlesOf(rows)})
		}
		shown, pageErr := s.defaultAgendaPage(c, page)
		if pageErr != nil {
			return pageErr
		}
		return s.again(c, err, "settings/agenda", shown)
	}
	done(c, "The default agenda is saved. New meetings start with it.")
	return c.Redirect(http.StatusSeeOther, "/settings#agenda")
}

// titlesOf tells a default agenda in one line.
func titlesOf(rows []models.StandingItemForm) string {
	all := make([]string, len(rows))
	for i, r := range rows {
		all[i] = fmt.Sprintf("%d. %s (%s)", i+1, r.Title, r.Minutes)
	}
	return strings.Join(all, "; ")
}
