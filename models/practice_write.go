package models

import (
	"context"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// practiceColumns are what the form writes.
var practiceColumns = []string{"title", "summary", "context", "done", "results", "cost", "lessons", "conditions", "contact", "themes", "visibility", "organisation_id"}

// DraftPractice keeps a practice that somebody has begun to write. Only its
// organisation and the secretariat see it. The address is made of the title and
// stays when the title changes.
func (s *Store) DraftPractice(ctx context.Context, actor Actor, form PracticeForm) (Practice, error) {
	var p Practice
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(SubmitPractices, true); err != nil {
			return err
		}
		p = Practice{
			State: PracticeDraft, OrganisationID: t.actor.OrganisationID, AuthorID: t.actor.PersonID,
			ClientKey: form.clientKeyOf(t.actor), CreatedAt: t.now, Version: 1,
		}
		if p.AuthorID == 0 {
			return notAllowed("A practice is written by a person who is signed in.")
		}
		if p.ClientKey != nil {
			var before Practice
			if err := t.Where("client_key = ?", *p.ClientKey).Limit(1).Find(&before).Error; err != nil {
				return err
			}
			if before.ID != 0 {
				p = before // the form was sent twice, and has done its work
				return nil
			}
		}
		var problems Problems
		if err := form.read(t, &p, asDraft, &problems); err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		var err error
		if p.Slug, err = t.freeSlug(p.Title); err != nil {
			return err
		}
		if err := t.Create(&p).Error; err != nil {
			return err
		}
		return t.event("began the practice", "practice", p.ID, p.Title, 0, "")
	})
	return p, err
}

// ChangePractice saves what was changed of a practice: its organisation until
// it is published, the secretariat after that too.
func (s *Store) ChangePractice(ctx context.Context, actor Actor, id int64, version int, form PracticeForm) (Practice, error) {
	var p Practice
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if p, err = t.practiceFor(id, SubmitPractices); err != nil {
			return err
		}
		strict := asDraft
		switch p.State {
		case PracticeArchived:
			return badState("This practice is archived, so it cannot change. Publish it again first.")
		case PracticePublished:
			if err := t.may(DecidePractices, false); err != nil {
				return badState("This practice is published. Ask the secretariat to change it.")
			}
			strict = asSubmitted
		case PracticeSubmitted:
			strict = asSubmitted
		}
		var problems Problems
		if err := form.read(t, &p, strict, &problems); err != nil {
			return err
		}
		detail := ""
		if strict == asSubmitted {
			detail = confirmPersonalData(form.PersonalData(), form.RightToSend, &problems)
		}
		if err := problems.Err(); err != nil {
			return err
		}
		return t.savePractice(&p, version, "changed the practice", detail, practiceColumns...)
	})
	return p, err
}

// SubmitPractice sends a draft, or one that was returned, to the secretariat.
// All that the library needs must be there; where it seems to hold personal
// data the author must say that it is right to send it.
func (s *Store) SubmitPractice(ctx context.Context, actor Actor, id int64, version int, form PracticeForm) (Practice, error) {
	var p Practice
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if p, err = t.practiceFor(id, SubmitPractices); err != nil {
			return err
		}
		if p.State == PracticeSubmitted && p.Version == version+1 {
			return nil // the form was sent twice, and has done its work
		}
		if err := practiceMoves.check("practice", p.State, PracticeSubmitted); err != nil {
			return err
		}
		var problems Problems
		if err := form.read(t, &p, asSubmitted, &problems); err != nil {
			return err
		}
		detail := confirmPersonalData(form.PersonalData(), form.RightToSend, &problems)
		if err := problems.Err(); err != nil {
			return err
		}
		p.State, p.SubmittedAt = PracticeSubmitted, &t.now
		return t.savePractice(&p, version, "submitted the practice", detail, append(practiceColumns, "state", "submitted_at")...)
	})
	return p, err
}

// practiceFor loads a practice for somebody to do this with. What they may not
// know of does not exist for them.
func (t *tx) practiceFor(id int64, permission Permission) (Practice, error) {
	p, err := seenPractice(t.DB, t.actor, "practices.id = ?", id)
	if err != nil {
		return p, err
	}
	return p, t.may(permission, p.OwnedBy(t.actor))
}

