package models

import "quarterday/calendar"

// TrackerContent is everything the action tracker says, as page, PDF or CSV.
type TrackerContent struct {
	Letterhead Letterhead
	AsOf       calendar.Date
	Title      string         // "Action tracker", or what it was narrowed to
	Filter     string         // in words, "" for everything
	Groups     []TrackerGroup // Overdue, due soon, open, done, closed, withdrawn: those that have any
	Total      int            // of all pages
	Counts     map[string]int // by name of group, of all pages
	Next       string         // key of the page after, "" when this is the last
}

// TrackerGroup is actions of one standing, in the order of the tracker.
type TrackerGroup struct {
	Name    string
	All     int // how many it has on all pages
	Actions []TrackerLine
}

// TrackerLine is one action as the tracker shows it.
type TrackerLine struct {
	ID         int64
	Reference  string
	Text       string
	Owners     []string
	Deadline   string
	DueOn      calendar.Date
	State      ActionState
	Overdue    bool
	DueSoon    bool
	ReviewDue  bool // ongoing, and the day of its review has come
	Restricted bool
	Meeting    string // reference of the meeting it arose from
	Item       string // title of the item
	LastUpdate string // newest note, with its date
	LastOn     calendar.Date
	Updates    int
	Version    int
}
