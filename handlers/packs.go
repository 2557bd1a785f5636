package handlers

import (
	"context"
	"io"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/convert"
	"quarterday/documents"
	"quarterday/models"
)

// packTime is how long a pack may take when many papers have to be turned into
// PDFs first.
const packTime = 15 * time.Minute

// packer makes packs, one at a time: each may hold a large paper in memory.
type packer struct {
	office    *convert.Office // nil where LibreOffice is not installed
	turn      chan struct{}
	published chan struct{} // told when an agenda is published, so that its pack is drawn at once

	mu     sync.Mutex
	failed map[string]bool              // SHA-256 of office files that no PDF could be made of
	why    map[string]documents.LeftOut // SHA-256 of a paper → why packs leave it out, "" if they do not

	looking sync.Mutex // held while a paper is looked at that is not known yet
}

func newPacker(office *convert.Office) *packer {
	return &packer{office: office, turn: make(chan struct{}, 1), published: make(chan struct{}, 1), failed: map[string]bool{}, why: map[string]documents.LeftOut{}}
}

// packRecord is a pack or a supplement of published versions, which is kept
// once it is drawn and is the same from then on.
type packRecord struct {
	find func(ctx context.Context) (models.Document, error)
	draw func(ctx context.Context, lacking *bool, file *os.File) (documents.PackReport, error)
}

// packRecord is the pack of a published version: drawn for all who may read it,
// from the papers that were published with it.
func (s *Server) packRecord(content models.AgendaContent) packRecord {
	return packRecord{
		find: func(ctx context.Context) (models.Document, error) {
			return s.store.IssuedAgenda(ctx, models.Operator, models.PackDocument, content)
		},
		draw: func(ctx context.Context, lacking *bool, file *os.File) (documents.PackReport, error) {
			return s.drawPack(ctx, models.Operator, content, lacking, file)
		},
	}
}

// drawPack draws a pack into a file.
func (s *Server) drawPack(ctx context.Context, who models.Actor, content models.AgendaContent, lacking *bool, file *os.File) (documents.PackReport, error) {
	papers, err := s.store.PackPapers(ctx, who, content)
	if err != nil {
		return documents.PackReport{}, err
	}
	if err := s.AddLogo(&content.Letterhead); err != nil {
		return documents.PackReport{}, err
	}
	return documents.Pack(content, s.papersOf(ctx, papers, lacking), file)
}

// supplementRecord is the supplement that leads from one published version to
// another. Its numbering continues that of the earlier version's pack.
func (s *Server) supplementRecord(content, before models.AgendaContent) packRecord {
	return packRecord{
		find: func(ctx context.Context) (models.Document, error) {
			return s.store.IssuedSupplement(ctx, models.Operator, content, before.Version)
		},
		draw: func(ctx context.Context, lacking *bool, file *os.File) (documents.PackReport, error) {
			pack, lacks, err := s.packBefore(ctx, before)
			if err != nil {
				return documents.PackReport{}, err
			}
			*lacking = *lacking || lacks
			papers, err := s.store.PackPapers(ctx, models.Operator, content)
			if err != nil {
				return documents.PackReport{}, err
			}
			for _, head := range []*models.Letterhead{&content.Letterhead, &before.Letterhead} {
				if err := s.AddLogo(head); err != nil {
					return documents.PackReport{}, err
				}
			}
			return documents.Supplement(content, before, pack.Pages, s.papersOf(ctx, papers, lacking), file)
		},
	}
}

// packBefore is the pack that a supplement adds to, which is drawn now if nobody
// has asked for it. It lacks something where it cannot be kept yet.
func (s *Server) packBefore(ctx context.Context, before models.AgendaContent) (pack models.Document, lacks bool, err error) {
	file, done, err := temporaryPDF()
	if err != nil {
		return pack, false, err
	}
	defer done()
	pack, err = s.keepRecord(ctx, s.packRecord(before), file)
	return pack, pack.ID == 0, err
}

// keepRecord draws a record into a file and keeps it, unless somebody has while
// this waited. The document that it returns has no number where a paper is
// missing that may come yet: then the file is all there is.
func (s *Server) keepRecord(ctx context.Context, r packRecord, file *os.File) (models.Document, error) {
	d, err := r.find(ctx)
	if err != nil || d.ID != 0 {
		return d, err
	}
	lacking := false
	report, err := r.draw(ctx, &lacking, file)
	if err != nil {
		return d, err
	}
	if d.Pages, d.LeftOut = report.Pages, report.LeftOut; lacking {
		return d, nil
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return d, err
	}
	drawn, err := s.keep(ctx, file)
	if err != nil {
		return d, err
	}
	d.SHA256, d.Size = drawn.SHA256, drawn.Size
	return s.store.KeepDocument(ctx, d)
}

