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
	Why string
}

// leftOut are the papers of an agenda that its pack will leave out. Each file is
// read once, whoever asks; whether an office file can be turned into a PDF is
// known from its kind alone, or from a pack that tried.
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
				out = append(out, leftOutPaper{line, why})
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
	return func(line models.PaperLine) (about, leftOut string) {
		about = paperType(line.MediaType) + ", " + sizeInWords(line.Size)
		if drawn.LeftOut != nil {
			return about, drawn.LeftOut[line.Label]
		}
		return about, s.whyLeftOut(ctx, line, papers)
	}, err
}

func (s *Server) whyLeftOut(ctx context.Context, line models.PaperLine, papers map[int64]models.Paper) string {
	paper, ok := papers[line.ID]
	if !ok {
		return documents.TakenAway.Error()
	}
	p := s.packs
	kind, _ := files.TypeOf(paper.MediaType)
	p.mu.Lock()
	why, known := p.why[paper.SHA256]
	p.mu.Unlock()
	if convert.IsOffice(kind.Extension) {
		switch {
		case !p.office.Takes(kind.Extension):
			return notConverted(kind).Error()
		case p.hasFailed(paper.SHA256):
			return noPDF(kind).Error()
		}
		return ""
	}
	if known {
		return why
	}
	lacking := false
	why = documents.WhyLeftOut(line, s.papersOf(ctx, papers, &lacking))
	if !lacking {
		p.mu.Lock()
		p.why[paper.SHA256] = why
		p.mu.Unlock()
	}
	return why
}
