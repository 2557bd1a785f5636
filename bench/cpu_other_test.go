//go:build !linux

package bench

import "time"

func processorTime() time.Duration { return 0 }
