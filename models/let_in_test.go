package models

import "testing"

func TestLetIn(t *testing.T) {
	works := func(t *testing.T, s *testStore, link SignInLink, name string, role Role) {
		t.Helper()
		token, err := s.UseSignInLink(t.Context(), link.Token)
		if err != nil {
			t.Fatal(err)
		}
		if who, _ := s.SignedIn(t.Context(), token); who.Name != name || who.Role != role {
			t.Errorf("signed in as %+v", who)
		}
	}
	t.Run("somebody known gets a link and no letter", func(t *testing.T) {
		s := newTestStore(t)
		link, _, done, err := s.LetIn(t.Context(), LetInForm{Email: "Ann@opcc.example"})
		if err != nil || done != "known already, nothing changed" || len(s.letters(LetterSignIn)) != 0 {
			t.Fatalf("%s %v", done, err)
		}
		works(t, s, link, "Ann Archer", RoleSecretariat)
	})
	t.Run("somebody new is added to the convener", func(t *testing.T) {
		s := newTestStore(t)
		link, p, done, err := s.LetIn(t.Context(), LetInForm{Email: "bob@opcc.example", Name: "Bob Brown"})
		if err != nil || done != "added" || p.Organisation.Name != "Office of the Commissioner" {
			t.Fatalf("%s %v", done, err)
		}
		works(t, s, link, "Bob Brown", RoleSecretariat)
	})
	t.Run("a closed account is opened and a role given", func(t *testing.T) {
		s := newTestStore(t)
		org := s.organisation("Vale Police", "VP", "Police and justice")
		bob := s.person("Bob Brown", "bob@vp.example", org, RoleMember)
		if _, err := s.DeactivatePerson(t.Context(), s.ann, bob.PersonID, 1); err != nil {
			t.Fatal(err)
		}
		link, _, done, err := s.LetIn(t.Context(), LetInForm{Email: "bob@vp.example", Role: RoleSecretariat})
		if err != nil || done != "account opened again, role changed from member" {
			t.Fatalf("%s %v", done, err)
		}
		works(t, s, link, "Bob Brown", RoleSecretariat)
	})
	t.Run("what is missing is said, and nothing is done", func(t *testing.T) {
		s := newTestStore(t)
		_, _, _, err := s.LetIn(t.Context(), LetInForm{Email: "bob@opcc.example", Organisation: "Wizards"})
		if e := mustBe(t, err, KindInvalid); len(e.Fields) != 2 {
			t.Errorf("%+v", e.Fields)
		}
		_, _, _, err = s.LetIn(t.Context(), LetInForm{Email: "ann@opcc.example", Role: RoleMember})
		mustBe(t, err, KindBadState)
		_, _, _, err = newEmptyStore(t).LetIn(t.Context(), LetInForm{Email: "ann@opcc.example"})
		mustBe(t, err, KindBadState)
	})
}
