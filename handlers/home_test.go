package handlers

import (
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"quarterday/models"
	"quarterday/static"
)

// year is a site in the middle of its second quarter: the minutes of 9 June
// are published, those of 8 September circulated, 8 December is called and
// takes items until 17 November. Pat is a partner of the police, Hal of health,
// Mo a member of the police.
type year struct {
	*site
	pat, hal, mo models.Actor
}

func must[T any](y *year) func(T, error) T {
	return func(value T, err error) T {
		y.t.Helper()
		if err != nil {
			y.t.Fatal(err)
		}
		return value
	}
}

func newYear(t *testing.T) *year {
	t.Helper()
	y := &year{site: newSite(t)}
	ctx, store := t.Context(), y.store
	y.setClock("2026-03-02 09:00")
	police := must[models.Organisation](y)(store.AddOrganisation(ctx, y.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"}))
	health := must[models.Organisation](y)(store.AddOrganisation(ctx, y.ann, models.OrganisationForm{Name: "NHS Vale", ShortName: "NHSV", Sector: "Health"}))
	person := func(name, email string, org models.Organisation, role models.Role) models.Actor {
		must[models.Person](y)(store.AddPerson(ctx, y.ann, models.PersonForm{Name: name, Email: email, JobTitle: "Officer", OrganisationID: org.ID, Role: role}))
		token := must[*models.SignInLink](y)(store.RequestSignIn(ctx, email, "/")).Token
		return must[models.Actor](y)(store.SignedIn(ctx, must[string](y)(store.UseSignInLink(ctx, token))))
	}
	y.pat = person("Pat Poole", "pat@vp.example", police, models.RolePartner)
	y.hal = person("Hal Hughes", "hal@nhs.example", health, models.RolePartner)
	y.mo = person("Mo Moss", "mo@vp.example", police, models.RoleMember)
	var forms []models.MeetingForm
	for _, day := range []string{"9 June 2026", "8 September 2026", "8 December 2026", "9 March 2027"} {
		forms = append(forms, models.MeetingForm{Date: day, Venue: "Committee Room 2, Ashbourne Town Hall", ChairID: y.ann.PersonID})
	}
	must[[]models.Meeting](y)(store.PlanMeetings(ctx, y.ann, forms))
	y.setClock("2026-04-14 09:00")
	y.call("2026-q2")
	y.publish("2026-q2", "2026-06-01 09:00")
	y.hold("2026-q2", "2026-06-09 11:00",
		models.EntryForm{Kind: models.EntryAction, Text: "Write a one-page guide for emergency departments", Owners: []models.OwnerForm{{OrganisationID: health.ID}}, DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineDate, Due: "11 October 2026"}},
		models.EntryForm{Kind: models.EntryAction, Text: "Share the contacts list", Owners: []models.OwnerForm{{PersonID: y.pat.PersonID}}, DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineNextMeeting}})
	y.circulate("2026-q2", "2026-06-11 09:00")
	y.setClock("2026-07-14 09:00")
	y.call("2026-q3")
	y.publish("2026-q3", "2026-09-01 09:00")
	y.hold("2026-q3", "2026-09-08 11:00",
		models.EntryForm{Kind: models.EntryAction, Text: "Send the name of a data contact to the secretariat", AllPartners: true, DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineDate, Due: "27 November 2026"}},
		models.EntryForm{Kind: models.EntryAction, Text: "Tell nobody outside", Restricted: true, Owners: []models.OwnerForm{{OrganisationID: police.ID}}, DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineOngoing}})
	must[models.Minutes](y)(store.AgreeMinutes(ctx, y.ann, "2026-q2", y.minutes("2026-q2").Version, models.AgreementForm{At: "2026-q3"}))
	must[models.Minutes](y)(store.PublishMinutes(ctx, y.ann, "2026-q2", y.minutes("2026-q2").Version))
	y.circulate("2026-q3", "2026-09-10 09:00")
	y.setClock("2026-10-13 09:00")
	y.call("2026-q4")
	y.setClock("2026-11-10 09:00")
	return y
}

