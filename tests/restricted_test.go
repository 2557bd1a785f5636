package tests

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"unicode"

	"quarterday/models"
)

// secrets are made-up words by where each of them stands: nothing that the
// public gets may hold any.
var secrets = map[string]string{
	"brimblewock":  "the title of a restricted item",
	"crundlespith": "what a restricted item asks",
	"drazzlefont":  "the background of a restricted item",
	"elbowquist":   "a presenter of a restricted item",
	"fumblegrath":  "a note of a restricted item",
	"gristlemoor":  "a decision of a restricted item",
	"hobblefinch":  "an action of a restricted item",
	"inkleborough": "an owner of an action of a restricted item",
	"jostlewynd":   "a restricted note",
	"knapperdale":  "the heading of a restricted note",
	"lintwhistle":  "a restricted decision",
	"mumblethorpe": "a restricted action",
	"nettlecombe":  "an owner of a restricted action",
	"oddlesworth":  "an update of a restricted action",
	"pricklemarsh": "the name of somebody whose name is withheld",
	"quibblestone": "the job of somebody whose name is withheld",
	"rumblefield":  "the remark on somebody whose name is withheld",
	"scuttleby":    "a restricted interest",
	"thistlebrook": "a correction that was asked for",
	"umberleigh":   "the title of a paper of a restricted item",
	"vexelholme":   "the file name of a paper of a restricted item",
	"wobblecross":  "a joining link",
	"yaffleton":    "a practice for members",
	"zephyrdown":   "a practice that nobody has published",
	"abberquill":   "a paper of a practice for members",
	"bindlewharf":  "an item that was only drafted",
	"cobblespire":  "an item that was declined, and why",
	"everquint":    "minutes that are not circulated",
	"flickersedge": "minutes that are circulated and not published",
	"grumbleford":  "the reason of an apology",
	"hinkleypoint": "an answer to a correction",
	"idlebarrow":   "an item on the agenda of a meeting to come",
	"jinglecote":   "who was let in as a guest by reply",
}

// said is a secret, looked up so that a slip of the pen does not go unnoticed.
func said(t *testing.T, word string) string {
	t.Helper()
	if secrets[word] == "" {
		t.Fatalf("%q is no secret of this test", word)
	}
	return word
}

// TestNothingRestrictedReachesThePublic writes words where the public must not
// see them, publishes the minutes, and looks for them in everything that the
// public can ask for: every page and file that a link leads to, and every
// address that the secretariat knows.
func TestNothingRestrictedReachesThePublic(t *testing.T) {
	t.Parallel()
	s := newSample(t, nil)
	match := newMatcher(s.routes)
	k := &keeper{sample: s, secretary: s.actor(models.RoleSecretariat), partner: s.actor(models.RolePartner)}
	k.keepSecrets()

	public, known := signInAs(t, s.base, models.RolePublic), map[string]bool{}
	for _, f := range crawl(t, public, s.base, match, 1000) {
		known[f.path] = true
	}
	unguessed := len(known)
	seen := map[string]bool{}
	secretary := signInAs(t, s.base, models.RoleSecretariat)
	for _, f := range crawl(t, secretary, s.base, match, 60) {
		known[f.path] = true
		for word := range secrets {
			if strings.Contains(strings.ToLower(f.body), word) {
				seen[word] = true
			}
		}
	}
	for word, where := range secrets {
		if !seen[word] {
			t.Errorf("the secretariat never sees %q, %s: this test proves nothing of it", word, where)
		}
	}
	if pdf := everything(t, secretary, s.base, "/meetings/"+k.public+"/minutes.pdf"); !strings.Contains(pdf, "jostlewynd") || !strings.Contains(pdf, "fumblegrath") {
		t.Error("the members' minutes.pdf does not hold what is restricted: nothing is proved of the public one")
	}
	private := k.restrictedPhrases()
	if len(private) < 100 {
		t.Errorf("the sample has only %d phrases that are restricted", len(private))
	}
	for _, path := range slices.Sorted(maps.Keys(known)) {
		words := everything(t, public, s.base, path)
		for word, where := range secrets {
			if strings.Contains(words, word) {
				t.Errorf("%s gives the public %q, %s", path, word, where)
			}
		}
		for phrase, where := range private {
			if strings.Contains(words, phrase) {
				t.Errorf("%s gives the public “%s”, of %s", path, phrase, where)
			}
		}
	}
	t.Logf("%d secrets and %d phrases in %d addresses, of which the public finds %d", len(secrets), len(private), len(known), unguessed)
}

// everything is all that an address answers, in small letters and without
// marks: the head, and the page or the text of the PDF. What was asked for is
// left out, since an answer may repeat it.
func everything(t *testing.T, client *http.Client, base, path string) string {
	t.Helper()
	noRedirects := *client
	noRedirects.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	req, err := http.NewRequest(http.MethodGet, base+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := noRedirects.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(resp.Body); err != nil {
		t.Fatal(err)
	}
	text := body.String()
	if resp.Header.Get("Content-Type") == "application/pdf" {
		text = pdfWords(t, body.Bytes())
	}
	for name, values := range resp.Header {
		text += "\n" + name + ": " + strings.Join(values, " ")
	}
	for _, asked := range []string{path, url.QueryEscape(path), strings.ReplaceAll(path, "&", "&amp;")} {
		text = strings.ReplaceAll(text, asked, "")
	}
	return plainWords(text)
}

// pdfWords is the text of a PDF and of what is attached to or said about it.
func pdfWords(t *testing.T, pdf []byte) string {
	t.Helper()
	var all strings.Builder
	for _, program := range [][]string{{"pdftotext", "-raw", "-", "-"}, {"pdfinfo", "-"}} {
		cmd := exec.Command(program[0], program[1:]...)
		cmd.Stdin, cmd.Stdout = bytes.NewReader(pdf), &all
		if err := cmd.Run(); err != nil {
			t.Fatalf("%s: %v", program[0], err)
		}
	}
	return all.String()
}

// plainWords are the words of a text, each with a space around it.
func plainWords(text string) string {
	return strings.ToLower(strings.Join(strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), " "))
}

// restrictedPhrases are all runs of six words of what is restricted in the
// sample's published minutes, unless the same words are public elsewhere.
func (k *keeper) restrictedPhrases() map[string]string {
	k.t.Helper()
	private, open := map[string]string{}, map[string]bool{}
	add := func(restricted bool, where, text string) {
		words := strings.Fields(plainWords(text))
		for i := 0; i+6 <= len(words); i++ {
			phrase := strings.Join(words[i:i+6], " ")
			if restricted {
				private[phrase] = where
			} else {
				open[phrase] = true
			}
		}
	}
	list, err := k.store.Meetings(k.t.Context(), k.secretary)
	k.must(err)
	for _, y := range list.Years {
		for _, row := range y.Meetings {
			if row.Meeting.State == models.MeetingCancelled {
				continue // it has no minutes
			}
			c, err := k.store.MinutesContent(k.t.Context(), k.secretary, row.Meeting.Reference, models.MembersEdition, 0)
			k.must(err)
			for _, i := range c.Items {
				for _, p := range i.Paragraphs {
					where := fmt.Sprintf("%s, %s", row.Meeting.Reference, p.Number)
					add(i.Restricted || p.Restricted, where, p.Text)
					add(false, where, p.PublicText)
				}
			}
		}
	}
	for phrase := range open {
		delete(private, phrase)
	}
	return private
}
