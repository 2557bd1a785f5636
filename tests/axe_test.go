package tests

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/handlers"
	"quarterday/models"
)

// unseen are GET routes of which a crawl finds no page, and why.
var unseen = map[string]string{
	"/meetings/:ref/understand": "tells the minute-taker's script, as JSON, how a line would be understood",
	"/set-up/:token":            "is of an installation that is empty; looked at in TestDoorsAreAccessible",
	"/sign-in/:token":           "is opened from a letter; looked at in TestDoorsAreAccessible",
	"/unsubscribe/:token":       "is opened from an email that was sent; looked at in TestDoorsAreAccessible",
	"/reply/:token":             "is opened from an invitation; looked at in TestDoorsAreAccessible",
	"/calendar/:file":           "is a calendar by an address that its owner alone knows, not a page",
	"/logo/:sha":                "gives the logo, which pages show",
	"/documents/:sha":           "gives an issued document by the hash that is printed on it, as a file to keep",
	"public /papers/:id":        "no practice of the sample that the public may read has a paper; it would be a file to keep",
}

// letterPage is shown in a frame without scripts, as a mail program does; it is
// looked at in a window of its own.
const letterPage = "/outbox/:id/html"

// nothingNeeded are forms that may be sent empty, and why; they are sent after
// the others and in this order, since they change something.
var nothingNeeded = []struct{ form, why string }{
	{"/account/emails", "nobody has to be sent any"},
	{"/practices/:slug/adopt (note)", "a note is optional"},
	{"/practices/:slug/publish", "those may read it whom its author chose"},
	{"/settings/:section (reporting)", "a partnership need not say how to report a concern"},
	{"/meetings/:ref/edit", "what is left empty is as usual"},
	{"/meetings/:ref/reply (deputy_email, deputy_job_title, deputy_name, note, reply)", "the answer that was given before stands"},
	{"/meetings/:ref/attendance", "nothing need be known of anybody yet"},
}

// mayBeEmpty is the form's place among those of which nothing is needed, from 1;
// 0 for all others.
func (f formFound) mayBeEmpty() int {
	return 1 + slices.IndexFunc(nothingNeeded, func(n struct{ form, why string }) bool {
		return n.form == f.kind || strings.HasPrefix(f.kind, n.form+" (")
	})
}

// TestEveryPageIsAccessible looks at a page of every route as everyone who may
// see it, and at more where pages of one route are made of different things;
// then it sends every form empty and looks at the answers.
func TestEveryPageIsAccessible(t *testing.T) {
	t.Parallel()
	routes := newSample(t, nil).routes
	match := newMatcher(routes)
	site := serve(t, sampleFolder(t), "demo")
	browser := startChromium(t)
	known, sent := map[string]bool{}, map[string]bool{}
	for _, role := range everybody {
		t.Run(nameOf(role), func(t *testing.T) {
			client := signInAs(t, site.base, role)
			all := crawl(t, client, site.base, match, 25)
			all = append(all, unlinked(t, client, site.base, routes, role, all)...)
			everyRouteSeen(t, role, routes, all)
			everyTitleItsOwn(t, all)

			l := newLooker(t, browser, site.base)
			l.signIn(role)
			for _, f := range worthALook(all, known) {
				if f.pattern == letterPage {
					l.lookAtLetter(f)
					continue
				}
				if err := l.open(f.path, http.StatusOK); err != nil {
					t.Errorf("%s: %v", f.path, err)
					continue
				}
				l.look(f.path)
			}
			pages := l.count
			forms := formsOf(all, match)
			// Those that may be empty come last, since they change something.
			slices.SortStableFunc(forms, func(a, b formFound) int { return a.mayBeEmpty() - b.mayBeEmpty() })
			for _, f := range forms {
				if stale := "stale " + f.kind; f.versioned && !sent[stale] {
					sent[stale] = true
					l.sends(f, true)
				}
			}
			conflicts := l.count - pages
			for _, f := range forms {
				if !sent[f.kind] {
					sent[f.kind] = true
					l.sends(f, false)
				}
			}
			t.Logf("%d addresses, %d pages looked at, %d answers to empty forms and %d to stale ones", len(all), pages, l.count-pages-conflicts, conflicts)
		})
	}
}

// sends sends a form empty, or as it is and stale, as if somebody had changed
// the thing meanwhile, and looks at the answer.
func (l *looker) sends(f formFound, stale bool) {
	l.t.Helper()
	what, mayBe := f.path+", sending "+f.kind+" empty", f.mayBeEmpty() > 0
	if stale {
		what, mayBe = f.path+", sending a stale "+f.kind, false
	}
	if err := l.open(f.path, http.StatusOK); err != nil {
		l.t.Errorf("%s: %v", what, err)
		return
	}
	l.complaints()
	status, err := l.send(f.nth, stale)
	switch {
	case err != nil:
		l.t.Errorf("%s: %v", what, err)
	case (status == http.StatusUnprocessableEntity || status == http.StatusConflict) && !mayBe:
		l.look(what)
	case status == http.StatusOK && mayBe:
	default:
		l.t.Errorf("%s: answers %d", what, status)
	}
}

