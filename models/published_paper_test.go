package models

import (
	"testing"
	"time"
)

// TestPapersThatWerePublishedBeforeTheyWereNoted brings up to date a database
// in which agendas were published, and papers taken away, before it was noted
// which bytes they had.
func TestPapersThatWerePublishedBeforeTheyWereNoted(t *testing.T) {
	clock := func() time.Time { return time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC) }
	database, db := openUnmigrated(t, clock)
	if err := migrateTo(db, "0008_correction_words"); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`insert into meetings (id, reference, kind, year, quarter, number, starts_at, duration_minutes, submissions_close_at, state, created_at, version, agenda_version)
			values (1, '2026-q3', 'quarterly', 2026, 3, 0, '2026-09-22 09:00:00+00:00', 120, '2026-09-01 16:00:00+00:00', 'agenda published', '2026-08-01 09:00:00+00:00', 1, 1)`,
		`insert into items (id, meeting_id, kind, title, purpose, minutes, restricted, state, position, created_at, version) values (1, 1, 'standing', 'Welcome', 'information', 5, false, 'accepted', 1, '2026-08-01 09:00:00+00:00', 1)`,
		`insert into papers (id, item_id, position, title, file_name, media_type, size, sha256, marking, restricted, created_at) values (1, 1, 1, 'Kept', 'k.txt', 'text/plain', 1, 'aa', '', false, '2026-08-01 09:00:00+00:00')`,
		`insert into papers (id, item_id, position, title, file_name, media_type, size, sha256, marking, restricted, created_at) values (11, 1, 2, 'Came later', 'l.txt', 'text/plain', 1, 'bb', '', false, '2026-08-20 09:00:00+00:00')`,
		`insert into agenda_versions (id, meeting_id, version, published_at, changes, content) values (1, 1, 1, '2026-08-15 09:00:00+00:00', '',
			'{"Meeting":{"Reference":"2026-q3"},"Version":1,"Items":[{"Papers":[{"ID":1,"Label":"1a","Title":"Kept"},{"ID":5,"Label":"1b","Title":"Taken away"}]}]}')`,
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
	var rows []PublishedPaper
	if err := s.read.Find(&rows).Error; err != nil || len(rows) != 1 || rows[0] != (PublishedPaper{MeetingID: 1, Version: 1, PaperID: 1, SHA256: "aa"}) {
		t.Errorf("%+v, %v", rows, err)
	}
	list, err := s.PacksToDraw(t.Context(), Operator)
	if err != nil || len(list) != 1 {
		t.Errorf("packs to draw: %v, %v", list, err)
	}
	if _, err := s.PacksToDraw(t.Context(), Actor{Role: RoleSecretariat}); KindOf(err) != KindNotAllowed {
		t.Errorf("by the secretariat: %v", err)
	}
}
