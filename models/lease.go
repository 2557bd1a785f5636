package models

import (
	"time"

	"gorm.io/gorm/clause"
)

// Lease says which process does what only one may do at a time, and until when.
// A process that dies lets its lease run out.
type Lease struct {
	Name   string `gorm:"primaryKey"`
	Holder string
	EndsAt time.Time
}

// takeLease takes or prolongs a lease for holder; false when another has it.
func (t *tx) takeLease(name, holder string, span time.Duration) (bool, error) {
	lease := Lease{Name: name, Holder: holder, EndsAt: t.now.Add(span)}
	res := t.Clauses(clause.OnConflict{DoNothing: true}).Create(&lease)
	if res.Error != nil || res.RowsAffected == 1 {
		return res.RowsAffected == 1, res.Error
	}
	res = t.Model(&Lease{}).Where("name = ? and (holder = ? or ends_at <= ?)", name, holder, t.now).
		Updates(map[string]any{"holder": holder, "ends_at": lease.EndsAt})
	return res.RowsAffected == 1, res.Error
}

// keepLease prolongs a lease that holder must still have.
func (t *tx) keepLease(name, holder string, span time.Duration) (bool, error) {
	res := t.Model(&Lease{}).Where("name = ? and holder = ? and ends_at > ?", name, holder, t.now).Update("ends_at", t.now.Add(span))
	return res.RowsAffected == 1, res.Error
}

// dropLease lets others take it at once.
func (t *tx) dropLease(name, holder string) error {
	return t.Where("name = ? and holder = ?", name, holder).Delete(&Lease{}).Error
}
