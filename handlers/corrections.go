package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// correctionsView is the page of the corrections that were asked for.
type correctionsView struct {
	Frame
	models.CorrectionsPage
	Form     models.CorrectionForm
	People   []Option
	Answers  map[int64]models.CorrectionAnswer // what was typed
	Answered int64                             // whose answer could not be taken
}

func (s *Server) correctionsPage(c echo.Context) (*correctionsView, error) {
	data, err := s.store.CorrectionsPage(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return nil, err
	}
	f, err := s.frame(c, "meetings", "Corrections to the minutes of "+data.Meeting.Day.Medium())
	if err != nil {
		return nil, err
	}
	page := &correctionsView{Frame: f, CorrectionsPage: data, Answers: map[int64]models.CorrectionAnswer{}}
	if len(data.People) > 0 {
		page.People = []Option{{Text: "Yourself"}}
		for _, p := range data.People {
			page.People = append(page.People, Option{Value: fmt.Sprint(p.ID), Text: p.Organisation.Name + ": " + p.Name})
		}
	}
	return page, nil
}

// PersonValue is who was chosen.
func (v *correctionsView) PersonValue() string { return idValue(v.Form.PersonID) }

func (s *Server) showCorrections(c echo.Context) error {
	page, err := s.correctionsPage(c)
	if err != nil {
		return err
	}
	page.Form.Paragraph = c.QueryParam("paragraph")
	return render(c, http.StatusOK, "minutes/corrections", page)
}

// askForCorrection tells the secretariat what is wrong in circulated minutes.
func (s *Server) askForCorrection(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	form := models.CorrectionForm{Paragraph: f.Line("paragraph"), Text: f.Text("text"), PersonID: int64(f.ID("person"))}
	if _, err := s.store.AskForCorrection(c.Request().Context(), viewer(c), c.Param("ref"), form); err != nil {
		page, pageErr := s.correctionsPage(c)
		if pageErr != nil {
			return err
		}
		page.Form = form
		return s.again(c, err, "minutes/corrections", page)
	}
	done(c, "Thank you. The secretariat will answer.")
	return c.Redirect(http.StatusSeeOther, "/meetings/"+c.Param("ref")+"/corrections")
}

// answerCorrection says what became of a correction.
func (s *Server) answerCorrection(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	form := models.CorrectionAnswer{Outcome: models.CorrectionOutcome(f.Line("outcome")), Answer: f.Text("answer")}
	if _, err := s.store.AnswerCorrection(c.Request().Context(), viewer(c), id, int(f.ID("version")), form); err != nil {
		page, pageErr := s.correctionsPage(c)
		if pageErr != nil {
			return err
		}
		page.Answers[id], page.Answered = form, id
		return s.again(c, err, "minutes/corrections", page)
	}
	done(c, "Answered.")
	return c.Redirect(http.StatusSeeOther, "/meetings/"+c.Param("ref")+"/corrections")
}
