package models

import (
	"context"

	"quarterday/calendar"
)

// AttendancePage is what the attendance sheet of a meeting shows.
type AttendancePage struct {
	Meeting  MeetingFacts
	MayWrite bool
	Rows     []Attendance // on the list, in its order
	// Others are the active people, and Unnamed the organisations, of whom
	// nothing is on the list yet.
	Others        []Person
	Unnamed       []Organisation
	Organisations []Organisation
	Quorum        Quorum
	// Expected is how many rows say nothing yet though an answer came.
	Expected int
	Here     int
}

// AttendancePage reads the attendance sheet of a meeting for the minute-taker.
func (s *Store) AttendancePage(ctx context.Context, actor Actor, ref string) (AttendancePage, error) {
	var page AttendancePage
	if !actor.May(TakeMinutes, false) {
		return page, notAllowed("You may not " + string(TakeMinutes) + ".")
	}
	db := s.reading(ctx)
	r, err := readAttendance(db, ref)
	if err != nil {
		return page, err
	}
	page.Meeting, page.Rows, page.Quorum = r.facts(), r.attendances, r.quorum()
	page.MayWrite = takesMinutes(r.meeting.State) && r.minutes.Open()
	people, orgs := map[int64]bool{}, map[int64]bool{}
	for _, a := range r.attendances {
		if a.PersonID != nil {
			people[*a.PersonID] = true
		}
		if a.OrganisationID != nil {
			orgs[*a.OrganisationID] = true
		}
		if a.Outcome == OutcomeUnknown && a.Reply != NoReply {
			page.Expected++
		}
		if a.Outcome == Present {
			page.Here++
		}
	}
	var all []Person
	if err := db.Joins("Organisation").Where("people.deactivated_at is null").Order(`"Organisation"."name", people.name, people.id`).Find(&all).Error; err != nil {
		return page, err
	}
	for _, p := range all {
		if !people[p.ID] && p.Organisation.Active(r.day()) {
			page.Others = append(page.Others, p)
			orgs[p.OrganisationID] = true
		}
	}
	for _, o := range r.organisations {
		if !o.Active(r.day()) {
			continue
		}
		page.Organisations = append(page.Organisations, o)
		if !orgs[o.ID] {
			page.Unnamed = append(page.Unnamed, o)
		}
	}
	return page, nil
}

// AttendanceRow is one attendance with what its own page needs.
type AttendanceRow struct {
	Attendance
	Meeting       MeetingFacts
	Others        []Attendance // for whom a deputy can stand in
	Organisations []Organisation
}

// AttendanceRow reads one attendance for the minute-taker.
func (s *Store) AttendanceRow(ctx context.Context, actor Actor, ref string, id int64) (AttendanceRow, error) {
	var row AttendanceRow
	if !actor.May(TakeMinutes, false) {
		return row, notAllowed("You may not " + string(TakeMinutes) + ".")
	}
	r, err := readAttendance(s.reading(ctx), ref)
	if err != nil {
		return row, err
	}
	row.Meeting = r.facts()
	row.Organisations = r.organisations
	for _, a := range r.attendances {
		if a.ID == id {
			row.Attendance = a
		} else if a.Name != "" {
			row.Others = append(row.Others, a)
		}
	}
	if row.ID == 0 && id != 0 {
		return row, notFound("attendance")
	}
	return row, nil
}

// day is the day of the meeting, in the partnership.
func (r *meetingRecord) day() calendar.Date {
	return calendar.DateOf(r.meeting.StartsAt, r.partnership.Location())
}
