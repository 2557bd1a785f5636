package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/calendar"
	"quarterday/models"
)

// PublicHomePage is the partnership's face to those who are not signed in.
type PublicHomePage struct {
	Frame
	SetUp   bool   // false in an installation that is still empty
	AboutUs string // of the partnership, in Markdown
	Logo    *LogoImage
	Date    string // of the next meeting, empty where the public is not told
	Hours   string
	Minutes []PublicMinutesLine
	Earlier []PublicMinutesLine // minutes that are folded away

	Practices []models.PublicPractice
}

// PublicMinutesLine is one public edition of minutes.
type PublicMinutesLine struct {
	URL, PDF, Text, About string
}

// minutesUnfolded is a year's worth.
const minutesUnfolded = 4

func (s *Server) publicHome(c echo.Context) error {
	ctx := c.Request().Context()
	p, err := s.settings(ctx)
	if err != nil {
		return err
	}
	title := p.Name
	if title == "" {
		title = "Quarterday"
	}
	frame, err := s.frame(c, "home", title)
	if err != nil {
		return err
	}
	h, err := s.store.PublicHome(ctx)
	if err != nil {
		return err
	}
	page := PublicHomePage{Frame: frame, SetUp: p.SetUpAt != nil, AboutUs: p.About, Logo: logoImage(p.Logo()), Practices: h.Practices}
	w := wordingOf(p, calendar.DateOf(s.store.Now(), p.Location()))
	if h.Next != nil {
		m := models.Meeting{StartsAt: h.Next.StartsAt, DurationMinutes: int(h.Next.EndsAt.Sub(h.Next.StartsAt).Minutes())}
		page.Date, page.Hours = w.day(m.StartsAt).Long(), w.fromTo(m)
	}
	for _, m := range h.Minutes {
		meeting := models.Meeting{Reference: m.Reference, StartsAt: m.StartsAt}
		page.Minutes = append(page.Minutes, PublicMinutesLine{
			URL: meetingURL(meeting, "minutes"), PDF: meetingURL(meeting, "minutes.pdf"),
			Text: "Minutes of " + w.day(m.StartsAt).Medium(), About: m.Name + ". Published on " + w.day(m.PublishedAt).Medium(),
		})
	}
	if len(page.Minutes) > minutesUnfolded {
		page.Minutes, page.Earlier = page.Minutes[:minutesUnfolded], page.Minutes[minutesUnfolded:]
	}
	return render(c, http.StatusOK, "home/public", &page)
}
