package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// entryFields are a paragraph as its form has it.
type entryFields struct {
	Kind, Heading, Text, PublicText   string
	Restricted                        bool
	How                               string
	VotesFor, VotesAgainst, Abstained string
	Owners                            string
	DeadlineKind, Due                 string // "done" for what was done at the meeting
	ReviewsID                         int64
	ReviewOutcome                     string
	ReviewDeadlineKind, ReviewDue     string
}

func readEntry(f form) entryFields {
	return entryFields{
		Kind: f.Line("kind"), Heading: f.Line("heading"), Text: f.Text("text"), PublicText: f.Text("public_text"), Restricted: f.Checked("restricted"),
		How: f.Line("how"), VotesFor: f.Line("votes_for"), VotesAgainst: f.Line("votes_against"), Abstained: f.Line("abstained"),
		Owners: f.Line("owners"), DeadlineKind: f.Line("deadline_kind"), Due: f.Line("due"),
		ReviewsID: int64(f.ID("reviews")), ReviewOutcome: f.Line("review_outcome"), ReviewDeadlineKind: f.Line("review_deadline_kind"), ReviewDue: f.Line("review_due"),
	}
}

const doneAtMeeting = "done"

func (e entryFields) form() models.EntryForm {
	form := models.EntryForm{
		Kind: models.EntryKind(e.Kind), Heading: e.Heading, Text: e.Text, Restricted: e.Restricted, PublicText: e.PublicText, How: models.How(e.How),
		VotesFor: e.VotesFor, VotesAgainst: e.VotesAgainst, Abstained: e.Abstained, Who: e.Owners,
		DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineKind(e.DeadlineKind), Due: e.Due},
		ReviewsID:    e.ReviewsID, ReviewOutcome: models.ReviewOutcome(e.ReviewOutcome),
		ReviewDeadline: models.DeadlineForm{DeadlineKind: models.DeadlineKind(e.ReviewDeadlineKind), Due: e.ReviewDue},
	}
	if e.DeadlineKind == doneAtMeeting {
		form.DoneAtMeeting, form.DeadlineForm = true, models.DeadlineForm{DeadlineKind: models.DeadlineNone}
	}
	if form.DeadlineKind == models.DeadlineNone && form.Due != "" {
		form.DeadlineKind = models.DeadlineDate
	}
	return form
}

// fieldsOf fills the form from a paragraph that is saved.
func fieldsOf(e models.Entry, names models.OwnerNamer) entryFields {
	f := entryFields{
		Kind: string(e.Kind), Heading: e.Heading, Text: e.Text, PublicText: e.PublicText, Restricted: e.Restricted, How: string(e.How),
		DeadlineKind: string(models.DeadlineNone), ReviewOutcome: string(e.ReviewOutcome), ReviewDeadlineKind: string(e.ReviewDeadlineKind),
	}
	if e.How == models.HowVote {
		f.VotesFor, f.VotesAgainst, f.Abstained = strconv.Itoa(e.VotesFor), strconv.Itoa(e.VotesAgainst), strconv.Itoa(e.Abstained)
	}
	if a := e.Action; a != nil {
		f.Owners, f.DeadlineKind = names.Line(*a), string(a.DeadlineKind)
		if a.DeadlineKind == models.DeadlineDate || a.DeadlineKind == models.DeadlineOngoing {
			f.Due = a.DueOn.Medium()
		}
		if e.DoneAtMeeting {
			f.DeadlineKind = doneAtMeeting
		}
	}
	if e.ReviewsID != nil {
		f.ReviewsID = *e.ReviewsID
	}
	if e.ReviewDeadlineKind == models.DeadlineDate || e.ReviewDeadlineKind == models.DeadlineOngoing {
		f.ReviewDue = e.ReviewDueOn.Medium()
	}
	return f
}

// entryFormData is what the fields of a paragraph are drawn from.
type entryFormData struct {
	Fields entryFields
	Kind   *Field
	Errors Errors
}

// correctionsFormData is what the rows of corrections are drawn from.
type correctionsFormData struct {
	Rows   []correctionRow
	Errors Errors
}

// KindField is the choice of note, decision or action, with what belongs to each.
func (e entryFields) KindField(errors Errors) *Field {
	text := func(name, label, value, width string) *Field {
		return &Field{Name: name, Label: label, Value: value, Width: width, Error: errors.For(name)}
	}
	how := &Field{Name: "how", Label: "How was it decided?", Kind: "select", Value: e.How, Error: errors.For("how"),
		Options: []Option{{Value: "agreed", Text: "Agreed"}, {Value: "noted", Text: "Noted"}, {Value: "vote", Text: "By vote"}}}
	owners := text("owners", "Who is to do it?", e.Owners, "")
	owners.Hint = "Initials, short names of organisations, or “all”, with commas between them"
	deadline := &Field{Name: "deadline_kind", Label: "When is it due?", Kind: "select", Value: e.DeadlineKind, Error: errors.For("deadline_kind"), Options: deadlineOptions(true)}
	due := text("due", "On which date?", e.Due, "20")
	due.Hint = "For a date, or the review of something ongoing. For example, 18 dec"
	return &Field{Name: "kind", Label: "What is it?", Value: e.Kind, Error: errors.For("kind"), Small: true, Options: []Option{
		{Value: "note", Text: "Note"},
		{Value: "decision", Text: "Decision", Reveals: []*Field{how, text("votes_for", "For", e.VotesFor, "3"), text("votes_against", "Against", e.VotesAgainst, "3"), text("abstained", "Abstained", e.Abstained, "3")}},
		{Value: "action", Text: "Action", Reveals: []*Field{owners, deadline, due}},
	}}
}

