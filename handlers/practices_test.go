package handlers

import (
	"fmt"
	"strings"
	"testing"

	"quarterday/models"
)

// practiceFields is a whole practice as its form sends it.
func practiceFields(title string, more ...string) []string {
	return append([]string{
		"title", title, "summary", "One number to ring", "context", "Nobody rang", "what_was_done", "A card at **reception**", "results", "7 calls",
		"contact", "Imran Sheikh, imran@vp.example", "visibility", "members",
	}, more...)
}

// share brings a practice into the library by the pages alone, and tells its address.
func (s *trackerSite) share(title, visibility string) string {
	s.t.Helper()
	a := s.owner.post("/practices/new", practiceFields(title, "do", "submit", "key", title)...).is(200, "The practice is with the secretariat")
	version, _ := s.secretary.get(a.url).Find("form[action$=publish] input[name=version]").Attr("value")
	s.secretary.post(a.url+"/publish", "version", version, "visibility", visibility).is(200, "The practice is in the library")
	return a.url
}

func TestPracticePages(t *testing.T) {
	s := newTrackerSite(t)
	t.Run("an empty library says how to begin", func(t *testing.T) {
		s.owner.get("/practices").is(200, "Nothing is in the library yet", "Share a practice")
		s.public().get("/practices").is(200, "Nothing is in the library yet").lacks("/practices/new")
	})
	t.Run("from a draft to the library, with a detour", func(t *testing.T) {
		key, _ := s.owner.get("/practices/new").is(200, "Share a practice that worked").Find("input[name=key]").Attr("value")
		a := s.owner.post("/practices/new", "title", "Dental practices", "key", key, "do", "save").is(200, "Your draft is saved", "Draft")
		if a.url != "/practices/dental-practices" {
			t.Fatalf("kept at %s", a.url)
		}
		s.other.get(a.url).is(404)
		s.public().get(a.url).is(404)
		s.member.get(a.url).is(404)
		s.other.get("/practices").is(200).lacks("Dental practices")
		s.other.post(a.url+"/edit", practiceFields("Mine", "version", "1", "do", "submit")...).is(404)
		s.secretary.get("/practices").is(200).lacks("waits for you")

		b := s.owner.post(a.url+"/edit", "title", "Dental practices", "summary", "Kept in the page", "version", "1", "do", "submit").
			is(422, "Enter what the problem was", "Enter what was done", "Enter who to ask")
		if b.Find(".govuk-error-summary a[href='#what-was-done']").Length() != 1 || !strings.Contains(b.Find("#summary").Text(), "Kept in the page") {
			t.Error("the errors do not lead to their fields, or what was typed is lost")
		}
		for range 2 { // a double click
			s.owner.post(a.url+"/edit", practiceFields("Dental practices", "version", "1", "do", "submit")...).is(200, "The practice is with the secretariat")
		}
		s.secretary.get("/practices").is(200, "1 practice waits for you")
		s.secretary.get("/practices/waiting").is(200, "Dental practices", "Vale Police", "Members")
		s.owner.get("/practices/waiting").is(403)
		s.owner.post(a.url+"/publish", "version", "2", "visibility", "public").is(403)
		s.secretary.post(a.url+"/return", "version", "2", "wanted", "").is(422, "Enter what is wanted")
		s.secretary.post(a.url+"/return", "version", "2", "wanted", "How many practices?").is(200, "is returned to Imran Sheikh", "Nothing is waiting for you")
		s.owner.get(a.url).is(200, "How many practices?", "Change it and send it again")
		s.owner.post(a.url+"/edit", practiceFields("Dental practices, 61 of them", "version", "3", "do", "submit")...).is(200)
		s.secretary.get(a.url).is(200, "You had asked for:", "How many practices?")
		s.secretary.post(a.url+"/publish", "version", "4").is(422, "Choose who may read it")
		s.secretary.post(a.url+"/publish", "version", "2", "visibility", "public").is(409, "Someone else changed this")
		s.secretary.post(a.url+"/publish", "version", "4", "visibility", "public").is(200, "where everybody can read it")
		s.secretary.post(a.url+"/publish", "version", "5", "visibility", "public").is(409, "This practice is published, so it cannot become published")
		c := s.public().get("/practices/dental-practices").is(200, "Dental practices, 61 of them", "The problem", "What was done", "imran@vp.example")
		if c.Find("h1").Length() != 1 || c.Find(".app-prose strong").Text() != "reception" || c.Find("form:not([action='/sign-in'])").Length() != 0 {
			t.Error("the public's page is not as it should be")
		}
	})
	t.Run("members' practices are not the public's", func(t *testing.T) {
		path := s.share("Quiet visits", "members")
		s.public().get(path).is(404)
		s.public().get("/practices").is(200, "1 practice").lacks("Quiet visits")
		s.public().get("/practices?words=quiet").is(200, "No practices match").lacks("Quiet visits")
		s.member.get(path).is(200, "Quiet visits", "Members of the partnership")
		s.other.get("/practices").is(200, "2 practices")
		s.other.post(path+"/edit", practiceFields("Mine", "version", "3", "do", "save")...).is(403)
		s.owner.post(path+"/archive", "version", "3").is(403)
		s.secretary.post(path+"/archive", "version", "3").is(200, "is archived")
		s.other.get(path).is(404)
		s.owner.get(path).is(200, "Archived")
	})
	t.Run("the same new form sent twice makes one", func(t *testing.T) {
		for range 2 {
			s.owner.post("/practices/new", practiceFields("Only once", "key", "7", "do", "submit")...).is(200)
		}
		if n := s.owner.get("/practices").Find(".app-tasks li").Length(); n != 1 {
			t.Errorf("%d of them", n)
		}
	})
	t.Run("personal data is shown before it is sent, and the author decides", func(t *testing.T) {
		fields := practiceFields("A survivor's story", "key", "8", "do", "submit")
		for i, f := range fields {
			if f == "7 calls" {
				fields[i] = "She rang from 07700 900123 herself"
			}
		}
		a := s.owner.post("/practices/new", fields...).is(422, "Is this personal data?", "a telephone number", "kept as a draft")
		if a.Find("mark").Text() != "07700 900123" || a.Find("form[action='/practices/a-survivors-story/edit']").Length() != 1 {
			t.Errorf("the passage is not marked, or the form does not go on with the draft: %s", a.Find("mark").Text())
		}
		s.owner.post("/practices/a-survivors-story/edit", append(fields, "version", "1", "right_to_send", "yes")...).is(200, "The practice is with the secretariat")
		s.secretary.get("/practices/a-survivors-story").is(200, "looks like personal data")
	})
	t.Run("two people write at once: both texts are shown", func(t *testing.T) {
		a := s.owner.post("/practices/new", practiceFields("Shared", "key", "9", "do", "save")...)
		s.as("rachel@vp.example").post(a.url+"/edit", practiceFields("Shared by Rachel", "version", "1", "do", "save")...).is(200)
		b := s.owner.post(a.url+"/edit", practiceFields("Shared by Imran", "version", "1", "do", "save")...).is(409, "Shared by Rachel", "What you typed")
		if title, _ := b.Find("#title").Attr("value"); title != "Shared by Imran" {
			t.Errorf("the form holds %q", title)
		}
		version, _ := b.Find("input[name=version]").Attr("value")
		s.owner.post(a.url+"/edit", practiceFields("Shared by both", "version", version, "do", "save")...).is(200, "Shared by both")
	})
	t.Run("unknown fields change nothing", func(t *testing.T) {
		a := s.owner.post("/practices/new", practiceFields("Honest", "key", "10", "do", "save", "state", "published", "organisation_id", "1", "organisation", "1", "author_id", "1", "slug", "taken")...)
		a.is(200, "Vale Police", "Draft")
		if a.url != "/practices/honest" {
			t.Error(a.url)
		}
	})
}