// everyRouteSeen checks that the crawl got to all that the role may see.
func everyRouteSeen(t *testing.T, role models.Role, routes []handlers.Route, all []found) {
	t.Helper()
	for _, r := range routes {
		if !visible(r, role) {
			continue
		}
		if !slices.ContainsFunc(all, func(f found) bool { return f.pattern == r.Path }) {
			t.Errorf("%s was not seen", r.Path)
		}
	}
}

// visible says whether the role may see pages of the route.
func visible(r handlers.Route, role models.Role) bool {
	return r.Method == http.MethodGet && unseen[r.Path] == "" && unseen[nameOf(role)+" "+r.Path] == "" && (models.Actor{Role: role}).Reach(r.May) != models.No
}

// unlinked finds pages of the routes to which no link led, because the sample
// has nothing in the state in which the link is shown: their addresses are made
// from those of other pages.
func unlinked(t *testing.T, client *http.Client, base string, routes []handlers.Route, role models.Role, all []found) []found {
	t.Helper()
	var more []found
	param := regexp.MustCompile(`:[a-z_]+`)
	for _, r := range routes {
		if !visible(r, role) || slices.ContainsFunc(all, func(f found) bool { return f.pattern == r.Path }) {
			continue
		}
		for path := range filled(r.Path, param, all) {
			f, err := get(client, base, path)
			if err != nil {
				t.Fatal(err)
			}
			f.pattern, f.from = r.Path, "nowhere"
			if f.status == http.StatusOK {
				more = append(more, f)
				break
			}
		}
	}
	return more
}

// filled gives addresses of a route whose parameters are as those of the found
// addresses that begin in the same way.
func filled(pattern string, param *regexp.Regexp, all []found) map[string]bool {
	paths := map[string]bool{}
	at := param.FindStringIndex(pattern)
	if at == nil {
		paths[pattern] = true
		return paths
	}
	for _, f := range all {
		path, _, _ := strings.Cut(f.path, "?")
		if strings.HasPrefix(f.pattern, pattern[:at[1]]) && strings.HasPrefix(path, pattern[:at[0]]) {
			value, _, _ := strings.Cut(path[at[0]:], "/")
			paths[pattern[:at[0]]+value+pattern[at[1]:]] = true
		}
	}
	return paths
}

// everyTitleItsOwn checks that pages can be told apart in a list of windows.
func everyTitleItsOwn(t *testing.T, all []found) {
	t.Helper()
	of := map[string]string{}
	for _, f := range all {
		if !f.isPage() || f.pattern == letterPage { // a letter is called as its subject is
			continue
		}
		path, _, _ := strings.Cut(f.path, "?")
		title := fold(f.doc.Find("title").Text())
		if other, ok := of[title]; ok && other != path {
			t.Errorf("%s and %s are both called “%s”", other, path, title)
		}
		of[title] = path
	}
}

// worthALook chooses a page of each route, the one that is made of most things,
// and those that are made of anything not yet known of any viewer.
func worthALook(all []found, known map[string]bool) []found {
	by := map[string][]found{}
	for _, f := range all {
		if f.isPage() {
			by[f.pattern] = append(by[f.pattern], f)
		}
	}
	var chosen []found
	for _, pattern := range slices.Sorted(maps.Keys(by)) {
		pages := by[pattern]
		shapes := map[string]map[string]bool{}
		for _, f := range pages {
			shapes[f.path] = shape(f.doc)
		}
		slices.SortStableFunc(pages, func(a, b found) int { return len(shapes[b.path]) - len(shapes[a.path]) })
		for i, f := range pages {
			news := false
			for s := range shapes[f.path] {
				news = news || !known[pattern+" "+s]
				known[pattern+" "+s] = true
			}
			if news || i == 0 {
				chosen = append(chosen, f)
			}
		}
	}
	return chosen
}

// formFound is a form that something can be typed or chosen in.
type formFound struct {
	path      string // the page that it is on
	nth       int    // of the POST forms of that page
	kind      string // the route that it is sent to, and the fields
	versioned bool   // it tells which version of a thing it changes
}

// formsOf are the forms of these pages, one of each kind.
func formsOf(all []found, match matcher) []formFound {
	var forms []formFound
	kinds := map[string]bool{}
	digits := regexp.MustCompile(`[0-9]+`)
	for _, f := range all {
		if !f.isPage() {
			continue
		}
		nth := -1
		f.doc.Find("main form").Each(func(_ int, form *goquery.Selection) {
			if !strings.EqualFold(form.AttrOr("method", "get"), "post") {
				return
			}
			nth++
			fields := map[string]bool{}
			form.Find("input, textarea, select").Each(func(_ int, e *goquery.Selection) {
				if e.AttrOr("type", "") != "hidden" && (goquery.NodeName(e) != "select" || e.Find(`option[value=""]`).Length() > 0) {
					fields[digits.ReplaceAllString(e.AttrOr("name", ""), "N")] = true
				}
			})
			at, err := url.Parse(f.path)
			if err == nil {
				at, err = at.Parse(form.AttrOr("action", f.path))
			}
			if err != nil || len(fields) == 0 {
				return
			}
			pattern := match.pattern(http.MethodPost, at.Path)
			kind := fmt.Sprintf("%s (%s)", pattern, strings.Join(slices.Sorted(maps.Keys(fields)), ", "))
			if !kinds[kind] {
				kinds[kind] = true
				forms = append(forms, formFound{f.path, nth, kind, form.Find("input[name=version]").Length() > 0})
			}
		})
	}
	return forms
}
