package models

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzTokens tries tokens that nobody was given: none opens anything, for any
// purpose, unless it is the very one that was made.
func FuzzTokens(f *testing.F) {
	s, err := Open(f.Context(), filepath.Join(f.TempDir(), "q.db"), func() time.Time { return time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC) }, Unsynced)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	var key, link string
	err = s.command(f.Context(), Actor{}, func(t *tx) (err error) {
		link, err = t.sign(replyPurpose, "12", "34")
		key = t.linkKey
		return err
	})
	if err != nil {
		f.Fatal(err)
	}
	mailed := mailToken(key, 12)
	for _, seed := range []string{link, mailed, "", ".", "-", "12-", "MTIuMzQ.", strings.Replace(link, "MTIuMzQ", "MTIuMzR", 1), "MTIu\n" + link[4:], link + ".", "=." + link, strings.ToUpper(mailed), "9223372036854775808-" + mailed[3:], "-12" + mailed[2:], "+12" + mailed[2:], "012" + mailed[2:]} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, token string) {
		for _, purpose := range []string{replyPurpose, calendarPurpose, stopPurpose} {
			parts, ok, err := signedParts(s.reading(context.Background()), purpose, token)
			if err != nil {
				t.Fatal(err)
			}
			if ok != (purpose == replyPurpose && token == link) || ok && strings.Join(parts, " ") != "12 34" {
				t.Errorf("%q for %s: %v %q", token, purpose, ok, parts)
			}
		}
		if id := readMailToken(key, token); id != 0 && (strings.ToLower(token) != mailed || id != 12) {
			t.Errorf("%q names letter %d", token, id)
		}
		if _, err := s.ReplyLink(context.Background(), token); KindOf(err) != KindNotFound {
			t.Errorf("%q: %v", token, err)
		}
		if _, err := s.PersonalCalendar(context.Background(), token); KindOf(err) != KindNotFound {
			t.Errorf("%q: %v", token, err)
		}
	})
}
