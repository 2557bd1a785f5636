package models

import (
	"context"

	"quarterday/calendar"
)

// TakeMinutesPage is what the minute-taker's screen shows: the agenda and where
// the meeting stands, one item's minutes, who is here, what is open.
type TakeMinutesPage struct {
	Meeting MeetingFacts
	MayTake bool // entries can be written
	Minutes Minutes
	Zone    string // IANA name, for the clock
	Today   bool   // the meeting is on this day, so the clock means something
	Items   []TakeItem
	Item    TakeItem // the one that is minuted now
	// Version is the meeting's, for finishing it.
	Version  int
	Entries  []TakeEntry
	Here     []AttendanceLine
	HereIDs  []Attendance // those at the meeting whom an interest can be noted of
	Quorum   Quorum
	Open     []TrackerLine // actions of earlier meetings, not settled
	Previous *PreviousMinutes
	Words    vocabulary
}

// TakeItem is one item of the agenda as the minute-taker sees it.
type TakeItem struct {
	AgendaLine
	Ends      string // planned end, "11:05"
	Entries   int
	Began     string // wall time of the first entry on the day of the meeting
	Interests []Interest
}

// TakeEntry is a paragraph as it is being written.
type TakeEntry struct {
	Entry Entry
	Paragraph
}

// PreviousMinutes are those that this meeting is to agree.
type PreviousMinutes struct {
	Meeting MeetingFacts
	Minutes Minutes
	Waiting int // corrections that nobody has answered
}

// TakeMinutesPage reads the minute-taker's screen; itemID 0 is the item that
// was minuted last, or the first.
func (s *Store) TakeMinutesPage(ctx context.Context, actor Actor, ref string, itemID int64) (TakeMinutesPage, error) {
	var page TakeMinutesPage
	if !actor.May(TakeMinutes, false) {
		return page, notAllowed("You may not " + string(TakeMinutes) + ".")
	}
	db := s.reading(ctx)
	r, err := readRecord(db, ref, s.Now())
	if err != nil {
		return page, err
	}
	zone := r.partnership.Location()
	page.Meeting, page.Minutes, page.Version, page.Quorum = r.facts(), r.minutes, r.meeting.Version, r.quorum()
	page.MayTake = takesMinutes(r.meeting.State) && r.minutes.Open()
	page.Zone, page.Today = r.partnership.TimeZone, calendar.DateOf(r.now, zone) == r.day()
	page.fillItems(r, itemID)
	if itemID != 0 && page.Item.ItemID != itemID {
		return page, notFound("agenda item")
	}
	page.fillEntries(r)
	draft := r.content()
	page.Here = append(append(page.Here, draft.Present...), draft.InAttendance...)
	for _, a := range r.attendances {
		if a.Outcome == Present && a.Name != "" {
			page.HereIDs = append(page.HereIDs, a)
		}
	}
	if page.Open, err = arising(db, r.partnership, r.meeting, r.now); err != nil {
		return page, err
	}
	if page.Previous, err = s.previousToAgree(ctx, r); err != nil {
		return page, err
	}
	page.Words, err = readVocabulary(db, r.meeting, r.partnership, r.now)
	return page, err
}

// fillItems lists the agenda with its times and chooses the current item.
func (page *TakeMinutesPage) fillItems(r *meetingRecord, itemID int64) {
	zone := r.partnership.Location()
	counts, began, last := map[int64]int{}, map[int64]string{}, Entry{}
	for _, e := range r.entries {
		counts[e.ItemID]++
		if calendar.DateOf(e.CreatedAt, zone) == r.day() {
			at := calendar.ClockOf(e.CreatedAt, zone).String()
			if b, ok := began[e.ItemID]; !ok || at < b {
				began[e.ItemID] = at
			}
		}
		if e.ID > last.ID {
			last = e
		}
	}
	if itemID == 0 {
		itemID = last.ItemID
	}
	for _, line := range r.items {
		item := TakeItem{AgendaLine: line, Entries: counts[line.ItemID], Began: began[line.ItemID]}
		var starts calendar.Clock
		if starts.UnmarshalText([]byte(line.Starts)) == nil {
			item.Ends = starts.Add(line.Minutes).String()
		}
		for _, i := range r.interests {
			if i.ItemID == line.ItemID {
				item.Interests = append(item.Interests, i)
			}
		}
		page.Items = append(page.Items, item)
		if line.ItemID == itemID || page.Item.ItemID == 0 {
			page.Item = item
		}
	}
}

