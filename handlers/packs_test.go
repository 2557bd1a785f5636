package handlers

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// pdfWords is what a PDF says, white space folded.
func pdfWords(t *testing.T, pdf string) string {
	t.Helper()
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Fatal("pdftotext is not installed: make setup installs it")
	}
	cmd := exec.Command(program, "-layout", "-", "-")
	cmd.Stdin = strings.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(string(out)), " ")
}

// paper puts an item with a paper on the agenda.
func (s *site) paper(ref, title, name, mediaType string, data []byte) models.Paper {
	s.t.Helper()
	item, err := s.store.AddItem(s.t.Context(), s.ann, ref, models.ItemForm{Title: title, Purpose: "decision", Minutes: "5"})
	if err != nil {
		s.t.Fatal(err)
	}
	stored, err := s.kept.Put(s.t.Context(), bytes.NewReader(data), 30<<20)
	if err != nil {
		s.t.Fatal(err)
	}
	p, err := s.store.AttachPaper(s.t.Context(), s.ann, item.ID, models.PaperForm{
		Title: title, FileName: name, Extension: name[strings.LastIndex(name, "."):], MediaType: mediaType, SHA256: stored.SHA256, Size: stored.Size,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

const wordType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

var costs = []byte("The costs are 42 pounds.")

func TestAPackIsOfThePapersThatWerePublished(t *testing.T) {
	s, m := publishedAgenda(t)
	p := s.paper(m.Reference, "Costs", "costs.txt", "text/plain", costs)
	s.publish(m.Reference, "Another") // version 2, with the paper
	if _, err := s.store.RemovePaper(t.Context(), s.ann, p.ID); err != nil {
		t.Fatal(err)
	}
	member := s.as("mo@vp.example")
	s.run("also when one is taken away before anybody asks", func(t *testing.T) {
		pack := member.get("/meetings/" + m.Reference + "/pack.pdf?version=2").is(200)
		if text := pdfWords(t, pack.body); !strings.Contains(text, "42 pounds") {
			t.Error(text)
		}
	})
	s.run("whose bytes are never swept", func(t *testing.T) {
		named, err := s.store.NamedFiles(t.Context())
		if err != nil || !named[p.SHA256] {
			t.Errorf("nothing names the paper's bytes (%v)", err)
		}
	})
	s.run("which those who may read the agenda can still fetch", func(t *testing.T) {
		at := "/papers/" + strconv.FormatInt(p.ID, 10)
		if a := member.get(at); a.body != string(costs) {
			t.Errorf("status %d", a.status)
		}
		if a := s.public().get(at); a.status != http.StatusNotFound && !strings.Contains(a.url, "/sign-in") {
			t.Errorf("to the public: status %d at %s", a.status, a.url)
		}
		if page := member.get("/meetings/" + m.Reference + "/pack?version=2"); page.Find(`a[href="`+at+`"]`).Length() == 0 {
			t.Error("the page does not lead to it")
		}
	})
	s.run("and the next version is without it", func(t *testing.T) {
		s.publish(m.Reference, "A third")
		if text := pdfWords(t, member.get("/meetings/"+m.Reference+"/pack.pdf").body); strings.Contains(text, "42 pounds") {
			t.Error(text)
		}
	})
}

// drawsPacks has packs drawn until the test ends; what it returns waits until
// none is left to draw.
func (s *site) drawsPacks() (drawn func()) {
	ctx, stop := context.WithCancel(context.Background())
	ticks := make(chan time.Time)
	stopped := s.web.DrawPacks(ctx, ticks)
	s.t.Cleanup(func() {
		stop()
		<-stopped
	})
	return func() {
		// The second tick is taken when the round that the first began is over.
		ticks <- s.clock()
		ticks <- s.clock()
	}
}

func (s *site) packsToDraw() []models.AgendaPublished {
	s.t.Helper()
	missing, err := s.store.PacksToDraw(s.t.Context(), models.Operator)
	if err != nil {
		s.t.Fatal(err)
	}
	return missing
}

func TestPacksAreDrawnOnceTheirAgendasArePublished(t *testing.T) {
	s, m := publishedAgenda(t)
	s.paper(m.Reference, "Costs", "costs.txt", "text/plain", costs)
	s.publish(m.Reference, "Another")
	if missing := s.packsToDraw(); len(missing) != 2 || missing[0] != (models.AgendaPublished{Reference: m.Reference, Version: 2}) {
		t.Fatalf("to be drawn: %v", missing)
	}
	drawn := s.drawsPacks() // as a server does that was killed before it could
	drawn()
	if missing := s.packsToDraw(); len(missing) != 0 {
		t.Fatalf("still to be drawn: %v", missing)
	}
	pack := s.as("mo@vp.example").get("/meetings/" + m.Reference + "/pack.pdf?version=2")
	if pack.header.Get("ETag") != `"`+hashOf(pack.body)+`"` || !strings.Contains(pdfWords(t, pack.body), "42 pounds") {
		t.Errorf("status %d, %v", pack.status, pack.header)
	}
	s.run("at once when one is published on the site", func(t *testing.T) {
		if _, err := s.store.AddItem(t.Context(), s.ann, m.Reference, models.ItemForm{Title: "A third", Purpose: "decision", Minutes: "5"}); err != nil {
			t.Fatal(err)
		}
		ann := s.as("ann@opcc.example")
		fields := ann.get("/meetings/" + m.Reference + "/agenda/publish").is(200).Find(`input[name="version"]`)
		ann.post("/meetings/"+m.Reference+"/agenda/publish", "version", fields.AttrOr("value", "")).is(200, "Version 3 of the agenda is published")
		drawn()
		if missing := s.packsToDraw(); len(missing) != 0 {
			t.Errorf("still to be drawn: %v", missing)
		}
	})
}

func TestAPackWithAFileThatNoPDFCanBeMadeOfIsKept(t *testing.T) {
	s, m := publishedAgenda(t)
	s.paper(m.Reference, "Locked", "locked.docx", wordType, []byte("PK\x03\x04 broken"))
	s.publish(m.Reference, "Another")
	member := s.as("mo@vp.example")
	at := "/meetings/" + m.Reference + "/pack.pdf?version=2"
	first := member.get(at).is(200)
	if !strings.Contains(pdfWords(t, first.body), "Papers to fetch from the site") {
		t.Error("the paper is not named")
	}
	if first.header.Get("ETag") == "" || member.get(at).body != first.body {
		t.Errorf("it is not the same the second time: %v", first.header)
	}
	member.get("/verify?hash="+hashOf(first.body)).is(200, "genuine, and the newest", "Agenda pack, version 2")
	s.run("and its page says of the paper what it says", func(t *testing.T) {
		page, pdf := member.get("/meetings/"+m.Reference+"/pack").is(200).text(), pdfWords(t, first.body)
		for _, said := range []string{"not in this pack", "Papers to fetch from the site", "(Word document)"} {
			if !strings.Contains(pdf, said) || !strings.Contains(page, said) {
				t.Errorf("%q: in the PDF %v, on its page %v", said, strings.Contains(pdf, said), strings.Contains(page, said))
			}
		}
	})
}

func TestAPackWhosePaperCannotBeReadIsNotKeptYet(t *testing.T) {
	s, m := publishedAgenda(t)
	p := s.paper(m.Reference, "Costs", "costs.txt", "text/plain", costs)
	s.publish(m.Reference, "Another")
	if err := s.kept.Remove(p.SHA256); err != nil {
		t.Fatal(err)
	}
	member := s.as("mo@vp.example")
	at := "/meetings/" + m.Reference + "/pack.pdf?version=2"
	if pack := member.get(at).is(200); pack.header.Get("ETag") != "" || !strings.Contains(pdfWords(t, pack.body), "It cannot be read") {
		t.Errorf("%v", pack.header)
	}
	if _, err := s.kept.Put(t.Context(), bytes.NewReader(costs), 1000); err != nil {
		t.Fatal(err)
	}
	if pack := member.get(at).is(200); pack.header.Get("ETag") == "" || !strings.Contains(pdfWords(t, pack.body), "42 pounds") {
		t.Errorf("once it can be read: %v", pack.header)
	}
}

func TestAnOfficePaperIsTurnedIntoAPDFOnce(t *testing.T) {
	s, m := publishedAgenda(t)
	if s.web.packs.office == nil {
		t.Skip("LibreOffice is not installed: it is optional here as in an installation, whose packs then name the papers to fetch")
	}
	workbook, err := documents.TrackerXLSX(models.TrackerContent{Title: "Action tracker", Total: 1, Groups: []models.TrackerGroup{{Name: "Open", Actions: []models.TrackerLine{{Reference: "2026-Q3/01", Text: "Write a guide."}}}}})
	if err != nil {
		t.Fatal(err)
	}
	p := s.paper(m.Reference, "Figures", "f.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", workbook)
	s.publish(m.Reference, "Another")
	member := s.as("mo@vp.example")
	member.get("/meetings/" + m.Reference + "/pack.pdf").is(200)
	made, err := s.store.Converted(t.Context(), p.SHA256)
	if err != nil || made == "" {
		t.Fatalf("no PDF is noted: %v", err)
	}
	if named, err := s.store.NamedFiles(t.Context()); err != nil || !named[made] {
		t.Errorf("it would be swept (%v)", err)
	}
	s.publish(m.Reference, "A third")
	member.get("/meetings/" + m.Reference + "/pack.pdf").is(200)
	if again, err := s.store.Converted(t.Context(), p.SHA256); err != nil || again != made {
		t.Errorf("it was made again: %v", err)
	}
}

func TestSupplementsAreKept(t *testing.T) {
	s, m := publishedAgenda(t)
	s.paper(m.Reference, "Costs", "costs.txt", "text/plain", costs)
	s.publish(m.Reference, "Another")
	s.setClock("2026-09-01 09:10")
	s.paper(m.Reference, "More", "more.txt", "text/plain", []byte("Still more."))
	s.publish(m.Reference, "A third")
	member := s.as("mo@vp.example")
	at := "/meetings/" + m.Reference + "/supplement.pdf"
	two, three, both := member.get(at+"?version=2"), member.get(at), member.get(at+"?since=1")
	for name, a := range map[string]*answer{"supplement-2026-q3-version-2-since-1": two, "supplement-2026-q3-version-3-since-2": three, "supplement-2026-q3-version-3-since-1": both} {
		a.is(200)
		if a.header.Get("ETag") != `"`+hashOf(a.body)+`"` || !strings.Contains(a.header.Get("Content-Disposition"), `"`+name+`.pdf"`) {
			t.Errorf("%s: %v", name, a.header)
		}
	}
	if text := pdfWords(t, both.body); !strings.Contains(text, "42 pounds") || !strings.Contains(text, "Still more") {
		t.Error(text)
	}
	member.get("/verify?hash="+hashOf(two.body)).is(200, "there is a newer one", "Supplement to version 1, up to version 2")
	for _, a := range []*answer{three, both} {
		member.get("/verify?hash="+hashOf(a.body)).is(200, "genuine, and the newest")
	}
	page, _ := member.get("/verify?hash=" + hashOf(both.body)).Find(`a[href*="/supplement?"]`).Attr("href")
	member.get(page).is(200, "This adds to the pack of version 1")
}

func TestAReplacedPackIsNotTheNewest(t *testing.T) {
	s, m := publishedAgenda(t)
	member := s.as("mo@vp.example")
	pack := member.get("/meetings/" + m.Reference + "/pack.pdf")
	member.get("/verify?hash="+hashOf(pack.body)).is(200, "genuine, and the newest")
	s.setClock("2026-09-01 09:10")
	s.publish(m.Reference, "Public campaign") // whose pack nobody has asked for
	a := member.get("/verify?hash="+hashOf(pack.body)).is(200, "there is a newer one", "Agenda pack, version 2 was issued")
	newest, _ := a.Find("main a.govuk-button").Attr("href")
	if text := pdfWords(t, member.get(newest).is(200).body); !strings.Contains(text, "Public campaign") {
		t.Errorf("%s is not the newest", newest)
	}
	if newest, _ = member.get("/verify?hash=" + hashOf(pack.body)).Find("main a.govuk-button").Attr("href"); !strings.HasPrefix(newest, "/documents/") {
		t.Errorf("once it is drawn it is at %s", newest)
	}
}

func TestManyWhoAskForAPackHaveItDrawnOnce(t *testing.T) {
	s, m := publishedAgenda(t)
	s.paper(m.Reference, "Costs", "costs.txt", "text/plain", costs)
	s.publish(m.Reference, "Another")
	content, err := s.store.AgendaContent(t.Context(), s.ann, m.Reference, 2)
	if err != nil {
		t.Fatal(err)
	}
	drawings := 0 // one at a time
	record := s.web.packRecord(content)
	draw := record.draw
	record.draw = func(ctx context.Context, lacking *bool, file *os.File) (documents.PackReport, error) {
		drawings++
		return draw(ctx, lacking, file)
	}
	endTurn, err := s.web.packs.takeTurn(t.Context()) // so that all have looked before any may draw
	if err != nil {
		t.Fatal(err)
	}
	e := echo.New()
	var asked, answered sync.WaitGroup
	answers := make([]*httptest.ResponseRecorder, 6)
	for i := range answers {
		answers[i] = httptest.NewRecorder()
		c := e.NewContext(httptest.NewRequest(http.MethodGet, "/", nil), answers[i])
		c.Set(viewerKey, s.ann)
		r, find := record, record.find
		asked.Add(1)
		looked := sync.OnceFunc(asked.Done)
		r.find = func(ctx context.Context) (models.Document, error) {
			defer looked()
			return find(ctx)
		}
		answered.Go(func() {
			if err := s.web.sendRecord(c, m.Reference, r); err != nil {
				t.Error(err)
			}
		})
	}
	asked.Wait()
	endTurn()
	answered.Wait()
	for _, a := range answers {
		if a.Code != http.StatusOK || a.Header().Get("ETag") != `"`+hashOf(a.Body.String())+`"` {
			t.Errorf("status %d, %v", a.Code, a.Header())
		}
	}
	if drawings != 1 {
		t.Errorf("it was drawn %d times", drawings)
	}
}
