package models

import (
	"context"
	"errors"
	"fmt"
	"time"

	"gorm.io/gorm"
)

// ReplyForm is what somebody answers to the invitation, or what the secretariat
// records for them.
type ReplyForm struct {
	// AttendanceID is whose answer the secretariat records; 0 is one's own.
	AttendanceID int64
	Reply        Reply
	Note         string // why they send apologies; for the secretariat
	// A deputy is a person of the same organisation, or somebody new by name.
	DeputyID       int64
	DeputyName     string
	DeputyJobTitle string
	DeputyEmail    string
	// Via says how the answer came when not on a page of somebody signed in: "by
	// the link in an email".
	Via string
}

// TakesReplies says whether those invited can answer now. The secretariat can
// record answers until the meeting has been held.
func (m Meeting) TakesReplies(now time.Time) bool {
	return (m.State == MeetingCalled || m.State == MeetingPublished) && now.Before(m.StartsAt)
}

// ReplyToInvitation answers an invitation, and changes the answer when somebody
// changes their mind.
func (s *Store) ReplyToInvitation(ctx context.Context, actor Actor, ref string, form ReplyForm) (Attendance, error) {
	var a Attendance
	err := s.command(ctx, actor, func(t *tx) error {
		m, err := t.meeting(ref)
		if err != nil {
			return err
		}
		if a, err = t.invitationOf(m, form.AttendanceID); err != nil {
			return err
		}
		if err := t.takesReply(m); err != nil {
			return err
		}
		var problems Problems
		a.ReplyNote = oneLine(&problems, "note", "the reason", form.Note, 0, maxShort)
		switch form.Reply {
		case ReplyComing, ReplyDeputy:
			a.ReplyNote = ""
		case ReplyApologies:
		default:
			problems.Add("reply", "Choose whether %s coming", t.isOrAre(a))
		}
		deputy, err := t.readDeputy(m, a, form, &problems)
		if err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		if err := t.standDown(m, a, deputy, ""); err != nil {
			return err
		}
		was := a
		a.Reply, a.RepliedAt, a.Version = form.Reply, &t.now, was.Version+1
		if err := save(t, "reply", &a, a.ID, was.Version, "reply", "replied_at", "reply_note"); err != nil {
			return err
		}
		detail := string(a.Reply)
		if deputy != nil {
			detail = "sends " + deputy.Name + " as deputy"
			err = t.send(m, a, was, deputy)
		} else if was.Reply == ReplyDeputy && a.Reply == ReplyComing {
			err = t.tellPerson(m, LetterComingAfterAll, fmt.Sprintf("%s/after-all/%d/%d", m.Reference, a.ID, a.Version), a, t.meetingFacts(m))
		}
		if err != nil {
			return err
		}
		if form.Via != "" {
			detail += ", " + form.Via
		}
		what := "answered the invitation"
		if a.PersonID == nil || *a.PersonID != t.actor.PersonID {
			what = "recorded an answer to the invitation"
		}
		return t.event(what, "attendance", a.ID, a.label(), m.ID, detail)
	})
	return a, err
}

func (t *tx) isOrAre(a Attendance) string {
	if a.PersonID != nil && *a.PersonID == t.actor.PersonID {
		return "you are"
	}
	return a.label() + " is"
}

// takesReply refuses answers before the meeting is called and once it is over.
func (t *tx) takesReply(m Meeting) error {
	switch {
	case m.State == MeetingPlanned:
		return badState("This meeting has not been called yet. You will be asked whether you are coming when it is.")
	case m.State != MeetingCalled && m.State != MeetingPublished:
		return badState("This meeting is %s, so you can no longer answer.", m.State)
	case !m.TakesReplies(t.now) && t.actor.Reach(ReplyToInvitation) != Any:
		return badState("The meeting has begun, so you can no longer answer. Tell the secretariat instead.")
	}
	return nil
}

// invitationOf is the attendance whose answer this is: one's own, made now for
// somebody who came after the meeting was called, or the one that the
// secretariat names.
func (t *tx) invitationOf(m Meeting, id int64) (Attendance, error) {
	var a Attendance
	if id != 0 {
		err := t.Where("meeting_id = ?", m.ID).First(&a, id).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return a, notFound("invitation")
		}
		if err != nil {
			return a, err
		}
		return a, t.may(ReplyToInvitation, a.PersonID != nil && *a.PersonID == t.actor.PersonID)
	}
	if err := t.may(ReplyToInvitation, t.actor.SignedIn()); err != nil {
		return a, err
	}
	if m.State == MeetingPlanned { // nobody has a place yet
		return a, t.takesReply(m)
	}
	err := t.Where("meeting_id = ? and person_id = ?", m.ID, t.actor.PersonID).First(&a).Error
	if !errors.Is(err, gorm.ErrRecordNotFound) {
		return a, err
	}
	var p Person
	if err := t.Preload("Organisation").First(&p, t.actor.PersonID).Error; err != nil {
		return a, err
	}
	a = invitation(m, p, 0)
	return a, t.addAttendance(&a)
}