// deadlineOptions are the ways in which a deadline is put.
func deadlineOptions(withDone bool) []Option {
	list := []Option{{Value: "not set", Text: "No date set"}, {Value: "date", Text: "On a date"}, {Value: "next meeting", Text: "At the next meeting"}, {Value: "ongoing", Text: "Ongoing"}}
	if withDone {
		list = append(list, Option{Value: doneAtMeeting, Text: "Done at the meeting"})
	}
	return list
}

// ReviewOptions are what a meeting can make of an earlier action.
func ReviewOptions() []Option {
	return []Option{{Value: "stays open", Text: "Stays open"}, {Value: "done", Text: "Done, to be checked"}, {Value: "closed", Text: "Done, close it"}, {Value: "withdrawn", Text: "Withdrawn"}}
}

// entryView is the page on which a paragraph is changed.
type entryView struct {
	Frame
	models.EntryPage
	Fields   entryFields
	Version  int
	Conflict *Conflict
	Items    []Option
}

func (s *Server) entryPage(c echo.Context) (*entryView, error) {
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	data, err := s.store.EntryPage(c.Request().Context(), viewer(c), id)
	if err != nil {
		return nil, err
	}
	title := "Change the heading"
	if data.Number != "" {
		title = "Change paragraph " + data.Number
	}
	f, err := s.frame(c, "meetings", title)
	if err != nil {
		return nil, err
	}
	f.About = data.Meeting.Day.Medium()
	page := &entryView{Frame: f, EntryPage: data, Version: data.Entry.Version, Fields: fieldsOf(data.Entry, data.Words.Names())}
	for _, i := range data.Items {
		page.Items = append(page.Items, Option{Value: fmt.Sprint(i.ItemID), Text: fmt.Sprintf("%d. %s", i.Number, i.Title)})
	}
	return page, nil
}

// Back is the screen from which the paragraph was reached.
func (v *entryView) Back() string {
	return fmt.Sprintf("/meetings/%s/take-minutes?item=%d", v.Meeting.Reference, v.Entry.ItemID)
}

func (s *Server) editEntry(c echo.Context) error {
	page, err := s.entryPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "minutes/entry", page)
}

// changeEntry saves a paragraph; one that somebody else saved meanwhile is shown
// beside what was typed.
func (s *Server) changeEntry(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	fields := readEntry(f)
	e, err := s.store.ChangeEntry(c.Request().Context(), viewer(c), id, int(f.ID("version")), fields.form())
	if err == nil {
		done(c, "The paragraph is saved.")
		return c.Redirect(http.StatusSeeOther, s.entryBack(c, e))
	}
	page, pageErr := s.entryPage(c)
	if pageErr != nil {
		return err
	}
	saved := page.Fields
	page.Fields, page.Version = fields, int(f.ID("version"))
	if _, ok := theirs[models.Entry](err); ok {
		page.Version = page.Entry.Version
		page.Conflict = newConflict(page.Back(), saved.changesTo(fields)...)
	}
	return s.again(c, err, "minutes/entry", page)
}

// changesTo lists what differs between what is saved and what was typed.
func (e entryFields) changesTo(typed entryFields) []models.Change {
	row := func(what, from, to string) models.Change { return models.Change{What: what, From: from, To: to} }
	members := map[bool]string{true: "yes", false: "no"}
	return []models.Change{
		row("What it is", e.Kind, typed.Kind), row("Small heading", e.Heading, typed.Heading), row("Text", e.Text, typed.Text),
		row("For members only", members[e.Restricted], members[typed.Restricted]), row("Public text", e.PublicText, typed.PublicText),
		row("Owners", e.Owners, typed.Owners), row("Due", strings.TrimSpace(e.DeadlineKind+" "+e.Due), strings.TrimSpace(typed.DeadlineKind+" "+typed.Due)),
		row("How", strings.TrimSpace(e.How+" "+e.VotesFor+" "+e.VotesAgainst+" "+e.Abstained), strings.TrimSpace(typed.How+" "+typed.VotesFor+" "+typed.VotesAgainst+" "+typed.Abstained)),
	}
}

// entryBack is the minute-taker's screen at the item of a paragraph.
func (s *Server) entryBack(c echo.Context, e models.Entry) string {
	if m, err := s.store.EntryMeeting(c.Request().Context(), e); err == nil {
		return fmt.Sprintf("/meetings/%s/take-minutes?item=%d", m, e.ItemID)
	}
	return "/meetings"
}

// moveEntry puts a paragraph up, down, or under another item.
func (s *Server) moveEntry(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	e, err := s.store.MoveEntry(c.Request().Context(), viewer(c), id, int(f.ID("version")), models.EntryMove{Direction: f.Line("direction"), ItemID: int64(f.ID("item"))})
	if err != nil {
		return err
	}
	return c.Redirect(http.StatusSeeOther, s.entryBack(c, e))
}

// removeEntry takes a paragraph out.
func (s *Server) removeEntry(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	e, err := s.store.RemoveEntry(c.Request().Context(), viewer(c), id, int(f.ID("version")))
	if err != nil {
		return err
	}
	done(c, "The paragraph is taken out.")
	return c.Redirect(http.StatusSeeOther, s.entryBack(c, e))
}
