package documents

import (
	"cmp"
	"fmt"
	"maps"
	"strconv"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// kept are the annotations that are part of how a page looks.
var kept = map[string]bool{
	"FreeText": true, "Line": true, "Square": true, "Circle": true, "Polygon": true, "PolyLine": true, "Highlight": true, "Underline": true,
	"Squiggly": true, "StrikeOut": true, "Stamp": true, "Caret": true, "Ink": true, "Watermark": true, "Text": true,
}

// annotations writes what of a page's annotations goes into the pack: links to
// the web and within the paper, comments that are drawn, and the fields of forms
// as they were filled in. Nothing that runs.
func (g *grafting) annotations(b []byte, p foreignPage) []byte {
	var list []byte
	for _, o := range g.array(p.dict["Annots"]) {
		if g.over() {
			return b
		}
		g.keep(objectCost)
		old := reference(o)
		d := maps.Clone(g.dict(o))
		if d == nil || old != 0 && g.numbers[old] != 0 {
			continue
		}
		flags, _ := g.number(d["F"])
		subtype := g.name(d["Subtype"])
		target := d["Dest"]
		action := g.dict(d["A"])
		for _, key := range []string{"A", "Dest", "Parent", "P", "DA", "MK", "Kids", "FT", "V", "DV", "T", "Ff", "TM", "TU", "H", "PA"} {
			delete(d, key)
		}
		body := fmt.Appendf(nil, "<<")
		switch {
		case subtype == "Link":
			if action != nil && g.name(action["S"]) == "GoTo" {
				target = action["D"]
			}
			if to := g.destination(target); to != nil {
				body = append(body, to...)
			} else if uri := g.address(action); uri != "" {
				g.keep(len(uri))
				body = append(body, "/A <</S /URI /URI "+pdfText(uri)+">>\n"...)
			} else {
				g.drop(old)
				continue
			}
		case subtype == "Widget" && g.dict(d["AP"]) != nil && int(flags)&2 == 0:
			d["Subtype"] = types.Name("Stamp")
		case !kept[subtype]:
			g.drop(old)
			continue
		}
		n := g.add()
		if old != 0 {
			g.numbers[old] = n
		}
		g.f.set(n, append(g.entries(body, d, 0), ">>\n"...))
		list = append(appendReference(list, n), ' ')
	}
	if len(list) == 0 {
		return b
	}
	return append(append(append(b, "/Annots ["...), list...), "]\n"...)
}

func (g *grafting) drop(old int) {
	if old != 0 {
		g.dropped[old] = true
	}
}

// destination is a place on a page of the same paper.
func (g *grafting) destination(o types.Object) []byte {
	a := g.array(o)
	if len(a) < 2 || g.page[reference(a[0])] == 0 {
		return nil
	}
	b := appendReference([]byte("/Dest ["), g.page[reference(a[0])])
	for _, v := range a[1:] {
		switch v := g.get(v).(type) {
		case types.Name, types.Integer, types.Float:
			b = g.value(append(b, ' '), v, 0)
		default:
			b = append(b, " null"...)
		}
	}
	return append(b, "]\n"...)
}

// address is where a link leads on the web, if it is one to follow.
func (g *grafting) address(action types.Dict) string {
	if action == nil || g.name(action["S"]) != "URI" {
		return ""
	}
	s, err := g.x.DereferenceText(g.get(action["URI"]))
	if err != nil {
		return ""
	}
	return followable(s)
}

// foreignMark is an entry of the parent tree for foreign content.
type foreignMark struct {
	key   int
	value []byte
}

// addStructure takes over the paper's own structure, if it has one, beneath
// part: every element with its type, its words and its way to the page.
func (g *grafting) addStructure(part *element) {
	root, err := g.x.Catalog()
	if err != nil {
		return
	}
	tree := g.dict(root["StructTreeRoot"])
	if tree == nil {
		return
	}
	s := &structureGraft{grafting: g, roles: g.dict(tree["RoleMap"]), classes: g.dict(tree["ClassMap"]), elements: map[int]int{}, class: map[string]int{}}
	for _, o := range s.kids(tree["K"]) {
		if n := s.element(o, part.object, 0); n != 0 {
			part.kids = append(part.kids, kid{foreign: n})
		}
	}
	s.parents(tree["ParentTree"], map[int]bool{}, 0)
}

// structureGraft is a foreign structure while it is copied.
type structureGraft struct {
	*grafting
	roles, classes types.Dict
	elements       map[int]int    // their elements → ours
	class          map[string]int // what their classes stand for → ours
	count          int
}

func (s *structureGraft) kids(o types.Object) []types.Object {
	if a := s.array(o); a != nil {
		return a
	}
	if o == nil {
		return nil
	}
	return []types.Object{o}
}

// element copies an element and what is under it, and returns its number.
func (s *structureGraft) element(o types.Object, parent, depth int) int {
	const most = 500_000
	d := s.dict(o)
	old := reference(o)
	if d == nil || d["S"] == nil || s.elements[old] != 0 && old != 0 || depth > 4*maxNesting || s.count > most || s.over() {
		return 0
	}
	s.count++
	n := s.add()
	if old != 0 {
		s.elements[old] = n
	}
	role := types.EncodeName(s.role(s.name(d["S"])))
	s.keep(len(role))
	b := appendReference([]byte("<</S /"+role+" /P "), parent)
	for _, key := range []string{"Alt", "ActualText", "E", "Lang", "T", "A"} {
		if v := d[key]; v != nil {
			b = s.value(append(b, "\n/"+key+" "...), v, 0)
		}
	}
	if d["A"] == nil && d["C"] != nil {
		if class := s.attributesOf(s.name(d["C"])); class != 0 {
			b = appendReference(append(b, "\n/A "...), class)
		}
	}
	if p := s.page[reference(d["Pg"])]; p != 0 {
		b = appendReference(append(b, "\n/Pg "...), p)
	}
	b = append(b, "\n/K ["...)
	for _, k := range s.kids(d["K"]) {
		if s.over() {
			break
		}
		s.keep(24)
		switch v := s.get(k).(type) {
		case types.Integer:
			if form := s.forms[reference(d["Pg"])]; form != 0 {
				b = fmt.Appendf(b, "<</Type /MCR /Pg %d 0 R /Stm %d 0 R /MCID %d>> ", s.page[reference(d["Pg"])], form, int(v))
				continue
			}
			b = append(strconv.AppendInt(b, int64(v), 10), ' ')
		case types.Dict:
			b = s.kid(b, k, v, n, reference(d["Pg"]), depth)
		}
	}
	s.f.set(n, append(b, "]>>\n"...))
	return n
}

// attributesOf gives the object that holds what a class of elements stands for.
func (s *structureGraft) attributesOf(class string) int {
	n, ok := s.class[class]
	if v := s.classes[class]; !ok && v != nil {
		n = s.add()
		s.class[class] = n
		s.f.set(n, append(s.value(nil, v, 0), '\n'))
	}
	return n
}

// kid copies what an element holds that is not a number: marked content, an
// annotation, or another element. above is the page of the element that holds it.
func (s *structureGraft) kid(b []byte, k types.Object, d types.Dict, parent, above, depth int) []byte {
	page := s.page[reference(d["Pg"])]
	at := ""
	if page != 0 {
		at = fmt.Sprintf(" /Pg %d 0 R", page)
	}
	switch s.name(d["Type"]) {
	case "MCR":
		if id, ok := s.number(d["MCID"]); ok {
			within := ""
			if n := reference(d["Stm"]); n != 0 && s.refer(n) != 0 {
				within = fmt.Sprintf(" /Stm %d 0 R", s.refer(n))
			} else if form := s.forms[cmp.Or(reference(d["Pg"]), above)]; form != 0 {
				within = fmt.Sprintf(" /Stm %d 0 R", form)
			}
			return fmt.Appendf(b, "<</Type /MCR%s%s /MCID %d>> ", at, within, int(id))
		}
	case "OBJR":
		if n := s.numbers[reference(d["Obj"])]; n != 0 {
			return fmt.Appendf(b, "<</Type /OBJR%s /Obj %d 0 R>> ", at, n)
		}
	default:
		if n := s.element(k, parent, depth+1); n != 0 {
			return append(appendReference(b, n), ' ')
		}
	}
	return b
}

// role is the standard type that a paper's own type stands for.
func (s *structureGraft) role(name string) string {
	for range 10 {
		to := s.name(s.roles[name])
		if to == "" || to == name {
			break
		}
		name = to
	}
	if name == "Document" { // there is one already
		return "Sect"
	}
	return name
}

// parents copies the way from the pages to the structure.
func (s *structureGraft) parents(o types.Object, seen map[int]bool, depth int) {
	d := s.dict(o)
	if n := reference(o); n != 0 {
		if seen[n] {
			return
		}
		seen[n] = true
	}
	s.keep(objectCost)
	if d == nil || depth > maxNesting || s.over() {
		return
	}
	for _, k := range s.array(d["Kids"]) {
		s.parents(k, seen, depth+1)
	}
	nums := s.array(d["Nums"])
	for i := 0; i+1 < len(nums); i += 2 {
		key, ok := s.number(nums[i])
		if !ok || s.over() {
			continue
		}
		var b []byte
		if a := s.array(nums[i+1]); a != nil {
			b = append(b, '[')
			for _, v := range a {
				if s.keep(12); s.over() {
					break
				}
				b = append(s.elementReference(b, v), ' ')
			}
			b = append(b, ']')
		} else {
			b = s.elementReference(nil, nums[i+1])
		}
		m := foreignMark{s.key(int(key)), b}
		if last := len(s.w.foreignMarks); last == 0 || s.w.foreignMarks[last-1].key < m.key {
			s.w.foreignMarks = append(s.w.foreignMarks, m)
		}
	}
}

func (s *structureGraft) elementReference(b []byte, o types.Object) []byte {
	if n := s.elements[reference(o)]; n != 0 {
		return appendReference(b, n)
	}
	return append(b, "null"...)
}
