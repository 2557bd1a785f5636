// Package bench shows what the program costs: pages and documents with the
// sample partnership's data, each beside a bare Echo handler that sends the same
// bytes, so that a figure is also a ratio and means something on any machine.
package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/demo"
	"quarterday/files"
	"quarterday/handlers"
	"quarterday/models"
)

// sample is a server over the sample partnership, called without a network.
type sample struct {
	handler http.Handler
	cookie  map[models.Role]*http.Cookie
}

func newSample(tb testing.TB) *sample {
	tb.Helper()
	dir := tb.TempDir()
	kept, err := files.OpenStore(filepath.Join(dir, "files"))
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { kept.Close() })
	database := filepath.Join(dir, "quarterday.db")
	if err := demo.Make(context.Background(), database, kept, time.Now()); err != nil {
		tb.Fatal(err)
	}
	store, err := models.Open(context.Background(), database, time.Now)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { store.Close() })
	site, err := handlers.New(store, kept, handlers.Config{BaseURL: "http://localhost", Demo: true, Build: "bench"})
	if err != nil {
		tb.Fatal(err)
	}
	s := &sample{handler: site.Handler(), cookie: map[models.Role]*http.Cookie{}}
	for _, role := range models.Roles {
		token, err := store.StartDemoSession(context.Background(), role)
		if err != nil {
			tb.Fatal(err)
		}
		s.cookie[role] = &http.Cookie{Name: "quarterday", Value: token}
	}
	return s
}

// get asks for a page and gives its length.
func (s *sample) get(tb testing.TB, role models.Role, path string) *httptest.ResponseRecorder {
	tb.Helper()
	req := httptest.NewRequest(http.MethodGet, path, nil)
	if c := s.cookie[role]; c != nil {
		req.AddCookie(c)
	}
	rec := httptest.NewRecorder()
	s.handler.ServeHTTP(rec, req)
	if rec.Code != http.StatusOK {
		tb.Fatalf("%s as %s: status %d", path, role, rec.Code)
	}
	return rec
}

// meetings are the references of a published meeting, one that was held last
// and the next one, as the list of meetings links to them.
func (s *sample) meetings(tb testing.TB) (next, held string) {
	body := s.get(tb, models.RoleSecretariat, "/meetings").Body.String()
	if m := regexp.MustCompile(`/meetings/(\d{4}-q\d)"`).FindStringSubmatch(body); m != nil {
		next = m[1]
	}
	if m := regexp.MustCompile(`/meetings/(\d{4}-q\d)/minutes`).FindStringSubmatch(body); m != nil {
		held = m[1]
	}
	if next == "" || held == "" {
		tb.Fatal("the list of meetings links to none")
	}
	return next, held
}

// BenchmarkPages times each page as whoever uses it most; the metric "bare" is
// how many times a bare Echo handler with the same bytes fits into it.
func BenchmarkPages(b *testing.B) {
	s := newSample(b)
	next, held := s.meetings(b)
	for _, p := range []struct {
		role models.Role
		path string
	}{
		{models.RolePublic, "/"}, {models.RoleMember, "/"}, {models.RolePartner, "/"}, {models.RoleSecretariat, "/"},
		{models.RoleMember, "/meetings"}, {models.RolePartner, "/meetings/" + next}, {models.RoleSecretariat, "/meetings/" + next + "/queue"},
		{models.RoleSecretariat, "/meetings/" + next + "/agenda/build"}, {models.RolePartner, "/meetings/" + next + "/agenda"}, {models.RoleSecretariat, "/meetings/" + next + "/coming"},
		{models.RoleSecretariat, "/meetings/" + held + "/take-minutes"}, {models.RoleSecretariat, "/meetings/" + held + "/attendance"}, {models.RoleMember, "/meetings/" + held + "/minutes"},
		{models.RolePartner, "/meetings/" + next + "/items/new"}, {models.RoleSecretariat, "/meetings/plan"},
		{models.RoleMember, "/actions?state=all"}, {models.RoleMember, "/decisions"}, {models.RoleMember, "/practices"},
		{models.RoleSecretariat, "/people"}, {models.RoleSecretariat, "/organisations"}, {models.RoleSecretariat, "/settings"}, {models.RoleSecretariat, "/outbox"}, {models.RoleSecretariat, "/audit"},
	} {
		path := strings.NewReplacer(next, "next", held, "held", "/", "·").Replace(p.path) // a slash would begin another level of names
		role := p.role
		if role == models.RolePublic {
			role = "public"
		}
		b.Run(fmt.Sprintf("%s as %s", path, role), func(b *testing.B) {
			body := s.get(b, p.role, p.path).Body.Bytes()
			bare := bareTime(body)
			b.ReportAllocs()
			for b.Loop() {
				s.get(b, p.role, p.path)
			}
			perPage := float64(b.Elapsed().Nanoseconds()) / float64(b.N)
			b.ReportMetric(perPage/1e6, "ms/page")
			b.ReportMetric(perPage/bare, "x-bare")
			b.ReportMetric(float64(len(body))/1024, "KB")
		})
	}
}

// bareTime is how many nanoseconds a bare Echo handler takes to send body.
func bareTime(body []byte) float64 {
	e := echo.New()
	e.GET("/", func(c echo.Context) error { return c.HTMLBlob(http.StatusOK, body) })
	const times = 2000
	start := time.Now()
	for range times {
		e.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil))
	}
	return float64(time.Since(start).Nanoseconds()) / times
}

// BenchmarkUnchangedPage is a page that the browser has already.
func BenchmarkUnchangedPage(b *testing.B) {
	s := newSample(b)
	next, _ := s.meetings(b)
	tag := s.get(b, models.RolePartner, "/meetings/"+next).Header().Get("ETag")
	for b.Loop() {
		req := httptest.NewRequest(http.MethodGet, "/meetings/"+next, nil)
		req.AddCookie(s.cookie[models.RolePartner])
		req.Header.Set("If-None-Match", tag)
		rec := httptest.NewRecorder()
		s.handler.ServeHTTP(rec, req)
		if rec.Code != http.StatusNotModified {
			b.Fatalf("status %d", rec.Code)
		}
	}
}

// BenchmarkDocuments times the PDFs as they are downloaded, queries and all.
func BenchmarkDocuments(b *testing.B) {
	s := newSample(b)
	next, held := s.meetings(b)
	for name, path := range map[string]string{
		"minutes": "/meetings/" + held + "/minutes.pdf", "agenda": "/meetings/" + next + "/agenda.pdf", "tracker": "/actions.pdf?state=all",
	} {
		b.Run(name, func(b *testing.B) {
			var size int
			b.ReportAllocs()
			for b.Loop() {
				size = s.get(b, models.RoleMember, path).Body.Len()
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/1e6, "ms/document")
			b.ReportMetric(float64(size)/1024, "KB")
		})
	}
}

// BenchmarkSaves is a command: a reply to an invitation, written through to the
// disk, with its event and its letters.
func BenchmarkSaves(b *testing.B) {
	s := newSample(b)
	next, _ := s.meetings(b)
	var n atomic.Int64
	for b.Loop() {
		answer := []string{"coming", "apologies"}[n.Add(1)%2]
		form := url.Values{"reply": {answer}}
		req := httptest.NewRequest(http.MethodPost, "/meetings/"+next+"/reply", strings.NewReader(form.Encode()))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		req.AddCookie(s.cookie[models.RolePartner])
		rec := httptest.NewRecorder()
		s.handler.ServeHTTP(rec, req)
		if rec.Code != http.StatusSeeOther {
			b.Fatalf("status %d: %s", rec.Code, rec.Body.String())
		}
	}
}
