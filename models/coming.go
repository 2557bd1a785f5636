package models

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// ComingOrganisation is what an organisation's people answered.
type ComingOrganisation struct {
	ID       int64
	Name     string
	Sector   string
	Standing Reply // coming when anybody speaks for it; apologies when somebody sent them; else no answer
	People   []ComingPerson
}

// ComingPerson is one person's answer.
type ComingPerson struct {
	Attendance
	DeputyFor string // whom they stand in for
	Deputy    string // who stands in for them
}

// Coming is who answered an invitation, and how, by organisation.
type Coming struct {
	Organisations []ComingOrganisation // of the partnership, by name
	Others        []ComingPerson       // guests and observers, who belong to none of them
	Yes, No, None int                  // organisations
	Quorum        Quorum
}

// readComing reads the answers to a meeting's invitation: two queries.
func readComing(db *gorm.DB, p Partnership, m Meeting) (Coming, error) {
	var c Coming
	var rows []Attendance
	// What became of each is left out: a thousand rows take time to read.
	columns := []string{"id", "meeting_id", "person_id", "organisation_id", "name", "job_title", "organisation_name", "capacity", "reply", "reply_note", "email", "deputy_for_id", "confirmed_at"}
	if err := db.Select(columns).Where("meeting_id = ?", m.ID).Order("position, id").Find(&rows).Error; err != nil {
		return c, err
	}
	active, err := belonging(db, calendar.DateOf(m.StartsAt, p.Location()))
	if err != nil {
		return c, err
	}
	c.Quorum = p.Quorum(active, RepresentedBy(rows, IsComing))
	names, deputies := map[int64]string{}, map[int64]string{}
	for _, a := range rows {
		names[a.ID] = a.Name
		if a.DeputyForID != nil {
			deputies[*a.DeputyForID] = a.Name
		}
	}
	at := map[int64]int{}
	for i, o := range active {
		at[o.ID] = i
		c.Organisations = append(c.Organisations, ComingOrganisation{ID: o.ID, Name: o.Name, Sector: o.Sector, Standing: NoReply})
	}
	for _, a := range rows {
		person := ComingPerson{Attendance: a, Deputy: deputies[a.ID]}
		if a.DeputyForID != nil {
			person.DeputyFor = names[*a.DeputyForID]
		}
		i, ok := 0, false
		if a.OrganisationID != nil {
			i, ok = at[*a.OrganisationID]
		}
		if !ok {
			c.Others = append(c.Others, person)
			continue
		}
		o := &c.Organisations[i]
		o.People = append(o.People, person)
		speaks := a.Capacity == Representative || a.Capacity == Deputy
		switch {
		case speaks && a.Reply == ReplyComing:
			o.Standing = ReplyComing
		case speaks && a.Reply == ReplyApologies && o.Standing == NoReply:
			o.Standing = ReplyApologies
		}
	}
	for _, o := range c.Organisations {
		switch o.Standing {
		case ReplyComing:
			c.Yes++
		case ReplyApologies:
			c.No++
		default:
			c.None++
		}
	}
	return c, nil
}

// belonging are those that belong to the partnership on a day, by name.
func belonging(db *gorm.DB, on calendar.Date) ([]Organisation, error) {
	var all []Organisation
	err := db.Find(&all).Error
	inNameOrder(all)
	return slices.DeleteFunc(all, func(o Organisation) bool { return !o.Belongs(on) }), err
}

// ComingPage is what the page shows that says who is coming.
type ComingPage struct {
	Meeting     Meeting
	Coming      Coming
	MayRecord   bool // the answers of others
	ShowReasons bool // and addresses of deputies
	Unanswered  []ComingPerson
	// MayChase says that somebody can be asked again now; RemindedAt is when
	// somebody last was.
	MayChase   bool
	RemindedAt *time.Time
}

// ComingPage reads who is coming to a meeting. Reasons and addresses are for
// the secretariat.
func (s *Store) ComingPage(ctx context.Context, actor Actor, ref string) (ComingPage, error) {
	var page ComingPage
	var err error
	if page.Meeting, err = s.Meeting(ctx, actor, ref); err != nil {
		return page, err
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return page, err
	}
	if page.Coming, err = readComing(s.reading(ctx), p, page.Meeting); err != nil {
		return page, err
	}
	all := actor.Reach(ReplyToInvitation) == Any
	page.ShowReasons = all
	page.MayRecord = all && (page.Meeting.State == MeetingCalled || page.Meeting.State == MeetingPublished)
	for i := range page.Coming.Organisations {
		o := &page.Coming.Organisations[i]
		for j := range o.People {
			if !all {
				o.People[j].ReplyNote, o.People[j].Email = "", ""
			}
			if o.People[j].Reply == NoReply && o.People[j].Capacity == Representative {
				page.Unanswered = append(page.Unanswered, o.People[j])
			}
		}
	}
	if !actor.May(PlanMeetings, false) || !page.Meeting.TakesReplies(s.Now()) {
		return page, nil
	}
	people, err := unanswered(s.reading(ctx), page.Meeting)
	if err != nil {
		return page, err
	}
	var told map[int64]bool
	told, page.RemindedAt, err = remindedOn(s.reading(ctx), page.Meeting, s.today(p), p.Location())
	page.MayChase = slices.ContainsFunc(people, func(p Person) bool { return !told[p.ID] })
	return page, err
}

// ReplyPage is what the page shows on which somebody answers an invitation.
type ReplyPage struct {
	Meeting    Meeting
	Attendance Attendance
	Own        bool
	Deputy     *Attendance // who stands in now
	Colleagues []Person    // who could
}

// ReplyPage reads one invitation: one's own (id 0) or, for the secretariat,
// anybody's.
func (s *Store) ReplyPage(ctx context.Context, actor Actor, ref string, id int64) (ReplyPage, error) {
	var page ReplyPage
	var err error
	if page.Meeting, err = s.Meeting(ctx, actor, ref); err != nil {
		return page, err
	}
	db := s.reading(ctx)
	query := db.Where("meeting_id = ? and person_id = ?", page.Meeting.ID, actor.PersonID)
	if id != 0 {
		query = db.Where("meeting_id = ? and id = ?", page.Meeting.ID, id)
	}
	if err := query.Limit(1).Find(&page.Attendance).Error; err != nil {
		return page, err
	}
	a := &page.Attendance
	if a.ID == 0 && id != 0 {
		return page, notFound("invitation")
	}
	page.Own = id == 0 || a.PersonID != nil && *a.PersonID == actor.PersonID
	if !actor.May(ReplyToInvitation, page.Own) {
		return page, notFound("invitation")
	}
	if a.ID == 0 { // came after the meeting was called: has a place once they answer
		a.Name, a.Reply, a.OrganisationID, a.PersonID = actor.Name, NoReply, ptr(actor.OrganisationID), ptr(actor.PersonID)
	}
	if a.OrganisationID == nil {
		return page, nil
	}
	var deputies []Attendance
	if err := db.Where("meeting_id = ? and deputy_for_id = ?", page.Meeting.ID, a.ID).Limit(1).Find(&deputies).Error; err != nil {
		return page, err
	}
	if len(deputies) > 0 {
		page.Deputy = &deputies[0]
	}
	var self int64
	if a.PersonID != nil {
		self = *a.PersonID
	}
	err = db.Where("organisation_id = ? and id <> ? and deactivated_at is null", *a.OrganisationID, self).Find(&page.Colleagues).Error
	inNameOrder(page.Colleagues)
	return page, err
}
