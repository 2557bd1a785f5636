package models

import (
	"slices"
	"strings"
)

// LetterKind names what a letter is about; mail words it.
type LetterKind string

const (
	LetterSignIn             LetterKind = "sign-in"
	LetterMeetingCalled      LetterKind = "meeting-called"
	LetterMeetingChanged     LetterKind = "meeting-changed"
	LetterMeetingCancelled   LetterKind = "meeting-cancelled"
	LetterReplyReminder      LetterKind = "reply-reminder"
	LetterDeputyNamed        LetterKind = "deputy-named"
	LetterDeputySent         LetterKind = "deputy-sent"
	LetterDeputyReleased     LetterKind = "deputy-released"
	LetterComingAfterAll     LetterKind = "coming-after-all"
	LetterCallDue            LetterKind = "call-due"
	LetterDeadlineComing     LetterKind = "deadline-coming"
	LetterItemAccepted       LetterKind = "item-accepted"
	LetterItemDeferred       LetterKind = "item-deferred"
	LetterItemDeclined       LetterKind = "item-declined"
	LetterAgendaDue          LetterKind = "agenda-due"
	LetterAgendaPublished    LetterKind = "agenda-published"
	LetterActionGiven        LetterKind = "action-given"
	LetterActionsDue         LetterKind = "actions-due"
	LetterMinutesDue         LetterKind = "minutes-due"
	LetterMinutesCirculated  LetterKind = "minutes-circulated"
	LetterCorrectionAsked    LetterKind = "correction-asked"
	LetterCorrectionAnswered LetterKind = "correction-answered"
	LetterMinutesAgreed      LetterKind = "minutes-agreed"
	LetterMailTaken          LetterKind = "mail-taken"
	LetterPracticePublished  LetterKind = "practice-published"
	LetterPracticeReturned   LetterKind = "practice-returned"
	LetterCalendarRenewed    LetterKind = "calendar-renewed"
)

// LetterKinds are all kinds of letter, in the order of a quarter's business.
var LetterKinds = []LetterKind{
	LetterSignIn, LetterCallDue, LetterMeetingCalled, LetterMeetingChanged, LetterMeetingCancelled, LetterReplyReminder,
	LetterDeputyNamed, LetterDeputySent, LetterDeputyReleased, LetterComingAfterAll, LetterDeadlineComing,
	LetterItemAccepted, LetterItemDeferred, LetterItemDeclined, LetterAgendaDue, LetterAgendaPublished, LetterActionGiven, LetterActionsDue,
	LetterMinutesDue, LetterMinutesCirculated, LetterCorrectionAsked, LetterCorrectionAnswered, LetterMinutesAgreed, LetterPracticePublished, LetterPracticeReturned, LetterMailTaken, LetterCalendarRenewed,
}

// Label names the kind as pages do: "Meeting called".
func (k LetterKind) Label() string { return upperFirst(strings.ReplaceAll(string(k), "-", " ")) }

// optional are the kinds that somebody can do without, each with what it tells.
var optional = map[LetterKind]string{
	LetterDeadlineComing:     "A reminder before agenda items or corrections close",
	LetterItemAccepted:       "News that your agenda item is accepted",
	LetterAgendaPublished:    "The agenda of a meeting, when it is ready or has changed",
	LetterActionsDue:         "Your actions that are due soon or overdue, once a week",
	LetterMinutesCirculated:  "Draft minutes, when they are ready to read",
	LetterCorrectionAnswered: "The answer to a correction you asked for",
	LetterMinutesAgreed:      "News that minutes are agreed",
	LetterPracticePublished:  "News that your practice is published",
}

// OptionalLetterKinds are the kinds that somebody can choose not to get, in the
// order of a quarter's business. Without the others they would miss what is
// asked of them, or what has changed in their diary.
func OptionalLetterKinds() []LetterKind {
	return slices.DeleteFunc(slices.Clone(LetterKinds), func(k LetterKind) bool { return !k.Optional() })
}

// Optional says whether somebody can choose not to get letters of this kind.
func (k LetterKind) Optional() bool { return optional[k] != "" }

// Tells says what an optional kind tells its reader.
func (k LetterKind) Tells() string { return optional[k] }

// announces says whether letters of this kind tell everybody of the meeting
// itself: that it is called, changed or cancelled.
func (k LetterKind) announces() bool {
	return k == LetterMeetingCalled || k == LetterMeetingChanged || k == LetterMeetingCancelled
}

// inDiaries says whether letters of this kind put the meeting into their
// reader's calendar, change it there, or take it out: what is announced, and who
// comes in whose place.
func (k LetterKind) inDiaries() bool {
	return k.announces() || k == LetterDeputyNamed || k == LetterDeputySent || k == LetterDeputyReleased || k == LetterComingAfterAll
}

// asks says whether letters of this kind ask if their reader is coming, and so
// have the links with which to answer.
func (k LetterKind) asks() bool {
	switch k {
	case LetterMeetingCalled, LetterMeetingChanged, LetterReplyReminder, LetterDeputyNamed, LetterDeputySent, LetterDeputyReleased, LetterComingAfterAll:
		return true
	}
	return false
}

// held says whether letters of this kind wait a minute, so that what is changed
// right after is said in the same letter.
func (k LetterKind) held() bool {
	return k.announces() || k == LetterAgendaPublished || k == LetterMinutesAgreed
}
