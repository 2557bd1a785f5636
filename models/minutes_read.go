package models

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"gorm.io/gorm"
)

// frozen reads minutes as they were issued: of this kind, and of this version
// where it is not 0.
func frozen(db *gorm.DB, meetingID int64, kind MinutesState, version int) (MinutesContent, error) {
	var c MinutesContent
	var v MinutesVersion
	q := db.Where("meeting_id = ? and kind = ?", meetingID, kind)
	if version != 0 {
		q = q.Where("version = ?", version)
	}
	err := q.Order("version desc").First(&v).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return c, notFound("version of the minutes")
	}
	if err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(v.Content), &c); err != nil {
		return c, fmt.Errorf("minutes of meeting %d, %s version %d: %w", meetingID, kind, v.Version, err)
	}
	return c, nil
}

// circulatedVersions are the minutes as they were circulated, by their version.
func circulatedVersions(db *gorm.DB, meetingID int64) (map[int]*MinutesContent, error) {
	var versions []MinutesVersion
	if err := db.Where("meeting_id = ? and kind = ?", meetingID, MinutesCirculated).Find(&versions).Error; err != nil {
		return nil, err
	}
	all := make(map[int]*MinutesContent, len(versions))
	for _, v := range versions {
		var c MinutesContent
		if err := json.Unmarshal([]byte(v.Content), &c); err != nil {
			return nil, fmt.Errorf("minutes of meeting %d, version %d: %w", meetingID, v.Version, err)
		}
		all[v.Version] = &c
	}
	return all, nil
}

// newestVersion is the minutes as they were circulated last; nil before that.
func newestVersion(db *gorm.DB, meetingID int64) (*MinutesContent, error) {
	c, err := frozen(db, meetingID, MinutesCirculated, 0)
	if KindOf(err) == KindNotFound {
		return nil, nil
	}
	return &c, err
}

// Draft asks MinutesContent for the minutes as they stand, circulated or not.
const Draft = -1

// MinutesContent is what minutes say, in one edition.
//
// version names a circulated version; 0 is the newest that counts: the agreed
// minutes, else what was circulated last, else the draft; Draft is the draft
// as it stands. Members read what was circulated, the secretariat the draft
// too. Who may not read what is restricted reads the public edition once it is
// published, and before that there is no such thing.
func (s *Store) MinutesContent(ctx context.Context, actor Actor, ref string, edition Edition, version int) (MinutesContent, error) {
	db := s.reading(ctx)
	m, err := meetingBy(db, "reference = ?", strings.ToLower(ref))
	if err != nil {
		return MinutesContent{}, err
	}
	if m.State == MeetingCancelled {
		return MinutesContent{}, notFound("minutes")
	}
	min, err := minutesOf(db, m.ID)
	if err != nil {
		return MinutesContent{}, err
	}
	writes := actor.May(TakeMinutes, false)
	switch {
	case edition == PublicEdition && min.State == MinutesPublished:
		return frozen(db, m.ID, MinutesPublished, 0)
	case edition == PublicEdition && !writes:
		return MinutesContent{}, notFound("published minutes")
	case edition != PublicEdition && !actor.May(ReadRestricted, false):
		return MinutesContent{}, notFound("minutes")
	}
	c, err := s.membersContent(ctx, db, m, min, writes, version)
	if err != nil || edition != PublicEdition {
		return c, err
	}
	p, err := s.Partnership(ctx)
	return p.publicEdition(c), err
}

func (s *Store) membersContent(ctx context.Context, db *gorm.DB, m Meeting, min Minutes, writes bool, version int) (MinutesContent, error) {
	switch {
	case version > 0:
		return frozen(db, m.ID, MinutesCirculated, version)
	case !min.Open():
		c, err := frozen(db, m.ID, MinutesAgreed, 0)
		c.State = min.State
		return c, err
	case version == 0 && min.Circulated > 0:
		return frozen(db, m.ID, MinutesCirculated, 0)
	case !writes:
		return MinutesContent{}, notFound("minutes")
	}
	r, err := readRecord(db, m.Reference, s.Now())
	if err != nil {
		return MinutesContent{}, err
	}
	return r.draft(), nil
}

// draft is the minutes as they stand, whose version is the one to come.
func (r *meetingRecord) draft() MinutesContent {
	c := r.content()
	c.State, c.Version, c.CirculatedAt = MinutesDrafting, r.minutes.Circulated+1, nil
	return c
}
