package models

import "time"

// ItemKind says where an agenda item came from.
type ItemKind string

const (
	ItemStanding  ItemKind = "standing"
	ItemSubmitted ItemKind = "submitted"
	ItemPractice  ItemKind = "practice" // a practice to be presented
)

// ItemRole marks the standing items that the program itself fills or acts on.
type ItemRole string

const (
	RoleOrdinary        ItemRole = ""
	RoleWelcome         ItemRole = "welcome"
	RolePreviousMinutes ItemRole = "previous minutes"
	RoleMattersArising  ItemRole = "matters arising"
	RoleForwardPlan     ItemRole = "forward plan"
	RoleAnyOther        ItemRole = "any other business"
)

// Purpose is what an item asks of the meeting.
type Purpose string

const (
	ForDecision    Purpose = "decision"
	ForDiscussion  Purpose = "discussion"
	ForInformation Purpose = "information"
)

// Purposes in the order they are offered.
var Purposes = []Purpose{ForDecision, ForDiscussion, ForInformation}

// ItemState says how far an item has come on its way to the agenda.
type ItemState string

const (
	ItemDraft     ItemState = "draft"
	ItemWaiting   ItemState = "submitted"
	ItemAccepted  ItemState = "accepted"
	ItemDeferred  ItemState = "deferred"
	ItemDeclined  ItemState = "declined"
	ItemWithdrawn ItemState = "withdrawn"
)

var itemMoves = moves[ItemState]{
	ItemDraft:    {ItemWaiting, ItemWithdrawn},
	ItemWaiting:  {ItemAccepted, ItemDeferred, ItemDeclined, ItemWithdrawn},
	ItemAccepted: {ItemDeferred, ItemDeclined, ItemWithdrawn},
	ItemDeclined: {ItemWaiting},
}

// Item is one item of a meeting's agenda, or on its way there.
type Item struct {
	ID        int64
	MeetingID int64
	Meeting   *Meeting `gorm:"constraint:-"`
	Kind      ItemKind
	Role      ItemRole
	Section   string // the heading it stands under; "" for none
	Position  int    // order on the agenda among the accepted
	Title     string
	Purpose   Purpose
	Minutes   int
	// Ask is what the meeting is asked to do; Background tells it why. Markdown.
	Ask        string
	Background string
	// Restricted: for members only; never in anything public.
	Restricted     bool
	State          ItemState
	Reason         string // why deferred or declined, for its author to read
	OrganisationID *int64
	Organisation   *Organisation `gorm:"constraint:-"`
	AuthorID       *int64
	Author         *Person `gorm:"constraint:-"`
	PracticeID     *int64
	// DeferredToID is the later meeting, where a new item that says DeferredFromID
	// waits in the queue.
	DeferredToID   *int64
	DeferredTo     *Meeting `gorm:"constraint:-"`
	DeferredFromID *int64
	Presenters     []Presenter `gorm:"constraint:-"`
	Papers         []Paper     `gorm:"constraint:-"`
	SubmittedAt    *time.Time
	// ClientKey was given with the empty form, so that a form sent twice makes
	// one item.
	ClientKey *string
	CreatedAt time.Time
	Version   int
}

// Name is the item's title, or words for an untitled draft.
func (i Item) Name() string {
	if i.Title == "" {
		return "Untitled item"
	}
	return i.Title
}

// Label is what the audit trail and letters to many call the item: nothing of
// what is restricted gets there.
func (i Item) Label() string {
	if i.Restricted {
		return "an item for members only"
	}
	return i.Name()
}

// Late says whether the item was submitted after its meeting's submissions had
// closed.
func (i Item) Late() bool {
	return i.Kind != ItemStanding && i.SubmittedAt != nil && i.Meeting != nil && !i.SubmittedAt.Before(i.Meeting.SubmissionsCloseAt)
}

// VisibleTo says whether the actor may know of the item. What is on the agenda
// is for everyone who reads about meetings; before that, and when it did not
// get there, it is for its organisation and the secretariat.
func (i Item) VisibleTo(a Actor) bool {
	if !a.May(ReadMeetings, false) || i.Restricted && !a.May(ReadRestricted, false) {
		return false
	}
	return i.State == ItemAccepted || a.May(ReadDrafts, i.OwnedBy(a))
}

// OwnedBy says whether the item is the actor's own or their organisation's.
func (i Item) OwnedBy(a Actor) bool {
	return a.SignedIn() && (i.AuthorID != nil && *i.AuthorID == a.PersonID || i.OrganisationID != nil && *i.OrganisationID == a.OrganisationID)
}

// Presenter speaks to an item: a person we know, or a name.
type Presenter struct {
	ID       int64
	ItemID   int64
	Position int
	PersonID *int64
	Person   *Person `gorm:"constraint:-"`
	Name     string  // where the person is not one we know: "Dr Amira Haddad"
}

// Paper is an uploaded file that goes with an item or a practice. The bytes are
// kept elsewhere, under their SHA-256.
type Paper struct {
	ID         int64
	ItemID     *int64
	PracticeID *int64
	Position   int
	Title      string
	FileName   string // as it was uploaded, for the person who downloads it
	MediaType  string // by content, not by name
	Size       int64  // bytes
	SHA256     string
	Marking    string
	Restricted bool
	UploaderID *int64
	CreatedAt  time.Time
}

// AgendaVersion is an agenda as it was published; Content is the JSON of its
// AgendaContent, so that any version can be shown as it was.
type AgendaVersion struct {
	ID          int64
	MeetingID   int64
	Version     int
	PublishedAt time.Time
	PublisherID *int64
	Changes     string // what differs from the version before, a line each
	Content     string
}
