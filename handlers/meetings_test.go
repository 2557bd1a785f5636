package handlers

import (
	"encoding/csv"
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

// partners adds Vale Police with Pat (partner) and Mo (member), and Ashbourne
// Council with Cara.
func (s *site) partners() {
	s.t.Helper()
	for _, o := range []struct {
		name, short, sector string
		people              []models.PersonForm
	}{
		{"Vale Police", "VP", "Police and justice", []models.PersonForm{{Name: "Pat Partner", Email: "pat@vp.example", Role: models.RolePartner}, {Name: "Mo Member", Email: "mo@vp.example", Role: models.RoleMember}}},
		{"Ashbourne Council", "AC", "Local government", []models.PersonForm{{Name: "Cara Council", Email: "cara@ac.example", Role: models.RolePartner}}},
	} {
		org, err := s.store.AddOrganisation(s.t.Context(), s.ann, models.OrganisationForm{Name: o.name, ShortName: o.short, Sector: o.sector})
		if err != nil {
			s.t.Fatal(err)
		}
		for _, p := range o.people {
			p.OrganisationID = org.ID
			if _, err := s.store.AddPerson(s.t.Context(), s.ann, p); err != nil {
				s.t.Fatal(err)
			}
		}
	}
}

// plan plans a quarterly meeting, and calls it when it is to be.
func (s *site) plan(date string, call bool) models.Meeting {
	s.t.Helper()
	planned, err := s.store.PlanMeetings(s.t.Context(), s.ann, []models.MeetingForm{{Date: date, Venue: "Town Hall"}})
	if err != nil {
		s.t.Fatal(err)
	}
	m := planned[0]
	if call {
		if m, err = s.store.CallMeeting(s.t.Context(), s.ann, m.Reference, m.Version); err != nil {
			s.t.Fatal(err)
		}
	}
	return m
}

func TestPlanAYear(t *testing.T) {
	t.Run("an empty list says how to begin, to those who can", func(t *testing.T) {
		s := newSite(t)
		s.partners()
		a := s.as("ann@opcc.example").get("/meetings").is(200, "No meetings yet", "Plan a year")
		if a.Find(`a[href="/meetings/plan"]`).Length() == 0 {
			t.Error("no link to plan a year")
		}
		s.as("pat@vp.example").get("/meetings").is(200, "No meetings yet").lacks("/meetings/plan")
	})
	t.Run("four dates are proposed, checked, left out and planned", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		a := b.get("/meetings/plan").is(200, "second Tuesday of the last month", "Plan these four meetings")
		var form []string
		a.Find("form[method=post] input[name]").Each(func(_ int, in *goquery.Selection) {
			name, _ := in.Attr("name")
			value, _ := in.Attr("value")
			form = append(form, name, value)
		})
		set := func(name, value string) {
			for i := 0; i < len(form); i += 2 {
				if form[i] == name {
					form[i+1] = value
				}
			}
		}
		if got := a.Find(`input[name="date-2026-q3"]`).AttrOr("value", ""); got != "Tuesday 8 September 2026" {
			t.Errorf("the first date is %q", got)
		}
		set("date-2026-q4", "28 December 2026")
		set("date-2027-q1", "29 March 2027")
		b.post("/meetings/plan", append(form, "do", "check")...).is(200,
			"Monday 28 December 2026 is a bank holiday: Boxing Day (substitute day)", "Christmas and New Year", "Monday 29 March 2027 is a bank holiday: Easter Monday")
		set("date-2026-q4", "31 November 2026")
		a = b.post("/meetings/plan", append(form, "do", "plan")...).is(422, "31 November 2026 does not exist")
		if a.Find(`.govuk-error-summary a[href="#date-2026-q4"]`).Length() != 1 || a.Find(`input[name="date-2027-q1"]`).AttrOr("value", "") != "29 March 2027" {
			t.Error("the error does not lead to its field, or what was typed is gone")
		}
		set("date-2026-q4", "8 December 2026")
		for i := 0; i < len(form); i += 2 {
			if form[i] == "use-2026-q3" {
				form = append(form[:i], form[i+2:]...)
				break
			}
		}
		b.post("/meetings/plan", append(form, "do", "plan")...).is(200, "3 meetings are planned", "Tuesday 8 December 2026")
		if _, err := s.store.Meeting(t.Context(), s.ann, "2026-q3"); models.KindOf(err) != models.KindNotFound {
			t.Error("the quarter that was left out is planned")
		}
		b.post("/meetings/plan", append(form, "do", "plan")...).is(422, "has its meeting already")
	})
	t.Run("every bank holiday of the list is warned of by name", func(t *testing.T) {
		s := newSite(t)
		s.setClock("2018-12-01 09:00")
		file, err := os.Open("../calendar/testdata/bank-holidays-england-wales.csv")
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		rows, err := csv.NewReader(file).ReadAll()
		if err != nil || len(rows) < 60 {
			t.Fatalf("%v: %d rows", err, len(rows))
		}
		for _, row := range rows[1:] {
			checked, err := s.store.CheckDates(t.Context(), s.ann, []models.MeetingForm{{Date: row[0]}})
			if err != nil || len(checked) != 1 || !strings.Contains(strings.Join(checked[0].Warnings, "; "), "is a bank holiday: ") {
				t.Errorf("%s, %s: %v %v", row[0], row[1], checked[0].Warnings, err)
			}
		}
	})
	t.Run("a clash, a date outside its quarter and a taken quarter are warned of", func(t *testing.T) {
		s := newSite(t)
		s.plan("8 December 2026", false)
		if _, err := s.store.PlanExtraordinary(t.Context(), s.ann, models.MeetingForm{Date: "9 March 2027", Reason: "x"}); err != nil {
			t.Fatal(err)
		}
		s.as("ann@opcc.example").post("/meetings/plan", "do", "check", "quarter", "2026-q4", "date-2026-q4", "1 December 2026", "quarter", "2027-q1", "date-2027-q1", "9 March 2027",
			"quarter", "2027-q2", "date-2027-q2", "6 July 2027").is(200, "Has its meeting already: Tuesday 8 December 2026",
			"Another meeting of ours is on that day", "Tuesday 6 July 2027 is not in 2027 Q2")
	})
}

