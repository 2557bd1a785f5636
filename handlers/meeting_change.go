package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/calendar"
	"quarterday/models"
)

// changePage is a page on which the secretariat changes one meeting.
type changePage struct {
	Frame
	Meeting models.Meeting
	When    string // "Tuesday 8 December 2026, 10:00 to 12:00"
	Version int
	Change  models.MeetingChange
	Move    models.MoveForm
	Reason  string
	Tell    bool
	People  []Option
	// What moving would do, once the new date has been understood.
	Preview   *models.MovePreview
	NewWhen   string
	Deadlines []deadlineRow
	Audience  models.MovePreview
	Rules     models.Deadlines
	Closes    string
	// Theirs is what somebody else saved while this form was open.
	Theirs *models.MeetingChange
	Ref    string
}

// deadlineRow is one deadline before and after a move.
type deadlineRow struct{ Name, Was, Becomes string }

// changing reads the meeting that a page changes, and refuses early what its
// state rules out.
func (s *Server) changing(c echo.Context, title string) (*changePage, error) {
	m, err := s.store.Meeting(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return nil, err
	}
	frame, err := s.frame(c, "meetings", title)
	if err != nil {
		return nil, err
	}
	w := wallClock{s.zone()}
	frame.About = w.about(m)
	page := &changePage{Frame: frame, Meeting: m, Version: m.Version, Ref: m.Reference, When: w.when(m)}
	return page, nil
}

// when is the meeting's day and hours; once it was held, those that it took.
func (w wallClock) when(m models.Meeting) string {
	from, to := w.clock(m.StartsAt), w.clock(m.EndsAt())
	if m.Began != "" && m.Ended != "" {
		from, to = m.Began, m.Ended
	}
	return fmt.Sprintf("%s, %s to %s", w.day(m.StartsAt).Long(), from, to)
}

func versionOf(f form) int {
	n, _ := f.Number("version")
	return n
}

func meetingPath(ref string) string { return "/meetings/" + ref }

// tooLate leads back to a meeting that has moved on since the link was made.
func (s *Server) tooLate(c echo.Context, m models.Meeting, what string) error {
	setFlash(c, Flash{Text: fmt.Sprintf("This meeting is %s, so it cannot be %s any more.", m.State, what)})
	return c.Redirect(http.StatusSeeOther, meetingPath(m.Reference))
}

// editMeeting shows the form for place, people and deadlines.
func (s *Server) editMeeting(c echo.Context) error {
	page, err := s.editPage(c)
	if err != nil {
		return err
	}
	page.Change = changeOf(page.Meeting, wallClock{s.zone()})
	return render(c, http.StatusOK, "meetings/edit", page)
}

func (s *Server) editPage(c echo.Context) (*changePage, error) {
	page, err := s.changing(c, "Change the meeting")
	if err != nil {
		return nil, err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return nil, err
	}
	page.Rules = p.Deadlines(page.Meeting.StartsAt, page.Meeting.CreatedAt)
	page.Closes = wallClock{s.zone()}.day(page.Rules.SubmissionsCloseAt).Medium()
	page.People, err = s.peopleOptions(c, "Nobody yet")
	return page, err
}

// changeOf is the meeting as the form shows it.
func changeOf(m models.Meeting, w wallClock) models.MeetingChange {
	change := models.MeetingChange{Title: m.Title, Venue: m.Venue, JoiningLink: m.JoiningLink,
		CallOn: m.CallOn.Medium(), SubmissionsCloseOn: w.day(m.SubmissionsCloseAt).Medium(), SubmissionsCloseTime: w.clock(m.SubmissionsCloseAt),
		AgendaOn: m.AgendaOn.Medium(), MinutesOn: m.MinutesOn.Medium(), CorrectionsOn: m.CorrectionsOn.Medium()}
	if m.ChairID != nil {
		change.ChairID = *m.ChairID
	}
	if m.MinuteTakerID != nil {
		change.MinuteTakerID = *m.MinuteTakerID
	}
	return change
}

// changeMeeting saves them.
func (s *Server) changeMeeting(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.editPage(c)
	if err != nil {
		return err
	}
	page.Version = versionOf(f)
	page.Change = models.MeetingChange{Title: f.Line("title"), Venue: f.Line("venue"), JoiningLink: f.Line("joining_link"),
		ChairID: int64(f.ID("chair")), MinuteTakerID: int64(f.ID("minute_taker")), CallOn: f.Line("call_on"),
		SubmissionsCloseOn: f.Line("submissions_close_on"), SubmissionsCloseTime: f.Line("submissions_close_time"),
		AgendaOn: f.Line("agenda_on"), MinutesOn: f.Line("minutes_on"), CorrectionsOn: f.Line("corrections_on")}
	if _, err := s.store.ChangeMeeting(c.Request().Context(), viewer(c), page.Ref, page.Version, page.Change); err != nil {
		if models.KindOf(err) == models.KindConflict {
			theirs := changeOf(page.Meeting, wallClock{s.zone()})
			page.Theirs, page.Version = &theirs, page.Meeting.Version
		}
		return s.again(c, err, "meetings/edit", page)
	}
	done(c, "The meeting is changed.")
	return c.Redirect(http.StatusSeeOther, meetingPath(page.Ref))
}

