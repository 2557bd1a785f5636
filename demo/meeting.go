package demo

import "quarterday/models"

// meeting is one meeting of the sample, with all that came of it.
type meeting struct {
	venue       venue
	minuteTaker string // initials; the secretary where empty
	// reason is why it was called, of one between the quarters.
	title, reason string
	attendance    attendance
	items         []item
	ended         string // wall time
	// corrections are what was asked for after the minutes were circulated, or put
	// right at the meeting that agreed them.
	corrections []correction
}

// venue is where a meeting is held.
type venue struct{ place, link string }

var (
	townHall  = venue{"Committee Room 2, Ashbourne Town Hall", "https://video.occv.example/quarterly"}
	kirkdale  = venue{"The Old Exchange, Kirkdale", ""}
	police    = venue{"Conference Suite, Vale Police Headquarters, Hallworth", ""}
	cathedral = venue{"Chapter House, Ashbourne Cathedral", "https://video.occv.example/quarterly"}
	online    = venue{"", "https://video.occv.example/extraordinary"}
)

// attendance is who was at a meeting. The lists are of initials; apologies and
// absent may name organisations too, of which nobody was named.
type attendance struct {
	here, video, apologies, absent string
	times                          []times
	guests                         []guest
}

// times is when somebody came, went, or was out of the room.
type times struct {
	who, arrived, left, awayFrom, awayTo, remark string
}

// guest is somebody who is not a person of the partnership's, or who came for
// somebody else.
type guest struct {
	who                  string // initials, of somebody known
	name, jobTitle, body string
	as                   models.Capacity
	insteadOf            string // initials, of a deputy
	remark               string
	unnamed, restricted  bool
}

// item is one item of an agenda with its minutes.
type item struct {
	role       models.ItemRole // of a standing item
	title      string
	purpose    models.Purpose
	minutes    int
	by         string // initials of the partner who submitted it; the secretariat's own where empty
	presenters string // initials
	speaker    string // a presenter from outside
	ask        string
	background string
	restricted bool
	practice   string // the practice that it presents, by its title
	papers     []paper
	late       []paper // that came after the agenda was published
	interests  []interest
	entries    []entry
	made       []models.MadeCorrection // to the last meeting's minutes, before they were agreed
}

// paper is a file that goes with an item.
type paper struct{ title, file string }

// interest is what somebody declared at an item.
type interest struct{ who, declared, thenDid string }

// correction is a change to minutes that somebody asked for.
type correction struct {
	who, paragraph, text string
	outcome              models.CorrectionOutcome
	answer               string
	// What is put right where it is accepted: words of a paragraph or, with
	// nothing wrong in the paragraphs, when the person who asked arrived.
	wrong, right string
}

// entry is one paragraph of minutes.
type entry struct {
	models.EntryForm
	key     string // of an action, by which the rest of the sample calls it
	owners  string // of an action: initials and short names, or "all"
	due     due
	reviews string // the key of an earlier action that it reports on
}

// note is a paragraph of what was said.
func note(text string) entry {
	return entry{EntryForm: models.EntryForm{Kind: models.EntryNote, Text: text}}
}

// report is what one body reported, under its name.
func report(body, text string) entry {
	return entry{EntryForm: models.EntryForm{Kind: models.EntryNote, Heading: body, Text: text}}
}

// private is what was said in confidence; public stands in its place in the
// public edition.
func private(text, public string) entry {
	return entry{EntryForm: models.EntryForm{Kind: models.EntryNote, Text: text, Restricted: true, PublicText: public}}
}

// agreed is a decision that nobody opposed, noted one that takes note.
func agreed(text string) entry {
	return entry{EntryForm: models.EntryForm{Kind: models.EntryDecision, How: models.HowAgreed, Text: text}}
}

func noted(text string) entry {
	return entry{EntryForm: models.EntryForm{Kind: models.EntryDecision, How: models.HowNoted, Text: text}}
}

// voted is a decision by vote.
func voted(text, votesFor, against, abstained string) entry {
	return entry{EntryForm: models.EntryForm{
		Kind: models.EntryDecision, How: models.HowVote, Text: text, VotesFor: votesFor, VotesAgainst: against, Abstained: abstained,
	}}
}

// act is an action that the meeting gave.
func act(key, owners string, due due, text string) entry {
	return entry{EntryForm: models.EntryForm{Kind: models.EntryAction, Text: text}, key: key, owners: owners, due: due}
}

// doneThere is an action that was done before the meeting ended.
func doneThere(key, owners, text string) entry {
	e := act(key, owners, notSet, text)
	e.DoneAtMeeting = true
	return e
}

// secretly keeps an action for members only.
func secretly(e entry) entry {
	e.Restricted = true
	return e
}

// review is what the meeting made of an earlier action.
func review(key string, outcome models.ReviewOutcome, text string) entry {
	return entry{EntryForm: models.EntryForm{Kind: models.EntryNote, Text: text, ReviewOutcome: outcome}, reviews: key}
}

// withdrawn is a decision to withdraw an earlier action.
func withdrawn(key, text string) entry {
	e := agreed(text)
	e.ReviewOutcome, e.reviews = models.ReviewWithdrawn, key
	return e
}

// extended is a review that gave an earlier action more time.
func extended(key string, due due, text string) entry {
	e := review(key, models.ReviewStaysOpen, text)
	e.due = due
	return e
}

// due is a deadline: so many days after the meeting, or from today, where it is
// a date at all.
type due struct {
	kind      models.DeadlineKind
	days      int
	fromToday bool
}

var (
	nextMeeting = due{kind: models.DeadlineNextMeeting}
	ongoing     = due{kind: models.DeadlineOngoing}
	notSet      = due{kind: models.DeadlineNone}
)

// within is a date so many days after the meeting.
func within(days int) due { return due{kind: models.DeadlineDate, days: days} }

// daysFromToday is a date of the sample's own week, however long ago the meeting was.
func daysFromToday(days int) due { return due{kind: models.DeadlineDate, days: days, fromToday: true} }

// reviewedAfter is something ongoing, to be looked at again after so many days.
func reviewedAfter(days int) due { return due{kind: models.DeadlineOngoing, days: days} }
