package documents

import (
	"fmt"

	"quarterday/models"
)

// PagePapers tells of a paper what kind of file it is and its size, in words,
// and why the pack leaves it out; "" if it does not.
type PagePapers func(p models.PaperLine) (about string, leftOut LeftOut)

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

// packingOnPage finds the papers as the PDF does, so that both leave out the
// same.
func packingOnPage(items []models.AgendaLine, papers PagePapers) *packing {
	p := &packing{}
	p.gather(items, func(one *packed) {
		if one.about, one.leftOut = papers(one.line); one.leftOut == "" {
			one.kind = "page"
		}
	})
	return p
}

// LeftOutOf are the papers of the items that a pack leaves out, and why, by
// their labels.
func LeftOutOf(items []models.AgendaLine, papers PagePapers) map[string]string {
	return packingOnPage(items, papers).leftOut()
}

func (p *packing) placeOnPage(line models.PaperLine) (link Run, words string) {
	return p.placing(func(one packed) (Run, string) { return Run{Site: one.site()}, one.about })(line)
}

func (p *packing) drawOnPage(w canvas) {
	p.drawLeftOut(w)
	for _, one := range p.papers {
		if one.kind != "" {
			drawCover(w, one)
		}
	}
}
