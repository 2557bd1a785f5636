package handlers

import (
	"testing"
)

func TestPublicHome(t *testing.T) {
	s := newSite(t)
	a := s.public().get("/").is(200, "Calder Vale Partnership", "Report a concern", "Published minutes", "Sign in")
	if a.Find("h1").Length() != 1 {
		t.Error("not one h1")
	}
	s.as("ann@opcc.example").get("/").is(200, "Begin here", "Plan a year of meetings")
	for _, path := range []string{"/report-a-concern", "/accessibility", "/privacy"} {
		s.public().get(path).is(200)
	}
}
