package documents

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"quarterday/markdown"
	"quarterday/models"
)

// Minutes draws the minutes of a meeting, in the edition and the state that
// the content says.
func Minutes(c models.MinutesContent) ([]byte, error) {
	name := c.Meeting.Titled("Minutes")
	w := begin(c.Letterhead, name+", "+c.Meeting.Day.Medium(), minutesSubject(c), c.Meeting.Prefix, created(minutesIssued(c), c.Meeting), c.HoldsRestricted(), false)
	w.Title(name)
	drawMinutes(w, c)
	return w.Bytes()
}

// drawMinutes draws what stands under the title.
func drawMinutes(w canvas, c models.MinutesContent) {
	w.Subtitle(c.Meeting.When())
	if place := c.Meeting.Where(); place != "" {
		w.Subtitle(place)
	}
	label, text := MinutesStanding(c)
	if c.State == models.MinutesAgreed || c.State == models.MinutesPublished {
		w.Note(label, Text(text)...)
	} else {
		w.Callout(label, Text(text)...)
	}
	drawAttendance(w, c)
	for _, item := range c.Items {
		drawItem(w, item, c.Edition)
	}
	drawMinutesEnd(w, c)
}

// MinutesStanding says in a label and a sentence how far these minutes have
// come, and of the public edition that it leaves something out.
func MinutesStanding(c models.MinutesContent) (label, text string) {
	switch c.State {
	case models.MinutesDrafting:
		label, text = "Draft", "These minutes are being written and have not been circulated."
	case models.MinutesCirculated:
		label = fmt.Sprintf("Draft, version %d", c.Version)
		if c.CirculatedAt != nil {
			text = "Circulated " + day(*c.CirculatedAt, c.Letterhead) + ". "
		}
		if c.AgreeAt != "" {
			text += "To be agreed at the meeting of " + c.AgreeAt + "."
		}
	default:
		label, text = "Agreed minutes", "Agreed as a correct record"
		if c.AgreeAt != "" {
			text += " at the meeting of " + c.AgreeAt
		} else if !c.AgreedOn.IsZero() {
			text += " on " + c.AgreedOn.Medium()
		}
		text += "."
	}
	if c.Edition == models.PublicEdition {
		if c.State == models.MinutesAgreed {
			label = "Public edition, not yet published. " + label
		} else {
			label = "Public edition. " + label
		}
		if c.Withheld {
			text += " What was said in confidence is left out. Each place says so, and paragraph numbers are the same in both editions."
		}
	}
	return label, strings.TrimSpace(text)
}

// minutesIssued is when this version was issued, nil for a draft.
func minutesIssued(c models.MinutesContent) *time.Time {
	if c.IssuedAt != nil {
		return c.IssuedAt
	}
	return c.CirculatedAt
}

func minutesSubject(c models.MinutesContent) string {
	label, _ := MinutesStanding(c)
	return label
}

func drawAttendance(w canvas, c models.MinutesContent) {
	table := func(heading string, list []models.AttendanceLine) {
		if len(list) == 0 {
			return
		}
		w.Heading(2, "", heading)
		t := Table{Summary: heading + ": name, initials, role and organisation", RowHeader: true, Columns: []Column{{"Name", 29}, {"Initials", 10}, {"Role", 30}, {"Organisation", 31}}}
		for _, a := range list {
			name := Text(a.Name)
			if a.Remark != "" {
				name = append(name, Run{Text: " (" + a.Remark + ")"})
			}
			if a.MembersOnly() {
				name = append(name, Run{Text: "\n" + nameForMembers, Bold: true})
			}
			t.Rows = append(t.Rows, Row{Cells: [][]Run{name, Text(a.Initials), Text(a.JobTitle), Text(a.Organisation)}})
		}
		w.Table(t)
	}
	table("Present", c.Present)
	table("In attendance", c.InAttendance)
	var pairs []Pair
	add := func(key, text string) {
		if text != "" {
			pairs = append(pairs, Pair{key, Text(text)})
		}
	}
	away := func(list []string) string {
		list = slices.Clone(list)
		for i, line := range list {
			if _, hidden := c.Hidden[line]; hidden {
				list[i] += " [" + lowerFirst(nameForMembers) + "]"
			}
		}
		return strings.Join(list, "; ")
	}
	add("Apologies", away(c.Apologies))
	add("Not present", away(c.Absent))
	add("Quorum", c.Quorum)
	w.KeyValues(pairs...)
}

// nameForMembers marks a name that the public edition withholds.
const nameForMembers = "Name for members only"

