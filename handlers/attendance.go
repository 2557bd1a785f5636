package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// attendanceView is the attendance sheet of a meeting.
type attendanceView struct {
	Frame
	models.AttendancePage
	Sheet []sheetRow // on the list
	More  []sheetRow // people and organisations that are not
	sheetPart
}

// sheetRow is one row of the sheet: what is saved, or what was typed and could
// not be taken.
type sheetRow struct {
	Mark         models.AttendanceMark
	Suffix       string
	Name         string
	Initials     string
	About        string // organisation, capacity, the answer that was given
	Organisation string
	Remark       string // what only the row's own page changes
	Error        string
	EditURL      string
}

// Outcomes are the choices of a row.
func (r sheetRow) Outcomes() []Option {
	return []Option{{Value: "present", Text: "Here"}, {Value: "apologies", Text: "Apologies"}, {Value: "absent", Text: "Not here"}, {Value: "", Text: "Not known"}}
}

func (s *Server) attendancePage(c echo.Context) (*attendanceView, error) {
	data, err := s.store.AttendancePage(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return nil, err
	}
	f, err := s.frame(c, "meetings", "Who was there: "+data.Meeting.Day.Medium())
	if err != nil {
		return nil, err
	}
	page := &attendanceView{Frame: f, AttendancePage: data}
	for _, a := range data.Rows {
		row := sheetRow{Mark: models.AttendanceMark{AttendanceID: a.ID, Version: a.Version, Outcome: a.Outcome, Online: a.Online, Arrived: a.Arrived, Left: a.Left},
			Name: a.Name, Initials: a.Initials, Organisation: a.OrganisationName, EditURL: fmt.Sprintf("/meetings/%s/attendance/%d", data.Meeting.Reference, a.ID)}
		if a.Name == "" {
			row.Name, row.Organisation = a.OrganisationName, "nobody named"
		}
		if a.Capacity != models.Representative {
			row.About = string(a.Capacity)
		}
		if a.Outcome == models.OutcomeUnknown && a.Reply != models.NoReply {
			row.About = joinDots(row.About, "answered: "+string(a.Reply))
		}
		if a.Unconfirmed() {
			row.About = joinDots(row.About, "to be confirmed")
		}
		if a.AwayFrom != "" {
			row.Remark = "away " + a.AwayFrom + " to " + a.AwayTo
		}
		row.Remark = joinDots(row.Remark, a.Remark)
		if a.Restricted {
			row.Remark = joinDots(row.Remark, "name not published")
		}
		page.Sheet = append(page.Sheet, row)
	}
	for _, p := range data.Others {
		page.More = append(page.More, sheetRow{Mark: models.AttendanceMark{PersonID: p.ID}, Name: p.Name, Initials: p.Initials, Organisation: p.Organisation.Name})
	}
	for _, o := range data.Unnamed {
		page.More = append(page.More, sheetRow{Mark: models.AttendanceMark{OrganisationID: o.ID}, Name: o.Name, Organisation: "nobody named"})
	}
	for _, list := range [][]sheetRow{page.Sheet, page.More} {
		for i := range list {
			list[i].Suffix = list[i].Mark.Suffix()
		}
	}
	return page, nil
}

// joinDots puts short facts beside each other.
func joinDots(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + " · " + b
}

// showAttendance is the sheet that the minute-taker fills in.
func (s *Server) showAttendance(c echo.Context) error {
	page, err := s.attendancePage(c)
	if err != nil {
		return err
	}
	if err := page.part(c); err != nil {
		return err
	}
	return render(c, http.StatusOK, "minutes/attendance", page)
}

