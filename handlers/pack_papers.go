package handlers

import (
	"bytes"
	"context"
	"errors"
	"log/slog"

	"quarterday/convert"
	"quarterday/documents"
	"quarterday/files"
	"quarterday/models"
)

// papersOf gives a pack the papers of an agenda. lacking is set when a paper was
// left out for a reason that may pass: the disk, or time that ran out.
func (s *Server) papersOf(ctx context.Context, papers map[int64]models.Paper, lacking *bool) documents.PackOptions {
	return documents.PackOptions{Site: s.config.BaseURL, Open: func(line models.PaperLine) (documents.PackFile, error) {
		paper, ok := papers[line.ID]
		if !ok {
			return documents.PackFile{}, documents.TakenAway
		}
		sha, mediaType := paper.SHA256, paper.MediaType
		if kind, _ := files.TypeOf(mediaType); convert.IsOffice(kind.Extension) {
			if !s.packs.office.Takes(kind.Extension) {
				return documents.PackFile{}, documents.NotPDF(kind.Name)
			}
			pdf, err := s.asPDF(ctx, sha, kind.Extension)
			if err != nil {
				*lacking = *lacking || mayPass(err)
				slog.WarnContext(ctx, "a paper was not turned into a PDF", "paper", paper.ID, "error", err)
				return documents.PackFile{}, documents.NoPDF(kind.Name)
			}
			sha, mediaType = pdf, "application/pdf"
		}
		file, _, err := s.kept.Open(sha)
		if err != nil {
			*lacking = true
			return documents.PackFile{}, err
		}
		return documents.PackFile{ReadSeekCloser: file, MediaType: mediaType}, nil
	}}
}

// mayPass says whether a file that was not turned into a PDF may be another time.
func mayPass(err error) bool {
	return !errors.Is(err, convert.ErrFailed) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled)
}

// asPDF is the SHA-256 of the PDF of an office file, which is made once and
// kept: LibreOffice makes other bytes each time. A file that took too long is
// tried once more, by the next who asks; then no PDF can be made of it.
func (s *Server) asPDF(ctx context.Context, sha, extension string) (string, error) {
	made, err := s.store.Converted(ctx, sha)
	if err != nil {
		return "", err
	}
	if made != "" {
		if has, err := s.kept.Has(made); has || err != nil {
			return made, err
		}
	}
	if s.packs.hasFailed(sha) {
		return "", convert.ErrFailed
	}
	file, _, err := s.kept.Open(sha)
	if err != nil {
		return "", err
	}
	defer file.Close()
	pdf, err := s.packs.office.PDF(ctx, file, extension)
	if err != nil {
		if errors.Is(err, convert.ErrFailed) && ctx.Err() == nil {
			s.packs.noteFailed(sha)
		}
		return "", err
	}
	stored, err := s.kept.Put(ctx, bytes.NewReader(pdf), largestDocument)
	if err != nil {
		return "", err
	}
	return stored.SHA256, s.store.KeepConverted(ctx, models.Operator, sha, stored.SHA256)
}

func (p *packer) hasFailed(sha string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.failed[sha]
}

func (p *packer) noteFailed(sha string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.failed[sha] = true
}
