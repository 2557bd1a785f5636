package handlers

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quarterday/convert"
	"quarterday/documents"
	"quarterday/documents/pdfcheck"
	"quarterday/models"
)

func (b *browser) getWith(path, header, value string) *answer {
	b.site.t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.site.server.URL+path, nil)
	if err != nil {
		b.site.t.Fatal(err)
	}
	req.Header.Set(header, value)
	return b.do(req)
}

// run is a subtest whose failures count as its own.
func (s *site) run(name string, test func(t *testing.T)) {
	outer := s.t
	outer.Run(name, func(t *testing.T) {
		s.t = t
		test(t)
	})
	s.t = outer
}

func hashOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:])
}

// publishedAgenda is a site with a meeting whose agenda has been published, and
// a member to read it.
func publishedAgenda(t *testing.T) (*site, models.Meeting) {
	s := newSite(t)
	org, err := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.AddPerson(t.Context(), s.ann, models.PersonForm{Name: "Mo Member", Email: "mo@vp.example", Role: models.RoleMember, OrganisationID: org.ID}); err != nil {
		t.Fatal(err)
	}
	meetings, err := s.store.PlanMeetings(t.Context(), s.ann, []models.MeetingForm{{Date: "22 September 2026", Time: "10:00", Minutes: "120", Venue: "Town Hall"}})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.store.CallMeeting(t.Context(), s.ann, meetings[0].Reference, meetings[0].Version)
	if err != nil {
		t.Fatal(err)
	}
	return s, s.publish(m.Reference, "Safe-house capacity")
}

// publish puts an item on the agenda and publishes it.
func (s *site) publish(ref, title string) models.Meeting {
	s.t.Helper()
	ctx := s.t.Context()
	if _, err := s.store.AddItem(ctx, s.ann, ref, models.ItemForm{Title: title, Purpose: "decision", Minutes: "20", Ask: "Choose an option."}); err != nil {
		s.t.Fatal(err)
	}
	m, err := s.store.Meeting(ctx, s.ann, ref)
	if err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.store.PublishAgenda(ctx, s.ann, ref, m.Version); err != nil {
		s.t.Fatal(err)
	}
	if m, err = s.store.Meeting(ctx, s.ann, ref); err != nil {
		s.t.Fatal(err)
	}
	return m
}