func TestPracticeUse(t *testing.T) {
	s := newTrackerSite(t)
	path := s.share("Car washes", "public")
	t.Run("others say that they use it, and take it back", func(t *testing.T) {
		s.other.get(path).is(200, "Do you use this practice too?")
		s.other.post(path+"/adopt", "note", "In two towns").is(200, "Who uses it too", "Ashbourne Council", "In two towns", "You use this practice")
		s.public().get(path).is(200, "Ashbourne Council").lacks("In two towns")
		s.member.get("/practices").is(200, "Used by 1 other organisation")
		s.other.post(path+"/adopt", "note", "x", "organisation", fmt.Sprint(s.police.ID)).is(403)
		s.member.post(path + "/adopt").is(403)
		s.other.post(path + "/withdraw-adoption").is(200).lacks("Who uses it too")
	})
	t.Run("the secretariat writes it down for them", func(t *testing.T) {
		s.secretary.post(path+"/adopt", "organisation", fmt.Sprint(s.council.ID), "note", "Told us").is(200, "Told us")
		s.secretary.post(path+"/adopt", "organisation", fmt.Sprint(s.police.ID), "note", "Kept").is(422, "Vale Police wrote this practice")
	})
	t.Run("it becomes an agenda item, once", func(t *testing.T) {
		if _, err := s.store.PlanMeetings(t.Context(), s.ann, []models.MeetingForm{{Quarter: "2026-q4", Date: "8 December 2026", Time: "10:00"}}); err != nil {
			t.Fatal(err)
		}
		var led []string
		for range 2 {
			a := s.owner.post(path+"/present", "meeting", "2026-q4").is(200, "A draft item has been made from the practice")
			if title, _ := a.Find("#title").Attr("value"); title != "Best practice: Car washes" {
				t.Errorf("the item's title is %q", title)
			}
			led = append(led, a.url)
		}
		if led[0] != led[1] {
			t.Errorf("two items: %v", led)
		}
		s.owner.post(path+"/present", "meeting", "2031-q1").is(404)
	})
	t.Run("nonsense in the address is a page that is not there, and a theme that nothing has a list of nothing", func(t *testing.T) {
		for _, query := range []string{"organisation=abc", "after=zz", "theme=None&organisation=abc&after=zz"} {
			s.member.get("/practices?"+query).is(404, "Page not found")
		}
		s.member.get("/practices?theme=None").is(200)
	})
}

