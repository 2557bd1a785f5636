package handlers

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

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
	Attached      []string
	Accept        string
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
	frame.About = p.Title
	choices, err := s.store.PracticeChoices(c.Request().Context(), viewer(c))
	if err != nil {
		return nil, err
	}
	page := &practiceFormView{Frame: frame, Practice: p, Form: p.Form(), Version: p.Version, Action: "/practices/new", Accept: acceptPapers(), Organisation: viewer(c).Organisation}
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

// createPractice keeps what was typed as a draft, with its papers, and then
// submits it, if that is what was asked: so nothing is lost when something is
// missing.
func (s *Server) createPractice(c echo.Context) error {
	f, uploads, err := s.readUpload(c)
	if err != nil {
		return err
	}
	typed := practiceForm(f)
	p, err := s.store.DraftPractice(c.Request().Context(), viewer(c), typed)
	refused, ok := errors.AsType[*models.Error](err)
	if ok && refused.Kind == models.KindInvalid && len(uploads) > 0 {
		// A draft of what can be taken, so that the papers have something to hang on.
		if part, partErr := s.store.DraftPractice(c.Request().Context(), viewer(c), typed.Without(refused.Fields)); partErr == nil {
			return s.finishPractice(c, practiceSent{practice: part, version: part.Version, typed: typed, uploads: uploads, created: true, refused: refused})
		}
	}
	if err != nil {
		page, pageErr := s.practiceFormFor(c, models.Practice{})
		if pageErr != nil {
			return pageErr
		}
		page.Form = typed
		return s.practiceAgain(c, page, err)
	}
	return s.finishPractice(c, practiceSent{practice: p, version: p.Version, typed: typed, uploads: uploads, do: f.Line("do"), created: true})
}

// savePractice saves the form of a practice that is kept already.
func (s *Server) savePractice(c echo.Context) error {
	f, uploads, err := s.readUpload(c)
	if err != nil {
		return err
	}
	page, err := s.practiceToEdit(c)
	if err != nil {
		return err
	}
	return s.finishPractice(c, practiceSent{practice: page.Practice, version: versionOf(f), typed: practiceForm(f), uploads: uploads, do: f.Line("do")})
}

// practiceSent is the form of a practice as it was sent.
type practiceSent struct {
	practice models.Practice // as it is kept
	version  int             // that the form was made from
	typed    models.PracticeForm
	uploads  []upload
	do       string
	created  bool
	refused  error // what could not be kept of it
}

// finishPractice attaches the papers and does what the pressed button says.
func (s *Server) finishPractice(c echo.Context, sent practiceSent) error {
	ctx, who, p := c.Request().Context(), viewer(c), sent.practice
	attached, err := s.attachToPractice(c, p.ID, sent.uploads)
	if err != nil && models.KindOf(err) != models.KindInvalid {
		return s.practiceSentAgain(c, sent, attached, err)
	}
	switch paper, remove := strings.CutPrefix(sent.do, "remove-paper-"); {
	case sent.refused != nil && err != nil:
		err = joinProblems(sent.refused, err)
	case sent.refused != nil:
		err = sent.refused
	case err != nil: // a paper was refused: the rest waits until that is put right
	case remove:
		if _, err = s.store.RemovePaper(ctx, who, rowID(paper)); err == nil || models.KindOf(err) == models.KindNotFound {
			return s.practiceSentAgain(c, sent, nil, nil)
		}
	case sent.do == "attach":
		return s.practiceSentAgain(c, sent, attached, nil)
	case sent.do == "submit" && (!sent.created || p.State == models.PracticeDraft):
		p, err = s.store.SubmitPractice(ctx, who, p.ID, sent.version, sent.typed)
	case !sent.created:
		p, err = s.store.ChangePractice(ctx, who, p.ID, sent.version, sent.typed)
	}
	if err != nil {
		return s.practiceSentAgain(c, sent, attached, err)
	}
	return s.practiceSaved(c, p)
}

// practiceSentAgain shows the form of a kept practice again with all that was
// typed and, where err is one, what is wrong.
func (s *Server) practiceSentAgain(c echo.Context, sent practiceSent, attached []string, err error) error {
	found, pageErr := s.store.PracticePage(c.Request().Context(), viewer(c), sent.practice.Slug)
	if pageErr != nil {
		return pageErr
	}
	page, pageErr := s.practiceFormFor(c, found.Practice)
	if pageErr != nil {
		return pageErr
	}
	page.Form, page.Version, page.Kept, page.Attached = sent.typed, sent.version, sent.created && err != nil, attached
	if err == nil {
		c.Response().Header().Set("Cache-Control", "private, no-store")
		return render(c, http.StatusOK, "practices/form", page)
	}
	return s.practiceAgain(c, page, err)
}

// attachToPractice hangs the uploads on the practice, and names those that are
// attached. What was refused is one problem beside the field.
func (s *Server) attachToPractice(c echo.Context, practice int64, uploads []upload) (attached []string, err error) {
	var fields []models.FieldError
	for _, u := range uploads {
		if u.refusal != "" {
			fields = append(fields, models.FieldError{Field: "papers", Message: u.refusal})
			continue
		}
		form := u.paper("")
		paper, err := s.store.AttachPracticePaper(c.Request().Context(), viewer(c), practice, form)
		if refused, ok := errors.AsType[*models.Error](err); ok && refused.Kind == models.KindInvalid {
			fields = append(fields, refused.Fields...)
			continue
		}
		if err != nil {
			return attached, err
		}
		if !form.Names(paper) {
			fields = append(fields, u.sameAs(paper))
			continue
		}
		attached = append(attached, paper.FileName)
	}
	if len(fields) > 0 {
		return attached, &models.Error{Kind: models.KindInvalid, Message: "There is a problem", Fields: fields}
	}
	return attached, nil
}

// practiceAgain shows the form again with what was typed and what is wrong.
func (s *Server) practiceAgain(c echo.Context, page *practiceFormView, err error) error {
	if now, ok := theirs[models.Practice](err); ok {
		page.Version = now.Version
		page.Conflict = newConflict("/practices/"+now.Slug, practiceChanges(now.Form(), page.Form)...)
	}
	errs, _, ok := problems(err)
	if ok && (errs.For("right_to_send") != "" || page.Form.RightToSend) {
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
		done(c, "Thank you. The practice is with the secretariat, who will publish it or tell you what is needed.")
	case models.PracticeDraft, models.PracticeReturned:
		done(c, "Your draft is saved. Only partners in your organisation and the secretariat can see it.")
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
	switch {
	case found.MayChange || found.Owns:
	case viewer(c).May(models.SubmitPractices, false):
		return nil, &models.Error{Kind: models.KindBadState, Message: fmt.Sprintf("This practice is %s, so it cannot be changed any more.", found.Practice.State)}
	default:
		return nil, &models.Error{Kind: models.KindNotAllowed, Message: "Only the organisation that wrote this practice can change it."}
	}
	return s.practiceFormFor(c, found.Practice)
}
