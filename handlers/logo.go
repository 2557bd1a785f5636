package handlers

import (
	"bytes"
	"errors"
	"io"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// largestLogo is the most bytes of an uploaded logo.
const largestLogo = 10 << 20

// LogoPage gives the partnership a logo, or takes it away.
type LogoPage struct {
	Frame
	Version  int
	Logo     *LogoImage // the one there is
	Text     string
	Conflict *Conflict
}

// LogoImage is the logo as a page shows it.
type LogoImage struct {
	URL, Text     string
	Width, Height int
}

// logoImage is nil where there is no logo. A screen shows fewer points to the
// inch than paper.
func logoImage(logo models.Logo) *LogoImage {
	if logo.SHA256 == "" || logo.Width < 1 || logo.Height < 1 {
		return nil
	}
	const widest, highest = 240, 80
	scale := min(1, widest/float64(logo.Width), highest/float64(logo.Height))
	width, height := max(1, int(math.Round(float64(logo.Width)*scale))), max(1, int(math.Round(float64(logo.Height)*scale)))
	return &LogoImage{URL: "/logo/" + logo.SHA256, Text: logo.Text, Width: width, Height: height}
}

func (s *Server) logoPage(c echo.Context) (*LogoPage, error) {
	frame, err := s.frame(c, "settings", "Logo")
	if err != nil {
		return nil, err
	}
	p, err := s.settings(c.Request().Context())
	page := &LogoPage{Frame: frame, Version: p.Version, Logo: logoImage(p.Logo()), Text: p.LogoText}
	if page.Text == "" {
		page.Text = p.Name
	}
	return page, err
}

func (s *Server) editLogo(c echo.Context) error {
	page, err := s.logoPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "settings/logo", page)
}

// changeLogo takes a new picture, new words, or both.
func (s *Server) changeLogo(c echo.Context) error {
	file, err := readLogo(c)
	refused := err != nil
	if refused && models.KindOf(err) != models.KindInvalid {
		return err
	}
	f := form{values: c.Request().PostForm}
	version, _ := f.Number("version")
	given := models.LogoForm{Text: f.Line("logo_text")}
	ctx := c.Request().Context()
	if err == nil && len(file) > 0 {
		if err = s.keepLogo(c, file, &given); err != nil && models.KindOf(err) != models.KindInvalid {
			return err
		}
	}
	var now models.Partnership
	if err == nil {
		now, err = s.store.ChangeLogo(ctx, viewer(c), version, given)
	}
	if err != nil {
		page, pageErr := s.logoPage(c)
		if pageErr != nil {
			return pageErr
		}
		if !refused || f.Has("logo_text") {
			page.Text = given.Text
		}
		if saved, ok := theirs[models.Partnership](err); ok {
			page.Conflict = newConflict("/settings", models.Change{What: "What it shows", From: saved.LogoText, To: given.Text})
		}
		return s.again(c, err, "settings/logo", page)
	}
	if now.Version == version {
		done(c, "Nothing was changed: the logo and its words are as they were.")
		return c.Redirect(http.StatusSeeOther, "/settings#logo")
	}
	done(c, "Logo: saved. It will be on documents made from now on.")
	return c.Redirect(http.StatusSeeOther, "/settings#logo")
}

func (s *Server) removeLogo(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	version, _ := f.Number("version")
	if _, err := s.store.RemoveLogo(c.Request().Context(), viewer(c), version); err != nil {
		return err
	}
	done(c, "The logo was removed. Documents that were issued keep it.")
	return c.Redirect(http.StatusSeeOther, "/settings#logo")
}

// refusedLogo is shown beside the field for the file.
func refusedLogo(words string) error {
	return &models.Error{Kind: models.KindInvalid, Fields: []models.FieldError{{Field: "logo", Message: words}}}
}

// readLogo reads the form and the file in it, nil if none was chosen.
func readLogo(c echo.Context) ([]byte, error) {
	request := c.Request()
	if !strings.HasPrefix(request.Header.Get(echo.HeaderContentType), echo.MIMEMultipartForm) {
		_, err := readForm(c)
		return nil, err
	}
	request.Body = http.MaxBytesReader(c.Response(), request.Body, largestUpload)
	if err := request.ParseMultipartForm(largestLogo + largestForm); err != nil {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, refusedLogo("The file is too large: a logo must be 10 MB or smaller")
		}
		return nil, echo.NewHTTPError(http.StatusBadRequest, "The form could not be read. Go back and send it again.")
	}
	if len(request.MultipartForm.File["logo"]) == 0 {
		return nil, nil
	}
	header := request.MultipartForm.File["logo"][0]
	switch {
	case header.Size > largestLogo:
		return nil, refusedLogo("The file is too large: a logo must be 10 MB or smaller")
	case header.Size == 0:
		return nil, refusedLogo("The file is empty: choose a PNG or JPEG file")
	}
	file, err := header.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// keepLogo makes a logo of the file and keeps it. One at a time: unpacking a
// large picture takes memory.
func (s *Server) keepLogo(c echo.Context, file []byte, into *models.LogoForm) error {
	s.readingLogo.Lock()
	logo, err := documents.ReadLogo(file)
	s.readingLogo.Unlock()
	if refused, ok := errors.AsType[documents.Refused](err); ok {
		return refusedLogo(refused.Error())
	}
	if err != nil {
		return err
	}
	stored, err := s.kept.Put(c.Request().Context(), bytes.NewReader(logo.Data), int64(len(logo.Data)))
	into.SHA256, into.MediaType, into.Width, into.Height = stored.SHA256, logo.MediaType, logo.Width, logo.Height
	return err
}

// AddLogo puts the picture of the logo into what a document says of the
// partnership, before it is drawn.
func (s *Server) AddLogo(head *models.Letterhead) (err error) {
	*head, err = documents.WithLogo(*head, s.kept.Open)
	return err
}

// showLogo is a logo that the partnership has or has had: what was issued under
// an older one still shows it. Its address is of its content.
func (s *Server) showLogo(c echo.Context) error {
	sha := c.Param("sha")
	kept, err := s.store.IsLogo(c.Request().Context(), sha)
	if err != nil {
		return err
	}
	if !kept {
		return echo.ErrNotFound
	}
	file, _, err := s.kept.Open(sha)
	if err != nil {
		return err
	}
	defer file.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(file, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderContentType, http.DetectContentType(head[:n]))
	h.Set(echo.HeaderContentSecurityPolicy, "default-src 'none'; sandbox")
	h.Set("ETag", `"`+sha+`"`)
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Del("Vary")
	http.ServeContent(c.Response(), c.Request(), "", time.Time{}, file)
	return nil
}
