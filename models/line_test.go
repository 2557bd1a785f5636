package models

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"quarterday/calendar"
)

var (
	linePeople = []LinePerson{{1, "Siân Gruffŷdd", "SG"}, {2, "Rebecca Holt", "RHo"}, {3, "Rachel Holroyd", "RHol"}, {4, "Grace Mensah", "GM"},
		{5, "Łukasz Wiśniewski", "ŁW"}, {0, "Dr Amira Haddad", "AH"}, {7, "Mary-Anne O'Neill", "MAO"}, {8, "Nguyễn Thị Hạnh", "NTH"}}
	lineBodies = []LineOrganisation{{1, "West Yorkshire Police", "WYP"}, {2, "Leeds City Council", "LCC"}, {3, "Kirklees Council", "KC"}, {4, "Migration Yorkshire", "MY"},
		{5, "Barnardo's", "BAR"}}
	lineToday = calendar.Date{Year: 2026, Month: 12, Day: 8}
	lineNext  = calendar.Date{Year: 2027, Month: 3, Day: 9}
)

func understand(line string) Understood {
	return UnderstandLine(line, linePeople, lineBodies, lineToday, lineNext)
}

func TestUnderstandLine(t *testing.T) {
	for line, want := range map[string]string{
		"!SG, RHo send the reception card to all partners by 18 dec": "Action for Siân Gruffŷdd and Rebecca Holt, due Friday 18 December 2026.|Send the reception card to all partners",
		"!SG, WYP one-page guide by next meeting":                    "Action for Siân Gruffŷdd and West Yorkshire Police, due at the next meeting, Tuesday 9 March 2027.|One-page guide",
		"! SG and WYP: one-page guide; by the next meeting.":         "Action for Siân Gruffŷdd and West Yorkshire Police, due at the next meeting, Tuesday 9 March 2027.|One-page guide",
		"!all send the name of a data contact to DF by 11 October":   "Action for all partners, due Monday 11 October 2027.|Send the name of a data contact to DF",
		"!all partners: send a name; by 11 January":                  "Action for all partners, due Monday 11 January 2027.|Send a name",
		"!ŁW to send the new leaflet to all, done at the meeting":    "Action for Łukasz Wiśniewski, done at the meeting.|Send the new leaflet to all",
		"!MAO advice note on “duty to notify” wording, no date set":  "Action for Mary-Anne O'Neill, no date set.|Advice note on “duty to notify” wording",
		"!MAO advice note": "Action for Mary-Anne O'Neill, no date set.|Advice note",
		"!LCC, KC & MY each to say whether it can be done (ongoing)": "Action for Leeds City Council, Kirklees Council and Migration Yorkshire, ongoing.|Each to say whether it can be done",
		"!GM watch the beds, ongoing, review by 1 march":             "Action for Grace Mensah, ongoing, to be reviewed on Monday 1 March 2027.|Watch the beds",
		"!Grace Mensah write to BAR":                                 "Action for Grace Mensah, no date set.|Write to BAR",
		"!Barnardo's: find a venue by friday":                        "Action for Barnardo's, due Friday 11 December 2026.|Find a venue",
		"!AH, sg: compare notes by 10/1/27":                          "Action for Dr Amira Haddad and Siân Gruffŷdd, due Sunday 10 January 2027.|Compare notes",
		"!SG read section 3 by Smith by 18 dec":                      "Action for Siân Gruffŷdd, due Friday 18 December 2026.|Read section 3 by Smith",
		"!NTH\nlook at\n- one\n- two":                                "Action for Nguyễn Thị Hạnh, no date set.|Look at\n- one\n- two",
		"= agreed: the practice is commended":                        "A decision, agreed.|The practice is commended",
		"=commended":                                                 "A decision, agreed.|Commended",
		"= noted: the forward plan":                                  "A decision: noted.|The forward plan",
		"= vote 11-1-2 option (c), the joint bid":                    "A decision by vote: 11 for, 1 against, 2 abstained.|Option (c), the joint bid",
		"= vote 11 for, 1 against, 2 abstained: option (c)":          "A decision by vote: 11 for, 1 against, 2 abstained.|Option (c)",
		"= voted 9-0: to go on":                                      "A decision by vote: 9 for, 0 against, 0 abstained.|Go on",
		"# Leeds: licensing training, 214 taxi drivers":              "A note under the small heading “Leeds”.|licensing training, 214 taxi drivers",
		"## Leeds":                                 "The small heading “Leeds” over the next line.|",
		"Referrals 58 (45 last year, +29%).":       "A note.|Referrals 58 (45 last year, +29%).",
		"* IS told the meeting about an operation": "A note. For members only.|IS told the meeting about an operation",
		"*!IS brief by 18 dec":                     "Action for IS, due Friday 18 December 2026. For members only.|Brief",
		"!*SG brief by 18 dec":                     "Action for Siân Gruffŷdd, due Friday 18 December 2026. For members only.|Brief",
		"**bold** is not restricted":               "A note.|**bold** is not restricted",
		`\!important`:                              "A note.|!important",
		"":                                         "Nothing yet.|",
		"! ":                                       "Action, no date set.|",
		"!my own view":                             "Action, no date set.|My own view",
		"!SGX is not SG":                           "Action for SGX, no date set.|Is not SG",
		"!the new clerk, SG: write it up":          "Action for the new clerk and Siân Gruffŷdd, no date set.|Write it up",
	} {
		t.Run(line, func(t *testing.T) {
			u := understand(line)
			if got := u.Sentence() + "|" + u.Form.Text; got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
	t.Run("what cannot be placed is said", func(t *testing.T) {
		for line, want := range map[string]string{
			"!RH send it":           "“RH” could be Rebecca Holt (RHo) or Rachel Holroyd (RHol): write which. It is kept as a name.",
			"!XY send it":           "“XY” is not anybody at this meeting or any partner: it is kept as a name.",
			"!send it":              "Say who is to do it, right after the exclamation mark: initials, an organisation’s short name, or “all”.",
			"!SG send by 30 feb":    "30 February does not exist: February has 29 days.",
			"= vote for option c":   "For a vote, type its numbers, for, against and abstained: “= vote 11-1-2”.",
			"!SG send by 1/12/2026": "That day is past.",
		} {
			if got := understand(line).Unplaced; !reflect.DeepEqual(got, []string{want}) {
				t.Errorf("%s: %q, want %q", line, got, want)
			}
		}
		if u := understand("!RH, SG send it"); len(u.Form.Owners) != 2 || u.Form.Owners[0].Name != "RH" || u.Form.Owners[1].PersonID != 1 {
			t.Errorf("owners %+v", u.Form.Owners)
		}
	})
	t.Run("the next meeting without a date is said", func(t *testing.T) {
		u := UnderstandLine("!SG send it by next meeting", linePeople, lineBodies, lineToday, calendar.Date{})
		if u.Form.DeadlineKind != DeadlineNextMeeting || !strings.Contains(u.Unplaced[0], "no date yet") {
			t.Errorf("%+v", u)
		}
	})
}

func FuzzUnderstandLine(f *testing.F) {
	for _, line := range []string{"!SG, WYP guide by next meeting", "= vote 11-1-2 x", "# Leeds: y", "*!all: z by 18 dec", "!\xff, ŁW", "!a:b", "!SG,,,:", "=vote 1 for 2", "!Łukasz Wiśniewskı by ;by ;"} {
		f.Add(line)
	}
	f.Fuzz(func(t *testing.T, line string) {
		u := understand(line)
		if len(u.Parts) == 0 {
			t.Error("nothing is said of the line")
		}
		if u.Form.DeadlineKind == DeadlineDate && u.Form.Due == "" {
			t.Error("a date that is none")
		}
		for i, word := range strings.Fields(u.Form.Text) {
			if _, first := utf8.DecodeRuneInString(word); i == 0 { // the sentence was begun with a capital
				word = word[first:]
			}
			if !strings.Contains(tidy(line), word) {
				t.Errorf("%q is not in the line", word)
			}
		}
	})
}