// seenPractice loads one practice, with whose it is, as the actor may see it.
func seenPractice(db *gorm.DB, actor Actor, where string, args ...any) (Practice, error) {
	var p Practice
	err := db.Preload("Organisation").Preload("Author").Where(where, args...).First(&p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || err == nil && !p.VisibleTo(actor) {
		return Practice{}, notFound("practice")
	}
	return p, err
}

// savePractice writes these columns of the practice at this version, with its event.
func (t *tx) savePractice(p *Practice, version int, what, detail string, columns ...string) error {
	p.Version = version + 1
	if err := save(t, "practice", p, p.ID, version, columns...); err != nil {
		return err
	}
	return t.event(what, "practice", p.ID, p.Title, 0, detail)
}

// PublishPractice puts a submitted or archived practice into the library, for
// members or for everybody as the secretariat decides. Its author is told.
func (s *Store) PublishPractice(ctx context.Context, actor Actor, id int64, version int, visibility Visibility) (Practice, error) {
	return s.decidePractice(ctx, actor, id, version, PracticePublished, func(t *tx, p *Practice) error {
		if visibility != ForMembers && visibility != ForPublic {
			return invalid("visibility", "Choose who may read it: members or everybody")
		}
		p.Visibility, p.Wanted, p.PublishedAt = visibility, "", &t.now
		return nil
	})
}

// ReturnPractice sends a submitted practice back to its author, saying what is
// wanted before it can be published.
func (s *Store) ReturnPractice(ctx context.Context, actor Actor, id int64, version int, wanted string) (Practice, error) {
	return s.decidePractice(ctx, actor, id, version, PracticeReturned, func(t *tx, p *Practice) error {
		var problems Problems
		p.Wanted = manyLines(&problems, "wanted", "what is wanted", wanted, 1, maxShort)
		return problems.Err()
	})
}

// ArchivePractice takes a practice out of the library or out of the way: the
// secretariat any, its organisation what is not yet published.
func (s *Store) ArchivePractice(ctx context.Context, actor Actor, id int64, version int) (Practice, error) {
	return s.decidePractice(ctx, actor, id, version, PracticeArchived, func(*tx, *Practice) error { return nil })
}

// practiceEvents is what the audit trail says of each move.
var practiceEvents = map[PracticeState]string{
	PracticePublished: "published the practice", PracticeReturned: "returned the practice", PracticeArchived: "archived the practice",
}

func (s *Store) decidePractice(ctx context.Context, actor Actor, id int64, version int, to PracticeState, change func(*tx, *Practice) error) (Practice, error) {
	var p Practice
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if p, err = t.practiceFor(id, ReadPublicPractices); err != nil {
			return err
		}
		permission := DecidePractices
		if to == PracticeArchived && p.State != PracticePublished {
			permission = SubmitPractices
		}
		if err := t.may(permission, p.OwnedBy(t.actor)); err != nil {
			return err
		}
		if err := practiceMoves.check("practice", p.State, to); err != nil {
			return err
		}
		if err := change(t, &p); err != nil {
			return err
		}
		p.State = to
		if err := t.savePractice(&p, version, practiceEvents[to], "", "state", "visibility", "wanted", "published_at"); err != nil {
			return err
		}
		kind, tell := map[PracticeState]LetterKind{PracticePublished: LetterPracticePublished, PracticeReturned: LetterPracticeReturned}[to]
		if !tell || p.AuthorID == t.actor.PersonID {
			return nil
		}
		facts := Facts{"title": p.Title, "slug": p.Slug, "organisation": p.Organisation.Name, "wanted": p.Wanted, "visibility": string(p.Visibility)}
		return t.letter(kind, fmt.Sprintf("practice/%s/%s/%d", p.Slug, to, p.Version), facts, p.Author)
	})
	return p, err
}

// invalid is a refusal about one field.
func invalid(field, message string) error {
	var p Problems
	p.Add(field, "%s", message)
	return p.Err()
}
