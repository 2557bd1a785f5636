package handlers

import (
	"context"
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// changePractice reads the form on a practice's page, does what it asks, and
// shows the page again: with what was done, or what was typed and what is wrong.
func (s *Server) changePractice(c echo.Context, next string, do func(ctx context.Context, who models.Actor, page *practiceView, f form) (said string, err error)) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.practice(c)
	if err != nil {
		return err
	}
	said, err := do(c.Request().Context(), viewer(c), page, f)
	if err != nil {
		return s.again(c, err, "practices/show", page)
	}
	done(c, said)
	if next == "" {
		next = page.Path
	}
	return c.Redirect(http.StatusSeeOther, next)
}

func (s *Server) publishPractice(c echo.Context) error {
	return s.changePractice(c, "", func(ctx context.Context, who models.Actor, page *practiceView, f form) (string, error) {
		page.Visibility = f.Line("visibility")
		version, _ := f.Number("version")
		p, err := s.store.PublishPractice(ctx, who, page.Practice.ID, version, models.Visibility(page.Visibility))
		if p.Visibility == models.ForPublic {
			return "The practice is in the library, where everybody can read it.", err
		}
		return "The practice is in the library, where members can read it.", err
	})
}

func (s *Server) returnPractice(c echo.Context) error {
	return s.changePractice(c, "/practices/waiting", func(ctx context.Context, who models.Actor, page *practiceView, f form) (string, error) {
		page.Wanted = f.Text("wanted")
		version, _ := f.Number("version")
		p, err := s.store.ReturnPractice(ctx, who, page.Practice.ID, version, page.Wanted)
		return "“" + p.Title + "” is returned to " + p.Author.Name + ", who is told what is wanted.", err
	})
}

func (s *Server) archivePractice(c echo.Context) error {
	return s.changePractice(c, "/practices", func(ctx context.Context, who models.Actor, page *practiceView, f form) (string, error) {
		version, _ := f.Number("version")
		p, err := s.store.ArchivePractice(ctx, who, page.Practice.ID, version)
		return "“" + p.Title + "” is archived.", err
	})
}

func (s *Server) adoptPractice(c echo.Context) error {
	return s.changePractice(c, "", func(ctx context.Context, who models.Actor, page *practiceView, f form) (string, error) {
		page.Note = f.Text("note")
		_, err := s.store.AdoptPractice(ctx, who, page.Practice.ID, models.AdoptionForm{OrganisationID: int64(f.ID("organisation")), Note: page.Note})
		return "Thank you. It is recorded who uses this practice.", err
	})
}

func (s *Server) withdrawAdoption(c echo.Context) error {
	return s.changePractice(c, "", func(ctx context.Context, who models.Actor, page *practiceView, f form) (string, error) {
		return "It is taken back.", s.store.WithdrawAdoption(ctx, who, page.Practice.ID, int64(f.ID("organisation")))
	})
}

// presentPractice begins an agenda item by which the practice is presented at a
// meeting; its author goes on with the item's own form.
func (s *Server) presentPractice(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	page, err := s.practice(c)
	if err != nil {
		return err
	}
	p := page.Practice
	form := models.ItemForm{
		Title: "Best practice: " + p.Title, Purpose: models.ForDiscussion, Minutes: "20", PracticeID: p.ID, Background: p.Summary,
		Key: fmt.Sprintf("practice-%d-%s", p.ID, f.Line("meeting")),
	}
	if page.Owns {
		form.PersonIDs = []int64{p.AuthorID}
	}
	if runes := []rune(form.Title); len(runes) > 250 {
		form.Title = p.Title
	}
	item, err := s.store.DraftItem(c.Request().Context(), viewer(c), f.Line("meeting"), form)
	if now, ok := theirs[models.Item](err); ok { // begun before, and worked on since
		setFlash(c, Flash{Text: "This is the item that was made from the practice before."})
		return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/items/%d/edit", now.ID))
	}
	if err != nil {
		return s.again(c, err, "practices/show", page)
	}
	done(c, "A draft item has been made from the practice. Check it, then submit it.")
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/items/%d/edit", item.ID))
}
