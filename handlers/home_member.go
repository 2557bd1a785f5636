package handlers

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// MemberHomePage is what a partner or a member finds when they come in.
type MemberHomePage struct {
	Frame
	models.MemberHome
	Partner   bool
	Next      *NextMeeting
	Agenda    AgendaBox
	Submit    *SubmitBox
	Tasks     []TaskLine
	Items     []OwnItem
	Actions   []OwnAction
	Documents []DocumentLine
	Practices []OwnPractice
}

// SubmitBox says until when an item can be submitted, and for which meeting.
type SubmitBox struct {
	URL   string
	Until string // "17:00 on Tuesday 24 November"
	Of    string // the meeting's day
}

// AgendaBox tells a member how far the agenda of the next meeting is.
type AgendaBox struct {
	Heading, Text string
	Link          Link
}

func (w wording) agendaBox(m models.HomeMeeting) AgendaBox {
	all := Link{meetingURL(m.Meeting, ""), "Everything about this meeting"}
	if m.State == models.MeetingPublished {
		return AgendaBox{"The agenda is out", "Read it with its papers before the meeting.", Link{meetingURL(m.Meeting, "agenda"), "Read the agenda"}}
	}
	text := "You will find it here, with its papers, when it is published."
	if !m.AgendaOn.IsZero() && !m.AgendaOn.Before(w.today) {
		text = "You will find it here, with its papers, by " + w.long(m.AgendaOn) + "."
	}
	return AgendaBox{"The agenda is being put together", text, all}
}

// OwnItem is an item that the viewer or their organisation sent in.
type OwnItem struct {
	URL, Title, About string
	Reason            string // why it was deferred or declined
	Tag               Tag
	Restricted        bool
}

// OwnPractice is a practice of theirs that is not published yet.
type OwnPractice struct {
	URL, Title, Wanted string
	Tag                Tag
}

// OwnAction is an action that they owe.
type OwnAction struct {
	URL, Reference, Text, Deadline string
	Restricted                     bool
	Tag                            *Tag
}

// DocumentLine is an agenda or minutes to read.
type DocumentLine struct {
	URL, Text, PDF, About string
	New                   bool
}

func (s *Server) memberHome(c echo.Context) error {
	ctx, who := c.Request().Context(), viewer(c)
	p, err := s.settings(ctx)
	if err != nil {
		return err
	}
	h, err := s.store.MemberHome(ctx, who)
	if err != nil {
		return err
	}
	w := wordingOf(p, h.Today)
	page := MemberHomePage{MemberHome: h, Partner: who.Reach(models.SubmitItems) != models.No, Next: s.nextMeeting(h.Next, h.Later, w, s.store.Now())}
	title := "What needs you now"
	if !page.Partner {
		title = "No meeting is planned yet"
		if page.Next != nil {
			title = page.Next.Date + ", " + page.Next.Hours
		}
	}
	if page.Frame, err = s.frame(c, "home", title); err != nil {
		return err
	}
	if page.Next != nil {
		page.Next.Timeline.Down = page.Partner
		page.Agenda = w.agendaBox(*h.Next)
	}
	if m := h.Submissions; m != nil {
		page.Submit = &SubmitBox{
			URL: meetingURL(*m, "items/new"), Of: w.of(*m),
			Until: closingWords(m.SubmissionsCloseAt, s.store.Now(), wallClock{w.zone}),
		}
	}
	page.Tasks = w.memberTasks(h, who, s.store.Now())
	if page.Partner && page.Nothing() {
		page.Title = "Nothing needs you now"
	}
	for _, i := range h.Items {
		page.Items = append(page.Items, w.ownItem(i))
	}
	for _, a := range h.Actions {
		page.Actions = append(page.Actions, ownAction(a))
	}
	for _, d := range h.Documents {
		page.Documents = append(page.Documents, w.document(d))
	}
	for _, p := range h.Practices {
		page.Practices = append(page.Practices, ownPractice(p))
	}
	return render(c, http.StatusOK, "home/member", &page)
}

