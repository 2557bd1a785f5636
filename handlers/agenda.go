package handlers

import (
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// agendaPage is an agenda to be read.
type agendaPage struct {
	Frame
	models.AgendaContent
	Now         models.Meeting // as it is now, whatever the agenda said when it was published
	Standing    string         // "Version 2, published 24 November 2026", or that it is not
	Versions    []models.AgendaVersion
	Older       bool // a version that has been replaced
	PDF         string
	Pack        string
	Logo        *LogoImage
	Supplement  string // "" where no version was replaced by this
	Secretariat bool
	Unpublished int // changes since the version published last, for the secretariat
}

func (s *Server) showAgenda(c echo.Context) error {
	ctx, who := c.Request().Context(), viewer(c)
	m, err := s.store.Meeting(ctx, who, c.Param("ref"))
	if err != nil {
		return err
	}
	version := m.AgendaVersion
	if asked := c.QueryParam("version"); asked != "" {
		if version, err = strconv.Atoi(asked); err != nil || version < 1 {
			return &models.Error{Kind: models.KindNotFound, Message: "There is no such version of the agenda."}
		}
	}
	content, err := s.store.AgendaContent(ctx, who, m.Reference, version)
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "meetings", "Agenda of "+content.Meeting.Day.Medium())
	if err != nil {
		return err
	}
	page := &agendaPage{
		Frame: frame, AgendaContent: content, Now: m, Secretariat: who.May(models.BuildAgendas, false), Older: version > 0 && version < m.AgendaVersion,
		PDF: "/meetings/" + m.Reference + "/agenda.pdf",
	}
	asked := ""
	if page.Older {
		asked = "?version=" + strconv.Itoa(version)
	}
	page.PDF += asked
	page.Pack = "/meetings/" + m.Reference + "/pack" + asked
	if version > 1 {
		page.Supplement = "/meetings/" + m.Reference + "/supplement" + asked
	}
	page.Marking = documents.AgendaMarking(content)
	page.Logo = logoImage(content.Letterhead.Logo)
	switch {
	case version == 0:
		page.Standing = "Draft. This agenda has not been published. It may still change."
	case content.PublishedAt != nil:
		page.Standing = documents.AgendaStanding(content)
	}
	if page.Versions, err = s.store.AgendaVersions(ctx, who, m); err != nil {
		return err
	}
	if page.Secretariat && m.AgendaVersion > 0 && !page.Older {
		next, err := s.store.AgendaToPublish(ctx, who, m.Reference)
		if err != nil {
			return err
		}
		page.Unpublished = len(next.Changes)
	}
	return render(c, http.StatusOK, "agenda/show", page)
}

// Details says whether there is more to tell of an item than its row.
func (p *agendaPage) Details(l models.AgendaLine) bool {
	return l.Ask != "" || l.Background != "" || len(l.Papers) > 0 || len(l.Arising) > 0
}

// AnyDetails says whether there is more to tell of any.
func (p *agendaPage) AnyDetails() bool {
	for _, l := range p.Items {
		if p.Details(l) {
			return true
		}
	}
	return false
}

// Closed says whether the agenda can no longer be built.
func (p *agendaPage) Closed() bool { return over(p.Now) }

// Papers names the papers of an item: "papers 4a and 4b".
func (p *agendaPage) Papers(l models.AgendaLine) string { return documents.PaperLabels(l.Papers) }

// PaperType says what kind of file a paper is.
func (p *agendaPage) PaperType(mediaType string) string { return paperType(mediaType) }
