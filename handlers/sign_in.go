package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// signOut ends the session on the server, then in the browser.
func (s *Server) signOut(c echo.Context) error {
	if cookie, err := c.Cookie(s.sessionCookie()); err == nil {
		if err := s.store.SignOut(c.Request().Context(), viewer(c), cookie.Value); err != nil {
			return err
		}
	}
	c.SetCookie(s.cookie("", -1))
	done(c, "You are signed out.")
	return c.Redirect(http.StatusSeeOther, "/")
}

// signInToDemo signs in the demo's person of the role whose button was pressed.
// The route exists in the demo alone.
func (s *Server) signInToDemo(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	role := models.Role(f.Line("as"))
	if !role.Valid() {
		return &models.Error{Kind: models.KindInvalid, Fields: []models.FieldError{{Field: "as", Message: "Choose a role"}}}
	}
	token, err := s.store.StartDemoSession(c.Request().Context(), role)
	if err != nil {
		return err
	}
	s.beginSession(c, token)
	return c.Redirect(http.StatusSeeOther, nextPage(f.Line("next")))
}
