package handlers

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// createItem keeps what was typed as a draft, with its papers, and then submits
// it or puts it on the agenda if that is what was asked. So nothing is lost when
// the second step is refused.
func (s *Server) createItem(c echo.Context) error {
	f, uploads, err := s.readUpload(c)
	if err != nil {
		return err
	}
	page, err := s.newItemPage(c)
	if err != nil {
		return err
	}
	page.Form = readItem(f)
	if page.Form.Key == "" {
		page.Form.Key = rand.Text()
	}
	i, err := s.store.DraftItem(c.Request().Context(), viewer(c), page.Meeting.Reference, page.Form)
	var unkept error // what the draft could not hold
	if refused, ok := errors.AsType[*models.Error](err); ok && refused.Kind == models.KindInvalid {
		unkept = refused
		// A draft of what can be taken, so that the papers have something to hang on
		// and what follows finds all that is wrong at once.
		sends := f.Line("do") == "submit" || f.Line("do") == "add"
		if sends || len(uploads) > 0 {
			i, err = s.store.DraftItem(c.Request().Context(), viewer(c), page.Meeting.Reference, page.Form.Without(refused.Fields))
		}
		if err == nil && !sends {
			return s.keptDraft(c, page, i, uploads, refused)
		}
	}
	if now, ok := theirs[models.Item](err); ok { // a form gone back to, whose draft has been worked on since
		if err := s.nowOf(c, page, now.ID); err != nil {
			return err
		}
	}
	if err != nil {
		return s.itemFormAgain(c, page, err)
	}
	return s.finishItem(c, page, i, f, uploads, unkept)
}

// keptDraft shows the form again: a draft of part of it is kept with its papers.
func (s *Server) keptDraft(c echo.Context, page *itemFormPage, i models.Item, uploads []upload, refused error) error {
	if err := s.nowOf(c, page, i.ID); err != nil {
		return err
	}
	problem := s.attach(c, page, i.ID, "", uploads)
	if err := s.nowOf(c, page, i.ID); err != nil {
		return err
	}
	return s.itemFormAgain(c, page, joinProblems(refused, problem))
}

// nowOf makes the page one of the item as it is kept now.
func (s *Server) nowOf(c echo.Context, page *itemFormPage, id int64) error {
	data, err := s.store.ItemPage(c.Request().Context(), viewer(c), id)
	if err != nil {
		return err
	}
	page.of(data)
	page.Kept = data.Item.State == models.ItemDraft
	return nil
}

// updateItem saves the form of an item that is kept already.
func (s *Server) updateItem(c echo.Context) error {
	f, uploads, err := s.readUpload(c)
	if err != nil {
		return err
	}
	page, data, err := s.editItemPage(c)
	if err != nil {
		return err
	}
	page.Form, page.Version = readItem(f), versionOf(f)
	if !data.MayChange && !data.MaySubmit && !sameSubmission(data.Item, f) {
		return s.itemFormAgain(c, page, &models.Error{Kind: models.KindBadState, Message: "This item can no longer be changed. Copy what you need from here."})
	}
	return s.finishItem(c, page, data.Item, f, uploads, nil)
}

// sameSubmission says whether this is a form that has been submitted, sent again.
func sameSubmission(i models.Item, f form) bool {
	return f.Line("do") == "submit" && i.State == models.ItemWaiting
}

// finishItem attaches the papers and does what the pressed button says. unkept is
// what was wrong with the form already, where a draft was kept without it.
func (s *Server) finishItem(c echo.Context, page *itemFormPage, i models.Item, f form, uploads []upload, unkept error) error {
	ctx, who := c.Request().Context(), viewer(c)
	created, id := page.Item.ID == 0, i.ID
	if created {
		page.Version = i.Version
	}
	problem := s.attach(c, page, id, f.Line("paper_title"), uploads)
	do := f.Line("do")
	if problem == nil {
		if paper, ok := strings.CutPrefix(do, "remove-paper-"); ok {
			problem = s.takeOff(c, page, paper)
			do = "attach"
		}
	}
	var err error
	switch {
	case problem != nil && unkept != nil:
		err = joinProblems(unkept, problem)
	case problem != nil:
		err = problem
	case do == "attach":
		return s.showTyped(c, page, id)
	case do == "submit":
		i, err = s.store.SubmitItem(ctx, who, i.ID, page.Version, page.Form)
	case do == "add" && created:
		i, err = s.store.AddItem(ctx, who, page.Meeting.Reference, page.Form)
	case do == "add":
		if i, err = s.store.SubmitItem(ctx, who, i.ID, page.Version, page.Form); err == nil {
			i, err = s.store.AcceptItem(ctx, who, i.ID, i.Version)
		}
	case page.OnAgenda():
		i, err = s.store.ChangeAgendaItem(ctx, who, i.ID, page.Version, page.Form)
	case !created:
		i, err = s.store.ChangeItem(ctx, who, i.ID, page.Version, page.Form)
	}
	if err != nil {
		kept := created
		if !created && s.keepTyped(c, page, id, err) {
			kept = true
		}
		version := page.Version
		if stateErr := s.nowOf(c, page, id); stateErr != nil {
			return err
		}
		if !kept {
			page.Version, page.Kept = version, false
		}
		return s.itemFormAgain(c, page, err)
	}
	switch {
	case do == "submit":
		done(c, "Your item is submitted. The secretariat will email you when it is decided.")
	case i.State == models.ItemAccepted && page.Secretariat:
		done(c, "The agenda is saved.")
		return c.Redirect(http.StatusSeeOther, "/meetings/"+page.Meeting.Reference+"/agenda/build")
	case i.State == models.ItemDraft:
		done(c, "Your draft is saved. It is not submitted yet.")
	default:
		done(c, "The item is saved.")
	}
	return c.Redirect(http.StatusSeeOther, itemURL(i))
}

