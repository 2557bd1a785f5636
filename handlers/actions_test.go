package handlers

import (
	"encoding/csv"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"quarterday/models"
)

// trackerSite is a site with a meeting of 9 June 2026 whose minutes were
// circulated, two organisations and their people.
type trackerSite struct {
	*site
	police, council         models.Organisation
	imran, rachel, rebecca  models.Person
	item                    int64
	secretary, owner, other *browser
	member                  *browser
}

func newTrackerSite(t *testing.T) *trackerSite {
	t.Helper()
	s := &trackerSite{site: newSite(t)}
	organisation := func(name, short string) models.Organisation {
		o, err := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: name, ShortName: short, Sector: "Police and justice"})
		if err != nil {
			t.Fatal(err)
		}
		return o
	}
	person := func(name, email string, o models.Organisation, role models.Role) models.Person {
		p, err := s.store.AddPerson(t.Context(), s.ann, models.PersonForm{Name: name, Email: email, OrganisationID: o.ID, Role: role})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	s.police, s.council = organisation("Vale Police", "VP"), organisation("Ashbourne Council", "AC")
	s.imran = person("Imran Sheikh", "imran@vp.example", s.police, models.RolePartner)
	s.rachel = person("Rachel Holroyd", "rachel@vp.example", s.police, models.RolePartner)
	s.rebecca = person("Rebecca Holt", "rebecca@ac.example", s.council, models.RolePartner)
	person("Mo Member", "mo@vp.example", s.police, models.RoleMember)
	if _, err := s.store.EnterPastMeeting(t.Context(), s.ann, models.MeetingForm{Date: "9 June 2026", Time: "10:00", Ended: "12:00"}); err != nil {
		t.Fatal(err)
	}
	agenda, err := s.store.AgendaContent(t.Context(), s.ann, "2026-q2", 0)
	if err != nil || len(agenda.Items) == 0 {
		t.Fatalf("the meeting has no items: %v", err)
	}
	s.item = agenda.Items[len(agenda.Items)-1].ItemID
	s.secretary, s.owner, s.other, s.member = s.as("ann@opcc.example"), s.as("imran@vp.example"), s.as("rebecca@ac.example"), s.as("mo@vp.example")
	return s
}

// give minutes an action and tells its reference's number.
func (s *trackerSite) give(form models.EntryForm) string {
	s.t.Helper()
	form.Kind = models.EntryAction
	e, err := s.store.RecordEntry(s.t.Context(), s.ann, "2026-q2", s.item, "", form)
	if err != nil {
		s.t.Fatal(err)
	}
	return fmt.Sprintf("/actions/2026-Q2/%02d", e.Number)
}

func (s *trackerSite) circulate() {
	s.t.Helper()
	for version := range 5 {
		_, err := s.store.CirculateMinutes(s.t.Context(), s.ann, "2026-q2", version)
		if err == nil {
			return
		}
		if models.KindOf(err) != models.KindConflict {
			s.t.Fatal(err)
		}
	}
	s.t.Fatal("the minutes could not be circulated")
}

