package calendar

import (
	"sync"
	"time"

	"github.com/rickar/cal/v2/gb"
)

// A Country knows its bank holidays, and so its working days.
type Country struct {
	Name     string
	holidays func(year int) map[Date]string
	years    sync.Map // year → map[Date]string, worked out once
}

// EnglandAndWales has the bank holidays of England and Wales, right from 1996.
var EnglandAndWales = &Country{Name: "England and Wales", holidays: englandAndWales}

// Holiday returns the name of the bank holiday on a date, if it is one.
func (c *Country) Holiday(d Date) (name string, ok bool) {
	year, known := c.years.Load(d.Year)
	if !known {
		year, _ = c.years.LoadOrStore(d.Year, c.holidays(d.Year))
	}
	name, ok = year.(map[Date]string)[d]
	return name, ok
}

// One-off bank holidays and moved days, from the proclamations and the list
// that the government keeps at https://www.gov.uk/bank-holidays. The part that
// we use for the rest knows most of those since 2020 but lacks the State
// Funeral of 2022 and all before; they are listed here whole, so that the list
// can be checked against its source.
var (
	oneOffs = map[Date]string{
		{1999, time.December, 31}:  "Millennium bank holiday",
		{2002, time.June, 3}:       "Golden Jubilee bank holiday",
		{2002, time.June, 4}:       "Spring bank holiday (moved)",
		{2011, time.April, 29}:     "Bank holiday for the wedding of Prince William",
		{2012, time.June, 4}:       "Spring bank holiday (moved)",
		{2012, time.June, 5}:       "Diamond Jubilee bank holiday",
		{2020, time.May, 8}:        "Early May bank holiday (VE day; moved)",
		{2022, time.June, 2}:       "Spring bank holiday (moved)",
		{2022, time.June, 3}:       "Platinum Jubilee bank holiday",
		{2022, time.September, 19}: "Bank holiday for the State Funeral of Queen Elizabeth II",
		{2023, time.May, 8}:        "Bank holiday for the coronation of King Charles III",
	}
	// movedFrom are the days on which a moved holiday would have been.
	movedFrom = map[Date]bool{
		{2002, time.May, 27}: true,
		{2012, time.May, 28}: true,
		{2020, time.May, 4}:  true,
		{2022, time.May, 30}: true,
	}
)

// officialNames are the government's names for those that the part shortens.
var officialNames = map[string]string{
	"Early May":           "Early May bank holiday",
	"Spring Bank Holiday": "Spring bank holiday",
	"Summer Bank Holiday": "Summer bank holiday",
}

func englandAndWales(year int) map[Date]string {
	found := map[Date]string{}
	for _, holiday := range gb.Holidays {
		actual, observed := holiday.Calc(year)
		if actual.IsZero() || observed.IsZero() {
			continue // not in this year
		}
		name := holiday.Name
		if official, ok := officialNames[name]; ok {
			name = official
		}
		if !actual.Equal(observed) {
			name += " (substitute day)"
		}
		found[DateOf(observed, observed.Location())] = name
	}
	// When Christmas Day is a Sunday the part moves Boxing Day on; the
	// government leaves it where it is and gives Christmas Day the Tuesday.
	if christmas := (Date{year, time.December, 25}); christmas.Weekday() == time.Sunday {
		found[christmas.AddDays(1)] = "Boxing Day"
		found[christmas.AddDays(2)] = "Christmas Day (substitute day)"
	}
	for date := range movedFrom {
		if date.Year == year {
			delete(found, date)
		}
	}
	for date, name := range oneOffs {
		if date.Year == year {
			found[date] = name
		}
	}
	return found
}
