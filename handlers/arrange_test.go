package handlers

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
)

// TestArrangingInABrowser moves items as people do, by drag and by button, and
// saves what came of it.
func TestArrangingInABrowser(t *testing.T) {
	ctx := startBrowser(t)
	s := newAgendaSite(t)
	// The session's cookie is out of reach of scripts, so the browser signs in by
	// its own link.
	link, err := s.store.RequestSignIn(t.Context(), "ann@opcc.example", "")
	if err != nil {
		t.Fatal(err)
	}
	do(t, ctx, chromedp.EmulateViewport(1280, 900), chromedp.Navigate(s.server.URL+"/sign-in/"+link.Token), chromedp.Click("main form button"), chromedp.WaitVisible(`form[action="/sign-out"]`))
	do(t, ctx, chromedp.Navigate(s.server.URL+"/meetings/2026-q4/agenda/build"), chromedp.WaitVisible(".app-arrange__handle"))
	order := func() string {
		return evaluate[string](t, ctx, `[...document.querySelectorAll('[data-row]')].map(r => r.querySelector('[data-time]').textContent + ' ' + r.querySelector('a').textContent.split(/\W/)[0]).join(', ')`)
	}
	if got := order(); got != "10:00 Welcome, 10:05 Minutes, 10:10 Matters, 10:25 Forward, 10:30 Any" {
		t.Fatal(got)
	}
	t.Run("a button moves a row without a new page and keeps the focus", func(t *testing.T) {
		do(t, ctx, chromedp.Click("[data-row]:nth-child(4) [data-up]"))
		if got := order(); got != "10:00 Welcome, 10:05 Minutes, 10:10 Forward, 10:15 Matters, 10:30 Any" {
			t.Error(got)
		}
		if said := evaluate[string](t, ctx, `document.querySelector('[data-said]').textContent`); said != "Forward plan: now place 3 of 5." {
			t.Error(said)
		}
		if !evaluate[bool](t, ctx, `document.activeElement.value === document.querySelectorAll('[data-row]')[2].querySelector('[data-up]').value`) {
			t.Error("the focus is lost")
		}
	})
	t.Run("a row is dragged by its handle, and the clock runs along", func(t *testing.T) {
		at := func(n string) (x, y float64) {
			place := evaluate[[]float64](t, ctx, `(b => [b.left + b.width / 2, b.top + b.height / 2])(document.querySelector('[data-row]:nth-child(`+n+`) .app-arrange__handle').getBoundingClientRect())`)
			return place[0], place[1]
		}
		x, from := at("5")
		_, to := at("1")
		do(t, ctx, chromedp.MouseEvent(input.DispatchMouseEventTypeMousePressed, x, from, chromedp.ButtonLeft), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, from-60, chromedp.ButtonLeft),
			chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, (from+to)/2, chromedp.ButtonLeft), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, to+30, chromedp.ButtonLeft),
			chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, to-10, chromedp.ButtonLeft), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseReleased, x, to-10, chromedp.ButtonLeft))
		if got := order(); !strings.HasPrefix(got, "10:00 Any, 10:05 Welcome") {
			t.Error(got)
		}
		if !evaluate[bool](t, ctx, `!document.querySelector('[data-unsaved]').hidden`) {
			t.Error("nothing says that the order is not saved")
		}
	})
	t.Run("longer than the meeting is said at once, and everything is saved together", func(t *testing.T) {
		evaluate[any](t, ctx, `(f => { f.value = '100'; f.dispatchEvent(new Event('input', { bubbles: true })) })(document.querySelector('[data-minutes]'))`)
		if clock := evaluate[string](t, ctx, `document.querySelector('[data-clock]').textContent`); clock != "130 minutes of 120 planned. 10 minutes too long." {
			t.Error(clock)
		}
		do(t, ctx, chromedp.Click(".app-actions .govuk-button"), chromedp.WaitVisible(".govuk-notification-banner"))
		s.ann.get("/meetings/2026-q4/agenda/build").is(200, "10 minutes too long")
		if got := order(); !strings.HasPrefix(got, "10:00 Any, 11:40 Welcome") {
			t.Error(got)
		}
	})
}
