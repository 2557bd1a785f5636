package models

import "testing"

// TestMinutesAgreedIsTold follows the letters about minutes that are agreed and
// then published.
func TestMinutesAgreedIsTold(t *testing.T) {
	agreed := func(t *testing.T) *notebook {
		n := newNotebook(t)
		n.whoWasThere()
		n.takeTheMinutes()
		n.finish()
		n.clock.set(t, "2019-09-26 09:00")
		n.circulate()
		n.clock.set(t, "2019-12-10 11:00")
		december, err := n.Meeting(t.Context(), n.ann, "2019-q4")
		if err != nil {
			t.Fatal(err)
		}
		n.call2(december)
		if _, err := n.AgreeMinutes(t.Context(), n.people["DF"], q3, n.minutes().Version, AgreementForm{At: "2019-q4"}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	publish := func(n *notebook) {
		n.t.Helper()
		if _, err := n.PublishMinutes(n.t.Context(), n.people["DF"], q3, n.minutes().Version); err != nil {
			n.t.Fatal(err)
		}
	}
	check := func(n *notebook, published string) {
		n.t.Helper()
		told := map[string]int{}
		for _, l := range n.letters(LetterMinutesAgreed) {
			told[l.Email]++
			if f := l.FactMap(); f["published"] != published || f["agreed_at"] != "10 December 2019" {
				n.t.Errorf("the letter to %s says %v", l.Email, f)
			}
		}
		if len(told) != 19 || told["zd@wy.example"] != 1 {
			n.t.Errorf("told are %v", told)
		}
	}
	t.Run("everybody invited hears it when they are agreed, though publishing waits, and not again then", func(t *testing.T) {
		n := agreed(t)
		check(n, "")
		n.clock.add(letterHold)
		n.deliveries("a", taken)
		publish(n)
		check(n, "")
	})
	t.Run("agreed and published within a minute is one letter that says both", func(t *testing.T) {
		n := agreed(t)
		publish(n)
		check(n, "yes")
	})
	t.Run("whoever could not be reached is told when they are published", func(t *testing.T) {
		n := agreed(t)
		n.clock.add(letterHold)
		n.deliveries("a", func(l Letter) DeliveryResult {
			if l.Kind == LetterMinutesAgreed && l.Email == "zd@wy.example" {
				return DeliveryResult{Handover: HandoverRefused, Problem: "No."}
			}
			return taken(l)
		})
		publish(n)
		l := n.letters(LetterMinutesAgreed)
		if last := l[len(l)-1]; len(l) != 20 || last.Email != "zd@wy.example" || last.FactMap()["published"] != "yes" {
			t.Errorf("%d letters, the last to %s", len(l), last.Email)
		}
	})
}
