package documents

import (
	"fmt"
	"slices"
	"time"

	"quarterday/calendar"
	"quarterday/models"
)

// YearBook draws a year of the partnership in one file: contents, the minutes
// of its meetings, its decisions, its actions and the practices published.
func YearBook(c models.YearBookContent) ([]byte, error) {
	// The contents stand before what they count.
	return settle(func(pageOf func(anchor string) int) *Writer { return drawYearBook(c, pageOf) }).Bytes()
}

func drawYearBook(c models.YearBookContent, pageOf func(anchor string) int) *Writer {
	w := begin(c.Letterhead, yearTitle(c), fmt.Sprintf("Meetings, decisions, actions and practices of %d", c.Year), fmt.Sprint(c.Year), c.AsOf.In(time.UTC), yearRestricted(c), false)
	drawYear(w, c, pageOf)
	w.place(0)
	return w
}

// YearBookPage is the page that says what the year book's PDF does.
func YearBookPage(c models.YearBookContent) Page {
	return record(c.Letterhead, yearTitle(c), yearRestricted(c), func(w canvas) { drawYear(w, c, nil) })
}

func yearTitle(c models.YearBookContent) string { return fmt.Sprintf("Year book %d", c.Year) }

func drawYear(w canvas, c models.YearBookContent, pageOf func(anchor string) int) {
	w.Title(yearTitle(c))
	w.Subtitle(fmt.Sprintf("Meetings, decisions, actions and practices of %d", c.Year))
	w.Subtitle("As at " + c.AsOf.Medium())
	if missing := stillMissing(c); missing != "" {
		w.Callout("Incomplete", Text(missing)...)
	} else {
		w.Space(10)
	}
	w.Heading(2, "", "Contents")
	parts := yearParts(c)
	lines := make([]ContentsLine, len(parts))
	for i, p := range parts {
		lines[i] = ContentsLine{Title: p.title, Anchor: p.anchor, Page: 0}
		if pageOf != nil {
			lines[i].Page = pageOf(p.anchor)
		}
	}
	w.Contents(lines)
	var missing []ListItem
	for _, m := range c.Meetings {
		if m.Minutes == nil {
			missing = append(missing, ListItem{Paragraphs: [][]Run{Text(joinDot(m.Meeting.Name+", "+m.Meeting.When(), meetingStanding(m.Meeting, c.AsOf)))}})
		}
	}
	if len(missing) > 0 {
		w.Heading(3, "", "Meetings without minutes in this book")
		w.List(List{Items: missing})
	}
	for _, p := range parts {
		w.Part(p.anchor, p.title, func() { p.draw(w) })
	}
}

// stillMissing says what a later book of the year will have that this has not;
// "" when the year is complete.
func stillMissing(c models.YearBookContent) string {
	coming, unwritten := 0, 0
	for _, m := range c.Meetings {
		switch meetingStanding(m.Meeting, c.AsOf) {
		case notYetHeld:
			if m.Minutes == nil {
				coming++
			}
		case notCirculated:
			if m.Minutes == nil {
				unwritten++
			}
		}
	}
	var lacks []string
	switch coming {
	case 0:
	case 1:
		lacks = append(lacks, "1 meeting is still to come")
	default:
		lacks = append(lacks, plural(coming, "meeting")+" are still to come")
	}
	if unwritten > 0 {
		lacks = append(lacks, "the minutes of "+plural(unwritten, "meeting")+" are not circulated yet")
	}
	if len(lacks) == 0 {
		return ""
	}
	return upperFirst(joinAnd(lacks)) + ". A book made later will have more."
}

const (
	notYetHeld    = "not yet held"
	notCirculated = "minutes not yet circulated"
)

// meetingStanding says why a meeting has no minutes in the book of this day.
func meetingStanding(m models.MeetingFacts, today calendar.Date) string {
	switch {
	case m.State == models.MeetingCancelled:
		return "cancelled"
	case m.State == models.MeetingHeld, m.State == models.MeetingClosed, m.Day.Before(today):
		return notCirculated
	}
	return notYetHeld
}

type yearPart struct {
	anchor, title string
	draw          func(w canvas)
}

func yearParts(c models.YearBookContent) []yearPart {
	var parts []yearPart
	for _, m := range c.Meetings {
		if m.Minutes == nil {
			continue
		}
		title := m.Meeting.Titled("Minutes") + ", " + m.Meeting.Day.Medium()
		if m.Minutes.State != models.MinutesAgreed && m.Minutes.State != models.MinutesPublished {
			title += " (draft)"
		}
		parts = append(parts, yearPart{m.Meeting.Reference, title,
			func(w canvas) { drawMinutes(w, *m.Minutes) }})
	}
	parts = append(parts,
		yearPart{"decisions", "Decisions", func(w canvas) {
			w.Subtitle(upperFirst(decisionCount(c.Register)))
			w.Space(10)
			drawRegister(w, c.Register)
		}},
		yearPart{"actions", "Actions", func(w canvas) { drawTracker(w, c.Actions) }})
	for i, p := range c.Practices {
		parts = append(parts, yearPart{fmt.Sprintf("practice%d", i+1), "Practice: " + p.Title, func(w canvas) { drawLeaflet(w, p) }})
	}
	return parts
}

// yearRestricted says whether anything in the book is for members only.
func yearRestricted(c models.YearBookContent) bool {
	for _, m := range c.Meetings {
		if m.Minutes != nil && m.Minutes.HoldsRestricted() {
			return true
		}
	}
	return registerRestricted(c.Register) || trackerRestricted(c.Actions) || slices.ContainsFunc(c.Practices, leafletRestricted)
}
