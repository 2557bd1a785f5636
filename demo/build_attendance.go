package demo

import (
	"fmt"
	"strings"

	"quarterday/models"
)

// attend fills in who was at the meeting: the sheet first, then those of whom
// more is to be said, then the guests.
func (b *builder) attend(m *sitting) error {
	page, err := b.store.AttendancePage(b.ctx, b.secretary, m.reference)
	if err != nil {
		return err
	}
	if _, err := b.store.SaveAttendance(b.ctx, b.secretary, m.reference, b.marks(m, page.Rows)); err != nil {
		return err
	}
	if page, err = b.store.AttendancePage(b.ctx, b.secretary, m.reference); err != nil {
		return err
	}
	m.people = map[string]int64{}
	rows := map[int64]models.Attendance{}
	for _, row := range page.Rows {
		if row.PersonID != nil {
			rows[*row.PersonID] = row
		}
	}
	for initials, p := range b.people {
		if row, ok := rows[p.ID]; ok {
			m.people[initials] = row.ID
		}
	}
	for _, t := range m.attendance.times {
		if t.awayFrom == "" && t.remark == "" {
			continue // the sheet has it
		}
		if err := b.setTimes(rows[b.people[t.who].ID], t); err != nil {
			return fmt.Errorf("%s: %w", t.who, err)
		}
	}
	for _, g := range m.attendance.guests {
		if err := b.addGuest(m, rows, g); err != nil {
			return fmt.Errorf("%s%s: %w", g.who, g.name, err)
		}
	}
	return nil
}

// marks are the rows of the meeting's attendance sheet, filled in.
func (b *builder) marks(m *sitting, rows []models.Attendance) []models.AttendanceMark {
	byPerson := map[int64]models.Attendance{}
	for _, row := range rows {
		if row.PersonID != nil {
			byPerson[*row.PersonID] = row
		}
	}
	var marks []models.AttendanceMark
	mark := func(list string, outcome models.Outcome, online bool) {
		for _, who := range strings.Fields(list) {
			mark := models.AttendanceMark{Outcome: outcome, Online: online}
			if body, ok := b.organisations[who]; ok {
				mark.OrganisationID = body.ID
			} else if row, invited := byPerson[b.people[who].ID]; invited {
				mark.AttendanceID, mark.Version = row.ID, row.Version
			} else {
				mark.PersonID = b.people[who].ID
			}
			for _, t := range m.attendance.times {
				if t.who == who {
					mark.Arrived, mark.Left = t.arrived, t.left
				}
			}
			marks = append(marks, mark)
		}
	}
	mark(m.attendance.here, models.Present, false)
	mark(m.attendance.video, models.Present, true)
	mark(m.attendance.apologies, models.Apologies, false)
	mark(m.attendance.absent, models.Absent, false)
	return marks
}

// formOf is a row as its own form shows it.
func formOf(row models.Attendance) models.AttendanceForm {
	form := models.AttendanceForm{
		Name: row.Name, Initials: row.Initials, JobTitle: row.JobTitle, OrganisationName: row.OrganisationName, Capacity: row.Capacity,
		Outcome: row.Outcome, Online: row.Online, Arrived: row.Arrived, Left: row.Left, AwayFrom: row.AwayFrom, AwayTo: row.AwayTo,
		Remark: row.Remark, Restricted: row.Restricted,
	}
	if row.OrganisationID != nil {
		form.OrganisationID = *row.OrganisationID
	}
	if row.DeputyForID != nil {
		form.DeputyForID = *row.DeputyForID
	}
	return form
}

func (b *builder) setTimes(row models.Attendance, t times) error {
	form := formOf(row)
	form.Arrived, form.Left, form.AwayFrom, form.AwayTo, form.Remark = t.arrived, t.left, t.awayFrom, t.awayTo, t.remark
	_, err := b.store.SetAttendance(b.ctx, b.secretary, row.ID, row.Version, form)
	return err
}

func (b *builder) addGuest(m *sitting, rows map[int64]models.Attendance, g guest) error {
	if g.who != "" {
		row := rows[b.people[g.who].ID]
		form := formOf(row)
		form.Capacity, form.Outcome, form.DeputyForID, form.Remark = g.as, models.Present, m.people[g.insteadOf], g.remark
		_, err := b.store.SetAttendance(b.ctx, b.secretary, row.ID, row.Version, form)
		return err
	}
	added, err := b.store.AddAttendee(b.ctx, b.secretary, m.reference, models.AttendanceForm{
		Name: g.name, JobTitle: g.jobTitle, OrganisationName: g.body, Capacity: g.as, Outcome: models.Present,
		DeputyForID: m.people[g.insteadOf], Remark: g.remark, Unnamed: g.unnamed, Restricted: g.restricted,
	})
	m.people[g.name] = added.ID
	return err
}
