package tests

import (
	"bytes"
	"io"
	"net/http"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"quarterday/models"
)

// twin is a document that is both a page and a PDF.
type twin struct {
	page, pdf string
	// exact: both are drawn by the same function, and so say the same words in
	// the same order.
	exact bool
	// inPage and inPDF are what one of them alone says, and why it may.
	inPage, inPDF []string
	papers        bool // the PDF holds papers, which the page leads to
}

// TestPagesAndPDFsSayTheSame reads each document's text as poppler finds it in
// the PDF, without what repeats on every sheet, and holds it against what the
// page would print.
func TestPagesAndPDFsSayTheSame(t *testing.T) {
	t.Parallel()
	s := newSample(t, nil)
	past, next := s.meetingOf(t, func(m models.Meeting) bool { return m.State == models.MeetingClosed }), s.meetingOf(t, func(m models.Meeting) bool { return m.AgendaVersion > 1 })
	organisation := strconv.FormatInt(s.person("imran.sheikh@vp.example").OrganisationID, 10)
	file := `^(pdf|word|excel|powerpoint|picture|plain text)?( ?[\d ]+(kb|mb|bytes))?$` // what kind of file a link gives, and its size
	agenda := twin{
		inPage: []string{file, `^join by video$`, `^what changed in version \d+$`},
		inPDF:  []string{`^https video occv example`}, // the address that is behind the link
	}
	minutes := twin{}
	pack := twin{papers: true, inPage: []string{file}, inPDF: []string{`^page \d+$`, `^pages$`, `^the (\d+ pages|page) that follows?$`}}
	supplement := pack
	supplement.inPDF = append([]string{`^which has \d+ pages?$`, `^page numbers continue from it$`}, pack.inPDF...)
	leaflet := twin{ // the page says at its side, under labels, what the leaflet says at its head
		inPage: []string{file, `^themes$`, `^may be read by$`},
		inPDF:  []string{`^for (everyone|members of the partnership)$`},
	}
	same := twin{exact: true}
	with := func(like twin, page, pdf string) twin { like.page, like.pdf = page, pdf; return like }
	at, of := "/meetings/"+next.Reference, "/meetings/"+past.Reference
	practice := s.practiceUsed(t)
	held := "/meetings/" + s.meetingOf(t, func(m models.Meeting) bool { return m.State == models.MeetingHeld }).Reference
	for who, twins := range map[string][]twin{
		"stephen.boothroyd@ac.example": {
			with(agenda, at+"/agenda", at+"/agenda.pdf"), with(agenda, at+"/agenda?version=1", at+"/agenda.pdf?version=1"),
			with(agenda, of+"/agenda", of+"/agenda.pdf"),
			with(minutes, of+"/minutes", of+"/minutes.pdf"), with(minutes, of+"/minutes?version=1", of+"/minutes.pdf?version=1"), with(minutes, of+"/minutes?edition=public", of+"/minutes.pdf?edition=public"),
			with(minutes, held+"/minutes", held+"/minutes.pdf"),
			with(pack, at+"/pack", at+"/pack.pdf"), with(pack, at+"/pack?version=1", at+"/pack.pdf?version=1"),
			with(supplement, at+"/supplement", at+"/supplement.pdf"),
			with(leaflet, "/practices/"+practice, "/practices/"+practice+"/leaflet.pdf"),
			with(same, of+"/attendance-sheet", of+"/attendance-sheet.pdf"), with(same, at+"/attendance-sheet", at+"/attendance-sheet.pdf"),
			with(same, of+"/actions", of+"/actions.pdf"), with(same, "/actions/on-one-page", "/actions.pdf"), with(same, "/actions/on-one-page?state=all&organisation="+organisation, "/actions.pdf?state=all&organisation="+organisation),
			with(same, "/decisions/on-one-page", "/decisions.pdf"), with(same, "/decisions/on-one-page?words=house", "/decisions.pdf?words=house"),
			with(same, "/years/"+strconv.Itoa(past.Year), "/years/"+strconv.Itoa(past.Year)+".pdf"),
		},
		"": {
			with(minutes, of+"/minutes", of+"/minutes.pdf"), with(same, "/decisions/on-one-page", "/decisions.pdf"),
			with(leaflet, "/practices/"+practice, "/practices/"+practice+"/leaflet.pdf"),
		},
	} {
		client := s.as(who)
		for _, w := range twins {
			t.Run(w.page, func(t *testing.T) {
				pdf := fetch(t, client, s.base+w.pdf, "application/pdf")
				doc, err := goquery.NewDocumentFromReader(strings.NewReader(fetch(t, client, s.base+w.page, "text/html")))
				if err != nil {
					t.Fatal(err)
				}
				printed, drawn := printedText(doc), structText(t, pdf)
				if w.papers {
					drawn = withoutPapers(drawn)
				}
				if w.exact {
					sameWords(t, printed, drawn)
				} else {
					saysAlso(t, "the PDF", printed, drawn, w.inPage)
					saysAlso(t, "the page", drawn, printed, w.inPDF)
				}
				sameMarking(t, doc, pdf)
			})
		}
	}
}

