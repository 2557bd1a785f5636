// Package handlers is the web side: it reads requests, asks models for what a
// page shows or tells it what the user wants done, and chooses the next page.
// Rules of the business are in models.
package handlers

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"

	"quarterday/convert"
	"quarterday/files"
	"quarterday/models"
	"quarterday/static"
)

// Config is what the operator decides about the web side.
type Config struct {
	// BaseURL begins every link that leaves the site (letters, calendars). The
	// Host header of a request is never used for that.
	BaseURL string
	// Demo offers sign-in by one press of a button, and shows sign-in links on
	// the page.
	Demo bool
	// Proxies are the networks of the reverse proxies in front of the site
	// ("10.0.0.0/8" or one address). What they say of where a request came from
	// is believed; what anybody else says is not.
	Proxies []string
	// MailServer says that letters are sent. Without, they stay in the outbox,
	// where the secretariat reads them and hands them on.
	MailServer bool
	// MailFrom is the address that letters are sent from; empty is the
	// partnership's own for replies.
	MailFrom string
	// Mailbox says that answers to letters are read from a mailbox.
	Mailbox bool
	// Build tells apart the pages of different versions of the program.
	Build string
}

// Server answers the requests of one partnership's site.
type Server struct {
	store  *models.Store
	kept   *files.Store // papers and documents, by their content
	packs  *packer
	config Config
	pages  *Renderer
	tries  *tries
	from   echo.IPExtractor
	pause  func(context.Context, time.Duration)
	static echo.HandlerFunc

	partnership atomic.Pointer[partnershipAt]
	readingLogo sync.Mutex // held while an uploaded logo is unpacked
}

// New makes the server; it fails when a template is wrong, so that a broken
// page is found at the start and not by a user.
func New(store *models.Store, kept *files.Store, config Config) (*Server, error) {
	base, err := url.Parse(config.BaseURL)
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("the base URL must begin with http:// or https:// and a host: %q", config.BaseURL)
	}
	s := &Server{store: store, kept: kept, config: config, tries: newTries(store.Now), pause: pause}
	if s.from, err = whereFrom(config.Proxies); err != nil {
		return nil, err
	}
	if s.pages, err = NewRenderer(time.UTC); err != nil {
		return nil, err
	}
	if s.static, err = staticFiles(); err != nil {
		return nil, err
	}
	s.packs = newPacker(convert.Find())
	store.DrawWith(s.drawIssued)
	return s, nil
}

// secure says whether the site is reached over https, so that cookies must be.
func (s *Server) secure() bool {
	u, _ := url.Parse(s.config.BaseURL)
	return u != nil && u.Scheme == "https"
}

const (
	// formLimit bounds an ordinary form; uploadLimit one with papers, a little above
	// largestUpload, so that a page can still say what was too large.
	formLimit   = "4M"
	uploadLimit = "110M"
	// verifyLimit bounds a document that is checked, which is counted as it comes
	// and never held: the largest that is kept, and the form around it.
	verifyLimit = "501M"
)

// Handler is the whole site as an http.Handler.
func (s *Server) Handler() http.Handler {
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.HTTPErrorHandler = s.showError
	e.IPExtractor = s.from
	e.Logger.SetOutput(discard{})
	e.Pre(requestID, s.log, withoutSlash)
	e.Use(s.pages.Middleware, middleware.RecoverWithConfig(middleware.RecoverConfig{LogErrorFunc: func(c echo.Context, err error, stack []byte) error {
		slog.ErrorContext(c.Request().Context(), "a page panicked", "request", idOf(c), "error", err, "stack", string(stack))
		return err
	}}), securityHeaders, s.session)
	for path, answer := range map[string]echo.HandlerFunc{
		static.Prefix + "*": s.static, "/favicon.ico": s.static, "/robots.txt": s.robots(),
		"/healthz": func(c echo.Context) error { return c.String(http.StatusOK, "ok\n") }, "/readyz": s.ready,
	} {
		e.GET(path, answer)
		e.HEAD(path, answer)
	}
	for _, r := range s.Routes() {
		within := []echo.MiddlewareFunc{s.gate(r)}
		switch {
		case r.Upload:
			within = append(within, middleware.BodyLimit(cmp.Or(r.Limit, uploadLimit)), allowReceiving)
		default:
			within = append(within, middleware.BodyLimit(formLimit))
		}
		e.Add(r.Method, r.Path, r.Handle, append(within, s.cached)...)
		if r.Method == GET { // the same without a body, which net/http leaves out
			e.HEAD(r.Path, r.Handle, append(within, s.cached)...)
		}
	}
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Error(w, "This form was sent from another site, so it was not taken. Go to the page itself and send it from there.", http.StatusForbidden)
	}))
	return protection.Handler(e)
}

func (s *Server) ready(c echo.Context) error {
	if err := s.store.Ready(c.Request().Context()); err != nil {
		slog.Warn("the database does not answer", "error", err)
		return c.String(http.StatusServiceUnavailable, "the database does not answer\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

// discard drops Echo's own log lines; ours go through slog.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
