package models

import "time"

// updateMoves says to which state each kind of update takes an action; the
// others leave it where it is.
var updateMoves = map[UpdateKind]ActionState{
	UpdateDone:      ActionDone,
	UpdateClosed:    ActionClosed,
	UpdateReopened:  ActionOpen,
	UpdateWithdrawn: ActionWithdrawn,
}

// updateAction adds a line to the action's history: a note, or that it is done,
// closed, reopened or withdrawn, whose state it then takes. at is the meeting
// that reviewed it, nil where none did.
func (t *tx) updateAction(a *Action, kind UpdateKind, note string, at *Meeting) error {
	u := ActionUpdate{Kind: kind, Note: note}
	if at != nil {
		u.MeetingID = &at.ID
	}
	return t.addUpdate(a, u)
}

// addUpdate writes one line of history and the state that it gives the action.
func (t *tx) addUpdate(a *Action, u ActionUpdate) error {
	var p Problems
	u.Note = manyLines(&p, "note", "the note", u.Note, 0, maxAction)
	if u.Note == "" {
		switch u.Kind {
		case UpdateNote:
			p.Add("note", "Enter what has been done, or what is in the way")
		case UpdateReopened:
			p.Add("note", "Enter why it is reopened")
		case UpdateWithdrawn:
			p.Add("note", "Enter why it is withdrawn")
		}
	}
	if err := p.Err(); err != nil {
		return err
	}
	to, moves := updateMoves[u.Kind]
	switch {
	case moves:
		if err := actionMoves.check("action", a.State, to); err != nil {
			return err
		}
	case a.State == ActionClosed || a.State == ActionWithdrawn:
		return badState("This action is %s, so nothing can be added to it. The secretariat can reopen it.", a.State)
	}
	u.ActionID, u.PersonID, u.Restricted, u.CreatedAt = a.ID, ptr(t.actor.PersonID), a.Restricted, t.now
	if err := t.Create(&u).Error; err != nil {
		return err
	}
	if !moves {
		return nil
	}
	a.State, a.SettledAt = to, nil
	if to == ActionClosed || to == ActionWithdrawn {
		a.SettledAt = new(time.Time)
		*a.SettledAt = t.now
	}
	before := a.Version
	a.Version++
	return save(t, "action", a, a.ID, before, "state", "settled_at")
}
