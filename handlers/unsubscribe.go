package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// UnsubscribePage is where the link to stop emails in one of them leads.
type UnsubscribePage struct {
	Frame
	models.StopLink
}

// linkEndedPage is where links in emails lead that are worth nothing any more.
type linkEndedPage struct {
	Frame
	ReplyAddress string
}

// linkEnded says in words that a link has ended, and what to do.
func (s *Server) linkEnded(c echo.Context) error {
	frame, err := s.frame(c, "", "This link does not work")
	if err != nil {
		return err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return err
	}
	c.Response().Header().Del("ETag")
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return render(c, http.StatusNotFound, "link-ended", &linkEndedPage{frame, p.ReplyAddress})
}

func (s *Server) unsubscribePage(c echo.Context, link models.StopLink) error {
	title := "Stop these emails?"
	if link.Stopped {
		title = "You get no more of these emails"
	}
	frame, err := s.frame(c, "", title)
	if err != nil {
		return err
	}
	c.Response().Header().Del("ETag")
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return render(c, http.StatusOK, "unsubscribe", &UnsubscribePage{Frame: frame, StopLink: link})
}

// askToUnsubscribe shows the one button. Opening it stops nothing, since
// programs that check mail for harm open every link in it.
func (s *Server) askToUnsubscribe(c echo.Context) error {
	link, err := s.store.StopLink(c.Request().Context(), c.Param("token"))
	if models.KindOf(err) == models.KindNotFound {
		return s.linkEnded(c)
	}
	if err != nil {
		return err
	}
	return s.unsubscribePage(c, link)
}

// unsubscribe stops the emails. Mail programs press it too, from their own
// servers and with no session (RFC 8058), and do not follow redirects.
func (s *Server) unsubscribe(c echo.Context) error {
	link, err := s.store.StopLetters(c.Request().Context(), viewer(c), c.Param("token"))
	if models.KindOf(err) == models.KindNotFound {
		return s.linkEnded(c)
	}
	if err != nil {
		return err
	}
	return s.unsubscribePage(c, link)
}
