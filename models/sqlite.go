package models

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"gorm.io/driver/sqlite"
	"gorm.io/gorm"
	modernc "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// openSQLite opens a pool of connections to the database in file.
//
// SQLite allows one writer at a time. Commands therefore share a pool of one
// connection and begin their transactions as writers, so that they queue here
// instead of failing with "database is locked"; reads have a pool of their own
// and, with the write-ahead log, never wait for a command.
func openSQLite(file string, clock func() time.Time, connections int, pragmas ...string) (*gorm.DB, error) {
	q := url.Values{"_txlock": {"immediate"}, "_time_format": {"sqlite"}, "_pragma": append([]string{"busy_timeout(10000)"}, pragmas...)}
	path := (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath()
	config := gormConfig(clock)
	config.PrepareStmt = true
	db, err := gorm.Open(sqlite.New(sqlite.Config{DriverName: "sqlite", DSN: "file:" + path + "?" + q.Encode()}), config)
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	pool, err := db.DB()
	if err != nil {
		return nil, err
	}
	if err := countQueries(db); err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(connections)
	pool.SetMaxIdleConns(connections)
	return db, nil
}

// SQLite's own lower knows the letters of English alone, so that who looks for
// “łukasz” or “SIÂN” would not find them.
func init() {
	modernc.MustRegisterDeterministicScalarFunction("folded", 1, func(_ *modernc.FunctionContext, args []driver.Value) (driver.Value, error) {
		switch text := args[0].(type) {
		case string:
			return strings.ToLower(text), nil
		case []byte:
			return strings.ToLower(string(text)), nil
		}
		return args[0], nil
	})
}

// isFileTrouble says whether SQLite cannot write at the moment: the disk is
// full, the file locked or read-only.
func isFileTrouble(err error) bool {
	e, ok := errors.AsType[*modernc.Error](err)
	if !ok {
		return false
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN:
		return true
	}
	return false
}

// breaksUniqueInFile says whether err is a broken unique constraint on this
// column. SQLite's dialector does not translate it.
func breaksUniqueInFile(err error, column string) bool {
	e, ok := errors.AsType[*modernc.Error](err)
	return ok && e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE && strings.Contains(e.Error(), column)
}
