package models

import (
	"context"
	"fmt"

	"quarterday/calendar"
)

// RegisterContent is the register of decisions as a document: all that fit the
// filter and the actor may see, meeting by meeting, the newest first.
func (s *Store) RegisterContent(ctx context.Context, actor Actor, filter DecisionFilter) (RegisterContent, error) {
	p, err := s.mayRead(ctx, actor, ReadPublicMinutes)
	if err != nil {
		return RegisterContent{}, err
	}
	c := RegisterContent{Letterhead: p.letterhead(), AsOf: calendar.DateOf(s.Now(), p.Location()), Title: "Decisions register", Filter: filter.inWords()}
	filter.Before, filter.All = 0, true
	page, err := s.Decisions(ctx, actor, filter)
	if err != nil {
		return c, err
	}
	for _, d := range page.Decisions {
		if n := len(c.Meetings); n == 0 || c.Meetings[n-1].Meeting.Reference != d.Meeting.Reference {
			c.Meetings = append(c.Meetings, MeetingDecisions{Meeting: d.Meeting, Draft: d.Draft})
		}
		m := &c.Meetings[len(c.Meetings)-1]
		m.Decisions = append([]DecisionLine{d}, m.Decisions...)
	}
	return c, nil
}

// inWords says what the register was narrowed to.
func (f DecisionFilter) inWords() string {
	words := ""
	if f.Meeting != "" {
		words = "Of the meeting " + f.Meeting
	} else if f.Year != 0 {
		words = fmt.Sprintf("Of %d", f.Year)
	}
	if f.Words != "" {
		if words == "" {
			words = "Those"
		}
		words += fmt.Sprintf(" with “%s”", f.Words)
	}
	return words
}
