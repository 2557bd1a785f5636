package models

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"gorm.io/gorm"
)

// EntryForm is one paragraph of the minutes as the minute-taker puts it: a
// note, a decision or an action. Numbers and dates are as they were typed.
type EntryForm struct {
	Kind EntryKind
	// Heading is a small heading above the paragraph; a heading alone stands over
	// the next paragraph.
	Heading    string
	Text       string
	Restricted bool
	PublicText string // what the public edition says in place of what is restricted

	// Of a decision.
	How                               How
	VotesFor, VotesAgainst, Abstained string

	// Of an action. An owner known by name only is looked for among those at the
	// meeting and the partner organisations: initials and short names will do.
	Owners []OwnerForm
	// Who is owners as they were typed in one line: "SG, WYP and the new clerk".
	Who         string
	AllPartners bool
	DeadlineForm
	DoneAtMeeting bool

	// ReviewsID is the earlier action that a note or decision reports on;
	// ReviewOutcome is what the meeting made of it. A new deadline is given only
	// when ReviewDeadline has a kind.
	ReviewsID      int64
	ReviewOutcome  ReviewOutcome
	ReviewDeadline DeadlineForm
}

// RecordEntry adds a paragraph at the end of an item's minutes. clientKey names
// the paragraph before it has a number: sent again with the same key, it is
// not recorded twice, and the answer is the paragraph that is there.
func (s *Store) RecordEntry(ctx context.Context, actor Actor, ref string, itemID int64, clientKey string, form EntryForm) (Entry, error) {
	var e Entry
	err := s.command(ctx, actor, func(t *tx) error {
		m, _, err := t.openMinutesOf(ref)
		if err != nil {
			return err
		}
		e, err = t.recordEntry(&m, itemID, clientKey, form)
		return err
	})
	return e, err
}

// RecordLine records what a minute-taker typed in one line, as UnderstandLine
// understands it. restricted says so whatever the line does.
func (s *Store) RecordLine(ctx context.Context, actor Actor, ref string, itemID int64, clientKey, line string, restricted bool) (Entry, Understood, error) {
	var e Entry
	var u Understood
	err := s.command(ctx, actor, func(t *tx) error {
		m, _, err := t.openMinutesOf(ref)
		if err != nil {
			return err
		}
		v, err := readVocabulary(t.DB, m, t.partnership, t.now)
		if err != nil {
			return err
		}
		u = UnderstandLine(line, v.People, v.Organisations, v.Today, v.NextMeeting)
		u.Form.Restricted = u.Form.Restricted || restricted
		e, err = t.recordEntry(&m, itemID, clientKey, u.Form)
		if refused, ok := err.(*Error); ok && refused.Kind == KindInvalid {
			for i := range refused.Fields { // there is one field: the line
				refused.Fields[i].Field = "line"
			}
		}
		return err
	})
	return e, u, err
}

const maxClientKey = 100

func (t *tx) recordEntry(m *Meeting, itemID int64, clientKey string, form EntryForm) (Entry, error) {
	item, err := t.itemOf(*m, itemID)
	if err != nil {
		return Entry{}, err
	}
	var p Problems
	clientKey = oneLine(&p, "client_key", "the key", clientKey, 0, maxClientKey)
	if clientKey != "" {
		var list []Entry
		if err := t.Where("meeting_id = ? and client_key = ?", m.ID, clientKey).Limit(1).Find(&list).Error; err != nil {
			return Entry{}, err
		}
		if len(list) == 1 {
			return list[0], nil
		}
	}
	e := Entry{MeetingID: m.ID, ItemID: item.ID, AuthorID: ptr(t.actor.PersonID), ClientKey: ptr(clientKey), CreatedAt: t.now, Version: 1}
	if err := t.fillEntry(p, &e, *m, form); err != nil {
		return e, err
	}
	if err := t.Model(&Entry{}).Where("item_id = ?", item.ID).Select("coalesce(max(position), 0) + 1").Scan(&e.Position).Error; err != nil {
		return e, err
	}
	if err := t.giveNumber(&e, m, form); err != nil {
		return e, err
	}
	if err := t.reviewFromEntry(&e, *m); err != nil {
		return e, err
	}
	if err := t.Create(&e).Error; err != nil {
		return e, err
	}
	return e, t.event("recorded "+e.Kind.withArticle(), "entry", e.ID, e.label(*m), m.ID, "")
}

func (k EntryKind) withArticle() string {
	if k == EntryAction {
		return "an action"
	}
	return "a " + string(k)
}

// label is what the audit trail calls a paragraph: never its text.
func (e Entry) label(m Meeting) string {
	switch {
	case e.Kind == EntryDecision:
		return DecisionReference(m, e.Number)
	case e.Kind == EntryAction:
		return ActionReference(m, e.Number)
	}
	return m.Reference
}

