package models

import (
	"context"
)

// CancelMeeting cancels a meeting that has not been held, for a reason that
// those invited are told. tell writes to everybody although it was not called.
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
		return t.event("cancelled the meeting", "meeting", m.ID, m.Reference, m.ID, m.CancelledReason)
	})
	return m, err
}
