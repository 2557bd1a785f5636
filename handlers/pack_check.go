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
	papers, err := s.store.PackPapers(ctx, who, content)
	if err != nil {
		return nil, err
	}
	var out []leftOutPaper
	for _, i := range content.Items {
		for _, line := range i.Papers {
			if why := s.whyLeftOut(ctx, line, papers); why != "" {
				out = append(out, leftOutPaper{line, why})
			}
		}
	}
	return out, nil
}

func (s *Server) whyLeftOut(ctx context.Context, line models.PaperLine, papers map[int64]models.Paper) string {
	paper, ok := papers[line.ID]
	if !ok {
		return ""
	}
	p := s.packs
	kind, _ := files.TypeOf(paper.MediaType)
	p.mu.Lock()
	why, known := p.why[paper.SHA256]
	pdf, tried := p.pdf[paper.SHA256]
	p.mu.Unlock()
	if convert.IsOffice(kind.Extension) {
		switch {
		case !p.office.Takes(kind.Extension):
			return "it is not a PDF (" + kind.Name + ")"
		case tried && pdf == "":
			return "no PDF could be made of it (" + kind.Name + ")"
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
