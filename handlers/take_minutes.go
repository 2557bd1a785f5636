package handlers

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// takeView is the minute-taker's screen.
type takeView struct {
	Frame
	models.TakeMinutesPage
	FormKey     string // names what the page's forms send, so that sent twice is taken once
	Line        string // what was typed and could not be taken
	LineMembers bool   // for members only
	Entry       entryFields
	Interest    models.InterestForm
	Attendees   []Option
	ThenDid     []Option
	Review      reviewFields
	Corrections []models.MadeCorrection
	Next        string // address of the next item; "" on the last
}

// reviewFields are what was typed of an earlier action under matters arising.
type reviewFields struct {
	ID                 int64
	Said, Outcome, Due string
	DeadlineKind       string
	Decision           bool
}

// takePage reads the screen for the item in the address or the form.
func (s *Server) takePage(c echo.Context, item int64) (*takeView, error) {
	data, err := s.store.TakeMinutesPage(c.Request().Context(), viewer(c), c.Param("ref"), item)
	if err != nil {
		return nil, err
	}
	f, err := s.frame(c, "meetings", "Take minutes: "+data.Meeting.Name+", "+data.Meeting.Day.Medium())
	if err != nil {
		return nil, err
	}
	page := &takeView{Frame: f, TakeMinutesPage: data, FormKey: rand.Text()[:16], Entry: entryFields{Kind: "note", DeadlineKind: "not set"}}
	for _, a := range data.HereIDs {
		page.Attendees = append(page.Attendees, Option{Value: fmt.Sprint(a.ID), Text: a.Name})
	}
	for _, o := range models.InterestOutcomes {
		page.ThenDid = append(page.ThenDid, Option{Value: o, Text: upperFirst(o)})
	}
	for i, one := range data.Items {
		if one.ItemID == data.Item.ItemID && i+1 < len(data.Items) {
			page.Next = fmt.Sprintf("/meetings/%s/take-minutes?item=%d", data.Meeting.Reference, data.Items[i+1].ItemID)
		}
	}
	return page, nil
}

// HereHeading is how many are at the meeting, and whether they are enough.
func (v *takeView) HereHeading() string {
	words := "quorum not reached"
	if v.Quorum.Reached() {
		words = "quorum reached"
	}
	return fmt.Sprintf("Here: %d · %s", len(v.Here), words)
}

// Current says whether this is the item on the screen.
func (v *takeView) Current(item models.TakeItem) bool { return item.ItemID == v.Item.ItemID }

// Done says whether the meeting has gone past this item.
func (v *takeView) Done(item models.TakeItem) bool { return item.Number < v.Item.Number }

// showTakeMinutes is the minute-taker's screen.
func (s *Server) showTakeMinutes(c echo.Context) error {
	item, _ := strconv.ParseInt(c.QueryParam("item"), 10, 64)
	page, err := s.takePage(c, item)
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "minutes/take", page)
}

// understandLine tells the minute-taker's browser how a line would be recorded.
func (s *Server) understandLine(c echo.Context) error {
	line := c.QueryParam("line")
	if len(line) > 2000 {
		line = strings.ToValidUTF8(line[:2000], "")
	}
	u, err := s.store.Understand(c.Request().Context(), viewer(c), c.Param("ref"), line)
	if err != nil {
		return err
	}
	return c.JSON(http.StatusOK, map[string]any{"kind": u.Form.Kind, "parts": u.Parts, "unplaced": u.Unplaced})
}

// clientKey is the key that the browser gave what it sends; without scripts it
// is made of the form's own key and of what was typed, so that sent twice is
// taken once and something else is not lost.
func clientKey(f form, typed string) string {
	if key := f.Line("client_key"); key != "" {
		return key
	}
	if f.Line("form_key") == "" {
		return ""
	}
	sum := sha256.Sum256([]byte(typed))
	return f.Line("form_key") + "-" + hex.EncodeToString(sum[:8])
}

// recordEntry takes a line, or a paragraph from the form under it.
func (s *Server) recordEntry(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	ctx, who, ref, item := c.Request().Context(), viewer(c), c.Param("ref"), int64(f.ID("item"))
	var fields entryFields
	var review reviewFields
	switch {
	case f.Has("line"):
		var u models.Understood
		_, u, err = s.store.RecordLine(ctx, who, ref, item, clientKey(f, f.Text("line")), f.Text("line"), f.Checked("restricted"))
		if err == nil && len(u.Unplaced) > 0 {
			setFlash(c, Flash{Text: "Saved. " + strings.Join(u.Unplaced, " ")})
		}
	case f.Has("said"):
		review = readReview(f)
		_, err = s.store.RecordEntry(ctx, who, ref, item, clientKey(f, fmt.Sprint(review)), review.form())
	default:
		fields = readEntry(f)
		_, err = s.store.RecordEntry(ctx, who, ref, item, clientKey(f, fmt.Sprint(fields)), fields.form())
	}
	if err != nil {
		page, pageErr := s.takePage(c, item)
		if pageErr != nil {
			return err
		}
		page.Line, page.LineMembers, page.Review = f.Text("line"), f.Checked("restricted"), review
		if !f.Has("line") && !f.Has("said") {
			page.Entry = fields
		}
		return s.again(c, err, "minutes/take", page)
	}
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/meetings/%s/take-minutes?item=%d#line", ref, item))
}

