package handlers

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

// TestADraftThatMissedTheAgenda: the agenda goes out early, on 1 September, with
// items to close on 17 November.
func TestADraftThatMissedTheAgenda(t *testing.T) {
	s := newAgendaSite(t)
	item := func(title, key, do string) []string {
		return []string{"title", title, "purpose", "discussion", "minutes", "10", "key", key, "do", do}
	}
	draft := s.pat.post(newItemPath, item("Night shelters", "a", "draft")...).is(200, "not submitted yet")
	sent := s.hal.post(newItemPath, item("Dental practices", "b", "submit")...).is(200)
	draft.lacks("Take the draft to a later meeting")
	page := s.ann.get("/meetings/2026-q4/agenda/publish").is(200)
	s.ann.post("/meetings/2026-q4/agenda/publish", "version", page.value("version")).is(200)

	t.Run("steps taken early are shown on the day they were taken", func(t *testing.T) {
		var closed string
		s.pat.get("/meetings/2026-q4").Find(".app-timeline__stage--done").Each(func(_ int, stage *goquery.Selection) {
			if strings.Contains(stage.Text(), "Items close") {
				closed = strings.Join(strings.Fields(stage.Text()), " ")
			}
		})
		if closed != "Items close (done) 1 September" {
			t.Errorf("the step says %q", closed)
		}
	})
	t.Run("its owner is told at home, on the meeting's page and on the item's, and what to do", func(t *testing.T) {
		s.pat.get("/").is(200, "“Night shelters” is not on the agenda", "The agenda for 8 December has gone out", "Missed the agenda").lacks("Finish your draft")
		s.pat.get("/meetings/2026-q4").is(200, "Your organisation’s draft is not on it", "Move it to a later meeting, or ask the secretariat to add it")
		s.pat.get(draft.url).is(200, "The agenda for Tuesday 8 December 2026 has gone out without this item", "ask the secretariat to add it", "ann@opcc.example", "Move the draft", "Tuesday 9 March 2027")
		s.hal.get(sent.url).is(200, "The agenda has gone out without this item", "can still add it")
		s.ann.get("/meetings/2026-q4").is(200, "1 item still waits for your decision", "not on the published agenda").lacks("late item")
	})
	t.Run("the draft moves to a later meeting", func(t *testing.T) {
		a := s.pat.get(draft.url)
		s.pat.post(draft.url+"/move-to", "version", a.value("version"), "to", "2027-q1").is(200, "The draft is now for another meeting")
		s.pat.get("/").is(200, "Finish your draft “Night shelters”").lacks("not on the agenda")
	})
	t.Run("after the meeting it says that it was held", func(t *testing.T) {
		late := s.hal.post(newItemPath, item("Winter beds", "c", "draft")...).is(200, "has gone out without this item")
		s.setClock("2026-12-08 12:30")
		ann, hal := s.as("ann@opcc.example"), s.as("hal@nhs.example")
		take := ann.get("/meetings/2026-q4/minutes/finish").is(200)
		ann.post("/meetings/2026-q4/minutes/finish", "version", take.value("version")).is(200)
		hal.get(late.url).is(200, "The meeting on Tuesday 8 December 2026 was held without this item").lacks("ask the secretariat to add it")
		hal.get("/").is(200, "“Winter beds” is not on the agenda", "The meeting of 8 December was held without it")
	})
}
