package models

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"quarterday/calendar"
)

// content is the members' edition of the minutes as the rows stand now.
func (r *meetingRecord) content() MinutesContent {
	c := MinutesContent{
		Letterhead: r.partnership.letterhead(), Meeting: r.facts(), Edition: MembersEdition, State: r.minutes.State,
		Version: r.minutes.Circulated, CirculatedAt: r.minutes.CirculatedAt, AgreedOn: r.minutes.AgreedOn, Ended: r.meeting.Ended,
	}
	if r.minutes.State == MinutesDrafting {
		c.Version = 1
	}
	zone := r.partnership.Location()
	if at := r.agreedAt; at != nil {
		c.AgreeAt = calendar.DateOf(at.StartsAt, zone).Medium()
	} else if next, ok := r.nextQuarterly(); ok {
		c.AgreeAt = calendar.DateOf(next.StartsAt, zone).Medium()
	}
	r.fillAttendance(&c)
	c.HiddenNames = r.hiddenNames()
	if r.meeting.State == MeetingHeld || r.meeting.State == MeetingClosed || len(c.Present)+len(c.InAttendance) > 0 {
		c.Quorum = r.quorum().Words()
	}
	for _, line := range r.items {
		c.Items = append(c.Items, r.minuted(line))
	}
	for _, k := range r.corrections {
		if k.Outcome != CorrectionWaiting {
			c.Corrections = append(c.Corrections, k.line())
		}
	}
	for _, m := range r.later[:min(len(r.later), 4)] {
		c.Next = append(c.Next, m.facts(r.partnership))
	}
	return c
}

func (k Correction) line() CorrectionLine {
	return CorrectionLine{ID: k.ID, By: k.Name, Paragraph: k.Paragraph, Text: k.Text, Outcome: k.Outcome, Answer: k.Answer,
		AtMeeting: k.MadeAtID != nil, Restricted: k.Restricted}
}

// fillAttendance lists who was there, who sent apologies and who did not.
func (r *meetingRecord) fillAttendance(c *MinutesContent) {
	byID := map[int64]Attendance{}
	deputised := map[int64]bool{}
	for _, a := range r.attendances {
		byID[a.ID] = a
		if a.DeputyForID != nil && a.Outcome == Present {
			deputised[*a.DeputyForID] = true
		}
	}
	for _, a := range r.attendances {
		switch a.Outcome {
		case Present:
			line := AttendanceLine{Name: a.Name, Initials: a.Initials, JobTitle: a.JobTitle, Organisation: a.OrganisationName,
				Remark: a.remarks(r.meeting, byID), Restricted: a.Restricted}
			if a.DeputyForID != nil && byID[*a.DeputyForID].Restricted {
				open := a
				open.DeputyForID, open.Capacity = nil, Deputy
				line.PublicRemark = open.remarks(r.meeting, byID)
			}
			if a.Capacity == Representative || a.Capacity == Deputy {
				c.Present = append(c.Present, line)
			} else {
				c.InAttendance = append(c.InAttendance, line)
			}
		case Apologies:
			c.Apologies = append(c.Apologies, c.away(a, deputised[a.ID]))
		case Absent:
			c.Absent = append(c.Absent, c.away(a, false))
		}
	}
	slices.SortStableFunc(c.Present, func(a, b AttendanceLine) int { return chairFirst(a) - chairFirst(b) })
}

// chairFirst puts the chair at the head of the table.
func chairFirst(a AttendanceLine) int {
	if a.Remark == "chair" || strings.HasPrefix(a.Remark, "chair,") {
		return 0
	}
	return 1
}

// away names somebody who was not there: "Tara Whitfield (Kirklees Council,
// deputy sent)". Of somebody whose name is not published it notes what the
// public edition says instead.
func (c *MinutesContent) away(a Attendance, deputised bool) string {
	name, about := a.Name, a.OrganisationName
	if name == "" {
		return about
	}
	if deputised {
		about = strings.TrimPrefix(about+", deputy sent", ", ")
	}
	if about != "" {
		about = " (" + about + ")"
	}
	if a.Restricted {
		if c.Hidden == nil {
			c.Hidden = map[string]string{}
		}
		c.Hidden[name+about] = withheldName + about
	}
	return name + about
}

