package models

import "quarterday/calendar"

// RegisterContent is what the register of decisions says: what was decided,
// meeting by meeting.
type RegisterContent struct {
	Letterhead Letterhead
	AsOf       calendar.Date
	Title      string // "Decisions register"
	Filter     string // in words, "" for everything
	Meetings   []MeetingDecisions
}

// MeetingDecisions is what one meeting decided, in its order.
type MeetingDecisions struct {
	Meeting   MeetingFacts
	Draft     bool // its minutes have not been agreed
	Decisions []DecisionLine
}
