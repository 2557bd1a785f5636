// Package models holds the words of the partnership's business: what a
// meeting, an item, an action is, which states each passes through, what may be
// done with it and by whom. It keeps them in a database. It knows nothing of
// HTTP, HTML or PDF.
//
// Everything that changes data is a method on Store named for what the user
// does. Inside one transaction it checks that the person may, validates, checks
// the state, writes, adds the audit event and queues the letters it causes, so
// that nothing is ever half done, unaudited or unannounced.
package models

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"gorm.io/gorm/logger"

	"quarterday/calendar"
)

// Store is the partnership's memory: one database, opened once.
type Store struct {
	write *gorm.DB // for commands, which queue: on SQLite for its one connection
	read  *gorm.DB // many connections that cannot write
	clock func() time.Time
	draw  Drawer // nil where nothing is drawn
	// queued says, for whoever sends letters, that a command has just queued some.
	queued chan struct{}
	// shared: other servers may be writing to the same database, so that a command
	// takes its turn there, and may have to be done again.
	shared bool
	// part: the store is the part of a command that has begun (see inside).
	part bool
}

// Open opens the partnership's database, making and migrating it as needed: a
// file of SQLite's, or, where database begins with postgres://, one that a
// PostgreSQL server keeps and several of our own servers may share. Nothing above
// can tell which it is. clock tells the time to every command; models never
// reads another.
func Open(ctx context.Context, database string, clock func() time.Time, options ...Option) (*Store, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s := &Store{clock: clock, queued: make(chan struct{}, 1)}
	how := settings{synchronous: "FULL"}
	for _, o := range options {
		o(&how)
	}
	open := s.openFile
	if onPostgres(database) {
		open = s.openServer
	}
	if err := open(ctx, database, how); err != nil {
		s.Close()
		return nil, err
	}
	return s, nil
}

func (s *Store) openFile(ctx context.Context, file string, how settings) (err error) {
	if s.write, err = openSQLite(file, s.clock, 1, "synchronous("+how.synchronous+")", "journal_mode(WAL)", "foreign_keys(1)"); err != nil {
		return err
	}
	if err := migrate(s.write.WithContext(ctx)); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	s.read, err = openSQLite(file, s.clock, 8, "query_only(1)")
	return err
}

func (s *Store) openServer(ctx context.Context, address string, how settings) (err error) {
	s.shared = true
	server := postgresServer{how, address}
	if s.write, err = server.commands(s.clock); err != nil {
		return err
	}
	if err := server.migrate(ctx, s.write); err != nil {
		return fmt.Errorf("bring the database up to date: %w", err)
	}
	s.read, err = server.reads(s.clock)
	return err
}

// Option changes how a database is opened.
type Option func(*settings)

type settings struct{ synchronous string }

// Unsynced lets commands go on before the disk has what they wrote. A power cut
// may lose or spoil all of it: for data that can be made again.
func Unsynced(s *settings) { s.synchronous = "OFF" }

func gormConfig(clock func() time.Time) *gorm.Config {
	return &gorm.Config{SkipDefaultTransaction: true, NowFunc: clock, Logger: logger.Discard}
}

// Close lets go of the database.
func (s *Store) Close() error {
	var errs []error
	for _, db := range []*gorm.DB{s.read, s.write} {
		if db == nil {
			continue
		}
		if pool, err := db.DB(); err == nil {
			errs = append(errs, pool.Close())
		}
	}
	return errors.Join(errs...)
}

// Ready says whether the database answers.
func (s *Store) Ready(ctx context.Context) error {
	return s.read.WithContext(ctx).Exec("select version from store_versions where id = 1").Error
}

// Now is the store's idea of the time, in UTC.
func (s *Store) Now() time.Time { return s.clock().UTC().Truncate(time.Millisecond) }

// Version rises with every command, in whichever process it ran; a page made
// at one version is still true while the version is the same.
func (s *Store) Version(ctx context.Context) (int64, error) {
	var v int64
	err := s.read.WithContext(ctx).Raw("select version from store_versions where id = 1").Scan(&v).Error
	return v, err
}

// reading is the database for questions asked on behalf of ctx.
func (s *Store) reading(ctx context.Context) *gorm.DB { return s.read.WithContext(ctx) }

// tx is one command in progress.
type tx struct {
	*gorm.DB
	ctx         context.Context
	now         time.Time
	actor       Actor
	partnership Partnership
	draw        Drawer
	queued      *bool  // letters
	linkKey     string // read when a link is signed
}

// command runs do in one transaction on behalf of actor, and raises the
// store's version. The actor is looked up again inside the transaction:
// somebody deactivated or given another role a moment ago acts as what they are
// now. do may be called more than once, each time on the database as it is then:
// only the last time counts.
func (s *Store) command(ctx context.Context, actor Actor, do func(*tx) error) error {
	var queued bool
	run := func() error {
		queued = false
		return s.attempt(ctx, actor, &queued, do)
	}
	var err error
	if s.shared {
		err = again(ctx, run)
	} else {
		err = run()
	}
	if err == nil && queued {
		select {
		case s.queued <- struct{}{}:
		default: // whoever sends letters has not looked since the last time
		}
	}
	if s.part { // what it means is for the whole command to tell
		return err
	}
	return translate(err)
}