// minuted is an item with what was minuted under it. A heading that stands
// alone goes over the paragraph that follows it.
func (r *meetingRecord) minuted(line AgendaLine) MinutesItem {
	item := MinutesItem{ItemID: line.ItemID, Number: line.Number, Section: line.Section, Title: line.Title, Restricted: line.Restricted,
		Presenters: line.Presenters, Papers: line.Papers}
	for _, i := range r.interests {
		if i.ItemID == line.ItemID {
			item.Declared = append(item.Declared, InterestLine{Words: i.inWords(), Restricted: i.Restricted || namesIn(r.hiddenNames()).in(i.Name)})
			item.Interests = append(item.Interests, i.inWords())
		}
	}
	n, heading, headingRestricted := 0, "", false
	for _, e := range r.entries {
		if e.ItemID != line.ItemID {
			continue
		}
		if e.Text == "" && e.Kind == EntryNote {
			if heading != "" {
				item.Paragraphs = append(item.Paragraphs, Paragraph{Kind: EntryNote, Heading: heading, HeadingRestricted: headingRestricted})
			}
			heading, headingRestricted = e.Heading, e.Restricted
			continue
		}
		n++
		p := r.paragraph(e, fmt.Sprintf("%d.%d", line.Number, n))
		p.HeadingRestricted = e.Restricted && e.Heading != ""
		if p.Heading == "" && heading != "" {
			p.Heading, p.HeadingRestricted = heading, headingRestricted
		}
		heading = ""
		item.Paragraphs = append(item.Paragraphs, p)
	}
	if heading != "" {
		item.Paragraphs = append(item.Paragraphs, Paragraph{Kind: EntryNote, Heading: heading, HeadingRestricted: headingRestricted})
	}
	return item
}

// inWords is the sentence that the minutes have: "Priya Raman declared an
// interest: … . They stayed and did not vote."
func (i Interest) inWords() string {
	return fmt.Sprintf("%s declared an interest: %s %s %s.", i.Name, endSentence(i.Declared), "They", i.ThenDid)
}

// endSentence puts a full stop where there is none.
func endSentence(s string) string {
	if s = strings.TrimSpace(s); s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") {
		return s
	}
	return s + "."
}

// quorum counts the organisations that were represented.
func (r *meetingRecord) quorum() Quorum {
	var active []Organisation
	for _, o := range r.organisations {
		if o.Belongs(r.day()) {
			active = append(active, o)
		}
	}
	return r.partnership.Quorum(active, RepresentedBy(r.attendances, WasThere))
}

func (r *meetingRecord) paragraph(e Entry, number string) Paragraph {
	p := Paragraph{
		EntryID: e.ID, EntryVersion: e.Version, Number: number, Heading: e.Heading, Kind: e.Kind, Text: e.Text, Restricted: e.Restricted,
		PublicText: e.PublicText,
	}
	switch e.Kind {
	case EntryDecision:
		p.Reference, p.How = DecisionReference(r.meeting, e.Number), e.HowInWords()
	case EntryAction:
		p.Reference = ActionReference(r.meeting, e.Number)
		if e.Action != nil {
			p.Owners, p.Deadline = joinAnd(r.ownersInMinutes(*e.Action)), deadlineInMinutes(e)
		}
	}
	if e.Reviews != nil {
		p.Reviews, p.ReviewsText, p.ReviewsState = e.Reviews.Reference, e.Reviews.Text, e.reviewInWords()
		p.ReviewsRestricted = e.Reviews.Restricted
	}
	return p
}

// ownersInMinutes names the owners; of somebody whose name is not published at
// this meeting, the organisation.
func (r *meetingRecord) ownersInMinutes(a Action) []string {
	names := a.OwnerNames()
	at := len(names) - len(a.Owners)
	for i, o := range a.Owners {
		for _, hidden := range r.attendances {
			if hidden.Restricted && (hidden.PersonID != nil && same(hidden.PersonID, o.PersonID) || namesIn([]string{hidden.Name}).in(o.Name)) {
				names[at+i] = cmp.Or(hidden.OrganisationName, withheldName)
			}
		}
	}
	return names
}

// HowInWords says how a decision was reached: "Agreed", "Vote: 11 for, 1
// against, 2 abstained".
func (e Entry) HowInWords() string {
	switch e.How {
	case HowVote:
		return fmt.Sprintf("Vote: %d for, %d against, %d abstained", e.VotesFor, e.VotesAgainst, e.Abstained)
	case HowNoted:
		return "Noted"
	}
	return "Agreed"
}

func deadlineInMinutes(e Entry) string {
	a := e.Action
	switch {
	case e.DoneAtMeeting:
		return "done at the meeting"
	case a.DeadlineKind == DeadlineDate:
		return "by " + a.DueOn.Medium()
	case a.DeadlineKind == DeadlineNextMeeting && a.DueOn.IsZero():
		return "by the next meeting"
	case a.DeadlineKind == DeadlineNextMeeting:
		return "by the next meeting, " + a.DueOn.Medium()
	case a.DeadlineKind == DeadlineOngoing && a.DueOn.IsZero():
		return "ongoing"
	case a.DeadlineKind == DeadlineOngoing:
		return "ongoing, to be reviewed on " + a.DueOn.Medium()
	}
	return "no date set"
}

// reviewInWords says what the meeting made of the earlier action: "closed",
// "stays open, now due 27 September 2019".
func (e Entry) reviewInWords() string {
	words := string(e.ReviewOutcome)
	if e.ReviewDeadlineKind == "" {
		return words
	}
	deadline := deadlineWords(e.ReviewDeadlineKind, e.ReviewDueOn)
	switch e.ReviewDeadlineKind {
	case DeadlineDate:
		return words + ", now due " + deadline
	case DeadlineNone:
		return words + ", no date set"
	}
	return words + ", " + strings.ToLower(deadline[:1]) + deadline[1:]
}
