package handlers

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// buildRow is one row of the agenda as it is arranged: an item, or a heading
// above the items of a section.
type buildRow struct {
	Key     string // "i12" or "h1"
	Heading bool
	Text    string // of a heading
	models.AgendaLine
	Typed   string // minutes as they were typed
	Version int
	New     bool // came while the page was open
	Error   string
}

// Standing says whether the row is a standing item.
func (r buildRow) Standing() bool { return r.Kind == models.ItemStanding }

// buildPage is the page on which the secretariat arranges the agenda.
type buildPage struct {
	Frame
	Meeting  models.Meeting
	Content  models.AgendaContent
	Heading  string
	Rows     []buildRow
	Version  int // the meeting's
	Above    []Option
	Changed  *models.AgendaContent // as it is saved now, when somebody else changed it
	Waiting  int
	Changes  int // since the version published last
	Fits     int // minutes to spare
	MayIssue bool
}

// moves are the buttons that move one row.
type moves struct {
	Key, Name   string
	First, Last bool
}

// Moves are the buttons of the kth row.
func (p *buildPage) Moves(k int) moves {
	r := p.Rows[k]
	m := moves{Key: r.Key, Name: r.AgendaLine.Title, First: k == 0, Last: k == len(p.Rows)-1}
	if r.Heading {
		m.Name = "the heading " + r.Text
	}
	return m
}

// agendaToBuild is the agenda as it would be published. Once the meeting is
// closed or cancelled, there is nothing to build.
func (s *Server) agendaToBuild(c echo.Context) (models.AgendaToPublish, error) {
	data, err := s.store.AgendaToPublish(c.Request().Context(), viewer(c), c.Param("ref"))
	if m := data.Meeting; err == nil && over(m) {
		err = &models.Error{Kind: models.KindBadState, Message: fmt.Sprintf("The meeting of %s is %s, so its agenda cannot be changed.", wallClock{s.zone()}.about(m), m.State)}
	}
	return data, err
}

// over says whether nothing about the meeting's business can change any more.
func over(m models.Meeting) bool {
	return m.State == models.MeetingClosed || m.State == models.MeetingCancelled
}

func (s *Server) buildAgenda(c echo.Context) error {
	page, err := s.buildPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "agenda/build", page)
}

func (s *Server) buildPage(c echo.Context) (*buildPage, error) {
	data, err := s.agendaToBuild(c)
	if err != nil {
		return nil, err
	}
	m := data.Meeting
	frame, err := s.frame(c, "meetings", "Build the agenda")
	if err != nil {
		return nil, err
	}
	frame.About = data.Content.Meeting.Day.Medium()
	page := &buildPage{
		Frame: frame, Meeting: m, Content: data.Content, Version: m.Version, Waiting: data.Waiting, Changes: len(data.Changes),
		Heading: data.Content.Meeting.Day.Long() + ", " + data.Content.Meeting.From + " to " + data.Content.Meeting.To,
		Fits:    m.DurationMinutes - data.Content.Minutes, MayIssue: m.State == models.MeetingCalled || m.State == models.MeetingPublished && len(data.Changes) > 0,
	}
	for _, l := range data.Content.Items {
		if l.Section != "" {
			page.Rows = append(page.Rows, buildRow{Key: fmt.Sprintf("h%d", l.ItemID), Heading: true, Text: l.Section})
		}
		page.Rows = append(page.Rows, buildRow{Key: fmt.Sprintf("i%d", l.ItemID), AgendaLine: l, Typed: fmt.Sprint(l.Minutes), Version: l.ItemVersion})
	}
	page.offerPlaces()
	return page, nil
}

// offerPlaces lists where a heading can be added.
func (p *buildPage) offerPlaces() {
	p.Above = nil
	for _, r := range p.Rows {
		if !r.Heading {
			p.Above = append(p.Above, Option{Value: r.Key, Text: fmt.Sprintf("%d. %s", r.Number, r.Title)})
		}
	}
}

