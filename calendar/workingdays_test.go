package calendar

import (
	"encoding/csv"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The government's list of every bank holiday from 2019 to 2027.
func officialHolidays(t *testing.T) map[Date]string {
	t.Helper()
	f, err := os.Open("testdata/bank-holidays-england-wales.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	list := map[Date]string{}
	for _, row := range rows[1:] {
		list[mustDate(t, row[0])] = row[1]
	}
	if len(list) < 70 {
		t.Fatalf("the list has only %d days", len(list))
	}
	return list
}

func TestBankHolidaysAgreeWithTheOfficialList(t *testing.T) {
	list := officialHolidays(t)
	for d := (Date{2019, time.January, 1}); d.Year < 2028; d = d.AddDays(1) {
		want, is := list[d]
		if got, ok := EnglandAndWales.Holiday(d); ok != is || got != want {
			t.Errorf("%s: got %q, want %q", d.Long(), got, want)
		}
		if got, want := EnglandAndWales.WorkingDay(d), !is && !isWeekend(d); got != want {
			t.Errorf("%s: working day %v, want %v", d.Long(), got, want)
		}
	}
}

func TestOneOffHolidaysBeforeTheList(t *testing.T) {
	for date, want := range map[string]bool{"2012-05-28": false, "2012-06-04": true, "2012-06-05": true, "2011-04-29": true,
		"2002-05-27": false, "2002-06-03": true, "2002-06-04": true, "1999-12-31": true, "2016-12-27": true, "2016-12-26": true} {
		if _, got := EnglandAndWales.Holiday(mustDate(t, date)); got != want {
			t.Errorf("%s: bank holiday %v, want %v", date, got, want)
		}
	}
}

func TestEveryYearHasItsEightHolidays(t *testing.T) {
	for year := 2028; year <= LastYear; year++ {
		n := 0
		for d := (Date{year, time.January, 1}); d.Year == year; d = d.AddDays(1) {
			if _, ok := EnglandAndWales.Holiday(d); ok {
				n++
				if isWeekend(d) {
					t.Errorf("%s is a bank holiday at a weekend", d.Long())
				}
			}
		}
		if n != 8 {
			t.Errorf("%d has %d bank holidays", year, n)
		}
	}
}

func TestAddWorkingDays(t *testing.T) {
	for _, test := range []struct {
		from string
		n    int
		want string
	}{
		{"2026-12-08", 2, "2026-12-10"}, {"2026-12-08", 10, "2026-12-22"}, {"2026-12-08", -15, "2026-11-17"},
		{"2026-12-24", 1, "2026-12-29"}, {"2026-12-29", -1, "2026-12-24"}, {"2026-12-26", 0, "2026-12-26"},
		{"2022-09-16", 1, "2022-09-20"}, {"2022-06-01", 1, "2022-06-06"}, {"2020-05-04", 4, "2020-05-11"},
	} {
		if got := EnglandAndWales.AddWorkingDays(mustDate(t, test.from), test.n); got.String() != test.want {
			t.Errorf("%s and %d working days: got %v, want %s", test.from, test.n, got, test.want)
		}
	}
}

func TestClearWorkingDays(t *testing.T) {
	for meeting, want := range map[string]string{
		"2026-12-08": "2026-11-30", // the five are 1, 2, 3, 4 and 7 December
		"2027-04-01": "2027-03-22", // over Easter: 23, 24, 25, 30 and 31 March
		"2027-01-04": "2026-12-22", // over Christmas: 23, 24, 29, 30 and 31 December
	} {
		got := EnglandAndWales.ClearWorkingDaysBefore(mustDate(t, meeting), 5)
		if got.String() != want {
			t.Errorf("meeting on %s: got %v, want %s", meeting, got, want)
		}
	}
}

func TestWorkingDaysCountBackAsForward(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, d, n := EnglandAndWales, anyDate(t), rapid.IntRange(1, 60).Draw(t, "n")
		later := c.AddWorkingDays(d, n)
		if !c.WorkingDay(later) || c.WorkingDaysBetween(d, later) != n || c.WorkingDaysBetween(later, d) != -n {
			t.Fatalf("%d working days after %v is %v", n, d, later)
		}
		if c.WorkingDay(d) && c.AddWorkingDays(later, -n) != d {
			t.Fatalf("%d back from %v is %v, not %v", n, later, c.AddWorkingDays(later, -n), d)
		}
		out := c.ClearWorkingDaysBefore(d, n)
		if clear := c.WorkingDaysBetween(out, d.AddDays(-1)); !c.WorkingDay(out) || clear != n {
			t.Fatalf("published on %v for %v: %d clear days, want %d", out, d, clear, n)
		}
	})
}

func TestWarnings(t *testing.T) {
	for date, want := range map[string]string{
		"2026-12-08": "",
		"2026-12-12": "Saturday 12 December 2026 is at a weekend",
		"2027-05-31": "Monday 31 May 2027 is a bank holiday: Spring bank holiday",
		"2027-06-01": "Tuesday 1 June 2027 is the day after a bank holiday: Spring bank holiday",
		"2027-03-25": "Thursday 25 March 2027 is the day before a bank holiday: Good Friday",
		"2026-12-30": "Wednesday 30 December 2026 is in the Christmas and New Year break",
		"2026-12-24": "Thursday 24 December 2026 is the day before a bank holiday: Christmas Day\nThursday 24 December 2026 is in the Christmas and New Year break",
	} {
		if got := strings.Join(EnglandAndWales.Warnings(mustDate(t, date)), "\n"); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestHolidaysAreSafeToAskAtOnce(t *testing.T) {
	country := &Country{Name: "England and Wales", holidays: englandAndWales}
	var asking sync.WaitGroup
	for range 8 {
		asking.Go(func() {
			for year := 2020; year < 2030; year++ {
				if name, ok := country.Holiday(Date{year, time.August, 31}); ok && name != "Summer bank holiday" {
					t.Errorf("31 August %d is %q", year, name)
				}
			}
		})
	}
	asking.Wait()
}
