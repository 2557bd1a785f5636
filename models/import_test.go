package models

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
)

func testFile(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// withOrganisations is a store into which organisations.csv has been imported.
func withOrganisations(t *testing.T) *testStore {
	t.Helper()
	s := newTestStore(t)
	data := testFile(t, "organisations.csv")
	preview, err := s.PreviewOrganisations(t.Context(), s.ann, data)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.ImportOrganisations(t.Context(), s.ann, []byte(preview.Text), ImportConfirm{Digest: preview.Digest, Change: true}); err != nil {
		t.Fatal(err)
	}
	return s
}

// said is everything that the preview says of a row.
func (r ImportRow) said() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s | %s | %s", r.Outcome, r.Name, r.About)
	for _, p := range r.Problems {
		fmt.Fprintf(&b, " | %s=%q: %s", p.Column, p.Value, p.Why)
	}
	for _, c := range r.Changes {
		fmt.Fprintf(&b, " | %s: %s → %s", c.What, c.From, c.To)
	}
	return b.String() + " | " + strings.Join(r.Remarks, " ")
}

func TestImportOrganisations(t *testing.T) {
	t.Run("every row of a clean list is taken", func(t *testing.T) {
		s := withOrganisations(t)
		list, err := s.Organisations(t.Context(), s.ann, OrganisationFilter{})
		// Forty in the file; the convener of the set-up has another name and the
		// short name OPCC, so it is the one that was changed.
		if err != nil || list.Count != 40 {
			t.Fatalf("%d organisations (%v)", list.Count, err)
		}
		if e := s.lastEvent(); e.What != "imported organisations" || e.Detail != "39 added, 1 changed, 0 not taken" {
			t.Errorf("%s: %s", e.What, e.Detail)
		}
	})
	t.Run("the same list again changes nothing", func(t *testing.T) {
		s := withOrganisations(t)
		preview, err := s.PreviewOrganisations(t.Context(), s.ann, testFile(t, "organisations.csv"))
		if err != nil || preview.Unchanged() != 40 {
			t.Fatalf("%d unchanged (%v)", preview.Unchanged(), err)
		}
		_, err = s.ImportOrganisations(t.Context(), s.ann, []byte(preview.Text), ImportConfirm{Digest: preview.Digest, Change: true})
		mustBe(t, err, KindBadState)
	})
	t.Run("bad rows say which and why", func(t *testing.T) {
		s := newTestStore(t)
		file := "Organisation;Acronym;Type;Member since\nVale Police;VP;police AND justice;1/11/2014\nV.P.;;Health;\n;X;Health;\nVale Trust;VT;Wizards;30 February 2020\n=A1;;Health;\nOffice of the Commissioner;;Convener;2014-11-01\nNew;opcc;Health;\n"
		preview, err := s.PreviewOrganisations(t.Context(), s.ann, []byte(file))
		if err != nil {
			t.Fatal(err)
		}
		for i, want := range []string{
			"new | Vale Police | VP, Police and justice",
			`not taken | V.P. | V.P., Health | Organisation="V.P.": The same organisation as in row 2`,
			`not taken |  | X, Health | Organisation="": Enter the organisation's name`,
			`Member since="30 February 2020"`,
			`not taken | =A1 | Health | Organisation="=A1": It begins with “=”`,
			"would change | Office of the Commissioner | Office of the Commissioner, Convener | Joined:  → 1 November 2014",
			"would change | New | opcc, Health",
		} {
			if got := preview.Rows[i].said(); !strings.Contains(got, want) {
				t.Errorf("row %d: %s\nwant %s", preview.Rows[i].Row, got, want)
			}
		}
		if got := preview.Rows[3].said(); !strings.Contains(got, `Type="Wizards": There is no such sector. There are: Convener, Police and justice`) {
			t.Error(got)
		}
	})
	t.Run("partners may not", func(t *testing.T) {
		s := withOrganisations(t)
		org := s.organisation("Extra", "EX", "Health")
		bob := s.person("Bob", "bob@ex.example", org, RolePartner)
		_, err := s.PreviewOrganisations(t.Context(), bob, testFile(t, "organisations.csv"))
		mustBe(t, err, KindNotAllowed)
		_, err = s.ImportPeople(t.Context(), bob, testFile(t, "people.csv"), ImportConfirm{})
		mustBe(t, err, KindNotAllowed)
	})
}

