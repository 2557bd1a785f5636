package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"quarterday/models"
)

// letterLink is the token and code of the newest sign-in letter in the outbox.
func (s *site) letterLink() (token, code string) {
	s.t.Helper()
	letters, err := s.store.Outbox(context.Background(), s.ann, models.OutboxFilter{Kind: models.LetterSignIn})
	if err != nil || len(letters.Letters) == 0 {
		s.t.Fatalf("no sign-in letter: %v", err)
	}
	facts := letters.Letters[0].FactMap()
	return facts["token"], facts["code"]
}

// serveAgain serves the same store with another configuration.
func (s *site) serveAgain(config Config) *Server {
	s.t.Helper()
	server, err := New(s.store, s.kept, config)
	if err != nil {
		s.t.Fatal(err)
	}
	server.pause = func(context.Context, time.Duration) {}
	s.server.Close()
	s.server = httptest.NewServer(server.Handler())
	s.t.Cleanup(s.server.Close)
	return server
}

func TestSigningIn(t *testing.T) {
	t.Run("known and unknown addresses get the same page", func(t *testing.T) {
		s := newSite(t)
		known := s.public().post("/sign-in", "email", "ann@opcc.example").is(200, "Check your email")
		unknown := s.public().post("/sign-in", "email", "bob@opcc.example").is(200, "Check your email")
		if a, b := strings.ReplaceAll(known.body, "ann@", "bob@"), strings.ReplaceAll(unknown.body, "ann@", "bob@"); a != b {
			t.Errorf("the pages differ:\n%s\n%s", a, b)
		}
	})
	t.Run("the page holds neither link nor code outside the demo", func(t *testing.T) {
		s := newSite(t)
		a := s.public().post("/sign-in", "email", "ann@opcc.example")
		token, code := s.letterLink()
		a.lacks(token, ">"+code)
	})
	t.Run("what is no address is refused beside the field", func(t *testing.T) {
		a := newSite(t).public().post("/sign-in", "email", "ann@nowhere", "next", "/account").is(422, "Enter an email address").lacks("Enter the short name")
		if v, _ := a.Find("#email").Attr("value"); v != "ann@nowhere" {
			t.Errorf("the field holds %q", v)
		}
		if v, _ := a.Find("form input[name=next]").Attr("value"); v != "/account" {
			t.Errorf("next is %q", v)
		}
	})
	t.Run("opening the link does not use it, the button does, once, and leads on", func(t *testing.T) {
		s := newSite(t)
		b := s.public()
		b.get("/account").is(200, "Sign in") // sent to sign in, with where to go on
		b.post("/sign-in", "email", "ann@opcc.example", "next", "/account")
		token, _ := s.letterLink()
		address := "/sign-in/" + token + "?next=%2Faccount"
		for range 3 {
			s.public().get(address).is(200, "Press the button")
		}
		head, _ := http.NewRequest(http.MethodHead, s.server.URL+address, nil)
		s.public().do(head)
		next, _ := b.get(address).Find("main input[name=next]").Attr("value")
		if a := b.post("/sign-in/"+token, "next", next).is(200, "Your account", "Ann Archer"); a.url != "/account" {
			t.Errorf("led to %s", a.url)
		}
		s.public().get(address).is(410, "This link no longer works")
		s.public().post("/sign-in/"+token).is(410, "Ask for a new link")
	})
	t.Run("the code signs in, a wrong one says what to do", func(t *testing.T) {
		s := newSite(t)
		b := s.public()
		b.post("/sign-in", "email", "ann@opcc.example")
		_, code := s.letterLink()
		a := b.post("/sign-in/code", "email", "ann@opcc.example", "code", "12", "next", "/account").is(422, "That code is not right", "Send another email")
		if v, _ := a.Find("#code").Attr("value"); v != "12" {
			t.Errorf("the field holds %q", v)
		}
		b.post("/sign-in/code", "email", "ann@opcc.example", "code", code, "next", "/account").is(200, "Your account")
	})
	t.Run("signed in already goes straight on", func(t *testing.T) {
		if a := newSite(t).as("ann@opcc.example").get("/sign-in?next=/account"); a.url != "/account" {
			t.Errorf("led to %s", a.url)
		}
	})
	t.Run("next leads nowhere else", func(t *testing.T) {
		a := newSite(t).public().get("/sign-in?next=" + url.QueryEscape("https://evil.example/"))
		if v, _ := a.Find("input[name=next]").Attr("value"); v != "/" {
			t.Errorf("next is %q", v)
		}
	})
	t.Run("signing out everywhere ends other browsers", func(t *testing.T) {
		s := newSite(t)
		one, two := s.as("ann@opcc.example"), s.as("ann@opcc.example")
		if n := one.get("/account").is(200, "Where you are signed in", "This browser").Find("tbody tr").Length(); n != 3 {
			t.Errorf("%d sessions are listed, want 3 with the one of the set-up", n)
		}
		one.post("/account/sign-out-everywhere").is(200, "signed out in every browser")
		two.get("/account").is(200, "There is no password")
	})
	t.Run("a deactivated person is out at once", func(t *testing.T) {
		s := newSite(t)
		org, _ := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: "Vale Police", Sector: "Police and justice"})
		pat, err := s.store.AddPerson(t.Context(), s.ann, models.PersonForm{Name: "Pat", Email: "pat@vp.example", Role: models.RolePartner, OrganisationID: org.ID})
		if err != nil {
			t.Fatal(err)
		}
		b := s.as("pat@vp.example")
		b.get("/account").is(200, "Your account")
		if _, err := s.store.DeactivatePerson(t.Context(), s.ann, pat.ID, pat.Version); err != nil {
			t.Fatal(err)
		}
		b.get("/account").is(200, "There is no password")
	})
}

