package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// trackerPage is how many actions one page of the tracker has.
const trackerPage = 100

// trackerView is the page of the tracker.
type trackerView struct {
	Frame
	Tracker       models.TrackerContent
	Filter        models.TrackerFilter
	Meetings      []Option
	Owners        []Option
	Organisations []Option
	States        []Option
	Counts        string // "3 overdue, 2 due soon, 12 open"
	Mine          string // whose actions "mine" are, "" for who has none
	Query         string // the filter as a query, for the downloads; with its question mark
	Later         bool   // not the first page
	Narrowed      bool   // by more than whose they are
	Pages         Pages
}

var trackerStates = []Option{
	{Value: "", Text: "Not yet closed"}, {Value: "open", Text: "Open"}, {Value: "done", Text: "Done, waiting to be closed"},
	{Value: "closed", Text: "Closed"}, {Value: "withdrawn", Text: "Withdrawn"}, {Value: "all", Text: "All"},
}

// trackerFilter reads the filter from the page's address.
func trackerFilter(c echo.Context) (models.TrackerFilter, error) {
	n := narrowing{c: c}
	f := models.TrackerFilter{
		State: models.TrackerState(n.choice("state", values(trackerStates)...)), Owner: n.number("owner"), Organisation: n.number("organisation"),
		Meeting: n.reference("meeting"), Overdue: n.ticked("overdue"), Text: searchedFor(c, "words"), Mine: n.ticked("mine"), After: n.asked("after"),
	}
	return f, n.err()
}

