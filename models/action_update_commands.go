package models

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"gorm.io/gorm"
)

// UpdateForm is a line that somebody adds to an action's history. Seen is the
// id of the newest line that their page showed, so that the same form sent
// twice gives one line.
type UpdateForm struct {
	Note string
	Seen int64
}

// UpdateAction adds an owner's note on how the action comes along.
func (s *Store) UpdateAction(ctx context.Context, actor Actor, id int64, form UpdateForm) (Action, error) {
	return s.settleAction(ctx, actor, id, UpdateNote, form)
}

// MarkActionDone is an owner saying that the action is done, and how.
func (s *Store) MarkActionDone(ctx context.Context, actor Actor, id int64, form UpdateForm) (Action, error) {
	return s.settleAction(ctx, actor, id, UpdateDone, form)
}

// CloseAction is the secretariat agreeing that there is nothing more to do.
func (s *Store) CloseAction(ctx context.Context, actor Actor, id int64, form UpdateForm) (Action, error) {
	return s.settleAction(ctx, actor, id, UpdateClosed, form)
}

// ReopenAction makes a done, closed or withdrawn action open again, for a reason.
func (s *Store) ReopenAction(ctx context.Context, actor Actor, id int64, form UpdateForm) (Action, error) {
	return s.settleAction(ctx, actor, id, UpdateReopened, form)
}

// WithdrawAction ends an action that need no longer be done, for a reason.
func (s *Store) WithdrawAction(ctx context.Context, actor Actor, id int64, form UpdateForm) (Action, error) {
	return s.settleAction(ctx, actor, id, UpdateWithdrawn, form)
}

// updateEvents is what the audit trail says of each kind of update.
var updateEvents = map[UpdateKind]string{
	UpdateNote: "updated the action", UpdateDone: "marked the action done", UpdateClosed: "closed the action",
	UpdateReopened: "reopened the action", UpdateWithdrawn: "withdrew the action",
	UpdateDeadline: "changed the deadline", UpdateOwners: "changed the owners",
}

func (s *Store) settleAction(ctx context.Context, actor Actor, id int64, kind UpdateKind, form UpdateForm) (Action, error) {
	var a Action
	err := s.command(ctx, actor, func(t *tx) (err error) {
		permission := SettleActions
		if kind == UpdateNote || kind == UpdateDone {
			permission = UpdateActions
		}
		if a, err = t.actionFor(id, permission); err != nil {
			return err
		}
		u := ActionUpdate{Kind: kind, Note: form.Note}
		u.ClientKey = t.updateKey(u, form.Seen)
		if again, err := t.alreadyAdded(a, u); again || err != nil {
			return err
		}
		if kind == UpdateDone && tidy(form.Note) == "" {
			var p Problems
			p.Add("note", "Enter what was done, so that the meeting can see it")
			return p.Err()
		}
		if err := t.addUpdate(&a, u); err != nil {
			return err
		}
		return t.event(updateEvents[kind], "action", a.ID, a.Reference, a.MeetingID, "")
	})
	return a, err
}

// updateKey names a line by who sent it, from a page that showed which newest
// line, and what it says.
func (t *tx) updateKey(u ActionUpdate, seen int64) *string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d\x00%d\x00%s\x00%s", t.actor.PersonID, seen, u.Kind, tidy(u.Note)))
	key := hex.EncodeToString(sum[:16])
	return &key
}

// alreadyAdded says whether this very line was sent before.
func (t *tx) alreadyAdded(a Action, u ActionUpdate) (bool, error) {
	var n int64
	err := t.Model(&ActionUpdate{}).Where("action_id = ? and client_key = ?", a.ID, *u.ClientKey).Count(&n).Error
	return n > 0, err
}

// actionFor loads an action with its owners and meeting, for somebody to do
// this with. What they may not know of does not exist for them.
func (t *tx) actionFor(id int64, permission Permission) (Action, error) {
	a, err := seenAction(t.DB, t.actor, "actions.id = ?", id)
	if err != nil {
		return a, err
	}
	owners, err := ownersOf(t.DB, []int64{a.ID})
	if err != nil {
		return a, err
	}
	a.Owners = owners[a.ID]
	return a, t.may(permission, a.OwnedBy(t.actor))
}

// seenAction loads one action and its meeting as the actor may see it.
func seenAction(db *gorm.DB, actor Actor, where string, args ...any) (Action, error) {
	var a Action
	err := visibleActions(db, actor).Preload("Meeting").Where(where, args...).First(&a).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return a, notFound("action")
	}
	return a, err
}

// NewDeadlineForm is a new deadline, with why.
type NewDeadlineForm struct {
	DeadlineForm
	Note string
}

