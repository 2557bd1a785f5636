package handlers

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"
)

// sendCSV answers with a table that spreadsheets open as it is meant: UTF-8 with
// a byte order mark, since Excel takes it for another encoding without; lines
// end as RFC 4180 says; nothing is a formula.
func sendCSV(c echo.Context, name string, rows [][]string) error {
	var b bytes.Buffer
	b.WriteString("\uFEFF")
	w := csv.NewWriter(&b)
	w.UseCRLF = true
	for _, row := range rows {
		safe := make([]string, len(row))
		for i, cell := range row {
			safe[i] = plainCell(cell)
		}
		if err := w.Write(safe); err != nil {
			return err
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentDisposition, fmt.Sprintf("attachment; filename=%q", name))
	return c.Blob(http.StatusOK, "text/csv; charset=utf-8", b.Bytes())
}

// plainCell keeps a spreadsheet from taking what somebody typed for a formula:
// what begins like one gets an apostrophe in front, which says "this is text".
func plainCell(cell string) string {
	begins := strings.TrimLeft(cell, " \u00a0")
	if begins != "" && strings.ContainsAny(begins[:1], "=+-@\t\r\n") || strings.HasPrefix(cell, "\t") {
		return "'" + cell
	}
	for _, wide := range []string{"＝", "＋", "－", "＠"} {
		if strings.HasPrefix(begins, wide) {
			return "'" + cell
		}
	}
	return cell
}
