package handlers

import (
	"bytes"
	"errors"
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/templates"
)

// Renderer holds every page's template, parsed once. It serves one partnership, whose time zone it shows times in.
type Renderer struct {
	pages   map[string]*template.Template
	zone    atomic.Pointer[time.Location]
	buffers sync.Pool
}

// NewRenderer parses all pages. An error names the file that is wrong.
func NewRenderer(zone *time.Location) (*Renderer, error) {
	return newRenderer(zone, templates.Files)
}

// newRenderer takes the layout and partials from the product and the pages from any tree that has pages/.
func newRenderer(zone *time.Location, pages fs.FS) (*Renderer, error) {
	r := &Renderer{pages: map[string]*template.Template{}}
	r.buffers.New = func() any { return new(bytes.Buffer) }
	r.SetZone(zone)

	base, err := template.New("layout.html").Funcs(r.functions()).ParseFS(templates.Files, "layout.html", "partials/*.html")
	if err != nil {
		return nil, err
	}
	err = fs.WalkDir(pages, "pages", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".html" {
			return err
		}
		source, err := fs.ReadFile(pages, file)
		if err != nil {
			return err
		}
		page, err := base.Clone()
		if err != nil {
			return err
		}
		if _, err := page.New(file).Parse(string(source)); err != nil {
			return err
		}
		name := strings.TrimSuffix(strings.TrimPrefix(file, "pages/"), ".html")
		r.pages[name] = page
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("templates: %w", err)
	}
	return r, nil
}

// SetZone changes the time zone that pages show, when the partnership changes its own.
func (r *Renderer) SetZone(zone *time.Location) { r.zone.Store(zone) }

// execute writes a page into a buffer from the pool; the caller gives it back with release.
func (r *Renderer) execute(page string, data any) (*bytes.Buffer, error) {
	set, ok := r.pages[page]
	if !ok {
		return nil, fmt.Errorf("templates: no page %q", page)
	}
	buffer := r.buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	if err := set.ExecuteTemplate(buffer, "layout", data); err != nil {
		r.release(buffer)
		return nil, fmt.Errorf("templates: %s: %w", page, err)
	}
	return buffer, nil
}

// largestKept is the size above which a buffer is left to the collector, so that one long page does not hold memory.
const largestKept = 1 << 20

func (r *Renderer) release(buffer *bytes.Buffer) {
	if buffer.Cap() <= largestKept {
		r.buffers.Put(buffer)
	}
}

// render answers with a page, for example render(c, 200, "meetings/show", data). The page is complete before its
// first byte is sent, so that an error in a template is an error and not half a page.
func render(c echo.Context, status int, page string, data any) error {
	r, ok := c.Get(rendererKey).(*Renderer)
	if !ok {
		return errors.New("templates: the request passed no renderer")
	}
	buffer, err := r.execute(page, data)
	if err != nil {
		return err
	}
	defer r.release(buffer)
	return c.HTMLBlob(status, buffer.Bytes())
}

const rendererKey = "renderer"

// Middleware lets the handlers of its requests render pages.
func (r *Renderer) Middleware(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		c.Set(rendererKey, r)
		return next(c)
	}
}
