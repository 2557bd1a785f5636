package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// SetUpPage asks the first secretariat person about the partnership and
// themselves.
type SetUpPage struct {
	Frame
	Form models.SetUpForm
}

// showSetUp is there once, for whoever has the link that the server printed.
func (s *Server) showSetUp(c echo.Context) error {
	ok, err := s.store.MaySetUp(c.Request().Context(), c.Param("token"))
	if err != nil {
		return err
	}
	if !ok {
		return echo.ErrNotFound
	}
	page, err := s.setUpPage(c, models.SetUpForm{})
	if err != nil {
		return err
	}
	c.Response().Header().Del("ETag")
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return render(c, http.StatusOK, "set-up", page)
}

func (s *Server) setUpPage(c echo.Context, form models.SetUpForm) (*SetUpPage, error) {
	frame, err := s.frame(c, "", "Set up your partnership")
	return &SetUpPage{Frame: frame, Form: form}, err
}

// setUp names the partnership and signs its first person in.
func (s *Server) setUp(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	form := models.SetUpForm{
		Partnership: f.Line("partnership"), Convener: f.Line("convener"), ConvenerAbb: f.Line("convener_abb"),
		Name: f.Line("name"), JobTitle: f.Line("job_title"), Email: f.Line("email"),
	}
	session, err := s.store.SetUp(c.Request().Context(), c.Param("token"), form)
	if err != nil {
		page, pageErr := s.setUpPage(c, form)
		if pageErr != nil {
			return pageErr
		}
		return s.again(c, err, "set-up", page)
	}
	done(c, "The partnership is set up and you are signed in.")
	return s.enter(c, session, "/settings")
}
