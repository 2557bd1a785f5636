package models

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	// shortAnswer is how many words an answer to an invitation may have and still
	// be no item: "Yes, I will be there".
	shortAnswer = 15
	// mostReceivedFiles bounds the attachments that are taken of one email.
	mostReceivedFiles = maxPapers
)

// TakeReceived takes an email that came back: an answer to the call for items
// becomes a draft item, one to an action's letter an update of it, what a
// calendar says an answer to the invitation, and a returned letter a note beside
// the address. What is not certain to come from whom it says, or to mean one of
// these, waits for somebody to look at it, and does nothing by itself.
func (s *Store) TakeReceived(ctx context.Context, actor Actor, form ReceivedForm) (Received, error) {
	var r Received
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(TakeMail, false); err != nil {
			return err
		}
		r = Received{}
		if err := t.Where("mail_key = ?", form.Key).Limit(1).Find(&r).Error; err != nil || r.ID != 0 {
			return err // fetched twice
		}
		r = form.received(t)
		if err := t.recognise(&r, form); err != nil {
			return err
		}
		known := r.Letter != nil && r.PersonID != nil
		if err := t.actOn(&r, form, known); err != nil {
			return err
		}
		if r.Outcome != ReceivedToLookAt {
			r.SettledAt, r.SettledBy = &t.now, t.actor.Name
		}
		if err := t.Create(&r).Error; err != nil {
			return err
		}
		for i := range r.Files {
			r.Files[i].ReceivedID = r.ID
		}
		if len(r.Files) > 0 {
			if err := t.Create(&r.Files).Error; err != nil {
				return err
			}
		}
		if err := t.answerMail(r, known); err != nil {
			return err
		}
		return t.event("took an email", "received", r.ID, string(r.Kind), idOr(r.MeetingID), string(r.Outcome))
	})
	return r, err
}

func idOr(id *int64) int64 {
	if id == nil {
		return 0
	}
	return *id
}

// received is the email as it is kept.
func (f ReceivedForm) received(t *tx) Received {
	r := Received{MailKey: f.Key, At: t.now, Email: strings.ToLower(cutRunes(tidy(f.Email), 254)), Name: cutRunes(tidy(f.Name), maxName),
		Subject: cutRunes(strings.Join(strings.Fields(tidy(f.Subject)), " "), 500), Text: tidy(f.Text), Kind: f.Kind, Outcome: ReceivedToLookAt}
	for i, file := range f.Files {
		if i == mostReceivedFiles {
			f.LeftOut = append(f.LeftOut, fmt.Sprintf("%d more files: there can be %d at most", len(f.Files)-i, mostReceivedFiles))
			break
		}
		r.Files = append(r.Files, ReceivedFile{FileName: cleanFileName(file.FileName, file.Extension), MediaType: file.MediaType, Extension: file.Extension, Size: file.Size, SHA256: file.SHA256})
	}
	r.LeftOut = tidy(strings.Join(f.LeftOut, "\n"))
	return r
}

func cutRunes(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most])
}

// recognise finds the letter that the email answers and the person whose address
// it comes from.
func (t *tx) recognise(r *Received, f ReceivedForm) error {
	var p Person
	if err := t.Preload("Organisation").Where("email = ? and deactivated_at is null", r.Email).Limit(1).Find(&p).Error; err != nil {
		return err
	}
	key, err := readLinkKey(t.DB)
	if err != nil {
		return err
	}
	var l Letter
	if id := readMailToken(key, f.Token); id != 0 {
		if err := t.Where("id = ?", id).Limit(1).Find(&l).Error; err != nil {
			return err
		}
	}
	for _, name := range f.Answers[:min(len(f.Answers), 20)] {
		if l.ID != 0 || name == "" {
			continue
		}
		var named Letter
		if err := t.Where("message_id = ?", name).Limit(1).Find(&named).Error; err != nil {
			return err
		}
		if named.namedWith(key) {
			l = named
		} else if named.ID != 0 {
			r.Problem = "It answers an email that was sent before the links in emails were renewed, so it is not certain who wrote it."
		}
	}
	if l.ID != 0 {
		r.Problem = ""
	}
	if p.ID != 0 {
		r.Person, r.PersonID = &p, &p.ID
	}
	if l.ID != 0 {
		r.Letter, r.LetterID, r.MeetingID = &l, &l.ID, l.MeetingID
	}
	return nil
}

// actOn does what the email asks for; known says that it answers a letter.
func (t *tx) actOn(r *Received, f ReceivedForm, known bool) error {
	switch f.Kind {
	case ReceivedAutomatic:
		r.Outcome = ReceivedAside
		return nil
	case ReceivedBounce:
		return t.noteBounce(r, f.Bounce)
	case ReceivedCalendar:
		return t.takeCalendarAnswer(r, f)
	}
	switch {
	case f.Doubt != "":
		r.Problem = f.Doubt
	case r.Letter == nil && r.Problem != "": // said already
	case r.Letter == nil && r.PersonID == nil:
		r.Problem = "Nobody here has this address, and it answers no email of ours."
	case r.Letter == nil:
		r.Problem = "It answers no email of ours, so it is not certain who wrote it."
	case !known:
		r.Problem = "It answers an email to " + r.Letter.Email + ", but comes from an address that nobody here has."
	case r.Letter.PersonID == nil || *r.Letter.PersonID != *r.PersonID:
		r.Problem = "It answers an email to " + r.Letter.Email + ", but comes from somebody else."
	case r.Text == "" && len(r.Files) == 0:
		r.Problem = "There is nothing in it apart from what it quotes."
	default:
		return t.takeAnswer(r)
	}
	return nil
}

