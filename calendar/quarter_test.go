package calendar

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestQuarter(t *testing.T) {
	q := QuarterOf(Date{2026, time.August, 20})
	for got, want := range map[string]string{
		q.String(): "2026 Q3", q.Reference(): "2026-q3", q.Start().String(): "2026-07-01", q.End().String(): "2026-09-30",
		q.Next().Next().String(): "2027 Q1", q.Add(-3).String(): "2025 Q4",
		q.Label(CalendarYear): "July to September 2026", q.Label(FinancialYear): "quarter 2 of 2026/27",
		Quarter{2026, 1}.Label(FinancialYear): "quarter 4 of 2025/26", Quarter{1999, 4}.Label(FinancialYear): "quarter 3 of 1999/00",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, s := range []string{"2026-q3", "2026-Q3", "2026 Q3", " 2026q3 "} {
		if got, err := ParseQuarter(s); got != q || err != nil {
			t.Errorf("%q: got %v, %v", s, got, err)
		}
	}
	for _, s := range []string{"", "2026", "2026-q5", "2026-q0", "26-q3", "2026-q3-x1", "9999-q1"} {
		if got, err := ParseQuarter(s); err == nil {
			t.Errorf("%q was read as %v", s, got)
		}
	}
}

func TestEveryDayIsInItsQuarter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDate(t)
		q := QuarterOf(d)
		if d.Before(q.Start()) || d.After(q.End()) || q.Next().Previous() != q || q.Next().Start() != q.End().AddDays(1) {
			t.Fatalf("%v is in %v, from %v to %v", d, q, q.Start(), q.End())
		}
		if back, err := ParseQuarter(q.Reference()); err != nil || back != q {
			t.Fatalf("%v was read back as %v, %v", q, back, err)
		}
	})
}

func TestRule(t *testing.T) {
	rule := Rule{Weekday: time.Tuesday, Week: 2, Month: 3}
	if got, want := rule.String(), "second Tuesday of the last month of each quarter"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	dates := rule.Propose(Quarter{2026, 4}, 4)
	want := []string{"2026-12-08", "2027-03-09", "2027-06-08", "2027-09-14"}
	for i := range want {
		if len(dates) != len(want) || dates[i].String() != want[i] {
			t.Fatalf("got %v, want %v", dates, want)
		}
	}
	for _, bad := range []Rule{{}, {time.Monday, 5, 1}, {time.Monday, 0, 1}, {time.Monday, 1, 4}, {8, 1, 1}} {
		if bad.Validate() == nil {
			t.Errorf("%+v was taken", bad)
		}
	}
}

func TestRuleFindsItsWeekday(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rule := Rule{Weekday: time.Weekday(rapid.IntRange(0, 6).Draw(t, "weekday")),
			Week: rapid.SampledFrom([]int{1, 2, 3, 4, LastWeek}).Draw(t, "week"), Month: rapid.IntRange(1, 3).Draw(t, "month")}
		q := QuarterOf(anyDate(t))
		d := rule.Date(q)
		if rule.Validate() != nil || d.Weekday() != rule.Weekday || d.Month != q.Month(rule.Month) || d.Year != q.Year {
			t.Fatalf("%v in %v is %s", rule, q, d.Long())
		}
		if rule.Week == LastWeek {
			if d.AddDays(7).Month == d.Month {
				t.Fatalf("%s is not the last", d.Long())
			}
		} else if (d.Day-1)/7+1 != rule.Week {
			t.Fatalf("%s is not number %d", d.Long(), rule.Week)
		}
	})
}
