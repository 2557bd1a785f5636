package tests

import (
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
)

// whoWasThere fills in the attendance as the notebook has it.
func (n *notebook) whoWasThere() {
	d := n.daniel
	d.goTo(sheet)
	for _, name := range []string{"Ruth Ashworth", "Margaret Okafor", "Daniel Firth", "Imran Sheikh", "Rachel Holroyd", "Rebecca Holt", "Łukasz Wiśniewski", "Nguyễn Thị Hạnh",
		"Siân Gruffŷdd", "Zdeněk Dvořák", "Mary-Anne O'Neill", "Thomas Wainwright", "Priya Raman", "Hannah Cross", "Grace Mensah"} {
		d.near(name).chooses("Here")
	}
	for _, name := range []string{"Tara Whitfield", "Yusuf al-Rahman", "Jean-Luc Béranger"} {
		d.near(name).chooses("Apologies")
	}
	for _, name := range []string{"HM Revenue and Customs", "Department for Work and Pensions", "Leeds Bradford Airport"} {
		d.near("Was " + name + " there?").chooses("Not here")
	}
	d.chooses("Nguyễn Thị Hạnh by video")
	d.fills("When Zdeněk Dvořák arrived", "10.25")
	d.fills("When Mary-Anne O'Neill left", "11:30")
	d.done("Save the whole list")

	details := func(name string, change func()) {
		d.goTo(sheet)
		d.follows("Details of " + name)
		change()
		d.done("Save")
	}
	details("Zdeněk Dvořák", func() { d.fills("Remark", "during item 4") })
	details("Mary-Anne O'Neill", func() { d.fills("Remark", "after item 6") })
	details("Thomas Wainwright", func() { d.fills("Out from", "11:00"); d.fills("Back at", "11.10") })

	more := func(fill func()) {
		d.goTo(sheet)
		d.follows("Add a guest, deputy or observer")
		fill()
		d.done("Add to the list")
	}
	more(func() { // nobody of it was named
		d.picks("Organisation", "HM Prison and Probation Service")
		d.chooses("Representative", "Apologies")
	})
	more(func() {
		d.fills("Name", "Karen Bright")
		d.picks("Organisation", "Kirklees Council")
		d.chooses("Deputy", "Here")
		d.picks("A deputy for whom?", "Tara Whitfield")
	})
	more(func() {
		d.fills("Name", "Dr Amira Haddad")
		d.fills("Job title", "Invited speaker")
		d.fills("Body that is not a partner", "University Hospitals")
		d.chooses("Guest", "Here")
		d.fills("Remark", "item 5 only")
	})
	more(func() {
		d.fills("Name", "Two student social workers")
		d.chooses("That is not a name")
		d.chooses("Observer", "Here")
		d.fills("Remark", "with PR")
	})
}

