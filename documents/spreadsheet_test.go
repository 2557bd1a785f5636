package documents

import (
	"bytes"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"quarterday/models"
)

func workbookOf(t *testing.T, c models.TrackerContent) *excelize.File {
	t.Helper()
	data, err := TrackerXLSX(c)
	if err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

func TestTrackerXLSX(t *testing.T) {
	c := trackerOf(t, 40)
	c.Groups[0].Actions[0].DueOn = date(t, "2026-10-09")
	dangerous := "=HYPERLINK(\"https://evil.example\",\"press\")"
	c.Groups[0].Actions[1].Text, c.Groups[0].Actions[1].Owners = dangerous, []string{"+44 1234", "@SUM(A1)"}
	c.Groups[0].Actions[2].Text = strings.Repeat("long ☃ ", 20_000) + "\x00\x0b"
	f := workbookOf(t, c)
	cell := func(name string) string {
		t.Helper()
		v, err := f.GetCellValue("Actions", name)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	t.Run("every action is a row under one header", func(t *testing.T) {
		rows, err := f.GetRows("Actions")
		if err != nil || len(rows) != 41 || rows[0][0] != "Reference" || rows[1][0] != c.Groups[0].Actions[0].Reference {
			t.Errorf("%d rows, %v", len(rows), err)
		}
	})
	t.Run("dates are dates", func(t *testing.T) {
		raw, err := f.GetCellValue("Actions", "E2", excelize.Options{RawCellValue: true})
		if err != nil || raw != "46304" || cell("E2") != "9 Oct 2026" {
			t.Errorf("%s shown as %s, %v", raw, cell("E2"), err)
		}
	})
	t.Run("what looks like a formula is text", func(t *testing.T) {
		for _, name := range []string{"C3", "D3"} {
			formula, err := f.GetCellFormula("Actions", name)
			kind, _ := f.GetCellType("Actions", name)
			if formula != "" || err != nil || kind != excelize.CellTypeSharedString && kind != excelize.CellTypeInlineString {
				t.Errorf("%s: formula %q of type %v, %v", name, formula, kind, err)
			}
		}
		if cell("C3") != dangerous || cell("D3") != "+44 1234; @SUM(A1)" {
			t.Error(cell("C3"), cell("D3"))
		}
	})
	t.Run("text longer than a cell is cut and says so", func(t *testing.T) {
		if v := cell("C4"); !strings.HasSuffix(v, "…") || len(v) > 32_767 {
			t.Errorf("%d bytes", len(v))
		}
	})
	t.Run("it can be filtered, keeps its header in sight and has colours", func(t *testing.T) {
		tables, err := f.GetTables("Actions")
		panes, _ := f.GetPanes("Actions")
		colours, _ := f.GetConditionalFormats("Actions")
		if err != nil || len(tables) != 1 || tables[0].Range != "A1:L41" || !panes.Freeze || panes.YSplit != 1 || len(colours["A2:L41"]) != 5 {
			t.Errorf("%v, %v, %v, %v", tables, panes, colours, err)
		}
	})
	t.Run("the same content gives the same bytes", func(t *testing.T) {
		one, _ := TrackerXLSX(c)
		for range 5 {
			if two, _ := TrackerXLSX(c); !bytes.Equal(one, two) {
				t.Fatal("they differ")
			}
		}
	})
	t.Run("an empty one is a whole workbook", func(t *testing.T) {
		f := workbookOf(t, models.TrackerContent{AsOf: date(t, "2026-11-24")})
		if v, _ := f.GetCellValue("About", "B1"); v != "Action tracker" {
			t.Error(v)
		}
	})
}
