package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/calendar"
	"quarterday/models"
)

// AccountCalendar is the part of the account page about the viewer's own
// calendar address.
type AccountCalendar struct {
	models.CalendarFeed
	Address string // empty while there is none
	Choices []Option
}

// reminders are the choices of when a calendar reminds, in words.
var reminders = map[int]string{0: "No reminder", 60: "An hour before", 24 * 60: "A day before", 2 * 24 * 60: "Two days before"}

func (s *Server) accountCalendar(c echo.Context) (AccountCalendar, error) {
	var page AccountCalendar
	feed, token, err := s.store.CalendarAddress(c.Request().Context(), viewer(c))
	if err != nil {
		return page, err
	}
	page.CalendarFeed = feed
	if token != "" {
		page.Address = strings.TrimSuffix(s.config.BaseURL, "/") + "/calendar/" + url.PathEscape(token) + ".ics"
	}
	for _, minutes := range models.CalendarReminders {
		page.Choices = append(page.Choices, Option{Value: strconv.Itoa(minutes), Text: reminders[minutes]})
	}
	return page, nil
}

// Remind is the chosen reminder as the form has it.
func (a AccountCalendar) Remind() string { return strconv.Itoa(a.RemindMinutes) }

// followCalendar makes the viewer's calendar address, or changes its reminders.
func (s *Server) followCalendar(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	minutes, ok := f.Number("remind")
	if !ok {
		minutes = -1
	}
	made, err := s.store.FollowCalendar(c.Request().Context(), viewer(c), minutes)
	if err != nil {
		return err
	}
	if made {
		done(c, "Your calendar address is ready. Copy it into your calendar program.")
	} else {
		done(c, "The reminders of your calendar are changed.")
	}
	return c.Redirect(http.StatusSeeOther, "/account#calendar")
}

func (s *Server) renewCalendar(c echo.Context) error {
	if err := s.store.RenewCalendarAddress(c.Request().Context(), viewer(c)); err != nil {
		return err
	}
	done(c, "Your calendar has a new address. The old one no longer works.")
	return c.Redirect(http.StatusSeeOther, "/account#calendar")
}

func (s *Server) stopCalendar(c echo.Context) error {
	if err := s.store.StopCalendar(c.Request().Context(), viewer(c)); err != nil {
		return err
	}
	done(c, "Your calendar address is ended. Programs that still follow it get nothing.")
	return c.Redirect(http.StatusSeeOther, "/account#calendar")
}

// calendarFeed is somebody's own calendar, for the program that has its address.
func (s *Server) calendarFeed(c echo.Context) error {
	token, ok := strings.CutSuffix(c.Param("file"), ".ics")
	if !ok {
		return &models.Error{Kind: models.KindNotFound, Message: "There is no such calendar."}
	}
	data, err := s.store.PersonalCalendar(c.Request().Context(), token)
	if err != nil {
		return err
	}
	text, err := calendar.Text(calendar.Publish, data.Partnership.Name, data.Events(s.config.BaseURL)...)
	if err != nil {
		return err
	}
	// The address is the key: search engines that come across it keep out.
	c.Response().Header().Set("X-Robots-Tag", "noindex, nofollow")
	c.Response().Header().Set(echo.HeaderContentDisposition, `inline; filename="quarterday.ics"`)
	return c.Blob(http.StatusOK, "text/calendar; charset=utf-8", text)
}
