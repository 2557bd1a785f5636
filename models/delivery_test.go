package models

import (
	"strings"
	"testing"
	"time"
)

// deliveries sends what is due as a mail server would that does with each
// letter what answer says, and tells which letters it was given.
func (s *testStore) deliveries(holder string, answer func(Letter) DeliveryResult) []Letter {
	s.t.Helper()
	begun, err := s.BeginDelivery(s.t.Context(), Operator, holder, DeliveryResult{})
	if err != nil || !begun {
		s.t.Fatalf("the delivery does not begin: %v, %v", begun, err)
	}
	var given []Letter
	var last DeliveryResult
	round := DeliveryRound{Reached: true}
	for {
		d, found, err := s.NextDelivery(s.t.Context(), Operator, holder, "vale.example", last)
		if err != nil {
			s.t.Fatal(err)
		}
		if !found {
			break
		}
		given = append(given, d.Letter)
		last = answer(d.Letter)
		last.Letter = d.Letter
		if last.Handover == HandoverTaken {
			round.Sent++
		}
	}
	if err := s.EndDelivery(s.t.Context(), Operator, holder, DeliveryResult{}, round); err != nil {
		s.t.Fatal(err)
	}
	return given
}

func taken(Letter) DeliveryResult { return DeliveryResult{Handover: HandoverTaken} }

func (s *testStore) due(holder string) bool {
	s.t.Helper()
	due, err := s.LettersDue(s.t.Context(), holder)
	if err != nil {
		s.t.Fatal(err)
	}
	return due
}

// called is a store in which a meeting was called a minute ago: three letters wait.
func called(t *testing.T) (*testStore, Meeting) {
	s := newTestStore(t)
	org := s.organisation("Vale Police", "VP", "Police and justice")
	s.person("Pat Hill", "pat@vp.example", org, RolePartner)
	s.person("Mo Rashid", "mo@vp.example", org, RoleMember)
	m := s.call(s.plan("8 December 2026"))
	s.clock.add(letterHold)
	return s, m
}

func (s *testStore) letter(id int64) Letter {
	s.t.Helper()
	l, err := s.Letter(s.t.Context(), s.ann, id)
	if err != nil {
		s.t.Fatal(err)
	}
	return l
}

