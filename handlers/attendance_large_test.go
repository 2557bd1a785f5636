package handlers

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

// TestAttendanceOfAThousand: the sheet of a large partnership comes in parts
// that can be loaded on a telephone, and nobody falls between them.
func TestAttendanceOfAThousand(t *testing.T) {
	s := newSite(t)
	var list strings.Builder
	list.WriteString("name,email,organisation,role\n")
	for n := range 40 {
		if _, err := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: fmt.Sprintf("Organisation number %02d", n), ShortName: fmt.Sprint("O", n), Sector: "Health"}); err != nil {
			t.Fatal(err)
		}
	}
	for n := range 999 {
		fmt.Fprintf(&list, "Person Number %03d,person%d@vale.example,Organisation number %02d,member\n", n, n, n%40)
	}
	preview, err := s.store.PreviewPeople(t.Context(), s.ann, []byte(list.String()))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.ImportPeople(t.Context(), s.ann, []byte(list.String()), models.ImportConfirm{Digest: preview.Digest}); err != nil {
		t.Fatal(err)
	}
	planned, err := s.store.PlanMeetings(t.Context(), s.ann, []models.MeetingForm{{Date: "8 December 2026"}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.store.CallMeeting(t.Context(), s.ann, planned[0].Reference, planned[0].Version)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.PublishAgenda(t.Context(), s.ann, m.Reference, m.Version); err != nil {
		t.Fatal(err)
	}
	s.setClock("2026-12-08 10:30")
	b, at := s.as("ann@opcc.example"), "/meetings/"+m.Reference+"/attendance"
	people := func(a *answer) (all []string) {
		a.Find("form[action*='/attendance?'] tbody tr, form[action$='/attendance'] tbody tr").Each(func(_ int, tr *goquery.Selection) {
			all = append(all, tr.AttrOr("id", ""))
		})
		return all
	}
	t.Run("the parts hold everybody once, and none is large", func(t *testing.T) {
		var seen []string
		for path := at; path != ""; {
			a := b.get(path).is(200)
			if len(a.body) > 270_000 {
				t.Errorf("%s has %d bytes", path, len(a.body))
			}
			seen = append(seen, people(a)...)
			path = a.Find("a[rel=next]").AttrOr("href", "")
			if len(seen) > 2000 {
				t.Fatal("the parts do not end")
			}
		}
		slices.Sort(seen)
		if n := len(slices.Compact(seen)); n != 1000 || len(seen) != 1000 {
			t.Errorf("%d rows of %d people", len(seen), n)
		}
	})
	t.Run("a part is saved alone and leads to the next", func(t *testing.T) {
		a := b.get(at).is(200, "1 to 200 of 1,000")
		form := a.Find("form[action*='/attendance'] tbody tr").First()
		name := form.Find("input[type=radio]").First().AttrOr("name", "")
		version := form.Find("input[type=hidden]")
		a = b.post(at, name, "present", version.AttrOr("name", ""), version.AttrOr("value", ""), "then", "next").is(200, "1 row changed", "201 to 400 of 1,000", "1 person here")
		if !strings.HasSuffix(a.url, "page=2") {
			t.Errorf("it leads to %s", a.url)
		}
	})
	t.Run("somebody is found by name or organisation, and marked there", func(t *testing.T) {
		a := b.get(at+"?q=NUMBER+987").is(200, "Person Number 987")
		if n := len(people(a)); n != 1 {
			t.Fatalf("%d rows", n)
		}
		row := a.Find("tbody tr").First()
		name := row.Find("input[type=radio]").First().AttrOr("name", "")
		version := row.Find("input[type=hidden]")
		arrived := strings.Replace(name, "outcome", "arrived", 1)
		wrong := b.post(at+"?q=NUMBER+987", name, "present", arrived, "soonish", version.AttrOr("name", ""), version.AttrOr("value", "")).is(422, "That is not a time we understand", "Person Number 987")
		if len(people(wrong)) != 1 || wrong.Find(".govuk-error-summary a").First().AttrOr("href", "") == "" || wrong.Find(wrong.Find(".govuk-error-summary a").First().AttrOr("href", "#nowhere")).Length() != 1 {
			t.Error("the row that is wrong is not led to")
		}
		b.post(at+"?q=NUMBER+987", name, "present", arrived, "10:15", version.AttrOr("name", ""), version.AttrOr("value", "")).is(200, "1 row changed", "2 people here", "Person Number 987")
		if n := len(people(b.get(at + "?q=organisation+number+07"))); n != 25 {
			t.Errorf("organisation 07 has %d rows, want 25", n)
		}
		b.get(at+"?q=nobody+at+all").is(200, "Nobody on the list matches", "Show everybody")
	})
	t.Run("a part that there is not is not found", func(t *testing.T) { b.get(at + "?page=99").is(404); b.get(at + "?page=x").is(404) })
}
