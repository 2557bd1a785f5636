package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"

	"quarterday/demo"
	"quarterday/documents/pdfcheck"
	"quarterday/files"
	"quarterday/models"
)

// sampleData is a data folder with the sample partnership, and meetings of it:
// one whose minutes are published, and the next, whose agenda was published
// twice.
func sampleData(t *testing.T) (folder, past, next, practice string) {
	t.Helper()
	t.Setenv("DATABASE_URL", "")
	folder = t.TempDir()
	kept, err := files.OpenStore(filepath.Join(folder, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	data := dataFolder{DataDir: folder}
	if err := demo.Make(t.Context(), data.file(), kept, time.Now()); err != nil {
		t.Fatal(err)
	}
	store, err := models.Open(t.Context(), data.file(), systemClock)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	list, err := store.Meetings(t.Context(), models.Operator)
	if err != nil {
		t.Fatal(err)
	}
	for _, y := range list.Years {
		for _, row := range y.Meetings {
			if row.Minutes == models.MinutesPublished && past == "" && row.Kind == models.Quarterly {
				past = row.Reference
			}
			if row.AgendaVersion > 1 && next == "" {
				next = row.Reference
			}
		}
	}
	if list.Next != nil && list.Next.AgendaVersion > 1 {
		next = list.Next.Reference
	}
	library, err := store.PracticeLibrary(t.Context(), models.Operator, models.PracticeFilter{Limit: 1})
	if err != nil || len(library.Cards) == 0 || past == "" || next == "" {
		t.Fatalf("the sample lacks something: %q, %q, %v", past, next, err)
	}
	return folder, past, next, library.Cards[0].Slug
}

// quarterday runs a command line.
func quarterday(t *testing.T, args ...string) error {
	t.Helper()
	var o options
	command, err := commandLine(t.Context(), &o).Parse(args)
	if err != nil {
		return err
	}
	return command.Run()
}

func TestEveryKindOfDocumentIsWritten(t *testing.T) {
	folder, past, next, practice := sampleData(t)
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"the agenda":                      {[]string{"agenda", next}, "Order of business"},
		"an earlier version of it":        {[]string{"agenda", next, "--version", "1"}, "Version 1, published"},
		"the agenda as it stands":         {[]string{"agenda", next, "--draft"}, "It may still change"},
		"the pack":                        {[]string{"pack", next}, "Back to the agenda"},
		"the supplement":                  {[]string{"supplement", next}, "Page numbers continue"},
		"minutes for members":             {[]string{"minutes", past}, "Agreed minutes"},
		"minutes for the public":          {[]string{"minutes", past, "--edition", "public"}, "Public edition"},
		"minutes as they were circulated": {[]string{"minutes", past, "--version", "1"}, "Draft, version 1"},
		"the tracker":                     {[]string{"actions"}, "Actions not yet closed"},
		"the tracker of an organisation":  {[]string{"actions", "--organisation", "vale police", "--all"}, "of Vale Police"},
		"the tracker of a meeting":        {[]string{"actions", "--meeting", past, "--all"}, "from " + strings.ToUpper(past)},
		"the attendance sheet":            {[]string{"attendance-sheet", next}, "Please sign beside your name"},
		"the decisions":                   {[]string{"decisions"}, "Decisions register"},
		"the decisions of a year":         {[]string{"decisions", "--year", past[:4]}, "Of " + past[:4]},
		"a leaflet":                       {[]string{"leaflet", practice}, "The problem"},
		"the year book":                   {[]string{"year-book", past[:4]}, "Year book " + past[:4]},
	} {
		t.Run(name, func(t *testing.T) {
			out := filepath.Join(t.TempDir(), "out.pdf")
			if err := quarterday(t, append(append([]string{"pdf"}, c.args...), "--data-dir", folder, "-o", out)...); err != nil {
				t.Fatal(err)
			}
			pdf, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			doc, err := pdfcheck.Read(pdf)
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range doc.Problems {
				if c.args[0] != "pack" && c.args[0] != "supplement" { // the papers in those are as their authors made them
					t.Error(p)
				}
			}
			if text := strings.Join(strings.Fields(doc.Text), " "); !strings.Contains(text, c.says) {
				t.Errorf("it does not say %q: %.300s", c.says, text)
			}
		})
	}
	t.Run("what was issued is written as it was issued", func(t *testing.T) {
		store, err := models.Open(t.Context(), dataFolder{DataDir: folder}.file(), systemClock)
		if err != nil {
			t.Fatal(err)
		}
		defer store.Close()
		for _, args := range [][]string{{"agenda", next}, {"pack", next}, {"minutes", past}} {
			out := filepath.Join(t.TempDir(), "out.pdf")
			if err := quarterday(t, append(append([]string{"pdf"}, args...), "--data-dir", folder, "-o", out)...); err != nil {
				t.Fatal(err)
			}
			pdf, err := os.ReadFile(out)
			if err != nil {
				t.Fatal(err)
			}
			sum := sha256.Sum256(pdf)
			if d, err := store.Document(t.Context(), models.Operator, hex.EncodeToString(sum[:])); err != nil || !strings.HasSuffix(string(d.Kind), args[0]) {
				t.Errorf("%s: the bytes are not those of a document: %+v, %v", args[0], d, err)
			}
		}
	})
	t.Run("what is not there is said, and no file is left", func(t *testing.T) {
		out := filepath.Join(t.TempDir(), "out.pdf")
		for says, args := range map[string][]string{
			"no such":                  {"minutes", "1999-q1"},
			"There is no organisation": {"actions", "--organisation", "Nobody"},
			"year book":                {"year-book", "1999"},
			"there is no supplement":   {"supplement", past, "--version", "1"},
			"practice":                 {"leaflet", "nothing"},
		} {
			err := quarterday(t, append(append([]string{"pdf"}, args...), "--data-dir", folder, "-o", out)...)
			if err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("%v: %v", args, err)
			}
		}
		if err := quarterday(t, "pdf", "agenda", next, "--data-dir", t.TempDir(), "-o", out); err == nil || !strings.Contains(err.Error(), "there is no partnership in") {
			t.Error(err)
		}
		if left, _ := os.ReadDir(filepath.Dir(out)); len(left) != 0 {
			t.Errorf("%v", left)
		}
	})
}