// memberTasks are what needs a partner or a member, besides their reply and
// the call for items, which have boxes of their own.
func (w wording) memberTasks(h models.MemberHome, who models.Actor, now time.Time) []TaskLine {
	var tasks []TaskLine
	if n := h.Owed.Overdue; n > 0 {
		tasks = append(tasks, TaskLine{plural(n, "action is", "actions are") + " overdue", "/actions?mine=yes&overdue=yes", "Say how it stands, or that it is done. For " + who.Organisation + " or all partners.", &Tag{"bad", "Overdue"}})
	}
	for _, p := range h.Practices {
		if p.State == models.PracticeReturned {
			tasks = append(tasks, TaskLine{"Revise your practice “" + p.Title + "”", practiceURL(p.Slug) + "/edit", "What is needed: " + p.Wanted, &Tag{"warn", "Returned"}})
		}
	}
	for _, d := range h.Documents {
		if !d.CorrectionsOn.IsZero() {
			about := "Ask for corrections until " + w.long(d.CorrectionsOn) + "."
			if d.CorrectionsOn == h.Today {
				about = "Today is the last day to ask for corrections."
			}
			tasks = append(tasks, TaskLine{"Read the draft minutes of " + w.of(d.Meeting), meetingURL(d.Meeting, "minutes"), about, nil})
		}
	}
	for _, i := range h.Items {
		if i.State != models.ItemDraft || i.Meeting == nil {
			continue
		}
		if !i.Meeting.TakesSubmissions(now) {
			tasks = append(tasks, w.missed(i))
			continue
		}
		line := TaskLine{Text: "Finish your draft “" + i.Name() + "”", URL: itemURL(i), About: "For the meeting of " + w.of(*i.Meeting) + "."}
		switch closes := w.day(i.Meeting.SubmissionsCloseAt); {
		case closes == h.Today:
			line.Tag = &Tag{"warn", "Closes today"}
		default:
			line.About += " Submissions close on " + w.long(closes) + "."
		}
		tasks = append(tasks, line)
	}
	for _, p := range h.Practices {
		if p.State == models.PracticeDraft {
			tasks = append(tasks, TaskLine{"Finish your practice “" + p.Title + "”", practiceURL(p.Slug) + "/edit", "It is a draft that only partners in your organisation can see.", nil})
		}
	}
	if n := h.Owed.DueSoon; n > 0 {
		tasks = append(tasks, TaskLine{plural(n, "action is", "actions are") + " due soon", "/actions?mine=yes", "Within the next two weeks.", nil})
	}
	return tasks
}

// missed words a draft that its meeting takes no more, and what to do with it.
func (w wording) missed(i models.Item) TaskLine {
	line := TaskLine{Text: "Your draft “" + i.Name() + "” is not on the agenda", URL: itemURL(i), Tag: &Tag{"warn", "Missed the agenda"}}
	of := w.of(*i.Meeting)
	switch i.Meeting.State {
	case models.MeetingPublished:
		line.About = "The agenda for " + of + " has gone out. Move the draft to a later meeting, or ask the secretariat to add it."
	case models.MeetingHeld, models.MeetingClosed:
		line.About = "The meeting of " + of + " was held without it. Move the draft to a later meeting, or delete it."
	case models.MeetingCancelled:
		line.About = "The meeting of " + of + " is cancelled. Move the draft to a later meeting, or delete it."
	default:
		line.Text, line.Tag = "Your draft “"+i.Name()+"” was not submitted in time", &Tag{"warn", "Items have closed"}
		line.About = "Items for " + of + " have closed. Move the draft to a later meeting, or ask the secretariat to take it late."
	}
	return line
}

func practiceURL(slug string) string { return "/practices/" + url.PathEscape(slug) }

func itemURL(i models.Item) string { return "/items/" + strconv.FormatInt(i.ID, 10) }

