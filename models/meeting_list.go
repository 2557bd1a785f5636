package models

import (
	"context"
	"slices"
	"time"
)

// MeetingRow is one meeting in the list, with how far its minutes have come.
type MeetingRow struct {
	Meeting
	Minutes MinutesState // empty while none are begun
	// Circulated is the newest version of the minutes sent out, 0 before the first.
	Circulated int
}

// MinutesToRead says whether members can read minutes of this meeting.
func (r MeetingRow) MinutesToRead() bool { return r.Circulated > 0 }

// MeetingYear is a year's meetings, the latest first.
type MeetingYear struct {
	Year     int
	Meetings []MeetingRow
	SoFar    bool // others of the year are still to come
}

// goneBy says whether the meeting is over, however it went; a cancelled one is
// when it would have been.
func (m Meeting) goneBy(now time.Time) bool {
	return !now.Before(m.EndsAt()) || m.State == MeetingHeld || m.State == MeetingClosed
}

// MeetingList is all meetings: the next one, those planned after it, and the
// years gone by.
type MeetingList struct {
	Next   *MeetingRow
	Coming []MeetingRow // after the next one, soonest first
	Years  []MeetingYear
}

// Empty says whether no meeting has ever been planned.
func (l MeetingList) Empty() bool { return l.Next == nil && len(l.Coming) == 0 && len(l.Years) == 0 }

// Meetings lists all meetings.
func (s *Store) Meetings(ctx context.Context, actor Actor) (MeetingList, error) {
	var list MeetingList
	if _, err := s.mayRead(ctx, actor, ReadMeetings); err != nil {
		return list, err
	}
	var rows []MeetingRow
	err := s.reading(ctx).Raw(`select m.*, coalesce(n.state, '') as minutes, coalesce(n.circulated, 0) as circulated
		from meetings m left join minutes n on n.meeting_id = m.id order by m.starts_at desc, m.id desc`).Scan(&rows).Error
	if err != nil {
		return list, err
	}
	now := s.Now()
	for _, r := range rows {
		if !r.goneBy(now) {
			list.Coming = append(list.Coming, r)
			continue
		}
		if n := len(list.Years); n == 0 || list.Years[n-1].Year != r.Year {
			list.Years = append(list.Years, MeetingYear{Year: r.Year})
		}
		year := &list.Years[len(list.Years)-1]
		year.Meetings = append(year.Meetings, r)
	}
	for i := range list.Years {
		year := &list.Years[i]
		year.SoFar = slices.ContainsFunc(list.Coming, func(r MeetingRow) bool { return r.Year == year.Year && r.State != MeetingCancelled })
	}
	slices.Reverse(list.Coming)
	for i, r := range list.Coming {
		if r.State != MeetingCancelled {
			list.Next = &r
			list.Coming = slices.Delete(list.Coming, i, i+1)
			break
		}
	}
	return list, nil
}
