// Package calendar knows dates as a secretariat does: days, quarters, the rule
// by which a partnership meets, working days and bank holidays, what people
// type for a date, and calendar files for other programs.
//
// All of it is pure: nothing here reads a clock, a file or a setting.
package calendar

import (
	"cmp"
	"database/sql/driver"
	"fmt"
	"time"
)

// A Date is a civil day, without time or zone. The zero value means not set.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// A Refusal says in a sentence why something typed was not taken; it is fit to
// be shown beside the field.
type Refusal string

// Error is the sentence.
func (r Refusal) Error() string { return string(r) }

func refuse(format string, args ...any) error {
	return Refusal(fmt.Sprintf(format, args...))
}

// The years that a date may have.
const (
	FirstYear = 1900
	LastYear  = 2999
)

// NewDate returns the day if it exists, or a Refusal that says why not.
func NewDate(year int, month time.Month, day int) (Date, error) {
	switch {
	case year < FirstYear || year > LastYear:
		return Date{}, refuse("The year must be between %d and %d, not %d", FirstYear, LastYear, year)
	case month < 1 || month > 12:
		return Date{}, refuse("There is no month %d. Write the day first, then the month, for example 8 12 2026", month)
	case day < 1 || day > daysIn(year, month):
		return Date{}, refuse("%d %s %d does not exist: %s %d has %d days", day, month, year, month, year, daysIn(year, month))
	}
	return Date{year, month, day}, nil
}

func daysIn(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// DateOf returns the day that it is in a zone at a moment.
func DateOf(t time.Time, zone *time.Location) Date {
	year, month, day := t.In(zone).Date()
	return Date{year, month, day}
}

// ParseDate reads what String writes: 2026-12-08.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: want year-month-day such as 2026-12-08", s)
	}
	return NewDate(t.Year(), t.Month(), t.Day())
}

// IsZero reports whether the date is not set.
func (d Date) IsZero() bool { return d == Date{} }

// String is the date as it is stored: 2026-12-08; empty when not set.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// Long is the date on pages and letters: Tuesday 8 December 2026.
func (d Date) Long() string { return d.format("Monday 2 January 2006") }

// Medium is the date without its weekday: 8 December 2026.
func (d Date) Medium() string { return d.format("2 January 2006") }

// Short is the date for narrow columns: 8 Dec 2026.
func (d Date) Short() string { return d.format("2 Jan 2006") }

func (d Date) format(layout string) string {
	if d.IsZero() {
		return ""
	}
	return d.utc().Format(layout)
}

func (d Date) utc() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}

// In returns the first moment of the day in a zone: midnight, or where clocks
// go forward at midnight, the moment to which they go.
func (d Date) In(zone *time.Location) time.Time {
	t := time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, zone)
	if DateOf(t, zone) != d {
		_, t = t.ZoneBounds()
	}
	return t
}

// Weekday of the date.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// AddDays returns the date n days later, or earlier when n is negative.
func (d Date) AddDays(n int) Date { return DateOf(d.utc().AddDate(0, 0, n), time.UTC) }

// AddMonths returns the same day n months later, or the last day of that month
// when it is shorter.
func (d Date) AddMonths(n int) Date {
	first := time.Date(d.Year, d.Month+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	return Date{first.Year(), first.Month(), min(d.Day, daysIn(first.Year(), first.Month()))}
}

// DaysUntil counts the days from this date to another; negative if it is past.
func (d Date) DaysUntil(other Date) int { return int(other.utc().Sub(d.utc()).Hours() / 24) }

// Compare is -1, 0 or 1 as the date is before, the same as or after another.
// A date not set is before all others.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month), cmp.Compare(d.Day, other.Day))
}

// Before reports whether the date is before another.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether the date is after another.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Equal reports whether both are the same day.
func (d Date) Equal(other Date) bool { return d == other }

// Value stores the date as text that sorts by date, or NULL when not set.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads a stored date: text, or the time that a driver makes of a date.
func (d *Date) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*d = Date{}
		return nil
	case time.Time:
		*d = DateOf(v, v.Location())
		return nil
	case []byte:
		return d.Scan(string(v))
	case string:
		if len(v) > 10 && (v[10] == ' ' || v[10] == 'T') {
			v = v[:10]
		}
		return d.UnmarshalText([]byte(v))
	}
	return fmt.Errorf("date cannot be read from a %T", value)
}

// GormDataType makes the column text, whose order is the order of dates.
func (Date) GormDataType() string { return "text" }

// MarshalText writes the date as String does.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}
