package handlers

import (
	"net/http"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
)

func TestUploads(t *testing.T) {
	t.Run("each file is judged by its content, and the others stay", func(t *testing.T) {
		s := newAgendaSite(t)
		for what, c := range map[string]struct {
			files []paperFile
			says  string
		}{
			"empty":            {[]paperFile{{"empty.pdf", ""}}, "“empty.pdf” is empty"},
			"a page":           {[]paperFile{{"slides.pdf", "<!doctype html><title>x</title>"}}, "“slides.pdf” cannot be taken"},
			"a drawing":        {[]paperFile{{"slides.pdf", `<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>`}}, "“slides.pdf” cannot be taken"},
			"a program":        {[]paperFile{{"x.exe", "MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff"}}, "“x.exe” cannot be taken"},
			"too large":        {[]paperFile{{"big.pdf", aPDF + strings.Repeat("x", largestPaper+1-len(aPDF))}}, "“big.pdf” is too large: a paper must be 25 MB or smaller"},
			"one bad, one not": {[]paperFile{{"bad.pdf", ""}, {"good.pdf", aPDF}}, "stays attached: good.pdf"},
		} {
			t.Run(what, func(t *testing.T) {
				a := s.pat.sendPapers(newItemPath, c.files, item("key", what, "do", "submit")...)
				a.is(422, c.says)
				if a.value("title") != "Safe-house capacity" {
					t.Error("what was typed is lost")
				}
			})
		}
	})
	t.Run("the largest paper, a path in a name, the same name twice, several at once", func(t *testing.T) {
		s := newAgendaSite(t)
		big := aPDF + strings.Repeat("x", largestPaper-len(aPDF))
		a := s.pat.sendPapers(newItemPath, []paperFile{{"big.pdf", big}, {"same.pdf", aPDF + "1"}, {"same.pdf", aPDF + "2"}, {`..\..\Wybory Łódź.PDF`, aPDF + "3"}}, item("key", "many", "do", "draft")...)
		a.is(200, "same (2)", "Wybory Łódź (PDF", "big (PDF, 26.2 MB)")
		var last string
		a.Find(`a[href^="/papers/"]`).Each(func(_ int, link *goquery.Selection) { last = link.AttrOr("href", "") })
		got := s.pat.get(last)
		if got.body != aPDF+"3" {
			t.Errorf("%q", got.body)
		}
		for header, want := range map[string]string{
			"Content-Type": "application/pdf", "Content-Disposition": `attachment; filename="Wybory __d_.pdf"; filename*=UTF-8''Wybory%20%C5%81%C3%B3d%C5%BA.pdf`,
			"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "default-src 'none'; sandbox", "Accept-Ranges": "bytes",
		} {
			if got.header.Get(header) != want {
				t.Errorf("%s: %q, want %q", header, got.header.Get(header), want)
			}
		}
		req, _ := http.NewRequest(http.MethodGet, s.server.URL+last, nil)
		req.Header.Set("Range", "bytes=1-3")
		if part := s.pat.do(req); part.status != 206 || part.body != "PDF" {
			t.Errorf("a range: %d %q", part.status, part.body)
		}
		req.Header.Del("Range")
		req.Header.Set("If-None-Match", got.header.Get("ETag"))
		if same := s.pat.do(req); same.status != 304 {
			t.Errorf("unchanged: %d", same.status)
		}
		s.hal.get(last).is(404)
		s.public().get(last).is(404, "Sign in, if you have an account here")
	})
	t.Run("the same file under another name is not attached again, and the page says so", func(t *testing.T) {
		s := newAgendaSite(t)
		a := s.pat.sendPapers(newItemPath, []paperFile{{"a.pdf", aPDF}}, "title", "Half", "key", "same", "do", "attach").is(200)
		path, _ := a.Find("form[enctype]").Attr("action")
		a = s.pat.sendPapers(path, []paperFile{{"copy.pdf", aPDF}}, "title", "Half", "version", a.value("version"), "do", "attach").
			is(422, "“copy.pdf” is not attached again: it is the same file as a.pdf, which is attached already")
		a = s.pat.sendPapers(path, []paperFile{{"A.PDF", aPDF}}, "title", "Half", "version", a.value("version"), "do", "attach").is(200)
		if n := a.Find(`input[name^="paper-title-"]`).Length(); n != 1 {
			t.Errorf("%d papers are attached", n)
		}
	})
	t.Run("papers are added, named and removed while writing, and nothing typed is lost", func(t *testing.T) {
		s := newAgendaSite(t)
		a := s.pat.sendPapers(newItemPath, []paperFile{{"a.pdf", aPDF}}, "title", "Half a ti", "background", "Half", "paper_title", "Options", "key", "w", "do", "attach").is(200, "stays attached: a.pdf")
		if a.value("title") != "Half a ti" || a.value("background") != "Half" {
			t.Error("what was typed is lost")
		}
		field := a.Find(`input[name^="paper-title-"]`)
		if field.AttrOr("value", "") != "Options" {
			t.Errorf("the paper is called %q", field.AttrOr("value", ""))
		}
		id := strings.TrimPrefix(field.AttrOr("name", ""), "paper-title-")
		s.pat.post(a.formAction(), item("version", a.value("version"), "paper-title-"+id, "Options for 2027", "do", "draft")...).is(200, "Options for 2027")
		edit := s.pat.get(a.formAction())
		fields := append(item("version", edit.value("version"), "do", "remove-paper-"+id), "background", "ignored: the first counts")
		s.pat.post(a.formAction(), fields...).is(200).lacks("/papers/" + id)
		s.pat.post(a.formAction(), fields...).is(200)
		s.pat.get("/papers/" + id).is(404)
	})
	t.Run("what is typed into a draft is kept in it when a paper or a field is refused", func(t *testing.T) {
		s := newAgendaSite(t)
		at := s.pat.post(newItemPath, item("key", "k", "do", "draft")...).is(200).url
		typed := func(version, minutes, background string) []string {
			return []string{"version", version, "title", "Safe-house capacity", "purpose", "decision", "minutes", minutes, "ask", "Choose.", "background", background, "do", "submit"}
		}
		a := s.pat.sendPapers(at+"/edit", []paperFile{{"a.pdf", "<html>"}}, typed(s.pat.get(at+"/edit").value("version"), "15", "A new evening’s work")...).is(422, "cannot be taken", "saved as a draft")
		s.pat.get(at).is(200, "A new evening’s work")
		a = s.pat.post(at+"/edit", typed(a.value("version"), "fifteen", "Another evening’s work")...).is(422, "saved as a draft")
		if a.value("minutes") != "fifteen" {
			t.Errorf("the page holds %q", a.value("minutes"))
		}
		s.pat.get(at).is(200, "Another evening’s work")
		s.pat.post(at+"/edit", typed("1", "fifteen", "Too late")...).is(422).lacks("saved as a draft")
		s.pat.get(at).lacks("Too late")
		s.pat.post(at+"/edit", item("version", a.value("version"), "do", "submit")...).is(200, "Your item is submitted")
	})
	t.Run("another organisation's draft takes no papers and gives none up", func(t *testing.T) {
		s := newAgendaSite(t)
		at := s.pat.sendPapers(newItemPath, []paperFile{{"a.pdf", aPDF}}, item("key", "o", "do", "draft")...).is(200).url
		s.hal.sendPapers(at+"/edit", []paperFile{{"b.pdf", aPDF}}, item("version", "1")...).is(404)
		s.hal.get(at + "/edit").is(404)
	})
}
