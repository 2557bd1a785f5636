package models

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// newServerStore is a store on a PostgreSQL server; where there is none, the
// test is left out.
func newServerStore(t *testing.T) *testStore {
	t.Helper()
	if testServer == "" {
		t.Skip("no PostgreSQL server is given (QUARTERDAY_TEST_DATABASE_URL): make postgres starts one")
	}
	return newTestStore(t)
}

// another is what a second server has: a store of its own on the same database.
func (s *testStore) another(parameters ...string) *Store {
	s.t.Helper()
	var name string
	if err := s.read.Raw("select current_database()").Scan(&name).Error; err != nil {
		s.t.Fatal(err)
	}
	address := addressOf(name)
	for _, p := range parameters {
		address += "&" + p
	}
	other, err := Open(s.t.Context(), address, s.clock.Now)
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { other.Close() })
	return other
}

func TestServersOnOneDatabase(t *testing.T) {
	noted := func(t *tx) error { return t.event("tried", "test", 1, "", 0, "") }
	t.Run("all their commands are done, one after the other", func(t *testing.T) {
		s := newServerStore(t)
		if commandsMeet {
			t.Skip("here each command meets another, and these would meet without end")
		}
		stores := []*Store{s.Store, s.another(), s.another()}
		before, _ := s.Version(t.Context())
		var wg sync.WaitGroup
		errs := make(chan error, 180)
		for i := range 18 {
			wg.Go(func() {
				for range 10 {
					errs <- stores[i%3].command(t.Context(), s.ann, noted)
				}
			})
		}
		wg.Wait()
		close(errs)
		for err := range errs {
			if err != nil {
				t.Fatal(err)
			}
		}
		for i, store := range stores {
			if after, err := store.Version(t.Context()); after != before+180 || err != nil {
				t.Errorf("server %d: the version went from %d to %d (%v)", i, before, after, err)
			}
		}
	})
	t.Run("one of them sends letters, and another when its lease has ended", func(t *testing.T) {
		s := newServerStore(t)
		other := s.another()
		begin := func(store *Store, holder string) bool {
			begun, err := store.BeginDelivery(t.Context(), Operator, holder, DeliveryResult{})
			if err != nil {
				t.Fatal(err)
			}
			return begun
		}
		if !begin(s.Store, "a") || begin(other, "b") {
			t.Error("both send, or none")
		}
		s.clock.add(DeliveryLeaseSpan + time.Second)
		if !begin(other, "b") || begin(s.Store, "a") {
			t.Error("the other did not take over")
		}
	})
	t.Run("a new database is migrated once, by whichever comes first", func(t *testing.T) {
		s := newServerStore(t)
		name, err := bareDatabase()
		if err != nil {
			t.Fatal(err)
		}
		var wg sync.WaitGroup
		for range 4 {
			wg.Go(func() {
				store, err := Open(t.Context(), addressOf(name), s.clock.Now)
				if err != nil {
					t.Error(err)
					return
				}
				defer store.Close()
				if v, err := store.Version(t.Context()); v != 1 || err != nil {
					t.Errorf("version %d (%v)", v, err)
				}
			})
		}
		wg.Wait()
	})
	t.Run("a command that has lost its connection is done again", func(t *testing.T) {
		s := newServerStore(t)
		tries := 0
		err := s.command(t.Context(), s.ann, func(t *tx) error {
			if tries++; tries == 1 {
				var pid int
				if err := t.Raw("select pg_backend_pid()").Scan(&pid).Error; err != nil {
					return err
				}
				if err := s.read.Exec("select pg_terminate_backend(?)", pid).Error; err != nil {
					return err
				}
			}
			return noted(t)
		})
		if err != nil || tries < 2 || s.lastEvent().What != "tried" {
			t.Errorf("%d tries: %v", tries, err)
		}
	})
	t.Run("a command that cannot have its turn, or always meets another, is refused in words", func(t *testing.T) {
		s := newServerStore(t)
		hurried := s.another("lock_timeout=50ms")
		err := s.command(t.Context(), s.ann, func(*tx) error {
			mustBe(t, hurried.command(context.Background(), s.ann, noted), KindUnavailable)
			return nil
		})
		if err != nil {
			t.Error(err)
		}
		tries := 0
		err = s.command(t.Context(), s.ann, func(t *tx) error {
			tries++
			return t.Exec("do $$ begin raise exception 'met' using errcode = '40P01'; end $$").Error
		})
		if mustBe(t, err, KindUnavailable); tries != mostAttempts {
			t.Errorf("tried %d times", tries)
		}
	})
	t.Run("a question that the server does not answer is refused in words", func(t *testing.T) {
		s := newServerStore(t)
		err := s.read.Exec("do $$ begin raise exception 'full' using errcode = '53100'; end $$").Error
		mustBe(t, err, KindUnavailable)
	})
	t.Run("a database that takes no connections is refused in words, and comes back by itself", func(t *testing.T) {
		s := newServerStore(t)
		var name string
		if err := s.read.Raw("select current_database()").Scan(&name).Error; err != nil {
			t.Fatal(err)
		}
		for _, statement := range []string{"alter database " + name + " allow_connections false", "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'"} {
			if err := onServer(statement); err != nil {
				t.Fatal(err)
			}
		}
		mustBe(t, second(s.Partnership(t.Context())), KindUnavailable)
		mustBe(t, s.command(t.Context(), s.ann, noted), KindUnavailable)
		if s.Ready(t.Context()) == nil {
			t.Error("it is ready")
		}
		if err := onServer("alter database " + name + " allow_connections true"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Partnership(t.Context()); err != nil {
			t.Error(err)
		}
		if err := s.command(t.Context(), s.ann, noted); err != nil {
			t.Error(err)
		}
	})
}

func TestTextThatPostgreSQLCannotHold(t *testing.T) {
	s := newServerStore(t)
	for _, text := range []string{"2026-q3\x00", "\xff\xfe", "a\x00b"} {
		mustBe(t, second(s.Meeting(t.Context(), s.ann, text)), KindNotFound)
		mustBe(t, second(s.Tracker(t.Context(), s.ann, TrackerFilter{Meeting: text})), KindNotFound)
		if _, err := s.Tracker(t.Context(), s.ann, TrackerFilter{Text: text}); err != nil {
			t.Errorf("the tracker with %q: %v", text, err)
		}
		if _, err := s.Audit(t.Context(), s.ann, AuditFilter{Text: text, What: text}); err != nil {
			t.Errorf("the audit trail with %q: %v", text, err)
		}
	}
	org, err := s.AddOrganisation(t.Context(), s.ann, OrganisationForm{Name: "Vale\x00 Police", ShortName: "VP", Sector: "Health"})
	if err != nil || org.Name != "Vale Police" {
		t.Errorf("kept as %q (%v)", org.Name, err)
	}
}

// TestTheDatabasePasswordIsNeverTold opens databases that cannot be opened.
func TestTheDatabasePasswordIsNeverTold(t *testing.T) {
	const secret = "s3cret"
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := taken.Addr().String() // by then
	taken.Close()
	addresses := []string{
		"postgres://quarterday:" + secret + "@" + nobody + "/quarterday",
		"postgres://quarterday:" + secret + "@host:port/quarterday",
		"postgres://quarterday:" + secret + "/x@host/quarterday",
		"postgres://quarterday:" + secret + "%zz@host/quarterday",
		"postgres://host:" + secret + "/quarterday",
		"postgres://quarterday@" + nobody + "/quarterday?password=" + secret,
		"postgres://quarterday:" + secret + "@host/quarterday?sslmode=" + secret,
		"postgres://quarterday:" + secret + "@host/quarterday?sslmode=none",
		"postgres://quarterday:" + secret + "@host/quarterday?connect_timeout=x",
	}
	if u, err := url.Parse(testServer); err == nil && testServer != "" {
		u.User = url.UserPassword("closed", secret)
		addresses = append(addresses, u.String())
		u.User = url.UserPassword("quarterday", secret)
		u.Path = "/missing"
		addresses = append(addresses, u.String())
	}
	for _, address := range addresses {
		s, err := Open(t.Context(), address, time.Now)
		if err == nil {
			s.Close()
			t.Errorf("%s was opened", address)
			continue
		}
		if said := fmt.Sprintf("%v %+v %#v", err, err, err.Error()); strings.Contains(said, secret) {
			t.Errorf("%s: it says %s", address, said)
		}
	}
}

func TestTheClockOfAServer(t *testing.T) {
	s := newServerStore(t)
	for _, ahead := range []time.Duration{0, time.Hour, -time.Hour} {
		s.clock.set(t, time.Now().UTC().Add(ahead).Format("2006-01-02 15:04"))
		got, err := s.ClockAhead(t.Context())
		if err != nil || (got-ahead).Abs() > 2*time.Minute {
			t.Errorf("ahead by %s, said to be by %s: %v", ahead, got, err)
		}
	}
}
