package models

import (
	"context"
	"errors"

	"gorm.io/gorm"
)

// AdoptionForm says that an organisation uses a practice, and how.
type AdoptionForm struct {
	// OrganisationID is on whose behalf the secretariat says so; others say it of
	// their own.
	OrganisationID int64
	Note           string
}

// AdoptPractice records that an organisation uses another's published practice.
// Said again, it changes the note.
func (s *Store) AdoptPractice(ctx context.Context, actor Actor, id int64, form AdoptionForm) (PracticeAdoption, error) {
	var a PracticeAdoption
	err := s.command(ctx, actor, func(t *tx) error {
		p, org, err := t.adopting(id, form.OrganisationID)
		if err != nil {
			return err
		}
		var problems Problems
		note := manyLines(&problems, "note", "how it is used", form.Note, 0, maxShort)
		if org.ID == p.OrganisationID {
			problems.Add("organisation", "%s wrote this practice: choose another organisation", org.Name)
		}
		if err := problems.Err(); err != nil {
			return err
		}
		a = PracticeAdoption{}
		err = t.Where("practice_id = ? and organisation_id = ?", p.ID, org.ID).First(&a).Error
		if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
			return err
		}
		if a.ID != 0 {
			if a.Note == note {
				return nil
			}
			a.Note = note
			if err := t.Model(&a).Update("note", note).Error; err != nil {
				return err
			}
			return t.event("changed the note on using the practice", "practice", p.ID, p.Title, 0, org.Name)
		}
		a = PracticeAdoption{PracticeID: p.ID, OrganisationID: org.ID, Note: note, PersonID: t.actor.PersonID, CreatedAt: t.now}
		if err := t.Create(&a).Error; err != nil {
			return err
		}
		return t.event("said that it uses the practice", "practice", p.ID, p.Title, 0, org.Name)
	})
	return a, err
}

// WithdrawAdoption takes back that an organisation uses a practice.
func (s *Store) WithdrawAdoption(ctx context.Context, actor Actor, id, organisationID int64) error {
	return s.command(ctx, actor, func(t *tx) error {
		p, org, err := t.adopting(id, organisationID)
		if err != nil {
			return err
		}
		res := t.Where("practice_id = ? and organisation_id = ?", p.ID, org.ID).Delete(&PracticeAdoption{})
		if res.Error != nil || res.RowsAffected == 0 {
			return res.Error // taken back already
		}
		return t.event("took back that it uses the practice", "practice", p.ID, p.Title, 0, org.Name)
	})
}

// adopting loads the published practice and the organisation for which the
// actor may speak: their own, or for the secretariat any.
func (t *tx) adopting(id, organisationID int64) (Practice, Organisation, error) {
	if organisationID == 0 {
		organisationID = t.actor.OrganisationID
	}
	p, err := seenPractice(t.DB, t.actor, "practices.id = ?", id)
	if err != nil {
		return p, Organisation{}, err
	}
	if err := t.may(AdoptPractices, organisationID == t.actor.OrganisationID); err != nil {
		return p, Organisation{}, err
	}
	if p.State != PracticePublished {
		return p, Organisation{}, badState("This practice is %s: only published ones can be used by others.", p.State)
	}
	org, err := find[Organisation](t.DB, "organisation", organisationID)
	if KindOf(err) == KindNotFound {
		err = invalid("organisation", "Choose the organisation that uses it")
	}
	return p, org, err
}
