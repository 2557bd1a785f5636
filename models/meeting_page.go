package models

import (
	"context"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// MeetingPage is everything that the page of one meeting shows.
type MeetingPage struct {
	Meeting Meeting
	Now     time.Time
	Today   calendar.Date
	Basis   calendar.Basis
	// Agenda is what is on the agenda so far; once it is published, what readers
	// were given.
	Agenda AgendaContent
	// Own are the items that the viewer's organisation has begun or sent and that
	// are not on the agenda; OnAgenda counts those that are.
	Own      []Item
	OnAgenda int
	// Waiting is how many submitted items wait for the secretariat's decision.
	Waiting int

	Coming  Coming
	Mine    Attendance  // the viewer's own invitation; its ID is 0 when there is none
	Deputy  *Attendance // who stands in for the viewer
	Minutes Minutes
	// Corrections is how many corrections to the minutes wait for an answer.
	Corrections int

	Previous        *Meeting // the quarterly meeting before
	PreviousMinutes Minutes
	Next            *Meeting // the quarterly meeting after

	// Open and overdue actions of the whole tracker, as "matters arising" will
	// find them, and how many this meeting gave.
	OpenActions    int
	OverdueActions int
	GaveActions    int
}

// MeetingPage reads what the page of one meeting shows to this viewer.
func (s *Store) MeetingPage(ctx context.Context, actor Actor, ref string) (MeetingPage, error) {
	page := MeetingPage{Now: s.Now()}
	var err error
	if page.Meeting, err = s.Meeting(ctx, actor, ref); err != nil {
		return page, err
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return page, err
	}
	page.Today, page.Basis = calendar.DateOf(page.Now, p.Location()), p.QuarterBasis
	db := s.reading(ctx)
	m := page.Meeting
	for _, read := range []func() error{
		func() error { return page.readAgenda(db, p, actor) },
		func() error { return page.readItems(db, actor) },
		func() (err error) { page.Coming, err = readComing(db, p, m); return err },
		func() (err error) { page.Minutes, err = minutesOf(db, m.ID); return err },
		func() (err error) { page.Previous, err = previousMeeting(db, m); return err },
		func() error { return page.readNext(db) },
		func() error { return page.readPreviousMinutes(db) },
		func() error { return page.readCounts(db) },
	} {
		if err := read(); err != nil {
			return page, err
		}
	}
	page.findMine(actor)
	return page, nil
}

// readAgenda reads the agenda as it stands for the secretariat and until it is
// published, and as it was published for its readers.
func (page *MeetingPage) readAgenda(db *gorm.DB, p Partnership, actor Actor) (err error) {
	m := page.Meeting
	if m.AgendaVersion > 0 && !actor.May(BuildAgendas, false) {
		page.Agenda, err = publishedAgenda(db, m, m.AgendaVersion)
	} else {
		page.Agenda, err = workingAgenda(db, p, m, page.Now)
	}
	page.Agenda = page.Agenda.For(actor)
	return err
}

// readItems reads what the viewer's organisation has sent, and how many items
// wait. Those are the secretariat's to know.
func (page *MeetingPage) readItems(db *gorm.DB, actor Actor) error {
	var items []Item
	err := db.Where("meeting_id = ? and kind <> ? and state <> ?", page.Meeting.ID, ItemStanding, ItemWithdrawn).Order("id").Find(&items).Error
	if err != nil {
		return err
	}
	builds := actor.May(BuildAgendas, false)
	for _, i := range items {
		if i.State == ItemWaiting && builds {
			page.Waiting++
		}
		if builds || !i.OwnedBy(actor) {
			continue
		}
		// What is on the agenda is seen there.
		if i.State == ItemAccepted {
			page.OnAgenda++
		} else if i.VisibleTo(actor) {
			page.Own = append(page.Own, i)
		}
	}
	return nil
}

func (page *MeetingPage) readNext(db *gorm.DB) error {
	next, err := meetingsAfter(db.Where("kind = ?", Quarterly), page.Meeting, MeetingPlanned, MeetingCalled, MeetingPublished, MeetingHeld, MeetingClosed)
	if err == nil && len(next) > 0 {
		page.Next = &next[0]
	}
	return err
}

func (page *MeetingPage) readPreviousMinutes(db *gorm.DB) (err error) {
	var id int64 // none has the number 0
	if page.Previous != nil {
		id = page.Previous.ID
	}
	page.PreviousMinutes, err = minutesOf(db, id)
	return err
}

func (page *MeetingPage) readCounts(db *gorm.DB) error {
	var counts struct{ Open, Overdue, Gave, Corrections int }
	err := db.Raw(`select
		(select count(*) from actions where state = ?) as open,
		(select count(*) from actions where state = ? and deadline_kind in ? and due_on < ?) as overdue,
		(select count(*) from actions where meeting_id = ?) as gave,
		(select count(*) from corrections where meeting_id = ? and outcome = ?) as corrections`,
		ActionOpen, ActionOpen, []DeadlineKind{DeadlineDate, DeadlineNextMeeting}, page.Today,
		page.Meeting.ID, page.Meeting.ID, CorrectionWaiting).Scan(&counts).Error
	page.OpenActions, page.OverdueActions, page.GaveActions, page.Corrections = counts.Open, counts.Overdue, counts.Gave, counts.Corrections
	return err
}

// findMine picks the viewer's own invitation out of the answers.
func (page *MeetingPage) findMine(actor Actor) {
	page.Mine = Attendance{Reply: NoReply}
	all := append([]ComingPerson{}, page.Coming.Others...)
	for _, o := range page.Coming.Organisations {
		all = append(all, o.People...)
	}
	for _, p := range all {
		if p.PersonID != nil && *p.PersonID == actor.PersonID {
			page.Mine = p.Attendance
		}
	}
	for _, p := range all {
		if page.Mine.ID != 0 && p.DeputyForID != nil && *p.DeputyForID == page.Mine.ID {
			d := p.Attendance
			page.Deputy = &d
		}
	}
}