func TestIssuedDocumentsNeverChange(t *testing.T) {
	s, m := publishedAgenda(t)
	member := s.as("mo@vp.example")
	address := "/meetings/" + m.Reference + "/agenda.pdf?version=1"
	first := member.get(address)
	if first.status != http.StatusOK || !strings.HasPrefix(first.body, "%PDF") || first.header.Get("ETag") != `"`+hashOf(first.body)+`"` {
		t.Fatalf("status %d, %s", first.status, first.header)
	}
	s.run("the bytes were kept by the command that published them", func(t *testing.T) {
		if has, err := s.kept.Has(hashOf(first.body)); !has || err != nil {
			t.Error(has, err)
		}
		d, err := s.store.Document(t.Context(), s.ann, hashOf(first.body))
		if err != nil || d.Kind != models.AgendaDocument || d.Version != 1 {
			t.Errorf("%+v, %v", d, err)
		}
	})
	s.run("a browser that has it is told so, and can ask for a part", func(t *testing.T) {
		if a := member.getWith(address, "If-None-Match", first.header.Get("ETag")); a.status != http.StatusNotModified {
			t.Errorf("status %d", a.status)
		}
		if a := member.getWith(address, "Range", "bytes=0-3"); a.status != http.StatusPartialContent || a.body != "%PDF" {
			t.Errorf("status %d, %q", a.status, a.body)
		}
	})
	s.setClock("2026-09-01 09:10")
	m = s.publish(m.Reference, "Public campaign")
	s.run("a newer version is the newest, and the older stays as it was", func(t *testing.T) {
		if again := member.get(address); again.body != first.body {
			t.Error("version 1 has other bytes")
		}
		if newest := member.get("/meetings/" + m.Reference + "/agenda.pdf"); newest.body == first.body || newest.status != http.StatusOK {
			t.Error("the newest is version 1")
		}
	})
	s.run("each has an address by its bytes, which the public may not follow", func(t *testing.T) {
		if a := member.get("/documents/" + hashOf(first.body)); a.body != first.body {
			t.Errorf("status %d", a.status)
		}
		if a := s.public().get("/documents/" + hashOf(first.body)); a.status != http.StatusNotFound {
			t.Errorf("status %d", a.status)
		}
	})
	s.run("a file is known by its bytes, with what is newer", func(t *testing.T) {
		a := member.upload("/verify", "file", "agenda.pdf", []byte(first.body))
		if a.status != http.StatusOK || !strings.Contains(a.text(), "there is a newer one") || !strings.Contains(a.text(), "Agenda, version 1") || !strings.Contains(a.text(), "Agenda, version 2 was issued") {
			t.Errorf("status %d: %s", a.status, a.text())
		}
		newest := member.get("/meetings/" + m.Reference + "/agenda.pdf").body
		if a := member.get("/verify?sha256=" + strings.ToUpper(hashOf(newest))); !strings.Contains(a.text(), "genuine, and the newest") {
			t.Error(a.text())
		}
		if a := member.get("/verify?sha256=" + hashOf(newest)); a.Find(`a[href="/meetings/`+m.Reference+`/agenda?version=2"]`).Length() != 1 {
			t.Error("it does not lead to the page of that version")
		}
		member.get("/meetings/"+m.Reference+"/agenda?version=2").is(200, "Version 2, published")
	})
	s.run("one letter changed is not ours, and to the public nothing of members is", func(t *testing.T) {
		if a := member.upload("/verify", "file", "agenda.pdf", append([]byte(first.body), 'x')); !strings.Contains(a.text(), "This is not an agenda, a pack or minutes that were issued here") {
			t.Error(a.text())
		}
		a := s.public().get("/verify?hash="+hashOf(first.body)).is(200, "This is not a document that has been published here", "need not mean that something is wrong with it",
			"If you are a member, sign in and check again", "Drafts and packs made for one person are not kept").lacks("version 1")
		if strings.ReplaceAll(a.body, hashOf(first.body), "") != strings.ReplaceAll(s.public().get("/verify?hash="+hashOf("never issued")).body, hashOf("never issued"), "") {
			t.Error("the public can tell a document for members from one that there never was")
		}
		if a.Find(".app-box--attention").Length() != 0 {
			t.Error("the answer is an alarm")
		}
	})
	s.run("a check can be linked to, however the hash is written", func(t *testing.T) {
		hash := hashOf(first.body)
		for _, typed := range []string{hash, "  " + hash + " ", strings.ToUpper(hash), "sha256:" + hash, "SHA-256: " + strings.ToUpper(hash), hash + "  agenda.pdf", hash[:32] + " " + hash[32:]} {
			a := member.get("/verify?"+url.Values{"hash": {typed}}.Encode()).is(200, "Agenda, version 1")
			if value, _ := a.Find("#hash").Attr("value"); value != hash {
				t.Errorf("of %q the field holds %q", typed, value)
			}
		}
		member.get("/verify?sha256="+hash).is(200, "Agenda, version 1")
		signIn, _ := s.public().get("/verify?hash=sha256:" + hash).Find("main a[href^='/sign-in']").Attr("href")
		if signIn != "/sign-in?next="+url.QueryEscape("/verify?hash="+hash) {
			t.Errorf("a member is led to %s", signIn)
		}
	})
	s.run("a file that somebody changed is asked about again once they have signed in", func(t *testing.T) {
		a := s.public().upload("/verify", "file", "agenda.pdf", []byte(first.body))
		if signIn, _ := a.Find("main a[href^='/sign-in']").Attr("href"); signIn != "/sign-in?next="+url.QueryEscape("/verify?hash="+hashOf(first.body)) {
			t.Errorf("a member is led to %s", signIn)
		}
	})
	s.run("what is no hash or no file is refused beside the field", func(t *testing.T) {
		for _, typed := range []string{"12g4", "", "sha256:", strings.Repeat("g", 64), strings.Repeat("a", 63), strings.Repeat("a", 5000), "%00"} {
			a := member.get("/verify?hash=" + typed)
			if a.status != http.StatusUnprocessableEntity || a.Find("#hash-error").Length() != 1 || a.Find(".govuk-error-summary a[href='#hash']").Length() != 1 {
				t.Errorf("%.20q: status %d", typed, a.status)
			}
		}
		if a := member.upload("/verify", "file", "empty.pdf", nil); a.status != http.StatusUnprocessableEntity || a.Find("#file-error").Length() != 1 {
			t.Errorf("status %d", a.status)
		}
	})
}

