package documents

import (
	"strings"
	"testing"
	"time"

	"quarterday/calendar"
	"quarterday/documents/pdfcheck"
	"quarterday/models"
)

var head = models.Letterhead{Partnership: "Calder Vale Anti-Slavery Partnership", Language: "en-GB", TimeZone: "Europe/London", Marking: "OFFICIAL", RestrictedMarking: "OFFICIAL-SENSITIVE"}

func date(t testing.TB, text string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func meetingFacts(t testing.TB) models.MeetingFacts {
	return models.MeetingFacts{Reference: "2026-q3", Prefix: "2026-Q3", Name: "Quarterly meeting", Day: date(t, "2026-09-22"), From: "10:00", To: "11:52",
		Venue: "Committee Room 2, Ashbourne Town Hall", JoiningLink: "https://meet.example/calder-vale", Chair: "Ruth Ashworth", MinuteTaker: "Daniel Firth"}
}

// minutesOf is what a partnership's minutes hold, of every kind.
func minutesOf(t testing.TB, edition models.Edition) models.MinutesContent {
	circulated := time.Date(2026, 9, 24, 23, 30, 0, 0, time.UTC) // already the 25th in London
	c := models.MinutesContent{
		Letterhead: head, Meeting: meetingFacts(t), Edition: edition, State: models.MinutesCirculated, Version: 2, CirculatedAt: &circulated,
		AgreeAt: "8 December 2026", Ended: "11:52", Quorum: "Reached: 24 of 40 organisations were represented and 14 are needed.",
		Present: []models.AttendanceLine{
			{Name: "Ruth Ashworth", Initials: "RA", JobTitle: "Deputy Commissioner", Organisation: "Office of the Commissioner", Remark: "chair"},
			{Name: "Rachel Holroyd", Initials: "RHol", JobTitle: "Detective Inspector", Organisation: "Vale Police"},
			{Name: "Nguyễn Thị Hạnh", Initials: "NTH", JobTitle: "Policy Officer", Organisation: "Migration Vale", Remark: "by video"},
			{Name: "Zdeněk Dvořák", Initials: "ZD", JobTitle: "Investigations Manager", Organisation: "Labour Inspectorate", Remark: "from 10:20, during item 4"},
			{Name: "Karen Bright", Initials: "KB", JobTitle: "Community Safety Officer", Organisation: "Kirkdale Council", Remark: "deputy for Tara Whitfield"},
		},
		InAttendance: []models.AttendanceLine{
			{Name: "Daniel Firth", Initials: "DF", JobTitle: "Partnership Support Officer", Organisation: "Office of the Commissioner", Remark: "minutes"},
			{Name: "Two student social workers", Organisation: "With Priya Raman", Remark: "observers"},
		},
		Apologies: []string{"Tara Whitfield (Kirkdale Council, deputy sent)", "Prison and Probation Service"},
		Absent:    []string{"Revenue and Customs", "Calder Vale Airport"},
		Items: []models.MinutesItem{
			{Number: 1, Title: "Welcome, introductions and apologies", Presenters: []string{"Ruth Ashworth"},
				Interests:  []string{"Priya Raman is a trustee of the Palm Society (item 6). She stayed and did not vote."},
				Paragraphs: []models.Paragraph{{Number: "1.1", Kind: models.EntryNote, Text: "Introductions were made round the table. The fire procedure was given."}}},
			{Number: 2, Title: "Minutes of 16 June 2026", Paragraphs: []models.Paragraph{
				{Number: "2.1", Kind: models.EntryDecision, Reference: "2026-Q3/D1", Text: "In paragraph 5.4, “Thirty-one referrals” is to read “thirteen”. With that, the minutes were agreed as a correct record.", How: "Agreed"}}},
			{Number: 3, Title: "Matters arising and action tracker", Paragraphs: []models.Paragraph{
				{Number: "3.1", Kind: models.EntryNote, Reviews: "2026-Q2/03", ReviewsText: "Single points of contact list", Text: "Four of the five councils have sent theirs. KB to chase Kirkdale by Friday.", ReviewsState: "Stays open"}}},
			{Number: 4, Title: "Strategic overview, April to June 2026", Presenters: []string{"Rachel Holroyd", "Imran Sheikh"}, Papers: []models.PaperLine{{Label: "4", Title: "Slides"}}, Paragraphs: []models.Paragraph{
				{Number: "4.1", Kind: models.EntryNote, Text: "Referrals were 58, against 45 in the same quarter last year:\n\n- labour exploitation 52%\n- criminal exploitation of under-18s 27%"},
				{Number: "4.2", Kind: models.EntryAction, Reference: "2026-Q3/04", Text: "Write a **one-page** guide for emergency departments.", Owners: "Siân Gruffŷdd and Vale Police", Deadline: "by the next meeting, 8 December 2026"},
				{Number: "4.3", Kind: models.EntryNote, Text: "IS told the meeting about Operation Kestrel.", Restricted: true},
			}},
			{Number: 5, Title: "Safe-house capacity", Paragraphs: []models.Paragraph{
				{Number: "5.1", Kind: models.EntryDecision, Reference: "2026-Q3/D2", Text: "Option (c), a joint bid.", How: "Vote: 11 for, 1 against, 2 abstained"},
				{Number: "5.2", Heading: "Ashbourne", Kind: models.EntryNote, Text: "Licensing training was given to 214 taxi drivers. 👏 from the video room."},
			}},
		},
		Corrections: []models.CorrectionLine{
			{By: "Zdeněk Dvořák", Paragraph: "4.1", Text: "He arrived at 10:20, not 10:25.", Outcome: models.CorrectionAccepted},
			{By: "Hannah Cross", Paragraph: "7.5", Text: "Strike “nothing to report”.", Outcome: models.CorrectionRefused, Answer: "It was said."},
		},
		Next: []models.MeetingFacts{{Day: date(t, "2026-12-08"), From: "10:00", To: "12:00", Venue: "City Hall"}},
	}
	if edition == models.PublicEdition {
		c.Withheld = true
		p := &c.Items[3].Paragraphs[2]
		p.Text, p.Withheld = "An update was received in private.", true
	}
	return c
}

func agendaOf(t testing.TB) models.AgendaContent {
	published := time.Date(2026, 9, 14, 9, 0, 0, 0, time.UTC)
	return models.AgendaContent{Letterhead: head, Meeting: meetingFacts(t), Version: 2, PublishedAt: &published, Minutes: 75,
		Changes: []string{"Item 5 was added: Safe-house capacity", "Item 4 now begins at 10:25, not 10:20"},
		Items: []models.AgendaLine{
			{Number: 1, Title: "Welcome, introductions and apologies", Starts: "10:00", Minutes: 5, Purpose: models.ForInformation, Presenters: []string{"Ruth Ashworth"}, Section: "Opening"},
			{Number: 2, Title: "Minutes of 16 June 2026", Starts: "10:05", Minutes: 5, Purpose: models.ForDecision},
			{Number: 3, Title: "Matters arising and action tracker", Starts: "10:10", Minutes: 15, Purpose: models.ForDiscussion, Arising: trackerOf(t, 3).Groups[0].Actions},
			{Number: 4, Title: "Strategic overview, April to June 2026", Starts: "10:25", Minutes: 20, Purpose: models.ForDiscussion, Section: "Business", Presenters: []string{"Rachel Holroyd", "Imran Sheikh"}, Organisation: "Vale Police", Ask: "Note the figures and say what is missing from them.", Papers: []models.PaperLine{{Label: "4", Title: "Slides, 12 pages"}}},
			{Number: 5, Title: "Safe-house capacity", Starts: "10:45", Minutes: 30, Purpose: models.ForDecision, Restricted: true, Presenters: []string{"Grace Mensah"}, Organisation: "Harbour Trust", Ask: "Choose between the three options of the paper.", Background: "38 beds, 35 taken. There is a gap for:\n\n1. couples\n2. men over 50", Papers: []models.PaperLine{{Label: "5a", Title: "Options", Restricted: true}, {Label: "5b", Title: "Costs"}}},
		}}
}

func trackerOf(t testing.TB, n int) models.TrackerContent {
	c := models.TrackerContent{Letterhead: head, AsOf: date(t, "2026-11-24"), Title: "Action tracker", Total: n}
	for i, name := range []string{"Overdue", "Due soon", "Open", "Done, to be agreed", "Closed"} {
		g := models.TrackerGroup{Name: name}
		for k := i; k < n; k += 5 {
			g.Actions = append(g.Actions, models.TrackerLine{Reference: "2026-Q3/" + itoa(10+k), Text: "Write a one-page guide for emergency departments, and send it to every ward.", Owners: []string{"Siân Gruffŷdd", "Vale Police"},
				Deadline: "Next meeting, 8 December 2026", Overdue: i == 0, DueSoon: i == 1, Item: "Strategic overview", LastUpdate: "Draft sent to the safeguarding leads for comment.", LastOn: date(t, "2026-11-03"), Restricted: k == 2})
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}

func drawn(t testing.TB, pdf []byte, err error) (*pdfcheck.Document, string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	keep(t, pdf)
	doc, err := pdfcheck.Read(pdf)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range doc.Problems {
		t.Error(p)
	}
	return doc, words(pdftotext(t, pdf))
}

func TestMinutes(t *testing.T) {
	says := func(t *testing.T, text string, all ...string) {
		t.Helper()
		for _, s := range all {
			if !strings.Contains(text, words(s)) {
				t.Errorf("the minutes do not say %q", s)
			}
		}
	}
	t.Run("the members' edition says everything", func(t *testing.T) {
		pdf, err := Minutes(minutesOf(t, models.MembersEdition))
		_, text := drawn(t, pdf, err)
		says(t, text, "Minutes of the quarterly meeting", "Tuesday 22 September 2026, 10:00 to 11:52", "and by video", "Draft, version 2", "Circulated 25 September 2026",
			"Nguyễn Thị Hạnh (by video)", "Karen Bright (deputy for Tara Whitfield)", "Two student social workers", "Revenue and Customs; Calder Vale Airport",
			"Reached: 24 of 40", "Declaration of interest: Priya Raman", "Decision 2026-Q3/D1", "Action 2026-Q2/03", "Stays open.", "labour exploitation 52%",
			"Siân Gruffŷdd and Vale Police · by the next meeting, 8 December 2026", "Operation Kestrel", "Vote: 11 for, 1 against, 2 abstained",
			"[clapping hands sign]", "The meeting closed at 11:52.", "Not accepted: It was said.", "Tuesday 8 December 2026, 10:00 to 12:00, City Hall", "OFFICIAL-SENSITIVE", "Page 1 of")
	})
	t.Run("the public edition leaves out what is restricted and says so", func(t *testing.T) {
		pdf, err := Minutes(minutesOf(t, models.PublicEdition))
		_, text := drawn(t, pdf, err)
		says(t, text, "Public edition", "An update was received in private.", "What was said in confidence is left out.", "OFFICIAL")
		for _, s := range []string{"Kestrel", "SENSITIVE"} {
			if strings.Contains(text, s) {
				t.Errorf("the public edition says %q", s)
			}
		}
	})
	t.Run("agreed minutes are no draft", func(t *testing.T) {
		c := minutesOf(t, models.MembersEdition)
		c.State = models.MinutesAgreed
		pdf, err := Minutes(c)
		_, text := drawn(t, pdf, err)
		says(t, text, "Agreed as a correct record at the meeting of 8 December 2026.")
		if strings.Contains(text, "Draft") {
			t.Error("agreed minutes say that they are a draft")
		}
	})
	t.Run("minutes of nothing are a whole document", func(t *testing.T) {
		pdf, err := Minutes(models.MinutesContent{State: models.MinutesDrafting, Meeting: models.MeetingFacts{Day: date(t, "2026-09-22")}})
		drawn(t, pdf, err)
	})
	t.Run("the same content gives the same bytes", func(t *testing.T) {
		one, _ := Minutes(minutesOf(t, models.MembersEdition))
		two, _ := Minutes(minutesOf(t, models.MembersEdition))
		if string(one) != string(two) {
			t.Error("they differ")
		}
	})
}

func TestAgenda(t *testing.T) {
	pdf, err := Agenda(agendaOf(t))
	_, text := drawn(t, pdf, err)
	for _, s := range []string{"Agenda of the quarterly meeting", "Version 2, published 14 September 2026", "Item 5 was added", "10:25", "Rachel Holroyd and Imran Sheikh · paper 4",
		"The meeting is asked to: Choose between", "men over 50", "Paper 5a: Options (members only)", "Overdue.", "Decision, 30 minutes", "https://meet.example/calder-vale"} {
		if !strings.Contains(text, s) {
			t.Errorf("the agenda does not say %q", s)
		}
	}
	t.Run("matters arising say by when what is done was due, and what is for members only", func(t *testing.T) {
		c := agendaOf(t)
		c.Items[2].Arising = []models.TrackerLine{{Reference: "2026-Q3/01", Text: "Write a guide.", State: models.ActionDone, Deadline: "27 May 2026", DueOn: date(t, "2026-05-27"), Restricted: true},
			{Reference: "2026-Q3/02", Text: "Ring the bell.", State: models.ActionDone, Deadline: "Ongoing"}}
		pdf, err := Agenda(c)
		_, text := drawn(t, pdf, err)
		if text = words(text); !strings.Contains(text, "Done (was due 27 May 2026)") || strings.Count(text, "Members only") != 1 || strings.Contains(text, "Ongoing") {
			t.Errorf("the agenda says %s", text)
		}
	})
	t.Run("what is asked keeps its list", func(t *testing.T) {
		c := agendaOf(t)
		c.Items[0].Ask = "Agree **one** of these:\n\n- spot purchase\n- a joint bid"
		pdf, err := Agenda(c)
		_, text := drawn(t, pdf, err)
		if !strings.Contains(text, "The meeting is asked to: Agree one of these:") || !strings.Contains(text, "• spot purchase") {
			t.Errorf("the agenda says %s", text)
		}
	})
	t.Run("an empty one is a whole document", func(t *testing.T) {
		pdf, err := Agenda(models.AgendaContent{Meeting: models.MeetingFacts{Day: date(t, "2026-09-22")}})
		drawn(t, pdf, err)
	})
}

func TestTracker(t *testing.T) {
	pdf, err := Tracker(trackerOf(t, 40))
	doc, text := drawn(t, pdf, err)
	if doc.Pages < 3 {
		t.Errorf("%d pages", doc.Pages)
	}
	for _, s := range []string{"As at 24 November 2026: 8 overdue, 8 due soon", "2026-Q3/49", "Siân Gruffŷdd; Vale Police", "3 November 2026", "Members only"} {
		if !strings.Contains(text, s) {
			t.Errorf("the tracker does not say %q", s)
		}
	}
	t.Run("an empty one is a whole document", func(t *testing.T) {
		pdf, err := Tracker(models.TrackerContent{AsOf: date(t, "2026-11-24")})
		_, text := drawn(t, pdf, err)
		if !strings.Contains(text, "There are no actions to show.") {
			t.Error(text)
		}
	})
}
