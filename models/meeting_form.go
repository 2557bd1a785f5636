package models

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	"quarterday/calendar"
)

// MeetingForm is what the secretariat says of a meeting that is planned, called
// in between, or entered afterwards. Dates and times are as they were typed;
// what is left empty is taken from the partnership's rules.
type MeetingForm struct {
	// Quarter is the quarter whose meeting this is ("2027-q1"); empty: the one of
	// its date. Where it is set, the names of fields in errors end in it:
	// "date-2027-q1".
	Quarter       string
	Title         string
	Date          string
	Time          string
	Minutes       string // how long it lasts
	Venue         string
	JoiningLink   string
	ChairID       int64
	MinuteTakerID int64
	Reason        string // of an extraordinary meeting
	Ended         string // of one that has been held
}

// field is the form's name of one of its fields.
func (f MeetingForm) field(name string) string {
	if f.Quarter == "" {
		return name
	}
	return name + "-" + f.Quarter
}

const (
	shortestMeeting = 15
	longestMeeting  = 12 * 60
)

// when reads the form's date, time and length against the partnership's rules.
func (f MeetingForm) when(p Partnership, today calendar.Date, problems *Problems) (day calendar.Date, start time.Time, minutes int) {
	minutes = p.DurationMinutes
	if text := strings.TrimSpace(f.Minutes); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < shortestMeeting || n > longestMeeting {
			problems.Add(f.field("minutes"), "Enter how long the meeting lasts in minutes, from %d to %d", shortestMeeting, longestMeeting)
		}
		minutes = n
	}
	text := f.Time
	if strings.TrimSpace(text) == "" {
		text = p.StartTime
	}
	clock, err := calendar.UnderstandTime(text)
	if err != nil {
		problems.Add(f.field("time"), "%s", upperFirst(err.Error()))
	}
	if strings.TrimSpace(f.Date) == "" {
		problems.Add(f.field("date"), "Enter the date of the meeting")
		return day, start, minutes
	}
	if day, err = calendar.Understand(f.Date, today); err != nil {
		problems.Add(f.field("date"), "%s", upperFirst(err.Error()))
		return day, start, minutes
	}
	if start, err = calendar.Local(day, clock, p.Location()); err != nil {
		problems.Add(f.field("time"), "%s", upperFirst(err.Error()))
		start = closingOn(day, p.Location())
	}
	return day, start.UTC(), minutes
}

// where tidies the form's place.
func (f MeetingForm) where(problems *Problems) (venue, link string) {
	venue = oneLine(problems, f.field("venue"), "the venue", f.Venue, 0, maxTitle)
	link = joiningLink(problems, f.field("joining_link"), f.JoiningLink)
	return venue, link
}

// joiningLink reads the address under which people join by video.
func joiningLink(problems *Problems, field, text string) string {
	text = oneLine(problems, field, "the link", text, 0, maxShort)
	if text == "" {
		return ""
	}
	u, err := url.Parse(text)
	if err != nil || (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" {
		problems.Add(field, "Enter a link that begins with https://, as the video service gives it")
	}
	return text
}

// quarter is the quarter whose meeting this is to be.
func (f MeetingForm) quarter(day calendar.Date, problems *Problems) calendar.Quarter {
	if f.Quarter == "" {
		return calendar.QuarterOf(day)
	}
	q, err := calendar.ParseQuarter(f.Quarter)
	if err != nil {
		problems.Add(f.field("date"), "%s", upperFirst(err.Error()))
	}
	return q
}

// quarterName names a quarter in sentences to the secretariat: "2027 Q1".
func quarterName(m Meeting) string { return fmt.Sprintf("%d Q%d", m.Year, m.Quarter) }
