package models

import "time"

// PracticeState says how far a practice has come.
type PracticeState string

const (
	PracticeDraft     PracticeState = "draft"
	PracticeSubmitted PracticeState = "submitted"
	PracticePublished PracticeState = "published"
	PracticeReturned  PracticeState = "returned"
	PracticeArchived  PracticeState = "archived"
)

var practiceMoves = moves[PracticeState]{
	PracticeDraft:     {PracticeSubmitted, PracticeArchived},
	PracticeSubmitted: {PracticePublished, PracticeReturned, PracticeArchived},
	PracticeReturned:  {PracticeSubmitted, PracticeArchived},
	PracticePublished: {PracticeArchived},
	PracticeArchived:  {PracticePublished},
}

// Visibility is who may read a published practice.
type Visibility string

const (
	ForMembers Visibility = "members"
	ForPublic  Visibility = "public"
)

// MembersOnly says whether a practice has been published for members alone.
func MembersOnly(state PracticeState, v Visibility) bool {
	return state == PracticePublished && v == ForMembers
}

// Practice is a best-practice submission. The long texts are Markdown.
type Practice struct {
	ID             int64
	Slug           string
	Title          string
	Summary        string
	Context        string // context and problem
	Done           string // what was done
	Results        string // results and evidence
	Cost           string
	Lessons        string
	Conditions     string // for use elsewhere
	Contact        string
	Themes         string // a line each
	Visibility     Visibility
	State          PracticeState
	Wanted         string // what is wanted before it can be published
	OrganisationID int64
	Organisation   Organisation `gorm:"constraint:-"`
	AuthorID       int64
	Author         Person             `gorm:"constraint:-"`
	Adoptions      []PracticeAdoption `gorm:"constraint:-"`
	Papers         []Paper            `gorm:"constraint:-"`
	// ClientKey is the same for the same form sent twice, so that it is taken once.
	ClientKey   *string
	SubmittedAt *time.Time
	PublishedAt *time.Time
	CreatedAt   time.Time
	Version     int
}

// ThemeList is the practice's themes.
func (p Practice) ThemeList() []string { return lines(p.Themes) }

// OwnedBy says whether the practice is the actor's own or their organisation's.
func (p Practice) OwnedBy(a Actor) bool {
	return a.SignedIn() && (p.AuthorID == a.PersonID || p.OrganisationID == a.OrganisationID)
}

// VisibleTo says whether the actor may know of the practice. What is published
// is for members or for everybody; before that, and once archived, it is for
// those who wrote it and the secretariat.
func (p Practice) VisibleTo(a Actor) bool {
	if p.State == PracticePublished && (p.Visibility == ForPublic || a.May(ReadMeetings, false)) {
		return true
	}
	return a.May(ReadDrafts, p.OwnedBy(a))
}

// PracticeAdoption records that another organisation uses a practice.
type PracticeAdoption struct {
	ID             int64
	PracticeID     int64
	OrganisationID int64
	Organisation   Organisation `gorm:"constraint:-"`
	Note           string
	PersonID       int64
	CreatedAt      time.Time
}
