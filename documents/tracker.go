package documents

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"quarterday/models"
)

// Tracker draws the action tracker: a wide table, grouped by standing.
func Tracker(c models.TrackerContent) ([]byte, error) {
	title := trackerTitle(c)
	w := begin(c.Letterhead, title, "As at "+c.AsOf.Medium(), c.AsOf.Medium(), c.AsOf.In(time.UTC), trackerRestricted(c), true)
	w.Title(title)
	drawTracker(w, c)
	return w.Bytes()
}

// TrackerPage is the page that says what the tracker's PDF does.
func TrackerPage(c models.TrackerContent) Page {
	title := trackerTitle(c)
	return record(c.Letterhead, joinDot(title, c.Filter), trackerRestricted(c), func(w canvas) {
		w.Title(title)
		drawTracker(w, c)
	})
}

func trackerTitle(c models.TrackerContent) string { return cmp.Or(c.Title, "Action tracker") }

// trackerRestricted says whether any of the actions is for members only.
func trackerRestricted(c models.TrackerContent) bool {
	for _, g := range c.Groups {
		for _, a := range g.Actions {
			if a.Restricted {
				return true
			}
		}
	}
	return false
}

// drawTracker draws what stands under the title.
func drawTracker(w canvas, c models.TrackerContent) {
	w.Subtitle("As at " + c.AsOf.Medium() + ": " + summary(c))
	if c.Filter != "" {
		w.Subtitle(c.Filter)
	}
	w.Space(10)
	if c.Total == 0 {
		w.Paragraph(Text("There are no actions to show.")...)
		return
	}
	t := Table{Summary: "Actions, grouped by how they stand", RowHeader: true, Columns: []Column{{"Action", 11}, {"What", 34}, {"Owners", 22}, {"Due", 14.5}, {"Latest update", 29.5}}}
	if !w.wide() {
		t.Columns = []Column{{"Action", 14}, {"What", 31}, {"Owners", 20}, {"Due", 23.5}, {"Latest update", 24}}
	}
	for _, g := range c.Groups {
		if len(g.Actions) == 0 {
			continue
		}
		t.Rows = append(t.Rows, Row{Group: fmt.Sprintf("%s (%d)", g.Name, len(g.Actions))})
		for _, a := range g.Actions {
			t.Rows = append(t.Rows, trackerRow(a))
		}
	}
	w.Table(t)
}

func trackerRow(a models.TrackerLine) Row {
	what := typed(a.Text)
	if a.Restricted {
		what = append(what, Run{Text: "\n" + membersOnly, Bold: true})
	}
	if a.Item != "" {
		what = append(what, Run{Text: "\n" + a.Item, Quiet: true})
	}
	update := Text(a.LastUpdate)
	if !a.LastOn.IsZero() {
		update = append(typed(a.LastUpdate), Run{Text: "\n" + dated(a.LastOn.Medium()), Quiet: true})
	}
	return Row{Cells: [][]Run{{{Text: a.Reference, Bold: true, Site: "/actions/" + a.Reference}}, what, Text(strings.Join(a.Owners, "; ")), Text(dated(a.Deadline)), update}}
}

// summary counts the actions of each standing: "3 overdue, 14 open".
func summary(c models.TrackerContent) string {
	var parts []string
	for _, g := range c.Groups {
		if len(g.Actions) > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", len(g.Actions), lowerFirst(g.Name)))
		}
	}
	if len(parts) == 0 {
		return "no actions"
	}
	return strings.Join(parts, ", ")
}
