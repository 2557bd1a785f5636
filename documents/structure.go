package documents

// element is one node of the logical structure: what a screen reader walks.
type element struct {
	tag        string
	parent     *element
	kids       []kid
	attributes string // an attribute dictionary as it is written
	language   string
	alternate  string // what a figure shows, in words
	object     int    // number in the finished file
}

// kid is a child of an element: another element, a piece of marked content on
// a page, an annotation, or an element that came with a foreign page.
type kid struct {
	element    *element
	annotation *annotation
	foreign    int // number of an element of somebody else's
	page, mark int // marked content, when the others are not set
}

// annotation is the area of a page that follows a link.
type annotation struct {
	page        int
	rect        [4]float64 // from the page's lower left corner
	url         string
	anchor      string
	description string
	link        *element
	object      int
	key         int // in the parent tree
}

// anchor is a place that links within the document lead to.
type anchor struct {
	page int
	y    float64 // from the page's lower edge
}

func (e *element) child(tag string) *element {
	c := &element{tag: tag, parent: e}
	e.kids = append(e.kids, kid{element: c})
	return c
}
