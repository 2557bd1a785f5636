package models

import (
	"context"
	"time"
)

// ClockAhead is how far this process's clock is ahead of the database server's,
// less than nothing when it is behind. Of several servers each judges by its own
// clock whether another's lease has ended; with clocks that differ as much as a
// lease lasts, two would send letters at a time. A file has no clock: it is 0.
func (s *Store) ClockAhead(ctx context.Context) (time.Duration, error) {
	if !s.shared {
		return 0, nil
	}
	var there time.Time
	err := s.reading(ctx).Raw("select clock_timestamp()").Scan(&there).Error
	return s.clock().Sub(there), err
}