// saveAttendance saves the sheet, or the part of it that was shown, at once.
func (s *Server) saveAttendance(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.attendancePage(c)
	if err != nil {
		return err
	}
	var marks []models.AttendanceMark
	sent := map[string]bool{}
	for _, row := range page.rows() {
		if !f.Has("outcome" + row.Suffix) {
			continue
		}
		m := row.Mark
		m.Outcome, m.Online = models.Outcome(f.Line("outcome"+row.Suffix)), f.Checked("online"+row.Suffix)
		m.Arrived, m.Left = f.Line("arrived"+row.Suffix), f.Line("left"+row.Suffix)
		if m.AttendanceID != 0 {
			m.Version = int(f.ID("version" + row.Suffix))
		}
		row.Mark = m
		marks, sent[row.Suffix] = append(marks, m), true
	}
	changed, err := s.store.SaveAttendance(c.Request().Context(), viewer(c), c.Param("ref"), marks)
	if err != nil {
		errs, _, _ := problems(err)
		for _, row := range page.rows() {
			for _, field := range []string{"outcome", "arrived", "left", "away_to"} {
				if row.Error == "" {
					row.Error = errs.For(field + row.Suffix)
				}
			}
		}
		// Of a large sheet, the rows that were sent: where they stand in it may have changed.
		sheet, more := page.Sheet, page.More
		if page.part(c) == nil && page.Large {
			page.Sheet, page.More = sheet, more
			page.keep(func(r *sheetRow) bool { return sent[r.Suffix] })
		}
		return s.again(c, err, "minutes/attendance", page)
	}
	done(c, "Saved: "+plural(changed, "row", "rows")+" changed.")
	next := page.part(c) == nil && f.Line("then") == "next" && page.Pages.Next != ""
	if next {
		return c.Redirect(http.StatusSeeOther, page.Pages.Next)
	}
	return c.Redirect(http.StatusSeeOther, page.ThisPart())
}

// markExpected marks those who answered as they answered.
func (s *Server) markExpected(c echo.Context) error {
	changed, err := s.store.MarkExpected(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return err
	}
	done(c, plural(changed, "person is", "people are")+" marked as they answered. Now change anyone who did something else.")
	return c.Redirect(http.StatusSeeOther, "/meetings/"+c.Param("ref")+"/attendance")
}

// attendeeView is the page of one attendance, or of one to add.
type attendeeView struct {
	Frame
	models.AttendanceRow
	Form          models.AttendanceForm
	New           bool
	Version       int
	Capacities    []Option
	Outcomes      []Option
	Organisations []Option
	DeputyFor     []Option
	Conflict      *Conflict
}

func (s *Server) attendeePage(c echo.Context) (*attendeeView, error) {
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	if c.Param("id") != "" && id == 0 {
		return nil, echo.ErrNotFound
	}
	row, err := s.store.AttendanceRow(c.Request().Context(), viewer(c), c.Param("ref"), id)
	if err != nil {
		return nil, err
	}
	page := &attendeeView{AttendanceRow: row, New: id == 0, Version: row.Attendance.Version, Form: formOfAttendance(row.Attendance)}
	title := "Add somebody to the list"
	switch {
	case page.New:
		page.Form = models.AttendanceForm{Capacity: models.Guest, Outcome: models.Present}
	case row.Name != "":
		title = row.Name
	default:
		title = row.OrganisationName
	}
	if page.Frame, err = s.frame(c, "meetings", title); err != nil {
		return nil, err
	}
	page.About = "Who was there: " + row.Meeting.Day.Medium()
	for _, k := range models.Capacities {
		page.Capacities = append(page.Capacities, Option{Value: string(k), Text: upperFirst(string(k))})
	}
	page.Outcomes = sheetRow{}.Outcomes()
	page.Organisations = []Option{{Text: "No partner organisation"}}
	for _, o := range row.Organisations {
		page.Organisations = append(page.Organisations, Option{Value: fmt.Sprint(o.ID), Text: o.Name})
	}
	page.DeputyFor = []Option{{Text: "Nobody"}}
	for _, a := range row.Others {
		page.DeputyFor = append(page.DeputyFor, Option{Value: fmt.Sprint(a.ID), Text: a.Name + ", " + a.OrganisationName})
	}
	return page, nil
}

// OrganisationValue and DeputyForValue are what the selects hold.
func (v *attendeeView) OrganisationValue() string { return idValue(v.Form.OrganisationID) }
func (v *attendeeView) DeputyForValue() string    { return idValue(v.Form.DeputyForID) }

