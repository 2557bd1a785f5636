package models

import (
	"fmt"
	"slices"
	"strings"
)

// longestSlug is how many characters of a title make its address.
const longestSlug = 60

// reservedSlugs are addresses under /practices that are pages of their own.
var reservedSlugs = []string{"new", "waiting", "practice"}

// slugWords are what some signs say in an address.
var slugWords = strings.NewReplacer("&", " and ", "’", "", "'", "")

// slugOf makes an address of a title: "Spotting signs in dental practices" is
// spotting-signs-in-dental-practices.
func slugOf(title string) string {
	var b strings.Builder
	for _, r := range withoutMarks(slugWords.Replace(title)) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
			b.WriteRune(r)
		} else {
			b.WriteByte(' ')
		}
	}
	slug := ""
	for _, word := range strings.Fields(b.String()) {
		if len(slug)+len(word)+1 > longestSlug {
			if slug == "" {
				slug = word[:longestSlug]
			}
			break
		}
		slug = strings.TrimPrefix(slug+"-"+word, "-")
	}
	if slug == "" {
		return "practice"
	}
	return slug
}

// freeSlug is the title's address, with a number where others have it.
func (t *tx) freeSlug(title string) (string, error) {
	slug := slugOf(title)
	var taken []string
	if err := t.Model(&Practice{}).Where("slug = ? or slug like ?", slug, slug+"-%").Pluck("slug", &taken).Error; err != nil {
		return "", err
	}
	free := slug
	for n := 2; slices.Contains(taken, free) || slices.Contains(reservedSlugs, free); n++ {
		free = fmt.Sprintf("%s-%d", slug, n)
	}
	return free, nil
}
