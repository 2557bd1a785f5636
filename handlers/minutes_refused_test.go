package handlers

import (
	"testing"

	"quarterday/models"
)

// TestStepsOfMinutesThatCannotBeTaken: where a command would be refused, its page
// has no form, and says why and what to do instead.
func TestStepsOfMinutesThatCannotBeTaken(t *testing.T) {
	h := newHeld(t)
	var ann *browser
	refused := func(step string, words ...string) {
		t.Helper()
		a := ann.get(h.path("/minutes/"+step)).is(200, words...)
		if n := a.Find("main form").Length(); n != 0 {
			t.Errorf("%s: the page has %d forms", step, n)
		}
		if a.Find("main p a").Length() == 0 {
			t.Errorf("%s: the page leads nowhere", step)
		}
	}
	offered := func(step string) {
		t.Helper()
		if ann.get(h.path("/minutes/"+step)).is(200).Find("main form").Length() != 1 {
			t.Errorf("%s is not offered", step)
		}
	}
	take := func(step string, pairs ...string) {
		t.Helper()
		a := ann.get(h.path("/minutes/" + step))
		ann.post(h.path("/minutes/"+step), append([]string{"version", a.value("version")}, pairs...)...).is(200)
	}
	h.setClock("2026-12-01 09:00")
	ann = h.as("ann@opcc.example")
	refused("finish", "It begins on Tuesday 8 December 2026 at 10:00", "Go to the meeting")
	ann.get(h.path("/minutes?version=draft")).is(200).lacks("/minutes/finish")
	refused("circulate", "has not been held yet")
	refused("agree", "They have not been circulated")
	refused("publish", "The minutes cannot be published yet", "They have not been circulated")

	h.setClock("2026-12-08 12:10")
	ann = h.as("ann@opcc.example")
	refused("circulate", "Finish it first")
	offered("finish")
	take("finish", "ended", "11:52")
	refused("finish", "This meeting is already finished", "Read the minutes")
	refused("circulate", "Nothing has been minuted yet", "Write the minutes")
	h.line(ann, 1, "Welcome.").is(200)
	refused("publish", "Circulate them first", "Circulate the minutes")
	offered("circulate")
	take("circulate")
	refused("circulate", "Nothing has changed since version 1")
	refused("agree", "its day has not come yet")
	refused("publish", "The next meeting must agree them first")

	h.setClock("2027-03-09 10:30")
	ann = h.as("ann@opcc.example")
	refused("publish", "A later meeting must agree them first", "Record that they were agreed")
	offered("agree")
	take("agree", "at", "2027-q1")
	refused("agree", "already agreed")
	refused("circulate", "They are agreed")
	offered("publish")
	take("publish")
	refused("publish", "already published")
	refused("finish", "already finished")

	other, err := h.store.PlanMeetings(t.Context(), h.site.ann, []models.MeetingForm{{Date: "8 June 2027"}})
	if err != nil {
		t.Fatal(err)
	}
	h.ref = other[0].Reference
	refused("finish", "has not been called", "Call the meeting")
	if _, err := h.store.CancelMeeting(t.Context(), h.site.ann, h.ref, other[0].Version, "Nobody can come", false); err != nil {
		t.Fatal(err)
	}
	for _, step := range []string{"finish", "circulate", "agree", "publish"} {
		refused(step, "This meeting was cancelled", "Go to the meeting")
	}
}
