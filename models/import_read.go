package models

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// Limits of a file that is imported.
const (
	ImportMaxBytes = 2_000_000
	ImportMaxRows  = 5_000
	importMaxCells = 60 // in one row
	importMaxCell  = 2_000
)

// importTable is a file as rows and cells, however it was separated and
// encoded.
type importTable struct {
	// Rows are numbered from 1, as a spreadsheet shows them; blank ones are kept.
	Rows []importCells
	// Notes say how the file was understood where that was not plain.
	Notes []string
}

// importCells are the cells of one row.
type importCells []string

func (r importCells) blank() bool {
	for _, c := range r {
		if c != "" {
			return false
		}
	}
	return true
}

// readImport makes a table of whatever a spreadsheet saved or somebody pasted.
// known says how many column names a row has: the separator that gives a row
// with most of them is the right one. What it cannot read it refuses in words.
func readImport(data []byte, known func(importCells) int) (importTable, error) {
	var t importTable
	if len(data) > ImportMaxBytes {
		return t, importRefused("The file is %.1f MB. It can be 2 MB at most: split it, or take out columns that are not needed", float64(len(data))/1e6)
	}
	text, err := t.decode(data)
	if err != nil {
		return t, err
	}
	if strings.TrimSpace(text) == "" {
		return t, importRefused("The file is empty")
	}
	separators := []rune{',', ';', '\t', '|'}
	if first, rest, _ := strings.Cut(text, "\n"); len(first) <= 6 && strings.HasPrefix(strings.ToLower(first), "sep=") && len(strings.TrimRight(first, "\r")) == 5 {
		// Excel's own way of naming the separator; a row of the sheet it is not.
		separators, text = []rune{rune(first[4])}, rest
	}
	best, score := ',', -1
	var refused error
	for _, sep := range separators {
		// The column names stand near the top.
		rows, err := splitRows(text, sep, importHeaderWithin)
		if err != nil {
			refused = cmp.Or(refused, err)
			continue
		}
		for _, r := range rows {
			if n := known(r); n > score {
				best, score = sep, n
			}
		}
	}
	if score < 2 && refused != nil {
		return t, refused
	}
	if t.Rows, err = splitRows(text, best, 0); err != nil {
		return t, err
	}
	if best != ',' {
		t.Notes = append(t.Notes, "The columns are separated by "+map[rune]string{';': "semicolons", '\t': "tabs", '|': "upright strokes"}[best]+".")
	}
	return t, nil
}

// importHeaderWithin is how many rows may stand above the column names.
const importHeaderWithin = 20

func importRefused(format string, args ...any) error {
	var p Problems
	p.Add("file", format, args...)
	return p.Err()
}

// decode turns the bytes into text: UTF-8, UTF-16 or what old spreadsheets on
// Windows write.
func (t *importTable) decode(data []byte) (string, error) {
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")), bytes.HasPrefix(data, []byte("\xd0\xcf\x11\xe0")):
		return "", importRefused("This is a workbook. Open it, choose Save as, then “CSV UTF-8 (comma delimited)”, and send that file; or copy the cells and paste them below")
	case bytes.HasPrefix(data, []byte("%PDF")):
		return "", importRefused("This is a PDF. Save the list as CSV from the spreadsheet, or copy the cells and paste them below")
	case bytes.HasPrefix(data, []byte("\xef\xbb\xbf")):
		data = data[3:]
	case bytes.HasPrefix(data, []byte("\xff\xfe")):
		return t.decode16(data[2:], binary.LittleEndian)
	case bytes.HasPrefix(data, []byte("\xfe\xff")):
		return t.decode16(data[2:], binary.BigEndian)
	case len(data) >= 4 && data[0] != 0 && data[1] == 0 && data[3] == 0:
		return t.decode16(data, binary.LittleEndian)
	case len(data) >= 4 && data[0] == 0 && data[1] != 0 && data[2] == 0:
		return t.decode16(data, binary.BigEndian)
	}
	if bytes.IndexByte(data, 0) >= 0 {
		return "", importRefused("This is not a list in text. Save it as CSV from the spreadsheet, or copy the cells and paste them below")
	}
	if utf8.Valid(data) {
		return string(data), nil
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return "", importRefused("The letters of this file cannot be read. Save it as “CSV UTF-8” from the spreadsheet")
	}
	t.Notes = append(t.Notes, "The file is not in UTF-8: it was read as Windows-1252. Look whether names with accents are right.")
	return string(text), nil
}

func (t *importTable) decode16(data []byte, order binary.ByteOrder) (string, error) {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = order.Uint16(data[2*i:])
	}
	t.Notes = append(t.Notes, "The file was read as UTF-16 (“Unicode text”).")
	return string(utf16.Decode(units)), nil
}

// splitRows cuts text into rows and cells, at most so many rows if most is
// given. Cells may be quoted, hold line breaks, and hold doubled quotes; a quote
// in the middle of a cell is a quote. Each cell is tidied.
func splitRows(text string, sep rune, most int) ([]importCells, error) {
	var rows []importCells
	var row importCells
	var cell strings.Builder
	quoted, atStart := false, true
	endCell := func() {
		row = append(row, strings.Join(strings.Fields(tidy(cell.String())), " "))
		cell.Reset()
		atStart = true
	}
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		i += n
		switch {
		case quoted && r == '"' && strings.HasPrefix(text[i:], `"`):
			cell.WriteByte('"')
			i++
		case quoted && r == '"':
			quoted = false
		case quoted:
			cell.WriteRune(r)
		case r == '"' && atStart:
			quoted, atStart = true, false
		case r == sep:
			endCell()
			if len(row) > importMaxCells {
				return nil, importRefused("Row %d has more than %d columns: take out those that are not needed", len(rows)+1, importMaxCells)
			}
		case r == '\n' || r == '\r':
			if r == '\r' && strings.HasPrefix(text[i:], "\n") {
				i++
			}
			endCell()
			rows, row = append(rows, row), nil
			if len(rows) > ImportMaxRows+importHeaderWithin {
				return nil, importRefused("The file has more than %d rows: split it", ImportMaxRows)
			}
			if most > 0 && len(rows) == most {
				return rows, nil
			}
		default:
			if r != ' ' {
				atStart = false
			}
			cell.WriteRune(r)
		}
		if cell.Len() > importMaxCell {
			if most > 0 {
				return rows, nil
			}
			what := "has a cell that is longer than any name"
			if quoted {
				what += ": a quotation mark may be missing its partner"
			}
			return nil, importRefused("Row %d %s", len(rows)+1, what)
		}
	}
	if cell.Len() > 0 || len(row) > 0 {
		endCell()
		rows = append(rows, row)
	}
	return rows, nil
}

// csv writes the table so that readImport reads the very same rows again, for
// the form that confirms a preview.
func (t importTable) csv() string {
	var b strings.Builder
	for _, row := range t.Rows {
		for i, c := range row {
			if i > 0 {
				b.WriteByte(',')
			}
			fmt.Fprintf(&b, `"%s"`, strings.ReplaceAll(c, `"`, `""`))
		}
		b.WriteByte('\n')
	}
	return b.String()
}
