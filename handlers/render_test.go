package handlers

import (
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/labstack/echo/v4"
)

type formPage struct {
	Frame
	Item     string
	Purposes []Option
	Replies  []Option
	Owners   []string
	Timeline Timeline
	Coming   Coming
	Pages    Pages
	Notes    string
	At       time.Time
	Size     int64
}

func formPageData() formPage {
	deputy, _ := newField("deputy", "Who comes in your place?")
	return formPage{
		Frame: Frame{
			Title: "Submit an agenda item", Section: "meetings", Partnership: "Calder Vale <Partnership>",
			Viewer:   &Viewer{SignedIn: true, Name: "Rebecca Holt", Organisation: "Ashbourne Council"},
			Nav:      []NavItem{{"home", "Home", "/"}, {"meetings", "Meetings", "/meetings"}},
			Contacts: []Contact{{"Emergency", "999", "tel:999"}},
			Marking:  "OFFICIAL",
			Demo:     true,
			Flash:    &Flash{Text: "Draft saved", Success: true},
			Errors: Errors{{"title", "Give the item a title"}, {"notes", "Make it shorter"}, {"due", "31 November is not a date"},
				{"reply", "Say whether you are coming"}, {"owners[]", "Choose an owner"}, {"", "The call for items has closed"}},
		},
		Item:     `<script>alert("x")</script>`,
		Purposes: []Option{{Value: "decision", Text: "Decision"}, {Value: "discussion", Text: "Discussion", Hint: "Nothing is decided"}},
		Replies:  []Option{{Value: "yes", Text: "Yes"}, {Value: "deputy", Text: "I send a deputy", Reveals: []*Field{deputy}}},
		Owners:   []string{"discussion"},
		Timeline: Timeline{Label: "Where this quarter stands", Stages: []Stage{{"Called", "13 October", "done"}, {"Items close", "24 November", "current"}, {"Meeting", "8 December", ""}}},
		Coming:   Coming{Yes: 21, No: 5, All: 40},
		Pages:    Pages{Previous: "/actions?before=1", Next: "/actions?after=9"},
		Notes:    "We **agreed**.",
		At:       time.Date(2026, time.July, 7, 9, 0, 0, 0, time.UTC),
		Size:     182_000,
	}
}

// serve starts a server whose every page is drawn by draw.
func serve(t *testing.T, draw echo.HandlerFunc) *httptest.Server {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	renderer, err := newRenderer(zone, os.DirFS("testdata"))
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.Use(securityHeaders, renderer.Middleware)
	e.GET("/*", draw)
	e.POST("/*", draw)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	return server
}

