package models

import (
	"cmp"
	"context"
	"slices"
)

// spareRows are left on an attendance sheet for those whom nobody expected.
const spareRows = 8

// SheetContent is the attendance sheet of a meeting: everybody who may come, and
// the organisations of which nobody is named. Who sent apologies is left out.
func (s *Store) SheetContent(ctx context.Context, actor Actor, ref string) (SheetContent, error) {
	if !actor.May(ReadMeetings, false) {
		return SheetContent{}, notFound("meeting")
	}
	r, err := readAttendance(s.reading(ctx), ref)
	if err != nil {
		return SheetContent{}, err
	}
	c := SheetContent{Letterhead: r.partnership.letterhead(), Meeting: r.facts(), Spare: spareRows}
	byID := map[int64]Attendance{}
	for _, a := range r.attendances {
		byID[a.ID] = a
	}
	named := map[int64]bool{}
	for _, a := range r.attendances {
		if a.Name == "" { // an organisation that nobody came from
			continue
		}
		if a.OrganisationID != nil {
			named[*a.OrganisationID] = true
		}
		if a.Reply == ReplyApologies || a.Reply == ReplyDeputy || a.Outcome == Apologies || a.Online {
			continue
		}
		line := SheetLine{Name: a.Name, JobTitle: a.JobTitle, Organisation: a.OrganisationName, Restricted: a.Restricted}
		if a.DeputyForID != nil && byID[*a.DeputyForID].Name != "" {
			line.Remark = "deputy for " + byID[*a.DeputyForID].Name
			line.Restricted = line.Restricted || byID[*a.DeputyForID].Restricted
			if a.Unconfirmed() { // they may come and sign; who takes the minutes should know
				line.Remark += ", to be confirmed"
			}
		}
		c.Lines = append(c.Lines, line)
	}
	for _, o := range r.organisations {
		if o.Belongs(r.day()) && !named[o.ID] {
			c.Lines = append(c.Lines, SheetLine{Organisation: o.Name})
		}
	}
	slices.SortStableFunc(c.Lines, func(a, b SheetLine) int {
		return cmp.Or(nameOrder(a.Organisation, b.Organisation), nameOrder(a.Name, b.Name))
	})
	return c, nil
}