func TestTrackerPage(t *testing.T) {
	s := newTrackerSite(t)
	police, imran := []models.OwnerForm{{OrganisationID: s.police.ID}}, []models.OwnerForm{{PersonID: s.imran.ID}}
	on := func(due string) models.DeadlineForm { return models.DeadlineForm{Due: due} }
	s.give(models.EntryForm{Text: "Chase Kirklees", Owners: police, DeadlineForm: on("1 July 2026")})
	s.give(models.EntryForm{Text: "<b>Write</b> a guide", Owners: imran, DeadlineForm: on("5 September 2026")})
	s.give(models.EntryForm{Text: "Council's own", Owners: []models.OwnerForm{{OrganisationID: s.council.ID}}})
	secret := s.give(models.EntryForm{Text: "Quiet visit", Owners: police, Restricted: true})
	if a := s.owner.get("/actions").is(200, "Nothing is waiting to be done"); a.Find("table").Length() != 0 {
		t.Error("actions are listed before the minutes are circulated")
	}
	s.circulate()

	t.Run("groups, overdue first, with who and when", func(t *testing.T) {
		a := s.owner.get("/actions").is(200, "4 actions: 1 overdue, 1 due soon, 2 open", "Chase Kirklees", "Members only", "5 September 2026")
		if got := strings.Join(strings.Fields(a.Find("caption").Text()), " "); got != "Overdue (1)Due soon (1)Open (2)" {
			t.Errorf("captions: %s", got)
		}
		if first, _ := a.Find(".app-tracker__reference").First().Attr("href"); first != "/actions/2026-Q2/01" {
			t.Errorf("first is %s", first)
		}
		a.lacks("<b>Write</b>")
	})
	t.Run("the filter", func(t *testing.T) {
		s.owner.get("/actions?overdue=yes").is(200, "1 action: 1 overdue")
		s.owner.get("/actions?mine=yes").is(200, "Actions of Vale Police", "3 actions").lacks("Council's own", "Council’s own")
		s.owner.get("/actions?organisation="+fmt.Sprint(s.council.ID)).is(200, "1 action:")
		s.owner.get("/actions?words=kirklees&state=&owner=&meeting=2026-Q2").is(200, "1 action:")
		s.owner.get("/actions?words=zebra").is(200, "No actions match")
		a := s.owner.get("/meetings/2026-q2/actions").is(200, "Action tracker", "1 overdue, 1 due soon, 2 open", "Actions from 2026-Q2")
		if a.Find(`a[href="/actions?meeting=2026-q2&state=all"]`).Length() != 1 || a.Find("tbody tr th[scope=row]").Length() != 4 {
			t.Error("it does not list them, or does not lead to the tracker")
		}
		a = s.owner.get("/actions?meeting=2026-q2&state=all").is(200, "4 actions")
		if value, _ := a.Find("#meeting option[selected]").Attr("value"); value != "2026-q2" {
			t.Errorf("the filter's field holds %q", value)
		}
	})
	t.Run("each says when it is due, on its own page and beside the minutes that are taken", func(t *testing.T) {
		narrow := s.owner.get("/actions/2026-Q2/02").is(200).Find(".app-hidden-wide").Text()
		if !strings.Contains(narrow, "Deadline: 5 September 2026, in 4 days") {
			t.Errorf("on a narrow page stands %q", narrow)
		}
		planned, err := s.store.PlanMeetings(t.Context(), s.ann, []models.MeetingForm{{Date: "8 December 2026"}})
		if err != nil {
			t.Fatal(err)
		}
		side := s.as("ann@opcc.example").get("/meetings/" + planned[0].Reference + "/take-minutes").is(200).Find(".app-take__side").Text()
		if !strings.Contains(side, "Open from last time") || !strings.Contains(side, "Deadline: 5 September 2026") || !strings.Contains(side, "Deadline: not set") {
			t.Errorf("at the side stands %q", side)
		}
	})
	t.Run("the public sees nothing of it", func(t *testing.T) {
		for _, path := range []string{"/actions", "/actions.csv", "/actions/2026-Q2/01", secret} {
			if a := s.public().get(path); a.url == path || strings.Contains(a.body, "Kirklees") || strings.Contains(a.body, "Quiet visit") {
				t.Errorf("%s showed %s", path, a.url)
			}
		}
	})
	t.Run("as a table for spreadsheets", func(t *testing.T) {
		a := s.member.get("/actions.csv?overdue=yes").is(200)
		if !strings.HasPrefix(a.body, "\uFEFFReference,") || !strings.Contains(a.body, "\r\n") || a.header.Get("Content-Type") != "text/csv; charset=utf-8" {
			t.Errorf("%q %v", a.body, a.header)
		}
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(a.body, "\uFEFF"))).ReadAll()
		if err != nil || len(rows) != 2 || strings.Join(rows[1][:7], "|") != "2026-Q2/01|Chase Kirklees|Vale Police|1 July 2026|2026-07-01|open|yes" {
			t.Errorf("%q %v", rows, err)
		}
	})
	t.Run("the same number of questions for 4 and for 104, and pages of 100", func(t *testing.T) {
		count := func() int64 {
			var n atomic.Int64
			ctx := models.WithQueryCount(t.Context(), &n)
			if _, err := s.store.Tracker(ctx, s.ann, models.TrackerFilter{Limit: trackerPage}); err != nil {
				t.Fatal(err)
			}
			if _, err := s.store.TrackerChoices(ctx, s.ann); err != nil {
				t.Fatal(err)
			}
			return n.Load()
		}
		few := count()
		for i := range 100 {
			s.give(models.EntryForm{Text: fmt.Sprint("More ", i), Owners: imran})
		}
		if many := count(); many != few {
			t.Errorf("%d questions for 4 actions, %d for 104", few, many)
		}
		a := s.owner.get("/actions?words=").is(200, "104 actions")
		next, _ := a.Find("a[rel=next]").Attr("href")
		if n := a.Find(".app-tracker tbody tr").Length(); n != 100 || next == "" {
			t.Fatalf("%d rows, next page %q", n, next)
		}
		b := s.owner.get(next).is(200, "More 99", "Back to the first")
		if n := b.Find(".app-tracker tbody tr").Length(); n != 4 {
			t.Errorf("the second page has %d rows", n)
		}
		s.owner.get("/actions?after=9.9.9").is(200, "There are no more actions")
	})
}