// ownItem words what became of an item.
func (w wording) ownItem(i models.Item) OwnItem {
	o := OwnItem{URL: itemURL(i), Title: i.Title, Restricted: i.Restricted}
	if i.Meeting != nil {
		o.About = "For " + w.of(*i.Meeting)
	}
	switch i.State {
	case models.ItemDraft:
		o.Tag = Tag{"", "Draft"}
	case models.ItemWaiting:
		o.Tag = Tag{"info", "Waiting for a decision"}
		if i.SubmittedAt != nil {
			o.About += ". Submitted on " + w.short(w.day(*i.SubmittedAt))
		}
	case models.ItemAccepted:
		o.Tag = Tag{"good", "Accepted"}
		if i.Meeting != nil && i.Meeting.AgendaVersion > 0 {
			o.Tag.Text = "On the agenda"
		}
	case models.ItemDeferred:
		o.Tag, o.Reason = Tag{"warn", "Deferred"}, i.Reason
		if i.DeferredTo != nil {
			o.About += ". Deferred to " + w.of(*i.DeferredTo)
		}
	case models.ItemDeclined:
		o.Tag, o.Reason = Tag{"bad", "Declined"}, i.Reason
	}
	return o
}

func ownAction(a models.TrackerLine) OwnAction {
	o := OwnAction{URL: "/actions/" + a.Reference, Reference: a.Reference, Text: a.Text, Deadline: a.Deadline, Restricted: a.Restricted}
	switch {
	case a.Overdue:
		o.Tag = &Tag{"bad", "Overdue"}
	case a.DueSoon:
		o.Tag = &Tag{"warn", "Due soon"}
	case a.State == models.ActionDone:
		o.Tag = &Tag{"info", "Done, to be closed"}
	}
	return o
}

func ownPractice(p models.Practice) OwnPractice {
	o := OwnPractice{URL: practiceURL(p.Slug), Title: p.Title}
	switch p.State {
	case models.PracticeReturned:
		o.Tag, o.Wanted = Tag{"warn", "Returned"}, p.Wanted
	case models.PracticeSubmitted:
		o.Tag = Tag{"info", "Submitted"}
	default:
		o.Tag = Tag{"", "Draft"}
	}
	return o
}

// document words an agenda or minutes.
func (w wording) document(d models.HomeDocument) DocumentLine {
	if d.Agenda {
		line := DocumentLine{URL: meetingURL(d.Meeting, "agenda"), PDF: meetingURL(d.Meeting, "agenda.pdf"), Text: "Agenda of " + w.of(d.Meeting), New: d.New}
		line.About = "Published on " + w.short(w.day(d.IssuedAt))
		if d.Version > 1 {
			line.About = "Version " + number(d.Version) + ", " + w.short(w.day(d.IssuedAt))
		}
		return line
	}
	line := DocumentLine{URL: meetingURL(d.Meeting, "minutes"), PDF: meetingURL(d.Meeting, "minutes.pdf"), Text: "Minutes of " + w.of(d.Meeting), New: d.New}
	switch d.State {
	case models.MinutesCirculated:
		line.About = "Draft, version " + number(d.Version) + ", " + w.short(w.day(d.IssuedAt))
	case models.MinutesAgreed:
		line.About, line.New = "Agreed as a correct record", false
	case models.MinutesPublished:
		line.About, line.New = "Agreed and published", false
	}
	return line
}

// AllActions words the link from the actions shown to all of them.
func (p MemberHomePage) AllActions() string {
	if all := p.Owed.Open + p.Owed.Done; all > len(p.Actions) {
		return "All " + plural(all, "action", "actions")
	}
	return "Update your actions"
}

// Nothing says whether nothing waits for the viewer, their answer included.
func (p MemberHomePage) Nothing() bool {
	return len(p.Tasks) == 0 && (p.Next == nil || !p.Next.CanReply || p.Next.ReplyInWords() != "")
}

// NextStep says what comes next where nothing waits; empty where something does.
func (p MemberHomePage) NextStep() string {
	switch {
	case !p.Nothing():
		return ""
	case p.Submit != nil:
		return "Items for the meeting of " + p.Submit.Of + " can be sent until " + p.Submit.Until + "."
	case p.Next != nil:
		return "The next meeting is on " + p.Next.Date + "."
	}
	return "You will get an email when the next meeting is called."
}
