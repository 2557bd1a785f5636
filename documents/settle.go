package documents

// mostDrawings is how often a document is drawn whose page numbers move.
const mostDrawings = 6

// settle draws a document that says on which of its pages something is, until
// all that it says is so: a number that is longer than was thought can move what
// it speaks of. draw is given nil first, when no page is known; a page that is 0
// it leaves unsaid, which is what a document comes to that will not settle.
func settle(draw func(pageOf func(anchor string) int) *Writer) *Writer {
	w := draw(nil)
	for range mostDrawings {
		before, said := w, map[string]int{}
		w = draw(func(anchor string) int {
			said[anchor] = before.pageOf(anchor)
			return said[anchor]
		})
		settled := true
		for anchor, page := range said {
			settled = settled && w.pageOf(anchor) == page
		}
		if settled {
			return w
		}
	}
	return draw(func(string) int { return 0 })
}
