package static

import (
	"path"
	"regexp"
	"strings"
	"testing"
)

func TestEveryFileThatAFileNamesIsThere(t *testing.T) {
	comments := regexp.MustCompile(`(?m)^\s*//.*$`)
	references := regexp.MustCompile(`url\(["']?([^"')]+)["']?\)|from ?["'](\.[^"']+)["']|import ?["'](\.[^"']+)["']|import\(["'](\.[^"']+)["']\)`)
	for _, name := range Names() {
		if !strings.HasSuffix(name, ".css") && !strings.HasSuffix(name, ".js") {
			continue
		}
		content, _ := Read(name)
		for _, match := range references.FindAllStringSubmatch(comments.ReplaceAllString(string(content), ""), -1) {
			reference := match[1] + match[2] + match[3] + match[4]
			if strings.HasPrefix(reference, "data:") || strings.HasPrefix(reference, "#") {
				continue
			}
			if _, ok := Read(path.Join(path.Dir(name), reference)); !ok {
				t.Errorf("%s names %q, which is not there", name, reference)
			}
		}
	}
}

func TestURL(t *testing.T) {
	got, err := URL("app.css")
	if err != nil || got != "/static/"+Version+"/app.css" {
		t.Errorf("URL(app.css) = %q, %v", got, err)
	}
	if _, err := URL("missing.css"); err == nil {
		t.Error("a missing file has a URL")
	}
}

func TestStyleTakesNothingThatIsReserved(t *testing.T) {
	style, _ := Read("app.css")
	for _, reserved := range []string{"GDS Transport", "crown", "url(http", "url(//", "@import"} {
		if strings.Contains(string(style), reserved) {
			t.Errorf("app.css contains %q", reserved)
		}
	}
}
