package documents

import (
	"fmt"
	"strings"

	"quarterday/markdown"
	"quarterday/models"
)

// Agenda draws the agenda of a meeting: the order of business with its running
// clock, then what the meeting is asked to do under each item.
func Agenda(c models.AgendaContent) ([]byte, error) {
	title := c.Meeting.Titled("Agenda")
	w := begin(c.Letterhead, title+", "+c.Meeting.Day.Medium(), AgendaStanding(c), c.Meeting.Prefix, created(c.PublishedAt, c.Meeting), agendaRestricted(c), false)
	w.Title(title)
	drawAgenda(w, c, nil)
	return w.Bytes()
}

// agendaRestricted says whether anything on the agenda is for members only.
func agendaRestricted(c models.AgendaContent) bool { return itemsRestricted(c.Items) }

func itemsRestricted(items []models.AgendaLine) bool {
	for _, i := range items {
		if i.Restricted {
			return true
		}
		for _, p := range i.Papers {
			if p.Restricted {
				return true
			}
		}
		for _, a := range i.Arising {
			if a.Restricted {
				return true
			}
		}
	}
	return false
}

// paperPlace tells where a paper is: a link to it, without text, and that in
// words.
type paperPlace func(p models.PaperLine) (link Run, words string)

// drawAsk draws what the meeting is asked to do, beginning in the line of its
// label.
func drawAsk(w canvas, d markdown.Document) {
	label := []Run{{Text: "The meeting is asked to: ", Bold: true}}
	if len(d.Blocks) > 0 && d.Blocks[0].Kind == markdown.Paragraph {
		label = append(label, MarkdownRuns(d.Blocks[0].Runs)...)
		d.Blocks = d.Blocks[1:]
	}
	w.Paragraph(label...)
	w.Markdown(d)
}

// drawAgenda draws what stands under the title. place is nil where the papers
// are not in the document.
func drawAgenda(w canvas, c models.AgendaContent, place paperPlace) {
	w.Subtitle(c.Meeting.When())
	if place := c.Meeting.Where(); place != "" {
		w.Subtitle(place)
	}
	switch {
	case c.Version == 0:
		w.Callout("Draft", Text("This agenda has not been published. It may still change.")...)
	case c.Version > 1:
		w.Callout(AgendaStanding(c), Text(strings.Join(c.Changes, "\n"))...)
	default:
		w.Space(8)
	}
	w.KeyValues(agendaFacts(c)...)
	drawOrderOfBusiness(w, c)
	drawAgendaItems(w, c.Items, place)
}

// AgendaStanding says which version an agenda is, and when it was published by
// the clock of the partnership as it was then.
func AgendaStanding(c models.AgendaContent) string {
	if c.Version == 0 || c.PublishedAt == nil {
		return "Draft agenda"
	}
	return fmt.Sprintf("Version %d, published %s", c.Version, day(*c.PublishedAt, c.Letterhead))
}

func agendaFacts(c models.AgendaContent) []Pair {
	var pairs []Pair
	add := func(key string, value ...Run) {
		if len(value) > 0 && value[0].Text != "" {
			pairs = append(pairs, Pair{key, value})
		}
	}
	add("Chair", Text(c.Meeting.Chair)...)
	add("Minutes", Text(c.Meeting.MinuteTaker)...)
	if strings.HasPrefix(c.Meeting.JoiningLink, "http") {
		add("By video", Run{Text: c.Meeting.JoiningLink, URL: c.Meeting.JoiningLink, Description: "Join the meeting by video"})
	} else {
		add("By video", Text(c.Meeting.JoiningLink)...)
	}
	if c.Version == 1 && c.PublishedAt != nil {
		add("Version", Text("1, published "+day(*c.PublishedAt, c.Letterhead))...)
	}
	return pairs
}

