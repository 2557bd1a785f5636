package handlers

import (
	"net/http"
	"net/http/cookiejar"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

func TestAFlashIsShownOnce(t *testing.T) {
	server := serve(t, func(c echo.Context) error {
		if c.Request().Method == http.MethodPost {
			setFlash(c, Flash{Text: "Sent “today” <b>", Success: true, LinkURL: c.QueryParam("link"), LinkText: "See it"})
			return c.Redirect(http.StatusSeeOther, "/")
		}
		data := formPageData()
		data.Flash = takeFlash(c)
		return render(c, http.StatusOK, "form", data)
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	server.Client().Jar = jar
	post := func(link string) {
		client := *server.Client()
		client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		answer, err := client.Post(server.URL+"/?link="+link, echo.MIMEApplicationForm, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		cookie := answer.Cookies()[0]
		if !cookie.HttpOnly || cookie.SameSite != http.SameSiteLaxMode {
			t.Errorf("the cookie is open to scripts or to other sites: %v", cookie)
		}
	}

	post("/meetings/2026-q4")
	answer, page := get(t, server, "/")
	banner := page.Find(".govuk-notification-banner")
	if !strings.Contains(banner.Text(), "Sent “today” <b>") || banner.Find("a").AttrOr("href", "") != "/meetings/2026-q4" {
		t.Errorf("the banner says %q", banner.Text())
	}
	if answer.Header.Get("Cache-Control") != "no-store" {
		t.Error("a page with a message may be kept")
	}
	if _, page := get(t, server, "/"); page.Find(".govuk-notification-banner").Length() != 0 {
		t.Error("the message is shown twice")
	}

	post("//elsewhere.example")
	if _, page := get(t, server, "/"); page.Find(".govuk-notification-banner a").Length() != 0 {
		t.Error("a message links to another site")
	}
}
