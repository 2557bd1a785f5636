package models

import (
	"strings"
	"testing"
)

// partners adds two organisations with people: Pat and Mo of Vale Police, Cara
// of Ashbourne Council.
func (s *testStore) partners() (pat, mo, cara Actor) {
	police := s.organisation("Vale Police", "VP", "Police and justice")
	council := s.organisation("Ashbourne Council", "AC", "Local government")
	return s.person("Pat Partner", "pat@vp.example", police, RolePartner), s.person("Mo Member", "mo@vp.example", police, RoleMember),
		s.person("Cara Council", "cara@ac.example", council, RolePartner)
}

func TestMeetingMoves(t *testing.T) {
	all := []MeetingState{MeetingPlanned, MeetingCalled, MeetingPublished, MeetingHeld, MeetingClosed, MeetingCancelled}
	legal := map[MeetingState]string{
		MeetingPlanned: "called cancelled", MeetingCalled: "agenda published cancelled", MeetingPublished: "held cancelled", MeetingHeld: "closed",
	}
	for _, from := range all {
		for _, to := range all {
			err := meetingMoves.check("meeting", from, to)
			if want := strings.Contains(" "+legal[from]+" ", " "+string(to)+" "); want != (err == nil) {
				t.Errorf("%s to %s: %v", from, to, err)
			}
			if err != nil && (!strings.Contains(err.Error(), string(from)) || !strings.Contains(err.Error(), string(to))) {
				t.Errorf("%s to %s: the refusal does not name both: %v", from, to, err)
			}
		}
	}
	t.Run("each command refuses each state that it cannot leave", func(t *testing.T) {
		s := newTestStore(t)
		m := s.plan("8 December 2026")
		may := map[string]map[MeetingState]bool{
			"call":   {MeetingPlanned: true},
			"move":   {MeetingPlanned: true, MeetingCalled: true, MeetingPublished: true},
			"cancel": {MeetingPlanned: true, MeetingCalled: true, MeetingPublished: true},
			"change": {MeetingPlanned: true, MeetingCalled: true, MeetingPublished: true, MeetingHeld: true},
			"reply":  {MeetingCalled: true, MeetingPublished: true},
		}
		for _, state := range all {
			for command, states := range may {
				s.write.Exec("update meetings set state = ?, version = 1, starts_at = ?, sequence = sequence + 100 where id = ?", state, m.StartsAt, m.ID)
				var err error
				switch command {
				case "call":
					_, err = s.CallMeeting(t.Context(), s.ann, m.Reference, 1)
				case "move":
					_, err = s.MoveMeeting(t.Context(), s.ann, m.Reference, 1, MoveForm{Date: "15 December 2026", Reason: "Snow"})
				case "cancel":
					_, err = s.CancelMeeting(t.Context(), s.ann, m.Reference, 1, "Snow", false)
				case "change":
					_, err = s.ChangeMeeting(t.Context(), s.ann, m.Reference, 1, MeetingChange{Venue: "Town Hall"})
				case "reply":
					_, err = s.ReplyToInvitation(t.Context(), s.ann, m.Reference, ReplyForm{Reply: ReplyComing})
				}
				if states[state] != (err == nil) || err != nil && KindOf(err) != KindBadState {
					t.Errorf("%s of a meeting that is %s: %v", command, state, err)
				}
				if err != nil && !strings.Contains(err.Error(), string(state)) && state != MeetingPlanned {
					t.Errorf("%s of a meeting that is %s: the refusal does not say so: %v", command, state, err)
				}
			}
		}
	})
}