func idValue(id int64) string {
	if id == 0 {
		return ""
	}
	return fmt.Sprint(id)
}

func formOfAttendance(a models.Attendance) models.AttendanceForm {
	form := models.AttendanceForm{Name: a.Name, Initials: a.Initials, JobTitle: a.JobTitle, Capacity: a.Capacity, Outcome: a.Outcome, Online: a.Online,
		Arrived: a.Arrived, Left: a.Left, AwayFrom: a.AwayFrom, AwayTo: a.AwayTo, Remark: a.Remark, Restricted: a.Restricted, Unnamed: a.Name != "" && a.Initials == ""}
	if a.OrganisationID != nil {
		form.OrganisationID = *a.OrganisationID
	} else {
		form.OrganisationName = a.OrganisationName
	}
	if a.DeputyForID != nil {
		form.DeputyForID = *a.DeputyForID
	}
	return form
}

func readAttendance(f form) models.AttendanceForm {
	return models.AttendanceForm{
		OrganisationID: int64(f.ID("organisation")), Name: f.Line("name"), Initials: f.Line("initials"), Unnamed: f.Checked("unnamed"), JobTitle: f.Line("job_title"),
		OrganisationName: f.Line("organisation_name"), Capacity: models.Capacity(f.Line("capacity")), Outcome: models.Outcome(f.Line("outcome")), Online: f.Checked("online"),
		DeputyForID: int64(f.ID("deputy_for")), Arrived: f.Line("arrived"), Left: f.Line("left"), AwayFrom: f.Line("away_from"), AwayTo: f.Line("away_to"),
		Remark: f.Line("remark"), Restricted: f.Checked("restricted"),
	}
}

func (s *Server) editAttendee(c echo.Context) error {
	page, err := s.attendeePage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "minutes/attendee", page)
}

// addAttendee puts a guest, a deputy, an observer or an organisation on the list.
func (s *Server) addAttendee(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	form := readAttendance(f)
	if _, err := s.store.AddAttendee(c.Request().Context(), viewer(c), c.Param("ref"), form); err != nil {
		page, pageErr := s.attendeePage(c)
		if pageErr != nil {
			return err
		}
		page.Form = form
		return s.again(c, err, "minutes/attendee", page)
	}
	done(c, "Added to the list.")
	return c.Redirect(http.StatusSeeOther, "/meetings/"+c.Param("ref")+"/attendance")
}

func (s *Server) changeAttendee(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	form := readAttendance(f)
	_, err = s.store.SetAttendance(c.Request().Context(), viewer(c), id, int(f.ID("version")), form)
	if err == nil {
		done(c, "Saved.")
		return c.Redirect(http.StatusSeeOther, "/meetings/"+c.Param("ref")+"/attendance")
	}
	page, pageErr := s.attendeePage(c)
	if pageErr != nil {
		return err
	}
	saved := page.Form
	page.Form, page.Version = form, int(f.ID("version"))
	if _, ok := theirs[models.Attendance](err); ok {
		page.Version = page.Attendance.Version
		row := func(what, from, to string) models.Change { return models.Change{What: what, From: from, To: to} }
		page.Conflict = newConflict("/meetings/"+c.Param("ref")+"/attendance", row("Name", saved.Name, form.Name), row("Initials", saved.Initials, form.Initials),
			row("Job title", saved.JobTitle, form.JobTitle), row("As what", string(saved.Capacity), string(form.Capacity)), row("There", string(saved.Outcome), string(form.Outcome)),
			row("Arrived", saved.Arrived, form.Arrived), row("Left", saved.Left, form.Left), row("Away", saved.AwayFrom+" "+saved.AwayTo, form.AwayFrom+" "+form.AwayTo), row("Remark", saved.Remark, form.Remark))
	}
	return s.again(c, err, "minutes/attendee", page)
}

func (s *Server) removeAttendee(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	if err := s.store.RemoveAttendee(c.Request().Context(), viewer(c), id, int(f.ID("version"))); err != nil {
		return err
	}
	done(c, "Taken off the list.")
	return c.Redirect(http.StatusSeeOther, "/meetings/"+c.Param("ref")+"/attendance")
}
