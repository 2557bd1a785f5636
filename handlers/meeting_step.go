package handlers

import (
	"fmt"
	"strings"
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

// step is what the viewer can do now about a meeting.
type step struct {
	Heading   string
	Text      string
	Attention bool // it is late, or waits for the viewer
	Button    *Link
	Links     []Link
	Own       []ownItem // what the viewer's organisation has sent
}

// ownItem is an item of the viewer's organisation and what became of it.
type ownItem struct {
	Link
	Tag   Tag
	About string
}

// nextStep says what the viewer can do now, by role and by how far the meeting
// has come. It has no heading when there is nothing.
func (s *Server) nextStep(who models.Actor, p models.MeetingPage, w wallClock) step {
	var st step
	switch {
	case p.Meeting.State == models.MeetingCancelled:
		st = cancelledStep(who, p)
	case who.May(models.PlanMeetings, false):
		st = s.secretariatStep(p, w)
	default:
		st = s.partnerStep(who, p, w)
	}
	st.Own = s.ownItems(p)
	return st
}

func cancelledStep(who models.Actor, p models.MeetingPage) step {
	st := step{Heading: "This meeting is cancelled", Text: p.Meeting.CancelledReason, Attention: true}
	if who.May(models.PlanMeetings, false) {
		st.Links = []Link{{"/meetings/extraordinary", "Arrange another meeting in its place"}}
	} else if p.Next != nil {
		st.Links = []Link{{"/meetings/" + p.Next.Reference, "See the next meeting"}}
	}
	return st
}

// link adds a link to a page that the site has; the first becomes the button.
func (s *Server) link(st *step, route, url, text string) {
	if !s.answers(route) {
		return
	}
	if st.Button == nil {
		st.Button = &Link{url, text}
		return
	}
	st.Links = append(st.Links, Link{url, text})
}

// secretariatStep is what the secretariat is to do next.
func (s *Server) secretariatStep(p models.MeetingPage, w wallClock) step {
	m := p.Meeting
	at := "/meetings/" + m.Reference
	st := step{}
	switch m.State {
	case models.MeetingPlanned:
		st.Heading = "Call the meeting"
		st.Text = "Calling it invites everybody, asks whether they are coming and calls for items. By your rules that " + dueWords("is", m.CallOn, p.Today) + "."
		st.Attention = m.CallOn.Before(p.Today)
		s.link(&st, "/meetings/:ref/call", at+"/call", "Call the meeting")
		s.link(&st, "/meetings/:ref/agenda", at+"/agenda", "Look at the agenda")
	case models.MeetingCalled:
		s.calledStep(&st, p, w)
	case models.MeetingPublished:
		if p.Today.Before(w.day(m.StartsAt)) {
			st.Heading = "The agenda is out"
			st.Text = fmt.Sprintf("Version %d is published. If something changes, publish it again: readers are told what changed.", m.AgendaVersion)
			if p.Waiting > 0 {
				st.Text = plural(p.Waiting, "late item waits", "late items wait") + " for your decision. " + st.Text
				s.link(&st, "/meetings/:ref/queue", at+"/queue", "Decide about "+itOrThem(p.Waiting))
			}
			s.link(&st, "/meetings/:ref/agenda", at+"/agenda", "Look at the agenda")
		} else {
			st.Heading = "Take the minutes"
			st.Text = "Note who is here, then write down what is said, decided and asked for, item by item."
		}
		s.link(&st, "/meetings/:ref/take-minutes", at+"/take-minutes", "Take the minutes")
		s.link(&st, "/meetings/:ref/attendance", at+"/attendance", "Attendance")
	case models.MeetingHeld:
		s.heldStep(&st, p)
	case models.MeetingClosed:
		st.Heading = "This meeting’s business is done"
		st.Text = "Its minutes are agreed and published. Open actions live on in the tracker."
		s.link(&st, "/meetings/:ref/minutes", at+"/minutes", "Read the minutes")
		s.link(&st, "/actions", "/actions", "Open the action tracker")
	}
	return st
}

// calledStep leads from the call to the published agenda.
func (s *Server) calledStep(st *step, p models.MeetingPage, w wallClock) {
	m := p.Meeting
	at := meetingPath(m.Reference)
	closes := closingWords(m.SubmissionsCloseAt, p.Now, w)
	switch {
	case p.Waiting > 0:
		st.Heading = plural(p.Waiting, "item waits", "items wait") + " for a decision"
		st.Text = "Accept each onto the agenda, defer it to a later meeting, or decline it with a reason. "
		s.link(st, "/meetings/:ref/queue", at+"/queue", "Decide about "+itOrThem(p.Waiting))
	case m.TakesSubmissions(p.Now):
		st.Heading = "Partners are sending items"
		st.Text = "Nothing waits for your decision. "
	default:
		st.Heading = "Publish the agenda"
		s.link(st, "/meetings/:ref/agenda/publish", at+"/agenda/publish", "Publish the agenda")
	}
	if m.TakesSubmissions(p.Now) {
		st.Text += "Items close at " + closes + ". "
	} else {
		st.Text += "Items have closed. "
		st.Attention = p.Waiting > 0 || m.AgendaOn.Before(p.Today)
	}
	st.Text += "The agenda " + dueWords("is", m.AgendaOn, p.Today) + "."
	s.link(st, "/meetings/:ref/agenda/build", at+"/agenda/build", "Build the agenda")
	s.link(st, "/meetings/:ref/items/new", at+"/items/new", "Add an item")
}

// heldStep leads from the meeting to its published minutes.
func (s *Server) heldStep(st *step, p models.MeetingPage) {
	m := p.Meeting
	at := "/meetings/" + m.Reference
	switch p.Minutes.State {
	case models.MinutesDrafting:
		st.Heading = "Write up and circulate the minutes"
		st.Text = "They " + dueWords("are", m.MinutesOn, p.Today) + ". Circulating them sends everybody the draft and tells owners of their actions."
		st.Attention = m.MinutesOn.Before(p.Today)
		s.link(st, "/meetings/:ref/take-minutes", at+"/take-minutes", "Write up the minutes")
		s.link(st, "/meetings/:ref/minutes", at+"/minutes", "Read through and circulate")
		s.link(st, "/meetings/:ref/attendance", at+"/attendance", "Attendance")
	case models.MinutesCirculated:
		if p.Corrections > 0 {
			st.Heading = plural(p.Corrections, "correction waits", "corrections wait") + " for your answer"
			st.Text = "Take each in or say why not, then circulate the next version. "
			s.link(st, "/meetings/:ref/corrections", at+"/corrections", "Answer "+itOrThem(p.Corrections))
		} else {
			st.Heading = fmt.Sprintf("The minutes are circulated, version %d", p.Minutes.Circulated)
		}
		st.Text += "Corrections can be asked for until " + dayMonth(m.CorrectionsOn, p.Today.Year) + ". The next meeting agrees the minutes as a correct record."
		s.link(st, "/meetings/:ref/minutes", at+"/minutes", "Open the minutes")
	case models.MinutesAgreed:
		st.Heading = "Publish the minutes"
		st.Text = "They were agreed as a correct record. The public edition leaves out what is restricted, and says that it does."
		s.link(st, "/meetings/:ref/minutes", at+"/minutes", "Open the minutes")
	default:
		st.Heading = "The minutes are published"
		s.link(st, "/meetings/:ref/minutes", at+"/minutes", "Read the minutes")
	}
}

// partnerStep is what a partner or a member can do.
func (s *Server) partnerStep(who models.Actor, p models.MeetingPage, w wallClock) step {
	m := p.Meeting
	at := "/meetings/" + m.Reference
	submits := who.Reach(models.SubmitItems) != models.No
	st := step{}
	switch {
	case m.State == models.MeetingPublished:
		st.Heading, st.Text = "The agenda is published", "Read it and its papers before the meeting."
		s.link(&st, "/meetings/:ref/agenda", at+"/agenda", "Read the agenda")
	case m.TakesSubmissions(p.Now) && submits:
		st.Heading = "Have you something for this meeting?"
		st.Text = "You can send agenda items until " + closingWords(m.SubmissionsCloseAt, p.Now, w) + "." + sentWords(who, p)
		s.link(&st, "/meetings/:ref/items/new", at+"/items/new", "Submit an agenda item")
		for _, i := range p.Own {
			if i.State == models.ItemDraft && s.answers("/items/:id") {
				st.Links = append(st.Links, Link{fmt.Sprintf("/items/%d", i.ID), "Continue your draft"})
				break
			}
		}
	case m.State == models.MeetingPlanned, m.State == models.MeetingCalled && m.TakesSubmissions(p.Now):
		st.Heading = "The agenda is being put together"
		st.Text = "You will find it and its papers here from " + dayMonth(m.AgendaOn, p.Today.Year) + "."
	case m.State == models.MeetingCalled:
		st.Heading = "Items have closed"
		st.Text = "The agenda and its papers come on " + dayMonth(m.AgendaOn, p.Today.Year) + ". For something urgent, write to the secretariat."
	case p.Minutes.State == models.MinutesCirculated:
		st.Heading = "Draft minutes are here to read"
		st.Text = "The next meeting agrees them as a correct record."
		if !p.Today.After(m.CorrectionsOn) {
			st.Text = "Is something wrong in them? You can ask for a correction until " + dayMonth(m.CorrectionsOn, p.Today.Year) + "."
		}
		s.link(&st, "/meetings/:ref/minutes", at+"/minutes", "Read the draft minutes")
	case p.Minutes.State != models.MinutesDrafting:
		st.Heading, st.Text = "The minutes are agreed", "The meeting’s actions live on in the tracker."
		s.link(&st, "/meetings/:ref/minutes", at+"/minutes", "Read the minutes")
		s.link(&st, "/actions", "/actions", "Open the action tracker")
	default:
		st.Heading, st.Text = "The minutes are being written", "Draft minutes "+dueWords("are", m.MinutesOn, p.Today)+"."
	}
	return st
}

// sentWords say what the viewer's organisation has sent: " Ashbourne Council
// has one item waiting for the secretariat and one draft."
func sentWords(who models.Actor, page models.MeetingPage) string {
	count := map[models.ItemState]int{}
	for _, i := range page.Own {
		count[i.State]++
	}
	var parts []string
	if n := page.OnAgenda; n > 0 {
		parts = append(parts, plural(n, "item", "items")+" on the agenda")
	}
	if n := count[models.ItemWaiting]; n > 0 {
		parts = append(parts, plural(n, "item", "items")+" waiting for the secretariat")
	}
	if n := count[models.ItemDraft]; n > 0 {
		parts = append(parts, plural(n, "draft", "drafts"))
	}
	if len(parts) == 0 {
		return ""
	}
	return " " + who.Organisation + " has " + joinNames(parts) + "."
}

// ownItems lists what the viewer's organisation has sent.
func (s *Server) ownItems(p models.MeetingPage) []ownItem {
	tags := map[models.ItemState]Tag{
		models.ItemDraft: {"", "Draft"}, models.ItemWaiting: {"info", "Waiting"},
		models.ItemDeferred: {"warn", "Deferred"}, models.ItemDeclined: {"bad", "Declined"},
	}
	var list []ownItem
	for _, i := range p.Own {
		own := ownItem{Link: Link{Text: i.Title}, Tag: tags[i.State], About: i.Reason}
		if s.answers("/items/:id") {
			own.URL = fmt.Sprintf("/items/%d", i.ID)
		}
		list = append(list, own)
	}
	return list
}

func itOrThem(n int) string {
	if n == 1 {
		return "it"
	}
	return "them"
}

// dueWords say when something is due: "is due today", "are due on 13 October",
// "was due on 1 October". verb is "is" or "are".
func dueWords(verb string, day, today calendar.Date) string {
	on := dayMonth(day, today.Year)
	switch n := today.DaysUntil(day); {
	case n == 0:
		return verb + " due today"
	case n == 1:
		return verb + " due tomorrow"
	case n < 0:
		return map[string]string{"is": "was", "are": "were"}[verb] + " due on " + on
	case n < 7:
		return verb + " due on " + day.Weekday().String() + " " + on
	}
	return verb + " due on " + on
}

// closingWords say when items close: "17:00 today", "17:00 on Tuesday 24 November".
func closingWords(at, now time.Time, w wallClock) string {
	day, today := w.day(at), w.day(now)
	switch today.DaysUntil(day) {
	case 0:
		return w.clock(at) + " today"
	case 1:
		return w.clock(at) + " tomorrow"
	}
	long := day.Long()
	if day.Year == today.Year {
		long = strings.TrimSuffix(long, fmt.Sprintf(" %04d", day.Year))
	}
	return w.clock(at) + " on " + long
}
