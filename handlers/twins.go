package handlers

import (
	"cmp"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/documents"
	"quarterday/models"
)

// documentView is a document as a page: its twin as a PDF says the same.
type documentView struct {
	Frame
	Document documents.Page
	Wide     bool // printed across the paper
	Crumbs   []Link
	Logo     *LogoImage
	Files    []documentLink // the PDF, and where else what it says is found
	Notice   *documentNotice
}

// documentNotice says that there is something newer.
type documentNotice struct {
	Heading string
	Link
}

// LinkText is what the notice's link says.
func (n documentNotice) LinkText() string { return n.Text }

// showTwin shows a document as a page, under the last of the crumbs.
func (s *Server) showTwin(c echo.Context, section string, page *documentView) error {
	frame, err := s.frame(c, section, page.Document.Name)
	if err != nil {
		return err
	}
	frame.Marking = page.Document.Marking
	page.Frame, page.Logo = frame, logoImage(page.Document.Logo)
	return render(c, http.StatusOK, "documents/show", page)
}

// meetingCrumbs lead to a document of a meeting.
func meetingCrumbs(m models.MeetingFacts, name string) []Link {
	return []Link{{URL: "/meetings", Text: "Meetings"}, {URL: "/meetings/" + m.Reference, Text: m.Day.Medium()}, {Text: name}}
}

// query is the query of the address with its question mark, for another form
// of the same thing.
func query(c echo.Context) string {
	if c.QueryString() == "" {
		return ""
	}
	return "?" + c.Request().URL.Query().Encode()
}

// pdfLink leads to the document as a file.
func pdfLink(url, about string) documentLink {
	return documentLink{Link: Link{url, "This document (PDF)"}, About: about}
}

func (s *Server) showSheet(c echo.Context) error {
	content, err := s.store.SheetContent(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return err
	}
	return s.showTwin(c, "meetings", &documentView{
		Document: documents.AttendanceSheetPage(content), Crumbs: meetingCrumbs(content.Meeting, "Attendance sheet"),
		Files: []documentLink{pdfLink("/meetings/"+content.Meeting.Reference+"/attendance-sheet.pdf", "To print for the meeting, with room to sign")},
	})
}

// listYears leads to the year books, which the list of meetings has.
func (s *Server) listYears(c echo.Context) error { return c.Redirect(http.StatusSeeOther, "/meetings") }

// yearBook is a year in one document: a page, or with .pdf in its address a file.
func (s *Server) yearBook(c echo.Context) error {
	name, pdf := strings.CutSuffix(c.Param("book"), ".pdf")
	year, err := strconv.Atoi(name)
	if err != nil {
		year = 0
	}
	content, err := s.store.YearBook(c.Request().Context(), viewer(c), year)
	if err != nil {
		return err
	}
	if pdf {
		if err := s.AddLogo(&content.Letterhead); err != nil {
			return err
		}
		pdf, err := documents.YearBook(content)
		return sendPDF(c, "year-book-"+name, pdf, err)
	}
	return s.showTwin(c, "meetings", &documentView{
		Document: documents.YearBookPage(content), Crumbs: []Link{{URL: "/meetings", Text: "Meetings"}, {Text: "Year book " + name}},
		Files: []documentLink{pdfLink("/years/"+name+".pdf", "With the page of each part in its contents")},
	})
}

// showWholeTracker is the tracker on one page, narrowed as the address says.
func (s *Server) showWholeTracker(c echo.Context) error {
	filter, err := trackerFilter(c)
	if err != nil {
		return err
	}
	filter.After = ""
	return s.showTracker(c, filter, "", []Link{{URL: "/actions", Text: "Actions"}, {Text: "On one page"}}, "/actions.pdf"+trackerQuery(filter, ""))
}

// showMeetingActions is the actions that arose from one meeting, settled ones too.
func (s *Server) showMeetingActions(c echo.Context) error {
	m, err := s.store.Meeting(c.Request().Context(), viewer(c), c.Param("ref"))
	if err != nil {
		return err
	}
	day := wallClock{s.zone()}.day(m.StartsAt).Medium()
	crumbs := []Link{{URL: "/meetings", Text: "Meetings"}, {URL: "/meetings/" + m.Reference, Text: day}, {Text: "Actions"}}
	return s.showTracker(c, models.TrackerFilter{Meeting: m.Reference, State: models.TrackerAll}, "Actions of the "+m.Named()+", "+day, crumbs, "/meetings/"+m.Reference+"/actions.pdf")
}

