package documents

import (
	"strings"
	"time"

	"quarterday/markdown"
	"quarterday/models"
)

// Leaflet draws one practice to be handed round: what it is and whom to ask on
// the front, the evidence behind it.
func Leaflet(c models.LeafletContent) ([]byte, error) {
	w := begin(c.Letterhead, c.Title, "Best practice of "+c.Organisation, "Best practice", leafletDay(c).In(time.UTC), leafletRestricted(c), false)
	w.Title(c.Title)
	drawLeaflet(w, c)
	return w.Bytes()
}

// leafletDay is the day that a leaflet is of, so that it is drawn the same
// whenever it is drawn.
func leafletDay(c models.LeafletContent) (day interface {
	In(*time.Location) time.Time
}) {
	if !c.PublishedOn.IsZero() {
		return c.PublishedOn
	}
	return c.WrittenOn
}

// leafletRestricted says whether the practice is for members only.
func leafletRestricted(c models.LeafletContent) bool {
	return models.MembersOnly(c.State, c.Visibility)
}

func drawLeaflet(w canvas, c models.LeafletContent) {
	line := c.Organisation
	if !c.PublishedOn.IsZero() {
		line = joinDot(line, "published "+c.PublishedOn.Medium())
	}
	w.Subtitle(line)
	readers := "for members of the partnership"
	if c.Visibility == models.ForPublic {
		readers = "for everyone"
	}
	w.Subtitle(upperFirst(joinDot(strings.Join(c.Themes, "; "), readers)))
	if c.State != models.PracticePublished {
		w.Callout(upperFirst(string(c.State)), Text("This practice has not been published to the partnership.")...)
	} else {
		w.Space(6)
	}
	if c.Summary != "" {
		w.Lead(typed(c.Summary)...)
	}
	for _, p := range c.Parts {
		w.Heading(2, "", p.Heading)
		w.Markdown(markdown.Parse(p.Text))
	}
	if len(c.Adoptions) > 0 {
		w.Heading(2, "", "Who uses it too")
		t := Table{Summary: "Organisations that use this practice", RowHeader: true, Columns: []Column{{"Organisation", 34}, {"Since", 20}, {"What they say", 46}}}
		for _, a := range c.Adoptions {
			since := ""
			if !a.On.IsZero() {
				since = dated(a.On.Medium())
			}
			t.Rows = append(t.Rows, Row{Cells: [][]Run{Text(a.Organisation), Text(since), typed(a.Note)}})
		}
		w.Table(t)
	}
	if c.Contact != "" {
		w.Note("Who to ask", typed(c.Contact)...)
	}
	if len(c.Papers) > 0 {
		w.KeyValues(Pair{"Papers", Text(strings.Join(c.Papers, "; "))})
	}
}
