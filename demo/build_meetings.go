package demo

import (
	"fmt"
	"strings"

	"quarterday/calendar"
	"quarterday/models"
)

// sitting is a meeting of the sample on its way through its life.
type sitting struct {
	meeting
	index     int // among those held; -1 for one between the quarters
	day       calendar.Date
	reference string
	previous  *sitting         // whose minutes this one agrees
	between   *sitting         // an extraordinary meeting whose minutes it agrees too
	next      calendar.Date    // the day of the quarterly meeting after it
	items     []models.Item    // as they stand on the agenda, in the order of meeting.items
	deferred  models.Item      // one that was submitted for it and put off
	recorded  []recorded       // paragraphs of its minutes
	people    map[string]int64 // attendances by initials, or by name for guests
}

// recorded is a paragraph as it was written down.
type recorded struct {
	models.Entry
	form models.EntryForm
}

// held are the meetings that were held, in their order.
func held() []meeting {
	all := append([]meeting(nil), firstYear...)
	return append(append(all, secondYear...), thirdYear...)
}

func (b *builder) noteMeetings() {
	s := b.schedule
	var before *sitting
	for i, m := range held() {
		meeting := &sitting{meeting: m, index: i, day: s.days[i], next: s.days[i+1], reference: s.quarters[i].Reference(), previous: before}
		if i < len(firstYear) {
			b.noteEntered(meeting)
		} else {
			b.noteCalled(meeting)
		}
		before = meeting
	}
	for first := len(firstYear); first <= heldMeetings; first += 4 {
		day := workingDay(b.began(), 3)
		if first > len(firstYear) {
			day = workingDay(s.days[first-2], 6)
		}
		b.on(day, 14, 0, "plan a year", func() error { return b.planYear(first) })
	}
	b.on(workingDay(s.planned[movedMeeting], -45), 9, 20, "move a meeting", b.moveMeeting)
	b.noteBetween(before)
	b.noteCancelled()
	b.noteNext(before)
}

// planYear plans four meetings, beginning with the one of this index.
func (b *builder) planYear(first int) error {
	chair, err := b.person("RA")
	if err != nil {
		return err
	}
	var forms []models.MeetingForm
	for i := first; i < first+4 && i < len(b.schedule.days); i++ {
		place := townHall
		if i < heldMeetings {
			place = held()[i].venue
		}
		forms = append(forms, models.MeetingForm{
			Quarter: b.schedule.quarters[i].Reference(), Date: b.schedule.planned[i].String(), Venue: place.place, JoiningLink: place.link,
			ChairID: chair.ID, MinuteTakerID: b.secretary.PersonID,
		})
	}
	_, err = b.store.PlanMeetings(b.ctx, b.secretary, forms)
	return err
}

func (b *builder) moveMeeting() error {
	return b.change(b.schedule.quarters[movedMeeting].Reference(), func(m models.Meeting) error {
		_, err := b.store.MoveMeeting(b.ctx, b.secretary, m.Reference, m.Version, models.MoveForm{
			Date: b.schedule.days[movedMeeting].String(), Reason: "The Town Hall is a polling station on the day first planned.", Tell: true,
		})
		return err
	})
}

// change does something with a meeting as it now stands.
func (b *builder) change(reference string, do func(models.Meeting) error) error {
	m, err := b.store.Meeting(b.ctx, b.secretary, reference)
	if err != nil {
		return err
	}
	return do(m)
}

// noteEntered notes the life of a meeting whose minutes were entered afterwards.
func (b *builder) noteEntered(m *sitting) {
	day := workingDay(b.began(), 1)
	at := 9*60 + 45*m.index
	step := func(minutes int, what string, do func() error) { b.on(day, (at+minutes)/60, (at+minutes)%60, what, do) }
	step(0, "enter the past meeting", func() error { return b.enter(m) })
	step(5, "enter who was there", func() error { return b.attend(m) })
	step(10, "enter the minutes", func() error { return b.minute(m) })
	step(30, "circulate the minutes", func() error { return b.circulate(m) })
	if m.index+1 == len(firstYear) {
		b.noteAgreed(m)
		return
	}
	b.on(day, 17, 5*m.index, "publish the minutes", func() error { return b.publish(m) })
}

// enter records the meeting as one that has been held, with the items that it
// had.
func (b *builder) enter(m *sitting) error {
	chair, err := b.person("RA")
	if err != nil {
		return err
	}
	_, err = b.store.EnterPastMeeting(b.ctx, b.secretary, models.MeetingForm{
		Date: m.day.String(), Venue: m.venue.place, JoiningLink: m.venue.link, ChairID: chair.ID, MinuteTakerID: b.secretary.PersonID, Ended: m.ended,
	})
	if err != nil {
		return err
	}
	return b.addItems(m)
}

// noteCalled notes the life of a meeting that went the whole way here.
func (b *builder) noteCalled(m *sitting) {
	called := m.day.AddDays(-56)
	closing := workingDay(m.day, -15)
	b.on(workingDay(called.AddDays(1), -1), 10, 15, "call the meeting", func() error { return b.call(m.reference) })
	b.noteReplies(m)
	b.noteSubmissions(m, closing)
	b.on(workingDay(closing, 2), 10, 0, "build the agenda", func() error { return b.addItems(m) })
	b.on(workingDay(m.day, -6), 15, 0, "publish the agenda", func() error { return b.publishAgenda(m.reference) })
	b.noteLate(m)
	b.on(m.day, 10, 2, "note who is there", func() error { return b.attend(m) })
	b.on(m.day, 10, 4, "take the minutes", func() error { return b.minute(m) })
	b.on(m.day, 12, 10, "finish the meeting", func() error { return b.finish(m) })
	b.on(workingDay(m.day, 2), 16, 0, "circulate the minutes", func() error { return b.circulate(m) })
	b.noteCorrections(m)
	if m.index+1 < heldMeetings {
		b.noteAgreed(m)
	}
}

