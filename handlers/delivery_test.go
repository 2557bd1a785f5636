package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quarterday/models"
)

// deliver gives all letters that are due to a mail server that answers so.
func (s *site) deliver(answer func(models.Letter) models.DeliveryResult) {
	s.t.Helper()
	if begun, err := s.store.BeginDelivery(s.t.Context(), models.Operator, "test", models.DeliveryResult{}); err != nil || !begun {
		s.t.Fatal(begun, err)
	}
	var last models.DeliveryResult
	for {
		d, found, err := s.store.NextDelivery(s.t.Context(), models.Operator, "test", "vale.example", last)
		if err != nil {
			s.t.Fatal(err)
		}
		if !found {
			break
		}
		last = answer(d.Letter)
		last.Letter = d.Letter
	}
	if err := s.store.EndDelivery(s.t.Context(), models.Operator, "test", last, models.DeliveryRound{Reached: true}); err != nil {
		s.t.Fatal(err)
	}
}

// invited is a site on which Ann and two people of the police were called to a
// meeting a minute ago.
func invited(t *testing.T) *site {
	s := newSite(t)
	s.vale()
	planned, err := s.store.PlanMeetings(t.Context(), s.ann, []models.MeetingForm{{Date: "8 December 2026"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.store.CallMeeting(t.Context(), s.ann, planned[0].Reference, planned[0].Version); err != nil {
		t.Fatal(err)
	}
	s.setClock("2026-09-01 09:01")
	return s
}

func TestOutboxWithAMailServer(t *testing.T) {
	refusePat := func(l models.Letter) models.DeliveryResult {
		if l.Email == "pat@vp.example" {
			return models.DeliveryResult{Handover: models.HandoverRefused, BadAddress: true, Problem: "The mail server refused this address. It said: 550 no such user"}
		}
		return models.DeliveryResult{Handover: models.HandoverTaken}
	}
	t.Run("a refused letter says why, there and beside the person, and can be sent again", func(t *testing.T) {
		s := invited(t)
		s.serveAgain(Config{BaseURL: "http://quarterday.example", MailServer: true})
		s.deliver(refusePat)
		b := s.as("ann@opcc.example")
		a := b.get("/outbox?state=failed").is(200, "1 email could not be delivered", "550 no such user", "pat@vp.example").lacks("no mail server")
		b.get("/people").is(200, "Emails come back")
		link, _ := b.get("/people?q=pat").Find("tbody a").First().Attr("href")
		b.get(link).is(200, "Emails to this address come back", "550 no such user")
		s.as("mo@vp.example").get(link).is(200).lacks("come back", "550")
		path, _ := a.Find("tbody a").First().Attr("href")
		b.get(path).is(200, "Send again", "Cancel this email")
		b.post(path+"/send").is(200, "is in the outbox again, to pat@vp.example", "Send now")
		s.deliver(func(models.Letter) models.DeliveryResult {
			return models.DeliveryResult{Handover: models.HandoverTaken}
		})
		b.get(path).is(200, "Sent", "Send again").lacks("Cancel this email")
		b.get("/people").is(200).lacks("Emails come back")
		b.post(path+"/cancel").is(200, "This email has been sent, so it cannot be cancelled.")
	})
	t.Run("all that failed is sent again by one press", func(t *testing.T) {
		s := invited(t)
		s.serveAgain(Config{BaseURL: "http://quarterday.example", MailServer: true})
		s.deliver(func(models.Letter) models.DeliveryResult {
			return models.DeliveryResult{Handover: models.HandoverRefused, Problem: "Spam"}
		})
		b := s.as("ann@opcc.example")
		b.post("/outbox/send-failed").is(200, "emails are in the outbox again")
		b.post("/outbox/send-failed").is(200, "No email has failed that could be sent again.")
	})
	t.Run("no button sends again what has nothing to tell any more", func(t *testing.T) {
		s := invited(t)
		s.serveAgain(Config{BaseURL: "http://quarterday.example", MailServer: true})
		s.deliver(refusePat)
		b := s.as("ann@opcc.example")
		path, _ := b.get("/outbox?state=failed").is(200, "Send them all again").Find("tbody a").First().Attr("href")
		s.setClock("2027-06-01 09:00")
		b = s.as("ann@opcc.example")
		b.get("/outbox?state=failed").is(200, "1 email could not be delivered").lacks("Send them all again", "/outbox/send-failed")
		b.get(path).is(200, "The time of this meeting has passed").lacks("Send again", path+"/send")
		b.post(path+"/send").is(200, "The time of this meeting has passed")
	})
	t.Run("without a mail server nothing is said to go out, and home counts what the outbox counts", func(t *testing.T) {
		s := invited(t)
		s.setClock("2026-09-01 12:00")
		b := s.as("ann@opcc.example")
		list := b.get("/outbox?state=waiting").is(200, "no mail server is set up", "QUARTERDAY_SMTP_URL")
		path, _ := list.Find("tbody a").First().Attr("href")
		b.get(path).is(200, "It waits until a mail server is set up", "What to do").lacks("Goes out")
		waiting := list.Find("tbody tr").Length()
		list.is(200, fmt.Sprintf("%d emails are waiting", waiting))
		b.get("/").is(200, fmt.Sprintf("%d emails are waiting in the outbox", waiting), "No mail server is set up").lacks("letter")
	})
	t.Run("a letter that waits can be cancelled", func(t *testing.T) {
		s := invited(t)
		b := s.as("ann@opcc.example")
		path, _ := b.get("/outbox?kind=meeting-called").Find("tbody a").First().Attr("href")
		b.post(path+"/cancel").is(200, "The email is cancelled", "Cancelled")
	})
	t.Run("a mail server that fails is told of, and what it says is shown to the secretariat alone", func(t *testing.T) {
		s := invited(t)
		s.serveAgain(Config{BaseURL: "http://quarterday.example", MailServer: true})
		if _, err := s.store.BeginDelivery(t.Context(), models.Operator, "test", models.DeliveryResult{}); err != nil {
			t.Fatal(err)
		}
		if err := s.store.EndDelivery(t.Context(), models.Operator, "test", models.DeliveryResult{}, models.DeliveryRound{Problem: "The mail server does not answer."}); err != nil {
			t.Fatal(err)
		}
		s.as("ann@opcc.example").get("/outbox").is(200, "The mail server is not taking emails at the moment", "does not answer", "We will try again at 10:01")
		s.as("pat@vp.example").get("/outbox").is(403)
	})
}

func TestEmailChoices(t *testing.T) {
	t.Run("somebody chooses on their own page", func(t *testing.T) {
		s := newSite(t)
		s.vale()
		b := s.as("pat@vp.example")
		a := b.get("/account").is(200, "Emails you get")
		if n := a.Find("input[name=emails]:checked").Length(); n != len(models.OptionalLetterKinds()) {
			t.Errorf("%d are chosen at first", n)
		}
		b.post("/account/emails", "emails", "agenda-published", "emails", "meeting-called", "emails", "nonsense").is(200, "Your choice of emails is saved")
		a = b.get("/account")
		if n := a.Find("input[name=emails]:checked").Length(); n != 1 || a.Find("input[value=agenda-published]:checked").Length() != 1 {
			t.Errorf("%d are chosen", n)
		}
	})
	t.Run("the link in an email stops its kind by one press, of a person or of a mail program", func(t *testing.T) {
		for name, press := range map[string]func(*browser, string) *answer{
			"a person": func(b *browser, path string) *answer {
				b.get(path).is(200, "Stop these emails?")
				return b.post(path)
			},
			"a mail program": func(b *browser, path string) *answer {
				req, _ := http.NewRequest(http.MethodPost, b.site.server.URL+path, strings.NewReader("List-Unsubscribe=One-Click"))
				req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				b.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
				return b.do(req)
			},
		} {
			s := invited(t)
			s.deliver(func(models.Letter) models.DeliveryResult {
				return models.DeliveryResult{Handover: models.HandoverTaken}
			})
			path := "/unsubscribe/" + url.PathEscape(s.stopToken("pat@vp.example"))
			s.public().get(path).is(200, "Stop these emails?") // a scanner of mail
			press(s.public(), path).is(200, "You get no more of these emails")
			s.public().get(path).is(200, "You get no more of these emails")
			if a := s.as("pat@vp.example").get("/account"); a.Find("input[name=emails]:checked").Length() != len(models.OptionalLetterKinds())-1 {
				t.Errorf("%s: nothing was stopped", name)
			}
			s.public().get(path+"x").is(404, "This link does not work", "no longer work", "choose on your account")
			s.public().post("/unsubscribe/abc.def").is(404, "This link does not work")
		}
	})
}

// stopToken is the end of the link to stop emails, from an email to this person
// that can be stopped: an item of theirs that was accepted.
func (s *site) stopToken(email string) string {
	s.t.Helper()
	list, err := s.store.People(s.t.Context(), s.ann, models.PeopleFilter{Text: email})
	if err != nil || len(list.People) != 1 {
		s.t.Fatal(err)
	}
	i, err := s.store.DraftItem(s.t.Context(), list.People[0].Actor(), "2026-q4", models.ItemForm{Title: "County lines", Purpose: models.ForDiscussion, Minutes: "10", Ask: "Talk about it"})
	if err != nil {
		s.t.Fatal(err)
	}
	if i, err = s.store.SubmitItem(s.t.Context(), list.People[0].Actor(), i.ID, i.Version, models.ItemForm{Title: "County lines", Purpose: models.ForDiscussion, Minutes: "10", Ask: "Talk about it"}); err != nil {
		s.t.Fatal(err)
	}
	if _, err := s.store.AcceptItem(s.t.Context(), s.ann, i.ID, i.Version); err != nil {
		s.t.Fatal(err)
	}
	if begun, err := s.store.BeginDelivery(s.t.Context(), models.Operator, "test", models.DeliveryResult{}); err != nil || !begun {
		s.t.Fatal(begun, err)
	}
	d, found, err := s.store.NextDelivery(s.t.Context(), models.Operator, "test", "vale.example", models.DeliveryResult{})
	if err != nil || !found || d.StopToken == "" {
		s.t.Fatalf("%+v, %v", d.Letter, err)
	}
	return d.StopToken
}
