package demo

import (
	"fmt"
	"strings"
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

// minute takes the minutes of the meeting, paragraph by paragraph, as time
// passes.
func (b *builder) minute(m *sitting) error {
	taker, err := b.actor(m.minuteTaker)
	if err != nil {
		return err
	}
	at := b.clock.now()
	pass := func() { at = at.Add(time.Minute); b.clock.set(at) }
	for i, it := range m.meeting.items {
		for _, in := range it.interests {
			pass()
			form := models.InterestForm{AttendanceID: m.people[in.who], Declared: in.declared, ThenDid: in.thenDid}
			if _, err := b.store.DeclareInterest(b.ctx, taker, m.reference, m.items[i].ID, form); err != nil {
				return fmt.Errorf("%s: %s: %w", it.title, in.who, err)
			}
		}
		if it.role == lastMinutes && m.previous != nil {
			pass()
			if err := b.agreeLast(m, taker, m.items[i].ID, it.made); err != nil {
				return fmt.Errorf("agree the minutes of %s: %w", m.previous.reference, err)
			}
		}
		for _, e := range it.entries {
			pass()
			if err := b.record(m, taker, m.items[i].ID, e); err != nil {
				return fmt.Errorf("%s: %.40s: %w", it.title, e.Text, err)
			}
		}
	}
	return nil
}

// agreeLast agrees the minutes of the meeting before, and of the one between
// the quarters if there was one.
func (b *builder) agreeLast(m *sitting, taker models.Actor, item int64, made []models.MadeCorrection) error {
	last := m.previous.reference
	if _, err := b.store.AgreePrevious(b.ctx, taker, m.reference, item, "", last, b.minutes[last].Version, made); err != nil {
		return err
	}
	if m.between == nil {
		return nil
	}
	other := m.between.reference
	_, err := b.store.AgreeMinutes(b.ctx, taker, other, b.minutes[other].Version, models.AgreementForm{At: m.reference})
	if err != nil {
		return err
	}
	return b.record(m, taker, item, agreed(fmt.Sprintf("The minutes of the extraordinary meeting of %s were agreed as a correct record.", m.between.day.Medium())))
}

// record writes down one paragraph.
func (b *builder) record(m *sitting, taker models.Actor, item int64, e entry) error {
	form := e.EntryForm
	form.Text = m.words(form.Text)
	if form.Kind == models.EntryAction {
		var err error
		if form.Owners, form.AllPartners, err = b.owners(e.owners); err != nil {
			return err
		}
		form.DeadlineForm = b.deadline(e.due, m.day)
	}
	if e.reviews != "" {
		id, ok := b.actions[e.reviews]
		if !ok {
			return fmt.Errorf("there is no action %q", e.reviews)
		}
		form.ReviewsID = id
		if e.due.kind != "" {
			form.ReviewDeadline = b.deadline(e.due, m.day)
		}
	}
	written, err := b.store.RecordEntry(b.ctx, taker, m.reference, item, "", form)
	if err != nil {
		return err
	}
	if written.ActionID != nil {
		b.actions[e.key] = *written.ActionID
	}
	m.recorded = append(m.recorded, recorded{written, form})
	return nil
}

// owners reads who owes an action: initials, short names of bodies, or "all".
func (b *builder) owners(list string) (owners []models.OwnerForm, all bool, err error) {
	for _, who := range strings.Fields(list) {
		person, known := b.people[who]
		body, partner := b.organisations[who]
		switch {
		case who == "all":
			all = true
		case known:
			owners = append(owners, models.OwnerForm{PersonID: person.ID})
		case partner:
			owners = append(owners, models.OwnerForm{OrganisationID: body.ID})
		default:
			return nil, false, fmt.Errorf("there is no owner %q", who)
		}
	}
	return owners, all, nil
}

// deadline is a deadline as it is typed, for something said on this day.
func (b *builder) deadline(d due, day calendar.Date) models.DeadlineForm {
	form := models.DeadlineForm{DeadlineKind: d.kind}
	if d.fromToday {
		day = b.today
	}
	if d.days != 0 {
		form.Due = day.AddDays(d.days).String()
	}
	return form
}

// circulate sends out the minutes as they stand.
func (b *builder) circulate(m *sitting) error {
	version := max(1, b.minutes[m.reference].Version) // a new record of minutes is at version 1
	sent, err := b.store.CirculateMinutes(b.ctx, b.secretary, m.reference, version)
	b.minutes[m.reference] = sent
	return err
}

// publish makes the public edition of the minutes public, which the meeting
// after it has agreed.
func (b *builder) publish(m *sitting) error {
	version := b.minutes[m.reference].Version + 1 // raised by the agreement
	_, err := b.store.PublishMinutes(b.ctx, b.secretary, m.reference, version)
	return err
}

// noteCorrections notes what was asked for after the minutes of a meeting were
// circulated, the answers, and the second version.
func (b *builder) noteCorrections(m *sitting) {
	asked := make([]models.Correction, len(m.corrections))
	taken := false
	for i, c := range m.corrections {
		b.on(workingDay(m.day, 3+i), 13, 10+i, "ask for a correction", func() error {
			actor, err := b.actor(c.who)
			if err != nil {
				return err
			}
			asked[i], err = b.store.AskForCorrection(b.ctx, actor, m.reference, models.CorrectionForm{Paragraph: c.paragraph, Text: c.text})
			return err
		})
		b.on(workingDay(m.day, 10), 9, 30+i, "answer a correction", func() error {
			if c.outcome == models.CorrectionAccepted {
				if err := b.putRight(m, c); err != nil {
					return err
				}
			}
			_, err := b.store.AnswerCorrection(b.ctx, b.secretary, asked[i].ID, asked[i].Version, models.CorrectionAnswer{Outcome: c.outcome, Answer: c.answer})
			return err
		})
		taken = taken || c.outcome == models.CorrectionAccepted
	}
	if taken {
		b.on(workingDay(m.day, 10), 15, 0, "circulate the second version", func() error { return b.circulate(m) })
	}
}

// putRight changes what a correction is about.
func (b *builder) putRight(m *sitting, c correction) error {
	if c.wrong == "" {
		page, err := b.store.AttendancePage(b.ctx, b.secretary, m.reference)
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			if row.ID == m.people[c.who] {
				form := formOf(row)
				form.Arrived = c.right
				_, err := b.store.SetAttendance(b.ctx, b.secretary, row.ID, row.Version, form)
				return err
			}
		}
		return fmt.Errorf("%s is not on the list of %s", c.who, m.reference)
	}
	for _, r := range m.recorded {
		if strings.Contains(r.form.Text, c.wrong) {
			form := r.form
			form.Text = strings.Replace(form.Text, c.wrong, c.right, 1)
			_, err := b.store.ChangeEntry(b.ctx, b.secretary, r.ID, r.Version, form)
			return err
		}
	}
	return fmt.Errorf("%q is nowhere in the minutes of %s", c.wrong, m.reference)
}
