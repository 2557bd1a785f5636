package models

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"quarterday/calendar"
)

// MadeCorrection is a correction that a meeting makes before it agrees the
// minutes. Where Replace is given, those words of the paragraph become With.
type MadeCorrection struct {
	Paragraph, Text string
	Replace, With   string
	Restricted      bool
}

// AgreementForm is how a later meeting agreed the minutes.
type AgreementForm struct {
	At          string // reference of the meeting that agreed them
	Corrections []MadeCorrection
}

// AgreeMinutes records that a later meeting agreed the minutes as a correct
// record, with the corrections that it made. They cannot be changed any more.
func (s *Store) AgreeMinutes(ctx context.Context, actor Actor, ref string, version int, form AgreementForm) (Minutes, error) {
	var min Minutes
	err := s.command(ctx, actor, func(t *tx) error {
		at, err := t.agreeingMeeting(form.At)
		if err != nil {
			return err
		}
		r, err := t.agree(ref, version, at, form.Corrections)
		if err == nil {
			min = r.minutes
		}
		return err
	})
	return min, err
}

func (t *tx) agreeingMeeting(ref string) (Meeting, error) {
	var p Problems
	if strings.TrimSpace(ref) == "" {
		p.Add("at", "Choose the meeting that agreed the minutes")
		return Meeting{}, p.Err()
	}
	m, err := t.meeting(ref)
	if KindOf(err) == KindNotFound {
		p.Add("at", "Choose a meeting on the list")
		err = p.Err()
	}
	return m, err
}

// AgreePrevious is the one press under "Minutes of the last meeting": the
// decision is recorded in this meeting's minutes, and the earlier minutes are
// agreed.
func (s *Store) AgreePrevious(ctx context.Context, actor Actor, ref string, itemID int64, clientKey, previous string, version int, corrections []MadeCorrection) (Entry, error) {
	var e Entry
	err := s.command(ctx, actor, func(t *tx) error {
		m, _, err := t.openMinutesOf(ref)
		if err != nil {
			return err
		}
		var known []Entry
		if clientKey != "" {
			if err := t.Where("meeting_id = ? and client_key = ?", m.ID, clientKey).Limit(1).Find(&known).Error; err != nil {
				return err
			}
		}
		if len(known) == 1 {
			e = known[0]
			return nil
		}
		r, err := t.agree(previous, version, m, corrections)
		if err != nil {
			return err
		}
		made := r.corrections[len(r.corrections)-len(corrections):]
		e, err = t.recordEntry(&m, itemID, clientKey, agreedEntry(t.dayOf(r.meeting), made))
		return err
	})
	return e, err
}

// agreedEntry is the decision as the agreeing meeting's minutes have it. Where
// it speaks of what is restricted, its public text does not.
func agreedEntry(day calendar.Date, made []Correction) EntryForm {
	var public []Correction
	for _, k := range made {
		if !k.Restricted {
			public = append(public, k)
		}
	}
	return EntryForm{Kind: EntryDecision, How: HowAgreed, Text: agreedText(day, made), Restricted: len(public) < len(made), PublicText: agreedText(day, public)}
}

func agreedText(day calendar.Date, made []Correction) string {
	if len(made) == 0 {
		return fmt.Sprintf("The minutes of %s were agreed as a correct record.", day.Medium())
	}
	var b strings.Builder
	fmt.Fprintf(&b, "The minutes of %s were agreed as a correct record, with these corrections:\n", day.Medium())
	for _, k := range made {
		b.WriteString("\n- ")
		if k.Paragraph != "" {
			b.WriteString(k.Paragraph + ": ")
		}
		b.WriteString(strings.ReplaceAll(k.Text, "\n", "\n  "))
	}
	return b.String()
}

// inWords is what was corrected: what was typed, or what replaced what.
func (c MadeCorrection) inWords() string {
	if c.Text != "" || c.Replace == "" {
		return c.Text
	}
	return fmt.Sprintf("“%s” should be “%s”.", c.Replace, c.With)
}

