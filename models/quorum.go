package models

import (
	"fmt"
	"strings"
)

// Quorum says whether enough organisations are represented for a meeting to
// decide anything.
type Quorum struct {
	Needed      int // organisations that must be represented
	Of          int // organisations that belong to the partnership then
	Represented int
	// Missing are the sectors that must have at least one organisation there and
	// have none.
	Missing []string
}

// Quorum counts, of the organisations that belong to the partnership on the day
// of a meeting, those represented there. The fraction is rounded up: a third of
// 40 is 14.
func (p Partnership) Quorum(active []Organisation, represented map[int64]bool) Quorum {
	q := Quorum{Of: len(active)}
	if p.QuorumDenominator > 0 {
		q.Needed = (len(active)*p.QuorumNumerator + p.QuorumDenominator - 1) / p.QuorumDenominator
	}
	sectors := map[string]bool{}
	for _, o := range active {
		if represented[o.ID] {
			q.Represented++
			sectors[strings.ToLower(o.Sector)] = true
		}
	}
	for _, s := range p.QuorumSectorList() {
		if !sectors[strings.ToLower(s)] {
			q.Missing = append(q.Missing, s)
		}
	}
	return q
}

// Reached says whether the meeting can decide.
func (q Quorum) Reached() bool { return q.Represented >= q.Needed && len(q.Missing) == 0 }

// Words are the quorum as minutes record it, under that name.
func (q Quorum) Words() string {
	reached, were, are := "Reached", "were", "are"
	if !q.Reached() {
		reached = "Not reached"
	}
	if q.Represented == 1 {
		were = "was"
	}
	if q.Needed == 1 {
		are = "is"
	}
	words := fmt.Sprintf("%s: %d of %d organisations %s represented, and %d %s needed", reached, q.Represented, q.Of, were, q.Needed, are)
	if len(q.Missing) > 0 {
		words += "; nobody came from " + joinAnd(q.Missing)
	}
	return words + "."
}

// RepresentedBy are the organisations for which somebody speaks among those
// rows that count: representatives and their deputies, but not officers, guests
// or observers.
func RepresentedBy(rows []Attendance, counts func(Attendance) bool) map[int64]bool {
	there := map[int64]bool{}
	for _, a := range rows {
		if a.OrganisationID != nil && (a.Capacity == Representative || a.Capacity == Deputy) && counts(a) {
			there[*a.OrganisationID] = true
		}
	}
	return there
}

// WasThere counts those who were present.
func WasThere(a Attendance) bool { return a.Outcome == Present }

// IsComing counts those who say that they will be.
func IsComing(a Attendance) bool { return a.Reply == ReplyComing }
