package handlers

import (
	"net/http"

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
	setPDF(c, name)
	return c.Blob(http.StatusOK, "application/pdf", pdf)
}

// versionAsked is the version in the address, 0 for the newest that counts.
func versionAsked(c echo.Context) (int, error) {
	n := narrowing{c: c}
	if n.asked("version") == "draft" {
		return models.Draft, nil
	}
	return n.version("version"), n.err()
}

// agendaPDF is the agenda of the version asked for, else of the newest that was
// published, else as it stands.
func (s *Server) agendaPDF(c echo.Context) error {
	content, err := s.agendaAsked(c)
	if err != nil {
		return err
	}
	if content.Version == 0 {
		if err := s.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		pdf, err := documents.Agenda(content)
		return sendPDF(c, "agenda-"+content.Meeting.Reference+"-draft", pdf, err)
	}
	d, err := s.store.IssuedAgenda(c.Request().Context(), viewer(c), models.AgendaDocument, content)
	if err != nil {
		return err
	}
	return s.sendIssued(c, content.Meeting.Reference, d, content)
}

// agendaAsked reads the agenda that the address means. The draft is for those
// who build it, unless nothing has been published yet.
func (s *Server) agendaAsked(c echo.Context) (models.AgendaContent, error) {
	ctx, who := c.Request().Context(), viewer(c)
	version, err := versionAsked(c)
	if err != nil {
		return models.AgendaContent{}, err
	}
	if version <= 0 {
		m, err := s.store.Meeting(ctx, who, c.Param("ref"))
		if err != nil {
			return models.AgendaContent{}, err
		}
		if version == 0 || !who.May(models.BuildAgendas, false) {
			version = m.AgendaVersion
		}
	}
	return s.store.AgendaContent(ctx, who, c.Param("ref"), max(0, version))
}

// actionsPDF is the tracker as the page shows it, with the same filter.
func (s *Server) actionsPDF(c echo.Context) error {
	filter, err := trackerFilter(c)
	if err != nil {
		return err
	}
	filter.After = ""
	content, err := s.store.Tracker(c.Request().Context(), viewer(c), filter)
	if err != nil {
		return err
	}
	if err := s.AddLogo(&content.Letterhead); err != nil {
		return err
	}
	pdf, err := documents.Tracker(content)
	return sendPDF(c, "actions-"+content.AsOf.String(), pdf, err)
}

// meetingActionsPDF is the actions that arose from one meeting, settled ones too.
func (s *Server) meetingActionsPDF(c echo.Context) error {
	ctx, who := c.Request().Context(), viewer(c)
	m, err := s.store.Meeting(ctx, who, c.Param("ref"))
	if err != nil {
		return err
	}
	content, err := s.store.Tracker(ctx, who, models.TrackerFilter{Meeting: m.Reference, State: models.TrackerAll})
	if err != nil {
		return err
	}
	if err := s.AddLogo(&content.Letterhead); err != nil {
		return err
	}
	pdf, err := documents.Tracker(content)
	return sendPDF(c, "actions-"+m.Reference, pdf, err)
}

// minutesAsked reads the minutes that the address means: in the edition in it,
// or else the one that is for this viewer.
func (s *Server) minutesAsked(c echo.Context) (models.MinutesContent, error) {
	n, who := narrowing{c: c}, viewer(c)
	edition := models.Edition(n.choice("edition", string(models.MembersEdition), string(models.PublicEdition)))
	if err := n.err(); err != nil {
		return models.MinutesContent{}, err
	}
	if edition == "" || !who.May(models.ReadRestricted, false) {
		edition = models.PublicEdition
		if who.May(models.ReadRestricted, false) {
			edition = models.MembersEdition
		}
	}
	version, err := versionAsked(c)
	if err != nil {
		return models.MinutesContent{}, err
	}
	return s.store.MinutesContent(c.Request().Context(), who, c.Param("ref"), edition, version)
}

func (s *Server) minutesPDF(c echo.Context) error {
	content, err := s.minutesAsked(c)
	if err != nil {
		return err
	}
	if stillDraft(content) {
		name := "minutes-" + content.Meeting.Reference
		if content.Edition == models.PublicEdition {
			name += "-public"
		}
		if err := s.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		pdf, err := documents.Minutes(content)
		return sendPDF(c, name+"-draft", pdf, err)
	}
	d, err := s.store.IssuedMinutes(c.Request().Context(), viewer(c), content)
	if err != nil {
		return err
	}
	return s.sendIssued(c, content.Meeting.Reference, d, content)
}

// actionsXLSX is the tracker as a workbook, narrowed as the page is, all of it.
func (s *Server) actionsXLSX(c echo.Context) error {
	filter, err := trackerFilter(c)
	if err != nil {
		return err
	}
	filter.After = ""
	content, err := s.store.Tracker(c.Request().Context(), viewer(c), filter)
	if err != nil {
		return err
	}
	workbook, err := documents.TrackerXLSX(content)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="actions-`+content.AsOf.String()+`.xlsx"`)
	return c.Blob(http.StatusOK, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook)
}

// sheetPDF is the attendance sheet to be signed at the meeting.
func (s *Server) sheetPDF(c echo.Context) error {
	content, err := s.store.SheetContent(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return err
	}
	if err := s.AddLogo(&content.Letterhead); err != nil {
		return err
	}
	pdf, err := documents.AttendanceSheet(content)
	return sendPDF(c, "attendance-sheet-"+content.Meeting.Reference, pdf, err)
}

// decisionsPDF is the register as the page shows it, with the same filter.
func (s *Server) decisionsPDF(c echo.Context) error {
	filter, err := decisionFilter(c)
	if err != nil {
		return err
	}
	content, err := s.store.RegisterContent(c.Request().Context(), viewer(c), filter)
	if err != nil {
		return err
	}
	if err := s.AddLogo(&content.Letterhead); err != nil {
		return err
	}
	pdf, err := documents.Register(content)
	return sendPDF(c, "decisions-"+content.AsOf.String(), pdf, err)
}

// leafletPDF is one practice to be handed round.
func (s *Server) leafletPDF(c echo.Context) error {
	content, err := s.store.LeafletContent(c.Request().Context(), viewer(c), c.Param("slug"))
	if err != nil {
		return err
	}
	if err := s.AddLogo(&content.Letterhead); err != nil {
		return err
	}
	pdf, err := documents.Leaflet(content)
	return sendPDF(c, c.Param("slug"), pdf, err)
}
