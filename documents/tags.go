package documents

import (
	"fmt"
	"strconv"
)

// addStructure writes the structure tree and the way from each page's marks to
// its elements. It returns the number of the tree's root.
func (w *Writer) addStructure(f *file) (tree int) {
	tree = f.add()
	parents := f.add()
	var order []*element
	var number func(e *element)
	number = func(e *element) {
		if e.object == 0 {
			e.object = f.add()
		}
		order = append(order, e)
		for _, k := range e.kids {
			if k.element != nil {
				number(k.element)
			}
		}
	}
	number(w.root)
	all := make([]byte, 0, 112*len(order)) // what most of them take
	for i, a := range w.annotations {
		a.object, a.key = f.add(), len(w.marks)+i
	}
	for _, e := range order {
		parent := tree
		if e.parent != nil {
			parent = e.parent.object
		}
		from := len(all)
		all = e.write(all, parent)
		f.set(e.object, all[from:len(all):len(all)])
	}
	next := w.firstForeignKey()
	for _, m := range w.foreignMarks {
		next = m.key + 1
	}
	f.set(tree, fmt.Appendf(nil, "<</Type /StructTreeRoot /K [%d 0 R] /ParentTree %d 0 R /ParentTreeNextKey %d>>\n", w.root.object, parents, next))

	b := []byte("<</Nums [")
	for p, marks := range w.marks {
		b = append(strconv.AppendInt(b, int64(p), 10), " ["...)
		for _, e := range marks {
			b = append(appendReference(b, e.object), ' ')
		}
		b = append(b, "]\n"...)
	}
	for _, a := range w.annotations {
		b = append(strconv.AppendInt(b, int64(a.key), 10), ' ')
		b = append(appendReference(b, a.link.object), '\n')
	}
	for _, m := range w.foreignMarks {
		b = append(strconv.AppendInt(b, int64(m.key), 10), ' ')
		b = append(append(b, m.value...), '\n')
	}
	f.set(parents, append(b, "]>>\n"...))
	return tree
}

// firstForeignKey is the first key of the parent tree that is free for the
// content of other people's pages: before it are the pages, then the links.
func (w *Writer) firstForeignKey() int { return len(w.marks) + len(w.annotations) }

// write appends an element as it stands in the file.
func (e *element) write(b []byte, parent int) []byte {
	b = append(append(b, "<</S /"...), e.tag...)
	b = appendReference(append(b, " /P "...), parent)
	if e.attributes != "" {
		b = append(append(b, " /A "...), e.attributes...)
	}
	if e.language != "" {
		b = append(append(b, " /Lang "...), pdfText(e.language)...)
	}
	if e.alternate != "" {
		b = append(append(b, " /Alt "...), pdfText(e.alternate)...)
	}
	page := -1
	for _, k := range e.kids {
		if k.element == nil && k.annotation == nil && k.foreign == 0 {
			page = k.page
			b = appendReference(append(b, " /Pg "...), pageObject(page))
			break
		}
	}
	b = append(b, " /K ["...)
	for i, k := range e.kids {
		if i > 0 {
			b = append(b, ' ')
		}
		switch {
		case k.element != nil:
			b = appendReference(b, k.element.object)
		case k.foreign != 0:
			b = appendReference(b, k.foreign)
		case k.annotation != nil:
			b = fmt.Appendf(b, "<</Type /OBJR /Pg %d 0 R /Obj %d 0 R>>", pageObject(k.annotation.page), k.annotation.object)
		case k.page == page:
			b = strconv.AppendInt(b, int64(k.mark), 10)
		default:
			b = fmt.Appendf(b, "<</Type /MCR /Pg %d 0 R /MCID %d>>", pageObject(k.page), k.mark)
		}
	}
	return append(b, "]>>\n"...)
}

// addLinks writes the areas of pages that follow links.
func (w *Writer) addLinks(f *file) {
	for _, a := range w.annotations {
		target := "/A <</S /URI /URI " + pdfText(a.url) + ">>"
		if a.url == "" {
			to := w.anchors[a.anchor]
			target = fmt.Sprintf("/Dest [%d 0 R /XYZ 0 %.2f null]", pageObject(to.page), to.y)
		}
		f.set(a.object, fmt.Appendf(nil, "<</Type /Annot /Subtype /Link /Rect [%.2f %.2f %.2f %.2f] /Border [0 0 0] /F 4 /Contents %s /StructParent %d %s>>\n",
			a.rect[0], a.rect[1], a.rect[2], a.rect[3], pdfText(a.description), a.key, target))
	}
}
