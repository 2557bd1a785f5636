package mail

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// breaks are elements that begin a line of their own.
var breaks = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Br: true, atom.Li: true, atom.Tr: true, atom.H1: true, atom.H2: true, atom.H3: true,
	atom.H4: true, atom.H5: true, atom.H6: true, atom.Ul: true, atom.Ol: true, atom.Table: true, atom.Section: true, atom.Article: true, atom.Hr: true, atom.Pre: true}

// unread are elements whose text nobody reads.
var unread = map[atom.Atom]bool{atom.Style: true, atom.Script: true, atom.Head: true, atom.Title: true, atom.Template: true, atom.Noscript: true}

// quotes are the names by which mail programs mark what is quoted.
var quotes = []string{"gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "divrplyfwdmsg", "appendonsend", "mail-editor-reference-message-container", "protonmail_quote", "zmail_extra"}

// plainWords is what an HTML letter says, without what it quotes. The page is
// gone through once, with no tree made of it: it comes from anybody.
func plainWords(page string) string {
	z := html.NewTokenizer(strings.NewReader(page))
	z.SetMaxBuf(1 << 20)
	var b strings.Builder
	skip, depth := atom.Atom(0), 0 // the element whose content is left out
	for {
		switch kind := z.Next(); kind {
		case html.ErrorToken:
			return b.String()
		case html.TextToken:
			if skip == 0 {
				b.WriteString(strings.ReplaceAll(strings.ReplaceAll(string(z.Text()), "\r", " "), "\n", " "))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := z.TagName()
			a := atom.Lookup(name)
			ends := quoteMark(z, more)
			if skip != 0 {
				if a == skip && kind == html.StartTagToken {
					depth++
				}
				continue
			}
			if ends == endsHere {
				return b.String()
			}
			if kind == html.StartTagToken && (unread[a] || a == atom.Blockquote || ends == quoted) {
				skip, depth = a, 1
				continue
			}
			if breaks[a] {
				b.WriteString("\n")
			}
			if a == atom.Li {
				b.WriteString("- ")
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if skip != 0 {
				if a == skip {
					if depth--; depth == 0 {
						skip = 0
					}
				}
				continue
			}
			if breaks[a] && a != atom.Br {
				b.WriteString("\n")
			}
		}
	}
}

type quoteKind int

const (
	own quoteKind = iota
	quoted
	// endsHere: all that follows is the letter.
	endsHere
)

// quoteMark tells by its id or class whether an element holds what is quoted.
func quoteMark(z *html.Tokenizer, more bool) quoteKind {
	found := own
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if k := string(key); k != "id" && k != "class" {
			continue
		}
		v := strings.ToLower(string(value))
		for _, q := range quotes {
			if strings.Contains(v, q) {
				found = quoted
				if q == "divrplyfwdmsg" || q == "appendonsend" {
					return endsHere
				}
			}
		}
	}
	return found
}
