package models

import (
	"context"
	"errors"
	"slices"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// AttendanceForm is what the minute-taker says of one person, guest or
// organisation at a meeting. Times are as they were typed.
type AttendanceForm struct {
	PersonID       int64 // somebody we know; then the name, job title and organisation are theirs
	OrganisationID int64 // a partner organisation
	Name           string
	Initials       string // empty: made from the name, so that nobody else at the meeting has them
	// Unnamed: people of whom no name is kept ("two student social workers"); they
	// have no initials.
	Unnamed          bool
	JobTitle         string
	OrganisationName string // of a guest whose body is not a partner
	Capacity         Capacity
	Outcome          Outcome
	Online           bool
	DeputyForID      int64 // the attendance of the person they stand in for
	Arrived, Left    string
	AwayFrom, AwayTo string
	Remark           string
	Restricted       bool
}

// AddAttendee puts somebody on the list of a meeting: a person we know, a
// guest by name, or an organisation of which nobody is named.
func (s *Store) AddAttendee(ctx context.Context, actor Actor, ref string, form AttendanceForm) (Attendance, error) {
	var a Attendance
	err := s.command(ctx, actor, func(t *tx) error {
		m, _, err := t.openMinutesOf(ref)
		if err != nil {
			return err
		}
		a = Attendance{MeetingID: m.ID, Reply: NoReply, Version: 1}
		if err := t.fillAttendance(&a, form); err != nil {
			return err
		}
		if sent, err := t.addedAlready(&a); sent || err != nil {
			return err
		}
		if err := t.addAttendance(&a); err != nil {
			return err
		}
		return t.event("added to the attendance", "attendance", a.ID, a.label(), m.ID, string(a.Outcome))
	})
	return a, err
}

// addedAlready finds a guest on the list of whom all is the same but the
// initials, which are made anew each time: a form that was sent twice. Whoever
// is not named is taken as often as they come.
func (t *tx) addedAlready(a *Attendance) (bool, error) {
	if a.PersonID != nil || a.Name == "" || a.Initials == "" {
		return false, nil
	}
	var list []Attendance
	err := t.Where("meeting_id = ? and person_id is null and name = ? and organisation_name = ?", a.MeetingID, a.Name, a.OrganisationName).Find(&list).Error
	for _, there := range list {
		if there.Capacity == a.Capacity && there.JobTitle == a.JobTitle && there.inWords() == a.inWords() && there.Remark == a.Remark &&
			there.Restricted == a.Restricted && same(there.DeputyForID, a.DeputyForID) {
			*a = there
			return true, err
		}
	}
	return false, err
}

// addAttendance writes a new row at the end of the list.
func (t *tx) addAttendance(a *Attendance) error {
	if err := t.Model(&Attendance{}).Where("meeting_id = ?", a.MeetingID).Select("coalesce(max(position), 0) + 1").Scan(&a.Position).Error; err != nil {
		return err
	}
	err := t.Create(a).Error
	if isDuplicate(err, "attendances.person_id") {
		var p Problems
		p.Add("person", "%s is on the list already", a.Name)
		return p.Err()
	}
	return err
}

// SetAttendance changes what is kept of one attendance.
func (s *Store) SetAttendance(ctx context.Context, actor Actor, id int64, version int, form AttendanceForm) (Attendance, error) {
	var a Attendance
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if a, err = find[Attendance](t.DB, "attendance", id); err != nil {
			return err
		}
		m, err := t.openMinutesByID(a.MeetingID)
		if err != nil {
			return err
		}
		if err := t.fillAttendance(&a, form); err != nil {
			return err
		}
		a.Version = version + 1
		if err := save(t, "attendance", &a, id, version, attendanceColumns...); err != nil {
			return err
		}
		return t.event("changed the attendance", "attendance", a.ID, a.label(), m.ID, a.inWords())
	})
	return a, err
}

var attendanceColumns = []string{"name", "initials", "job_title", "organisation_id", "organisation_name", "capacity", "outcome", "online",
	"deputy_for_id", "arrived", "left", "away_from", "away_to", "remark", "restricted"}

// RemoveAttendee takes somebody off the list who should not be on it.
func (s *Store) RemoveAttendee(ctx context.Context, actor Actor, id int64, version int) error {
	return s.command(ctx, actor, func(t *tx) error {
		a, err := find[Attendance](t.DB, "attendance", id)
		if err != nil {
			return err
		}
		m, err := t.openMinutesByID(a.MeetingID)
		if err != nil {
			return err
		}
		if a.Version != version {
			return conflict("attendance", a)
		}
		if err := t.Model(&Attendance{}).Where("deputy_for_id = ?", id).Update("deputy_for_id", nil).Error; err != nil {
			return err
		}
		if err := t.Delete(&Attendance{}, id).Error; err != nil {
			return err
		}
		return t.event("took off the attendance", "attendance", a.ID, a.label(), m.ID, "")
	})
}

// label is who it is, in the audit trail.
func (a Attendance) label() string {
	if a.Name == "" {
		return a.OrganisationName
	}
	return a.Name
}

