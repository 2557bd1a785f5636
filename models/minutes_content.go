package models

import (
	"time"

	"quarterday/calendar"
)

// Edition is who a version of the minutes is for.
type Edition string

const (
	MembersEdition Edition = "members"
	PublicEdition  Edition = "public"
)

// MinutesContent is everything that minutes say, whether drawn as a page or as
// a PDF. Issued versions are kept as the JSON of this.
type MinutesContent struct {
	Letterhead Letterhead
	Meeting    MeetingFacts
	Edition    Edition
	State      MinutesState
	// Version is the circulated version; while drafting, the one to come.
	Version      int
	CirculatedAt *time.Time
	// AgreeAt is the meeting that is to agree them (or did), in words.
	AgreeAt  string
	AgreedOn calendar.Date

	Present      []AttendanceLine // representatives and deputies who were there
	InAttendance []AttendanceLine // officers, guests, observers
	Apologies    []string
	Absent       []string
	Quorum       string // "Quorum (14 of 40 organisations) was reached: 21 were represented."

	Items       []MinutesItem
	Corrections []CorrectionLine // recorded against these minutes
	Ended       string           // "11:52"
	Next        []MeetingFacts   // the meetings to come
	// Withheld says that this edition leaves something out.
	Withheld bool
}

// AttendanceLine is one row of the table of those present.
type AttendanceLine struct {
	Name         string
	Initials     string
	JobTitle     string
	Organisation string
	Remark       string // "chair", "by video, arrived 10:20", "deputy for Tara Whitfield"
}

// MinutesItem is one item with what was minuted under it.
type MinutesItem struct {
	ItemID     int64
	Number     int
	Section    string
	Title      string
	Restricted bool // the whole item: in the public edition only its number and that it was private
	Presenters []string
	Papers     []PaperLine
	Interests  []string // "Priya Raman declared … and stayed and did not vote."
	Paragraphs []Paragraph
}

// Paragraph is one numbered paragraph of the minutes.
type Paragraph struct {
	EntryID      int64
	EntryVersion int
	Number       string // "4.2"
	Heading      string
	Kind         EntryKind
	Reference    string // of a decision or action
	Text         string // Markdown
	How          string // "Agreed", "Vote: 11 for, 1 against, 2 abstained"
	Owners       string // "Siân Gruffŷdd and Vale Police"
	Deadline     string // "by the next meeting, 8 December 2026"
	// Reviews is the reference of the earlier action that this reports on, and
	// ReviewsState what became of it.
	Reviews      string
	ReviewsText  string
	ReviewsState string
	Restricted   bool
	// Withheld: the public edition has PublicText (or a standard sentence) here.
	Withheld bool
}

// CorrectionLine is a correction as the minutes record it.
type CorrectionLine struct {
	ID        int64
	By        string
	Paragraph string
	Text      string
	Outcome   CorrectionOutcome
	Answer    string
}
