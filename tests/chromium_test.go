package tests

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// chromium is a screen in a real browser, with scripts.
type chromium struct {
	ctx  context.Context
	base string
}

// startChromium starts a browser for a test. Each screen from it is a window
// of its own, with its own cookies.
func startChromium(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if p, err := exec.LookPath(name); err == nil {
			path = p
			break
		}
	}
	if path == "" {
		t.Fatal("there is no Chromium here: make setup installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU, chromedp.WindowSize(1280, 1000))
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return ctx
}

//go:embed testdata/screen.js
var screenScript string

// newChromium opens a window.
func newChromium(t *testing.T, browser context.Context, base string) *chromium {
	t.Helper()
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithNewBrowserContext())
	t.Cleanup(cancel)
	// The window lives as long as the context of its first step.
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	return &chromium{ctx: ctx, base: base}
}

// stepTime is how long a step may take before it is taken for stuck; machines
// that run many tests at once can be slow.
const stepTime = time.Minute

// navigate runs a step that leads to another page and waits for it.
func (c *chromium) navigate(step chromedp.Action[chromedp.Void]) error {
	ctx, cancel := context.WithTimeout(c.ctx, stepTime)
	defer cancel()
	resp, err := chromedp.RunResponse(ctx, step)
	if err == nil && resp != nil && resp.Status >= 500 {
		err = fmt.Errorf("the server answers %d", resp.Status)
	}
	return err
}

func evaluate[T any](c *chromium, script string) (T, error) {
	ctx, cancel := context.WithTimeout(c.ctx, stepTime)
	defer cancel()
	return chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
}

// on calls one of the functions of screen.js.
func (c *chromium) on(function string, arguments ...string) error {
	quoted, err := json.Marshal(arguments)
	if err != nil {
		return err
	}
	script := fmt.Sprintf(`window.screenOf || %s; (() => { try { window.screenOf.%s(...%s); return "" } catch (e) { return e.message } })()`, screenScript, function, quoted)
	problem, err := evaluate[string](c, script)
	if err == nil && problem != "" {
		err = fmt.Errorf("%s", problem)
	}
	return err
}

var meant = chromedp.CSS("[data-meant]")

func (c *chromium) visit(path string) error { return c.navigate(chromedp.Navigate(c.base + path)) }

func (c *chromium) follow(link, near string) error {
	if err := c.on("link", link, near); err != nil {
		return err
	}
	return c.navigate(chromedp.Click(meant))
}

func (c *chromium) press(button, near string) error {
	if err := c.on("button", button, near); err != nil {
		return err
	}
	return c.navigate(chromedp.Click(meant))
}

func (c *chromium) tap(button, near string) error {
	if err := c.on("button", button, near); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(c.ctx, stepTime)
	defer cancel()
	return chromedp.Do(ctx, chromedp.Click(meant))
}

func (c *chromium) fill(label, value, near string) error { return c.on("fill", label, value, near) }
func (c *chromium) choose(label, near string) error      { return c.on("choose", label, near) }
func (c *chromium) pick(label, option, near string) error {
	return c.on("pick", label, option, near)
}

func (c *chromium) attach(label, near string, files ...string) error {
	if err := c.on("file", label, near); err != nil {
		return err
	}
	whole := make([]string, len(files)) // the browser takes no relative path
	for i, f := range files {
		var err error
		if whole[i], err = filepath.Abs(f); err != nil {
			return err
		}
	}
	return chromedp.Do(c.ctx, chromedp.SetUploadFiles(meant, whole))
}

// line types as a minute-taker does: the words, then Enter; the page says when
// the line is saved.
func (c *chromium) line(text string) error {
	ctx, cancel := context.WithTimeout(c.ctx, stepTime)
	defer cancel()
	before, err := evaluate[int](c, `document.querySelectorAll("[data-take-entries] .app-entry").length`)
	if err != nil {
		return err
	}
	if err := c.toFront(ctx); err != nil {
		return err
	}
	if err := c.on("fill", "Add a line to item", text, ""); err != nil {
		return err
	}
	if err := chromedp.Do(ctx, chromedp.KeyEvent(kb.Enter)); err != nil {
		return fmt.Errorf("press Enter: %w", err)
	}
	return c.until(fmt.Sprintf(`document.querySelectorAll("[data-take-entries] .app-entry").length > %d && document.querySelector("[data-take-line]").value.trim() === "" && ![...document.querySelectorAll(".app-entry__state")].some(e => !e.textContent.includes("Saved"))`, before))
}

func (c *chromium) text() (string, error) {
	text, err := evaluate[string](c, `document.body.innerText`)
	return fold(text), err
}

func (c *chromium) address() (string, error) {
	at, err := evaluate[string](c, `location.href`)
	if err != nil {
		return "", err
	}
	u, err := url.Parse(at)
	if err != nil {
		return "", err
	}
	return u.RequestURI(), nil
}

// toFront makes this the window that keys go to.
func (c *chromium) toFront(ctx context.Context) error {
	return chromedp.Do(ctx, func(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, t, page.BringToFront, cdp.Empty{})
		return chromedp.Void{}, err
	})
}

// until waits for a script's expression to become true. It looks by itself:
// the browser draws no frames in windows behind others, so that nothing that
// waits for a frame would go on.
func (c *chromium) until(expression string) error {
	_, err := evaluate[bool](c, fmt.Sprintf(`new Promise(done => { const look = setInterval(() => { if (%s) { clearInterval(look); done(true) } }, 20) })`, expression))
	return err
}

// fetch downloads with the window's cookies.
func (c *chromium) fetch(path string) (int, string, []byte, error) {
	cookies, err := c.cookies()
	if err != nil {
		return 0, "", nil, err
	}
	req, err := http.NewRequest(http.MethodGet, c.base+path, nil)
	if err != nil {
		return 0, "", nil, err
	}
	req.Header.Set("Cookie", cookies)
	return download(http.DefaultClient, req)
}

func (c *chromium) cookies() (string, error) {
	got, err := chromedp.Run(c.ctx, func(ctx context.Context, t *chromedp.Target) (string, error) {
		all, err := cdp.Call(ctx, t, network.GetCookies, network.GetCookiesParams{})
		if err != nil {
			return "", err
		}
		var pairs []string
		for _, k := range all.Cookies {
			pairs = append(pairs, k.Name+"="+k.Value)
		}
		return strings.Join(pairs, "; "), nil
	})
	return got, err
}
