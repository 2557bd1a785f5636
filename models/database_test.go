package models

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"gorm.io/gorm"
)

// TestMain takes away the databases that were made on a PostgreSQL server.
func TestMain(m *testing.M) {
	code := m.Run()
	for _, name := range made.names {
		if err := onServer("drop database " + name); err != nil {
			fmt.Fprintln(os.Stderr, err)
			code = max(code, 1)
		}
	}
	os.Exit(code)
}

// testServer is where tests find a PostgreSQL server on which they may make
// databases. Without one they have SQLite's files.
var testServer = os.Getenv("QUARTERDAY_TEST_DATABASE_URL")

// commandsMeet: on the server, the first try of each command fails (see
// letCommandsMeet).
var commandsMeet = testServer != "" && os.Getenv("QUARTERDAY_TEST_COMMANDS_MEET") != ""

// newDatabase gives a test an empty database of its own.
func newDatabase(t *testing.T) string {
	t.Helper()
	if testServer == "" {
		return filepath.Join(t.TempDir(), "a folder", "..", "quarterday #1?.db")
	}
	name, err := migratedDatabase()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // the store is closed by then
		made.Lock()
		defer made.Unlock()
		made.free = append(made.free, name)
	})
	return addressOf(name)
}

// made are the databases on the server. Making one takes long beside a test, so
// that those which tests are done with are emptied and used again.
var made struct {
	sync.Mutex
	names, free []string
}

// bareDatabase makes a database in which there is nothing.
func bareDatabase() (string, error) {
	made.Lock()
	defer made.Unlock()
	name := fmt.Sprintf("quarterday_test_%d_%d", os.Getpid(), len(made.names))
	if err := onServer("create database " + name + " template template0"); err != nil {
		return "", err
	}
	made.names = append(made.names, name)
	return name, nil
}

func migratedDatabase() (string, error) {
	made.Lock()
	if last := len(made.free) - 1; last >= 0 {
		name := made.free[last]
		made.free = made.free[:last]
		made.Unlock()
		return name, nil
	}
	made.Unlock()
	name, err := bareDatabase()
	if err != nil {
		return "", err
	}
	s, err := Open(context.Background(), addressOf(name), time.Now)
	if err != nil {
		return "", err
	}
	defer s.Close()
	if commandsMeet {
		err = letCommandsMeet(s)
	}
	return name, err
}

// openUnmigrated opens a database that no migration has seen, for a test to make
// it what it once was.
func openUnmigrated(t *testing.T, clock func() time.Time) (string, *gorm.DB) {
	t.Helper()
	database := filepath.Join(t.TempDir(), "quarterday.db")
	open := func() (*gorm.DB, error) {
		return openSQLite(database, clock, 1, "journal_mode(WAL)", "foreign_keys(1)")
	}
	if testServer != "" {
		name, err := bareDatabase()
		if err != nil {
			t.Fatal(err)
		}
		database = addressOf(name)
		open = func() (*gorm.DB, error) { return postgresServer{url: database}.commands(clock) }
	}
	db, err := open()
	if err != nil {
		t.Fatal(err)
	}
	return database, db
}

// emptyDatabase takes everything out of a database but its tables, for the next
// test to have it.
func emptyDatabase(s *Store) error {
	return s.write.Exec(`do $$ declare t text; begin
		set local session_replication_role = replica; -- no constraints, no triggers
		for t in select tablename from pg_tables where schemaname = 'public' and tablename not in ('migrations', 'store_versions') loop
			execute format('delete from %I', t);
		end loop;
		update store_versions set version = 1;
		perform setval(format('%I', sequencename)::regclass, 1, false) from pg_sequences where schemaname = 'public';
	end $$`).Error
}

func addressOf(name string) string {
	u, err := url.Parse(testServer)
	if err != nil {
		panic("QUARTERDAY_TEST_DATABASE_URL cannot be read")
	}
	u.Path = "/" + name
	return u.String()
}

// server is one connection for making and dropping databases.
var server struct {
	sync.Mutex
	*sql.DB
}

func onServer(statement string) error {
	server.Lock()
	defer server.Unlock()
	if server.DB == nil {
		db, err := sql.Open("pgx", testServer)
		if err != nil {
			return err
		}
		server.DB = db
	}
	_, err := server.Exec(statement)
	return err
}

// letCommandsMeet makes the first try of each command fail when it is about to
// end, as PostgreSQL makes one fail that met another: every test then shows that
// its commands can be done again. The sequence keeps, outside transactions, which
// version has been tried.
func letCommandsMeet(s *Store) error {
	for _, statement := range []string{
		`create sequence tried`,
		`create function meet() returns trigger language plpgsql as $$
			declare now bigint; begin
				select version into now from store_versions where id = 1;
				if (select last_value from tried) < now then
					perform setval('tried', now);
					raise exception 'this command met another' using errcode = 'serialization_failure';
				end if;
				return null;
			end $$`,
		`create constraint trigger meet after update on store_versions deferrable initially deferred for each row execute function meet()`,
	} {
		if err := s.write.Exec(statement).Error; err != nil {
			return err
		}
	}
	return nil
}
