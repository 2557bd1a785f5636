package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/static"
)

// reads says whether a request only reads, with the answer's body or without.
func reads(c echo.Context) bool {
	return c.Request().Method == http.MethodGet || c.Request().Method == http.MethodHead
}

// cached answers a page that has not changed with 304. A page is true for as
// long as the store's version, the ten minutes (a deadline that passes shows soon
// after), the viewer, the program and the static files it links to are the same. The version is read before the
// page is made, so that a page is never marked newer than it is.
func (s *Server) cached(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if !reads(c) {
			return next(c)
		}
		version, err := s.store.Version(c.Request().Context())
		if err != nil {
			return err
		}
		who := viewer(c)
		tag := fmt.Sprintf(`W/"%s-%s-%d-%d-%s-%d"`, s.config.Build, static.Version, version, who.PersonID, who.Role, s.store.Now().Unix()/600)
		h := c.Response().Header()
		h.Set("Cache-Control", "private, no-cache")
		h.Set("Vary", "Cookie")
		if hasFlash(c) {
			h.Set("Cache-Control", "private, no-store")
			return next(c)
		}
		h.Set("ETag", tag)
		if c.Request().Header.Get("If-None-Match") == tag {
			return c.NoContent(http.StatusNotModified)
		}
		return next(c)
	}
}
