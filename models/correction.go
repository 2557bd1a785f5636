package models

import (
	"context"
	"fmt"
)

// CorrectionForm is a change that somebody asks for in circulated minutes.
type CorrectionForm struct {
	Paragraph string // "5.4"; empty for the attendance or the whole
	Text      string
	// PersonID is on whose behalf the secretariat writes it down; 0: one's own.
	PersonID int64
}

// AskForCorrection asks the secretariat to correct minutes that were
// circulated. Whoever was invited, and every partner, can ask.
func (s *Store) AskForCorrection(ctx context.Context, actor Actor, ref string, form CorrectionForm) (Correction, error) {
	var k Correction
	err := s.command(ctx, actor, func(t *tx) error {
		m, err := t.meeting(ref)
		if err != nil {
			return err
		}
		own, err := t.mayCorrect(m)
		if err != nil {
			return err
		}
		if err := t.may(AskForCorrections, own); err != nil {
			return err
		}
		r, err := readRecord(t.DB, ref, t.now)
		if err != nil {
			return err
		}
		if r.minutes.State != MinutesCirculated {
			return badState("These minutes are %s. Corrections can be asked for while they are circulated and not yet agreed.", r.minutes.State)
		}
		k = Correction{MeetingID: m.ID, ToVersion: r.minutes.Circulated, PersonID: ptr(t.actor.PersonID), Name: t.actor.Name, Outcome: CorrectionWaiting, CreatedAt: t.now, Version: 1}
		var p Problems
		if form.PersonID != 0 && t.actor.May(TakeMinutes, false) {
			person, err := find[Person](t.DB, "person", form.PersonID)
			switch {
			case KindOf(err) == KindNotFound:
				p.Add("person", "Choose who asks for it")
			case err != nil:
				return err
			}
			k.PersonID, k.Name = ptr(person.ID), person.Name
		}
		k.Paragraph = oneLine(&p, "paragraph", "the paragraph", form.Paragraph, 0, 60)
		k.Text = manyLines(&p, "text", "what should be corrected", form.Text, 1, maxShort)
		if err := p.Err(); err != nil {
			return err
		}
		read, err := newestVersion(t.DB, m.ID)
		if err != nil {
			return err
		}
		at, ok := r.paragraphNamed(read, k.Paragraph)
		k.Restricted = ok && at.restricted
		if sent, err := t.askedAlready(&k); sent || err != nil {
			return err
		}
		if err := t.Create(&k).Error; err != nil {
			return err
		}
		if err := t.tellAsked(m, k); err != nil {
			return err
		}
		return t.event("asked for a correction", "correction", k.ID, m.Reference, m.ID, k.Paragraph)
	})
	return k, err
}

// askedAlready finds the same correction asked by the same person, still
// waiting: a form that was sent twice.
func (t *tx) askedAlready(k *Correction) (bool, error) {
	var same []Correction
	err := t.Where("meeting_id = ? and name = ? and paragraph = ? and text = ? and outcome = ?", k.MeetingID, k.Name, k.Paragraph, k.Text, CorrectionWaiting).
		Limit(1).Find(&same).Error
	if err != nil || len(same) == 0 {
		return false, err
	}
	*k = same[0]
	return true, nil
}

// mayCorrect says whether the minutes are the actor's own business: they speak
// for a partner, or were invited.
func (t *tx) mayCorrect(m Meeting) (bool, error) {
	if t.actor.Role == RolePartner {
		return true, nil
	}
	var n int64
	err := t.Model(&Attendance{}).Where("meeting_id = ? and person_id = ?", m.ID, t.actor.PersonID).Count(&n).Error
	return n > 0, err
}

// CorrectionAnswer is what became of a correction, and why where it is not
// accepted.
type CorrectionAnswer struct {
	Outcome CorrectionOutcome
	Answer  string
}

// AnswerCorrection tells whoever asked for a correction what became of it. The
// minute-taker changes the paragraph itself.
func (s *Store) AnswerCorrection(ctx context.Context, actor Actor, id int64, version int, form CorrectionAnswer) (Correction, error) {
	var k Correction
	err := s.command(ctx, actor, func(t *tx) error {
		var err error
		if k, err = find[Correction](t.DB, "correction", id); err != nil {
			return err
		}
		m, err := t.openMinutesByID(k.MeetingID)
		if err != nil {
			return err
		}
		var p Problems
		if k.Outcome = form.Outcome; k.Outcome != CorrectionAccepted && k.Outcome != CorrectionRefused {
			p.Add("outcome", "Choose whether it is accepted")
		}
		least := 0
		if k.Outcome == CorrectionRefused {
			least = 1
		}
		k.Answer = manyLines(&p, "answer", "why it is not accepted", form.Answer, least, maxShort)
		if err := p.Err(); err != nil {
			return err
		}
		k.Version = version + 1
		if err := save(t, "correction", &k, id, version, "outcome", "answer"); err != nil {
			return err
		}
		if err := t.tellAnswered(m, k); err != nil {
			return err
		}
		return t.event("answered a correction", "correction", k.ID, m.Reference, m.ID, string(k.Outcome))
	})
	return k, err
}

// tellAsked writes to the secretariat that a correction waits for its answer.
func (t *tx) tellAsked(m Meeting, k Correction) error {
	secretariat, err := t.secretariat()
	if err != nil {
		return err
	}
	facts := t.meetingFacts(m)
	facts["asker"], facts["paragraph"], facts["text"] = k.Name, k.Paragraph, k.Text
	if !t.today().After(m.CorrectionsOn) {
		facts["corrections_day"] = m.CorrectionsOn.Long()
	}
	if err := t.keepFromLetter(m, k, facts); err != nil {
		return err
	}
	return t.letterAbout(m, LetterCorrectionAsked, fmt.Sprintf("%s/correction/%d/asked", m.Reference, k.ID), facts, secretariat...)
}

// secretariat are its people, without the one who acts.
func (t *tx) secretariat() ([]Person, error) {
	var people []Person
	err := t.Where("role = ? and deactivated_at is null and id <> ?", RoleSecretariat, t.actor.PersonID).Order("id").Find(&people).Error
	return people, err
}

func (t *tx) tellAnswered(m Meeting, k Correction) error {
	if k.PersonID == nil {
		return nil
	}
	person, err := find[Person](t.DB, "person", *k.PersonID)
	if err != nil {
		return err
	}
	facts := t.meetingFacts(m)
	facts["paragraph"], facts["text"], facts["outcome"], facts["answer"] = k.Paragraph, k.Text, string(k.Outcome), k.Answer
	if err := t.keepFromLetter(m, k, facts); err != nil {
		return err
	}
	return t.letterAbout(m, LetterCorrectionAnswered, fmt.Sprintf("%s/correction/%d/%d", m.Reference, k.ID, k.Version), facts, person)
}
