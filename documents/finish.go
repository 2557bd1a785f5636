package documents

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
)

// finish makes the tagged file out of gofpdf's: page contents and pictures stay
// as they are; catalog, pages and fonts are written anew, and the structure,
// the links, the metadata and the colour profile are added. It fails if
// gofpdf's file is not of the shape it is known to have.
func (w *Writer) finish(raw []byte, out io.Writer) error {
	f, err := takeApart(raw)
	if err != nil {
		return fmt.Errorf("documents: unexpected gofpdf output: %w", err)
	}
	a := newAssembler(out)
	if err := w.addForeign(f, a); err != nil {
		return err
	}
	tree := w.addStructure(f)
	w.addLinks(f)
	if err := w.finishPages(f); err != nil {
		return err
	}
	if err := w.finishFonts(f); err != nil {
		return err
	}
	w.finishCatalog(f, tree)
	w.orderPages(f)
	return a.finish(f)
}

// pageObject is the number that gofpdf gives a page; its content is the next.
func pageObject(page int) int { return 3 + 2*page }

func (w *Writer) finishPages(f *file) error {
	links := make([][]byte, len(w.marks))
	for _, a := range w.annotations {
		links[a.page] = appendReference(append(links[a.page], ' '), a.object)
	}
	for p := range w.marks {
		page := f.objects[pageObject(p)].body
		if !bytes.HasPrefix(page, []byte("<</Type /Page\n")) || !bytes.HasSuffix(page, []byte(">>\n")) {
			return fmt.Errorf("documents: unexpected gofpdf output: page %d", p+1)
		}
		page = append(bytes.Clone(page[:len(page)-3]), "\n/Tabs /S /StructParents "...)
		page = strconv.AppendInt(page, int64(p), 10)
		if len(links[p]) > 0 {
			page = append(append(append(page, " /Annots ["...), links[p]...), ']')
		}
		f.set(pageObject(p), append(page, ">>\n"...))

		content := &f.objects[pageObject(p)+1]
		start := []byte("<</Length ")
		if !bytes.HasPrefix(content.body, start) {
			return fmt.Errorf("documents: unexpected gofpdf output: content of page %d", p+1)
		}
		n, rest := leadingNumber(content.body[len(start):])
		rest, ok := bytes.CutPrefix(rest, []byte(">>\nstream\n"))
		if !ok || n > len(rest) {
			return fmt.Errorf("documents: unexpected gofpdf output: content of page %d", p+1)
		}
		f.setStream(pageObject(p)+1, "", rest[:n])
	}
	return nil
}

func (w *Writer) finishCatalog(f *file, tree int) {
	profile := f.add()
	f.setStream(profile, "/N 3", colourProfile())
	intent := f.add()
	f.set(intent, fmt.Appendf(nil, "<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /RegistryName () /Info (sRGB IEC61966-2.1) /DestOutputProfile %d 0 R>>\n", profile))
	metadata := f.add()
	f.setPlainStream(metadata, "/Type /Metadata /Subtype /XML", w.metadata())

	catalog := fmt.Appendf(nil, "<</Type /Catalog /Pages 1 0 R /Lang %s /MarkInfo <</Marked true>> /StructTreeRoot %d 0 R /ViewerPreferences <</DisplayDocTitle true>> /Metadata %d 0 R /OutputIntents [%d 0 R]",
		pdfText(w.options.Language), tree, metadata, intent)
	if _, after, ok := bytes.Cut(f.objects[f.root].body, []byte("/Outlines ")); ok {
		n, _ := leadingNumber(after)
		catalog = fmt.Appendf(catalog, " /Outlines %d 0 R /PageMode /UseOutlines", n)
	}
	f.set(f.root, append(w.layerCatalog(catalog), ">>\n"...))
	f.set(f.info, w.information())
}
