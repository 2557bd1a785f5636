package models

import "testing"

// TestOnePersonIsNotOnePeople reads what the audit trail says of one reader.
func TestOnePersonIsNotOnePeople(t *testing.T) {
	last := func(s *testStore, what, want string) {
		t.Helper()
		if e := s.lastEventOf(what); e.Detail != want {
			t.Errorf("%s: %q, want %q", what, e.Detail, want)
		}
	}
	t.Run("a meeting called and its agenda published to one person", func(t *testing.T) {
		s := newTestStore(t)
		m := s.call(s.plan("8 December 2026"))
		last(s, "called the meeting", "1 person invited")
		if _, err := s.AddItem(t.Context(), s.ann, m.Reference, safeHouses()); err != nil {
			t.Fatal(err)
		}
		if _, err := s.PublishAgenda(t.Context(), s.ann, m.Reference, s.meetingAt(m.Reference).Version); err != nil {
			t.Fatal(err)
		}
		last(s, "published the agenda", "Version 1, 1 person told")
	})
	t.Run("one person asked again", func(t *testing.T) {
		s := newTestStore(t)
		s.person("Pat Hill", "pat@vp.example", s.organisation("Vale Police", "VP", "Police and justice"), RolePartner)
		m := s.call(s.plan("8 December 2026"))
		last(s, "called the meeting", "2 people invited")
		if _, err := s.ChaseReplies(t.Context(), s.ann, m.Reference); err != nil {
			t.Fatal(err)
		}
		last(s, "asked again who is coming", "1 person")
	})
}
