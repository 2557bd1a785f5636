package handlers

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

// vale adds Vale Police with Pat, a partner, and Mo, a member.
func (s *site) vale() (models.Organisation, models.Person, models.Person) {
	s.t.Helper()
	org, err := s.store.AddOrganisation(s.t.Context(), s.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
	if err != nil {
		s.t.Fatal(err)
	}
	add := func(name, email string, role models.Role) models.Person {
		p, err := s.store.AddPerson(s.t.Context(), s.ann, models.PersonForm{Name: name, Email: email, JobTitle: "Officer", Role: role, OrganisationID: org.ID})
		if err != nil {
			s.t.Fatal(err)
		}
		return p
	}
	return org, add("Pat Partner", "pat@vp.example", models.RolePartner), add("Mo Member", "mo@vp.example", models.RoleMember)
}

// upload sends a form with a file.
func (b *browser) upload(path, field, name string, content []byte, pairs ...string) *answer {
	b.site.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	if field != "" {
		part, err := w.CreateFormFile(field, name)
		if err != nil {
			b.site.t.Fatal(err)
		}
		_, _ = part.Write(content)
	}
	w.Close()
	req, err := http.NewRequest(http.MethodPost, b.site.server.URL+path, &body)
	if err != nil {
		b.site.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(req)
}

func TestOrganisations(t *testing.T) {
	t.Run("one is added, listed, changed, leaves and comes back", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		b.get("/organisations/new").is(200, "Add an organisation")
		shown := b.post("/organisations", "name", "Vale Police", "short_name", "VP", "sector", "Police and justice", "joined", "1/11/2014").is(200, "Vale Police is added", "1 November 2014", "Nobody yet")
		b.get("/organisations").is(200, "2 organisations, 1 with nobody to invite yet", "Vale Police")
		version, _ := b.get(shown.url + "/edit").Find("input[name=version]").Attr("value")
		b.post(shown.url, "version", version, "name", "Vale Constabulary", "short_name", "VC", "sector", "Police and justice").is(200, "Vale Constabulary is changed")
		b.post(shown.url+"/leave", "version", "2", "left", "31 February").is(422, "February")
		b.post(shown.url+"/leave", "version", "2", "left", "today").is(200, "left on 1 September 2026")
		b.get("/organisations").is(200, "1 organisation").lacks("Vale Constabulary")
		b.get("/organisations?show=left").is(200, "Vale Constabulary", "Left 1 September 2026")
		b.post(shown.url+"/rejoin", "version", "3").is(200, "belongs to the partnership again")
		b.post(shown.url+"/rejoin", "version", "4").is(409, "has not left the partnership")
	})
	t.Run("what is wrong is said beside the fields, what was typed is kept", func(t *testing.T) {
		s := newSite(t)
		s.vale()
		a := s.as("ann@opcc.example").post("/organisations", "name", "Vale police.", "short_name", "OPCC", "sector", "Wizards", "joined", "30/2/2026").
			is(422, "There is an organisation with this name already: Vale Police", "Office of the Commissioner goes by this name already", "is not one of them", "February")
		if v, _ := a.Find("#name").Attr("value"); v != "Vale police." {
			t.Errorf("the field holds %q", v)
		}
		if a.Find(".govuk-error-summary a[href='#sector']").Length() != 1 {
			t.Error("the summary does not lead to the sector")
		}
	})
	t.Run("a stale save shows both and saves neither", func(t *testing.T) {
		s := newSite(t)
		org, _, _ := s.vale()
		b, path := s.as("ann@opcc.example"), fmt.Sprintf("/organisations/%d", org.ID)
		b.post(path, "version", "1", "name", "Vale Police", "short_name", "VALE", "sector", "Police and justice")
		a := b.post(path, "version", "1", "name", "Vale Police Service", "short_name", "VP", "sector", "Police and justice").is(409, "Someone else changed this", "What is saved now", "VALE", "Vale Police Service")
		if v, _ := a.Find("input[name=version]").Attr("value"); v != "2" {
			t.Errorf("the form's version is %s", v)
		}
		b.post(path, "version", "2", "name", "Vale Police Service", "short_name", "VP", "sector", "Police and justice").is(200, "Vale Police Service is changed")
	})
	t.Run("members and partners may read, not change", func(t *testing.T) {
		s := newSite(t)
		org, _, _ := s.vale()
		for _, who := range []string{"pat@vp.example", "mo@vp.example"} {
			b := s.as(who)
			a := b.get("/organisations").is(200, "Vale Police", "Office of the Commissioner").lacks("/organisations/new")
			if a.Find(".govuk-service-navigation a[href='/people']").Length() != 0 {
				t.Error("People is in the navigation")
			}
			b.get(fmt.Sprintf("/organisations/%d", org.ID)).is(200, "Pat Partner", "pat@vp.example")
			b.get("/organisations/1").is(200, "Ann Archer").lacks("ann@opcc.example<")
			b.post(fmt.Sprintf("/organisations/%d", org.ID), "version", "1", "name", "X").is(403)
		}
	})
}

func TestPeople(t *testing.T) {
	t.Run("one is added, found, changed, closed and opened", func(t *testing.T) {
		s := newSite(t)
		org, _, _ := s.vale()
		b := s.as("ann@opcc.example")
		a := b.post("/people", "name", "Łukasz Wiśniewski", "email", "L.Wisniewski@vp.example", "organisation", fmt.Sprint(org.ID), "role", "partner").is(200, "Łukasz Wiśniewski is added, with the initials ŁW")
		path := a.url
		b.get("/people?q=lukasz").is(200, "1 person", "Łukasz Wiśniewski")
		b.get("/people?q=wisniewski%40vp").is(200, "1 person")
		b.get("/people?q=%25").is(200, "Nobody matches")
		b.get(path+"/edit").is(200, "Change Łukasz Wiśniewski")
		b.post(path, "version", "1", "name", "Łukasz Wiśniewski", "email", "l.wisniewski@vp.example", "organisation", fmt.Sprint(org.ID), "role", "member", "initials", "PP").is(422, "PP already stands for Pat Partner: choose others, for example ŁW")
		b.post(path, "version", "1", "name", "Łukasz Wiśniewski", "email", "l.wisniewski@vp.example", "organisation", fmt.Sprint(org.ID), "role", "member", "initials", "LW").is(200, "is changed", "LW")
		b.post(path+"/close", "version", "2").is(200, "The account of Łukasz Wiśniewski is closed")
		b.get("/people").is(200).lacks("Łukasz")
		b.get("/people?show=closed").is(200, "Łukasz")
		b.post(path+"/close", "version", "3").is(409, "is closed already")
		s.as("pat@vp.example").get(path).is(404)
		b.post(path+"/open", "version", "3").is(200, "is open again. The initials are LW")
	})
	t.Run("what is wrong is said beside the fields", func(t *testing.T) {
		s := newSite(t)
		s.vale()
		a := s.as("ann@opcc.example").post("/people", "name", "", "email", "PAT@vp.example", "organisation", "99", "role", "admin", "initials", "PP").
			is(422, "Enter the person's name", "Pat Partner has this email address already", "Choose the person's organisation", "Choose what the person may do", "PP already stands for Pat Partner")
		for _, field := range []string{"name", "email", "organisation", "role", "initials"} {
			if a.Find("#"+field).Length() != 1 || a.Find(".govuk-error-summary a[href='#"+field+"']").Length() != 1 {
				t.Errorf("the summary does not lead to %s", field)
			}
		}
	})
	t.Run("the last of the secretariat stays", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		b.post("/people/1/close", "version", "1").is(409, "the only person in the secretariat")
		b.post("/people/1", "version", "1", "name", "Ann Archer", "email", "ann@opcc.example", "organisation", "1", "role", "member").is(422, "the only person in the secretariat")
	})
	t.Run("a stale save shows both", func(t *testing.T) {
		s := newSite(t)
		_, pat, _ := s.vale()
		b, path := s.as("ann@opcc.example"), fmt.Sprintf("/people/%d", pat.ID)
		save := func(version, name, title string) *answer {
			return b.post(path, "version", version, "name", name, "email", "pat@vp.example", "job_title", title, "organisation", fmt.Sprint(pat.OrganisationID), "role", "partner", "initials", "PP")
		}
		save("1", "Pat Partner", "Inspector").is(200)
		save("1", "Pat Parker", "Officer").is(409, "Someone else changed this", "Inspector", "Pat Parker")
	})
	t.Run("the list asks the same number of questions with 3 people and with 300, by pages", func(t *testing.T) {
		s := newSite(t)
		org, _, _ := s.vale()
		ask := func() int64 {
			var n atomic.Int64
			ctx := models.WithQueryCount(t.Context(), &n)
			for _, err := range []error{
				func() error { _, err := s.store.People(ctx, s.ann, models.PeopleFilter{}); return err }(),
				func() error { _, err := s.store.Organisations(ctx, s.ann, models.OrganisationFilter{}); return err }(),
				func() error { _, err := s.store.Organisation(ctx, s.ann, org.ID); return err }(),
			} {
				if err != nil {
					t.Fatal(err)
				}
			}
			return n.Load()
		}
		few := ask()
		for i := range 150 {
			o, err := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: fmt.Sprintf("Body %d", i), Sector: "Health"})
			if err != nil {
				t.Fatal(err)
			}
			for j, in := range []int64{o.ID, org.ID} {
				if _, err := s.store.AddPerson(t.Context(), s.ann, models.PersonForm{Name: fmt.Sprintf("Person %d %d", j, i), Email: fmt.Sprintf("p%d.%d@x.example", j, i), OrganisationID: in, Role: models.RoleMember}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if many := ask(); many != few {
			t.Errorf("%d questions for few, %d for many", few, many)
		}
		seen := map[string]bool{}
		b, path := s.as("ann@opcc.example"), "/people"
		for range 4 {
			a := b.get(path).is(200, "303 people")
			a.Find("tbody td:first-child a").Each(func(_ int, link *goquery.Selection) { seen[link.Text()] = true })
			path, _ = a.Find(".govuk-pagination__next a").Attr("href")
			if path == "" {
				break
			}
		}
		if len(seen) != 303 || path != "" {
			t.Errorf("the pages held %d people", len(seen))
		}
	})
}

func TestImport(t *testing.T) {
	read := func(t *testing.T, name string) []byte {
		t.Helper()
		data, err := os.ReadFile("../models/testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	hidden := func(a *answer, name string) string {
		v, _ := a.Find("form input[name=" + name + "]").Attr("value")
		return v
	}
	t.Run("organisations and people are previewed, then taken", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		b.get("/organisations/import").is(200, "Import organisations")
		a := b.upload("/organisations/import", "file", "organisations.csv", read(t, "organisations.csv")).is(200, "Import 39 organisations", "Nothing is imported yet", "organisations.csv")
		b.get("/organisations").is(200, "1 organisation.").lacks("Kirklees")
		b.upload("/organisations/import/confirm", "", "", nil, "list", hidden(a, "list"), "digest", hidden(a, "digest"), "change", "yes").is(200, "39 organisations added, 1 changed.", "Kirklees")
		a = b.upload("/people/import", "file", "people-messy.csv", read(t, "people-messy.csv")).
			is(200, "Import 3 people", "7not imported", "Row 1 is a title", "“Holt, Rebecca” is taken as “Rebecca Holt”", "Write secretariat, partner or member", "1 blank row skipped")
		if n := a.Find("tbody tr").Length(); n != 10 {
			t.Errorf("%d rows are listed", n)
		}
		b.upload("/people/import/confirm", "", "", nil, "list", hidden(a, "list"), "digest", hidden(a, "digest")).is(200, "3 people added; 7 rows were not taken.", "Rebecca Holt")
		b.upload("/people/import/confirm", "", "", nil, "list", hidden(a, "list"), "digest", hidden(a, "digest")).is(409, "have changed since this preview was made", "There is nothing to import")
	})
	t.Run("pasted cells are read as well", func(t *testing.T) {
		s := newSite(t)
		s.as("ann@opcc.example").post("/people/import", "pasted", "Name\tEmail\tOrganisation\tRole\nBob Brown\tbob@opcc.example\topcc\tpartner").is(200, "Import 1 person", "separated by tabs")
	})
	t.Run("nothing, too much, and what is no list are refused on the same page", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		b.post("/people/import").is(422, "Choose a file, or paste the cells below")
		b.upload("/people/import", "file", "people.xlsx", []byte("PK\x03\x04")).is(422, "This is a workbook")
		b.upload("/people/import", "file", "big.csv", bytes.Repeat([]byte("a,b,c\n"), 400_000)).is(422, "2 MB at most")
		b.upload("/people/import", "file", "big.csv", bytes.Repeat([]byte("a,b,c\n"), 1_600_000)).is(422, "2 MB at most")
		a := b.post("/people/import", "pasted", "Ann, no columns").is(422, "No row of column names was found")
		if !strings.Contains(a.Find("textarea").Text(), "Ann, no columns") {
			t.Error("what was pasted is gone")
		}
	})
}
