package documents

import "github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"

// layer is a part of a foreign paper that is shown or not: what its author hid
// must stay hidden.
type layer struct {
	object int
	hidden bool
}

// addLayers notes the layers of the pages that were copied, and whether they are
// shown when the paper is opened.
func (g *grafting) addLayers() {
	root, err := g.x.Catalog()
	if err != nil {
		return
	}
	properties := g.dict(root["OCProperties"])
	first := g.dict(properties["D"])
	hidden := map[int]bool{}
	mark := func(list types.Array, as bool) {
		for _, o := range list {
			hidden[reference(o)] = as
		}
	}
	mark(g.array(properties["OCGs"]), g.name(first["BaseState"]) == "OFF")
	mark(g.array(first["ON"]), false)
	mark(g.array(first["OFF"]), true)
	for _, o := range g.array(properties["OCGs"]) {
		if n := g.numbers[reference(o)]; n != 0 {
			g.w.layers = append(g.w.layers, layer{n, hidden[reference(o)]})
		}
	}
}

// layerCatalog is what the finished file says of them.
func (w *Writer) layerCatalog(catalog []byte) []byte {
	if len(w.layers) == 0 {
		return catalog
	}
	all, hidden := []byte(nil), []byte(nil)
	for _, l := range w.layers {
		all = append(appendReference(all, l.object), ' ')
		if l.hidden {
			hidden = append(appendReference(hidden, l.object), ' ')
		}
	}
	catalog = append(append(catalog, " /OCProperties <</OCGs ["...), all...)
	catalog = append(append(catalog, "] /D <</Name (Layers) /BaseState /ON /OFF ["...), hidden...)
	return append(catalog, "]>>>>"...)
}
