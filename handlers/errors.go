package handlers

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// statusOf gives each kind of refusal its status code.
var statusOf = map[models.Kind]int{
	models.KindNotFound:    http.StatusNotFound,
	models.KindNotAllowed:  http.StatusForbidden,
	models.KindInvalid:     http.StatusUnprocessableEntity,
	models.KindConflict:    http.StatusConflict,
	models.KindBadState:    http.StatusConflict,
	models.KindUnavailable: http.StatusServiceUnavailable,
}

// showError turns whatever a handler returned into a page.
func (s *Server) showError(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	h := c.Response().Header()
	h.Del("ETag")
	h.Set("Cache-Control", "private, no-store")
	status, page := s.errorPage(c, err)
	if c.Request().Method == http.MethodHead {
		err = c.NoContent(status)
	} else {
		err = render(c, status, "error", &page)
	}
	if err != nil {
		slog.Error("the error page could not be shown", "request", idOf(c), "error", err)
	}
}

const missing = "If you typed the address, check it is right. If you followed a link, what it led to may have been moved or is not for you to see."

func (s *Server) errorPage(c echo.Context, err error) (int, ErrorPage) {
	frame, frameErr := s.frame(c, "", "")
	if frameErr != nil {
		slog.Error("the frame of an error page could not be read", "request", idOf(c), "error", frameErr)
	}
	page := ErrorPage{Frame: frame, Link: &Link{URL: "/", Text: "Go to the home page"}}
	say := func(heading, text string) { page.Title, page.Paragraphs = heading, []string{text} }
	if e, ok := errors.AsType[tooMany](err); ok {
		c.Response().Header().Set("Retry-After", fmt.Sprint(e.seconds()))
		say("Too many attempts", e.Error())
		return http.StatusTooManyRequests, page
	}
	if e, ok := errors.AsType[*models.Error](err); ok {
		switch e.Kind {
		case models.KindNotFound:
			say("Page not found", missing)
			if !viewer(c).SignedIn() && reads(c) {
				page.Link = &Link{URL: "/sign-in?next=" + url.QueryEscape(c.Request().URL.RequestURI()), Text: "Sign in, if you have an account here"}
			}
		case models.KindNotAllowed:
			say("You cannot do this", e.Message)
		case models.KindInvalid:
			say("There is a problem", sentences(e.Fields))
		case models.KindConflict:
			say("Someone else changed this", e.Message+" Go back, load the page again and look at what is there now.")
		case models.KindBadState:
			say("This has moved on", e.Message)
		case models.KindUnavailable:
			heading := "Sorry, nothing can be saved at the moment"
			if reads(c) {
				heading = "Sorry, nothing can be shown at the moment"
			}
			say(heading, e.Message)
		}
		page.Typed = typed(c)
		return statusOf[e.Kind], page
	}
	if e, ok := errors.AsType[*echo.HTTPError](err); ok && e.Code < 500 {
		switch e.Code {
		case http.StatusNotFound:
			say("Page not found", missing)
		case http.StatusMethodNotAllowed:
			say("This page cannot be used like that", "Go back and use the buttons on the page.")
		case http.StatusRequestEntityTooLarge:
			say("That is too large", "A file may be 25 MB at most. Go back, choose a smaller one and send it again.")
			if c.Path() == "/verify" {
				say("That is too large", "Nothing that is issued here is larger than 500 MB, so this file is not one of ours.")
			}
		default:
			say("That could not be understood", "Go back, check what you typed and send it again.")
		}
		return e.Code, page
	}
	page.RequestID = idOf(c)
	page.Typed = typed(c)
	say("Sorry, there is a problem with the service", "Nothing that was saved is lost. Try again in a minute. If it happens again, tell the secretariat the number below.")
	slog.ErrorContext(c.Request().Context(), "a request failed", "request", page.RequestID, "route", c.Path(), "error", err)
	return http.StatusInternalServerError, page
}

func sentences(fields []models.FieldError) string {
	all := make([]string, len(fields))
	for i, f := range fields {
		all[i] = f.Message + "."
	}
	return strings.Join(all, " ")
}

// typed is what the viewer had written in the form, for pages that cannot show
// the form itself again. Secrets are not typed on this site, codes aside.
func typed(c echo.Context) []Typed {
	if c.Request().Method != POST {
		return nil
	}
	var all []Typed
	for name, values := range c.Request().PostForm {
		text := strings.Join(values, "\n")
		if len(text) > 20 || strings.Contains(text, " ") {
			all = append(all, Typed{Label: upperFirst(strings.ReplaceAll(name, "_", " ")), Text: cleanText(text)})
		}
	}
	slices.SortFunc(all, func(a, b Typed) int { return strings.Compare(a.Label, b.Label) })
	return all
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// problems puts what models found wrong into the form's error summary. It says
// whether err was something that the form's own page can show: invalid, or
// moved on, or changed by someone else; the status is the one to answer with.
func problems(err error) (Errors, int, bool) {
	e, ok := errors.AsType[*models.Error](err)
	if !ok {
		return nil, 0, false
	}
	switch e.Kind {
	case models.KindInvalid:
		var all Errors
		for _, f := range e.Fields {
			all.Add(f.Field, f.Message)
		}
		if len(all) == 0 {
			all.Add("", e.Message)
		}
		return all, statusOf[e.Kind], true
	case models.KindBadState, models.KindConflict, models.KindUnavailable:
		return Errors{{Message: e.Message}}, statusOf[e.Kind], true
	}
	return nil, 0, false
}

// page is the data of any page: it embeds a Frame.
type page interface{ framed() *Frame }

func (f *Frame) framed() *Frame { return f }

// again answers a form that was refused with its own page, everything typed
// still there; what the page cannot show goes on to the error page.
func (s *Server) again(c echo.Context, err error, template string, data page) error {
	errs, status, ok := problems(err)
	if !ok {
		return err
	}
	data.framed().Errors = errs
	c.Response().Header().Set("Cache-Control", "private, no-store")
	return render(c, status, template, data)
}
