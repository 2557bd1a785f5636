package handlers

import (
	"errors"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

const (
	// slowLine is how many bytes a second a line must carry: 256 kbit/s, which a
	// telephone in the country does. Who reads or sends more slowly is cut off, so
	// that nobody keeps a connection by doing nothing.
	slowLine = 32 << 10
	// leastTime is what every answer and every form is given.
	leastTime = 2 * time.Minute
)

// transferTime is how long a slow line takes for so many bytes.
func transferTime(size int64) time.Duration {
	return leastTime + time.Duration(max(size, 0)/slowLine)*time.Second
}

// allowSending gives an answer of this size the time that a slow line needs; the
// server's own limit is meant for pages.
func allowSending(c echo.Context, size int64) error {
	return supported(http.NewResponseController(c.Response()).SetWriteDeadline(time.Now().Add(transferTime(size))))
}

// allowReceiving gives a form with files the time that a slow line needs, and
// its answer time after that.
func allowReceiving(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		control := http.NewResponseController(c.Response())
		deadline := time.Now().Add(transferTime(c.Request().ContentLength))
		if err := errors.Join(supported(control.SetReadDeadline(deadline)), supported(control.SetWriteDeadline(deadline.Add(leastTime)))); err != nil {
			return err
		}
		return next(c)
	}
}

// supported leaves aside that a connection has no deadlines.
func supported(err error) error {
	if errors.Is(err, http.ErrNotSupported) {
		return nil
	}
	return err
}
