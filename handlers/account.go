package handlers

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// AccountPage is what the viewer is here, and where they are signed in.
type AccountPage struct {
	Frame
	models.Account
	ReplyAddress string
	Emails       []Option // the kinds of email that can be chosen
	Chosen       []string
	Calendar     AccountCalendar
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
	page := &AccountPage{Frame: frame, Account: account, ReplyAddress: p.ReplyAddress, Chosen: []string{}}
	for _, kind := range models.OptionalLetterKinds() {
		page.Emails = append(page.Emails, Option{Value: string(kind), Text: kind.Tells()})
		if !slices.Contains(account.Unwanted, kind) {
			page.Chosen = append(page.Chosen, string(kind))
		}
	}
	if page.Calendar, err = s.accountCalendar(c); err != nil {
		return err
	}
	return render(c, http.StatusOK, "account", page)
}

// chooseLetters takes which kinds of email the viewer wants.
func (s *Server) chooseLetters(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	var wanted []models.LetterKind
	for _, kind := range f.Values("emails") {
		wanted = append(wanted, models.LetterKind(kind))
	}
	if err := s.store.ChooseLetters(c.Request().Context(), viewer(c), wanted); err != nil {
		return err
	}
	done(c, "Your choice of emails is saved.")
	return c.Redirect(http.StatusSeeOther, "/account")
}

func (s *Server) signOutEverywhere(c echo.Context) error {
	if err := s.store.SignOutEverywhere(c.Request().Context(), viewer(c)); err != nil {
		return err
	}
	c.SetCookie(s.cookie("", -1))
	done(c, "You are signed out in every browser.")
	return c.Redirect(http.StatusSeeOther, "/sign-in")
}
