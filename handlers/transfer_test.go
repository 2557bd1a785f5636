package handlers

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// head asks for what get would, without the body.
func (b *browser) head(path string) *answer {
	b.site.t.Helper()
	req := b.newRequest(path)
	req.Method = http.MethodHead
	return b.do(req)
}

func TestHeadAnswersAsGetWithoutABody(t *testing.T) {
	s, m := publishedAgenda(t)
	p := s.paper(m.Reference, "Costs", "costs.txt", "text/plain", costs)
	s.publish(m.Reference, "Another")
	member, public := s.as("mo@vp.example"), s.public()
	at := "/meetings/" + m.Reference
	s.run("without drawing a pack", func(t *testing.T) {
		a := member.head(at + "/pack.pdf")
		if a.status != http.StatusOK || a.header.Get("Content-Type") != "application/pdf" || !strings.Contains(a.header.Get("Content-Disposition"), "pack-2026-q3-version-2.pdf") {
			t.Errorf("status %d, %v", a.status, a.header)
		}
		if len(s.packsToDraw()) != 2 {
			t.Error("it was drawn")
		}
	})
	member.get(at + "/pack.pdf").is(200)
	for _, path := range []string{"/", at, at + "/agenda", at + "/agenda.pdf", at + "/pack.pdf", at + "/invitation.ics", at + "/nothing", "/meetings/none", "/papers/" + strconv.FormatInt(p.ID, 10), "/actions.xlsx", "/robots.txt", "/healthz", "/static/none", "/verify"} {
		for who, b := range map[string]*browser{"a member": member, "the public": public} {
			get, head := b.get(path), b.head(path)
			if head.status != get.status || head.body != "" || head.url != get.url {
				t.Errorf("%s asks for %s: status %d at %s with %d bytes, GET has %d at %s", who, path, head.status, head.url, len(head.body), get.status, get.url)
			}
			for _, name := range []string{"Content-Type", "ETag", "Content-Disposition", "Cache-Control", "Vary"} {
				if get.status < 400 && head.header.Get(name) != get.header.Get(name) {
					t.Errorf("%s of %s is %q, GET has %q", name, path, head.header.Get(name), get.header.Get(name))
				}
			}
		}
	}
	if a := member.head(at + "/pack.pdf"); a.header.Get("Content-Length") == "" {
		t.Error("it is not said how large the pack is")
	}
	req := member.newRequest(at + "/agenda/build")
	req.Method = http.MethodDelete
	if a := member.do(req); a.status != http.StatusMethodNotAllowed {
		t.Errorf("another method: status %d", a.status)
	}
}

// timedResponse notes until when an answer may be written.
type timedResponse struct {
	*httptest.ResponseRecorder
	writeBy, readBy time.Time
}

func (r *timedResponse) SetWriteDeadline(t time.Time) error { r.writeBy = t; return nil }
func (r *timedResponse) SetReadDeadline(t time.Time) error  { r.readBy = t; return nil }

func TestLargeFilesAreGivenTheTimeOfASlowLine(t *testing.T) {
	s, _ := publishedAgenda(t)
	large := make([]byte, 20<<20)
	stored, err := s.kept.Put(t.Context(), bytes.NewReader(large), 1<<30)
	if err != nil {
		t.Fatal(err)
	}
	slow := leastTime + 20<<20/slowLine*time.Second // 10 minutes and more
	if slow < 12*time.Minute || transferTime(0) != leastTime {
		t.Fatalf("%v, and for nothing %v", slow, transferTime(0))
	}
	at := func(send func(c echo.Context) error) {
		t.Helper()
		start, w := time.Now(), &timedResponse{ResponseRecorder: httptest.NewRecorder()}
		if err := send(echo.New().NewContext(httptest.NewRequest(http.MethodGet, "/", nil), w)); err != nil {
			t.Fatal(err)
		}
		if w.Body.Len() != len(large) || w.writeBy.Before(start.Add(slow)) || w.writeBy.After(time.Now().Add(slow)) {
			t.Errorf("%d bytes must be sent within %v", w.Body.Len(), w.writeBy.Sub(start))
		}
	}
	s.run("of a document", func(t *testing.T) {
		at(func(c echo.Context) error {
			return s.web.sendKept(c, "pack", models.Document{SHA256: stored.SHA256, Size: stored.Size})
		})
	})
	s.run("of a paper", func(t *testing.T) {
		at(func(c echo.Context) error {
			return s.web.sendAttachment(c, stored.SHA256, "application/pdf", "large.pdf")
		})
	})
	s.run("of a pack that is not kept", func(t *testing.T) {
		file, done, err := temporaryPDF()
		if err != nil {
			t.Fatal(err)
		}
		defer done()
		if _, err := file.Write(large); err != nil {
			t.Fatal(err)
		}
		at(func(c echo.Context) error { return s.web.sendTemporary(c, "pack", file) })
	})
	s.run("of a form that brings one", func(t *testing.T) {
		start, w := time.Now(), &timedResponse{ResponseRecorder: httptest.NewRecorder()}
		c := echo.New().NewContext(httptest.NewRequest(http.MethodPost, "/", bytes.NewReader(large)), w)
		if err := allowReceiving(func(echo.Context) error { return nil })(c); err != nil {
			t.Fatal(err)
		}
		if w.readBy.Before(start.Add(slow)) || w.writeBy.Before(w.readBy.Add(leastTime)) {
			t.Errorf("it must be read within %v and answered within %v", w.readBy.Sub(start), w.writeBy.Sub(start))
		}
	})
}