// showTracker shows the tracker as a document; the window is called name, or
// as what it was narrowed to.
func (s *Server) showTracker(c echo.Context, filter models.TrackerFilter, name string, crumbs []Link, pdf string) error {
	content, err := s.store.Tracker(c.Request().Context(), viewer(c), filter)
	if err != nil {
		return err
	}
	page := documents.TrackerPage(content)
	page.Name = cmp.Or(name, page.Name)
	return s.showTwin(c, "actions", &documentView{
		Document: page, Wide: true, Crumbs: crumbs,
		Files: []documentLink{pdfLink(pdf, ""), {Link: Link{"/actions" + trackerQuery(filter, ""), "The same actions in the tracker"}, About: "To narrow them down and update them"}},
	})
}

// showWholeRegister is the register of decisions on one page.
func (s *Server) showWholeRegister(c echo.Context) error {
	filter, err := decisionFilter(c)
	if err != nil {
		return err
	}
	content, err := s.store.RegisterContent(c.Request().Context(), viewer(c), filter)
	if err != nil {
		return err
	}
	return s.showTwin(c, "decisions", &documentView{
		Document: documents.RegisterPage(content), Wide: true, Crumbs: []Link{{URL: "/decisions", Text: "Decisions"}, {Text: "On one page"}},
		Files: []documentLink{pdfLink("/decisions.pdf"+query(c), "")},
	})
}

// showPack is the agenda with what each of its papers is.
func (s *Server) showPack(c echo.Context) error {
	content, newest, err := s.agendaOnPage(c)
	if err != nil {
		return err
	}
	ctx, who := c.Request().Context(), viewer(c)
	at := "/meetings/" + content.Meeting.Reference
	about := "Every page of every paper, numbered through"
	var drawn models.Document
	if content.Version > 0 {
		if drawn, err = s.store.IssuedAgenda(ctx, who, models.PackDocument, content); err != nil {
			return err
		}
		if drawn.Pages > 0 {
			about = plural(drawn.Pages, "page", "pages") + ", " + sizeInWords(drawn.Size)
		}
	}
	papers, err := s.papersOnPage(ctx, who, content, drawn)
	if err != nil {
		return err
	}
	return s.showTwin(c, "meetings", &documentView{
		Document: documents.PackPage(content, papers), Crumbs: meetingCrumbs(content.Meeting, "Agenda and papers"), Notice: olderAgenda(content, newest, "pack"),
		Files: []documentLink{{Link: Link{at + "/pack.pdf" + query(c), "Agenda and papers in one file (PDF)"}, About: about}},
	})
}

// showSupplement is what came after the version before, or the one that ?since
// names.
func (s *Server) showSupplement(c echo.Context) error {
	content, newest, err := s.agendaOnPage(c)
	if err != nil {
		return err
	}
	before, err := s.supplemented(c, content)
	if err != nil {
		return err
	}
	ctx, who := c.Request().Context(), viewer(c)
	drawn, err := s.store.IssuedSupplement(ctx, who, content, before.Version)
	if err != nil {
		return err
	}
	papers, err := s.papersOnPage(ctx, who, content, drawn)
	if err != nil {
		return err
	}
	at := "/meetings/" + content.Meeting.Reference
	return s.showTwin(c, "meetings", &documentView{
		Document: documents.SupplementPage(content, before, papers), Crumbs: meetingCrumbs(content.Meeting, "Supplement"), Notice: olderAgenda(content, newest, "supplement"),
		Files: []documentLink{
			{Link: Link{at + "/supplement.pdf" + query(c), "This supplement (PDF)"}, About: "With the new papers; its page numbers continue those of the pack"},
			{Link: Link{at + "/pack", "The whole agenda and its papers"}},
		},
	})
}

// agendaOnPage reads the agenda that the address means, and the version of the
// newest.
func (s *Server) agendaOnPage(c echo.Context) (models.AgendaContent, int, error) {
	content, err := s.agendaAsked(c)
	if err != nil {
		return content, 0, err
	}
	m, err := s.store.Meeting(c.Request().Context(), viewer(c), content.Meeting.Reference)
	return content, m.AgendaVersion, err
}

// olderAgenda leads from a version that has been replaced to the newest.
func olderAgenda(content models.AgendaContent, newest int, document string) *documentNotice {
	if content.Version == 0 || content.Version >= newest {
		return nil
	}
	return &documentNotice{"This version has been replaced", Link{"/meetings/" + content.Meeting.Reference + "/" + document, "Read the newest"}}
}
