package handlers

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

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
