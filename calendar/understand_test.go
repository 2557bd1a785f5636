package calendar

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var aTuesday = Date{2026, time.November, 24}

func TestUnderstand(t *testing.T) {
	for typed, want := range map[string]string{
		"8 December 2026": "2026-12-08", "8 dec 26": "2026-12-08", "8/12/2026": "2026-12-08", "08-12-2026": "2026-12-08", "8.12.26": "2026-12-08",
		"8 12 2026": "2026-12-08", "2026-12-08": "2026-12-08", "tue 8 dec": "2026-12-08", "Tuesday, 8th of December 2026": "2026-12-08", "8 dec": "2026-12-08",
		"the 8th December": "2026-12-08", "December 8 2026": "2026-12-08", "8/12": "2026-12-08", "  8\u00a0Dec \t": "2026-12-08",
		"24 nov": "2026-11-24", "23 nov": "2027-11-23", "1st sept": "2027-09-01", "29 feb": "2028-02-29",
		"today": "2026-11-24", "Tomorrow": "2026-11-25", "yesterday": "2026-11-23", "friday": "2026-11-27", "tues": "2026-11-24", "this thurs": "2026-11-26",
		"next friday": "2026-12-04", "next tuesday": "2026-12-01", "next mon": "2026-11-30", "next sunday": "2026-12-06", "monday": "2026-11-30",
		"01/02/2026": "2026-02-01", "29/2/2028": "2028-02-29", "1 jan 1900": "1900-01-01", "31 Dec 2999": "2999-12-31", "5 may 98": "1998-05-05", "5 may 46": "2046-05-05",
	} {
		if got, err := Understand(typed, aTuesday); err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v, want %s", typed, got, err, want)
		}
	}
	for typed, want := range map[string]string{
		"30 February 2026":   "30 February 2026 does not exist: February 2026 has 28 days",
		"29/2/2027":          "29 February 2027 does not exist: February 2027 has 28 days",
		"31 april":           "31 April does not exist: April has 30 days",
		"12/13/2026":         "There is no month 13. Write the day first, then the month, for example 8 12 2026",
		"0 jan":              "0 January does not exist: January has 31 days",
		"wed 8 dec 2026":     "8 December 2026 is a Tuesday, not a Wednesday",
		"1 jan 3000":         "The year must be between 1900 and 2999, not 3000",
		"1 jan 9999":         "The year must be between 1900 and 2999, not 9999",
		"1/1/202":            "We do not understand “202” as a year. Write all four figures, for example 2026",
		"8 foo 2026":         "We do not understand “foo” as a month. Write a date such as 8 December 2026 or 8 12 2026",
		"x december 2026":    "We do not understand “x” as a day of the month. Write a date such as 8 December 2026 or 8 12 2026",
		"":                   "Write a date such as 8 December 2026 or 8 12 2026",
		"next":               "That is not a date we understand. Write a date such as 8 December 2026 or 8 12 2026",
		"soon":               "That is not a date we understand. Write a date such as 8 December 2026 or 8 12 2026",
		"8 december 2026 at": "That is not a date we understand. Write a date such as 8 December 2026 or 8 12 2026",
	} {
		got, err := Understand(typed, aTuesday)
		if err == nil || err.Error() != want || !got.IsZero() {
			t.Errorf("%q: got %v, %v, want %s", typed, got, err, want)
		}
		if refusal, ok := errors.AsType[Refusal](err); !ok || refusal == "" {
			t.Errorf("%q: %v is not a refusal", typed, err)
		}
	}
}

func TestWhatIsShownIsUnderstood(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, today := anyDate(t), anyDate(t)
		for _, typed := range []string{d.String(), d.Long(), d.Medium(), d.Short()} {
			if got, err := Understand(typed, today); err != nil || got != d {
				t.Fatalf("%q on %v: got %v, %v", typed, today, got, err)
			}
		}
	})
}

func TestUnderstandTime(t *testing.T) {
	for typed, want := range map[string]string{"10:00": "10:00", "10": "10:00", "10am": "10:00", "10 AM": "10:00", "10.30": "10:30", "2pm": "14:00", "14:30": "14:30",
		"1430": "14:30", "2.15 p.m.": "14:15", "12am": "00:00", "12pm": "12:00", "noon": "12:00", "midnight": "00:00", "0": "00:00", "10 o’clock": "10:00", "1400 hrs": "14:00", "9h05": "09:05"} {
		if got, err := UnderstandTime(typed); err != nil || got.String() != want {
			t.Errorf("%q: got %v, %v, want %s", typed, got, err, want)
		}
	}
	for typed, want := range map[string]string{
		"25:00": "There is no 25:00: the day ends at 23:59. Write a time such as 10:00 or 2pm",
		"10:60": "There is no 10:60: the day ends at 23:59. Write a time such as 10:00 or 2pm",
		"13pm":  "There is no 13pm. Write a time such as 10:00 or 2pm", "0am": "There is no 0am. Write a time such as 10:00 or 2pm",
		"24:00": "24:00 is the start of the next day. Write 00:00 and that day’s date",
		"":      "Write a time such as 10:00 or 2pm", "soon": "That is not a time we understand. Write a time such as 10:00 or 2pm",
		"10:5": "That is not a time we understand. Write a time such as 10:00 or 2pm",
	} {
		if got, err := UnderstandTime(typed); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, %v, want %s", typed, got, err, want)
		}
	}
}

func FuzzUnderstand(f *testing.F) {
	for _, typed := range []string{"8 December 2026", "8/12/26", "next friday", "tue 8 dec", "29 feb", "2026-12-08", "next", "this", "30 February", "\xff 1 2"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := Understand(typed, aTuesday)
		if err != nil {
			if _, ok := errors.AsType[Refusal](err); !ok || !got.IsZero() {
				t.Errorf("%q: %v with %v", typed, err, got)
			}
			return
		}
		if back, err := ParseDate(got.String()); err != nil || back != got {
			t.Errorf("%q was understood as %v, which does not exist: %v", typed, got, err)
		}
	})
}

func FuzzUnderstandTime(f *testing.F) {
	for _, typed := range []string{"10:00", "10", "10am", "2 p.m.", "1430", "noon", "24:00", "\xff"} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		got, err := UnderstandTime(typed)
		if err != nil {
			if _, ok := errors.AsType[Refusal](err); !ok {
				t.Errorf("%q: %v is not in words", typed, err)
			}
			return
		}
		if back, err := UnderstandTime(got.String()); err != nil || back != got {
			t.Errorf("%q was understood as %v, and that as %v, %v", typed, got, back, err)
		}
	})
}
