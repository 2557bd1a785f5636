package models

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestPublicEditionNeverHoldsWhatIsRestricted marks things restricted at
// random; a word that stands in restricted text alone is nowhere in the JSON of
// the public edition, while every open word is.
func TestPublicEditionNeverHoldsWhatIsRestricted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret, open, n := []string{}, []string{}, 0
		word := func(restricted bool) string {
			n++
			w := fmt.Sprintf("word%dend", n)
			if restricted {
				secret = append(secret, w)
			} else {
				open = append(open, w)
			}
			return w
		}
		flip := func(label string) bool { return rapid.Bool().Draw(t, label) }
		r := &meetingRecord{partnership: Partnership{TimeZone: "Europe/London", QuorumDenominator: 3, QuorumNumerator: 1, RestrictedMarking: word(true)}}
		r.meeting = Meeting{Reference: "2026-q3", JoiningLink: word(true), Ended: "11:52"}
		for i := range rapid.IntRange(0, 5).Draw(t, "people") {
			hidden := flip("hidden")
			a := Attendance{ID: int64(i + 1), PersonID: ptr(int64(i + 1)), Name: word(hidden), Initials: word(hidden), JobTitle: word(hidden), Remark: word(hidden),
				OrganisationName: word(false), Capacity: rapid.SampledFrom(Capacities).Draw(t, "capacity"), Restricted: hidden}
			a.Outcome = Present
			if flip("away") { // of those only the name and the organisation are said
				a.Outcome, a.Initials, a.JobTitle, a.Remark = rapid.SampledFrom([]Outcome{Apologies, Absent}).Draw(t, "outcome"), "", "", ""
				secret, open = without(secret, n-3, n-1), without(open, n-3, n-1)
			} else if i > 0 && r.attendances[i-1].Outcome == Apologies {
				a.DeputyForID = &r.attendances[i-1].ID
			}
			r.attendances = append(r.attendances, a)
		}
		id := int64(0)
		for i := range rapid.IntRange(1, 4).Draw(t, "items") {
			private := flip("private")
			line := AgendaLine{ItemID: int64(i + 1), Number: i + 1, Title: word(private), Restricted: private, Presenters: []string{word(private)}}
			paper := flip("paper")
			line.Papers = []PaperLine{{Title: word(private || paper), FileName: word(private || paper), Restricted: paper}}
			r.items = append(r.items, line)
			declared := flip("declared")
			r.interests = append(r.interests, Interest{ItemID: line.ItemID, Name: word(private || declared), Declared: word(private || declared), ThenDid: "left", Restricted: declared})
			for range rapid.IntRange(0, 5).Draw(t, "entries") {
				id++
				kept := flip("restricted")
				out := private || kept
				e := Entry{ID: id, ItemID: line.ItemID, Kind: rapid.SampledFrom([]EntryKind{EntryNote, EntryDecision, EntryAction}).Draw(t, "kind"), Heading: word(out), Text: word(out), Restricted: kept}
				if kept {
					e.PublicText = word(private)
				}
				if e.Kind == EntryAction {
					e.Action = &Action{Restricted: out, Owners: []ActionOwner{{Name: word(out)}}}
				} else if flip("reviews") {
					old := flip("old restricted")
					e.Reviews = &Action{Reference: word(out || old), Text: word(out || old), Restricted: old}
				}
				if e.Kind == EntryNote && flip("heading alone") {
					e.Text, e.Reviews, e.PublicText = "", nil, ""
					e.Heading = word(out)
					open = open[:0] // which words are shown is told by the other runs
				}
				r.entries = append(r.entries, e)
			}
			asked := flip("asked")
			r.corrections = append(r.corrections, Correction{Text: word(asked), Name: word(true), Answer: word(true), Outcome: CorrectionAccepted, Restricted: asked, MadeAtID: ptr(int64(9))},
				Correction{Text: word(true), Name: word(true), Outcome: CorrectionRefused, Answer: word(true)})
		}
		text := fmt.Sprintf("%+v", r.content().Public())
		for _, w := range secret {
			if strings.Contains(text, w) {
				t.Fatalf("the public edition holds %s: %s", w, text)
			}
		}
		for _, w := range open {
			if !strings.Contains(text, w) {
				t.Fatalf("the public edition lacks %s: %s", w, text)
			}
		}
	})
}

// without takes out the words with these numbers.
func without(words []string, from, to int) []string {
	var kept []string
	for _, w := range words {
		var n int
		if fmt.Sscanf(w, "word%dend", &n); n < from || n > to {
			kept = append(kept, w)
		}
	}
	return kept
}
