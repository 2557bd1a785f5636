package tests

import (
	"context"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"quarterday/demo"
	"quarterday/files"
	"quarterday/handlers"
	"quarterday/models"
)

// sampleNow is the moment for which the sample partnership is made, and at
// which the clock of its servers in this process stands.
var sampleNow = time.Now().UTC().Truncate(time.Second)

// madeSample is the folder of the sample partnership, made once for all tests.
var madeSample = sync.OnceValues(func() (string, error) {
	binary, err := build()
	if err != nil {
		return "", err
	}
	dir := filepath.Join(filepath.Dir(binary), "sample") // removed together with the binary
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	kept, err := files.OpenStore(filepath.Join(dir, "files"))
	if err != nil {
		return "", err
	}
	defer kept.Close()
	return dir, demo.Make(context.Background(), filepath.Join(dir, "quarterday.db"), kept, sampleNow)
})

// sampleFolder is a copy of the sample partnership for one test to spoil.
func sampleFolder(t *testing.T) string {
	t.Helper()
	made, err := madeSample()
	if err != nil {
		t.Fatal(err)
	}
	return copyOf(t, made)
}

func copyOf(t *testing.T, folder string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS(folder)); err != nil {
		t.Fatal(err)
	}
	return dir
}

// sampleCopy is a copy in whichever database the tests are on.
func sampleCopy(t *testing.T) (dir, database string) {
	t.Helper()
	if testServer == "" {
		dir = sampleFolder(t)
		return dir, filepath.Join(dir, "quarterday.db")
	}
	made, err := serverSample()
	if err != nil {
		t.Fatal(err)
	}
	return copyOf(t, made.folder), newServerDatabase(t, made.database)
}

// sample is the sample partnership served in this process, so that a test can
// also ask its store and its route table.
type sample struct {
	t      *testing.T
	store  *models.Store
	kept   *files.Store
	routes []handlers.Route
	base   string
	later  atomic.Int64 // how long after sampleNow it is, in nanoseconds
}

// newSample serves a copy of the sample; around wraps each request, where given.
func newSample(t *testing.T, around func(http.Handler) http.Handler) *sample {
	t.Helper()
	s := &sample{t: t}
	dir, database := sampleCopy(t)
	store, err := models.Open(t.Context(), database, func() time.Time { return sampleNow.Add(time.Duration(s.later.Load())) }, models.Unsynced)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	kept, err := files.OpenStore(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	site, err := handlers.New(store, kept, handlers.Config{BaseURL: "http://quarterday.example", Demo: true, Build: "test"})
	if err != nil {
		t.Fatal(err)
	}
	handler := site.Handler()
	if around != nil {
		handler = around(handler)
	}
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	s.store, s.kept, s.routes, s.base = store, kept, site.Routes(), server.URL
	return s
}

// signIn opens a session of the person with this email address.
func (s *sample) signIn(email string) (token string) {
	s.t.Helper()
	link, err := s.store.RequestSignIn(s.t.Context(), email, "")
	if err != nil || link == nil {
		s.t.Fatalf("%s is not known: %v", email, err)
	}
	if token, err = s.store.UseSignInLink(s.t.Context(), link.Token); err != nil {
		s.t.Fatal(err)
	}
	return token
}

// person is the person with this email address, as commands know them.
func (s *sample) person(email string) models.Actor {
	s.t.Helper()
	actor, err := s.store.SignedIn(s.t.Context(), s.signIn(email))
	if err != nil {
		s.t.Fatal(err)
	}
	return actor
}

// as is a client in which the person with this email address is signed in;
// nobody, where there is none.
func (s *sample) as(email string) *http.Client {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	if email == "" {
		return client
	}
	at, err := url.Parse(s.base)
	if err != nil {
		s.t.Fatal(err)
	}
	jar.SetCookies(at, []*http.Cookie{{Name: "quarterday", Value: s.signIn(email), Path: "/"}})
	return client
}

// actor is the demo's person of this role, as commands know them.
func (s *sample) actor(role models.Role) models.Actor {
	s.t.Helper()
	if role == models.RolePublic {
		return models.Actor{}
	}
	token, err := s.store.StartDemoSession(s.t.Context(), role)
	if err != nil {
		s.t.Fatal(err)
	}
	actor, err := s.store.SignedIn(s.t.Context(), token)
	if err != nil {
		s.t.Fatal(err)
	}
	return actor
}
