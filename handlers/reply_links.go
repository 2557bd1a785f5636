package handlers

import (
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// replyLinkPage is where the links in an invitation lead: the form, for somebody
// who need not sign in.
type replyLinkPage struct {
	replyPage
	Person models.Person
	Open   bool // answers are taken now
	Known  bool // the link is one of ours
}

// newReplyLinkPage reads the link. One that is none of ours gives a page that
// says so and leads to the sign-in, not an error.
func (s *Server) newReplyLinkPage(c echo.Context) (*replyLinkPage, error) {
	link, err := s.store.ReplyLink(c.Request().Context(), c.Param("token"))
	known := models.KindOf(err) != models.KindNotFound
	if err != nil && known {
		return nil, err
	}
	page := &replyLinkPage{Person: link.Person, Open: link.Open, Known: known}
	page.ReplyPage = link.ReplyPage
	title := "Are you coming?"
	switch {
	case !known:
		title = "This link does not work"
	case !link.Open && link.Meeting.State == models.MeetingCancelled:
		title = "This meeting is cancelled"
	case !link.Open:
		title = "Answers are not taken any more"
	}
	if page.Frame, err = s.frame(c, "", title); err != nil {
		return nil, err
	}
	if known {
		page.When = wallClock{s.zone()}.when(link.Meeting)
	}
	page.fill()
	c.Response().Header().Del("ETag")
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return page, nil
}

// askForReplyByLink shows the form, with the answer chosen that the link names.
// Opening it answers nothing, since programs that check mail for harm open every
// link in it.
func (s *Server) askForReplyByLink(c echo.Context) error {
	page, err := s.newReplyLinkPage(c)
	if err != nil {
		return err
	}
	if !page.Known || !page.Open {
		return render(c, http.StatusGone, "meetings/reply-link", page)
	}
	page.choose(c.QueryParam("answer"))
	page.draw()
	return render(c, http.StatusOK, "meetings/reply-link", page)
}

// replyByLink takes the answer.
func (s *Server) replyByLink(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.newReplyLinkPage(c)
	if err != nil {
		return err
	}
	if !page.Known || !page.Open {
		return render(c, http.StatusGone, "meetings/reply-link", page)
	}
	page.Form = replyForm(f)
	a, err := s.store.ReplyByLink(c.Request().Context(), c.Param("token"), page.Form)
	if err != nil {
		page.Errors, _, _ = problems(err)
		page.draw()
		return s.again(c, err, "meetings/reply-link", page)
	}
	done(c, thanks[a.Reply]+" You can change your answer here until the meeting.")
	return c.Redirect(http.StatusSeeOther, "/reply/"+url.PathEscape(c.Param("token")))
}

// chaseReplies asks those again who have not answered.
func (s *Server) chaseReplies(c echo.Context) error {
	n, err := s.store.ChaseReplies(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return err
	}
	done(c, plural(n, "person is", "people are")+" asked again.")
	return c.Redirect(http.StatusSeeOther, meetingPath(c.Param("ref"))+"/coming")
}

// confirmDeputy agrees to a deputy who has no account.
func (s *Server) confirmDeputy(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	d, err := s.store.ConfirmDeputy(c.Request().Context(), viewer(c), c.Param("ref"), id)
	if err != nil {
		return err
	}
	text := d.Name + " is confirmed as deputy."
	if d.Email != "" {
		text += " An email with the details is on its way."
	}
	done(c, text)
	return c.Redirect(http.StatusSeeOther, meetingPath(c.Param("ref"))+"/coming")
}
