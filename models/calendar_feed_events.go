package models

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"quarterday/calendar"
)

const (
	// feedYears is how far back and ahead a calendar feed goes.
	feedYears = 2
	// feedMeetings and feedActions bound a feed, which programs fetch again and again.
	feedMeetings = 200
	feedActions  = 200
	// deadlineReminder is when a calendar reminds of a deadline: nine in the
	// morning of the day before.
	deadlineReminder = 15 * 60
)

// PersonalCalendar is what somebody's calendar feed says: their meetings, and
// the days by which something is wanted of them.
type PersonalCalendar struct {
	Partnership Partnership
	Feed        CalendarFeed
	Meetings    []FeedMeeting
	Deadlines   []FeedDeadline
}

// FeedMeeting is a meeting in a calendar feed.
type FeedMeeting struct {
	Meeting
	Reply      Reply // what they answered, empty when not asked
	Circulated int   // version of the minutes that can be read
}

// FeedDeadline is a day in a calendar feed by which something is to be done.
type FeedDeadline struct {
	UID      string
	On       calendar.Date
	Summary  string
	Detail   string
	Path     string // of the page
	Sequence int
	Stamp    time.Time
}

// PersonalCalendar reads the calendar that this token opens. It asks the
// database the same number of questions however much is in it.
func (s *Store) PersonalCalendar(ctx context.Context, token string) (PersonalCalendar, error) {
	var c PersonalCalendar
	var who Actor
	var err error
	if c.Feed, who, err = s.feedOf(ctx, token); err != nil {
		return c, err
	}
	if c.Partnership, err = s.mayRead(ctx, who, ReadMeetings); err != nil {
		return c, err
	}
	now := s.Now()
	err = s.reading(ctx).Raw(`select m.*, coalesce(a.reply, '') as reply, coalesce(n.circulated, 0) as circulated
		from meetings m left join attendances a on a.meeting_id = m.id and a.person_id = ? left join minutes n on n.meeting_id = m.id
		where m.starts_at between ? and ? and (m.state <> ? or m.starts_at > ?) order by m.starts_at desc, m.id desc limit ?`,
		who.PersonID, now.AddDate(-feedYears, 0, 0), now.AddDate(feedYears, 0, 0), MeetingCancelled, now, feedMeetings).Scan(&c.Meetings).Error
	if err != nil {
		return c, err
	}
	slices.Reverse(c.Meetings)
	var open []Minutes
	err = s.reading(ctx).Where("state = ? and circulated > 0", MinutesCirculated).Find(&open).Error
	if err != nil {
		return c, err
	}
	for _, m := range c.Meetings {
		i := slices.IndexFunc(open, func(n Minutes) bool { return n.MeetingID == m.ID })
		c.Deadlines = append(c.Deadlines, m.deadlines(who, c.Partnership, now, i >= 0)...)
	}
	actions, err := s.Tracker(ctx, who, TrackerFilter{State: TrackerOpen, Mine: true, Limit: feedActions})
	if err != nil {
		return c, err
	}
	for _, g := range actions.Groups {
		for _, a := range g.Actions {
			if !a.DueOn.IsZero() {
				c.Deadlines = append(c.Deadlines, a.feedDeadline(c.Feed))
			}
		}
	}
	return c, nil
}

// deadlines are the days around a meeting that still matter to somebody.
func (m FeedMeeting) deadlines(who Actor, p Partnership, now time.Time, corrections bool) []FeedDeadline {
	var list []FeedDeadline
	zone := p.Location()
	add := func(what string, on calendar.Date, summary, detail, path string) {
		if !on.IsZero() {
			list = append(list, FeedDeadline{UID: what + "-" + m.UID(), On: on, Summary: summary + ": " + lowerFirst(m.Name()) + ", " + calendar.DateOf(m.StartsAt, zone).Medium(),
				Detail: detail, Path: "/meetings/" + m.Reference + path, Sequence: m.Sequence, Stamp: m.CreatedAt})
		}
	}
	if m.TakesSubmissions(now) && who.Reach(SubmitItems) != No {
		at := calendar.ClockOf(m.SubmissionsCloseAt, zone)
		add("items", calendar.DateOf(m.SubmissionsCloseAt, zone), "Agenda items close at "+at.String(), "Send what your organisation has for this meeting before then.", "/items/new")
	}
	if corrections {
		add("corrections", m.CorrectionsOn, "Corrections to the minutes close", "Say by then if something in the draft minutes is not right.", "/corrections")
	}
	if !who.May(PlanMeetings, false) {
		return list
	}
	if m.State == MeetingCalled {
		add("agenda", m.AgendaOn, "The agenda is to go out", "", "/agenda/build")
	}
	if m.State == MeetingHeld && m.Circulated == 0 {
		add("minutes", m.MinutesOn, "The draft minutes are to go out", "", "/minutes")
	}
	return list
}

