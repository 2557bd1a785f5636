package models

import (
	"fmt"
	"testing"
	"time"

	"quarterday/calendar"
)

// said is what waits for each reader about meetings: kind and address.
func (s *testStore) said() map[string]Letter {
	s.t.Helper()
	var list []Letter
	if err := s.read.Where("state = ?", LetterWaiting).Order("id").Find(&list).Error; err != nil {
		s.t.Fatal(err)
	}
	said := map[string]Letter{}
	for _, l := range list {
		if other, ok := said[l.Email]; ok {
			s.t.Errorf("two letters wait for %s: %s and %s", l.Email, other.Kind, l.Kind)
		}
		said[l.Email] = l
	}
	return said
}

func (s *testStore) move(m Meeting, date, why string) Meeting {
	s.t.Helper()
	moved, err := s.MoveMeeting(s.t.Context(), s.ann, m.Reference, m.Version, MoveForm{Date: date, Reason: why})
	if err != nil {
		s.t.Fatal(err)
	}
	return moved
}

func (s *testStore) venue(m Meeting, venue string) Meeting {
	s.t.Helper()
	changed, err := s.ChangeMeeting(s.t.Context(), s.ann, m.Reference, m.Version, MeetingChange{Venue: venue})
	if err != nil {
		s.t.Fatal(err)
	}
	return changed
}

func TestLettersAreJoined(t *testing.T) {
	newMeeting := func(t *testing.T) (*testStore, Meeting) {
		s := newTestStore(t)
		s.partners()
		return s, s.plan("8 December 2026")
	}
	t.Run("called and moved within a minute is one invitation to the new day", func(t *testing.T) {
		s, m := newMeeting(t)
		m = s.call(m)
		s.clock.add(30 * time.Second)
		s.move(m, "10 December 2026", "The room is taken")
		said := s.said()
		if len(said) != 4 {
			t.Fatalf("%d letters wait", len(said))
		}
		for _, l := range said {
			f := l.FactMap()
			if l.Kind != LetterMeetingCalled || f["day"] != "Thursday 10 December 2026" || f["was_day"] != "" || f["ask_again"] != "" || f["reason"] != "" {
				t.Errorf("%s says %v", l.Kind, f)
			}
		}
	})
	t.Run("called and cancelled within a minute is nothing", func(t *testing.T) {
		s, m := newMeeting(t)
		m = s.call(m)
		if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "A slip", false); err != nil {
			t.Fatal(err)
		}
		if said := s.said(); len(said) != 0 {
			t.Errorf("%d letters wait", len(said))
		}
	})
	t.Run("moved and given another place within a minute is one letter that says both", func(t *testing.T) {
		s, m := newMeeting(t)
		m = s.call(m)
		s.clock.add(2 * time.Minute)
		s.deliveries("a", taken)
		m = s.move(m, "10 December 2026", "The room is taken")
		m = s.venue(m, "City Hall")
		s.clock.add(50 * time.Second)
		m = s.move(m, "15 December 2026", "The chair is away")
		said := s.said()
		if len(said) != 4 {
			t.Fatalf("%d letters wait", len(said))
		}
		for _, l := range said {
			f := l.FactMap()
			if l.Kind != LetterMeetingChanged || f["was_day"] != "Tuesday 8 December 2026" || f["day"] != "Tuesday 15 December 2026" || f["venue"] != "City Hall" || f["ask_again"] != "yes" || f["reason"] != "The chair is away" {
				t.Errorf("%s says %v", l.Kind, f)
			}
			e, method, ok, err := l.CalendarEvent(Partnership{}, "https://vale.example")
			if err != nil || !ok || method != calendar.Request || e.Sequence != m.Sequence || !e.Start.Equal(m.StartsAt) {
				t.Errorf("for calendars %+v, %v", e, err)
			}
		}
		s.clock.add(10 * time.Second)
		if given := s.deliveries("a", taken); len(given) != 4 {
			t.Errorf("a minute after the first change %d letters go", len(given))
		}
		s.venue(m, "Town Hall")
		if l := s.letters(LetterMeetingChanged); len(l) != 8 {
			t.Errorf("a later change makes %d letters", len(l))
		}
	})
	t.Run("changed and changed back within a minute is nothing", func(t *testing.T) {
		s, m := newMeeting(t)
		m = s.call(s.venue(m, "Town Hall"))
		s.clock.add(2 * time.Minute)
		s.deliveries("a", taken)
		m = s.venue(m, "City Hall")
		s.venue(m, "Town Hall")
		if said := s.said(); len(said) != 0 {
			t.Errorf("%d letters wait", len(said))
		}
	})
	t.Run("moved and moved back asks those again whose answers were set aside", func(t *testing.T) {
		s, m := newMeeting(t)
		m = s.call(m)
		s.clock.add(2 * time.Minute)
		s.deliveries("a", taken)
		m = s.move(m, "10 December 2026", "The room is taken")
		s.move(m, "8 December 2026", "It is not")
		for _, l := range s.said() {
			if f := l.FactMap(); f["ask_again"] != "yes" || f["was_day"] != "" {
				t.Errorf("says %v", f)
			}
		}
	})
	t.Run("moved and cancelled within a minute is a cancellation", func(t *testing.T) {
		s, m := newMeeting(t)
		m = s.call(m)
		s.clock.add(2 * time.Minute)
		s.deliveries("a", taken)
		m = s.move(m, "10 December 2026", "The room is taken")
		if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow", false); err != nil {
			t.Fatal(err)
		}
		said := s.said()
		for _, l := range said {
			if l.Kind != LetterMeetingCancelled {
				t.Errorf("%s waits", l.Kind)
			}
		}
		if len(said) != 4 {
			t.Errorf("%d letters wait", len(said))
		}
	})
	t.Run("an agenda published twice within a minute is one letter", func(t *testing.T) {
		s := newAgendaStore(t)
		s.accepted("Strategic overview")
		s.publish()
		s.added("Safe houses")
		s.publish()
		for _, l := range s.letters(LetterAgendaPublished) {
			if f := l.FactMap(); f["version"] != "1" || f["changes"] != "" {
				t.Errorf("says %v", f)
			}
		}
		s.clock.add(2 * time.Minute)
		s.added("Training")
		s.publish()
		s.added("Data")
		s.publish()
		last := s.letters(LetterAgendaPublished)
		if len(last) != 8 {
			t.Fatalf("%d letters", len(last))
		}
		if f := last[7].FactMap(); f["version"] != "4" || len(lines(f["changes"])) < 2 {
			t.Errorf("says %v", f)
		}
	})
}