// fillEntries gives the current item's paragraphs their numbers. A heading that
// stands alone is a row without one.
func (page *TakeMinutesPage) fillEntries(r *meetingRecord) {
	var paragraphs map[int64]Paragraph
	for _, line := range r.items {
		if line.ItemID != page.Item.ItemID {
			continue
		}
		paragraphs = map[int64]Paragraph{}
		for _, p := range r.minuted(line).Paragraphs {
			paragraphs[p.EntryID] = p
		}
	}
	for _, e := range r.entries {
		if e.ItemID != page.Item.ItemID {
			continue
		}
		p := paragraphs[e.ID]
		p.Heading = e.Heading
		p.Text, p.Restricted, p.Kind = e.Text, e.Restricted, e.Kind
		page.Entries = append(page.Entries, TakeEntry{e, p})
	}
}

// previousToAgree finds the earlier minutes that wait to be agreed: the oldest
// that were circulated.
func (s *Store) previousToAgree(ctx context.Context, r *meetingRecord) (*PreviousMinutes, error) {
	db := s.reading(ctx)
	var list []Minutes
	err := db.Joins("join meetings on meetings.id = minutes.meeting_id").Where("minutes.state = ? and meetings.starts_at < ?", MinutesCirculated, r.meeting.StartsAt).
		Order("meetings.starts_at").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	m, err := meetingBy(db, "id = ?", list[0].MeetingID)
	if err != nil {
		return nil, err
	}
	p := &PreviousMinutes{Meeting: m.facts(r.partnership), Minutes: list[0]}
	var waiting int64
	err = db.Model(&Correction{}).Where("meeting_id = ? and outcome = ?", m.ID, CorrectionWaiting).Count(&waiting).Error
	p.Waiting = int(waiting)
	return p, err
}

// EntryPage is one paragraph with what the form that changes it needs.
type EntryPage struct {
	Entry   Entry
	Meeting MeetingFacts
	MayTake bool
	Items   []AgendaLine
	Number  string // "4.2"
	Words   vocabulary
}

// EntryPage reads one paragraph for the minute-taker.
func (s *Store) EntryPage(ctx context.Context, actor Actor, id int64) (EntryPage, error) {
	var page EntryPage
	if !actor.May(TakeMinutes, false) {
		return page, notAllowed("You may not " + string(TakeMinutes) + ".")
	}
	db := s.reading(ctx)
	e, err := find[Entry](db, "paragraph", id)
	if err != nil {
		return page, err
	}
	m, err := meetingBy(db, "id = ?", e.MeetingID)
	if err != nil {
		return page, err
	}
	r, err := readRecord(db, m.Reference, s.Now())
	if err != nil {
		return page, err
	}
	page.Meeting, page.Items, page.MayTake = r.facts(), r.items, takesMinutes(m.State) && r.minutes.Open()
	for _, one := range r.entries {
		if one.ID == id {
			page.Entry = one
		}
	}
	for _, line := range r.items {
		for _, p := range r.minuted(line).Paragraphs {
			if p.EntryID == id {
				page.Number = p.Number
			}
		}
	}
	page.Words, err = readVocabulary(db, m, r.partnership, r.now)
	return page, err
}

// EntryMeeting is the reference of the meeting that a paragraph belongs to.
func (s *Store) EntryMeeting(ctx context.Context, e Entry) (string, error) {
	var ref string
	err := s.reading(ctx).Model(&Meeting{}).Where("id = ?", e.MeetingID).Pluck("reference", &ref).Error
	return ref, err
}
