package handlers

import (
	"testing"

	"quarterday/models"
)

// TestMembersReadNoDrafts: what an organisation has begun to write is for those
// who speak for it, not for those who only read.
func TestMembersReadNoDrafts(t *testing.T) {
	s := newAgendaSite(t)
	police, err := s.store.OrganisationNamed(t.Context(), s.site.ann, "Vale Police")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.AddPerson(t.Context(), s.site.ann, models.PersonForm{Name: "Mo Member", Email: "mo@vp.example", OrganisationID: police.ID, Role: models.RoleMember}); err != nil {
		t.Fatal(err)
	}
	draft := s.pat.post(newItemPath, "title", "Night shelters", "key", "a", "do", "draft").is(200, "Only partners in your organisation and the secretariat can see this draft")
	s.pat.get("/meetings/2026-q4").is(200, "Night shelters")
	mo := s.as("mo@vp.example")
	mo.get("/meetings/2026-q4").is(200).lacks("Night shelters")
	mo.get("/").is(200).lacks("Night shelters")
	mo.get(draft.url).is(404)
	s.hal.get(draft.url).is(404)
}
