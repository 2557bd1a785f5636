package handlers

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"quarterday/models"
)

// TestEveryRouteForEveryRole walks the route table itself: a new route cannot
// be forgotten. Whoever the access table keeps out is sent to sign in or told
// that they may not; whoever it lets in is never told so for their role, and
// nobody ever breaks the server.
func TestEveryRouteForEveryRole(t *testing.T) {
	s := newSite(t)
	org, err := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []models.PersonForm{
		{Name: "Pat Partner", Email: "pat@vp.example", Role: models.RolePartner, OrganisationID: org.ID},
		{Name: "Mo Member", Email: "mo@vp.example", Role: models.RoleMember, OrganisationID: org.ID},
	} {
		if _, err := s.store.AddPerson(t.Context(), s.ann, p); err != nil {
			t.Fatal(err)
		}
	}
	server, err := New(s.store, s.kept, Config{BaseURL: "http://quarterday.example", Demo: true})
	if err != nil {
		t.Fatal(err)
	}
	s.server.Close()
	s.server = httptest.NewServer(server.Handler())
	t.Cleanup(s.server.Close)

	address := map[models.Role]string{models.RoleMember: "mo@vp.example", models.RolePartner: "pat@vp.example", models.RoleSecretariat: "ann@opcc.example"}
	param := regexp.MustCompile(`:[a-z_]+`)
	for _, r := range server.Routes() {
		path := param.ReplaceAllStringFunc(r.Path, func(name string) string {
			switch name {
			case ":ref":
				return "2031-q1"
			case ":prefix":
				return "2031-Q1"
			}
			return "99"
		})
		for _, role := range []models.Role{models.RolePublic, models.RoleMember, models.RolePartner, models.RoleSecretariat} {
			t.Run(r.Method+" "+r.Path+" as "+string(role), func(t *testing.T) {
				s.t = t
				b := s.public()
				if role != models.RolePublic {
					b = s.as(address[role]) // anew, since /sign-out is among the routes
				}
				b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
				var a *answer
				if r.Method == GET {
					a = b.get(path)
				} else {
					a = b.post(path)
				}
				reach := models.Actor{Role: role}.Reach(r.May)
				toSignIn := a.status == http.StatusSeeOther && strings.HasPrefix(a.header.Get("Location"), "/sign-in?next=")
				switch {
				case a.status >= 500:
					t.Errorf("status %d: %s", a.status, a.text())
				case reach != models.No && toSignIn:
					t.Error("let in by the table, but sent to sign in")
				case reach == models.Any && a.status == http.StatusForbidden:
					t.Errorf("let in by the table, but refused: %s", a.text())
				case reach == models.No && role == models.RolePublic && r.Method == GET && !toSignIn:
					t.Errorf("status %d, want to be sent to sign in", a.status)
				case reach == models.No && (role != models.RolePublic || r.Method != GET) && a.status != http.StatusForbidden:
					t.Errorf("status %d, want 403", a.status)
				}
			})
		}
	}
}
