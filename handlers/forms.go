package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// Error is something to put right in a form: the field, empty for the whole form, and a sentence that says what to do.
type Error struct {
	Field   string
	Message string
}

// Errors are what must be put right, in the order of the fields on the page. The error summary links to each field.
type Errors []Error

// For is the sentence to show beside a field, empty if there is none.
func (e Errors) For(field string) string {
	for _, one := range e {
		if one.Field == field && field != "" {
			return one.Message
		}
	}
	return ""
}

// Add adds a sentence about a field.
func (e *Errors) Add(field, message string) { *e = append(*e, Error{field, message}) }

// InOrder sorts errors into the order in which a page has its fields; what names no such field comes first.
func (e Errors) InOrder(fields ...string) Errors {
	sorted := slices.Clone(e)
	slices.SortStableFunc(sorted, func(a, b Error) int {
		return slices.Index(fields, a.Field) - slices.Index(fields, b.Field)
	})
	return sorted
}

// largestForm is more than any form's text needs; longer texts are refused with words by the field's own limit.
const largestForm = 2 << 20

// form is what was sent, read field by field: nothing is read that a handler does not name.
type form struct {
	values map[string][]string
}

// readForm reads a form without files. A form larger than any of ours is refused with 413.
func readForm(c echo.Context) (form, error) {
	request := c.Request()
	request.Body = http.MaxBytesReader(c.Response(), request.Body, largestForm)
	var err error
	if strings.HasPrefix(request.Header.Get(echo.HeaderContentType), echo.MIMEMultipartForm) {
		err = request.ParseMultipartForm(largestForm)
	} else {
		err = request.ParseForm()
	}
	if err != nil {
		if tooLarge := (*http.MaxBytesError)(nil); errors.As(err, &tooLarge) {
			return form{}, echo.NewHTTPError(http.StatusRequestEntityTooLarge, "What you sent is too long. Make it shorter, or send it as a paper.")
		}
		return form{}, echo.NewHTTPError(http.StatusBadRequest, "The form could not be read. Go back and send it again.")
	}
	return form{values: request.PostForm}, nil
}

// Has reports whether the field was sent at all.
func (f form) Has(name string) bool { return len(f.values[name]) > 0 }

// Line reads one line of text: trimmed, its breaks and tabs turned into spaces.
func (f form) Line(name string) string {
	return strings.TrimSpace(strings.NewReplacer("\n", " ", "\t", " ").Replace(f.Text(name)))
}

// Text reads text of many lines: breaks as \n, no space at the ends of the whole. What cannot be text (broken UTF-8,
// NUL) becomes the replacement character, which people can see and put right.
func (f form) Text(name string) string {
	if len(f.values[name]) == 0 {
		return ""
	}
	return cleanText(f.values[name][0])
}

// Values reads every value of a field that may be sent more than once, without empty ones.
func (f form) Values(name string) []string {
	values := []string{}
	for _, value := range f.values[name] {
		if value = cleanText(value); value != "" {
			values = append(values, value)
		}
	}
	return values
}

// Checked reports whether a single checkbox was ticked.
func (f form) Checked(name string) bool { return f.Line(name) != "" }

// Number reads a whole number; false if what was typed is none. Commas between thousands are allowed.
func (f form) Number(name string) (int, bool) {
	value, err := strconv.Atoi(strings.ReplaceAll(f.Line(name), ",", ""))
	return value, err == nil
}

// ID reads the number of a row, zero if there is none.
func (f form) ID(name string) uint {
	value, err := strconv.ParseUint(f.Line(name), 10, 63)
	if err != nil {
		return 0
	}
	return uint(value)
}

// longestSearch is more than anybody looks for; the database refuses patterns
// that are very long.
const longestSearch = 200

// searchedFor reads the words in the page's address that a list is narrowed by.
func searchedFor(c echo.Context, name string) string {
	text := cleanText(c.QueryParam(name))
	if runes := []rune(text); len(runes) > longestSearch {
		text = string(runes[:longestSearch])
	}
	return text
}

func cleanText(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	return strings.TrimSpace(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD").Replace(text))
}
