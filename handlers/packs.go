package handlers

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/convert"
	"quarterday/documents"
	"quarterday/files"
	"quarterday/models"
)

// packTime is how long a pack may take when many papers have to be turned into
// PDFs first.
const packTime = 15 * time.Minute

// packer makes packs, one at a time: each may hold a large paper in memory.
type packer struct {
	office *convert.Office // nil where LibreOffice is not installed
	turn   chan struct{}

	mu  sync.Mutex
	pdf map[string]string // SHA-256 of an office file → that of its PDF, "" if none can be made
	why map[string]string // SHA-256 of a paper → why packs leave it out, "" if they do not
}

func newPacker(office *convert.Office) *packer {
	return &packer{office: office, turn: make(chan struct{}, 1), pdf: map[string]string{}, why: map[string]string{}}
}

// papersOf gives a pack the papers of an agenda. lacking is set when a paper was
// left out for a reason that may pass.
func (s *Server) papersOf(ctx context.Context, papers map[int64]models.Paper, lacking *bool) documents.PackOptions {
	return documents.PackOptions{Site: s.config.BaseURL, Open: func(line models.PaperLine) (documents.PackFile, error) {
		paper, ok := papers[line.ID]
		if !ok {
			return documents.PackFile{}, documents.LeftOut("it was taken away after this agenda was published")
		}
		sha, mediaType := paper.SHA256, paper.MediaType
		if kind, _ := files.TypeOf(mediaType); convert.IsOffice(kind.Extension) {
			*lacking = *lacking || s.packs.office == nil
			if !s.packs.office.Takes(kind.Extension) {
				return documents.PackFile{}, documents.LeftOut("it is not a PDF (" + kind.Name + ")")
			}
			pdf, err := s.asPDF(ctx, sha, kind.Extension)
			if err != nil {
				*lacking = true
				slog.WarnContext(ctx, "a paper was not turned into a PDF", "paper", paper.ID, "error", err)
				return documents.PackFile{}, documents.LeftOut("no PDF could be made of it (" + kind.Name + ")")
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

// asPDF is the SHA-256 of the PDF of an office file. It is kept among the files,
// which no row names: it is swept after a day and made again when it is wanted.
func (s *Server) asPDF(ctx context.Context, sha, extension string) (string, error) {
	s.packs.mu.Lock()
	known, ok := s.packs.pdf[sha]
	s.packs.mu.Unlock()
	if ok {
		if known == "" {
			return "", convert.ErrFailed
		}
		if has, err := s.kept.Has(known); err == nil && has {
			return known, nil
		}
	}
	file, _, err := s.kept.Open(sha)
	if err != nil {
		return "", err
	}
	defer file.Close()
	pdf, err := s.packs.office.PDF(ctx, file, extension)
	made := ""
	if err == nil {
		var stored files.Stored
		if stored, err = s.kept.Put(ctx, bytes.NewReader(pdf), largestDocument); err != nil {
			return "", err
		}
		made = stored.SHA256
	}
	if ctx.Err() == nil {
		s.packs.mu.Lock()
		s.packs.pdf[sha] = made
		s.packs.mu.Unlock()
	}
	return made, err
}

// packPDF is the agenda with its papers in one file. The pack of a published
// version is kept when it is first asked for, and is the same from then on.
func (s *Server) packPDF(c echo.Context) error {
	content, err := s.agendaAsked(c)
	if err != nil {
		return err
	}
	name := "pack-" + content.Meeting.Reference
	if content.Version == 0 {
		return s.sendPack(c, name+"-draft", content, nil)
	}
	d, err := s.store.IssuedAgenda(c.Request().Context(), viewer(c), models.PackDocument, content)
	if err != nil {
		return err
	}
	if d.ID != 0 {
		return s.sendKept(c, name, d)
	}
	return s.sendPack(c, name, content, &d)
}

// sendPack makes a pack and sends it; issued, if not nil, is the document it
// becomes when no paper is missing that may come yet.
func (s *Server) sendPack(c echo.Context, name string, content models.AgendaContent, issued *models.Document) error {
	return s.makePack(c, func(ctx context.Context, file *os.File) (send, error) {
		kept, err := s.drawPack(ctx, viewer(c), content, issued, file)
		if err != nil || kept == nil {
			return func() error { return s.sendTemporary(c, name, file) }, err
		}
		return func() error { return s.sendKept(c, name, *kept) }, nil
	})
}

// drawPack draws a pack into a file. It returns the document that it became, if
// it is kept.
func (s *Server) drawPack(ctx context.Context, who models.Actor, content models.AgendaContent, issued *models.Document, file *os.File) (*models.Document, error) {
	papers, err := s.store.PackPapers(ctx, who, content)
	if err != nil {
		return nil, err
	}
	lacking := false
	if err := s.AddLogo(&content.Letterhead); err != nil {
		return nil, err
	}
	report, err := documents.Pack(content, s.papersOf(ctx, papers, &lacking), file)
	if err != nil || issued == nil || lacking {
		return nil, err
	}
	if _, err := file.Seek(0, 0); err != nil {
		return nil, err
	}
	drawn, err := s.keep(ctx, file)
	if err != nil {
		return nil, err
	}
	d := *issued
	d.SHA256, d.Size, d.Pages = drawn.SHA256, drawn.Size, report.Pages
	d, err = s.store.KeepDocument(ctx, d)
	return &d, err
}

// send answers with what was made.
type send func() error

// makePack waits for its turn and gives do a temporary file. What was begun is
// finished even when nobody waits for it any more, so that the next who asks
// finds it. The turn ends before anything is sent: a slow reader keeps nobody
// waiting.
func (s *Server) makePack(c echo.Context, do func(ctx context.Context, file *os.File) (send, error)) error {
	request := c.Request().Context()
	select {
	case s.packs.turn <- struct{}{}:
	case <-request.Done():
		return request.Err()
	}
	endTurn := sync.OnceFunc(func() { <-s.packs.turn })
	defer endTurn()
	deadline := time.Now().Add(packTime)
	if err := http.NewResponseController(c.Response()).SetWriteDeadline(deadline); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	ctx, cancel := context.WithDeadline(context.WithoutCancel(request), deadline)
	defer cancel()
	file, err := os.CreateTemp("", "quarterday-pack-*.pdf")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	answer, err := do(ctx, file)
	if err != nil {
		return err
	}
	endTurn()
	return answer()
}

// sendTemporary sends a file that is not kept.
func (s *Server) sendTemporary(c echo.Context, name string, file *os.File) error {
	if _, err := file.Seek(0, 0); err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, "application/pdf")
	h.Set(echo.HeaderContentDisposition, `inline; filename="`+name+`.pdf"`)
	h.Del("ETag")
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, file)
	return nil
}

// supplemented is the version that a supplement of this one adds to: the one
// before, or that which the address names.
func (s *Server) supplemented(c echo.Context, content models.AgendaContent) (models.AgendaContent, error) {
	n := narrowing{c: c}
	since := content.Version - 1
	if asked := n.version("since"); asked != 0 {
		since = asked
	}
	if err := n.err(); err != nil {
		return models.AgendaContent{}, err
	}
	if since < 1 || since >= content.Version {
		return models.AgendaContent{}, &models.Error{Kind: models.KindNotFound, Message: "There is no supplement: this agenda has not been published again."}
	}
	return s.store.AgendaContent(c.Request().Context(), viewer(c), content.Meeting.Reference, since)
}

// supplementPDF is what came after the version before (or the one that ?since
// names), with its numbering continuing that version's pack.
func (s *Server) supplementPDF(c echo.Context) error {
	content, err := s.agendaAsked(c)
	if err != nil {
		return err
	}
	before, err := s.supplemented(c, content)
	if err != nil {
		return err
	}
	return s.makePack(c, func(ctx context.Context, file *os.File) (send, error) {
		err := s.drawSupplement(ctx, viewer(c), content, before, file)
		return func() error { return s.sendTemporary(c, "supplement-"+content.Meeting.Reference, file) }, err
	})
}

// drawSupplement draws a supplement to the pack of the version before.
func (s *Server) drawSupplement(ctx context.Context, who models.Actor, content, before models.AgendaContent, file io.Writer) error {
	pack, err := s.store.IssuedAgenda(ctx, who, models.PackDocument, before)
	if err != nil {
		return err
	}
	papers, err := s.store.PackPapers(ctx, who, content)
	if err != nil {
		return err
	}
	lacking, pages := false, pack.Pages
	if pages == 0 { // that pack was never asked for
		old, err := s.store.PackPapers(ctx, who, before)
		if err != nil {
			return err
		}
		if err := s.AddLogo(&before.Letterhead); err != nil {
			return err
		}
		report, err := documents.Pack(before, s.papersOf(ctx, old, &lacking), io.Discard)
		if err != nil {
			return err
		}
		pages = report.Pages
	}
	if err := s.AddLogo(&content.Letterhead); err != nil {
		return err
	}
	if err := s.AddLogo(&before.Letterhead); err != nil {
		return err
	}
	_, err = documents.Supplement(content, before, pages, s.papersOf(ctx, papers, &lacking), file)
	return err
}
