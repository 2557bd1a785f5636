package models

import (
	"hash/fnv"
	"strconv"
	"time"
)

// retry says how long to wait before something is tried again: twice as long
// each time, up to most.
type retry struct{ first, most time.Duration }

var (
	// letterRetry suits servers that put off what they do not know yet, for a few
	// minutes, and mailboxes that are full for a day.
	letterRetry = retry{2 * time.Minute, 3 * time.Hour}
	// serverRetry suits a mail server that is being restarted, or is down.
	serverRetry = retry{15 * time.Second, 30 * time.Minute}
)

// retryAfter is how long to wait after so many failures of the thing named. Up
// to a fifth is added or taken off, by the name, so that what failed together is
// not tried all at once.
func retryAfter(name string, failures int, r retry) time.Duration {
	wait := r.first
	for i := 1; i < failures && wait < r.most; i++ {
		wait *= 2
	}
	wait = min(wait, r.most)
	h := fnv.New64a()
	h.Write([]byte(name + "/" + strconv.Itoa(failures)))
	part := float64(h.Sum64()>>11) / (1 << 53) // 0 to 1
	return wait + time.Duration((part-0.5)*0.4*float64(wait))
}
