package tests

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"quarterday/models"
)

//go:embed axe/axe.min.js
var axeScript string

//go:embed testdata/look.js
var lookScript string

//go:embed testdata/narrow.js
var narrowScript string

//go:embed testdata/empty.js
var emptyScript string

// standards are what axe holds each page against.
var standards = []string{"wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"}

// looker opens pages in one window and says what is wrong with them.
type looker struct {
	*chromium
	t     *testing.T
	check string // what is evaluated on each page
	count int

	mu      sync.Mutex
	console []complaint
}

// complaint is what the browser wrote to its console.
type complaint struct{ text, at string }

func newLooker(t *testing.T, browser context.Context, base string) *looker {
	t.Helper()
	want, err := json.Marshal(standards)
	if err != nil {
		t.Fatal(err)
	}
	l := &looker{t: t, chromium: newChromium(t, browser, base), check: "(" + lookScript + ")(" + string(want) + ")"}
	// Once for the window: sent with each page it would take most of the time.
	err = chromedp.Do(l.ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: axeScript})
		return err
	}))
	if err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(l.ctx, l.hear); err != nil {
		t.Fatal(err)
	}
	return l
}

func (l *looker) hear(event any) {
	var c complaint
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		c.text = e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			c.text += " " + e.ExceptionDetails.Exception.Description
		}
	case *runtime.EventConsoleAPICalled:
		if e.Type != runtime.ConsoleAPICalledTypeError && e.Type != runtime.ConsoleAPICalledTypeWarning {
			return
		}
		for _, a := range e.Args {
			c.text += string(a.Value) + a.Description + " "
		}
	case *log.EventEntryAdded:
		if e.Entry.Level != log.EntryLevelError && e.Entry.Level != log.EntryLevelWarning {
			return
		}
		c = complaint{e.Entry.Text, e.Entry.URL}
	default:
		return
	}
	l.mu.Lock()
	l.console = append(l.console, c)
	l.mu.Unlock()
}

func (l *looker) signIn(role models.Role) {
	l.t.Helper()
	if role == models.RolePublic {
		return
	}
	v := &visitor{t: l.t, name: "The " + nameOf(role), screen: l.chromium}
	v.goTo("/sign-in")
	v.near("Look round as").done(role.Label())
}

// wide sets the window to the width of a desk's screen.
func (l *looker) wide() error { return chromedp.Do(l.ctx, chromedp.EmulateViewport(1280, 1000)) }

// open goes to a path of the site, which must answer with this status.
func (l *looker) open(path string, status int64) error {
	return l.step(chromedp.Navigate(l.base+path), status)
}

// step does something that leads to another page.
func (l *looker) step(do chromedp.Action[chromedp.Void], status int64) error {
	ctx, cancel := context.WithTimeout(l.ctx, stepTime)
	defer cancel()
	if err := l.wide(); err != nil {
		return err
	}
	resp, err := chromedp.RunResponse(ctx, do)
	if err == nil && resp.Status != status {
		err = fmt.Errorf("the server answers %d, not %d", resp.Status, status)
	}
	return err
}

// send sends the nth POST form of the page that is open, with nothing in it or
// as it is with a version of long ago, and gives the answer's status.
func (l *looker) send(nth int, stale bool) (int64, error) {
	ctx, cancel := context.WithTimeout(l.ctx, stepTime)
	defer cancel()
	if err := l.wide(); err != nil {
		return 0, err
	}
	resp, err := chromedp.RunResponse(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := chromedp.Evaluate[any](fmt.Sprintf("(%s)(%d, %t)", emptyScript, nth, stale))(ctx, t)
		return err
	}))
	if err != nil {
		return 0, err
	}
	return resp.Status, nil
}

// look reports everything that is wrong with the page that is open.
func (l *looker) look(what string) {
	l.t.Helper()
	l.count++
	wrong, err := evaluate[[]string](l.chromium, l.check)
	if err != nil {
		l.t.Errorf("%s: %v", what, err)
		return
	}
	if err := chromedp.Do(l.ctx, chromedp.EmulateViewport(320, 800)); err != nil {
		l.t.Fatal(err)
	}
	type narrowness struct {
		Width int
		Wrong []string
	}
	narrow, err := evaluate[narrowness](l.chromium, "("+narrowScript+")()")
	if err != nil {
		l.t.Errorf("%s: %v", what, err)
		return
	}
	if narrow.Width != 320 {
		wrong = append(wrong, fmt.Sprintf("the window is %d px wide instead of 320", narrow.Width))
	}
	wrong = append(append(wrong, narrow.Wrong...), l.complaints()...)
	for _, w := range wrong {
		l.t.Errorf("%s: %s", what, w)
	}
}

// lookAtLetter looks at a letter's HTML on an empty page, since scripts that
// look cannot run in the frame in which it is shown.
func (l *looker) lookAtLetter(f found) {
	l.t.Helper()
	content, err := json.Marshal(f.body)
	if err != nil {
		l.t.Fatal(err)
	}
	err = l.wide()
	if err == nil {
		err = chromedp.Do(l.ctx, chromedp.Navigate("about:blank"))
	}
	if err == nil {
		_, err = evaluate[bool](l.chromium, fmt.Sprintf("document.open(); document.write(%s); document.close(); true", content))
	}
	if err != nil {
		l.t.Errorf("%s: %v", f.path, err)
		return
	}
	l.look(f.path)
}

// complaints are what the browser complained of since they were asked for. That
// an answer has the status of a refusal is no complaint.
func (l *looker) complaints() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var all []string
	for _, c := range l.console {
		refused := strings.HasPrefix(c.text, "Failed to load resource: the server responded with a status of 4") && !strings.Contains(c.at, "/static/")
		if !refused {
			all = append(all, fmt.Sprintf("the console says: %s %s", strings.TrimSpace(c.text), c.at))
		}
	}
	l.console = nil
	return all
}
