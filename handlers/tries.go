package handlers

import (
	"context"
	"crypto/sha256"
	"fmt"
	"net"
	"net/netip"
	"strings"
	"sync"
	"time"

	"github.com/labstack/echo/v4"
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

// keyed is the key by which attempts are kept: of one size, whatever somebody
// typed as their address.
func keyed(key string) string {
	sum := sha256.Sum256([]byte(key))
	return string(sum[:])
}

// allow notes an attempt and says whether it is within limit in the window; if
// not, how long to wait.
func (t *tries) allow(key string, limit int, window time.Duration) (wait time.Duration, ok bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	key, now := keyed(key), t.now()
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

// recent counts the attempts noted under the key in the window.
func (t *tries) recent(key string, window time.Duration) int {
	t.mu.Lock()
	defer t.mu.Unlock()
	key, n := keyed(key), 0
	for _, at := range t.since[key] {
		if t.now().Sub(at) < window {
			n++
		}
	}
	return n
}

// tooMany refuses an attempt for a while.
type tooMany struct{ wait time.Duration }

func (e tooMany) seconds() int { return int((e.wait + time.Second - 1) / time.Second) }

func (e tooMany) Error() string {
	if e.wait <= time.Minute {
		return "There were too many attempts to sign in. Wait a minute, then try again."
	}
	return fmt.Sprintf("There were too many attempts to sign in. Wait %d minutes, then try again.", int((e.wait+time.Minute-1)/time.Minute))
}

// signInWindow is how long attempts to sign in are remembered.
const signInWindow = 15 * time.Minute

// slowBy is how long an attempt waits once half of those allowed are used up.
const slowBy = time.Second

// limitSignIn notes one attempt to do what ("ask", "code", "link") from where the
// request came and, where there is one, with this address. The first half of the
// attempts are answered at once, the second half slowly, more not at all.
func (s *Server) limitSignIn(c echo.Context, what, email string, perEmail, perIP int) error {
	slow := false
	for _, k := range []struct {
		key   string
		limit int
	}{{what + " from " + networkOf(c.RealIP()), perIP}, {what + " as " + strings.ToLower(email), perEmail}} {
		if k.limit == 0 {
			continue
		}
		if wait, ok := s.tries.allow(k.key, k.limit, signInWindow); !ok {
			return tooMany{wait}
		}
		slow = slow || s.tries.recent(k.key, signInWindow) > (k.limit+1)/2
	}
	if slow {
		s.pause(c.Request().Context(), slowBy)
	}
	return nil
}

// pause waits, or until the browser gives up.
func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// networkOf is what attempts from an address are counted under: the address
// itself or, for IPv6, the network that one household or office has.
func networkOf(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil || ip.Is4() || ip.Is4In6() {
		return address
	}
	network, err := ip.WithZone("").Prefix(64)
	if err != nil {
		return address
	}
	return network.String()
}

// whereFrom tells where a request came from: the other end of the connection
// or, if that is one of the proxies, what the proxies say in X-Forwarded-For.
func whereFrom(proxies []string) (echo.IPExtractor, error) {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect(), nil
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		p = strings.TrimSpace(p)
		if ip := net.ParseIP(p); ip != nil {
			bits := 128
			if ip.To4() != nil {
				bits = 32
			}
			p = fmt.Sprintf("%s/%d", p, bits)
		}
		_, network, err := net.ParseCIDR(p)
		if err != nil {
			return nil, fmt.Errorf("a trusted proxy must be an address or a network such as 10.0.0.0/8: %q", p)
		}
		trust = append(trust, echo.TrustIPRange(network))
	}
	return echo.ExtractIPFromXFFHeader(trust...), nil
}
