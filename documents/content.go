package documents

import (
	"strings"
	"time"

	"quarterday/markdown"
	"quarterday/models"
)

// membersOnly marks what the public edition leaves out.
const membersOnly = "Members only"

// begin opens a document of the partnership about a meeting, or about none.
func begin(head models.Letterhead, title, subject, reference string, created time.Time, restricted, landscape bool) *Writer {
	w := New(Options{
		Title: title, Language: head.Language, Author: head.Partnership, Subject: subject, Created: created,
		Marking: head.MarkingOf(restricted), Reference: reference, RunningHeader: head.Partnership + " · " + title, Landscape: landscape,
	})
	w.drawLogo(head.Logo)
	w.Kicker(head.Partnership)
	return w
}

// AgendaMarking is how an agenda is marked, on paper and on the site.
func AgendaMarking(c models.AgendaContent) string {
	return c.Letterhead.MarkingOf(agendaRestricted(c))
}

// MinutesMarking is how minutes are marked, on paper and on the site.
func MinutesMarking(c models.MinutesContent) string {
	return c.Letterhead.MarkingOf(c.HoldsRestricted())
}

// created is the time that a document says it was made: of its issue, or else
// of the day it is about, so that the same data give the same bytes.
func created(issued *time.Time, m models.MeetingFacts) time.Time {
	if issued != nil {
		return issued.UTC()
	}
	return m.Day.In(time.UTC)
}

// day is the date of a moment as people in the partnership write it.
func day(t time.Time, head models.Letterhead) string {
	zone, err := time.LoadLocation(head.TimeZone)
	if err != nil {
		zone = time.UTC
	}
	return t.In(zone).Format("2 January 2006")
}

// typed is text that people wrote, as runs of one paragraph; what cannot stand
// inside a paragraph (a list, a table) follows on lines of its own.
func typed(text string) []Run {
	d := markdown.Parse(text)
	var runs []Run
	for i, b := range d.Blocks {
		if i > 0 {
			runs = append(runs, Run{Text: "\n"})
		}
		switch b.Kind {
		case markdown.Paragraph, markdown.Heading:
			runs = append(runs, MarkdownRuns(b.Runs)...)
		default:
			text := markdown.Document{Blocks: []markdown.Block{b}}.PlainText()
			if b.Kind == markdown.List {
				text = withBullets(text)
			}
			runs = append(runs, Run{Text: text})
		}
	}
	return runs
}

// withBullets gives the points of a list that is plain text the bullets that
// points have elsewhere.
func withBullets(list string) string {
	lines := strings.Split(list, "\n")
	for i, l := range lines {
		if point, ok := strings.CutPrefix(strings.TrimLeft(l, " "), "- "); ok {
			lines[i] = l[:len(l)-len(point)-2] + "• " + point
		}
	}
	return strings.Join(lines, "\n")
}

// byline is who presents an item and the papers that go with it.
func byline(presenters []string, papers []models.PaperLine) string {
	var parts []string
	if len(presenters) > 0 {
		parts = append(parts, joinAnd(presenters))
	}
	if labels := PaperLabels(papers); labels != "" {
		parts = append(parts, labels)
	}
	return strings.Join(parts, " · ")
}

// PaperLabels names the papers of an item: "papers 4a and 4b".
func PaperLabels(papers []models.PaperLine) string {
	var labels []string
	for _, p := range papers {
		labels = append(labels, p.Label)
	}
	switch len(labels) {
	case 0:
		return ""
	case 1:
		return "paper " + labels[0]
	}
	return "papers " + joinAnd(labels)
}

func joinAnd(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}