func drawItem(w canvas, item models.MinutesItem, edition models.Edition) {
	if item.Section != "" {
		w.Heading(2, "", item.Section)
	}
	title := item.Title
	if item.Restricted && edition != models.PublicEdition {
		title += " (" + strings.ToLower(membersOnly) + ")"
	}
	w.Anchor(fmt.Sprintf("item%d", item.Number))
	w.Heading(2, fmt.Sprint(item.Number), title)
	if line := byline(item.Presenters, item.Papers); line != "" {
		w.Byline(Text(line)...)
	}
	if item.Restricted && edition == models.PublicEdition {
		w.Paragraph(Run{Text: "This item was taken in private. Nothing of it is published.", Italic: true})
	}
	for _, i := range item.Declarations() {
		label := "Declaration of interest"
		if i.Restricted && edition != models.PublicEdition {
			label += " (" + strings.ToLower(membersOnly) + ")"
		}
		w.Paragraph(Run{Text: label + ": ", Bold: true}, Run{Text: i.Words})
	}
	for _, p := range item.Paragraphs {
		if p.Heading != "" {
			heading := p.Heading
			if p.HeadingRestricted {
				heading += " (" + strings.ToLower(membersOnly) + ")"
			}
			w.Heading(3, "", heading)
		}
		if p.Number != "" { // else a heading with nothing under it
			drawParagraph(w, p)
		}
	}
}

func drawParagraph(w canvas, p models.Paragraph) {
	mark := ""
	if p.MembersOnly() {
		mark = " · " + strings.ToLower(membersOnly)
	}
	switch {
	case p.Withheld:
		w.NumberedParagraph(p.Number, Run{Text: p.Text, Italic: true})
	case p.Kind == models.EntryDecision:
		w.Entry(Entry{Kind: DecisionEntry, Number: p.Number, Label: "Decision " + p.Reference + mark, Lead: reviewed(p), Text: markdown.Parse(p.Text), Facts: Text(joinFacts(p.How, standsAt(p)))})
	case p.Kind == models.EntryAction:
		w.Entry(Entry{Kind: ActionEntry, Number: p.Number, Label: "Action " + p.Reference + mark, Text: markdown.Parse(p.Text), Facts: Text(joinFacts(p.Owners, dated(p.Deadline)))})
	case p.Reviews != "":
		var runs []Run
		if mark != "" {
			runs = []Run{{Text: membersOnly + ". ", Bold: true}}
		}
		runs = append(append(runs, reviewed(p)...), typed(p.Text)...)
		if p.ReviewsState != "" {
			runs = append(runs, Run{Text: " "}, Run{Text: dated(upperFirst(p.ReviewsState)) + ".", Bold: true})
		}
		w.NumberedParagraph(p.Number, runs...)
	default:
		w.Numbered(p.Number, func() {
			if mark != "" {
				w.Facts(Run{Text: membersOnly, Bold: true})
			}
			w.Markdown(markdown.Parse(p.Text))
		})
	}
}

// reviewed names the earlier action that a paragraph reports on.
func reviewed(p models.Paragraph) []Run {
	if p.Reviews == "" {
		return nil
	}
	runs := []Run{{Text: "Action " + p.Reviews, Bold: true}}
	if p.ReviewsText != "" {
		runs = append(runs, Run{Text: " (" + strings.TrimSuffix(p.ReviewsText, ".") + ")"})
	}
	return append(runs, Run{Text: ": "})
}

// standsAt says what became of the action that a decision is about.
func standsAt(p models.Paragraph) string {
	if p.Reviews == "" || p.ReviewsState == "" {
		return ""
	}
	return "action " + p.Reviews + ": " + lowerFirst(p.ReviewsState)
}

// joinFacts sets facts beside each other, leaving out those that are not known.
func joinFacts(facts ...string) string {
	return strings.Join(slices.DeleteFunc(facts, func(s string) bool { return s == "" }), " · ")
}

func drawMinutesEnd(w canvas, c models.MinutesContent) {
	if c.Ended != "" {
		w.Space(4)
		w.Paragraph(Text("The meeting closed at " + c.Ended + ".")...)
	}
	if len(c.Next) > 0 {
		w.Heading(2, "", "Next meetings")
		var items []ListItem
		for _, m := range c.Next {
			line := m.When()
			if place := m.Where(); place != "" {
				line += ", " + place
			}
			items = append(items, ListItem{Paragraphs: [][]Run{Text(line)}})
		}
		w.List(List{Items: items})
	}
	if len(c.Corrections) > 0 {
		w.Heading(2, "", "Corrections")
		t := Table{Summary: "Corrections asked for, and whether they were accepted", Columns: []Column{{"Paragraph", 12}, {"Asked for", 44}, {"By", 20}, {"Outcome", 24}}}
		for _, k := range c.Corrections {
			outcome := Text(upperFirst(string(k.Outcome)))
			if k.Answer != "" {
				outcome = append(outcome, Run{Text: ": "})
				outcome = append(outcome, typed(k.Answer)...)
			}
			asked := typed(k.Text)
			if k.Restricted {
				asked = append(asked, Run{Text: "\n" + membersOnly, Bold: true})
			}
			t.Rows = append(t.Rows, Row{Cells: [][]Run{Text(k.Paragraph), asked, Text(k.By), outcome}})
		}
		w.Table(t)
	}
}

func lowerFirst(s string) string {
	if s == "" || strings.ToUpper(s[:1]) != s[:1] {
		return s
	}
	return strings.ToLower(s[:1]) + s[1:]
}

func upperFirst(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
