package tests

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// screen is how a visitor sees and works the site: by what can be read on it.
// There are two: plain HTTP without scripts, and a real browser. Near is text
// that stands close by where the same words appear more than once: of several
// controls the one nearest to that text in the page's structure is meant.
type screen interface {
	visit(path string) error
	follow(link, near string) error
	press(button, near string) error
	tap(button, near string) error // a button that a script, where there is one, answers on the page itself
	fill(label, value, near string) error
	choose(label, near string) error // a radio or a checkbox
	pick(label, option, near string) error
	attach(label, near string, files ...string) error
	line(text string) error // a line of minutes, typed and sent as that screen lets one do
	text() (string, error)  // what can be read, white space folded
	address() (string, error)
	// fetch downloads a file.
	fetch(path string) (status int, mediaType string, body []byte, err error)
}

// visitor is somebody at a screen, whose every step must succeed.
type visitor struct {
	t    *testing.T
	name string
	screen
	close string // near, for the next step alone
}

// near gives the text close to which the next step's control is.
func (v *visitor) near(text string) *visitor {
	w := *v
	w.close = text
	return &w
}

func (v *visitor) must(step string, err error) {
	v.t.Helper()
	if err == nil {
		return
	}
	text, _ := v.screen.text()
	where, _ := v.screen.address()
	if len(text) > 6000 {
		text = text[:6000] + " …"
	}
	v.t.Fatalf("%s could not %s: %v\nat %s, which says: %s", v.name, step, err, where, text)
}

func (v *visitor) goTo(path string) {
	v.t.Helper()
	v.must("go to "+path, v.screen.visit(path))
	v.fine()
}

func (v *visitor) follows(link string) {
	v.t.Helper()
	v.must("follow "+link, v.screen.follow(link, v.close))
	v.fine()
}

func (v *visitor) presses(button string) {
	v.t.Helper()
	v.must("press "+button, v.screen.press(button, v.close))
}

func (v *visitor) taps(button string) {
	v.t.Helper()
	v.must("tap "+button, v.screen.tap(button, v.close))
	v.fine()
}

func (v *visitor) fills(label, value string) {
	v.t.Helper()
	v.must("fill "+label, v.screen.fill(label, value, v.close))
}

func (v *visitor) chooses(labels ...string) {
	v.t.Helper()
	for _, l := range labels {
		v.must("choose "+l, v.screen.choose(l, v.close))
	}
}

func (v *visitor) picks(label, option string) {
	v.t.Helper()
	v.must("pick "+option+" as "+label, v.screen.pick(label, option, v.close))
}

func (v *visitor) attaches(label string, files ...string) {
	v.t.Helper()
	v.must("attach "+strings.Join(files, ", "), v.screen.attach(label, v.close, files...))
}

// notes types a line of the minutes and sees it saved.
func (v *visitor) notes(lines ...string) {
	v.t.Helper()
	for _, l := range lines {
		v.must("note "+l, v.screen.line(l))
		v.fine()
	}
}

// reads checks that the page says each of these.
func (v *visitor) reads(all ...string) {
	v.t.Helper()
	text, err := v.screen.text()
	v.must("read the page", err)
	for _, s := range all {
		if !strings.Contains(text, s) {
			v.must("read", fmt.Errorf("the page does not say %q", s))
		}
	}
}

// fine checks that the page is no error page.
func (v *visitor) fine() {
	v.t.Helper()
	text, err := v.screen.text()
	v.must("read the page", err)
	for _, s := range []string{"There is a problem", "Page not found", "You cannot do this", "This has moved on", "Someone else changed this", "Sorry, there is a problem"} {
		if strings.Contains(text, s) {
			v.must("go on", fmt.Errorf("the page says %q", s))
		}
	}
}

// done presses a button after which all must be well.
func (v *visitor) done(button string) {
	v.t.Helper()
	v.presses(button)
	v.fine()
}

// file writes content to a file of this name, to be attached.
func file(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := t.TempDir() + "/" + name
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
