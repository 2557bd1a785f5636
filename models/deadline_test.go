package models

import (
	"testing"
	"time"
)

func londonTime(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestDeadlines(t *testing.T) {
	p := defaultPartnership()
	long := londonTime(t, "2025-01-01 09:00")
	for name, c := range map[string]struct{ start, call, closes, agenda, minutes, corrections string }{
		"an ordinary quarter":                   {"2026-12-08 10:00", "2026-10-13", "2026-11-17 17:00", "2026-11-30", "2026-12-10", "2026-12-22"},
		"across Easter":                         {"2027-04-06 10:00", "2027-02-09", "2027-03-12 17:00", "2027-03-25", "2027-04-08", "2027-04-20"},
		"across Christmas and New Year":         {"2027-01-12 10:00", "2026-11-17", "2026-12-17 17:00", "2027-01-04", "2027-01-14", "2027-01-26"},
		"minutes after Christmas":               {"2026-12-22 10:00", "2026-10-27", "2026-12-01 17:00", "2026-12-14", "2026-12-24", "2027-01-08"},
		"submissions close before clocks go on": {"2027-04-13 10:00", "2027-02-16", "2027-03-19 17:00", "2027-04-05", "2027-04-15", "2027-04-27"},
		"submissions close before they go back": {"2026-11-10 10:00", "2026-09-15", "2026-10-20 17:00", "2026-11-02", "2026-11-12", "2026-11-24"},
		"called before a bank holiday":          {"2026-06-29 10:00", "2026-05-01", "2026-06-08 17:00", "2026-06-19", "2026-07-01", "2026-07-13"},
	} {
		t.Run(name, func(t *testing.T) {
			d := p.Deadlines(londonTime(t, c.start), long)
			if got := d.SubmissionsCloseAt.In(p.Location()).Format("2006-01-02 15:04"); got != c.closes {
				t.Errorf("submissions close %s, want %s", got, c.closes)
			}
			for what, pair := range map[string][2]string{"call": {d.CallOn.String(), c.call}, "agenda": {d.AgendaOn.String(), c.agenda},
				"minutes": {d.MinutesOn.String(), c.minutes}, "corrections": {d.CorrectionsOn.String(), c.corrections}} {
				if pair[0] != pair[1] {
					t.Errorf("%s on %s, want %s", what, pair[0], pair[1])
				}
			}
		})
	}
	t.Run("five o'clock is five o'clock on both sides of the clocks' change", func(t *testing.T) {
		summer := p.Deadlines(londonTime(t, "2026-11-10 10:00"), long).SubmissionsCloseAt
		winter := p.Deadlines(londonTime(t, "2027-04-13 10:00"), long).SubmissionsCloseAt
		if summer.Hour() != 16 || winter.Hour() != 17 {
			t.Errorf("closes at %s and %s UTC, want 16:00 and 17:00", summer.Format("15:04"), winter.Format("15:04"))
		}
	})
	t.Run("at short notice nothing is late from the start", func(t *testing.T) {
		now := londonTime(t, "2026-09-01 10:00")
		for _, start := range []string{"2026-09-02 10:00", "2026-09-03 10:00", "2026-09-08 10:00", "2026-09-15 10:00", "2026-09-22 10:00", "2026-09-01 12:00"} {
			at := londonTime(t, start)
			d := p.Deadlines(at, now)
			if d.CallOn.String() < "2026-09-01" || d.AgendaOn.String() < "2026-09-01" || !d.SubmissionsCloseAt.After(now) || d.SubmissionsCloseAt.After(at) {
				t.Errorf("for a meeting at %s: %+v", start, d)
			}
		}
	})
}