func TestDelivery(t *testing.T) {
	t.Run("each letter is given once, marked while it is under way, and named for good", func(t *testing.T) {
		s, _ := called(t)
		given := s.deliveries("a", func(l Letter) DeliveryResult {
			if now := s.letter(l.ID); now.State != LetterSending || now.InFlightAt == nil || now.MessageID == "" {
				t.Errorf("under way it is kept as %+v", now)
			}
			return taken(l)
		})
		if len(given) != 3 || s.due("a") {
			t.Fatalf("%d letters given", len(given))
		}
		names := map[string]bool{}
		for _, l := range s.letters(LetterMeetingCalled) {
			if l.State != LetterSent || l.SentAt == nil || l.InFlightAt != nil || l.Attempts != 1 || !strings.HasSuffix(l.MessageID, "@vale.example") || names[l.MessageID] {
				t.Errorf("kept as %+v", l)
			}
			names[l.MessageID] = true
		}
		if e := s.lastEvent(); e.What != "sent emails" || e.Detail != "3 emails" {
			t.Errorf("event %+v", e)
		}
	})
	t.Run("nothing goes out in the first minute", func(t *testing.T) {
		s := newTestStore(t)
		s.call(s.plan("8 December 2026"))
		if s.due("a") || len(s.deliveries("a", taken)) != 0 {
			t.Error("the invitation does not wait for what may be changed right after")
		}
	})
	t.Run("a link to sign in goes first", func(t *testing.T) {
		s, _ := called(t)
		if _, err := s.RequestSignIn(t.Context(), "pat@vp.example", ""); err != nil {
			t.Fatal(err)
		}
		if given := s.deliveries("a", taken); len(given) != 4 || given[0].Kind != LetterSignIn {
			t.Errorf("first went %s", given[0].Kind)
		}
	})
	t.Run("one process sends at a time, and another takes over when it dies", func(t *testing.T) {
		s, _ := called(t)
		if begun, err := s.BeginDelivery(t.Context(), Operator, "a", DeliveryResult{}); err != nil || !begun {
			t.Fatal(begun, err)
		}
		first, _, err := s.NextDelivery(t.Context(), Operator, "a", "vale.example", DeliveryResult{})
		if err != nil {
			t.Fatal(err)
		}
		if begun, _ := s.BeginDelivery(t.Context(), Operator, "b", DeliveryResult{}); begun || s.due("b") {
			t.Fatal("two send at a time")
		}
		s.clock.add(DeliveryLeaseSpan)
		if !s.due("b") {
			t.Fatal("nobody takes over")
		}
		var names []string
		for _, l := range s.deliveries("b", taken) {
			names = append(names, l.MessageID)
		}
		if len(names) != 3 || names[0] != first.Letter.MessageID {
			t.Errorf("the letter that was under way as %s went as %v", first.Letter.MessageID, names)
		}
		_, _, err = s.NextDelivery(t.Context(), Operator, "a", "vale.example", DeliveryResult{Letter: first.Letter, Handover: HandoverLater})
		mustBe(t, err, KindBadState)
		if l := s.letter(first.Letter.ID); l.State != LetterSent {
			t.Errorf("the one that came back late spoils it: %+v", l)
		}
	})
	t.Run("a letter whose sender was taken for dead is not sent again once it says that it is through", func(t *testing.T) {
		s, _ := called(t)
		if begun, err := s.BeginDelivery(t.Context(), Operator, "a", DeliveryResult{}); err != nil || !begun {
			t.Fatal(begun, err)
		}
		first, _, err := s.NextDelivery(t.Context(), Operator, "a", "vale.example", DeliveryResult{})
		if err != nil {
			t.Fatal(err)
		}
		s.clock.add(DeliveryLeaseSpan)
		mustBe(t, s.KeepDelivery(t.Context(), Operator, "a"), KindBadState)
		if begun, err := s.BeginDelivery(t.Context(), Operator, "b", DeliveryResult{}); err != nil || !begun {
			t.Fatal(begun, err)
		}
		_, _, err = s.NextDelivery(t.Context(), Operator, "a", "vale.example", DeliveryResult{Letter: first.Letter, Handover: HandoverTaken})
		mustBe(t, err, KindBadState)
		for _, l := range s.deliveries("b", taken) {
			if l.ID == first.Letter.ID {
				t.Error("it is sent again")
			}
		}
		if l := s.letter(first.Letter.ID); l.State != LetterSent || l.Attempts != 1 {
			t.Errorf("%s after %d attempts", l.State, l.Attempts)
		}
	})
	t.Run("a letter in hand keeps others away for as long as its sender says so", func(t *testing.T) {
		s, _ := called(t)
		if begun, err := s.BeginDelivery(t.Context(), Operator, "a", DeliveryResult{}); err != nil || !begun {
			t.Fatal(begun, err)
		}
		for range 5 {
			s.clock.add(DeliveryLeaseSpan - time.Second)
			if err := s.KeepDelivery(t.Context(), Operator, "a"); err != nil {
				t.Fatal(err)
			}
			if begun, _ := s.BeginDelivery(t.Context(), Operator, "b", DeliveryResult{}); begun {
				t.Fatal("two send at a time")
			}
		}
	})
	t.Run("a refused address fails alone, and is remembered until a letter arrives", func(t *testing.T) {
		s, _ := called(t)
		s.deliveries("a", func(l Letter) DeliveryResult {
			if l.Email == "pat@vp.example" {
				return DeliveryResult{Handover: HandoverRefused, BadAddress: true, Problem: "No such user."}
			}
			return taken(l)
		})
		problem := func() string {
			problems, err := s.AddressProblems(t.Context(), s.ann, "pat@vp.example", "mo@vp.example")
			if err != nil || problems["mo@vp.example"].Email != "" {
				t.Fatal(err, problems)
			}
			return problems["pat@vp.example"].Problem
		}
		if problem() != "No such user." {
			t.Errorf("remembered %q", problem())
		}
		var failed Letter
		for _, l := range s.letters(LetterMeetingCalled) {
			if l.State == LetterFailed {
				failed = l
			}
		}
		if failed.Problem != "No such user." || failed.Email != "pat@vp.example" {
			t.Fatalf("failed %+v", failed)
		}
		if again, err := s.SendLetterAgain(t.Context(), s.ann, failed.ID); err != nil || again.State != LetterWaiting {
			t.Fatal(err)
		}
		if given := s.deliveries("a", taken); len(given) != 1 || given[0].MessageID != failed.MessageID || problem() != "" {
			t.Errorf("again: %d, problem %q", len(given), problem())
		}
	})
	t.Run("a letter put off is tried again, later each time, and given up after three days", func(t *testing.T) {
		s, _ := called(t)
		later := func(l Letter) DeliveryResult { return DeliveryResult{Handover: HandoverLater, Problem: "Busy."} }
		begin := s.Now()
		var waits []time.Duration
		for range 10_000 {
			if s.due("a") {
				s.deliveries("a", later)
				l := s.letters(LetterMeetingCalled)[0]
				if l.State != LetterWaiting {
					break
				}
				if l.NextAt != nil && l.NextAt.After(s.Now()) {
					waits = append(waits, l.NextAt.Sub(s.Now()))
				}
			}
			s.clock.add(time.Minute)
		}
		l := s.letters(LetterMeetingCalled)[0]
		gave := s.Now().Sub(begin)
		if l.State != LetterFailed || !strings.HasPrefix(l.Problem, "It was tried for three days. ") || gave < tryFor || gave > tryFor+4*time.Hour {
			t.Errorf("after %s it is %s: %s", gave, l.State, l.Problem)
		}
		if l.Attempts < 20 || l.Attempts > 60 || waits[0] > 3*time.Minute || waits[len(waits)-1] < 2*time.Hour {
			t.Errorf("%d tries, waits from %s to %s", l.Attempts, waits[0], waits[len(waits)-1])
		}
		var events int64
		s.read.Model(&Event{}).Where("what = 'gave up sending emails'").Count(&events)
		if events == 0 {
			t.Error("the audit trail does not say that it was given up")
		}
	})
	t.Run("a mail server that is down holds all letters, counts against none, and is asked less and less", func(t *testing.T) {
		s, _ := called(t)
		down := func() {
			if begun, err := s.BeginDelivery(t.Context(), Operator, "a", DeliveryResult{}); err != nil || !begun {
				t.Fatal(begun, err)
			}
			d, found, err := s.NextDelivery(t.Context(), Operator, "a", "vale.example", DeliveryResult{})
			if err != nil || !found {
				t.Fatal(found, err)
			}
			if err := s.EndDelivery(t.Context(), Operator, "a", DeliveryResult{Letter: d.Letter, Handover: HandoverNone}, DeliveryRound{Problem: "It does not answer."}); err != nil {
				t.Fatal(err)
			}
		}
		var waits []time.Duration
		for range 12 {
			down()
			f, err := s.MailFailure(t.Context())
			if err != nil || f == nil || s.due("a") {
				t.Fatalf("%+v, %v", f, err)
			}
			waits = append(waits, f.RetryAt.Sub(s.Now()))
			s.clock.add(waits[len(waits)-1])
		}
		if waits[0] > 20*time.Second || waits[11] < 20*time.Minute || waits[11] > 40*time.Minute {
			t.Errorf("asked after %v", waits)
		}
		for _, l := range s.letters(LetterMeetingCalled) {
			if l.State != LetterWaiting || l.Attempts != 0 || l.FirstTriedAt == nil {
				t.Errorf("%+v", l)
			}
		}
		if given := s.deliveries("a", taken); len(given) != 3 {
			t.Errorf("when it is back, %d letters", len(given))
		}
		if f, err := s.MailFailure(t.Context()); err != nil || f != nil {
			t.Errorf("it still counts as failing: %+v, %v", f, err)
		}
	})
	t.Run("a letter given up because the mail server was down says what was wrong with it", func(t *testing.T) {
		s, _ := called(t)
		down := func(problem string) {
			begun, err := s.BeginDelivery(t.Context(), Operator, "a", DeliveryResult{})
			if err != nil || !begun {
				t.Fatal(begun, err)
			}
			d, found, err := s.NextDelivery(t.Context(), Operator, "a", "vale.example", DeliveryResult{})
			if err != nil {
				t.Fatal(err)
			}
			last := DeliveryResult{}
			if found {
				last = DeliveryResult{Letter: d.Letter, Handover: HandoverNone}
			}
			if err := s.EndDelivery(t.Context(), Operator, "a", last, DeliveryRound{Problem: problem}); err != nil {
				t.Fatal(err)
			}
		}
		down("It does not answer.")
		s.clock.add(24 * time.Hour)
		down("It wants a password.")
		for _, l := range s.letters(LetterMeetingCalled) {
			if l.Problem != "It wants a password." || l.FirstTriedAt == nil || !l.FirstTriedAt.Before(s.Now()) {
				t.Errorf("meanwhile the letter to %s says %q, first tried %v", l.Email, l.Problem, l.FirstTriedAt)
			}
		}
		s.clock.add(49 * time.Hour)
		s.deliveries("a", taken)
		for _, l := range s.letters(LetterMeetingCalled) {
			if l.State != LetterFailed || l.Problem != "It was tried for three days. It wants a password." {
				t.Errorf("the letter to %s is %s: %q", l.Email, l.State, l.Problem)
			}
		}
	})
	t.Run("a letter that may have arrived keeps its name and is left as it is", func(t *testing.T) {
		s, m := called(t)
		n := 0
		given := s.deliveries("a", func(l Letter) DeliveryResult {
			if n++; n == 1 {
				return DeliveryResult{Handover: HandoverUnknown, Problem: "It may have arrived."}
			}
			return taken(l)
		})
		first := s.letter(given[0].ID)
		if first.State != LetterWaiting || first.InFlightAt == nil {
			t.Fatalf("%+v", first)
		}
		if _, err := s.CancelMeeting(t.Context(), s.ann, m.Reference, m.Version, "Snow", false); err != nil {
			t.Fatal(err)
		}
		if l := s.letter(first.ID); l.State != LetterWaiting || l.Facts != first.Facts {
			t.Errorf("it was changed: %+v", l)
		}
		s.clock.add(5 * time.Minute)
		var kinds []LetterKind
		for _, l := range s.deliveries("a", taken) {
			if l.Email == first.Email {
				kinds = append(kinds, l.Kind)
				if l.ID == first.ID && l.MessageID != first.MessageID {
					t.Error("it was given another name")
				}
			}
		}
		if len(kinds) != 2 || kinds[0] != LetterMeetingCalled || kinds[1] != LetterMeetingCancelled {
			t.Errorf("its reader got %v", kinds)
		}
	})
	t.Run("what is no news any more is not sent", func(t *testing.T) {
		s, _ := called(t)
		if _, err := s.RequestSignIn(t.Context(), "pat@vp.example", ""); err != nil {
			t.Fatal(err)
		}
		s.clock.add(time.Hour)
		if given := s.deliveries("a", taken); len(given) != 3 {
			t.Errorf("%d letters, want the invitations alone", len(given))
		}
		if l := s.letters(LetterSignIn)[0]; l.State != LetterFailed || l.Problem != "It could not be sent in time." {
			t.Errorf("%+v", l)
		}
		late, _ := called(t)
		late.clock.set(t, "2026-12-08 10:00")
		if given := late.deliveries("a", taken); len(given) != 0 {
			t.Error("invited after the meeting began")
		}
	})
	t.Run("a letter that was sent goes again as a letter of its own, to the reader's address now", func(t *testing.T) {
		s, _ := called(t)
		given := s.deliveries("a", taken)
		var pat Person
		s.read.Preload("Organisation").Where("email = 'pat@vp.example'").First(&pat)
		if _, err := s.ChangePerson(t.Context(), s.ann, pat.ID, pat.Version, PersonForm{Name: pat.Name, Email: "p.hill@vp.example", OrganisationID: pat.OrganisationID, Role: pat.Role}); err != nil {
			t.Fatal(err)
		}
		names := map[string]bool{}
		for _, l := range given {
			names[l.MessageID] = true
		}
		for _, l := range given {
			if l.Email != "pat@vp.example" {
				continue
			}
			for range 2 {
				if _, err := s.SendLetterAgain(t.Context(), s.ann, l.ID); err != nil {
					t.Fatal(err)
				}
			}
		}
		again := s.deliveries("a", taken)
		if len(again) != 2 || again[0].Email != "p.hill@vp.example" || names[again[0].MessageID] || again[0].MessageID == again[1].MessageID {
			t.Errorf("%+v", again)
		}
	})
	t.Run("the outbox is the secretariat's", func(t *testing.T) {
		s, _ := called(t)
		id := s.letters(LetterMeetingCalled)[0].ID
		var pat Person
		s.read.Preload("Organisation").Where("email = 'pat@vp.example'").First(&pat)
		for _, err := range []error{
			second(s.SendLetterAgain(t.Context(), pat.Actor(), id)), second(s.CancelLetter(t.Context(), pat.Actor(), id)),
			second(s.SendFailedLettersAgain(t.Context(), pat.Actor())), second(s.BeginDelivery(t.Context(), s.ann, "a", DeliveryResult{})),
			s.EndDelivery(t.Context(), s.ann, "a", DeliveryResult{}, DeliveryRound{}),
		} {
			mustBe(t, err, KindNotAllowed)
		}
		_, _, err := s.NextDelivery(t.Context(), s.ann, "a", "x", DeliveryResult{})
		mustBe(t, err, KindNotAllowed)
	})
}