func (y *year) page(ref string) models.MeetingPage {
	return must[models.MeetingPage](y)(y.store.MeetingPage(y.t.Context(), y.ann, ref))
}

func (y *year) minutes(ref string) models.Minutes { return y.page(ref).Minutes }

func (y *year) call(ref string) {
	must[models.Meeting](y)(y.store.CallMeeting(y.t.Context(), y.ann, ref, y.page(ref).Meeting.Version))
}

func (y *year) publish(ref, at string) {
	y.setClock(at)
	must[models.AgendaVersion](y)(y.store.PublishAgenda(y.t.Context(), y.ann, ref, y.page(ref).Meeting.Version))
}

// hold takes the minutes under the last item and finishes the meeting.
func (y *year) hold(ref, at string, entries ...models.EntryForm) {
	y.setClock(at)
	items := y.page(ref).Agenda.Items
	for n, e := range entries {
		must[models.Entry](y)(y.store.RecordEntry(y.t.Context(), y.ann, ref, items[len(items)-1].ItemID, fmt.Sprint(ref, n), e))
	}
	must[models.Meeting](y)(y.store.FinishMeeting(y.t.Context(), y.ann, ref, y.page(ref).Meeting.Version, "10:00", "11:52"))
}

func (y *year) circulate(ref, at string) {
	y.setClock(at)
	must[models.Minutes](y)(y.store.CirculateMinutes(y.t.Context(), y.ann, ref, y.minutes(ref).Version))
}

// submit sends in an item for December as this person.
func (y *year) submit(who models.Actor, title string, restricted bool) models.Item {
	form := models.ItemForm{Title: title, Purpose: models.ForDecision, Minutes: "15", Ask: "Choose.", Restricted: restricted}
	i := must[models.Item](y)(y.store.DraftItem(y.t.Context(), who, "2026-q4", form))
	return must[models.Item](y)(y.store.SubmitItem(y.t.Context(), who, i.ID, i.Version, form))
}

func TestHomeOfEachRole(t *testing.T) {
	y := newYear(t)
	y.submit(y.pat, "Safe-house capacity", true)
	for email, says := range map[string][]string{
		"ann@opcc.example": {"What needs you now", "1 submission waits for your decision", "2 actions are overdue", "Submissions close for the meeting of 8 December"},
		"pat@vp.example":   {"What needs you now", "Are you coming on Tuesday 8 December 2026?", "17:00 on Tuesday 17 November", "1 action is overdue", "Safe-house capacity", "Waiting for a decision"},
		"hal@nhs.example":  {"Are you coming", "1 action is overdue", "2026-Q2/01"},
		"mo@vp.example":    {"Tuesday 8 December 2026, 10:00 to 12:00", "The agenda is being put together", "Minutes of 8 September", "Draft, version 1"},
		"":                 {"Calder Vale Partnership", "Tuesday 8 December 2026", "Minutes of 9 June 2026", "Report a concern", "Sign in"},
	} {
		t.Run("home of "+email, func(t *testing.T) {
			y.t = t
			b := y.public()
			if email != "" {
				b = y.as(email)
			}
			a := b.get("/").is(200, says...)
			if n := a.Find("h1").Length(); n != 1 {
				t.Errorf("%d h1", n)
			}
			if email != "pat@vp.example" && email != "mo@vp.example" {
				a.lacks("Safe-house capacity")
			}
		})
	}
}