// keepTyped saves in the draft what can be taken of a form that was refused, and
// says whether it did.
func (s *Server) keepTyped(c echo.Context, page *itemFormPage, id int64, err error) bool {
	refused, ok := errors.AsType[*models.Error](err)
	if !ok || refused.Kind != models.KindInvalid && refused.Kind != models.KindBadState || page.Item.State != models.ItemDraft {
		return false
	}
	ctx, who, form := c.Request().Context(), viewer(c), page.Form.Without(refused.Fields)
	_, err = s.store.ChangeItem(ctx, who, id, page.Version, form)
	if again, ok := errors.AsType[*models.Error](err); ok && again.Kind == models.KindInvalid { // what no draft can hold
		_, err = s.store.ChangeItem(ctx, who, id, page.Version, form.Without(again.Fields))
	}
	return err == nil
}

// attach hangs the uploads on the item. What was refused is one problem beside
// the field; the others stay attached, and the page says so.
func (s *Server) attach(c echo.Context, page *itemFormPage, item int64, title string, uploads []upload) error {
	var fields []models.FieldError
	if len(uploads) != 1 {
		title = ""
	}
	for _, u := range uploads {
		if u.refusal != "" {
			fields = append(fields, models.FieldError{Field: "papers", Message: u.refusal})
			continue
		}
		form := u.paper(title)
		paper, err := s.store.AttachPaper(c.Request().Context(), viewer(c), item, form)
		if refused, ok := errors.AsType[*models.Error](err); ok && refused.Kind == models.KindInvalid {
			fields = append(fields, refused.Fields...)
			continue
		}
		if err != nil {
			return err
		}
		if !form.Names(paper) {
			fields = append(fields, u.sameAs(paper))
			continue
		}
		page.Attached = append(page.Attached, paper.FileName)
	}
	if len(fields) == 0 {
		return nil
	}
	return &models.Error{Kind: models.KindInvalid, Message: "There is a problem", Fields: fields}
}

// takeOff removes a paper from the item of this page.
func (s *Server) takeOff(c echo.Context, page *itemFormPage, id string) error {
	n, err := strconv.ParseInt(id, 10, 64)
	for _, p := range page.Papers {
		if err == nil && p.ID == n {
			_, err := s.store.RemovePaper(c.Request().Context(), viewer(c), n)
			if models.KindOf(err) == models.KindNotFound {
				return nil // removed already: the button was pressed twice
			}
			return err
		}
	}
	return nil
}

// showTyped shows the form again after papers came or went, with all that is
// typed in it and not saved yet.
func (s *Server) showTyped(c echo.Context, page *itemFormPage, id int64) error {
	version := page.Version
	if err := s.nowOf(c, page, id); err != nil {
		return err
	}
	page.Version, page.Kept = version, false
	if err := s.offer(c, page, idOrNone(page.Item.OrganisationID)); err != nil {
		return err
	}
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return render(c, http.StatusOK, "items/form", page)
}

// joinProblems puts the fields of two refusals into one.
func joinProblems(a, b error) error {
	first, ok := errors.AsType[*models.Error](a)
	second, too := errors.AsType[*models.Error](b)
	if !ok || !too {
		return errors.Join(a, b)
	}
	return &models.Error{Kind: first.Kind, Message: first.Message, Fields: append(append([]models.FieldError(nil), first.Fields...), second.Fields...)}
}

// itemFormAgain shows the form with what is wrong, and all that was typed.
func (s *Server) itemFormAgain(c echo.Context, page *itemFormPage, err error) error {
	organisation := viewer(c).OrganisationID
	if page.Item.ID != 0 {
		organisation = idOrNone(page.Item.OrganisationID)
	}
	if offerErr := s.offer(c, page, organisation); offerErr != nil {
		return offerErr
	}
	if now, ok := theirs[models.Item](err); ok {
		page.Version = now.Version
		page.Conflict = newConflict(itemURL(now), itemDifferences(now, page.Form)...)
		page.Kept = false
	}
	if e, ok := errors.AsType[*models.Error](err); ok {
		for k, f := range e.Fields {
			if f.Field == "names" {
				e.Fields[k].Field = "name-1"
			}
			if f.Field == "right_to_send" {
				page.Passages = page.Form.PersonalData()
			}
		}
	}
	return s.again(c, err, "items/form", page)
}

// itemDifferences sets what is saved now beside what was typed.
func itemDifferences(now models.Item, typed models.ItemForm) []models.Change {
	yesNo := map[bool]string{true: "Yes", false: "No"}
	return []models.Change{
		{What: "Title", From: now.Title, To: typed.Title},
		{What: "Purpose", From: upperFirst(string(now.Purpose)), To: upperFirst(string(typed.Purpose))},
		{What: "Minutes", From: fmt.Sprint(now.Minutes), To: typed.Minutes},
		{What: "What the meeting is asked to do", From: now.Ask, To: typed.Ask},
		{What: "Background", From: now.Background, To: typed.Background},
		{What: "For members only", From: yesNo[now.Restricted], To: yesNo[typed.Restricted]},
	}
}
