package handlers

import (
	"html/template"
	"strings"
	"testing"
	"time"

	"quarterday/calendar"
)

func TestDatesInWords(t *testing.T) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	r := &Renderer{}
	r.SetZone(london)
	// Half past eleven in the evening in UTC is already the next day in London in summer.
	late := time.Date(2026, time.July, 7, 23, 30, 0, 0, time.UTC)
	day := calendar.Date{Year: 2026, Month: time.July, Day: 8}
	said := func(words string, value any) (string, error) {
		page, err := template.New("").Funcs(r.functions()).Parse("{{" + words + " .}}")
		if err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		err = page.Execute(&out, value)
		return out.String(), err
	}
	for words, want := range map[string]string{
		"longDate": "Wednesday 8 July 2026", "date": "8 July 2026", "shortDate": "8 Jul 2026", "dayMonth": "8 July",
	} {
		for name, value := range map[string]any{"a day": day, "a moment": late, "a moment that may be missing": &late} {
			t.Run(words+" of "+name, func(t *testing.T) {
				if got, err := said(words, value); got != want || err != nil {
					t.Errorf("%q (%v), want %q", got, err, want)
				}
			})
		}
		for name, value := range map[string]any{"no day": calendar.Date{}, "no moment": time.Time{}, "a missing moment": (*time.Time)(nil), "nothing": nil} {
			t.Run(words+" of "+name+" is empty", func(t *testing.T) {
				if got, err := said(words, value); got != "" || err != nil {
					t.Errorf("%q (%v)", got, err)
				}
			})
		}
	}
	t.Run("machine knows days and moments", func(t *testing.T) {
		for want, value := range map[string]any{"2026-07-08": day, "2026-07-08T00:30:00&#43;01:00": late} {
			if got, err := said("machine", value); got != want || err != nil {
				t.Errorf("%q (%v), want %q", got, err, want)
			}
		}
	})
	t.Run("a day has no time of day", func(t *testing.T) {
		if got, err := said("time", day); err == nil {
			t.Errorf("said %q", got)
		}
	})
}
