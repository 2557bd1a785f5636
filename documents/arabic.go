package documents

import (
	"strings"
	"sync"
	"unicode"

	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/unicode/runenames"
)

// The forms of an Arabic letter, by the letters that it joins.
const (
	isolated = iota
	final    // joins the letter before
	initial  // joins the letter after
	medial   // joins both
	formCount
)

var formNames = [formCount]string{" ISOLATED FORM", " FINAL FORM", " INITIAL FORM", " MEDIAL FORM"}

// letterForms has the drawn forms of each letter, and of lam with each alef.
// They are characters of their own in Unicode, whose names say which they are.
type letterForms struct {
	letters map[rune]*[formCount]rune
	lamWith map[rune]*[formCount]rune
}

const lam = '\u0644'

var arabicForms = sync.OnceValue(func() letterForms {
	all := letterForms{map[rune]*[formCount]rune{}, map[rune]*[formCount]rune{}}
	face := faces[arabicRegular]()
	for r := rune(0xfb50); r <= 0xfefc; r++ {
		if face.glyph(r) == 0 {
			continue
		}
		name := runenames.Name(r)
		for form, suffix := range formNames {
			if !strings.HasSuffix(name, suffix) {
				continue
			}
			into := all.letters
			of := []rune(norm.NFKC.String(string(r)))
			if len(of) == 2 && of[0] == lam {
				into, of = all.lamWith, of[1:]
			}
			if len(of) != 1 || !unicode.IsLetter(of[0]) {
				continue
			}
			if into[of[0]] == nil {
				into[of[0]] = new([formCount]rune)
			}
			if into[of[0]][form] == 0 {
				into[of[0]][form] = r
			}
		}
	}
	return all
})

// shape gives the letters of an Arabic word the forms that join them.
func shape(word string) string {
	forms := arabicForms()
	letters := []rune(word)
	joinsNext := func(r rune) bool {
		f := forms.letters[r]
		return r == '\u0640' || f != nil && f[initial] != 0
	}
	joinsBefore := func(r rune) bool {
		f := forms.letters[r]
		return r == '\u0640' || f != nil && f[final] != 0
	}
	neighbour := func(i, step int) rune { // past vowel marks
		for i += step; i >= 0 && i < len(letters); i += step {
			if !unicode.Is(unicode.Mn, letters[i]) {
				return letters[i]
			}
		}
		return 0
	}
	var b strings.Builder
	for i := 0; i < len(letters); i++ {
		r := letters[i]
		form := isolated
		if joinsBefore(r) && joinsNext(neighbour(i, -1)) {
			form = final
		}
		if i+1 < len(letters) && r == lam && forms.lamWith[letters[i+1]] != nil {
			if drawn := forms.lamWith[letters[i+1]][form]; drawn != 0 {
				b.WriteRune(drawn)
				i++
				continue
			}
		}
		if joinsNext(r) && joinsBefore(neighbour(i, 1)) {
			form += initial
		}
		if f := forms.letters[r]; f != nil && f[form] != 0 {
			r = f[form]
		}
		b.WriteRune(r)
	}
	return b.String()
}

// meaningOf is the text that a drawn character stands for: letters, whatever
// form they have.
func meaningOf(r rune) string {
	if means, _, ok := mirrored(r); ok {
		return string(means)
	}
	if r >= 0xfb50 && r <= 0xfefc && r != 0xfeff {
		return norm.NFKC.String(string(r))
	}
	return string(r)
}
