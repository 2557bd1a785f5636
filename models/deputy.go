package models

import (
	"fmt"
)

// send makes d the deputy of a, whose answer was another before, and writes to
// both, whose calendars change: the one has the meeting in theirs now, the other
// has not. The same deputy named again has heard of it, unless the secretariat
// agreed to them just now.
func (t *tx) send(m Meeting, a, was Attendance, d *Attendance) error {
	again := d.DeputyForID != nil && *d.DeputyForID == a.ID
	if again && was.RepliedAt != nil && d.RepliedAt != nil && d.RepliedAt.Equal(*was.RepliedAt) {
		d.RepliedAt = a.RepliedAt // by being named, as before
	}
	if err := t.standIn(d, a); err != nil {
		return err
	}
	if agreedNow := d.ConfirmedAt == &t.now; !again || agreedNow {
		if err := t.tellDeputy(m, a, *d); err != nil {
			return err
		}
	}
	if again {
		return nil
	}
	facts := t.meetingFacts(m)
	facts["deputy"] = d.Name
	if d.Unconfirmed() {
		facts["unconfirmed"] = "yes"
	}
	if d.PersonID == nil && d.Email == "" {
		facts["untold"] = "yes"
	}
	return t.tellPerson(m, LetterDeputySent, fmt.Sprintf("%s/sent/%d/%d", m.Reference, a.ID, a.Version), a, facts)
}

// tellDeputy writes to whoever was named to stand in for a: a colleague, or
// somebody new to whom the secretariat has agreed. Nobody who is strange here
// gets a letter before that.
func (t *tx) tellDeputy(m Meeting, a, d Attendance) error {
	if d.Unconfirmed() {
		return nil
	}
	facts := t.meetingFacts(m)
	facts["for"] = a.label()
	return t.tellPerson(m, LetterDeputyNamed, fmt.Sprintf("%s/deputy/%d/%d/%d", m.Reference, a.ID, d.ID, a.Version), d, facts)
}

// tellPerson writes a letter about a meeting to whose place in it this is: a
// person known here, or a deputy of whom nothing but the address is.
func (t *tx) tellPerson(m Meeting, kind LetterKind, cause string, a Attendance, facts Facts) error {
	p := Person{Name: a.Name, Email: a.Email}
	if a.PersonID == nil {
		facts["stranger"] = "yes"
	} else {
		var err error
		if p, err = find[Person](t.DB, "person", *a.PersonID); err != nil {
			return err
		}
	}
	return t.letterAbout(m, kind, cause, facts, p)
}

// strangers are the deputies at a meeting who have no account here, to whom the
// secretariat has agreed and whose address is known.
func (t *tx) strangers(m Meeting) ([]Person, error) {
	var deputies []Attendance
	err := t.Where("meeting_id = ? and person_id is null and deputy_for_id is not null and confirmed_at is not null and email <> '' and reply = ?", m.ID, ReplyComing).
		Order("id").Find(&deputies).Error
	people := make([]Person, len(deputies))
	for i, d := range deputies {
		people[i] = Person{Name: d.Name, Email: d.Email}
	}
	return people, err
}

// standDown ends the errand of whoever was to stand in for a until now, unless
// it is the same again: somebody known by name alone goes off the list, a
// colleague has no more than their own invitation, with the answer they gave
// themselves. They are told, since the meeting is in their calendars. moved says
// that it ends because the meeting is on another day.
func (t *tx) standDown(m Meeting, a Attendance, again *Attendance, moved string) error {
	var deputies []Attendance
	if err := t.Where("deputy_for_id = ?", a.ID).Find(&deputies).Error; err != nil {
		return err
	}
	for _, d := range deputies {
		if again != nil && again.ID == d.ID {
			continue
		}
		if d.PersonID == nil {
			if err := t.Delete(&Attendance{}, d.ID).Error; err != nil {
				return err
			}
		} else if err := t.ownAnswer(&d, a); err != nil {
			return err
		}
		if err := t.tellReleased(m, a, d, moved); err != nil {
			return err
		}
	}
	return nil
}

// ownAnswer gives a colleague who was to stand in for a their own place back.
func (t *tx) ownAnswer(d *Attendance, a Attendance) error {
	p, err := find[Person](t.DB, "person", *d.PersonID)
	if err != nil {
		return err
	}
	before := d.Version
	d.Version, d.Capacity, d.DeputyForID = before+1, capacityOf(p), nil
	if d.RepliedAt != nil && a.RepliedAt != nil && d.RepliedAt.Equal(*a.RepliedAt) { // answered by being named
		d.Reply, d.RepliedAt = NoReply, nil
	}
	return save(t, "reply", d, d.ID, before, "capacity", "deputy_for_id", "reply", "replied_at")
}

// tellReleased tells a deputy that they need not stand in any more. Who never
// heard that they should is not told.
func (t *tx) tellReleased(m Meeting, a, d Attendance, moved string) error {
	if d.PersonID == nil && d.ConfirmedAt == nil {
		return nil
	}
	facts := t.meetingFacts(m)
	facts["for"], facts["moved"] = a.label(), moved
	if d.PersonID != nil && d.Reply != NoReply {
		facts["reply"] = string(d.Reply)
	}
	return t.tellPerson(m, LetterDeputyReleased, fmt.Sprintf("%s/released/%d/%d/%d", m.Reference, a.ID, d.ID, d.Version), d, facts)
}
