package models

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"syscall"
	"time"
)

// mostAttempts is how often a command is tried that met another.
const mostAttempts = 10

// again runs a command until it has not met another transaction, and not lost
// its connection before it was to be kept, at most mostAttempts times. It waits a
// little longer each time, and never as long as the one that it met.
func again(ctx context.Context, run func() error) error {
	wait := time.Millisecond
	for attempt := 1; ; attempt++ {
		err := run()
		if err == nil || KindOf(err) != 0 || !isTransient(err) && !isBrokenOff(err) || attempt == mostAttempts {
			return err
		}
		pause := time.NewTimer(wait/2 + rand.N(wait))
		select {
		case <-ctx.Done():
			pause.Stop()
			return err
		case <-pause.C:
		}
		wait = min(2*wait, 300*time.Millisecond)
	}
}

// isNetwork says whether err came from the network.
func isNetwork(err error) bool {
	if _, ok := errors.AsType[net.Error](err); ok && !errors.Is(err, context.Canceled) && !errors.Is(err, context.DeadlineExceeded) {
		return true
	}
	return errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE)
}