// takeAnswer does what an answer of a known person to a letter of theirs means.
func (t *tx) takeAnswer(r *Received) error {
	switch kind := r.Letter.Kind; {
	case kind == LetterActionGiven:
		return t.toUpdate(r, r.Letter.FactMap()["reference"])
	case kind == LetterActionsDue:
		if named := actionsNamed(r.Subject + "\n" + r.Text); len(named) == 1 {
			return t.toUpdate(r, named[0])
		}
		r.Problem = "It answers the weekly list of actions, and does not say which of them it is about."
	case kind == LetterMeetingCalled || kind == LetterMeetingChanged || kind == LetterReplyReminder || kind == LetterDeadlineComing && r.Letter.FactMap()["what"] == "items":
		if len(r.Files) == 0 && len(strings.Fields(r.Text)) < shortAnswer {
			r.Problem = "It is too short to be an agenda item. It may say whether they are coming."
			return nil
		}
		return t.toItem(r)
	default:
		r.Problem = "It answers an email that needs no answer: “" + kind.Label() + "”."
	}
	return nil
}

// actionNamed finds references of actions: 2026-Q3/04.
var actionNamed = regexp.MustCompile(`(?i)\b\d{4}-q[1-4](?:-x\d{1,2})?/\d{2,3}\b`)

func actionsNamed(text string) []string {
	var named []string
	for _, ref := range actionNamed.FindAllString(text, 50) {
		if ref = strings.ToUpper(strings.Replace(strings.ToLower(ref), "-x", "-X", 1)); !slices.Contains(named, ref) {
			named = append(named, ref)
		}
	}
	return named
}

// toUpdate adds the email to an action, in the name of whoever wrote it.
func (t *tx) toUpdate(r *Received, reference string) error {
	var a Action
	if err := t.Where("reference = ?", reference).Limit(1).Find(&a).Error; err != nil {
		return err
	}
	if a.ID == 0 {
		r.Problem = "There is no such action any more."
		return nil
	}
	note := r.Text
	if note == "" {
		note = "Sent by email: " + fileNames(r.Files)
	} else if len(r.Files) > 0 {
		note += "\n\nSent with it by email: " + fileNames(r.Files)
	}
	s, end := t.inside()
	_, err := s.UpdateAction(t.ctx, r.Person.Actor(), a.ID, UpdateForm{Note: note})
	if end(); err != nil {
		return r.refused(err)
	}
	r.Outcome, r.ActionID, r.MeetingID = ReceivedUpdate, &a.ID, &a.MeetingID
	return nil
}

func fileNames(files []ReceivedFile) string {
	var names []string
	for _, f := range files {
		names = append(names, f.FileName)
	}
	return joinAnd(names)
}

// toItem makes a draft item of the email, in the name of whoever wrote it, with
// its attachments as papers.
func (t *tx) toItem(r *Received) error {
	if r.MeetingID == nil {
		r.Problem = "The email that it answers is about no meeting."
		return nil
	}
	m, err := t.meetingByID(*r.MeetingID)
	if err != nil {
		return err
	}
	s, end := t.inside()
	defer end()
	var item Item
	err = s.command(t.ctx, r.Person.Actor(), func(inner *tx) error {
		part, end := inner.inside()
		defer end()
		var err error
		form := ItemForm{Title: r.title(), Background: r.Text, Key: "mail/" + r.MailKey[:min(len(r.MailKey), 40)]}
		if item, err = part.DraftItem(t.ctx, r.Person.Actor(), m.Reference, form); err != nil {
			return err
		}
		for _, f := range r.Files {
			if _, err := part.AttachPaper(t.ctx, r.Person.Actor(), item.ID, f.paper()); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return r.refused(err)
	}
	r.Outcome, r.ItemID, r.Item = ReceivedItem, &item.ID, &item
	return nil
}

// answerMark begins subjects of answers.
var answerMark = regexp.MustCompile(`(?i)^\s*((re|fw|fwd|aw|sv|antw|rv)\s*(\[\d+\])?\s*:\s*)+`)

// title is what an item made of the email is called: its own subject where that
// is another than the letter's, else how it begins, else the name of its first
// file.
func (r Received) title() string {
	subject := strings.TrimSpace(answerMark.ReplaceAllString(r.Subject, ""))
	if subject != "" && subject == r.Subject {
		return cutRunes(subject, maxTitle)
	}
	for l := range strings.SplitSeq(r.Text, "\n") {
		l = strings.TrimSpace(l)
		if l == "" || greeting.MatchString(l) {
			continue
		}
		if i := strings.IndexAny(l, ".?!"); i > 20 {
			l = l[:i]
		}
		return excerpt(l)
	}
	if len(r.Files) > 0 {
		return strings.TrimSuffix(r.Files[0].FileName, r.Files[0].Extension)
	}
	return "Sent by email"
}

// greeting is a first line that says nothing of what follows.
var greeting = regexp.MustCompile(`(?i)^(dear|hi|hello|hullo|good (morning|afternoon|evening|day))\b.{0,60}$`)

// refused keeps why an email could not be used; other errors stay errors.
func (r *Received) refused(err error) error {
	switch KindOf(err) {
	case KindNotFound, KindNotAllowed, KindInvalid, KindBadState, KindConflict:
		r.Problem = "It could not be dealt with automatically: " + sentence(err)
		return nil
	}
	return err
}

// sentence is a refusal as one reads it: with what is wrong with each field.
func sentence(err error) string {
	e, ok := errors.AsType[*Error](err)
	if !ok || len(e.Fields) == 0 {
		return err.Error()
	}
	var said []string
	for _, f := range e.Fields {
		said = append(said, f.Message)
	}
	return strings.Join(said, "; ") + "."
}
