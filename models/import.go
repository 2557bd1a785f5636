package models

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// ImportOutcome is what becomes of one row of an imported file.
type ImportOutcome string

const (
	ImportNew       ImportOutcome = "new"
	ImportUnchanged ImportOutcome = "there already"
	ImportChanged   ImportOutcome = "would change"
	ImportRefused   ImportOutcome = "not taken"
)

// ImportProblem is why a row is not taken: the column, what stands in it, and a
// sentence that says what to do.
type ImportProblem struct{ Column, Value, Why string }

// Sentence is why, with its full stop.
func (p ImportProblem) Sentence() string {
	if strings.HasSuffix(p.Why, "?") || strings.HasSuffix(p.Why, ".") {
		return p.Why
	}
	return p.Why + "."
}

// ImportRow is one row of the file and what becomes of it.
type ImportRow struct {
	Row      int    // as a spreadsheet numbers it
	Name     string // whom or what it is about, as it would be kept
	About    string // a line more about it
	Outcome  ImportOutcome
	Problems []ImportProblem
	Changes  []Change
	Remarks  []string // where what was taken is not what was typed
}

// ImportPreview lists every row of a file and what would become of it. Nothing
// has been taken.
type ImportPreview struct {
	Rows  []ImportRow
	Notes []string // about the file as a whole
	Blank int      // rows with nothing in them
	// Text is the file as it was understood, and Digest stands for this preview:
	// both go back with the confirmation, which is refused if the digest no longer
	// holds.
	Text   string
	Digest string
}

// Count is how many rows come out like this.
func (p ImportPreview) Count(o ImportOutcome) int {
	n := 0
	for _, r := range p.Rows {
		if r.Outcome == o {
			n++
		}
	}
	return n
}

// New and the like are the counts that the page tells.
func (p ImportPreview) New() int       { return p.Count(ImportNew) }
func (p ImportPreview) Unchanged() int { return p.Count(ImportUnchanged) }
func (p ImportPreview) Changed() int   { return p.Count(ImportChanged) }
func (p ImportPreview) Refused() int   { return p.Count(ImportRefused) }

// seal makes the digest.
func (p *ImportPreview) seal() error {
	text, err := json.Marshal(p.Rows)
	if err != nil {
		return err
	}
	sum := sha256.Sum256(text)
	p.Digest = hex.EncodeToString(sum[:])
	return nil
}

// ImportConfirm is what comes back with the press of the button.
type ImportConfirm struct {
	Digest string
	// Change also changes what is there already, as the preview says.
	Change bool
}

// errImportStale refuses a confirmation of a preview that no longer holds.
func errImportStale() error {
	return badState("People or organisations have changed since this preview was made. Here is how it stands now: look at it again, then import.")
}

// importColumn is one column that is understood: its name here, and what people
// call it, in keys.
type importColumn struct {
	name  string
	keys  []string
	must  bool
	named string // as the page calls it
}

// columnKey reduces a column's name to its letters. What is longer than any
// name is none.
func columnKey(s string) string {
	if len(s) > 60 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return -1
	}, searchKey(s))
}

// importSheet is a table whose column names were found.
type importSheet struct {
	importTable
	header int            // index of the row of column names
	at     map[string]int // column by name
	title  map[string]string
}

// countColumns is how many of the columns a row names.
func countColumns(columns []importColumn) func(importCells) int {
	column := map[string]string{}
	for _, c := range columns {
		for _, key := range c.keys {
			column[key] = c.name
		}
	}
	return func(row importCells) int {
		found := map[string]bool{}
		for _, cell := range row {
			if name := column[columnKey(cell)]; name != "" {
				found[name] = true
			}
		}
		return len(found)
	}
}

