package handlers

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// ImportPage asks for a list, then shows what would become of each of its rows.
type ImportPage struct {
	Frame
	What     string // organisations or people
	One      string
	Columns  string // of the file, in words
	Example  string
	Pasted   string
	Preview  *models.ImportPreview
	FileName string
}

// importing is what differs between the two lists that can be imported.
type importing struct {
	what, one, columns, example string
	preview                     func(context.Context, models.Actor, []byte) (models.ImportPreview, error)
	take                        func(context.Context, models.Actor, []byte, models.ImportConfirm) (models.ImportPreview, error)
}

func (s *Server) importOf(what string) importing {
	if what == "people" {
		return importing{what, "person", "name, email and organisation; and, if you have them, job title, role (secretariat, partner or member) and initials",
			"name,email,job title,organisation,role\nRebecca Holt,r.holt@lcc.example,Safer Communities Manager,LCC,partner", s.store.PreviewPeople, s.store.ImportPeople}
	}
	return importing{what, "organisation", "name and sector; and, if you have them, short name and the day it joined",
		"name,short name,sector,joined\nLeeds City Council,LCC,Local government,2014-11-01", s.store.PreviewOrganisations, s.store.ImportOrganisations}
}

func (s *Server) importPage(c echo.Context, i importing) (*ImportPage, error) {
	frame, err := s.frame(c, i.what, "Import "+i.what)
	return &ImportPage{Frame: frame, What: i.what, One: i.one, Columns: i.columns, Example: i.example}, err
}

// askForImport, previewImport and confirmImport are the three steps. Between
// them nothing is kept on the server: the list travels in the form, and is
// judged again when it is confirmed.
func (s *Server) askForImport(what string) echo.HandlerFunc {
	return func(c echo.Context) error {
		page, err := s.importPage(c, s.importOf(what))
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, "import/ask", page)
	}
}

func (s *Server) previewImport(what string) echo.HandlerFunc {
	return func(c echo.Context) error {
		i := s.importOf(what)
		page, err := s.importPage(c, i)
		if err != nil {
			return err
		}
		data, name, err := readList(c, "file")
		if err == nil && len(data) == 0 {
			data = []byte(c.Request().PostFormValue("pasted"))
			name = "What you pasted"
			page.Pasted = cleanText(string(data))
			if len(data) == 0 {
				err = &models.Error{Kind: models.KindInvalid, Fields: []models.FieldError{{Field: "file", Message: "Choose a file, or paste the cells below"}}}
			}
		}
		if err != nil {
			return s.again(c, err, "import/ask", page)
		}
		preview, err := i.preview(c.Request().Context(), viewer(c), data)
		if err != nil {
			return s.again(c, err, "import/ask", page)
		}
		page.Preview, page.FileName = &preview, name
		c.Response().Header().Set("Cache-Control", "private, no-store")
		return render(c, http.StatusOK, "import/preview", page)
	}
}

func (s *Server) confirmImport(what string) echo.HandlerFunc {
	return func(c echo.Context) error {
		i := s.importOf(what)
		page, err := s.importPage(c, i)
		if err != nil {
			return err
		}
		if _, _, err := readList(c, ""); err != nil {
			return s.again(c, err, "import/ask", page)
		}
		request := c.Request()
		confirm := models.ImportConfirm{Digest: request.PostFormValue("digest"), Change: request.PostFormValue("change") != ""}
		preview, err := i.take(request.Context(), viewer(c), []byte(request.PostFormValue("list")), confirm)
		if err != nil {
			page.FileName = cleanText(request.PostFormValue("file_name"))
			if len(preview.Rows) == 0 {
				return s.again(c, err, "import/ask", page)
			}
			page.Preview = &preview
			return s.again(c, err, "import/preview", page)
		}
		said := plural(preview.New(), i.one, i.what) + " added"
		switch changed := preview.Changed(); {
		case !confirm.Change || changed == 0:
		case preview.New() == 0:
			said = plural(changed, i.one, i.what) + " changed"
		default:
			said += ", " + number(changed) + " changed"
		}
		if n := preview.Refused(); n > 0 {
			said += fmt.Sprintf("; %s not taken", plural(n, "row was", "rows were"))
		}
		done(c, said+".")
		return c.Redirect(http.StatusSeeOther, "/"+i.what)
	}
}

// readList reads a form that carries a list, as a file in the named field or as
// text. What is too large is refused beside the field.
func readList(c echo.Context, field string) (data []byte, name string, err error) {
	tooLarge := &models.Error{Kind: models.KindInvalid, Fields: []models.FieldError{{Field: "file", Message: "The file is too large. It can be 2 MB at most: split it, or take out columns that are not needed"}}}
	request := c.Request()
	request.Body = http.MaxBytesReader(c.Response(), request.Body, 4*models.ImportMaxBytes)
	if err := request.ParseMultipartForm(2 * models.ImportMaxBytes); err != nil && err != http.ErrNotMultipart {
		if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
			return nil, "", tooLarge
		}
		return nil, "", echo.NewHTTPError(http.StatusBadRequest)
	}
	if field == "" || request.MultipartForm == nil || len(request.MultipartForm.File[field]) == 0 {
		return nil, "", nil
	}
	header := request.MultipartForm.File[field][0]
	if header.Size > models.ImportMaxBytes {
		return nil, "", tooLarge
	}
	file, err := header.Open()
	if err != nil {
		return nil, "", err
	}
	defer file.Close()
	data, err = io.ReadAll(file)
	return data, cleanText(header.Filename), err
}