func TestMeetingPage(t *testing.T) {
	t.Run("each role finds what it can do now", func(t *testing.T) {
		s := newSite(t)
		s.partners()
		m := s.plan("8 December 2026", false)
		path := "/meetings/" + m.Reference
		ann, pat, mo := s.as("ann@opcc.example"), s.as("pat@vp.example"), s.as("mo@vp.example")
		a := ann.get(path).is(200, "Tuesday 8 December 2026, 10:00 to 12:00", "Quarterly meeting · 2026 Q4", "Call the meeting", "Agenda so far", "Welcome, introductions and apologies")
		if a.Find("h1").Length() != 1 || a.Find(`.app-timeline__stage--current[aria-current="step"]`).Length() != 1 {
			t.Error("want one h1 and one current stage")
		}
		pat.get(path).is(200, "Do you have an item for this meeting?").lacks("/call", "/move", "/cancel", "Are you coming?")
		mo.get(path).is(200, "The agenda is being put together").lacks("Do you have an item")
		ann.post(path+"/call", "version", fmt.Sprint(m.Version)).is(200, "The meeting is called. 4 people are invited.", "Partners are sending items")
		pat.get(path).is(200, "Are you coming?", "You have not answered yet.")
		pat.post(path+"/reply", "reply", "coming").is(200, "You are coming", "1 of 3 organisations", "Quorum (1) reached")
		s.setClock("2026-11-17 16:30")
		ann, pat = s.as("ann@opcc.example"), s.as("pat@vp.example") // the sessions of September have ended
		pat.get(path).is(200, "You can send agenda items until 17:00 today")
		s.setClock("2026-11-17 17:00")
		pat.get(path).is(200, "Items have closed")
		ann.get(path).is(200, "Publish the agenda")
	})
	t.Run("every link of every state leads somewhere that the viewer may see", func(t *testing.T) {
		s := newSite(t)
		s.partners()
		held, err := s.store.EnterPastMeeting(t.Context(), s.ann, models.MeetingForm{Date: "9 June 2026"})
		if err != nil {
			t.Fatal(err)
		}
		published := s.plan("8 December 2026", true)
		if published, err = s.store.Meeting(t.Context(), s.ann, published.Reference); err != nil {
			t.Fatal(err)
		}
		if _, err := s.store.PublishAgenda(t.Context(), s.ann, published.Reference, published.Version); err != nil {
			t.Fatal(err)
		}
		called, planned, cancelled := s.plan("9 March 2027", true), s.plan("8 June 2027", false), s.plan("14 September 2027", false)
		if _, err := s.store.CancelMeeting(t.Context(), s.ann, cancelled.Reference, cancelled.Version, "Snow", false); err != nil {
			t.Fatal(err)
		}
		for _, who := range []string{"ann@opcc.example", "pat@vp.example", "mo@vp.example"} {
			b := s.as(who)
			for _, m := range []models.Meeting{held, published, called, planned, cancelled} {
				b.get("/meetings/" + m.Reference).is(200).Find("main a[href^='/']").Each(func(_ int, a *goquery.Selection) {
					if to := b.get(a.AttrOr("href", "")); to.status != 200 {
						t.Errorf("%s of %s as %s: status %d", a.AttrOr("href", ""), m.Reference, who, to.status)
					}
				})
			}
		}
	})
	t.Run("nobody signed out, and no meeting that is not there", func(t *testing.T) {
		s := newSite(t)
		m := s.plan("8 December 2026", true)
		if a := s.public().get("/meetings/" + m.Reference); !strings.HasPrefix(a.url, "/sign-in") {
			t.Errorf("led to %s", a.url)
		}
		s.as("ann@opcc.example").get("/meetings/2031-q1").is(404)
	})
	t.Run("the calendar file keeps its name when the meeting moves, and says when it is cancelled", func(t *testing.T) {
		s := newSite(t)
		m := s.plan("8 December 2026", true)
		b := s.as("ann@opcc.example")
		a := b.get("/meetings/" + m.Reference + "/invitation.ics")
		a.is(200)
		if !strings.HasPrefix(a.header.Get("Content-Type"), "text/calendar") || !strings.Contains(a.body, "UID:2026-q4-") ||
			!strings.Contains(a.body, "DTSTART;TZID=Europe/London:20261208T100000") || !strings.Contains(a.body, "METHOD:PUBLISH") || !strings.Contains(a.body, "SEQUENCE:1") {
			t.Errorf("%s\n%s", a.header.Get("Content-Type"), a.body)
		}
		m, err := s.store.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, models.MoveForm{Date: "6 April 2027", Reason: "x"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err = s.store.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow", false); err != nil {
			t.Fatal(err)
		}
		a = b.get("/meetings/" + m.Reference + "/invitation.ics").is(200)
		if !strings.Contains(a.body, "UID:2026-q4-") || !strings.Contains(a.body, "SEQUENCE:3") || !strings.Contains(a.body, "STATUS:CANCELLED") || !strings.Contains(a.body, ":20270406T100000") {
			t.Error(a.body)
		}
	})
	t.Run("pages ask the same number of questions however much there is", func(t *testing.T) {
		s := newSite(t)
		s.partners()
		m := s.plan("8 December 2026", true)
		ask := func() (counts [2]int64) {
			for i, path := range []string{"/meetings", "/meetings/" + m.Reference} {
				var n atomic.Int64
				if i == 0 {
					_, _ = s.store.Meetings(models.WithQueryCount(t.Context(), &n), s.ann)
				} else {
					_, _ = s.store.MeetingPage(models.WithQueryCount(t.Context(), &n), s.ann, m.Reference)
				}
				s.as("ann@opcc.example").get(path).is(200)
				counts[i] = n.Load()
			}
			return counts
		}
		few := ask()
		for i := range 40 {
			if _, err := s.store.EnterPastMeeting(t.Context(), s.ann, models.MeetingForm{Date: fmt.Sprintf("%d-02-01", 1980+i)}); err != nil {
				t.Fatal(err)
			}
		}
		if many := ask(); many != few {
			t.Errorf("%v, then %v", few, many)
		}
	})
}

