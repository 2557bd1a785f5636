package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// gate lets a request pass to its handler when the access table does. Someone
// not signed in is asked to sign in first and comes back to the page; someone
// signed in who may not is told so.
func (s *Server) gate(r Route) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			who := viewer(c)
			if who.Reach(r.May) != models.No {
				return next(c)
			}
			if who.SignedIn() {
				return &models.Error{Kind: models.KindNotAllowed, Message: "You may not " + string(r.May) + "."}
			}
			if r.Method == GET {
				return c.Redirect(http.StatusSeeOther, "/sign-in?next="+url.QueryEscape(c.Request().URL.RequestURI()))
			}
			return &models.Error{Kind: models.KindNotAllowed, Message: "You are not signed in, or your session has ended. Sign in, go back and send it again: what you typed is still there."}
		}
	}
}

// nextPage is where to go after signing in: a path of this site, or the home page.
func nextPage(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") || strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
