package models

import (
	"strings"
	"testing"
	"time"

	"gorm.io/gorm"
)

func TestSetUp(t *testing.T) {
	form := SetUpForm{Partnership: "P", Convener: "Office", ConvenerAbb: "O", Name: "Ann Archer", Email: "ann@example.org"}
	t.Run("works once", func(t *testing.T) {
		s := newEmptyStore(t)
		token, err := s.OfferSetUp(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.SetUp(t.Context(), token, form); err != nil {
			t.Fatal(err)
		}
		_, err = s.SetUp(t.Context(), token, form)
		mustBe(t, err, KindNotFound)
		if again, _ := s.OfferSetUp(t.Context()); again != "" {
			t.Error("an installation in use offered to be set up again")
		}
	})
	t.Run("a newer link ends the older", func(t *testing.T) {
		s := newEmptyStore(t)
		old, _ := s.OfferSetUp(t.Context())
		if _, err := s.OfferSetUp(t.Context()); err != nil {
			t.Fatal(err)
		}
		_, err := s.SetUp(t.Context(), old, form)
		mustBe(t, err, KindNotFound)
	})
	t.Run("everything missing is said at once", func(t *testing.T) {
		s := newEmptyStore(t)
		token, _ := s.OfferSetUp(t.Context())
		_, err := s.SetUp(t.Context(), token, SetUpForm{Email: "ann@nowhere"})
		e := mustBe(t, err, KindInvalid)
		var fields []string
		for _, f := range e.Fields {
			fields = append(fields, f.Field)
		}
		for _, want := range []string{"partnership", "convener", "name", "email"} {
			if !strings.Contains(strings.Join(fields, " "), want) {
				t.Errorf("%s is not named in %v", want, e.Fields)
			}
		}
	})
}

func TestSigningIn(t *testing.T) {
	ask := func(t *testing.T, s *testStore) *SignInLink {
		t.Helper()
		link, err := s.RequestSignIn(t.Context(), " Ann@OPCC.example ", "")
		if err != nil || link == nil {
			t.Fatalf("no link: %v", err)
		}
		return link
	}
	t.Run("the link signs in once", func(t *testing.T) {
		s := newTestStore(t)
		link := ask(t, s)
		token, err := s.UseSignInLink(t.Context(), link.Token)
		if err != nil {
			t.Fatal(err)
		}
		if who, _ := s.SignedIn(t.Context(), token); who != s.ann {
			t.Errorf("signed in as %+v", who)
		}
		_, err = s.UseSignInLink(t.Context(), link.Token)
		mustBe(t, err, KindInvalid)
		_, err = s.UseSignInCode(t.Context(), "ann@opcc.example", link.Code)
		mustBe(t, err, KindInvalid)
	})
	t.Run("the code signs in, with spaces in it", func(t *testing.T) {
		s := newTestStore(t)
		code := ask(t, s).Code
		if _, err := s.UseSignInCode(t.Context(), "ANN@opcc.example", code[:3]+" "+code[3:]); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("an unknown address gets no letter and no error", func(t *testing.T) {
		s := newTestStore(t)
		link, err := s.RequestSignIn(t.Context(), "nobody@example.org", "")
		if err != nil || link != nil || len(s.letters(LetterSignIn)) != 0 {
			t.Errorf("link %v, error %v", link, err)
		}
	})
	t.Run("after fifteen minutes it is refused", func(t *testing.T) {
		s := newTestStore(t)
		link := ask(t, s)
		s.clock.add(signInLife + time.Second)
		_, err := s.UseSignInLink(t.Context(), link.Token)
		mustBe(t, err, KindInvalid)
	})
	t.Run("a newer request ends the older", func(t *testing.T) {
		s := newTestStore(t)
		old := ask(t, s)
		ask(t, s)
		_, err := s.UseSignInLink(t.Context(), old.Token)
		mustBe(t, err, KindInvalid)
	})
	t.Run("ten wrong codes end the request", func(t *testing.T) {
		s := newTestStore(t)
		link := ask(t, s)
		wrong := "000000"
		if link.Code == wrong {
			wrong = "000001"
		}
		for range signInGuesses {
			_, err := s.UseSignInCode(t.Context(), "ann@opcc.example", wrong)
			mustBe(t, err, KindInvalid)
		}
		_, err := s.UseSignInCode(t.Context(), "ann@opcc.example", link.Code)
		mustBe(t, err, KindInvalid)
	})
	t.Run("a session ends when idle, when old, and at sign-out", func(t *testing.T) {
		s := newTestStore(t)
		start := func() string {
			token, err := s.UseSignInLink(t.Context(), ask(t, s).Token)
			if err != nil {
				t.Fatal(err)
			}
			return token
		}
		isOut := func(why, token string) {
			t.Helper()
			if who, err := s.SignedIn(t.Context(), token); err != nil || who.SignedIn() {
				t.Errorf("%s: still in (%v)", why, err)
			}
		}
		token := start()
		s.clock.add(sessionIdle + time.Second)
		isOut("idle", token)

		token = start()
		for range int(sessionLife/(sessionIdle/2)) + 1 {
			s.clock.add(sessionIdle / 2)
			if _, err := s.SignedIn(t.Context(), token); err != nil {
				t.Fatal(err)
			}
		}
		isOut("a week old", token)

		token, other := start(), start()
		if err := s.SignOut(t.Context(), s.ann, token); err != nil {
			t.Fatal(err)
		}
		isOut("signed out", token)
		if who, _ := s.SignedIn(t.Context(), other); !who.SignedIn() {
			t.Error("signing out of one browser ended the other")
		}
		if err := s.SignOutEverywhere(t.Context(), s.ann); err != nil {
			t.Fatal(err)
		}
		isOut("signed out everywhere", other)
	})
}

func TestInitials(t *testing.T) {
	taken := map[string]bool{}
	for _, c := range []struct{ name, want string }{
		{"Rachel Holroyd", "RH"}, {"Rebecca Holt", "RHo"}, {"Robert Hope", "RHop"}, {"R Ho", "RH2"},
		{"Mary-Anne O'Neill", "MAO"}, {"Łukasz Wiśniewski", "ŁW"}, {"Nguyễn Thị Hạnh", "NTH"}, {"Dr Amira Haddad", "AH"},
		{"Yusuf al-Rahman", "YAR"}, {"Σοφία Παπαδοπούλου", "ΣΠ"}, {"佐藤", "佐"}, {"7", "X"}, {"👏", "X2"},
	} {
		got := initialsFor(c.name, taken)
		if got != c.want || taken[got] {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		taken[got] = true
	}
}

// TestUnknownAddressesCostTheSame counts what the database is asked to do: the
// time of the answer must not tell who is known.
func TestUnknownAddressesCostTheSame(t *testing.T) {
	if commandsMeet {
		t.Skip("here each command is done twice, and this counts what one asks")
	}
	s := newTestStore(t)
	n := 0
	count := func(*gorm.DB) { n++ }
	c := s.write.Callback()
	for _, err := range []error{
		c.Create().Before("gorm:create").Register("test:create", count), c.Delete().Before("gorm:delete").Register("test:delete", count),
		c.Update().Before("gorm:update").Register("test:update", count), c.Query().Before("gorm:query").Register("test:query", count),
		c.Raw().Before("gorm:raw").Register("test:raw", count),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	cost := func(do func() error) int {
		n = 0
		_ = do()
		return n
	}
	ask := func(email string) int {
		return cost(func() error { _, err := s.RequestSignIn(t.Context(), email, ""); return err })
	}
	guess := func(email string) int {
		return cost(func() error { _, err := s.UseSignInCode(t.Context(), email, "12"); return err })
	}
	// A rolled-back part costs one statement of its own beside the same others.
	if known, unknown := ask("ann@opcc.example"), ask("nobody@opcc.example"); known < 6 || unknown < known || unknown > known+1 {
		t.Errorf("asking costs %d statements for a known address, %d for an unknown one", known, unknown)
	}
	if known, unknown := guess("ann@opcc.example"), guess("nobody@opcc.example"); known < 3 || known != unknown {
		t.Errorf("guessing costs %d statements for a known address, %d for an unknown one", known, unknown)
	}
	if len(s.letters(LetterSignIn)) != 1 {
		t.Error("the unknown address has a letter")
	}
	if _, err := s.UseSignInCode(t.Context(), "ann@opcc.example", "1"); KindOf(err) != KindInvalid {
		t.Error("asking for an unknown address changed the known one")
	}
}
