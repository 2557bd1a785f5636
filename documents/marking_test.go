package documents

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"quarterday/models"
)

// restricting makes one thing in the sample minutes restricted, and nothing else.
var restricting = map[string]func(c *models.MinutesContent){
	"an interest": func(c *models.MinutesContent) {
		c.Items[0].Declared = []models.InterestLine{{Words: c.Items[0].Interests[0], Restricted: true}}
	},
	"somebody present":  func(c *models.MinutesContent) { c.Present[1].Restricted = true },
	"somebody away":     func(c *models.MinutesContent) { c.Hidden = map[string]string{c.Apologies[0]: "Name withheld"} },
	"a correction":      func(c *models.MinutesContent) { c.Corrections[0].Restricted = true },
	"a heading":         func(c *models.MinutesContent) { c.Items[4].Paragraphs[1].HeadingRestricted = true },
	"a reviewed action": func(c *models.MinutesContent) { c.Items[2].Paragraphs[0].ReviewsRestricted = true },
	"a report on one":   func(c *models.MinutesContent) { c.Items[2].Paragraphs[0].Restricted = true },
	"an item":           func(c *models.MinutesContent) { c.Items[4].Restricted, c.Items[4].Paragraphs = true, nil },
}

func TestMinutesWithAnythingForMembersOnlySayWhatAndAreMarked(t *testing.T) {
	open := minutesOf(t, models.MembersEdition)
	open.Items[3].Paragraphs[2].Restricted = false
	if m := MinutesMarking(open); m != "OFFICIAL" {
		t.Fatalf("with nothing restricted they are marked %s", m)
	}
	for name, restrict := range restricting {
		t.Run(name, func(t *testing.T) {
			c := minutesOf(t, models.MembersEdition)
			c.Items[3].Paragraphs[2].Restricted = false
			restrict(&c)
			pdf, err := Minutes(c)
			_, text := drawn(t, pdf, err)
			saysAll(t, text, "OFFICIAL-SENSITIVE")
			if !strings.Contains(strings.ToLower(text), "members only") {
				t.Error("nothing in them says that it is for members only")
			}
			public := c.Public()
			pdf, err = Minutes(public)
			if _, text = drawn(t, pdf, err); strings.Contains(strings.ToLower(text), "members only") || strings.Contains(text, "OFFICIAL-SENSITIVE") {
				t.Error("the public edition is marked as if it were in it")
			}
		})
	}
	t.Run("a paper", func(t *testing.T) {
		open.Items[3].Papers[0].Restricted = true
		if m := MinutesMarking(open); m != "OFFICIAL-SENSITIVE" {
			t.Errorf("they are marked %s", m)
		}
	})
}

func TestAMarkingIsNeverCut(t *testing.T) {
	c := minutesOf(t, models.MembersEdition)
	c.Letterhead.RestrictedMarking = "OFFICIAL-SENSITIVE: WORKING WITH PARTNERS, MEMBERS ONLY 2026" // 60 characters, the most that there may be
	pdf, err := Minutes(c)
	_, text := drawn(t, pdf, err)
	saysAll(t, text, c.Letterhead.RestrictedMarking)
}

func TestPublicEditionOfMinutes(t *testing.T) {
	t.Run("it says that it is not published yet", func(t *testing.T) {
		c := minutesOf(t, models.MembersEdition)
		c.State = models.MinutesAgreed
		pdf, err := Minutes(c.Public())
		_, text := drawn(t, pdf, err)
		saysAll(t, text, "Public edition, not yet published. Agreed minutes")
	})
	t.Run("it keeps the section that begins with a private item", func(t *testing.T) {
		c := minutesOf(t, models.MembersEdition)
		c.Items[3].Section, c.Items[3].Restricted = "Business", true
		pdf, err := Minutes(c.Public())
		_, text := drawn(t, pdf, err)
		saysAll(t, text, "Business", "4 An item taken in private This item was taken in private.")
	})
}

func TestMinutesAreDatedByTheirIssue(t *testing.T) {
	c := minutesOf(t, models.MembersEdition)
	agreed := c.CirculatedAt.AddDate(0, 3, 0)
	c.State, c.IssuedAt = models.MinutesAgreed, &agreed
	pdf, err := Minutes(c)
	if err != nil {
		t.Fatal(err)
	}
	if want := "<xmp:CreateDate>" + agreed.UTC().Format("2006-01-02"); !bytes.Contains(pdf, []byte(want)) {
		t.Errorf("%s is not in it", want)
	}
}

func TestATitleOfItsOwnKeepsItsCapitals(t *testing.T) {
	c := agendaOf(t)
	c.Meeting.Name = "NHS winter summit"
	for _, name := range []string{packName(c), supplementName(c), sheetName(models.SheetContent{Meeting: c.Meeting})} {
		if !strings.Contains(name, ", NHS winter summit, ") {
			t.Error(name)
		}
	}
}

func TestASheetThatNamesSomebodyToMembersOnlyIsMarked(t *testing.T) {
	for _, restricted := range []bool{false, true} {
		t.Run(fmt.Sprint(restricted), func(t *testing.T) {
			c := models.SheetContent{Letterhead: head, Lines: []models.SheetLine{{Name: "Ann Lee", Restricted: restricted}}}
			if want := c.Letterhead.MarkingOf(restricted); AttendanceSheetPage(c).Marking != want {
				t.Errorf("it is marked %s, not %s", AttendanceSheetPage(c).Marking, want)
			}
		})
	}
}

func TestWhatIsCrossedOutIsToldApart(t *testing.T) {
	w := New(Options{Title: "Struck"})
	w.Title("Struck")
	w.Paragraph(Run{Text: "The grant is "}, Run{Text: "500 pounds", Struck: true}, Run{Text: " 600 pounds."})
	finished(t, w)
	spans := elements(w.root, "Span")
	if len(spans) != 1 || !strings.Contains(spans[0].attributes, "/TextDecorationType /LineThrough") {
		t.Errorf("%d spans", len(spans))
	}
}
