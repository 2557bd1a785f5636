package handlers

import (
	"slices"

	"quarterday/models"
)

// holder is a page of which what it shows decides the marking: it is marked as
// what is for members only as soon as it shows anything that is. Agendas, minutes
// and documents as pages say themselves how they are marked, as they were issued.
type holder interface {
	page
	holdsRestricted() bool
}

// mark puts the marking on a page that holds what is for members only; render
// calls it for every page.
func mark(data any) {
	if h, ok := data.(holder); ok && h.holdsRestricted() {
		f := h.framed()
		f.Marking = f.restricted
	}
}

func anyItem(items ...models.Item) bool {
	return slices.ContainsFunc(items, func(i models.Item) bool { return i.Restricted })
}

func anyLine(lines []models.AgendaLine) bool {
	return slices.ContainsFunc(lines, func(l models.AgendaLine) bool { return l.Restricted })
}

func anyAttendance(rows []models.Attendance) bool {
	return slices.ContainsFunc(rows, func(a models.Attendance) bool { return a.Restricted })
}

func anyCard(cards []models.PracticeCard) bool {
	return slices.ContainsFunc(cards, func(p models.PracticeCard) bool { return models.MembersOnly(p.State, p.Visibility) })
}

// Meetings, their agendas and items.

func (p *meetingPage) holdsRestricted() bool { return anyLine(p.Agenda.Items) }
func (p *buildPage) holdsRestricted() bool {
	return anyLine(p.Content.Items) || p.Changed != nil && anyLine(p.Changed.Items)
}
func (p *publishPage) holdsRestricted() bool { return anyLine(p.Content.Items) }
func (p *queuePage) holdsRestricted() bool {
	return anyItem(p.Waiting...) || anyItem(p.QueuePage.Decided...) || anyItem(p.ByMail...)
}
func (p *decidePage) holdsRestricted() bool   { return p.Item.Restricted }
func (p *itemFormPage) holdsRestricted() bool { return p.Item.Restricted || p.Form.Restricted }
func (p *itemsPage) holdsRestricted() bool {
	return slices.ContainsFunc(p.Items, func(r itemRow) bool { return r.Restricted })
}
func (p *itemPage) holdsRestricted() bool {
	return p.Item.Restricted || p.From != nil && p.From.Restricted || p.Next != nil && p.Next.Restricted ||
		slices.ContainsFunc(p.Item.Papers, func(paper models.Paper) bool { return paper.Restricted })
}
func (p *MemberHomePage) holdsRestricted() bool {
	return slices.ContainsFunc(p.Items, func(i OwnItem) bool { return i.Restricted }) ||
		slices.ContainsFunc(p.Actions, func(a OwnAction) bool { return a.Restricted })
}

// The taking of minutes.

func (v *takeView) holdsRestricted() bool {
	return slices.ContainsFunc(v.Items, func(i models.TakeItem) bool { return i.Restricted }) ||
		slices.ContainsFunc(v.Entries, func(e models.TakeEntry) bool { return e.Restricted }) ||
		slices.ContainsFunc(v.Item.Interests, func(i models.Interest) bool { return i.Restricted }) ||
		slices.ContainsFunc(v.Open, func(a models.TrackerLine) bool { return a.Restricted }) ||
		anyAttendance(v.HereIDs)
}
func (v *entryView) holdsRestricted() bool {
	return v.Entry.Restricted || v.Fields.Restricted || anyLine(v.EntryPage.Items)
}
func (v *correctionsView) holdsRestricted() bool {
	return slices.ContainsFunc(v.Corrections, func(k models.Correction) bool { return k.Restricted })
}
func (v *attendanceView) holdsRestricted() bool { return anyAttendance(v.Rows) }
func (v *attendeeView) holdsRestricted() bool {
	return v.Attendance.Restricted || v.Form.Restricted || anyAttendance(v.Others)
}

// Decisions, actions and practices.

func (v *decisionsView) holdsRestricted() bool {
	return slices.ContainsFunc(v.Decisions, func(d models.DecisionLine) bool { return d.Restricted })
}
func (v *trackerView) holdsRestricted() bool {
	return slices.ContainsFunc(v.Tracker.Groups, func(g models.TrackerGroup) bool {
		return slices.ContainsFunc(g.Actions, func(a models.TrackerLine) bool { return a.Restricted })
	})
}
func (v *actionView) holdsRestricted() bool  { return v.Action.Restricted }
func (v *libraryView) holdsRestricted() bool { return anyCard(v.Cards) }
func (v *practiceView) holdsRestricted() bool {
	return models.MembersOnly(v.Practice.State, v.Practice.Visibility)
}
func (v *practiceFormView) holdsRestricted() bool {
	return models.MembersOnly(v.Practice.State, v.Practice.Visibility)
}
