package handlers

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/calendar"
	"quarterday/models"
)

type meetingListPage struct {
	Frame
	List    models.MeetingList
	MayPlan bool
	Now     time.Time
}

// listMeetings shows the next meeting, those planned and those gone by.
func (s *Server) listMeetings(c echo.Context) error {
	list, err := s.store.Meetings(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	frame, err := s.frame(c, "meetings", "Meetings")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "meetings/list", &meetingListPage{Frame: frame, List: list, MayPlan: viewer(c).May(models.PlanMeetings, false), Now: s.store.Now()})
}

// showMeeting is the page of one meeting: where its quarter stands, what the
// viewer can do now, its agenda, who is coming, its documents.
func (s *Server) showMeeting(c echo.Context) error {
	data, err := s.store.MeetingPage(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return err
	}
	page, err := s.meetingPage(c, data)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "meetings/show", page)
}

// invitation is the meeting as a calendar file.
func (s *Server) invitation(c echo.Context) error {
	m, err := s.store.Meeting(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return err
	}
	text, err := calendar.Text(calendar.Publish, "", m.CalendarEvent(p, s.config.BaseURL))
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="`+m.FileName("invitation.ics")+`"`)
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8; method=PUBLISH", text)
}
