package models

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// MemberHome is what a partner or a member finds when they come in. A member
// has no Items and Practices of their own.
type MemberHome struct {
	Today calendar.Date
	Next  *HomeMeeting
	Later []Meeting // the meetings after that
	// Submissions is the meeting that takes items now, soonest to close; nil
	// where none does, and for members.
	Submissions *Meeting
	Items       []Item // own and the organisation's, with what became of them
	Practices   []Practice
	Actions     []TrackerLine // those owed, the most urgent first
	Owed        ActionCounts
	Tracker     ActionCounts // the whole partnership's
	Documents   []HomeDocument
	Published   []PublicPractice // the newest practices
}

// HomeDocument is an agenda or minutes that were sent out.
type HomeDocument struct {
	Meeting  Meeting
	Agenda   bool // else minutes
	Version  int
	State    MinutesState
	IssuedAt time.Time
	// CorrectionsOn is the last day to ask for a correction; not set when there
	// is nothing more to ask.
	CorrectionsOn calendar.Date
	// New says that it came out after the last meeting.
	New bool
}

const (
	ownItemsShown     = 12
	ownActionsShown   = 6
	documentsShown    = 4
	membersPractices  = 4
	ownPracticesShown = 6
	itemsShownAfter   = 24 * time.Hour // the start of their meeting
)

// MemberHome tells a partner or a member what they need to know and do.
func (s *Store) MemberHome(ctx context.Context, actor Actor) (MemberHome, error) {
	p, err := s.mayRead(ctx, actor, ReadMeetings)
	if err != nil {
		return MemberHome{}, err
	}
	h := MemberHome{Today: s.today(p)}
	db, now := s.reading(ctx), s.Now()
	ahead, err := meetingsAhead(db, now)
	if err != nil {
		return h, err
	}
	if err := h.meetings(db, p, actor, ahead, now); err != nil {
		return h, err
	}
	if actor.Reach(SubmitItems) != No {
		if err := h.own(db, actor, now); err != nil {
			return h, err
		}
	}
	owed, err := s.Tracker(ctx, actor, TrackerFilter{Mine: true, Limit: ownActionsShown})
	if err != nil {
		return h, err
	}
	h.Owed = countsOf(owed)
	for _, g := range owed.Groups {
		h.Actions = append(h.Actions, g.Actions...)
	}
	if h.Tracker, err = countActions(trackerQuery{db: db, actor: actor, zone: p.Location(), today: h.Today}, TrackerFilter{}); err != nil {
		return h, err
	}
	if err := h.documents(db, ahead, now); err != nil {
		return h, err
	}
	h.Published, err = newestPractices(db, membersPractices)
	return h, err
}

// meetings fills in what is to come, and the viewer's place at the next one.
func (h *MemberHome) meetings(db *gorm.DB, p Partnership, actor Actor, ahead []Meeting, now time.Time) error {
	var err error
	if len(ahead) > 0 {
		if h.Next, err = homeMeeting(db, p, actor, ahead[0]); err != nil {
			return err
		}
		h.Later = ahead[1:]
	}
	if actor.Reach(SubmitItems) == No {
		return nil
	}
	for i, m := range ahead {
		if m.TakesSubmissions(now) {
			h.Submissions = &ahead[i]
			break
		}
	}
	return nil
}

