package tests

import (
	"net/http"
	"net/url"
	"regexp"
	"testing"
	"time"

	"quarterday/models"
)

// TestDoorsAreAccessible looks at the pages through which people come in, and
// at those that a new installation shows while there is nothing in it.
func TestDoorsAreAccessible(t *testing.T) {
	browser := startChromium(t)

	t.Run("a new installation", func(t *testing.T) {
		site := serve(t, t.TempDir(), "serve")
		l := newLooker(t, browser, site.base)
		l.opens(site.setUp, http.StatusOK)
		l.sends(formFound{path: site.setUp, kind: "/set-up/:token"}, false)
		ann := &visitor{t: t, name: "Ann", screen: l.chromium}
		ann.goTo(site.setUp)
		ann.fills("Name of the partnership", "Calder Vale Partnership")
		ann.fills("Organisation that convenes it", "Office of the Commissioner")
		ann.fills("Its short name", "OPCC")
		ann.fills("Your name", "Ann Archer")
		ann.fills("Job title", "Partnership Manager")
		ann.fills("Your email address", "ann@opcc.example")
		ann.done("Set up the partnership")
		l.look("the first page")
		for _, path := range []string{"/", "/meetings", "/actions", "/practices", "/practices/waiting", "/decisions", "/organisations", "/people", "/settings", "/outbox", "/audit", "/items"} {
			l.opens(path, http.StatusOK)
		}
		l.opens("/meetings/2030-q1", http.StatusNotFound)
		public := newLooker(t, browser, site.base)
		for _, path := range []string{"/", "/practices", "/decisions"} {
			public.opens(path, http.StatusOK)
		}
		public.opens(site.setUp, http.StatusNotFound)
	})

	t.Run("signing in", func(t *testing.T) {
		site := newSample(t, nil)
		l := newLooker(t, browser, site.base)
		someone := &visitor{t: t, name: "Someone", screen: l.chromium}
		ask := func() string {
			someone.goTo("/sign-in")
			someone.fills("Your email address", "imran.sheikh@vp.example")
			someone.done("Email me a link")
			text, err := evaluate[string](l.chromium, "document.documentElement.outerHTML")
			someone.must("read the page", err)
			return regexp.MustCompile(`/sign-in/[A-Z0-9]{20,}`).FindString(text)
		}
		link := ask()
		l.look("the page that asks for the code")
		status, err := l.send(0, false)
		if err != nil || status != http.StatusUnprocessableEntity {
			t.Errorf("no code: %d %v", status, err)
		}
		l.look("the page that asks for the code, without one")
		l.opens(link, http.StatusOK)
		someone.done("Sign in")
		l.opens("/sign-in/NOTALINK", http.StatusGone)
		stop, reply := linksInLetters(site)
		l.opens(stop, http.StatusOK)
		l.opens("/unsubscribe/NOTALINK", http.StatusNotFound)
		l.opens(reply, http.StatusOK)
		l.sends(formFound{path: reply, kind: "/reply/:token"}, false)
		l.opens("/nothing/here", http.StatusNotFound)
		l.opens("/audit", http.StatusForbidden)
	})
}

// linksInLetters are those with which readers of letters stop them, and answer
// an invitation, without signing in.
func linksInLetters(s *sample) (stop, reply string) {
	s.t.Helper()
	ctx, secretary := s.t.Context(), s.actor(models.RoleSecretariat)
	list, err := s.store.Meetings(ctx, secretary)
	if err != nil || len(list.Coming) == 0 {
		s.t.Fatalf("no meeting can be called: %v", err)
	}
	if _, err := s.store.CallMeeting(ctx, secretary, list.Coming[0].Reference, list.Coming[0].Version); err != nil {
		s.t.Fatal(err)
	}
	s.later.Add(int64(time.Hour)) // letters about meetings wait a little
	if begun, err := s.store.BeginDelivery(ctx, models.Operator, "test", models.DeliveryResult{}); err != nil || !begun {
		s.t.Fatalf("no delivery can begin: %v", err)
	}
	for stop == "" || reply == "" {
		d, found, err := s.store.NextDelivery(ctx, models.Operator, "test", "vale.example", models.DeliveryResult{})
		if err != nil || !found {
			s.t.Fatalf("no letter has them: %q %q %v", stop, reply, err)
		}
		if d.StopToken != "" {
			stop = "/unsubscribe/" + url.PathEscape(d.StopToken)
		}
		if d.ReplyToken != "" {
			reply = "/reply/" + url.PathEscape(d.ReplyToken)
		}
	}
	return stop, reply
}

// opens goes to a path and looks at the page.
func (l *looker) opens(path string, status int64) {
	l.t.Helper()
	if err := l.open(path, status); err != nil {
		l.t.Errorf("%s: %v", path, err)
		return
	}
	l.look(path)
}
