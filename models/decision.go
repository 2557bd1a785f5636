package models

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gorm.io/gorm"
)

// DecisionFilter narrows the register: to a year, a meeting, or words.
type DecisionFilter struct {
	Year    int
	Meeting string // reference
	Words   string
	Before  int64 // continue after this decision, for the next page
	All     bool  // on one page, for a document
}

// DecisionLine is one decision of the register.
type DecisionLine struct {
	EntryID    int64
	Reference  string // 2026-Q3/D2
	Meeting    MeetingFacts
	Paragraph  string // "5.3"
	Item       string
	Text       string // Markdown
	How        string
	Restricted bool
	Draft      bool // the minutes have not been agreed
}

// DecisionPage is a page of the register, the newest first.
type DecisionPage struct {
	Decisions []DecisionLine
	Years     []int
	More      int64 // Before of the next page; 0 on the last
}

const decisionsOnAPage = 50

// Decisions is the register of what the partnership has decided. The public
// finds what published minutes say; members find what was circulated, and the
// secretariat what is being minuted too.
func (s *Store) Decisions(ctx context.Context, actor Actor, filter DecisionFilter) (DecisionPage, error) {
	var page DecisionPage
	db := s.reading(ctx)
	p, err := s.Partnership(ctx)
	if err != nil {
		return page, err
	}
	states := []MinutesState{MinutesPublished}
	if actor.May(ReadMeetings, false) {
		states = append(states, MinutesAgreed, MinutesCirculated)
	}
	if actor.May(TakeMinutes, false) {
		states = append(states, MinutesDrafting)
	}
	seen := func() *gorm.DB {
		q := db.Table("entries").Joins("join meetings on meetings.id = entries.meeting_id").Joins("join minutes on minutes.meeting_id = meetings.id").
			Joins("join items on items.id = entries.item_id").Where("entries.kind = ? and minutes.state in ?", EntryDecision, states)
		if !actor.May(ReadRestricted, false) {
			q = q.Where("not entries.restricted and not items.restricted")
		}
		return q
	}
	if err := seen().Distinct("meetings.year").Order("meetings.year desc").Pluck("meetings.year", &page.Years).Error; err != nil {
		return page, err
	}
	q := seen()
	if filter.Year != 0 {
		q = q.Where("meetings.year = ?", filter.Year)
	}
	if filter.Meeting != "" {
		if err := knownMeeting(db, actor, filter.Meeting); err != nil {
			return page, err
		}
		q = q.Where("meetings.reference = ?", filter.Meeting)
	}
	for word := range strings.FieldsSeq(filter.Words) {
		find := like(word)
		q = q.Where("("+has("entries.text")+" or "+has("items.title")+")", find, find)
	}
	if filter.Before != 0 {
		q = q.Where(`(meetings.starts_at, entries.number) < (select m.starts_at, e.number from entries e join meetings m on m.id = e.meeting_id where e.id = ?)`, filter.Before)
	}
	var entries []Entry
	if !filter.All {
		q = q.Limit(decisionsOnAPage + 1)
	}
	if err := q.Select("entries.*").Order("meetings.starts_at desc, entries.number desc").Find(&entries).Error; err != nil {
		return page, err
	}
	if len(entries) > decisionsOnAPage && !filter.All {
		entries = entries[:decisionsOnAPage]
		page.More = entries[decisionsOnAPage-1].ID
	}
	if err := page.fill(db, p, entries); err != nil || actor.May(TakeMinutes, false) {
		return page, err
	}
	return page, page.asCirculated(db)
}

// knownMeeting says that there is no such meeting to somebody who cannot know of
// it: the public learns of those whose minutes are published.
func knownMeeting(db *gorm.DB, actor Actor, ref string) error {
	q := db.Model(&Meeting{}).Where("reference = ?", ref)
	if !actor.May(ReadMeetings, false) {
		q = q.Where("id in (select meeting_id from minutes where state = ?)", MinutesPublished)
	}
	var n int64
	if err := q.Count(&n).Error; err != nil {
		return err
	}
	if n == 0 {
		return notFound("meeting")
	}
	return nil
}

