package handlers

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// ReceivedPage lists emails that came back, newest first.
type ReceivedPage struct {
	Frame
	models.ReceivedList
	All   bool
	Reads bool // a mailbox is read
	// Answers are those of calendars that can be taken, several at once.
	Answers []models.Received
	// Trouble is the mailbox that cannot be read at the moment.
	Trouble *models.Mailbox
	Pages   Pages
}

func (s *Server) listReceived(c echo.Context) error {
	frame, err := s.frame(c, "outbox", "Received emails")
	if err != nil {
		return err
	}
	n := narrowing{c: c}
	before := n.number("before")
	page := &ReceivedPage{Frame: frame, All: n.choice("show", "all") != "", Reads: s.config.Mailbox}
	if err := n.err(); err != nil {
		return err
	}
	if page.ReceivedList, err = s.store.ReceivedList(c.Request().Context(), viewer(c), page.All, before); err != nil {
		return err
	}
	for _, e := range page.Emails {
		if e.CalendarReply() != "" && viewer(c).May(models.ManageOutbox, false) {
			page.Answers = append(page.Answers, e)
		}
	}
	if page.Reads {
		if page.Trouble, err = s.store.MailboxTrouble(c.Request().Context(), viewer(c)); err != nil {
			return err
		}
	}
	if page.Next != 0 {
		page.Pages.Next, page.Pages.NextText = withQuery(c, "before", strconv.FormatInt(page.Next, 10)), "Older"
	}
	if before != 0 {
		page.Pages.Previous, page.Pages.PreviousText = withQuery(c, "before", ""), "Newest"
	}
	return render(c, http.StatusOK, "outbox/received", page)
}

// ReceivedEmailPage is one email that came back, and what can be done with it.
type ReceivedEmailPage struct {
	Frame
	models.ReceivedPage
}

func (s *Server) receivedPage(c echo.Context) (*ReceivedEmailPage, error) {
	data, err := s.store.ReceivedEmail(c.Request().Context(), viewer(c), numberParam(c))
	if err != nil {
		return nil, err
	}
	title := data.Subject
	if title == "" {
		title = "An email without a subject"
	}
	frame, err := s.frame(c, "outbox", title)
	frame.About = "Email " + strconv.FormatInt(data.ID, 10) + " from " + data.Email
	return &ReceivedEmailPage{Frame: frame, ReceivedPage: data}, err
}

func (s *Server) showReceived(c echo.Context) error {
	page, err := s.receivedPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "outbox/received-show", page)
}

// useReceived does with the email what the secretariat decided.
func (s *Server) useReceived(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	r, err := s.store.UseReceived(c.Request().Context(), viewer(c), numberParam(c), f.Line("as"))
	if err != nil {
		page, pageErr := s.receivedPage(c)
		if pageErr != nil {
			return pageErr
		}
		return s.again(c, err, "outbox/received-show", page)
	}
	switch {
	case r.Outcome == models.ReceivedItem:
		done(c, "It is a draft item now. Finish it, or leave that to "+r.Person.Name+".")
		return c.Redirect(http.StatusSeeOther, "/items/"+strconv.FormatInt(*r.ItemID, 10))
	case r.Outcome == models.ReceivedUpdate:
		done(c, "It is added to the action’s history.")
		return c.Redirect(http.StatusSeeOther, "/actions/"+r.Action.Reference)
	}
	if r.Outcome == models.ReceivedReply {
		done(c, "The answer of "+r.Person.Name+" is recorded.")
	} else {
		done(c, "The email is set aside.")
	}
	return c.Redirect(http.StatusSeeOther, "/outbox/received")
}

// takeCalendarAnswers takes the answers of calendars that the secretariat ticked.
func (s *Server) takeCalendarAnswers(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	var ids []int64
	for _, value := range f.Values("answers") {
		if id, err := strconv.ParseInt(value, 10, 64); err == nil {
			ids = append(ids, id)
		}
	}
	taken, err := s.store.TakeCalendarAnswers(c.Request().Context(), viewer(c), ids)
	if err != nil {
		return err
	}
	switch {
	case len(ids) == 0:
		done(c, "No answer was ticked, so none is recorded.")
	case taken == len(ids):
		done(c, "Recorded answers: "+strconv.Itoa(taken)+".")
	default:
		done(c, "Recorded answers: "+strconv.Itoa(taken)+" of "+strconv.Itoa(len(ids))+". The others are of meetings that have changed since, or were settled already.")
	}
	return c.Redirect(http.StatusSeeOther, "/outbox/received")
}

// downloadAttachment sends one attachment, as a file to keep: never shown as a
// page of this site.
func (s *Server) downloadAttachment(c echo.Context) error {
	number, _ := strconv.ParseInt(c.Param("file"), 10, 64)
	file, err := s.store.ReceivedAttachment(c.Request().Context(), viewer(c), numberParam(c), number)
	if err != nil {
		return err
	}
	return s.sendAttachment(c, file.SHA256, file.MediaType, file.FileName)
}
