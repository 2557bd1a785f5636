package models

import (
	"errors"
	"fmt"
	"strings"
)

// Kind says what sort of refusal an Error is, so that whoever asked can
// choose an answer (a page, an exit code) without reading its words.
type Kind int

const (
	// KindNotFound: there is no such thing, or the person asking may not know
	// that there is. The two are never told apart.
	KindNotFound Kind = iota + 1
	// KindNotAllowed: the thing exists and is known to the person asking, who
	// may not do this with it.
	KindNotAllowed
	// KindInvalid: something typed is missing or cannot be taken; Fields says
	// which and why.
	KindInvalid
	// KindConflict: someone else changed it first; Theirs is what they wrote.
	KindConflict
	// KindBadState: the thing has moved on, and this is no longer (or not yet)
	// possible.
	KindBadState
	// KindUnavailable: the database cannot take the command at the moment (disk
	// full, locked, read-only). Nothing was changed; trying again may work.
	KindUnavailable
)

// FieldError is one sentence about one field of a form. Field is the name that
// the form gives it.
type FieldError struct {
	Field, Message string
}

// Error is every refusal that models gives on purpose. Message is a sentence
// for the person asking: what is wrong and what to do.
type Error struct {
	Kind    Kind
	Message string
	Fields  []FieldError
	Theirs  any
	cause   error
}

func (e *Error) Error() string {
	if len(e.Fields) == 0 {
		return e.Message
	}
	lines := make([]string, len(e.Fields))
	for i, f := range e.Fields {
		lines[i] = f.Field + ": " + f.Message
	}
	return e.Message + " (" + strings.Join(lines, "; ") + ")"
}

func (e *Error) Unwrap() error { return e.cause }

// KindOf tells which kind of refusal err is; 0 when it is none of ours.
func KindOf(err error) Kind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return 0
}

func notFound(what string) error {
	return &Error{Kind: KindNotFound, Message: "There is no such " + what + "."}
}

func notAllowed(message string) error {
	return &Error{Kind: KindNotAllowed, Message: message}
}

func badState(format string, args ...any) error {
	return &Error{Kind: KindBadState, Message: fmt.Sprintf(format, args...)}
}

func conflict(what string, theirs any) error {
	return &Error{Kind: KindConflict, Message: "Someone else changed this " + what + " while you were working on it.", Theirs: theirs}
}

// Problems collects what is wrong with a form, in the order of its fields.
type Problems []FieldError

// Add notes one problem.
func (p *Problems) Add(field, format string, args ...any) {
	*p = append(*p, FieldError{field, fmt.Sprintf(format, args...)})
}

// Err is nil when nothing was noted, else a KindInvalid error.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Kind: KindInvalid, Message: "There is a problem", Fields: p}
}

// moves is the whole of a state machine: from each state, where it may go.
type moves[S ~string] map[S][]S

// check returns nil when from → to is a legal move, else an error naming both.
func (m moves[S]) check(what string, from, to S) error {
	for _, s := range m[from] {
		if s == to {
			return nil
		}
	}
	return badState("This %s is %s, so it cannot become %s.", what, from, to)
}
