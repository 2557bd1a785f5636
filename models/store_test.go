package models

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// testStore is a store on a real database in a temporary folder, with a clock
// that stands still until a test moves it. It has been set up: Ann is the
// secretariat.
type testStore struct {
	*Store
	t     *testing.T
	clock *testClock
	ann   Actor
}

type testClock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *testClock) Now() time.Time { c.mu.Lock(); defer c.mu.Unlock(); return c.now }

// set moves the clock to this time, "2026-09-01 09:30" in UTC.
func (c *testClock) set(t *testing.T, text string) {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	c.mu.Lock()
	c.now = at
	c.mu.Unlock()
}

func (c *testClock) add(d time.Duration) { c.mu.Lock(); c.now = c.now.Add(d); c.mu.Unlock() }

// newEmptyStore is a store before anybody has set it up, on 1 September 2026.
func newEmptyStore(t *testing.T) *testStore {
	t.Helper()
	clock := &testClock{}
	clock.set(t, "2026-09-01 09:00")
	s, err := Open(t.Context(), newDatabase(t), clock.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if s.shared {
			if err := emptyDatabase(s); err != nil {
				t.Error(err)
			}
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return &testStore{Store: s, t: t, clock: clock}
}

func newTestStore(t *testing.T) *testStore {
	t.Helper()
	s := newEmptyStore(t)
	token, err := s.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, err := s.SetUp(t.Context(), token, SetUpForm{
		Partnership: "Calder Vale Partnership", Convener: "Office of the Commissioner", ConvenerAbb: "OPCC",
		Name: "Ann Archer", JobTitle: "Partnership Manager", Email: "ann@opcc.example",
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.ann, err = s.SignedIn(t.Context(), session); err != nil || !s.ann.SignedIn() {
		t.Fatalf("Ann is not signed in: %v", err)
	}
	return s
}

// organisation and person add one of each as Ann would; the person speaks for
// the organisation with this role.
func (s *testStore) organisation(name, short, sector string) Organisation {
	s.t.Helper()
	o := Organisation{Name: name, ShortName: short, Sector: sector}
	var p Problems
	o.check(&p, "name", "short_name")
	if p.Err() != nil {
		s.t.Fatal(p.Err())
	}
	if err := s.command(context.Background(), s.ann, func(t *tx) error { return t.addOrganisation(&o) }); err != nil {
		s.t.Fatal(err)
	}
	return o
}

func (s *testStore) person(name, email string, org Organisation, role Role) Actor {
	s.t.Helper()
	p := Person{Name: name, Email: email, JobTitle: "Officer", OrganisationID: org.ID, Organisation: org, Role: role}
	var problems Problems
	p.check(&problems)
	if problems.Err() != nil {
		s.t.Fatal(problems.Err())
	}
	if err := s.command(context.Background(), s.ann, func(t *tx) error { return t.addPerson(&p) }); err != nil {
		s.t.Fatal(err)
	}
	return p.Actor()
}

// lastEvent is the newest line of the audit trail.
func (s *testStore) lastEvent() Event {
	s.t.Helper()
	var e Event
	if err := s.read.Order("id desc").First(&e).Error; err != nil {
		s.t.Fatal(err)
	}
	return e
}

// letters are those in the outbox of this kind.
func (s *testStore) letters(kind LetterKind) []Letter {
	s.t.Helper()
	var list []Letter
	if err := s.read.Where("kind = ?", kind).Order("id").Find(&list).Error; err != nil {
		s.t.Fatal(err)
	}
	return list
}

// mustBe checks that err is a refusal of this kind.
func mustBe(t *testing.T, err error, kind Kind) *Error {
	t.Helper()
	if KindOf(err) != kind {
		t.Fatalf("want a refusal of kind %d, got %v", kind, err)
	}
	e := err.(*Error)
	return e
}

func TestOpenAndCommands(t *testing.T) {
	t.Run("a command raises the version, a refused one does not", func(t *testing.T) {
		s := newTestStore(t)
		before, _ := s.Version(t.Context())
		s.organisation("Vale Police", "VP", "Police and justice")
		after, _ := s.Version(t.Context())
		if after != before+1 {
			t.Errorf("version went from %d to %d", before, after)
		}
		_ = s.command(t.Context(), s.ann, func(*tx) error { return notFound("thing") })
		if now, _ := s.Version(t.Context()); now != after {
			t.Errorf("a refused command raised the version to %d", now)
		}
	})
	t.Run("a failed command leaves nothing behind", func(t *testing.T) {
		s := newTestStore(t)
		_ = s.command(t.Context(), s.ann, func(tx *tx) error {
			o := Organisation{Name: "Half", ShortName: "H", NameKey: "half", ShortKey: "h", Sector: "Health"}
			if err := tx.addOrganisation(&o); err != nil {
				t.Fatal(err)
			}
			return notAllowed("no")
		})
		var n int64
		s.read.Model(&Organisation{}).Where("name = 'Half'").Count(&n)
		if n != 0 || s.lastEvent().Label == "Half" {
			t.Error("the organisation or its event was kept")
		}
	})
	t.Run("reads cannot write", func(t *testing.T) {
		s := newTestStore(t)
		if err := s.reading(t.Context()).Exec("delete from people").Error; err == nil {
			t.Error("the reading pool deleted rows")
		}
	})
	t.Run("questions are counted", func(t *testing.T) {
		s := newTestStore(t)
		var n atomic.Int64
		ctx := WithQueryCount(t.Context(), &n)
		if _, err := s.Partnership(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Version(ctx); err != nil {
			t.Fatal(err)
		}
		if n.Load() != 2 {
			t.Errorf("counted %d, want 2", n.Load())
		}
	})
	t.Run("sixteen writers at once all succeed", func(t *testing.T) {
		if commandsMeet {
			t.Skip("here each command meets another, and these would meet without end")
		}
		s := newTestStore(t)
		var wg sync.WaitGroup
		errs := make(chan error, 160)
		for w := range 16 {
			wg.Go(func() {
				for i := range 10 {
					errs <- s.command(t.Context(), s.ann, func(t *tx) error {
						return t.event("tried", "test", int64(w*10+i), "", 0, "")
					})
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
	})
	t.Run("somebody deactivated may do nothing more", func(t *testing.T) {
		s := newTestStore(t)
		org := s.organisation("Vale Police", "VP", "Police and justice")
		bob := s.person("Bob Brown", "bob@vp.example", org, RolePartner)
		if err := s.write.Model(&Person{}).Where("id = ?", bob.PersonID).Update("deactivated_at", s.Now()).Error; err != nil {
			t.Fatal(err)
		}
		mustBe(t, s.command(t.Context(), bob, func(*tx) error { return nil }), KindNotAllowed)
	})
}
