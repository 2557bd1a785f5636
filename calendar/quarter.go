package calendar

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// A Quarter is three months of a calendar year, numbered 1 to 4. It has the
// same number whichever year a partnership's labels go by.
type Quarter struct {
	Year, Number int
}

// A Basis is the year that a partnership's labels of quarters go by.
type Basis string

// The two bases: quarters of the calendar year, or of the financial year of
// public bodies, which begins on 1 April.
const (
	CalendarYear  Basis = "calendar"
	FinancialYear Basis = "financial"
)

// QuarterOf returns the quarter in which a date lies.
func QuarterOf(d Date) Quarter { return Quarter{d.Year, (int(d.Month)-1)/3 + 1} }

// Month returns the first, second or third month of the quarter.
func (q Quarter) Month(n int) time.Month { return time.Month((q.Number-1)*3 + n) }

// Start is the first day of the quarter.
func (q Quarter) Start() Date { return Date{q.Year, q.Month(1), 1} }

// End is the last day of the quarter.
func (q Quarter) End() Date { return q.Next().Start().AddDays(-1) }

// Next quarter.
func (q Quarter) Next() Quarter { return q.Add(1) }

// Previous quarter.
func (q Quarter) Previous() Quarter { return q.Add(-1) }

// Add returns the quarter n later, or earlier when n is negative.
func (q Quarter) Add(n int) Quarter { return QuarterOf(q.Start().AddMonths(3 * n)) }

// Before reports whether the quarter is before another.
func (q Quarter) Before(other Quarter) bool { return q.Start().Before(other.Start()) }

// IsZero reports whether the quarter is not set.
func (q Quarter) IsZero() bool { return q == Quarter{} }

// String is the quarter's short name: 2026 Q3.
func (q Quarter) String() string { return fmt.Sprintf("%04d Q%d", q.Year, q.Number) }

// Reference is the quarter in addresses and references: 2026-q3.
func (q Quarter) Reference() string { return fmt.Sprintf("%04d-q%d", q.Year, q.Number) }

// Label names the quarter as a partnership does: "July to September 2026", or
// "quarter 2 of 2026/27" by the financial year.
func (q Quarter) Label(basis Basis) string {
	if basis != FinancialYear {
		return fmt.Sprintf("%s to %s %d", q.Month(1), q.Month(3), q.Year)
	}
	began := q.Add(-1)
	return fmt.Sprintf("quarter %d of %d/%02d", began.Number, began.Year, (began.Year+1)%100)
}

var quarterForm = regexp.MustCompile(`^(\d{4})[- ]?q([1-4])$`)

// ParseQuarter reads 2026-q3 or 2026 Q3.
func ParseQuarter(s string) (Quarter, error) {
	parts := quarterForm.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s)))
	if parts == nil {
		return Quarter{}, fmt.Errorf("quarter %q: want year and quarter such as 2026-q3", s)
	}
	year, _ := strconv.Atoi(parts[1])
	number, _ := strconv.Atoi(parts[2])
	if year < FirstYear || year > LastYear {
		return Quarter{}, refuse("The year must be between %d and %d, not %d", FirstYear, LastYear, year)
	}
	return Quarter{year, number}, nil
}