// takeTheMinutes types the notebook, item by item.
func (n *notebook) takeTheMinutes() {
	d := n.daniel
	d.goTo("/meetings/2019-q3/take-minutes")
	item := func(number string, lines ...string) {
		n.t.Helper()
		d.near("Agenda").follows(number)
		d.notes(lines...)
	}
	item("1", "Introductions round the table. Fire procedure given.", "No declarations of interest but one: see item 6.")
	item("2")
	d.near("With corrections").fills("Paragraph", "5.4")
	d.near("With corrections").fills("These words", "Thirty-one referrals")
	d.near("With corrections").fills("should be", "Thirteen referrals")
	d.done("Agreed as a correct record")
	item("3", "Margaret Okafor went through the tracker.")
	said := func(action, words, outcome string, more func(*visitor)) {
		n.t.Helper()
		v := d.near(action)
		v.fills("What was said", words)
		v.picks("What happens to it", outcome)
		if more != nil {
			more(v)
		}
		v.done("Record")
	}
	said("2019-Q2/01 ", "Done.", "Done, close it", nil)
	said("2019-Q2/03 ", "Four of five in; KB to chase Kirklees.", "Stays open", func(v *visitor) { v.picks("New deadline", "On a date"); v.fills("Date", "27 September 2019") })
	said("2019-Q1/07 ", "Overdue twice: overtaken by the new national form.", "Withdrawn", func(v *visitor) { v.chooses("The meeting decided this") })
	said("2018-Q4/02 ", "Ongoing.", "Stays open", func(v *visitor) { v.picks("New deadline", "Ongoing, review on"); v.fills("Date", "24 March 2020") })
	item("4",
		"Presentation, paper 4 (12 slides). Referrals 58 (45 in the same quarter last year, +29%). 23 investigations live. Two charged, one convicted: 8 years 6 months.",
		"Labour exploitation 52%; criminal exploitation of under-18s 27%.",
		"Asked by SG: health referrals still low, 3 of 58. Long discussion. ZD joined here.",
		"!SG and WYP: one-page guide for emergency departments; by next meeting",
		"!all partners: send the name of a data contact to DF; by 11 October 2019",
		"* IS told the meeting about operation Hawthorn, under way in one district.")
	d.near("operation Hawthorn").follows("Change")
	d.fills("What the public edition says instead", "An update was received in private.")
	d.done("Save")
	d.goTo("/meetings/2019-q3/take-minutes")
	item("5",
		"What was done: 40 minutes' training for 61 practices; card at reception in 9 languages; one number to ring.",
		"Results: 7 calls in 5 months (none the year before), 4 led to referrals. Cost £2,150. Lesson: reception staff notice more than dentists.",
		"Partners asked about interpreters; AH: telephone interpreting, £0.65 a minute.",
		"= agreed: commended; to be published in the library",
		"!LCC, BMDC, WC, CMBC, KC: each to say whether it can be done in its area; next meeting",
		"“👏 from the video room” was written in the chat.")
	item("6",
		"38 beds, 35 taken. Gap for couples and for men over 50. Options paper 6: (a) nothing, (b) spot purchase, (c) joint bid with South Yorkshire.",
		"= vote 11-1-2: option (c), a joint bid with South Yorkshire. PR did not vote.",
		"!GM and MO draft the bid, then RA to sign; by 31 October 2019",
		"!MAO: advice note on “duty to notify” wording; no date set")
	d.picks("Who declared it?", "Priya Raman")
	d.fills("What did they declare?", "a trustee of the Palm Cove Society")
	d.chooses("Stayed and did not vote")
	d.done("Record the interest")
	item("7", "# Leeds: Licensing training, 214 taxi drivers.", "# Bradford: Car washes, joint visits with GLAA and HMRC: 17 visited, 5 notices.",
		"# Hope for Justice: Outreach moved; new number in the chat.", "# Wakefield: Warehouse visit; thanks to WYFRS.", "# Calderdale: Nothing to report.",
		"!ŁW to send new leaflet to all, done at the meeting")
	item("8", "December: annual report; county lines; Anti-Slavery Day review.", "Deferred item: “Modern slavery in adult social care” (CQC) to December, CQC not here.")
	item("9", "Anti-Slavery Day is 18 October: banner, social posts #WYAntiSlavery. RHo: Leeds Civic Hall lit up.", "= agreed: papers to come five clear working days before, as HC asked",
		"Cymraeg: ŵ ŷ. Polski: Łódź. Tiếng Việt: Nguyễn Thị Hạnh. "+strings.Repeat("Llanfair", 625))
}

// circulateAndCorrect sends out version 1, takes the corrections that three
// partners ask for, and sends out version 2.
func (n *notebook) circulateAndCorrect() {
	d := n.daniel
	d.goTo("/meetings/2019-q3/minutes/circulate")
	d.done("Circulate version 1")
	for _, c := range [][4]string{
		{"Zdeněk Dvořák", "z.dvorak@glaa.example", "", "I arrived at 10:20, not 10:25."},
		{"Thomas Wainwright", "t.wainwright@bmdc.example", "7.2", "Bradford visited 19, not 17."},
		{"Hannah Cross", "h.cross@cmbc.example", "7.5", "Please strike “nothing to report”."},
	} {
		v := n.signIn(c[0], c[1])
		v.goTo("/meetings/2019-q3/minutes")
		v.reads("Draft", "operation Hawthorn")
		v.goTo("/meetings/2019-q3/corrections")
		v.fills("Paragraph", c[2])
		v.fills("What should it say?", c[3])
		v.done("Ask for the correction")
	}
	d.goTo(sheet)
	d.fills("When Zdeněk Dvořák arrived", "10:20")
	d.done("Save the whole list")
	d.goTo("/meetings/2019-q3/corrections")
	d.near("Thomas Wainwright").follows("Change the paragraph")
	d.fills("What was said, decided or asked", "Car washes, joint visits with GLAA and HMRC: 19 visited, 5 notices.")
	d.done("Save")
	answer := func(name, words, button string) {
		d.goTo("/meetings/2019-q3/corrections")
		v := d.near(name)
		v.fills("Answer", words)
		v.done(button)
	}
	answer("Zdeněk Dvořák, version 1", "", "Accept")
	answer("Thomas Wainwright, version 1", "Checked.", "Accept")
	answer("Hannah Cross, version 1", "It was said.", "Do not accept")
	d.goTo("/meetings/2019-q3/minutes/circulate")
	d.done("Circulate version 2")
}

