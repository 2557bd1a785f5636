package main

import (
	"context"
	"log/slog"
	"time"

	"quarterday/files"
	"quarterday/models"
)

const (
	// timedTick is how often it is looked whether the time for something has come.
	timedTick = time.Minute
	// sweepEvery is how often files that nothing names are swept, and how old they
	// must be: a form that was begun yesterday may still be sent.
	sweepEvery = 24 * time.Hour
)

// timedWork does what time brings about: reminders, weekly lists, and clearing
// away what has ended. What has been done is kept in the database; this only
// looks, and forgets nothing when it stops.
type timedWork struct {
	store *models.Store
	kept  *files.Store
	swept time.Time
}

// run looks at each tick, and once at the start, until the context ends; the
// channel closes when it has.
func (w *timedWork) run(ctx context.Context, ticks <-chan time.Time) <-chan struct{} {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for {
			w.look(ctx)
			select {
			case <-ctx.Done():
				return
			case <-ticks:
			}
		}
	}()
	return stopped
}

// look does what is due now.
func (w *timedWork) look(ctx context.Context) {
	if err := w.store.DoTimedWork(ctx, models.Operator); err != nil && ctx.Err() == nil {
		slog.Error("timed work failed; it is tried again in a minute", "error", err)
	}
	if now := w.store.Now(); now.Sub(w.swept) >= sweepEvery {
		if err := w.sweep(ctx, now); err != nil {
			if ctx.Err() == nil {
				slog.Error("files that nothing names were not swept", "error", err)
			}
			return
		}
		w.swept = now
	}
}

// sweep removes files that were put more than a day ago and that no paper,
// document or received email names: those of forms that were never sent, and
// conversions that are made again when wanted.
func (w *timedWork) sweep(ctx context.Context, now time.Time) error {
	named, err := w.store.NamedFiles(ctx)
	if err != nil {
		return err
	}
	removed, err := w.kept.Sweep(ctx, func(sha string) bool { return named[sha] }, now.Add(-sweepEvery))
	if removed > 0 {
		slog.Info("swept files that nothing names", "files", removed)
	}
	return err
}
