package handlers

import (
	"sync"
	"time"
)

// tries counts attempts (to sign in, say) by key, an address or a network
// address, so that many are slowed down and then refused for a while. It is
// kept in memory: a restart forgives, which an attacker cannot cause.
type tries struct {
	now   func() time.Time
	mu    sync.Mutex
	since map[string][]time.Time
}

func newTries(now func() time.Time) *tries {
	return &tries{now: now, since: map[string][]time.Time{}}
}

// allow notes an attempt and says whether it is within limit in the window; if
// not, how long to wait.
func (t *tries) allow(key string, limit int, window time.Duration) (wait time.Duration, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if len(t.since) > 10_000 {
		for k, times := range t.since {
			if now.Sub(times[len(times)-1]) > window {
				delete(t.since, k)
			}
		}
	}
	recent := t.since[key][:0]
	for _, at := range t.since[key] {
		if now.Sub(at) < window {
			recent = append(recent, at)
		}
	}
	if len(recent) >= limit {
		t.since[key] = recent
		return window - now.Sub(recent[0]), false
	}
	t.since[key] = append(recent, now)
	return 0, true
}
