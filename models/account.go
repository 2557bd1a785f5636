package models

import (
	"context"
	"time"
)

// Account is what somebody sees of themselves.
type Account struct {
	Person   Person
	Sessions []AccountSession
	// Unwanted are the kinds of letter that they chose not to get.
	Unwanted []LetterKind
}

// AccountSession is one browser in which they are signed in.
type AccountSession struct {
	Began, LastUsed time.Time
	Here            bool // the browser that asks
}

// Account reads the actor's own details; token is that of the browser that asks.
func (s *Store) Account(ctx context.Context, actor Actor, token string) (Account, error) {
	var a Account
	if !actor.May(UseAccount, true) {
		return a, notAllowed("You may not " + string(UseAccount) + ".")
	}
	p, err := find[Person](s.reading(ctx).Preload("Organisation"), "person", actor.PersonID)
	if err != nil {
		return a, err
	}
	a.Person = p
	var rows []Session
	now := s.Now()
	err = s.reading(ctx).Where("person_id = ? and created_at > ? and seen_at > ?", actor.PersonID, now.Add(-sessionLife), now.Add(-sessionIdle)).
		Order("seen_at desc, created_at desc").Find(&rows).Error
	for _, row := range rows {
		a.Sessions = append(a.Sessions, AccountSession{Began: row.CreatedAt, LastUsed: row.SeenAt, Here: row.TokenHash == hash(token)})
	}
	if err != nil {
		return a, err
	}
	err = s.reading(ctx).Model(&UnwantedLetter{}).Where("person_id = ?", actor.PersonID).Order("kind").Pluck("kind", &a.Unwanted).Error
	return a, err
}
