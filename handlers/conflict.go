package handlers

import (
	"errors"

	"quarterday/models"
)

// Conflict is shown above a form whose thing somebody else saved meanwhile: what
// was typed and what is saved now, side by side. The form below still holds what
// was typed; saving it again is the choice for it, the link the other.
type Conflict struct {
	Rows     []models.Change // From is what is saved now, To what was typed
	LeaveURL string          // where what is saved now can be seen
}

// theirs is the row that somebody else saved, if err is a conflict about one.
func theirs[T any](err error) (T, bool) {
	var none T
	e, ok := errors.AsType[*models.Error](err)
	if !ok || e.Kind != models.KindConflict {
		return none, false
	}
	row, ok := e.Theirs.(T)
	return row, ok
}

// newConflict keeps the rows that differ.
func newConflict(leaveURL string, rows ...models.Change) *Conflict {
	c := &Conflict{LeaveURL: leaveURL}
	for _, r := range rows {
		if r.From != r.To {
			c.Rows = append(c.Rows, r)
		}
	}
	return c
}