// asCirculated puts the decisions of minutes that are not agreed yet as their
// readers were sent them; what has been written since is the secretariat's.
func (page *DecisionPage) asCirculated(db *gorm.DB) error {
	refs := map[string]bool{}
	for _, d := range page.Decisions {
		if d.Draft {
			refs[d.Meeting.Reference] = true
		}
	}
	var sent []MinutesVersion
	err := db.Where("id in (select max(id) from minutes_versions where kind = ? and meeting_id in (select id from meetings where reference in ?) group by meeting_id)",
		MinutesCirculated, slices.Collect(maps.Keys(refs))).Find(&sent).Error
	if err != nil {
		return err
	}
	read := map[string]Paragraph{}
	for _, v := range sent {
		var c MinutesContent
		if err := json.Unmarshal([]byte(v.Content), &c); err != nil {
			return fmt.Errorf("minutes of meeting %d, version %d: %w", v.MeetingID, v.Version, err)
		}
		for _, i := range c.Items {
			for _, p := range i.Paragraphs {
				if p.Kind == EntryDecision {
					read[p.Reference] = p
				}
			}
		}
	}
	kept := page.Decisions[:0]
	for _, d := range page.Decisions {
		if d.Draft {
			p, ok := read[d.Reference]
			if !ok {
				continue
			}
			d.Text, d.How, d.Paragraph = p.Text, p.How, p.Number
		}
		kept = append(kept, d)
	}
	page.Decisions = kept
	return nil
}

// fill words the decisions, with the numbers that their paragraphs have.
func (page *DecisionPage) fill(db *gorm.DB, p Partnership, entries []Entry) error {
	ids := make([]int64, len(entries))
	for i, e := range entries {
		ids[i] = e.MeetingID
	}
	meetings := map[int64]Meeting{}
	var list []Meeting
	if err := db.Preload("Chair").Preload("MinuteTaker").Where("id in ?", ids).Find(&list).Error; err != nil {
		return err
	}
	for _, m := range list {
		meetings[m.ID] = m
	}
	var items []Item
	if err := db.Where("meeting_id in ? and state = ?", ids, ItemAccepted).Order("meeting_id, position, id").Find(&items).Error; err != nil {
		return err
	}
	number, title, restricted, last := map[int64]int{}, map[int64]string{}, map[int64]bool{}, int64(0)
	n := 0
	for _, i := range items {
		if i.MeetingID != last {
			n, last = 0, i.MeetingID
		}
		n++
		number[i.ID], title[i.ID], restricted[i.ID] = n, i.Title, i.Restricted
	}
	var all []Entry
	if err := db.Select("id", "item_id", "kind", "text").Where("meeting_id in ?", ids).Order("item_id, position, id").Find(&all).Error; err != nil {
		return err
	}
	paragraph, k, item := map[int64]int{}, 0, int64(0)
	for _, e := range all {
		if e.ItemID != item {
			k, item = 0, e.ItemID
		}
		if e.Kind != EntryNote || e.Text != "" {
			k++
		}
		paragraph[e.ID] = k
	}
	var drafts []int64
	if err := db.Model(&Minutes{}).Where("meeting_id in ? and state in ?", ids, []MinutesState{MinutesDrafting, MinutesCirculated}).Pluck("meeting_id", &drafts).Error; err != nil {
		return err
	}
	draft := map[int64]bool{}
	for _, id := range drafts {
		draft[id] = true
	}
	for _, e := range entries {
		m := meetings[e.MeetingID]
		facts := m.facts(p)
		facts.JoiningLink = ""
		page.Decisions = append(page.Decisions, DecisionLine{
			EntryID: e.ID, Reference: DecisionReference(m, e.Number), Meeting: facts, Paragraph: fmt.Sprintf("%d.%d", number[e.ItemID], paragraph[e.ID]),
			Item: title[e.ItemID], Text: e.Text, How: e.HowInWords(), Restricted: e.Restricted || restricted[e.ItemID], Draft: draft[e.MeetingID],
		})
	}
	return nil
}