func TestHomeKeepsToWhatTheViewerMaySee(t *testing.T) {
	y := newYear(t)
	ctx := t.Context()
	draft := must[models.Item](y)(y.store.DraftItem(ctx, y.pat, "2026-q4", models.ItemForm{Title: "Warehouse visits"}))
	form := models.PracticeForm{Title: "Talking to landlords", Summary: "s", Context: "c", Done: "d", Results: "r", Lessons: "l", Conditions: "c", Contact: "Pat", Visibility: models.ForMembers}
	practice := must[models.Practice](y)(y.store.DraftPractice(ctx, y.pat, form))
	practice = must[models.Practice](y)(y.store.SubmitPractice(ctx, y.pat, practice.ID, practice.Version, form))
	t.Run("drafts are the organisation's own", func(t *testing.T) {
		y.t = t
		y.as("pat@vp.example").get("/").is(200, "Finish your draft “Warehouse visits”", "Talking to landlords", "Submitted")
		for _, email := range []string{"hal@nhs.example", "mo@vp.example", "ann@opcc.example"} {
			y.as(email).get("/").is(200).lacks(draft.Title, practice.Title)
		}
	})
	t.Run("a practice for members is not the public's", func(t *testing.T) {
		y.t = t
		must[models.Practice](y)(y.store.PublishPractice(ctx, y.ann, practice.ID, practice.Version, models.ForMembers))
		y.as("mo@vp.example").get("/").is(200, practice.Title)
		y.public().get("/").is(200).lacks(practice.Title)
	})
	t.Run("the public hears of no place, no name, no draft minutes, nothing restricted", func(t *testing.T) {
		y.t = t
		y.public().get("/").is(200).lacks("Committee Room", "Ann Archer", "Minutes of 8 September", "Tell nobody", "2026-q4", "2026-q3")
	})
	t.Run("what is restricted is marked for those who may read it", func(t *testing.T) {
		y.t = t
		a := y.as("pat@vp.example").get("/").is(200, "Tell nobody outside Members only")
		if a.Find(`a[href="/actions/2026-Q3/02"]`).Length() != 1 {
			t.Error("no link to the action")
		}
	})
	t.Run("actions of minutes not yet sent out are the minute-taker's", func(t *testing.T) {
		y.t = t
		y.holdDecember()
		y.as("pat@vp.example").get("/").is(200).lacks("Not yet circulated")
	})
}

// holdDecember takes an action at the December meeting, whose minutes stay a draft.
func (y *year) holdDecember() {
	y.publish("2026-q4", "2026-11-30 09:00")
	y.hold("2026-q4", "2026-12-08 11:00", models.EntryForm{Kind: models.EntryAction, Text: "Not yet circulated", AllPartners: true})
}

func TestAnswerFromHome(t *testing.T) {
	y := newYear(t)
	b := y.as("pat@vp.example")
	form := b.get("/").is(200, "Are you coming").Find(`form[action="/meetings/2026-q4/reply"]`)
	button := form.Find("button")
	if name, value := button.AttrOr("name", ""), button.AttrOr("value", ""); name != "reply" || value != "coming" {
		t.Fatalf("the button sends %s=%s", name, value)
	}
	b.post("/meetings/2026-q4/reply", "reply", "coming")
	a := b.get("/").is(200, "You are coming.", "1 of 3 organisations")
	a.lacks("Are you coming on")
	y.setClock("2026-12-08 10:30")
	y.as("pat@vp.example").get("/").is(200, "What needs you now").lacks("Change your answer")
}

func TestWhatBecameOfItemsOnHome(t *testing.T) {
	y := newYear(t)
	ctx := t.Context()
	i := y.submit(y.pat, "Car washes", false)
	must[models.Item](y)(y.store.AcceptItem(ctx, y.ann, i.ID, i.Version))
	i = y.submit(y.pat, "Social care", false)
	must[models.Item](y)(y.store.DeferItem(ctx, y.ann, i.ID, i.Version, "2027-q1", "December is full."))
	i = y.submit(y.pat, "Our logo", false)
	must[models.Item](y)(y.store.DeclineItem(ctx, y.ann, i.ID, i.Version, "Please write to all partners."))
	a := y.as("pat@vp.example").get("/").is(200, "Our logo For 8 December “Please write to all partners.” Declined",
		"Social care For 8 December. Deferred to 9 March 2027 “December is full.” Deferred", "Car washes For 8 December Accepted")
	if n := strings.Count(a.text(), "Social care"); n != 1 {
		t.Errorf("the deferred item is there %d times", n)
	}
	y.as("ann@opcc.example").get("/").is(200, "1 submission waits for your decision For the meeting of 9 March 2027.")
	y.holdDecember()
	y.setClock("2026-12-10 09:00")
	y.as("pat@vp.example").get("/").is(200, "Social care For 9 March 2027").lacks("Our logo", "Car washes")
}

