package handlers

import (
	"net/url"
	"strings"
	"testing"

	ics "github.com/arran4/golang-ical"
)

// follow makes the calendar address of whose browser this is, and gives its path.
func (b *browser) follow(remind string) string {
	b.site.t.Helper()
	a := b.post("/account/calendar", "remind", remind).is(200, "Your calendar address is ready")
	address := a.Find("#calendar ~ [data-module=copy] code").Text()
	u, err := url.Parse(address)
	if err != nil || u.Host != "quarterday.example" {
		b.site.t.Fatalf("the address is %q", address)
	}
	return u.Path
}

func TestCalendarFeed(t *testing.T) {
	y := newYear(t)
	pat := y.as("pat@vp.example")
	pat.get("/account").is(200, "Make my calendar address")
	path := pat.follow("60")

	t.Run("is read without signing in, by another program", func(t *testing.T) {
		y.t = t
		a := y.public().get(path).is(200)
		if got := a.header.Get("Content-Type"); got != "text/calendar; charset=utf-8" {
			t.Errorf("it is of type %q", got)
		}
		read, err := ics.ParseCalendar(strings.NewReader(a.body))
		if err != nil {
			t.Fatal(err)
		}
		said := map[string]string{}
		for _, e := range read.Events() {
			said[e.GetProperty(ics.ComponentPropertySummary).Value] = e.GetProperty(ics.ComponentPropertyUrl).Value
		}
		for summary, page := range map[string]string{
			"Calder Vale Partnership: quarterly meeting":                                "http://quarterday.example/meetings/2027-q1",
			"Agenda items close at 17:00: quarterly meeting, 8 December 2026":           "http://quarterday.example/meetings/2026-q4/items/new",
			"Action due: 2026-Q3/01 Send the name of a data contact to the secretariat": "http://quarterday.example/actions/2026-Q3/01",
			"Action overdue: 2026-Q2/02 Share the contacts list":                        "http://quarterday.example/actions/2026-Q2/02",
		} {
			if got := said[summary]; got != page {
				t.Errorf("%q leads to %q, want %q", summary, got, page)
			}
		}
		if !strings.Contains(strings.ReplaceAll(a.body, "\r\n ", ""), "Agenda and papers: http://quarterday.example/meetings/2026-q3/agenda\\nMinutes: http://quarterday.example/meetings/2026-q3/minutes") {
			t.Error("the held meeting has no links to its agenda and minutes")
		}
		a.lacks("one-page guide", "Tell nobody outside")
	})
	t.Run("an unchanged one is not sent again", func(t *testing.T) {
		y.t = t
		b := y.public()
		tag := b.get(path).header.Get("ETag")
		again := b.newRequest(path)
		again.Header.Set("If-None-Match", tag)
		b.do(again).is(304)
		y.submit(y.pat, "Something new", false)
		changed := b.newRequest(path)
		changed.Header.Set("If-None-Match", tag)
		b.do(changed).is(200)
	})
	t.Run("wrong addresses are pages that do not exist", func(t *testing.T) {
		y.t = t
		for _, wrong := range []string{strings.TrimSuffix(path, ".ics"), "/calendar/x.ics", path + ".ics", strings.Replace(path, ".ics", "x.ics", 1)} {
			y.public().get(wrong).is(404)
		}
	})
	t.Run("a new address ends the old one, and ending ends both", func(t *testing.T) {
		y.t = t
		a := pat.post("/account/calendar/renew").is(200, "Your calendar has a new address. The old one no longer works.")
		y.public().get(path).is(404)
		fresh, _ := url.Parse(a.Find("#calendar ~ [data-module=copy] code").Text())
		y.public().get(fresh.Path).is(200)
		pat.get("/account").is(200, "A calendar program last read it on 10 November 2026")
		pat.post("/account/calendar/stop").is(200, "Your calendar address is ended", "Make my calendar address")
		y.public().get(fresh.Path).is(404)
		pat.post("/account/calendar/stop").is(409, "You have no calendar address")
	})
	t.Run("only the choices of reminders are taken", func(t *testing.T) {
		y.t = t
		pat.post("/account/calendar", "remind", "7").is(422)
	})
}
