package tests

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quarterday/mail"
	"quarterday/mail/smtptest"
	"quarterday/models"
)

// office is a partnership in this process, with a clock that a test moves, and
// a mail server that its letters go to.
type office struct {
	t      *testing.T
	store  *models.Store
	ann    models.Actor
	now    time.Time
	post   *smtptest.PostOffice
	sender *mail.Sender
}

func openOffice(t *testing.T) *office {
	t.Helper()
	o := &office{t: t, now: time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC), post: smtptest.Open(t, "")}
	var err error
	if o.store, err = models.Open(t.Context(), filepath.Join(t.TempDir(), "quarterday.db"), func() time.Time { return o.now }); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { o.store.Close() })
	o.ann = setUp(t, o.store)
	server, err := mail.ParseServer(fmt.Sprintf("smtp://%s:%d", o.post.Host, o.post.Port))
	if err != nil {
		t.Fatal(err)
	}
	o.sender = mail.NewSender(o.store, server, "https://vale.example", "meetings@vale.example")
	return o
}

// setUp sets the partnership up, with Ann as its secretariat.
func setUp(t testing.TB, store *models.Store) models.Actor {
	t.Helper()
	token, err := store.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, err := store.SetUp(t.Context(), token, models.SetUpForm{Partnership: "Calder Vale Partnership", Convener: "Office of the Commissioner", ConvenerAbb: "OPCC",
		Name: "Ann Archer", JobTitle: "Manager", Email: "ann@opcc.example"})
	if err != nil {
		t.Fatal(err)
	}
	ann, err := store.SignedIn(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	return ann
}

// call plans a meeting and invites everybody.
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
	return m
}

// arrived sends what is due a minute from now, and keeps the calendar part of
// the letter that arrives last as a file.
func (o *office) arrived() string {
	o.t.Helper()
	o.now = o.now.Add(time.Minute)
	before := len(o.post.All())
	if err := o.sender.Send(o.t.Context()); err != nil {
		o.t.Fatal(err)
	}
	got := o.post.All()
	if len(got) == before {
		o.t.Fatal("nothing arrived")
	}
	file := filepath.Join(o.t.TempDir(), "invitation.ics")
	if err := os.WriteFile(file, calendarPart(o.t, got[len(got)-1]), 0o600); err != nil {
		o.t.Fatal(err)
	}
	return file
}

// calendarPart is the last alternative of a letter, decoded.
func calendarPart(t testing.TB, l smtptest.Letter) []byte {
	t.Helper()
	msg := l.Read(t)
	_, params, err := mime.ParseMediaType(msg.Header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	var last []byte
	kind := ""
	for parts := multipart.NewReader(msg.Body, params["boundary"]); ; {
		p, err := parts.NextRawPart()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		kind = p.Header.Get("Content-Type")
		if last, err = io.ReadAll(quotedprintable.NewReader(p)); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.HasPrefix(kind, "text/calendar; method=") {
		t.Fatalf("the last part is %s", kind)
	}
	return last
}

// understood is one invitation as a calendar program's library reads it.
type understood struct {
	Method, UID, Start, End, Zone, Summary, Location, Description, Status, Organiser string
	Sequence                                                                         int
	Attendees, Names, RSVP, Problems                                                 []string
}

// readCalendars reads files with two libraries that did not write them.
func readCalendars(t *testing.T, files ...string) []map[string]understood {
	t.Helper()
	cmd := exec.Command("/usr/bin/python3", append([]string{"testdata/read_calendar.py"}, files...)...)
	var problem bytes.Buffer
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("the calendars were not read (make setup installs the readers): %v\n%s", err, problem.String())
	}
	var all []map[string]understood
	for line := range strings.Lines(string(out)) {
		one := map[string]understood{}
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatal(err)
		}
		if len(one) != 2 {
			t.Fatalf("read by %d libraries", len(one))
		}
		all = append(all, one)
	}
	if len(all) != len(files) {
		t.Fatalf("%d of %d were read", len(all), len(files))
	}
	return all
}

