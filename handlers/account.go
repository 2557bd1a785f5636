package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// AccountPage is what the viewer is here, and where they are signed in.
type AccountPage struct {
	Frame
	models.Account
	ReplyAddress string
}

func (s *Server) showAccount(c echo.Context) error {
	frame, err := s.frame(c, "account", "Your account")
	if err != nil {
		return err
	}
	token := ""
	if cookie, err := c.Cookie(s.sessionCookie()); err == nil {
		token = cookie.Value
	}
	account, err := s.store.Account(c.Request().Context(), viewer(c), token)
	if err != nil {
		return err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "account", &AccountPage{Frame: frame, Account: account, ReplyAddress: p.ReplyAddress})
}

func (s *Server) signOutEverywhere(c echo.Context) error {
	if err := s.store.SignOutEverywhere(c.Request().Context(), viewer(c)); err != nil {
		return err
	}
	c.SetCookie(s.cookie("", -1))
	done(c, "You are signed out in every browser.")
	return c.Redirect(http.StatusSeeOther, "/sign-in")
}
