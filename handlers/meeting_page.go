package handlers

import (
	"fmt"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/calendar"
	"quarterday/models"
)

// meetingPage is the page of one meeting.
type meetingPage struct {
	Frame
	models.MeetingPage
	Above     string // "Quarterly meeting · 2026 Q4"
	Heading   string // "Tuesday 8 December 2026, 10:00 to 12:00"
	Moved     string // that the meeting was moved, and why
	Timeline  Timeline
	Step      step
	Reply     *replyBox
	Bar       Coming
	ShowBar   bool
	Rows      []agendaRow
	Documents []documentLink
	Manage    []Link
	MayManage bool
}

// documentLink is one document, with a line about it.
type documentLink struct {
	Link
	About string
	Page  string // where the same is a page
}

// Name is the document without its kind of file.
func (d documentLink) Name() string { return strings.TrimSuffix(d.Text, " (PDF)") }

// replyBox asks the viewer whether they are coming, or says what they answered.
type replyBox struct {
	Heading string
	Text    string
	Open    bool // no answer yet: offer all three
	May     bool // the answer can still be changed
}

// meetingPage words what models found for this viewer.
func (s *Server) meetingPage(c echo.Context, data models.MeetingPage) (*meetingPage, error) {
	m, who := data.Meeting, viewer(c)
	w := wallClock{s.zone()}
	heading := w.when(m)
	frame, err := s.frame(c, "meetings", m.Name()+", "+w.day(m.StartsAt).Medium())
	if err != nil {
		return nil, err
	}
	page := &meetingPage{
		Frame: frame, MeetingPage: data, Heading: heading, Above: m.Name() + " · " + quarterWords(m, data.Basis),
		Timeline: w.timeline(data), Step: nextStep(who, data, w), Reply: w.replyBox(who, data),
		Bar:       Coming{Yes: data.Coming.Yes, No: data.Coming.No, All: len(data.Coming.Organisations)},
		ShowBar:   m.CalledAt != nil && (m.State == models.MeetingCalled || m.State == models.MeetingPublished),
		Documents: meetingDocuments(data, w), MayManage: who.May(models.PlanMeetings, false),
	}
	if m.MovedFrom != nil && m.State != models.MeetingCancelled {
		page.Moved = "Moved from " + w.day(*m.MovedFrom).Long() + " at " + w.clock(*m.MovedFrom) + ". " + m.MovedReason
	}
	page.Rows = agendaRows(data)
	if page.MayManage {
		page.Manage = manageLinks(m)
	}
	return page, nil
}

// Where is the venue, where there is one still to go to.
func (p *meetingPage) Where() string {
	if !p.Meeting.Movable() {
		return ""
	}
	return p.Meeting.Venue
}

// agendaRow is one item of the agenda so far.
type agendaRow struct {
	Link
	Number     int
	Section    string // set on the first item of each section
	Arising    Link   // of "matters arising": the open actions
	Overdue    string
	Under      string // presenters and papers
	Restricted bool
	Starts     string
	Purpose    string
}

func agendaRows(p models.MeetingPage) []agendaRow {
	rows := make([]agendaRow, 0, len(p.Agenda.Items))
	upcoming := p.Meeting.State != models.MeetingHeld && p.Meeting.State != models.MeetingClosed
	for _, i := range p.Agenda.Items {
		row := agendaRow{Link: Link{Text: i.Title}, Number: i.Number, Section: i.Section, Restricted: i.Restricted, Starts: i.Starts, Purpose: upperFirst(string(i.Purpose)), Under: i.Whose()}
		if i.Kind != models.ItemStanding && i.ItemID != 0 {
			row.URL = fmt.Sprintf("/items/%d", i.ItemID)
		}
		if i.Role == models.RoleMattersArising && upcoming && p.OpenActions > 0 {
			row.Text, row.Arising = "Matters arising: ", Link{"/actions", plural(p.OpenActions, "open action", "open actions")}
			if p.OverdueActions > 0 {
				row.Overdue = fmt.Sprintf(", %s overdue", number(p.OverdueActions))
			}
		}
		if n := len(i.Papers); n > 0 {
			row.Under = strings.TrimPrefix(row.Under+" · "+plural(n, "paper", "papers"), " · ")
		}
		rows = append(rows, row)
	}
	return rows
}

