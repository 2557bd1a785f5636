package demo

import (
	"sync"
	"time"
)

// Clock is the clock of a store that holds the sample partnership. While the
// sample is built it shows the time at which each thing is to have happened;
// after that it is the clock that it was made from.
type Clock struct {
	system func() time.Time

	mu sync.Mutex
	at time.Time // zero once the sample is built
}

// NewClock is a clock over the system's. Until Build sets it, and after Build is
// done, it shows the system's time.
func NewClock(system func() time.Time) *Clock { return &Clock{system: system} }

// Now is the time to give to models.Open.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.at.IsZero() {
		return c.system()
	}
	return c.at
}

// set shows a time of the past.
func (c *Clock) set(at time.Time) { c.mu.Lock(); c.at = at; c.mu.Unlock() }

// release lets the clock show the system's time again.
func (c *Clock) release() { c.set(time.Time{}) }
