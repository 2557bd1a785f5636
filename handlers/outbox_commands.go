package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// sendLetterAgain sends one letter again, or at once.
func (s *Server) sendLetterAgain(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	l, err := s.store.SendLetterAgain(c.Request().Context(), viewer(c), id)
	if err != nil {
		return s.backToLetter(c, id, err)
	}
	done(c, "The email to "+l.Name+" is in the outbox again, to "+l.Email+".")
	return c.Redirect(http.StatusSeeOther, letterPath(l.ID))
}

// cancelLetter takes a letter that waits out of the outbox.
func (s *Server) cancelLetter(c echo.Context) error {
	id, err := idParam(c)
	if err != nil {
		return err
	}
	if _, err := s.store.CancelLetter(c.Request().Context(), viewer(c), id); err != nil {
		return s.backToLetter(c, id, err)
	}
	done(c, "The email is cancelled: it will not be sent.")
	return c.Redirect(http.StatusSeeOther, letterPath(id))
}

// sendFailedLettersAgain sends all letters again that failed.
func (s *Server) sendFailedLettersAgain(c echo.Context) error {
	n, err := s.store.SendFailedLettersAgain(c.Request().Context(), viewer(c))
	if models.KindOf(err) == models.KindBadState {
		setFlash(c, Flash{Text: err.Error()})
		return c.Redirect(http.StatusSeeOther, "/outbox")
	}
	if err != nil {
		return err
	}
	done(c, fmt.Sprintf("%s in the outbox again.", plural(int(n), "email is", "emails are")))
	return c.Redirect(http.StatusSeeOther, "/outbox?state=waiting")
}

// backToLetter shows the letter as it is now, and why it cannot be changed.
func (s *Server) backToLetter(c echo.Context, id int64, err error) error {
	if models.KindOf(err) != models.KindBadState {
		return err
	}
	setFlash(c, Flash{Text: err.Error()})
	return c.Redirect(http.StatusSeeOther, letterPath(id))
}

func letterPath(id int64) string { return "/outbox/" + strconv.FormatInt(id, 10) }