func TestChangingAMeeting(t *testing.T) {
	t.Run("a move is shown with its deadlines and warnings before it is made", func(t *testing.T) {
		s := newSite(t)
		s.partners()
		m := s.plan("8 December 2026", true)
		b := s.as("ann@opcc.example")
		path := "/meetings/" + m.Reference + "/move"
		b.post(path, "version", fmt.Sprint(m.Version), "date", "yesterday", "time", "10:00", "reason", "The room is not free.").is(422, "The new date must be in the future", "The room is not free.")
		a := b.post(path, "version", fmt.Sprint(m.Version), "date", "5 January 2027", "time", "10:00", "reason", "The room is not free.").is(200,
			"Tuesday 5 January 2027, 10:00 to 12:00", "30 November 2026", "4 people invited", "follow it")
		form := []string{"do", "move"}
		a.Find("form[method=post] input[type=hidden]").Each(func(_ int, in *goquery.Selection) {
			form = append(form, in.AttrOr("name", ""), in.AttrOr("value", ""))
		})
		b.post(path, form...).is(200, "The meeting is moved", "Moved from Tuesday 8 December 2026 at 10:00. The room is not free.")
		b.post(path, form...).is(422, "That is when the meeting is already")
	})
	t.Run("two people who change it at once both keep what they typed", func(t *testing.T) {
		s := newSite(t)
		m := s.plan("8 December 2026", false)
		b := s.as("ann@opcc.example")
		path := "/meetings/" + m.Reference + "/edit"
		b.get(path).is(200, "By your rules 30 November 2026")
		b.post(path, "version", fmt.Sprint(m.Version), "venue", "City Hall").is(200, "The meeting is changed", "City Hall")
		a := b.post(path, "version", fmt.Sprint(m.Version), "venue", "Guild Hall").is(409, "Someone else changed this meeting", "City Hall")
		if a.Find(`input[name=venue]`).AttrOr("value", "") != "Guild Hall" {
			t.Error("what was typed is gone")
		}
		b.post(path, "version", a.Find(`input[name=version]`).AttrOr("value", ""), "venue", "Guild Hall").is(200, "Guild Hall")
	})
	t.Run("fields that are not on the form change nothing", func(t *testing.T) {
		s := newSite(t)
		m := s.plan("8 December 2026", false)
		s.as("ann@opcc.example").post("/meetings/"+m.Reference+"/edit", "version", fmt.Sprint(m.Version), "venue", "City Hall", "state", "closed", "reference", "2030-q1", "starts_at", "2030-01-01").is(200)
		if now, err := s.store.Meeting(t.Context(), s.ann, m.Reference); err != nil || now.State != models.MeetingPlanned || !now.StartsAt.Equal(m.StartsAt) {
			t.Errorf("%v %+v", err, now)
		}
	})
	t.Run("a cancelled meeting says why and cannot be called", func(t *testing.T) {
		s := newSite(t)
		s.partners()
		m := s.plan("8 December 2026", true)
		b := s.as("ann@opcc.example")
		path := "/meetings/" + m.Reference
		b.get(path+"/cancel").is(200, "We will email the 4 people invited")
		b.post(path+"/cancel", "version", fmt.Sprint(m.Version), "reason", "").is(422, "Enter why the meeting is cancelled")
		b.post(path+"/cancel", "version", fmt.Sprint(m.Version), "reason", "Snow & ice").is(200, "This meeting is cancelled", "Snow & ice", "Arrange another meeting in its place")
		b.post(path+"/call", "version", fmt.Sprint(m.Version+1)).is(409, "This meeting is cancelled, so it cannot become called")
		b.get(path+"/move").is(200, "cannot be moved any more")
		s.as("pat@vp.example").get(path).is(200, "Snow & ice").lacks("Are you coming?")
	})
	t.Run("an extraordinary and a past meeting are entered", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		a := b.post("/meetings/extraordinary", "title", "Response <b>to</b> the inspection", "date", "20 October 2026", "time", "2pm").is(422, "Enter why the meeting is needed")
		if a.Find("input[name=title]").AttrOr("value", "") != "Response <b>to</b> the inspection" {
			t.Error("the title is gone")
		}
		b.post("/meetings/extraordinary", "title", "Response to the inspection", "date", "20 October 2026", "time", "2pm", "reason", "The report is out.").is(200,
			"Response to the inspection · 2026 Q4", "Tuesday 20 October 2026, 14:00 to 16:00", "The report is out.")
		b.post("/meetings/past", "date", "24 September 2019", "time", "10:00", "ended", "11:52", "venue", "Conference Room 2, Wakefield").is(200,
			"Tuesday 24 September 2019, 10:00 to 11:52", "Write up and circulate the minutes")
		b.get("/meetings").is(200, "2019", "Held")
	})
}

