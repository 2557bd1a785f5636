package models

import "time"

// Capacity is as what somebody attends.
type Capacity string

const (
	Representative Capacity = "representative"
	Deputy         Capacity = "deputy"
	Officer        Capacity = "in attendance"
	Guest          Capacity = "guest"
	Observer       Capacity = "observer"
)

// Capacities in the order they are offered.
var Capacities = []Capacity{Representative, Deputy, Officer, Guest, Observer}

// Reply is what somebody answered to the invitation.
type Reply string

const (
	NoReply        Reply = "no answer"
	ReplyComing    Reply = "coming"
	ReplyApologies Reply = "apologies"
	ReplyDeputy    Reply = "sends a deputy"
)

// Outcome is what really happened.
type Outcome string

const (
	OutcomeUnknown Outcome = ""
	Present        Outcome = "present"
	Apologies      Outcome = "apologies"
	Absent         Outcome = "absent" // without apologies
)

// Attendance is one person (or named guest, or an organisation of which nobody
// was named) at one meeting: the reply, then what happened.
type Attendance struct {
	ID             int64
	MeetingID      int64
	Position       int
	PersonID       *int64
	OrganisationID *int64
	Organisation   *Organisation `gorm:"constraint:-"`
	// As they stood at the meeting; kept when the person changes job later. Name
	// is empty when only the organisation is known ("HMPPS, no named person").
	Name             string
	Initials         string
	JobTitle         string
	OrganisationName string
	Capacity         Capacity
	Reply            Reply
	RepliedAt        *time.Time
	ReplyNote        string // why they send apologies; for the secretariat
	Email            string // of a deputy whom we do not know; for the secretariat
	Outcome          Outcome
	Online           bool
	DeputyForID      *int64 // the attendance of the person they stand in for
	// ConfirmedAt is when the secretariat agreed to a deputy who has no account.
	ConfirmedAt *time.Time
	// Wall times "10:20"; empty when they were there throughout.
	Arrived  string
	Left     string
	AwayFrom string
	AwayTo   string
	Remark   string // "during item 4", "item 5 only"
	// Restricted: the name is not in the public edition of the minutes.
	Restricted bool
	Version    int
}

// Unconfirmed says whether this is a deputy known by name alone to whom the
// secretariat has not agreed yet.
func (a Attendance) Unconfirmed() bool {
	return a.DeputyForID != nil && a.PersonID == nil && a.ConfirmedAt == nil
}

// Interest is what a person declared at an item, and what they then did.
type Interest struct {
	ID         int64
	MeetingID  int64
	ItemID     int64
	PersonID   *int64
	Name       string
	Declared   string
	ThenDid    string // one of InterestOutcomes
	Restricted bool
	Version    int
}

// InterestOutcomes are what somebody can do after declaring an interest.
var InterestOutcomes = []string{"stayed and took part", "stayed and did not vote", "stayed and did not speak or vote", "left the meeting for the item"}