func TestPracticePapers(t *testing.T) {
	s := newTrackerSite(t)
	pdf := "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
	a := s.owner.upload("/practices/new", "papers", "leaflet.pdf", []byte(pdf), "key", "1", "do", "attach", "summary", "No title yet").is(422, "Enter the practice's title", "leaflet.pdf")
	if !strings.Contains(a.Find("#summary").Text(), "No title yet") || a.Find(".app-uploads li").Length() != 1 {
		t.Error("the paper or what was typed is lost")
	}
	path, _ := a.Find("form[enctype]").Attr("action")
	version, _ := a.Find("input[name=version]").Attr("value")
	s.owner.upload(path, "papers", "evil.pdf", []byte("<html><script>alert(1)</script>"), practiceFields("Leaflets", "version", version, "do", "submit")...).is(422, "evil.pdf")
	s.owner.post(path, practiceFields("Leaflets", "version", version, "do", "submit")...).is(200, "The practice is with the secretariat", "leaflet")
	page := strings.TrimSuffix(path, "/edit")
	link, _ := s.owner.get(page).Find("a[href^='/papers/']").Attr("href")
	if d := s.owner.get(link).is(200); !strings.Contains(d.header.Get("Content-Disposition"), "attachment") {
		t.Error("the paper is not sent as a file")
	}
	s.other.get(link).is(404)
	if d := s.public().get(link); d.status == 200 && strings.Contains(d.body, "%PDF") {
		t.Error("the public reads the paper of a practice that is not published")
	}
	version, _ = s.owner.get(path).Find("input[name=version]").Attr("value")
	id := strings.TrimPrefix(link, "/papers/")
	for range 2 {
		b := s.owner.post(path, practiceFields("Leaflets, changed", "version", version, "do", "remove-paper-"+id)...).is(200)
		if title, _ := b.Find("#title").Attr("value"); title != "Leaflets, changed" || b.Find(".app-uploads li").Length() != 0 {
			t.Error("the paper is still there, or what was typed is lost")
		}
	}
}