// own fills in what the viewer and their organisation sent in.
func (h *MemberHome) own(db *gorm.DB, actor Actor, now time.Time) error {
	// What was sent for a meeting is of interest until that meeting is over; a
	// draft until somebody takes it further.
	err := db.Joins("join meetings on meetings.id = items.meeting_id").
		Where("(items.author_id = ? or items.organisation_id = ?) and items.kind <> ?", actor.PersonID, actor.OrganisationID, ItemStanding).
		Where("items.state = ? or items.state in ? and meetings.starts_at > ?", ItemDraft,
			[]ItemState{ItemWaiting, ItemAccepted, ItemDeferred, ItemDeclined}, now.Add(-itemsShownAfter)).
		// The copy that waits at the later meeting says nothing that the deferred
		// item does not.
		Where(`not exists (select 1 from items f join meetings fm on fm.id = f.meeting_id
			where f.id = items.deferred_from_id and items.state = ? and fm.starts_at > ?)`, ItemWaiting, now.Add(-itemsShownAfter)).
		Preload("Meeting").Preload("DeferredTo").
		Order("items.id desc").Limit(ownItemsShown).Find(&h.Items).Error
	if err != nil {
		return err
	}
	order := map[ItemState]int{ItemDraft: 0, ItemDeclined: 1, ItemDeferred: 2, ItemWaiting: 3, ItemAccepted: 4}
	slices.SortStableFunc(h.Items, func(a, b Item) int { return order[a.State] - order[b.State] })
	err = db.Where("(author_id = ? or organisation_id = ?) and state in ?", actor.PersonID, actor.OrganisationID,
		[]PracticeState{PracticeDraft, PracticeSubmitted, PracticeReturned}).
		Order("id desc").Limit(ownPracticesShown).Find(&h.Practices).Error
	rank := map[PracticeState]int{PracticeReturned: 0, PracticeDraft: 1, PracticeSubmitted: 2}
	slices.SortStableFunc(h.Practices, func(a, b Practice) int { return rank[a.State] - rank[b.State] })
	return err
}

// documents fills in the newest agendas and minutes, newest first.
func (h *MemberHome) documents(db *gorm.DB, ahead []Meeting, now time.Time) error {
	var rows []struct {
		Meeting
		MinutesState MinutesState
		Circulated   int
		CirculatedAt *time.Time
		PublishedAt  *time.Time
		AgreedOn     calendar.Date
	}
	err := db.Table("meetings").Joins("join minutes n on n.meeting_id = meetings.id and n.circulated > 0").
		Select("meetings.*, n.state as minutes_state, n.circulated, n.circulated_at, n.published_at, n.agreed_on").
		Order("meetings.starts_at desc").Limit(documentsShown - 1).Scan(&rows).Error
	if err != nil {
		return err
	}
	var last []Meeting
	err = db.Select("id", "starts_at").Where("starts_at < ? and state in ?", now, []MeetingState{MeetingHeld, MeetingClosed}).Order("starts_at desc").Limit(1).Find(&last).Error
	if err != nil {
		return err
	}
	for _, m := range ahead {
		if m.AgendaVersion > 0 && m.AgendaPublishedAt != nil {
			h.Documents = append(h.Documents, HomeDocument{Meeting: m, Agenda: true, Version: m.AgendaVersion, IssuedAt: *m.AgendaPublishedAt})
		}
	}
	for _, r := range rows {
		d := HomeDocument{Meeting: r.Meeting, Version: r.Circulated, State: r.MinutesState}
		if r.CirculatedAt != nil {
			d.IssuedAt = *r.CirculatedAt
		}
		if r.MinutesState == MinutesCirculated && !r.CorrectionsOn.Before(h.Today) {
			d.CorrectionsOn = r.CorrectionsOn
		}
		h.Documents = append(h.Documents, d)
	}
	for i := range h.Documents {
		d := &h.Documents[i]
		d.New = len(last) > 0 && d.IssuedAt.After(last[0].StartsAt)
	}
	return nil
}

// newestPractices are the newest published ones that query lets through.
func newestPractices(query *gorm.DB, limit int) ([]PublicPractice, error) {
	var list []PublicPractice
	err := query.Table("practices").Joins("join organisations o on o.id = practices.organisation_id").
		Select("practices.slug, practices.title, practices.summary, practices.published_at, o.name as organisation").
		Where("practices.state = ? and practices.published_at is not null", PracticePublished).
		Order("practices.published_at desc, practices.id desc").Limit(limit).Scan(&list).Error
	return list, err
}
