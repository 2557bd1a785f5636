package models

import (
	"strings"
	"testing"
)

func TestPersonalData(t *testing.T) {
	for text, want := range map[string]string{
		// What must be found, and the piece of it.
		"Patient 943 476 5919 was seen":             "an NHS number: 943 476 5919",
		"(9434765919)":                              "an NHS number: 9434765919",
		"Her NI number is QQ123456C? No: AB123456C": "a National Insurance number: AB123456C",
		"ab 12 34 56 d":                             "a National Insurance number: ab 12 34 56 d",
		"Passport number: 533380006":                "a passport number: 533380006",
		"passport no. AB1234567 taken":              "a passport number: AB1234567",
		"NRM reference 2019/12345 refused":          "an NRM reference: 2019/12345",
		"NRM case ref: ABC-4711":                    "an NRM reference: ABC-4711",
		"see NRM/0012345":                           "an NRM reference: NRM/0012345",
		"DOB 03/05/2001, female":                    "a date of birth: 03/05/2001",
		"d.o.b.: 3.5.87":                            "a date of birth: 3.5.87",
		"date of birth 1987-05-03":                  "a date of birth: 1987-05-03",
		"She was born on 3rd May 2001 in Hanoi":     "a date of birth: 3rd May 2001",
		"Ring 07700 900123 at night":                "a telephone number: 07700 900123",
		"+44 7700 900123":                           "a telephone number: +44 7700 900123",
		"+44 (0)7700 900123":                        "a telephone number: +44 (0)7700 900123",
		"on (01924) 900123.":                        "a telephone number: (01924) 900123",
		"020 7946 0018":                             "a telephone number: 020 7946 0018",
		"016977 2345":                               "a telephone number: 016977 2345",
		"lives at 12 High Street, WF1 2AB":          "a full postcode: WF1 2AB",
		"SW1A1AA":                                   "a full postcode: SW1A1AA",
		// What must not.
		"943 476 5918 has a wrong check digit":                      "",
		"0000000000":                                                "",
		"Ring the helpline on 0800 0121 700, or 101, or 999":        "",
		"0300 123 4567":                                             "",
		"GB123456A and TN 12 34 56 A are no such numbers":           "",
		"NRM referrals rose to 12,727 in 2021, from 10,689 in 2020": "",
		"The NRM reference group met on 12 May 2026":                "",
		"NRM 2019":     "",
		"born in 1987": "",
		"The scheme was born on Teesside; 3 May 2001": "",
		"2026-Q3/04, 2026-Q1/D2, paper 4a":            "",
		"Tuesday 24 September 2019, 10:00 to 12:00":   "",
		"Q1 2AB":                     "",
		"WF1 and LS2, HD1":           "",
		"Cost £2,150; 1234567890123": "",
		"Passports of 214 drivers; passport checks in 2019": "",
		"Wales (1 of 22) 8 years 6 months, +29%":            "",
		"":                                                  "",
	} {
		var got []string
		for _, p := range PersonalData(text) {
			got = append(got, p.Kind+": "+p.Text)
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%q: found %q, want %q", text, got, want)
		}
	}
	t.Run("a passage is quoted with the words around it", func(t *testing.T) {
		text := strings.Repeat("Łukasz wrote at length. ", 9) + "Ring him\non 07700 900123 after six. " + strings.Repeat("And so on it went. ", 9)
		got := PersonalData(text)
		if len(got) != 1 || got[0].Before != "… Łukasz wrote at length. Ring him on " || got[0].After != " after six. And so on it went. And so …" {
			t.Errorf("%q", got)
		}
	})
	t.Run("a megabyte is read in bounded time and few passages are shown", func(t *testing.T) {
		if n := len(PersonalData(strings.Repeat("07700 900123 ", 80_000))); n != maxPassages {
			t.Errorf("%d passages", n)
		}
	})
	t.Run("kinds are named once", func(t *testing.T) {
		if got := passageKinds(PersonalData("07700 900123, 07700 900124, WF1 2AB")); got != "a telephone number and a full postcode" {
			t.Error(got)
		}
	})
}

func FuzzPersonalData(f *testing.F) {
	f.Add("Patient 943 476 5919, AB123456C, +44 7700 900123, WF1 2AB, born on 3 May 2001")
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range PersonalData(text) {
			if !strings.Contains(text, p.Text) || p.Text == "" {
				t.Errorf("%q is not in the text", p.Text)
			}
		}
	})
}
