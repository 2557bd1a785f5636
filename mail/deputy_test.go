package mail

import (
	"fmt"
	"strings"
	"testing"
	"time"

	ical "github.com/arran4/golang-ical"

	"quarterday/models"
)

// diaries follows what the calendars of several people are told.
type diaries struct {
	*office
	send func() map[string][]string
}

// openDiaries is an office of which each letter with a calendar part is told in
// short: "REQUEST 1 ACCEPTED deputy-named", by address.
func openDiaries(t *testing.T) *diaries {
	o := openOffice(t)
	post, server := openPostOffice(t, "")
	sender := o.sender(server)
	return &diaries{o, func() map[string][]string {
		t.Helper()
		o.later(time.Minute)
		before := len(post.All())
		o.send(sender)
		told := map[string][]string{}
		for _, l := range post.All()[before:] {
			msg := l.Read(t)
			all := parts(t, msg)
			if len(all) == 2 {
				told[l.To] = append(told[l.To], "nothing")
				continue
			}
			cal, e := invitation(t, all[2])
			method := ""
			for _, p := range cal.CalendarProperties {
				if p.IANAToken == string(ical.PropertyMethod) {
					method = p.Value
				}
			}
			if len(e.Attendees()) != 1 || e.Attendees()[0].Email() != l.To || value(e, ical.ComponentPropertyOrganizer) != "mailto:"+l.From {
				t.Errorf("to %s the event is of %v", l.To, e.Attendees())
			}
			answer := strings.Join(e.Attendees()[0].ICalParameters["PARTSTAT"], "")
			told[l.To] = append(told[l.To], strings.TrimSpace(fmt.Sprint(method, " ", value(e, ical.ComponentPropertySequence), " ", answer)))
		}
		return told
	}}
}

func (o *diaries) answers(email string, m models.Meeting, form models.ReplyForm) {
	o.t.Helper()
	o.later(time.Second)
	if _, err := o.store.ReplyToInvitation(o.t.Context(), o.person(email), m.Reference, form); err != nil {
		o.t.Fatal(err)
	}
}