// TestCalendarOverItsLife follows what one person's calendar is told of a
// meeting: it is one event throughout, and its sequence rises when time, place
// or state change and not otherwise.
func TestCalendarOverItsLife(t *testing.T) {
	s := newTestStore(t)
	pat, _, _ := s.partners()
	m := s.plan("8 December 2026")
	type told struct {
		method   calendar.Method
		uid      string
		sequence int
		start    string
	}
	var all []told
	send := func() {
		t.Helper()
		s.clock.add(2 * time.Minute)
		for _, l := range s.deliveries("a", taken) {
			if l.Email != "pat@vp.example" || !l.Kind.inDiaries() {
				continue
			}
			e, method, ok, err := l.CalendarEvent(Partnership{}, fmt.Sprintf("https://site-%d.example", len(all)))
			if err != nil || !ok {
				t.Fatalf("%s does nothing to the calendar: %v", l.Kind, err)
			}
			all = append(all, told{method, e.UID, e.Sequence, e.Start.Format("2006-01-02 15:04")})
		}
	}
	m = s.call(m)
	send()
	m, err := s.ChangeMeeting(t.Context(), s.ann, m.Reference, m.Version, MeetingChange{ChairID: pat.PersonID})
	if err != nil {
		t.Fatal(err)
	}
	send()
	m = s.venue(m, "City Hall")
	send()
	m = s.move(m, "10 December 2026", "Trains")
	send()
	if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow", false); err != nil {
		t.Fatal(err)
	}
	send()
	uid := m.UID()
	want := []told{{calendar.Request, uid, 1, "2026-12-08 10:00"}, {calendar.Request, uid, 2, "2026-12-08 10:00"}, {calendar.Request, uid, 3, "2026-12-10 10:00"}, {calendar.Cancel, uid, 4, "2026-12-10 10:00"}}
	if fmt.Sprint(all) != fmt.Sprint(want) {
		t.Errorf("told\n%v, want\n%v", all, want)
	}
	other := s.plan("9 March 2027")
	if other.UID() == uid || uid == "" {
		t.Errorf("two meetings are both %s", uid)
	}
}

