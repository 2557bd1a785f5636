package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
)

// downloadPaper sends a paper to somebody who may read it, as a file to keep:
// never shown as a page of this site.
func (s *Server) downloadPaper(c echo.Context) error {
	paper, err := s.store.Paper(c.Request().Context(), viewer(c), numberParam(c))
	if err != nil {
		return err
	}
	return s.sendAttachment(c, paper.SHA256, paper.MediaType, paper.FileName)
}

// sendAttachment sends a file that somebody sent us, under its name.
func (s *Server) sendAttachment(c echo.Context, sha, mediaType, name string) error {
	file, size, err := s.kept.Open(sha)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := allowSending(c, size); err != nil {
		return err
	}
	h := c.Response().Header()
	if strings.HasPrefix(mediaType, "text/") {
		mediaType += "; charset=utf-8"
	}
	h.Set(echo.HeaderContentType, mediaType)
	h.Set(echo.HeaderContentDisposition, attachmentNamed(name))
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	h.Set("ETag", `"`+sha+`"`)
	h.Set("Cache-Control", "private, no-cache")
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, file)
	return nil
}

// attachmentNamed is the header that gives a file its name (RFC 6266): the whole
// name for every browser of today, and one without accents for old ones.
func attachmentNamed(name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || strings.ContainsRune(`"\%`, r) {
			return '_'
		}
		return r
	}, name)
	// PathEscape leaves a few characters that RFC 5987 does not.
	whole := strings.NewReplacer("'", "%27", "(", "%28", ")", "%29", "*", "%2A", ":", "%3A", "@", "%40", "=", "%3D", ",", "%2C", ";", "%3B").Replace(url.PathEscape(name))
	return fmt.Sprintf(`attachment; filename="%s"; filename*=UTF-8''%s`, plain, whole)
}

// numberParam is the number in the address; 0, which nothing has, when it is none.
func numberParam(c echo.Context) int64 {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id < 0 {
		return 0
	}
	return id
}