func drawOrderOfBusiness(w canvas, c models.AgendaContent) {
	w.Heading(2, "", "Order of business")
	t := Table{Summary: "The items in their order, with the time each begins, who presents it and its purpose", Columns: []Column{{"No.", 7}, {"Time", 10}, {"Item", 59}, {"Purpose", 24}}}
	for _, i := range c.Items {
		if i.Section != "" {
			t.Rows = append(t.Rows, Row{Group: i.Section})
		}
		item := []Run{{Text: i.Title, Bold: true}}
		if details(i) {
			item[0].Anchor, item[0].Description = fmt.Sprintf("item%d", i.Number), "More about item "+fmt.Sprint(i.Number)
		}
		if i.Restricted {
			item = append(item, Run{Text: " (" + strings.ToLower(membersOnly) + ")"})
		}
		if line := joinDot(i.Whose(), PaperLabels(i.Papers), deferred(i)); line != "" {
			item = append(item, Run{Text: "\n"}, Run{Text: line, Quiet: true})
		}
		purpose := fmt.Sprintf("%s, %d minutes", upperFirst(string(i.Purpose)), i.Minutes)
		t.Rows = append(t.Rows, Row{Cells: [][]Run{Text(fmt.Sprint(i.Number)), Text(i.Starts), item, Text(purpose)}})
	}
	if len(c.Items) == 0 {
		w.Paragraph(Text("There are no items yet.")...)
		return
	}
	w.Table(t)
}

// deferred says of an item that it was put off, and to when.
func deferred(i models.AgendaLine) string {
	if i.DeferredTo == "" {
		return ""
	}
	return "deferred to " + i.DeferredTo
}

// details says whether there is more to tell of an item than its line in the
// order of business.
func details(i models.AgendaLine) bool {
	return i.Ask != "" || i.Background != "" || len(i.Papers) > 0 || len(i.Arising) > 0
}

func drawAgendaItems(w canvas, items []models.AgendaLine, place paperPlace) {
	first := true
	for _, i := range items {
		if !details(i) {
			continue
		}
		if first {
			w.Heading(2, "", "About the items")
			first = false
		}
		w.Anchor(fmt.Sprintf("item%d", i.Number))
		title := i.Title
		if i.Restricted {
			title += " (" + strings.ToLower(membersOnly) + ")"
		}
		w.Heading(3, fmt.Sprint(i.Number), title)
		if i.Organisation != "" {
			w.Byline(Text("Submitted by " + i.Organisation)...)
		}
		if i.Ask != "" {
			drawAsk(w, markdown.Parse(i.Ask))
		}
		if i.Background != "" {
			w.Markdown(markdown.Parse(i.Background))
		}
		if len(i.Papers) > 0 {
			var list []ListItem
			for _, p := range i.Papers {
				text := fmt.Sprintf("Paper %s: %s", p.Label, p.Title)
				if p.Restricted {
					text += " (" + strings.ToLower(membersOnly) + ")"
				}
				runs := Text(text)
				if place != nil {
					link, words := place(p)
					link.Text = text
					runs = []Run{link, {Text: " (" + words + ")", Quiet: true}}
				}
				list = append(list, ListItem{Paragraphs: [][]Run{runs}})
			}
			w.List(List{Items: list})
		}
		drawArising(w, i.Arising)
	}
}

// drawArising lists the open actions that come back to the meeting.
func drawArising(w canvas, actions []models.TrackerLine) {
	if len(actions) == 0 {
		return
	}
	t := Table{Summary: "Open actions from earlier meetings", RowHeader: true, Columns: []Column{{"Action", 17}, {"What", 42}, {"Owners", 22}, {"Due", 19}}}
	for _, a := range actions {
		due := Text(dated(a.Deadline))
		switch word := urgency(a); {
		case a.State == models.ActionDone && !a.DueOn.IsZero(): // the day is that of the deadline, not of the doing
			due = []Run{{Text: word, Bold: true}, {Text: dated(" (was due " + a.DueOn.Medium() + ")")}}
		case a.State == models.ActionDone:
			due = []Run{{Text: word, Bold: true}}
		case word != "":
			due = []Run{{Text: word + ". ", Bold: true}, {Text: dated(a.Deadline)}}
		}
		what := typed(a.Text)
		if a.Restricted {
			what = append(what, Run{Text: "\n" + membersOnly, Bold: true})
		}
		t.Rows = append(t.Rows, Row{Cells: [][]Run{{{Text: a.Reference, Bold: true, Site: "/actions/" + a.Reference}}, what, Text(strings.Join(a.Owners, "; ")), due}})
	}
	w.Table(t)
}

// urgency is the word that an action's deadline deserves today.
func urgency(a models.TrackerLine) string {
	switch {
	case a.Overdue:
		return "Overdue"
	case a.DueSoon:
		return "Due soon"
	case a.State == models.ActionDone:
		return "Done"
	}
	return ""
}
