package handlers

import (
	"fmt"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// AuditPage lists what was done, newest first.
type AuditPage struct {
	Frame
	models.AuditPage
	Filter      models.AuditFilter
	Person      string
	PeopleList  []Option
	WhatList    []Option
	SubjectList []Option
	MeetingList []Option
	Pages       Pages
	Filtered    bool
}

func (s *Server) listEvents(c echo.Context) error {
	frame, err := s.frame(c, "audit", "Audit trail")
	if err != nil {
		return err
	}
	n := narrowing{c: c}
	person, before := n.number("person"), n.number("before")
	if err := n.err(); err != nil {
		return err
	}
	query := func(name string) string { return cleanText(c.QueryParam(name)) }
	page := &AuditPage{Frame: frame, Person: c.QueryParam("person"), Filter: models.AuditFilter{
		PersonID: person, What: query("what"), Subject: query("subject"), Meeting: query("meeting"), Text: searchedFor(c, "q"), From: query("from"), To: query("to"), RequestID: query("request"), Before: before,
	}}
	status := http.StatusOK
	page.AuditPage, err = s.store.Audit(c.Request().Context(), viewer(c), page.Filter)
	if models.KindOf(err) == models.KindInvalid { // a date that is none: the rest is shown beside what is wrong
		page.Errors, status, _ = problems(err)
		c.Response().Header().Del("ETag")
	} else if err != nil {
		return err
	}
	page.PeopleList = []Option{{Text: "Everybody"}}
	for _, p := range page.People {
		page.PeopleList = append(page.PeopleList, Option{Value: fmt.Sprint(p.ID), Text: p.Name})
	}
	page.WhatList, page.SubjectList, page.MeetingList = choices("Everything", page.Whats), choices("Everything", page.Subjects), choices("Every meeting", page.References)
	page.Filtered = c.Request().URL.RawQuery != ""
	if page.Next != 0 {
		page.Pages.Next, page.Pages.NextText = withQuery(c, "before", strconv.FormatInt(page.Next, 10)), "Older"
	}
	if before != 0 {
		page.Pages.Previous, page.Pages.PreviousText = withQuery(c, "before", ""), "Newest"
	}
	return render(c, status, "audit/list", page)
}

// Where is the page of what an event is about, if there is one.
func (p *AuditPage) Where(e models.Event) string {
	switch e.Subject {
	case "person":
		return personURL(e.SubjectID)
	case "organisation":
		return organisationURL(e.SubjectID)
	case "item":
		return fmt.Sprintf("/items/%d", e.SubjectID)
	case "meeting":
		if ref := p.Meetings[e.SubjectID]; ref != "" {
			return "/meetings/" + ref
		}
	case "action":
		if e.Label != "" {
			return "/actions/" + e.Label
		}
	case "settings":
		return "/settings"
	}
	return ""
}

// MeetingOf is the reference of the meeting that an event belongs to.
func (p *AuditPage) MeetingOf(e models.Event) string {
	if e.MeetingID == nil {
		return ""
	}
	return p.Meetings[*e.MeetingID]
}
