package handlers

import (
	"bytes"
	"compress/gzip"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/static"
)

// asset is one static file, ready to be sent plain or compressed.
type asset struct {
	mediaType string
	plain     []byte
	zipped    []byte // nil where compression saves nothing
}

// staticFiles serves GET /static/*, and /favicon.ico, which browsers ask for wherever they have seen no page. An address that names the current version is kept by browsers for ever; one of
// another version, from a page drawn before an upgrade, gets the current file and is not kept.
func staticFiles() (echo.HandlerFunc, error) {
	assets := map[string]asset{}
	for _, name := range static.Names() {
		content, _ := static.Read(name)
		prepared, err := prepareAsset(name, content)
		if err != nil {
			return nil, err
		}
		assets[name] = prepared
	}
	return func(c echo.Context) error {
		version, name, _ := strings.Cut(strings.TrimPrefix(c.Request().URL.Path, static.Prefix), "/")
		if version == "" { // of a file at the root of the site
			version, name = "", path.Base(c.Request().URL.Path)
		}
		file, ok := assets[name]
		if !ok {
			return echo.ErrNotFound
		}
		return sendAsset(c, file, version == static.Version)
	}, nil
}

func prepareAsset(name string, content []byte) (asset, error) {
	file := asset{mediaType: mediaTypeOf(name), plain: content}
	var zipped bytes.Buffer
	writer, err := gzip.NewWriterLevel(&zipped, gzip.BestCompression)
	if err != nil {
		return asset{}, err
	}
	if _, err := writer.Write(content); err != nil {
		return asset{}, err
	}
	if err := writer.Close(); err != nil {
		return asset{}, err
	}
	if zipped.Len() < len(content)*9/10 {
		file.zipped = zipped.Bytes()
	}
	return file, nil
}

func sendAsset(c echo.Context, file asset, current bool) error {
	header := c.Response().Header()
	etag := `"` + static.Version + `"`
	header.Set("ETag", etag)
	if current {
		header.Set(echo.HeaderCacheControl, "public, max-age=31536000, immutable")
	} else {
		header.Set(echo.HeaderCacheControl, "no-cache")
	}
	content := file.plain
	if file.zipped != nil {
		header.Add(echo.HeaderVary, echo.HeaderAcceptEncoding)
		if acceptsGzip(c.Request().Header.Get(echo.HeaderAcceptEncoding)) {
			content, etag = file.zipped, `"`+static.Version+`-gzip"`
			header.Set("ETag", etag)
			header.Set(echo.HeaderContentEncoding, "gzip")
		}
	}
	if strings.Contains(c.Request().Header.Get("If-None-Match"), etag) {
		header.Del(echo.HeaderContentEncoding)
		return c.NoContent(http.StatusNotModified)
	}
	return c.Blob(http.StatusOK, file.mediaType, content)
}

// acceptsGzip reports whether the browser takes gzip: named, and not with a weight of nothing.
func acceptsGzip(accepted string) bool {
	for one := range strings.SplitSeq(accepted, ",") {
		coding, weight, _ := strings.Cut(strings.TrimSpace(one), ";")
		if strings.EqualFold(strings.TrimSpace(coding), "gzip") {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && !strings.HasPrefix(weight, "q=0.0")
		}
	}
	return false
}

// mediaTypeOf does not depend on what the machine knows of types.
func mediaTypeOf(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".ico":
		return "image/x-icon"
	case ".woff2":
		return "font/woff2"
	case ".txt":
		return "text/plain; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}
