package handlers

import (
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/markdown"
)

// actionsCSV gives the tracker as a table for spreadsheets, narrowed as the
// page is, all of it. Dates are 2026-12-08, which every spreadsheet reads alike.
func (s *Server) actionsCSV(c echo.Context) error {
	filter, err := trackerFilter(c)
	if err != nil {
		return err
	}
	filter.After = ""
	tracker, err := s.store.Tracker(c.Request().Context(), viewer(c), filter)
	if err != nil {
		return err
	}
	rows := [][]string{{"Reference", "Action", "Owners", "Deadline", "Due on", "State", "Overdue", "Meeting", "Item", "Updates", "Latest update", "Updated on", "Members only"}}
	for _, g := range tracker.Groups {
		for _, a := range g.Actions {
			rows = append(rows, []string{
				a.Reference, plain(a.Text), strings.Join(a.Owners, "; "), a.Deadline, a.DueOn.String(), string(a.State), yes(a.Overdue),
				strings.ToUpper(a.Meeting), a.Item, strconv.Itoa(a.Updates), plain(a.LastUpdate), a.LastOn.String(), yes(a.Restricted),
			})
		}
	}
	return sendCSV(c, "actions-"+tracker.AsOf.String()+".csv", rows)
}

func plain(typed string) string { return markdown.Parse(typed).PlainText() }

func yes(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}
