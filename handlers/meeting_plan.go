package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/calendar"
	"quarterday/models"
)

type planPage struct {
	Frame
	Rows     []planRow
	Rule     string // "second Tuesday of the last month of each quarter"
	Starts   []Option
	From     string
	Checked  bool // the warnings are those of what stands in the table
	Warnings int
	Chosen   int
	Free     int // quarters that have no meeting yet
}

// planRow is one quarter's row of the table.
type planRow struct {
	models.PlannedDate
	Label string // "January to March 2027"
	Use   bool
}

// Field is the form's name of one of the row's fields.
func (r planRow) Field(name string) string { return name + "-" + r.Form.Quarter }

// newPlanPage is the frame of the page, and the quarters that a year can begin with.
func (s *Server) newPlanPage(c echo.Context) (*planPage, error) {
	frame, err := s.frame(c, "meetings", "Plan a year of meetings")
	if err != nil {
		return nil, err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return nil, err
	}
	page := &planPage{Frame: frame, Rule: p.Rule().String()}
	page.Starts = []Option{{Value: "", Text: "The next quarters without a meeting"}}
	q := calendar.QuarterOf(calendar.DateOf(s.store.Now(), p.Location()))
	for range 12 {
		page.Starts = append(page.Starts, Option{Value: q.Reference(), Text: q.String() + ", " + q.Label(p.QuarterBasis)})
		q = q.Next()
	}
	return page, nil
}

func (page *planPage) fill(rows []models.PlannedDate, basis calendar.Basis, use func(string) bool) {
	for _, r := range rows {
		row := planRow{PlannedDate: r, Label: r.Quarter.Label(basis), Use: r.Taken == nil && use(r.Form.Quarter)}
		if r.Taken == nil {
			page.Free++
		}
		if row.Use {
			page.Chosen++
			page.Warnings += len(r.Warnings)
		}
		page.Rows = append(page.Rows, row)
	}
}

// proposeYear shows the dates that the partnership's rule gives.
func (s *Server) proposeYear(c echo.Context) error {
	page, err := s.newPlanPage(c)
	if err != nil {
		return err
	}
	from, err := calendar.ParseQuarter(c.QueryParam("from"))
	if err == nil {
		page.From = from.Reference()
	}
	rows, err := s.store.ProposeYear(c.Request().Context(), viewer(c), from)
	if err != nil {
		return err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return err
	}
	page.fill(rows, p.QuarterBasis, func(string) bool { return true })
	page.Checked = true
	return render(c, http.StatusOK, "meetings/plan", page)
}

// planYear checks the dates in the table again, or plans those that are ticked.
func (s *Server) planYear(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.newPlanPage(c)
	if err != nil {
		return err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return err
	}
	page.From = f.Line("from")
	var all, chosen []models.MeetingForm
	for _, q := range f.Values("quarter") {
		if _, err := calendar.ParseQuarter(q); err != nil || len(all) == 8 {
			continue
		}
		form := models.MeetingForm{Quarter: q, Date: f.Line("date-" + q), Time: f.Line("time-" + q), Minutes: f.Line("minutes-" + q),
			Venue: f.Line("venue-" + q), JoiningLink: f.Line("joining_link-" + q)}
		all = append(all, form)
		if f.Checked("use-" + q) {
			chosen = append(chosen, form)
		}
	}
	rows, checkErr := s.store.CheckDates(c.Request().Context(), viewer(c), all)
	if rows == nil && checkErr != nil {
		return checkErr
	}
	page.fill(rows, p.QuarterBasis, func(q string) bool { return f.Checked("use-" + q) })
	page.Checked = true
	if f.Line("do") != "plan" {
		if checkErr != nil {
			return s.again(c, checkErr, "meetings/plan", page)
		}
		return render(c, http.StatusOK, "meetings/plan", page)
	}
	planned, err := s.store.PlanMeetings(c.Request().Context(), viewer(c), chosen)
	if err != nil {
		return s.again(c, err, "meetings/plan", page)
	}
	done(c, plannedWords(len(planned)))
	return c.Redirect(http.StatusSeeOther, "/meetings")
}

func plannedWords(n int) string {
	if n == 1 {
		return "One meeting is planned."
	}
	return fmt.Sprintf("%d meetings are planned.", n)
}

// meetingForm is the page on which one meeting is planned or entered.
type meetingFormPage struct {
	Frame
	Form   models.MeetingForm
	People []Option
	Past   bool
}

func readMeetingForm(f form) models.MeetingForm {
	return models.MeetingForm{Title: f.Line("title"), Date: f.Line("date"), Time: f.Line("time"), Minutes: f.Line("minutes"), Venue: f.Line("venue"),
		JoiningLink: f.Line("joining_link"), ChairID: int64(f.ID("chair")), MinuteTakerID: int64(f.ID("minute_taker")), Reason: f.Text("reason"), Ended: f.Line("ended")}
}

func (s *Server) newMeetingFormPage(c echo.Context, title string, past bool) (*meetingFormPage, error) {
	frame, err := s.frame(c, "meetings", title)
	if err != nil {
		return nil, err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return nil, err
	}
	page := &meetingFormPage{Frame: frame, Past: past}
	page.Form = models.MeetingForm{Time: p.StartTime, Minutes: fmt.Sprint(p.DurationMinutes)}
	if !past {
		page.Form.Venue, page.Form.JoiningLink = p.Venue, p.JoiningLink
	}
	page.People, err = s.peopleOptions(c, "The same as at the meeting before")
	return page, err
}

// peopleOptions are the active people, to name one on a meeting.
func (s *Server) peopleOptions(c echo.Context, nobody string) ([]Option, error) {
	people, err := s.store.ActivePeople(c.Request().Context(), viewer(c))
	if err != nil {
		return nil, err
	}
	options := []Option{{Value: "0", Text: nobody}}
	for _, p := range people {
		options = append(options, Option{Value: fmt.Sprint(p.ID), Text: p.Name + ", " + p.Organisation.ShortName})
	}
	return options, nil
}

// newExtraordinary shows the form for a meeting between the quarterly ones.
func (s *Server) newExtraordinary(c echo.Context) error {
	page, err := s.newMeetingFormPage(c, "Arrange an extraordinary meeting", false)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "meetings/extraordinary", page)
}

// planExtraordinary plans it.
func (s *Server) planExtraordinary(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.newMeetingFormPage(c, "Arrange an extraordinary meeting", false)
	if err != nil {
		return err
	}
	page.Form = readMeetingForm(f)
	m, err := s.store.PlanExtraordinary(c.Request().Context(), viewer(c), page.Form)
	if err != nil {
		return s.again(c, err, "meetings/extraordinary", page)
	}
	done(c, "The extraordinary meeting is planned. Call it to invite everybody.")
	return c.Redirect(http.StatusSeeOther, "/meetings/"+m.Reference)
}

// newPastMeeting shows the form for a meeting that was held without this service.
func (s *Server) newPastMeeting(c echo.Context) error {
	page, err := s.newMeetingFormPage(c, "Enter a past meeting", true)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "meetings/past", page)
}

// enterPastMeeting records it.
func (s *Server) enterPastMeeting(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.newMeetingFormPage(c, "Enter a past meeting", true)
	if err != nil {
		return err
	}
	page.Form = readMeetingForm(f)
	m, err := s.store.EnterPastMeeting(c.Request().Context(), viewer(c), page.Form)
	if err != nil {
		return s.again(c, err, "meetings/past", page)
	}
	done(c, "The meeting is entered. You can now add its attendance, minutes and actions.")
	return c.Redirect(http.StatusSeeOther, "/meetings/"+m.Reference)
}
