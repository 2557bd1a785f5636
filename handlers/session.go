package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

const viewerKey = "viewer"

// sessionCookie names the cookie; behind https it carries the prefix that ties
// it to this host alone (RFC 6265bis, 4.1.3.2).
func (s *Server) sessionCookie() string {
	if s.secure() {
		return "__Host-quarterday"
	}
	return "quarterday"
}

// session finds out who is asking, for every request.
func (s *Server) session(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		var who models.Actor
		if cookie, err := c.Cookie(s.sessionCookie()); err == nil {
			if who, err = s.store.SignedIn(c.Request().Context(), cookie.Value); err != nil {
				return err
			}
		}
		c.Set(viewerKey, who)
		return next(c)
	}
}

// viewer is whoever is asking; the zero Actor is the public.
func viewer(c echo.Context) models.Actor {
	who, _ := c.Get(viewerKey).(models.Actor)
	return who
}

func (s *Server) beginSession(c echo.Context, token string) {
	c.SetCookie(s.cookie(token, 0))
}

func (s *Server) cookie(value string, maxAge int) *http.Cookie {
	return &http.Cookie{Name: s.sessionCookie(), Value: value, Path: "/", MaxAge: maxAge, HttpOnly: true, Secure: s.secure(), SameSite: http.SameSiteLaxMode}
}
