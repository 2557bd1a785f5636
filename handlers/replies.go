package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

type comingPage struct {
	Frame
	models.ComingPage
	When  string
	Bar   Coming
	Show  string // which organisations are listed: an answer, or empty for all
	Shows []Option
	Shown []models.ComingOrganisation
	Pages Pages
}

// comingShown is how many people a page of answers names, but never less than
// one organisation.
const comingShown = 250

// showComing lists who is coming, by organisation.
func (s *Server) showComing(c echo.Context) error {
	data, err := s.store.ComingPage(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "meetings", "Who is coming")
	if err != nil {
		return err
	}
	frame.About = wallClock{s.zone()}.about(data.Meeting)
	page := &comingPage{Frame: frame, ComingPage: data, When: wallClock{s.zone()}.when(data.Meeting)}
	page.Bar = Coming{Yes: data.Coming.Yes, No: data.Coming.No, All: len(data.Coming.Organisations)}
	page.Shows = []Option{{Text: "All"}, {Value: "none", Text: fmt.Sprintf("No answer (%d)", data.Coming.None)},
		{Value: "apologies", Text: fmt.Sprintf("Apologies (%d)", data.Coming.No)}, {Value: "coming", Text: fmt.Sprintf("Coming (%d)", data.Coming.Yes)}}
	n := narrowing{c: c}
	page.Show = n.choice("show", values(page.Shows)...)
	if err := n.err(); err != nil {
		return err
	}
	want := map[string]models.Reply{"none": models.NoReply, "apologies": models.ReplyApologies, "coming": models.ReplyComing}[page.Show]
	for _, o := range data.Coming.Organisations {
		if want == "" || o.Standing == want {
			page.Shown = append(page.Shown, o)
		}
	}
	page.turn(c)
	return render(c, http.StatusOK, "meetings/coming", page)
}

// turn keeps the organisations of this page: those after the one at which the
// page before ended.
func (page *comingPage) turn(c echo.Context) {
	after, _ := strconv.ParseInt(c.QueryParam("after"), 10, 64)
	if i := slices.IndexFunc(page.Shown, func(o models.ComingOrganisation) bool { return o.ID == after }); i >= 0 {
		page.Shown = page.Shown[i+1:]
		page.Pages.Previous, page.Pages.PreviousText = withQuery(c, "after", ""), "First"
	}
	people := 0
	for i, o := range page.Shown {
		if people += len(o.People); people > comingShown && i > 0 {
			page.Shown = page.Shown[:i]
			page.Pages.Next = withQuery(c, "after", strconv.FormatInt(page.Shown[i-1].ID, 10))
			return
		}
	}
}

// replyPage is the form on which somebody answers an invitation.
type replyPage struct {
	Frame
	models.ReplyPage
	When       string
	Form       models.ReplyForm
	For        int64 // whose answer is recorded; 0 is one's own
	Answers    []Option
	Colleague  []Option
	DeputyName string
}

func (s *Server) newReplyPage(c echo.Context, id int64) (*replyPage, error) {
	data, err := s.store.ReplyPage(c.Request().Context(), viewer(c), c.Param("ref"), id)
	if err != nil {
		return nil, err
	}
	title := "Are you coming?"
	if !data.Own {
		title = "Is " + data.Attendance.Name + " coming?"
	}
	frame, err := s.frame(c, "meetings", title)
	if err != nil {
		return nil, err
	}
	frame.About = wallClock{s.zone()}.about(data.Meeting)
	page := &replyPage{Frame: frame, ReplyPage: data, When: wallClock{s.zone()}.when(data.Meeting), For: id}
	page.fill()
	return page, nil
}

// fill puts the answer that was given last into the form.
func (page *replyPage) fill() {
	page.Form = models.ReplyForm{Reply: page.Attendance.Reply, Note: page.Attendance.ReplyNote}
	if d := page.Deputy; d != nil {
		if d.PersonID != nil {
			page.Form.DeputyID = *d.PersonID
		} else {
			page.Form.DeputyName, page.Form.DeputyJobTitle, page.Form.DeputyEmail = d.Name, d.JobTitle, d.Email
		}
	}
}

// choose chooses the answer that the link asked for.
func (page *replyPage) choose(answer string) {
	switch answer {
	case "coming":
		page.Form.Reply = models.ReplyComing
	case "deputy":
		page.Form.Reply = models.ReplyDeputy
	case "apologies":
		page.Form.Reply = models.ReplyApologies
	}
}

