package models

import (
	"context"
	"strconv"
	"strings"
	"time"

	"gorm.io/gorm"
)

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

const (
	receivedPerPage = 50
	// receivedLife is how long an email is kept once it is settled.
	receivedLife = 180 * 24 * time.Hour
)

// ReceivedList is one page of the emails that came back, newest first.
type ReceivedList struct {
	Emails []Received
	Next   int64 // 0 on the last page
	// ToLookAt is how many wait for somebody to look at them.
	ToLookAt int
}

// ReceivedList lists emails that came back: those that wait, or all. before is
// where the page before this one ended.
func (s *Store) ReceivedList(ctx context.Context, actor Actor, all bool, before int64) (ReceivedList, error) {
	var list ReceivedList
	if _, err := s.mayRead(ctx, actor, ReadOutbox); err != nil {
		return list, err
	}
	var n int64
	if err := s.reading(ctx).Model(&Received{}).Where("settled_at is null").Count(&n).Error; err != nil {
		return list, err
	}
	list.ToLookAt = int(n)
	q := s.reading(ctx).Preload("Person.Organisation").Preload("Meeting").Preload("Files").Order("id desc").Limit(receivedPerPage + 1)
	if !all {
		q = q.Where("settled_at is null")
	}
	if before != 0 {
		q = q.Where("id < ?", before)
	}
	if err := q.Find(&list.Emails).Error; err != nil {
		return list, err
	}
	if len(list.Emails) > receivedPerPage {
		list.Emails = list.Emails[:receivedPerPage]
		list.Next = list.Emails[receivedPerPage-1].ID
	}
	return list, nil
}

// ReceivedPage is one email that came back, with what can be done with it.
type ReceivedPage struct {
	Received
	// MayItem and MayUpdate: it can be made a draft item of the person whose
	// address it comes from, or added to the action in their name.
	MayItem, MayUpdate bool
	// MayReply: what the calendar of the person whose address it comes from answers
	// can be taken. It is ReplyComing or ReplyApologies, or empty.
	MayReply Reply
	Certain  bool // who wrote it
}

// ReceivedEmail reads one email that came back.
func (s *Store) ReceivedEmail(ctx context.Context, actor Actor, id int64) (ReceivedPage, error) {
	var page ReceivedPage
	if _, err := s.mayRead(ctx, actor, ReadOutbox); err != nil {
		return page, err
	}
	r, err := loadReceived(s.reading(ctx), id)
	if err != nil {
		return page, err
	}
	page.Received = r
	page.Certain = r.certain()
	waits := r.SettledAt == nil && r.Kind == ReceivedAnswer && r.Person != nil && actor.May(ManageOutbox, false)
	page.MayItem = waits && r.Meeting != nil && r.Person.Actor().May(SubmitItems, true)
	page.MayUpdate = waits && r.Action != nil
	if actor.May(ManageOutbox, false) {
		page.MayReply, err = replyToTake(s.reading(ctx), r)
	}
	return page, err
}

// certain says whether the email answers a letter to the very person whose
// address it comes from.
func (r Received) certain() bool {
	return r.Letter != nil && r.Letter.PersonID != nil && r.PersonID != nil && *r.Letter.PersonID == *r.PersonID
}

// loadReceived reads an email with all that it names. What it was about and was
// not done yet is worked out from the letter that it answers and from its words.
func loadReceived(db *gorm.DB, id int64) (Received, error) {
	r, err := find[Received](db.Preload("Person.Organisation").Preload("Letter").Preload("Meeting").Preload("Item").Preload("Action").Preload("Files"), "email", id)
	if err != nil || r.Action != nil {
		return r, err
	}
	reference := ""
	if r.Letter != nil {
		reference = r.Letter.FactMap()["reference"]
	}
	if named := actionsNamed(r.Subject + "\n" + r.Text); reference == "" && len(named) == 1 {
		reference = named[0]
	}
	if reference == "" {
		return r, nil
	}
	var a []Action
	err = db.Where("reference = ?", reference).Limit(1).Find(&a).Error
	if len(a) > 0 {
		r.Action = &a[0]
	}
	return r, err
}

// ExpectsReceived says whether an email comes from an address of somebody here, or
// answers a letter: it may be another's even so, but not just anybody's.
func (s *Store) ExpectsReceived(ctx context.Context, actor Actor, form ReceivedForm) (bool, error) {
	if _, err := s.mayRead(ctx, actor, TakeMail); err != nil {
		return false, err
	}
	var r Received
	t := &tx{DB: s.reading(ctx), ctx: ctx}
	r.Email = strings.ToLower(cutRunes(tidy(form.Email), 254))
	err := t.recognise(&r, form)
	return r.PersonID != nil || r.LetterID != nil, err
}

// ReceivedAttachment reads one attachment of an email that came back.
func (s *Store) ReceivedAttachment(ctx context.Context, actor Actor, id, file int64) (ReceivedFile, error) {
	if _, err := s.mayRead(ctx, actor, ReadOutbox); err != nil {
		return ReceivedFile{}, err
	}
	return find[ReceivedFile](s.reading(ctx).Where("received_id = ?", id), "attachment", file)
}

// UseReceived does with an email that waits what the secretariat decides: makes
// a draft item of it or adds it to an action, in the name of the person whose
// address it comes from ("item", "update"), takes what their calendar answers
// ("reply"), or sets it aside ("aside").
func (s *Store) UseReceived(ctx context.Context, actor Actor, id int64, as string) (Received, error) {
	var r Received
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(ManageOutbox, false); err != nil {
			return err
		}
		if r, err = loadReceived(t.DB, id); err != nil {
			return err
		}
		if r.SettledAt != nil {
			return badState("This email has been settled already.")
		}
		what := "set an email aside"
		switch {
		case as == "aside":
			r.Outcome = ReceivedAside
		case as == "reply":
			what, err = "took the answer of a calendar", t.toReply(&r)
		case r.Person == nil || r.Kind != ReceivedAnswer:
			return badState("It is not known who wrote this email, so nothing can be done with it in their name.")
		case as == "item":
			what, err = "made a draft item of an email", t.toItem(&r)
		case as == "update" && r.Action != nil:
			what, err = "added an email to an action", t.toUpdate(&r, r.Action.Reference)
		default:
			return badState("Choose what to do with this email.")
		}
		if err != nil {
			return err
		}
		if r.Outcome == ReceivedToLookAt {
			return badState("%s", r.Problem)
		}
		r.SettledAt, r.SettledBy, r.Problem = &t.now, t.actor.Name, ""
		if err := t.Model(&Received{}).Where("id = ?", r.ID).Select("outcome", "settled_at", "settled_by", "item_id", "action_id", "problem").Updates(&r).Error; err != nil {
			return err
		}
		return t.event(what, "received", r.ID, string(r.Kind), idOr(r.MeetingID), "")
	})
	return r, err
}

// TakeCalendarAnswers takes what the calendars of several people answer, as
// UseReceived does, and says how many; those that cannot be taken go on waiting.
func (s *Store) TakeCalendarAnswers(ctx context.Context, actor Actor, ids []int64) (taken int, err error) {
	if _, err := s.mayRead(ctx, actor, ManageOutbox); err != nil {
		return 0, err
	}
	for _, id := range ids[:min(len(ids), receivedPerPage)] {
		switch _, err := s.UseReceived(ctx, actor, id, "reply"); KindOf(err) {
		case KindBadState, KindNotFound:
		default:
			if err != nil {
				return taken, err
			}
			taken++
		}
	}
	return taken, nil
}
