package models

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"gorm.io/gorm"
)

// PublishAgenda issues the agenda as it stands to everyone invited: as version
// 1, or again with what has changed. version is the meeting's, as the agenda
// was looked at.
func (s *Store) PublishAgenda(ctx context.Context, actor Actor, ref string, version int) (AgendaVersion, error) {
	var v AgendaVersion
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(BuildAgendas, false); err != nil {
			return err
		}
		m, err := t.meeting(ref)
		if err != nil {
			return err
		}
		if m.State != MeetingPublished {
			if err := meetingMoves.check("meeting", m.State, MeetingPublished); err != nil {
				return err
			}
		}
		if m.Version != version {
			return conflict("agenda", m)
		}
		content, changes, err := agendaToPublish(t.DB, t.partnership, m, t.now)
		if err != nil {
			return err
		}
		switch {
		case len(content.Items) == 0:
			return badState("There is nothing on the agenda yet. Add an item first.")
		case m.AgendaVersion > 0 && len(changes) == 0:
			return badState("Nothing has changed since version %d of the agenda was published.", m.AgendaVersion)
		}
		content.Version, content.PublishedAt, content.Changes = m.AgendaVersion+1, &t.now, changes
		text, err := json.Marshal(content)
		if err != nil {
			return err
		}
		v = AgendaVersion{
			MeetingID: m.ID, Version: content.Version, PublishedAt: t.now, PublisherID: ptr(t.actor.PersonID),
			Changes: strings.Join(changes, "\n"), Content: string(text),
		}
		if err := t.Create(&v).Error; err != nil {
			return err
		}
		if err := t.keepPublishedPapers(m, content); err != nil {
			return err
		}
		if err := t.issue(agendaDocument(m, v.Version), content); err != nil {
			return err
		}
		m.State, m.AgendaVersion, m.AgendaPublishedAt = MeetingPublished, v.Version, &t.now
		if err := t.saveMeeting(&m, version, "state", "agenda_version", "agenda_published_at"); err != nil {
			return err
		}
		invited, err := t.invited(m)
		if err != nil {
			return err
		}
		facts := t.meetingFacts(m)
		facts["version"], facts["changes"], facts["path"] = fmt.Sprint(v.Version), v.Changes, "/meetings/"+m.Reference+"/agenda"
		if err := t.letterAbout(m, LetterAgendaPublished, fmt.Sprintf("%s/agenda/%d", m.Reference, v.Version), facts, invited...); err != nil {
			return err
		}
		return t.event("published the agenda", "meeting", m.ID, m.Reference, m.ID, fmt.Sprintf("Version %d, %s told", v.Version, peopleCount(len(invited))))
	})
	return v, err
}

// agendaToPublish is the agenda as it stands, and what it has that the version
// published last has not.
func agendaToPublish(db *gorm.DB, p Partnership, m Meeting, now time.Time) (AgendaContent, []string, error) {
	content, err := workingAgenda(db, p, m, now)
	if err != nil || m.AgendaVersion == 0 {
		return content, nil, err
	}
	last, err := publishedAgenda(db, m, m.AgendaVersion)
	if err != nil {
		return content, nil, err
	}
	return content, agendaChanges(last, content), nil
}

// AgendaToPublish is what the secretariat looks at before it publishes.
type AgendaToPublish struct {
	Meeting Meeting
	Content AgendaContent
	Version int      // that it will have
	Changes []string // since the version before
	People  int      // who will be told
	Waiting int      // submissions that nobody has decided about
}

// AgendaToPublish shows what publishing the agenda now would issue.
func (s *Store) AgendaToPublish(ctx context.Context, actor Actor, ref string) (AgendaToPublish, error) {
	var a AgendaToPublish
	if !actor.May(BuildAgendas, false) {
		return a, notAllowed("You may not " + string(BuildAgendas) + ".")
	}
	var err error
	if a.Meeting, err = s.Meeting(ctx, actor, ref); err != nil {
		return a, err
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return a, err
	}
	db := s.reading(ctx)
	if a.Content, a.Changes, err = agendaToPublish(db, p, a.Meeting, s.Now()); err != nil {
		return a, err
	}
	a.Version = a.Meeting.AgendaVersion + 1
	var counts struct{ People, Waiting int }
	err = db.Raw(`select (select count(*) from attendances a join people p on p.id = a.person_id where a.meeting_id = ? and p.deactivated_at is null) as people,
		(select count(*) from items where meeting_id = ? and state = ?) as waiting`, a.Meeting.ID, a.Meeting.ID, ItemWaiting).Scan(&counts).Error
	a.People, a.Waiting = counts.People, counts.Waiting
	return a, err
}