func TestMoveMeeting(t *testing.T) {
	t.Run("the reference stays, deadlines and actions follow, those invited are told", func(t *testing.T) {
		s := newTestStore(t)
		pat, _, _ := s.partners()
		held, err := s.EnterPastMeeting(t.Context(), s.ann, MeetingForm{Date: "9 June 2026"})
		if err != nil {
			t.Fatal(err)
		}
		m := s.call(s.plan("8 December 2026"))
		var due Action
		err = s.command(t.Context(), s.ann, func(t *tx) error {
			var item Item
			t.Where("meeting_id = ?", held.ID).First(&item)
			due, err = t.giveAction(&held, item.ID, ActionForm{Text: "Write the guide", AllPartners: true, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineNextMeeting}})
			return err
		})
		if err != nil || due.DueOn.String() != "2026-12-08" {
			t.Fatalf("action %+v: %v", due, err)
		}
		if _, err := s.ReplyToInvitation(t.Context(), pat, m.Reference, ReplyForm{Reply: ReplyDeputy, DeputyName: "Karen Bright", DeputyEmail: "k@vp.example"}); err != nil {
			t.Fatal(err)
		}
		s.clock.add(letterHold)
		moved, err := s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, MoveForm{Date: "6 January 2027", Time: "14:00", Reason: "The room is not free."})
		if err != nil {
			t.Fatal(err)
		}
		if moved.Reference != "2026-q4" || moved.Sequence != m.Sequence+1 || moved.MovedReason == "" || moved.StartsAt.Format("2006-01-02 15:04") != "2027-01-06 14:00" {
			t.Errorf("moved %+v", moved)
		}
		if moved.AgendaOn.String() != "2026-12-24" || moved.MinutesOn.String() != "2027-01-08" {
			t.Errorf("agenda %s, minutes %s", moved.AgendaOn, moved.MinutesOn)
		}
		after, _ := find[Action](s.read, "action", due.ID)
		if after.DueOn.String() != "2027-01-06" {
			t.Errorf("the action is due %s", after.DueOn)
		}
		letters := s.letters(LetterMeetingChanged)
		if len(letters) != 4 || letters[0].FactMap()["was_day"] != "Tuesday 8 December 2026" || letters[0].FactMap()["reason"] != "The room is not free." || letters[0].FactMap()["ask_again"] == "" {
			t.Errorf("%d letters", len(letters))
		}
		page, err := s.ComingPage(t.Context(), s.ann, m.Reference)
		if err != nil || page.Coming.Yes != 0 || page.Coming.No != 0 {
			t.Errorf("answers to the old day still count: %+v, %v", page.Coming, err)
		}
		var deputies int64
		s.read.Model(&Attendance{}).Where("name = 'Karen Bright' or deputy_for_id is not null").Count(&deputies)
		if deputies != 0 {
			t.Error("a deputy named for the old day is still on the list")
		}
	})
	t.Run("another hour of the same day keeps the answers", func(t *testing.T) {
		s := newTestStore(t)
		pat, _, _ := s.partners()
		m := s.call(s.plan("8 December 2026"))
		if _, err := s.ReplyToInvitation(t.Context(), pat, m.Reference, ReplyForm{Reply: ReplyComing}); err != nil {
			t.Fatal(err)
		}
		s.clock.add(letterHold)
		if _, err := s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, MoveForm{Date: "8 December 2026", Time: "11:00", Reason: "Trains"}); err != nil {
			t.Fatal(err)
		}
		if page, _ := s.ComingPage(t.Context(), s.ann, m.Reference); page.Coming.Yes != 1 {
			t.Errorf("coming %d", page.Coming.Yes)
		}
		if l := s.letters(LetterMeetingChanged); len(l) != 4 || l[0].FactMap()["ask_again"] != "" {
			t.Error("the letter asks again for answers that still hold")
		}
	})
	t.Run("a planned meeting moves quietly unless everybody is to be told", func(t *testing.T) {
		s := newTestStore(t)
		s.partners()
		m := s.plan("8 December 2026")
		m, err := s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, MoveForm{Date: "9 December 2026", Reason: "x"})
		if err != nil || len(s.letters(LetterMeetingChanged)) != 0 {
			t.Fatalf("%v, %d letters", err, len(s.letters(LetterMeetingChanged)))
		}
		if _, err = s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, MoveForm{Date: "10 December 2026", Reason: "x", Tell: true}); err != nil {
			t.Fatal(err)
		}
		if n := len(s.letters(LetterMeetingChanged)); n != 4 {
			t.Errorf("%d letters", n)
		}
	})
	t.Run("it needs a reason and a new time that is to come and free", func(t *testing.T) {
		s := newTestStore(t)
		m := s.plan("8 December 2026")
		s.plan("9 March 2027")
		for want, f := range map[string]MoveForm{
			"reason": {Date: "9 December 2026"},
			"date":   {Date: "1 June 2026", Reason: "x"},
			"time":   {Date: "9 March 2027", Reason: "x"},
		} {
			_, err := s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, f)
			if e := mustBe(t, err, KindInvalid); e.Fields[0].Field != want {
				t.Errorf("%+v: %+v", f, e.Fields)
			}
		}
		_, err := s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, MoveForm{Date: "8 December 2026", Reason: "x"})
		mustBe(t, err, KindInvalid)
		_, err = s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version+1, MoveForm{Date: "9 December 2026", Reason: "x"})
		mustBe(t, err, KindConflict)
	})
	t.Run("across the clocks' change it stays ten o'clock", func(t *testing.T) {
		s := newTestStore(t)
		m := s.plan("13 October 2026")
		before := m.StartsAt.Hour()
		m, err := s.MoveMeeting(t.Context(), s.ann, m.Reference, m.Version, MoveForm{Date: "27 October 2026", Reason: "x"})
		if err != nil || before != 9 || m.StartsAt.Hour() != 10 || m.SubmissionsCloseAt.Hour() != 16 {
			t.Errorf("%v: %d to %s, items close %s", err, before, m.StartsAt, m.SubmissionsCloseAt)
		}
	})
	t.Run("the preview says what the move would do and does nothing", func(t *testing.T) {
		s := newTestStore(t)
		pat, _, _ := s.partners()
		m := s.call(s.plan("8 December 2026"))
		if _, err := s.ReplyToInvitation(t.Context(), pat, m.Reference, ReplyForm{Reply: ReplyComing}); err != nil {
			t.Fatal(err)
		}
		preview, err := s.PreviewMove(t.Context(), s.ann, m.Reference, MoveForm{Date: "28 December 2026", Reason: "x"})
		if err != nil || preview.Invited != 4 || preview.Replies != 1 || len(preview.Warnings) < 2 || !strings.Contains(preview.Warnings[0], "Boxing Day (substitute day)") {
			t.Errorf("%v: %+v", err, preview)
		}
		if now, _ := s.Meeting(t.Context(), s.ann, m.Reference); !now.StartsAt.Equal(m.StartsAt) {
			t.Error("the preview moved the meeting")
		}
	})
}