func TestImportPeople(t *testing.T) {
	t.Run("every row of a clean list is taken", func(t *testing.T) {
		s := withOrganisations(t)
		preview, err := s.PreviewPeople(t.Context(), s.ann, testFile(t, "people.csv"))
		if err != nil {
			t.Fatal(err)
		}
		if preview.New() != 20 || len(preview.Rows) != 20 {
			for _, r := range preview.Rows {
				t.Log(r.said())
			}
			t.Fatalf("%d of %d are new", preview.New(), len(preview.Rows))
		}
		if n := len(s.letters(LetterSignIn)); n != 0 {
			t.Error("a preview sent letters")
		}
		if _, err := s.ImportPeople(t.Context(), s.ann, []byte(preview.Text), ImportConfirm{Digest: preview.Digest}); err != nil {
			t.Fatal(err)
		}
		people, err := s.People(t.Context(), s.ann, PeopleFilter{Text: "nguyen"})
		if err != nil || people.Count != 1 || people.People[0].Name != "Nguyễn Thị Hạnh" || people.People[0].Initials != "NTH" {
			t.Errorf("%+v (%v)", people.People, err)
		}
	})
	t.Run("every row of a messy list is taken or says why", func(t *testing.T) {
		s := withOrganisations(t)
		preview, err := s.PreviewPeople(t.Context(), s.ann, testFile(t, "people-messy.csv"))
		if err != nil {
			t.Fatal(err)
		}
		want := []struct {
			row  int
			says []string
		}{
			{3, []string{"new | Margaret Okafor | Partnership Manager, Office of the Police and Crime Commissioner for West Yorkshire · Secretariat · MO"}},
			{4, []string{"not taken | Margaret Okafor", "E-mail address=", "The same person as in row 3"}},
			{5, []string{"new | Rebecca Holt | Safer Communities Manager, Leeds City Council · Partner · RH", "“Holt, Rebecca” is taken as “Rebecca Holt”."}},
			{6, []string{"not taken | Rachel Holroyd", `E-mail address="r.holroyd@wyp.example;r.holroyd@gmail.example": There are two addresses or more`}},
			{7, []string{"not taken | Ian Unknown", `E-mail address="i.unknown@nowhere"`, `Agency="Ministry of Magic": There is no such organisation`}},
			{8, []string{"not taken | ", `Full Name="": Enter the person's name`}},
			{9, []string{"new | Zdenek Dvorak | Investigations Manager, Gangmasters and Labour Abuse Authority · Partner · ZD"}},
			{10, []string{"not taken | Tara Whitfield", `E-mail address="": Enter an email address`, "“Kirklees” is taken as Kirklees Council."}},
			{11, []string{"not taken | ", `Full Name="=HYPERLINK(\"x\")": It begins with “=”`}},
			{12, []string{"not taken | Grace Mensah", `Type="admin": There is no such role. Write secretariat, partner or member`, "“Salvation Army” is taken as The Salvation Army."}},
		}
		if len(preview.Rows) != len(want) || preview.Blank != 1 {
			t.Fatalf("%d rows and %d blank ones", len(preview.Rows), preview.Blank)
		}
		for i, w := range want {
			got := preview.Rows[i]
			for _, says := range w.says {
				if got.Row != w.row || !strings.Contains(got.said(), says) {
					t.Errorf("row %d: %s\nwant row %d: %s", got.Row, got.said(), w.row, says)
				}
			}
		}
		notes := strings.Join(preview.Notes, "\n")
		for _, says := range []string{"Row 1 is a title: “West Yorkshire partners - contact list v7 FINAL”.", "The column names are in row 2.", "The column “Notes” is not read."} {
			if !strings.Contains(notes, says) {
				t.Errorf("%s is not said in %s", says, notes)
			}
		}
		if _, err := s.ImportPeople(t.Context(), s.ann, []byte(preview.Text), ImportConfirm{Digest: preview.Digest}); err != nil {
			t.Fatal(err)
		}
		if people, _ := s.People(t.Context(), s.ann, PeopleFilter{}); people.Count != 4 { // Ann and the three
			t.Errorf("%d people", people.Count)
		}
		if e := s.lastEvent(); e.What != "imported people" || e.Detail != "3 added, 0 changed, 7 not taken" {
			t.Errorf("%s: %s", e.What, e.Detail)
		}
	})
	t.Run("the messy list after the clean one changes nothing unasked", func(t *testing.T) {
		s := withOrganisations(t)
		first, _ := s.PreviewPeople(t.Context(), s.ann, testFile(t, "people.csv"))
		if _, err := s.ImportPeople(t.Context(), s.ann, []byte(first.Text), ImportConfirm{Digest: first.Digest}); err != nil {
			t.Fatal(err)
		}
		preview, err := s.PreviewPeople(t.Context(), s.ann, testFile(t, "people-messy.csv"))
		if err != nil || preview.New() != 0 || preview.Unchanged() != 2 || preview.Changed() != 1 {
			t.Fatalf("%d new, %d unchanged, %d changed (%v)", preview.New(), preview.Unchanged(), preview.Changed(), err)
		}
		if got := preview.Rows[6].said(); !strings.Contains(got, "Name: Zdeněk Dvořák → Zdenek Dvorak") {
			t.Error(got)
		}
		_, err = s.ImportPeople(t.Context(), s.ann, []byte(preview.Text), ImportConfirm{Digest: preview.Digest})
		mustBe(t, err, KindBadState)
		if _, err := s.ImportPeople(t.Context(), s.ann, []byte(preview.Text), ImportConfirm{Digest: preview.Digest, Change: true}); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a preview that no longer holds is not imported", func(t *testing.T) {
		s := withOrganisations(t)
		preview, _ := s.PreviewPeople(t.Context(), s.ann, testFile(t, "people.csv"))
		org, _ := s.Organisations(t.Context(), s.ann, OrganisationFilter{Sector: "Convener"})
		s.person("Margaret O", "m.okafor@opcc.example", org.Groups[0].Organisations[0].Organisation, RoleSecretariat)
		again, err := s.ImportPeople(t.Context(), s.ann, []byte(preview.Text), ImportConfirm{Digest: preview.Digest})
		mustBe(t, err, KindBadState)
		if again.New() != 19 || again.Digest == preview.Digest {
			t.Errorf("%d are new now", again.New())
		}
		if people, _ := s.People(t.Context(), s.ann, PeopleFilter{}); people.Count != 2 {
			t.Errorf("%d people: some were taken", people.Count)
		}
	})
	t.Run("the last of the secretariat is not imported away", func(t *testing.T) {
		s := withOrganisations(t)
		preview, err := s.PreviewPeople(t.Context(), s.ann, []byte("name,email,organisation,role\nAnn Archer,ann@opcc.example,OPCC,member\n"))
		if err != nil || preview.Changed() != 1 {
			t.Fatalf("%v %+v", err, preview.Rows)
		}
		_, err = s.ImportPeople(t.Context(), s.ann, []byte(preview.Text), ImportConfirm{Digest: preview.Digest, Change: true})
		mustBe(t, err, KindBadState)
	})
}

