package calendar

import (
	"database/sql"
	"encoding/json"
	"testing"
	"time"
	_ "time/tzdata"

	"pgregory.net/rapid"
)

func mustDate(t testing.TB, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func mustZone(t testing.TB, name string) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

// anyDate draws a day of the years that a date may have.
func anyDate(t *rapid.T) Date {
	return Date{FirstYear, time.January, 1}.AddDays(rapid.IntRange(0, 365*1000).Draw(t, "days"))
}

func TestDateIsWritten(t *testing.T) {
	d := Date{2026, time.December, 8}
	for got, want := range map[string]string{
		d.String(): "2026-12-08", d.Long(): "Tuesday 8 December 2026", d.Medium(): "8 December 2026", d.Short(): "8 Dec 2026",
		Date{}.String() + Date{}.Long() + Date{}.Medium() + Date{}.Short(): "",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestDateIsStored(t *testing.T) {
	var _ sql.Scanner = &Date{}
	d := Date{2026, time.December, 8}
	stored := map[string]any{"text": "2026-12-08", "bytes": []byte("2026-12-08"), "text with a time": "2026-12-08 00:00:00+00:00",
		"time": time.Date(2026, 12, 8, 0, 0, 0, 0, mustZone(t, "Europe/London"))}
	for name, value := range stored {
		t.Run("and read from "+name, func(t *testing.T) {
			var got Date
			if err := got.Scan(value); err != nil || got != d {
				t.Errorf("got %v, %v", got, err)
			}
		})
	}
	t.Run("as text", func(t *testing.T) {
		if v, err := d.Value(); v != "2026-12-08" || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
	})
	t.Run("as NULL when not set", func(t *testing.T) {
		v, err := Date{}.Value()
		if v != nil || err != nil {
			t.Errorf("got %v, %v", v, err)
		}
		if got := d; got.Scan(nil) != nil || !got.IsZero() {
			t.Errorf("NULL was read as %v", got)
		}
	})
	t.Run("and refused when it is none", func(t *testing.T) {
		for _, value := range []any{"2026-02-30", "soon", 7, "0000-00-00"} {
			if got := d; got.Scan(value) == nil || got != d {
				t.Errorf("%v was read as %v", value, got)
			}
		}
	})
	t.Run("in JSON", func(t *testing.T) {
		type row struct{ On, Off Date }
		text, err := json.Marshal(row{On: d})
		var got row
		if err != nil || string(text) != `{"On":"2026-12-08","Off":""}` || json.Unmarshal(text, &got) != nil || got.On != d || !got.Off.IsZero() {
			t.Errorf("got %s, %v, %v", text, got, err)
		}
	})
}

func TestDatesKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := anyDate(t), rapid.IntRange(-5000, 5000).Draw(t, "n")
		later := d.AddDays(n)
		if d.DaysUntil(later) != n || later.AddDays(-n) != d {
			t.Fatalf("%v and %d days is %v", d, n, later)
		}
		if d.Before(later) != (n > 0) || d.After(later) != (n < 0) || d.Equal(later) != (n == 0) {
			t.Fatalf("%v and %v compare wrongly", d, later)
		}
		if later.Year >= FirstYear && later.Year <= LastYear {
			if (d.String() < later.String()) != d.Before(later) {
				t.Fatalf("%v and %v sort wrongly as text", d, later)
			}
			if parsed, err := ParseDate(later.String()); err != nil || parsed != later {
				t.Fatalf("%v was read back as %v, %v", later, parsed, err)
			}
		}
		if (int(d.Weekday())+n%7+7)%7 != int(later.Weekday()) {
			t.Fatalf("%v is a %v, %v a %v", d, d.Weekday(), later, later.Weekday())
		}
	})
}

func TestAddMonthsStaysInTheMonth(t *testing.T) {
	for _, test := range []struct {
		from   string
		months int
		want   string
	}{{"2027-01-31", 1, "2027-02-28"}, {"2027-10-15", 6, "2028-04-15"}, {"2028-02-29", -12, "2027-02-28"}} {
		if got := mustDate(t, test.from).AddMonths(test.months); got.String() != test.want {
			t.Errorf("%s and %d months: got %v, want %s", test.from, test.months, got, test.want)
		}
	}
}

func TestInIsTheFirstMomentOfTheDay(t *testing.T) {
	for _, name := range []string{"Europe/London", "Africa/Cairo", "America/Havana", "Asia/Beirut", "UTC"} {
		zone := mustZone(t, name)
		for d := (Date{2019, time.January, 1}); d.Year < 2028; d = d.AddDays(1) {
			if start := d.In(zone); DateOf(start, zone) != d || DateOf(start.Add(-time.Second), zone) != d.AddDays(-1) {
				t.Fatalf("%v in %s begins at %v", d, name, start)
			}
		}
	}
}

func TestLocal(t *testing.T) {
	london := mustZone(t, "Europe/London")
	tests := map[string]struct {
		date  string
		clock Clock
		want  string // in UTC; empty when refused
	}{
		"winter":                       {"2026-12-08", Clock{10, 0}, "2026-12-08T10:00:00Z"},
		"summer":                       {"2026-06-09", Clock{10, 0}, "2026-06-09T09:00:00Z"},
		"last minute before the gap":   {"2027-03-28", Clock{0, 59}, "2027-03-28T00:59:00Z"},
		"skipped in spring":            {"2027-03-28", Clock{1, 30}, ""},
		"first minute after the gap":   {"2027-03-28", Clock{2, 0}, "2027-03-28T01:00:00Z"},
		"shown twice: the first":       {"2026-10-25", Clock{1, 30}, "2026-10-25T00:30:00Z"},
		"shown twice: at its start":    {"2026-10-25", Clock{1, 0}, "2026-10-25T00:00:00Z"},
		"after what is shown twice":    {"2026-10-25", Clock{2, 0}, "2026-10-25T02:00:00Z"},
		"a year without summer clocks": {"1969-12-01", Clock{10, 0}, "1969-12-01T09:00:00Z"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got, err := Local(mustDate(t, test.date), test.clock, london)
			if test.want == "" {
				if want := "01:30 on Sunday 28 March 2027 does not exist: the clocks go forward then. Choose an earlier or a later time"; err == nil || err.Error() != want {
					t.Errorf("got %v, %v", got, err)
				}
				return
			}
			if err != nil || got.UTC().Format(time.RFC3339) != test.want {
				t.Errorf("got %v, %v, want %s", got.UTC(), err, test.want)
			}
		})
	}
}

func TestClock(t *testing.T) {
	c := Clock{23, 30}
	if got := c.Add(45); got != (Clock{0, 15}) || got.Add(-45) != c {
		t.Errorf("half past eleven and 45 minutes is %v", got)
	}
	var read Clock
	if v, _ := c.Value(); v != "23:30" || read.Scan(v) != nil || read != c || read.Scan([]byte("10:05")) != nil || read != (Clock{10, 5}) {
		t.Errorf("stored as %v, read as %v", v, read)
	}
	if read.Scan("25:00") == nil || read != (Clock{10, 5}) {
		t.Errorf("25:00 was read as %v", read)
	}
	at := time.Date(2026, 6, 9, 9, 0, 0, 0, time.UTC)
	if got := ClockOf(at, mustZone(t, "Europe/London")); got.String() != "10:00" {
		t.Errorf("09:00 UTC in June is %v in London", got)
	}
}
