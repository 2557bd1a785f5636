package calendar

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// A Clock is a time of day as it stands on the wall. The zero value is midnight.
type Clock struct {
	Hour, Minute int
}

// ClockOf returns the time on the wall in a zone at a moment.
func ClockOf(t time.Time, zone *time.Location) Clock {
	t = t.In(zone)
	return Clock{t.Hour(), t.Minute()}
}

// String is the time on the 24-hour clock: 10:00.
func (c Clock) String() string { return fmt.Sprintf("%02d:%02d", c.Hour, c.Minute) }

// Minutes since midnight.
func (c Clock) Minutes() int { return c.Hour*60 + c.Minute }

// Add returns the time on the wall some minutes later, past midnight if need be.
func (c Clock) Add(minutes int) Clock {
	const day = 24 * 60
	m := ((c.Minutes()+minutes)%day + day) % day
	return Clock{m / 60, m % 60}
}

// Value stores the time as text: 10:00.
func (c Clock) Value() (driver.Value, error) { return c.String(), nil }

// Scan reads a stored time; NULL is midnight.
func (c *Clock) Scan(value any) error {
	switch v := value.(type) {
	case nil:
		*c = Clock{}
		return nil
	case []byte:
		return c.UnmarshalText(v)
	case string:
		return c.UnmarshalText([]byte(v))
	}
	return fmt.Errorf("time of day cannot be read from a %T", value)
}

// GormDataType makes the column text.
func (Clock) GormDataType() string { return "text" }

// MarshalText writes the time as String does.
func (c Clock) MarshalText() ([]byte, error) { return []byte(c.String()), nil }

// UnmarshalText reads what MarshalText writes.
func (c *Clock) UnmarshalText(text []byte) error {
	t, err := time.Parse("15:04", string(text))
	if err != nil {
		return fmt.Errorf("time %q: want hours and minutes such as 10:00", text)
	}
	*c = Clock{t.Hour(), t.Minute()}
	return nil
}

// Local returns the moment at which it is this time on this day in a zone. A
// time that the clocks skip in spring is refused in words; of the two that they
// show twice in autumn it is the first.
func Local(date Date, clock Clock, zone *time.Location) (time.Time, error) {
	t := time.Date(date.Year, date.Month, date.Day, clock.Hour, clock.Minute, 0, 0, zone)
	if DateOf(t, zone) != date || ClockOf(t, zone) != clock {
		return time.Time{}, refuse("%s on %s does not exist: the clocks go forward then. Choose an earlier or a later time", clock, date.Long())
	}
	if began, _ := t.ZoneBounds(); !began.IsZero() {
		_, before := began.Add(-time.Second).Zone()
		_, now := t.Zone()
		if first := t.Add(-time.Duration(before-now) * time.Second); before > now && ClockOf(first, zone) == clock && DateOf(first, zone) == date {
			return first, nil
		}
	}
	return t, nil
}
