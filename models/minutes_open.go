package models

import (
	"errors"

	"gorm.io/gorm"
)

// minutesOf finds the minutes of a meeting; a meeting whose minutes nobody has
// begun has an empty draft.
func minutesOf(db *gorm.DB, meetingID int64) (Minutes, error) {
	m := Minutes{MeetingID: meetingID, State: MinutesDrafting, Version: 1}
	err := db.Where("meeting_id = ?", meetingID).Limit(1).Find(&m).Error
	return m, err
}

// takesMinutes says whether the meeting has come far enough for its minutes to
// be taken, and has not gone too far.
func takesMinutes(s MeetingState) bool {
	return s == MeetingCalled || s == MeetingPublished || s == MeetingHeld
}

// Open says whether paragraphs and attendance can still be changed: until a
// later meeting agrees the minutes as a correct record.
func (m Minutes) Open() bool { return m.State == MinutesDrafting || m.State == MinutesCirculated }

// openMinutes is where every command begins that writes what happened at a
// meeting: it checks that the actor may, that the meeting has come so far, and
// that the minutes are not agreed yet.
func (t *tx) openMinutes(m Meeting) (Minutes, error) {
	if err := t.may(TakeMinutes, false); err != nil {
		return Minutes{}, err
	}
	if !takesMinutes(m.State) {
		return Minutes{}, badState("This meeting is %s, so its minutes cannot be taken.", m.State)
	}
	min, err := minutesOf(t.DB, m.ID)
	if err != nil {
		return min, err
	}
	if !min.Open() {
		return min, badState("These minutes are %s, so they cannot be changed any more.", min.State)
	}
	if min.ID == 0 {
		err = t.Create(&min).Error
	}
	return min, err
}

// openMinutesOf is openMinutes by the meeting's reference.
func (t *tx) openMinutesOf(ref string) (Meeting, Minutes, error) {
	if err := t.may(TakeMinutes, false); err != nil {
		return Meeting{}, Minutes{}, err
	}
	m, err := t.meeting(ref)
	if err != nil {
		return m, Minutes{}, err
	}
	min, err := t.openMinutes(m)
	return m, min, err
}

// openMinutesByID is openMinutes by the meeting's number.
func (t *tx) openMinutesByID(id int64) (Meeting, error) {
	m, err := t.meetingByID(id)
	if err != nil {
		return m, err
	}
	_, err = t.openMinutes(m)
	return m, err
}

// itemOf finds an item on the agenda of this meeting.
func (t *tx) itemOf(m Meeting, itemID int64) (Item, error) {
	var i Item
	err := t.Where("id = ? and meeting_id = ? and state = ?", itemID, m.ID, ItemAccepted).First(&i).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return i, notFound("agenda item")
	}
	return i, err
}
