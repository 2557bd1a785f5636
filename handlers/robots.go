package handlers

import (
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
	"quarterday/static"
)

// published are the permissions whose pages search engines may list: what
// anybody may read. Signing in, answering and unsubscribing are for anybody too,
// but nothing to be found.
var published = []models.Permission{models.SeePublicPages, models.ReadPublicMinutes, models.ReadPublicPractices}

var parameter = regexp.MustCompile(`:[a-z]+`)

// robots tells search engines what they may list. It is made of the route table,
// so that a page that needs signing in is never offered.
func (s *Server) robots() echo.HandlerFunc {
	allow, refuse := []string{static.Prefix}, []string{"/"}
	var wide []string // what a published pattern covers besides its own pages
	routes := slices.DeleteFunc(s.Routes(), func(r Route) bool { return r.Method != GET })
	for _, r := range routes {
		if slices.Contains(published, r.May) {
			pattern := parameter.ReplaceAllString(r.Path, "*")
			allow = append(allow, pattern+"$", pattern+"?")
			if strings.HasSuffix(pattern, "/*") {
				wide = append(wide, strings.TrimSuffix(pattern, "*"))
			}
		}
	}
	for _, r := range routes {
		covers := func(folder string) bool { return strings.HasPrefix(r.Path, folder) }
		if !slices.Contains(published, r.May) && slices.ContainsFunc(wide, covers) {
			refuse = append(refuse, parameter.ReplaceAllString(r.Path, "*")) // longer than what covers it, and so counts
		}
	}
	text := "User-agent: *\nAllow: " + strings.Join(allow, "\nAllow: ") + "\nDisallow: " + strings.Join(refuse, "\nDisallow: ") + "\n"
	return func(c echo.Context) error {
		c.Response().Header().Set(echo.HeaderCacheControl, "public, max-age=3600")
		return c.String(http.StatusOK, text)
	}
}
