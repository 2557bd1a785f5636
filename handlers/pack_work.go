package handlers

import (
	"context"
	"log/slog"
	"runtime/debug"
	"time"

	"quarterday/models"
)

// packAgain is how long a pack that could not be drawn or kept is let rest.
const packAgain = 10 * time.Minute

// DrawPacks draws the packs of published agendas that nobody has asked for yet:
// once at the start, after each publication, and at each tick, until the context
// ends; the channel closes when it has. Which are missing is read from the
// database, so a server that was killed goes on where it was.
func (s *Server) DrawPacks(ctx context.Context, ticks <-chan time.Time) <-chan struct{} {
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		resting, giveBack := map[models.AgendaPublished]time.Time{}, true
		for {
			s.drawMissingPacks(ctx, resting)
			if giveBack { // what the start and many papers took is not needed again soon, and others on a small server need it
				debug.FreeOSMemory()
			}
			giveBack = false
			select {
			case <-ctx.Done():
				return
			case <-s.packs.published:
				giveBack = true
			case <-ticks:
			}
		}
	}()
	return stopped
}

// drawMissingPacks draws what is missing, apart from what failed a moment ago.
func (s *Server) drawMissingPacks(ctx context.Context, resting map[models.AgendaPublished]time.Time) {
	missing, err := s.store.PacksToDraw(ctx, models.Operator)
	if err != nil {
		if ctx.Err() == nil {
			slog.Error("packs were not drawn; it is tried again in a minute", "error", err)
		}
		return
	}
	for _, agenda := range missing {
		if s.store.Now().Before(resting[agenda]) || ctx.Err() != nil {
			continue
		}
		kept, err := s.keepPack(ctx, agenda)
		if err != nil && ctx.Err() == nil {
			slog.Error("a pack was not drawn", "meeting", agenda.Reference, "version", agenda.Version, "error", err)
		}
		if !kept {
			resting[agenda] = s.store.Now().Add(packAgain)
		}
	}
}

// keepPack draws and keeps the pack of a published agenda; false if it could
// not be kept yet.
func (s *Server) keepPack(ctx context.Context, agenda models.AgendaPublished) (bool, error) {
	ctx, cancel := context.WithTimeout(ctx, packTime)
	defer cancel()
	content, err := s.store.AgendaContent(ctx, models.Operator, agenda.Reference, agenda.Version)
	if err != nil {
		return false, err
	}
	endTurn, err := s.packs.takeTurn(ctx)
	if err != nil {
		return false, err
	}
	defer endTurn()
	file, done, err := temporaryPDF()
	if err != nil {
		return false, err
	}
	defer done()
	d, err := s.keepRecord(ctx, s.packRecord(content), file)
	return d.ID != 0, err
}

// agendaPublished has the pack of what was just published drawn at once.
func (s *Server) agendaPublished() {
	select {
	case s.packs.published <- struct{}{}:
	default: // whoever draws packs has not looked since the last time
	}
}
