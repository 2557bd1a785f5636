package models

import (
	"context"
	"fmt"
	"strconv"

	"quarterday/calendar"
)

// PlannedDate is one row of the table in which a year is planned: what the
// rule proposes or the secretariat typed, and what speaks against the day.
type PlannedDate struct {
	Form      MeetingForm
	Quarter   calendar.Quarter
	Day       calendar.Date // not set while what was typed is no date
	Taken     *Meeting      // the quarter has its meeting already
	Warnings  []string
	Deadlines Deadlines
}

// quartersPlanned is how many meetings a year has.
const quartersPlanned = 4

// ProposeYear proposes dates by the partnership's rule: for the four quarters
// from the one given or, where none is given, for the next four that have no
// meeting.
func (s *Store) ProposeYear(ctx context.Context, actor Actor, from calendar.Quarter) ([]PlannedDate, error) {
	p, taken, err := s.planning(ctx, actor)
	if err != nil {
		return nil, err
	}
	today := calendar.DateOf(s.Now(), p.Location())
	var rows []PlannedDate
	q := from
	if from.IsZero() {
		q = calendar.QuarterOf(today)
	}
	for len(rows) < quartersPlanned && q.Year < calendar.LastYear {
		day := p.Rule().Date(q)
		_, has := quarterly(taken, q)
		if from.IsZero() && (has || !day.After(today)) {
			q = q.Next()
			continue
		}
		rows = append(rows, PlannedDate{Form: MeetingForm{
			Quarter: q.Reference(), Date: day.Long(), Time: p.StartTime, Minutes: strconv.Itoa(p.DurationMinutes), Venue: p.Venue, JoiningLink: p.JoiningLink,
		}})
		q = q.Next()
	}
	var problems Problems
	return s.checkRows(p, taken, rows, &problems), nil
}

// CheckDates says of dates as they were typed what speaks against them. Rows
// that cannot be understood come with an error of their fields beside the rest.
func (s *Store) CheckDates(ctx context.Context, actor Actor, forms []MeetingForm) ([]PlannedDate, error) {
	p, taken, err := s.planning(ctx, actor)
	if err != nil {
		return nil, err
	}
	rows := make([]PlannedDate, len(forms))
	for i, f := range forms {
		rows[i].Form = f
	}
	var problems Problems
	return s.checkRows(p, taken, rows, &problems), problems.Err()
}

func (s *Store) planning(ctx context.Context, actor Actor) (Partnership, []Meeting, error) {
	p, err := s.mayRead(ctx, actor, PlanMeetings)
	if err != nil {
		return p, nil, err
	}
	var meetings []Meeting
	err = s.reading(ctx).Order("starts_at").Find(&meetings).Error
	return p, meetings, err
}

// quarterly is the quarterly meeting of this quarter among the meetings.
func quarterly(meetings []Meeting, q calendar.Quarter) (Meeting, bool) {
	for _, m := range meetings {
		if m.Kind == Quarterly && m.Year == q.Year && m.Quarter == q.Number {
			return m, true
		}
	}
	return Meeting{}, false
}

func (s *Store) checkRows(p Partnership, meetings []Meeting, rows []PlannedDate, problems *Problems) []PlannedDate {
	zone, now := p.Location(), s.Now()
	today := calendar.DateOf(now, zone)
	days := map[calendar.Date]string{} // other rows of this table
	for i := range rows {
		row := &rows[i]
		day, start, _ := row.Form.when(p, today, problems)
		row.Form.where(problems)
		if row.Quarter = row.Form.quarter(day, problems); day.IsZero() {
			continue
		}
		row.Day, row.Deadlines = day, p.Deadlines(start, now)
		if has, ok := quarterly(meetings, row.Quarter); ok {
			row.Taken = &has
			continue
		}
		row.Warnings = DayWarnings(p, meetings, day, 0)
		if calendar.QuarterOf(day) != row.Quarter {
			row.Warnings = append(row.Warnings, fmt.Sprintf("%s is not in %s (%s)", day.Long(), row.Quarter, row.Quarter.Label(p.QuarterBasis)))
		}
		if other, ok := days[day]; ok {
			row.Warnings = append(row.Warnings, fmt.Sprintf("%s has the same date", other))
		}
		days[day] = row.Quarter.String()
		if !start.After(now) {
			row.Warnings = append(row.Warnings, fmt.Sprintf("%s has passed", day.Long()))
		}
	}
	return rows
}