// TestImportEncodings reads one list as different spreadsheets save it.
func TestImportEncodings(t *testing.T) {
	s := withOrganisations(t)
	list := "Name,Email,Job title,Organisation,Role\nSiân Gruffydd,s.g@nhse.example,Head of Safeguarding,NHSE,partner\n\"Jean-Luc\nBéranger\",jl@uol.example,\"Professor, \"\"Law\"\"\",UoL,Member\n"
	windows, err := charmap.Windows1252.NewEncoder().String(list)
	if err != nil {
		t.Fatal(err)
	}
	in16 := func(order binary.AppendByteOrder, mark bool) string {
		var out []byte
		if mark {
			out = order.AppendUint16(out, 0xfeff)
		}
		for _, u := range utf16.Encode([]rune(list)) {
			out = order.AppendUint16(out, u)
		}
		return string(out)
	}
	swap := func(sep string) string { // outside the one quoted cell
		return strings.ReplaceAll(strings.ReplaceAll(list, ",", sep), "Professor"+sep, "Professor,")
	}
	for name, file := range map[string]string{
		"UTF-8": list, "a byte-order mark": "\ufeff" + list, "Windows-1252": windows, "UTF-16": in16(binary.LittleEndian, true), "UTF-16, big end first": in16(binary.BigEndian, true),
		"UTF-16 without a mark": in16(binary.LittleEndian, false), "semicolons": swap(";"), "tabs": swap("\t"), "upright strokes": swap("|"), "sep= first": "sep=;\r\n" + swap(";"),
		"old line ends": strings.ReplaceAll(list, "\n", "\r"), "Windows line ends": strings.ReplaceAll(list, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			preview, err := s.PreviewPeople(t.Context(), s.ann, []byte(file))
			if err != nil || preview.New() != 2 {
				t.Fatalf("%v %+v", err, preview.Rows)
			}
			if a, b := preview.Rows[0], preview.Rows[1]; a.Name != "Siân Gruffydd" || b.Name != "Jean-Luc Béranger" || !strings.HasPrefix(b.About, `Professor, "Law", University of Leeds`) || a.Row != 2 || b.Row != 3 {
				t.Errorf("%+v %+v", a, b)
			}
			again, err := s.PreviewPeople(t.Context(), s.ann, []byte(preview.Text))
			if err != nil || again.Digest != preview.Digest {
				t.Errorf("what goes into the form gives another preview (%v)", err)
			}
		})
	}
}

