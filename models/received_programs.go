package models

import (
	"encoding/json"
	"strings"

	"gorm.io/gorm"
)

// noteBounce keeps that letters to an address come back. Only who has got the
// letter, or failed to deliver it, knows its name.
func (t *tx) noteBounce(r *Received, b BounceForm) error {
	var l Letter
	if b.Letter != "" {
		if err := t.Where("message_id = ?", b.Letter).Limit(1).Find(&l).Error; err != nil {
			return err
		}
		key, err := readLinkKey(t.DB)
		if err != nil {
			return err
		}
		if !l.namedWith(key) {
			l = Letter{}
		}
	}
	if l.ID == 0 {
		r.Problem = "It says that an email could not be delivered, but none of ours has that name."
		if !b.Failed {
			r.Problem, r.Outcome = "", ReceivedAside
		}
		return nil
	}
	r.Letter, r.LetterID, r.MeetingID, r.PersonID = &l, &l.ID, l.MeetingID, l.PersonID
	r.Text = cutRunes(tidy(b.Words), maxShort)
	if !b.Failed { // it is late, and the server goes on trying
		r.Outcome = ReceivedAside
		return nil
	}
	r.Outcome = ReceivedNoted
	problem := "It came back."
	if r.Text != "" {
		problem += " The mail server said: " + cutRunes(strings.Join(strings.Fields(r.Text), " "), 300)
	}
	if err := t.noteAddressProblem(l.Email, problem); err != nil {
		return err
	}
	return t.Model(&Letter{}).Where("id = ? and state in ?", l.ID, []LetterState{LetterSent, LetterSending, LetterWaiting}).
		Updates(map[string]any{"state": LetterFailed, "problem": problem, "next_at": nil, "in_flight_at": nil}).Error
}

// calendarReplies are what calendar programs answer, in our words. Who may come
// has not answered yet.
var calendarReplies = map[string]Reply{"ACCEPTED": ReplyComing, "DECLINED": ReplyApologies}

// takeCalendarAnswer records what somebody's calendar program says, when it is
// certain that they wrote it. Everybody invited knows the event's name, and who
// sends an email can name any sender: it must come to the address of a letter to
// them or name that letter, or the mail server that took it must vouch for it.
func (t *tx) takeCalendarAnswer(r *Received, f ReceivedForm) error {
	c := f.Calendar
	said, err := json.Marshal(c)
	if err != nil {
		return err
	}
	r.Calendar = string(said)
	reference, _, _ := cutUID(c.UID)
	m, err := t.meeting(reference)
	switch {
	case KindOf(err) == KindNotFound || err == nil && m.UID() != c.UID:
		r.Problem = "It answers an invitation to a meeting that is none of ours."
		return nil
	case err != nil:
		return err
	}
	r.MeetingID = &m.ID
	if f.Doubt != "" {
		r.Problem = f.Doubt
		return nil
	}
	if r.Person == nil {
		return t.noteStranger(r, m, c)
	}
	if r.Problem, err = notTaken(t.DB, *r, m, c); err != nil || r.Problem != "" {
		return err
	}
	if !f.Vouched && !r.certain() {
		r.Problem = calendarNotCertain
		return nil
	}
	return t.replyFromCalendar(r, m, calendarReplies[c.Answer], c)
}

// calendarNotCertain is why an answer waits that nothing else speaks against.
const calendarNotCertain = "It is not certain that they wrote it: it names no email to them, and no mail server vouches for its sender. Take it if you expect it."

// notTaken says why the answer of a known person's calendar cannot be taken,
// whoever wrote it; empty when it can.
func notTaken(db *gorm.DB, r Received, m Meeting, c CalendarAnswer) (string, error) {
	switch {
	case !strings.EqualFold(c.Attendee, r.Email):
		return "It is the answer of " + cutRunes(c.Attendee, 100) + ", but comes from another address.", nil
	case c.Answer == "TENTATIVE":
		return "They may come: their calendar says perhaps.", nil
	case c.Answer == "DELEGATED":
		return "They want to send somebody else. Ask them whom, and record it.", nil
	case calendarReplies[c.Answer] == "":
		return "Their calendar says neither yes nor no.", nil
	}
	told, err := toldSequence(db, m, r.Person.ID)
	if err == nil && c.Sequence < told {
		return "It answers an earlier invitation: the meeting has been moved or changed since.", nil
	}
	return "", err
}

// toldSequence is the SEQUENCE of the meeting in the last letter for somebody's
// diary. The meeting's own may be higher: what is changed and changed back within
// a minute is told to nobody.
func toldSequence(db *gorm.DB, m Meeting, personID int64) (int, error) {
	var diary []LetterKind
	for _, k := range LetterKinds {
		if k.inDiaries() {
			diary = append(diary, k)
		}
	}
	var letters []Letter
	err := db.Select("facts").Where("meeting_id = ? and person_id = ? and state <> ? and kind in ?", m.ID, personID, LetterCancelled, diary).Find(&letters).Error
	told, any := 0, false
	for _, l := range letters {
		var d diaryMeeting
		if fact := l.FactMap()["event"]; fact != "" && json.Unmarshal([]byte(fact), &d) == nil {
			told, any = max(told, d.Sequence), true
		}
	}
	if !any {
		return m.Sequence, err
	}
	return told, err
}

