package models

import (
	"context"
	"errors"
	"strings"

	"gorm.io/gorm"
)

// Meeting is the meeting of this reference, with its chair and minute-taker.
func (s *Store) Meeting(ctx context.Context, actor Actor, ref string) (Meeting, error) {
	if !actor.May(ReadMeetings, false) {
		return Meeting{}, notFound("meeting")
	}
	return meetingBy(s.reading(ctx), "reference = ?", strings.ToLower(ref))
}

// meeting is the meeting of this reference, inside a command.
func (t *tx) meeting(ref string) (Meeting, error) {
	return meetingBy(t.DB, "reference = ?", strings.ToLower(ref))
}

// meetingByID is the same for one that another row points to.
func (t *tx) meetingByID(id int64) (Meeting, error) { return meetingBy(t.DB, "id = ?", id) }

func meetingBy(db *gorm.DB, query string, arg any) (Meeting, error) {
	var m Meeting
	err := db.Preload("Chair.Organisation").Preload("MinuteTaker.Organisation").Where(query, arg).First(&m).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return m, notFound("meeting")
	}
	return m, err
}

// nextMeetingsShown is how many meetings to come are listed, two years' worth.
const nextMeetingsShown = 8

// NextMeetings are the meetings after this one that were not cancelled, the
// soonest first.
func (s *Store) NextMeetings(ctx context.Context, after Meeting) ([]Meeting, error) {
	return meetingsAfter(s.reading(ctx), after, MeetingPlanned, MeetingCalled, MeetingPublished, MeetingHeld, MeetingClosed)
}

// LaterMeetings are the meetings after this one whose agenda can still take an
// item that is put off.
func (s *Store) LaterMeetings(ctx context.Context, after Meeting) ([]Meeting, error) {
	return meetingsAfter(s.reading(ctx), after, MeetingPlanned, MeetingCalled, MeetingPublished)
}

func meetingsAfter(db *gorm.DB, after Meeting, states ...MeetingState) ([]Meeting, error) {
	var list []Meeting
	err := db.Where("starts_at > ? and state in ?", after.StartsAt, states).Order("starts_at").Limit(nextMeetingsShown).Find(&list).Error
	return list, err
}

// previousMeeting is the quarterly meeting before this one, whose minutes it is
// to agree; nil for the first.
func previousMeeting(db *gorm.DB, before Meeting) (*Meeting, error) {
	var list []Meeting
	err := db.Where("starts_at < ? and kind = ? and state <> ?", before.StartsAt, Quarterly, MeetingCancelled).Order("starts_at desc").Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// ActivePeople are those who can be named on a meeting, by name.
func (s *Store) ActivePeople(ctx context.Context, actor Actor) ([]Person, error) {
	if _, err := s.mayRead(ctx, actor, ReadDirectory); err != nil {
		return nil, err
	}
	var people []Person
	err := s.reading(ctx).Joins("Organisation").Where("people.deactivated_at is null").Order("people.id").Find(&people).Error
	inNameOrder(people)
	return people, err
}