func readReview(f form) reviewFields {
	return reviewFields{ID: int64(f.ID("reviews")), Said: f.Text("said"), Outcome: f.Line("outcome"), Due: f.Line("review_due"),
		DeadlineKind: f.Line("review_deadline_kind"), Decision: f.Checked("decision")}
}

func (r reviewFields) form() models.EntryForm {
	form := models.EntryForm{Kind: models.EntryNote, Text: r.Said, ReviewsID: r.ID, ReviewOutcome: models.ReviewOutcome(r.Outcome),
		ReviewDeadline: models.DeadlineForm{DeadlineKind: models.DeadlineKind(r.DeadlineKind), Due: r.Due}}
	if r.Decision {
		form.Kind = models.EntryDecision
	}
	return form
}

// declareInterest notes an interest under the item on the screen.
func (s *Server) declareInterest(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	item := int64(f.ID("item"))
	form := models.InterestForm{AttendanceID: int64(f.ID("attendance")), Declared: f.Text("declared"), ThenDid: f.Line("then_did"), Restricted: f.Checked("interest_restricted")}
	if _, err := s.store.DeclareInterest(c.Request().Context(), viewer(c), c.Param("ref"), item, form); err != nil {
		page, pageErr := s.takePage(c, item)
		if pageErr != nil {
			return err
		}
		page.Interest = form
		return s.again(c, err, "minutes/take", page)
	}
	done(c, "The interest is recorded.")
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/meetings/%s/take-minutes?item=%d", c.Param("ref"), item))
}

// removeInterest takes one out that was recorded in error.
func (s *Server) removeInterest(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	id, _ := strconv.ParseInt(c.Param("id"), 10, 64)
	if err := s.store.RemoveInterest(c.Request().Context(), viewer(c), id, int(f.ID("version"))); err != nil {
		return err
	}
	done(c, "The interest is taken out.")
	return c.Redirect(http.StatusSeeOther, backTo(f))
}

// backTo is the page of this site that a form says it came from.
func backTo(f form) string { return nextPage(f.Line("back")) }

// agreePrevious records that the meeting agreed the minutes of the last one.
func (s *Server) agreePrevious(c echo.Context) error {
	f, err := readForm(c)
	if err != nil {
		return err
	}
	item, corrections := int64(f.ID("item")), readCorrectionsMade(f)
	_, err = s.store.AgreePrevious(c.Request().Context(), viewer(c), c.Param("ref"), item, clientKey(f, "agree "+f.Line("previous")), f.Line("previous"), int(f.ID("version")), corrections)
	if err != nil {
		page, pageErr := s.takePage(c, item)
		if pageErr != nil {
			return err
		}
		page.Corrections = corrections
		return s.again(c, err, "minutes/take", page)
	}
	done(c, "The minutes are agreed as a correct record.")
	return c.Redirect(http.StatusSeeOther, fmt.Sprintf("/meetings/%s/take-minutes?item=%d", c.Param("ref"), item))
}

// correctionRows is how many corrections a form has room for.
const correctionRows = 3

// readCorrectionsMade reads the rows of corrections that are not empty.
func readCorrectionsMade(f form) []models.MadeCorrection {
	var list []models.MadeCorrection
	for n := 1; n <= correctionRows; n++ {
		row := func(name string) string { return f.Text(fmt.Sprintf("%s_%d", name, n)) }
		k := models.MadeCorrection{Paragraph: row("paragraph"), Text: row("text"), Replace: row("replace"), With: row("with"), Restricted: row("restricted") != ""}
		if k != (models.MadeCorrection{}) {
			list = append(list, k)
		}
	}
	return list
}

// CorrectionRows are the rows to show, those that were typed first.
func (v *takeView) CorrectionRows() []correctionRow { return correctionRowsOf(v.Corrections) }

// correctionRow is one row of corrections made at a meeting.
type correctionRow struct {
	N int
	models.MadeCorrection
}

func correctionRowsOf(made []models.MadeCorrection) []correctionRow {
	rows := make([]correctionRow, correctionRows)
	for i := range rows {
		rows[i].N = i + 1
		if i < len(made) {
			rows[i].MadeCorrection = made[i]
		}
	}
	return rows
}
