package handlers

import (
	"context"

	"quarterday/convert"
	"quarterday/documents"
	"quarterday/files"
	"quarterday/models"
)

// leftOutPaper is a paper that a pack will name and not show.
type leftOutPaper struct {
	models.PaperLine
	Why documents.LeftOut
}

// leftOut are the papers of an agenda that its pack will leave out.
func (s *Server) leftOut(ctx context.Context, who models.Actor, content models.AgendaContent) ([]leftOutPaper, error) {
	papers, err := s.papersOnPage(ctx, who, content, models.Document{})
	if err != nil {
		return nil, err
	}
	why := documents.LeftOutOf(content.Items, papers)
	var out []leftOutPaper
	for _, i := range content.Items {
		for _, line := range i.Papers {
			if why := why[line.Label]; why != "" {
				out = append(out, leftOutPaper{line, documents.LeftOut(why)})
			}
		}
	}
	return out, nil
}

// papersOnPage tells of the papers of an agenda what kind of file each is, and
// why its pack or supplement leaves it out: as the document says it that was
// drawn of it, or as one would that is drawn now.
func (s *Server) papersOnPage(ctx context.Context, who models.Actor, content models.AgendaContent, drawn models.Document) (documents.PagePapers, error) {
	papers, err := s.store.PackPapers(ctx, who, content)
	return func(line models.PaperLine) (about string, leftOut documents.LeftOut) {
		about = paperType(line.MediaType) + ", " + sizeInWords(line.Size)
		if drawn.LeftOut != nil {
			return about, documents.LeftOut(drawn.LeftOut[line.Label])
		}
		return about, s.whyLeftOut(ctx, line, papers)
	}, err
}

// notInPacks are those of these papers that packs leave out, by their number.
func (s *Server) notInPacks(ctx context.Context, papers []models.Paper) map[int64]documents.LeftOut {
	byID, out := map[int64]models.Paper{}, map[int64]documents.LeftOut{}
	for _, p := range papers {
		byID[p.ID] = p
	}
	for _, p := range papers {
		if why := s.whyLeftOut(ctx, models.PaperLine{ID: p.ID}, byID); why != "" {
			out[p.ID] = why
		}
	}
	return out
}

// whyLeftOut is why packs leave a paper out, if they do. Each file is read once,
// whoever asks, which is mostly when it has just been attached and its form is
// shown again; files never change, but a later version of the program may read
// more of them, so it is kept in memory and not with the paper. Whether an office
// file can be turned into a PDF is known from its kind alone, or from a pack that
// tried.
func (s *Server) whyLeftOut(ctx context.Context, line models.PaperLine, papers map[int64]models.Paper) documents.LeftOut {
	paper, ok := papers[line.ID]
	if !ok {
		return documents.TakenAway
	}
	p := s.packs
	kind, _ := files.TypeOf(paper.MediaType)
	if convert.IsOffice(kind.Extension) {
		switch {
		case !p.office.Takes(kind.Extension):
			return documents.NotPDF(kind.Name)
		case p.hasFailed(paper.SHA256):
			return documents.NoPDF(kind.Name)
		}
		return ""
	}
	if why, known := p.known(paper.SHA256); known {
		return why
	}
	p.looking.Lock() // one at a time: each may be large
	defer p.looking.Unlock()
	if why, known := p.known(paper.SHA256); known {
		return why
	}
	lacking := false
	why := documents.WhyLeftOut(line, s.papersOf(ctx, papers, &lacking))
	if !lacking {
		p.mu.Lock()
		p.why[paper.SHA256] = why
		p.mu.Unlock()
	}
	return why
}

// known is what is known already of why packs leave a file out.
func (p *packer) known(sha string) (documents.LeftOut, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	why, known := p.why[sha]
	return why, known
}
