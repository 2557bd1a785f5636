package documents

import (
	"fmt"
	"slices"
	"time"

	"quarterday/models"
)

// roomToSign is the height of a row in which somebody writes by hand.
const roomToSign = 31

// AttendanceSheet draws the paper that lies on the table for those who come to
// sign.
func AttendanceSheet(c models.SheetContent) ([]byte, error) {
	w := begin(c.Letterhead, sheetName(c), "Attendance sheet", c.Meeting.Prefix, c.Meeting.Day.In(time.UTC), sheetRestricted(c), false)
	drawSheet(w, c)
	return w.Bytes()
}

// AttendanceSheetPage is the page that says what the sheet's PDF does.
func AttendanceSheetPage(c models.SheetContent) Page {
	return record(c.Letterhead, sheetName(c), sheetRestricted(c), func(w canvas) { drawSheet(w, c) })
}

// sheetRestricted says whether anybody on the sheet is named to members only.
func sheetRestricted(c models.SheetContent) bool {
	return slices.ContainsFunc(c.Lines, func(l models.SheetLine) bool { return l.Restricted })
}

func sheetName(c models.SheetContent) string {
	return "Attendance sheet, " + c.Meeting.Named() + ", " + c.Meeting.Day.Medium()
}

func drawSheet(w canvas, c models.SheetContent) {
	w.Title("Attendance sheet")
	w.Subtitle(c.Meeting.Name + ", " + c.Meeting.When())
	if place := c.Meeting.Where(); place != "" {
		w.Subtitle(place)
	}
	w.Space(6)
	w.Paragraph(Text("Please sign beside your name. If you are not on the list, write your name and organisation in an empty row.")...)
	t := Table{Summary: "Who is expected, with room to sign", RowHeader: true, Ruled: true,
		Columns: []Column{{"Name", 30}, {"Organisation", 30}, {"Signature", 30}}}
	for _, l := range c.Lines {
		name := []Run{{Text: l.Name, Bold: true}}
		if line := joinDot(l.JobTitle, l.Remark); line != "" {
			name = append(name, Run{Text: "\n" + line, Quiet: true})
		}
		t.Rows = append(t.Rows, Row{Height: roomToSign, Cells: [][]Run{name, Text(l.Organisation), nil}})
	}
	for range c.Spare {
		t.Rows = append(t.Rows, Row{Height: roomToSign})
	}
	w.Table(t)
	w.Facts(Text(fmt.Sprintf("%d expected. Those who joined by video, or came or left during the meeting, are noted by the minute-taker.", len(c.Lines)))...)
}

// joinDot puts facts on one line.
func joinDot(facts ...string) string {
	line := ""
	for _, f := range facts {
		switch {
		case f == "":
		case line == "":
			line = f
		default:
			line += " · " + f
		}
	}
	return line
}
