package handlers

import (
	"net/http"
	"strings"
	"testing"
)

// TestLongWords sends more than anybody types to every search.
func TestLongWords(t *testing.T) {
	s := newSite(t)
	s.partners()
	b, long := s.as("ann@opcc.example"), strings.Repeat("ä", 60_000)
	for _, path := range []string{"/people?q=", "/audit?q=", "/outbox?q=", "/actions?words=", "/practices?words=", "/practices?theme=", "/decisions?words="} {
		b.get(path + long).is(http.StatusOK)
	}
}

func TestDocumentsOfNoMeeting(t *testing.T) {
	b := newSite(t).as("ann@opcc.example")
	for _, path := range []string{"/agenda.pdf", "/minutes.pdf", "/actions.pdf"} {
		b.get("/meetings/2031-q1" + path).is(http.StatusNotFound)
	}
}

func TestTriesKeepLittle(t *testing.T) {
	s := newSite(t)
	tries := newTries(s.clock)
	tries.allow("code as "+strings.Repeat("a", 1<<20), 5, signInWindow)
	for key := range tries.since {
		if len(key) > 64 {
			t.Errorf("an attempt is kept under %d bytes", len(key))
		}
	}
}
