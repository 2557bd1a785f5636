package models

import (
	"strings"
	"testing"
	"time"

	"quarterday/calendar"
)

// feed is the calendar as the person with this token gets it.
func (s *testStore) feed(token string) map[string]calendar.Event {
	s.t.Helper()
	c, err := s.PersonalCalendar(s.t.Context(), token)
	if err != nil {
		s.t.Fatal(err)
	}
	events := c.Events("https://vale.example/")
	by, names := map[string]calendar.Event{}, map[string]bool{}
	for _, e := range events {
		by[e.Summary], names[e.UID] = e, true
	}
	if len(names) != len(events) {
		s.t.Errorf("%d entries, %d of different names", len(events), len(names))
	}
	if _, err := calendar.Text(calendar.Publish, "Feed", events...); err != nil {
		s.t.Error(err)
	}
	return by
}

// follow gives the actor a calendar address and tells its token.
func (s *testStore) follow(who Actor, remind int) string {
	s.t.Helper()
	if _, err := s.FollowCalendar(s.t.Context(), who, remind); err != nil {
		s.t.Fatal(err)
	}
	_, token, err := s.CalendarAddress(s.t.Context(), who)
	if err != nil || token == "" {
		s.t.Fatalf("no address: %v", err)
	}
	return token
}

func (s *testStore) planAll(days ...string) []Meeting {
	s.t.Helper()
	var forms []MeetingForm
	for _, d := range days {
		forms = append(forms, MeetingForm{Date: d, Venue: "Town Hall", ChairID: s.ann.PersonID})
	}
	list, err := s.PlanMeetings(s.t.Context(), s.ann, forms)
	if err != nil {
		s.t.Fatal(err)
	}
	return list
}