func TestPacks(t *testing.T) {
	s, m := publishedAgenda(t)
	member := s.as("mo@vp.example")
	address := "/meetings/" + m.Reference + "/pack.pdf"
	pack := member.get(address)
	if pack.status != http.StatusOK || !strings.HasPrefix(pack.body, "%PDF") {
		t.Fatalf("status %d", pack.status)
	}
	s.run("of a published version is kept", func(t *testing.T) {
		d, err := s.store.Document(t.Context(), s.ann, hashOf(pack.body))
		if err != nil || d.Kind != models.PackDocument || d.Pages == 0 {
			t.Errorf("%+v, %v", d, err)
		}
		if again := member.get(address + "?version=1"); again.body != pack.body {
			t.Error("it has other bytes")
		}
	})
	s.run("the supplement is there once there is something to add", func(t *testing.T) {
		if a := member.get("/meetings/" + m.Reference + "/supplement.pdf"); a.status != http.StatusNotFound {
			t.Errorf("status %d", a.status)
		}
		s.publish(m.Reference, "Public campaign")
		if a := member.get("/meetings/" + m.Reference + "/supplement.pdf"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("status %d", a.status)
		}
	})
	s.run("names what cannot be in it", func(t *testing.T) {
		item, err := s.store.AddItem(t.Context(), s.ann, m.Reference, models.ItemForm{Title: "Broken", Purpose: "decision", Minutes: "5"})
		if err != nil {
			t.Fatal(err)
		}
		stored, err := s.kept.Put(t.Context(), strings.NewReader("%PDF-1.4 and nothing more"), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.store.AttachPaper(t.Context(), s.ann, item.ID, models.PaperForm{Title: "Options", FileName: "o.pdf", Extension: ".pdf", MediaType: "application/pdf", SHA256: stored.SHA256, Size: stored.Size}); err != nil {
			t.Fatal(err)
		}
		again := s.as("ann@opcc.example").get("/meetings/"+m.Reference+"/agenda/publish").is(200, "The pack will leave out 1 paper", "o.pdf: the file is damaged")
		if again.Find(`a[href^="/papers/"]`).Length() != 1 {
			t.Error("the paper cannot be opened from the warning")
		}
		if a := s.as("ann@opcc.example").get(address + "?version=draft"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("status %d", a.status)
		}
	})
}

func TestAnOfficePaperIsInThePackWhereLibreOfficeIs(t *testing.T) {
	s, m := publishedAgenda(t)
	workbook, err := documents.TrackerXLSX(models.TrackerContent{Title: "Action tracker", Total: 1, Groups: []models.TrackerGroup{{Name: "Open", Actions: []models.TrackerLine{{Reference: "2026-Q3/01", Text: "Write a guide."}}}}})
	if err != nil {
		t.Fatal(err)
	}
	stored, err := s.kept.Put(t.Context(), bytes.NewReader(workbook), 1<<20)
	if err != nil {
		t.Fatal(err)
	}
	item, err := s.store.AddItem(t.Context(), s.ann, m.Reference, models.ItemForm{Title: "Figures", Purpose: "decision", Minutes: "5"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.AttachPaper(t.Context(), s.ann, item.ID, models.PaperForm{Title: "Figures", FileName: "f.xlsx", Extension: ".xlsx", MediaType: stored.MediaType, SHA256: stored.SHA256, Size: stored.Size}); err != nil {
		t.Fatal(err)
	}
	s.publish(m.Reference, "Public campaign")
	pack := s.as("mo@vp.example").get("/meetings/" + m.Reference + "/pack.pdf")
	doc, err := pdfcheck.Read([]byte(pack.body))
	if err != nil || pack.status != http.StatusOK {
		t.Fatalf("status %d, %v", pack.status, err)
	}
	_, missing := s.store.Document(t.Context(), s.ann, hashOf(pack.body))
	if convert.Find() == nil {
		if !strings.Contains(doc.Text, "It is not a PDF (Excel spreadsheet)") || missing != nil {
			t.Errorf("the paper is not named, or the pack not kept: %s", doc.Text)
		}
		return
	}
	if !strings.Contains(doc.Text, "that follow") || doc.Pages < 3 || missing != nil {
		t.Errorf("the paper is not in the pack, or the pack not kept: %v\n%s", missing, doc.Text)
	}
}

func TestDocumentsThatAreDrawnWhenAskedFor(t *testing.T) {
	s, m := publishedAgenda(t)
	member, public := s.as("mo@vp.example"), s.public()
	for path, begins := range map[string]string{
		"/meetings/" + m.Reference + "/attendance-sheet.pdf": "%PDF", "/decisions.pdf": "%PDF", "/actions.xlsx": "PK",
	} {
		if a := member.get(path); a.status != http.StatusOK || !strings.HasPrefix(a.body, begins) {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
	if a := public.get("/decisions.pdf"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
		t.Errorf("the public's register: status %d", a.status)
	}
	s.run("the year book is there once a meeting of its year is over, and says what is still to come", func(t *testing.T) {
		book := fmt.Sprintf("/years/%d", m.Year)
		for _, path := range []string{book, book + ".pdf"} {
			if a := member.get(path); a.status != http.StatusNotFound {
				t.Errorf("%s before the year's first meeting: status %d", path, a.status)
			}
		}
		if a := member.get("/meetings").is(200); a.Find(`a[href^="/years/"]`).Length() != 0 {
			t.Error("the list leads to it")
		}
		if _, err := s.store.EnterPastMeeting(t.Context(), s.ann, models.MeetingForm{Date: "9 June 2026", Time: "10:00", Ended: "12:00"}); err != nil {
			t.Fatal(err)
		}
		member.get("/meetings").is(200, "Year book 2026 so far", "Year book 2026 so far (PDF)")
		member.get(book).is(200, "Incomplete", "1 meeting is still to come and the minutes of 1 meeting are not circulated yet.")
		if a := member.get(book + ".pdf"); a.status != http.StatusOK || !strings.HasPrefix(a.body, "%PDF") {
			t.Errorf("status %d", a.status)
		}
	})
	for _, path := range []string{"/years/2027", "/years/1999.pdf", "/years/abc", "/practices/none/leaflet.pdf", "/documents/" + hashOf("nothing"), "/documents/x"} {
		if a := member.get(path); a.status != http.StatusNotFound {
			t.Errorf("%s: status %d", path, a.status)
		}
	}
}