// packPDF is the agenda with its papers in one file.
func (s *Server) packPDF(c echo.Context) error {
	content, err := s.agendaAsked(c)
	if err != nil {
		return err
	}
	if content.Version > 0 {
		return s.sendRecord(c, content.Meeting.Reference, s.packRecord(content))
	}
	name := "pack-" + content.Meeting.Reference + "-draft"
	if c.Request().Method == http.MethodHead {
		return sendHead(c, name)
	}
	return s.makePack(c, func(ctx context.Context, file *os.File) (send, error) {
		lacking := false
		_, err := s.drawPack(ctx, viewer(c), content, &lacking, file)
		return func() error { return s.sendTemporary(c, name, file) }, err
	})
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

// supplementPDF is what came after the version before, or the one that ?since
// names.
func (s *Server) supplementPDF(c echo.Context) error {
	content, err := s.agendaAsked(c)
	if err != nil {
		return err
	}
	before, err := s.supplemented(c, content)
	if err != nil {
		return err
	}
	return s.sendRecord(c, content.Meeting.Reference, s.supplementRecord(content, before))
}

// sendRecord sends a record as it is kept, or as it is drawn now.
func (s *Server) sendRecord(c echo.Context, ref string, r packRecord) error {
	d, err := r.find(c.Request().Context())
	if err != nil {
		return err
	}
	name := documentFileName(ref, d)
	switch {
	case !d.VisibleTo(viewer(c)):
		return echo.ErrNotFound
	case d.ID != 0:
		return s.sendKept(c, name, d)
	case c.Request().Method == http.MethodHead:
		return sendHead(c, name)
	}
	return s.makePack(c, func(ctx context.Context, file *os.File) (send, error) {
		d, err := s.keepRecord(ctx, r, file)
		if err != nil || d.ID == 0 {
			return func() error { return s.sendTemporary(c, name, file) }, err
		}
		return func() error { return s.sendKept(c, name, d) }, nil
	})
}

// send answers with what was made.
type send func() error

// makePack waits for its turn and gives do a temporary file. What was begun is
// finished even when nobody waits for it any more, so that the next who asks
// finds it. The turn ends before anything is sent: a slow reader keeps nobody
// waiting.
func (s *Server) makePack(c echo.Context, do func(ctx context.Context, file *os.File) (send, error)) error {
	request := c.Request().Context()
	endTurn, err := s.packs.takeTurn(request)
	if err != nil {
		return err
	}
	defer endTurn()
	deadline := time.Now().Add(packTime)
	if err := supported(http.NewResponseController(c.Response()).SetWriteDeadline(deadline.Add(leastTime))); err != nil {
		return err
	}
	ctx, cancel := context.WithDeadline(context.WithoutCancel(request), deadline)
	defer cancel()
	file, done, err := temporaryPDF()
	if err != nil {
		return err
	}
	defer done()
	answer, err := do(ctx, file)
	if err != nil {
		return err
	}
	endTurn()
	return answer()
}

// takeTurn waits until no other pack is made. The turn may be ended twice.
func (p *packer) takeTurn(ctx context.Context) (end func(), err error) {
	select {
	case p.turn <- struct{}{}:
		return sync.OnceFunc(func() { <-p.turn }), nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// temporaryPDF is a file that is gone when it is done with.
func temporaryPDF() (file *os.File, done func(), err error) {
	file, err = os.CreateTemp("", "quarterday-pack-*.pdf")
	if err != nil {
		return nil, nil, err
	}
	return file, func() {
		file.Close()
		os.Remove(file.Name())
	}, nil
}

// sendTemporary sends a file that is not kept.
func (s *Server) sendTemporary(c echo.Context, name string, file *os.File) error {
	size, err := file.Seek(0, io.SeekEnd)
	if err == nil {
		_, err = file.Seek(0, io.SeekStart)
	}
	if err != nil {
		return err
	}
	if err := allowSending(c, size); err != nil {
		return err
	}
	setPDF(c, name)
	c.Response().Header().Del("ETag")
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, file)
	return nil
}

// sendHead says of a document that is not drawn yet what a whole answer would
// begin with.
func sendHead(c echo.Context, name string) error {
	setPDF(c, name)
	c.Response().Header().Del("ETag")
	return c.NoContent(http.StatusOK)
}
