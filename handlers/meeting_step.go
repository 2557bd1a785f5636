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
func nextStep(who models.Actor, p models.MeetingPage, w wallClock) step {
	var st step
	switch {
	case p.Meeting.State == models.MeetingCancelled:
		st = cancelledStep(who, p)
	case who.May(models.PlanMeetings, false):
		st = secretariatStep(p, w)
	default:
		st = partnerStep(who, p, w)
	}
	st.Own = ownItems(p)
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

// link adds a link; the first becomes the button.
func (st *step) link(url, text string) {
	if st.Button == nil {
		st.Button = &Link{url, text}
		return
	}
	st.Links = append(st.Links, Link{url, text})
}

// secretariatStep is what the secretariat is to do next.
func secretariatStep(p models.MeetingPage, w wallClock) step {
	m := p.Meeting
	at := "/meetings/" + m.Reference
	st := step{}
	switch m.State {
	case models.MeetingPlanned:
		st.Heading = "Call the meeting"
		st.Text = "Calling it invites everybody, asks whether they are coming and calls for items. By your rules that " + dueWords("is", m.CallOn, p.Today) + "."
		st.Attention = m.CallOn.Before(p.Today)
		st.link(at+"/call", "Call the meeting")
		st.link(at+"/agenda", "Look at the agenda")
	case models.MeetingCalled:
		calledStep(&st, p, w)
	case models.MeetingPublished:
		if p.Today.Before(w.day(m.StartsAt)) {
			st.Heading = "The agenda is out"
			st.Text = fmt.Sprintf("Version %d is published. If something changes, publish it again: readers are told what changed.", m.AgendaVersion)
			if p.Waiting > 0 {
				st.Text = plural(p.Waiting, "item still waits", "items still wait") + " for your decision and " + isOrAre(p.Waiting) + " not on the published agenda. If you accept " + itOrThem(p.Waiting) + ", publish the agenda again: readers are told what changed."
				st.link(at+"/queue", "Decide about "+itOrThem(p.Waiting))
			}
			st.link(at+"/agenda", "Look at the agenda")
		} else {
			st.Heading = "Take the minutes"
			st.Text = "Note who is here, then write down what is said, decided and asked for, item by item."
		}
		st.link(at+"/take-minutes", "Take the minutes")
		st.link(at+"/attendance", "Attendance")
	case models.MeetingHeld:
		heldStep(&st, p)
	case models.MeetingClosed:
		st.Heading = "This meeting’s business is done"
		st.Text = "Its minutes are agreed and published. Open actions live on in the tracker."
		st.link(at+"/minutes", "Read the minutes")
		st.link("/actions", "Open the action tracker")
	}
	return st
}

// calledStep leads from the call to the published agenda.
func calledStep(st *step, p models.MeetingPage, w wallClock) {
	m := p.Meeting
	at := meetingPath(m.Reference)
	closes := closingWords(m.SubmissionsCloseAt, p.Now, w)
	switch {
	case p.Waiting > 0:
		st.Heading = plural(p.Waiting, "item waits", "items wait") + " for a decision"
		st.Text = "Accept each onto the agenda, defer it to a later meeting, or decline it with a reason. "
		st.link(at+"/queue", "Decide about "+itOrThem(p.Waiting))
	case m.TakesSubmissions(p.Now):
		st.Heading = "Partners are sending items"
		st.Text = "Nothing is waiting for your decision. "
	default:
		st.Heading = "Publish the agenda"
		st.link(at+"/agenda/publish", "Publish the agenda")
	}
	if m.TakesSubmissions(p.Now) {
		st.Text += "Items close at " + closes + ". "
	} else {
		st.Text += "Items have closed. "
		st.Attention = p.Waiting > 0 || m.AgendaOn.Before(p.Today)
	}
	st.Text += "The agenda " + dueWords("is", m.AgendaOn, p.Today) + "."
	st.link(at+"/agenda/build", "Build the agenda")
	st.link(at+"/items/new", "Add an item")
}

// heldStep leads from the meeting to its published minutes.
func heldStep(st *step, p models.MeetingPage) {
	m := p.Meeting
	at := "/meetings/" + m.Reference
	switch p.Minutes.State {
	case models.MinutesDrafting:
		st.Heading = "Write up and circulate the minutes"
		st.Text = "They " + dueWords("are", m.MinutesOn, p.Today) + ". Circulating them sends everybody the draft and tells owners of their actions."
		st.Attention = m.MinutesOn.Before(p.Today)
		st.link(at+"/take-minutes", "Write up the minutes")
		st.link(at+"/minutes/circulate", "Circulate them")
		st.link(at+"/attendance", "Attendance")
	case models.MinutesCirculated:
		if p.Corrections > 0 {
			st.Heading = plural(p.Corrections, "correction waits", "corrections wait") + " for your answer"
			st.Text = "Take each in or say why not, then circulate the next version. "
			st.link(at+"/corrections", "Answer "+itOrThem(p.Corrections))
		} else {
			st.Heading = fmt.Sprintf("The minutes are circulated, version %d", p.Minutes.Circulated)
		}
		asked := "can be asked for until "
		if p.Today.After(m.CorrectionsOn) {
			asked = "were asked for until "
		}
		st.Text += "Corrections " + asked + dayMonth(m.CorrectionsOn, p.Today.Year) + ". The next meeting agrees the minutes as a correct record."
		st.link(at+"/minutes", "Open the minutes")
	case models.MinutesAgreed:
		st.Heading = "Publish the minutes"
		st.Text = "They were agreed as a correct record. The public edition leaves out what is restricted, and says that it does."
		st.link(at+"/minutes/publish", "Publish the minutes")
		st.link(at+"/minutes", "Open the minutes")
	default:
		st.Heading = "The minutes are published"
		st.link(at+"/minutes", "Read the minutes")
	}
}

// partnerStep is what a partner or a member can do.
func partnerStep(who models.Actor, p models.MeetingPage, w wallClock) step {
	m := p.Meeting
	at := "/meetings/" + m.Reference
	submits := who.Reach(models.SubmitItems) != models.No
	st := step{}
	switch {
	case m.State == models.MeetingPublished:
		st.Heading, st.Text = "The agenda is published", "Read it and its papers before the meeting."
		if n := drafts(p); n == 1 {
			st.Text += " Your organisation’s draft is not on it."
		} else if n > 1 {
			st.Text += " Your organisation’s drafts are not on it."
		}
		st.link(at+"/agenda", "Read the agenda")
	case m.TakesSubmissions(p.Now) && submits:
		st.Heading = "Do you have an item for this meeting?"
		st.Text = "You can send agenda items until " + closingWords(m.SubmissionsCloseAt, p.Now, w) + "." + sentWords(who, p)
		st.link(at+"/items/new", "Submit an agenda item")
		for _, i := range p.Own {
			if i.State == models.ItemDraft {
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
		st.link(at+"/minutes", "Read the draft minutes")
		if !p.Today.After(m.CorrectionsOn) {
			st.link(at+"/corrections", "Ask for a correction")
		}
	case p.Minutes.State != models.MinutesDrafting:
		st.Heading, st.Text = "The minutes are agreed", "The meeting’s actions live on in the tracker."
		st.link(at+"/minutes", "Read the minutes")
		st.link("/actions", "Open the action tracker")
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
func ownItems(p models.MeetingPage) []ownItem {
	tags := map[models.ItemState]Tag{
		models.ItemDraft: {"", "Draft"}, models.ItemWaiting: {"info", "Waiting"},
		models.ItemDeferred: {"warn", "Deferred"}, models.ItemDeclined: {"bad", "Declined"},
	}
	var list []ownItem
	for _, i := range p.Own {
		own := ownItem{Link: Link{fmt.Sprintf("/items/%d", i.ID), i.Name()}, Tag: tags[i.State], About: i.Reason}
		if i.State == models.ItemDraft && !p.Meeting.TakesSubmissions(p.Now) {
			own.About = "It was not submitted in time. Move it to a later meeting."
			if p.Meeting.State == models.MeetingCalled || p.Meeting.State == models.MeetingPublished {
				own.About = "It was not submitted in time. Move it to a later meeting, or ask the secretariat to add it."
			}
		}
		list = append(list, own)
	}
	return list
}

// drafts counts what the viewer's organisation has begun and not submitted.
func drafts(p models.MeetingPage) int {
	n := 0
	for _, i := range p.Own {
		if i.State == models.ItemDraft {
			n++
		}
	}
	return n
}

func isOrAre(n int) string {
	if n == 1 {
		return "is"
	}
	return "are"
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
