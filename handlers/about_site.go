package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// AboutSitePage is one of the pages that the footer links to.
type AboutSitePage struct {
	Frame
	Settings     models.Partnership
	SessionHours int
	SessionDays  int
	// The names of the two cookies.
	SessionCookie, FlashCookie string
}

// aboutSite answers with one of them; template names it.
func (s *Server) aboutSite(title, template string) echo.HandlerFunc {
	return func(c echo.Context) error {
		frame, err := s.frame(c, "", title)
		if err != nil {
			return err
		}
		p, err := s.settings(c.Request().Context())
		if err != nil {
			return err
		}
		idle, life := models.SessionLimits()
		return render(c, http.StatusOK, template, &AboutSitePage{
			Frame: frame, Settings: p, SessionHours: int(idle.Hours()), SessionDays: int(life.Hours() / 24),
			SessionCookie: s.sessionCookie(), FlashCookie: flashCookie,
		})
	}
}
