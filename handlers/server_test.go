package handlers

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"quarterday/files"
	"quarterday/models"
)

// site is a real server on a real database, with a clock that stands still
// until a test moves it: 09:00 UTC on Tuesday 1 September 2026. Ann is the
// secretariat.
type site struct {
	t      *testing.T
	server *httptest.Server
	web    *Server
	store  *models.Store
	kept   *files.Store
	ann    models.Actor

	mu  sync.Mutex
	now time.Time
}

func (s *site) clock() time.Time { s.mu.Lock(); defer s.mu.Unlock(); return s.now }

// setClock moves the clock to this time, "2026-09-01 09:30" in UTC.
func (s *site) setClock(text string) {
	s.t.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		s.t.Fatal(err)
	}
	s.mu.Lock()
	s.now = at
	s.mu.Unlock()
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t}
	s.setClock("2026-09-01 09:00")
	dir := t.TempDir()
	var err error
	if s.store, err = models.Open(t.Context(), filepath.Join(dir, "quarterday.db"), s.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.store.Close() })
	token, err := s.store.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, err := s.store.SetUp(t.Context(), token, models.SetUpForm{
		Partnership: "Calder Vale Partnership", Convener: "Office of the Commissioner", ConvenerAbb: "OPCC",
		Name: "Ann Archer", JobTitle: "Partnership Manager", Email: "ann@opcc.example",
	})
	if err != nil {
		t.Fatal(err)
	}
	if s.ann, err = s.store.SignedIn(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	if s.kept, err = files.OpenStore(filepath.Join(dir, "files")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.kept.Close() })
	server, err := New(s.store, s.kept, Config{BaseURL: "http://quarterday.example", Build: "test"})
	if err != nil {
		t.Fatal(err)
	}
	s.web, s.server = server, httptest.NewServer(server.Handler())
	t.Cleanup(s.server.Close)
	return s
}

// browser keeps cookies, as a person's browser would; it follows redirects.
type browser struct {
	site   *site
	client *http.Client
}

// public is a browser that is not signed in.
func (s *site) public() *browser {
	jar, _ := cookiejar.New(nil)
	return &browser{s, &http.Client{Jar: jar}}
}

// as is a browser in which this person is signed in.
func (s *site) as(email string) *browser {
	s.t.Helper()
	link, err := s.store.RequestSignIn(context.Background(), email, "")
	if err != nil || link == nil {
		s.t.Fatalf("%s is not known: %v", email, err)
	}
	token, err := s.store.UseSignInLink(context.Background(), link.Token)
	if err != nil {
		s.t.Fatal(err)
	}
	b := s.public()
	u, _ := url.Parse(s.server.URL)
	b.client.Jar.SetCookies(u, []*http.Cookie{{Name: "quarterday", Value: token, Path: "/"}})
	return b
}

// answer is a page that came back, read to its end.
type answer struct {
	t      *testing.T
	status int
	url    string // where redirects led, without the host
	header http.Header
	body   string
	*goquery.Document
}

func (b *browser) do(req *http.Request) *answer {
	b.site.t.Helper()
	resp, err := b.client.Do(req)
	if err != nil {
		b.site.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		b.site.t.Fatal(err)
	}
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(string(body)))
	if err != nil {
		b.site.t.Fatal(err)
	}
	return &answer{b.site.t, resp.StatusCode, resp.Request.URL.RequestURI(), resp.Header, string(body), doc}
}

// newRequest asks for a page, for tests that say more than its address.
func (b *browser) newRequest(path string) *http.Request {
	b.site.t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.site.server.URL+path, nil)
	if err != nil {
		b.site.t.Fatal(err)
	}
	return req
}

func (b *browser) get(path string) *answer {
	b.site.t.Helper()
	return b.do(b.newRequest(path))
}

// post sends a form: pairs of field and value.
func (b *browser) post(path string, pairs ...string) *answer {
	b.site.t.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequest(http.MethodPost, b.site.server.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.site.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.do(req)
}

// is checks the status, and that the page says each of these.
func (a *answer) is(status int, says ...string) *answer {
	a.t.Helper()
	if a.status != status {
		a.t.Fatalf("%s: status %d, want %d: %s", a.url, a.status, status, a.text())
	}
	for _, s := range says {
		if !strings.Contains(a.text(), s) {
			a.t.Errorf("%s does not say %q: %s", a.url, s, a.text())
		}
	}
	return a
}

// lacks checks that nothing of the answer, markup included, holds any of these.
func (a *answer) lacks(words ...string) *answer {
	a.t.Helper()
	for _, w := range words {
		if strings.Contains(a.body, w) {
			a.t.Errorf("%s holds %q", a.url, w)
		}
	}
	return a
}

// text is what a reader sees, white space folded.
func (a *answer) text() string { return strings.Join(strings.Fields(a.Find("body").Text()), " ") }

func TestServer(t *testing.T) {
	t.Run("an unknown address is a page of its own", func(t *testing.T) {
		a := newSite(t).public().get("/nothing/here").is(404, "Page not found")
		if a.Find("h1").Length() != 1 {
			t.Error("the page has no h1 of its own")
		}
	})
	t.Run("a form from another site is refused", func(t *testing.T) {
		s := newSite(t)
		req, _ := http.NewRequest(http.MethodPost, s.server.URL+"/sign-out", nil)
		req.Header.Set("Sec-Fetch-Site", "cross-site")
		s.as("ann@opcc.example").do(req).is(403)
	})
	t.Run("the demo's door is not there outside the demo", func(t *testing.T) {
		newSite(t).public().post("/demo/sign-in", "as", "secretariat").is(404)
	})
	t.Run("the database answers", func(t *testing.T) {
		newSite(t).public().get("/readyz").is(200, "ready")
	})
	t.Run("signing out ends the session on the server", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		u, _ := url.Parse(s.server.URL)
		kept := b.client.Jar.Cookies(u)
		b.post("/sign-out")
		if who, err := s.store.SignedIn(t.Context(), kept[0].Value); err != nil || who.SignedIn() {
			t.Errorf("the old cookie still opens the session (%v)", err)
		}
	})
}

func TestNextPage(t *testing.T) {
	for next, want := range map[string]string{
		"/meetings/2026-q3?x=1": "/meetings/2026-q3?x=1", "": "/", "https://evil.example/": "/", "//evil.example": "/",
		"/\\evil.example": "/", "javascript:alert(1)": "/", "meetings": "/", "/\tevil": "/",
	} {
		if got := nextPage(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
}
