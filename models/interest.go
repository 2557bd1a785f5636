package models

import (
	"context"
	"slices"
)

// InterestForm is what somebody declared at an item, and what they then did.
type InterestForm struct {
	AttendanceID int64 // who it is, of those at the meeting
	Declared     string
	ThenDid      string // one of InterestOutcomes
	Restricted   bool
}

// DeclareInterest records that somebody declared an interest in an item.
func (s *Store) DeclareInterest(ctx context.Context, actor Actor, ref string, itemID int64, form InterestForm) (Interest, error) {
	var i Interest
	err := s.command(ctx, actor, func(t *tx) error {
		m, _, err := t.openMinutesOf(ref)
		if err != nil {
			return err
		}
		item, err := t.itemOf(m, itemID)
		if err != nil {
			return err
		}
		i = Interest{MeetingID: m.ID, ItemID: item.ID, Version: 1}
		if err := t.fillInterest(&i, form); err != nil {
			return err
		}
		var same Interest // a form that was sent twice
		err = t.Where("item_id = ? and name = ? and declared = ? and then_did = ? and restricted = ?", i.ItemID, i.Name, i.Declared, i.ThenDid, i.Restricted).Limit(1).Find(&same).Error
		if err != nil {
			return err
		}
		if same.ID != 0 {
			i = same
			return nil
		}
		if err := t.Create(&i).Error; err != nil {
			return err
		}
		return t.event("recorded an interest", "interest", i.ID, i.label(), m.ID, "")
	})
	return i, err
}

// ChangeInterest corrects an interest that was recorded.
func (s *Store) ChangeInterest(ctx context.Context, actor Actor, id int64, version int, form InterestForm) (Interest, error) {
	var i Interest
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if i, err = find[Interest](t.DB, "interest", id); err != nil {
			return err
		}
		m, err := t.openMinutesByID(i.MeetingID)
		if err != nil {
			return err
		}
		if err := t.fillInterest(&i, form); err != nil {
			return err
		}
		i.Version = version + 1
		if err := save(t, "interest", &i, id, version, "person_id", "name", "declared", "then_did", "restricted"); err != nil {
			return err
		}
		return t.event("changed an interest", "interest", i.ID, i.label(), m.ID, "")
	})
	return i, err
}

// RemoveInterest takes out an interest that was recorded in error.
func (s *Store) RemoveInterest(ctx context.Context, actor Actor, id int64, version int) error {
	return s.command(ctx, actor, func(t *tx) error {
		i, err := find[Interest](t.DB, "interest", id)
		if err != nil {
			return err
		}
		m, err := t.openMinutesByID(i.MeetingID)
		if err != nil {
			return err
		}
		if i.Version != version {
			return conflict("interest", i)
		}
		if err := t.Delete(&Interest{}, id).Error; err != nil {
			return err
		}
		return t.event("took out an interest", "interest", i.ID, i.label(), m.ID, "")
	})
}

// label is whose interest it is; what they declared may be restricted.
func (i Interest) label() string { return i.Name }

func (t *tx) fillInterest(i *Interest, form InterestForm) error {
	var p Problems
	a, err := find[Attendance](t.DB, "attendance", form.AttendanceID)
	if KindOf(err) == KindNotFound || err == nil && (a.MeetingID != i.MeetingID || a.Name == "") {
		p.Add("attendance", "Choose who declared the interest")
	} else if err != nil {
		return err
	}
	i.PersonID, i.Name = a.PersonID, a.Name
	i.Declared = manyLines(&p, "declared", "what they declared", form.Declared, 1, maxShort)
	if i.ThenDid = form.ThenDid; !slices.Contains(InterestOutcomes, i.ThenDid) {
		p.Add("then_did", "Choose what they then did")
	}
	i.Restricted = form.Restricted
	return p.Err()
}
