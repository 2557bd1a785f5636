package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/labstack/echo/v4"
)

// startBrowser starts a real one.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("there is no Chromium here: make setup installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, stopTab := chromedp.NewContext(allocator)
	t.Cleanup(stopTab)
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	t.Cleanup(cancel)
	return ctx
}

func do(t *testing.T, ctx context.Context, steps ...chromedp.Action[chromedp.Void]) {
	t.Helper()
	if err := chromedp.Do(ctx, steps...); err != nil {
		t.Fatal(err)
	}
}

func evaluate[T any](t *testing.T, ctx context.Context, script string) T {
	t.Helper()
	value, err := chromedp.Run(ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
	return value
}

func TestScriptsMakeTheFormBetterUnderTheContentPolicy(t *testing.T) {
	ctx := startBrowser(t)
	serveFiles, err := staticFiles()
	if err != nil {
		t.Fatal(err)
	}
	renderer, err := newRenderer(time.UTC, os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.Use(securityHeaders, renderer.Middleware)
	e.GET("/static/*", serveFiles)
	e.GET("/", func(c echo.Context) error { return render(c, http.StatusOK, "form", formPageData()) })
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)

	var mutex sync.Mutex
	var complaints []string
	err = chromedp.Listen(ctx, func(event any) {
		mutex.Lock()
		defer mutex.Unlock()
		switch event := event.(type) {
		case *log.EventEntryAdded:
			complaints = append(complaints, event.Entry.Text)
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, event.ExceptionDetails.Text)
		}
	})
	if err != nil {
		t.Fatal(err)
	}

	do(t, ctx, chromedp.EmulateViewport(320, 900), chromedp.Navigate(server.URL),
		chromedp.WaitVisible(chromedp.CSS(".govuk-service-navigation__toggle")))
	count := evaluate[string](t, ctx, `document.querySelector(".govuk-character-count__status").textContent`)
	revealed := `document.getElementById("reply-2-more").classList.contains("govuk-radios__conditional--hidden")`
	hiddenBefore := evaluate[bool](t, ctx, revealed)
	do(t, ctx, chromedp.Click(chromedp.CSS("label[for=reply]")))
	hiddenAfter := evaluate[bool](t, ctx, revealed)
	do(t, ctx, chromedp.Click(chromedp.CSS(".govuk-error-summary a")))
	focused := evaluate[string](t, ctx, `document.activeElement.id`)
	loaded := evaluate[bool](t, ctx, `document.fonts.ready.then(() => document.fonts.check("19px 'Atkinson Hyperlegible Next'"))`)
	width := evaluate[int](t, ctx, `document.documentElement.scrollWidth`)
	if count != "You have 2,000 characters remaining" {
		t.Errorf("the count says %q", count)
	}
	if hiddenBefore || !hiddenAfter {
		t.Error("the deputy's name is not shown and hidden with its choice")
	}
	if focused != "title" {
		t.Errorf("the error summary leads to %q", focused)
	}
	if !loaded {
		t.Error("the typeface was not loaded")
	}
	if width > 320 {
		t.Errorf("the page is %d px wide on a screen of 320", width)
	}
	mutex.Lock()
	defer mutex.Unlock()
	for _, complaint := range complaints {
		t.Errorf("the browser complains: %s", complaint)
	}
}
