package mail

import (
	"path/filepath"
	"sync"
	"testing"
	"time"

	"quarterday/mail/smtptest"
	"quarterday/models"
)

// openPostOffice starts a mail server: with STARTTLS, TLS, or plain.
func openPostOffice(t *testing.T, secure string) (*smtptest.PostOffice, Server) {
	t.Helper()
	post := smtptest.Open(t, secure)
	return post, Server{Host: post.Host, Port: post.Port, TLS: secure == "tls", StartTLS: secure == "starttls", Trust: post.Trust}
}

// office is a partnership whose secretariat is Ann, with a clock that stands
// still until a test moves it: 09:00 UTC on 1 September 2026.
type office struct {
	t     *testing.T
	store *models.Store
	ann   models.Actor

	mu  sync.Mutex
	now time.Time
}

func (o *office) clock() time.Time { o.mu.Lock(); defer o.mu.Unlock(); return o.now }

func (o *office) later(d time.Duration) { o.mu.Lock(); o.now = o.now.Add(d); o.mu.Unlock() }

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC)}
	var err error
	if o.store, err = models.Open(t.Context(), filepath.Join(t.TempDir(), "quarterday.db"), o.clock); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.store.Close() })
	token, err := o.store.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, err := o.store.SetUp(t.Context(), token, models.SetUpForm{Partnership: "Calder Vale Partnership", Convener: "Office of the Commissioner", ConvenerAbb: "OPCC",
		Name: "Ann Archer", JobTitle: "Manager", Email: "ann@opcc.example"})
	if err != nil {
		t.Fatal(err)
	}
	if o.ann, err = o.store.SignedIn(t.Context(), session); err != nil {
		t.Fatal(err)
	}
	return o
}

// people adds one person for each address, in an organisation of their own.
func (o *office) people(emails ...string) {
	o.t.Helper()
	org, err := o.store.AddOrganisation(o.t.Context(), o.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
	if err != nil {
		o.t.Fatal(err)
	}
	for _, email := range emails {
		if _, err := o.store.AddPerson(o.t.Context(), o.ann, models.PersonForm{Name: "Person " + email[:3], Email: email, OrganisationID: org.ID, Role: models.RolePartner}); err != nil {
			o.t.Fatal(err)
		}
	}
}

// call plans a meeting and invites everybody, a minute ago.
func (o *office) call(form models.MeetingForm) models.Meeting {
	o.t.Helper()
	planned, err := o.store.PlanMeetings(o.t.Context(), o.ann, []models.MeetingForm{form})
	if err != nil {
		o.t.Fatal(err)
	}
	m, err := o.store.CallMeeting(o.t.Context(), o.ann, planned[0].Reference, planned[0].Version)
	if err != nil {
		o.t.Fatal(err)
	}
	o.later(time.Minute)
	return m
}

// outbox is how many letters there are in each state.
func (o *office) outbox() map[models.LetterState]int {
	o.t.Helper()
	list, err := o.store.Outbox(o.t.Context(), o.ann, models.OutboxFilter{})
	if err != nil {
		o.t.Fatal(err)
	}
	return list.Count
}

// letterTo is the newest letter in the outbox to this address.
func (o *office) letterTo(email string) models.Letter {
	o.t.Helper()
	list, err := o.store.Outbox(o.t.Context(), o.ann, models.OutboxFilter{Text: email})
	if err != nil || len(list.Letters) == 0 {
		o.t.Fatalf("nothing to %s: %v", email, err)
	}
	return list.Letters[0]
}

// failure is what the outbox says of the mail server.
func (o *office) failure() string {
	o.t.Helper()
	f, err := o.store.MailFailure(o.t.Context())
	if err != nil {
		o.t.Fatal(err)
	}
	if f == nil {
		return ""
	}
	return f.Problem
}

func (o *office) sender(server Server) *Sender {
	return NewSender(o.store, server, "https://vale.example", "meetings@vale.example")
}

// send sends what is due.
func (o *office) send(s *Sender) {
	o.t.Helper()
	if err := s.Send(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
}