func TestOutboxCommands(t *testing.T) {
	s, _ := called(t)
	all := s.letters(LetterMeetingCalled)
	t.Run("a letter that was cancelled does not go out, until it is sent again", func(t *testing.T) {
		if l, err := s.CancelLetter(t.Context(), s.ann, all[0].ID); err != nil || l.State != LetterCancelled {
			t.Fatal(err)
		}
		if given := s.deliveries("a", taken); len(given) != 2 {
			t.Errorf("%d went out", len(given))
		}
		mustBe(t, second(s.CancelLetter(t.Context(), s.ann, all[1].ID)), KindBadState)
		if _, err := s.SendLetterAgain(t.Context(), s.ann, all[0].ID); err != nil {
			t.Fatal(err)
		}
		if given := s.deliveries("a", taken); len(given) != 1 || given[0].ID != all[0].ID {
			t.Errorf("%d went out", len(given))
		}
	})
	t.Run("all that failed goes again at once, without those whose accounts are closed", func(t *testing.T) {
		s, _ := called(t)
		s.deliveries("a", func(Letter) DeliveryResult { return DeliveryResult{Handover: HandoverRefused, Problem: "No."} })
		var mo Person
		s.read.Where("email = 'mo@vp.example'").First(&mo)
		if _, err := s.DeactivatePerson(t.Context(), s.ann, mo.ID, mo.Version); err != nil {
			t.Fatal(err)
		}
		if n, err := s.SendFailedLettersAgain(t.Context(), s.ann); err != nil || n != 2 {
			t.Fatalf("%d, %v", n, err)
		}
		if given := s.deliveries("a", taken); len(given) != 2 {
			t.Errorf("%d went out", len(given))
		}
		mustBe(t, second(s.SendFailedLettersAgain(t.Context(), s.ann)), KindBadState)
		for _, l := range s.letters(LetterMeetingCalled) {
			if l.State == LetterFailed {
				mustBe(t, second(s.SendLetterAgain(t.Context(), s.ann, l.ID)), KindBadState)
			}
		}
	})
	t.Run("nothing goes to an account that was closed meanwhile, and to an address as it is now", func(t *testing.T) {
		s, _ := called(t)
		var pat, mo Person
		s.read.Where("email = 'mo@vp.example'").First(&mo)
		s.read.Preload("Organisation").Where("email = 'pat@vp.example'").First(&pat)
		if _, err := s.DeactivatePerson(t.Context(), s.ann, mo.ID, mo.Version); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ChangePerson(t.Context(), s.ann, pat.ID, pat.Version, PersonForm{Name: pat.Name, Email: "p.hill@vp.example", OrganisationID: pat.OrganisationID, Role: pat.Role}); err != nil {
			t.Fatal(err)
		}
		var to []string
		for _, l := range s.deliveries("a", taken) {
			to = append(to, l.Email)
		}
		if strings.Join(to, " ") != "ann@opcc.example p.hill@vp.example" {
			t.Errorf("went to %v", to)
		}
	})
	t.Run("a link to sign in is not sent again", func(t *testing.T) {
		if _, err := s.RequestSignIn(t.Context(), "pat@vp.example", ""); err != nil {
			t.Fatal(err)
		}
		mustBe(t, second(s.SendLetterAgain(t.Context(), s.ann, s.letters(LetterSignIn)[0].ID)), KindBadState)
	})
}

func TestRetryAfter(t *testing.T) {
	seen := map[time.Duration]bool{}
	for _, name := range []string{"a", "b", "c", "d"} {
		for n := 1; n < 40; n++ {
			wait, want := retryAfter(name, n, letterRetry), min(2*time.Minute<<min(n-1, 20), 3*time.Hour)
			if wait < want*8/10 || wait > want*12/10 || wait != retryAfter(name, n, letterRetry) {
				t.Errorf("%s after %d failures waits %s, want about %s, always the same", name, n, wait, want)
			}
			seen[wait] = true
		}
	}
	if len(seen) < 150 {
		t.Errorf("only %d different waits: all are tried at once", len(seen))
	}
}
