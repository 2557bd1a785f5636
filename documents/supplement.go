package documents

import (
	"fmt"
	"io"
	"strings"

	"quarterday/models"
)

// Supplement draws what came to the agenda after a pack was handed out: what
// has changed, the items that are new, and the papers that are. Its numbering
// continues where the pack's ended.
func Supplement(c, since models.AgendaContent, pagesBefore int, o PackOptions, out io.Writer) (PackReport, error) {
	items := added(c, since)
	p := newPacking(c, items, o)
	return p.write(out, func(pageOf func(string) int) *Writer {
		w := begin(c.Letterhead, supplementName(c), AgendaStanding(c), c.Meeting.Prefix, created(c.PublishedAt, c.Meeting), itemsRestricted(items), false)
		w.options.FirstPage = pagesBefore + 1
		drawSupplement(w, c, items, p.place(pageOf), fmt.Sprintf("This adds to the pack of version %d, which has %s. Page numbers continue from it.", since.Version, pages(pagesBefore)))
		p.draw(w, pageOf != nil)
		return w
	})
}

func supplementName(c models.AgendaContent) string {
	return "Supplement to the agenda pack, " + c.Meeting.Named() + ", " + c.Meeting.Day.Medium()
}

func drawSupplement(w canvas, c models.AgendaContent, items []models.AgendaLine, place paperPlace, adds string) {
	w.Anchor("agenda")
	w.Title("Supplement to the agenda pack")
	w.Subtitle(c.Meeting.Name)
	w.Subtitle(c.Meeting.When())
	if place := c.Meeting.Where(); place != "" {
		w.Subtitle(place)
	}
	w.Callout(AgendaStanding(c), Text(adds)...)
	if len(c.Changes) > 0 {
		w.Heading(2, "", "What has changed")
		var list []ListItem
		for _, change := range c.Changes {
			list = append(list, ListItem{Paragraphs: [][]Run{Text(change)}})
		}
		w.List(List{Items: list})
	}
	drawAgendaItems(w, items, place)
	if len(items) == 0 && len(c.Changes) == 0 {
		w.Paragraph(Text("Nothing has been added since.")...)
	}
}

// added are the items that are new or have new papers, with those alone.
func added(c, since models.AgendaContent) []models.AgendaLine {
	before, papers := map[int64]models.AgendaLine{}, map[int64]bool{}
	for _, i := range since.Items {
		before[i.ItemID] = i
		for _, p := range i.Papers {
			papers[p.ID] = true
		}
	}
	var items []models.AgendaLine
	for _, i := range c.Items {
		old, known := before[i.ItemID]
		var fresh []models.PaperLine
		for _, p := range i.Papers {
			if !papers[p.ID] {
				fresh = append(fresh, p)
			}
		}
		if known && len(fresh) == 0 && strings.TrimSpace(old.Ask) == strings.TrimSpace(i.Ask) && strings.TrimSpace(old.Background) == strings.TrimSpace(i.Background) {
			continue
		}
		i.Papers, i.Arising = fresh, nil
		items = append(items, i)
	}
	return items
}

func pages(n int) string { return plural(n, "page") }