func TestCalendarFeed(t *testing.T) {
	s := newTestStore(t)
	police := s.organisation("Vale Police", "VP", "Police and justice")
	pat, mo := s.person("Pat Poole", "pat@vp.example", police, RolePartner), s.person("Mo Moss", "mo@vp.example", police, RoleMember)
	plan := s.planAll("8 December 2026", "9 March 2027")
	ctx := t.Context()

	t.Run("is made, shown again, renewed and ended by its owner", func(t *testing.T) {
		first := s.follow(pat, 0)
		_, again, err := s.CalendarAddress(ctx, pat)
		if err != nil || again != first {
			t.Errorf("shown again it is %q, not %q (%v)", again, first, err)
		}
		if err := s.RenewCalendarAddress(ctx, pat); err != nil {
			t.Fatal(err)
		}
		_, second, _ := s.CalendarAddress(ctx, pat)
		if second == first {
			t.Error("the new address is the old one")
		}
		if _, err := s.PersonalCalendar(ctx, first); KindOf(err) != KindNotFound {
			t.Errorf("the old address still gives something: %v", err)
		}
		s.feed(second)
		if err := s.StopCalendar(ctx, pat); err != nil {
			t.Fatal(err)
		}
		if _, err := s.PersonalCalendar(ctx, second); KindOf(err) != KindNotFound {
			t.Errorf("an ended address still gives something: %v", err)
		}
		if third := s.follow(pat, 0); third == first || third == second {
			t.Error("an address that was ended works again")
		}
		if s.StopCalendar(ctx, mo) == nil || s.RenewCalendarAddress(ctx, mo) == nil {
			t.Error("what was never made was ended or renewed")
		}
	})
	t.Run("nobody else's address can be made from one's own", func(t *testing.T) {
		token := s.follow(pat, 0)
		other := s.follow(mo, 0)
		text, _, _ := strings.Cut(token, ".")
		_, sealed, _ := strings.Cut(other, ".")
		for _, forged := range []string{"", ".", text, text + ".", text + "." + sealed, token + "x", strings.ToUpper(token)} {
			if _, err := s.PersonalCalendar(ctx, forged); KindOf(err) != KindNotFound {
				t.Errorf("%q: %v", forged, err)
			}
		}
	})
	t.Run("a closed account ends it", func(t *testing.T) {
		gone := s.person("Gail Gone", "gail@vp.example", police, RoleMember)
		token := s.follow(gone, 0)
		s.feed(token)
		p, err := s.Person(ctx, s.ann, gone.PersonID)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.DeactivatePerson(ctx, s.ann, gone.PersonID, p.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := s.PersonalCalendar(ctx, token); KindOf(err) != KindNotFound {
			t.Errorf("a closed account's calendar gives something: %v", err)
		}
	})
	t.Run("has the meetings, and the days by which something is wanted", func(t *testing.T) {
		token, members := s.follow(pat, 60), s.follow(mo, 0)
		if _, err := s.CallMeeting(ctx, s.ann, plan[0].Reference, plan[0].Version); err != nil {
			t.Fatal(err)
		}
		events := s.feed(token)
		if _, ok := events["Calder Vale Partnership: quarterly meeting"]; !ok {
			t.Fatalf("no meeting among %v", events)
		}
		closes := events["Agenda items close at 17:00: quarterly meeting, 8 December 2026"]
		if closes.Day != (calendar.Date{Year: 2026, Month: time.November, Day: 17}) || !closes.Free || closes.AlarmMinutes != deadlineReminder || closes.URL != "https://vale.example/meetings/2026-q4/items/new" {
			t.Errorf("items close: %+v", closes)
		}
		if _, ok := s.feed(members)["Agenda items close at 17:00: quarterly meeting, 8 December 2026"]; ok {
			t.Error("a member, who cannot send items, is told when they close")
		}
		if e := s.feed(s.follow(s.ann, 0))["The agenda is to go out: quarterly meeting, 8 December 2026"]; e.Day.IsZero() || e.AlarmMinutes != 0 {
			t.Errorf("the secretariat's agenda deadline is %+v", e)
		}
	})
	t.Run("says how one answered, and leaves the time free of who stays away", func(t *testing.T) {
		token := s.follow(pat, 60)
		find := func() calendar.Event {
			for _, e := range s.feedList(token) {
				if strings.HasPrefix(e.UID, "2026-q4-") {
					return e
				}
			}
			t.Fatal("no meeting")
			return calendar.Event{}
		}
		if e := find(); !strings.Contains(e.Description, "https://vale.example/meetings/2026-q4/reply") || e.Free || e.AlarmMinutes != 60 {
			t.Errorf("before the answer: %+v", e)
		}
		if _, err := s.ReplyToInvitation(ctx, pat, "2026-q4", ReplyForm{Reply: ReplyApologies}); err != nil {
			t.Fatal(err)
		}
		if e := find(); !strings.Contains(e.Description, "You sent your apologies") || !e.Free || e.AlarmMinutes != 0 {
			t.Errorf("after apologies: %+v", e)
		}
	})
	t.Run("a cancelled meeting says so until its day, then is gone", func(t *testing.T) {
		token := s.follow(pat, 60)
		m, err := s.Meeting(ctx, pat, "2027-q1")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.CancelMeeting(ctx, s.ann, "2027-q1", m.Version, "The hall is flooded.", false); err != nil {
			t.Fatal(err)
		}
		cancelled := func() (calendar.Event, bool) {
			for _, e := range s.feedList(token) {
				if strings.HasPrefix(e.UID, "2027-q1-") {
					return e, true
				}
			}
			return calendar.Event{}, false
		}
		if e, ok := cancelled(); !ok || e.Status != "CANCELLED" || !e.Free || e.AlarmMinutes != 0 || !strings.Contains(e.Description, "flooded") {
			t.Errorf("cancelled: %+v", e)
		}
		s.clock.set(t, "2027-03-10 09:00")
		if _, ok := cancelled(); ok {
			t.Error("it is still there after its day")
		}
		s.clock.set(t, "2026-09-01 09:00")
	})
	t.Run("goes two years back and ahead", func(t *testing.T) {
		token := s.follow(pat, 0)
		s.planAll("12 September 2028")
		for _, e := range s.feedList(token) {
			if strings.HasPrefix(e.UID, "2028-q3-") {
				t.Error("a meeting in more than two years is there")
			}
		}
		s.clock.set(t, "2028-12-31 09:00")
		for _, e := range s.feedList(token) {
			if strings.HasPrefix(e.UID, "2026-q4-") {
				t.Error("a meeting of more than two years ago is there")
			}
		}
		s.clock.set(t, "2026-09-01 09:00")
	})
}

// feedList is the feed in its order.
func (s *testStore) feedList(token string) []calendar.Event {
	s.t.Helper()
	c, err := s.PersonalCalendar(s.t.Context(), token)
	if err != nil {
		s.t.Fatal(err)
	}
	return c.Events("https://vale.example")
}