// manageLinks are what the secretariat can change of a meeting in its state.
func manageLinks(m models.Meeting) []Link {
	at := "/meetings/" + m.Reference
	var links []Link
	if m.State != models.MeetingCancelled && m.State != models.MeetingClosed {
		links = append(links, Link{at + "/edit", "Change place, people or deadlines"})
	}
	if m.State == models.MeetingPlanned || m.State == models.MeetingCalled || m.State == models.MeetingPublished {
		links = append(links, Link{at + "/move", "Move to another date"}, Link{at + "/cancel", "Cancel the meeting"})
	}
	return links
}

// quarterWords name the quarter of a meeting as the partnership counts.
func quarterWords(m models.Meeting, basis calendar.Basis) string {
	q := calendar.Quarter{Year: m.Year, Number: m.Quarter}
	if basis == calendar.FinancialYear {
		return q.Label(basis)
	}
	return q.String()
}

// wallClock words moments as they stand on the wall in the partnership.
type wallClock struct{ zone *time.Location }

// zone is the partnership's, as pages show it.
func (s *Server) zone() *time.Location { return s.pages.zone.Load() }

func (w wallClock) day(at time.Time) calendar.Date { return calendar.DateOf(at, w.zone) }
func (w wallClock) clock(at time.Time) string      { return calendar.ClockOf(at, w.zone).String() }

// about names a meeting in the titles of the pages that change it.
func (w wallClock) about(m models.Meeting) string { return w.day(m.StartsAt).Medium() }

// dayMonth is "8 December", with the year where it is not this one.
func dayMonth(d calendar.Date, year int) string {
	if d.Year == year {
		return strings.TrimSuffix(d.Medium(), fmt.Sprintf(" %04d", d.Year))
	}
	return d.Medium()
}

// timeline is where the meeting's quarter stands.
func (w wallClock) timeline(p models.MeetingPage) Timeline {
	m := p.Meeting
	line := Timeline{Label: "Where this meeting stands"}
	year := p.Today.Year
	add := func(name string, when calendar.Date, done bool) {
		stage := Stage{Name: name, When: dayMonth(when, year)}
		if done {
			stage.State = "done"
		}
		line.Stages = append(line.Stages, stage)
	}
	happened := func(at *time.Time, planned calendar.Date) (calendar.Date, bool) {
		if at == nil {
			return planned, false
		}
		return w.day(*at), true
	}
	held := m.State == models.MeetingHeld || m.State == models.MeetingClosed
	circulated, isCirculated := happened(p.Minutes.CirculatedAt, m.MinutesOn)
	agenda, isPublished := happened(m.AgendaPublishedAt, m.AgendaOn)
	if held {
		if isPublished {
			add("Agenda and pack", agenda, true)
		}
		add("Meeting", w.day(m.StartsAt), true)
		add("Draft minutes", circulated, isCirculated)
		agreed := p.Minutes.State == models.MinutesAgreed || p.Minutes.State == models.MinutesPublished
		corrections := m.CorrectionsOn
		if agreed && !p.Minutes.AgreedOn.IsZero() && p.Minutes.AgreedOn.Before(corrections) {
			corrections = p.Minutes.AgreedOn
		}
		add("Corrections close", corrections, isCirculated && p.Today.After(m.CorrectionsOn) || agreed)
		switch {
		case agreed && !p.Minutes.AgreedOn.IsZero():
			add("Minutes agreed", p.Minutes.AgreedOn, true)
		case p.Next != nil:
			add("Minutes agreed", w.day(p.Next.StartsAt), agreed)
		default:
			line.Stages = append(line.Stages, Stage{Name: "Minutes agreed", When: "At the next meeting"})
		}
		if p.Minutes.PublishedAt != nil {
			add("Minutes published", w.day(*p.Minutes.PublishedAt), true)
		} else {
			line.Stages = append(line.Stages, Stage{Name: "Minutes published", When: "Once agreed"})
		}
	} else {
		add("Announced", w.day(m.CreatedAt), true)
		called, isCalled := happened(m.CalledAt, m.CallOn)
		add("Called", called, isCalled)
		// A step that was taken early is shown on the day it was taken.
		closed := isCalled && !m.TakesSubmissions(p.Now)
		closes := w.day(m.SubmissionsCloseAt)
		if closed && isPublished && agenda.Before(closes) {
			closes = agenda
		}
		add("Items close", closes, closed)
		add("Agenda and pack", agenda, isPublished)
		add("Meeting", w.day(m.StartsAt), false)
		add("Draft minutes", m.MinutesOn, false)
	}
	for i := range line.Stages {
		stage := &line.Stages[i]
		if m.State == models.MeetingCancelled && stage.State == "" {
			stage.State = "cancelled"
			continue
		}
		if stage.State == "" {
			stage.State = "current"
			if stage.Name == "Items close" {
				closes := w.day(m.SubmissionsCloseAt)
				stage.When = closes.Weekday().String() + " " + dayMonth(closes, year) + ", " + w.clock(m.SubmissionsCloseAt)
			}
			break
		}
	}
	return line
}

