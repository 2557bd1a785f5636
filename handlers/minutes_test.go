package handlers

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

// held is a site at 10:30 on the day of a meeting whose agenda is published:
// Pat of Vale Police, Mo who only reads, Ann who takes the minutes.
type held struct {
	*site
	ref   string
	items []int64
}

func newHeld(t *testing.T) *held {
	t.Helper()
	s := newSite(t)
	ctx := t.Context()
	org, err := s.store.AddOrganisation(ctx, s.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []models.PersonForm{
		{Name: "Pat Partner", Email: "pat@vp.example", Role: models.RolePartner, OrganisationID: org.ID},
		{Name: "Mo Member", Email: "mo@vp.example", Role: models.RoleMember, OrganisationID: org.ID},
	} {
		if _, err := s.store.AddPerson(ctx, s.ann, p); err != nil {
			t.Fatal(err)
		}
	}
	planned, err := s.store.PlanMeetings(ctx, s.ann, []models.MeetingForm{{Date: "8 December 2026", ChairID: s.ann.PersonID, MinuteTakerID: s.ann.PersonID}, {Date: "9 March 2027"}})
	if err != nil {
		t.Fatal(err)
	}
	h := &held{site: s, ref: planned[0].Reference}
	if _, err := s.store.CallMeeting(ctx, s.ann, h.ref, planned[0].Version); err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.CallMeeting(ctx, s.ann, planned[1].Reference, planned[1].Version); err != nil {
		t.Fatal(err)
	}
	m, err := s.store.Meeting(ctx, s.ann, h.ref)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.PublishAgenda(ctx, s.ann, h.ref, m.Version); err != nil {
		t.Fatal(err)
	}
	agenda, err := s.store.AgendaContent(ctx, s.ann, h.ref, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range agenda.Items {
		h.items = append(h.items, i.ItemID)
	}
	s.setClock("2026-12-08 10:30")
	return h
}

func (h *held) path(rest string) string { return "/meetings/" + h.ref + rest }
func (h *held) take(item int) string {
	return h.path(fmt.Sprintf("/take-minutes?item=%d", h.items[item-1]))
}

// line types a line under an item.
func (h *held) line(b *browser, item int, line string, more ...string) *answer {
	h.t.Helper()
	return b.post(h.path("/entries"), append([]string{"item", fmt.Sprint(h.items[item-1]), "line", line}, more...)...)
}

// TestMinutesInTheBrowser goes from the attendance to the published minutes as
// the secretariat, a partner, a member and the public do, without scripts.
func TestMinutesInTheBrowser(t *testing.T) {
	h := newHeld(t)
	ann, pat, mo, public := h.as("ann@opcc.example"), h.as("pat@vp.example"), h.as("mo@vp.example"), h.public()

	sheet := ann.get(h.path("/attendance")).is(200, "Pat Partner", "Vale Police")
	var form []string
	sheet.Find("tr[id^=row_a]").Each(func(i int, row *goquery.Selection) {
		suffix := strings.TrimPrefix(row.AttrOr("id", ""), "row")
		version, _ := row.Find("input[type=hidden]").Attr("value")
		form = append(form, "outcome"+suffix, "present", "version"+suffix, version)
		if strings.Contains(row.Text(), "Pat") {
			form = append(form, "arrived"+suffix, "quarter past")
		}
	})
	a := ann.post(h.path("/attendance"), form...).is(422, "That is not a time we understand")
	if a.Find("input[name^=arrived][value='quarter past']").Length() != 1 || a.Find("input[type=radio][value=present][checked]").Length() != 3 {
		t.Error("what was typed is gone")
	}
	for i, v := range form {
		if v == "quarter past" {
			form[i] = "10.20"
		}
	}
	ann.post(h.path("/attendance"), form...).is(200, "3 rows changed", "3 people here")
	ann.post(h.path("/attendance/new"), "name", "Dr Amira Haddad", "organisation_name", "University Hospitals", "capacity", "guest", "outcome", "present").is(200, "Added to the list")
	ann.post(h.path("/attendance/new"), "name", "", "capacity", "guest", "outcome", "present").is(422, "Enter a name")

	h.line(ann, 1, "Introductions round the table.").is(200, "1.1", "Introductions round the table.", "Here: 4")
	h.line(ann, 3, "= vote 11-1-2: option (c)").is(200, "Decision 2026-Q4/D1", "11 for, 1 against, 2 abstained")
	h.line(ann, 3, "!PP send the card by 18 dec").is(200, "Action 2026-Q4/01", "Pat Partner · by 18 December 2026")
	h.line(ann, 3, "!send the card").is(422, "Choose who is to do this").find(t, "textarea[name=line]", "!send the card")
	h.line(ann, 3, "!XY send it").is(200, "“XY” is not anybody at this meeting")
	h.line(ann, 3, "* Operation Hawthorn is under way.").is(200, "For members only", "Operation Hawthorn")
	ann.post(h.path("/entries"), "item", fmt.Sprint(h.items[2]), "kind", "decision", "text", "", "how", "vote", "votes_for", "many").is(422, "Enter how many voted for")

	t.Run("the same line sent twice is taken once, another is not lost", func(t *testing.T) {
		for range 2 {
			h.line(ann, 4, "December: annual report.", "form_key", "k")
		}
		a := h.line(ann, 4, "County lines.", "form_key", "k")
		if n := a.Find("[data-take-entries] > li").Length(); n != 2 {
			t.Errorf("%d paragraphs", n)
		}
	})
	t.Run("a stale change shows both texts", func(t *testing.T) {
		a := ann.get(h.take(1))
		edit, _ := a.Find(".app-entry__state a").Attr("href")
		ann.post(edit, "version", "1", "kind", "note", "text", "Introductions. Fire procedure given.").is(200, "Fire procedure given")
		a = ann.post(edit, "version", "1", "kind", "note", "text", "My own wording.").is(409, "Someone else changed this", "Introductions. Fire procedure given.", "My own wording.")
		a.find(t, "textarea[name=text]", "My own wording.")
		version, _ := a.Find("form[action='" + edit + "'] input[name=version]").Attr("value")
		ann.post(edit, "version", version, "kind", "note", "text", "My own wording.").is(200, "My own wording.")
	})
	t.Run("moved and taken out", func(t *testing.T) {
		a := ann.get(h.take(4))
		edit, _ := a.Find(".app-entry__state a").Last().Attr("href")
		ann.post(edit+"/move", "version", "1", "direction", "up").is(200)
		if first := ann.get(h.take(4)).Find(".app-entry").First().Text(); !strings.Contains(first, "County lines") {
			t.Errorf("the first is %s", first)
		}
		ann.post(edit+"/remove", "version", "2").is(200, "taken out").lacks("County lines")
	})
	t.Run("an interest is recorded", func(t *testing.T) {
		id, _ := ann.get(h.take(3)).Find("select[name=attendance] option:contains('Pat')").Attr("value")
		ann.post(h.path("/interests"), "item", fmt.Sprint(h.items[2]), "attendance", id, "declared", "", "then_did", "").is(422, "Enter what they declared")
		ann.post(h.path("/interests"), "item", fmt.Sprint(h.items[2]), "attendance", id, "declared", "a trustee", "then_did", "stayed and did not vote").is(200, "declared an interest: a trustee")
	})
	t.Run("a line is understood before it is sent", func(t *testing.T) {
		a := ann.get(h.path("/understand?line=" + "%21PP+send+it+by+next+meeting"))
		if a.status != 200 || !strings.Contains(a.body, `"Pat Partner","strong":true`) || !strings.Contains(a.body, "Tuesday 9 March 2027") {
			t.Errorf("%d %s", a.status, a.body)
		}
	})

	mo.get(h.path("/minutes")).is(404)
	ann.get(h.path("/minutes/finish")).is(200, "Finish the meeting")
	version := func(path string) string {
		v, _ := ann.get(path).Find("form.app-form input[name=version]").Attr("value")
		return v
	}
	ann.post(h.path("/minutes/finish"), "version", version(h.path("/minutes/finish")), "ended", "9:00").is(422, "must end after it began")
	h.setClock("2026-12-08 12:10")
	ann.post(h.path("/minutes/finish"), "version", version(h.path("/minutes/finish")), "ended", "11:52").is(200, "have not been circulated", "The meeting closed at 11:52")
	ann.post(h.path("/attendance/new"), "name", "Hidden Witness", "capacity", "guest", "outcome", "present", "restricted", "on").is(200)
	h.line(ann, 4, "Hidden Witness thanked those present.", "form_key", "witness")
	ann.get(h.path("/minutes/circulate")).is(200, "1 paragraph names somebody whose name the public edition withholds: 4.")
	v := version(h.path("/minutes/circulate"))
	ann.post(h.path("/minutes/circulate"), "version", v).is(200, "Draft, version 1", "Circulated")
	ann.post(h.path("/minutes/circulate"), "version", v).is(409, "Someone else changed")

	mo.get(h.path("/minutes")).is(200, "Operation Hawthorn", "Action 2026-Q4/01")
	public.get(h.path("/minutes")).is(404).lacks("Hawthorn")
	pat.post(h.path("/corrections"), "paragraph", "3.1", "text", "").is(422, "Enter what should be corrected")
	pat.post(h.path("/corrections"), "paragraph", "3.1", "text", "It was option (b).").is(200, "Waiting", "It was option (b).")
	mo.get(h.path("/corrections")).is(200).lacks("option (b)")
	var asking []string
	ann.get(h.path("/corrections")).Find("select[name=person] option").Each(func(_ int, o *goquery.Selection) { asking = append(asking, o.Text()) })
	if !slices.IsSorted(asking[1:]) || !slices.Contains(asking, "Vale Police: Pat Partner") {
		t.Errorf("who asks is chosen from %q", asking)
	}
	answer, _ := ann.get(h.path("/corrections")).is(200, "option (b)").Find("form[action*='/corrections/']").Attr("action")
	ann.post(answer, "version", "1", "outcome", "not accepted").is(422, "Enter why it is not accepted")
	ann.post(answer, "version", "1", "outcome", "not accepted", "answer", "It was (c).").is(200, "Not accepted", "It was (c).")

	ann.get(h.path("/minutes/agree")).is(200, "its day has not come yet").lacks("Which meeting agreed them?")
	h.setClock("2027-03-09 10:30")
	ann, mo = h.as("ann@opcc.example"), h.as("mo@vp.example") // the old sessions have ended
	ann.post(h.path("/minutes/agree"), "version", version(h.path("/minutes/agree")), "at", "2027-q1", "paragraph_1", "1.1", "replace_1", "nothing", "with_1", "x").is(422, "must have these words once")
	ann.post(h.path("/minutes/agree"), "version", version(h.path("/minutes/agree")), "at", "2027-q1", "paragraph_1", "1.1", "replace_1", "own", "with_1", "very own").is(200, "Agreed as a correct record", "My very own wording.")
	ann.get(h.path("/minutes/publish")).is(200, "Paragraph 3.4", "was said in confidence")
	ann.post(h.path("/minutes/publish"), "version", version(h.path("/minutes/publish"))).is(200, "published")
	public.get(h.path("/minutes")).is(200, "My very own wording.", "This paragraph is not published", "What was said in confidence is left out", "Dr Amira Haddad").lacks("Hawthorn", "Operation")
	if a := public.get(h.path("/minutes")); a.Find(`main a[href^="/actions/"]`).Length() != 0 || mo.get(h.path("/minutes")).Find(`main a[href^="/actions/"]`).Length() == 0 {
		t.Error("the public are led to actions, which they may not read; or members are not")
	}
	public.get("/decisions").is(200, "2026-Q4/D1", "11 for, 1 against, 2 abstained").lacks("Hawthorn")
	mo.get(h.path("/minutes")).is(200, "Operation Hawthorn")
	mo.get(h.path("/minutes?version=1")).is(200, "Draft, version 1")
	mo.get(h.path("/minutes?version=7")).is(404)
}

// find checks what a field of the page holds.
func (a *answer) find(t *testing.T, selector, value string) {
	t.Helper()
	if got := strings.TrimSpace(a.Find(selector).First().Text()); got != value {
		t.Errorf("%s holds %q, want %q", selector, got, value)
	}
}

func TestPagesOfMinutesAskTheSameHoweverLong(t *testing.T) {
	h := newHeld(t)
	ask := func(name string) int64 {
		var n atomic.Int64
		ctx := models.WithQueryCount(t.Context(), &n)
		var err error
		switch name {
		case "take":
			_, err = h.store.TakeMinutesPage(ctx, h.ann, h.ref, h.items[2])
		case "draft":
			_, err = h.store.MinutesContent(ctx, h.ann, h.ref, models.MembersEdition, models.Draft)
		case "standing":
			_, err = h.store.MinutesStanding(ctx, h.ann, h.ref)
		case "attendance":
			_, err = h.store.AttendancePage(ctx, h.ann, h.ref)
		case "decisions":
			_, err = h.store.Decisions(ctx, h.ann, models.DecisionFilter{})
		}
		if err != nil {
			t.Fatal(err)
		}
		return n.Load()
	}
	fill := func(from, to int) {
		for i := from; i < to; i++ {
			for _, form := range []models.EntryForm{{Kind: models.EntryNote, Text: fmt.Sprint("Note ", i)}, {Kind: models.EntryDecision, Text: fmt.Sprint("Decision ", i)}, {Kind: models.EntryAction, Text: fmt.Sprint("Action ", i), Who: "PP, VP"}} {
				if _, err := h.store.RecordEntry(t.Context(), h.ann, h.ref, h.items[2], "", form); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := h.store.AddAttendee(t.Context(), h.ann, h.ref, models.AttendanceForm{Name: fmt.Sprint("Guest ", i), OrganisationName: "Elsewhere", Capacity: models.Guest, Outcome: models.Present}); err != nil {
				t.Fatal(err)
			}
		}
	}
	pages := []string{"take", "draft", "standing", "attendance", "decisions"}
	fill(0, 2)
	few := map[string]int64{}
	for _, p := range pages {
		few[p] = ask(p)
	}
	fill(2, 40)
	for _, p := range pages {
		if many := ask(p); many != few[p] || many == 0 {
			t.Errorf("%s asks %d questions of 2 and %d of 40", p, few[p], many)
		}
	}
}
