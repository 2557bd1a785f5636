package tests

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"quarterday/models"
)

// TestEveryPageAsksTheSameNumberOfQuestions counts what each page asks of the
// database, once over the sample partnership with a row more in each list, so
// that none is empty, and once when the lists have grown by some hundred.
func TestEveryPageAsksTheSameNumberOfQuestions(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	s := newSample(t, func(site http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			site.ServeHTTP(w, r.WithContext(models.WithQueryCount(r.Context(), &asked)))
		})
	})
	match := newMatcher(s.routes)
	clients, pages := map[models.Role]*http.Client{}, map[models.Role][]found{}
	for _, role := range everybody {
		clients[role] = signInAs(t, s.base, role)
		pages[role] = crawl(t, clients[role], s.base, match, 3)
	}
	count := func(role models.Role, path string) int64 {
		asked.Store(0)
		f, err := get(clients[role], s.base, path)
		if err != nil {
			t.Fatal(err)
		}
		if f.status != http.StatusOK {
			t.Errorf("%s as %s answers %d", path, nameOf(role), f.status)
		}
		return asked.Load()
	}
	g := &growth{sample: s, pages: pages[models.RoleSecretariat]}
	g.grow(1)
	few := map[string]int64{}
	for _, role := range everybody {
		count(role, "/") // reads the settings, which are kept as long as nothing changes
		for _, f := range pages[role] {
			few[nameOf(role)+f.path] = count(role, f.path)
		}
	}
	g.grow(100)
	most, compared := int64(0), 0
	for _, role := range everybody {
		count(role, "/")
		for _, f := range pages[role] {
			many := count(role, f.path)
			if was := few[nameOf(role)+f.path]; many != was {
				t.Errorf("%s as %s asks %d questions of few rows and %d of many", f.path, nameOf(role), was, many)
			}
			most, compared = max(most, many), compared+1
		}
	}
	t.Logf("%d addresses, at most %d questions each", compared, most)
}

// growth adds to every list that pages show.
type growth struct {
	*sample
	pages  []found // of the secretariat
	n      int     // how often it has added, so that no two things are the same
	bodies []models.Organisation
	people []models.Actor // of those bodies
}

func (g *growth) must(err error) {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
}

// meetings are the newest meeting of which the minutes are circulated and can still
// change, and the one to come.
func (g *growth) meetings() (last, next string) {
	g.t.Helper()
	list, err := g.store.Meetings(g.t.Context(), g.actor(models.RoleSecretariat))
	g.must(err)
	for _, y := range list.Years {
		for _, m := range y.Meetings {
			if last == "" && m.Minutes == models.MinutesCirculated {
				last = m.Reference
			}
		}
	}
	if last == "" || list.Next == nil {
		g.t.Fatal("the sample has no meeting to add to")
	}
	return last, list.Next.Reference
}

// grow adds so many rows, or a few times as many, to each list.
func (g *growth) grow(rows int) {
	ctx, secretary := g.t.Context(), g.actor(models.RoleSecretariat)
	for range max(1, rows/2) {
		g.n++
		o, err := g.store.AddOrganisation(ctx, secretary, models.OrganisationForm{Name: fmt.Sprintf("Body number %d", g.n), ShortName: fmt.Sprintf("B%d", g.n), Sector: "Health"})
		g.must(err)
		g.bodies = append(g.bodies, o)
	}
	for range 3 * rows {
		g.n++
		p, err := g.store.AddPerson(ctx, secretary, models.PersonForm{
			Name: fmt.Sprintf("Person Number%d", g.n), Email: fmt.Sprintf("person%d@body.example", g.n), Role: models.RolePartner, OrganisationID: g.bodies[g.n%len(g.bodies)].ID,
		})
		g.must(err)
		g.people = append(g.people, p.Actor())
	}
	for range max(1, rows/2) {
		g.n++
		_, err := g.store.EnterPastMeeting(ctx, secretary, models.MeetingForm{Date: fmt.Sprintf("2001-%02d-%02d", 1+g.n/28%12, 1+g.n%28), Time: "10:00", Reason: "An old one"})
		g.must(err)
	}
	last, next := g.meetings()
	g.growNext(secretary, next, rows)
	g.growLast(secretary, last, rows)
	g.growActions(secretary, rows)
	g.growPractices(secretary, rows)
}

