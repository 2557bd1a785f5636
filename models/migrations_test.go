package models

import (
	"testing"
	"time"
)

// TestADatabaseOfTheFirstMigration makes a database as the first migration did,
// with something in it, and opens it with today's program.
func TestADatabaseOfTheFirstMigration(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC) }
	database, db := openUnmigrated(t, clock)
	if err := migrateTo(db, migrationNames[0]); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`insert into partnerships (id, name, time_zone, language, quarter_basis, rule_week, rule_weekday, rule_month, start_time, duration_minutes, call_weeks, submission_days, agenda_days, minutes_days, corrections_days, quorum_numerator, quorum_denominator, retention_years, next_meeting_public, set_up_at, version)
			values (1, 'Calder Vale Partnership', 'Europe/London', 'en-GB', 'calendar', 2, 2, 3, '10:00', 120, 8, 15, 5, 2, 10, 1, 3, 10, true, '2026-08-01 09:00:00+00:00', 1)`,
		`insert into organisations (id, name, short_name, name_key, short_key, sector, joined, version) values (1, 'Vale Police', 'VP', 'valepolice', 'vp', 'Police and justice', '2014-11-01', 1)`,
		`insert into people (id, name, name_key, email, organisation_id, role, initials, version) values (1, 'Ann Archer', 'ann archer', 'ann@vp.example', 1, 'secretariat', 'AA', 1)`,
		`insert into meetings (id, reference, kind, year, quarter, number, starts_at, duration_minutes, submissions_close_at, state, created_at, version)
			values (1, '2026-q3', 'quarterly', 2026, 3, 0, '2026-09-22 09:00:00+00:00', 120, '2026-09-01 16:00:00+00:00', 'planned', '2026-08-01 09:00:00+00:00', 1)`,
		`insert into items (id, meeting_id, kind, title, purpose, minutes, restricted, state, position, created_at, version) values (1, 1, 'standing', 'Welcome', 'information', 5, false, 'accepted', 1, '2026-08-01 09:00:00+00:00', 1)`,
		`insert into letters (id, kind, cause, email, facts, state, created_at) values (1, 'meeting-called', '2026-q3/called/ann@vp.example', 'ann@vp.example', '{}', 'waiting', '2026-08-01 09:00:00+00:00')`,
	} {
		if err := db.Exec(statement).Error; err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	closeDB(t, db)

	s, err := Open(t.Context(), database, clock)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	ann := Actor{PersonID: 1, Name: "Ann Archer", OrganisationID: 1, Organisation: "Vale Police", Role: RoleSecretariat}
	p, err := s.Partnership(t.Context())
	if err != nil || p.Name != "Calder Vale Partnership" || p.SetUpAt == nil {
		t.Errorf("the partnership is %+v (%v)", p, err)
	}
	m, err := s.Meeting(t.Context(), ann, "2026-q3")
	if err != nil || !m.StartsAt.Equal(time.Date(2026, 9, 22, 9, 0, 0, 0, time.UTC)) {
		t.Errorf("the meeting is %+v (%v)", m, err)
	}
	content, err := s.AgendaContent(t.Context(), ann, "2026-q3", 0)
	if err != nil || len(content.Items) != 1 {
		t.Errorf("the agenda is %+v (%v)", content, err)
	}
	if _, err := s.CallMeeting(t.Context(), ann, "2026-q3", m.Version); err != nil {
		t.Errorf("the old meeting cannot be called: %v", err)
	}
	var applied int64
	s.read.Raw("select count(*) from migrations").Scan(&applied)
	if int(applied) != len(migrationNames) {
		t.Errorf("%d migrations are noted, want %d", applied, len(migrationNames))
	}
	if s.shared {
		return // the server looks after its files
	}
	var problem string
	s.read.Raw("pragma integrity_check").Scan(&problem)
	if problem != "ok" {
		t.Error(problem)
	}
}

// TestMigrationsAreFrozen holds each migration to what it was when it was
// released: a database that has had it will not have it again.
func TestMigrationsAreFrozen(t *testing.T) {
	frozen := map[string]string{
		"0001_first":            "1d4072bbe7ed7423915dc82c8a7a3086be99c2cc79891faf4cdda4ca7f9d20ac",
		"0002_delivery":         "384e278f538c8e187f69df25f183295ad7b5e7729bba5d012e18ce2c560910e0",
		"0003_replies":          "c43bc458168e14c7ca56a7b582a46794bd42133729d902d7e546e7861ec85ad6",
		"0004_mailboxes":        "8a6d0eabfe1fa2dd14d45fff2cc9fd359874bbca126374edaf53a665f92cd3ea",
		"0005_mailbox_trouble":  "f3113d8832fbcf7d66cfdf83132d5a672751ee9ba4d415f06daa48045f87fe70",
		"0006_logo":             "aa1200e8e449cbce2cb914c8acddd879bf22015eb955873201d393826e8b00b2",
		"0007_calendar_answers": "116ac406107ef1e4d80453fec543945c10a377d95ea38b4842c32c51b4b113de",
		"0008_correction_words": "f0759ed29c822803863377d1b0fa85f8461ef0b45a1c54803376dde46aee78c1",
		"0009_published_papers": "be53378ba47e410ec1fef08ad8d07d8a00488155a841af8b50659bae854b4873",
	}
	for _, name := range migrationNames {
		text, err := migrationFiles.ReadFile("migrations/" + name + ".sql")
		if err != nil {
			t.Fatal(err)
		}
		if got := hash(string(text)); got != frozen[name] {
			t.Errorf("%s is %s: change nothing in it, write a new one; a new one is added to this list", name, got)
		}
	}
}