// replyBox is the viewer's own answer, while answers are taken.
func (w wallClock) replyBox(who models.Actor, p models.MeetingPage) *replyBox {
	m := p.Meeting
	if m.State != models.MeetingCalled && m.State != models.MeetingPublished || !who.SignedIn() {
		return nil
	}
	open := m.TakesReplies(p.Now)
	box := &replyBox{Heading: "Are you coming?", May: open}
	switch p.Mine.Reply {
	case models.ReplyComing:
		box.Heading, box.Text = "You are coming", "You said so on "+w.replied(p)+"."
		if p.Mine.Capacity == models.Deputy {
			box.Heading = "You are coming as a deputy"
		}
	case models.ReplyApologies:
		box.Heading, box.Text = "You sent apologies", "You said on "+w.replied(p)+" that you cannot come."
	case models.ReplyDeputy:
		box.Heading, box.Text = "You are sending a deputy", "You said so on "+w.replied(p)+"."
		if p.Deputy != nil {
			box.Text = p.Deputy.Name + " comes in your place."
			if p.Deputy.Reply == models.ReplyApologies {
				box.Text = p.Deputy.Name + " was to come in your place but sent apologies."
			}
		}
	default:
		if !open {
			return nil
		}
		box.Open, box.Text = true, "You have not answered yet."
	}
	return box
}

func (w wallClock) replied(p models.MeetingPage) string {
	if p.Mine.RepliedAt == nil {
		return "an earlier day"
	}
	return dayMonth(w.day(*p.Mine.RepliedAt), p.Today.Year)
}

// meetingDocuments are those of this meeting, of the one before whose minutes it
// agrees, and the calendar file.
func meetingDocuments(p models.MeetingPage, w wallClock) []documentLink {
	m := p.Meeting
	at := "/meetings/" + m.Reference
	var list []documentLink
	add := func(url, text, about string) { list = append(list, documentLink{Link{url, text}, about, ""}) }
	pdf := func(page, text, about string) {
		list = append(list, documentLink{Link{page + ".pdf", text}, about, page})
	}
	if m.AgendaVersion > 0 && m.AgendaPublishedAt != nil {
		about := fmt.Sprintf("Version %d, %s", m.AgendaVersion, dayMonth(w.day(*m.AgendaPublishedAt), p.Today.Year))
		pdf(at+"/agenda", "Agenda (PDF)", about)
		pdf(at+"/pack", "Agenda and papers in one file (PDF)", "Numbered through, with links to each paper")
		if m.AgendaVersion > 1 {
			pdf(at+"/supplement", "Supplement (PDF)", fmt.Sprintf("What version %d added", m.AgendaVersion))
		}
	}
	if p.Minutes.Circulated > 0 {
		pdf(at+"/minutes", "Minutes (PDF)", w.minutesWords(p.Minutes))
	}
	if p.Previous != nil && p.PreviousMinutes.Circulated > 0 {
		pdf("/meetings/"+p.Previous.Reference+"/minutes",
			"Minutes of "+w.day(p.Previous.StartsAt).Medium()+" (PDF)", w.minutesWords(p.PreviousMinutes))
	}
	if p.GaveActions > 0 {
		pdf(at+"/actions", "Actions of this meeting (PDF)", plural(p.GaveActions, "action", "actions"))
	}
	list = append(list, documentLink{Link{"/actions.pdf", "Action tracker (PDF)"}, "As of today", "/actions/on-one-page"})
	if m.State != models.MeetingHeld && m.State != models.MeetingClosed {
		if m.State == models.MeetingCalled || m.State == models.MeetingPublished {
			pdf(at+"/attendance-sheet", "Attendance sheet to sign (PDF)", "To print for the meeting")
		}
		add(at+"/invitation.ics", "Add to your calendar", "Outlook, Google or Apple")
	}
	return list
}

// minutesWords say how far minutes have come.
func (w wallClock) minutesWords(m models.Minutes) string {
	switch {
	case m.State == models.MinutesPublished && m.PublishedAt != nil:
		return "Agreed, published " + w.day(*m.PublishedAt).Medium()
	case m.State == models.MinutesAgreed:
		return "Agreed " + m.AgreedOn.Medium()
	case m.CirculatedAt != nil:
		return fmt.Sprintf("Draft, version %d, %s", m.Circulated, w.day(*m.CirculatedAt).Medium())
	}
	return ""
}