// agreeAndPublish records that the December meeting agreed them, and publishes.
func (n *notebook) agreeAndPublish() {
	d := n.daniel
	d.goTo("/meetings/2019-q3/minutes/agree")
	d.picks("Which meeting agreed them?", "Quarterly meeting, Tuesday 10 December 2019")
	d.done("Record that they were agreed")
	d.goTo("/meetings/2019-q3/minutes/publish")
	d.done("Publish the public edition")
}

// readTheDocuments reads both editions and the tracker as PDF and finds
// everything of the notebook in its place, and nothing restricted in public.
func (n *notebook) readTheDocuments() {
	t := n.t
	sofia := n.signIn("Jean-Luc Béranger", "jl.beranger@uol.example")
	public := n.visitor("Somebody")
	public.goTo("/")
	members := read(t, sofia, "/meetings/2019-q3/minutes.pdf")
	open := read(t, public, "/meetings/2019-q3/minutes.pdf")
	for _, s := range append(everywhere, "Hawthorn", "OFFICIAL-SENSITIVE", "10:20, not 10:25", "19, not 17", "It was said.") {
		if !strings.Contains(members, s) {
			t.Errorf("the members' edition does not say %q", s)
		}
	}
	for _, s := range append(everywhere, "An update was received in private.", "Public edition") {
		if !strings.Contains(open, s) {
			t.Errorf("the public edition does not say %q", s)
		}
	}
	for _, s := range []string{"Hawthorn", "SENSITIVE"} {
		if strings.Contains(open, s) {
			t.Errorf("the public edition says %q", s)
		}
	}
	actions := read(t, sofia, "/meetings/2019-q3/actions.pdf")
	for _, s := range []string{"2019-Q3/01", "One-page guide for emergency departments", "All partners", "11 October 2019", "Next meeting, 10 December 2019", "Mary-Anne O'Neill", "Not set", "Closed (1)"} {
		if !strings.Contains(actions, s) {
			t.Errorf("the tracker does not say %q", s)
		}
	}
}

// everywhere is what both editions must say, as the notebook has it.
var everywhere = []string{
	"Tuesday 24 September 2019, 10:00 to 11:52", "Conference Room 2, Wakefield", "Agreed as a correct record at the meeting of 10 December 2019",
	"Ruth Ashworth (chair)", "RHol", "RHo", "ŁW", "NTH", "by video", "10:20", "during item 4", "left 11:30", "after item 6", "11:00", "11:10",
	"Karen Bright", "deputy for Tara Whitfield", "Dr Amira Haddad", "University Hospitals", "item 5 only", "Two student social workers", "with PR",
	"Yusuf al-Rahman", "Jean-Luc Béranger", "HM Prison and Probation Service", "HM Revenue and Customs", "Department for Work and Pensions", "Leeds Bradford Airport",
	"trustee of the Palm Cove Society", "Fire procedure given", "Minutes of 25 June 2019", "Thirteen referrals", "2019-Q2/01", "2019-Q2/03", "Four of five in", "2019-Q1/07", "2018-Q4/02",
	"Referrals 58", "+29%", "8 years 6 months", "27%", "3 of 58", "2019-Q3/01", "Siân Gruffŷdd and West Yorkshire Police", "All partners", "11 October 2019",
	"£2,150", "[clapping hands sign]", "Vote: 11 for, 1 against, 2 abstained", "31 October 2019", "duty to notify", "214 taxi drivers", "19 visited, 5 notices", "Nothing to report",
	"Łukasz Wiśniewski", "county lines", "adult social care", "#WYAntiSlavery", "Leeds Civic Hall", "five clear working days", "ŵ ŷ", "Łódź", "Tiếng Việt",
	"Tuesday 10 December 2019", "OFFICIAL", "Page 1 of",
}

// read downloads a PDF as this visitor and gives its text.
func read(t *testing.T, v *visitor, path string) string {
	t.Helper()
	status, mediaType, pdf, err := v.screen.fetch(path)
	if err != nil || status != http.StatusOK || mediaType != "application/pdf" {
		t.Fatalf("%s: status %d, %s, %v", path, status, mediaType, err)
	}
	if dir := os.Getenv("QUARTERDAY_KEEP_PDF"); dir != "" {
		name := strings.NewReplacer("/", "-", " ", "-").Replace(t.Name() + "-" + v.name + path)
		if err := os.WriteFile(dir+"/"+name, pdf, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.Command("pdftotext", "-raw", "-", "-")
	cmd.Stdin = bytes.NewReader(pdf)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("pdftotext: %v", err)
	}
	return fold(string(out))
}
