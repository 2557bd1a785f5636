package documents

import (
	"fmt"
	"time"
)

// sampleMinutes draws minutes as a partnership would issue them, with n items.
func sampleMinutes(n int) *Writer {
	w := New(Options{
		Title: "Minutes of the quarterly meeting, 22 September 2026", Language: "en-GB",
		Author: "Calder Vale Anti-Slavery Partnership", Subject: "Draft minutes, version 2",
		Created: time.Date(2026, 9, 25, 9, 0, 0, 0, time.UTC),
		Marking: "OFFICIAL", Reference: "2026-Q3", RunningHeader: "Calder Vale Anti-Slavery Partnership · Minutes, 22 September 2026",
	})
	w.Kicker("Calder Vale Anti-Slavery Partnership")
	w.Title("Minutes of the quarterly meeting")
	w.Subtitle("Tuesday 22 September 2026, 10:00 to 11:52")
	w.Subtitle("Committee Room 2, Ashbourne Town Hall, and by video")
	w.Callout("Draft, version 2", Text("Circulated 25 September 2026. To be agreed at the meeting of 8 December 2026.")...)
	w.Heading(2, "", "Present")
	t := Table{Summary: "Who was present", RowHeader: true, Columns: []Column{{"Name", 28}, {"Initials", 10}, {"Role", 31}, {"Organisation", 31}}}
	for _, r := range [][4]string{
		{"Ruth Ashworth (chair)", "RA", "Deputy Commissioner", "Office of the Commissioner"},
		{"Imran Sheikh", "IS", "Detective Chief Inspector", "Vale Police"},
		{"Rachel Holroyd", "RHol", "Detective Inspector", "Vale Police"},
		{"Rebecca Holt", "RHo", "Safer Communities Manager", "Ashbourne Council"},
		{"Łukasz Wiśniewski", "ŁW", "Regional Lead", "Open Door"},
		{"Siân Gruffŷdd", "SG", "Head of Safeguarding", "NHS Calder Vale"},
		{"Zdeněk Dvořák", "ZD", "Investigations Manager (from 10:20, item 4)", "Labour Inspectorate"},
		{"Nguyễn Thị Hương", "NTH", "Chair", "Hội Người Việt"},
		{"Karen Bright", "KB", "Deputy for Tara Whitfield", "Kirkdale Council"},
	} {
		t.Rows = append(t.Rows, Row{Cells: [][]Run{Text(r[0]), Text(r[1]), Text(r[2]), Text(r[3])}})
	}
	w.Table(t)
	w.KeyValues(
		Pair{"Apologies", Text("Tara Whitfield (Kirkdale Council, deputy sent); Yusuf al-Rahman (Council for Mosques); Prison and Probation Service")},
		Pair{"Not present", Text("Revenue and Customs; Calder Vale Airport")})
	for i := range n {
		no := fmt.Sprint(i + 4)
		w.Anchor("item" + no)
		w.Heading(2, no, "Strategic overview, April to June 2026")
		w.Byline(Text("Rachel Holroyd and Imran Sheikh · paper " + no)...)
		w.NumberedParagraph(no+".1", Text("RHol presented the figures for the quarter. There were 58 referrals, against 45 in the same quarter of last year. Labour exploitation accounts for just over half.")...)
		w.NumberedParagraph(no+".2", Run{Text: "SG noted that "}, Run{Text: "health services", Bold: true}, Run{Text: " made 3 of the 58 referrals, and that "}, Run{Text: "emergency departments", Italic: true}, Run{Text: " rarely know whom to ring. See "}, Run{Text: "the guide for emergency departments", URL: "https://example.org/guide?a=1&b=ü", Description: "The guide, on example.org"}, Run{Text: " and "}, Run{Text: "item 4", Anchor: "item4"}, Run{Text: "."})
		w.Entry(Entry{Kind: ActionEntry, Number: no + ".3", Label: "Action 2026-Q3/0" + no, Lead: Text("Write a one-page guide for emergency departments."), Facts: Text("Siân Gruffŷdd and Vale Police · by the next meeting, 8 December 2026")})
		w.Entry(Entry{Kind: DecisionEntry, Number: no + ".4", Label: "Decision 2026-Q3/D" + no, Lead: Text("The minutes of 16 June 2026 were agreed as a correct record, with one correction: in 3.2, “12 employers” reads “21 employers”."), Facts: Text("Agreed without a vote")})
		w.Heading(3, "", "Open Door")
		w.Numbered(no+".5", func() {
			w.Paragraph(Text("ŁW described three cases:")...)
			w.List(List{Items: []ListItem{
				{Paragraphs: [][]Run{Text("a car wash in Kirkdale, where eleven people slept above the premises and their passports were held")}},
				{Paragraphs: [][]Run{Text("a nail bar"), Text("The owner has left the country.")}, Lists: []List{{Ordered: true, Items: []ListItem{{Paragraphs: [][]Run{Text("first visit in May")}}, {Paragraphs: [][]Run{Text("second visit in June")}}}}}},
			}})
		})
		w.NumberedParagraph(no+".6", Text("An update was received in private.")...)
	}
	w.Note("What this version leaves out", Text("Matters discussed in confidence are left out of the published minutes.")...)
	return w
}

// sampleTracker draws an action tracker of n actions.
func sampleTracker(n int) *Writer {
	w := New(Options{
		Title: "Action tracker", Language: "en-GB", Author: "Calder Vale Anti-Slavery Partnership",
		Created: time.Date(2026, 9, 25, 9, 0, 0, 0, time.UTC), Landscape: true,
		Marking: "OFFICIAL", Reference: "2026-Q3", RunningHeader: "Calder Vale Anti-Slavery Partnership · Action tracker",
	})
	w.Kicker("Calder Vale Anti-Slavery Partnership")
	w.Title("Action tracker")
	w.Subtitle("As at 25 September 2026")
	w.Space(10)
	t := Table{Summary: "Actions, grouped by state", RowHeader: true, Columns: []Column{{"Reference", 11}, {"Action", 34}, {"Owners", 22}, {"Due", 14}, {"Latest update", 30}}}
	states := []string{"Overdue", "Due soon", "Open", "Done, to be confirmed"}
	for i := range n {
		if i%max(1, n/4) == 0 && i/max(1, n/4) < 4 {
			t.Rows = append(t.Rows, Row{Group: states[i/max(1, n/4)]})
		}
		t.Rows = append(t.Rows, Row{Cells: [][]Run{
			{{Text: fmt.Sprintf("2026-Q%d/%02d", i%4+1, i), Bold: true}},
			Text("Write a one-page guide for emergency departments, and send it to every ward sister before the winter."),
			Text("Siân Gruffŷdd (NHS Calder Vale); Vale Police"),
			Text("8 December 2026"),
			{{Text: "Draft sent to the safeguarding leads for comment. "}, {Text: "12 September 2026, Siân Gruffŷdd", Quiet: true}},
		}})
	}
	w.Table(t)
	return w
}
