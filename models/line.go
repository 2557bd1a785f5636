package models

import (
	"regexp"
	"strings"
	"unicode"

	"quarterday/calendar"
)

// LinePerson is somebody whom a minute-taker can name in a line by initials or
// in full.
type LinePerson struct {
	ID             int64 // 0 for a guest, whom only the name tells
	Name, Initials string
}

// LineOrganisation is an organisation that can be named in a line.
type LineOrganisation struct {
	ID              int64
	Name, ShortName string
}

// Understood is what was made of a line that a minute-taker typed.
type Understood struct {
	Form EntryForm
	// Parts say in words how the line is understood, what was recognised in it
	// being strong: "Action for *Siân Gruffŷdd* and *Rebecca Holt*, due *Friday 18
	// December 2026*."
	Parts []UnderstoodPart
	// Unplaced are sentences about what could not be placed.
	Unplaced []string
}

// UnderstoodPart is a piece of the sentence.
type UnderstoodPart struct {
	Text   string `json:"text"`
	Strong bool   `json:"strong,omitempty"`
}

// Sentence is how the line is understood, as plain text.
func (u Understood) Sentence() string {
	var b strings.Builder
	for _, p := range u.Parts {
		b.WriteString(p.Text)
	}
	return b.String()
}

func (u *Understood) say(text string)    { u.Parts = append(u.Parts, UnderstoodPart{Text: text}) }
func (u *Understood) strong(text string) { u.Parts = append(u.Parts, UnderstoodPart{text, true}) }

