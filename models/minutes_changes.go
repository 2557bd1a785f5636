package models

import (
	"fmt"
	"slices"
)

// changesSince says what differs from an earlier version, a line each. It names
// paragraphs by number and never quotes them, nor names whom the public edition
// does not name, so that it can be read by whoever may read that something
// changed.
func (c MinutesContent) changesSince(before MinutesContent) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	if a, b := c.Meeting, before.Meeting; a.Day != b.Day || a.From != b.From || a.To != b.To || a.Venue != b.Venue || a.Chair != b.Chair || a.MinuteTaker != b.MinuteTaker {
		say("The meeting’s time, place or officers")
	}
	out = append(out, c.attendanceSince(before)...)
	old := map[int64]Paragraph{}
	for _, i := range before.Items {
		for _, p := range i.Paragraphs {
			old[p.EntryID] = p
		}
	}
	now := map[int64]bool{}
	for k, i := range c.Items {
		changed := k >= len(before.Items)
		if !changed {
			b := before.Items[k]
			changed = i.Title != b.Title || !slices.Equal(i.Presenters, b.Presenters) || i.Restricted != b.Restricted
			if !slices.Equal(i.Declared, b.Declared) {
				say("Item %d: interests declared", i.Number)
			}
		}
		if changed {
			say("Item %d: title or presenters", i.Number)
		}
		for _, p := range i.Paragraphs {
			now[p.EntryID] = true
			b, ok := old[p.EntryID]
			switch {
			case p.Number == "":
			case !ok:
				say("Paragraph %s added", p.Number)
			case !p.saysTheSame(b):
				say("Paragraph %s changed", p.Number)
			case p.Number != b.Number:
				say("Paragraph %s moved (was %s)", p.Number, b.Number)
			}
		}
	}
	for _, i := range before.Items {
		for _, p := range i.Paragraphs {
			if !now[p.EntryID] && p.Number != "" {
				say("Paragraph %s of the earlier version taken out", p.Number)
			}
		}
	}
	return out
}

// saysTheSame compares two paragraphs but for their numbers and versions.
func (p Paragraph) saysTheSame(b Paragraph) bool {
	p.Number, p.EntryVersion = b.Number, b.EntryVersion
	return p == b
}
