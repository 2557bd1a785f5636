package demo

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"quarterday/files"
)

var everyDay = flag.Bool("every-day", false, "make the sample for each day of a year, and not only for some")

// sample is a made sample, with its database open to be counted.
type sample struct {
	*sql.DB
	t    *testing.T
	now  time.Time
	file string
}

// makeSample makes the sample as it is at this time, "2026-11-24 14:00".
func makeSample(t *testing.T, at string) sample {
	t.Helper()
	now, err := time.Parse("2006-01-02 15:04", at)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	kept, err := files.OpenStore(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	s := sample{t: t, now: now, file: filepath.Join(dir, "quarterday.db")}
	if err := Make(t.Context(), s.file, kept, now); err != nil {
		t.Fatalf("on %s: %v", at, err)
	}
	if s.DB, err = sql.Open("sqlite", s.file); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// counts runs a question that gives words and how many there are of each, and
// answers "closed 12, held 1".
func (s sample) counts(query string, args ...any) string {
	s.t.Helper()
	rows, err := s.Query(query, args...)
	if err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var word string
		var n int
		if err := rows.Scan(&word, &n); err != nil {
			s.t.Fatal(err)
		}
		out = append(out, fmt.Sprintf("%s %d", word, n))
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return strings.Join(out, ", ")
}

func (s sample) number(query string, args ...any) (n int) {
	s.t.Helper()
	if err := s.QueryRow(query, args...).Scan(&n); err != nil {
		s.t.Fatalf("%s: %v", query, err)
	}
	return n
}

func (s sample) today() string { return s.now.Format(time.DateOnly) }

// whatever the day, the sample has all of these.
var always = []struct{ what, query, want string }{
	{"organisations", `select 'organisations', count(*) from organisations`, "organisations 43"},
	{"organisations that left", `select 'left', count(*) from organisations where "left" is not null`, "left 1"},
	{"closed accounts", `select 'closed', count(*) from people where deactivated_at is not null`, "closed 1"},
	{"agendas published again", `select 'again', count(*) from agenda_versions where version = 2`, "again 1"},
	{"people by role", `select role, count(*) from people group by role order by role`, "member 24, partner 44, secretariat 2"},
	{"quarterly meetings", `select state, count(*) from meetings where kind = 'quarterly' group by state order by state`, "called 1, closed 11, held 1, planned 3"},
	{"extraordinary meetings", `select state, count(*) from meetings where kind = 'extraordinary' group by state order by state`, "cancelled 1, closed 1"},
	{"minutes", `select state, count(*) from minutes group by state order by state`, "circulated 1, published 12"},
	{"the last meeting's minutes", `select 'version', circulated from minutes where state = 'circulated'`, "version 2"},
	{"actions", `select state, count(*) from actions group by state order by state`, "closed 34, done 6, open 16, withdrawn 4"},
	{"deadlines of open actions", `select deadline_kind, count(*) from actions where state = 'open' group by deadline_kind order by deadline_kind`, "date 9, next meeting 3, not set 2, ongoing 2"},
	{"practices", `select state, count(*) from practices group by state order by state`, "archived 2, draft 2, published 16, returned 2, submitted 3"},
	{"who may read published practices", `select visibility, count(*) from practices where state = 'published' group by visibility order by visibility`, "members 7, public 9"},
	{"submissions for the next meeting", `select i.state, count(*) from items i join meetings m on m.id = i.meeting_id where m.state = 'called' and i.kind <> 'standing' group by i.state order by i.state`,
		"accepted 5, declined 1, deferred 1, draft 2, submitted 4, withdrawn 1"},
	{"answers to its invitation", `select reply, count(*) from attendances a join meetings m on m.id = a.meeting_id where m.state = 'called' and reply <> 'no answer' group by reply order by reply`,
		"apologies 5, coming 28, sends a deputy 3"},
	{"corrections", `select outcome, count(*) from corrections group by outcome order by outcome`, "accepted 9, not accepted 2"},
	{"decisions", `select how, count(*) from entries where kind = 'decision' group by how order by how`, "agreed 31, noted 2, vote 8"},
	{"as what people attended", `select capacity, count(*) from attendances where outcome = 'present' and capacity in ('deputy', 'guest', 'observer') group by capacity order by capacity`, "deputy 3, guest 5, observer 2"},
	{"interests", `select 'interests', count(*) from interests`, "interests 4"},
	{"papers", `select media_type, count(*) from papers group by media_type order by media_type`, "application/pdf 13, text/plain 1"},
	{"meetings that were moved", `select 'moved', count(*) from meetings where moved_from is not null`, "moved 1"},
}

// check checks what holds of the sample on whatever day it was made.
func (s sample) check() {
	s.t.Helper()
	for _, a := range always {
		if got := s.counts(a.query); got != a.want {
			s.t.Errorf("%s, %s: %s; want %s", s.today(), a.what, got, a.want)
		}
	}
	// Moments are kept as text that sorts by time.
	midnight := s.now.Format(time.DateOnly)
	for _, column := range []string{"events.at", "letters.created_at", "items.created_at", "actions.created_at", "actions.settled_at", "action_updates.created_at",
		"entries.created_at", "minutes_versions.issued_at", "agenda_versions.published_at", "practices.published_at", "attendances.replied_at", "received.at"} {
		table, name, _ := strings.Cut(column, ".")
		if n := s.number(fmt.Sprintf("select count(*) from %s where %s >= ?", table, name), midnight); n > 0 {
			s.t.Errorf("%s: %d rows have a time of today or later in %s", s.today(), n, column)
		}
	}
	for what, query := range map[string]string{
		"open actions are overdue":            `select count(*) from actions where state = 'open' and deadline_kind in ('date', 'next meeting') and due_on < $1`,
		"open actions are due in a fortnight": `select count(*) from actions where state = 'open' and deadline_kind in ('date', 'next meeting') and due_on >= $1 and due_on <= date($1, '+14 days')`,
	} {
		want := map[bool]int{true: 5, false: 4}[strings.Contains(what, "overdue")]
		if n := s.number(query, s.today()); n != want {
			s.t.Errorf("%s: %d %s, want %d", s.today(), n, what, want)
		}
	}
	for what, query := range map[string]string{
		"the next meeting is still to come and takes items": `select count(*) from meetings where state = 'called' and submissions_close_at > date($1, '+1 day') and starts_at > submissions_close_at`,
		"the last meeting is past":                          `select count(*) from meetings where state = 'held' and starts_at < date($1, '-21 days')`,
		"no planned meeting is past":                        `select count(*) = 0 from meetings where state = 'planned' and starts_at < date($1, '+60 days')`,
		"the newest letters wait":                           `select count(*) > 0 and min(created_at) > date($1, '-8 days') from letters where state = 'waiting'`,
		"the older letters were sent":                       `select count(*) > 1000 and min(sent_at >= created_at) from letters where state = 'sent'`,
	} {
		if s.number(query, s.today()) != 1 {
			s.t.Errorf("%s: not so: %s", s.today(), what)
		}
	}
}

func TestMake(t *testing.T) {
	start := time.Now()
	s := makeSample(t, "2026-11-24 14:00")
	t.Logf("made in %s", time.Since(start))
	s.check()
	t.Run("each note of the minutes says something else", func(t *testing.T) {
		if n := s.number(`select count(distinct text) from entries where kind = 'note'`); n < 150 {
			t.Errorf("%d different paragraphs", n)
		}
		if twice := s.counts(`select text, count(*) from entries where kind = 'note' and reviews_id is null and text <> '' group by text having count(*) > 1`); twice != "" {
			t.Errorf("said more than once: %s", twice)
		}
	})
	t.Run("few commands make it, so that it is made in a moment", func(t *testing.T) {
		if n := s.number(`select version from store_versions`); n > 900 {
			t.Errorf("%d commands", n)
		}
	})
	t.Run("nothing was left to be filled in", func(t *testing.T) {
		for _, column := range []string{"items.title", "entries.text", "actions.text", "practices.done", "corrections.text"} {
			table, name, _ := strings.Cut(column, ".")
			if n := s.number(fmt.Sprintf("select count(*) from %s where %s like '%%{%%'", table, name)); n > 0 {
				t.Errorf("%d of %s have a brace", n, column)
			}
		}
	})
	t.Run("the demo's buttons sign in whom the pictures show", func(t *testing.T) {
		for role, want := range map[string]string{"secretariat": "Daniel Firth", "partner": "Rebecca Holt", "member": "Jean-Luc Béranger"} {
			var name string
			if err := s.QueryRow(`select name from people where role = ? order by id limit 1`, role).Scan(&name); err != nil || name != want {
				t.Errorf("%s: %s, want %s (%v)", role, name, want, err)
			}
		}
	})
	t.Run("initials and short names are never the same, so that an owner is one", func(t *testing.T) {
		if both := s.counts(`select initials, count(*) from people join organisations on short_name = initials group by initials`); both != "" {
			t.Error(both)
		}
	})
}

func TestMakeIsTheSameAllDay(t *testing.T) {
	morning, evening := makeSample(t, "2026-11-24 00:05").dump(), makeSample(t, "2026-11-24 22:55").dump()
	for table, rows := range morning {
		if evening[table] != rows {
			t.Errorf("%s differs", table)
		}
	}
	if len(morning) < 15 {
		t.Errorf("only %d tables", len(morning))
	}
}

// dump is what each table holds, without what is random.
func (s sample) dump() map[string]string {
	s.t.Helper()
	tables, err := s.Query(`select name from sqlite_master where type = 'table' and name not like 'sqlite%' and name not in ('migrations', 'sessions', 'sign_ins')`)
	if err != nil {
		s.t.Fatal(err)
	}
	defer tables.Close()
	var names []string
	for tables.Next() {
		var name string
		if err := tables.Scan(&name); err != nil {
			s.t.Fatal(err)
		}
		names = append(names, name)
	}
	out := map[string]string{}
	for _, name := range names {
		rows, err := s.Query("select * from " + name + " order by 1, 2")
		if err != nil {
			s.t.Fatal(err)
		}
		columns, _ := rows.Columns()
		sum := sha256.New()
		for rows.Next() {
			cells, at := make([]any, len(columns)), make([]any, len(columns))
			for i := range cells {
				at[i] = &cells[i]
			}
			if err := rows.Scan(at...); err != nil {
				s.t.Fatal(err)
			}
			for i, c := range columns {
				if !strings.HasSuffix(c, "token_hash") {
					fmt.Fprintf(sum, "%s=%v\n", c, cells[i])
				}
			}
		}
		rows.Close()
		out[name] = fmt.Sprintf("%x", sum.Sum(nil))
	}
	return out
}

func TestMakeOnEveryDay(t *testing.T) {
	days := []string{"2027-01-01", "2028-02-29", "2026-12-31"}
	days = append(days, newSchedule(calendarDay(t, "2026-11-24")).days[heldMeetings].String()) // a day on which another day's sample meets
	if *everyDay {
		days = nil
		for d := calendarDay(t, "2027-06-01"); d.Before(calendarDay(t, "2028-06-01")); d = d.AddDays(1) {
			days = append(days, d.String())
		}
	}
	for _, day := range days {
		s := makeSample(t, day+" 09:00")
		s.check()
		s.Close()
		if t.Failed() {
			return
		}
	}
}

func TestMakeLeavesNothingHalfMade(t *testing.T) {
	dir := t.TempDir()
	kept, err := files.OpenStore(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "quarterday.db")
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	if err := Make(t.Context(), file, kept, time.Now()); err == nil {
		t.Error("no paper could be kept, and yet the sample was made")
	}
	if _, err := os.Stat(file); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a database: %v", err)
	}
}
