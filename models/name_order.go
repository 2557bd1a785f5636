package models

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainLetters stand for letters that do not come apart into a plain letter and
// its marks.
var plainLetters = strings.NewReplacer("ł", "l", "ø", "o", "đ", "d", "ð", "d", "þ", "th", "ß", "ss", "æ", "ae", "œ", "oe", "ı", "i")

// withoutMarks is text in small letters without the marks on them: what people
// look for when they look under L for Łukasz.
func withoutMarks(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return r
	}, norm.NFKD.String(plainLetters.Replace(strings.ToLower(s))))
}

// named is whatever is listed by its name.
type named interface{ named() string }

func (o Organisation) named() string { return o.Name }
func (p Person) named() string       { return p.Name }

// inNameOrder puts a list in the order of its names.
func inNameOrder[T named](list []T) {
	slices.SortStableFunc(list, func(a, b T) int { return nameOrder(a.named(), b.named()) })
}

// inOrganisationOrder puts people in the order of their organisations' names,
// and of their own within each.
func inOrganisationOrder(list []Person) {
	slices.SortStableFunc(list, func(a, b Person) int {
		return cmp.Or(nameOrder(a.Organisation.Name, b.Organisation.Name), nameOrder(a.Name, b.Name))
	})
}

// nameOrder orders names as a list of people does, whatever marks their letters
// have; a database orders by the numbers of the letters and puts Ł after Z.
func nameOrder(a, b string) int {
	return cmp.Or(strings.Compare(withoutMarks(a), withoutMarks(b)), strings.Compare(a, b))
}