// meetingOf is the newest meeting that fits.
func (s *sample) meetingOf(t *testing.T, fits func(models.Meeting) bool) models.Meeting {
	t.Helper()
	list, err := s.store.Meetings(t.Context(), models.Operator)
	if err != nil {
		t.Fatal(err)
	}
	var all []models.Meeting
	if list.Next != nil {
		all = append(all, list.Next.Meeting)
	}
	for _, y := range list.Years {
		for _, row := range y.Meetings {
			all = append(all, row.Meeting)
		}
	}
	for _, m := range all {
		if fits(m) {
			return m
		}
	}
	t.Fatal("the sample has no such meeting")
	return models.Meeting{}
}

// practiceUsed is a public practice that others use, too.
func (s *sample) practiceUsed(t *testing.T) string {
	t.Helper()
	library, err := s.store.PracticeLibrary(t.Context(), models.Actor{}, models.PracticeFilter{})
	if err != nil {
		t.Fatal(err)
	}
	for _, card := range library.Cards {
		if card.Adoptions > 0 {
			return card.Slug
		}
	}
	t.Fatal("the sample has no such practice")
	return ""
}

// withoutPapers leaves out what stands between the cover of each paper and the
// next: the paper itself.
func withoutPapers(blocks []string) []string {
	var kept []string
	paper := false
	for _, b := range blocks {
		paper = paper && !strings.HasPrefix(b, "Paper ")
		if !paper {
			kept = append(kept, b)
		}
		paper = paper || b == "Back to the agenda"
	}
	return kept
}

func fetch(t *testing.T, client *http.Client, address, mediaType string) string {
	t.Helper()
	resp, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != http.StatusOK || !strings.HasPrefix(resp.Header.Get("Content-Type"), mediaType) {
		t.Fatalf("%s answers %d, %s: %v", address, resp.StatusCode, resp.Header.Get("Content-Type"), err)
	}
	return string(body)
}

// emoji are written out in PDFs, by their names.
var emoji = regexp.MustCompile(`\[[a-z ]+ sign\]`)

// structText is the text of a tagged PDF, block by block, as poppler reads it.
// The numbers of pages in a table of contents are left out.
func structText(t *testing.T, pdf string) []string {
	t.Helper()
	cmd := exec.Command("pdfinfo", "-struct-text", "-")
	cmd.Stdin = strings.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdfinfo: %v", err)
	}
	var blocks []string
	contents := false
	for line := range bytes.Lines(out) {
		text := strings.TrimSpace(string(line))
		switch {
		case strings.HasPrefix(text, `"`):
			text = emoji.ReplaceAllString(strings.Trim(text, `"`), " ")
			if contents && strings.Trim(text, "0123456789 ") == "" || len(blocks) == 0 {
				continue
			}
			blocks[len(blocks)-1] += text
		case strings.HasPrefix(text, "/"), strings.HasPrefix(text, "Object "), strings.Contains(text, "(inline)"):
		default:
			contents = strings.HasPrefix(text, "TOC")
			blocks = append(blocks, "")
		}
	}
	return slices.DeleteFunc(blocks, func(b string) bool { return plainWords(b) == "" })
}

