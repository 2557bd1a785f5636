package documents

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"quarterday/calendar"
	"quarterday/markdown"
	"quarterday/models"
)

// trackerColumns are the columns of the action tracker as a spreadsheet.
var trackerColumns = []struct {
	heading string
	width   float64
	kind    string // of its cells: text, day
}{
	{"Reference", 13, "text"}, {"Status", 12, "text"}, {"Action", 60, "text"}, {"Owners", 34, "text"}, {"Due", 13, "day"}, {"Deadline", 24, "text"},
	{"Latest update", 50, "text"}, {"Updated", 13, "day"}, {"Updates", 9, "number"}, {"Meeting", 11, "text"}, {"Item", 34, "text"}, {"For", 14, "text"},
}

// sheetFont is the typeface that spreadsheets begin with.
const sheetFont = "Calibri"

// TrackerXLSX is the action tracker as an Excel workbook: a table that can be
// sorted and filtered, with real dates, coloured by status; and a sheet that
// says what it is. Whatever people typed stays text.
func TrackerXLSX(c models.TrackerContent) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	b := &workbook{f: f}
	b.tracker(c)
	b.about(c)
	created := c.AsOf.In(time.UTC).Format(time.RFC3339)
	b.try(f.SetDocProps(&excelize.DocProperties{
		Title: sheetText(c.Title), Creator: sheetText(c.Letterhead.Partnership), LastModifiedBy: sheetText(c.Letterhead.Partnership),
		Language: c.Letterhead.Language, Created: created, Modified: created,
	}))
	if b.err != nil {
		return nil, fmt.Errorf("documents: spreadsheet: %w", b.err)
	}
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		return nil, fmt.Errorf("documents: spreadsheet: %w", err)
	}
	return out.Bytes(), nil
}

// workbook keeps the first error of many steps.
type workbook struct {
	f   *excelize.File
	err error
}

func (b *workbook) try(err error) {
	if b.err == nil {
		b.err = err
	}
}

func (b *workbook) style(s excelize.Style) int {
	n, err := b.f.NewStyle(&s)
	b.try(err)
	return n
}

func (b *workbook) tracker(c models.TrackerContent) {
	const sheet = "Actions"
	b.try(b.f.SetSheetName("Sheet1", sheet))
	top := &excelize.Alignment{Vertical: "top", WrapText: true}
	dates := "d mmm yyyy"
	styles := map[string]int{
		"text":   b.style(excelize.Style{Alignment: top, NumFmt: 49}), // stays text when it is edited
		"day":    b.style(excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "left"}, CustomNumFmt: &dates}),
		"number": b.style(excelize.Style{Alignment: top, NumFmt: 1}),
	}
	head := b.style(excelize.Style{Font: &excelize.Font{Bold: true, Family: sheetFont, Size: 11}, Alignment: top})
	for i, column := range trackerColumns {
		name, err := excelize.ColumnNumberToName(i + 1)
		b.try(err)
		b.try(b.f.SetColWidth(sheet, name, name, column.width))
		b.try(b.f.SetColStyle(sheet, name, styles[column.kind]))
		b.try(b.f.SetCellStr(sheet, name+"1", column.heading))
		b.try(b.f.SetCellStyle(sheet, name+"1", name+"1", head))
	}
	row := 1
	for _, g := range c.Groups {
		for _, a := range g.Actions {
			row++
			who := "Everyone"
			if a.Restricted {
				who = membersOnly
			}
			lines := 1.0
			for i, value := range []any{a.Reference, g.Name, plainText(a.Text), strings.Join(a.Owners, "; "), a.DueOn, a.Deadline,
				plainText(a.LastUpdate), a.LastOn, a.Updates, strings.ToUpper(a.Meeting), a.Item, who} {
				b.set(sheet, i+1, row, value)
				if text, ok := value.(string); ok {
					lines = max(lines, linesOf(text, trackerColumns[i].width))
				}
			}
			b.try(b.f.SetRowHeight(sheet, row, min(15*lines, 400))) // programs do not agree on whether to find it out
		}
	}
	last, err := excelize.CoordinatesToCellName(len(trackerColumns), max(row, 2)) // a table has a row
	b.try(err)
	striped := true
	b.try(b.f.AddTable(sheet, &excelize.Table{Range: "A1:" + last, Name: "ActionTracker", StyleName: "TableStyleLight1", ShowRowStripes: &striped}))
	b.try(b.f.SetPanes(sheet, &excelize.Panes{Freeze: true, XSplit: 1, YSplit: 1, TopLeftCell: "B2", ActivePane: "bottomRight"}))
	b.colours(sheet, "A2:"+last)
	b.paper(sheet, c)
}

