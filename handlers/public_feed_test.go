package handlers

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"
	"time"

	"quarterday/models"
)

// atom reads a feed and checks what RFC 4287 asks of every one.
func (a *answer) atom() atomFeed {
	a.t.Helper()
	if got := a.header.Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
		a.t.Errorf("it is of type %q", got)
	}
	var f atomFeed
	d := xml.NewDecoder(strings.NewReader(a.body))
	if err := d.Decode(&f); err != nil {
		a.t.Fatal(err)
	}
	if _, err := d.Token(); err != io.EOF {
		a.t.Errorf("something follows the feed: %v", err)
	}
	ids := map[string]bool{}
	check := func(id, title, updated string, links []atomLink) {
		if !strings.HasPrefix(id, "tag:quarterday.example,2026-09-01:") && !strings.HasPrefix(id, "tag:quarterday.example,20") || title == "" || ids[id] {
			a.t.Errorf("id %q, title %q, seen before: %v", id, title, ids[id])
		}
		ids[id] = true
		if _, err := time.Parse(time.RFC3339, updated); err != nil {
			a.t.Errorf("updated: %v", err)
		}
		alternates := 0
		for _, l := range links {
			if l.Rel == "alternate" {
				alternates++
			}
			if !strings.HasPrefix(l.Href, "http://quarterday.example/") {
				a.t.Errorf("link to %q", l.Href)
			}
		}
		if alternates != 1 {
			a.t.Errorf("%s has %d alternate links", id, alternates)
		}
	}
	check(f.ID, f.Title, f.Updated, f.Links)
	last := f.Updated
	for _, e := range f.Entries {
		check(e.ID, e.Title, e.Updated, e.Links)
		if e.Updated > last {
			a.t.Errorf("%s is newer than what comes before it", e.ID)
		}
		last = e.Updated
	}
	if f.Author.Name == "" {
		a.t.Error("nobody is the author")
	}
	return f
}

func TestPublicFeed(t *testing.T) {
	y := newYear(t)
	share := func(title, summary string, visibility models.Visibility) {
		form := models.PracticeForm{Title: title, Summary: summary, Context: "c", Done: "d", Results: "r", Lessons: "l", Conditions: "c", Contact: "Pat", Visibility: visibility}
		p := must[models.Practice](y)(y.store.DraftPractice(t.Context(), y.pat, form))
		p = must[models.Practice](y)(y.store.SubmitPractice(t.Context(), y.pat, p.ID, p.Version, form))
		must[models.Practice](y)(y.store.PublishPractice(t.Context(), y.ann, p.ID, p.Version, visibility))
	}
	share("Dental <practices> & \"checks\"", "Receptionists\x0bask, 🦷 ]]>", models.ForPublic)
	y.setClock("2026-11-11 09:00")
	share("Quiet visits", "For members", models.ForMembers)
	f := y.public().get("/feed.atom").is(200).lacks("Quiet visits", "2026-q3", "Tell nobody", "Send the name").atom()
	if len(f.Entries) != 2 || f.Entries[0].Title != `Dental <practices> & "checks"` || f.Entries[1].Title != "Minutes of 9 June 2026" {
		t.Fatalf("it has %+v", f.Entries)
	}
	if e := f.Entries[0]; e.Author == nil || e.Author.Name != "Vale Police" || e.Updated != "2026-11-10T09:00:00Z" || f.Updated != e.Updated {
		t.Errorf("the practice is %+v", e)
	}
	if !strings.HasSuffix(f.Entries[1].ID, ":minutes/2026-q2") {
		t.Errorf("the minutes' id is %s", f.Entries[1].ID)
	}
	home := y.public().get("/").is(200, "Atom feed")
	if home.Find("head link[rel=alternate][type='application/atom+xml'][href='/feed.atom']").Length() != 1 {
		t.Error("the home page does not say where the feed is")
	}
	t.Run("what it links to is there for everybody", func(t *testing.T) {
		y.t = t
		for _, e := range f.Entries {
			for _, l := range e.Links {
				y.public().get(strings.TrimPrefix(l.Href, "http://quarterday.example")).is(200)
			}
		}
	})
}
