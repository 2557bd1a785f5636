package models

import (
	"cmp"
	"time"

	"quarterday/calendar"
)

// Letterhead is what every document and page says about the partnership.
type Letterhead struct {
	Partnership       string
	Language          string
	TimeZone          string
	Marking           string
	RestrictedMarking string
	Logo              Logo `json:",omitzero"`
}

// Logo is the partnership's mark at the head of its documents. Its bytes are
// kept among the files; Picture is filled by whoever draws.
type Logo struct {
	SHA256        string // "" where there is none
	MediaType     string
	Text          string // for those who cannot see it
	Width, Height int    // in pixels
	Picture       []byte `json:"-"`
}

// IsZero leaves the logo out of what is kept where there is none.
func (l Logo) IsZero() bool { return l.SHA256 == "" }

// MeetingFacts is what a document says about its meeting. Times are wall times
// in the partnership's zone.
type MeetingFacts struct {
	Reference   string // 2026-q3
	Prefix      string // 2026-Q3
	Name        string // Quarterly meeting
	Day         calendar.Date
	From        string // 10:00
	To          string // 12:00; in minutes the time it really ended
	Venue       string
	JoiningLink string
	Chair       string
	MinuteTaker string
	State       MeetingState
}

// AgendaContent is everything an agenda says, whether it is drawn as a page or
// as a PDF.
type AgendaContent struct {
	Letterhead Letterhead
	Meeting    MeetingFacts
	// Version is 0 while the agenda is still being built.
	Version     int
	PublishedAt *time.Time
	Changes     []string // since the version before
	Items       []AgendaLine
	// Minutes is the sum of the items' minutes, Over by how much it exceeds the
	// meeting (0 when it fits).
	Minutes int
	Over    int
}

// AgendaLine is one item on the agenda.
type AgendaLine struct {
	ItemID       int64
	ItemVersion  int `json:"-"`
	Kind         ItemKind
	Number       int
	Section      string // set on the first item of each section
	Title        string
	Role         ItemRole
	Purpose      Purpose
	Starts       string // running clock, "10:25"
	Minutes      int
	Ask          string // Markdown
	Background   string // Markdown
	Organisation string // who submitted it
	Presenters   []string
	By           string // the presenters with their organisations, as one line
	DeferredTo   string // the day of the later meeting it was put off to, if it was
	Papers       []PaperLine
	Restricted   bool
	// Arising lists open actions, filled for the item "matters arising".
	Arising []TrackerLine
}

// Whose says whose item it is: its presenters, or where nobody is named the
// organisation that submitted it.
func (l AgendaLine) Whose() string { return cmp.Or(l.By, joinAnd(l.Presenters), l.Organisation) }

// PaperLine is a paper as a document or page names it: "Paper 4a".
type PaperLine struct {
	ID         int64
	Label      string // "4a", or "4" when the item has one
	Title      string
	FileName   string
	MediaType  string
	Size       int64
	Restricted bool
}