// linesOf guesses how many lines a text takes in a column so many characters
// wide.
func linesOf(text string, width float64) float64 {
	lines := 0.0
	for line := range strings.SplitSeq(text, "\n") {
		lines += max(1, math.Ceil(float64(utf8.RuneCountInString(line))*1.08/width))
	}
	return lines
}

// set writes one cell; what is text can never be taken for a formula.
func (b *workbook) set(sheet string, column, row int, value any) {
	cell, err := excelize.CoordinatesToCellName(column, row)
	b.try(err)
	switch v := value.(type) {
	case string:
		b.try(b.f.SetCellStr(sheet, cell, sheetText(v)))
	case int:
		b.try(b.f.SetCellInt(sheet, cell, int64(v)))
	case calendar.Date:
		if !v.IsZero() {
			b.try(b.f.SetCellValue(sheet, cell, v.In(time.UTC)))
		}
	}
}

// colours follow the status, also when somebody changes it in the sheet.
func (b *workbook) colours(sheet, area string) {
	var rules []excelize.ConditionalFormatOptions
	for _, r := range []struct{ status, fill, ink string }{
		{"Overdue", "FBE3D6", "7A2E0B"}, {"Due soon", "FFF2CC", "5C4400"}, {"Done", "DDEBF7", "1F3864"}, {"Closed", "EDEDED", "505A5F"}, {"Withdrawn", "EDEDED", "505A5F"},
	} {
		style, err := b.f.NewConditionalStyle(&excelize.Style{
			Fill: excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{r.fill}}, Font: &excelize.Font{Color: r.ink},
		})
		b.try(err)
		rules = append(rules, excelize.ConditionalFormatOptions{Type: "formula", Criteria: `$B2="` + r.status + `"`, Format: &style})
	}
	b.try(b.f.SetConditionalFormat(sheet, area, rules))
}

// paper sets the sheet up for those who print it.
func (b *workbook) paper(sheet string, c models.TrackerContent) {
	a4, wide, pages := 9, "landscape", 0
	b.try(b.f.SetPageLayout(sheet, &excelize.PageLayoutOptions{Size: &a4, Orientation: &wide, FitToHeight: &pages}))
	fit := true
	b.try(b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	b.try(b.f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: sheet + "!$1:$1", Scope: sheet}))
	foot := strings.ReplaceAll(sheetText(trackerMarking(c)), "&", "&&")
	if len([]rune(foot)) > 100 {
		foot = ""
	}
	b.try(b.f.SetHeaderFooter(sheet, &excelize.HeaderFooterOptions{OddFooter: "&L" + c.AsOf.Medium() + "&C" + foot + "&RPage &P of &N"}))
}

// trackerMarking is the marking that the tracker needs.
func trackerMarking(c models.TrackerContent) string {
	return c.Letterhead.MarkingOf(trackerRestricted(c))
}

// about says what the workbook is, and of which day.
func (b *workbook) about(c models.TrackerContent) {
	const sheet = "About"
	_, err := b.f.NewSheet(sheet)
	b.try(err)
	b.try(b.f.SetColWidth(sheet, "A", "A", 18))
	b.try(b.f.SetColWidth(sheet, "B", "B", 80))
	title := c.Title
	if title == "" {
		title = "Action tracker"
	}
	wrapped := b.style(excelize.Style{Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}})
	b.try(b.f.SetColStyle(sheet, "B", wrapped))
	fit := true
	b.try(b.f.SetSheetProps(sheet, &excelize.SheetPropsOptions{FitToPage: &fit}))
	bold := b.style(excelize.Style{Font: &excelize.Font{Bold: true, Family: sheetFont, Size: 11}, Alignment: &excelize.Alignment{Vertical: "top"}})
	row := 0
	for _, line := range [][2]string{
		{"Document", title}, {"Partnership", c.Letterhead.Partnership}, {"Marking", trackerMarking(c)}, {"As at", c.AsOf.Medium()},
		{"Shows", c.Filter}, {"Actions", summary(c)},
		{"Note", "This is a copy. The tracker on the site is the record: tell the secretariat, or update your actions there."},
	} {
		if line[1] == "" {
			continue
		}
		row++
		b.set(sheet, 1, row, line[0])
		b.set(sheet, 2, row, line[1])
		b.try(b.f.SetCellStyle(sheet, fmt.Sprintf("A%d", row), fmt.Sprintf("A%d", row), bold))
	}
}

// plainText is typed text without its marks.
func plainText(s string) string { return strings.TrimSpace(markdown.Parse(s).PlainText()) }

// sheetText is text that a cell can hold: what XML cannot carry is left out,
// and what is longer than a cell ends with an ellipsis.
func sheetText(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
	const most = 32_000
	if len(s) > most { // Excel counts in UTF-16, which is never more than the bytes
		end := most
		for !utf8.RuneStart(s[end]) {
			end--
		}
		return s[:end] + "…"
	}
	return s
}
