package handlers

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// libraryPage is how many practices one page of the library has.
const libraryPage = 24

// libraryView is the page of the library.
type libraryView struct {
	Frame
	models.PracticeLibrary
	Filter        models.PracticeFilter
	ThemeOptions  []Option
	Organisations []Option
	Later         bool
	Pages         Pages
}

func practiceFilter(c echo.Context) (models.PracticeFilter, error) {
	n := narrowing{c: c}
	f := models.PracticeFilter{
		Theme: searchedFor(c, "theme"), Organisation: n.number("organisation"), Text: searchedFor(c, "words"), After: n.asked("after"), Limit: libraryPage,
	}
	return f, n.err()
}

// practiceQuery puts a filter into an address: "?theme=Health", or nothing.
func practiceQuery(f models.PracticeFilter, after string) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	set("theme", f.Theme)
	set("organisation", fmt.Sprint(f.Organisation))
	set("words", f.Text)
	set("after", after)
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// listPractices shows the library.
func (s *Server) listPractices(c echo.Context) error {
	frame, err := s.frame(c, "practices", "Practices that worked")
	if err != nil {
		return err
	}
	filter, err := practiceFilter(c)
	if err != nil {
		return err
	}
	lib, err := s.store.PracticeLibrary(c.Request().Context(), viewer(c), filter)
	if err != nil {
		return err
	}
	page := libraryView{
		Frame: frame, PracticeLibrary: lib, Filter: filter, Later: filter.After != "",
		ThemeOptions: []Option{{Text: "Any theme"}}, Organisations: []Option{{Text: "Any organisation"}},
	}
	for _, t := range lib.Themes {
		page.ThemeOptions = append(page.ThemeOptions, Option{Value: t.Theme, Text: fmt.Sprintf("%s (%d)", t.Theme, t.Count)})
	}
	for _, o := range lib.Organisations {
		page.Organisations = append(page.Organisations, Option{Value: fmt.Sprint(o.ID), Text: o.Name})
	}
	if lib.Next != "" {
		page.Pages.Next, page.Pages.NextText = "/practices"+practiceQuery(filter, lib.Next), "Older practices"
	}
	if page.Later {
		page.Pages.Previous, page.Pages.PreviousText = "/practices"+practiceQuery(filter, ""), "Back to the newest"
	}
	return render(c, http.StatusOK, "practices/list", &page)
}

// waitingView is the page of what the secretariat has to decide about.
type waitingView struct {
	Frame
	Cards []models.PracticeCard
}

func (s *Server) listWaitingPractices(c echo.Context) error {
	frame, err := s.frame(c, "practices", "Practices waiting for you")
	if err != nil {
		return err
	}
	cards, err := s.store.PracticeQueue(c.Request().Context(), viewer(c))
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "practices/waiting", &waitingView{frame, cards})
}

// practiceTag is a practice's state as a tag.
func practiceTag(state models.PracticeState, visibility models.Visibility) Tag {
	switch state {
	case models.PracticeSubmitted:
		return Tag{"info", "Waiting for the secretariat"}
	case models.PracticeReturned:
		return Tag{"warn", "Returned: something is wanted"}
	case models.PracticeDraft:
		return Tag{"", "Draft"}
	case models.PracticeArchived:
		return Tag{"", "Archived"}
	}
	if visibility == models.ForMembers {
		return Tag{"private", "Members only"}
	}
	return Tag{"good", "Public"}
}

// StateOf is the state of one of the library's practices as a tag.
func (libraryView) StateOf(card models.PracticeCard) Tag {
	return practiceTag(card.State, card.Visibility)
}

// practiceView is the page of one practice.
type practiceView struct {
	Frame
	models.PracticePage
	Path          string // /practices/spotting-signs
	Visibility    string // chosen for publishing
	Wanted        string // what was typed for returning
	Note          string // what was typed on using it
	Organisations []Option
	Minutes       string
	MeetingList   []Option
	Logo          *LogoImage
}

// State is the practice's state as a tag.
func (v practiceView) State() Tag { return practiceTag(v.Practice.State, v.Practice.Visibility) }

// Part is one part of the practice's text under its question.
type Part struct{ Name, Text string }

// Parts are the practice's texts that say something, in the order of a case study.
func (v practiceView) Parts() []Part {
	p := v.Practice
	var parts []Part
	for _, part := range []Part{
		{"The problem", p.Context}, {"What was done", p.Done}, {"What came of it", p.Results}, {"What it cost", p.Cost},
		{"What was learned", p.Lessons}, {"What others need to do the same", p.Conditions},
	} {
		if part.Text != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// practice reads the practice that the address names, for its page.
func (s *Server) practice(c echo.Context) (*practiceView, error) {
	found, err := s.store.PracticePage(c.Request().Context(), viewer(c), c.Param("slug"))
	if err != nil {
		return nil, err
	}
	frame, err := s.frame(c, "practices", found.Practice.Title)
	page := &practiceView{Frame: frame, PracticePage: found, Path: "/practices/" + found.Practice.Slug, Visibility: string(found.Practice.Visibility)}
	if err != nil {
		return page, err
	}
	settings, err := s.settings(c.Request().Context())
	page.Marking, page.Logo = settings.MarkingOf(false), logoImage(settings.Logo()) // for everybody, as its leaflet has
	if found.Mine != nil {
		page.Note = found.Mine.Note
	}
	for _, o := range found.Adopters {
		if o.ID != found.Practice.OrganisationID {
			page.Organisations = append(page.Organisations, Option{Value: fmt.Sprint(o.ID), Text: o.Name})
		}
	}
	for _, m := range found.Meetings {
		day := m.StartsAt.In(s.pages.zone.Load()).Format("2 January 2006")
		page.MeetingList = append(page.MeetingList, Option{Value: m.Reference, Text: m.Name() + ", " + day})
	}
	return page, err
}

func (s *Server) showPractice(c echo.Context) error {
	page, err := s.practice(c)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "practices/show", page)
}