// growNext adds to the next meeting: items, submissions and answers.
func (g *growth) growNext(secretary models.Actor, ref string, rows int) {
	ctx, partner := g.t.Context(), g.actor(models.RolePartner)
	for range rows {
		g.n++
		form := models.ItemForm{Title: fmt.Sprintf("Item %d", g.n), Purpose: models.ForDiscussion, Minutes: "5", Ask: "Hear it."}
		_, err := g.store.AddItem(ctx, secretary, ref, form)
		g.must(err)
		i, err := g.store.DraftItem(ctx, partner, ref, form)
		g.must(err)
		_, err = g.store.SubmitItem(ctx, partner, i.ID, i.Version, form)
		g.must(err)
	}
	for _, p := range g.people[len(g.people)-rows:] {
		_, err := g.store.ReplyToInvitation(ctx, p, ref, models.ReplyForm{Reply: models.ReplyComing})
		g.must(err)
	}
}

// growLast adds to the minutes of the last meeting.
func (g *growth) growLast(secretary models.Actor, ref string, rows int) {
	ctx, partner := g.t.Context(), g.actor(models.RolePartner)
	screen, err := g.store.TakeMinutesPage(ctx, secretary, ref, 0)
	g.must(err)
	for n := range rows {
		for _, form := range []models.EntryForm{
			{Kind: models.EntryNote, Text: "Somebody said something."},
			{Kind: models.EntryDecision, Text: "It was decided.", How: models.HowAgreed},
			{Kind: models.EntryAction, Text: "Do it.", Owners: []models.OwnerForm{{OrganisationID: partner.OrganisationID}, {PersonID: g.people[n].PersonID}}},
		} {
			g.n++
			_, err := g.store.RecordEntry(ctx, secretary, ref, screen.Item.ItemID, fmt.Sprintf("grow-%d", g.n), form)
			g.must(err)
		}
		_, err := g.store.AskForCorrection(ctx, secretary, ref, models.CorrectionForm{Text: fmt.Sprintf("Correction %d", g.n)})
		g.must(err)
	}
}

// growActions adds to the history of the actions whose pages were found.
func (g *growth) growActions(secretary models.Actor, rows int) {
	ctx := g.t.Context()
	for _, f := range g.pages {
		if f.pattern != "/actions/:prefix/:number" {
			continue
		}
		page, err := g.store.ActionPage(ctx, secretary, strings.TrimPrefix(f.path, "/actions/"))
		g.must(err)
		for range rows {
			if page.MayUpdate {
				_, err = g.store.UpdateAction(ctx, secretary, page.Action.ID, models.UpdateForm{Note: "It goes on."})
				g.must(err)
			}
		}
	}
}

// growPractices adds practices that wait and that anybody may read, and bodies
// that use them.
func (g *growth) growPractices(secretary models.Actor, rows int) {
	ctx := g.t.Context()
	for n := range rows {
		g.n++
		form := models.PracticeForm{
			Title: fmt.Sprintf("Practice number %d", g.n), Summary: "What helps.", Context: "A problem.", Done: "Something.", Results: "It worked.", Conditions: "Anywhere.", Contact: "Ask us.",
			Themes: []string{"Children"}, Visibility: models.ForPublic,
		}
		p, err := g.store.DraftPractice(ctx, g.people[n], form)
		g.must(err)
		p, err = g.store.SubmitPractice(ctx, g.people[n], p.ID, p.Version, form)
		g.must(err)
		if n%2 == 1 {
			continue // it waits
		}
		_, err = g.store.PublishPractice(ctx, secretary, p.ID, p.Version, models.ForPublic)
		g.must(err)
		for _, o := range g.bodies[:min(3, len(g.bodies))] {
			if o.ID != g.people[n].OrganisationID {
				_, err = g.store.AdoptPractice(ctx, secretary, p.ID, models.AdoptionForm{OrganisationID: o.ID, Note: "So do we."})
				g.must(err)
			}
		}
	}
}