// askForMove shows the form for another date.
func (s *Server) askForMove(c echo.Context) error {
	page, err := s.changing(c, "Move the meeting")
	if err != nil {
		return err
	}
	if !page.Meeting.Movable() {
		return s.tooLate(c, page.Meeting, "moved")
	}
	w := wallClock{s.zone()}
	page.Move = models.MoveForm{Date: w.day(page.Meeting.StartsAt).Long(), Time: w.clock(page.Meeting.StartsAt), Minutes: strconv.Itoa(page.Meeting.DurationMinutes)}
	return render(c, http.StatusOK, "meetings/move", page)
}

// moveMeeting first shows what the move would do, then does it.
func (s *Server) moveMeeting(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.changing(c, "Move the meeting")
	if err != nil {
		return err
	}
	page.Version = versionOf(f)
	page.Move = models.MoveForm{Date: f.Line("date"), Time: f.Line("time"), Minutes: f.Line("minutes"), Reason: f.Text("reason"), Tell: f.Checked("tell")}
	if f.Line("do") == "move" {
		m, err := s.store.MoveMeeting(c.Request().Context(), viewer(c), page.Ref, page.Version, page.Move)
		if err == nil {
			done(c, "The meeting is moved to "+wallClock{s.zone()}.when(m)+".")
			return c.Redirect(http.StatusSeeOther, meetingPath(page.Ref))
		}
		page.Version = page.Meeting.Version // shown below as it is now, to be confirmed again
		return s.again(c, err, "meetings/move", page)
	}
	preview, err := s.store.PreviewMove(c.Request().Context(), viewer(c), page.Ref, page.Move)
	if err != nil {
		return s.again(c, err, "meetings/move", page)
	}
	page.Preview = &preview
	page.compareDeadlines(wallClock{s.zone()})
	if f.Line("do") == "edit" {
		page.Preview = nil
	}
	return render(c, http.StatusOK, "meetings/move", page)
}

// compareDeadlines lists the deadlines before and after.
func (page *changePage) compareDeadlines(w wallClock) {
	was, becomes := page.Meeting, page.Preview.Meeting
	page.NewWhen = w.when(becomes)
	add := func(name, before, after string) {
		page.Deadlines = append(page.Deadlines, deadlineRow{name, before, after})
	}
	if was.State == models.MeetingPlanned {
		add("Call the meeting", was.CallOn.Medium(), becomes.CallOn.Medium())
	}
	if was.State != models.MeetingPublished {
		moment := func(m models.Meeting) string {
			return w.day(m.SubmissionsCloseAt).Medium() + ", " + w.clock(m.SubmissionsCloseAt)
		}
		add("Items close", moment(was), moment(becomes))
		add("Agenda and pack", was.AgendaOn.Medium(), becomes.AgendaOn.Medium())
	}
	add("Draft minutes", was.MinutesOn.Medium(), becomes.MinutesOn.Medium())
	add("Corrections close", was.CorrectionsOn.Medium(), becomes.CorrectionsOn.Medium())
}

// askForCancel asks why, and says who will hear.
func (s *Server) askForCancel(c echo.Context) error {
	page, err := s.cancelPage(c)
	if err != nil {
		return err
	}
	if !page.Meeting.Movable() {
		return s.tooLate(c, page.Meeting, "cancelled")
	}
	return render(c, http.StatusOK, "meetings/cancel", page)
}

func (s *Server) cancelPage(c echo.Context) (*changePage, error) {
	page, err := s.changing(c, "Cancel the meeting")
	if err != nil {
		return nil, err
	}
	page.Audience, err = s.store.Audience(c.Request().Context(), viewer(c), page.Ref)
	return page, err
}

// cancelMeeting cancels it.
func (s *Server) cancelMeeting(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.cancelPage(c)
	if err != nil {
		return err
	}
	page.Version, page.Reason, page.Tell = versionOf(f), f.Text("reason"), f.Checked("tell")
	if _, err := s.store.CancelMeeting(c.Request().Context(), viewer(c), page.Ref, page.Version, page.Reason, page.Tell); err != nil {
		page.Version = page.Meeting.Version
		return s.again(c, err, "meetings/cancel", page)
	}
	done(c, "The meeting is cancelled.")
	return c.Redirect(http.StatusSeeOther, meetingPath(page.Ref))
}

// askForCall says who will be invited.
func (s *Server) askForCall(c echo.Context) error {
	page, err := s.callPage(c)
	if err != nil {
		return err
	}
	if page.Meeting.State != models.MeetingPlanned {
		return s.tooLate(c, page.Meeting, "called")
	}
	return render(c, http.StatusOK, "meetings/call", page)
}

func (s *Server) callPage(c echo.Context) (*changePage, error) {
	page, err := s.changing(c, "Call the meeting")
	if err != nil {
		return nil, err
	}
	w := wallClock{s.zone()}
	page.Closes = w.day(page.Meeting.SubmissionsCloseAt).Long() + " at " + calendar.ClockOf(page.Meeting.SubmissionsCloseAt, s.zone()).String()
	page.Audience, err = s.store.Audience(c.Request().Context(), viewer(c), page.Ref)
	return page, err
}

// callMeeting invites everybody.
func (s *Server) callMeeting(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.callPage(c)
	if err != nil {
		return err
	}
	if _, err := s.store.CallMeeting(c.Request().Context(), viewer(c), page.Ref, versionOf(f)); err != nil {
		return s.again(c, err, "meetings/call", page)
	}
	done(c, "The meeting is called. "+plural(page.Audience.Everyone, "person is", "people are")+" invited.")
	return c.Redirect(http.StatusSeeOther, meetingPath(page.Ref))
}
