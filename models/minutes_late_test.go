package models

import "testing"

func TestALetterAsksForNoCorrectionsByADayThatIsOver(t *testing.T) {
	for name, c := range map[string]struct {
		at   string
		says bool
	}{"before the last day": {"2019-09-26 09:00", true}, "after it": {"2019-11-28 09:00", false}} {
		t.Run(name, func(t *testing.T) {
			n := newNotebook(t)
			n.whoWasThere()
			n.takeTheMinutes()
			n.finish()
			n.clock.set(t, c.at)
			n.circulate()
			letters := n.letters(LetterMinutesCirculated)
			if len(letters) == 0 {
				t.Fatal("nobody was written to")
			}
			if day := letters[0].FactMap()["corrections_day"]; (day != "") != c.says {
				t.Errorf("corrections are asked for by %q", day)
			}
		})
	}
}