// attempt is one try of a command.
func (s *Store) attempt(ctx context.Context, actor Actor, queued *bool, do func(*tx) error) error {
	var options []*sql.TxOptions
	if s.shared {
		options = append(options, &sql.TxOptions{Isolation: sql.LevelSerializable})
	}
	done := false
	err := s.write.WithContext(ctx).Transaction(func(db *gorm.DB) error {
		if s.shared {
			if err := db.Exec(turn).Error; err != nil {
				return err
			}
		}
		// Rows are written one by one, each on purpose: related rows that happen to
		// be loaded are not.
		db = db.Omit(clause.Associations).Session(&gorm.Session{})
		t := &tx{DB: db, ctx: ctx, now: s.Now(), actor: actor, draw: s.draw, queued: queued}
		if err := db.Limit(1).Find(&t.partnership).Error; err != nil {
			return err
		}
		if err := t.refreshActor(); err != nil {
			return err
		}
		if err := do(t); err != nil {
			return err
		}
		if err := db.Exec("update store_versions set version = version + 1 where id = 1").Error; err != nil {
			return err
		}
		done = true
		return nil
	}, options...)
	if err != nil && done && s.shared && isBrokenOff(err) {
		return unavailable("The database broke off while it was saving. Look whether what you sent is there before you send it again.", err)
	}
	return err
}

// LettersQueued tells, after each command that queued letters, that there is
// something to send.
func (s *Store) LettersQueued() <-chan struct{} { return s.queued }

func (t *tx) refreshActor() error {
	if t.actor.PersonID == 0 {
		return nil
	}
	var p Person
	err := t.Preload("Organisation").First(&p, t.actor.PersonID).Error
	if errors.Is(err, gorm.ErrRecordNotFound) || err == nil && p.DeactivatedAt != nil {
		return notAllowed("Your account has been closed. Ask the secretariat if you think that is a mistake.")
	}
	if err != nil {
		return err
	}
	t.actor = p.Actor()
	return nil
}

// may refuses unless the access table lets the actor do this; own says whether
// the thing is the actor's own or their organisation's.
func (t *tx) may(p Permission, own bool) error {
	if t.actor.May(p, own) {
		return nil
	}
	return notAllowed("You may not " + string(p) + ".")
}

// save writes row, whose version the caller read as before, and raises the
// version; when somebody else has saved it since, the answer is a conflict
// that carries their row.
func save[T any](t *tx, what string, row *T, id int64, before int, columns ...string) error {
	res := t.Model(row).Where("id = ? and version = ?", id, before).Select(append(columns, "version")).Updates(row)
	if res.Error != nil {
		return res.Error
	}
	if res.RowsAffected == 1 {
		return nil
	}
	var theirs T
	if err := t.First(&theirs, id).Error; err != nil {
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return notFound(what)
		}
		return err
	}
	return conflict(what, theirs)
}

// find loads the row with this id, or says that there is no such thing.
func find[T any](db *gorm.DB, what string, id int64) (T, error) {
	var row T
	err := db.First(&row, id).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return row, notFound(what)
	}
	return row, err
}

// translate turns what the database says into our kinds where it means one.
func translate(err error) error {
	if err == nil || KindOf(err) != 0 {
		return err
	}
	if isFileTrouble(err) || isUnreachable(err) || isTransient(err) {
		return unavailable("The database cannot save at the moment. Nothing was changed. Try again in a minute.", err)
	}
	return err
}

// unavailable is a refusal that has nothing to do with what was asked.
func unavailable(message string, cause error) error {
	slog.Error("the database did not do what it was asked", "error", cause)
	return &Error{Kind: KindUnavailable, Message: message, cause: cause}
}

// isDuplicate says whether err is a broken unique constraint on this column
// ("people.email").
func isDuplicate(err error, column string) bool {
	return breaksUniqueInFile(err, column) || breaksUnique(err, column)
}

// ptr is the address of a copy of v; zero gives nil, which is NULL.
func ptr[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// same says whether two columns that may be NULL hold the same.
func same[T comparable](a, b *T) bool { return a == b || a != nil && b != nil && *a == *b }

// mayRead refuses a question unless the access table lets the actor ask it, and
// reads the partnership's settings, which most answers need.
func (s *Store) mayRead(ctx context.Context, actor Actor, p Permission) (Partnership, error) {
	if actor.Reach(p) == No {
		return Partnership{}, notAllowed("You may not " + string(p) + ".")
	}
	return s.Partnership(ctx)
}

// today is the day it is in the partnership.
func (s *Store) today(p Partnership) calendar.Date { return calendar.DateOf(s.Now(), p.Location()) }
