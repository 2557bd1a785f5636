package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// practiceFormView is the form of a practice, new or not.
type practiceFormView struct {
	Frame
	Practice      models.Practice // zero until something is kept
	Form          models.PracticeForm
	Version       int
	Action        string // where the form goes
	Themes        []Option
	Organisations []Option // for the secretariat, who may write for others
	Organisation  string
	Kept          bool // what was typed is kept as a draft, though it could not be submitted
	Passages      []models.Passage
	Conflict      *Conflict
}

// CanSubmit says whether the form's main button submits.
func (v practiceFormView) CanSubmit() bool {
	switch v.Practice.State {
	case "", models.PracticeDraft, models.PracticeReturned:
		return true
	}
	return false
}

// practiceForm reads the form field by field.
func practiceForm(f form) models.PracticeForm {
	return models.PracticeForm{
		Title: f.Line("title"), Summary: f.Text("summary"), Context: f.Text("context"), Done: f.Text("what_was_done"), Results: f.Text("results"),
		Cost: f.Text("cost"), Lessons: f.Text("lessons"), Conditions: f.Text("conditions"), Contact: f.Text("contact"), Themes: f.Values("themes"),
		Visibility: models.Visibility(f.Line("visibility")), OrganisationID: int64(f.ID("organisation")), RightToSend: f.Checked("right_to_send"), Key: f.Line("key"),
	}
}

// practiceFormFor is the form as it is offered to the viewer.
func (s *Server) practiceFormFor(c echo.Context, p models.Practice) (*practiceFormView, error) {
	title := "Share a practice that worked"
	if p.ID != 0 {
		title = "Change a practice"
	}
	frame, err := s.frame(c, "practices", title)
	if err != nil {
		return nil, err
	}
	choices, err := s.store.PracticeChoices(c.Request().Context(), viewer(c))
	if err != nil {
		return nil, err
	}
	page := &practiceFormView{Frame: frame, Practice: p, Form: p.Form(), Version: p.Version, Action: "/practices/new", Organisation: viewer(c).Organisation}
	offered := map[string]bool{}
	for _, theme := range append(choices.Themes, p.ThemeList()...) {
		if !offered[theme] {
			offered[theme] = true
			page.Themes = append(page.Themes, Option{Value: theme, Text: theme})
		}
	}
	for _, o := range choices.Organisations {
		page.Organisations = append(page.Organisations, Option{Value: fmt.Sprint(o.ID), Text: o.Name})
	}
	if p.ID != 0 {
		page.Action, page.Organisation = "/practices/"+p.Slug+"/edit", p.Organisation.Name
	} else {
		page.Form.Key, page.Form.Visibility, page.Form.OrganisationID = fmt.Sprint(choices.Written), models.ForMembers, viewer(c).OrganisationID
	}
	return page, nil
}

func (s *Server) newPractice(c echo.Context) error {
	page, err := s.practiceFormFor(c, models.Practice{})
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "practices/form", page)
}

// createPractice keeps what was typed as a draft and then submits it, if that
// is what was asked: so nothing is lost when something is missing.
func (s *Server) createPractice(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	typed := practiceForm(f)
	p, err := s.store.DraftPractice(c.Request().Context(), viewer(c), typed)
	if err != nil {
		page, pageErr := s.practiceFormFor(c, models.Practice{})
		if pageErr != nil {
			return pageErr
		}
		page.Form = typed
		return s.practiceAgain(c, page, err)
	}
	if f.Line("do") != "submit" || p.State != models.PracticeDraft {
		return s.practiceSaved(c, p)
	}
	return s.submitPractice(c, p, p.Version, typed, true)
}

// submitPractice submits a practice that is kept already.
func (s *Server) submitPractice(c echo.Context, p models.Practice, version int, typed models.PracticeForm, created bool) error {
	submitted, err := s.store.SubmitPractice(c.Request().Context(), viewer(c), p.ID, version, typed)
	if err == nil {
		return s.practiceSaved(c, submitted)
	}
	page, pageErr := s.practiceFormFor(c, p)
	if pageErr != nil {
		return pageErr
	}
	page.Form, page.Kept = typed, created
	return s.practiceAgain(c, page, err)
}

// practiceAgain shows the form again with what was typed and what is wrong.
func (s *Server) practiceAgain(c echo.Context, page *practiceFormView, err error) error {
	if now, ok := theirs[models.Practice](err); ok {
		page.Version = now.Version
		page.Conflict = newConflict("/practices/"+now.Slug, practiceChanges(now.Form(), page.Form)...)
	}
	errs, _, ok := problems(err)
	if ok && errs.For("right_to_send") != "" {
		page.Passages = page.Form.PersonalData()
	}
	if ok {
		for i, e := range errs {
			if e.Field == "done" {
				errs[i].Field = "what_was_done"
			}
		}
		err = withFields(err, errs)
	}
	return s.again(c, err, "practices/form", page)
}

// practiceChanges lists the parts of two forms side by side.
func practiceChanges(saved, typed models.PracticeForm) []models.Change {
	return []models.Change{
		{What: "Title", From: saved.Title, To: typed.Title}, {What: "Summary", From: saved.Summary, To: typed.Summary},
		{What: "The problem", From: saved.Context, To: typed.Context}, {What: "What was done", From: saved.Done, To: typed.Done},
		{What: "What came of it", From: saved.Results, To: typed.Results}, {What: "What it cost", From: saved.Cost, To: typed.Cost},
		{What: "What was learned", From: saved.Lessons, To: typed.Lessons}, {What: "What others need", From: saved.Conditions, To: typed.Conditions},
		{What: "Who to ask", From: saved.Contact, To: typed.Contact}, {What: "Themes", From: joinNames(saved.Themes), To: joinNames(typed.Themes)},
		{What: "Who may read it", From: string(saved.Visibility), To: string(typed.Visibility)},
	}
}

func (s *Server) practiceSaved(c echo.Context, p models.Practice) error {
	switch p.State {
	case models.PracticeSubmitted:
		done(c, "Thank you. The practice is with the secretariat, who will publish it or tell you what is wanted.")
	case models.PracticeDraft, models.PracticeReturned:
		done(c, "Your draft is kept. Only your organisation and the secretariat can see it.")
	default:
		done(c, "The practice is saved.")
	}
	return c.Redirect(http.StatusSeeOther, "/practices/"+p.Slug)
}

// editPractice shows the form of a practice that is kept.
func (s *Server) editPractice(c echo.Context) error {
	page, err := s.practiceToEdit(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "practices/form", page)
}

func (s *Server) practiceToEdit(c echo.Context) (*practiceFormView, error) {
	found, err := s.store.PracticePage(c.Request().Context(), viewer(c), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	if !found.MayChange && !found.Owns {
		return nil, &models.Error{Kind: models.KindNotAllowed, Message: "Only the organisation that wrote this practice can change it."}
	}
	return s.practiceFormFor(c, found.Practice)
}

func (s *Server) savePractice(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.practiceToEdit(c)
	if err != nil {
		return err
	}
	version, _ := f.Number("version")
	typed := practiceForm(f)
	if f.Line("do") == "submit" {
		return s.submitPractice(c, page.Practice, version, typed, false)
	}
	p, err := s.store.ChangePractice(c.Request().Context(), viewer(c), page.Practice.ID, version, typed)
	if err != nil {
		page.Form = typed
		return s.practiceAgain(c, page, err)
	}
	return s.practiceSaved(c, p)
}