// ChangeActionDeadline gives the action another deadline. "Next meeting" is the
// one that comes next now.
func (s *Store) ChangeActionDeadline(ctx context.Context, actor Actor, id int64, version int, form NewDeadlineForm) (Action, error) {
	var a Action
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if a, err = t.actionFor(id, SettleActions); err != nil {
			return err
		}
		return t.changeDeadline(&a, version, form, nil)
	})
	return a, err
}

// changeDeadline gives the action another deadline, with a line of history. at
// is the meeting that reviewed it, nil where none did.
func (t *tx) changeDeadline(a *Action, version int, form NewDeadlineForm, at *Meeting) error {
	var p Problems
	kind, due := form.DeadlineForm.read(t, &p)
	note := manyLines(&p, "note", "the reason", form.Note, 0, maxAction)
	if err := p.Err(); err != nil {
		return err
	}
	said, u := t.today(), ActionUpdate{Kind: UpdateDeadline}
	if at != nil {
		said, u.MeetingID = t.dayOf(*at), &at.ID
	}
	was := a.Deadline()
	if err := t.setDeadline(a, kind, due, said); err != nil {
		return err
	}
	if a.Deadline() == was {
		p.Add("deadline_kind", "That is the deadline already: choose another")
		return p.Err()
	}
	u.Note, u.DeadlineKind, u.DueOn = joinNote("Was: "+was+".", note), a.DeadlineKind, a.DueOn
	return t.changeWithUpdate(a, version, u, "deadline_kind", "due_on", "next_after")
}

// OwnersForm is who is to owe an action from now on, with why.
type OwnersForm struct {
	Owners      []OwnerForm
	AllPartners bool
	Note        string
}

// ChangeActionOwners gives the action other owners; those who were not owners
// before are told.
func (s *Store) ChangeActionOwners(ctx context.Context, actor Actor, id int64, version int, form OwnersForm) (Action, error) {
	var a Action
	err := s.command(ctx, actor, func(t *tx) (err error) {
		if a, err = t.actionFor(id, SettleActions); err != nil {
			return err
		}
		var p Problems
		owners, err := t.readOwners(&p, form.Owners, form.AllPartners)
		if err != nil {
			return err
		}
		note := manyLines(&p, "note", "the reason", form.Note, 0, maxAction)
		if err := p.Err(); err != nil {
			return err
		}
		before := a
		a.Owners, a.AllPartners = owners, form.AllPartners
		was, is := joinAnd(before.OwnerNames()), joinAnd(a.OwnerNames())
		if was == is {
			p.Add("owners", "These are the owners already: choose others")
			return p.Err()
		}
		if err := t.changeWithUpdate(&a, version, ActionUpdate{Kind: UpdateOwners, Note: joinNote("Now "+is+". Was "+was+".", note)}, "all_partners"); err != nil {
			return err
		}
		if err := t.writeOwners(&a, owners); err != nil {
			return err
		}
		return t.tellNewOwners(before, a)
	})
	return a, err
}

// changeWithUpdate saves what changed of the action at this version, with the
// line of history that says so.
func (t *tx) changeWithUpdate(a *Action, version int, u ActionUpdate, columns ...string) error {
	if a.State == ActionClosed || a.State == ActionWithdrawn {
		return badState("This action is %s, so its %s cannot change. Reopen it first.", a.State, map[UpdateKind]string{UpdateDeadline: "deadline", UpdateOwners: "owners"}[u.Kind])
	}
	a.Version = version + 1
	if err := save(t, "action", a, a.ID, version, columns...); err != nil {
		return err
	}
	// The form of the paragraph that gives the action has these too: one that was
	// opened before is a conflict, not a way back.
	if err := t.Model(&Entry{}).Where("action_id = ?", a.ID).Update("version", gorm.Expr("version + 1")).Error; err != nil {
		return err
	}
	if err := t.addUpdate(a, u); err != nil {
		return err
	}
	return t.event(updateEvents[u.Kind], "action", a.ID, a.Reference, a.MeetingID, "")
}

// tellNewOwners queues letters to those who owe the action now and did not before.
func (t *tx) tellNewOwners(before, now Action) error {
	var people []Person
	if err := t.Where("deactivated_at is null").Order("id").Find(&people).Error; err != nil {
		return err
	}
	knew := map[int64]bool{}
	for _, p := range before.toTell(people) {
		knew[p.ID] = true
	}
	var tell []Person
	for _, p := range now.toTell(people) {
		if !knew[p.ID] {
			tell = append(tell, p)
		}
	}
	return t.tell(now, tell)
}

func joinNote(what, why string) string {
	if why == "" {
		return what
	}
	return what + "\n\n" + why
}
