package handlers

import (
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// withoutSlash sends on whoever asks for a page with slashes at the end of its
// address to the address without. The path that it answers with begins with one
// slash, whatever came: two would name another site.
func withoutSlash(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if r.Method != http.MethodGet && r.Method != http.MethodHead || r.URL.Path == "/" || !strings.HasSuffix(r.URL.Path, "/") {
			return next(c)
		}
		to := "/" + strings.Trim(r.URL.EscapedPath(), "/")
		if r.URL.RawQuery != "" {
			to += "?" + r.URL.RawQuery
		}
		return c.Redirect(http.StatusPermanentRedirect, to)
	}
}
