package models

import (
	"slices"
	"strings"
)

// keepFromLetter leaves out of a letter's facts what a correction says of
// anything for members only: a letter may be read by others than those it is
// for, and the page says all of it. Of a correction to no paragraph that is
// known, nobody can tell what it concerns, so that it is left out wherever the
// minutes hold anything for members only.
func (t *tx) keepFromLetter(m Meeting, k Correction, facts Facts) error {
	r, err := readRecord(t.DB, m.Reference, t.now)
	if err != nil {
		return err
	}
	read, err := frozen(t.DB, m.ID, MinutesCirculated, k.ToVersion)
	if KindOf(err) == KindNotFound {
		read, err = r.content(), nil
	}
	if err != nil {
		return err
	}
	if r.unnamed(k.Name) {
		facts["asker"] = ""
	}
	at, known := r.paragraphNamed(&read, k.Paragraph)
	switch {
	case k.Restricted || known && at.restricted || r.unnamed(k.Paragraph+" "+k.Text+" "+k.Answer):
	case !known && (r.content().HoldsRestricted() || read.HoldsRestricted()):
	default:
		return nil
	}
	facts["paragraph"], facts["text"], facts["answer"], facts["restricted"] = at.number, "", "", "yes"
	return nil
}

// unnamed says whether a text has part of a name in it that the public edition
// of the minutes withholds.
func (r *meetingRecord) unnamed(text string) bool {
	words := nameWords(text)
	has := func(name string) bool {
		return slices.ContainsFunc(nameWords(name), func(w string) bool { return len(w) > 2 && slices.Contains(words, w) })
	}
	return slices.ContainsFunc(r.attendances, func(a Attendance) bool { return a.Restricted && has(a.Name) }) ||
		slices.ContainsFunc(r.interests, func(i Interest) bool { return i.Restricted && has(i.Name) })
}

// nameWords are the words of a text as names are compared: without capitals,
// accents and what stands around them.
func nameWords(text string) []string {
	words := strings.Fields(searchKey(text))
	for i, w := range words {
		words[i] = strings.TrimSuffix(strings.TrimSuffix(strings.Trim(w, ".,;:!?()[]\"'“”‘’"), "’s"), "'s")
	}
	return words
}
