package documents

import (
	"strings"
	"testing"

	"quarterday/models"
)

func sheetOf(t testing.TB) models.SheetContent {
	c := models.SheetContent{Letterhead: head, Meeting: meetingFacts(t), Spare: 6}
	for i := range 40 {
		c.Lines = append(c.Lines, models.SheetLine{Name: "Siân Gruffŷdd " + itoa(i), JobTitle: "Head of Safeguarding", Organisation: "NHS Calder Vale", Remark: map[bool]string{true: "deputy for Tara Whitfield"}[i%5 == 0]})
	}
	c.Lines = append(c.Lines, models.SheetLine{Organisation: "Prison and Probation Service"})
	return c
}

func registerOf(t testing.TB) models.RegisterContent {
	c := models.RegisterContent{Letterhead: head, AsOf: date(t, "2026-11-24")}
	for k, day := range []string{"2026-09-22", "2026-06-16", "2026-03-17"} {
		m := meetingFacts(t)
		m.Day = date(t, day)
		d := models.MeetingDecisions{Meeting: m, Draft: k == 0}
		for i := range 7 {
			d.Decisions = append(d.Decisions, models.DecisionLine{Reference: "2026-Q" + itoa(3-k) + "/D" + itoa(i+1), Meeting: m, Paragraph: "5." + itoa(i+1), Item: "Safe-house capacity",
				Text: "Option (c), a **joint bid** with the two neighbouring partnerships, to be led by Harbour Trust.", How: "Vote: 11 for, 1 against, 2 abstained", Restricted: i == 3})
		}
		c.Meetings = append(c.Meetings, d)
	}
	return c
}

func leafletOf(t testing.TB) models.LeafletContent {
	return models.LeafletContent{
		Letterhead: head, Title: "Spotting signs in dental practices", Organisation: "NHS Calder Vale", Summary: "Forty minutes’ training and a card at reception, in nine languages, so that dental teams know what to look for and whom to ring.",
		Themes: []string{"Health", "Identification"}, Contact: "Siân Gruffŷdd, safeguarding@nhs.example", Visibility: models.ForPublic, State: models.PracticePublished,
		PublishedOn: date(t, "2026-10-02"), WrittenOn: date(t, "2026-08-01"),
		Parts: []models.LeafletPart{
			{Heading: "Context and problem", Text: "People who are exploited are seen by dentists more often than by doctors, in pain and with somebody who speaks for them.\n\nBefore 2025 no dental practice in the region had referred anybody."},
			{Heading: "What was done", Text: "- training of forty minutes, given in the practices’ own time\n- a card at reception\n- a named person to ring\n\n| Month | Practices |\n|---|---|\n| March | 12 |\n| April | 61 |"},
			{Heading: "Results and evidence", Text: "61 of 74 practices took part. There were 9 calls in six months, of which 4 became referrals."},
			{Heading: "Cost", Text: "£3,400, of which half was printing."},
			{Heading: "Lessons", Text: "The card is read by patients, too. " + strings.Repeat("Ask the receptionist, who sees who pays. ", 12)},
			{Heading: "Conditions for use elsewhere", Text: "A named person who answers the telephone."},
		},
		Adoptions: []models.LeafletAdoption{{Organisation: "Ashbourne Council", Note: "For barbers and nail bars.", On: date(t, "2026-10-20")}, {Organisation: "Vale Police"}},
	}
}

func yearBookOf(t testing.TB) models.YearBookContent {
	c := models.YearBookContent{Letterhead: head, Year: 2026, AsOf: date(t, "2026-11-24"), Register: registerOf(t), Actions: trackerOf(t, 30)}
	for i, day := range []string{"2026-03-17", "2026-06-16", "2026-09-22"} {
		m := minutesOf(t, models.MembersEdition)
		m.State = models.MinutesAgreed
		m.Meeting.Reference, m.Meeting.Day = "2026-q"+itoa(i+1), date(t, day)
		c.Meetings = append(c.Meetings, models.YearBookMeeting{Meeting: m.Meeting, Minutes: &m})
	}
	next := meetingFacts(t)
	next.Reference, next.Day = "2026-q4", date(t, "2026-12-08")
	c.Meetings = append(c.Meetings, models.YearBookMeeting{Meeting: next})
	two := leafletOf(t)
	two.Title, two.Visibility = "A very long name of a practice that does not fit on one line of the contents page of the year book of the partnership", models.ForMembers
	c.Practices = []models.LeafletContent{leafletOf(t), two}
	return c
}

func saysAll(t *testing.T, text string, all ...string) {
	t.Helper()
	for _, s := range all {
		if !strings.Contains(text, words(s)) {
			t.Errorf("the document does not say %q", s)
		}
	}
}

