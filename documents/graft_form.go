package documents

import (
	"bytes"
	"compress/zlib"
	"errors"
	"fmt"
	"io"

	"github.com/pdfcpu/pdfcpu/pkg/pdfcpu/types"
)

// errUnmarkable says that a page's content cannot be read far enough to put the
// pack's marking on it whatever the content does.
var errUnmarkable = errors.New("documents: the page's content cannot be read")

// wrapped is the name of a page's own content where it is drawn as a whole.
const wrapped = "QuarterdayPage"

// maxContents bounds what the contents of one paper's pages unpack to while they
// are looked through or put together.
const maxContents = 200 << 20

// contentsOf are the streams that a page's content is made of.
func (g *grafting) contentsOf(p foreignPage) (refs []types.Object, streams []types.StreamDict) {
	all := g.array(p.dict["Contents"])
	if all == nil && p.dict["Contents"] != nil {
		all = types.Array{p.dict["Contents"]}
	}
	for _, c := range all {
		if s, ok := g.get(c).(types.StreamDict); ok && reference(c) != 0 {
			refs, streams = append(refs, c), append(streams, s)
		}
	}
	return refs, streams
}

// wrap makes a form of a page's content, to be drawn as one thing: whatever it
// leaves open, gives back without having taken, or spoils, ends with the form, so
// that what is drawn after it can be relied on. A single stream is taken as it
// is; several are one text that only their readers put together, so they are
// unpacked and joined.
func (g *grafting) wrap(p foreignPage, streams []types.StreamDict, media [4]float64) (int, error) {
	b := fmt.Appendf(nil, "/Type /XObject /Subtype /Form /BBox [%.2f %.2f %.2f %.2f] /Resources ", media[0], media[1], media[2], media[3])
	b = g.resources(b, p.resources)
	if k, ok := g.get(p.dict["StructParents"]).(types.Integer); ok {
		b = fmt.Appendf(b, " /StructParents %d", g.key(int(k)))
	}
	n := g.add()
	if len(streams) == 1 {
		for _, key := range []string{"Filter", "DecodeParms"} {
			if o := g.get(streams[0].Dict[key]); o != nil {
				b = g.value(append(b, " /"+key+" "...), o, 0)
			}
		}
		g.write(len(b) + len(streams[0].Raw))
		g.a.put(n, stream(string(b), streams[0].Raw))
	} else {
		var all []byte
		for _, s := range streams {
			content, err := g.unpack(s)
			if err != nil {
				return 0, err
			}
			all = append(append(all, content...), '\n')
		}
		body := packedStream(string(b), all)
		g.write(len(body))
		g.a.put(n, body)
	}
	if p.object != 0 {
		g.forms[p.object] = n
	}
	return n, nil
}

// unpack is what a stream holds: of one that is cut short what there is of it,
// as those who show it do.
func (g *grafting) unpack(s types.StreamDict) ([]byte, error) {
	room := maxContents - g.unpacked
	if room <= 0 {
		return nil, fmt.Errorf("%w: it is too long", errUnmarkable)
	}
	var content []byte
	var err error
	switch {
	case len(s.FilterPipeline) == 0:
		content = s.Raw
	case justDeflated(s):
		var z io.ReadCloser
		if z, err = zlib.NewReader(bytes.NewReader(s.Raw)); err == nil {
			content, _ = io.ReadAll(io.LimitReader(z, room+1))
			z.Close()
		}
	default:
		content, err = s.DecodeLengthWithLimit(-1, room+1)
	}
	g.unpacked += int64(len(content))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errUnmarkable, err)
	}
	if g.unpacked > maxContents {
		return nil, fmt.Errorf("%w: it is too long", errUnmarkable)
	}
	return content, nil
}

// justDeflated says that a stream is packed as nearly all are.
func justDeflated(s types.StreamDict) bool {
	return len(s.FilterPipeline) == 1 && s.FilterPipeline[0].Name == "FlateDecode" && s.FilterPipeline[0].DecodeParms == nil
}
