package mail

import (
	"slices"
	"strings"
)

// page is a letter as a list of blocks, from which both the plain text and the
// HTML are made.
type page struct {
	Site    Site
	Subject string
	Name    string
	Blocks  []block
	// Choices and Stop are where its reader chooses which emails to get, and stops
	// those of this kind; empty where there is no choice.
	Choices, Stop string
}

// block is one part of a letter. Kind is paragraph, quote, list, facts, button
// or buttons, of which the reader chooses one.
type block struct {
	Kind  string
	Text  string
	Lines []string
	Facts []fact
	URL   string
	Links []link
}

// link is one button.
type link struct{ Text, URL string }

// fact is one line of a table of facts.
type fact struct{ Label, Value, URL string }

// read takes a wording apart: "Subject: …" first, then blocks with blank lines
// between. A block of lines beginning "> " is a quotation, "- " a list, "* " facts
// with a label each, and "[Words](/address)" a button,
// several in a row a choice.
func (p *page) read(wording string) {
	subject, rest, _ := strings.Cut(wording, "\n")
	p.Subject = oneLine(strings.TrimPrefix(strings.ReplaceAll(subject, typedMark, ""), "Subject:"))
	var lines []string
	end := func() {
		if len(lines) > 0 {
			p.Blocks = append(p.Blocks, p.blockOf(lines))
			lines = nil
		}
	}
	for l := range strings.SplitSeq(rest, "\n") {
		if l = strings.TrimRight(l, " "); l == "" {
			end()
			continue
		}
		if len(lines) > 0 && markOf(l) != markOf(lines[0]) {
			end()
		}
		lines = append(lines, l)
	}
	end()
}

// markOf is how the kind of a line is told.
func markOf(line string) string {
	for _, m := range []string{">", "- ", "* ", "["} {
		if strings.HasPrefix(line, m) {
			return m
		}
	}
	return ""
}

func (p *page) blockOf(lines []string) block {
	mark := markOf(lines[0])
	for i, l := range lines {
		lines[i] = strings.ReplaceAll(l, typedMark, "")
	}
	switch mark {
	case ">":
		for i, l := range lines {
			lines[i] = strings.TrimSpace(strings.TrimPrefix(l, ">"))
		}
		said := slices.CompactFunc(lines, func(a, b string) bool { return a == "" && b == "" })
		return block{Kind: "quote", Text: strings.TrimSpace(strings.Join(said, "\n"))}
	case "- ":
		var items []string
		for _, l := range lines {
			if item := strings.TrimSpace(strings.TrimPrefix(l, "-")); item != "" {
				items = append(items, item)
			}
		}
		return block{Kind: "list", Lines: items}
	case "* ":
		var facts []fact
		for _, l := range lines {
			label, value, _ := strings.Cut(strings.TrimPrefix(l, "* "), ": ")
			f := fact{Label: label, Value: value}
			if strings.HasPrefix(value, "https://") && !strings.ContainsAny(value, " <>\"") {
				f.URL = value
			}
			facts = append(facts, f)
		}
		return block{Kind: "facts", Facts: facts}
	case "[":
		var found []link
		for _, l := range lines {
			if words, address, ok := strings.Cut(strings.TrimPrefix(l, "["), "]("); ok && onSite(address) {
				found = append(found, link{words, p.Site.BaseURL + strings.TrimSuffix(address, ")")})
			}
		}
		if len(found) == 1 && len(lines) == 1 {
			return block{Kind: "button", Text: found[0].Text, URL: found[0].URL}
		}
		if len(found) == len(lines) {
			return block{Kind: "buttons", Links: found}
		}
	}
	return block{Kind: "paragraph", Text: oneLine(strings.Join(lines, " "))}
}

// onSite says whether an address stays on the site when it follows the site's
// own: @evil.example would make a user's name of that.
func onSite(address string) bool {
	return strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.HasPrefix(address, `/\`)
}

// text is the letter in plain text.
func (p *page) text() string {
	var b strings.Builder
	para := func(s string) { b.WriteString(s + "\n\n") }
	if p.Name != "" {
		para("Dear " + p.Name)
	}
	for _, k := range p.Blocks {
		switch k.Kind {
		case "quote":
			para(strings.ReplaceAll("    "+strings.ReplaceAll(k.Text, "\n", "\n    "), "\n    \n", "\n\n"))
		case "list":
			para("- " + strings.Join(k.Lines, "\n- "))
		case "facts":
			lines := make([]string, len(k.Facts))
			for i, f := range k.Facts {
				lines[i] = f.Label + ": " + f.Value
			}
			para(strings.Join(lines, "\n"))
		case "button":
			para(k.Text + ":\n" + k.URL)
		case "buttons":
			for _, l := range k.Links {
				b.WriteString(l.Text + ":\n" + l.URL + "\n")
			}
			b.WriteString("\n")
		default:
			para(k.Text)
		}
	}
	// The mark by which mail programs know what follows (RFC 3676, 4.3).
	b.WriteString("-- \n" + p.Site.Partnership)
	if p.Site.Convener != "" {
		b.WriteString(", convened by " + p.Site.Convener)
	}
	b.WriteString("\n")
	if p.Site.ReplyAddress != "" {
		b.WriteString("Write to the secretariat: " + p.Site.ReplyAddress + "\n")
	}
	if len(p.Site.Contacts) > 0 {
		b.WriteString("\nTo report a concern:\n")
		for _, c := range p.Site.Contacts {
			b.WriteString(c.Name + ": " + c.Text + "\n")
		}
	}
	if p.Choices != "" {
		b.WriteString("\nChoose which emails you get: " + p.Choices + "\n")
	}
	if p.Stop != "" {
		b.WriteString("Stop emails like this one: " + p.Stop + "\n")
	}
	return b.String()
}
