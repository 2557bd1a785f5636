package handlers

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"quarterday/templates"
)

// oddWords are phrases that a British reader stumbles over, and what is said for
// an email, which nobody who reads it calls a letter.
var oddWords = regexp.MustCompile(`(?i)became of|becomes of|become of|by itself|by themselves|\banew\b|need do nothing|of which nobody|\b(?:a|the|no) letters?\b|get a letter|is called as|put off`)

// TestPlainWords reads what pages and emails say, comments and actions of the
// templates aside.
func TestPlainWords(t *testing.T) {
	notSaid := regexp.MustCompile(`(?s)\{\{.*?\}\}`)
	err := fs.WalkDir(templates.Files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := fs.ReadFile(templates.Files, path)
		if err != nil {
			return err
		}
		for n, line := range strings.Split(notSaid.ReplaceAllStringFunc(string(text), func(action string) string {
			if strings.HasPrefix(action, "{{/*") {
				return strings.Repeat("\n", strings.Count(action, "\n"))
			}
			return strings.Join(regexp.MustCompile(`"[^"]*"`).FindAllString(action, -1), " ") + strings.Repeat("\n", strings.Count(action, "\n"))
		}), "\n") {
			if odd := oddWords.FindString(line); odd != "" {
				t.Errorf("%s:%d says %q: %s", path, n+1, odd, strings.TrimSpace(line))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