// agree moves the minutes of ref on, at the meeting at.
func (t *tx) agree(ref string, version int, at Meeting, corrections []MadeCorrection) (*meetingRecord, error) {
	r, err := t.recordFor(ref, version, MinutesAgreed)
	if err != nil {
		return nil, err
	}
	var p Problems
	if !at.StartsAt.After(r.meeting.StartsAt) {
		p.Add("at", "Choose a meeting after the one whose minutes these are")
	}
	switch {
	case at.State == MeetingPlanned || at.State == MeetingCancelled:
		p.Add("at", "That meeting is %s, so it has agreed nothing", at.State)
	case t.dayOf(at).After(t.today()):
		p.Add("at", "That meeting is on %s, so it has agreed nothing yet", t.longDay(at.StartsAt))
	}
	var waiting int64
	for _, k := range r.corrections {
		if k.Outcome == CorrectionWaiting {
			waiting++
		}
	}
	if waiting > 0 {
		return nil, badState("There are corrections that have not been answered (%d). Answer them first.", waiting)
	}
	read, err := newestVersion(t.DB, r.meeting.ID)
	if err != nil {
		return nil, err
	}
	for i, c := range corrections {
		if err := t.makeCorrection(&p, r, read, at, c, i); err != nil {
			return nil, err
		}
	}
	if err := p.Err(); err != nil {
		return nil, err
	}
	r.minutes.State, r.minutes.AgreedAtID, r.minutes.AgreedOn = MinutesAgreed, &at.ID, t.dayOf(at)
	r.agreedAt = &at
	content := r.content()
	if err := t.saveMinutes(r, content, nil, "agreed_at_id", "agreed_on"); err != nil {
		return nil, err
	}
	if err := t.tellAgreed(r, content, "agreed"); err != nil {
		return nil, err
	}
	return r, t.event("recorded that the minutes were agreed", "minutes", r.minutes.ID, r.meeting.Reference, r.meeting.ID, "at "+at.Reference)
}

// makeCorrection records one correction to the minutes as the meeting read them,
// and replaces the words where it says which.
func (t *tx) makeCorrection(p *Problems, r *meetingRecord, read *MinutesContent, at Meeting, c MadeCorrection, n int) error {
	field := func(name string) string { return fmt.Sprintf("%s_%d", name, n+1) }
	k := Correction{MeetingID: r.meeting.ID, ToVersion: r.minutes.Circulated, Name: at.Name() + " of " + t.dayOf(at).Medium(),
		Outcome: CorrectionAccepted, MadeAtID: &at.ID, Restricted: c.Restricted, CreatedAt: t.now, Version: 1}
	k.Paragraph = oneLine(p, field("paragraph"), "the paragraph", c.Paragraph, 0, 60)
	k.Text = manyLines(p, field("text"), "what was corrected", c.inWords(), 1, maxShort)
	at1, ok := r.paragraphNamed(read, k.Paragraph)
	k.Restricted = k.Restricted || ok && at1.restricted
	if c.Replace != "" {
		switch {
		case !ok || at1.entry < 0:
			p.Add(field("paragraph"), "Enter the number of the paragraph, such as 5.4")
		case strings.Count(r.entries[at1.entry].Text, c.Replace) != 1:
			p.Add(field("replace"), "Paragraph %s must have these words once; it has them %d times", at1.number, strings.Count(r.entries[at1.entry].Text, c.Replace))
		default:
			if err := t.replaceWords(&r.entries[at1.entry], c); err != nil {
				return err
			}
		}
	}
	if p.Err() != nil {
		return nil
	}
	if err := t.Create(&k).Error; err != nil {
		return err
	}
	r.corrections = append(r.corrections, k)
	return nil
}

func (t *tx) replaceWords(e *Entry, c MadeCorrection) error {
	e.Text = strings.Replace(e.Text, c.Replace, tidy(c.With), 1)
	e.Version++
	if err := t.Model(e).Select("text", "version").Updates(e).Error; err != nil || e.ActionID == nil {
		return err
	}
	return t.Model(&Action{}).Where("id = ?", *e.ActionID).Update("text", e.Text).Error
}

// namedParagraph is the paragraph that somebody means by its number.
type namedParagraph struct {
	number     string
	entry      int // where it is now in the record's entries; -1 if it was removed
	restricted bool
}

var paragraphNumber = regexp.MustCompile(`\b\d{1,3}\.\d{1,3}\b`)

// paragraphNamed finds the paragraph that "page 3, paragraph 5.4" means in the
// minutes as they were read: numbers move when the draft changes after them. It
// is restricted if it was so then or is so now.
func (r *meetingRecord) paragraphNamed(read *MinutesContent, said string) (namedParagraph, bool) {
	number := paragraphNumber.FindString(said)
	if number == "" || read == nil {
		return namedParagraph{}, false
	}
	for _, item := range read.Items {
		for _, par := range item.Paragraphs {
			if par.Number != number {
				continue
			}
			at := slices.IndexFunc(r.entries, func(e Entry) bool { return e.ID == par.EntryID })
			now := at >= 0 && (r.entries[at].Restricted || r.itemRestricted(r.entries[at].ItemID))
			return namedParagraph{number, at, par.Restricted || item.Restricted || now}, true
		}
	}
	return namedParagraph{}, false
}

func (r *meetingRecord) itemRestricted(id int64) bool {
	return slices.ContainsFunc(r.items, func(line AgendaLine) bool { return line.ItemID == id && line.Restricted })
}
