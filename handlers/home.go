package handlers

import (
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/calendar"
	"quarterday/models"
)

// showHome answers with what the viewer needs now, or with the public face.
func (s *Server) showHome(c echo.Context) error {
	switch viewer(c).Role {
	case models.RoleSecretariat:
		return s.secretariatHome(c)
	case models.RolePartner, models.RoleMember:
		return s.memberHome(c)
	}
	return s.publicHome(c)
}

// NextMeeting is the meeting to come beside what needs the viewer.
type NextMeeting struct {
	URL         string
	Reference   string
	Above       string // "Quarterly meeting · 2026 Q4"
	Date        string // "Tuesday 8 December 2026"
	Hours       string // "10:00 to 12:00"
	Venue       string
	JoiningLink string
	Chair       string
	MinuteTaker string
	Moved       string // "Moved from 1 December 2026"
	Timeline    Timeline
	Asked       bool // the invitation is out, so that answers count
	Coming      Coming
	Answers     models.Coming
	CanReply    bool
	Reply       models.Reply
	Later       []LaterMeeting
}

// LaterMeeting is a further date to keep.
type LaterMeeting struct {
	URL, Date, Name string // Name only where it is not quarterly
}

func (s *Server) nextMeeting(h *models.HomeMeeting, later []models.Meeting, w wording, now time.Time) *NextMeeting {
	if h == nil {
		return nil
	}
	n := &NextMeeting{
		URL: meetingURL(h.Meeting, ""), Reference: h.Reference, Above: h.Name() + " · " + quarterWords(h.Meeting, w.basis), Date: w.day(h.StartsAt).Long(), Hours: w.fromTo(h.Meeting),
		Venue: h.Venue, JoiningLink: h.JoiningLink, Timeline: wallClock{w.zone}.timeline(models.MeetingPage{Meeting: h.Meeting, Now: now, Today: w.today}),
		Asked:   h.State == models.MeetingCalled || h.State == models.MeetingPublished,
		Answers: h.Coming, Coming: Coming{Yes: h.Coming.Yes, No: h.Coming.No, All: len(h.Coming.Organisations)},
		CanReply: h.Mine != nil && h.TakesReplies(now),
	}
	if h.Chair != nil {
		n.Chair = h.Chair.Name
	}
	if h.MinuteTaker != nil {
		n.MinuteTaker = h.MinuteTaker.Name
	}
	if h.MovedFrom != nil {
		n.Moved = "Moved from " + w.day(*h.MovedFrom).Medium()
		if h.MovedReason != "" {
			n.Moved += ": " + h.MovedReason
		}
	}
	if h.Mine != nil {
		n.Reply = h.Mine.Reply
	}
	for _, m := range later {
		l := LaterMeeting{URL: meetingURL(m, ""), Date: w.day(m.StartsAt).Long()}
		if m.Kind != models.Quarterly {
			l.Name = m.Name()
		}
		n.Later = append(n.Later, l)
	}
	return n
}

// ReplyInWords is what the viewer answered, empty before they did.
func (n NextMeeting) ReplyInWords() string {
	switch n.Reply {
	case models.ReplyComing:
		return "You are coming."
	case models.ReplyApologies:
		return "You sent apologies."
	case models.ReplyDeputy:
		return "You send a deputy."
	}
	return ""
}

// wordingOf makes the words of this partnership today.
func wordingOf(p models.Partnership, today calendar.Date) wording {
	return wording{today: today, zone: p.Location(), country: p.Country(), basis: p.QuarterBasis}
}

// SecretariatHomePage is what the secretariat finds when it comes in.
type SecretariatHomePage struct {
	Frame
	Today calendar.Date
	Begin []BeginStep // how to begin, in a new partnership
	Tasks []TaskLine
	Late  int // of the tasks
	Ahead []AheadLine
	Next  *NextMeeting
}

// BeginStep is one step of filling in a new partnership.
type BeginStep struct {
	Text, URL, About string
	Done             bool
}

func (s *Server) secretariatHome(c echo.Context) error {
	ctx := c.Request().Context()
	frame, err := s.frame(c, "home", "What needs you now")
	if err != nil {
		return err
	}
	p, err := s.settings(ctx)
	if err != nil {
		return err
	}
	h, err := s.store.SecretariatHome(ctx, viewer(c))
	if err != nil {
		return err
	}
	w := wordingOf(p, h.Today)
	w.sends = s.config.MailServer
	page := SecretariatHomePage{Frame: frame, Today: h.Today, Next: s.nextMeeting(h.Next, h.Later, w, s.store.Now())}
	if page.Next != nil {
		page.Next.Timeline.Down = true
	}
	beginning := !h.Begin.Done()
	if beginning {
		page.Title = "Begin here"
		page.Begin = beginSteps(h.Begin)
	}
	for _, t := range h.Now {
		if beginning && t.Kind == models.TaskPlan || t.Kind == models.TaskMailbox && !s.config.Mailbox {
			continue // said among the steps; not read any more
		}
		line := w.task(t)
		if line.Tag != nil && line.Tag.Kind == "bad" {
			page.Late++
		}
		page.Tasks = append(page.Tasks, line)
	}
	if len(page.Tasks) == 0 && !beginning {
		page.Title = "Nothing needs you now"
	}
	for _, t := range h.Ahead {
		page.Ahead = append(page.Ahead, w.ahead(t))
	}
	return render(c, http.StatusOK, "home/secretariat", &page)
}

func beginSteps(b models.Beginning) []BeginStep {
	return []BeginStep{
		{"Check the settings", "/settings", "How you meet, your deadlines, sectors, marking, and how to report a concern", b.About},
		{"Add the partner organisations", "/organisations", "One by one, or all at once from a spreadsheet", b.Organisations > 1},
		{"Add the people", "/people", "Those who speak for each organisation, and those who may read", b.People > 1},
		{"Plan a year of meetings", "/meetings/plan", "Four dates by your rule, clear of bank holidays", b.Meetings > 0},
	}
}

// Summary counts what needs the secretariat; where nothing does, it says what
// comes next.
func (p SecretariatHomePage) Summary() string {
	if len(p.Tasks) == 0 {
		words := "Everything that was due is done."
		if len(p.Ahead) > 0 {
			words += " Next, " + p.Ahead[0].inSentence() + "."
		}
		return words
	}
	words := plural(len(p.Tasks), "thing", "things")
	if p.Late > 0 {
		words += ", " + number(p.Late) + " late"
	}
	return words
}

// inSentence is "on Tuesday 13 October: call the meeting of 8 December".
func (a AheadLine) inSentence() string {
	text, when := a.Text, "on "+a.When
	if !a.Named {
		text = strings.ToLower(text[:1]) + text[1:]
	}
	if a.Today {
		when = "today" + strings.TrimPrefix(a.When, "Today")
	}
	return when + ": " + text
}
