package handlers

import (
	"fmt"
	"net/url"
	"strings"
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

// TaskLine is one thing that needs the viewer: what, where, why or by when.
type TaskLine struct {
	Text  string
	URL   string
	About string
	Tag   *Tag
}

// AheadLine is something to come, on its day.
type AheadLine struct {
	Text  string
	URL   string
	About string
	When  string // a date, with its time where it has one
	Today bool
	Named bool // Text begins with a name, and so with its capital in a sentence
}

// wording puts tasks into words for one partnership on one day.
type wording struct {
	today   calendar.Date
	zone    *time.Location
	country *calendar.Country
	basis   calendar.Basis
	sends   bool // a mail server takes emails
}

func (w wording) day(t time.Time) calendar.Date { return calendar.DateOf(t, w.zone) }

// of names a meeting by its day: "8 December", with the year where it is not this one.
func (w wording) of(m models.Meeting) string { return w.short(w.day(m.StartsAt)) }

func (w wording) short(d calendar.Date) string { return dayMonth(d, w.today.Year) }

// long is a day with its weekday: "Tuesday 8 December".
func (w wording) long(d calendar.Date) string {
	if d.Year == w.today.Year {
		return strings.TrimSuffix(d.Long(), fmt.Sprintf(" %04d", d.Year))
	}
	return d.Long()
}

func meetingURL(m models.Meeting, page string) string {
	address := "/meetings/" + url.PathEscape(m.Reference)
	if page != "" {
		address += "/" + page
	}
	return address
}

// task words one task of the secretariat.
func (w wording) task(t models.Task) TaskLine {
	line := w.taskWords(t)
	if t.Kind != models.TaskTakeMinutes && t.Kind != models.TaskReplies {
		line.About = together(line.About, w.due(t))
		line.Tag = w.dueTag(t)
	}
	if t.More > 0 {
		line.About = together(line.About, "So do "+plural(t.More, "more meeting", "more meetings")+".")
	}
	return line
}

func (w wording) taskWords(t models.Task) TaskLine {
	switch t.Kind {
	case models.TaskTakeMinutes:
		return TaskLine{"Take the minutes of today’s meeting", meetingURL(*t.Meeting, "take-minutes"), w.hours(*t.Meeting) + ".", &Tag{"info", "Today"}}
	case models.TaskLapsed:
		return TaskLine{Text: "Say what happened to the meeting of " + w.of(*t.Meeting), URL: meetingURL(*t.Meeting, ""), About: "Its date has passed and its agenda was not published. Move it or cancel it."}
	case models.TaskFinish:
		return TaskLine{Text: "Finish the meeting of " + w.of(*t.Meeting), URL: meetingURL(*t.Meeting, "take-minutes"), About: "It is over. Check the attendance and the minutes, then say that it has been held."}
	case models.TaskCall:
		return TaskLine{Text: "Call the meeting of " + w.of(*t.Meeting), URL: meetingURL(*t.Meeting, "call"), About: "Invites everyone and asks for agenda items."}
	case models.TaskPublishAgenda:
		return TaskLine{Text: "Publish the agenda of " + w.of(*t.Meeting), URL: meetingURL(*t.Meeting, "agenda")}
	case models.TaskCirculate:
		return TaskLine{Text: "Circulate the draft minutes of " + w.of(*t.Meeting), URL: meetingURL(*t.Meeting, "minutes"), About: "Owners hear of their actions at the same time."}
	case models.TaskSubmissions:
		return TaskLine{Text: plural(t.Count, "submission waits", "submissions wait") + " for your decision", URL: meetingURL(*t.Meeting, "queue"), About: "For the meeting of " + w.of(*t.Meeting) + ". " + w.since(t)}
	case models.TaskCorrections:
		return TaskLine{Text: plural(t.Count, "correction waits", "corrections wait") + " for an answer", URL: meetingURL(*t.Meeting, "corrections"), About: "To the minutes of " + w.of(*t.Meeting) + ". " + w.since(t)}
	case models.TaskAgree:
		return TaskLine{Text: "Have the minutes of " + w.of(*t.Meeting) + " agreed", URL: meetingURL(*t.Meeting, "minutes"), About: "They are before the meeting of " + w.of(*t.Other) + ", which agrees them as a correct record."}
	case models.TaskPublishMinutes:
		line := TaskLine{Text: "Publish the minutes of " + w.of(*t.Meeting), URL: meetingURL(*t.Meeting, "minutes"), About: "The public edition leaves out what is restricted."}
		if !t.Since.IsZero() {
			line.About = "Agreed on " + w.short(w.day(t.Since)) + ". " + line.About
		}
		return line
	case models.TaskActionsDone:
		return TaskLine{Text: plural(t.Count, "action has", "actions have") + " been marked as done", URL: "/actions?state=done", About: "Read the owner’s note, then close or reopen."}
	case models.TaskActionsOverdue:
		return TaskLine{Text: plural(t.Count, "action is", "actions are") + " overdue", URL: "/actions?overdue=yes", About: "Ask the owners how it stands, or agree a new deadline."}
	case models.TaskOwnActions:
		return TaskLine{Text: "Your own actions: " + overdueAndSoon(t.Late, t.Soon), URL: "/actions?mine=yes", About: "For you or your office."}
	case models.TaskPractices:
		return TaskLine{Text: plural(t.Count, "practice waits", "practices wait") + " to be published or returned", URL: "/practices/waiting", About: w.since(t)}
	case models.TaskReplies:
		return TaskLine{Text: plural(t.Count, "person has", "people have") + " not answered the invitation", URL: meetingURL(*t.Meeting, "coming"), About: "To the meeting of " + w.of(*t.Meeting) + "."}
	case models.TaskDeputies:
		return TaskLine{Text: plural(t.Count, "deputy needs", "deputies need") + " confirming", URL: meetingURL(*t.Meeting, "coming"), About: "For the meeting of " + w.of(*t.Meeting) + ". They have no account here."}
	case models.TaskEmails:
		return TaskLine{Text: plural(t.Count, "email needs", "emails need") + " looking at", URL: "/outbox/received", About: "Replies that could not be dealt with automatically."}
	case models.TaskMailbox:
		return TaskLine{Text: "The mailbox for answers cannot be read", URL: "/outbox/received", About: "Since " + w.long(w.day(t.Since)) + ", " + calendar.ClockOf(t.Since, w.zone).String() + ". Answers to emails wait in it."}
	case models.TaskPlan:
		return w.plan(t.Quarters)
	case models.TaskLettersFailed:
		return TaskLine{Text: plural(t.Count, "email", "emails") + " could not be delivered", URL: "/outbox?state=failed", About: "Somebody was not told. The outbox says why."}
	case models.TaskLettersWaiting:
		line := TaskLine{Text: plural(t.Count, "email is", "emails are") + " waiting in the outbox", URL: "/outbox?state=waiting", About: "No mail server is set up, so nothing is sent."}
		if w.sends {
			line.About = "At least one should have gone out more than an hour ago."
		}
		return line
	}
	return TaskLine{}
}

func (w wording) plan(quarters []calendar.Quarter) TaskLine {
	var names []string
	for _, q := range quarters {
		names = append(names, q.Label(w.basis))
	}
	text := "Plan the next meeting"
	if len(quarters) > 1 {
		text = "Plan the next meetings"
	}
	return TaskLine{Text: text, URL: "/meetings/plan", About: "No date yet for " + joinNames(names) + "."}
}

func overdueAndSoon(late, soon int) string {
	var parts []string
	if late > 0 {
		parts = append(parts, number(late)+" overdue")
	}
	if soon > 0 {
		parts = append(parts, number(soon)+" due soon")
	}
	return strings.Join(parts, ", ")
}

// hours say when and where a meeting is on its day.
func (w wording) hours(m models.Meeting) string {
	words := w.fromTo(m)
	if m.Venue != "" {
		words += ", " + m.Venue
	}
	return words
}

// fromTo are a meeting's hours: 10:00 to 12:00.
func (w wording) fromTo(m models.Meeting) string {
	return fmt.Sprintf("%s to %s", calendar.ClockOf(m.StartsAt, w.zone), calendar.ClockOf(m.EndsAt(), w.zone))
}

func (w wording) since(t models.Task) string {
	since := w.day(t.Since)
	day := "since " + w.short(since)
	if since == w.today {
		day = "since today"
	}
	if t.Count == 1 {
		return "Waiting " + day + "."
	}
	return "The oldest has waited " + day + "."
}

// due says by when a task is to be done.
func (w wording) due(t models.Task) string {
	switch {
	case t.By.IsZero() || t.Kind == models.TaskLapsed || t.Kind == models.TaskFinish || t.Kind == models.TaskAgree:
		return ""
	case t.By == w.today:
		return "Due today."
	case t.By.Before(w.today):
		return "Was due on " + w.long(t.By) + "."
	}
	return "Due by " + w.long(t.By) + "."
}

// dueTag says how late a task is, or how soon it is due.
func (w wording) dueTag(t models.Task) *Tag {
	switch days := w.today.DaysUntil(t.By); {
	case t.By.IsZero() || days > 1:
		return nil
	case days == 1:
		return &Tag{"warn", "Due tomorrow"}
	case days == 0:
		return &Tag{"warn", "Due today"}
	}
	if late := w.country.WorkingDaysBetween(t.By, w.today); late > 0 {
		return &Tag{"bad", plural(late, "working day", "working days") + " late"}
	}
	return &Tag{"bad", "Late"}
}

// ahead words something to come.
func (w wording) ahead(t models.Task) AheadLine {
	line := AheadLine{When: w.long(t.By), Today: t.By == w.today}
	if !t.At.IsZero() {
		clock := calendar.ClockOf(t.At, w.zone).String()
		if line.When += ", " + clock; line.Today {
			line.When = "Today, " + clock
		}
	} else if line.Today {
		line.When = "Today"
	}
	of := w.of(*t.Meeting)
	switch t.Kind {
	case models.TaskCall:
		line.Text, line.URL = "Call the meeting of "+of, meetingURL(*t.Meeting, "")
	case models.TaskSubmissionsClose:
		line.Text, line.URL = "Submissions close for the meeting of "+of, meetingURL(*t.Meeting, "queue")
	case models.TaskPublishAgenda:
		line.Text, line.URL = "Publish the agenda of "+of, meetingURL(*t.Meeting, "agenda")
	case models.TaskMeeting:
		line.Text, line.URL, line.Named = t.Meeting.Name(), meetingURL(*t.Meeting, ""), t.Meeting.Title != ""
		line.About = t.Meeting.Venue
	case models.TaskCorrectionsClose:
		line.Text, line.URL = "Last day for corrections to the minutes of "+of, meetingURL(*t.Meeting, "corrections")
	case models.TaskAgree:
		line.Text, line.URL = "Minutes of "+of+" to be agreed", meetingURL(*t.Meeting, "minutes")
	}
	return line
}

// together puts one sentence after another, either of which may be missing.
func together(a, b string) string { return strings.TrimSpace(a + " " + b) }