// arrangeAgenda saves the order, the headings and the minutes as they stand on
// the page, with the one step that the pressed button makes.
func (s *Server) arrangeAgenda(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.buildPage(c)
	if err != nil {
		return err
	}
	now := page.Rows
	page.Rows = sentRows(f, now)
	do, to := pressed(f.Line("do"), page, f)
	_, err = s.store.ArrangeAgenda(c.Request().Context(), viewer(c), page.Meeting.Reference, versionOf(f), page.arranged())
	if err == nil && do == "remove" {
		err = s.removeRow(c, page, to)
	}
	if err != nil {
		return s.arrangeAgain(c, page, now, err)
	}
	if do == "" || do == "add" {
		done(c, "The agenda is saved.")
	}
	target := "/meetings/" + page.Meeting.Reference + "/agenda/build"
	if do == "up" || do == "down" {
		target += "#" + to
	}
	if do == "add" {
		target = "/meetings/" + page.Meeting.Reference + "/items/new"
	}
	return c.Redirect(http.StatusSeeOther, target)
}

// sentRows are the rows in the order in which the form has them.
func sentRows(f form, now []buildRow) []buildRow {
	var rows []buildRow
	for _, key := range f.Values("row") {
		if slices.ContainsFunc(rows, func(r buildRow) bool { return r.Key == key }) {
			continue
		}
		if strings.HasPrefix(key, "h") {
			if text := f.Line("heading-" + key[1:]); text != "" {
				rows = append(rows, buildRow{Key: key, Heading: true, Text: text})
			}
			continue
		}
		row := buildRow{Key: key, Typed: f.Line("minutes-" + strings.TrimPrefix(key, "i"))}
		row.ItemID, _ = strconv.ParseInt(strings.TrimPrefix(key, "i"), 10, 64)
		if k := slices.IndexFunc(now, func(r buildRow) bool { return r.Key == key }); k >= 0 {
			row.AgendaLine, row.Version = now[k].AgendaLine, now[k].Version
		}
		rows = append(rows, row)
	}
	return rows
}

// pressed makes the step that the button asks for: "up:i12", "down:i12",
// "drop:h3" (a heading), "heading", "remove:i12" (a standing item), "add".
func pressed(button string, page *buildPage, f form) (do, to string) {
	do, to, _ = strings.Cut(button, ":")
	at := slices.IndexFunc(page.Rows, func(r buildRow) bool { return r.Key == to })
	rows := page.Rows
	switch {
	case do == "up" && at > 0:
		rows[at-1], rows[at] = rows[at], rows[at-1]
	case do == "down" && at >= 0 && at < len(rows)-1:
		rows[at], rows[at+1] = rows[at+1], rows[at]
	case do == "drop" && at >= 0 && rows[at].Heading:
		page.Rows = slices.Delete(rows, at, at+1)
	case do == "heading":
		above := slices.IndexFunc(rows, func(r buildRow) bool { return r.Key == f.Line("above") })
		if text := f.Line("new_heading"); text != "" && above >= 0 {
			page.Rows = slices.Insert(rows, above, buildRow{Key: "h0", Heading: true, Text: text})
		}
	}
	return do, to
}

// arranged is the order as models takes it: each item in the section of the
// heading above it.
func (p *buildPage) arranged() []models.Arranged {
	var order []models.Arranged
	section := ""
	for _, r := range p.Rows {
		if r.Heading {
			section = r.Text
			continue
		}
		order = append(order, models.Arranged{ItemID: r.ItemID, Section: section, Minutes: r.Typed})
	}
	return order
}

func (s *Server) removeRow(c echo.Context, page *buildPage, key string) error {
	for _, r := range page.Rows {
		if r.Key != key || r.Heading {
			continue
		}
		data, err := s.store.ItemPage(c.Request().Context(), viewer(c), r.ItemID)
		if err != nil {
			return err
		}
		_, err = s.store.RemoveStandingItem(c.Request().Context(), viewer(c), r.ItemID, data.Item.Version)
		if err == nil {
			done(c, "The item is off the agenda.")
		}
		return err
	}
	return nil
}

