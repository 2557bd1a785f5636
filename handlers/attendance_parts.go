package handlers

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"
)

// rowsShown is how many rows of the sheet one page has. A sheet that fits is
// never divided: at the meeting everybody should be on one page.
const rowsShown = 200

// sheetPart is which part of a large sheet a page shows.
type sheetPart struct {
	Large bool   // the sheet does not fit one page
	Words string // part of a name or organisation that the rows must have
	// First to Last of Total rows are shown, counted from 1.
	First, Last, Total int
	Pages              Pages
	number             int
}

// rows are all rows of the sheet, those on the list first.
func (v *attendanceView) rows() []*sheetRow {
	all := make([]*sheetRow, 0, len(v.Sheet)+len(v.More))
	for _, list := range [][]sheetRow{v.Sheet, v.More} {
		for i := range list {
			all = append(all, &list[i])
		}
	}
	return all
}

// keep leaves on the page the rows that are wanted.
func (v *attendanceView) keep(wanted func(*sheetRow) bool) {
	only := func(list []sheetRow) (kept []sheetRow) {
		for i := range list {
			if wanted(&list[i]) {
				kept = append(kept, list[i])
			}
		}
		return kept
	}
	v.Sheet, v.More = only(v.Sheet), only(v.More)
}

// part leaves on the page the part of a large sheet that its address asks for.
func (v *attendanceView) part(c echo.Context) error {
	if v.Large = len(v.Sheet)+len(v.More) > rowsShown; !v.Large {
		return nil
	}
	if v.Words = searchedFor(c, "q"); v.Words != "" {
		words := strings.ToLower(v.Words)
		v.keep(func(r *sheetRow) bool {
			return strings.Contains(strings.ToLower(r.Name+"\n"+r.Initials+"\n"+r.Organisation), words)
		})
	}
	v.Total, v.number = len(v.Sheet)+len(v.More), 1
	if asked := c.QueryParam("page"); asked != "" {
		n, err := strconv.Atoi(asked)
		if err != nil || n < 1 || n > 1 && (n-1)*rowsShown >= v.Total {
			return echo.NewHTTPError(http.StatusNotFound)
		}
		v.number = n
	}
	v.First, v.Last = (v.number-1)*rowsShown+1, min(v.number*rowsShown, v.Total)
	if v.number > 1 {
		v.Pages.Previous, v.Pages.PreviousText = v.address(v.number-1), fmt.Sprintf("The %d before", rowsShown)
	}
	if v.Last < v.Total {
		v.Pages.Next, v.Pages.NextText = v.address(v.number+1), fmt.Sprintf("The next %d", min(rowsShown, v.Total-v.Last))
	}
	n := 0
	v.keep(func(*sheetRow) bool {
		n++
		return n >= v.First && n <= v.Last
	})
	return nil
}

// address is that of a part with the same words.
func (v *attendanceView) address(number int) string {
	q := url.Values{}
	if v.Words != "" {
		q.Set("q", v.Words)
	}
	if number > 1 {
		q.Set("page", strconv.Itoa(number))
	}
	address := "/meetings/" + v.Meeting.Reference + "/attendance"
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// ThisPart is the address of the part that is shown, to which its form is sent.
func (v *attendanceView) ThisPart() string { return v.address(v.number) }