func TestCancelMeeting(t *testing.T) {
	s := newTestStore(t)
	s.partners()
	m := s.call(s.plan("8 December 2026"))
	s.clock.add(letterHold)
	_, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "  ", false)
	mustBe(t, err, KindInvalid)
	_, err = s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow", false)
	if err != nil {
		t.Fatal(err)
	}
	letters := s.letters(LetterMeetingCancelled)
	if len(letters) != 4 || letters[0].FactMap()["reason"] != "Snow" {
		t.Errorf("%d letters", len(letters))
	}
	_, err = s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version+1, "Snow", false)
	mustBe(t, err, KindBadState)
	if n := len(s.letters(LetterMeetingCancelled)); n != 4 {
		t.Errorf("%d letters after a second press", n)
	}
	t.Run("its quarter takes an extraordinary meeting in its place", func(t *testing.T) {
		_, err := s.PlanMeetings(t.Context(), s.ann, []MeetingForm{{Date: "15 December 2026"}})
		if e := mustBe(t, err, KindInvalid); !strings.Contains(e.Fields[0].Message, "cancelled") {
			t.Errorf("%+v", e.Fields)
		}
		if m, err := s.PlanExtraordinary(t.Context(), s.ann, MeetingForm{Date: "8 December 2026", Reason: "In its place"}); err != nil || m.Reference != "2026-q4-x1" {
			t.Errorf("%v %s", err, m.Reference)
		}
	})
}

