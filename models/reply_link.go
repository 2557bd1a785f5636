package models

import (
	"context"
	"strconv"
)

const replyPurpose = "reply"

// replyToken ends the addresses of the links with which somebody answers an
// invitation without signing in.
func (t *tx) replyToken(personID, meetingID int64) (string, error) {
	return t.sign(replyPurpose, strconv.FormatInt(personID, 10), strconv.FormatInt(meetingID, 10))
}

// ReplyLink is what a link to answer an invitation means: whose answer it is,
// and what their page shows.
type ReplyLink struct {
	Person Person
	ReplyPage
	// Open says that answers are taken now.
	Open bool
}

// ReplyLink reads a link to answer an invitation. It changes nothing: scanners
// of mail open links before people do. It works until the meeting begins;
// somebody whose account is closed has none.
func (s *Store) ReplyLink(ctx context.Context, token string) (ReplyLink, error) {
	var link ReplyLink
	db := s.reading(ctx)
	parts, ok, err := signedParts(db, replyPurpose, token)
	if err != nil {
		return link, err
	}
	if !ok || len(parts) != 2 {
		return link, notFound("link")
	}
	err = db.Preload("Organisation").Where("id = ? and deactivated_at is null", parts[0]).Limit(1).Find(&link.Person).Error
	if err != nil || link.Person.ID == 0 {
		return link, orNotFound(err, "link")
	}
	m, err := meetingBy(db, "id = ?", parts[1])
	if err != nil {
		return link, err
	}
	if link.ReplyPage, err = s.ReplyPage(ctx, link.Person.Actor(), m.Reference, 0); err != nil {
		return link, err
	}
	link.Open = m.TakesReplies(s.Now())
	return link, nil
}

// ReplyByLink answers an invitation by the link in its letter. Whoever has the
// letter may: nobody signs in for it.
func (s *Store) ReplyByLink(ctx context.Context, token string, form ReplyForm) (Attendance, error) {
	link, err := s.ReplyLink(ctx, token)
	if err != nil {
		return Attendance{}, err
	}
	form.AttendanceID, form.Via = 0, "by the link in an email"
	return s.ReplyToInvitation(ctx, link.Person.Actor(), link.Meeting.Reference, form)
}
