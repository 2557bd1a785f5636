package models

import (
	"cmp"
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// SecretariatHome is what the secretariat finds when it comes in.
type SecretariatHome struct {
	Today calendar.Date
	Now   []Task // what needs them, the most urgent first
	Ahead []Task // what comes next, in order of its day
	Next  *HomeMeeting
	Later []Meeting // the meetings after that
	// Begin says how far a new partnership has come; until it is under way the
	// page says how to begin.
	Begin Beginning
}

// Beginning says how far a new partnership has been filled in.
type Beginning struct {
	Organisations, People, Meetings int
	About                           bool // the public page says who the partnership is
}

// Done says whether the partnership is under way.
func (b Beginning) Done() bool { return b.Organisations > 1 && b.People > 1 && b.Meetings > 0 }

// aheadShown is how many days to come are listed.
const aheadShown = 6

// standing is a meeting with how far its minutes have come.
type standing struct {
	Meeting
	Minutes MinutesState
	Agreed  calendar.Date
}

// SecretariatHome tells what needs the secretariat now, and what comes next.
func (s *Store) SecretariatHome(ctx context.Context, actor Actor) (SecretariatHome, error) {
	p, err := s.mayRead(ctx, actor, PlanMeetings)
	if err != nil {
		return SecretariatHome{}, err
	}
	today := s.today(p)
	h := SecretariatHome{Today: today}
	db, now := s.reading(ctx), s.Now()
	meetings, err := standings(db, now)
	if err != nil {
		return h, err
	}
	w := waiting{partnership: p, today: today, now: now, meetings: meetings}
	if err := w.count(db, actor); err != nil {
		return h, err
	}
	err = db.Raw(`select (select count(*) from organisations where "left" is null or "left" > ?) as organisations,
		(select count(*) from people where deactivated_at is null) as people, (select count(*) from meetings) as meetings`, today.String()).Scan(&h.Begin).Error
	if err != nil {
		return h, err
	}
	h.Begin.About = p.About != ""
	ahead, err := meetingsAhead(db, now)
	if err != nil {
		return h, err
	}
	if len(ahead) > 0 {
		if h.Next, err = homeMeeting(db, p, actor, ahead[0]); err != nil {
			return h, err
		}
		h.Later = ahead[1:]
	}
	h.Now, h.Ahead = w.tasks(h.Next)
	return h, nil
}

// standings are the meetings that may need something: those not closed with
// published minutes, and all of the past year and to come, in order.
func standings(db *gorm.DB, now time.Time) ([]standing, error) {
	var list []standing
	err := db.Table("meetings").Joins("left join minutes n on n.meeting_id = meetings.id").
		Select("meetings.*, coalesce(n.state, '') as minutes, n.agreed_on as agreed").
		Where("coalesce(n.state, '') <> ? or meetings.starts_at > ?", MinutesPublished, now.AddDate(-1, 0, 0)).
		Order("meetings.starts_at").Scan(&list).Error
	return list, err
}

// waiting gathers what waits for the secretariat.
type waiting struct {
	partnership Partnership
	today       calendar.Date
	now         time.Time
	meetings    []standing

	items       map[int64]pile // submissions, by meeting
	corrections map[int64]pile // by meeting
	practices   pile
	actions     ActionCounts
	own         ActionCounts
	letters     map[LetterState]int // as the outbox counts them
	stuck       struct{ Failed, Unsent int }
	emails      int
	deputies    map[int64]int // to be confirmed, by meeting
	unread      *time.Time    // since when answers cannot be read
}

// pile is things that wait: how many, and since when the oldest.
type pile struct {
	count int
	since time.Time
}

func (p *pile) add(at time.Time) {
	if p.count == 0 || at.Before(p.since) {
		p.since = at
	}
	p.count++
}

// unsentAfter is how long a letter may wait before the secretariat hears of it.
const unsentAfter = time.Hour

// count asks what waits, in a fixed number of questions.
func (w *waiting) count(db *gorm.DB, actor Actor) error {
	var err error
	type row struct {
		MeetingID   int64
		CreatedAt   time.Time
		SubmittedAt *time.Time
	}
	byMeeting := func(rows []row) map[int64]pile {
		piles := map[int64]pile{}
		for _, r := range rows {
			p, at := piles[r.MeetingID], r.CreatedAt
			if r.SubmittedAt != nil {
				at = *r.SubmittedAt
			}
			p.add(at)
			piles[r.MeetingID] = p
		}
		return piles
	}
	var items, corrections, practices []row
	if err = db.Model(&Item{}).Select("meeting_id", "created_at", "submitted_at").Where("state = ?", ItemWaiting).Scan(&items).Error; err != nil {
		return err
	}
	if err = db.Model(&Correction{}).Select("meeting_id", "created_at").Where("outcome = ?", CorrectionWaiting).Scan(&corrections).Error; err != nil {
		return err
	}
	if err = db.Model(&Practice{}).Select("created_at", "submitted_at").Where("state = ?", PracticeSubmitted).Scan(&practices).Error; err != nil {
		return err
	}
	w.items, w.corrections, w.practices = byMeeting(items), byMeeting(corrections), byMeeting(practices)[0]
	q := trackerQuery{db: db, actor: actor, zone: w.partnership.Location(), today: w.today}
	if w.actions, err = countActions(q, TrackerFilter{}); err != nil {
		return err
	}
	if w.own, err = countActions(q, TrackerFilter{Mine: true}); err != nil {
		return err
	}
	if w.letters, err = countLetters(db); err != nil {
		return err
	}
	// Sign-in letters say nothing of the partnership's business, and do not keep:
	// they alone are no reason to look into the outbox.
	err = db.Model(&Letter{}).Select(`coalesce(sum(case when state = ? then 1 else 0 end), 0) as failed,
		coalesce(sum(case when state = ? and created_at < ? then 1 else 0 end), 0) as unsent`, LetterFailed, LetterWaiting, w.now.Add(-unsentAfter)).
		Where("kind <> ? and state in ?", LetterSignIn, []LetterState{LetterFailed, LetterWaiting}).Scan(&w.stuck).Error
	if err != nil {
		return err
	}
	return w.countAnswers(db)
}

// countAnswers asks which emails and deputies wait for the secretariat.
func (w *waiting) countAnswers(db *gorm.DB) error {
	var emails int64
	if err := db.Model(&Received{}).Where("settled_at is null").Count(&emails).Error; err != nil {
		return err
	}
	var failing []Mailbox
	if err := db.Where("failing_since is not null").Limit(1).Find(&failing).Error; err != nil {
		return err
	}
	for _, m := range failing {
		w.unread = m.FailingSince
	}
	var deputies []struct {
		MeetingID int64
		N         int
	}
	err := db.Model(&Attendance{}).Select("meeting_id, count(*) as n").Where("deputy_for_id is not null and person_id is null and confirmed_at is null").
		Group("meeting_id").Scan(&deputies).Error
	w.emails, w.deputies = int(emails), map[int64]int{}
	for _, d := range deputies {
		w.deputies[d.MeetingID] = d.N
	}
	return err
}

// tasks are what needs the secretariat now, and what is to come.
func (w *waiting) tasks(next *HomeMeeting) (now, ahead []Task) {
	for i := range w.meetings {
		if m := &w.meetings[i]; m.State != MeetingCancelled {
			n, a := w.ofMeeting(m)
			now, ahead = append(now, n...), append(ahead, a...)
		}
	}
	add := func(t Task, when bool) {
		if when {
			now = append(now, t)
		}
	}
	add(Task{Kind: TaskLettersFailed, Count: w.letters[LetterFailed]}, w.stuck.Failed > 0)
	add(Task{Kind: TaskLettersWaiting, Count: w.letters[LetterWaiting]}, w.stuck.Unsent > 0)
	add(Task{Kind: TaskEmails, Count: w.emails}, w.emails > 0)
	if w.unread != nil {
		add(Task{Kind: TaskMailbox, Since: *w.unread}, true)
	}
	for i := range w.meetings {
		if m := &w.meetings[i]; m.TakesReplies(w.now) {
			add(Task{Kind: TaskDeputies, Meeting: &m.Meeting, Count: w.deputies[m.ID]}, w.deputies[m.ID] > 0)
		}
	}
	add(Task{Kind: TaskActionsDone, Count: w.actions.Done}, w.actions.Done > 0)
	add(Task{Kind: TaskActionsOverdue, Count: w.actions.Overdue}, w.actions.Overdue > 0)
	add(Task{Kind: TaskOwnActions, Count: w.own.Overdue + w.own.DueSoon, Late: w.own.Overdue, Soon: w.own.DueSoon}, w.own.Overdue+w.own.DueSoon > 0)
	add(Task{Kind: TaskPractices, Count: w.practices.count, Since: w.practices.since}, w.practices.count > 0)
	if next != nil {
		asked := next.State == MeetingPublished || next.State == MeetingCalled && !w.now.Before(next.SubmissionsCloseAt)
		add(Task{Kind: TaskReplies, Meeting: &next.Meeting, Count: next.Silent, By: w.day(next.Meeting)}, asked && next.Silent > 0)
	}
	missing, soon := w.unplanned()
	add(Task{Kind: TaskPlan, Quarters: missing}, soon)
	byUrgency(now, w.today)
	slices.SortStableFunc(ahead, func(a, b Task) int { return cmp.Or(a.By.Compare(b.By), int(a.Kind-b.Kind)) })
	return foldTasks(now), ahead[:min(len(ahead), aheadShown)]
}

func (w *waiting) day(m Meeting) calendar.Date {
	return calendar.DateOf(m.StartsAt, w.partnership.Location())
}

// ofMeeting is what one meeting needs now, and what it has before it.
func (w *waiting) ofMeeting(m *standing) (now, ahead []Task) {
	day := w.day(m.Meeting)
	on := func(kind TaskKind, by calendar.Date) Task { return Task{Kind: kind, Meeting: &m.Meeting, By: by} }
	// put lists a task now when its time has come, else on its day.
	put := func(kind TaskKind, by calendar.Date, due bool) {
		if due {
			now = append(now, on(kind, by))
		} else if !by.IsZero() {
			ahead = append(ahead, on(kind, by))
		}
	}
	if p := w.items[m.ID]; p.count > 0 {
		t := on(TaskSubmissions, m.AgendaOn)
		t.Count, t.Since = p.count, p.since
		now = append(now, t)
	}
	if p := w.corrections[m.ID]; p.count > 0 {
		t := on(TaskCorrections, calendar.Date{})
		t.Count, t.Since = p.count, p.since
		now = append(now, t)
	}
	switch m.State {
	case MeetingPlanned, MeetingCalled:
		if day.Before(w.today) {
			return append(now, on(TaskLapsed, day)), ahead
		}
		closes := calendar.DateOf(m.SubmissionsCloseAt, w.partnership.Location())
		if m.State == MeetingPlanned && !m.CallOn.IsZero() {
			put(TaskCall, m.CallOn, !m.CallOn.After(w.today))
		}
		if w.now.Before(m.SubmissionsCloseAt) {
			t := on(TaskSubmissionsClose, closes)
			t.At = m.SubmissionsCloseAt
			ahead = append(ahead, t)
		}
		if m.State == MeetingCalled || !m.AgendaOn.After(w.today) {
			put(TaskPublishAgenda, m.AgendaOn, !w.now.Before(m.SubmissionsCloseAt) || !m.AgendaOn.After(w.today))
		} else {
			put(TaskPublishAgenda, m.AgendaOn, false)
		}
		ahead = append(ahead, w.meeting(m))
	case MeetingPublished:
		switch {
		case day.After(w.today):
			ahead = append(ahead, w.meeting(m))
		case day == w.today && w.now.Before(m.EndsAt()):
			t := on(TaskTakeMinutes, day)
			t.At = m.StartsAt
			now = append(now, t)
		default:
			now = append(now, on(TaskFinish, day))
		}
	case MeetingHeld, MeetingClosed:
		n, a := w.ofMinutes(m, on)
		return append(now, n...), append(ahead, a...)
	}
	return now, ahead
}

func (w *waiting) meeting(m *standing) Task {
	return Task{Kind: TaskMeeting, Meeting: &m.Meeting, By: w.day(m.Meeting), At: m.StartsAt}
}

// ofMinutes is what the minutes of a meeting that was held need.
func (w *waiting) ofMinutes(m *standing, on func(TaskKind, calendar.Date) Task) (now, ahead []Task) {
	switch m.Minutes {
	case "", MinutesDrafting:
		if m.State == MeetingHeld {
			now = append(now, on(TaskCirculate, m.MinutesOn))
		}
	case MinutesCirculated:
		if !m.CorrectionsOn.IsZero() && !m.CorrectionsOn.Before(w.today) {
			ahead = append(ahead, on(TaskCorrectionsClose, m.CorrectionsOn))
		}
		next := w.agreeing(m)
		if next == nil {
			break
		}
		t := on(TaskAgree, w.day(next.Meeting))
		t.Other = &next.Meeting
		if t.By.After(w.today) {
			ahead = append(ahead, t)
		} else {
			now = append(now, t)
		}
	case MinutesAgreed:
		t := on(TaskPublishMinutes, calendar.Date{})
		t.Since = m.Agreed.In(w.partnership.Location())
		now = append(now, t)
	}
	return now, ahead
}

// agreeing is the quarterly meeting after this one, at which its minutes are to
// be agreed.
func (w *waiting) agreeing(m *standing) *standing {
	for i := range w.meetings {
		if n := &w.meetings[i]; n.StartsAt.After(m.StartsAt) && n.Kind == Quarterly && n.State != MeetingCancelled {
			return n
		}
	}
	return nil
}

// unplanned are the quarters of the coming year that have no meeting, planned
// or cancelled; soon says that one of the next two is among them.
func (w *waiting) unplanned() (missing []calendar.Quarter, soon bool) {
	has := map[calendar.Quarter]bool{}
	for _, m := range w.meetings {
		if m.Kind == Quarterly {
			has[calendar.Quarter{Year: m.Year, Number: m.Quarter}] = true
		}
	}
	q := calendar.QuarterOf(w.today)
	if !w.partnership.Rule().Date(q).After(w.today) {
		q = q.Next() // this quarter's day has passed
	}
	for n := range 4 {
		if !has[q.Add(n)] {
			missing = append(missing, q.Add(n))
			soon = soon || n < 2
		}
	}
	return missing, soon
}
