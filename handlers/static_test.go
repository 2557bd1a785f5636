package handlers

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/labstack/echo/v4"

	"quarterday/static"
)

func fetch(t *testing.T, url, coding, etag string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", coding)
	if etag != "" {
		request.Header.Set("If-None-Match", etag)
	}
	answer, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { answer.Body.Close() })
	return answer
}

func TestStaticFiles(t *testing.T) {
	serveFiles, err := staticFiles()
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	e.Use(securityHeaders)
	e.GET("/static/*", serveFiles)
	server := httptest.NewServer(e)
	t.Cleanup(server.Close)
	style, err := static.URL("app.css")
	if err != nil {
		t.Fatal(err)
	}

	t.Run("the current version is kept for ever", func(t *testing.T) {
		answer := fetch(t, server.URL+style, "identity", "")
		body, _ := io.ReadAll(answer.Body)
		want, _ := static.Read("app.css")
		if string(body) != string(want) {
			t.Error("the content differs")
		}
		if got := answer.Header.Get("Cache-Control"); got != "public, max-age=31536000, immutable" {
			t.Errorf("Cache-Control %q", got)
		}
		if got := answer.Header.Get("Content-Type"); got != "text/css; charset=utf-8" {
			t.Errorf("Content-Type %q", got)
		}
	})
	t.Run("another version is served and not kept", func(t *testing.T) {
		answer := fetch(t, server.URL+"/static/000000000000/app.css", "identity", "")
		if answer.StatusCode != http.StatusOK || answer.Header.Get("Cache-Control") != "no-cache" {
			t.Errorf("status %d, Cache-Control %q", answer.StatusCode, answer.Header.Get("Cache-Control"))
		}
	})
	t.Run("it is compressed for those who take it", func(t *testing.T) {
		if got := fetch(t, server.URL+style, "br, gzip;q=0.8", "").Header.Get("Content-Encoding"); got != "gzip" {
			t.Errorf("Content-Encoding %q", got)
		}
		if got := fetch(t, server.URL+style, "gzip;q=0", "").Header.Get("Content-Encoding"); got != "" {
			t.Errorf("refused gzip was sent: %q", got)
		}
	})
	t.Run("an unchanged file costs a 304", func(t *testing.T) {
		etag := fetch(t, server.URL+style, "gzip", "").Header.Get("ETag")
		if got := fetch(t, server.URL+style, "gzip", etag).StatusCode; got != http.StatusNotModified {
			t.Errorf("status %d", got)
		}
	})
	t.Run("a missing file is not found", func(t *testing.T) {
		if got := fetch(t, server.URL+"/static/"+static.Version+"/../embed.go", "identity", "").StatusCode; got != http.StatusNotFound {
			t.Errorf("status %d", got)
		}
	})
	t.Run("browsers are told to take nothing from elsewhere", func(t *testing.T) {
		header := fetch(t, server.URL+style, "identity", "").Header
		if header.Get("Content-Security-Policy") != contentPolicy || header.Get("X-Content-Type-Options") != "nosniff" {
			t.Error("security headers are missing")
		}
	})
}