func TestHomeWordsCountsAndDays(t *testing.T) {
	y := newYear(t)
	y.submit(y.pat, "One", false)
	home := func(says ...string) {
		t.Helper()
		y.as("ann@opcc.example").get("/").is(200, says...) // sessions end while the clock is moved on
	}
	home("1 submission waits for your decision", "Waiting since today.", "Due by Monday 30 November.", "3 things")
	y.submit(y.hal, "Two", false)
	home("2 submissions wait for your decision", "The oldest has waited since today.", "2 actions are overdue")
	y.setClock("2026-11-30 09:00")
	home("Publish the agenda of 8 December Due today. Due today")
	y.setClock("2026-12-02 09:00")
	home("Was due on Monday 30 November. 2 working days late", "2 late")
	y.publish("2026-q4", "2026-12-02 09:00")
	y.setClock("2026-12-08 09:00")
	home("Take the minutes of today’s meeting 10:00 to 12:00, Committee Room 2, Ashbourne Town Hall. Today", "Have the minutes of 8 September agreed")
	y.hold("2026-q4", "2026-12-08 12:30", models.EntryForm{Kind: models.EntryNote, Text: "Said."})
	home("Circulate the draft minutes of 8 December", "Due by Thursday 10 December.")
}

func TestNothingNeedsTheViewer(t *testing.T) {
	s := newSite(t)
	s.as("ann@opcc.example").get("/").is(200, "Begin here", "Add the partner organisations").lacks("Nothing needs you now")
	org, err := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.AddPerson(t.Context(), s.ann, models.PersonForm{Name: "Pat Poole", Email: "pat@vp.example", OrganisationID: org.ID, Role: models.RolePartner}); err != nil {
		t.Fatal(err)
	}
	s.as("pat@vp.example").get("/").is(200, "Nothing needs you now", "You will get an email when the next meeting is called.")
	if _, err := s.store.PlanMeetings(t.Context(), s.ann, []models.MeetingForm{{Date: "8 December 2026"}, {Date: "9 March 2027"}}); err != nil {
		t.Fatal(err)
	}
	s.setClock("2026-10-05 09:00")
	s.as("ann@opcc.example").get("/").is(200, "Nothing needs you now", "Next, on Tuesday 13 October: call the meeting of 8 December.").lacks("Begin here")
}

func TestQuestionsOfHomeOverHTTP(t *testing.T) {
	y := newYear(t)
	var n atomic.Int64
	server, err := New(y.store, y.kept, Config{BaseURL: "http://quarterday.example", Build: "test"})
	if err != nil {
		t.Fatal(err)
	}
	handler := server.Handler()
	y.server.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		handler.ServeHTTP(w, r.WithContext(models.WithQueryCount(r.Context(), &n)))
	})
	browsers := map[string]*browser{"secretariat": y.as("ann@opcc.example"), "partner": y.as("pat@vp.example"), "member": y.as("mo@vp.example"), "public": y.public()}
	count := func(b *browser) int64 {
		b.get("/").is(200) // the settings are read anew after each command
		n.Store(0)
		b.get("/").is(200)
		return n.Load()
	}
	fill := func(from, to int) {
		for i := from; i < to; i++ {
			y.submit(y.pat, fmt.Sprint("Item ", i), false)
			form := models.PracticeForm{Title: fmt.Sprint("Practice ", i), Summary: "s", Context: "c", Done: "d", Results: "r", Lessons: "l", Conditions: "c", Contact: "Pat", Visibility: models.ForPublic, Key: fmt.Sprint(i)}
			p := must[models.Practice](y)(y.store.DraftPractice(t.Context(), y.pat, form))
			p = must[models.Practice](y)(y.store.SubmitPractice(t.Context(), y.pat, p.ID, p.Version, form))
			if i%2 == 0 {
				must[models.Practice](y)(y.store.PublishPractice(t.Context(), y.ann, p.ID, p.Version, models.ForPublic))
			}
		}
	}
	fill(0, 3)
	few := map[string]int64{}
	for name, b := range browsers {
		few[name] = count(b)
	}
	fill(3, 60)
	for name, b := range browsers {
		t.Run(name, func(t *testing.T) {
			y.t = t
			if many := count(b); many != few[name] || many == 0 || many > 30 {
				t.Errorf("%d questions with few rows, %d with many", few[name], many)
			}
		})
	}
}

