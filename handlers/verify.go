package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// verifyPage asks for a document, or says what is known of the one given.
type verifyPage struct {
	Frame
	Hash  string // as it was typed, or as it was counted from the file
	File  string // name of the file that was given
	Asked bool
	Found *models.Verified
}

// Page is where the document that was found is a page, in the version that it is.
func (p *verifyPage) Page() string {
	d := p.Found.Document
	switch {
	case d.Edition == models.PublicEdition:
		return documentAt(d, "") + "?edition=public"
	case d.Standing == string(models.MinutesAgreed):
		return documentAt(d, "")
	}
	return documentAt(d, "") + versionIn(d)
}

// NewestPDF is where the newest is a file: by its bytes, or where it is drawn if
// nobody has asked for it yet.
func (p *verifyPage) NewestPDF() string {
	d := *p.Found.Newer
	if d.SHA256 != "" {
		return "/documents/" + d.SHA256
	}
	return documentAt(d, ".pdf") + versionIn(d)
}

// documentAt is the address of a meeting's documents of this kind.
func documentAt(d models.Document, form string) string {
	return "/meetings/" + d.Meeting.Reference + "/" + documentNames[d.Kind] + form
}

// versionIn is the query that names the version of an issued document.
func versionIn(d models.Document) string {
	if since := d.Since(); since > 0 {
		return fmt.Sprintf("?since=%d&version=%d", since, d.Version)
	}
	return fmt.Sprintf("?version=%d", d.Version)
}

// Again is where the same is asked once more, by somebody who has signed in.
func (p *verifyPage) Again() string {
	return "/sign-in?" + url.Values{"next": {"/verify?hash=" + sha256In(p.Hash)}}.Encode()
}

// verify says which document has the hash in the address, so that a check can be
// linked to.
func (s *Server) verify(c echo.Context) error {
	page := &verifyPage{}
	for _, name := range []string{"hash", "sha256"} {
		if typed, asked := c.QueryParams()[name]; asked && !page.Asked {
			page.Asked, page.Hash = true, excerptOf(cleanText(typed[0]), 200)
		}
	}
	return s.verified(c, page)
}

// sha256In is the SHA-256 in what was pasted: with spaces, in capitals, after
// "sha256:", or before the file's name as programs print it; "" if there is none.
func sha256In(text string) string {
	words := strings.Fields(strings.ToLower(text))
	if len(words) > 0 {
		for _, prefix := range []string{"sha256:", "sha-256:", "sha256=", "sha256"} {
			if rest, ok := strings.CutPrefix(words[0], prefix); ok {
				words[0] = rest
				break
			}
		}
	}
	for _, word := range append(words, strings.Join(words, "")) {
		if len(word) == 64 && strings.Trim(word, "0123456789abcdef") == "" {
			return word
		}
	}
	return ""
}

// verifyFile says which document the file is that was sent. The file is counted
// as it comes and not kept.
func (s *Server) verifyFile(c echo.Context) error {
	page := &verifyPage{}
	parts, err := c.Request().MultipartReader()
	for err == nil {
		var part *multipart.Part
		if part, err = parts.NextPart(); err != nil {
			break
		}
		if part.FormName() != "file" || part.FileName() == "" || page.Asked {
			continue
		}
		sum := sha256.New()
		var n int64
		if n, err = io.Copy(sum, part); err == nil && n > 0 {
			page.Hash, page.File, page.Asked = hex.EncodeToString(sum.Sum(nil)), excerptOf(part.FileName(), 80), true
		}
	}
	if tooLarge, ok := errors.AsType[*echo.HTTPError](err); ok && tooLarge.Code == http.StatusRequestEntityTooLarge {
		return tooLarge
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return echo.NewHTTPError(http.StatusBadRequest, "The file could not be read. Go back and send it again.")
	}
	return s.verified(c, page)
}

func (s *Server) verified(c echo.Context, page *verifyPage) error {
	var err error
	if page.Frame, err = s.frame(c, "", "Check a document"); err != nil {
		return err
	}
	status := http.StatusOK
	hash := sha256In(page.Hash)
	switch {
	case !page.Asked && c.Request().Method == http.MethodPost:
		page.Errors.Add("file", "Choose the file to check")
		status = http.StatusUnprocessableEntity
	case page.Asked && page.Hash == "":
		page.Errors.Add("hash", "Enter the SHA-256, or choose the file itself")
		page.Asked, status = false, http.StatusUnprocessableEntity
	case page.Asked && hash == "":
		page.Errors.Add("hash", "A SHA-256 has 64 characters: the digits 0 to 9 and the letters a to f")
		page.Asked, status = false, http.StatusUnprocessableEntity
	case page.Asked:
		page.Hash = hash
		found, err := s.store.VerifyDocument(c.Request().Context(), viewer(c), hash)
		switch {
		case err == nil:
			page.Found = &found
		case models.KindOf(err) != models.KindNotFound:
			return err
		}
	}
	return render(c, status, "site/verify", page)
}
