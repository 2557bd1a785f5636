package handlers

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// Flash is a message about what was just done, shown once on the next page.
type Flash struct {
	Text     string `json:"t"`
	Success  bool   `json:"s,omitempty"`
	LinkURL  string `json:"u,omitempty"` // a path of this site
	LinkText string `json:"l,omitempty"`
}

const (
	flashCookie  = "flash"
	flashLasts   = time.Minute
	longestFlash = 3000
)

// setFlash keeps a message for the next page. Words only: never put anything secret or restricted into it.
func setFlash(c echo.Context, flash Flash) {
	content, err := json.Marshal(flash)
	if err != nil {
		return // strings always marshal
	}
	value := base64.RawURLEncoding.EncodeToString(content)
	if len(value) > longestFlash {
		return
	}
	c.SetCookie(&http.Cookie{
		Name: flashCookie, Value: value, Path: "/", MaxAge: int(flashLasts.Seconds()),
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.Scheme() == "https",
	})
}

// done keeps a message of success for the next page.
func done(c echo.Context, text string) { setFlash(c, Flash{Text: text, Success: true}) }

// takeFlash gives the message kept for this page and forgets it; nil if there is none. A page that carries one is
// not to be kept by browsers, so it sets no-store.
func takeFlash(c echo.Context) *Flash {
	cookie, err := c.Cookie(flashCookie)
	if err != nil {
		return nil
	}
	c.SetCookie(&http.Cookie{
		Name: flashCookie, Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: c.Scheme() == "https",
	})
	c.Response().Header().Set(echo.HeaderCacheControl, "no-store")
	content, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	if err != nil {
		return nil
	}
	var flash Flash
	if json.Unmarshal(content, &flash) != nil || flash.Text == "" {
		return nil
	}
	if !strings.HasPrefix(flash.LinkURL, "/") || strings.HasPrefix(flash.LinkURL, "//") || strings.Contains(flash.LinkURL, `\`) {
		flash.LinkURL, flash.LinkText = "", ""
	}
	return &flash
}

// hasFlash reports whether this page will carry a message, and so may not be answered from a cache.
func hasFlash(c echo.Context) bool {
	_, err := c.Cookie(flashCookie)
	return err == nil
}
