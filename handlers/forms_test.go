package handlers

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

// sent gives what a handler reads of a form.
func sent(t *testing.T, body string) (form, int) {
	t.Helper()
	var read form
	server := serve(t, func(c echo.Context) error {
		var err error
		if read, err = readForm(c); err != nil {
			return err
		}
		return c.NoContent(http.StatusNoContent)
	})
	answer, err := server.Client().Post(server.URL, echo.MIMEApplicationForm, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return read, answer.StatusCode
}

func TestReadForm(t *testing.T) {
	values := url.Values{
		"title":   {"  One\r\nline\t "},
		"notes":   {"First\r\nsecond\rthird\n"},
		"broken":  {"a\x00b\xffc"},
		"owners":  {"3", " ", "5"},
		"agree":   {"yes"},
		"figure":  {"1,250"},
		"version": {"7"},
	}
	read, status := sent(t, values.Encode())
	if status != http.StatusNoContent {
		t.Fatalf("status %d", status)
	}
	for name, pair := range map[string][2]any{
		"a line has no breaks":             {read.Line("title"), "One line"},
		"breaks of text are one kind":      {read.Text("notes"), "First\nsecond\nthird"},
		"what is no text can be seen":      {read.Text("broken"), "a\uFFFDb\uFFFDc"},
		"values come without empty ones":   {read.Values("owners"), []string{"3", "5"}},
		"a tick is seen":                   {read.Checked("agree"), true},
		"what was not sent is not ticked":  {read.Checked("other"), false},
		"what was not sent is empty":       {read.Text("other"), ""},
		"the number of a row is read":      {read.ID("version"), uint(7)},
		"what is no row's number is zero":  {read.ID("title"), uint(0)},
		"what was not sent is known to be": {read.Has("other"), false},
	} {
		t.Run(name, func(t *testing.T) {
			if !reflect.DeepEqual(pair[0], pair[1]) {
				t.Errorf("got %#v, want %#v", pair[0], pair[1])
			}
		})
	}
	if figure, ok := read.Number("figure"); figure != 1250 || !ok {
		t.Errorf("figure %d, %v", figure, ok)
	}
	if _, ok := read.Number("title"); ok {
		t.Error("words are read as a number")
	}
}

func TestAFormTooLargeIsRefused(t *testing.T) {
	if _, status := sent(t, "notes="+strings.Repeat("x", largestForm)); status != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", status)
	}
}

func TestAFieldWithAMisspeltSettingIsAnError(t *testing.T) {
	if _, err := newField("title", "Title", "Hnit", "One line"); err == nil {
		t.Error("no error")
	}
	if _, err := newField("title", "Title", "Hint"); err == nil {
		t.Error("no error for a setting without a value")
	}
}

func TestErrorsInThePagesOrder(t *testing.T) {
	errors := Errors{{"due", "b"}, {"title", "a"}, {"", "all"}}
	if got := errors.InOrder("title", "due"); !reflect.DeepEqual(got, Errors{{"", "all"}, {"title", "a"}, {"due", "b"}}) {
		t.Errorf("got %v", got)
	}
}