// printedText is what the page's main part prints, block by block; the numbers
// of ordered lists are set before their points, as the browser does.
func printedText(doc *goquery.Document) []string {
	blocks := []string{""}
	breaks := map[string]bool{"p": true, "li": true, "td": true, "th": true, "dt": true, "dd": true, "div": true, "section": true, "h1": true, "h2": true, "h3": true, "h4": true, "h5": true, "h6": true, "br": true, "blockquote": true, "pre": true, "tr": true, "caption": true, "ul": true, "ol": true}
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			blocks[len(blocks)-1] += n.Data
			return
		}
		class := ""
		for _, a := range n.Attr {
			if a.Key == "class" {
				class = " " + a.Val + " "
			}
		}
		if n.Data == "form" || n.Data == "nav" || n.Data == "script" || strings.Contains(class, "app-no-print") || strings.Contains(class, "visually-hidden") || strings.Contains(class, "app-actions") {
			return
		}
		apart := breaks[n.Data] || strings.Contains(class, "app-entry__") || strings.Contains(class, "app-table__under") || strings.Contains(class, "app-title__") || strings.Contains(class, "app-tag") || strings.Contains(class, "__about")
		if apart {
			blocks = append(blocks, "")
		}
		number := 0
		if n.Data == "ol" && !strings.Contains(class, "app-") {
			number = 1
			for _, a := range n.Attr {
				if a.Key == "start" {
					number, _ = strconv.Atoi(a.Val)
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if number > 0 && c.Data == "li" {
				blocks = append(blocks, strconv.Itoa(number)+". ")
				number++
			}
			walk(c)
		}
		if apart {
			blocks = append(blocks, "")
		}
	}
	for _, n := range doc.Find("main").Nodes {
		walk(n)
	}
	return slices.DeleteFunc(blocks, func(b string) bool { return plainWords(b) == "" })
}

// sameWords checks that both say the same words in the same order.
func sameWords(t *testing.T, page, pdf []string) {
	t.Helper()
	a, b := strings.Fields(plainWords(strings.Join(page, " "))), strings.Fields(plainWords(strings.Join(pdf, " ")))
	for i := range max(len(a), len(b)) {
		if i < len(a) && i < len(b) && a[i] == b[i] {
			continue
		}
		around := func(words []string) string {
			return strings.Join(words[min(max(0, i-6), len(words)):min(i+6, len(words))], " ")
		}
		t.Errorf("word %d: the page says “… %s …”, the PDF “… %s …”", i+1, around(a), around(b))
		return
	}
	if len(a) < 10 {
		t.Errorf("they say only %d words", len(a))
	}
}

// saysAlso checks that all phrases of one text are said in the other, too.
func saysAlso(t *testing.T, other string, one, another []string, but []string) {
	t.Helper()
	all := " " + plainWords(strings.Join(another, " ")) + " "
	for _, block := range one {
		for _, phrase := range phrases(block) {
			if strings.Contains(all, " "+phrase+" ") || slices.ContainsFunc(but, func(b string) bool { return regexp.MustCompile(b).MatchString(phrase) }) {
				continue
			}
			t.Errorf("%s does not say “%s” (of “%s”)", other, phrase, strings.Join(strings.Fields(block), " "))
		}
	}
}

// phrases are the words of a block between its marks of punctuation.
func phrases(block string) []string {
	var all []string
	for _, p := range regexp.MustCompile(`[;()·–,“”\[\]]|[.:]\s`).Split(block, -1) {
		if p = plainWords(p); p != "" {
			all = append(all, p)
		}
	}
	return all
}

// sameMarking checks that page and PDF bear the same protective marking.
func sameMarking(t *testing.T, doc *goquery.Document, pdf string) {
	t.Helper()
	marking := strings.TrimSpace(doc.Find(".app-footer__marking").Text())
	cmd := exec.Command("pdftotext", "-l", "1", "-", "-")
	cmd.Stdin = strings.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	lines := strings.FieldsFunc(string(out), func(r rune) bool { return r == '\n' || unicode.IsControl(r) })
	if marking == "" || !slices.Contains(lines, marking) {
		t.Errorf("the page is marked %q, and the PDF is not", marking)
	}
}
