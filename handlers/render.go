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
	"text/template/parse"
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

// newRenderer takes the layout and partials from the product and the pages from any tree that has pages/. Each page
// gets a set of its own with those partials alone that it uses: html/template works out the escaping of every template
// in a set, and keeps it.
func newRenderer(zone *time.Location, pages fs.FS) (*Renderer, error) {
	r := &Renderer{pages: map[string]*template.Template{}}
	r.buffers.New = func() any { return new(bytes.Buffer) }
	r.SetZone(zone)

	shared, err := template.New("layout.html").Funcs(r.functions()).ParseFS(templates.Files, "layout.html", "partials/*.html")
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
		page, err := template.New(file).Funcs(r.functions()).Parse(string(source))
		if err != nil {
			return err
		}
		if err := addShared(page, shared, "layout", map[string]bool{}); err != nil {
			return fmt.Errorf("%s: %w", file, err)
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

// addShared gives page the template of this name, if it has none of its own, and all that it uses; seen are those that
// have been gone through.
func addShared(page, shared *template.Template, name string, seen map[string]bool) error {
	if seen[name] {
		return nil
	}
	seen[name] = true
	own := page.Lookup(name)
	if own == nil {
		from := shared.Lookup(name)
		if from == nil {
			return fmt.Errorf("there is no template %q", name)
		}
		var err error
		if own, err = page.AddParseTree(name, from.Tree.Copy()); err != nil {
			return err
		}
	}
	return eachUsed(own.Tree.Root, func(used string) error { return addShared(page, shared, used, seen) })
}

// eachUsed calls do for each template that a node calls.
func eachUsed(node parse.Node, do func(name string) error) error {
	var inside []parse.Node
	branch := func(b *parse.BranchNode) {
		inside = append(inside, b.List)
		if b.ElseList != nil {
			inside = append(inside, b.ElseList)
		}
	}
	switch n := node.(type) {
	case *parse.ListNode:
		inside = n.Nodes
	case *parse.IfNode:
		branch(&n.BranchNode)
	case *parse.RangeNode:
		branch(&n.BranchNode)
	case *parse.WithNode:
		branch(&n.BranchNode)
	case *parse.TemplateNode:
		return do(n.Name)
	}
	for _, in := range inside {
		if err := eachUsed(in, do); err != nil {
			return err
		}
	}
	return nil
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
	mark(data)
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
