package models

import (
	"fmt"
	"strings"
	"testing"
)

func TestQuorum(t *testing.T) {
	sectors := []string{"Police and justice", "Local government", "Health"}
	var orgs []Organisation
	for i := range 40 {
		orgs = append(orgs, Organisation{ID: int64(i + 1), Name: fmt.Sprintf("Body %d", i+1), Sector: sectors[i%3]})
	}
	first := func(n int) map[int64]bool {
		there := map[int64]bool{}
		for i := range n {
			there[int64(i+1)] = true
		}
		return there
	}
	p := defaultPartnership()
	t.Run("a third of forty is fourteen", func(t *testing.T) {
		if q := p.Quorum(orgs, first(13)); q.Needed != 14 || q.Of != 40 || q.Represented != 13 || q.Reached() {
			t.Errorf("%+v", q)
		}
		if q := p.Quorum(orgs, first(14)); !q.Reached() || q.Words() != "Reached: 14 of 40 organisations were represented, and 14 are needed." {
			t.Errorf("%+v %s", q, q.Words())
		}
	})
	t.Run("one was represented", func(t *testing.T) {
		if w := p.Quorum(orgs, first(1)).Words(); w != "Not reached: 1 of 40 organisations was represented, and 14 are needed." {
			t.Error(w)
		}
	})
	t.Run("organisations that no longer belong do not count", func(t *testing.T) {
		if q := p.Quorum(orgs[:30], first(14)); q.Needed != 10 || q.Represented != 14 {
			t.Errorf("%+v", q)
		}
		if q := p.Quorum(orgs[:3], map[int64]bool{39: true, 40: true}); q.Represented != 0 || q.Reached() {
			t.Errorf("%+v", q)
		}
	})
	t.Run("each sector that must be there is", func(t *testing.T) {
		p := p
		p.QuorumSectors = "police and justice\nLocal government"
		onlyHealth := map[int64]bool{}
		for i := 3; i <= 40; i += 3 {
			onlyHealth[int64(i)] = true
		}
		onlyHealth[1], onlyHealth[4] = true, true // two of the police, no council
		q := p.Quorum(orgs, onlyHealth)
		if q.Represented < q.Needed || q.Reached() || len(q.Missing) != 1 || !strings.Contains(q.Words(), "; nobody came from Local government.") {
			t.Errorf("%+v %s", q, q.Words())
		}
		onlyHealth[2] = true
		if q := p.Quorum(orgs, onlyHealth); !q.Reached() {
			t.Errorf("%+v", q)
		}
	})
	t.Run("one half rounds up, and none at all is always reached", func(t *testing.T) {
		p := p
		p.QuorumNumerator, p.QuorumDenominator = 1, 2
		if q := p.Quorum(orgs[:7], nil); q.Needed != 4 {
			t.Errorf("%+v", q)
		}
		p.QuorumNumerator = 0
		if q := p.Quorum(orgs, nil); !q.Reached() {
			t.Errorf("%+v", q)
		}
	})
	t.Run("officers, guests and observers represent nobody", func(t *testing.T) {
		one, two, three := int64(1), int64(2), int64(3)
		rows := []Attendance{
			{OrganisationID: &one, Capacity: Officer, Outcome: Present, Reply: ReplyComing},
			{OrganisationID: &two, Capacity: Deputy, Outcome: Present, Reply: NoReply},
			{OrganisationID: &three, Capacity: Representative, Outcome: Apologies, Reply: ReplyComing},
			{Capacity: Guest, Outcome: Present, Reply: ReplyComing},
		}
		if there := RepresentedBy(rows, WasThere); len(there) != 1 || !there[2] {
			t.Errorf("%v", there)
		}
		if coming := RepresentedBy(rows, IsComing); len(coming) != 1 || !coming[3] {
			t.Errorf("%v", coming)
		}
	})
}