func TestPagesThatTheFooterLinksTo(t *testing.T) {
	s := newSite(t)
	for path, says := range map[string][]string{
		"/report-a-concern": {"Report a concern", "In an emergency 999", "Do not report it on this site"},
		"/privacy":          {"keep its records for 10 years", "after 8 hours without use, and after 7 days", "two cookies", "quarterday", "flash", "ann@opcc.example"},
		"/accessibility":    {"ann@opcc.example", "axe-core", "PDF/UA-1", "do not claim"},
	} {
		for name, b := range map[string]*browser{"the public": s.public(), "the secretariat": s.as("ann@opcc.example")} {
			t.Run(path+" for "+name, func(t *testing.T) {
				s.t = t
				a := b.get(path).is(200, says...)
				if a.Find("h1").Length() != 1 {
					t.Error("not one h1")
				}
			})
		}
	}
	t.Run("a number can be rung", func(t *testing.T) {
		if href := s.public().get("/report-a-concern").Find(".app-report a").First().AttrOr("href", ""); href != "tel:999" {
			t.Errorf("links to %q", href)
		}
	})
}

func TestHomeIsKeptByBrowsersUntilSomethingChanges(t *testing.T) {
	y := newYear(t)
	b := y.as("pat@vp.example")
	first := b.get("/").is(200).header.Get("ETag")
	if !strings.Contains(first, static.Version) {
		t.Errorf("the ETag %s does not name the static files", first)
	}
	ask := func(b *browser) int {
		req, _ := http.NewRequest(http.MethodGet, y.server.URL+"/", nil)
		req.Header.Set("If-None-Match", first)
		return b.do(req).status
	}
	if status := ask(b); status != http.StatusNotModified {
		t.Errorf("unchanged: %d", status)
	}
	if status := ask(y.as("hal@nhs.example")); status != http.StatusOK {
		t.Errorf("somebody else: %d", status)
	}
	y.submit(y.pat, "One", false)
	if status := ask(b); status != http.StatusOK {
		t.Errorf("changed: %d", status)
	}
}

func TestLinksOfHomeLeadSomewhere(t *testing.T) {
	y := newYear(t)
	y.submit(y.pat, "Safe-house capacity", false)
	y.setClock("2026-12-01 09:00")
	for _, email := range []string{"ann@opcc.example", "pat@vp.example", "mo@vp.example", ""} {
		t.Run("home of "+email, func(t *testing.T) {
			y.t = t
			b := y.public()
			if email != "" {
				b = y.as(email)
			}
			seen := map[string]bool{}
			for _, link := range b.get("/").is(200).Find("main a").EachIter() {
				href := link.AttrOr("href", "")
				if strings.HasPrefix(href, "/") && !seen[href] {
					seen[href] = true
					if status := b.get(href).status; status != http.StatusOK {
						t.Errorf("%s (%s) answers %d", href, link.Text(), status)
					}
				}
			}
			if len(seen) < 4 {
				t.Errorf("only %d links", len(seen))
			}
		})
	}
}