// replyForm reads what was answered.
func replyForm(f form) models.ReplyForm {
	return models.ReplyForm{Reply: models.Reply(f.Line("reply")), Note: f.Line("note"), DeputyID: int64(f.ID("deputy")),
		DeputyName: f.Line("deputy_name"), DeputyJobTitle: f.Line("deputy_job_title"), DeputyEmail: f.Line("deputy_email")}
}

// thanks is what is said after an answer.
var thanks = map[models.Reply]string{models.ReplyComing: "Thank you. You are coming.", models.ReplyApologies: "Thank you. Your apologies are noted.",
	models.ReplyDeputy: "Thank you. Your deputy is noted."}

// draw makes the choices of the form from what is filled in.
func (page *replyPage) draw() {
	colleague := []Option{{Value: "", Text: "Somebody else, named below"}}
	for _, p := range page.Colleagues {
		text := p.Name
		if p.JobTitle != "" {
			text += ", " + p.JobTitle
		}
		colleague = append(colleague, Option{Value: fmt.Sprint(p.ID), Text: text})
	}
	errs, f := page.Errors, page.Form
	chosen := ""
	if f.DeputyID != 0 {
		chosen = strconv.FormatInt(f.DeputyID, 10)
	}
	var deputy []*Field
	if len(page.Colleagues) > 0 {
		deputy = append(deputy, &Field{Name: "deputy", Label: "A colleague", Kind: "select", Value: chosen, Options: colleague, Error: errs.For("deputy")})
	}
	name := "Their name"
	if len(page.Colleagues) > 0 {
		name = "Name of somebody else"
	}
	deputy = append(deputy,
		&Field{Name: "deputy_name", Label: name, Value: f.DeputyName, Hint: "The secretariat confirms them", Error: errs.For("deputy_name"), Autocomplete: "off"},
		&Field{Name: "deputy_job_title", Label: "Their job title", Optional: true, Value: f.DeputyJobTitle, Error: errs.For("deputy_job_title"), Autocomplete: "off"},
		&Field{Name: "deputy_email", Label: "Their email address", Optional: true, Type: "email", Value: f.DeputyEmail, Error: errs.For("deputy_email"),
			Hint: "Only the secretariat sees it", Autocomplete: "off", Spellcheck: "false"})
	note := &Field{Name: "note", Label: "Reason", Optional: true, Value: f.Note, Error: errs.For("note"), Hint: "Only the secretariat sees it"}
	yes, no, stand := "Yes, I am coming", "No, I send my apologies", "I am sending a deputy in my place"
	if !page.Own {
		yes, no, stand = "Coming", "Apologies", "Sends a deputy"
	}
	page.Answers = []Option{
		{Value: string(models.ReplyComing), Text: yes},
		{Value: string(models.ReplyDeputy), Text: stand, Reveals: deputy},
		{Value: string(models.ReplyApologies), Text: no, Reveals: []*Field{note}},
	}
}

// askForReply shows the form, with the answer that the link asked for chosen.
func (s *Server) askForReply(c echo.Context) error {
	id, _ := strconv.ParseInt(c.QueryParam("for"), 10, 64)
	page, err := s.newReplyPage(c, id)
	if err != nil {
		return err
	}
	if m := page.Meeting; m.State == models.MeetingPlanned {
		setFlash(c, Flash{Text: "This meeting has not been called yet. You will be asked whether you are coming when it is."})
		return c.Redirect(http.StatusSeeOther, meetingPath(m.Reference))
	} else if m.State != models.MeetingCalled && m.State != models.MeetingPublished {
		return s.tooLate(c, m, "answered")
	}
	page.choose(c.QueryParam("answer"))
	page.draw()
	return render(c, http.StatusOK, "meetings/reply", page)
}

// reply takes the answer.
func (s *Server) reply(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id := int64(f.ID("for"))
	page, err := s.newReplyPage(c, id)
	if err != nil {
		return err
	}
	page.Form = replyForm(f)
	page.Form.AttendanceID = id
	a, err := s.store.ReplyToInvitation(c.Request().Context(), viewer(c), c.Param("ref"), page.Form)
	if err != nil {
		page.Errors, _, _ = problems(err)
		page.draw()
		return s.again(c, err, "meetings/reply", page)
	}
	if !page.Own {
		done(c, "The answer of "+a.Name+" is recorded.")
		return c.Redirect(http.StatusSeeOther, meetingPath(c.Param("ref"))+"/coming")
	}
	done(c, thanks[a.Reply])
	return c.Redirect(http.StatusSeeOther, meetingPath(c.Param("ref")))
}