// TestMeetingAndAgendaAreOneLetter changes a meeting and issues its agenda within
// a minute, in either order.
func TestMeetingAndAgendaAreOneLetter(t *testing.T) {
	start := func(t *testing.T) agendaStore {
		s := newAgendaStore(t)
		s.accepted("Strategic overview")
		s.venue(s.meetingNow(), "Town Hall")
		s.clock.add(2 * time.Minute)
		s.deliveries("a", taken)
		return s
	}
	both := func(s agendaStore, venue, version string) {
		s.t.Helper()
		said := s.said()
		if len(said) != 4 {
			s.t.Errorf("%d letters wait", len(said))
		}
		for _, l := range said {
			f := l.FactMap()
			if l.Kind != LetterMeetingChanged || f["venue"] != venue || f["agenda_version"] != version || f["version"] != "" || f["agenda_path"] != "/meetings/2026-q4/agenda" {
				s.t.Errorf("%s says %v", l.Kind, f)
			}
			e, method, ok, err := l.CalendarEvent(Partnership{}, "https://vale.example")
			if err != nil || !ok || method != calendar.Request || e.Location != venue || e.Sequence != s.meetingNow().Sequence {
				s.t.Errorf("for calendars %+v, %v", e, err)
			}
		}
	}
	t.Run("the place, then the agenda", func(t *testing.T) {
		s := start(t)
		s.venue(s.meetingNow(), "City Hall")
		s.publish()
		both(s, "City Hall", "1")
	})
	t.Run("the agenda, then the place twice, then the agenda again", func(t *testing.T) {
		s := start(t)
		s.publish()
		s.venue(s.meetingNow(), "City Hall")
		s.venue(s.meetingNow(), "Guildhall")
		s.added("Safe houses")
		s.publish()
		both(s, "Guildhall", "1")
	})
	t.Run("the place changed and changed back leaves the agenda", func(t *testing.T) {
		s := start(t)
		was := s.meetingNow().Venue
		s.venue(s.meetingNow(), "City Hall")
		s.publish()
		s.venue(s.meetingNow(), was)
		for _, l := range s.said() {
			if f := l.FactMap(); l.Kind != LetterAgendaPublished || f["version"] != "1" || f["was_venue"] != "" {
				t.Errorf("%s says %v", l.Kind, f)
			}
		}
	})
	t.Run("who wants no letters about agendas reads of the place alone", func(t *testing.T) {
		s := start(t)
		if err := s.ChooseLetters(t.Context(), s.pat, nil); err != nil {
			t.Fatal(err)
		}
		s.venue(s.meetingNow(), "City Hall")
		s.publish()
		if l := s.said()["pat@vp.example"]; l.Kind != LetterMeetingChanged || l.FactMap()["agenda_version"] != "" {
			t.Errorf("%s says %v", l.Kind, l.FactMap())
		}
	})
}

// TestReleasedDeputyHearsOfIt cancels a meeting before the letter went out that
// takes it out of a deputy's calendar; nobody else will tell them.
func TestReleasedDeputyHearsOfIt(t *testing.T) {
	s := newTestStore(t)
	pat, mo, _ := s.partners()
	m := s.call(s.plan("8 December 2026"))
	s.clock.add(2 * time.Minute)
	s.deliveries("a", taken)
	reply := func(f ReplyForm) {
		t.Helper()
		if _, err := s.ReplyToInvitation(t.Context(), pat, m.Reference, f); err != nil {
			t.Fatal(err)
		}
	}
	reply(ReplyForm{Reply: ReplyDeputy, DeputyName: "Karen Bright", DeputyEmail: "karen@elsewhere.example"})
	var karen Attendance
	s.read.Where("name = 'Karen Bright'").First(&karen)
	if _, err := s.ConfirmDeputy(t.Context(), s.ann, m.Reference, karen.ID); err != nil {
		t.Fatal(err)
	}
	s.deliveries("a", taken)
	reply(ReplyForm{Reply: ReplyDeputy, DeputyID: mo.PersonID})
	reply(ReplyForm{Reply: ReplyComing})
	if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow", false); err != nil {
		t.Fatal(err)
	}
	s.clock.add(2 * time.Minute)
	cancelled := map[string]int{}
	for _, l := range s.deliveries("a", taken) {
		_, method, ok, err := l.CalendarEvent(Partnership{}, "https://vale.example")
		if err != nil || !ok || method != calendar.Cancel {
			t.Errorf("%s to %s leaves the meeting in the calendar: %s, %v", l.Kind, l.Email, method, err)
		}
		cancelled[l.Email]++
	}
	if fmt.Sprint(cancelled) != "map[ann@opcc.example:1 cara@ac.example:1 karen@elsewhere.example:1 mo@vp.example:1 pat@vp.example:1]" {
		t.Errorf("it goes out of the calendars of %v", cancelled)
	}
}

func TestDeputyIsTold(t *testing.T) {
	s := newTestStore(t)
	pat, mo, _ := s.partners()
	m := s.call(s.plan("8 December 2026"))
	for range 2 {
		if _, err := s.ReplyToInvitation(t.Context(), pat, m.Reference, ReplyForm{Reply: ReplyDeputy, DeputyID: mo.PersonID}); err != nil {
			t.Fatal(err)
		}
	}
	if l := s.letters(LetterDeputyNamed); len(l) != 1 || l[0].Email != "mo@vp.example" || l[0].FactMap()["for"] != "Pat Partner" {
		t.Errorf("%+v", l)
	}
}

// added is an item that the secretariat puts on the agenda itself.
func (s agendaStore) added(title string) {
	s.t.Helper()
	form := safeHouses()
	form.Title = title
	if _, err := s.AddItem(s.t.Context(), s.ann, s.december.Reference, form); err != nil {
		s.t.Fatal(err)
	}
}
