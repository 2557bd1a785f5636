package handlers

import (
	"context"
	"io"
	"os"

	"quarterday/documents"
	"quarterday/models"
)

// WriteAgenda writes an agenda as a PDF: the very bytes that were issued, where
// it is a version that was.
func (s *Server) WriteAgenda(ctx context.Context, who models.Actor, content models.AgendaContent, to io.Writer) error {
	if content.Version == 0 {
		if err := s.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		return write(to)(documents.Agenda(content))
	}
	d, err := s.store.IssuedAgenda(ctx, who, models.AgendaDocument, content)
	if err != nil {
		return err
	}
	return s.writeIssued(ctx, d, content, to)
}

// WriteMinutes does the same with minutes.
func (s *Server) WriteMinutes(ctx context.Context, who models.Actor, content models.MinutesContent, to io.Writer) error {
	if stillDraft(content) {
		if err := s.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		return write(to)(documents.Minutes(content))
	}
	d, err := s.store.IssuedMinutes(ctx, who, content)
	if err != nil {
		return err
	}
	return s.writeIssued(ctx, d, content, to)
}

// stillDraft says whether nobody has issued these minutes in this edition.
func stillDraft(c models.MinutesContent) bool {
	return c.State == models.MinutesDrafting || c.Edition == models.PublicEdition && c.State != models.MinutesPublished
}

// WritePack writes an agenda with its papers, into a file of its own.
func (s *Server) WritePack(ctx context.Context, who models.Actor, content models.AgendaContent, file *os.File) error {
	if content.Version == 0 {
		_, err := s.drawPack(ctx, who, content, nil, file)
		return err
	}
	d, err := s.store.IssuedAgenda(ctx, who, models.PackDocument, content)
	switch {
	case err != nil:
		return err
	case d.ID != 0:
		return s.writeKept(d, file)
	}
	_, err = s.drawPack(ctx, who, content, &d, file)
	return err
}

// WriteSupplement writes what came to the agenda after the version before.
func (s *Server) WriteSupplement(ctx context.Context, who models.Actor, content, before models.AgendaContent, to io.Writer) error {
	return s.drawSupplement(ctx, who, content, before, to)
}

func (s *Server) writeIssued(ctx context.Context, d models.Document, content any, to io.Writer) error {
	d, err := s.issued(ctx, d, content)
	if err != nil {
		return err
	}
	return s.writeKept(d, to)
}

func (s *Server) writeKept(d models.Document, to io.Writer) error {
	file, err := s.openKept(d)
	if err != nil {
		return err
	}
	defer file.Close()
	_, err = io.Copy(to, file)
	return err
}

// write writes what was drawn, if it was.
func write(to io.Writer) func(pdf []byte, err error) error {
	return func(pdf []byte, err error) error {
		if err == nil {
			_, err = to.Write(pdf)
		}
		return err
	}
}
