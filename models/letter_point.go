package models

import (
	"context"
	"fmt"
	"slices"
	"time"

	"gorm.io/gorm"
)

// tellsOfComing says whether letters of this kind are about a meeting to come,
// so that they say nothing once it has begun.
func (k LetterKind) tellsOfComing() bool {
	return k.inDiaries() || slices.Contains([]LetterKind{LetterReplyReminder, LetterCallDue, LetterItemAccepted, LetterAgendaDue, LetterAgendaPublished}, k)
}

// hasDeadline says whether letters of this kind remind of a day, and are worth
// nothing after it.
func (k LetterKind) hasDeadline() bool { return k == LetterDeadlineComing || k == LetterActionsDue }

// survives says whether a letter is still to be sent when its meeting is
// cancelled: what takes the meeting out of its reader's calendar, and what stays
// true. A deputy who has no account and was released is told of no cancellation.
func (l Letter) survives() bool {
	switch {
	case l.Kind == LetterMeetingCancelled || l.Kind == LetterDeputyReleased && l.PersonID == nil:
		return true
	case l.Kind == LetterMinutesDue || l.Kind == LetterDeadlineComing:
		return false
	}
	return !l.Kind.tellsOfComing()
}

// withdrawForCancelled cancels what waits of a meeting that is cancelled, and
// what failed of it: neither is ever sent.
func (t *tx) withdrawForCancelled(m Meeting) error {
	kinds := []LetterKind{LetterMinutesDue, LetterDeadlineComing}
	for _, k := range LetterKinds {
		if k.tellsOfComing() && k != LetterMeetingCancelled {
			kinds = append(kinds, k)
		}
	}
	return t.Model(&Letter{}).Where("meeting_id = ? and kind in ? and not (kind = ? and person_id is null)", m.ID, kinds, LetterDeputyReleased).
		Where("state = ? and in_flight_at is null or state = ?", LetterWaiting, LetterFailed).
		Updates(map[string]any{"state": LetterCancelled, "next_at": nil, "problem": "The meeting was cancelled before this went out."}).Error
}

// pastUse says in words why a letter has nothing to say to its reader any more;
// nothing where it has. m is the meeting that it is about, if any.
func (l Letter) pastUse(m *Meeting, now time.Time) string {
	switch {
	case l.Kind == LetterSignIn:
		return fmt.Sprintf("A link to sign in works for a few minutes only. Ask %s to request a new one.", l.Name)
	case l.Kind.hasDeadline() && l.ExpiresAt != nil && !now.Before(*l.ExpiresAt):
		return "The day that this email reminds of has passed, so it is not sent any more."
	case m == nil:
		return ""
	case m.State == MeetingCancelled && !l.survives():
		return "The meeting is cancelled, so this email is not sent any more."
	case l.Kind.tellsOfComing() && !now.Before(m.StartsAt):
		return "The time of this meeting has passed, so this email is not sent any more."
	}
	return ""
}

// until is when a letter that goes out anew stops being news.
func (l Letter) until(m *Meeting, now time.Time) time.Time {
	end := now.Add(letterLife)
	if l.Kind.hasDeadline() && l.ExpiresAt != nil && l.ExpiresAt.Before(end) {
		end = *l.ExpiresAt
	}
	if m != nil && l.Kind.tellsOfComing() && m.StartsAt.Before(end) {
		end = m.StartsAt
	}
	return end
}

// lettersMeetings reads the meetings that letters are about, by the letters' ids.
// What became of an item is told with its meeting's reference alone.
func lettersMeetings(db *gorm.DB, letters []Letter) (map[int64]*Meeting, error) {
	var ids []int64
	var refs []string
	for _, l := range letters {
		if l.MeetingID != nil && !slices.Contains(ids, *l.MeetingID) {
			ids = append(ids, *l.MeetingID)
		} else if ref := l.aboutMeeting(); ref != "" && !slices.Contains(refs, ref) {
			refs = append(refs, ref)
		}
	}
	var meetings []Meeting
	if len(ids)+len(refs) > 0 {
		if err := db.Where("id in ? or reference in ?", ids, refs).Find(&meetings).Error; err != nil {
			return nil, err
		}
	}
	of := map[int64]*Meeting{}
	for _, l := range letters {
		for i, m := range meetings {
			if l.MeetingID != nil && *l.MeetingID == m.ID || l.MeetingID == nil && l.aboutMeeting() == m.Reference {
				of[l.ID] = &meetings[i]
			}
		}
	}
	return of, nil
}

// aboutMeeting is the reference of the meeting for which the letter says that an
// item is accepted.
func (l Letter) aboutMeeting() string {
	if l.MeetingID != nil || l.Kind != LetterItemAccepted {
		return ""
	}
	return l.FactMap()["meeting"]
}

// failedLetters are those that failed and can be sent again, with when each
// stops being news: neither links to sign in, nor what goes to closed accounts,
// nor what has nothing to say any more.
func failedLetters(db *gorm.DB, now time.Time) ([]Letter, error) {
	var failed []Letter
	err := db.Select("id", "kind", "name", "person_id", "meeting_id", "expires_at", "case when kind = '"+string(LetterItemAccepted)+"' then facts else '' end as facts").
		Where("state = ? and kind <> ? and (person_id is null or person_id in (select id from people where deactivated_at is null))", LetterFailed, LetterSignIn).
		Order("id").Find(&failed).Error
	if err != nil || len(failed) == 0 {
		return nil, err
	}
	meetings, err := lettersMeetings(db, failed)
	if err != nil {
		return nil, err
	}
	kept := failed[:0]
	for _, l := range failed {
		m := meetings[l.ID]
		if l.pastUse(m, now) == "" {
			l.ExpiresAt = ptr(l.until(m, now))
			kept = append(kept, l)
		}
	}
	return kept, nil
}

// WhyNotAgain says in words why a letter cannot be sent again; nothing where it
// can.
func (s *Store) WhyNotAgain(ctx context.Context, actor Actor, l Letter) (string, error) {
	if _, err := s.mayRead(ctx, actor, ReadOutbox); err != nil {
		return "", err
	}
	_, err := goesAgain(s.reading(ctx), l, s.Now())
	if KindOf(err) == KindBadState {
		return err.Error(), nil
	}
	return "", err
}