// TestInvitationsAsOthersReadThem sends invitations and reads them with
// Python's icalendar and libical.
func TestInvitationsAsOthersReadThem(t *testing.T) {
	t.Run("one event over its whole life", func(t *testing.T) {
		o := openOffice(t)
		m := o.call(models.MeetingForm{Date: "8 December 2026", Venue: "Town Hall, Room 2; the big one", JoiningLink: "https://video.example/1?a=b&c=d"})
		files := []string{o.arrived()}
		m, err := o.store.ChangeMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MeetingChange{Venue: "City Hall"})
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, o.arrived())
		if m, err = o.store.MoveMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MoveForm{Date: "15 June 2027", Reason: "Trains"}); err != nil {
			t.Fatal(err)
		}
		files = append(files, o.arrived())
		if _, err := o.store.CancelMeeting(t.Context(), o.ann, m.Reference, m.Version, "Snow", false); err != nil {
			t.Fatal(err)
		}
		files = append(files, o.arrived())
		want := []understood{
			{Method: "REQUEST", Sequence: 1, Start: "2026-12-08T10:00:00Z", End: "2026-12-08T12:00:00Z", Status: "CONFIRMED", Location: "Town Hall, Room 2; the big one", Summary: "Calder Vale Partnership: quarterly meeting"},
			{Method: "REQUEST", Sequence: 2, Start: "2026-12-08T10:00:00Z", End: "2026-12-08T12:00:00Z", Status: "CONFIRMED", Location: "City Hall", Summary: "Calder Vale Partnership: quarterly meeting"},
			{Method: "REQUEST", Sequence: 3, Start: "2027-06-15T09:00:00Z", End: "2027-06-15T11:00:00Z", Status: "CONFIRMED", Location: "City Hall", Summary: "Calder Vale Partnership: quarterly meeting"},
			{Method: "CANCEL", Sequence: 4, Start: "2027-06-15T09:00:00Z", End: "2027-06-15T11:00:00Z", Status: "CANCELLED", Location: "City Hall", Summary: "Cancelled: Calder Vale Partnership: quarterly meeting"},
		}
		for i, one := range readCalendars(t, files...) {
			for library, got := range one {
				if len(got.Problems) != 0 {
					t.Errorf("%s, letter %d: %v", library, i+1, got.Problems)
				}
				if !slices.Equal(got.Attendees, []string{"mailto:ann@opcc.example"}) || !slices.Equal(got.Names, []string{"Ann Archer"}) || got.Method == "REQUEST" && !slices.Equal(got.RSVP, []string{"TRUE"}) {
					t.Errorf("%s, letter %d: invited are %v %v %v", library, i+1, got.Attendees, got.Names, got.RSVP)
				}
				if !strings.Contains(got.Description, "https://vale.example/meetings/2026-q4") {
					t.Errorf("%s, letter %d says %q", library, i+1, got.Description)
				}
				got.Attendees, got.Names, got.RSVP, got.Problems, got.Description = nil, nil, nil, nil, ""
				want := want[i]
				want.UID, want.Zone, want.Organiser = m.UID(), "Europe/London", "mailto:meetings@vale.example"
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s reads letter %d as\n%+v, want\n%+v", library, i+1, got, want)
				}
			}
		}
	})
	t.Run("a meeting on each side of both changes of the clocks", func(t *testing.T) {
		var files, want []string
		for _, on := range []struct{ date, start string }{
			{"26 March 2027", "2027-03-26T10:00:00Z"}, {"29 March 2027", "2027-03-29T09:00:00Z"}, {"29 October 2027", "2027-10-29T09:00:00Z"}, {"1 November 2027", "2027-11-01T10:00:00Z"},
		} {
			o := openOffice(t)
			o.call(models.MeetingForm{Date: on.date, Time: "10:00"})
			files, want = append(files, o.arrived()), append(want, on.start)
		}
		for i, one := range readCalendars(t, files...) {
			for library, got := range one {
				if got.Start != want[i] {
					t.Errorf("%s reads %s, want %s", library, got.Start, want[i])
				}
			}
		}
	})
	t.Run("whatever is typed stays what it was", func(t *testing.T) {
		o := openOffice(t)
		title := `Emoji 😀, “quotes” "straight", commas; semicolons\ and back\slashes: שלום مرحبا ` + strings.Repeat("é", 150)
		planned, err := o.store.PlanMeetings(t.Context(), o.ann, []models.MeetingForm{{Date: "8 December 2026", Venue: title}})
		if err != nil {
			t.Fatal(err)
		}
		m, err := o.store.ChangeMeeting(t.Context(), o.ann, planned[0].Reference, planned[0].Version, models.MeetingChange{Title: title, Venue: title})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := o.store.CallMeeting(t.Context(), o.ann, m.Reference, m.Version); err != nil {
			t.Fatal(err)
		}
		for library, got := range readCalendars(t, o.arrived())[0] {
			if got.Location != title || got.Summary != "Calder Vale Partnership: "+title || len(got.Problems) != 0 || len(got.Attendees) != 1 {
				t.Errorf("%s reads %q at %q, %v", library, got.Summary, got.Location, got.Problems)
			}
		}
	})
	t.Run("addresses stay as they were typed", func(t *testing.T) {
		o := openOffice(t)
		org, err := o.store.AddOrganisation(t.Context(), o.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
		if err != nil {
			t.Fatal(err)
		}
		const pat = "pat.o'brien+vale@vp.example"
		if _, err := o.store.AddPerson(t.Context(), o.ann, models.PersonForm{Name: "Pat O'Brien", Email: pat, OrganisationID: org.ID, Role: models.RoleMember}); err != nil {
			t.Fatal(err)
		}
		o.call(models.MeetingForm{Date: "8 December 2026"})
		o.arrived()
		for _, l := range o.post.All() {
			if l.To != pat {
				continue
			}
			file := filepath.Join(t.TempDir(), "pat.ics")
			if err := os.WriteFile(file, calendarPart(t, l), 0o600); err != nil {
				t.Fatal(err)
			}
			for library, got := range readCalendars(t, file)[0] {
				if !slices.Equal(got.Attendees, []string{"mailto:" + pat}) || len(got.Problems) != 0 {
					t.Errorf("%s reads %v, %v", library, got.Attendees, got.Problems)
				}
			}
			return
		}
		t.Fatal("no invitation to Pat")
	})
}
