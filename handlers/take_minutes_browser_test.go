package handlers

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"quarterday/models"
)

// until waits for a script to say true, for as long as the browser lives.
func until(t *testing.T, ctx context.Context, script string) {
	t.Helper()
	evaluate[bool](t, ctx, `new Promise((resolve, reject) => { const end = Date.now() + 20000
		const look = () => { if (`+script+`) resolve(true); else if (Date.now() > end) reject(new Error(document.body.innerText.slice(0, 2000))); else setTimeout(look, 50) }; look() })`)
}

// TestLinesSurviveALostConnection types while the server cannot be reached,
// reloads when it can, and finds each line recorded once.
func TestLinesSurviveALostConnection(t *testing.T) {
	h := newHeld(t)
	if _, err := h.store.AddAttendee(t.Context(), h.ann, h.ref, models.AttendanceForm{Name: "Dr Amira Haddad", OrganisationName: "University Hospitals", Capacity: models.Guest, Outcome: models.Present}); err != nil {
		t.Fatal(err)
	}
	link, err := h.store.RequestSignIn(t.Context(), "ann@opcc.example", "")
	if err != nil {
		t.Fatal(err)
	}
	token, err := h.store.UseSignInLink(t.Context(), link.Token)
	if err != nil {
		t.Fatal(err)
	}
	var down atomic.Bool
	inner := h.server.Config.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
				conn.Close()
			}
			return
		}
		if r.URL.Path == "/come-in" {
			http.SetCookie(w, &http.Cookie{Name: "quarterday", Value: token, Path: "/"})
			return
		}
		if r.URL.Path == "/go-out" {
			http.SetCookie(w, &http.Cookie{Name: "quarterday", Path: "/", MaxAge: -1})
			return
		}
		inner.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	ctx := startBrowser(t)
	do(t, ctx, chromedp.Navigate(server.URL+"/come-in"), chromedp.Navigate(server.URL+h.take(1)))
	until(t, ctx, `!document.querySelector('[data-take-keys]').hidden`)
	enter := func(text string) {
		t.Helper()
		do(t, ctx, chromedp.SendKeys("#line", text))
		until(t, ctx, `document.querySelector('#line').value === `+"`"+text+"`")
		evaluate[bool](t, ctx, `document.querySelector('#line').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })); document.querySelector('#line').value === ''`)
	}

	do(t, ctx, chromedp.SendKeys("#line", "!AH send it by 18 dec"))
	until(t, ctx, `document.querySelector('[data-take-understood]').innerText === 'Action for Dr Amira Haddad, due Friday 18 December 2026.'`)
	evaluate[bool](t, ctx, `(document.querySelector('#line').value = '') === ''`)
	enter("Said while all was well.")
	until(t, ctx, `document.querySelector('[data-key] .app-entry__state')?.innerText.startsWith('Saved')`)

	down.Store(true)
	server.CloseClientConnections()
	enter("Said in the dark.")
	until(t, ctx, `document.querySelector('[data-waiting] .app-entry__state')?.innerText === 'Waiting'`)
	until(t, ctx, `document.querySelector('[data-take-offline]').innerText.includes('One line is kept on this computer')`)
	enter("!nobody")
	down.Store(false)
	evaluate[bool](t, ctx, `dispatchEvent(new Event('online'))`)
	until(t, ctx, `document.querySelectorAll('[data-key]').length === 2`)
	until(t, ctx, `document.querySelector('[data-waiting] .app-entry__state').innerText.startsWith('Not saved: Choose who is to do this')`)
	until(t, ctx, `document.querySelector('[data-take-offline]').hidden`)

	// The session ends: the line says so at full width, and goes after signing in.
	evaluate[bool](t, ctx, `fetch('/go-out').then(() => true)`)
	enter("Said after the session ended.")
	until(t, ctx, `[...document.querySelectorAll('[data-waiting]')].some((row) => row.innerText.includes('your session has ended') && row.querySelector('a[href="/sign-in"]') && row.querySelector('.app-entry__body').offsetWidth > 300)`)
	evaluate[bool](t, ctx, `fetch('/come-in').then(() => true)`)
	evaluate[bool](t, ctx, `[...document.querySelectorAll('[data-waiting]')].at(-1).querySelector('.app-entry__choices button:last-child').click() || true`)
	until(t, ctx, `document.querySelectorAll('[data-key]').length === 3`)

	draft, err := h.store.MinutesContent(t.Context(), h.ann, h.ref, models.MembersEdition, models.Draft)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"Said while all was well.", "Said in the dark.", "Said after the session ended."} {
		n := 0
		for _, p := range draft.Items[0].Paragraphs {
			n += strings.Count(p.Text, text)
		}
		if n != 1 {
			t.Errorf("%q is recorded %d times", text, n)
		}
	}
}
