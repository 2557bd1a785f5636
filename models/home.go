package models

import (
	"time"

	"gorm.io/gorm"
)

// HomeMeeting is the meeting to come as a home page shows it.
type HomeMeeting struct {
	Meeting
	Coming Coming
	Silent int // representatives who were asked and have not answered
	// Mine is the viewer's own place at the meeting; nil where they are not asked.
	Mine *Attendance
}

// homeMeeting reads the answers to the meeting's invitation, and the actor's own.
func homeMeeting(db *gorm.DB, p Partnership, actor Actor, m Meeting) (*HomeMeeting, error) {
	h := &HomeMeeting{Meeting: m}
	var err error
	if h.Coming, err = readComing(db, p, m); err != nil {
		return nil, err
	}
	for _, o := range h.Coming.Organisations {
		for _, a := range o.People {
			if a.Reply == NoReply && a.Capacity == Representative {
				h.Silent++
			}
			if a.PersonID != nil && *a.PersonID == actor.PersonID {
				h.Mine = &a.Attendance
			}
		}
	}
	return h, nil
}

// datesAhead is how many meetings to come a home page names.
const datesAhead = 4

// meetingsAhead are the meetings that are not over, the soonest first.
func meetingsAhead(db *gorm.DB, now time.Time) ([]Meeting, error) {
	var list []Meeting
	// A meeting may last until the next day; those that ended are left out below.
	err := db.Where("starts_at > ? and state in ?", now.Add(-24*time.Hour), []MeetingState{MeetingPlanned, MeetingCalled, MeetingPublished}).
		Preload("Chair").Preload("MinuteTaker").
		Order("starts_at").Limit(datesAhead + 2).Find(&list).Error
	if err != nil {
		return nil, err
	}
	ahead := list[:0]
	for _, m := range list {
		if m.EndsAt().After(now) && len(ahead) < datesAhead {
			ahead = append(ahead, m)
		}
	}
	return ahead, nil
}

// ActionCounts count actions that are not settled.
type ActionCounts struct {
	Open, Overdue, DueSoon int // overdue and due soon are among the open
	Done                   int // said to be done, to be closed by the secretariat
}

// countsOf reads them from a tracker.
func countsOf(t TrackerContent) ActionCounts {
	c := ActionCounts{Overdue: t.Counts["Overdue"], DueSoon: t.Counts["Due soon"], Done: t.Counts["Done"]}
	c.Open = c.Overdue + c.DueSoon + t.Counts["Open"]
	return c
}

// countActions counts the actions that the filter lets through.
func countActions(q trackerQuery, filter TrackerFilter) (ActionCounts, error) {
	var t TrackerContent
	q.filter = filter
	err := q.count(&t)
	return countsOf(t), err
}
