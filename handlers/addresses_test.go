package handlers

import (
	"bytes"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestAddressesThatPeopleAndProgramsGuess asks for what nobody links to.
func TestAddressesThatPeopleAndProgramsGuess(t *testing.T) {
	s, m := publishedAgenda(t)
	member := s.as("mo@vp.example")
	answer := func(b *browser, method, path string) *http.Response {
		t.Helper()
		request, err := http.NewRequest(method, s.server.URL+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		client := *b.client
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		got, err := client.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		got.Body.Close()
		return got
	}
	for asked, leads := range map[string]string{
		"/meetings/": "/meetings", "/meetings/" + m.Reference + "/": "/meetings/" + m.Reference, "/actions///?state=all": "/actions?state=all", "/decisions/?year=2026&words=a%20b": "/decisions?year=2026&words=a%20b",
		"//evil.example/": "/evil.example", "///evil.example//": "/evil.example", `/\evil.example/`: "/%5Cevil.example", "/%5Cevil.example/": "/%5Cevil.example", "/%2Fevil.example/": "/%2Fevil.example", "//": "/",
	} {
		for _, method := range []string{http.MethodGet, http.MethodHead} {
			if got := answer(member, method, asked); got.StatusCode != http.StatusPermanentRedirect || got.Header.Get("Location") != leads {
				t.Errorf("%s %s: status %d to %s, want %s", method, asked, got.StatusCode, got.Header.Get("Location"), leads)
			}
		}
	}
	t.Run("what is sent is not sent on", func(t *testing.T) {
		if got := answer(member, http.MethodPost, "/sign-out/"); got.StatusCode != http.StatusNotFound && got.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("status %d", got.StatusCode)
		}
	})
	t.Run("years lead to where the year books are listed", func(t *testing.T) {
		if a := member.get("/years"); a.status != http.StatusOK || a.url != "/meetings" {
			t.Errorf("status %d at %s", a.status, a.url)
		}
	})
	t.Run("the icon is the mark", func(t *testing.T) {
		a := s.public().get("/favicon.ico")
		if a.status != http.StatusOK || a.header.Get("Content-Type") != "image/x-icon" || !bytes.HasPrefix([]byte(a.body), []byte{0, 0, 1, 0, 3, 0}) {
			t.Errorf("status %d, %s", a.status, a.header)
		}
	})
}

// TestRobots reads robots.txt as search engines do (RFC 9309): the longest line
// that fits counts.
func TestRobots(t *testing.T) {
	s := newSite(t)
	a := s.public().get("/robots.txt").is(200, "User-agent: *")
	if !strings.HasPrefix(a.header.Get("Content-Type"), "text/plain") {
		t.Error(a.header.Get("Content-Type"))
	}
	allowed := func(path string) bool {
		longest, ok := 0, true
		for line := range strings.SplitSeq(a.body, "\n") {
			rule, pattern, _ := strings.Cut(line, ": ")
			if rule != "Allow" && rule != "Disallow" {
				continue
			}
			expression := strings.ReplaceAll(regexp.QuoteMeta(pattern), `\*`, ".*")
			if whole, ended := strings.CutSuffix(expression, `\$`); ended {
				expression = whole + "$"
			}
			if regexp.MustCompile("^"+expression).MatchString(path) && (len(pattern) > longest || len(pattern) == longest && rule == "Allow") {
				longest, ok = len(pattern), rule == "Allow"
			}
		}
		return ok
	}
	for _, path := range []string{"/", "/decisions", "/decisions?year=2026", "/decisions.pdf", "/meetings/2026-q3/minutes", "/meetings/2026-q3/minutes.pdf", "/practices", "/practices?after=1.2",
		"/practices/spotting-signs", "/practices/spotting-signs/leaflet.pdf", "/report-a-concern", "/static/abc/app.css", "/verify"} {
		if !allowed(path) {
			t.Errorf("%s may not be listed", path)
		}
	}
	for _, path := range []string{"/meetings", "/meetings/2026-q3", "/meetings/2026-q3/agenda", "/meetings/2026-q3/minutes/circulate", "/actions", "/actions.pdf", "/actions/2026-Q3/04", "/people", "/settings", "/outbox",
		"/practices/new", "/practices/waiting", "/practices/spotting-signs/edit", "/sign-in", "/sign-in/token", "/reply/token", "/unsubscribe/token", "/calendar/x.ics", "/account", "/items/3", "/years/2026"} {
		if allowed(path) {
			t.Errorf("%s may be listed", path)
		}
	}
}
