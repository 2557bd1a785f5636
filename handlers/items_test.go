package handlers

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

// agendaSite is a site with a called meeting on 8 December 2026, one planned
// after it, and two partners.
type agendaSite struct {
	*site
	ann, pat, hal *browser
}

func newAgendaSite(t *testing.T) agendaSite {
	t.Helper()
	s := agendaSite{site: newSite(t)}
	for _, o := range []struct{ org, short, name, email string }{{"Vale Police", "VP", "Pat Poole", "pat@vp.example"}, {"NHS Vale", "NHSV", "Hal Hughes", "hal@nhs.example"}} {
		org, err := s.store.AddOrganisation(t.Context(), s.site.ann, models.OrganisationForm{Name: o.org, ShortName: o.short, Sector: "Health"})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.store.AddPerson(t.Context(), s.site.ann, models.PersonForm{Name: o.name, Email: o.email, JobTitle: "Officer", OrganisationID: org.ID, Role: models.RolePartner}); err != nil {
			t.Fatal(err)
		}
	}
	planned, err := s.store.PlanMeetings(t.Context(), s.site.ann, []models.MeetingForm{{Date: "8 December 2026"}, {Date: "9 March 2027"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.CallMeeting(t.Context(), s.site.ann, planned[0].Reference, planned[0].Version); err != nil {
		t.Fatal(err)
	}
	s.ann, s.pat, s.hal = s.as("ann@opcc.example"), s.as("pat@vp.example"), s.as("hal@nhs.example")
	return s
}

// paperFile is a file of a form.
type paperFile struct{ name, content string }

const aPDF = "%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n"

// sendPapers sends a form with files.
func (b *browser) sendPapers(path string, fs []paperFile, pairs ...string) *answer {
	b.site.t.Helper()
	var body bytes.Buffer
	w := multipart.NewWriter(&body)
	for i := 0; i < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			b.site.t.Fatal(err)
		}
	}
	for _, f := range fs {
		part, err := w.CreateFormFile("papers", f.name)
		if err != nil {
			b.site.t.Fatal(err)
		}
		if _, err := part.Write([]byte(f.content)); err != nil {
			b.site.t.Fatal(err)
		}
	}
	w.Close()
	req, err := http.NewRequest(http.MethodPost, b.site.server.URL+path, &body)
	if err != nil {
		b.site.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return b.do(req)
}

// item is a good item's fields, with more after them.
func item(more ...string) []string {
	return append([]string{"title", "Safe-house capacity", "purpose", "decision", "minutes", "15", "ask", "Choose one of the options.", "background", "38 beds, 35 taken."}, more...)
}

const newItemPath = "/meetings/2026-q4/items/new"

// sameForm sends the fields to where the form of this page goes, as it stands.
func (a *answer) formAction() string {
	return a.Find("form.app-form").AttrOr("action", "")
}

func (a *answer) value(field string) string {
	if text := a.Find(`textarea[name="` + field + `"]`); text.Length() > 0 {
		return strings.TrimPrefix(text.Text(), "\n")
	}
	return a.Find(`input[name="`+field+`"]:not([type=radio]):not([type=checkbox]), input[name="`+field+`"]:checked`).AttrOr("value", "")
}

func TestSubmittingAnItem(t *testing.T) {
	t.Run("a partner submits an item with a paper, the secretariat accepts it", func(t *testing.T) {
		s := newAgendaSite(t)
		form := s.pat.get(newItemPath).is(200, "Items close on Tuesday 17 November 2026 at 17:00")
		if form.header.Get("ETag") != "" || !strings.Contains(form.header.Get("Cache-Control"), "no-store") {
			t.Error("a form with a key of its own may be shown from a cache")
		}
		a := s.pat.sendPapers(newItemPath, []paperFile{{"Options for 2027.pdf", aPDF}}, item("key", form.value("key"), "name-1", "Dr Amira Haddad", "do", "submit")...)
		a.is(200, "Your item is submitted", "The secretariat has it", "Options for 2027", "Dr Amira Haddad")
		s.hal.get(a.url).is(404)
		queue := s.ann.get("/meetings/2026-q4/queue").is(200, "1 item", "Safe-house capacity", "Vale Police", "Choose one of the options.")
		accept := queue.Find(`form[action$="/accept"]`)
		s.ann.post(accept.AttrOr("action", ""), "version", accept.Find("input").AttrOr("value", "")).is(200, "Safe-house capacity is on the agenda", "Nothing is waiting for you")
		s.hal.get(a.url).is(200, "Safe-house capacity").lacks("app-history")
		agenda := s.hal.get("/meetings/2026-q4/agenda").is(200, "It may still change", "Safe-house capacity", "10:25", "Paper 4: Options for 2027")
		if href, _ := agenda.Find(`a[href^="/papers/"]`).Attr("href"); s.hal.get(href).body != aPDF {
			t.Error("the paper that comes back is not the one that was sent")
		}
	})
	t.Run("every refused file is listed beside the field, each with its reason", func(t *testing.T) {
		s := newAgendaSite(t)
		var all []paperFile
		for n := range mostUploads - 1 {
			all = append(all, paperFile{fmt.Sprintf("paper-%d.pdf", n), aPDF + strings.Repeat("\n", n)})
		}
		all = append([]paperFile{{"evil.pdf", "<html><script>alert(1)</script></html>"}, {"nothing.docx", ""}}, all...)
		a := s.pat.sendPapers(newItemPath, append(all, paperFile{"last.pdf", aPDF}), item("key", "k", "do", "attach")...).is(422)
		var beside []string
		a.Find("#papers-error .govuk-error-message").Each(func(_ int, p *goquery.Selection) { beside = append(beside, p.Text()) })
		if len(beside) != 3 || !strings.Contains(beside[0], "“evil.pdf” cannot be taken") || !strings.Contains(beside[1], "“nothing.docx” is empty") || !strings.Contains(beside[2], "Only the first 20 files were taken") {
			t.Errorf("beside the field stands %q", beside)
		}
		if described, _ := a.Find("#papers").Attr("aria-describedby"); !strings.Contains(described, "papers-error") {
			t.Errorf("the field is described by %q", described)
		}
	})
	t.Run("everything typed survives an error, with its papers attached", func(t *testing.T) {
		s := newAgendaSite(t)
		a := s.pat.sendPapers(newItemPath, []paperFile{{"a.pdf", aPDF}, {"evil.pdf", "<html><script>alert(1)</script></html>"}},
			"title", "", "purpose", "discussion", "minutes", "soon", "ask", "Say what works", "background", "Łukasz 👏 & <b>", "name-1", "Dr Amira Haddad", "restricted", "yes", "key", "k", "do", "submit")
		a.is(422, "There is a problem", "The time needed must be a whole number of minutes", "“evil.pdf” cannot be taken", "This paper is attached and stays attached: a.pdf", "saved as a draft")
		for field, want := range map[string]string{"purpose": "discussion", "minutes": "soon", "ask": "Say what works", "background": "Łukasz 👏 & <b>", "name-1": "Dr Amira Haddad", "restricted": "yes"} {
			if got := a.value(field); got != want {
				t.Errorf("%s holds %q, want %q", field, got, want)
			}
		}
		a.Find(".govuk-error-summary a").Each(func(_ int, link *goquery.Selection) {
			if id := link.AttrOr("href", ""); a.Find(id).Length() != 1 {
				t.Errorf("the error summary leads to %s, which is not on the page", id)
			}
		})
		fixed := s.pat.post(a.formAction(), item("version", a.value("version"), "key", "k", "do", "submit")...)
		fixed.is(200, "Your item is submitted", "a (PDF")
	})
	t.Run("the same form sent twice makes one item", func(t *testing.T) {
		s := newAgendaSite(t)
		fields := item("key", "once", "do", "submit")
		first, again := s.pat.post(newItemPath, fields...), s.pat.post(newItemPath, fields...)
		if first.is(200).url != again.is(200).url {
			t.Errorf("%s and %s", first.url, again.url)
		}
		s.ann.get("/meetings/2026-q4/queue").is(200, "1 item, 15 minutes")
		added := item("key", "added", "do", "add")
		s.ann.post(newItemPath, added...).is(200)
		if n := s.ann.post(newItemPath, added...).is(200).Find(`[data-row="item"]`).Length(); n != 6 {
			t.Errorf("%d items on the agenda", n)
		}
	})
	t.Run("after submissions have closed a partner keeps a draft and takes it to the next meeting", func(t *testing.T) {
		s := newAgendaSite(t)
		s.setClock("2026-11-17 17:00")
		s.pat, s.ann = s.as("pat@vp.example"), s.as("ann@opcc.example")
		page := s.pat.get(newItemPath).is(200, "Items for this meeting closed on", "Submit an item for Tuesday 9 March 2027 instead")
		if page.Find(`button[value="submit"]`).Length() != 0 {
			t.Error("the page offers to submit")
		}
		a := s.pat.post(newItemPath, item("key", "late", "do", "submit")...).is(409, "closed on Tuesday 17 November 2026 at 17:00")
		if a.value("background") != "38 beds, 35 taken." {
			t.Error("what was typed is lost")
		}
		draft := s.pat.get(strings.TrimSuffix(a.formAction(), "/edit")).is(200, "Move it to a later meeting")
		s.pat.post(draft.Find(`form[action$="/move-to"]`).AttrOr("action", ""), "version", draft.value("version"), "to", "2027-q1").is(200, "for another meeting")
		s.ann.post(newItemPath, item("key", "ann", "do", "submit")...).is(200)
		s.ann.get("/meetings/2026-q4/queue").is(200, "Late")
	})
	t.Run("personal data is shown and sent only when the author says so", func(t *testing.T) {
		s := newAgendaSite(t)
		fields := item("key", "pd", "do", "submit")
		fields[9] = "Ring Lan on 07700 900123, born on 3 May 2001."
		a := s.pat.post(newItemPath, fields...).is(422, "Is this personal data?", "a telephone number", "07700 900123", "a date of birth", "It is right to send this")
		s.pat.post(a.formAction(), append(fields, "version", a.value("version"), "right_to_send", "yes")...).is(200, "Your item is submitted", "a telephone number and a date of birth")
	})
	t.Run("two people change one item: the second sees both texts", func(t *testing.T) {
		s := newAgendaSite(t)
		at := s.pat.post(newItemPath, item("key", "c", "do", "draft")...).is(200, "Your draft is saved").url
		edit := s.pat.get(at + "/edit")
		if got := edit.value("title"); got != "Safe-house capacity" {
			t.Fatalf("the form holds %q", got)
		}
		s.ann.post(at+"/edit", item("version", edit.value("version"), "title", "x", "do", "save")...).is(200)
		mine := item("version", edit.value("version"), "do", "save")
		mine[1] = "Beds for men over 50"
		a := s.pat.post(at+"/edit", mine...).is(409, "Someone else changed this", "What is saved now", "Safe-house capacity", "Beds for men over 50")
		if a.value("title") != "Beds for men over 50" {
			t.Error("what was typed is lost")
		}
		mine[len(mine)-3] = a.value("version")
		s.pat.post(at+"/edit", mine...).is(200, "Beds for men over 50")
	})
	t.Run("fields that are not on the form do nothing", func(t *testing.T) {
		s := newAgendaSite(t)
		at := s.pat.post(newItemPath, item("key", "f", "do", "draft", "state", "accepted", "organisation", "1", "section", "Top")...).is(200).url
		s.pat.get(at).is(200, "Draft", "Vale Police")
		s.hal.get(at).is(404)
	})
	t.Run("withdrawn for good", func(t *testing.T) {
		s := newAgendaSite(t)
		at := s.pat.post(newItemPath, item("key", "w", "do", "submit")...).is(200).url
		version := s.pat.get(at).value("version")
		s.hal.post(at+"/withdraw", "version", version).is(404)
		s.pat.post(at+"/withdraw", "version", version).is(200, "It was withdrawn")
		s.pat.post(at+"/withdraw", "version", version).is(409, "withdrawn")
		s.pat.post(at+"/edit", item("version", version, "do", "submit")...).is(409)
	})
}
