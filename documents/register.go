package documents

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"quarterday/models"
)

// Register draws the register of decisions.
func Register(c models.RegisterContent) ([]byte, error) {
	w := begin(c.Letterhead, registerTitle(c), "As at "+c.AsOf.Medium(), c.AsOf.Medium(), c.AsOf.In(time.UTC), registerRestricted(c), true)
	drawWholeRegister(w, c)
	return w.Bytes()
}

// RegisterPage is the page that says what the register's PDF does.
func RegisterPage(c models.RegisterContent) Page {
	return record(c.Letterhead, joinDot(registerTitle(c), c.Filter), registerRestricted(c), func(w canvas) { drawWholeRegister(w, c) })
}

func registerTitle(c models.RegisterContent) string { return cmp.Or(c.Title, "Decisions register") }

func drawWholeRegister(w canvas, c models.RegisterContent) {
	w.Title(registerTitle(c))
	w.Subtitle("As at " + c.AsOf.Medium() + ": " + decisionCount(c))
	if c.Filter != "" {
		w.Subtitle(c.Filter)
	}
	w.Space(10)
	drawRegister(w, c)
}

func drawRegister(w canvas, c models.RegisterContent) {
	t := Table{Summary: "Decisions, by meeting", RowHeader: true, Columns: []Column{{"Decision", 12}, {"What was decided", 50}, {"How", 20}, {"Item", 24}, {"Minute", 8}}}
	if !w.wide() {
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
			t.Rows = append(t.Rows, Row{Cells: [][]Run{{{Text: d.Reference, Bold: true, Site: "/meetings/" + d.Meeting.Reference + "/minutes#" + d.Paragraph}}, what, Text(d.How), Text(d.Item), Text(d.Paragraph)}})
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
