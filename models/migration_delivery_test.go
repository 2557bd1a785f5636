package models

import (
	"testing"
	"time"

	"gorm.io/gorm"
)

// TestMigrateFromTheFirstSchema takes a database with letters in it from
// before letters were sent to the newest schema.
func TestMigrateFromTheFirstSchema(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC) }
	database, old := openUnmigrated(t, clock)
	if err := migrateTo(old, "0001_first"); err != nil {
		t.Fatal(err)
	}
	for _, sql := range []string{
		`insert into partnerships (id, name, time_zone, language, quarter_basis, rule_week, rule_weekday, rule_month, start_time, duration_minutes, call_weeks, submission_days,
			agenda_days, minutes_days, corrections_days, quorum_numerator, quorum_denominator, retention_years, next_meeting_public, version)
			values (1, 'Calder Vale', 'Europe/London', 'en-GB', 'calendar', 2, 2, 3, '10:00', 120, 8, 15, 5, 2, 10, 1, 3, 7, true, 1)`,
		`insert into organisations (id, name, short_name, name_key, short_key, sector, version) values (1, 'Vale Police', 'VP', 'vale police', 'vp', 'Police', 1)`,
		`insert into people (id, name, name_key, email, organisation_id, role, initials, version) values (1, 'Pat Hill', 'pat hill', 'pat@vp.example', 1, 'secretariat', 'PH', 1)`,
		`insert into letters (kind, cause, person_id, email, name, facts, state, created_at) values ('sign-in', 'sign-in/1/pat@vp.example', 1, 'pat@vp.example', 'Pat Hill', '{"code":"1"}', 'waiting', '2026-08-31 09:00:00+00:00')`,
		`insert into letters (kind, cause, person_id, email, name, facts, state, created_at) values ('action-given', '2026-Q2/01/given/pat@vp.example', 1, 'pat@vp.example', 'Pat Hill', '{"reference":"2026-Q2/01"}', 'waiting', '2026-08-31 09:00:00+00:00')`,
		`insert into letters (kind, cause, person_id, email, name, facts, state, sent_at, created_at) values ('action-given', '2026-Q2/02/given/pat@vp.example', 1, 'pat@vp.example', 'Pat Hill', '{}', 'sent', '2026-08-31 09:00:00+00:00', '2026-08-31 09:00:00+00:00')`,
	} {
		if err := old.Exec(sql).Error; err != nil {
			t.Fatalf("%s: %v", sql, err)
		}
	}
	closeDB(t, old)

	s, err := Open(t.Context(), database, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	var letters []Letter
	if err := s.read.Order("id").Find(&letters).Error; err != nil || len(letters) != 3 {
		t.Fatalf("%d letters: %v", len(letters), err)
	}
	if letters[0].State != LetterCancelled || letters[1].State != LetterWaiting || letters[2].State != LetterSent {
		t.Errorf("the letters are %s, %s and %s", letters[0].State, letters[1].State, letters[2].State)
	}
	if letters[1].FactMap()["reference"] != "2026-Q2/01" || letters[1].Attempts != 0 || letters[1].MessageID != "" || letters[1].ExpiresAt != nil {
		t.Errorf("the letter that waits: %+v", letters[1])
	}
	test := &testStore{Store: s, t: t}
	if given := test.deliveries("a", taken); len(given) != 1 || given[0].ID != letters[1].ID {
		t.Errorf("it is not sent: %+v", given)
	}
}

func closeDB(t *testing.T, db *gorm.DB) {
	t.Helper()
	pool, err := db.DB()
	if err == nil {
		err = pool.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
