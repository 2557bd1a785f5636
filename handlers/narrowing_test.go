package handlers

import (
	"fmt"
	"net/http"
	"testing"

	"quarterday/models"
)

// TestWhatIsNarrowedToNothingKnownIsNotThere asks lists and documents for parts
// that there are not. The whole, passed off as a part, would mislead.
func TestWhatIsNarrowedToNothingKnownIsNotThere(t *testing.T) {
	s := newTrackerSite(t)
	s.give(models.EntryForm{Text: "Chase Kirklees", Owners: []models.OwnerForm{{OrganisationID: s.police.ID}}})
	s.circulate()
	tracker := []string{"organisation=zzz", "organisation=0", "organisation=-1", "organisation=99999", "owner=zzz", "owner=99999", "meeting=zzz", "meeting=2031-q1", "meeting=%00",
		"state=zzz", "overdue=perhaps", "mine=zzz"}
	register := []string{"year=0", "year=zzz", "year=-1", "year=99999999", "meeting=zzz", "before=zzz"}
	for path, queries := range map[string][]string{
		"/actions": append([]string{"after=zzz"}, tracker...), "/actions.pdf": tracker, "/actions.csv": tracker, "/actions.xlsx": tracker, "/actions/on-one-page": tracker,
		"/decisions": register, "/decisions.pdf": register, "/decisions/on-one-page": register,
		"/practices":                    {"organisation=zzz", "organisation=0", "after=zzz"},
		"/meetings/2026-q2/minutes":     {"version=zzz", "version=0", "version=9", "edition=zzz"},
		"/meetings/2026-q2/agenda":      {"version=zzz", "version=0", "version=9"},
		"/meetings/2026-q2/pack":        {"version=zzz", "version=9"},
		"/meetings/2026-q2/pack.pdf":    {"version=zzz", "version=9"},
		"/meetings/2026-q2/agenda.pdf":  {"version=zzz", "version=9"},
		"/meetings/2026-q2/minutes.pdf": {"version=zzz", "version=9", "edition=zzz"},
	} {
		for _, query := range queries {
			t.Run(path+"?"+query, func(t *testing.T) {
				if a := s.owner.get(path + "?" + query); a.status != http.StatusNotFound || a.Find("h1").Text() != "Page not found" {
					t.Errorf("status %d", a.status)
				}
			})
		}
	}
	for path, queries := range map[string][]string{
		"/people": {"organisation=zzz", "role=zzz", "show=zzz"}, "/organisations": {"show=zzz"}, "/outbox": {"kind=zzz", "state=zzz", "before=zzz"}, "/outbox/received": {"show=zzz", "before=zzz"},
		"/audit": {"person=zzz", "before=zzz"}, "/meetings/2026-q2/coming": {"show=zzz"},
	} {
		for _, query := range queries {
			t.Run(path+"?"+query, func(t *testing.T) {
				if a := s.secretary.get(path + "?" + query); a.status != http.StatusNotFound {
					t.Errorf("status %d", a.status)
				}
			})
		}
	}
	t.Run("what is empty narrows nothing, as forms send it", func(t *testing.T) {
		s.owner.get("/actions?organisation=&owner=&meeting=&state=&words=").is(200, "1 action")
		s.owner.get("/decisions?year=&words=").is(200)
	})
	t.Run("what is known narrows", func(t *testing.T) {
		s.owner.get(fmt.Sprintf("/actions/on-one-page?organisation=%d", s.council.ID)).is(200, "of Ashbourne Council", "There are no actions to show")
		s.owner.get("/actions/on-one-page?meeting=2026-Q2").is(200, "from 2026-Q2", "Chase Kirklees")
		s.owner.get("/decisions?year=2019").is(200, "No decisions match")
	})
	t.Run("the public learns of no meeting whose minutes are not published", func(t *testing.T) {
		if a := s.public().get("/decisions?meeting=2026-q2"); a.status != http.StatusNotFound {
			t.Errorf("status %d", a.status)
		}
	})
}
