package models

import (
	"context"
	"time"

	"gorm.io/gorm"
)

// PublicHome is the partnership's face to those who are not signed in.
type PublicHome struct {
	// Next is the day of the next quarterly meeting, where the settings let the
	// public know; nil otherwise. Never where it is or who comes.
	Next      *PublicDate
	Minutes   []PublicMinutes
	Practices []PublicPractice
}

// PublicDate is all that the public hears of a meeting to come.
type PublicDate struct {
	StartsAt, EndsAt time.Time
}

// PublicMinutes are minutes whose public edition is out.
type PublicMinutes struct {
	Reference   string
	Name        string
	StartsAt    time.Time
	PublishedAt time.Time
}

// Named is the meeting within a sentence.
func (m PublicMinutes) Named() string { return nameWithin(m.Name) }

// PublicPractice is a published practice as lists show it.
type PublicPractice struct {
	Slug, Title, Summary, Organisation string
	PublishedAt                        time.Time
}

const (
	// There is no other list of minutes for the public: this is 25 years of them.
	publicMinutesShown   = 100
	publicPracticesShown = 4
)

// PublicHome tells what anyone may know.
func (s *Store) PublicHome(ctx context.Context) (PublicHome, error) {
	var h PublicHome
	p, err := s.Partnership(ctx)
	if err != nil {
		return h, err
	}
	db, now := s.reading(ctx), s.Now()
	var ahead []Meeting
	err = db.Select("id", "starts_at", "duration_minutes").
		Where("kind = ? and state in ? and starts_at > ?", Quarterly, []MeetingState{MeetingPlanned, MeetingCalled, MeetingPublished}, now).
		Order("starts_at").Limit(1).Find(&ahead).Error
	if err != nil {
		return h, err
	}
	if p.NextMeetingPublic && len(ahead) > 0 {
		h.Next = &PublicDate{ahead[0].StartsAt, ahead[0].EndsAt()}
	}
	if h.Minutes, err = newestPublicMinutes(db.Order("meetings.starts_at desc"), publicMinutesShown); err != nil {
		return h, err
	}
	h.Practices, err = newestPractices(db.Where("practices.visibility = ?", ForPublic), publicPracticesShown)
	return h, err
}

// newestPublicMinutes are the first minutes of the order that db has whose
// public edition is out.
func newestPublicMinutes(db *gorm.DB, most int) ([]PublicMinutes, error) {
	var rows []struct {
		Meeting
		PublishedAt time.Time
	}
	err := db.Table("meetings").Joins("join minutes n on n.meeting_id = meetings.id and n.state = ? and n.published_at is not null", MinutesPublished).
		Select("meetings.*, n.published_at").Limit(most).Scan(&rows).Error
	var list []PublicMinutes
	for _, m := range rows {
		list = append(list, PublicMinutes{m.Reference, m.Name(), m.StartsAt, m.PublishedAt})
	}
	return list, err
}
