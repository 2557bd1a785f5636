package handlers

import (
	"fmt"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// decisionsView is the register of decisions.
type decisionsView struct {
	Frame
	models.DecisionPage
	Filter models.DecisionFilter
	Years  []Option
	Pages  Pages
}

// YearValue is the year that was chosen.
func (v *decisionsView) YearValue() string { return idValue(int64(v.Filter.Year)) }

// Narrowed says whether the register shows less than everything.
func (v *decisionsView) Narrowed() bool {
	return v.Filter.Year != 0 || v.Filter.Words != "" || v.Filter.Meeting != ""
}

// Query is the filter as it stands in an address, with its question mark.
func (v *decisionsView) Query() string {
	q := url.Values{}
	for key, value := range map[string]string{"year": v.YearValue(), "meeting": v.Filter.Meeting, "words": v.Filter.Words} {
		if value != "" {
			q.Set(key, value)
		}
	}
	if len(q) == 0 {
		return ""
	}
	return "?" + q.Encode()
}

// decisionFilter is what the address narrows the register to.
func decisionFilter(c echo.Context) (models.DecisionFilter, error) {
	n := narrowing{c: c}
	filter := models.DecisionFilter{Year: n.year("year"), Meeting: n.reference("meeting"), Words: searchedFor(c, "words"), Before: n.number("before")}
	return filter, n.err()
}

// showDecisions is the register, narrowed as the address says.
func (s *Server) showDecisions(c echo.Context) error {
	filter, err := decisionFilter(c)
	if err != nil {
		return err
	}
	data, err := s.store.Decisions(c.Request().Context(), viewer(c), filter)
	if err != nil {
		return err
	}
	f, err := s.frame(c, "decisions", "Decisions")
	if err != nil {
		return err
	}
	page := &decisionsView{Frame: f, DecisionPage: data, Filter: filter, Years: []Option{{Text: "Any year"}}}
	for _, y := range data.Years {
		page.Years = append(page.Years, Option{Value: fmt.Sprint(y), Text: fmt.Sprint(y)})
	}
	if data.More != 0 {
		q := url.Values{"year": {page.YearValue()}, "meeting": {filter.Meeting}, "words": {filter.Words}, "before": {fmt.Sprint(data.More)}}
		page.Pages = Pages{Next: "/decisions?" + q.Encode(), NextText: "Earlier decisions"}
	}
	return render(c, http.StatusOK, "decisions/list", page)
}