// TestDeputiesInCalendars: the meeting is in the calendar of whoever is to come,
// and of nobody else.
func TestDeputiesInCalendars(t *testing.T) {
	is := func(t *testing.T, told map[string][]string, want map[string]string) {
		t.Helper()
		got := map[string]string{}
		for to, list := range told {
			got[to] = strings.Join(list, ", ")
		}
		delete(got, "ann@opcc.example")
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("told\n%v, want\n%v", got, want)
		}
	}
	start := func(t *testing.T) (*diaries, models.Meeting) {
		o := openDiaries(t)
		o.people("pat@vp.example", "moe@vp.example")
		m := o.call(models.MeetingForm{Date: "8 December 2026", Venue: "Town Hall", JoiningLink: "https://video.example/1"})
		o.send()
		return o, m
	}
	pat, moe, karen := "pat@vp.example", "moe@vp.example", "karen@elsewhere.example"
	t.Run("a colleague has it, who named them has not, until they change their mind", func(t *testing.T) {
		o, m := start(t)
		o.answers(pat, m, models.ReplyForm{Reply: models.ReplyDeputy, DeputyID: o.person(moe).PersonID})
		is(t, o.send(), map[string]string{moe: "REQUEST 1 ACCEPTED", pat: "CANCEL 1"})
		o.answers(pat, m, models.ReplyForm{Reply: models.ReplyDeputy, DeputyID: o.person(moe).PersonID})
		is(t, o.send(), map[string]string{}) // said twice
		m, err := o.store.ChangeMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MeetingChange{Venue: "City Hall"})
		if err != nil {
			t.Fatal(err)
		}
		is(t, o.send(), map[string]string{moe: "REQUEST 2 ACCEPTED", pat: "nothing"})
		o.answers(pat, m, models.ReplyForm{Reply: models.ReplyComing})
		is(t, o.send(), map[string]string{moe: "REQUEST 2 NEEDS-ACTION", pat: "REQUEST 2 ACCEPTED"})
		o.answers(pat, m, models.ReplyForm{Reply: models.ReplyDeputy, DeputyID: o.person(moe).PersonID})
		is(t, o.send(), map[string]string{moe: "REQUEST 2 ACCEPTED", pat: "CANCEL 2"}) // named anew, told anew
		if _, err := o.store.MoveMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MoveForm{Date: "15 December 2026", Reason: "Snow"}); err != nil {
			t.Fatal(err)
		}
		is(t, o.send(), map[string]string{moe: "REQUEST 3 NEEDS-ACTION", pat: "REQUEST 3 NEEDS-ACTION"})
	})
	stranger := models.ReplyForm{Reply: models.ReplyDeputy, DeputyName: "Karen Bright", DeputyEmail: karen}
	confirm := func(o *diaries, m models.Meeting) {
		t.Helper()
		page, err := o.store.ComingPage(t.Context(), o.ann, m.Reference)
		if err != nil {
			t.Fatal(err)
		}
		for _, org := range page.Coming.Organisations {
			for _, p := range org.People {
				if p.Unconfirmed() {
					if _, err := o.store.ConfirmDeputy(t.Context(), o.ann, m.Reference, p.ID); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
	}
	t.Run("somebody new has it once the secretariat agrees, hears of changes, and loses it with another answer", func(t *testing.T) {
		o, m := start(t)
		o.answers(pat, m, stranger)
		is(t, o.send(), map[string]string{pat: "CANCEL 1"})
		confirm(o, m)
		is(t, o.send(), map[string]string{karen: "REQUEST 1 ACCEPTED"})
		m, err := o.store.ChangeMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MeetingChange{Venue: "City Hall"})
		if err != nil {
			t.Fatal(err)
		}
		m, err = o.store.ChangeMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MeetingChange{Venue: "City Hall", JoiningLink: "https://video.example/2"})
		if err != nil {
			t.Fatal(err)
		}
		is(t, o.send(), map[string]string{karen: "REQUEST 3 ACCEPTED", moe: "REQUEST 3 NEEDS-ACTION", pat: "nothing"})
		o.answers(pat, m, models.ReplyForm{Reply: models.ReplyDeputy, DeputyID: o.person(moe).PersonID})
		is(t, o.send(), map[string]string{karen: "CANCEL 3", moe: "REQUEST 3 ACCEPTED", pat: "CANCEL 3"})
		o.answers(pat, m, stranger)
		confirm(o, m)
		is(t, o.send(), map[string]string{karen: "REQUEST 3 ACCEPTED", moe: "REQUEST 3 NEEDS-ACTION", pat: "CANCEL 3"})
		if _, err := o.store.CancelMeeting(t.Context(), o.ann, m.Reference, m.Version, "Snow", false); err != nil {
			t.Fatal(err)
		}
		is(t, o.send(), map[string]string{karen: "CANCEL 4", moe: "CANCEL 4", pat: "CANCEL 4"})
	})
	t.Run("who was never agreed to hears nothing", func(t *testing.T) {
		o, m := start(t)
		o.answers(pat, m, stranger)
		o.answers(pat, m, models.ReplyForm{Reply: models.ReplyApologies})
		is(t, o.send(), map[string]string{pat: "CANCEL 1"})
	})
	t.Run("a meeting on another day sets deputies without an account free", func(t *testing.T) {
		o, m := start(t)
		o.answers(pat, m, stranger)
		confirm(o, m)
		o.send()
		if _, err := o.store.MoveMeeting(t.Context(), o.ann, m.Reference, m.Version, models.MoveForm{Date: "15 December 2026", Reason: "Snow"}); err != nil {
			t.Fatal(err)
		}
		is(t, o.send(), map[string]string{karen: "CANCEL 2", moe: "REQUEST 2 NEEDS-ACTION", pat: "REQUEST 2 NEEDS-ACTION"})
		if l := o.letterTo(karen); l.FactMap()["moved"] != "Tuesday 8 December 2026" {
			t.Errorf("Karen is told %v", l.FactMap())
		}
	})
}