// zeros gives so many bytes.
type zeros int64

func (z *zeros) Read(p []byte) (int, error) {
	n := min(int64(len(p)), int64(*z))
	if n == 0 {
		return 0, io.EOF
	}
	clear(p[:n])
	*z -= zeros(n)
	return int(n), nil
}

// checkFile sends so many bytes to be checked, without holding them.
func (b *browser) checkFile(size int64) *answer {
	b.site.t.Helper()
	body, to := io.Pipe()
	form := multipart.NewWriter(to)
	go func() {
		part, err := form.CreateFormFile("file", "pack.pdf")
		if err == nil {
			_, err = io.Copy(part, new(zeros(size)))
		}
		if err == nil {
			err = form.Close()
		}
		to.CloseWithError(err)
	}()
	req, err := http.NewRequest(http.MethodPost, b.site.server.URL+"/verify", body)
	if err != nil {
		b.site.t.Fatal(err)
	}
	req.Header.Set("Content-Type", form.FormDataContentType())
	return b.do(req)
}

func TestADocumentAsLargeAsAnyCanBeChecked(t *testing.T) {
	s, _ := publishedAgenda(t)
	member := s.as("mo@vp.example")
	member.checkFile(120<<20).is(200, "This is not an agenda, a pack or minutes that were issued here")
}

func TestAFileLargerThanAnyDocumentIsNotOurs(t *testing.T) {
	s, _ := publishedAgenda(t)
	w := httptest.NewRecorder()
	req := httptest.NewRequest(http.MethodPost, "/verify", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"pack.pdf\"\r\n\r\n"))
	req.Body = io.NopCloser(io.MultiReader(req.Body, new(zeros(502<<20))))
	req.ContentLength = -1
	req.Header.Set("Content-Type", "multipart/form-data; boundary=x")
	s.server.Config.Handler.ServeHTTP(w, req)
	if w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "larger than 500 MB") {
		t.Errorf("status %d: %s", w.Code, w.Body.String())
	}
}

func TestFileNamesOfIssuedDocumentsSayWhichTheyAre(t *testing.T) {
	for want, d := range map[string]models.Document{
		"agenda-2026-q3-version-2":             {Kind: models.AgendaDocument, Standing: "published", Version: 2},
		"pack-2026-q3-version-2":               {Kind: models.PackDocument, Standing: "published", Version: 2},
		"supplement-2026-q3-version-3-since-1": {Kind: models.SupplementDocument, Standing: "since version 1", Version: 3},
		"minutes-2026-q3-version-1":            {Kind: models.MinutesDocument, Standing: string(models.MinutesCirculated), Version: 1},
		"minutes-2026-q3-agreed":               {Kind: models.MinutesDocument, Standing: string(models.MinutesAgreed), Version: 2},
		"minutes-2026-q3-public":               {Kind: models.MinutesDocument, Edition: models.PublicEdition, Standing: string(models.MinutesPublished), Version: 2},
	} {
		if got := documentFileName("2026-q3", d); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
	s, m := publishedAgenda(t)
	member := s.as("mo@vp.example")
	if named := member.get("/meetings/" + m.Reference + "/agenda.pdf").header.Get("Content-Disposition"); named != `inline; filename="agenda-2026-q3-version-1.pdf"` {
		t.Error(named)
	}
	s.publish(m.Reference, "Another")
	if named := member.get("/meetings/" + m.Reference + "/agenda.pdf").header.Get("Content-Disposition"); named != `inline; filename="agenda-2026-q3-version-2.pdf"` {
		t.Error(named)
	}
}