func TestReplying(t *testing.T) {
	s := newSite(t)
	s.partners()
	m := s.plan("8 December 2026", true)
	path := "/meetings/" + m.Reference
	pat, cara, ann := s.as("pat@vp.example"), s.as("cara@ac.example"), s.as("ann@opcc.example")
	a := pat.post(path+"/reply", "reply", "sends a deputy", "deputy_name", "", "deputy_email", "nonsense").is(422, "Enter the deputy’s name", "right format")
	if a.Find(`input[name=deputy_email]`).AttrOr("value", "") != "nonsense" || a.Find(`input[name=reply][value="sends a deputy"][checked]`).Length() != 1 {
		t.Error("what was typed is gone")
	}
	pat.post(path+"/reply", "reply", "sends a deputy", "deputy_name", "Karen Bright", "deputy_email", "kb@vp.example").is(200, "Karen Bright comes in your place")
	ann.get(path+"/coming").is(200, "sends Karen Bright", "kb@vp.example")
	cara.get(path+"/coming").is(200, "sends Karen Bright").lacks("kb@vp.example", "/reply?for=")
	pat.post(path+"/reply", "reply", "apologies", "note", "On leave").is(200, "You sent apologies")
	cara.get(path+"/coming").lacks("On leave", "Karen Bright")
	ann.get("/meetings/"+s.plan("8 June 2027", false).Reference+"/coming").is(200, "Not invited yet").lacks("Nobody was invited")
	data, err := s.store.ComingPage(t.Context(), s.ann, m.Reference)
	if err != nil || len(data.Unanswered) != 2 {
		t.Fatalf("%v: %d unanswered", err, len(data.Unanswered))
	}
	var id string
	for _, p := range data.Unanswered {
		if p.Name == "Cara Council" {
			id = fmt.Sprint(p.ID)
		}
	}
	pat.get(path + "/reply?for=" + id).is(404)
	pat.post(path+"/reply", "for", id, "reply", "coming").is(404)
	ann.get(path+"/reply?for="+id).is(200, "Is Cara Council coming?")
	ann.post(path+"/reply", "for", id, "reply", "coming").is(200, "The answer of Cara Council is recorded", "1 of 3 organisations")
	cara.get(path).is(200, "You are coming")
	next := s.plan("9 March 2027", false)
	pat.get("/meetings/"+next.Reference+"/reply").is(200, "has not been called yet")
	ann.get(path+"/coming?show=none").is(200, "Office of the Commissioner").lacks("Cara Council,")
}

