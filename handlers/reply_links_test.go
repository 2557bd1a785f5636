package handlers

import (
	"testing"
	"time"

	"quarterday/models"
)

// replyLink is the path of the links in the invitation that this address got.
func (s *site) replyLink(email string) string {
	s.t.Helper()
	ctx := s.t.Context()
	s.mu.Lock()
	s.now = s.now.Add(2 * time.Minute) // letters about meetings wait a minute
	s.mu.Unlock()
	if ok, err := s.store.BeginDelivery(ctx, models.Operator, "test", models.DeliveryResult{}); err != nil || !ok {
		s.t.Fatal(ok, err)
	}
	var last models.DeliveryResult
	for {
		d, found, err := s.store.NextDelivery(ctx, models.Operator, "test", "vale.example", last)
		if err != nil || !found {
			s.t.Fatalf("no letter with a link to %s: %v", email, err)
		}
		if d.Letter.Email == email && d.ReplyToken != "" && d.Letter.Kind == models.LetterMeetingCalled && d.Letter.FactMap()["meeting"] == "2026-q4" {
			return "/reply/" + d.ReplyToken
		}
		last = models.DeliveryResult{Letter: d.Letter, Handover: models.HandoverTaken}
	}
}

func TestReplyLinks(t *testing.T) {
	y := newYear(t)
	y.setClock("2026-10-13 09:00")
	path := y.replyLink("hal@nhs.example")
	answered := func() models.Reply {
		page := must[models.ReplyPage](y)(y.store.ReplyPage(t.Context(), y.hal, "2026-q4", 0))
		return page.Attendance.Reply
	}
	t.Run("opening it answers nothing, and shows the answer that it names", func(t *testing.T) {
		y.t = t
		for answer, reply := range map[string]models.Reply{"coming": models.ReplyComing, "apologies": models.ReplyApologies, "deputy": models.ReplyDeputy} {
			a := y.public().get(path+"?answer="+answer).is(200, "Are you coming?", "You answer for Hal Hughes, NHS Vale", "Tuesday 8 December 2026")
			if got := a.Find("input[name=reply][checked]").AttrOr("value", ""); got != string(reply) {
				t.Errorf("%s: %q is chosen", answer, got)
			}
			if a.header.Get("Cache-Control") != "private, no-store" || a.Find("h1").Length() != 1 {
				t.Error("the page is kept, or has no h1 of its own")
			}
		}
		if got := answered(); got != models.NoReply {
			t.Errorf("answered %q", got)
		}
	})
	t.Run("one press answers, without signing in", func(t *testing.T) {
		y.t = t
		y.public().post(path, "reply", "coming").is(200, "Thank you. You are coming.", "change your answer here")
		if got := answered(); got != models.ReplyComing {
			t.Errorf("answered %q", got)
		}
		y.public().post(path, "reply", "sends a deputy").is(422, "Enter the deputy’s name")
		y.public().post(path, "reply", "sends a deputy", "deputy_name", "Kay Bright", "deputy_email", "kay@else.example", "for", "1").is(200, "Your deputy is noted")
	})
	t.Run("the secretariat confirms a new deputy", func(t *testing.T) {
		y.t = t
		ann := y.as("ann@opcc.example")
		a := ann.get("/meetings/2026-q4/coming").is(200, "Kay Bright", "To be confirmed")
		confirm := a.Find("form[action$='/confirm']").AttrOr("action", "")
		y.as("pat@vp.example").get("/meetings/2026-q4/coming").is(200, "Kay Bright").lacks("/confirm", "kay@else.example", "Ask them again")
		y.as("pat@vp.example").post(confirm).is(403)
		ann.post(confirm).is(200, "Kay Bright is confirmed as deputy").lacks("/confirm\"")
	})
	t.Run("those who have not answered are asked again with one press, once a day", func(t *testing.T) {
		y.t = t
		ann := y.as("ann@opcc.example")
		ann.get("/meetings/2026-q4/coming").is(200, "2 people have not answered", "Ask them again by email")
		ann.post("/meetings/2026-q4/coming/chase").is(200, "2 people are asked again", "last asked them again on Tuesday 13 October 2026").lacks("Ask them again by email")
		ann.post("/meetings/2026-q4/coming/chase").is(409, "asked again today already")
		y.as("pat@vp.example").post("/meetings/2026-q4/coming/chase").is(403)
	})
	t.Run("wrong and ended links say so in plain words", func(t *testing.T) {
		y.t = t
		for _, method := range []func(string) *answer{func(p string) *answer { return y.public().get(p) }, func(p string) *answer { return y.public().post(p, "reply", "coming") }} {
			method(path+"x").is(410, "This link does not work", "Sign in")
			y.setClock("2026-12-08 10:00")
			method(path).is(410, "Answers are not taken any more", "Sign in to see the meeting")
			y.setClock("2026-10-13 09:10")
		}
		must[models.Meeting](y)(y.store.CancelMeeting(t.Context(), y.ann, "2026-q4", y.page("2026-q4").Meeting.Version, "Snow.", true))
		y.public().get(path).is(410, "This meeting is cancelled", "Snow.")
	})
}