func TestFormulasAreText(t *testing.T) {
	for cell, want := range map[string]string{
		"=1+1": "'=1+1", "+44": "'+44", "-1": "'-1", "@SUM(A1)": "'@SUM(A1)", "\tx": "'\tx", "\rx": "'\rx", " =1": "' =1", "＝1": "'＝1",
		"A=1": "A=1", "": "", "2026-Q3/04": "2026-Q3/04", "Siân": "Siân", "’tis": "’tis",
	} {
		if got := plainCell(cell); got != want {
			t.Errorf("%q became %q, want %q", cell, got, want)
		}
	}
	s := newTrackerSite(t)
	s.give(models.EntryForm{Text: "=HYPERLINK(\"http://evil.example\",\"x\")", Owners: []models.OwnerForm{{Name: "@SUM(A1:A2)"}}})
	s.circulate()
	rows, err := csv.NewReader(strings.NewReader(s.secretary.get("/actions.csv").body)).ReadAll()
	if err != nil || !strings.HasPrefix(rows[1][1], "'=HYPERLINK") || !strings.HasPrefix(rows[1][2], "'@SUM") {
		t.Errorf("%q %v", rows, err)
	}
}

func TestActionPage(t *testing.T) {
	s := newTrackerSite(t)
	path := s.give(models.EntryForm{Text: "Write a guide", Owners: []models.OwnerForm{{PersonID: s.imran.ID}}, DeadlineForm: models.DeadlineForm{Due: "1 July 2026"}})
	s.circulate()

	t.Run("says what it is and where it arose, however the address is typed", func(t *testing.T) {
		for _, p := range []string{path, "/actions/2026-q2/1"} {
			a := s.member.get(p).is(200, "Action 2026-Q2/01", "Write a guide", "Imran Sheikh", "62 days overdue", "Given at the 2026-Q2 meeting")
			if a.Find("form[action$=updates], form[action$=close]").Length() != 0 {
				t.Error("a member who owes nothing is offered a form")
			}
		}
		s.member.get("/actions/2026-Q2/99").is(404)
		s.member.get("/actions/nonsense/x").is(404)
	})
	t.Run("another organisation's is not theirs to change", func(t *testing.T) {
		s.other.post(path+"/updates", "note", "Mine now").is(403)
		s.member.post(path+"/updates", "note", "Mine now").is(403)
		s.owner.post(path + "/close").is(403)
		s.public().post(path+"/updates", "note", "x").is(403)
	})
	t.Run("an update sent twice is one line", func(t *testing.T) {
		seen, _ := s.owner.get(path).Find("input[name=seen]").Attr("value")
		for range 2 {
			s.owner.post(path+"/updates", "note", "First draft sent", "seen", seen).is(200, "Your update is in the tracker", "First draft sent")
		}
		if n := s.owner.get(path).Find(".app-history > li").Length(); n != 2 {
			t.Errorf("%d lines of history, want the update and that it was given", n)
		}
	})
	t.Run("what was typed is still there when it is refused", func(t *testing.T) {
		a := s.owner.post(path+"/updates", "note", " ").is(422, "There is a problem", "Enter what has been done")
		if a.Find(".govuk-error-summary a[href='#note']").Length() != 1 || a.Find("#note").Length() != 1 {
			t.Error("the error does not lead to the field")
		}
		long := strings.Repeat("word ", 1001)
		if got := s.owner.post(path+"/updates", "note", long).is(422).Find("#note").Text(); strings.TrimSpace(got) != strings.TrimSpace(long) {
			t.Error("the long text is lost")
		}
	})
	t.Run("done, closed, reopened, withdrawn", func(t *testing.T) {
		s.owner.post(path+"/updates", "note", "Sent to all", "done", "yes").is(200, "Marked as done by Imran Sheikh, Vale Police", "This is marked as done")
		s.secretary.get(path).is(200, "An owner says this is done. Do you agree?")
		s.secretary.post(path+"/close").is(200, "The action is closed")
		s.owner.post(path+"/updates", "note", "One more thing").is(409, "This action is closed, so nothing can be added to it", "One more thing")
		s.secretary.get(path+"/reopen").is(200, "Why is it reopened?")
		s.secretary.post(path+"/reopen").is(422, "Enter why it is reopened")
		s.secretary.post(path+"/reopen", "note", "Two districts are missing").is(200, "The action is open again", "Two districts are missing")
		s.secretary.post(path+"/reopen", "note", "And again").is(409, "so it cannot become open", "And again")
		s.secretary.post(path+"/withdraw", "note", "Overtaken by the new form").is(200, "The action is withdrawn", "This action is withdrawn")
		s.secretary.post(path+"/reopen", "note", "No").is(200)
	})
	t.Run("the deadline, and two people who change it", func(t *testing.T) {
		version, _ := s.secretary.get(path+"/deadline").is(200, "The deadline is now: 1 July 2026").Find("input[name=version]").Attr("value")
		a := s.secretary.post(path+"/deadline", "version", version, "deadline_kind", "date", "due", "30 february", "review", "", "note", "Asked for").is(422, "30 February does not exist")
		if value, _ := a.Find("#due").Attr("value"); value != "30 february" || strings.TrimSpace(a.Find("#note").Text()) != "Asked for" {
			t.Errorf("typed: %q %q", value, a.Find("#note").Text())
		}
		s.secretary.post(path+"/deadline", "version", version, "deadline_kind", "ongoing", "review", "1 march 2027", "note", "Asked for").is(200, "The deadline is changed", "Ongoing, review 1 March 2027", "Was: 1 July 2026.")
		b := s.secretary.post(path+"/deadline", "version", version, "deadline_kind", "date", "due", "1 May 2027").is(409, "Someone else changed this", "Ongoing, review 1 March 2027")
		now, _ := b.Find("input[name=version]").Attr("value")
		s.secretary.post(path+"/deadline", "version", now, "deadline_kind", "date", "due", "1 May 2027").is(200, "The deadline is changed")
		s.secretary.post(path+"/deadline", "version", now, "deadline_kind", "ongoing", "review", "31 june 2027").is(422 /* invalid before stale */, "does not exist")
	})
	t.Run("the owners, who are told", func(t *testing.T) {
		a := s.secretary.get(path + "/owners").is(200)
		version, _ := a.Find("input[name=version]").Attr("value")
		if a.Find("input[name=person][checked]").Length() != 1 {
			t.Error("the owner of now is not ticked")
		}
		s.secretary.post(path+"/owners", "version", version).is(422, "Choose who is to do this")
		s.secretary.post(path+"/owners", "version", version, "person", "999", "organisation", "zero").is(422, "is not known here")
		s.secretary.post(path+"/owners", "version", version, "person", fmt.Sprint(s.imran.ID), "organisation", fmt.Sprint(s.council.ID), "owner_name", "Dr Amira Haddad\n\nKaren Bright").
			is(200, "The owners are changed", "Now Imran Sheikh, Ashbourne Council, Dr Amira Haddad and Karen Bright. Was Imran Sheikh.")
		s.other.get(path).is(200, "How is it coming along?")
		b := s.secretary.post(path+"/owners", "version", version, "all_partners", "yes").is(409, "Someone else changed this", "Dr Amira Haddad")
		if b.Find("#all_partners[checked]").Length() != 1 {
			t.Error("what was chosen is lost")
		}
	})
	t.Run("unknown fields change nothing", func(t *testing.T) {
		s.owner.post(path+"/updates", "note", "Honest", "state", "closed", "kind", "closed", "version", "1", "person_id", "1").is(200)
		if a := s.owner.get(path); !strings.Contains(a.text(), "StateOpen") {
			t.Error("the state moved")
		}
	})
}
