package models

import (
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// HomeMeeting is the meeting to come as a home page shows it.
type HomeMeeting struct {
	Meeting
	Answers Answers
	// Mine is the viewer's own place at the meeting; nil where they are not asked.
	Mine *Attendance
}

// CanReply says whether the viewer can still say if they come.
func (m HomeMeeting) CanReply(now time.Time) bool {
	return m.Mine != nil && (m.State == MeetingCalled || m.State == MeetingPublished) && now.Before(m.StartsAt)
}

// Answers count what the organisations said to an invitation.
type Answers struct {
	// Quorum counts the organisations for which somebody says they will be there.
	Quorum    Quorum
	Apologies int // organisations that sent only apologies
	Silent    int // people who were asked and have not answered
}

// Silence is how many organisations have not answered.
func (a Answers) Silence() int { return a.Quorum.Of - a.Quorum.Represented - a.Apologies }

// answers counts the replies to a meeting, in two questions however many there are.
func answers(db *gorm.DB, p Partnership, m Meeting) (Answers, error) {
	var a Answers
	var active []Organisation
	on := calendar.DateOf(m.StartsAt, p.Location())
	if err := db.Where(`"left" is null or "left" > ?`, on.String()).Find(&active).Error; err != nil {
		return a, err
	}
	var rows []Attendance
	err := db.Select("id", "person_id", "organisation_id", "capacity", "reply").Where("meeting_id = ?", m.ID).Find(&rows).Error
	if err != nil {
		return a, err
	}
	comes := RepresentedBy(rows, IsComing)
	a.Quorum = p.Quorum(active, comes)
	apologises := RepresentedBy(rows, func(a Attendance) bool { return a.Reply == ReplyApologies || a.Reply == ReplyDeputy })
	for _, o := range active {
		if apologises[o.ID] && !comes[o.ID] {
			a.Apologies++
		}
	}
	for _, r := range rows {
		if r.PersonID != nil && r.Reply == NoReply {
			a.Silent++
		}
	}
	return a, nil
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
