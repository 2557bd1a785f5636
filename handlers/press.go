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
		lacking := false
		_, err := s.drawPack(ctx, who, content, &lacking, file)
		return err
	}
	return s.writeRecord(ctx, who, s.packRecord(content), file)
}

// WriteSupplement writes what came to the agenda after the version before.
func (s *Server) WriteSupplement(ctx context.Context, who models.Actor, content, before models.AgendaContent, file *os.File) error {
	return s.writeRecord(ctx, who, s.supplementRecord(content, before), file)
}

func (s *Server) writeRecord(ctx context.Context, who models.Actor, r packRecord, file *os.File) error {
	d, err := r.find(ctx)
	switch {
	case err != nil:
		return err
	case !d.VisibleTo(who):
		return &models.Error{Kind: models.KindNotFound, Message: "There is no such document."}
	case d.ID != 0:
		return s.writeKept(d, file)
	}
	// What is drawn is what is kept, but for what another process kept meanwhile.
	d, err = s.keepRecord(ctx, r, file)
	if err != nil || d.ID == 0 {
		return err
	}
	if err := file.Truncate(0); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	return s.writeKept(d, file)
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
