package models

import (
	"slices"
	"strings"
)

// hiddenNames are the names that the public edition of the minutes withholds:
// of everybody who is so marked, whether they came or not, as they were called
// at the meeting and as they are called now.
func (r *meetingRecord) hiddenNames() []string {
	var names []string
	add := func(name string) {
		if name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	for _, a := range r.attendances {
		if a.Restricted {
			add(a.Name)
			if a.PersonID != nil {
				add(r.calledNow[*a.PersonID])
			}
		}
	}
	return names
}

// hiddenNames are the names that the public edition of these minutes withholds.
func (c MinutesContent) hiddenNames() withheldNames {
	names := slices.Clone(c.HiddenNames)
	for _, list := range [][]AttendanceLine{c.Present, c.InAttendance} {
		for _, a := range list {
			if a.Restricted {
				names = append(names, a.Name)
			}
		}
	}
	for line, public := range c.Hidden {
		names = append(names, strings.TrimSuffix(line, strings.TrimPrefix(public, withheldName)))
	}
	return namesIn(names)
}

// NamesLeft are the numbers of the paragraphs of the public edition in whose
// words stands a name that it withholds elsewhere.
func (c MinutesContent) NamesLeft() []string {
	hidden := c.hiddenNames()
	var numbers []string
	for _, i := range c.Public().Items {
		for _, p := range i.Paragraphs {
			if hidden.in(p.Heading) || hidden.in(p.Text) || hidden.in(p.ReviewsText) {
				numbers = append(numbers, p.Number)
			}
		}
	}
	return numbers
}

// withheldNames are names as their words.
type withheldNames [][]string

func namesIn(names []string) withheldNames {
	var all withheldNames
	for _, name := range names {
		if words := nameWords(name); len(words) > 0 {
			all = append(all, words)
		}
	}
	return all
}

// in says whether one of the names stands in a text, whatever stands around it:
// "Dr Ann Lee (chair)".
func (h withheldNames) in(text string) bool {
	if len(h) == 0 || text == "" {
		return false
	}
	words := nameWords(text)
	return slices.ContainsFunc(h, func(name []string) bool {
		for at := 0; at+len(name) <= len(words); at++ {
			if slices.Equal(words[at:at+len(name)], name) {
				return true
			}
		}
		return false
	})
}
