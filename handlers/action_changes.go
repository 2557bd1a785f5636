package handlers

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

type settle = func(ctx context.Context, actor models.Actor, id int64, form models.UpdateForm) (models.Action, error)

// updateAction takes an owner's note on an action; the form's other button says
// that it is done.
func (s *Server) updateAction(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	if f.Line("done") != "" {
		return s.settle(c, f, s.store.MarkActionDone, "actions/show", "Thank you. The secretariat sees that it is done, and will close it.")
	}
	return s.settle(c, f, s.store.UpdateAction, "actions/show", "Your update is in the tracker.")
}

func (s *Server) closeAction(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	return s.settle(c, f, s.store.CloseAction, "actions/show", "The action is closed.")
}

func (s *Server) reopenAction(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	return s.settle(c, f, s.store.ReopenAction, "actions/reopen", "The action is open again.")
}

func (s *Server) withdrawAction(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	return s.settle(c, f, s.store.WithdrawAction, "actions/withdraw", "The action is withdrawn.")
}

// settle adds a line to the action's history by this command.
func (s *Server) settle(c echo.Context, f form, command settle, template, said string) error {
	page, err := s.action(c)
	if err != nil {
		return err
	}
	seen, _ := strconv.ParseInt(f.Line("seen"), 10, 64)
	if _, err := command(c.Request().Context(), viewer(c), page.Action.ID, models.UpdateForm{Note: f.Text("note"), Seen: seen}); err != nil {
		page.Note = f.Text("note")
		return s.again(c, err, template, page)
	}
	done(c, said)
	return c.Redirect(http.StatusSeeOther, page.Path)
}

// askToReopen and askToWithdraw ask for the reason.
func (s *Server) askToReopen(c echo.Context) error   { return s.showActionForm(c, "actions/reopen") }
func (s *Server) askToWithdraw(c echo.Context) error { return s.showActionForm(c, "actions/withdraw") }

func (s *Server) showActionForm(c echo.Context, template string) error {
	page, err := s.action(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, template, page)
}

// deadlineView is the form for another deadline.
type deadlineView struct {
	*actionView
	Kinds   []Option
	Kind    string
	Changed bool // someone else changed the action meanwhile
}

func newDeadlineView(action *actionView, kind models.DeadlineKind, date, review string) *deadlineView {
	page := &deadlineView{actionView: action, Kind: string(kind)}
	due := &Field{Name: "due", Label: "Due date", Kind: "date", Hint: "For example, 8 December 2026 or friday", Value: date}
	reviewOn := &Field{Name: "review", Label: "Review it on (optional)", Kind: "date", Hint: "For example, 8 March 2027", Value: review}
	page.Kinds = []Option{
		{Value: string(models.DeadlineDate), Text: "On a date", Reveals: []*Field{due}},
		{Value: string(models.DeadlineNextMeeting), Text: "By the next meeting", Hint: "Moves with the meeting"},
		{Value: string(models.DeadlineOngoing), Text: "Ongoing", Reveals: []*Field{reviewOn}},
		{Value: string(models.DeadlineNone), Text: "Not set"},
	}
	return page
}

// withErrors puts the problems of the date beside the field that was used.
func (v *deadlineView) withErrors(errs Errors) Errors {
	errs = slices.Clone(errs)
	for i, e := range errs {
		if e.Field == "due" && v.Kind == string(models.DeadlineOngoing) {
			errs[i].Field = "review"
		}
	}
	for _, kind := range v.Kinds {
		for _, field := range kind.Reveals {
			field.Error = errs.For(field.Name)
		}
	}
	return errs
}

func (s *Server) askForDeadline(c echo.Context) error {
	action, err := s.action(c)
	if err != nil {
		return err
	}
	a := action.Action
	date, review := "", ""
	switch a.DeadlineKind {
	case models.DeadlineDate:
		date = a.DueOn.Medium()
	case models.DeadlineOngoing:
		review = a.DueOn.Medium()
	}
	return render(c, http.StatusOK, "actions/deadline", newDeadlineView(action, a.DeadlineKind, date, review))
}

func (s *Server) changeDeadline(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	action, err := s.action(c)
	if err != nil {
		return err
	}
	version, _ := f.Number("version")
	kind := models.DeadlineKind(f.Line("deadline_kind"))
	form := models.NewDeadlineForm{DeadlineForm: models.DeadlineForm{DeadlineKind: kind, Due: f.Line("due")}, Note: f.Text("note")}
	if kind == models.DeadlineOngoing {
		form.Due = f.Line("review")
	}
	if _, err := s.store.ChangeActionDeadline(c.Request().Context(), viewer(c), action.Action.ID, version, form); err != nil {
		page := newDeadlineView(action, kind, f.Line("due"), f.Line("review"))
		page.Note, page.Changed = form.Note, models.KindOf(err) == models.KindConflict
		errs, _, ok := problems(err)
		if ok {
			err = withFields(err, page.withErrors(errs))
		}
		return s.again(c, err, "actions/deadline", page)
	}
	done(c, "The deadline is changed.")
	return c.Redirect(http.StatusSeeOther, action.Path)
}

// withFields is the same refusal with its problems at other fields.
func withFields(err error, errs Errors) error {
	e, ok := errors.AsType[*models.Error](err)
	if !ok || e.Kind != models.KindInvalid {
		return err
	}
	copied := *e
	copied.Fields = nil
	for _, one := range errs {
		copied.Fields = append(copied.Fields, models.FieldError{Field: one.Field, Message: one.Message})
	}
	return &copied
}

// ownersView is the form for other owners.
type ownersView struct {
	*actionView
	People        []Option
	Organisations []Option
	ChosenPeople  []string
	ChosenBodies  []string
	Names         string // a line each
	AllPartners   bool
	Changed       bool
}

func (s *Server) newOwnersView(c echo.Context) (*ownersView, error) {
	action, err := s.action(c)
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
		page.Changed = models.KindOf(err) == models.KindConflict
		return s.again(c, err, "actions/owners", page)
	}
	done(c, "The owners are changed. Those who are new to it get a letter.")
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