func TestAnswersOfManyAreOnPages(t *testing.T) {
	s := newSite(t)
	for _, name := range []string{"Body A", "Body B", "Body C"} {
		org, err := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: name, Sector: "Health"})
		if err != nil {
			t.Fatal(err)
		}
		for n := range 100 {
			form := models.PersonForm{Name: fmt.Sprintf("Person %s %d", name, n), Email: fmt.Sprintf("p%d-%d@x.example", org.ID, n), Initials: fmt.Sprintf("P%d%d", org.ID, n), OrganisationID: org.ID, Role: models.RolePartner}
			if _, err := s.store.AddPerson(t.Context(), s.ann, form); err != nil {
				t.Fatal(err)
			}
		}
	}
	path := "/meetings/" + s.plan("8 December 2026", true).Reference + "/coming"
	b := s.as("ann@opcc.example")
	a := b.get(path).is(200, "300 people have not answered", "Person Body A 99", "Person Body B 99").lacks("Person Body C", "First")
	next := a.Find("a[rel=next]").AttrOr("href", "")
	a = b.get(next).is(200, "300 people have not answered", "Person Body C 0", "Office of the Commissioner").lacks("Person Body B")
	if a.Find("a[rel=next]").Length() != 0 || a.Find("a[rel=prev]").AttrOr("href", "") != path {
		t.Errorf("beside it are %s", a.Find(".govuk-pagination").Text())
	}
	a = b.get(path+"?show=none&after=999").is(200, "Person Body A 0")
	if next := a.Find("a[rel=next]").AttrOr("href", ""); !strings.Contains(next, "show=none") {
		t.Errorf("the next page is %s", next)
	}
}
