package pdfcheck

import (
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// known are the structure types of PDF 1.7 that documents use.
var known = map[string]bool{}

func init() {
	for _, tag := range strings.Fields("Document Part Sect Div BlockQuote P H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table THead TBody TR TH TD Link Span Figure TOC TOCI Reference") {
		known[tag] = true
	}
}

// walk is the state of a walk through the structure in reading order.
type walk struct {
	pageOf  map[int]int // object number of a page → index
	owner   map[[2]int]int
	links   map[int]int // annotation → Link element
	heading int
	text    strings.Builder
}

func (c *checker) structure(root types.Dict) {
	w := &walk{pageOf: map[int]int{}, owner: map[[2]int]int{}, links: map[int]int{}}
	for i := range c.pages {
		r, err := c.x.PageDictIndRef(i + 1)
		if err != nil {
			c.problem("page %d: %v", i+1, err)
			return
		}
		w.pageOf[int(r.ObjectNumber)] = i
	}
	kids := c.array(root["K"])
	if len(kids) != 1 || c.name(c.dict(kids[0])["S"]) != "Document" {
		c.problem("the structure is not one document")
		return
	}
	c.element(w, kids[0], "StructTreeRoot")
	c.found.Text = w.text.String()
	for i, p := range c.pages {
		for mark := range p.marks {
			if p.read[mark] != 1 {
				c.problem("page %d: mark %d is %d times in the structure", i+1, mark, p.read[mark])
			}
		}
	}
	c.parentTree(w, c.dict(root["ParentTree"]))
}

// mayHold are the parents that a structure type must have.
var mayHold = map[string]string{
	"LI": "L", "Lbl": "LI", "LBody": "LI", "TR": "THead TBody", "TH": "TR", "TD": "TR", "THead": "Table", "TBody": "Table", "Document": "StructTreeRoot", "TOCI": "TOC",
}

func (c *checker) element(w *walk, o types.Object, parent string) {
	d := c.dict(o)
	tag, self := c.name(d["S"]), reference(o)
	c.found.Tags = append(c.found.Tags, tag)
	if !known[tag] {
		c.problem("unknown structure type %q", tag)
	}
	if must, ok := mayHold[tag]; ok && !strings.Contains(" "+must+" ", " "+parent+" ") {
		c.problem("%s inside %s", tag, parent)
	}
	if parent == "L" && tag != "LI" || parent == "TR" && tag != "TH" && tag != "TD" {
		c.problem("%s inside %s", tag, parent)
	}
	if len(tag) == 2 && tag[0] == 'H' && tag[1] <= '6' && tag[1] >= '1' {
		level := int(tag[1] - '0')
		if level > w.heading+1 {
			c.problem("heading %s after level %d", tag, w.heading)
		}
		w.heading = level
	}
	if tag == "Figure" {
		alternate := c.text(d["Alt"])
		if strings.TrimSpace(alternate) == "" {
			c.problem("figure without words")
		}
		c.found.Figures = append(c.found.Figures, alternate)
	}
	if tag == "TH" && d["A"] == nil {
		c.problem("header cell without scope")
	}
	annotations := 0
	for _, k := range c.array(d["K"]) {
		c.kid(w, d, k, tag, self, &annotations)
	}
	if tag == "Link" && annotations == 0 {
		c.problem("link without an annotation")
	}
	if tag == "Table" {
		c.tableRows(d)
	}
	switch tag {
	case "P", "H1", "H2", "H3", "H4", "H5", "H6", "Lbl", "LBody", "TH", "TD", "TOCI":
		w.text.WriteByte('\n')
	}
}

func (c *checker) kid(w *walk, element types.Dict, k types.Object, tag string, self int, annotations *int) {
	if id, ok := k.(types.Integer); ok {
		c.marked(w, reference(element["Pg"]), int(id), self)
		return
	}
	d := c.dict(k)
	switch c.name(d["Type"]) {
	case "MCR":
		c.marked(w, reference(d["Pg"]), c.number(d["MCID"], -1), self)
	case "OBJR":
		*annotations++
		n := reference(d["Obj"])
		a := c.dict(d["Obj"])
		w.links[n] = self
		if tag != "Link" || c.name(a["Subtype"]) != "Link" || strings.TrimSpace(c.text(a["Contents"])) == "" {
			c.problem("annotation of %s without a description", tag)
		}
		if c.number(a["F"], 0) != 4 || a["A"] == nil && a["Dest"] == nil {
			c.problem("annotation that is hidden or leads nowhere")
		}
	default:
		if reference(d["P"]) != self {
			c.problem("%s has another parent than the element that holds it", c.name(d["S"]))
		}
		c.element(w, k, tag)
	}
}

func (c *checker) marked(w *walk, pageObject, mark, self int) {
	i, ok := w.pageOf[pageObject]
	if !ok {
		c.problem("content on an unknown page")
		return
	}
	p := c.pages[i]
	text, ok := p.marks[mark]
	if !ok {
		c.problem("page %d: mark %d of the structure is not on the page", i+1, mark)
	}
	p.read[mark]++
	w.owner[[2]int{i, mark}] = self
	w.text.WriteString(text)
}

// tableRows proves that a table's rows have the same number of cells.
func (c *checker) tableRows(table types.Dict) {
	columns, bodies := 0, 0
	defer func() {
		if bodies == 0 {
			c.problem("table without rows")
		}
	}()
	for _, part := range c.array(table["K"]) {
		if c.name(c.dict(part)["S"]) == "TBody" {
			bodies++
		}
		for _, row := range c.array(c.dict(part)["K"]) {
			n := 0
			for _, cell := range c.array(c.dict(row)["K"]) {
				span := 1
				if a := c.dict(cell)["A"]; a != nil {
					span = c.number(c.dict(a)["ColSpan"], 1)
				}
				n += span
			}
			if columns == 0 {
				columns = n
			}
			if n != columns {
				c.problem("table row of %d cells in a table of %d columns", n, columns)
			}
		}
	}
}

// parentTree proves that the way from the page to the structure agrees with
// the way from the structure to the page.
func (c *checker) parentTree(w *walk, tree types.Dict) {
	nums := c.array(tree["Nums"])
	entry := map[int]types.Object{}
	for i := 0; i+1 < len(nums); i += 2 {
		entry[c.number(nums[i], -1)] = nums[i+1]
	}
	for i, p := range c.pages {
		owners := c.array(entry[c.number(p.dict["StructParents"], -1)])
		for mark := range p.marks {
			if mark >= len(owners) || reference(owners[mark]) != w.owner[[2]int{i, mark}] {
				c.problem("page %d: mark %d does not lead to its element", i+1, mark)
			}
		}
		for _, o := range c.array(p.dict["Annots"]) {
			key := c.number(c.dict(o)["StructParent"], -1)
			if w.links[reference(o)] == 0 || reference(entry[key]) != w.links[reference(o)] {
				c.problem("page %d: annotation does not lead to its link", i+1)
			}
		}
	}
}