func TestCancellingKeepsWhatPartnersSent(t *testing.T) {
	s := newTestStore(t)
	pat, _, _ := s.partners()
	m, next := s.call(s.plan("8 December 2026")), s.plan("9 March 2027")
	form := ItemForm{Title: "Safe-house capacity", Purpose: ForDecision, Minutes: "15", Ask: "Choose an option", Names: []string{"Dr Amira Haddad"}}
	for i, accept := range []bool{true, false} {
		form.Title += "!"
		item, err := s.DraftItem(t.Context(), pat, m.Reference, form)
		if err != nil {
			t.Fatal(err)
		}
		if item, err = s.SubmitItem(t.Context(), pat, item.ID, item.Version, form); err != nil {
			t.Fatal(err)
		}
		if accept {
			if _, err = s.AcceptItem(t.Context(), s.ann, item.ID, item.Version); err != nil {
				t.Fatal(i, err)
			}
		}
	}
	preview, err := s.Audience(t.Context(), s.ann, m.Reference)
	if err != nil || preview.Items != 2 || preview.Later == nil || preview.Later.ID != next.ID {
		t.Fatalf("%v: %+v", err, preview)
	}
	m, _ = s.Meeting(t.Context(), s.ann, m.Reference)
	if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow", false); err != nil {
		t.Fatal(err)
	}
	var waiting []Item
	s.read.Preload("Presenters").Where("meeting_id = ? and kind <> ?", next.ID, ItemStanding).Find(&waiting)
	if len(waiting) != 2 || waiting[0].State != ItemWaiting || waiting[0].DeferredFromID == nil || len(waiting[0].Presenters) != 1 {
		t.Errorf("in the next queue: %+v", waiting)
	}
	if letters := s.letters(LetterItemDeferred); len(letters) != 2 || letters[0].Email != "pat@vp.example" {
		t.Errorf("letters %+v", letters)
	}
}

func TestChangeMeeting(t *testing.T) {
	s := newTestStore(t)
	pat, _, _ := s.partners()
	m := s.call(s.plan("8 December 2026"))
	s.clock.add(letterHold)
	t.Run("a new place is told to those invited, a new chair is not", func(t *testing.T) {
		var err error
		m, err = s.ChangeMeeting(t.Context(), s.ann, m.Reference, m.Version, MeetingChange{ChairID: pat.PersonID, MinuteTakerID: s.ann.PersonID})
		if err != nil || len(s.letters(LetterMeetingChanged)) != 0 || m.Sequence != 1 {
			t.Fatalf("%v, sequence %d", err, m.Sequence)
		}
		m, err = s.ChangeMeeting(t.Context(), s.ann, m.Reference, m.Version, MeetingChange{ChairID: pat.PersonID, Venue: "City Hall"})
		if err != nil || len(s.letters(LetterMeetingChanged)) != 4 || m.Sequence != 2 || m.MinuteTakerID != nil {
			t.Fatalf("%v, sequence %d, %d letters", err, m.Sequence, len(s.letters(LetterMeetingChanged)))
		}
		if e := s.lastEvent(); e.Detail != "venue, minute-taker" {
			t.Errorf("event %+v", e)
		}
	})
	t.Run("an empty deadline is what the rules say", func(t *testing.T) {
		var err error
		m, err = s.ChangeMeeting(t.Context(), s.ann, m.Reference, m.Version, MeetingChange{SubmissionsCloseOn: "24 November 2026", SubmissionsCloseTime: "noon", Venue: m.Venue})
		if err != nil || m.SubmissionsCloseAt.Format("2006-01-02 15:04") != "2026-11-24 12:00" || m.AgendaOn.String() != "2026-11-30" {
			t.Errorf("%v: %s, %s", err, m.SubmissionsCloseAt, m.AgendaOn)
		}
	})
	t.Run("deadlines that no quarter can have are refused beside their fields", func(t *testing.T) {
		_, err := s.ChangeMeeting(t.Context(), s.ann, m.Reference, m.Version, MeetingChange{CallOn: "9 December 2026", AgendaOn: "10 December 2026",
			SubmissionsCloseOn: "9 December 2026", MinutesOn: "1 December 2026", CorrectionsOn: "30 November 2026"})
		e := mustBe(t, err, KindInvalid)
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, f.Field)
		}
		if got := strings.Join(fields, " "); got != "call_on agenda_on submissions_close_on minutes_on corrections_on" {
			t.Errorf("problems at %s", got)
		}
	})
	t.Run("a stale form is a conflict that carries what is saved", func(t *testing.T) {
		_, err := s.ChangeMeeting(t.Context(), s.ann, m.Reference, m.Version-1, MeetingChange{Venue: "Elsewhere"})
		if e := mustBe(t, err, KindConflict); e.Theirs.(Meeting).Venue != "City Hall" {
			t.Errorf("theirs %+v", e.Theirs)
		}
	})
}
