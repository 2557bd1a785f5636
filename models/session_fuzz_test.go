package models

import (
	"context"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FuzzSignIn tries codes, addresses and links to sign in that nobody was given:
// none lets anybody in but the very ones, and each is refused in words.
func FuzzSignIn(f *testing.F) {
	ctx := context.Background()
	s, err := Open(f.Context(), filepath.Join(f.TempDir(), "q.db"), func() time.Time { return time.Date(2026, 9, 1, 9, 0, 0, 0, time.UTC) }, Unsynced)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	token, err := s.OfferSetUp(f.Context())
	if err != nil {
		f.Fatal(err)
	}
	if _, err := s.SetUp(f.Context(), token, SetUpForm{Partnership: "P", Convener: "Office", ConvenerAbb: "O", Name: "Ann Archer", Email: "ann@example.org"}); err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][2]string{{"ann@example.org", "000000"}, {" ANN@example.org", "12 34 56"}, {"bob@example.org", ""}, {"", "٣٣٣٣٣٣"}, {"ann@example.org' or '1'='1", "1' or '1'='1"}, {"ann@example.org\x00", "\xff"}} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, email, code string) {
		link, err := s.RequestSignIn(ctx, "ann@example.org", "")
		if err != nil || link == nil {
			t.Fatal(link, err)
		}
		right := strings.ToLower(strings.TrimSpace(email)) == "ann@example.org" && strings.Join(strings.FieldsFunc(code, func(r rune) bool { return r < '0' || r > '9' }), "") == link.Code
		if session, err := s.UseSignInCode(ctx, email, code); (err == nil) != right || (session != "") != right || err != nil && KindOf(err) != KindInvalid {
			t.Errorf("%q with %q: %v", email, code, err)
		}
		for _, guess := range []string{email, code} {
			if session, err := s.UseSignInLink(ctx, guess); err == nil || session != "" || KindOf(err) != KindInvalid {
				t.Errorf("the link %q: %v", guess, err)
			}
			if who, err := s.SignedIn(ctx, guess); err != nil || who != (Actor{}) {
				t.Errorf("the session %q is of %v (%v)", guess, who, err)
			}
		}
		if works, err := s.SignInLinkWorks(ctx, link.Token); err != nil || works == right {
			t.Errorf("the link works: %v (%v)", works, err)
		}
	})
}
