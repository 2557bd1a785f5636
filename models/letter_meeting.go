package models

import (
	"encoding/json"
	"time"
)

// letterHold is how long letters about a meeting wait, so that what is changed
// right after is said in the same letter.
const letterHold = time.Minute

// letterAbout queues one letter to each of people about a meeting. Whoever has
// one about it still held gets both in one; when the meeting is cancelled, what
// was held is never sent.
func (t *tx) letterAbout(m Meeting, kind LetterKind, cause string, facts Facts, people ...Person) error {
	like := Letter{Kind: kind, Cause: cause, MeetingID: &m.ID}
	if m.StartsAt.After(t.now) {
		like.ExpiresAt = &m.StartsAt
	}
	if kind.inDiaries() && m.CalledAt != nil {
		event, err := diaryFact(m, t.now)
		if err != nil {
			return err
		}
		facts["event"] = event
	}
	if !kind.held() {
		return t.queue(like, facts, people)
	}
	like.NextAt = ptr(t.now.Add(letterHold))
	told, err := t.join(m, like, facts)
	if err != nil {
		return err
	}
	if kind == LetterMeetingCancelled {
		if err := t.withdrawForCancelled(m); err != nil {
			return err
		}
	}
	var rest []Person
	for _, p := range people {
		if !told[p.Email] {
			rest = append(rest, p)
		}
	}
	return t.queue(like, facts, rest)
}

// join puts what a new letter says into those about the same meeting that are
// still held, and tells to which addresses they go: those need no other letter.
func (t *tx) join(m Meeting, new Letter, facts Facts) (map[string]bool, error) {
	var held []Letter
	err := t.Where("meeting_id = ? and state = ? and attempts = 0 and in_flight_at is null and next_at > ?", m.ID, LetterWaiting, t.now).Order("id").Find(&held).Error
	if err != nil {
		return nil, err
	}
	unwanted, err := t.unwantedBy(new.Kind)
	if err != nil {
		return nil, err
	}
	told := map[string]bool{}
	type like struct {
		kind  LetterKind
		facts string
	}
	ids := map[like][]int64{} // letters that say the same become the same
	for _, l := range held {
		// A deputy without an account is told in words of their own.
		if !l.Kind.joins(new.Kind) || l.PersonID != nil && unwanted[*l.PersonID] || l.FactMap()["stranger"] != facts["stranger"] {
			continue
		}
		if l.Kind == LetterAgendaPublished && new.Kind == LetterMeetingChanged && told[l.Email] {
			continue // the invitation that is held too says it
		}
		if new.Kind == LetterMeetingCancelled {
			// Withdrawn below. Who was never told of the meeting need not hear that it
			// is cancelled.
			told[l.Email] = told[l.Email] || l.Kind == LetterMeetingCalled
			continue
		}
		told[l.Email] = true
		ids[like{l.Kind, l.Facts}] = append(ids[like{l.Kind, l.Facts}], l.ID)
	}
	for old, same := range ids {
		become, says := joinedWithAgenda(old.kind, Letter{Facts: old.facts}.FactMap(), new.Kind, facts)
		change := map[string]any{"kind": become, "expires_at": new.ExpiresAt}
		if says == nil {
			change = map[string]any{"state": LetterCancelled, "problem": "It was changed back before this went out."}
		} else {
			text, err := json.Marshal(says)
			if err != nil {
				return nil, err
			}
			change["facts"] = string(text)
		}
		for len(same) > 0 {
			n := min(len(same), 500)
			if err := t.Model(&Letter{}).Where("id in ?", same[:n]).Updates(change).Error; err != nil {
				return nil, err
			}
			same = same[n:]
		}
	}
	return told, nil
}

// joins says whether a held letter of this kind takes in what a new one says.
func (k LetterKind) joins(new LetterKind) bool {
	if new == LetterMeetingCancelled {
		return k.held()
	}
	switch {
	case k == LetterAgendaPublished:
		return new == k || new == LetterMeetingChanged
	case new == LetterAgendaPublished: // an invitation asks its reader something of its own
		return k == LetterMeetingChanged
	}
	return k.announces() && new.announces() || k == LetterMinutesAgreed && new == k
}

// changeFacts are what a letter about a change says of what was before.
var changeFacts = []string{"was_day", "was_from", "was_to", "was_venue", "was_link", "ask_again"}

// joined is the letter that says what a held one and a new one say: its kind
// and facts, or no facts where together they say nothing.
func joined(oldKind LetterKind, old Facts, newKind LetterKind, new Facts) (LetterKind, Facts) {
	says := Facts{}
	for name, value := range new {
		says[name] = value
	}
	switch {
	case newKind == LetterAgendaPublished:
		if old["version"] == "1" { // its reader has had none
			says["version"], says["changes"] = "1", ""
		} else {
			says["changes"] = joinLines(old["changes"], new["changes"])
		}
		return newKind, says
	case newKind != LetterMeetingChanged:
		return newKind, says
	case oldKind == LetterMeetingCalled:
		for _, name := range changeFacts {
			delete(says, name)
		}
		says["reason"] = old["reason"]
		return oldKind, says
	}
	for _, name := range changeFacts {
		if value := old[name]; value != "" {
			says[name] = value
		}
	}
	if says["reason"] == "" {
		says["reason"] = old["reason"]
	}
	if says["was_day"] == says["day"] && says["was_from"] == says["from"] && says["was_to"] == says["to"] {
		delete(says, "was_day")
		delete(says, "was_from")
		delete(says, "was_to")
	}
	if says["was_venue"] == says["venue"] {
		delete(says, "was_venue")
	}
	if says["was_link"] == says["joining_link"] {
		delete(says, "was_link")
	}
	if says["was_day"] == "" && says["was_venue"] == "" && says["was_link"] == "" && says["ask_again"] == "" {
		return newKind, nil
	}
	return newKind, says
}

func joinLines(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}
