package tests

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"quarterday/handlers"
	"quarterday/models"
)

// seeker is somebody who asks for things.
type seeker struct {
	name   string
	actor  models.Actor
	client *http.Client
}

// thing is one real thing of the sample, at the addresses of the routes that
// begin with its pattern.
type thing struct {
	name          string
	pattern, path string // "/items/:id", "/items/12"
	nothing       string // a path like it, of what does not exist
	rest          map[string]string
	organisation  int64 // whose it is; 0: nobody's
	visible       func(models.Actor) bool
	routes        func(handlers.Route) bool // which routes it is tried at; nil: all
}

func (th thing) own(a models.Actor) bool {
	return a.SignedIn() && th.organisation != 0 && th.organisation == a.OrganisationID
}

// at is the thing's address of a route, and the same address of nothing.
func (th thing) at(r handlers.Route) (path, nothing string, ok bool) {
	tail, ok := strings.CutPrefix(r.Path, th.pattern)
	if !ok || tail != "" && tail[0] != '/' && tail[0] != '.' || th.routes != nil && !th.routes(r) {
		return "", "", false
	}
	for name, value := range th.rest {
		tail = strings.ReplaceAll(tail, name, value)
	}
	if strings.Contains(tail, ":") {
		return "", "", false
	}
	return th.path + tail, th.nothing + tail, true
}

// ownOnly are the permissions that some have for what is their own alone, and
// the things that those are.
var ownOnly = map[string][]models.Permission{
	"/items/:id":               {models.SubmitItems},
	"/practices/:slug":         {models.SubmitPractices},
	"/actions/:prefix/:number": {models.UpdateActions},
}

// answered is what a request got.
type answered struct {
	status   int
	location string
	head     http.Header
	body     string
}

func (k *seeker) ask(t *testing.T, s *sample, method, path string) answered {
	t.Helper()
	req, err := http.NewRequest(method, s.base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	if method == http.MethodPost {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := k.client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answered{resp.StatusCode, resp.Header.Get("Location"), resp.Header, string(body)}
}

func (a answered) toSignIn() bool {
	return a.status == http.StatusSeeOther && strings.HasPrefix(a.location, "/sign-in?next=")
}

// same says in what two answers differ, apart from the path that was asked for.
func (a answered) same(b answered, path, other string) string {
	plain := func(text, path string) string {
		for _, p := range []string{path, strings.ReplaceAll(path, "/", "%2F"), strings.ReplaceAll(path, "/", "%2f")} {
			text = strings.ReplaceAll(text, p, "PATH")
		}
		return text
	}
	switch {
	case a.status != b.status:
		return fmt.Sprintf("status %d and %d", a.status, b.status)
	case plain(a.body, path) != plain(b.body, other):
		return "the page"
	}
	for _, h := range []http.Header{a.head, b.head} {
		for name := range h {
			if !slices.Contains([]string{"Date", "X-Request-Id", "Content-Length"}, name) && strings.Join(a.head[name], ",") != strings.Join(b.head[name], ",") {
				return "the header " + name
			}
		}
	}
	return ""
}

// TestEveryThingForEverybody asks for real things at every route as everybody:
// what comes back follows from the access table and from whose the thing is.
// What somebody may not know of answers exactly as what does not exist.
func TestEveryThingForEverybody(t *testing.T) {
	t.Parallel()
	s := newSample(t, nil)
	seekers := []*seeker{{name: "the public"}, {name: "a member of the organisation"}, {name: "a member of another"}, {name: "a partner"}, {name: "a partner of another organisation"}, {name: "the secretariat"}}
	for i, email := range []string{"", "stephen.boothroyd@ac.example", "chidi.nwosu@vp.example", "rebecca.holt@ac.example", "imran.sheikh@vp.example", "daniel.firth@occv.example"} {
		seekers[i].client = s.as(email)
		seekers[i].client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		if email != "" {
			seekers[i].actor = s.person(email)
		}
	}
	secretary := seekers[len(seekers)-1]
	m := &maker{sample: s, secretary: secretary.actor, partner: seekers[3].actor}
	m.make()

	walked, requests := map[string]bool{}, 0
	expect := func(method string, r handlers.Route, th thing, path, nothing string) {
		for _, k := range seekers {
			reach, visible := k.actor.Reach(r.May), th.visible(k.actor)
			refusedOwn := reach == models.Own && slices.Contains(ownOnly[th.pattern], r.May) && !th.own(k.actor)
			allowed := reach != models.No && visible && !refusedOwn
			if method == http.MethodPost && allowed {
				continue // what it then does is the business of other tests
			}
			requests++
			a := k.ask(t, s, method, path)
			what := fmt.Sprintf("%s %s (%s) as %s", method, path, th.name, k.name)
			switch {
			case reach == models.No && !k.actor.SignedIn() && method == http.MethodGet:
				if !a.toSignIn() {
					t.Errorf("%s: status %d, not asked to sign in", what, a.status)
				}
			case reach == models.No:
				if a.status != http.StatusForbidden {
					t.Errorf("%s: status %d, want 403", what, a.status)
				}
			case !visible:
				if a.status != http.StatusNotFound {
					t.Errorf("%s: status %d, want 404", what, a.status)
				} else if differ := a.same(k.ask(t, s, method, nothing), path, nothing); differ != "" {
					t.Errorf("%s: tells that it exists: %s differs from that of %s", what, differ, nothing)
				}
			case refusedOwn:
				if a.status != http.StatusForbidden {
					t.Errorf("%s: status %d, want 403", what, a.status)
				}
			case a.status == http.StatusForbidden || a.status >= 500 || a.toSignIn():
				t.Errorf("%s: status %d", what, a.status)
			case a.status == http.StatusNotFound && secretary.ask(t, s, method, path).status != http.StatusNotFound:
				t.Errorf("%s: not found, and the secretariat finds it", what)
			}
		}
	}
	for _, method := range []string{http.MethodGet, http.MethodPost} {
		for _, r := range s.routes {
			if r.Method != method {
				continue
			}
			if !strings.Contains(r.Path, ":") {
				walked[r.Method+r.Path] = true
				if !slices.Contains([]string{"/sign-out", "/account/sign-out-everywhere"}, r.Path) {
					expect(method, r, thing{name: "no thing", visible: anybody}, r.Path, "")
				}
				continue
			}
			for _, th := range m.things {
				if path, nothing, ok := th.at(r); ok {
					walked[r.Method+r.Path] = true
					expect(method, r, th, path, nothing)
				}
			}
		}
	}
	token := regexp.MustCompile(`:token|:file`) // of which each is its own key: nobody else's can be tried
	for _, r := range s.routes {
		if !walked[r.Method+r.Path] && !token.MatchString(r.Path) {
			t.Errorf("%s %s was tried with nothing", r.Method, r.Path)
		}
	}
	t.Logf("%d routes of %d, %d things, %d requests", len(walked), len(s.routes), len(m.things), requests)
}

func anybody(models.Actor) bool { return true }