// noteAgreed notes that the minutes are published when the next meeting, which
// agrees them, is over.
func (b *builder) noteAgreed(m *sitting) {
	b.on(workingDay(m.next, 2), 11, 0, "publish the minutes", func() error { return b.publish(m) })
}

func (b *builder) call(reference string) error {
	return b.change(reference, func(m models.Meeting) error {
		_, err := b.store.CallMeeting(b.ctx, b.secretary, reference, m.Version)
		return err
	})
}

func (b *builder) publishAgenda(reference string) error {
	return b.change(reference, func(m models.Meeting) error {
		_, err := b.store.PublishAgenda(b.ctx, b.secretary, reference, m.Version)
		return err
	})
}

func (b *builder) finish(m *sitting) error {
	return b.change(m.reference, func(was models.Meeting) error {
		_, err := b.store.FinishMeeting(b.ctx, b.secretary, m.reference, was.Version, "", m.ended)
		return err
	})
}

// noteReplies notes that some of those who came, and all who sent apologies,
// answered the invitation. Of meetings long past nobody looks at answers.
func (b *builder) noteReplies(m *sitting) {
	if m.index < heldMeetings-3 {
		return
	}
	day := workingDay(m.day.AddDays(-56), 1)
	for i, who := range strings.Fields(m.attendance.apologies) {
		b.on(workingDay(day, 2*i), 11, 7*i, "send apologies", func() error { return b.reply(m.reference, who, models.ReplyForm{Reply: models.ReplyApologies}) })
	}
	for i, who := range strings.Fields(m.attendance.here) {
		if i%3 == 0 {
			b.on(workingDay(day, i/2), 9, 40+i%15, "say that they are coming", func() error { return b.reply(m.reference, who, models.ReplyForm{Reply: models.ReplyComing}) })
		}
	}
}

func (b *builder) reply(reference, who string, form models.ReplyForm) error {
	if _, body := b.organisations[who]; body {
		return nil // an organisation that sent word without a name
	}
	actor, err := b.actor(who)
	if err != nil {
		return err
	}
	if _, err = b.store.ReplyToInvitation(b.ctx, actor, reference, form); err != nil {
		return fmt.Errorf("%s: %w", who, err)
	}
	return nil
}

// noteBetween notes the extraordinary meeting between two quarters, whose
// minutes the next quarterly one agreed.
func (b *builder) noteBetween(last *sitting) {
	m := &sitting{meeting: betweenQuarters, index: -1, next: last.previous.day}
	m.day = workingDay(last.previous.previous.day.AddDays(38), 1)
	last.previous.between = m
	b.on(workingDay(m.day, -8), 16, 20, "plan the extraordinary meeting", func() error {
		planned, err := b.store.PlanExtraordinary(b.ctx, b.secretary, models.MeetingForm{
			Title: m.title, Reason: m.reason, Date: m.day.String(), Time: "14:00", Minutes: "60", Venue: m.venue.place, JoiningLink: m.venue.link,
		})
		m.reference = planned.Reference
		return err
	})
	b.on(workingDay(m.day, -8), 16, 25, "call it", func() error { return b.call(m.reference) })
	b.on(workingDay(m.day, -6), 10, 0, "build its agenda", func() error { return b.addItems(m) })
	b.on(workingDay(m.day, -6), 10, 30, "publish its agenda", func() error { return b.publishAgenda(m.reference) })
	b.on(m.day, 14, 2, "note who is there", func() error { return b.attend(m) })
	b.on(m.day, 14, 4, "take its minutes", func() error { return b.minute(m) })
	b.on(m.day, 15, 5, "finish it", func() error { return b.finish(m) })
	b.on(workingDay(m.day, 1), 12, 0, "circulate its minutes", func() error { return b.circulate(m) })
	b.on(workingDay(m.next, 2), 11, 10, "publish its minutes", func() error { return b.publish(m) })
}

// noteCancelled notes an extraordinary meeting that was not needed after all.
func (b *builder) noteCancelled() {
	day := workingDay(b.schedule.days[6].AddDays(40), 1)
	var reference string
	b.on(workingDay(day, -10), 11, 30, "plan another extraordinary meeting", func() error {
		planned, err := b.store.PlanExtraordinary(b.ctx, b.secretary, models.MeetingForm{
			Title: "Money for the shared flats", Reason: "The second year of the flats costs £3,000 more than was agreed.",
			Date: day.String(), Time: "15:00", Minutes: "30", Venue: online.place, JoiningLink: online.link,
		})
		reference = planned.Reference
		return err
	})
	b.on(workingDay(day, -7), 9, 15, "cancel it", func() error {
		return b.change(reference, func(m models.Meeting) error {
			_, err := b.store.CancelMeeting(b.ctx, b.secretary, reference, m.Version, "The money has been found: £1,500 each from Ashbourne Council and the Commissioner.", false)
			return err
		})
	})
}
