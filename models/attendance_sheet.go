package models

import (
	"context"
	"fmt"

	"gorm.io/gorm"
)

// AttendanceMark is one row of the attendance sheet as it was filled in: of
// somebody on the list, or of a person or an organisation not on it yet.
type AttendanceMark struct {
	AttendanceID   int64
	Version        int
	PersonID       int64
	OrganisationID int64
	Outcome        Outcome
	Online         bool
	Arrived        string
	Left           string
}

// Suffix ends the names of the row's fields on the sheet: "arrived_a12".
func (m AttendanceMark) Suffix() string {
	switch {
	case m.AttendanceID != 0:
		return fmt.Sprintf("_a%d", m.AttendanceID)
	case m.PersonID != 0:
		return fmt.Sprintf("_p%d", m.PersonID)
	}
	return fmt.Sprintf("_o%d", m.OrganisationID)
}

// SaveAttendance takes a whole sheet at once. Rows that say what is kept
// already are left alone; a row that somebody else changed meanwhile is a
// problem of that row, and then none is saved.
func (s *Store) SaveAttendance(ctx context.Context, actor Actor, ref string, marks []AttendanceMark) (changed int, err error) {
	err = s.command(ctx, actor, func(t *tx) error {
		changed = 0
		m, _, err := t.openMinutesOf(ref)
		if err != nil {
			return err
		}
		var rows []Attendance
		if err := t.Where("meeting_id = ?", m.ID).Find(&rows).Error; err != nil {
			return err
		}
		byID := map[int64]Attendance{}
		for _, a := range rows {
			byID[a.ID] = a
		}
		var p Problems
		var save, add []Attendance
		for _, mark := range marks {
			if !mark.Outcome.valid() {
				p.Add("outcome"+mark.Suffix(), "Choose whether they were there")
				continue
			}
			if mark.AttendanceID == 0 {
				if mark.Outcome != OutcomeUnknown {
					if err := t.addMarked(&p, m, mark, &add); err != nil {
						return err
					}
				}
				continue
			}
			before, ok := byID[mark.AttendanceID]
			if !ok {
				p.Add("outcome"+mark.Suffix(), "Somebody else took this person off the list: load the page again")
				continue
			}
			after := before
			after.mark(&p, mark)
			switch {
			case after == before:
			case before.Version != mark.Version:
				p.Add("outcome"+mark.Suffix(), "Somebody else changed %s meanwhile: %s is saved now. Load the page again and check", before.label(), before.saved())
			case after.Name == "" && after.Outcome == Present:
				p.Add("outcome"+mark.Suffix(), "Say who was there for %s: choose Details", after.OrganisationName)
			default:
				save = append(save, after)
			}
		}
		if err := p.Err(); err != nil {
			return err
		}
		for i := range save {
			save[i].Version++
			if err := t.Model(&save[i]).Select("outcome", "online", "arrived", "left", "version").Updates(&save[i]).Error; err != nil {
				return err
			}
		}
		for i := range add {
			if err := t.addAttendance(&add[i]); err != nil {
				return err
			}
		}
		if changed = len(save) + len(add); changed == 0 {
			return nil
		}
		return t.event("filled in the attendance", "meeting", m.ID, m.Reference, m.ID, fmt.Sprintf("%d rows changed", changed))
	})
	return changed, err
}

// mark sets what a row of the sheet says.
func (a *Attendance) mark(p *Problems, mark AttendanceMark) {
	a.Outcome, a.Online = mark.Outcome, mark.Online
	a.readTimes(p, mark.Arrived, mark.Left, a.AwayFrom, a.AwayTo, mark.Suffix())
}

// saved is what is kept of a row, in words.
func (a Attendance) saved() string {
	if w := a.inWords(); w != "" {
		return "“" + w + "”"
	}
	return "nothing"
}

// addMarked makes the row of a person or organisation that was not on the list.
func (t *tx) addMarked(p *Problems, m Meeting, mark AttendanceMark, add *[]Attendance) error {
	a := Attendance{MeetingID: m.ID, Reply: NoReply, Version: 1}
	form := AttendanceForm{PersonID: mark.PersonID, OrganisationID: mark.OrganisationID, Capacity: Representative, Outcome: mark.Outcome,
		Online: mark.Online, Arrived: mark.Arrived, Left: mark.Left}
	if mark.PersonID != 0 {
		form.Capacity = ""
	}
	err := t.fillAttendance(&a, form)
	if e, ok := err.(*Error); ok && e.Kind == KindInvalid {
		for _, f := range e.Fields {
			p.Add("outcome"+mark.Suffix(), "%s", f.Message)
		}
		return nil
	}
	*add = append(*add, a)
	return err
}

// MarkExpected marks everybody who answered that they are coming as present,
// everybody who sent apologies as such, of whom nothing else is known yet: the
// start of a sheet that then needs its exceptions only.
func (s *Store) MarkExpected(ctx context.Context, actor Actor, ref string) (changed int, err error) {
	err = s.command(ctx, actor, func(t *tx) error {
		m, _, err := t.openMinutesOf(ref)
		if err != nil {
			return err
		}
		changed = 0
		for reply, outcome := range map[Reply]Outcome{ReplyComing: Present, ReplyApologies: Apologies, ReplyDeputy: Apologies} {
			res := t.Model(&Attendance{}).Where("meeting_id = ? and reply = ? and outcome = ''", m.ID, reply).
				Updates(map[string]any{"outcome": outcome, "version": gorm.Expr("version + 1")})
			if res.Error != nil {
				return res.Error
			}
			changed += int(res.RowsAffected)
		}
		return t.event("marked those who were expected", "meeting", m.ID, m.Reference, m.ID, fmt.Sprintf("%d people", changed))
	})
	return changed, err
}
