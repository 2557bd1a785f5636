package handlers

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/files"
	"quarterday/models"
)

const (
	// largestPaper is the most bytes of one paper, largestUpload of all that one
	// form carries.
	largestPaper  = 25 << 20
	largestUpload = 104 << 20
	mostUploads   = 20
)

// upload is one file of a form: kept under its SHA-256, or refused for a reason
// fit to be shown beside the field.
type upload struct {
	files.Stored
	name    string
	refusal string
}

// paper is the upload as models takes it.
func (u upload) paper(title string) models.PaperForm {
	kind, _ := files.TypeOf(u.MediaType)
	return models.PaperForm{Title: title, FileName: u.name, MediaType: u.MediaType, Extension: kind.Extension, Size: u.Size, SHA256: u.SHA256}
}

// sameAs says beside the field that the upload is a paper that is there already,
// under another name.
func (u upload) sameAs(p models.Paper) models.FieldError {
	return models.FieldError{Field: "papers", Message: fmt.Sprintf("“%s” is not attached again: it is the same file as %s, which is attached already", excerptOf(u.name, 80), p.FileName)}
}

// readUpload reads a form that may carry files in the field "papers". Each file
// is kept as it comes and judged by its content; one that is refused does not
// keep the rest of the form from being read.
func (s *Server) readUpload(c echo.Context) (form, []upload, error) {
	request := c.Request()
	if !strings.HasPrefix(request.Header.Get(echo.HeaderContentType), echo.MIMEMultipartForm) {
		f, err := readForm(c)
		return f, nil, err
	}
	request.Body = http.MaxBytesReader(c.Response(), request.Body, largestUpload)
	f := form{values: map[string][]string{}}
	request.PostForm = f.values // so that an error page can show what was typed
	var uploads []upload
	parts, err := request.MultipartReader()
	room := int64(largestForm)
	for err == nil {
		var part *multipart.Part
		if part, err = parts.NextPart(); err != nil {
			break
		}
		if part.FileName() == "" {
			var text []byte
			if text, err = io.ReadAll(io.LimitReader(part, room+1)); err == nil {
				if room -= int64(len(text)); room < 0 {
					return f, uploads, echo.NewHTTPError(http.StatusRequestEntityTooLarge)
				}
				f.values[part.FormName()] = append(f.values[part.FormName()], string(text))
			}
			continue
		}
		if part.FormName() != "papers" || len(uploads) > mostUploads {
			continue
		}
		if len(uploads) == mostUploads {
			uploads = append(uploads, upload{refusal: fmt.Sprintf("Only the first %d files were taken: “%s” and any after it were not. Add them now", mostUploads, excerptOf(part.FileName(), 80))})
			continue
		}
		var u upload
		if u, err = s.receive(c, part); err == nil {
			uploads = append(uploads, u)
		}
	}
	switch tooLarge := (*http.MaxBytesError)(nil); {
	case errors.Is(err, io.EOF):
		return f, uploads, nil
	case errors.As(err, &tooLarge):
		return f, append(uploads, upload{refusal: fmt.Sprintf("The files must be smaller than %d MB together: send them a few at a time", largestUpload>>20)}), nil
	}
	return f, uploads, echo.NewHTTPError(http.StatusBadRequest, "The form could not be read. Go back and send it again.")
}

// receive keeps one file. An error is one of the connection: nothing more can
// be read.
func (s *Server) receive(c echo.Context, part *multipart.Part) (upload, error) {
	u := upload{name: part.FileName()}
	named := fmt.Sprintf("“%s”", excerptOf(u.name, 80))
	var err error
	u.Stored, err = s.kept.Put(c.Request().Context(), part, largestPaper)
	tooLarge, whole := (*files.TooLargeError)(nil), (*http.MaxBytesError)(nil)
	switch {
	case err == nil && files.Accept(u.MediaType):
	case err == nil:
		u.refusal = fmt.Sprintf("%s cannot be taken: whatever it is called, a paper must be a %s", named, files.AcceptedInWords)
	case errors.As(err, &whole), errors.Is(err, io.ErrUnexpectedEOF), c.Request().Context().Err() != nil:
		return u, err
	case errors.As(err, &tooLarge):
		u.refusal = fmt.Sprintf("%s is too large: a paper must be %d MB or smaller", named, largestPaper>>20)
		_, err = io.Copy(io.Discard, part)
		return u, err
	case errors.Is(err, files.ErrEmpty):
		u.refusal = named + " is empty"
	default:
		slog.ErrorContext(c.Request().Context(), "a paper was not kept", "request", idOf(c), "error", err)
		u.refusal = named + " could not be kept at the moment: try again in a minute"
		_, err = io.Copy(io.Discard, part)
		return u, err
	}
	return u, nil
}

// excerptOf shortens a name to so many characters.
func excerptOf(s string, length int) string {
	runes := []rune(cleanText(s))
	if len(runes) <= length {
		return string(runes)
	}
	return string(runes[:length]) + "…"
}

// acceptPapers is the list of endings for a file field.
func acceptPapers() string {
	endings := make([]string, len(files.Types))
	for i, t := range files.Types {
		endings[i] = t.Extension
	}
	return strings.Join(endings, ",") + ",.jpeg"
}

// paperType says in words what kind of file a paper is.
func paperType(mediaType string) string {
	t, ok := files.TypeOf(mediaType)
	if !ok {
		return "file"
	}
	return t.Name
}
