package models

import (
	"fmt"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// takenInitials are those of the active people other than this one.
func (t *tx) takenInitials(except int64) (map[string]bool, error) {
	var list []string
	if err := t.Model(&Person{}).Where("deactivated_at is null and id <> ?", except).Pluck("initials", &list).Error; err != nil {
		return nil, err
	}
	taken := make(map[string]bool, len(list))
	for _, i := range list {
		taken[i] = true
	}
	return taken, nil
}

// initialsFor makes initials that nobody else has: the first letters of the
// name's parts, then more of the last part ("LG", "LGr", "LGre"), then a number.
func initialsFor(name string, taken map[string]bool) string {
	words := strings.FieldsFunc(norm.NFC.String(name), func(r rune) bool { return unicode.IsSpace(r) || r == '-' || r == '.' || r == ',' })
	var first strings.Builder
	var last []rune
	for _, w := range words {
		letters := []rune(strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) }))
		if len(letters) == 0 || strings.EqualFold(w, "dr") || strings.EqualFold(w, "prof") {
			continue
		}
		first.WriteRune(unicode.ToUpper(letters[0]))
		last = letters
	}
	if first.Len() == 0 {
		first.WriteString("X")
	}
	for n := 1; n <= len(last); n++ {
		if i := first.String() + string(last[1:n]); !taken[i] {
			return i
		}
	}
	if !taken[first.String()] {
		return first.String()
	}
	for n := 2; ; n++ {
		if i := fmt.Sprintf("%s%d", first.String(), n); !taken[i] {
			return i
		}
	}
}

// checkInitials refuses initials that another active person has, and says what
// would be free.
func (t *tx) checkInitials(p *Problems, person Person) error {
	if person.Initials == "" {
		return nil
	}
	var other Person
	err := t.Where("initials = ? and deactivated_at is null and id <> ?", person.Initials, person.ID).Limit(1).Find(&other).Error
	if err != nil || other.ID == 0 {
		return err
	}
	taken, err := t.takenInitials(person.ID)
	if err != nil {
		return err
	}
	p.Add("initials", "%s already stands for %s: choose others, for example %s", person.Initials, other.Name, initialsFor(person.Name, taken))
	return nil
}