func TestImportRefusals(t *testing.T) {
	s := withOrganisations(t)
	for name, c := range map[string]struct{ file, says string }{
		"empty":            {"", "The file is empty"},
		"blank":            {" \n\n", "The file is empty"},
		"no column names":  {"Ann,ann@x.example\n", "No row of column names was found"},
		"no email column":  {"name,organisation,role\nAnn,OPCC,member\n", "There is no column for email"},
		"no name column":   {"email,organisation,role\na@x.example,OPCC,member\n", "There is no column for name"},
		"a workbook":       {"PK\x03\x04....", "This is a workbook"},
		"a PDF":            {"%PDF-1.7", "This is a PDF"},
		"not text":         {"name,email,organisation\n\x00\x00\x01", "not a list in text"},
		"too large":        {strings.Repeat("x", ImportMaxBytes+1), "2 MB at most"},
		"too many rows":    {"name,email,organisation\n" + strings.Repeat("a,b,c\n", ImportMaxRows+1), "more than 5000 rows"},
		"too many columns": {"name,email,organisation\n" + strings.Repeat(",", 100), "more than 60 columns"},
		"an open quote":    {"name,email,organisation\n\"Ann,ann@x.example,OPCC\n" + strings.Repeat("Bob,bob@x.example,OPCC\n", 200), "a quotation mark may be missing its partner"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.PreviewPeople(t.Context(), s.ann, []byte(c.file))
			if e := mustBe(t, err, KindInvalid); e.Fields[0].Field != "file" || !strings.Contains(e.Fields[0].Message, c.says) {
				t.Errorf("%+v", e.Fields)
			}
		})
	}
	t.Run("the most rows that are allowed take no more than a few seconds", func(t *testing.T) {
		var b strings.Builder
		b.WriteString("name,email,organisation,role\n")
		for i := range ImportMaxRows {
			fmt.Fprintf(&b, "Person Number%d,p%d@x.example,Leeds Citty Council,partner\n", i, i)
		}
		preview, err := s.PreviewPeople(t.Context(), s.ann, []byte(b.String()))
		if err != nil || preview.Refused() != ImportMaxRows || !strings.Contains(preview.Rows[0].Problems[0].Why, "Is it Leeds City Council?") {
			t.Errorf("%v %+v", err, preview.Rows[:1])
		}
	})
}

func FuzzImportReading(f *testing.F) {
	for _, name := range []string{"organisations.csv", "people.csv", "people-messy.csv"} {
		f.Add(testFile(f, name))
	}
	f.Add([]byte("\xff\xfen\x00a\x00"))
	f.Add([]byte("name;email;organisation\n\"a\"\"b\";c\r\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		sheet, err := readSheet(data, personColumns)
		if err != nil {
			if KindOf(err) != KindInvalid {
				t.Fatal(err)
			}
			return
		}
		again, err := readSheet([]byte(sheet.csv()), personColumns)
		if err != nil {
			t.Fatalf("what was read cannot be read again: %v\n%q", err, sheet.csv())
		}
		if again.csv() != sheet.csv() || len(again.Rows) != len(sheet.Rows) || again.header != sheet.header {
			t.Errorf("read again it differs:\n%q\n%q", sheet.csv(), again.csv())
		}
	})
}
