package documents

import (
	"fmt"

	"quarterday/models"
)

// PagePapers tells of a paper what kind of file it is and its size, in words;
// false if it is not kept any more.
type PagePapers func(p models.PaperLine) (about string, kept bool)

// PackPage is the page that says what the pack's PDF does: the agenda, and what
// each paper is, with a link to it where the PDF has its pages.
func PackPage(c models.AgendaContent, papers PagePapers) Page {
	p := packingOnPage(c.Items, papers)
	return record(c.Letterhead, packName(c), agendaRestricted(c), func(w canvas) {
		drawPackAgenda(w, c, p.placeOnPage)
		p.drawOnPage(w)
	})
}

// SupplementPage is the page that says what the supplement's PDF does.
func SupplementPage(c, since models.AgendaContent, papers PagePapers) Page {
	items := added(c, since)
	p := packingOnPage(items, papers)
	return record(c.Letterhead, supplementName(c), itemsRestricted(items), func(w canvas) {
		drawSupplement(w, c, items, p.placeOnPage, fmt.Sprintf("This adds to the pack of version %d.", since.Version))
		p.drawOnPage(w)
	})
}

func packingOnPage(items []models.AgendaLine, papers PagePapers) *packing {
	p := &packing{}
	for _, i := range items {
		for _, line := range i.Papers {
			one := packed{line: line, item: i, kind: "page"}
			kept := false
			if one.about, kept = papers(line); !kept {
				one.kind, one.about, one.leftOut = "", "", "it was taken away after this agenda was published"
			}
			p.papers = append(p.papers, one)
		}
	}
	return p
}

func (p *packing) placeOnPage(line models.PaperLine) (link Run, words string) {
	for _, one := range p.papers {
		switch {
		case one.line.ID != line.ID:
		case one.kind == "":
			return Run{Anchor: "fetch"}, "taken away since"
		default:
			return Run{Site: one.site()}, one.about
		}
	}
	return Run{}, "in the pack before"
}

func (p *packing) drawOnPage(w canvas) {
	p.drawLeftOut(w)
	for _, one := range p.papers {
		if one.kind != "" {
			drawCover(w, one)
		}
	}
}