func TestTooManyAttempts(t *testing.T) {
	t.Run("asking is slowed, then refused with when to come back", func(t *testing.T) {
		s := newSite(t)
		server := s.serveAgain(Config{BaseURL: "http://quarterday.example"})
		slowed := 0
		server.pause = func(context.Context, time.Duration) { slowed++ }
		for range 6 {
			s.public().post("/sign-in", "email", "nobody@example.org").is(200)
		}
		if slowed != 3 {
			t.Errorf("%d of 6 attempts were slowed, want 3", slowed)
		}
		a := s.public().post("/sign-in", "email", "Nobody@example.org").is(429, "Too many attempts", "Wait 15 minutes")
		if a.header.Get("Retry-After") != "900" {
			t.Errorf("Retry-After is %q", a.header.Get("Retry-After"))
		}
		s.public().post("/sign-in", "email", "other@example.org").is(200)
		s.setClock("2026-09-01 09:16")
		s.public().post("/sign-in", "email", "nobody@example.org").is(200)
	})
	forwarded := func(s *site, from string, n int) (last int) {
		for i := range n {
			req, _ := http.NewRequest(http.MethodPost, s.server.URL+"/sign-in/code", strings.NewReader(url.Values{"email": {"a" + time.Duration(i).String() + "@b.example"}, "code": {"1"}}.Encode()))
			req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			req.Header.Set("X-Forwarded-For", from)
			last = s.public().do(req).status
			if i%2 == 1 {
				from = "203.0.113." + time.Duration(i).String()
			}
		}
		return last
	}
	t.Run("X-Forwarded-For is not believed of anybody", func(t *testing.T) {
		s := newSite(t)
		s.serveAgain(Config{BaseURL: "http://quarterday.example"})
		if last := forwarded(s, "203.0.113.1", 101); last != 429 {
			t.Errorf("status %d, want 429", last)
		}
	})
	t.Run("it is believed of a configured proxy", func(t *testing.T) {
		from, err := whereFrom([]string{"127.0.0.1", "10.0.0.0/8"})
		if err != nil {
			t.Fatal(err)
		}
		req := httptest.NewRequest(http.MethodGet, "/", nil)
		req.RemoteAddr = "127.0.0.1:4711"
		req.Header.Set("X-Forwarded-For", "198.51.100.9, 203.0.113.7, 10.1.2.3")
		if got := from(req); got != "203.0.113.7" {
			t.Errorf("the request came from %s", got)
		}
		req.RemoteAddr = "192.0.2.1:4711"
		if got := from(req); got != "192.0.2.1" {
			t.Errorf("a stranger was believed: %s", got)
		}
	})
	t.Run("a proxy that is no network stops the start", func(t *testing.T) {
		if _, err := whereFrom([]string{"nginx"}); err == nil {
			t.Error("no error")
		}
	})
	t.Run("IPv6 is counted by network", func(t *testing.T) {
		if a, b := networkOf("2001:db8:1:2::1"), networkOf("2001:db8:1:2:ffff::9"); a != b || a == networkOf("2001:db8:1:3::1") {
			t.Errorf("%s and %s", a, b)
		}
	})
}

func TestSetUp(t *testing.T) {
	begin := func(t *testing.T) (*site, string) {
		s := newSite(t)
		clock := s.clock
		store, err := models.Open(t.Context(), t.TempDir()+"/empty.db", clock)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { store.Close() })
		s.store = store
		token, err := store.OfferSetUp(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		s.serveAgain(Config{BaseURL: "http://quarterday.example"})
		return s, token
	}
	t.Run("names the partnership and signs its first person in, once", func(t *testing.T) {
		s, token := begin(t)
		b := s.public()
		b.get("/set-up/"+token).is(200, "Set up your partnership")
		b.post("/set-up/"+token, "partnership", "Vale Partnership", "convener", "Office of the Commissioner", "convener_abb", "OCV", "name", "Margaret Okafor", "email", "m.okafor@ocv.example", "role", "member").
			is(200, "The partnership is set up", "Margaret Okafor")
		b.get("/account").is(200, "Run the partnership’s business")
		s.public().get("/set-up/" + token).is(404)
	})
	t.Run("what is missing is said, what was typed is kept", func(t *testing.T) {
		s, token := begin(t)
		a := s.public().post("/set-up/"+token, "partnership", "Vale Partnership", "email", "m.okafor").is(422, "Enter the organisation's name", "Enter your name", "Enter an email address")
		if v, _ := a.Find("#partnership").Attr("value"); v != "Vale Partnership" {
			t.Errorf("the field holds %q", v)
		}
	})
	t.Run("another token is not found", func(t *testing.T) {
		s, _ := begin(t)
		s.public().get("/set-up/abc").is(404)
		s.public().post("/set-up/abc", "partnership", "X").is(404)
	})
}
