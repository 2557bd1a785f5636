package models

import (
	"context"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// unanswered are those who speak for an organisation at the meeting and have
// not said whether they are coming.
func unanswered(db *gorm.DB, m Meeting) ([]Person, error) {
	var people []Person
	err := db.Where("deactivated_at is null and id in (select person_id from attendances where meeting_id = ? and reply = ? and capacity = ?)", m.ID, NoReply, Representative).
		Order("id").Find(&people).Error
	return people, err
}

// remindedOn are those who were asked again on this day, and when last anybody was.
func remindedOn(db *gorm.DB, m Meeting, day calendar.Date, zone *time.Location) (map[int64]bool, *time.Time, error) {
	var letters []Letter
	err := db.Select("person_id", "created_at").Where("meeting_id = ? and kind = ?", m.ID, LetterReplyReminder).Order("id").Find(&letters).Error
	told, last := map[int64]bool{}, (*time.Time)(nil)
	for _, l := range letters {
		if l.PersonID != nil && calendar.DateOf(l.CreatedAt, zone) == day {
			told[*l.PersonID] = true
		}
		last = &l.CreatedAt
	}
	return told, last, err
}

// ChaseReplies asks those again who have not answered the invitation, each once
// a day at most, and says how many were asked.
func (s *Store) ChaseReplies(ctx context.Context, actor Actor, ref string) (int, error) {
	asked := 0
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		m, err := t.meeting(ref)
		if err != nil {
			return err
		}
		if !m.TakesReplies(t.now) {
			return badState("The invitation to this meeting is closed, so nobody can be asked for an answer.")
		}
		people, err := unanswered(t.DB, m)
		if err != nil {
			return err
		}
		told, _, err := remindedOn(t.DB, m, t.today(), t.partnership.Location())
		if err != nil {
			return err
		}
		var ask []Person
		for _, p := range people {
			if !told[p.ID] {
				ask = append(ask, p)
			}
		}
		switch {
		case len(people) == 0:
			return badState("Everybody has answered.")
		case len(ask) == 0:
			return badState("Everybody who has not answered was asked again today already.")
		}
		asked = len(ask)
		if err := t.letterAbout(m, LetterReplyReminder, m.Reference+"/reminder/"+t.today().String(), t.meetingFacts(m), ask...); err != nil {
			return err
		}
		return t.event("asked again who is coming", "meeting", m.ID, m.Reference, m.ID, peopleCount(asked))
	})
	return asked, err
}

// ConfirmDeputy agrees to a deputy who has no account, and sends them the
// meeting's details where their address is known.
func (s *Store) ConfirmDeputy(ctx context.Context, actor Actor, ref string, id int64) (Attendance, error) {
	var d Attendance
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		m, err := t.meeting(ref)
		if err != nil {
			return err
		}
		if err := t.takesReply(m); err != nil {
			return err
		}
		if d, err = find[Attendance](t.DB, "deputy", id); err != nil {
			return err
		}
		if d.MeetingID != m.ID || d.DeputyForID == nil || d.PersonID != nil {
			return notFound("deputy")
		}
		if !d.Unconfirmed() {
			return nil // pressed twice
		}
		a, err := find[Attendance](t.DB, "deputy", *d.DeputyForID)
		if err != nil {
			return err
		}
		before := d.Version
		d.ConfirmedAt, d.Version = &t.now, before+1
		if err := save(t, "deputy", &d, d.ID, before, "confirmed_at"); err != nil {
			return err
		}
		if err := t.tellDeputy(m, a, d); err != nil {
			return err
		}
		return t.event("agreed to the deputy", "attendance", d.ID, d.label(), m.ID, "stands in for "+a.label())
	})
	return d, err
}