// readSheet reads a file and finds the row of its column names.
func readSheet(data []byte, columns []importColumn) (importSheet, error) {
	count := countColumns(columns)
	table, err := readImport(data, count)
	s := importSheet{importTable: table, header: -1, at: map[string]int{}, title: map[string]string{}}
	if err != nil {
		return s, err
	}
	best := 1
	for i, row := range table.Rows[:min(len(table.Rows), importHeaderWithin)] {
		if n := count(row); n > best {
			best, s.header = n, i
		}
	}
	if s.header < 0 {
		return s, importRefused("No row of column names was found. The first row should name the columns: %s", columnNames(columns))
	}
	if len(table.Rows)-s.header-1 > ImportMaxRows {
		return s, importRefused("The file has more than %d rows: split it", ImportMaxRows)
	}
	var ignored []string
	for i, cell := range table.Rows[s.header] {
		found := ""
		for _, c := range columns {
			if _, taken := s.at[c.name]; !taken && slices.Contains(c.keys, columnKey(cell)) {
				found = c.name
				break
			}
		}
		switch {
		case found != "":
			s.at[found], s.title[found] = i, cell
		case cell != "":
			ignored = append(ignored, "“"+excerpt(cell)+"”")
		}
	}
	s.noteRowsAbove()
	switch len(ignored) {
	case 0:
	case 1:
		s.Notes = append(s.Notes, "The column "+ignored[0]+" is not read.")
	default:
		s.Notes = append(s.Notes, "The columns "+strings.Join(ignored[:len(ignored)-1], ", ")+" and "+ignored[len(ignored)-1]+" are not read.")
	}
	for _, c := range columns {
		if _, ok := s.at[c.name]; c.must && !ok {
			return s, importRefused("There is no column for %s. Columns that are read: %s", c.named, columnNames(columns))
		}
	}
	return s, nil
}

// noteRowsAbove says which rows were passed over as titles.
func (s *importSheet) noteRowsAbove() {
	for i, row := range s.Rows[:s.header] {
		if !row.blank() {
			s.Notes = append(s.Notes, fmt.Sprintf("Row %d is a title: “%s”.", i+1, excerpt(strings.Trim(strings.Join(row, " "), " "))))
		}
	}
	if s.header > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("The column names are in row %d.", s.header+1))
	}
}

func columnNames(columns []importColumn) string {
	names := make([]string, 0, len(columns))
	for _, c := range columns {
		if c.named != "" {
			names = append(names, c.named)
		}
	}
	return strings.Join(names, ", ")
}

// cell is what a row has in a column; "" where the file has no such column.
func (s importSheet) cell(row importCells, column string) string {
	if i, ok := s.at[column]; ok && i < len(row) {
		return row[i]
	}
	return ""
}

// column is the name of a column as the file has it.
func (s importSheet) column(name, otherwise string) string {
	if t := s.title[name]; t != "" {
		return t
	}
	return otherwise
}

// importing is the making of one row's outcome.
type importing struct {
	row   ImportRow
	sheet importSheet
	cells importCells
}

func (i *importing) refuse(column, otherwise, format string, args ...any) {
	i.row.Problems = append(i.row.Problems, ImportProblem{Column: i.sheet.column(column, otherwise), Value: excerpt(i.sheet.cell(i.cells, column)), Why: fmt.Sprintf(format, args...)})
}

func (i *importing) remark(format string, args ...any) {
	i.row.Remarks = append(i.row.Remarks, fmt.Sprintf(format, args...))
}

// formula refuses a cell that a spreadsheet would run.
func (i *importing) formula(column, otherwise string) bool {
	c := i.sheet.cell(i.cells, column)
	if c == "" || !strings.ContainsAny(c[:1], "=+-@") {
		return false
	}
	i.refuse(column, otherwise, "It begins with “%s”, which spreadsheets take for a formula. Write it as plain text", c[:1])
	return true
}

// problems takes over what a form's check found, with the columns of its fields.
func (i *importing) problems(p Problems, columns map[string]string) {
	for _, f := range p {
		column := columns[f.Field]
		if column == "" {
			column = f.Field
		}
		i.refuse(column, upperFirst(strings.ReplaceAll(f.Field, "_", " ")), "%s", f.Message)
	}
}