// arrangeAgain shows the order that was sent with what is wrong. When somebody
// else changed the agenda meanwhile, what is saved now stands beside it.
func (s *Server) arrangeAgain(c echo.Context, page *buildPage, now []buildRow, err error) error {
	if models.KindOf(err) == models.KindConflict {
		page.Changed = &page.Content
		page.Rows = slices.DeleteFunc(page.Rows, func(r buildRow) bool {
			return !r.Heading && !slices.ContainsFunc(now, func(n buildRow) bool { return n.Key == r.Key })
		})
		for _, n := range now {
			if !n.Heading && !slices.ContainsFunc(page.Rows, func(r buildRow) bool { return r.Key == n.Key }) {
				n.New = true
				page.Rows = append(page.Rows, n)
			}
		}
	}
	if errs, _, ok := problems(err); ok {
		for k := range page.Rows {
			page.Rows[k].Error = errs.For(fmt.Sprintf("minutes-%d", page.Rows[k].ItemID))
		}
	}
	page.recount(s.pages.zone.Load())
	page.offerPlaces()
	return s.again(c, err, "agenda/build", page)
}

// recount numbers the rows as they stand on the page and runs the clock along
// the minutes that can be understood.
func (p *buildPage) recount(zone *time.Location) {
	number, minutes := 0, 0
	for k := range p.Rows {
		if p.Rows[k].Heading {
			continue
		}
		number++
		p.Rows[k].Number = number
		p.Rows[k].Starts = p.Meeting.StartsAt.Add(time.Duration(minutes) * time.Minute).In(zone).Format("15:04")
		if n, err := strconv.Atoi(p.Rows[k].Typed); err == nil && n > 0 {
			minutes += n
		}
	}
	p.Content.Minutes, p.Content.Over = minutes, max(0, minutes-p.Meeting.DurationMinutes)
	p.Fits = p.Meeting.DurationMinutes - minutes
}

// publishPage shows what publishing would issue.
type publishPage struct {
	Frame
	models.AgendaToPublish
	Heading   string
	StillOpen string // until when partners could still submit, if nothing were published
	LeftOut   []leftOutPaper
}

func (s *Server) askToPublishAgenda(c echo.Context) error {
	page, err := s.publishPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "agenda/publish", page)
}

func (s *Server) publishPage(c echo.Context) (*publishPage, error) {
	data, err := s.agendaToBuild(c)
	if err != nil {
		return nil, err
	}
	title := "Publish the agenda"
	if data.Version > 1 {
		title = fmt.Sprintf("Publish version %d of the agenda", data.Version)
	}
	frame, err := s.frame(c, "meetings", title)
	if err != nil {
		return nil, err
	}
	frame.About = data.Content.Meeting.Day.Medium()
	page := &publishPage{Frame: frame, AgendaToPublish: data, Heading: data.Content.Meeting.Day.Long()}
	page.LeftOut, err = s.leftOut(c.Request().Context(), viewer(c), data.Content)
	if data.Meeting.TakesSubmissions(s.store.Now()) {
		page.StillOpen = data.Meeting.SubmissionsCloseAt.In(s.pages.zone.Load()).Format("15:04 on Monday 2 January 2006")
	}
	return page, err
}

func (s *Server) publishAgenda(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	v, err := s.store.PublishAgenda(c.Request().Context(), viewer(c), c.Param("ref"), versionOf(f))
	if err != nil {
		page, pageErr := s.publishPage(c)
		if pageErr != nil {
			return pageErr
		}
		return s.again(c, err, "agenda/publish", page)
	}
	s.agendaPublished()
	done(c, fmt.Sprintf("Version %d of the agenda is published. Everyone invited gets an email.", v.Version))
	return c.Redirect(http.StatusSeeOther, "/meetings/"+c.Param("ref")+"/agenda")
}
