package tests

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"quarterday/mail/smtptest"
	"quarterday/models"
)

// TestSeveralServers lets two servers serve one PostgreSQL database and one
// folder of papers, kills one in the middle of saving and sending, and goes on
// with the other.
func TestSeveralServers(t *testing.T) {
	if testServer == "" {
		t.Skip("no PostgreSQL server is given (QUARTERDAY_TEST_DATABASE_URL): make postgres starts one")
	}
	const people = 120
	database, folder := newServerDatabase(t, "template0"), t.TempDir()
	invite(t, database, people)
	post := smtptest.Open(t, "")
	arrived, takes := make(chan string, 10*people), make(chan struct{}, people)
	post.Change(func(o *smtptest.PostOffice) {
		o.Data = func(l smtptest.Letter, _ net.Conn) error { <-takes; arrived <- l.To; return nil }
	})
	for range people / 4 { // then the mail server makes the sender wait
		takes <- struct{}{}
	}
	environment := []string{"DATABASE_URL=" + database, fmt.Sprintf("QUARTERDAY_SMTP_URL=smtp://%s:%d", post.Host, post.Port), "QUARTERDAY_MAIL_FROM=meetings@vale.example"}

	store, err := models.Open(t.Context(), database, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	link, err := store.RequestSignIn(t.Context(), "ann@opcc.example", "")
	if err != nil || link == nil {
		t.Fatalf("Ann is not known: %v", err)
	}
	token, err := store.UseSignInLink(t.Context(), link.Token)
	if err != nil {
		t.Fatal(err)
	}
	ann, err := store.SignedIn(t.Context(), token)
	if err != nil {
		t.Fatal(err)
	}
	// Whoever is signed in at one server is at all.
	office := &secretary{token: token, saved: map[string]bool{}}

	first := serveWith(t, folder, environment, "serve")
	letters := map[string]bool{}
	wait := func(more int) {
		t.Helper()
		late := time.After(30 * time.Second)
		for want := min(len(letters)+more, people+1); len(letters) < want; {
			select {
			case to := <-arrived:
				letters[to] = true
			case <-late:
				t.Fatalf("%d of %d have their letter, and no more arrive", len(letters), people+1)
			}
		}
	}
	wait(people/4 - 5)
	second := serveWith(t, folder, environment, "serve")

	if err := office.save(first.base, "At the first"); err != nil {
		t.Fatal(err)
	}
	if page, err := office.page(second.base + "/organisations"); err != nil || !strings.Contains(page, "At the first") {
		t.Errorf("the second server does not show at once what was saved at the first: %v", err)
	}

	// Both save, four at a time, until the first is killed and the second has gone
	// on for a while.
	var saving sync.WaitGroup
	gone, enough := make(chan struct{}), make(chan struct{})
	for i := range 4 {
		for _, server := range []*installation{first, second} {
			saving.Go(func() {
				for n := 0; ; n++ {
					select {
					case <-enough:
						return
					default:
					}
					name := fmt.Sprintf("Saved %d %d at %s", i, n, server.base)
					if err := office.save(server.base, name); err != nil {
						if server == first {
							select {
							case <-gone: // it was killed
								return
							case <-time.After(10 * time.Second):
							}
						}
						t.Errorf("%s: %v", name, err)
						return
					}
				}
			})
		}
	}
	within(t, 30*time.Second, "both servers save", func() bool { return office.count() >= 60 })
	first.kill()
	close(gone)
	close(takes)
	at := office.count()
	endLeaseOnServer(t, database)
	within(t, 30*time.Second, "the second server goes on saving", func() bool { return office.count() >= at+40 })
	close(enough)
	saving.Wait()
	wait(people + 1) // the second server goes on sending

	for _, at := range []string{"/", "/meetings", "/actions", "/outbox", "/readyz"} {
		if _, err := office.page(second.base + at); err != nil {
			t.Errorf("%s: %v", at, err)
		}
	}
	second.stop()
	directory, err := store.Organisations(t.Context(), ann, models.OrganisationFilter{})
	if err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	for _, g := range directory.Groups {
		for _, o := range g.Organisations {
			kept[o.Name] = true
		}
	}
	for name := range office.saved {
		if !kept[name] {
			t.Errorf("%q was answered as saved, and is lost", name)
		}
	}
	audited := map[string]bool{}
	for before := int64(0); ; {
		trail, err := store.Audit(t.Context(), ann, models.AuditFilter{Subject: "organisation", Before: before})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range trail.Events {
			audited[e.Label] = true
		}
		if before = trail.Next; before == 0 {
			break
		}
	}
	for name := range kept {
		if !audited[name] {
			t.Errorf("%q is kept without an event", name)
		}
	}

	got := map[string][]string{}
	for _, l := range post.All() {
		m := l.Read(t)
		got[l.To+" "+m.Header.Get("Subject")] = append(got[l.To+" "+m.Header.Get("Subject")], m.Header.Get("Message-Id"))
	}
	twice := 0
	for letter, names := range got {
		twice += len(names) - 1
		for _, name := range names {
			if name != names[0] {
				t.Errorf("%s was sent under two names: %v", letter, names)
			}
		}
	}
	if twice > 1 { // the one that the first server was handing over
		t.Errorf("%d letters were sent twice", twice)
	}
	left, err := store.LettersToSend(t.Context(), models.Operator, 10)
	if err != nil || len(left) != 0 {
		t.Errorf("%d letters still wait: %v", len(left), err)
	}
	for name, s := range map[string]*installation{"first": first, "second": second} {
		if said := s.said(); strings.Contains(said, "not-a-secret") || !strings.Contains(said, "serving") {
			t.Errorf("the log of the %s server tells the database's password, or nothing:\n%s", name, said)
		}
	}
	t.Logf("%d saves answered, %d kept; %d letters, %d of them twice", len(office.saved), len(kept), len(got), twice)
}

// secretary saves organisations through the pages, and remembers those that were
// answered as saved.
type secretary struct {
	token string
	mu    sync.Mutex
	saved map[string]bool
}

func (s *secretary) count() int { s.mu.Lock(); defer s.mu.Unlock(); return len(s.saved) }

var noRedirects = &http.Client{
	Timeout:       20 * time.Second,
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

// save adds an organisation of this name.
func (s *secretary) save(base, name string) error {
	form := url.Values{"name": {name}, "short_name": {name}, "sector": {"Health"}}
	if len(name) > 40 {
		form.Set("short_name", strings.NewReplacer("http://localhost:", "", "Saved ", "", " at ", " ").Replace(name))
	}
	status, body, err := s.ask(http.MethodPost, base+"/organisations", form)
	if err == nil && status != http.StatusSeeOther {
		err = fmt.Errorf("status %d: %s", status, body)
	}
	if err == nil {
		s.mu.Lock()
		s.saved[name] = true
		s.mu.Unlock()
	}
	return err
}

// page is what a page says.
func (s *secretary) page(address string) (string, error) {
	status, body, err := s.ask(http.MethodGet, address, nil)
	if err == nil && status != http.StatusOK {
		err = fmt.Errorf("status %d: %s", status, body)
	}
	return body, err
}

func (s *secretary) ask(method, address string, form url.Values) (int, string, error) {
	req, err := http.NewRequest(method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return 0, "", err
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.AddCookie(&http.Cookie{Name: "quarterday", Value: s.token})
	res, err := noRedirects.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), err
}