// feedDeadline is an action in the calendar of somebody who owes it. Calendars
// are kept by others, so that what is for members only is not said there.
func (a TrackerLine) feedDeadline(f CalendarFeed) FeedDeadline {
	d := FeedDeadline{UID: "action-" + strconv.FormatInt(a.ID, 10) + "-" + strconv.FormatInt(f.PersonID, 10), On: a.DueOn, Summary: "Action due: " + a.Reference,
		Path: "/actions/" + a.Reference, Sequence: a.Version, Stamp: f.CreatedAt}
	if a.State == ActionOpen && a.Overdue {
		d.Summary = "Action overdue: " + a.Reference
	}
	if !a.Restricted {
		d.Summary += " " + excerpt(a.Text)
		d.Detail = a.Text
	}
	return d
}

// Events are the calendar's entries. base is the address of the site.
func (c PersonalCalendar) Events(base string) []calendar.Event {
	base = strings.TrimSuffix(base, "/")
	var list []calendar.Event
	for _, m := range c.Meetings {
		list = append(list, m.event(c, base))
	}
	for _, d := range c.Deadlines {
		e := calendar.Event{UID: d.UID, Sequence: d.Sequence, Stamp: d.Stamp, Day: d.On, Free: true, Summary: d.Summary, URL: base + d.Path,
			Description: strings.TrimSpace(d.Detail + "\n\n" + base + d.Path)}
		if !strings.Contains(e.UID, "@") {
			e.UID += "-" + c.unlike() + "@quarterday"
		}
		if c.Feed.RemindMinutes > 0 {
			e.AlarmMinutes = deadlineReminder
		}
		list = append(list, e)
	}
	return list
}

// unlike tells this partnership's entries from any other's in one calendar.
func (c PersonalCalendar) unlike() string {
	if c.Partnership.SetUpAt == nil {
		return "0"
	}
	return strconv.FormatInt(c.Partnership.SetUpAt.UnixMilli(), 36)
}

// event is a meeting with what can be read of it now.
func (m FeedMeeting) event(c PersonalCalendar, base string) calendar.Event {
	e := m.CalendarEvent(c.Partnership, base)
	page := base + "/meetings/" + m.Reference
	said := []string{}
	if m.JoiningLink != "" {
		said = append(said, "Join by video: "+m.JoiningLink)
	}
	switch m.Reply {
	case ReplyComing:
		said = append(said, "You are coming.")
	case ReplyApologies:
		said = append(said, "You sent your apologies.")
	case ReplyDeputy:
		said = append(said, "You are sending a deputy.")
	case NoReply:
		if m.State == MeetingCalled || m.State == MeetingPublished {
			said = append(said, "Say whether you are coming: "+page+"/reply")
		}
	}
	if m.AgendaVersion > 0 {
		said = append(said, "Agenda and papers: "+page+"/agenda")
	}
	if m.Circulated > 0 {
		said = append(said, "Minutes: "+page+"/minutes")
	}
	if m.CancelledReason != "" {
		said = append(said, "Why it is cancelled: "+m.CancelledReason)
	}
	e.Description = strings.Join(append(said, "Everything about it: "+page), "\n")
	e.Free = m.State == MeetingCancelled || m.Reply == ReplyApologies || m.Reply == ReplyDeputy
	if m.State != MeetingCancelled && !e.Free {
		e.AlarmMinutes = c.Feed.RemindMinutes
	}
	return e
}

func lowerFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}
