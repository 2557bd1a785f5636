package models

import (
	"strings"
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
	// IssuedAt is when this was issued; nil of what has not been.
	IssuedAt *time.Time `json:",omitempty"`
	// AgreeAt is the day of the meeting that is to agree them (or did), in words.
	AgreeAt  string
	AgreedOn calendar.Date

	Present      []AttendanceLine // representatives and deputies who were there
	InAttendance []AttendanceLine // officers, guests, observers
	Apologies    []string
	Absent       []string
	// Hidden is what the public edition says for those of the two lists above
	// whose names it withholds.
	Hidden map[string]string `json:",omitempty"`
	// HiddenNames are the names that the public edition withholds, as people were
	// called at the meeting and as they are called now.
	HiddenNames []string `json:",omitempty"`
	Quorum      string   // "Reached: 21 of 40 organisations were represented, and 14 are needed."

	Items       []MinutesItem
	Corrections []CorrectionLine // recorded against these minutes
	Ended       string           // "11:52"
	Next        []MeetingFacts   // the meetings to come
	// Withheld says that this edition leaves something out.
	Withheld bool
}

// Named is the meeting within a sentence: "quarterly meeting"; a title of its own
// keeps its capitals.
func (f MeetingFacts) Named() string { return nameWithin(f.Name) }

// Named is the meeting within a sentence.
func (m Meeting) Named() string { return nameWithin(m.Name()) }

func nameWithin(name string) string {
	if name == (Meeting{}).Name() || name == (Meeting{Kind: Extraordinary}).Name() {
		return strings.ToLower(name[:1]) + name[1:]
	}
	return name
}

// Titled is what a document of the meeting is called, "Minutes of the quarterly
// meeting"; a meeting with a title of its own keeps it whole.
func (f MeetingFacts) Titled(document string) string {
	if name := f.Named(); name != f.Name {
		return document + " of the " + name
	}
	return document + ": " + f.Name
}

// AttendanceLine is one row of the table of those present.
type AttendanceLine struct {
	Name         string
	Initials     string
	JobTitle     string
	Organisation string
	Remark       string // "chair", "by video, arrived 10:20", "deputy for Tara Whitfield"
	// PublicRemark is the remark of the public edition where it is another: a
	// deputy for somebody whose name is withheld.
	PublicRemark string `json:",omitempty"`
	Restricted   bool   // the name is not in the public edition
}

// MembersOnly says whether the name stands here and is not in the public edition.
func (a AttendanceLine) MembersOnly() bool { return a.Restricted && a.Name != withheldName }

// MinutesItem is one item with what was minuted under it.
type MinutesItem struct {
	ItemID     int64
	Number     int
	Section    string
	Title      string
	Restricted bool // the whole item: in the public edition only its number and that it was private
	Presenters []string
	Papers     []PaperLine
	Interests  []string       // "Priya Raman declared an interest: … . They stayed and did not vote."
	Declared   []InterestLine // the same, with which of them are restricted
	Paragraphs []Paragraph
}

// Declarations are the interests that were declared at the item.
func (i MinutesItem) Declarations() []InterestLine {
	if len(i.Declared) == len(i.Interests) {
		return i.Declared
	}
	var lines []InterestLine
	for _, words := range i.Interests {
		lines = append(lines, InterestLine{Words: words})
	}
	return lines
}

// InterestLine is one declared interest.
type InterestLine struct {
	Words      string
	Restricted bool
}

// Paragraph is one numbered paragraph of the minutes.
type Paragraph struct {
	EntryID      int64
	EntryVersion int
	Number       string // "4.2"; empty for a heading with nothing under it
	Heading      string
	// HeadingRestricted: the heading is not in the public edition.
	HeadingRestricted bool
	Kind              EntryKind
	Reference         string // of a decision or action
	Text              string // Markdown
	How               string // "Agreed", "Vote: 11 for, 1 against, 2 abstained"
	Owners            string // "Siân Gruffŷdd and Vale Police"
	Deadline          string // "by the next meeting, 8 December 2026"
	// Reviews is the reference of the earlier action that this reports on, and
	// ReviewsState what became of it.
	Reviews      string
	ReviewsText  string
	ReviewsState string
	// ReviewsRestricted: the earlier action is not in the public edition.
	ReviewsRestricted bool
	Restricted        bool
	// PublicText is what the public edition will say in place of what is restricted.
	PublicText string
	// Withheld: the public edition has PublicText (or a standard sentence) here.
	Withheld bool
}

// MembersOnly says whether something that stands here is not in the public edition.
func (p Paragraph) MembersOnly() bool { return (p.Restricted || p.ReviewsRestricted) && !p.Withheld }

// CorrectionLine is a correction as the minutes record it.
type CorrectionLine struct {
	ID        int64
	By        string
	Paragraph string
	Text      string
	Outcome   CorrectionOutcome
	Answer    string
	// AtMeeting: the meeting that agreed the minutes made it.
	AtMeeting  bool
	Restricted bool
}
