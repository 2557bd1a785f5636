package tests

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

// TestPagesAreMarkedByWhatTheyShow goes through the site as everybody: a page
// that calls anything in it for members only bears the marking of that, and no
// other page does.
func TestPagesAreMarkedByWhatTheyShow(t *testing.T) {
	t.Parallel()
	s := newSample(t, nil)
	p, err := s.store.Partnership(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range everybody {
		t.Run(nameOf(role), func(t *testing.T) {
			t.Parallel()
			kinds := map[bool]map[string]bool{false: {}, true: {}}
			for _, f := range crawl(t, signInAs(t, s.base, role), s.base, newMatcher(s.routes), 12) {
				if !f.isPage() || strings.HasSuffix(f.pattern, "/html") { // a letter, which is no page of the site
					continue
				}
				holds, marking := callsItselfRestricted(f.doc), strings.TrimSpace(f.doc.Find("footer .app-marking").Text())
				kinds[holds][f.pattern] = true
				switch {
				case holds && marking != p.RestrictedMarking:
					t.Errorf("%s shows what is for members only and is marked %q", f.path, marking)
				case !holds && marking == p.RestrictedMarking && !speaksOfMembers(f.doc) && !changes(f.pattern):
					t.Errorf("%s shows nothing that it calls for members only and is marked %q", f.path, marking)
				case !holds && role != models.RolePublic && marking != p.Marking && marking != p.RestrictedMarking:
					t.Errorf("%s is marked %q", f.path, marking)
				}
			}
			if few := map[bool]int{true: 0, false: 6}[role == models.RolePublic]; len(kinds[true]) < few || len(kinds[false]) < 5 {
				t.Errorf("only %d kinds of pages with and %d without: %v", len(kinds[true]), len(kinds[false]), kinds[true])
			}
			t.Logf("kinds of pages that hold something for members only: %v", kinds[true])
		})
	}
}

// callsItselfRestricted says whether a page calls anything in it for members
// only: with a tag, a label, in a document's words, or as a box that is ticked.
func callsItselfRestricted(doc *goquery.Document) bool {
	main := doc.Find("main")
	found := main.Find(`.app-tag--private, .app-entry--restricted, .app-entry__label--members, input[name^=restricted][checked]`).Length() > 0
	return found || strings.Contains(strings.ToLower(main.Find(".app-paper").Text()), "members only") || strings.HasSuffix(strings.TrimSpace(main.Find(".app-notice").Text()), "For members only.")
}

// speaksOfMembers says whether a page says in other words for whom it is.
func speaksOfMembers(doc *goquery.Document) bool {
	text := strings.ToLower(doc.Find("main").Text())
	for _, words := range []string{"members of the partnership", "name not published"} {
		if strings.Contains(text, words) {
			return true
		}
	}
	return false
}

// changes says whether the page changes a thing whose own page says for whom it
// is, or has the names of all items of a meeting.
func changes(pattern string) bool {
	for _, end := range []string{"/deadline", "/owners", "/withdraw", "/reopen", "/defer", "/decline", "/take-minutes", "/entries/:id", "/attendance/:id"} {
		if strings.HasSuffix(pattern, end) {
			return true
		}
	}
	return false
}
