package models

import (
	"strings"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// meetingRecord is all that is kept of what happened at one meeting, as rows,
// read in a fixed number of questions.
type meetingRecord struct {
	partnership   Partnership
	meeting       Meeting
	minutes       Minutes
	attendances   []Attendance
	organisations []Organisation
	items         []AgendaLine
	entries       []Entry
	interests     []Interest
	corrections   []Correction
	agreedAt      *Meeting  // the meeting that agreed the minutes
	later         []Meeting // the meetings to come after this one
	// calledNow are the names today of those whose names are not published.
	calledNow map[int64]string
	now       time.Time
}

// readAttendance reads who was at a meeting.
func readAttendance(db *gorm.DB, ref string) (*meetingRecord, error) {
	r := &meetingRecord{}
	if err := db.Limit(1).Find(&r.partnership).Error; err != nil {
		return nil, err
	}
	var err error
	if r.meeting, err = meetingBy(db, "reference = ?", strings.ToLower(ref)); err != nil {
		return nil, err
	}
	if r.minutes, err = minutesOf(db, r.meeting.ID); err != nil {
		return nil, err
	}
	if err := db.Where("meeting_id = ?", r.meeting.ID).Order("position, id").Find(&r.attendances).Error; err != nil {
		return nil, err
	}
	err = db.Find(&r.organisations).Error
	inNameOrder(r.organisations)
	return r, err
}

// readRecord reads all of a meeting's record.
func readRecord(db *gorm.DB, ref string, now time.Time) (*meetingRecord, error) {
	r, err := readAttendance(db, ref)
	if err != nil {
		return nil, err
	}
	r.now = now
	if err := r.readItems(db); err != nil {
		return nil, err
	}
	id := r.meeting.ID
	err = db.Preload("Action").Preload("Action.Owners", func(db *gorm.DB) *gorm.DB { return db.Order("position, id") }).
		Preload("Action.Owners.Person.Organisation").Preload("Action.Owners.Organisation").Preload("Reviews").
		Where("meeting_id = ?", id).Order("item_id, position, id").Find(&r.entries).Error
	if err != nil {
		return nil, err
	}
	if err := db.Where("meeting_id = ?", id).Order("id").Find(&r.interests).Error; err != nil {
		return nil, err
	}
	if err := db.Where("meeting_id = ?", id).Order("id").Find(&r.corrections).Error; err != nil {
		return nil, err
	}
	var unnamed []Person
	if err := db.Select("id", "name").Where("id in (?)", db.Model(&Attendance{}).Select("person_id").Where("meeting_id = ? and restricted = ?", id, true)).Find(&unnamed).Error; err != nil {
		return nil, err
	}
	r.calledNow = make(map[int64]string, len(unnamed))
	for _, p := range unnamed {
		r.calledNow[p.ID] = p.Name
	}
	if r.minutes.AgreedAtID != nil {
		at, err := meetingBy(db, "id = ?", *r.minutes.AgreedAtID)
		if err != nil {
			return nil, err
		}
		r.agreedAt = &at
	}
	r.later, err = meetingsAfter(db, r.meeting, MeetingPlanned, MeetingCalled, MeetingPublished, MeetingHeld, MeetingClosed)
	return r, err
}

// readItems reads the meeting's agenda.
func (r *meetingRecord) readItems(db *gorm.DB) error {
	items, err := itemsWithAll(db.Where("meeting_id = ? and state = ?", r.meeting.ID, ItemAccepted).Order("position, id"))
	if err != nil {
		return err
	}
	before, err := previousMeeting(db, r.meeting)
	if err != nil {
		return err
	}
	section, minutes := "", 0
	for k, i := range items {
		line := i.line(r.partnership, r.meeting, before)
		line.Number = k + 1
		line.Starts = calendar.ClockOf(r.meeting.StartsAt.Add(time.Duration(minutes)*time.Minute), r.partnership.Location()).String()
		minutes += i.Minutes
		if i.Section != section {
			line.Section, section = i.Section, i.Section
		}
		for n := range line.Papers {
			line.Papers[n].Label = paperLabel(line.Number, n, len(line.Papers))
		}
		r.items = append(r.items, line)
	}
	return nil
}

// facts is what the minutes say of the meeting: as it was held, not as it was
// planned, once that is known.
func (r *meetingRecord) facts() MeetingFacts {
	f := r.meeting.facts(r.partnership)
	if r.meeting.Began != "" {
		f.From = r.meeting.Began
	}
	if r.meeting.Ended != "" {
		f.To = r.meeting.Ended
	}
	return f
}

// nextQuarterly is the day of the meeting at which "next meeting" falls due.
func (r *meetingRecord) nextQuarterly() (Meeting, bool) {
	for _, m := range r.later {
		if m.Kind == Quarterly {
			return m, true
		}
	}
	return Meeting{}, false
}