// fillAttendance makes of a what the form says, or says what is wrong with it.
func (t *tx) fillAttendance(a *Attendance, form AttendanceForm) error {
	var p Problems
	var person Person
	if a.ID == 0 && form.PersonID != 0 {
		err := t.Preload("Organisation").First(&person, form.PersonID).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			p.Add("person", "Choose somebody on the list")
			return p.Err()
		}
		if err != nil {
			return err
		}
		a.ofPerson(person)
	}
	known := a.PersonID != nil
	if !known || a.ID != 0 {
		if err := t.fillWho(&p, a, form); err != nil {
			return err
		}
	}
	if form.Capacity == "" {
		form.Capacity = a.Capacity
	}
	if a.Capacity = form.Capacity; !slices.Contains(Capacities, a.Capacity) {
		p.Add("capacity", "Choose in what capacity they attend")
	}
	if a.Outcome = form.Outcome; !a.Outcome.valid() {
		p.Add("outcome", "Choose whether they were there")
	}
	a.Online, a.Restricted = form.Online, form.Restricted
	if err := t.fillDeputy(&p, a, form.DeputyForID); err != nil {
		return err
	}
	a.readTimes(&p, form.Arrived, form.Left, form.AwayFrom, form.AwayTo, "")
	a.Remark = oneLine(&p, "remark", "the remark", form.Remark, 0, maxName)
	if err := t.fillInitials(&p, a, form, person.Initials); err != nil {
		return err
	}
	return p.Err()
}

func (o Outcome) valid() bool {
	return o == OutcomeUnknown || o == Present || o == Apologies || o == Absent
}

// ofPerson copies what the person is on the day of the meeting, so that the
// minutes stay true when they change job.
func (a *Attendance) ofPerson(p Person) {
	a.PersonID, a.Name, a.Initials, a.JobTitle = &p.ID, p.Name, p.Initials, p.JobTitle
	a.OrganisationID, a.OrganisationName = &p.OrganisationID, p.Organisation.Name
	if a.Capacity == "" {
		a.Capacity = capacityOf(p)
	}
}

// capacityOf is as what a person attends unless somebody says otherwise: the
// secretariat serves the meeting, the others represent their organisations.
func capacityOf(p Person) Capacity {
	if p.Role == RoleSecretariat {
		return Officer
	}
	return Representative
}

// fillWho reads name, job title and organisation.
func (t *tx) fillWho(p *Problems, a *Attendance, form AttendanceForm) error {
	a.Name = oneLine(p, "name", "the name", form.Name, 0, maxName)
	a.JobTitle = oneLine(p, "job_title", "the job title", form.JobTitle, 0, maxName)
	a.OrganisationName = oneLine(p, "organisation_name", "the organisation's name", form.OrganisationName, 0, maxName)
	a.OrganisationID = ptr(form.OrganisationID)
	if form.OrganisationID != 0 {
		var o Organisation
		err := t.First(&o, form.OrganisationID).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			p.Add("organisation", "Choose an organisation on the list")
			return nil
		}
		if err != nil {
			return err
		}
		a.OrganisationName = o.Name
	}
	switch {
	case a.Name == "" && a.PersonID != nil:
		p.Add("name", "Enter the person's name")
	case a.Name == "" && a.OrganisationName == "":
		p.Add("name", "Enter a name, or choose an organisation")
	case a.Name == "" && form.Outcome == Present:
		p.Add("name", "Enter who was there for %s", a.OrganisationName)
	}
	return nil
}

// fillDeputy notes for whom a deputy stands in.
func (t *tx) fillDeputy(p *Problems, a *Attendance, forID int64) error {
	a.DeputyForID = ptr(forID)
	if forID == 0 {
		return nil
	}
	var n int64
	if err := t.Model(&Attendance{}).Where("id = ? and meeting_id = ?", forID, a.MeetingID).Count(&n).Error; err != nil {
		return err
	}
	switch {
	case n == 0 || forID == a.ID:
		p.Add("deputy_for", "Choose somebody on the list for whom they stand in")
	case a.Capacity != Deputy:
		p.Add("deputy_for", "Only a deputy can stand in for somebody: choose deputy, or choose nobody here")
	}
	return nil
}

// fillInitials gives initials that nobody else at the meeting has.
func (t *tx) fillInitials(p *Problems, a *Attendance, form AttendanceForm, own string) error {
	if a.Name == "" || form.Unnamed {
		a.Initials = ""
		return nil
	}
	var others []string
	if err := t.Model(&Attendance{}).Where("meeting_id = ? and id <> ? and initials <> ''", a.MeetingID, a.ID).Pluck("initials", &others).Error; err != nil {
		return err
	}
	taken := map[string]bool{}
	for _, i := range others {
		taken[i] = true
	}
	typed := oneLine(p, "initials", "the initials", form.Initials, 0, 12)
	switch {
	case typed != "" && taken[typed]:
		p.Add("initials", "Somebody else at this meeting has these initials: choose others")
	case typed != "":
		a.Initials = typed
	case own != "" && !taken[own]:
		a.Initials = own
	default:
		a.Initials = initialsFor(a.Name, taken)
	}
	return nil
}

// readTimes reads when somebody came, went and was out of the room. suffix ends
// the names of the fields where a form has many rows.
func (a *Attendance) readTimes(p *Problems, arrived, left, awayFrom, awayTo, suffix string) {
	read := func(field, typed string) string {
		if typed == "" {
			return ""
		}
		c, err := calendar.UnderstandTime(typed)
		if err != nil {
			p.Add(field+suffix, "%s", upperFirst(err.Error()))
			return typed
		}
		return c.String()
	}
	before := len(*p)
	a.Arrived, a.Left = read("arrived", arrived), read("left", left)
	a.AwayFrom, a.AwayTo = read("away_from", awayFrom), read("away_to", awayTo)
	if len(*p) > before {
		return
	}
	switch { // "15:04" sorts as text
	case a.Arrived != "" && a.Left != "" && a.Left <= a.Arrived:
		p.Add("left"+suffix, "They must leave after they arrive, at %s", a.Arrived)
	case (a.AwayFrom == "") != (a.AwayTo == ""):
		p.Add("away_to"+suffix, "Enter both when they went out and when they came back; if they did not come back, enter when they left")
	case a.AwayFrom != "" && a.AwayTo <= a.AwayFrom:
		p.Add("away_to"+suffix, "They must come back after they went out, at %s", a.AwayFrom)
	}
}