// UnderstandLine reads a line as minute-takers type it:
//
//	!SG, WYP one-page guide by next meeting     an action, its owners and deadline
//	= agreed: commended                         a decision (also "= noted: …", "= vote 11-1-2 …")
//	# Leeds: licensing training, 214 drivers    a small heading, and what stands under it
//	* …                                         before any of these: for members only
//	anything else                               a note
//
// Owners are initials, names, short names of organisations, or "all". Deadlines
// are "by 18 dec", "by next meeting", "ongoing", "no date", "done at the
// meeting". A backslash before the first sign makes the line a note that begins
// with it. today is the day that dates count from, next the day of the next
// meeting where there is one.
func UnderstandLine(text string, people []LinePerson, organisations []LineOrganisation, today, next calendar.Date) Understood {
	var u Understood
	rest := tidy(text)
	mark := rune(0)
	for range 2 { // "*!" and "!*" are the same
		switch {
		case strings.HasPrefix(rest, "*") && !strings.HasPrefix(rest, "**") && !u.Form.Restricted:
			u.Form.Restricted, rest = true, strings.TrimSpace(rest[1:])
		case mark == 0 && rest != "" && strings.ContainsRune("!=#", rune(rest[0])):
			mark = rune(rest[0])
			rest = strings.TrimSpace(strings.TrimLeft(rest, rest[:1]))
		}
	}
	if mark == 0 {
		rest = strings.TrimPrefix(rest, `\`)
	}
	u.Form.Kind = EntryNote
	switch mark {
	case '!':
		u.action(rest, words{people, organisations}, today, next)
	case '=':
		u.decision(rest)
	case '#':
		u.heading(rest)
	default:
		u.Form.Text = rest
		if rest == "" {
			u.say("Nothing yet.")
		} else {
			u.say("A note.")
		}
	}
	if u.Form.Restricted {
		u.say(" ")
		u.strong("For members only.")
	}
	return u
}

func (u *Understood) heading(rest string) {
	head, text, _ := strings.Cut(rest, "\n")
	if before, after, ok := strings.Cut(head, ":"); ok {
		head, text = before, strings.TrimSpace(after)+"\n"+text
	}
	u.Form.Heading, u.Form.Text = strings.TrimSpace(head), strings.TrimSpace(text)
	switch {
	case u.Form.Heading == "":
		u.say("A small heading: type its words.")
	case u.Form.Text == "":
		u.say("The small heading “")
		u.strong(u.Form.Heading)
		u.say("” over the next line.")
	default:
		u.say("A note under the small heading “")
		u.strong(u.Form.Heading)
		u.say("”.")
	}
}

var (
	votes     = regexp.MustCompile(`(?i)^vote[sd]?[ :]*(\d{1,4})\s*(?:-|–|/|,|\bto\b|for\b)[ ,]*(\d{1,4})\s*(?:against\b)?\s*(?:(?:-|–|/|,|and\b)[ ,]*(\d{1,4})\s*(?:abstain(?:ed|ing)?|abstentions?)?)?\b[ :;,.–-]*`)
	agreed    = regexp.MustCompile(`(?i)^agreed\s*:\s*`)
	noted     = regexp.MustCompile(`(?i)^noted\s*(?::\s*|$)`)
	votesWord = regexp.MustCompile(`(?i)^vote[sd]?\b[ :]*`)
)

func (u *Understood) decision(rest string) {
	u.Form.Kind, u.Form.How = EntryDecision, HowAgreed
	switch {
	case votes.MatchString(rest):
		n := votes.FindStringSubmatch(rest)
		u.Form.How, u.Form.VotesFor, u.Form.VotesAgainst, u.Form.Abstained = HowVote, n[1], n[2], n[3]
		if u.Form.Abstained == "" {
			u.Form.Abstained = "0"
		}
		rest = rest[len(n[0]):]
		u.say("A decision by vote: ")
		u.strong(u.Form.VotesFor + " for, " + u.Form.VotesAgainst + " against, " + u.Form.Abstained + " abstained")
		u.say(".")
	case votesWord.MatchString(rest):
		u.say("A decision, agreed.")
		u.Unplaced = append(u.Unplaced, "For a vote, type its numbers, for, against and abstained: “= vote 11-1-2”.")
	case noted.MatchString(rest):
		rest = noted.ReplaceAllString(rest, "")
		u.Form.How = HowNoted
		u.say("A decision: noted.")
	default:
		rest = agreed.ReplaceAllString(rest, "")
		u.say("A decision, agreed.")
	}
	u.Form.Text = beginSentence(rest)
}

// action reads owners from the front of the line and the deadline from its end.
func (u *Understood) action(rest string, w words, today, next calendar.Date) {
	u.Form.Kind = EntryAction
	owners, rest := w.owners(rest)
	rest = u.deadline(rest, today)
	u.Form.Text = beginSentence(rest)
	u.say("Action")
	for i, o := range owners {
		switch {
		case i == 0:
			u.say(" for ")
		case i == len(owners)-1:
			u.say(" and ")
		default:
			u.say(", ")
		}
		u.strong(o.said)
		if o.all {
			u.Form.AllPartners = true
		} else {
			u.Form.Owners = append(u.Form.Owners, o.form)
		}
		if o.problem != "" {
			u.Unplaced = append(u.Unplaced, o.problem)
		}
	}
	if len(owners) == 0 {
		u.Unplaced = append(u.Unplaced, "Say who is to do it, right after the exclamation mark: initials, an organisation’s short name, or “all”.")
	}
	u.sayDeadline(today, next)
}

func (u *Understood) sayDeadline(today, next calendar.Date) {
	switch {
	case u.Form.DoneAtMeeting:
		u.say(", ")
		u.strong("done at the meeting")
	case u.Form.DeadlineKind == DeadlineNextMeeting && next.IsZero():
		u.say(", due at ")
		u.strong("the next meeting")
		u.Unplaced = append(u.Unplaced, "The next meeting has no date yet.")
	case u.Form.DeadlineKind == DeadlineNextMeeting:
		u.say(", due at the next meeting, ")
		u.strong(next.Long())
	case u.Form.DeadlineKind == DeadlineOngoing && u.Form.Due == "":
		u.say(", ")
		u.strong("ongoing")
	case u.Form.DeadlineKind == DeadlineNone:
		u.say(", no date set")
	default:
		due, _ := calendar.ParseDate(u.Form.Due)
		if u.Form.DeadlineKind == DeadlineOngoing {
			u.say(", ongoing, to be reviewed on ")
		} else {
			u.say(", due ")
		}
		u.strong(due.Long())
		if due.Before(today) {
			u.Unplaced = append(u.Unplaced, "That day is past.")
		}
	}
	u.say(".")
}

// beginSentence starts with a capital letter, and drops the "to" of "SG to send".
func beginSentence(s string) string {
	s = strings.TrimLeftFunc(s, func(r rune) bool { return unicode.IsSpace(r) || r == ':' || r == ',' || r == '-' || r == '–' })
	for _, w := range []string{"to ", "will "} {
		if len(s) > len(w) && strings.EqualFold(s[:len(w)], w) {
			s = strings.TrimSpace(s[len(w):])
			break
		}
	}
	if s == "" {
		return ""
	}
	return upperFirst(s)
}