// fillEntry makes of e what the form says, or says all that is wrong with it.
func (t *tx) fillEntry(p Problems, e *Entry, m Meeting, form EntryForm) error {
	e.Kind = form.Kind
	e.Heading = oneLine(&p, "heading", "the small heading", form.Heading, 0, maxName)
	least := 1
	if e.Kind == EntryNote && e.Heading != "" {
		least = 0
	}
	limit := maxLong
	if e.Kind == EntryAction || form.ReviewsID != 0 { // both are kept with the action
		limit = maxAction
	}
	e.Text = manyLines(&p, "text", "what was said, decided or asked", form.Text, least, limit)
	e.Restricted = form.Restricted
	e.PublicText = manyLines(&p, "public_text", "the public text", form.PublicText, 0, maxShort)
	if !form.Restricted {
		e.PublicText = ""
	}
	e.How, e.VotesFor, e.VotesAgainst, e.Abstained, e.DoneAtMeeting = "", 0, 0, 0, false
	switch e.Kind {
	case EntryNote:
	case EntryDecision:
		e.readHow(&p, form)
	case EntryAction:
		e.DoneAtMeeting = form.DoneAtMeeting
	default:
		p.Add("kind", "Choose whether this is a note, a decision or an action")
	}
	if err := t.fillReview(&p, e, m, form); err != nil {
		return err
	}
	return p.Err()
}

// readHow reads how a decision was reached.
func (e *Entry) readHow(p *Problems, form EntryForm) {
	if e.How = form.How; e.How == "" {
		e.How = HowAgreed
	}
	switch e.How {
	case HowAgreed, HowNoted:
		return
	case HowVote:
	default:
		p.Add("how", "Choose how it was decided: agreed, noted or by vote")
		return
	}
	read := func(field, label, typed string) int {
		if typed = strings.TrimSpace(typed); typed == "" {
			return 0
		}
		n, err := strconv.Atoi(typed)
		if err != nil || n < 0 || n > 10_000 {
			p.Add(field, "Enter how many %s, a whole number such as 11", label)
		}
		return n
	}
	e.VotesFor = read("votes_for", "voted for", form.VotesFor)
	e.VotesAgainst = read("votes_against", "voted against", form.VotesAgainst)
	e.Abstained = read("abstained", "abstained", form.Abstained)
	if e.VotesFor+e.VotesAgainst+e.Abstained == 0 && len(*p) == 0 {
		p.Add("votes_for", "Enter how many voted for")
	}
}

// giveNumber gives a new decision its number, or makes the action that a new
// paragraph gives. Numbers come from the meeting and are never given again.
func (t *tx) giveNumber(e *Entry, m *Meeting, form EntryForm) error {
	e.Number, e.ActionID = 0, nil
	switch e.Kind {
	case EntryDecision:
		if err := t.Model(&Meeting{}).Where("id = ?", m.ID).Update("last_decision", gorm.Expr("last_decision + 1")).Error; err != nil {
			return err
		}
		if err := t.Model(&Meeting{}).Where("id = ?", m.ID).Pluck("last_decision", &m.LastDecision).Error; err != nil {
			return err
		}
		e.Number = m.LastDecision
	case EntryAction:
		action, err := t.actionForm(*e, *m, form)
		if err != nil {
			return err
		}
		a, err := t.giveAction(m, e.ItemID, action)
		if err != nil {
			return err
		}
		e.Number, e.ActionID = a.Number, &a.ID
		return t.settleAtMeeting(&a, *e, *m)
	}
	return nil
}

// actionForm is the action that a paragraph gives, its owners looked up.
func (t *tx) actionForm(e Entry, m Meeting, form EntryForm) (ActionForm, error) {
	a := ActionForm{Text: e.Text, AllPartners: form.AllPartners, DeadlineForm: form.DeadlineForm, Restricted: e.Restricted}
	item, err := find[Item](t.DB, "agenda item", e.ItemID)
	if err != nil {
		return a, err
	}
	a.Restricted = a.Restricted || item.Restricted
	a.Owners = slices.Clone(form.Owners)
	var p Problems
	who := oneLine(&p, "owners", "who is to do it", form.Who, 0, maxShort)
	byName := slices.ContainsFunc(a.Owners, func(o OwnerForm) bool { return o.PersonID == 0 && o.OrganisationID == 0 })
	v := vocabulary{Today: t.referenceDay(m)}
	if byName || who != "" {
		if v, err = readVocabulary(t.DB, m, t.partnership, t.now); err != nil {
			return a, err
		}
	}
	named, ok := v.words().listed(who)
	if !ok {
		p.Add("owners", "Write the owners with commas between them: initials, short names of organisations, or names")
	}
	for _, o := range named {
		a.Owners = append(a.Owners, o.form)
		a.AllPartners = a.AllPartners || o.all
	}
	a.Owners = slices.DeleteFunc(a.Owners, func(o OwnerForm) bool { return o == OwnerForm{} })
	kept := a.Owners[:0]
	for _, o := range a.Owners {
		if o.PersonID == 0 && o.OrganisationID == 0 {
			found, _ := v.words().owner(o.Name)
			if found.all {
				a.AllPartners = true
				continue
			}
			o = found.form
		}
		kept = append(kept, o)
	}
	a.Owners = kept
	a.Due = dueBy(&p, "due", a.Due, v.Today)
	return a, p.Err()
}
