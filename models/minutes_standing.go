package models

import (
	"context"

	"quarterday/calendar"
)

// MinutesStanding is how far the minutes of a meeting have come and what can be
// done with them next.
type MinutesStanding struct {
	Meeting         MeetingFacts
	MeetingVersion  int // for finishing the meeting
	Minutes         Minutes
	Versions        []MinutesVersion // without their content, the newest first
	Begun           bool             // the meeting's time has come
	Empty           bool             // nothing has been minuted
	Waiting         int              // corrections that nobody has answered
	Later           []MeetingFacts   // meetings that can have agreed them: those whose day has come
	CorrectionsDay  string           // until when corrections are asked for
	CorrectionsOver bool             // that day is past
	Changes         []string         // of the draft since the newest version
	NamesLeft       []string         // paragraphs that the public edition has with a name in them that it withholds
	MayWrite        bool             // take the minutes, and issue them
	MayCorrect      bool             // ask for a correction
}

// CanFinish, CanCirculate, CanAgree and CanPublish say which step is next.
func (s MinutesStanding) CanFinish() bool {
	return s.MayWrite && s.Meeting.State == MeetingPublished && s.Begun
}
func (s MinutesStanding) CanCirculate() bool {
	return s.MayWrite && s.Meeting.State == MeetingHeld && (s.Minutes.State == MinutesDrafting || s.Minutes.State == MinutesCirculated && len(s.Changes) > 0)
}
func (s MinutesStanding) CanAgree() bool {
	return s.MayWrite && s.Minutes.State == MinutesCirculated && len(s.Later) > 0
}
func (s MinutesStanding) CanPublish() bool {
	return s.MayWrite && s.Minutes.State == MinutesAgreed
}

// MinutesStanding reads how far the minutes of a meeting have come.
func (s *Store) MinutesStanding(ctx context.Context, actor Actor, ref string) (MinutesStanding, error) {
	var st MinutesStanding
	if !actor.May(ReadMeetings, false) {
		return st, notFound("minutes")
	}
	db := s.reading(ctx)
	r, err := readRecord(db, ref, s.Now())
	if err != nil {
		return st, err
	}
	st.Meeting, st.MeetingVersion, st.Minutes, st.MayWrite = r.facts(), r.meeting.Version, r.minutes, actor.May(TakeMinutes, false)
	st.Begun, st.Empty = !r.meeting.StartsAt.After(s.Now()), len(r.entries) == 0
	st.CorrectionsDay = r.meeting.CorrectionsOn.Long()
	for _, k := range r.corrections {
		if k.Outcome == CorrectionWaiting {
			st.Waiting++
		}
	}
	today := calendar.DateOf(s.Now(), r.partnership.Location())
	st.CorrectionsOver = today.After(r.meeting.CorrectionsOn)
	for _, m := range r.later {
		if m.State != MeetingPlanned && !calendar.DateOf(m.StartsAt, r.partnership.Location()).After(today) {
			st.Later = append(st.Later, m.facts(r.partnership))
		}
	}
	own := actor.Role == RolePartner
	for _, a := range r.attendances {
		own = own || a.PersonID != nil && *a.PersonID == actor.PersonID && actor.SignedIn()
	}
	st.MayCorrect = r.minutes.State == MinutesCirculated && actor.May(AskForCorrections, own)
	if err := db.Select("id", "meeting_id", "version", "kind", "issued_at", "changes").Where("meeting_id = ?", r.meeting.ID).Order("id desc").Find(&st.Versions).Error; err != nil {
		return st, err
	}
	if !st.MayWrite {
		return st, nil
	}
	content := r.content()
	st.NamesLeft = content.NamesLeft()
	if r.minutes.State == MinutesCirculated {
		before, err := newestVersion(db, r.meeting.ID)
		if err != nil {
			return st, err
		}
		if before != nil {
			st.Changes = content.changesSince(*before)
		}
	}
	return st, nil
}

// ChangeList is what changed since the version before, a line each.
func (v MinutesVersion) ChangeList() []string { return lines(v.Changes) }

// CorrectionsPage is the corrections that were asked for in a meeting's minutes.
type CorrectionsPage struct {
	Meeting     MeetingFacts
	Minutes     Minutes
	Corrections []Correction
	Paragraphs  map[int64]ParagraphLink // by the correction: what it is about, as it is now
	MayAsk      bool
	MayAnswer   bool
	People      []Person // on whose behalf the secretariat can ask
}

// ParagraphLink is the paragraph that a correction is about.
type ParagraphLink struct {
	EntryID      int64
	Number, Text string
}

// CorrectionsPage reads the corrections: the secretariat sees all, others their
// own and those that were answered.
func (s *Store) CorrectionsPage(ctx context.Context, actor Actor, ref string) (CorrectionsPage, error) {
	var page CorrectionsPage
	st, err := s.MinutesStanding(ctx, actor, ref)
	if err != nil {
		return page, err
	}
	if st.Minutes.Circulated == 0 {
		return page, notFound("minutes")
	}
	db := s.reading(ctx)
	r, err := readRecord(db, ref, s.Now())
	if err != nil {
		return page, err
	}
	page.Meeting, page.Minutes, page.MayAsk, page.MayAnswer = st.Meeting, st.Minutes, st.MayCorrect, st.MayWrite && st.Minutes.Open()
	read, err := circulatedVersions(db, r.meeting.ID)
	if err != nil {
		return page, err
	}
	page.Paragraphs = map[int64]ParagraphLink{}
	for _, k := range r.corrections {
		if !st.MayWrite && k.Outcome == CorrectionWaiting && (k.PersonID == nil || *k.PersonID != actor.PersonID) {
			continue
		}
		page.Corrections = append(page.Corrections, k)
		if at, ok := r.paragraphNamed(read[k.ToVersion], k.Paragraph); ok && at.entry >= 0 {
			page.Paragraphs[k.ID] = ParagraphLink{r.entries[at.entry].ID, at.number, r.entries[at.entry].Text}
		}
	}
	if st.MayWrite && st.MayCorrect {
		err = db.Joins("Organisation").Where("people.deactivated_at is null").Order("people.id").Find(&page.People).Error
		inOrganisationOrder(page.People)
	}
	return page, err
}
