package calendar

import (
	"fmt"
	"time"
)

// A Rule is how a partnership finds its date in a quarter: for example the
// second Tuesday of the last month.
type Rule struct {
	Weekday time.Weekday
	Week    int // 1 to 4: the first to the fourth such weekday of the month; LastWeek: the last
	Month   int // 1 to 3: which month of the quarter
}

// LastWeek asks for the last such weekday of the month.
const LastWeek = -1

// Validate refuses a rule that no quarter could follow.
func (r Rule) Validate() error {
	switch {
	case r.Weekday < time.Sunday || r.Weekday > time.Saturday:
		return Refusal("Choose the day of the week on which you meet")
	case r.Week != LastWeek && (r.Week < 1 || r.Week > 4):
		return Refusal("Choose the first, second, third, fourth or last such day of the month")
	case r.Month < 1 || r.Month > 3:
		return Refusal("Choose the first, second or last month of the quarter")
	}
	return nil
}

// Date is the day on which the rule falls in a quarter.
func (r Rule) Date(q Quarter) Date {
	first := Date{q.Year, q.Month(r.Month), 1}
	if r.Week == LastWeek {
		last := first.AddMonths(1).AddDays(-1)
		return last.AddDays(-((int(last.Weekday()-r.Weekday) + 7) % 7))
	}
	return first.AddDays((int(r.Weekday-first.Weekday())+7)%7 + 7*(r.Week-1))
}

// Propose returns the rule's dates in n quarters, beginning with the one given.
func (r Rule) Propose(from Quarter, n int) []Date {
	dates := make([]Date, 0, max(n, 0))
	for i := range n {
		dates = append(dates, r.Date(from.Add(i)))
	}
	return dates
}

// String is the rule in words: second Tuesday of the last month of each quarter.
func (r Rule) String() string {
	weeks := map[int]string{1: "first", 2: "second", 3: "third", 4: "fourth", LastWeek: "last"}
	months := map[int]string{1: "first", 2: "second", 3: "last"}
	return fmt.Sprintf("%s %s of the %s month of each quarter", weeks[r.Week], r.Weekday, months[r.Month])
}
