package handlers

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// sendPDF answers with a document, shown in the browser under a name that says
// what it is when it is saved.
func sendPDF(c echo.Context, name string, pdf []byte, err error) error {
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `inline; filename="`+name+`.pdf"`)
	return c.Blob(http.StatusOK, "application/pdf", pdf)
}

// versionAsked is the version in the address, 0 for the newest that counts.
func versionAsked(c echo.Context) int {
	if c.QueryParam("version") == "draft" {
		return models.Draft
	}
	n, err := strconv.Atoi(c.QueryParam("version"))
	if err != nil || n < 0 {
		return 0
	}
	return n
}

func (s *Server) agendaPDF(c echo.Context) error {
	content, err := s.store.AgendaContent(c.Request().Context(), viewer(c), c.Param("ref"), max(0, versionAsked(c)))
	if err != nil {
		return err
	}
	pdf, err := documents.Agenda(content)
	return sendPDF(c, "agenda-"+content.Meeting.Reference, pdf, err)
}

// actionsPDF is the tracker as the page shows it, with the same filter.
func (s *Server) actionsPDF(c echo.Context) error {
	content, err := s.store.Tracker(c.Request().Context(), viewer(c), trackerFilter(c))
	if err != nil {
		return err
	}
	pdf, err := documents.Tracker(content)
	return sendPDF(c, "actions-"+content.AsOf.String(), pdf, err)
}

// meetingActionsPDF is the actions that arose from one meeting, settled ones too.
func (s *Server) meetingActionsPDF(c echo.Context) error {
	content, err := s.store.Tracker(c.Request().Context(), viewer(c), models.TrackerFilter{Meeting: c.Param("ref"), State: models.TrackerAll})
	if err != nil {
		return err
	}
	pdf, err := documents.Tracker(content)
	return sendPDF(c, "actions-"+c.Param("ref"), pdf, err)
}

// edition is the one in the address, or the one that is for this viewer.
func edition(c echo.Context) models.Edition {
	if c.QueryParam("edition") == string(models.PublicEdition) || !viewer(c).SignedIn() {
		return models.PublicEdition
	}
	return models.MembersEdition
}

func (s *Server) minutesPDF(c echo.Context) error {
	content, err := s.store.MinutesContent(c.Request().Context(), viewer(c), c.Param("ref"), edition(c), versionAsked(c))
	if err != nil {
		return err
	}
	name := "minutes-" + content.Meeting.Reference
	if content.Edition == models.PublicEdition {
		name += "-public"
	}
	pdf, err := documents.Minutes(content)
	return sendPDF(c, name, pdf, err)
}
