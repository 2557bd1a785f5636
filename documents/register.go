package documents

import (
	"fmt"
	"strings"
	"time"

	"quarterday/models"
)

// Register draws the register of decisions.
func Register(c models.RegisterContent) ([]byte, error) {
	title := c.Title
	if title == "" {
		title = "Decisions register"
	}
	w := begin(c.Letterhead, title, "As at "+c.AsOf.Medium(), c.AsOf.Medium(), c.AsOf.In(time.UTC), registerRestricted(c), true)
	w.Title(title)
	w.Subtitle("As at " + c.AsOf.Medium() + ": " + decisionCount(c))
	if c.Filter != "" {
		w.Subtitle(c.Filter)
	}
	w.Space(10)
	drawRegister(w, c)
	return w.Bytes()
}

func drawRegister(w *Writer, c models.RegisterContent) {
	t := Table{Summary: "Decisions, by meeting", RowHeader: true, Columns: []Column{{"Decision", 12}, {"What was decided", 50}, {"How", 20}, {"Item", 24}, {"Minute", 8}}}
	if !w.options.Landscape {
		t.Columns = []Column{{"Decision", 16}, {"What was decided", 45}, {"How", 19}, {"Item", 23}, {"Minute", 10}}
	}
	for _, m := range c.Meetings {
		if len(m.Decisions) == 0 {
			continue
		}
		group := fmt.Sprintf("%s, %s", m.Meeting.Name, m.Meeting.Day.Medium())
		if m.Draft {
			group += " (minutes not yet agreed)"
		}
		t.Rows = append(t.Rows, Row{Group: group})
		for _, d := range m.Decisions {
			what := typed(d.Text)
			if d.Restricted {
				what = append(what, Run{Text: "\n" + membersOnly, Bold: true})
			}
			t.Rows = append(t.Rows, Row{Cells: [][]Run{{{Text: d.Reference, Bold: true}}, what, Text(d.How), Text(d.Item), Text(d.Paragraph)}})
		}
	}
	if len(t.Rows) == 0 {
		w.Paragraph(Text("There are no decisions to show.")...)
		return
	}
	w.Table(t)
}

func registerRestricted(c models.RegisterContent) bool {
	for _, m := range c.Meetings {
		for _, d := range m.Decisions {
			if d.Restricted {
				return true
			}
		}
	}
	return false
}

func decisionCount(c models.RegisterContent) string {
	n := 0
	for _, m := range c.Meetings {
		n += len(m.Decisions)
	}
	return plural(n, "decision")
}

// plural counts things: "no decisions", "1 decision", "2 decisions".
func plural(n int, thing string) string {
	switch n {
	case 0:
		return "no " + thing + "s"
	case 1:
		return "1 " + thing
	}
	return strings.Join([]string{fmt.Sprint(n), thing + "s"}, " ")
}