// DayWarnings says what speaks against a day for a meeting: weekends, bank
// holidays by name, days next to them, Christmas, another meeting of ours.
// except is the meeting that is to be moved there.
func DayWarnings(p Partnership, meetings []Meeting, day calendar.Date, except int64) []string {
	warnings := p.Country().Warnings(day)
	for _, m := range meetings {
		if m.ID != except && m.State != MeetingCancelled && calendar.DateOf(m.StartsAt, p.Location()) == day {
			warnings = append(warnings, fmt.Sprintf("Another meeting of ours is on that day: %s, %s at %s", m.Name(), m.Prefix(), calendar.ClockOf(m.StartsAt, p.Location())))
		}
	}
	return warnings
}

// MovePreview is what moving a meeting would do.
type MovePreview struct {
	Meeting  Meeting // as it would be
	Warnings []string
	Invited  int // people who will get a letter
	Everyone int // people who would, were everybody told
	Replies  int // answers that would be set aside
	// Items is how much was sent for the meeting, Later the meeting whose queue
	// takes it when this one is cancelled; nil while none is planned.
	Items int
	Later *Meeting
}

// PreviewMove works out what moving a meeting would do, without doing it.
func (s *Store) PreviewMove(ctx context.Context, actor Actor, ref string, form MoveForm) (MovePreview, error) {
	p, meetings, err := s.planning(ctx, actor)
	if err != nil {
		return MovePreview{}, err
	}
	m, err := s.Meeting(ctx, actor, ref)
	if err != nil {
		return MovePreview{}, err
	}
	preview, err := s.audience(ctx, p, m)
	if err != nil || !m.Movable() {
		return preview, err
	}
	var problems Problems
	if preview.Meeting, err = form.on(p, m, s.Now(), &problems); err != nil {
		return preview, err
	}
	manyLines(&problems, "reason", "why the meeting moves", form.Reason, 1, maxShort)
	if err := problems.Err(); err != nil {
		return preview, err
	}
	day := calendar.DateOf(preview.Meeting.StartsAt, p.Location())
	if day == calendar.DateOf(m.StartsAt, p.Location()) {
		preview.Replies = 0
	}
	preview.Warnings = DayWarnings(p, meetings, day, m.ID)
	return preview, nil
}

// audience counts who hears of a change to a meeting.
func (s *Store) audience(ctx context.Context, p Partnership, m Meeting) (MovePreview, error) {
	preview := MovePreview{Meeting: m}
	db := s.reading(ctx)
	var rows []struct{ Reply Reply }
	err := db.Raw(`select a.reply from attendances a join people p on p.id = a.person_id where a.meeting_id = ? and p.deactivated_at is null`, m.ID).Scan(&rows).Error
	if err != nil {
		return preview, err
	}
	if m.CalledAt != nil {
		preview.Invited = len(rows)
	}
	for _, r := range rows {
		if r.Reply != NoReply {
			preview.Replies++
		}
	}
	people, err := entitled(db, calendar.DateOf(m.StartsAt, p.Location()))
	preview.Everyone = len(people)
	return preview, err
}

// Audience is who will hear when this meeting is called, or cancelled.
func (s *Store) Audience(ctx context.Context, actor Actor, ref string) (MovePreview, error) {
	p, err := s.mayRead(ctx, actor, PlanMeetings)
	if err != nil {
		return MovePreview{}, err
	}
	m, err := s.Meeting(ctx, actor, ref)
	if err != nil {
		return MovePreview{}, err
	}
	preview, err := s.audience(ctx, p, m)
	if err != nil {
		return preview, err
	}
	if preview.Later, err = nextQueue(s.reading(ctx), m); err != nil {
		return preview, err
	}
	var items int64
	err = sentItems(s.reading(ctx), m).Count(&items).Error
	preview.Items = int(items)
	return preview, err
}
