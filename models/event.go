package models

import (
	"context"
	"time"
)

// Event is one line of the audit trail: who did what to what, and when. Every
// command leaves one in the same transaction as what it did.
type Event struct {
	ID       int64
	At       time.Time
	PersonID *int64
	// Actor is the person's name as it was then.
	Actor string
	// What was done, in the words of the command: "published the agenda".
	What string
	// Subject is the kind of thing ("meeting", "item", "action" …), SubjectID its
	// number, Label what it was called then.
	Subject   string
	SubjectID int64
	Label     string
	MeetingID *int64
	// Detail says what changed, in words; never the text of anything restricted.
	Detail    string
	RequestID string
}

type requestIDKey struct{}

// WithRequestID marks ctx with the id of the request it serves, so that the
// audit trail and the log can be read side by side.
func WithRequestID(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestIDKey{}, id)
}

// event adds a line to the audit trail of this command.
func (t *tx) event(what, subject string, id int64, label string, meetingID int64, detail string) error {
	requestID, _ := t.ctx.Value(requestIDKey{}).(string)
	return t.Create(&Event{
		At: t.now, PersonID: ptr(t.actor.PersonID), Actor: t.actor.Name, What: what,
		Subject: subject, SubjectID: id, Label: label, MeetingID: ptr(meetingID), Detail: detail, RequestID: requestID,
	}).Error
}
