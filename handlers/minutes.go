package handlers

import (
	"fmt"
	"net/http"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// minutesView is the page of minutes in one edition.
type minutesView struct {
	Frame
	models.MinutesContent
	Standing  models.MinutesStanding
	Public    bool   // the public edition is shown
	DraftView bool   // the draft as it stands is shown
	Stage     string // how far the minutes have come, as their PDF says it
	StageText string
	Logo      *LogoImage
	Version   int // of the state of the minutes, for the buttons
	Form      models.CorrectionForm
	PDF       string
}

// showMinutes shows the newest minutes that the viewer may read, or the version
// or edition in the address.
func (s *Server) showMinutes(c echo.Context) error {
	page, err := s.minutesPage(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "minutes/show", page)
}

func (s *Server) minutesPage(c echo.Context) (*minutesView, error) {
	ctx, who, ref := c.Request().Context(), viewer(c), c.Param("ref")
	content, err := s.minutesAsked(c)
	if err != nil {
		return nil, err
	}
	f, err := s.frame(c, "meetings", "Minutes of "+content.Meeting.Day.Medium())
	if err != nil {
		return nil, err
	}
	page := &minutesView{Frame: f, MinutesContent: content, Public: content.Edition == models.PublicEdition}
	page.Stage, page.StageText = documents.MinutesStanding(content)
	page.Marking = documents.MinutesMarking(content)
	page.Logo = logoImage(content.Letterhead.Logo)
	page.DraftView = content.State == models.MinutesDrafting
	if who.SignedIn() {
		if page.Standing, err = s.store.MinutesStanding(ctx, who, ref); err != nil {
			return nil, err
		}
		page.Version = page.Standing.Minutes.Version
	}
	page.PDF = "/meetings/" + ref + "/minutes.pdf"
	if c.QueryString() != "" {
		page.PDF += "?" + c.Request().URL.Query().Encode()
	}
	return page, nil
}

// issueView is the page that asks whether minutes are to be moved on.
type issueView struct {
	Frame
	models.MinutesStanding
	Step        string // finish, circulate, agree or publish
	Began       string
	Ended       string
	At          string
	Meetings    []Option
	Corrections []correctionRow
	Withheld    []string // what the public edition leaves out, for a last look
}

var issueTitles = map[string]string{"finish": "Finish the meeting", "circulate": "Circulate the minutes", "agree": "Record that the minutes were agreed", "publish": "Publish the minutes"}

func (s *Server) issuePage(c echo.Context, step string) (*issueView, error) {
	standing, err := s.store.MinutesStanding(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return nil, err
	}
	title := issueTitles[step]
	if step == "circulate" {
		title = fmt.Sprintf("Circulate version %d of the minutes", standing.Minutes.Circulated+1)
	}
	f, err := s.frame(c, "meetings", title)
	if err != nil {
		return nil, err
	}
	f.About = standing.Meeting.Day.Medium()
	page := &issueView{Frame: f, MinutesStanding: standing, Step: step, Began: standing.Meeting.From, Corrections: correctionRowsOf(nil)}
	for _, m := range standing.Later {
		page.Meetings = append(page.Meetings, Option{Value: m.Reference, Text: m.Name + ", " + m.Day.Long()})
	}
	if len(page.Meetings) > 0 {
		page.At = page.Meetings[0].Value
	}
	if step == "publish" && standing.CanPublish() {
		public, err := s.store.MinutesContent(c.Request().Context(), viewer(c), c.Param("ref"), models.PublicEdition, 0)
		if err != nil {
			return nil, err
		}
		for _, i := range public.Items {
			if i.Restricted {
				page.Withheld = append(page.Withheld, fmt.Sprintf("Item %d, as a whole", i.Number))
			}
			for _, p := range i.Paragraphs {
				if p.Withheld {
					page.Withheld = append(page.Withheld, fmt.Sprintf("Paragraph %s, which says instead: “%s”", p.Number, p.Text))
				}
			}
		}
	}
	return page, nil
}

// askToIssue shows what one of the steps of the minutes does, before it is done.
func (s *Server) askToIssue(step string) echo.HandlerFunc {
	return func(c echo.Context) error {
		page, err := s.issuePage(c, step)
		if err != nil {
			return err
		}
		if why := whyNotYet(step, page.MinutesStanding); why != nil {
			page.Title = why.Heading
			return render(c, http.StatusOK, "minutes/not-now", &notNowView{page.Frame, page.Meeting, *why})
		}
		return render(c, http.StatusOK, "minutes/issue", page)
	}
}

// issue takes one of the steps.
func (s *Server) issue(step string) echo.HandlerFunc {
	return func(c echo.Context) error {
		f, err := readForm(c)
		if err != nil {
			return err
		}
		ctx, who, ref, version := c.Request().Context(), viewer(c), c.Param("ref"), int(f.ID("version"))
		made := readCorrectionsMade(f)
		said := ""
		switch step {
		case "finish":
			_, err = s.store.FinishMeeting(ctx, who, ref, version, f.Line("began"), f.Line("ended"))
			said = "The meeting is finished. Look through the draft, then circulate it."
		case "circulate":
			var m models.Minutes
			m, err = s.store.CirculateMinutes(ctx, who, ref, version)
			said = fmt.Sprintf("Version %d is circulated.", m.Circulated)
		case "agree":
			_, err = s.store.AgreeMinutes(ctx, who, ref, version, models.AgreementForm{At: f.Line("at"), Corrections: made})
			said = "The minutes are agreed as a correct record."
		case "publish":
			_, err = s.store.PublishMinutes(ctx, who, ref, version)
			said = "The public edition is published, and the meeting is closed."
		}
		if err == nil {
			done(c, said)
			return c.Redirect(http.StatusSeeOther, "/meetings/"+ref+"/minutes")
		}
		page, pageErr := s.issuePage(c, step)
		if pageErr != nil {
			return err
		}
		page.Began, page.Ended, page.At, page.Corrections = f.Line("began"), f.Line("ended"), f.Line("at"), correctionRowsOf(made)
		return s.again(c, err, "minutes/issue", page)
	}
}
