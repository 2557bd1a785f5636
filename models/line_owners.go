package models

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words are the names that a line can use.
type words struct {
	people        []LinePerson
	organisations []LineOrganisation
}

// namedOwner is one owner as a line names it.
type namedOwner struct {
	form    OwnerForm
	all     bool
	said    string // the name in full
	problem string // why it is kept as a name only
}

var allSaid = regexp.MustCompile(`(?i)^(?:all(?: the)? partners|all(?: of you)?|everyone|everybody)\b`)

// owner finds whom a name means: exact initials, a short name or a full name;
// then the same without regard to capitals. A name that means nobody, or more
// than one, is kept as it is, with a problem that says so; ok is false then.
func (w words) owner(name string) (o namedOwner, ok bool) {
	name = strings.TrimSpace(name)
	if at := allSaid.FindString(name); at != "" && at == name {
		return namedOwner{all: true, said: "all partners"}, true
	}
	for _, same := range []func(a, b string) bool{func(a, b string) bool { return a == b }, strings.EqualFold} {
		var found []namedOwner
		for _, p := range w.people {
			if p.Name != "" && (p.Initials != "" && same(p.Initials, name) || same(p.Name, name)) {
				found = append(found, p.owner())
			}
		}
		for _, org := range w.organisations {
			if same(org.ShortName, name) || same(org.Name, name) {
				found = append(found, namedOwner{form: OwnerForm{OrganisationID: org.ID}, said: org.Name})
			}
		}
		if len(found) == 1 {
			return found[0], true
		}
		if len(found) > 1 {
			return kept(name, "“"+name+"” could be "+or(found)+": write which. It is kept as a name."), false
		}
	}
	var close []namedOwner // "RH" where there are RHo and RHol
	for _, p := range w.people {
		if utf8.RuneCountInString(name) >= 2 && strings.HasPrefix(p.Initials, name) {
			o := p.owner()
			o.said += " (" + p.Initials + ")"
			close = append(close, o)
		}
	}
	if len(close) > 0 {
		return kept(name, "“"+name+"” could be "+or(close)+": write which. It is kept as a name."), false
	}
	return kept(name, "“"+name+"” is not anybody at this meeting or any partner: it is kept as a name."), false
}

func (p LinePerson) owner() namedOwner {
	o := namedOwner{form: OwnerForm{PersonID: p.ID}, said: p.Name}
	if p.ID == 0 {
		o.form.Name = p.Name
	}
	return o
}

func kept(name, problem string) namedOwner {
	return namedOwner{form: OwnerForm{Name: name}, said: name, problem: problem}
}

func or(found []namedOwner) string {
	names := make([]string, len(found))
	for i, o := range found {
		names[i] = o.said
	}
	return strings.Join(names[:len(names)-1], ", ") + map[bool]string{true: " or "}[len(names) > 1] + names[len(names)-1]
}

var (
	between  = regexp.MustCompile(`^\s*(?:[,;]\s*and\b|,|;|&|\+|/|\band\b|\bwith\b)\s*`)
	initials = regexp.MustCompile(`^\p{Lu}[\p{Lu}\p{M}]{1,5}\p{Ll}{0,4}\d?\b`)
)

// owners reads owners from the front of a line and returns what follows them.
func (w words) owners(text string) ([]namedOwner, string) {
	if list, rest, ok := w.ownersBeforeColon(text); ok {
		return list, rest
	}
	var list []namedOwner
	rest := text
	for {
		o, after, ok := w.next(rest)
		if !ok {
			break
		}
		list = append(list, o)
		text = after
		sep := between.FindString(after)
		if sep == "" {
			break
		}
		rest = after[len(sep):]
	}
	return list, text
}

// ownersBeforeColon reads "SG, the new clerk: write it", where everything before
// the colon is owners, known or not.
func (w words) ownersBeforeColon(text string) ([]namedOwner, string, bool) {
	before, after, ok := strings.Cut(text, ":")
	if !ok || len(before) > 300 || strings.ContainsAny(before, "\n.?!;") || strings.TrimSpace(after) == "" {
		return nil, text, false
	}
	list, ok := w.listed(before)
	if !ok {
		return nil, text, false
	}
	if len(list) == 1 && list[0].problem != "" && len(strings.Fields(before)) > 3 {
		return nil, text, false // more likely a sentence with a colon in it
	}
	return list, strings.TrimSpace(after), len(list) > 0
}

// listed reads a list in which everything is an owner, known or not; false
// where a piece of it is too long for a name.
func (w words) listed(text string) ([]namedOwner, bool) {
	var list []namedOwner
	for rest := strings.TrimSpace(text); rest != ""; {
		if o, after, ok := w.next(rest); ok {
			sep := between.FindString(after)
			if after == "" || sep != "" {
				list = append(list, o)
				rest = after[len(sep):]
				continue
			}
		}
		end := len(rest)
		for i := range rest {
			if i > 0 && strings.ContainsRune(",&+; \n", rune(rest[i])) && between.MatchString(rest[i:]) {
				end = i
				break
			}
		}
		name := strings.TrimSpace(rest[:end])
		if len(strings.Fields(name)) > 8 || name == "" {
			return nil, false
		}
		o, _ := w.owner(name)
		list = append(list, o)
		rest = rest[end:]
		rest = rest[len(between.FindString(rest)):]
	}
	return list, true
}

// next reads one owner from the front of a line: the longest name that fits, or
// what looks like initials that nobody has.
func (w words) next(text string) (namedOwner, string, bool) {
	if at := allSaid.FindString(text); at != "" && ends(text[len(at):]) {
		return namedOwner{all: true, said: "all partners"}, text[len(at):], true
	}
	best := ""
	try := func(name string) {
		if len(name) > len(best) && len(text) >= len(name) && ends(text[len(name):]) &&
			(text[:len(name)] == name || strings.EqualFold(text[:len(name)], name) && (utf8.RuneCountInString(name) > 4 || asName(text[len(name):]))) {
			best = text[:len(name)]
		}
	}
	for _, p := range w.people {
		try(p.Name)
		try(p.Initials)
	}
	for _, o := range w.organisations {
		try(o.Name)
		try(o.ShortName)
	}
	if best == "" {
		best = initials.FindString(text)
	}
	if best == "" || !ends(text[len(best):]) {
		return namedOwner{}, text, false
	}
	o, _ := w.owner(best)
	return o, text[len(best):], true
}

// ends says whether a name can end where this follows: not in the middle of a word.
func ends(after string) bool {
	r, _ := utf8.DecodeRuneInString(after)
	return after == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) && r != '\'' && r != '’' && r != '-'
}

// asName says whether what follows shows that a short word was meant as a name:
// a comma or the like. "!my own" is not Migration Yorkshire (MY).
func asName(after string) bool {
	after = strings.TrimLeft(after, " ")
	return after == "" || strings.ContainsRune(",:&+/", rune(after[0]))
}