func get(t *testing.T, server *httptest.Server, path string) (*http.Response, *goquery.Document) {
	t.Helper()
	answer, err := server.Client().Get(server.URL + path)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	document, err := goquery.NewDocumentFromReader(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, document
}

func TestAPageWithEveryPartial(t *testing.T) {
	server := serve(t, func(c echo.Context) error { return render(c, http.StatusUnprocessableEntity, "form", formPageData()) })
	answer, page := get(t, server, "/")

	if answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("status %d", answer.StatusCode)
	}
	if got := page.Find("title").Text(); got != "Error: Submit an agenda item – Calder Vale <Partnership>" {
		t.Errorf("title %q", got)
	}
	if got := page.Find("h1").Length(); got != 1 {
		t.Errorf("%d h1, want one", got)
	}
	t.Run("every field has a label of its own", func(t *testing.T) {
		page.Find("input, select, textarea").Each(func(_ int, field *goquery.Selection) {
			id := field.AttrOr("id", "")
			if page.Find(`label[for="`+id+`"]`).Length() != 1 {
				t.Errorf("field %q has no label", id)
			}
		})
	})
	t.Run("ids are there once, and what names an id finds it", func(t *testing.T) {
		ids := map[string]int{}
		page.Find("[id]").Each(func(_ int, element *goquery.Selection) { ids[element.AttrOr("id", "")]++ })
		for id, count := range ids {
			if count != 1 || id == "" {
				t.Errorf("id %q is there %d times", id, count)
			}
		}
		for _, attribute := range []string{"for", "aria-describedby", "aria-labelledby", "aria-controls", "data-aria-controls"} {
			page.Find("[" + attribute + "]").Each(func(_ int, element *goquery.Selection) {
				for id := range strings.FieldsSeq(element.AttrOr(attribute, "")) {
					if ids[id] == 0 {
						t.Errorf("%s names %q, which is not there", attribute, id)
					}
				}
			})
		}
		links := page.Find(".govuk-error-summary a, .govuk-skip-link")
		if links.Length() != 6 {
			t.Errorf("%d links to fields and to the content, want 6", links.Length())
		}
		links.Each(func(_ int, link *goquery.Selection) {
			if id := strings.TrimPrefix(link.AttrOr("href", ""), "#"); ids[id] != 1 {
				t.Errorf("the error summary leads to %q, which is not there", id)
			}
		})
	})
	t.Run("each error stands beside its field", func(t *testing.T) {
		if got := page.Find("#title-error").Text(); !strings.Contains(got, "Give the item a title") {
			t.Errorf("beside the title: %q", got)
		}
		if got := page.Find(".govuk-error-message").Length(); got != 5 {
			t.Errorf("%d errors beside fields, want 5", got)
		}
	})
	t.Run("what was typed is kept and harmless", func(t *testing.T) {
		if got := page.Find("#title").AttrOr("value", ""); got != `<script>alert("x")</script>` {
			t.Errorf("title holds %q", got)
		}
		if page.Find("#deputy").Length() != 1 || page.Find("input[name=reply][checked]").AttrOr("value", "") != "deputy" {
			t.Error("the chosen reply or what it reveals is lost")
		}
		if got := page.Find("input[type=checkbox][checked]").AttrOr("value", ""); got != "discussion" {
			t.Errorf("checked %q", got)
		}
		if got := page.Find("option[selected]").AttrOr("value", ""); got != "decision" {
			t.Errorf("selected %q", got)
		}
	})
	t.Run("nothing is inline", func(t *testing.T) {
		page.Find("[style], style, script:not([src])").Each(func(_ int, element *goquery.Selection) {
			html, _ := goquery.OuterHtml(element)
			t.Errorf("inline: %s", html)
		})
		page.Find("*").Each(func(_ int, element *goquery.Selection) {
			for _, attribute := range element.Nodes[0].Attr {
				if strings.HasPrefix(attribute.Key, "on") {
					t.Errorf("inline handler %s", attribute.Key)
				}
			}
		})
	})
	t.Run("words are the product's", func(t *testing.T) {
		text := strings.Join(strings.Fields(page.Find("main").Text()), " ")
		for _, want := range []string{"Tuesday 7 July 2026, 10:00, 182 KB, A, B and C, 1,200 items, LG", "We agreed.", "up to 2,000 characters"} {
			if !strings.Contains(text, want) {
				t.Errorf("the page does not say %q", want)
			}
		}
		if got := page.Find("[aria-current=true]").Text(); got != "Meetings" {
			t.Errorf("current section %q", got)
		}
		if got := page.Find(".app-footer").Text(); !strings.Contains(got, "999") || !strings.Contains(got, "OFFICIAL") {
			t.Error("the footer lacks the contacts or the marking")
		}
	})
	t.Run("templates leave no trace of a mistake", func(t *testing.T) {
		html, _ := page.Html()
		if found := regexp.MustCompile(`ZgotmplZ|<no value>|%!`).FindString(html); found != "" {
			t.Errorf("the page contains %s", found)
		}
	})
}

func TestAnErrorInATemplateIsNoHalfPage(t *testing.T) {
	server := serve(t, func(c echo.Context) error { return render(c, http.StatusOK, "broken", formPageData()) })
	answer, page := get(t, server, "/")
	if answer.StatusCode != http.StatusInternalServerError {
		t.Errorf("status %d", answer.StatusCode)
	}
	if strings.Contains(page.Text(), "Before") {
		t.Error("half of the page was sent")
	}
}

func TestEveryPageOfTheProductParses(t *testing.T) {
	if _, err := NewRenderer(time.UTC); err != nil {
		t.Fatal(err)
	}
}
