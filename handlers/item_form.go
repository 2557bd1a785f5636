package handlers

import (
	"crypto/rand"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// itemFormPage is the form of an item, new or not.
type itemFormPage struct {
	Frame
	Meeting models.Meeting
	Item    models.Item // zero until something is kept
	Form    models.ItemForm
	Version int
	Action  string // where the form goes
	// What the form offers.
	models.ItemChoices
	Presenters    []Option
	PracticeList  []Option
	Organisations []Option
	Names         []nameRow // three at least
	From          string    // the organisation whose people can be ticked
	Papers        []models.Paper
	NotInPack     map[int64]documents.LeftOut // which of them packs leave out, and why
	Accept        string
	// What the viewer can do.
	Secretariat bool
	MaySubmit   bool
	Closed      bool // for partners: submissions have closed
	Next        *models.Meeting
	// What is said on a page shown again.
	Attached []string
	Kept     bool // what was typed is kept as a draft
	Passages []models.Passage
	Conflict *Conflict
}

// nameRow is one line for the name of a presenter.
type nameRow struct{ Field, Label, Name string }

// purposes are the radios of an item's purpose.
var purposes = []Option{
	{Value: string(models.ForDecision), Text: "Decision", Hint: "The meeting is to agree something"},
	{Value: string(models.ForDiscussion), Text: "Discussion", Hint: "You want the partners’ views or experience"},
	{Value: string(models.ForInformation), Text: "Information", Hint: "The partners need to know something"},
}

// Purposes are what an item can be for.
func (p *itemFormPage) Purposes() []Option { return purposes }

// OnAgenda says whether the form changes an item that is on the agenda.
func (p *itemFormPage) OnAgenda() bool { return p.Item.State == models.ItemAccepted }

// Chosen are the presenters ticked.
func (p *itemFormPage) Chosen() []string {
	chosen := []string{}
	for _, id := range p.Form.PersonIDs {
		chosen = append(chosen, fmt.Sprint(id))
	}
	return chosen
}

// PaperTitle is what a paper is called in the form.
func (p *itemFormPage) PaperTitle(paper models.Paper) string {
	if title, typed := p.Form.PaperTitles[paper.ID]; typed {
		return title
	}
	return paper.Title
}

func (s *Server) newItem(c echo.Context) error {
	page, err := s.newItemPage(c)
	if err != nil {
		return err
	}
	page.Form.Key = rand.Text()
	if id, err := strconv.ParseInt(c.QueryParam("practice"), 10, 64); err == nil {
		page.Form.PracticeID = id
	}
	if err := s.offer(c, page, viewer(c).OrganisationID); err != nil {
		return err
	}
	// The key must be this page's alone, so no copy of it may be shown again.
	c.Response().Header().Del("ETag")
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return render(c, http.StatusOK, "items/form", page)
}

func (s *Server) newItemPage(c echo.Context) (*itemFormPage, error) {
	m, err := s.store.Meeting(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return nil, err
	}
	return s.itemFormPage(c, m, "Submit an agenda item")
}

func (s *Server) itemFormPage(c echo.Context, m models.Meeting, title string) (*itemFormPage, error) {
	secretariat := viewer(c).May(models.BuildAgendas, false)
	if secretariat && title == "Submit an agenda item" {
		title = "Add an agenda item"
	}
	frame, err := s.frame(c, "meetings", title)
	if err != nil {
		return nil, err
	}
	frame.About = wallClock{s.zone()}.about(m)
	page := &itemFormPage{Frame: frame, Meeting: m, Action: "/meetings/" + m.Reference + "/items/new", Accept: acceptPapers(), Secretariat: secretariat, MaySubmit: true}
	if !secretariat && !m.TakesSubmissions(s.store.Now()) {
		page.Closed, page.MaySubmit = true, false
		later, err := s.store.LaterMeetings(c.Request().Context(), m)
		if err != nil {
			return nil, err
		}
		for k := range later {
			if later[k].TakesSubmissions(s.store.Now()) {
				page.Next = &later[k]
				break
			}
		}
	}
	return page, nil
}

// offer fills in what the form offers to somebody who writes for this
// organisation.
func (s *Server) offer(c echo.Context, page *itemFormPage, organisation int64) error {
	var err error
	if page.ItemChoices, err = s.store.ItemChoices(c.Request().Context(), viewer(c), organisation); err != nil {
		return err
	}
	page.NotInPack = s.notInPacks(c.Request().Context(), page.Papers)
	ticked := map[int64]bool{}
	for _, p := range page.Colleagues {
		ticked[p.ID] = true
		page.From = p.Organisation.Name
		page.Presenters = append(page.Presenters, Option{Value: fmt.Sprint(p.ID), Text: p.Name, Hint: p.JobTitle})
	}
	for _, p := range page.Item.Presenters { // of other organisations, chosen by name before
		if p.Person != nil && !ticked[p.Person.ID] {
			page.Presenters = append(page.Presenters, Option{Value: fmt.Sprint(p.Person.ID), Text: p.Person.Name, Hint: p.Person.Organisation.Name})
		}
	}
	if len(page.Practices) > 0 {
		page.PracticeList = []Option{{Value: "", Text: "No"}}
		for _, p := range page.Practices {
			page.PracticeList = append(page.PracticeList, Option{Value: fmt.Sprint(p.ID), Text: p.Title})
		}
	}
	for _, o := range page.ItemChoices.Organisations {
		page.Organisations = append(page.Organisations, Option{Value: fmt.Sprint(o.ID), Text: o.Name})
	}
	page.Names = nil
	for n := range max(3, len(page.Form.Names)) {
		row := nameRow{Field: fmt.Sprintf("name-%d", n+1), Label: fmt.Sprintf("Presenter %d", n+1)}
		if len(page.Presenters) > 0 {
			row.Label = fmt.Sprintf("Somebody else %d", n+1)
		}
		if n < len(page.Form.Names) {
			row.Name = page.Form.Names[n]
		}
		page.Names = append(page.Names, row)
	}
	if page.Form.OrganisationID == 0 {
		page.Form.OrganisationID = organisation
	}
	return nil
}

// readItem reads the item's form, field by field.
func readItem(f form) models.ItemForm {
	form := models.ItemForm{
		Title: f.Line("title"), Purpose: models.Purpose(f.Line("purpose")), Minutes: f.Line("minutes"), Ask: f.Text("ask"), Background: f.Text("background"),
		Restricted: f.Checked("restricted"), PracticeID: int64(f.ID("practice")), OrganisationID: int64(f.ID("organisation")),
		RightToSend: f.Checked("right_to_send"), Key: f.Line("key"), PaperTitles: map[int64]string{},
	}
	for _, value := range f.Values("presenters") {
		if id, err := strconv.ParseInt(value, 10, 64); err == nil {
			form.PersonIDs = append(form.PersonIDs, id)
		}
	}
	for n := 1; f.Has(fmt.Sprintf("name-%d", n)) && n <= 20; n++ {
		if name := f.Line(fmt.Sprintf("name-%d", n)); name != "" {
			form.Names = append(form.Names, name)
		}
	}
	for name := range f.values {
		if id, ok := strings.CutPrefix(name, "paper-title-"); ok {
			if id, err := strconv.ParseInt(id, 10, 64); err == nil {
				form.PaperTitles[id] = f.Line(name)
			}
		}
	}
	return form
}

// editItem shows the form of an item that is kept already.
func (s *Server) editItem(c echo.Context) error {
	page, data, err := s.editItemPage(c)
	if err != nil {
		return err
	}
	if !data.MayChange {
		return &models.Error{Kind: models.KindBadState, Message: "This item can no longer be changed. Ask the secretariat if something in it is wrong."}
	}
	i := data.Item
	page.Version = i.Version
	page.Form = models.ItemForm{
		Title: i.Title, Purpose: i.Purpose, Ask: i.Ask, Background: i.Background, Restricted: i.Restricted, PracticeID: idOrNone(i.PracticeID), OrganisationID: idOrNone(i.OrganisationID),
	}
	if i.Minutes > 0 || i.State == models.ItemAccepted {
		page.Form.Minutes = fmt.Sprint(i.Minutes)
	}
	for _, p := range i.Presenters {
		if p.PersonID != nil {
			page.Form.PersonIDs = append(page.Form.PersonIDs, *p.PersonID)
		} else {
			page.Form.Names = append(page.Form.Names, p.Name)
		}
	}
	if err := s.offer(c, page, idOrNone(i.OrganisationID)); err != nil {
		return err
	}
	return render(c, http.StatusOK, "items/form", page)
}

func idOrNone(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

func (s *Server) editItemPage(c echo.Context) (*itemFormPage, models.ItemPage, error) {
	data, err := s.store.ItemPage(c.Request().Context(), viewer(c), numberParam(c))
	if err != nil {
		return nil, data, err
	}
	if !viewer(c).May(models.SubmitItems, data.Item.OwnedBy(viewer(c))) {
		return nil, data, &models.Error{Kind: models.KindNotAllowed, Message: "Only the organisation that sent this item can change it."}
	}
	page, err := s.itemFormPage(c, *data.Item.Meeting, "Change an agenda item")
	if err != nil {
		return nil, data, err
	}
	page.of(data)
	return page, data, nil
}

// of makes the page one of an item that is kept.
func (p *itemFormPage) of(data models.ItemPage) {
	p.Item, p.Version, p.Papers = data.Item, data.Item.Version, data.Item.Papers
	p.About = data.Item.Name() + ", " + p.About
	if data.Item.Title == "" { // of which there may be more
		p.About += fmt.Sprintf(", draft %d", data.Item.ID)
	}
	p.Action, p.MaySubmit = itemURL(data.Item)+"/edit", data.MaySubmit
}
