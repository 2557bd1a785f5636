package models

import (
	"context"
	"slices"
	"strconv"
	"time"
)

// UnwantedLetter is a kind of letter that somebody has chosen not to get.
type UnwantedLetter struct {
	PersonID  int64
	Kind      LetterKind
	CreatedAt time.Time
}

// unwantedBy are the people who do not want letters of this kind.
func (t *tx) unwantedBy(kind LetterKind) (map[int64]bool, error) {
	if !kind.Optional() {
		return nil, nil
	}
	var ids []int64
	if err := t.Model(&UnwantedLetter{}).Where("kind = ?", kind).Pluck("person_id", &ids).Error; err != nil {
		return nil, err
	}
	unwanted := make(map[int64]bool, len(ids))
	for _, id := range ids {
		unwanted[id] = true
	}
	return unwanted, nil
}

// ChooseLetters takes which of the optional kinds of letter the actor wants;
// those left out are not sent any more.
func (s *Store) ChooseLetters(ctx context.Context, actor Actor, wanted []LetterKind) error {
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.may(UseAccount, true); err != nil {
			return err
		}
		for _, kind := range OptionalLetterKinds() {
			if slices.Contains(wanted, kind) {
				if err := t.Where("person_id = ? and kind = ?", t.actor.PersonID, kind).Delete(&UnwantedLetter{}).Error; err != nil {
					return err
				}
			} else if err := t.stopLetters(t.actor.PersonID, kind); err != nil {
				return err
			}
		}
		return t.event("chose which emails to get", "person", t.actor.PersonID, t.actor.Name, 0, "")
	})
}

// stopLetters keeps that somebody does not want letters of this kind, and takes
// back those that wait.
func (t *tx) stopLetters(personID int64, kind LetterKind) error {
	row := UnwantedLetter{PersonID: personID, Kind: kind, CreatedAt: t.now}
	if err := t.FirstOrCreate(&row, "person_id = ? and kind = ?", personID, kind).Error; err != nil {
		return err
	}
	return t.withdraw("The reader chose not to get emails of this kind.", "person_id = ? and kind = ?", personID, kind)
}

// withdraw cancels letters that wait and fit where. One that may have arrived
// already is left.
func (t *tx) withdraw(why, where string, args ...any) error {
	return t.Model(&Letter{}).Where("state = ? and in_flight_at is null", LetterWaiting).Where(where, args...).
		Updates(map[string]any{"state": LetterCancelled, "problem": why}).Error
}

// StopLink is what the link to stop letters in one of them means.
type StopLink struct {
	Kind    LetterKind
	Person  Person
	Stopped bool // already
}

const stopPurpose = "stop letters"

// stopToken ends the address of the link to stop letters of this kind.
func (t *tx) stopToken(personID int64, kind LetterKind) (string, error) {
	return t.sign(stopPurpose, strconv.FormatInt(personID, 10), string(kind))
}

// StopLink reads the link to stop letters. It changes nothing: scanners of mail
// open links before people do.
func (s *Store) StopLink(ctx context.Context, token string) (StopLink, error) {
	var link StopLink
	parts, ok, err := signedParts(s.reading(ctx), stopPurpose, token)
	if err != nil {
		return link, err
	}
	if !ok || len(parts) != 2 || !LetterKind(parts[1]).Optional() {
		return link, notFound("link")
	}
	id, _ := strconv.ParseInt(parts[0], 10, 64)
	link.Kind = LetterKind(parts[1])
	if link.Person, err = find[Person](s.reading(ctx), "link", id); err != nil {
		return link, err
	}
	var n int64
	err = s.reading(ctx).Model(&UnwantedLetter{}).Where("person_id = ? and kind = ?", id, link.Kind).Count(&n).Error
	link.Stopped = n > 0
	return link, err
}

// StopLetters stops letters of one kind to one person, by the link in such a
// letter. Whoever has the letter may: nobody signs in for it.
func (s *Store) StopLetters(ctx context.Context, actor Actor, token string) (StopLink, error) {
	link, err := s.StopLink(ctx, token)
	if err != nil || link.Stopped {
		return link, err
	}
	link.Stopped = true
	return link, s.command(ctx, actor, func(t *tx) error {
		if err := t.may(StopLetters, false); err != nil {
			return err
		}
		if err := t.stopLetters(link.Person.ID, link.Kind); err != nil {
			return err
		}
		t.actor = link.Person.Actor()
		return t.event("stopped emails", "person", link.Person.ID, link.Person.Name, 0, link.Kind.Label())
	})
}
