package handlers

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"testing"

	"quarterday/documents/pdfcheck"
	"quarterday/models"
)

// redPicture is a picture of so many pixels.
func redPicture(t *testing.T, width, height int) []byte {
	t.Helper()
	m := image.NewPaletted(image.Rect(0, 0, width, height), color.Palette{color.RGBA{200, 20, 20, 255}, color.Transparent})
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// figuresOf are the words of the pictures in a document.
func figuresOf(t *testing.T, a *answer) string {
	t.Helper()
	doc, err := pdfcheck.Read([]byte(a.body))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range doc.Problems {
		t.Error(p)
	}
	return strings.Join(doc.Figures, "|")
}

func TestLogo(t *testing.T) {
	s := newSite(t)
	s.partners()
	m := s.plan("8 December 2026", true)
	b := s.as("ann@opcc.example")
	send := func(file []byte, pairs ...string) *answer {
		t.Helper()
		return b.upload("/settings/logo", "logo", "whatever.pdf", file, pairs...)
	}
	version := func() string {
		t.Helper()
		p, err := s.store.Partnership(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(p.Version)
	}
	sheet := "/meetings/" + m.Reference + "/attendance-sheet.pdf"
	s.run("without one there is none anywhere", func(t *testing.T) {
		b.get("/settings").is(200, "On documents and the public pageNone")
		if n := s.public().get("/").Find("main img").Length(); n != 0 {
			t.Errorf("%d pictures on the public page", n)
		}
		if words := figuresOf(t, b.get(sheet)); words != "" {
			t.Error(words)
		}
		if text, _ := b.get("/settings/logo").is(200).Find("#logo-text, #logo_text").Attr("value"); text != "Calder Vale Partnership" {
			t.Errorf("the words begin as %q", text)
		}
	})
	s.run("what cannot be one is refused beside the field", func(t *testing.T) {
		for says, file := range map[string][]byte{
			"not a picture that can be read": []byte("<svg/>"), "The file is empty": {}, "too large, 9000 by 9000": redPicture(t, 9_000, 9_000),
			"10 MB or smaller": append(redPicture(t, 10, 10), make([]byte, largestLogo)...), "damaged": redPicture(t, 900, 900)[:200],
		} {
			a := send(file, "version", version(), "logo_text", "Red").is(422, says)
			if to, _ := a.Find(".govuk-error-summary a").Attr("href"); a.Find(to).Length() != 1 {
				t.Errorf("the summary leads to %s", to)
			}
			if text, _ := a.Find("[name=logo_text]").Attr("value"); text != "Red" {
				t.Errorf("what was typed became %q", text)
			}
		}
		send(redPicture(t, 10, 10), "version", version(), "logo_text", " ").is(422, "Enter what the logo shows, in words")
		b.post("/settings/logo", "version", version(), "logo_text", "Red").is(422, "Choose a PNG or JPEG file")
	})
	first := version()
	s.run("it stands on documents and on the public page", func(t *testing.T) {
		send(redPicture(t, 5_000, 1_000), "version", version(), "logo_text", "A red bar").is(200, "Logo: saved")
		if words := figuresOf(t, b.get(sheet)); words != "A red bar" {
			t.Errorf("the sheet has %q", words)
		}
		img := s.public().get("/").Find("main img")
		src, _ := img.Attr("src")
		alt, _ := img.Attr("alt")
		width, _ := img.Attr("width")
		height, _ := img.Attr("height")
		if alt != "A red bar" || width != "240" || height != "48" {
			t.Errorf("%s %s by %s", alt, width, height)
		}
		a := s.public().get(src).is(200)
		if a.header.Get("Content-Type") != "image/png" || !strings.Contains(a.header.Get("Content-Security-Policy"), "sandbox") {
			t.Errorf("%v", a.header)
		}
		if size, err := png.DecodeConfig(strings.NewReader(a.body)); err != nil || size.Width != 791 {
			t.Errorf("%v, %v", size, err)
		}
		b.get("/audit").is(200, "changed the logo", "A red bar")
	})
	s.run("its words are changed without the picture, and a stale save shows both", func(t *testing.T) {
		b.post("/settings/logo", "version", version(), "logo_text", "A bar, red").is(200, "Logo: saved")
		b.post("/settings/logo", "version", version(), "logo_text", "A bar, red").is(200, "Nothing was changed")
		b.post("/settings/logo", "version", first, "logo_text", "Something red").is(409, "Someone else changed this", "A bar, red", "Something red")
		if words := figuresOf(t, b.get(sheet)); words != "A bar, red" {
			t.Errorf("the sheet has %q", words)
		}
	})
	s.run("the file is never swept, even when another took its place", func(t *testing.T) {
		old, err := s.store.Partnership(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		send(redPicture(t, 100, 100), "version", version(), "logo_text", "A square").is(200)
		named, err := s.store.NamedFiles(t.Context())
		if err != nil || !named[old.LogoSHA256] || len(named) < 2 {
			t.Errorf("%v, %v", named, err)
		}
		s.public().get("/logo/" + old.LogoSHA256).is(200)
	})
	s.run("one press takes it away, from what is drawn from then on", func(t *testing.T) {
		issued := s.publish(m.Reference, "Published while there was a logo")
		path := "/meetings/" + issued.Reference + "/agenda.pdf"
		before := b.get(path).is(200)
		if figuresOf(t, before) != "A square" {
			t.Error("the issued agenda has no logo")
		}
		b.post("/settings/logo/remove", "version", version()).is(200, "The logo was removed")
		if b.get(path).body != before.body {
			t.Error("the issued agenda changed")
		}
		if words := figuresOf(t, b.get(sheet)); words != "" {
			t.Errorf("the sheet has %q", words)
		}
		b.post("/settings/logo/remove", "version", version()).is(200)
	})
	s.run("nobody else changes it", func(t *testing.T) {
		if _, err := s.store.ChangeLogo(t.Context(), models.Actor{PersonID: 9, Role: models.RolePartner}, 1, models.LogoForm{}); models.KindOf(err) != models.KindNotAllowed {
			t.Error(err)
		}
	})
}

func TestAnIssuedVersionKeepsItsLogoOnItsPages(t *testing.T) {
	s, m := publishedAgenda(t)
	b := s.as("ann@opcc.example")
	set := func(width int, words string) {
		t.Helper()
		p, err := s.store.Partnership(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		b.upload("/settings/logo", "logo", "logo.png", redPicture(t, width, 20), "version", fmt.Sprint(p.Version), "logo_text", words).is(200, "Logo: saved")
	}
	set(30, "The old mark")
	s.publish(m.Reference, "Another")
	set(40, "The new mark")
	for _, path := range []string{"/meetings/" + m.Reference + "/agenda", "/meetings/" + m.Reference + "/pack"} {
		a := b.get(path).is(200)
		img := a.Find("main img")
		if alt, _ := img.Attr("alt"); alt != "The old mark" {
			t.Errorf("%s has %q", path, alt)
			continue
		}
		src, _ := img.Attr("src")
		picture := s.public().get(src).is(200)
		if size, err := png.DecodeConfig(strings.NewReader(picture.body)); err != nil || size.Width != 30 || picture.header.Get("Content-Type") != "image/png" {
			t.Errorf("%s shows a picture of %d: %v, %v", path, size.Width, err, picture.header)
		}
	}
	if alt, _ := b.get("/meetings/" + m.Reference + "/attendance-sheet").Find("main img").Attr("alt"); alt != "The new mark" {
		t.Errorf("the attendance sheet has %q", alt)
	}
	s.public().get("/logo/" + hashOf("no logo")).is(404)
}
