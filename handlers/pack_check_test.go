package handlers

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"quarterday/documents"
	"quarterday/models"
)

// pdfOf is a PDF as somebody attaches it, with or without a password.
func pdfOf(t *testing.T, protect bool) string {
	t.Helper()
	w := documents.New(documents.Options{Title: "Costs"})
	w.Title("Costs")
	pdf, err := w.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if !protect {
		return string(pdf)
	}
	file := filepath.Join(t.TempDir(), "costs.pdf")
	if err := os.WriteFile(file, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("qpdf", "--replace-input", "--encrypt", "secret", "owner", "256", "--", file).CombinedOutput(); err != nil {
		t.Fatalf("qpdf, which make setup installs: %v: %s", err, out)
	}
	if pdf, err = os.ReadFile(file); err != nil {
		t.Fatal(err)
	}
	return string(pdf)
}

// TestPapersThatPacksLeaveOut attaches papers that no pack can show: who attached
// them and the secretariat are told beside the paper, why and what to do.
func TestPapersThatPacksLeaveOut(t *testing.T) {
	s := newAgendaSite(t)
	broken, protected, long := aPDF+"and nothing more", pdfOf(t, true), strings.Repeat("A line of text.\n", 70_000)
	a := s.pat.sendPapers("/meetings/2026-q4/items/new", []paperFile{{"fine.pdf", pdfOf(t, false)}, {"broken.pdf", broken}, {"locked.pdf", protected}, {"long.txt", long}},
		"do", "attach", "title", "Safe-house capacity", "purpose", "decision", "minutes", "20", "ask", "Choose an option.")
	a.is(200, "Not in the pack It is protected by a password. Save it without a password and attach that.", "The file is damaged. Open it, save it as a new PDF and attach that.", "It is too long to print")
	if n := a.Find(".app-uploads__note").Length(); n != 3 {
		t.Fatalf("%d of the form's papers have a note", n)
	}
	item, err := s.store.MyItems(t.Context(), s.actor(t, "pat@vp.example"))
	if err != nil || len(item) != 1 {
		t.Fatal(item, err)
	}
	page := fmt.Sprintf("/items/%d", item[0].ID)
	s.run("whoever attached them and the secretariat read it on the item's page", func(t *testing.T) {
		for _, b := range []*browser{s.pat, s.ann} {
			a := b.get(page).is(200, "Not in the pack It is protected by a password. Save it without a password and attach that. People can fetch it here.")
			if n := a.Find(".app-uploads__note").Length(); n != 3 {
				t.Errorf("%d papers have a note", n)
			}
		}
	})
	s.run("no file is opened again for it", func(t *testing.T) {
		if err := s.kept.Remove(hashOf(broken)); err != nil {
			t.Fatal(err)
		}
		s.pat.get(page).is(200, "The file is damaged").lacks("It cannot be read")
	})
	s.run("once nothing can be attached they are told whom to send a better file", func(t *testing.T) {
		i, err := s.store.SubmitItem(t.Context(), s.actor(t, "pat@vp.example"), item[0].ID, item[0].Version, models.ItemForm{Title: "Safe-house capacity", Purpose: "decision", Minutes: "20", Ask: "Choose an option.", Background: "Two houses close."})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := s.store.AcceptItem(t.Context(), s.site.ann, i.ID, i.Version); err != nil {
			t.Fatal(err)
		}
		s.pat.get(page).is(200, "It is protected by a password. Send the secretariat a file that can be printed.").lacks("attach that")
		s.ann.get(page).is(200, "It is protected by a password. Save it without a password and attach that.")
	})
	s.run("others, who can do nothing about it, do not", func(t *testing.T) {
		if a := s.hal.get(page).is(200, "locked.pdf"); a.Find(".app-uploads__note").Length() != 0 {
			t.Error("they read it")
		}
	})
	s.run("the pack and the look before it is published say the same", func(t *testing.T) {
		s.ann.get("/meetings/2026-q4/agenda/publish").is(200, "The pack will leave out 3 papers", "locked.pdf: it is protected by a password. Save it without a password and attach that.")
	})
}

// actor is the person with this address.
func (s *site) actor(t *testing.T, email string) models.Actor {
	t.Helper()
	p, err := s.store.People(t.Context(), s.ann, models.PeopleFilter{Text: email})
	if err != nil || len(p.People) != 1 {
		t.Fatal(p.People, err)
	}
	return models.Actor{PersonID: p.People[0].ID, OrganisationID: p.People[0].OrganisationID, Role: p.People[0].Role, Name: p.People[0].Name}
}