// TestHelpNamesEveryKindOfDocument holds what --help says against what there is.
func TestHelpNamesEveryKindOfDocument(t *testing.T) {
	kinds := []string{"agenda", "pack", "supplement", "minutes", "actions", "attendance-sheet", "decisions", "leaflet", "year-book"}
	all := helpOf(t, "pdf")
	for _, kind := range kinds {
		if !strings.Contains(all, "pdf "+kind) {
			t.Errorf("pdf --help does not name %s", kind)
		}
		if own := helpOf(t, "pdf", kind); !strings.Contains(own, "--output=FILE") || !strings.Contains(own, "--data-dir") {
			t.Errorf("pdf %s --help: %s", kind, own)
		}
	}
	for kind, flags := range map[string][]string{
		"agenda": {"--version=NUMBER", "--draft"}, "minutes": {"--edition=\"members\"", "--version=NUMBER", "--draft"}, "supplement": {"--since=NUMBER"},
		"actions": {"--meeting=REF", "--organisation=NAME", "--all", "--overdue", "--year=YEAR"}, "decisions": {"--meeting=REF", "--year=YEAR"},
	} {
		own := helpOf(t, "pdf", kind)
		for _, flag := range flags {
			if !strings.Contains(own, flag) {
				t.Errorf("pdf %s --help does not say %s: %s", kind, flag, own)
			}
		}
	}
}

// helpOf is what --help prints.
func helpOf(t *testing.T, args ...string) string {
	t.Helper()
	var out bytes.Buffer
	var o options
	ended := false
	parser := commandLine(t.Context(), &o, kong.Writers(&out, &out), kong.Exit(func(int) { ended = true }))
	_, _ = parser.Parse(append(args, "--help")) // what is missing is said only after the help
	if !ended {
		t.Errorf("%v --help does not end", args)
	}
	return out.String()
}
