package documents

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"maps"
	"strings"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// addPage writes one foreign page as it was, with its number stamped on it. Where
// its content ends as it began, the stamp follows it; content that does not, or
// cannot be looked through, is drawn as one thing of its own beneath the stamp.
func (g *grafting) addPage(n int, p foreignPage, before int, label string, number int) error {
	b := []byte("<</Type /Page /Parent 1 0 R /Tabs /S\n")
	put := func(key string, o types.Object) {
		if o != nil {
			b = append(g.value(append(b, "/"+key+" "...), o, 0), '\n')
		}
	}
	media, ok := g.box(p.media)
	if !ok {
		media = p.visible
	}
	b = fmt.Appendf(b, "/MediaBox [%.2f %.2f %.2f %.2f]\n/CropBox [%.2f %.2f %.2f %.2f]\n/Rotate %d\n",
		media[0], media[1], media[2], media[3], p.visible[0], p.visible[1], p.visible[2], p.visible[3], p.rotate)
	for _, key := range []string{"UserUnit", "Group"} {
		put(key, p.dict[key])
	}
	refs, streams := g.contentsOf(p)
	open, marks, tidy := g.openStates(streams)
	after := g.add()
	end := func(content string) {
		body := packedStream("", append([]byte(content), g.stamp(p, label, number)...))
		g.write(len(body))
		g.a.put(after, body)
	}
	if tidy {
		if k, ok := g.get(p.dict["StructParents"]).(types.Integer); ok {
			b = fmt.Appendf(b, "/StructParents %d\n", g.key(int(k)))
		}
		b = append(g.resources(append(b, "/Resources "...), p.resources), '\n')
		b = append(appendReference(append(b, "/Contents ["...), before), ' ')
		for _, c := range refs {
			if ours := g.refer(reference(c)); ours != 0 {
				b = append(appendReference(b, ours), ' ')
			}
		}
		end(strings.Repeat("\nQ", open+1))
	} else {
		// A mark that is left open would go on beyond the form for some readers, and a
		// hidden layer hide the stamp.
		form, err := g.wrap(p, streams, media)
		if err != nil {
			return err
		}
		b = appendReference(append(b, "/Resources <</XObject <</"+wrapped+" "...), form)
		b = append(b, ">>"...)
		b = append(g.fonts(append(b, " /Font "...), nil), ">>\n/Contents ["...)
		end("q /" + wrapped + " Do Q" + strings.Repeat(" EMC", min(marks, 1000)))
	}
	b = append(appendReference(b, after), "]\n"...)
	b = g.annotations(b, p)
	g.f.set(n, append(b, ">>\n"...))
	return nil
}

// resources are the page's own and the typeface of the stamp. Pages that share
// theirs go on sharing them.
func (g *grafting) resources(b []byte, own types.Object) []byte {
	d := g.dict(own)
	if d == nil {
		return append(g.fonts(append(b, "<</Font "...), nil), ">>"...)
	}
	return appendReference(b, g.share(d, func() []byte {
		rest := maps.Clone(d)
		delete(rest, "Font")
		b := g.entries([]byte("<<"), rest, 0)
		b = append(b, "/Font "...)
		if fonts := g.dict(d["Font"]); reference(d["Font"]) != 0 && fonts != nil {
			b = appendReference(b, g.share(fonts, func() []byte { return g.fonts(nil, fonts) }))
		} else {
			b = g.fonts(b, fonts)
		}
		return append(b, ">>"...)
	}))
}

// openStates counts the graphics states and marks that a page's content leaves
// open, by looking through it. It is not tidy when it cannot be unpacked, is too
// long, or leaves open or gives back what is not its own.
func (g *grafting) openStates(streams []types.StreamDict) (open, marks int, tidy bool) {
	var readers []io.Reader
	for _, s := range streams {
		switch {
		case len(s.FilterPipeline) == 0:
			readers = append(readers, bytes.NewReader(s.Raw))
		case justDeflated(s):
			z, err := zlib.NewReader(bytes.NewReader(s.Raw))
			if err != nil {
				return 0, 0, false
			}
			defer z.Close()
			readers = append(readers, z)
		default:
			content, err := g.unpack(s)
			if err != nil {
				return 0, 0, false
			}
			readers = append(readers, bytes.NewReader(content))
		}
		readers = append(readers, bytes.NewReader([]byte{'\n'}))
	}
	if g.unpacked > maxContents {
		return 0, 0, false
	}
	counter := &counted{Reader: io.LimitReader(io.MultiReader(readers...), maxContents)}
	open, marks, tidy = balance(bufio.NewReaderSize(counter, 32<<10))
	g.unpacked += counter.n
	return open, marks, tidy && counter.n < maxContents
}

type counted struct {
	io.Reader
	n int64
}

func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}
