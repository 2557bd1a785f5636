package handlers

import (
	"crypto/rand"
	"log/slog"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

const requestIDHeader = "X-Request-Id"

// requestID names the request, for the log, the audit trail and the page shown
// when something goes wrong.
func requestID(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := rand.Text()[:12]
		c.Response().Header().Set(requestIDHeader, id)
		c.SetRequest(c.Request().WithContext(models.WithRequestID(c.Request().Context(), id)))
		return next(c)
	}
}

func idOf(c echo.Context) string { return c.Response().Header().Get(requestIDHeader) }

// log writes a line for each request: the route, never the address itself,
// which can hold a token or what somebody searched for.
func (s *Server) log(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		start := time.Now()
		err := next(c)
		if err != nil {
			c.Error(err) // so that the status below is the one that was sent
		}
		slog.DebugContext(c.Request().Context(), "request", "request", idOf(c), "method", c.Request().Method,
			"route", c.Path(), "status", c.Response().Status, "ms", time.Since(start).Milliseconds())
		return nil
	}
}
