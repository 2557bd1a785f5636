package tests

import (
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"
	"golang.org/x/net/html"

	"quarterday/handlers"
	"quarterday/models"
)

// everybody are the kinds of viewer, the public first.
var everybody = append([]models.Role{models.RolePublic}, models.Roles...)

func nameOf(role models.Role) string {
	if role == models.RolePublic {
		return "public"
	}
	return string(role)
}

// matcher tells which route of the table an address belongs to, as the server
// itself decides it.
type matcher struct{ router *echo.Echo }

func newMatcher(routes []handlers.Route) matcher {
	e := echo.New()
	for _, r := range routes {
		e.Add(r.Method, r.Path, func(echo.Context) error { return nil })
	}
	return matcher{e}
}

// pattern is the route's path, or "" where there is none.
func (m matcher) pattern(method, path string) string {
	c := m.router.NewContext(nil, nil)
	m.router.Router().Find(method, path, c)
	if !slices.ContainsFunc(m.router.Routes(), func(r *echo.Route) bool { return r.Method == method && r.Path == c.Path() }) {
		return ""
	}
	return c.Path()
}

// found is one address that a crawl led to.
type found struct {
	path      string // with its query
	from      string // the page whose link led there first
	pattern   string
	status    int
	mediaType string
	body      string
	doc       *goquery.Document // nil for what is no page
}

func (f found) isPage() bool { return f.doc != nil }

// crawl follows every link and GET form of the site from its home page as far
// as this client gets, breadth first: at most each addresses of one route and
// one set of query parameters.
func crawl(t *testing.T, client *http.Client, base string, routes matcher, each int) []found {
	t.Helper()
	var all []found
	queue, from, kinds := []string{"/"}, map[string]string{"/": "nowhere"}, map[string]int{}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		at, err := url.Parse(base + path)
		if err != nil {
			t.Fatal(err)
		}
		pattern := routes.pattern(http.MethodGet, at.Path)
		if pattern == "" {
			t.Errorf("a link of %s leads to %s, which is no route", from[path], path)
			continue
		}
		kind := pattern
		for name := range at.Query() {
			kind += " " + name
		}
		if kinds[kind]++; kinds[kind] > each {
			continue
		}
		f, err := get(client, base, path)
		if err != nil {
			t.Fatal(err)
		}
		f.from = from[path]
		if f.path != path { // it redirects, to a page that is followed as such
			if from[f.path] == "" {
				from[f.path] = path
				queue = append(queue, f.path)
			}
			f = found{path: path, from: from[path], status: f.status}
		}
		f.pattern = pattern
		all = append(all, f)
		if f.status >= 400 {
			t.Errorf("a link of %s leads to %s, which answers %d", f.from, path, f.status)
		}
		if !f.isPage() {
			continue
		}
		for _, to := range linksOf(f.doc, at) {
			if from[to] == "" {
				from[to] = path
				queue = append(queue, to)
			}
		}
	}
	return all
}

// get asks for one address; where it redirects, the path is that to which it led.
func get(client *http.Client, base, path string) (found, error) {
	resp, err := client.Get(base + path)
	if err != nil {
		return found{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return found{}, err
	}
	f := found{path: resp.Request.URL.RequestURI(), status: resp.StatusCode, mediaType: resp.Header.Get("Content-Type"), body: string(body)}
	if strings.HasPrefix(f.mediaType, "text/html") {
		f.doc, err = goquery.NewDocumentFromReader(strings.NewReader(f.body))
	}
	return f, err
}

// linksOf are the addresses of this site that a page at leads to, each once.
func linksOf(doc *goquery.Document, at *url.URL) []string {
	var all []string
	add := func(ref string) {
		to, err := at.Parse(ref)
		if err != nil || to.Host != at.Host || to.Scheme != at.Scheme || strings.HasPrefix(to.Path, "/static/") {
			return
		}
		if path := to.RequestURI(); !slices.Contains(all, path) {
			all = append(all, path)
		}
	}
	doc.Find("a[href]").Each(func(_ int, a *goquery.Selection) { add(a.AttrOr("href", "")) })
	doc.Find("iframe[src]").Each(func(_ int, a *goquery.Selection) { add(a.AttrOr("src", "")) })
	doc.Find("form").Each(func(_ int, form *goquery.Selection) {
		if strings.EqualFold(form.AttrOr("method", "get"), "get") {
			add(form.AttrOr("action", at.Path))
		}
	})
	return all
}

// signInAs is a client of the demo's person of this role.
func signInAs(t *testing.T, base string, role models.Role) *http.Client {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	if role == models.RolePublic {
		return client
	}
	resp, err := client.PostForm(base+"/demo/sign-in", url.Values{"as": {string(role)}})
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Fatalf("signing in as %s answers %d", role, resp.StatusCode)
	}
	return client
}

// shape is what a page is made of: each element within each other, told apart
// by classes and roles. Pages of one shape differ in their words alone.
func shape(doc *goquery.Document) map[string]bool {
	all := map[string]bool{}
	var walk func(n *html.Node, above string)
	walk = func(n *html.Node, above string) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode {
				continue
			}
			name := c.Data
			for _, a := range c.Attr {
				switch a.Key {
				case "class":
					classes := strings.Fields(a.Val)
					slices.Sort(classes)
					name += "." + strings.Join(classes, ".")
				case "role", "type", "scope":
					name += fmt.Sprintf("[%s=%s]", a.Key, a.Val)
				}
			}
			all[above+">"+name] = true
			walk(c, name)
		}
	}
	for _, n := range doc.Find("main").Nodes {
		walk(n, "main")
	}
	return all
}