// readDeputy is who stands in for a, when that is the answer. The row is a
// colleague's own, or a new one that is not written yet.
func (t *tx) readDeputy(m Meeting, a Attendance, form ReplyForm, problems *Problems) (*Attendance, error) {
	if form.Reply != ReplyDeputy {
		return nil, nil
	}
	if form.DeputyID != 0 {
		return t.colleague(m, a, form.DeputyID, problems)
	}
	name := oneLine(problems, "deputy_name", "the deputy’s name", form.DeputyName, 1, maxName)
	d := &Attendance{MeetingID: m.ID, OrganisationID: a.OrganisationID, OrganisationName: a.OrganisationName, Name: name, Reply: NoReply, Version: 1}
	d.JobTitle = oneLine(problems, "deputy_job_title", "the deputy’s job title", form.DeputyJobTitle, 0, maxName)
	if form.DeputyEmail != "" {
		d.Email = emailAddress(problems, "deputy_email", form.DeputyEmail)
	}
	if t.may(ReplyToInvitation, false) == nil {
		d.ConfirmedAt = &t.now
	}
	if d.Email != "" && a.OrganisationID != nil { // a colleague, named by their address
		var known Person
		if err := t.Where("email = ? and organisation_id = ? and deactivated_at is null", d.Email, *a.OrganisationID).Limit(1).Find(&known).Error; err != nil {
			return nil, err
		}
		if known.ID != 0 {
			return t.colleague(m, a, known.ID, problems)
		}
	}
	var same Attendance // named before, and perhaps agreed to
	if err := t.Where("deputy_for_id = ? and person_id is null and name = ? and email = ?", a.ID, d.Name, d.Email).Limit(1).Find(&same).Error; err != nil {
		return nil, err
	}
	if same.ID != 0 {
		same.JobTitle = d.JobTitle
		if same.ConfirmedAt == nil {
			same.ConfirmedAt = d.ConfirmedAt
		}
		return &same, nil
	}
	return d, t.fillInitials(problems, d, AttendanceForm{}, "")
}

// colleague is the place of a person of the same organisation who is to stand in.
func (t *tx) colleague(m Meeting, a Attendance, personID int64, problems *Problems) (*Attendance, error) {
	var p Person
	err := t.Preload("Organisation").Where("deactivated_at is null").First(&p, personID).Error
	if err != nil && !errors.Is(err, gorm.ErrRecordNotFound) {
		return nil, err
	}
	if err != nil || a.OrganisationID == nil || p.OrganisationID != *a.OrganisationID || a.PersonID != nil && p.ID == *a.PersonID {
		problems.Add("deputy", "Choose one of your colleagues from the list")
		return nil, nil
	}
	d := invitation(m, p, 0)
	if err := t.Where("meeting_id = ? and person_id = ?", m.ID, p.ID).Limit(1).Find(&d).Error; err != nil {
		return nil, err
	}
	switch {
	case d.Reply == ReplyDeputy:
		problems.Add("deputy", "%s sends a deputy as well: choose somebody else", p.Name)
	case d.DeputyForID != nil && *d.DeputyForID != a.ID:
		problems.Add("deputy", "%s is already standing in for somebody else: choose another deputy", p.Name)
	}
	return &d, nil
}

// standIn makes d the deputy of a. To be named is to be coming, unless the
// deputy says otherwise.
func (t *tx) standIn(d *Attendance, a Attendance) error {
	d.Capacity, d.DeputyForID = Deputy, &a.ID
	if d.Reply != ReplyComing {
		d.Reply, d.RepliedAt, d.ReplyNote = ReplyComing, a.RepliedAt, ""
	}
	if d.ID == 0 {
		return t.addAttendance(d)
	}
	before := d.Version
	d.Version++
	return save(t, "reply", d, d.ID, before, "job_title", "capacity", "deputy_for_id", "reply", "replied_at", "reply_note", "confirmed_at")
}
