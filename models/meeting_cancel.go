package models

import (
	"context"

	"gorm.io/gorm"
)

// CancelMeeting cancels a meeting that has not been held, for a reason that
// those invited are told. tell writes to everybody although it was not called.
// What partners sent for it waits in the queue of the next meeting.
func (s *Store) CancelMeeting(ctx context.Context, actor Actor, ref string, version int, reason string, tell bool) (Meeting, error) {
	var m Meeting
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if err := t.may(PlanMeetings, false); err != nil {
			return err
		}
		if m, err = t.meeting(ref); err != nil {
			return err
		}
		if err := meetingMoves.check("meeting", m.State, MeetingCancelled); err != nil {
			return err
		}
		var problems Problems
		m.CancelledReason = manyLines(&problems, "reason", "why the meeting is cancelled", reason, 1, maxShort)
		if err := problems.Err(); err != nil {
			return err
		}
		m.State = MeetingCancelled
		m.Sequence++
		if err := t.saveMeeting(&m, version, "state", "cancelled_reason", "sequence"); err != nil {
			return err
		}
		facts := t.meetingFacts(m)
		facts["reason"] = m.CancelledReason
		if err := t.tellOfChange(LetterMeetingCancelled, m, facts, tell); err != nil {
			return err
		}
		if err := t.followNextMeeting(); err != nil {
			return err
		}
		if err := t.deferAll(m); err != nil {
			return err
		}
		return t.event("cancelled the meeting", "meeting", m.ID, m.Reference, m.ID, m.CancelledReason)
	})
	return m, err
}

// sentItems are what partners sent for a meeting and nobody has settled, or
// that is on its agenda.
func sentItems(db *gorm.DB, m Meeting) *gorm.DB {
	return db.Model(&Item{}).Where("meeting_id = ? and kind <> ? and state in ?", m.ID, ItemStanding, []ItemState{ItemWaiting, ItemAccepted})
}

// nextQueue is the meeting whose queue takes what was sent for one that is
// cancelled; nil while none is planned.
func nextQueue(db *gorm.DB, m Meeting) (*Meeting, error) {
	later, err := meetingsAfter(db.Where("kind = ?", Quarterly), m, MeetingPlanned, MeetingCalled)
	if err != nil || len(later) == 0 {
		return nil, err
	}
	return &later[0], nil
}

// deferAll puts what was sent for a cancelled meeting into the next one's queue
// and tells its authors.
func (t *tx) deferAll(m Meeting) error {
	later, err := nextQueue(t.DB, m)
	if err != nil || later == nil {
		return err
	}
	var ids []int64
	if err := sentItems(t.DB, m).Order("position, id").Pluck("id", &ids).Error; err != nil {
		return err
	}
	for _, id := range ids {
		i, err := t.loadItem(id)
		if err != nil {
			return err
		}
		i.State, i.Position, i.DeferredToID, i.DeferredTo, i.Reason = ItemDeferred, 0, &later.ID, later, "The meeting was cancelled: "+m.CancelledReason
		if err := t.settleItem(&i, i.Version, "deferred the item", "To the meeting of "+t.dayOf(*later).Medium(), "deferred_to_id", "reason"); err != nil {
			return err
		}
		if _, err := t.copyItem(i, *later); err != nil {
			return err
		}
		if err := t.tellAuthor(LetterItemDeferred, i, later); err != nil {
			return err
		}
	}
	return nil
}