// trackerQuery puts a filter into an address: "?state=all", or nothing.
func trackerQuery(f models.TrackerFilter, after string) string {
	q := url.Values{}
	set := func(name, value string) {
		if value != "" && value != "0" {
			q.Set(name, value)
		}
	}
	set("state", string(f.State))
	set("owner", fmt.Sprint(f.Owner))
	set("organisation", fmt.Sprint(f.Organisation))
	set("meeting", f.Meeting)
	set("words", f.Text)
	set("after", after)
	if f.Overdue {
		set("overdue", "yes")
	}
	if f.Mine {
		set("mine", "yes")
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// listActions shows the tracker.
func (s *Server) listActions(c echo.Context) error {
	ctx, who := c.Request().Context(), viewer(c)
	frame, err := s.frame(c, "actions", "Action tracker")
	if err != nil {
		return err
	}
	filter, err := trackerFilter(c)
	if err != nil {
		return err
	}
	filter.Limit = trackerPage
	tracker, err := s.store.Tracker(ctx, who, filter)
	if err != nil {
		return err
	}
	choices, err := s.store.TrackerChoices(ctx, who)
	if err != nil {
		return err
	}
	page := trackerView{
		Frame: frame, Tracker: tracker, Filter: filter, States: trackerStates, Counts: countsInWords(tracker), Query: trackerQuery(filter, ""),
		Later: filter.After != "", Narrowed: withoutMine(filter).Narrowed(), Meetings: []Option{{Text: "Any meeting"}}, Owners: []Option{{Text: "Anybody"}}, Organisations: []Option{{Text: "Any organisation"}},
	}
	if who.Organisation != "" {
		page.Mine = who.Organisation
	}
	for _, m := range choices.Meetings {
		text := m.Prefix()
		if m.Kind == models.Extraordinary {
			text += ", extraordinary"
		}
		page.Meetings = append(page.Meetings, Option{Value: m.Reference, Text: text})
	}
	for _, p := range choices.People {
		page.Owners = append(page.Owners, Option{Value: fmt.Sprint(p.ID), Text: p.Name})
	}
	for _, o := range choices.Organisations {
		page.Organisations = append(page.Organisations, Option{Value: fmt.Sprint(o.ID), Text: o.Name})
	}
	if tracker.Next != "" {
		page.Pages.Next, page.Pages.NextText = "/actions"+trackerQuery(filter, tracker.Next), "More actions"
	}
	if page.Later {
		page.Pages.Previous, page.Pages.PreviousText = "/actions"+page.Query, "Back to the first"
	}
	return render(c, http.StatusOK, "actions/list", &page)
}

func withoutMine(f models.TrackerFilter) models.TrackerFilter {
	f.Mine = false
	return f
}

// countsInWords counts the actions of each standing: "3 overdue, 2 due soon, 12 open".
func countsInWords(t models.TrackerContent) string {
	var parts []string
	for _, g := range []string{"Overdue", "Due soon", "Open", "Done", "Closed", "Withdrawn"} {
		if n := t.Counts[g]; n > 0 {
			parts = append(parts, number(n)+" "+strings.ToLower(g))
		}
	}
	return strings.Join(parts, ", ")
}

// actionView is the page of one action.
type actionView struct {
	Frame
	models.ActionPage
	Path string // /actions/2026-Q3/04
	Note string // what was typed
}

// State is the action's state as a tag.
func (v actionView) State() Tag {
	return actionTag(v.Action.State, v.Overdue, v.DueSoon, v.Action.ReviewDue(v.Today))
}

// StateInWords says how far the action has come.
func (v actionView) StateInWords() string {
	return map[models.ActionState]string{
		models.ActionOpen: "Open", models.ActionDone: "Done, waiting to be closed", models.ActionClosed: "Closed", models.ActionWithdrawn: "Withdrawn",
	}[v.Action.State]
}

// Ask is the question above the box for an update.
func (v actionView) Ask() string {
	if v.Owns {
		return "How is it coming along?"
	}
	return "Add an update for the owners"
}

// Left says how long there is to the deadline, or for how long it has passed.
func (v actionView) Left() string {
	days := v.Today.DaysUntil(v.Action.DueOn)
	switch {
	case v.Overdue:
		return plural(-days, "day", "days") + " overdue"
	case v.Action.State != models.ActionOpen || v.Action.DueOn.IsZero() || v.Action.DeadlineKind == models.DeadlineOngoing:
		return ""
	case days == 0:
		return "Today"
	}
	return "In " + plural(days, "day", "days")
}

// Happened says what a line of the history did.
func (v actionView) Happened(u models.ActionUpdate) string {
	switch u.Kind {
	case models.UpdateNote:
		return "Update"
	case models.UpdateDone:
		return "Marked as done"
	case models.UpdateDeadline:
		return "New deadline: " + models.Action{DeadlineKind: u.DeadlineKind, DueOn: u.DueOn}.Deadline()
	case models.UpdateOwners:
		return "New owners"
	}
	return upperFirst(string(u.Kind))
}

func actionTag(state models.ActionState, overdue, dueSoon, reviewDue bool) Tag {
	switch {
	case overdue:
		return Tag{"bad", "Overdue"}
	case dueSoon:
		return Tag{"warn", "Due soon"}
	case reviewDue:
		return Tag{"warn", "Review due"}
	case state == models.ActionDone:
		return Tag{"info", "Done"}
	case state == models.ActionClosed:
		return Tag{"good", "Closed"}
	case state == models.ActionWithdrawn:
		return Tag{"", "Withdrawn"}
	}
	return Tag{"", "Open"}
}

// actionReference is the reference in the address: 2026-Q3/04, however it is typed.
func actionReference(c echo.Context) string {
	n := c.Param("number")
	if len(n) == 1 {
		n = "0" + n
	}
	return strings.ToUpper(c.Param("prefix")) + "/" + n
}

// actionTitles are those of the pages of an action, which its reference follows.
var actionTitles = map[string]string{
	"actions/show": "Action", "actions/deadline": "Change the deadline of", "actions/owners": "Change the owners of",
	"actions/reopen": "Reopen action", "actions/withdraw": "Withdraw action",
}

// action reads the action that the address names, for one of its pages.
func (s *Server) action(c echo.Context, template string) (*actionView, error) {
	found, err := s.store.ActionPage(c.Request().Context(), viewer(c), actionReference(c))
	if err != nil {
		return nil, err
	}
	frame, err := s.frame(c, "actions", actionTitles[template]+" "+found.Action.Reference)
	return &actionView{Frame: frame, ActionPage: found, Path: "/actions/" + found.Action.Reference}, err
}

func (s *Server) showAction(c echo.Context) error {
	page, err := s.action(c, "actions/show")
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "actions/show", page)
}
