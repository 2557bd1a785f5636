package models

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"strconv"
	"strings"
	"time"
)

// ReceivedKind says what sort of email came back.
type ReceivedKind string

const (
	// ReceivedAnswer was written by somebody, in answer to a letter or of itself.
	ReceivedAnswer ReceivedKind = "answer"
	// ReceivedCalendar is what a calendar program answers to an invitation.
	ReceivedCalendar ReceivedKind = "calendar answer"
	// ReceivedAutomatic was written by a program: somebody is away, has read, or
	// gets it later.
	ReceivedAutomatic ReceivedKind = "automatic answer"
	// ReceivedBounce says that a letter could not be delivered.
	ReceivedBounce ReceivedKind = "returned email"
)

// ReceivedOutcome says what was done with an email.
type ReceivedOutcome string

const (
	// ReceivedToLookAt waits for somebody to look at it.
	ReceivedToLookAt ReceivedOutcome = "to look at"
	ReceivedItem     ReceivedOutcome = "made a draft item"
	ReceivedUpdate   ReceivedOutcome = "added to an action"
	ReceivedReply    ReceivedOutcome = "answered an invitation"
	ReceivedNoted    ReceivedOutcome = "noted beside the address"
	// ReceivedAside needed nothing done.
	ReceivedAside ReceivedOutcome = "set aside"
)

// Received is an email that came back to the partnership.
type Received struct {
	ID int64
	// MailKey names the email: the same email fetched twice is taken once.
	MailKey string
	At      time.Time
	Email   string // of the sender, as the email says
	Name    string
	Subject string
	Text    string // what they wrote themselves
	Kind    ReceivedKind
	Outcome ReceivedOutcome
	// Problem is why it is to be looked at, in words.
	Problem string
	// LeftOut names attachments that could not be taken, with why, a line each.
	LeftOut string
	// Calendar is what a calendar program answers, as JSON, so that the secretariat
	// can take it later; empty for other emails.
	Calendar string
	LetterID *int64  // that it answers
	Letter   *Letter `gorm:"constraint:-"`
	// PersonID is whose address the sender gave. Only with a letter of theirs is it
	// known to be them.
	PersonID  *int64
	Person    *Person `gorm:"constraint:-"`
	MeetingID *int64
	Meeting   *Meeting `gorm:"constraint:-"`
	ItemID    *int64
	Item      *Item `gorm:"constraint:-"`
	ActionID  *int64
	Action    *Action `gorm:"constraint:-"`
	Files     []ReceivedFile
	SettledAt *time.Time // nil while it waits to be looked at
	SettledBy string
}

// TableName is the same in singular and plural.
func (Received) TableName() string { return "received" }

// ReceivedFile is an attachment, kept under its SHA-256.
type ReceivedFile struct {
	ID         int64
	ReceivedID int64
	FileName   string
	MediaType  string
	Extension  string
	Size       int64
	SHA256     string
}

// paper is the attachment as an item takes it.
func (f ReceivedFile) paper() PaperForm {
	return PaperForm{FileName: f.FileName, MediaType: f.MediaType, Extension: f.Extension, Size: f.Size, SHA256: f.SHA256}
}

// ReceivedForm is an email as it was read.
type ReceivedForm struct {
	Key                        string
	Email, Name, Subject, Text string
	Kind                       ReceivedKind
	// Answers are the names of the letters that it says it answers, the nearest
	// first; Token is from the address that it was sent to, if that had one.
	Answers []string
	Token   string
	// Vouched says that the mail server which took it vouches for its sender's
	// domain.
	Vouched bool
	// Doubt says why its sender may be another than it says, if anything does.
	Doubt    string
	Calendar CalendarAnswer
	Bounce   BounceForm
	Files    []PaperForm
	LeftOut  []string
}

// CalendarAnswer is what a calendar program says.
type CalendarAnswer struct {
	UID      string
	Attendee string // address
	Answer   string // ACCEPTED, DECLINED …
	Sequence int
	Stamp    time.Time
	Comment  string
}

// BounceForm is what a mail server says of a letter that it could not deliver.
type BounceForm struct {
	Letter string // name of the letter for mail programs
	// Failed says that it never will be; otherwise it is only late.
	Failed bool
	Words  string
}

const (
	messagePurpose = "message"
	mailPurpose    = "mail"
)

// messageName is the first half of a letter's name for mail programs, which its
// answers carry back. Nobody else can make it, so that an answer which names
// the letter comes from somebody who got it.
func messageName(key, cause string) string { return hexSeal(key, messagePurpose, cause) }

// namedWith says whether the letter has its name by this key: under an older one
// others may have made it.
func (l Letter) namedWith(key string) bool {
	name, _, _ := strings.Cut(l.MessageID, "@")
	return key != "" && hmac.Equal([]byte(name), []byte(messageName(key, l.Cause)))
}

// mailToken names a letter in an address to which it is answered. Mail servers
// may change the case of letters in it.
func mailToken(key string, letterID int64) string {
	id := strconv.FormatInt(letterID, 10)
	return id + "-" + hexSeal(key, mailPurpose, id)
}

// readMailToken is the letter that a token names; 0 when it was not made here.
func readMailToken(key, token string) int64 {
	id, _, _ := strings.Cut(token, "-")
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil || key == "" || !hmac.Equal([]byte(strings.ToLower(token)), []byte(mailToken(key, n))) {
		return 0
	}
	return n
}

func hexSeal(key, purpose, said string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(purpose + "\x00" + said))
	return hex.EncodeToString(mac.Sum(nil)[:12])
}
