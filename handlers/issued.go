package handlers

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// largestDocument bounds what is kept of a document: a pack of many papers.
const largestDocument = 500 << 20

// drawIssued draws what a command issues and keeps its bytes: models calls it
// while it issues.
func (s *Server) drawIssued(ctx context.Context, content any) (models.Drawn, error) {
	var pdf []byte
	var err error
	switch content := content.(type) {
	case models.AgendaContent:
		if err = s.AddLogo(&content.Letterhead); err == nil {
			pdf, err = documents.Agenda(content)
		}
	case models.MinutesContent:
		if err = s.AddLogo(&content.Letterhead); err == nil {
			pdf, err = documents.Minutes(content)
		}
	default:
		err = fmt.Errorf("handlers: nothing is drawn of a %T", content)
	}
	if err != nil {
		return models.Drawn{}, err
	}
	return s.keep(ctx, bytes.NewReader(pdf))
}

func (s *Server) keep(ctx context.Context, pdf io.Reader) (models.Drawn, error) {
	stored, err := s.kept.Put(ctx, pdf, largestDocument)
	return models.Drawn{SHA256: stored.SHA256, Size: stored.Size}, err
}

// sendIssued answers with an issued document: its own bytes, and always those.
func (s *Server) sendIssued(c echo.Context, ref string, d models.Document, content any) error {
	d, err := s.issued(c.Request().Context(), d, content)
	if err != nil {
		return err
	}
	return s.sendKept(c, documentFileName(ref, d), d)
}

// issued sees to it that an issued document's bytes are kept: one that was
// issued before they were is drawn now.
func (s *Server) issued(ctx context.Context, d models.Document, content any) (models.Document, error) {
	if d.ID != 0 {
		return d, nil
	}
	ctx = context.WithoutCancel(ctx)
	drawn, err := s.drawIssued(ctx, content)
	if err != nil {
		return d, err
	}
	d.SHA256, d.Size = drawn.SHA256, drawn.Size
	return s.store.KeepDocument(ctx, d)
}

// sendKept answers with a document's bytes, whole or a range of them.
func (s *Server) sendKept(c echo.Context, name string, d models.Document) error {
	file, err := s.openKept(d)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := allowSending(c, d.Size); err != nil {
		return err
	}
	sendFile(c, name, d.SHA256, file)
	return nil
}

func (s *Server) openKept(d models.Document) (io.ReadSeekCloser, error) {
	file, _, err := s.kept.Open(d.SHA256)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("document %d is recorded, but its bytes %s are gone: %w", d.ID, d.SHA256, err)
	}
	return file, err
}

// sendFile answers with a PDF whose content has this hash.
func sendFile(c echo.Context, name, sha string, file io.ReadSeeker) {
	setPDF(c, name)
	h := c.Response().Header()
	h.Set("ETag", `"`+sha+`"`)
	h.Set("Cache-Control", "private, no-cache")
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, file)
}

// setPDF says that the answer is a PDF, which is shown in the browser and called
// name when it is saved.
func setPDF(c echo.Context, name string) {
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/pdf")
	h.Set(echo.HeaderContentDisposition, `inline; filename="`+name+`.pdf"`)
}

// showDocument is the lasting address of an issued document, by its bytes.
func (s *Server) showDocument(c echo.Context) error {
	d, err := s.store.Document(c.Request().Context(), viewer(c), c.Param("sha"))
	if err != nil {
		return err
	}
	return s.sendKept(c, documentFileName(d.Meeting.Reference, d), d)
}

// documentNames are what issued documents are called in addresses and when they
// are saved.
var documentNames = map[models.DocumentKind]string{models.AgendaDocument: "agenda", models.PackDocument: "pack", models.SupplementDocument: "supplement", models.MinutesDocument: "minutes"}

// documentFileName is what an issued document of a meeting is called when it is
// saved: no two of them are called the same.
func documentFileName(ref string, d models.Document) string {
	name := documentNames[d.Kind] + "-" + ref
	switch {
	case d.Edition == models.PublicEdition:
		return name + "-public"
	case d.Standing == string(models.MinutesAgreed):
		return name + "-agreed"
	}
	name = fmt.Sprintf("%s-version-%d", name, d.Version)
	if since := d.Since(); since > 0 {
		name += fmt.Sprintf("-since-%d", since)
	}
	return name
}