func TestAttendanceSheet(t *testing.T) {
	pdf, err := AttendanceSheet(sheetOf(t))
	doc, text := drawn(t, pdf, err)
	saysAll(t, text, "Attendance sheet", "Quarterly meeting, Tuesday 22 September 2026", "Siân Gruffŷdd 39", "Head of Safeguarding · deputy for Tara Whitfield", "Prison and Probation Service", "41 expected.")
	if doc.Pages < 2 {
		t.Errorf("%d pages leave no room to sign", doc.Pages)
	}
	t.Run("of nobody has only empty rows", func(t *testing.T) {
		pdf, err := AttendanceSheet(models.SheetContent{Meeting: meetingFacts(t), Spare: 10})
		drawn(t, pdf, err)
	})
}

func TestRegister(t *testing.T) {
	pdf, err := Register(registerOf(t))
	_, text := drawn(t, pdf, err)
	saysAll(t, text, "Decisions register", "As at 24 November 2026: 21 decisions", "Quarterly meeting, 22 September 2026 (minutes not yet agreed)", "2026-Q1/D7", "joint bid", "Members only", "OFFICIAL-SENSITIVE")
	t.Run("an empty one is a whole document", func(t *testing.T) {
		pdf, err := Register(models.RegisterContent{AsOf: date(t, "2026-11-24")})
		_, text := drawn(t, pdf, err)
		saysAll(t, text, "There are no decisions to show.")
	})
}

func TestLeaflet(t *testing.T) {
	pdf, err := Leaflet(leafletOf(t))
	doc, text := drawn(t, pdf, err)
	saysAll(t, text, "Spotting signs in dental practices", "NHS Calder Vale · published 2 October 2026", "Results and evidence", "61", "For barbers and nail bars.", "Who to ask Siân Gruffŷdd", "Health; Identification", "Health; Identification · for everyone")
	if doc.Pages != 2 {
		t.Errorf("%d pages", doc.Pages)
	}
	t.Run("of a draft says that it is one", func(t *testing.T) {
		pdf, err := Leaflet(models.LeafletContent{Title: "Cards", State: models.PracticeSubmitted, WrittenOn: date(t, "2026-08-01")})
		_, text := drawn(t, pdf, err)
		saysAll(t, text, "Submitted This practice has not been published")
	})
}

func TestYearBook(t *testing.T) {
	pdf, err := YearBook(yearBookOf(t))
	doc, text := drawn(t, pdf, err)
	saysAll(t, text, "Year book 2026", "Contents", "Minutes of the quarterly meeting, 17 March 2026", "Practice: A very long name", "Meetings without minutes in this book", "8 December 2026, 10:00 to 11:52 · not yet held", "Incomplete 1 meeting is still to come. A book made later will have more.", "21 decisions", "Option (c), a joint bid")
	t.Run("the contents name the page where each part begins", func(t *testing.T) {
		for _, part := range yearParts(yearBookOf(t)) {
			_, after, _ := strings.Cut(words(doc.Text), words(part.title)+" ")
			named, _ := leadingNumber([]byte(after))
			w := drawYearBook(yearBookOf(t), nil)
			if want := w.pageOf(part.anchor); named != want || want < 2 {
				t.Errorf("%s begins on page %d, the contents say %d", part.title, want, named)
			}
		}
	})
	t.Run("each part is in the bookmarks", func(t *testing.T) {
		saysAll(t, words(strings.Join(doc.Bookmarks, " ")), "Minutes of the quarterly meeting, 16 June 2026 Present", "Decisions Actions Practice: Spotting signs")
	})
	t.Run("of a year that is over says so by saying nothing", func(t *testing.T) {
		c := yearBookOf(t)
		c.Meetings = c.Meetings[:3]
		pdf, err := YearBook(c)
		if _, text := drawn(t, pdf, err); strings.Contains(text, "Incomplete") || strings.Contains(text, "without minutes") {
			t.Error("it calls itself incomplete")
		}
	})
	t.Run("of a meeting that is over but not minuted says that its minutes are missing", func(t *testing.T) {
		c := yearBookOf(t)
		c.AsOf = date(t, "2026-12-09")
		pdf, err := YearBook(c)
		_, text := drawn(t, pdf, err)
		saysAll(t, text, "Incomplete The minutes of 1 meeting are not circulated yet.", "minutes not yet circulated")
	})
	t.Run("of a year without anything is a whole document", func(t *testing.T) {
		pdf, err := YearBook(models.YearBookContent{Year: 2030, AsOf: date(t, "2030-01-01")})
		drawn(t, pdf, err)
	})
}
