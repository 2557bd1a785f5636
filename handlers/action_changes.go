package handlers

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"

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
	page, err := s.action(c, template)
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
	page, err := s.action(c, template)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, template, page)
}

// deadlineView is the form for another deadline.
type deadlineView struct {
	*actionView
	Kinds    []Option
	Kind     string
	Conflict *Conflict // someone else changed the action meanwhile
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
	action, err := s.action(c, "actions/deadline")
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
	action, err := s.action(c, "actions/deadline")
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
		page.Note = form.Note
		if now, ok := theirs[models.Action](err); ok {
			page.Conflict = newConflict(action.Path, models.Change{What: "Deadline", From: now.Deadline(), To: typedDeadline(form.DeadlineForm)})
		}
		errs, _, ok := problems(err)
		if ok {
			err = withFields(err, page.withErrors(errs))
		}
		return s.again(c, err, "actions/deadline", page)
	}
	done(c, "The deadline is changed.")
	return c.Redirect(http.StatusSeeOther, action.Path)
}

// typedDeadline puts a deadline into words as it was typed.
func typedDeadline(f models.DeadlineForm) string {
	if f.Due == "" || f.DeadlineKind == models.DeadlineNextMeeting || f.DeadlineKind == models.DeadlineNone {
		return upperFirst(string(f.DeadlineKind))
	}
	if f.DeadlineKind == models.DeadlineOngoing {
		return "Ongoing, review " + f.Due
	}
	return f.Due
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
