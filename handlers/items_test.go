package handlers

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
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

func TestUploads(t *testing.T) {
	t.Run("each file is judged by its content, and the others stay", func(t *testing.T) {
		s := newAgendaSite(t)
		for what, c := range map[string]struct {
			files []paperFile
			says  string
		}{
			"empty":            {[]paperFile{{"empty.pdf", ""}}, "“empty.pdf” is empty"},
			"a page":           {[]paperFile{{"slides.pdf", "<!doctype html><title>x</title>"}}, "“slides.pdf” cannot be taken"},
			"a drawing":        {[]paperFile{{"slides.pdf", `<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`}}, "“slides.pdf” cannot be taken"},
			"a program":        {[]paperFile{{"x.exe", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"}}, "“x.exe” cannot be taken"},
			"too large":        {[]paperFile{{"big.pdf", aPDF + strings.Repeat("x", largestPaper+1-len(aPDF))}}, "“big.pdf” is too large: a paper must be 25 MB or smaller"},
			"one bad, one not": {[]paperFile{{"bad.pdf", ""}, {"good.pdf", aPDF}}, "stays attached: good.pdf"},
		} {
			t.Run(what, func(t *testing.T) {
				a := s.pat.sendPapers(newItemPath, c.files, item("key", what, "do", "submit")...)
				a.is(422, c.says)
				if a.value("title") != "Safe-house capacity" {
					t.Error("what was typed is lost")
				}
			})
		}
	})
	t.Run("the largest paper, a path in a name, the same name twice, several at once", func(t *testing.T) {
		s := newAgendaSite(t)
		big := aPDF + strings.Repeat("x", largestPaper-len(aPDF))
		a := s.pat.sendPapers(newItemPath, []paperFile{{"big.pdf", big}, {"same.pdf", aPDF + "1"}, {"same.pdf", aPDF + "2"}, {`..\..\Wybory Łódź.PDF`, aPDF + "3"}}, item("key", "many", "do", "draft")...)
		a.is(200, "same (2)", "Wybory Łódź (PDF", "big (PDF, 26.2 MB)")
		var last string
		a.Find(`a[href^="/papers/"]`).Each(func(_ int, link *goquery.Selection) { last = link.AttrOr("href", "") })
		got := s.pat.get(last)
		if got.body != aPDF+"3" {
			t.Errorf("%q", got.body)
		}
		for header, want := range map[string]string{
			"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="Wybory __d_.pdf"; filename*=UTF-8''Wybory%20%C5%81%C3%B3d%C5%BA.pdf`,
			"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Accept-Ranges": "bytes",
		} {
			if got.header.Get(header) != want {
				t.Errorf("%s: %q, want %q", header, got.header.Get(header), want)
			}
		}
		req, _ := http.NewRequest(http.MethodGet, s.server.URL+last, nil)
		req.Header.Set("Range", "bytes=1-3")
		if part := s.pat.do(req); part.status != 206 || part.body != "PDF" {
			t.Errorf("a range: %d %q", part.status, part.body)
		}
		req.Header.Del("Range")
		req.Header.Set("If-None-Match", got.header.Get("ETag"))
		if same := s.pat.do(req); same.status != 304 {
			t.Errorf("unchanged: %d", same.status)
		}
		s.hal.get(last).is(404)
		s.public().get(last).is(404, "Sign in, if you have an account here")
	})
	t.Run("the same file under another name is not attached again, and the page says so", func(t *testing.T) {
		s := newAgendaSite(t)
		a := s.pat.sendPapers(newItemPath, []paperFile{{"a.pdf", aPDF}}, "title", "Half", "key", "same", "do", "attach").is(200)
		path, _ := a.Find("form[enctype]").Attr("action")
		a = s.pat.sendPapers(path, []paperFile{{"copy.pdf", aPDF}}, "title", "Half", "version", a.value("version"), "do", "attach").
			is(422, "“copy.pdf” is not attached again: it is the same file as a.pdf, which is attached already")
		a = s.pat.sendPapers(path, []paperFile{{"A.PDF", aPDF}}, "title", "Half", "version", a.value("version"), "do", "attach").is(200)
		if n := a.Find(`input[name^="paper-title-"]`).Length(); n != 1 {
			t.Errorf("%d papers are attached", n)
		}
	})
	t.Run("papers are added, named and removed while writing, and nothing typed is lost", func(t *testing.T) {
		s := newAgendaSite(t)
		a := s.pat.sendPapers(newItemPath, []paperFile{{"a.pdf", aPDF}}, "title", "Half a ti", "background", "Half", "paper_title", "Options", "key", "w", "do", "attach").is(200, "stays attached: a.pdf")
		if a.value("title") != "Half a ti" || a.value("background") != "Half" {
			t.Error("what was typed is lost")
		}
		field := a.Find(`input[name^="paper-title-"]`)
		if field.AttrOr("value", "") != "Options" {
			t.Errorf("the paper is called %q", field.AttrOr("value", ""))
		}
		id := strings.TrimPrefix(field.AttrOr("name", ""), "paper-title-")
		s.pat.post(a.formAction(), item("version", a.value("version"), "paper-title-"+id, "Options for 2027", "do", "draft")...).is(200, "Options for 2027")
		edit := s.pat.get(a.formAction())
		fields := append(item("version", edit.value("version"), "do", "remove-paper-"+id), "background", "ignored: the first counts")
		s.pat.post(a.formAction(), fields...).is(200).lacks("/papers/" + id)
		s.pat.post(a.formAction(), fields...).is(200)
		s.pat.get("/papers/" + id).is(404)
	})
	t.Run("what is typed into a draft is kept in it when a paper or a field is refused", func(t *testing.T) {
		s := newAgendaSite(t)
		at := s.pat.post(newItemPath, item("key", "k", "do", "draft")...).is(200).url
		typed := func(version, minutes, background string) []string {
			return []string{"version", version, "title", "Safe-house capacity", "purpose", "decision", "minutes", minutes, "ask", "Choose.", "background", background, "do", "submit"}
		}
		a := s.pat.sendPapers(at+"/edit", []paperFile{{"a.pdf", "<html>"}}, typed(s.pat.get(at+"/edit").value("version"), "15", "A new evening’s work")...).is(422, "cannot be taken", "saved as a draft")
		s.pat.get(at).is(200, "A new evening’s work")
		a = s.pat.post(at+"/edit", typed(a.value("version"), "fifteen", "Another evening’s work")...).is(422, "saved as a draft")
		if a.value("minutes") != "fifteen" {
			t.Errorf("the page holds %q", a.value("minutes"))
		}
		s.pat.get(at).is(200, "Another evening’s work")
		s.pat.post(at+"/edit", typed("1", "fifteen", "Too late")...).is(422).lacks("saved as a draft")
		s.pat.get(at).lacks("Too late")
		s.pat.post(at+"/edit", item("version", a.value("version"), "do", "submit")...).is(200, "Your item is submitted")
	})
	t.Run("another organisation's draft takes no papers and gives none up", func(t *testing.T) {
		s := newAgendaSite(t)
		at := s.pat.sendPapers(newItemPath, []paperFile{{"a.pdf", aPDF}}, item("key", "o", "do", "draft")...).is(200).url
		s.hal.sendPapers(at+"/edit", []paperFile{{"b.pdf", aPDF}}, item("version", "1")...).is(404)
		s.hal.get(at + "/edit").is(404)
	})
}

func TestAgendaPages(t *testing.T) {
	add := func(s agendaSite, title string, more ...string) {
		s.t.Helper()
		fields := item(append([]string{"key", title, "do", "add"}, more...)...)
		fields[1] = title
		s.ann.post(newItemPath, fields...).is(200, title)
	}
	// build is what the form of the builder would send.
	build := func(a *answer) url.Values {
		v := url.Values{"version": {a.Find(`form[data-module=arrange] input[name=version]`).AttrOr("value", "")}}
		a.Find("[data-row]").Each(func(_ int, row *goquery.Selection) {
			row.Find("input").Each(func(_ int, field *goquery.Selection) { v.Add(field.AttrOr("name", ""), field.AttrOr("value", "")) })
		})
		return v
	}
	send := func(b *browser, v url.Values) *answer {
		var pairs []string
		for name, values := range v {
			for _, value := range values {
				pairs = append(pairs, name, value)
			}
		}
		return b.post("/meetings/2026-q4/agenda/build", pairs...)
	}
	titles := func(a *answer) string {
		var out []string
		a.Find("[data-row]").Each(func(_ int, row *goquery.Selection) {
			if h := row.Find(".app-arrange__heading"); h.Length() > 0 {
				out = append(out, "# "+h.AttrOr("value", ""))
				return
			}
			out = append(out, row.Find("[data-time]").Text()+" "+row.Find("a.govuk-link").First().Text())
		})
		return strings.Join(out, "; ")
	}
	const at = "/meetings/2026-q4/agenda/build"
	t.Run("order, headings and minutes by buttons alone", func(t *testing.T) {
		s := newAgendaSite(t)
		add(s, "Strategic overview")
		add(s, "Best practice")
		a := s.ann.get(at).is(200, "65 minutes of 120 planned. 55 minutes to spare.")
		v := build(a)
		last := v["row"][4]
		v.Set("do", "up:"+last)
		v.Set("minutes-"+last[1:], "20")
		a = send(s.ann, v)
		if got := titles(a); got != "10:00 Welcome, introductions and apologies; 10:05 Minutes of the last meeting; 10:10 Matters arising and action tracker; 10:25 Best practice; 10:45 Strategic overview; 11:00 Forward plan; 11:05 Any other business" {
			t.Error(got)
		}
		v = build(a)
		v.Set("do", "heading")
		v.Set("new_heading", "Main business")
		v.Set("above", last)
		a = send(s.ann, v)
		v = build(a)
		v.Set("do", "down:"+v["row"][3]) // the heading, below its first item
		a = send(s.ann, v)
		if got := titles(a); !strings.Contains(got, "10:25 Best practice; # Main business; 10:45 Strategic overview") {
			t.Error(got)
		}
		s.hal.get("/meetings/2026-q4/agenda").is(200, "Main business")
		v = build(a)
		v.Set("do", "drop:"+v["row"][4])
		if got := titles(send(s.ann, v)); strings.Contains(got, "#") {
			t.Error(got)
		}
		v = build(s.ann.get(at))
		v.Set("do", "remove:"+v["row"][5])
		send(s.ann, v).is(200, "off the agenda").lacks("Forward plan")
	})
	t.Run("too long is said, and minutes that are none are refused with the order kept", func(t *testing.T) {
		s := newAgendaSite(t)
		v := build(s.ann.get(at))
		v.Set("minutes-"+v["row"][0][1:], "100")
		send(s.ann, v).is(200, "130 minutes of 120 planned", "10 minutes too long")
		v = build(s.ann.get(at))
		v["row"][0], v["row"][1] = v["row"][1], v["row"][0]
		v.Set("minutes-"+v["row"][0][1:], "lots")
		a := send(s.ann, v).is(422, "The time needed must be a whole number of minutes")
		if !strings.HasPrefix(titles(a), "10:00 Minutes of the last meeting; 10:00 Welcome") || a.value("minutes-"+v["row"][0][1:]) != "lots" {
			t.Error(titles(a))
		}
	})
	t.Run("arranged from an older agenda: both orders are shown and can be chosen", func(t *testing.T) {
		s := newAgendaSite(t)
		v := build(s.ann.get(at))
		add(s, "Came meanwhile")
		v["row"][0], v["row"][1] = v["row"][1], v["row"][0]
		a := send(s.ann, v).is(409, "Someone else changed the agenda", "Your order is below", "Came meanwhile")
		v = build(a)
		if n := len(v["row"]); n != 6 {
			t.Fatalf("%d rows", n)
		}
		if got := titles(send(s.ann, v).is(200)); !strings.HasPrefix(got, "10:00 Minutes of the last meeting") || !strings.HasSuffix(got, "Came meanwhile") {
			t.Error(got)
		}
	})
	t.Run("published, changed and published again", func(t *testing.T) {
		s := newAgendaSite(t)
		add(s, "Strategic overview")
		publish := func() *answer {
			a := s.ann.get("/meetings/2026-q4/agenda/publish").is(200)
			if open := strings.Contains(a.body, "Partners can still send items until"); open != (a.Find("button:contains('Publish version 1')").Length() == 1) {
				t.Errorf("that items can still be sent is said: %t", open)
			}
			return s.ann.post("/meetings/2026-q4/agenda/publish", "version", a.value("version"))
		}
		publish().is(200, "Version 1 of the agenda is published", "Version 1, published 1 September 2026")
		publish().is(409, "Nothing has changed since version 1")
		add(s, "Operation Oak", "restricted", "yes")
		s.ann.get("/meetings/2026-q4/agenda/publish").is(200, "What changes", "Item 5 added: an item for members only, at 10:40", "3 people invited")
		s.hal.get("/meetings/2026-q4/agenda").is(200, "Strategic overview").lacks("Operation Oak")
		publish().is(200, "Version 2 of the agenda is published", "What changed in version 2")
		s.hal.get("/meetings/2026-q4/agenda").is(200, "Operation Oak", "Members only")
		s.hal.get("/meetings/2026-q4/agenda?version=1").is(200, "This version has been replaced").lacks("Operation Oak")
		s.hal.get("/meetings/2026-q4/agenda?version=3").is(404)
		s.hal.get("/meetings/2026-q4/agenda?version=x").is(404)
	})
	t.Run("deferred and declined with a reason that the author reads", func(t *testing.T) {
		s := newAgendaSite(t)
		one := s.pat.post(newItemPath, item("key", "1", "do", "submit")...).url
		two := s.pat.post(newItemPath, item("key", "2", "do", "submit")...).url
		page := s.ann.get(one+"/defer").is(200, "Tuesday 9 March 2027")
		a := s.ann.post(one+"/defer", "version", page.value("version"), "to", "2027-q1", "reason", "").is(422, "Enter why it is deferred")
		if a.value("to") != "2027-q1" {
			t.Error("the chosen meeting is lost")
		}
		s.ann.post(one+"/defer", "version", page.value("version"), "to", "2027-q1", "reason", "CQC cannot come").is(200, "Deferred to 9 March 2027")
		s.ann.get("/meetings/2027-q1/queue").is(200, "Safe-house capacity", "Deferred to here")
		s.pat.get(one).is(200, "CQC cannot come", "It now waits for Tuesday 9 March 2027")
		s.ann.post(two+"/decline", "version", s.ann.get(two+"/decline").value("version"), "reason", "Not for this partnership").is(200, "Declined")
		s.pat.get(two).is(200, "Not for this partnership", "submit it again")
		s.pat.get("/items").is(200, "Deferred", "to 9 March 2027", "Declined")
		s.hal.get("/items").is(200, "No agenda items yet")
	})
	t.Run("pages ask the same number of questions for three items and for sixty", func(t *testing.T) {
		s := newAgendaSite(t)
		fill := func(from, to int) {
			for n := from; n < to; n++ {
				at := s.pat.sendPapers(newItemPath, []paperFile{{"a.pdf", fmt.Sprint(aPDF, n)}}, item("key", fmt.Sprint(n), "do", "submit")...).url
				if n%2 == 0 {
					s.ann.post(at+"/accept", "version", s.ann.get(at).value("version")).is(200)
				}
			}
		}
		paths := []string{"/meetings/2026-q4/queue", "/meetings/2026-q4/agenda", at, "/meetings/2026-q4/agenda/publish", "/items"}
		fill(0, 3)
		before := map[string]int64{}
		for _, p := range paths {
			before[p] = s.questions(s.ann, p)
		}
		fill(3, 30)
		for _, p := range paths {
			if n := s.questions(s.ann, p); n != before[p] {
				t.Errorf("%s asks %d questions, then %d", p, before[p], n)
			}
		}
	})
}

// questions counts what a page asks the database, seen a second time: the
// settings are read again only after a change.
func (s agendaSite) questions(b *browser, path string) int64 {
	s.t.Helper()
	b.get(path).is(200)
	var n atomic.Int64
	req := httptest.NewRequest(http.MethodGet, path, nil)
	u, _ := url.Parse(s.server.URL)
	for _, cookie := range b.client.Jar.Cookies(u) {
		req.AddCookie(cookie)
	}
	w := httptest.NewRecorder()
	s.server.Config.Handler.ServeHTTP(w, req.WithContext(models.WithQueryCount(req.Context(), &n)))
	if w.Code != http.StatusOK {
		s.t.Fatalf("%s: %d", path, w.Code)
	}
	return n.Load()
}
