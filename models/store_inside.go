package models

import "time"

// inside gives the store as a part of this command: what it is told to do is
// done, or undone, together with the command. When it refuses something, only
// that is undone, and the command can go on.
func (t *tx) inside() (s *Store, end func()) {
	s = &Store{write: t.DB, read: t.DB, clock: func() time.Time { return t.now }, queued: make(chan struct{}, 1), draw: t.draw, part: true}
	return s, func() {
		select {
		case <-s.queued:
			*t.queued = true
		default:
		}
	}
}
