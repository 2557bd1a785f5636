package models

import "slices"

const (
	withheldName     = "Name withheld"
	withheldText     = "This paragraph is not published: it was said in confidence."
	withheldTitle    = "An item taken in private"
	withheldInterest = "An interest was declared in private."
)

// Public is the public edition of these minutes: the same numbers, without what
// is restricted, and in each such place a sentence that says so. What it does
// not copy is not in it; only what is known to be public is copied.
func (c MinutesContent) Public() MinutesContent {
	p := MinutesContent{
		Letterhead: c.Letterhead, Meeting: c.Meeting, Edition: PublicEdition, State: c.State, Version: c.Version, CirculatedAt: c.CirculatedAt,
		AgreeAt: c.AgreeAt, AgreedOn: c.AgreedOn, Quorum: c.Quorum, Ended: c.Ended,
	}
	p.Letterhead.RestrictedMarking, p.Meeting.JoiningLink = "", ""
	hidden := c.hiddenNames()
	people := func(list []AttendanceLine) []AttendanceLine {
		var out []AttendanceLine
		for _, a := range list {
			if a.Restricted {
				a = AttendanceLine{Name: withheldName, Organisation: a.Organisation, Restricted: true}
				p.Withheld = true
			} else if a.PublicRemark != "" {
				a.Remark, a.PublicRemark = a.PublicRemark, ""
			} else if hidden.in(a.Remark) {
				a.Remark, p.Withheld = "", true
			}
			out = append(out, a)
		}
		return out
	}
	p.Present, p.InAttendance = people(c.Present), people(c.InAttendance)
	away := func(list []string) []string {
		var out []string
		for _, line := range list {
			if public, ok := c.Hidden[line]; ok {
				line, p.Withheld = public, true
			}
			out = append(out, line)
		}
		return out
	}
	p.Apologies, p.Absent = away(c.Apologies), away(c.Absent)
	if hidden.in(p.Meeting.Chair) {
		p.Meeting.Chair = ""
	}
	if hidden.in(p.Meeting.MinuteTaker) {
		p.Meeting.MinuteTaker = ""
	}
	for _, i := range c.Items {
		item, withheld := i.public(hidden)
		p.Items, p.Withheld = append(p.Items, item), p.Withheld || withheld
	}
	for _, k := range c.Corrections {
		// What people asked for outside a meeting is between them and the secretariat.
		if k.AtMeeting && !k.Restricted && !hidden.in(k.Text) {
			p.Corrections = append(p.Corrections, CorrectionLine{ID: k.ID, Paragraph: k.Paragraph, Text: k.Text, Outcome: k.Outcome, AtMeeting: true})
		}
	}
	for _, m := range c.Next {
		m.JoiningLink, m.Chair, m.MinuteTaker = "", "", ""
		p.Next = append(p.Next, m)
	}
	return p
}

// publicEdition is the public edition as the settings have it: dates to come are
// in it only where the public is told the next one.
func (p Partnership) publicEdition(c MinutesContent) MinutesContent {
	c = c.Public()
	if !p.NextMeetingPublic {
		c.Next = nil
	}
	return c
}

// public is an item as the public edition has it.
func (i MinutesItem) public(hidden withheldNames) (MinutesItem, bool) {
	if i.Restricted {
		return MinutesItem{ItemID: i.ItemID, Number: i.Number, Section: i.Section, Title: withheldTitle, Restricted: true}, true
	}
	out := MinutesItem{ItemID: i.ItemID, Number: i.Number, Section: i.Section, Title: i.Title}
	withheld := false
	for _, name := range i.Presenters {
		if hidden.in(name) {
			name, withheld = withheldName, true
		}
		out.Presenters = append(out.Presenters, name)
	}
	for _, paper := range i.Papers {
		if !paper.Restricted {
			out.Papers = append(out.Papers, paper)
		}
	}
	for _, d := range i.Declared {
		if d.Restricted || hidden.in(d.Words) {
			d, withheld = InterestLine{Words: withheldInterest, Restricted: true}, true
		}
		out.Declared = append(out.Declared, d)
		out.Interests = append(out.Interests, d.Words)
	}
	for _, par := range i.Paragraphs {
		par = par.public(hidden)
		withheld = withheld || par.Withheld
		if par.Number != "" || par.Heading != "" {
			out.Paragraphs = append(out.Paragraphs, par)
		}
	}
	return out, withheld
}

// public is a paragraph as the public edition has it.
func (p Paragraph) public(hidden withheldNames) Paragraph {
	if p.HeadingRestricted {
		p.Heading, p.HeadingRestricted = "", false
	}
	if p.Restricted {
		text := p.PublicText
		if text == "" {
			text = withheldText
		}
		return Paragraph{EntryID: p.EntryID, Number: p.Number, Heading: p.Heading, Kind: EntryNote, Text: text, Withheld: true}
	}
	p.PublicText = ""
	if hidden.in(p.Owners) {
		p.Owners = withheldName
	}
	if p.ReviewsRestricted {
		p.Reviews, p.ReviewsText, p.ReviewsState, p.ReviewsRestricted = "", "", "", false
	}
	return p
}

// HoldsRestricted says whether anything in this edition of the minutes is for
// members only.
func (c MinutesContent) HoldsRestricted() bool {
	if c.Edition == PublicEdition {
		return false
	}
	return c.Public().Withheld || slices.ContainsFunc(c.Corrections, func(k CorrectionLine) bool { return k.Restricted }) ||
		slices.ContainsFunc(c.Items, func(i MinutesItem) bool {
			return slices.ContainsFunc(i.Papers, func(p PaperLine) bool { return p.Restricted }) ||
				slices.ContainsFunc(i.Paragraphs, func(p Paragraph) bool { return p.HeadingRestricted || p.ReviewsRestricted })
		})
}