// replyToTake is what the secretariat can take of a calendar's answer that waits;
// empty when nothing.
func replyToTake(db *gorm.DB, r Received) (Reply, error) {
	var c CalendarAnswer
	if r.SettledAt != nil || r.Kind != ReceivedCalendar || r.Person == nil || r.Meeting == nil || json.Unmarshal([]byte(r.Calendar), &c) != nil {
		return "", nil
	}
	if problem, err := notTaken(db, r, *r.Meeting, c); err != nil || problem != "" {
		return "", err
	}
	return calendarReplies[c.Answer], nil
}

// CalendarReply is what a calendar's answer says that waits only because it is not
// certain who wrote it. Empty for other emails, those that look forged among them.
func (r Received) CalendarReply() Reply {
	var c CalendarAnswer
	if r.SettledAt != nil || r.Kind != ReceivedCalendar || r.Person == nil || r.Meeting == nil || r.Problem != calendarNotCertain || json.Unmarshal([]byte(r.Calendar), &c) != nil {
		return ""
	}
	return calendarReplies[c.Answer]
}

// toReply takes the answer of a calendar in the name of whose address it comes
// from, as the secretariat decided.
func (t *tx) toReply(r *Received) error {
	reply, err := replyToTake(t.DB, *r)
	if err != nil {
		return err
	}
	var c CalendarAnswer
	if reply == "" || json.Unmarshal([]byte(r.Calendar), &c) != nil {
		return badState("This email has no calendar answer that can be recorded.")
	}
	return t.replyFromCalendar(r, *r.Meeting, reply, c)
}

// cutUID takes the reference of a meeting out of the name that it has in
// calendars: 2026-q4-0123456789abcdef@quarterday.
func cutUID(uid string) (reference, rest string, ok bool) {
	name, _, ok := strings.Cut(uid, "@")
	i := strings.LastIndexByte(name, '-')
	if !ok || i < 0 {
		return "", "", false
	}
	return name[:i], name[i+1:], true
}

// noteStranger takes what the calendar of somebody without an account says. A
// deputy is expected, so that only what speaks against it is to be looked at.
func (t *tx) noteStranger(r *Received, m Meeting, c CalendarAnswer) error {
	var d []Attendance
	err := t.Where("meeting_id = ? and person_id is null and confirmed_at is not null and email <> '' and email = ?", m.ID, r.Email).Limit(1).Find(&d).Error
	switch {
	case err != nil:
		return err
	case len(d) == 0 || d[0].DeputyForID == nil || !strings.EqualFold(c.Attendee, r.Email):
		r.Problem = "Nobody here has this address."
		return nil
	case c.Answer == "ACCEPTED":
		r.Outcome = ReceivedAside
		return nil
	}
	a, err := find[Attendance](t.DB, "deputy", *d[0].DeputyForID)
	if err != nil {
		return err
	}
	r.Problem = "They were to stand in for " + a.label() + ", and their calendar does not say that they come. Ask them, and tell " + a.label() + "."
	return nil
}

func (t *tx) replyFromCalendar(r *Received, m Meeting, reply Reply, c CalendarAnswer) error {
	var a Attendance
	if err := t.Where("meeting_id = ? and person_id = ?", m.ID, r.Person.ID).Limit(1).Find(&a).Error; err != nil {
		return err
	}
	if a.RepliedAt != nil && !c.Stamp.IsZero() && c.Stamp.Before(a.RepliedAt.Truncate(1e9)) {
		r.Outcome = ReceivedAside // they have answered again since
		return nil
	}
	if a.Reply == ReplyDeputy && reply == ReplyApologies { // who declines in the calendar still sends the deputy
		r.Outcome = ReceivedReply
		return nil
	}
	note := ""
	if reply == ReplyApologies {
		note = cutRunes(strings.Join(strings.Fields(tidy(c.Comment)), " "), maxShort)
	}
	s, end := t.inside()
	_, err := s.ReplyToInvitation(t.ctx, r.Person.Actor(), m.Reference, ReplyForm{Reply: reply, Note: note, Via: "from their calendar"})
	if end(); err != nil {
		return r.refused(err)
	}
	r.Outcome = ReceivedReply
	return nil
}

// answerMail tells whoever wrote what was done with their email. Programs get
// no answer, nor does anybody who is not known to have written it: it would go
// to whom a forger named.
func (t *tx) answerMail(r Received, known bool) error {
	if r.Kind != ReceivedAnswer || !known || r.Letter.PersonID == nil || *r.Letter.PersonID != *r.PersonID || r.Letter.Kind == LetterMailTaken {
		return nil
	}
	facts := Facts{"subject": r.Subject, "what": "look", "left_out": r.LeftOut}
	switch r.Outcome {
	case ReceivedItem:
		m, err := t.meetingByID(*r.MeetingID)
		if err != nil {
			return err
		}
		for name, value := range t.meetingFacts(m) {
			facts[name] = value
		}
		facts["what"], facts["item"], facts["path"] = "item", r.Item.Label(), "/items/"+itoa(r.Item.ID)
		if len(r.Files) > 0 {
			facts["papers"] = fileNames(r.Files)
		}
	case ReceivedUpdate:
		var a Action
		if err := t.First(&a, *r.ActionID).Error; err != nil {
			return err
		}
		facts["what"], facts["reference"] = "update", a.Reference
		if len(r.Files) > 0 {
			facts["files"] = fileNames(r.Files)
		}
	}
	return t.letter(LetterMailTaken, "received/"+itoa(r.ID), facts, *r.Person)
}
