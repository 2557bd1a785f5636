// Package mail words the letters of the outbox. A letter row holds its kind and
// the facts it needs; the words are templates, one file for each kind, in
// templates/letters.
package mail

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"regexp"
	"slices"
	"strings"
	text "text/template"

	"quarterday/models"
	"quarterday/templates"
)

// Site is what every letter says of where it comes from.
type Site struct {
	// BaseURL begins every link.
	BaseURL      string
	Partnership  string
	Convener     string
	ReplyAddress string
	Contacts     []models.ReportingContact
}

// SiteOf is the site of a partnership at an address.
func SiteOf(p models.Partnership, baseURL string) Site {
	return Site{BaseURL: strings.TrimSuffix(baseURL, "/"), Partnership: p.Name, Convener: p.Convener, ReplyAddress: p.ReplyAddress, Contacts: p.Contacts()}
}

// Message is a letter in words: the same in plain text and in HTML.
type Message struct {
	Subject string
	Text    string
	HTML    string
}

// hidden stands for what only the reader of a letter may see.
const hidden = "hidden"

// WithoutSecrets is the letter as others than its reader may see it: the link
// and the code of a sign-in letter would let them sign in as somebody else.
func WithoutSecrets(l models.Letter) models.Letter {
	if l.Kind != models.LetterSignIn {
		return l
	}
	l.Facts = `{"token":"` + hidden + `","code":"` + hidden + `"}`
	return l
}

// Word words a letter. A fact that the letter lacks is left out of the words.
func Word(l models.Letter, site Site) (Message, error) { return word(l, site, links{}) }

// links are what only the reader of a letter gets: where they stop letters like
// it, and what ends the addresses at which they answer. Others see the letter
// without.
type links struct{ stop, reply string }

// word words a letter with its reader's own links.
func word(l models.Letter, site Site, own links) (Message, error) {
	page, err := pageOf(l, site, own)
	if err != nil {
		return Message{}, err
	}
	m := Message{Subject: page.Subject, Text: page.text()}
	var html bytes.Buffer
	if err := layout.Execute(&html, page); err != nil {
		return Message{}, fmt.Errorf("mail: %s: %w", l.Kind, err)
	}
	m.HTML = html.String()
	return m, nil
}

// pageOf is what a letter says, before it is text or HTML.
func pageOf(l models.Letter, site Site, own links) (page, error) {
	wording, ok := wordings[l.Kind]
	if !ok {
		return page{}, fmt.Errorf("mail: there are no words for a letter of kind %q", l.Kind)
	}
	facts := l.FactMap()
	for name, value := range facts {
		if value = strings.ReplaceAll(value, typedMark, ""); strings.TrimSpace(value) == "" {
			value = ""
		}
		facts[name] = value
	}
	facts["partnership"], facts["reply_token"] = site.Partnership, own.reply
	var b bytes.Buffer
	if err := wording.Execute(&b, map[string]string(facts)); err != nil {
		return page{}, fmt.Errorf("mail: %s: %w", l.Kind, err)
	}
	p := page{Site: site, Name: oneLine(l.Name), Stop: own.stop}
	if l.Kind != models.LetterSignIn && facts["stranger"] == "" {
		p.Choices = site.BaseURL + "/account#emails"
	}
	p.read(b.String())
	return p, nil
}

// oneLine folds white space, so that a fact never begins a line of its own nor
// a header of the letter.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// typedMark stands before each fact in a line until the wording is taken apart:
// a name beginning with "[" at the head of a line must not make a button of it.
const typedMark = "\x00"

// functions are what the wordings put facts in with.
var functions = text.FuncMap{
	"line": func(s string) string {
		if s = oneLine(s); s != "" {
			s = typedMark + s
		}
		return s
	},
	// quote shows a longer text as it was written.
	"quote": func(s string) string { return prefixed("> ", strings.TrimSpace(s)) },
	// items makes a list of a text with a line each.
	"items": func(s string) string {
		return prefixed("- ", strings.TrimSpace(emptyLines.ReplaceAllString(s, "\n")))
	},
	// path joins parts of an address of the site, as far as they are known; it
	// never leads off the site.
	"path": func(parts ...string) string {
		if i := slices.Index(parts, ""); i >= 0 {
			parts = parts[:i]
		}
		u := url.URL{Path: "/" + strings.Trim(oneLine(strings.Join(parts, "")), "/")}
		return u.EscapedPath()
	},
}

// emptyLines would end a list.
var emptyLines = regexp.MustCompile(`\s*\n\s*`)

func prefixed(mark, s string) string {
	lines := strings.Split(strings.ReplaceAll(s, "\r", ""), "\n")
	for i, l := range lines {
		lines[i] = mark + strings.TrimSpace(l)
	}
	return strings.Join(lines, "\n")
}

var (
	wordings = map[models.LetterKind]*text.Template{}
	layout   = template.Must(template.New("layout.html").Funcs(template.FuncMap{
		// outlook is for Outlook on Windows alone, which knows no greatest width.
		"outlook": func(html string) template.HTML { return template.HTML("<!--[if mso]>" + html + "<![endif]-->") },
		"lines":   func(s string) []string { return strings.Split(s, "\n") },
		"phone":   func(u string) template.URL { return template.URL(u) }, // made by models: tel: and digits, or https:
	}).ParseFS(templates.Files, "letters/layout.html"))
)

func init() {
	for _, kind := range models.LetterKinds {
		name := string(kind) + ".txt"
		wordings[kind] = text.Must(text.New(name).Option("missingkey=zero").Funcs(functions).ParseFS(templates.Files, "letters/"+name, "letters/meeting.tmpl"))
	}
}
