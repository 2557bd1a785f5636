package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"
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

func TestASlowReaderOfAPackKeepsNobodyWaiting(t *testing.T) {
	s := &Server{packs: newPacker(nil)}
	ask := func() echo.Context {
		return echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil).WithContext(t.Context()), httptest.NewRecorder())
	}
	reading, done := make(chan struct{}), make(chan struct{})
	go s.makePack(ask(), func(context.Context, *os.File) (send, error) {
		return func() error { close(reading); <-done; return nil }, nil
	})
	<-reading
	defer close(done)
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	c := ask()
	c.SetRequest(c.Request().WithContext(ctx))
	err := s.makePack(c, func(context.Context, *os.File) (send, error) { return func() error { return nil }, nil })
	if err != nil {
		t.Errorf("the next did not get its pack: %v", err)
	}
}
