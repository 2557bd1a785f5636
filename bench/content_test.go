package bench

import (
	"fmt"
	"testing"
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

var letterhead = models.Letterhead{Partnership: "Calder Vale Anti-Slavery Partnership", Language: "en-GB", TimeZone: "Europe/London", Marking: "OFFICIAL", RestrictedMarking: "OFFICIAL-SENSITIVE"}

func date(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// minutes are what a long meeting leaves: n items of nine paragraphs each.
// Fourteen items make twelve pages.
func minutes(t testing.TB, n int) models.MinutesContent {
	circulated := time.Date(2026, 9, 25, 9, 0, 0, 0, time.UTC)
	c := models.MinutesContent{
		Letterhead: letterhead, Edition: models.MembersEdition, State: models.MinutesCirculated, Version: 2, CirculatedAt: &circulated, AgreeAt: "8 December 2026", Ended: "11:52",
		Meeting: models.MeetingFacts{Reference: "2026-q3", Prefix: "2026-Q3", Name: "Quarterly meeting", Day: date(t, "2026-09-22"), From: "10:00", To: "11:52", Venue: "Committee Room 2, Ashbourne Town Hall"},
		Quorum:  "Reached: 24 of 40 organisations were represented and 14 are needed.",
	}
	for i := range 28 {
		c.Present = append(c.Present, models.AttendanceLine{Name: fmt.Sprintf("Siân Gruffŷdd %d", i+1), Initials: fmt.Sprintf("SG%d", i+1), JobTitle: "Head of Safeguarding", Organisation: "NHS Calder Vale"})
	}
	for i := range n {
		item := models.MinutesItem{Number: i + 1, Title: "Strategic overview, April to June 2026", Presenters: []string{"Rachel Holroyd", "Imran Sheikh"}}
		for k := range 9 {
			p := models.Paragraph{Number: fmt.Sprintf("%d.%d", i+1, k+1), Kind: models.EntryNote, Text: "SG noted that **health services** made 3 of the 58 referrals, against 45 in the same quarter of last year, and that *emergency departments* rarely know whom to ring. See [the guide](https://example.org/guide)."}
			switch k {
			case 3:
				p.Kind, p.Reference, p.How = models.EntryDecision, fmt.Sprintf("2026-Q3/D%d", i+1), "Agreed"
			case 6:
				p.Kind, p.Reference, p.Owners, p.Deadline = models.EntryAction, fmt.Sprintf("2026-Q3/%02d", i+1), "Siân Gruffŷdd and Vale Police", "by the next meeting, 8 December 2026"
			case 7:
				p.Text = "ŁW described three cases:\n\n- a car wash in Kirkdale, where eleven people slept above the premises\n- a nail bar\n- a farm, first visited in May"
			}
			item.Paragraphs = append(item.Paragraphs, p)
		}
		c.Items = append(c.Items, item)
	}
	return c
}

// tracker is an action tracker of n actions.
func tracker(t testing.TB, n int) models.TrackerContent {
	c := models.TrackerContent{Letterhead: letterhead, AsOf: date(t, "2026-11-24"), Title: "Action tracker", Total: n}
	for i, name := range []string{"Overdue", "Due soon", "Open", "Done"} {
		g := models.TrackerGroup{Name: name, All: n / 4}
		for k := range n / 4 {
			g.Actions = append(g.Actions, models.TrackerLine{
				Reference: fmt.Sprintf("2026-Q%d/%02d", i+1, k+1), Text: "Write a one-page guide for emergency departments, and send it to every ward sister before the winter.",
				Owners: []string{"Siân Gruffŷdd", "Vale Police"}, Deadline: "Next meeting, 8 December 2026", DueOn: date(t, "2026-12-08"), Item: "Strategic overview",
				LastUpdate: "Draft sent to the safeguarding leads for comment.", LastOn: date(t, "2026-11-03"),
			})
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}
