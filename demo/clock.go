package demo

import "time"

// clock is the clock of the store while the sample is made: it shows the time at
// which each thing is to have happened. Things happen one after the other, so
// nothing guards it.
type clock struct{ at time.Time }

func (c *clock) now() time.Time   { return c.at }
func (c *clock) set(at time.Time) { c.at = at }
