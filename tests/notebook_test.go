package tests

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"quarterday/calendar"
)

// TestNotebook sets up a new installation and enters a secretary's notebook of
// one whole meeting through the pages: once without scripts and once in a real
// browser.
func TestNotebook(t *testing.T) {
	t.Run("without scripts", func(t *testing.T) {
		site := serve(t, t.TempDir(), "serve")
		keepNotebook(t, site, func() screen { return newPlain(site.base) })
	})
	t.Run("in a browser", func(t *testing.T) {
		browser := startChromium(t)
		site := serve(t, t.TempDir(), "serve")
		keepNotebook(t, site, func() screen { return newChromium(t, browser, site.base) })
	})
}

// notebook is the cast of the notebook and where they work.
type notebook struct {
	t    *testing.T
	site *installation
	open func() screen

	daniel *visitor // the secretary, who takes the minutes
}

func keepNotebook(t *testing.T, site *installation, open func() screen) {
	n := &notebook{t: t, site: site, open: open}
	n.setUp()
	n.importLists()
	n.settle()
	n.planTheYear()
	n.enterThePast()
	n.prepare()
	n.whoWasThere()
	n.takeTheMinutes()
	n.circulateAndCorrect()
	n.agreeAndPublish()
	n.readTheDocuments()
}

func (n *notebook) visitor(name string) *visitor {
	return &visitor{t: n.t, name: name, screen: n.open()}
}

// signIn asks for a link as somebody does, and opens the link that the letter
// in the outbox has, as long as no mail server sends it.
func (n *notebook) signIn(name, email string) *visitor {
	n.t.Helper()
	v := n.visitor(name)
	v.goTo("/sign-in")
	v.fills("Your email address", email)
	v.done("Email me a link")
	v.reads("Check your email")
	d := n.daniel
	d.goTo("/outbox?kind=sign-in")
	d.follows("Sign in to " + name)
	text, err := d.text()
	d.must("read the letter", err)
	link := regexp.MustCompile(`/sign-in/[A-Z0-9]+`).FindString(text)
	if link == "" {
		d.must("find the link", fmt.Errorf("there is none"))
	}
	v.goTo(link)
	v.done("Sign in")
	return v
}

// setUp opens the one-time link as the first secretariat person.
func (n *notebook) setUp() {
	n.daniel = n.visitor("Daniel")
	d := n.daniel
	d.goTo(n.site.setUp)
	d.fills("Name of the partnership", "West Yorkshire Anti-Slavery Partnership")
	d.fills("Organisation that convenes it", "Office of the Police and Crime Commissioner for West Yorkshire")
	d.fills("Its short name", "OPCC")
	d.fills("Your name", "Daniel Firth")
	d.fills("Job title", "Partnership Support Officer")
	d.fills("Your email address", "d.firth@opcc.example")
	d.done("Set up the partnership")
}

// importLists takes the organisations and the people as the secretariat has
// them, then the same people as somebody really sent them.
func (n *notebook) importLists() {
	d := n.daniel
	d.goTo("/organisations/import")
	d.attaches("A file", "../models/testdata/organisations.csv")
	d.done("See what would be imported")
	d.reads("Barnardo's", "Joined: ")
	d.chooses("Also change the 1 that is there already")
	d.done("Import 39 organisations")

	d.goTo("/people/import")
	d.attaches("A file", "../models/testdata/people.csv")
	d.done("See what would be imported")
	d.reads("Oluwaseun Adebayo-Fitzgerald-Montgomery", "Σοφία Παπαδοπούλου")
	d.done("Import 19 people")

	d.goTo("/people/import")
	d.attaches("A file", "../models/testdata/people-messy.csv")
	d.done("See what would be imported")
	d.reads("Ministry of Magic", "Ian Unknown", "HYPERLINK", "r.holroyd@gmail.example", "Enter the person's name", "“Holt, Rebecca”")

	// The two RHs are told apart.
	d.goTo("/people")
	d.follows("Rachel Holroyd")
	d.follows("Change")
	d.fills("Initials", "RHol")
	d.done("Save")
	d.goTo("/people")
	d.reads("RHol", "RHo")
}

// settle changes what the new partnership does differently.
func (n *notebook) settle() {
	d := n.daniel
	d.goTo("/settings/quorum")
	d.fills("How many", "1")
	d.fills("Out of every", "3")
	d.chooses("Police and justice", "Local government")
	d.done("Save")
	d.goTo("/settings/meetings")
	d.picks("Which", "Second")
	d.picks("Day of the week", "Tuesday")
	d.picks("Of which month in the quarter", "Last month")
	d.fills("Usual venue", "Conference Room 2, Wakefield")
	d.done("Save")
}

// planTheYear plans the next four meetings by the rule, calls the first, and
// takes a partner's item and a practice for it.
func (n *notebook) planTheYear() {
	d := n.daniel
	d.goTo("/meetings/plan")
	d.done("Plan these four meetings")
	next := calendar.QuarterOf(calendar.DateOf(time.Now(), time.UTC)).Next()
	rule := calendar.Rule{Week: 2, Weekday: time.Tuesday, Month: 3}
	at := "/meetings/" + next.Reference()
	d.goTo(at)
	d.follows("Call the meeting")
	d.done("Call the meeting")
	d.reads("Called")

	imran := n.signIn("Imran Sheikh", "i.sheikh@wyp.example")
	imran.goTo(at)
	imran.follows("Submit an agenda item")
	imran.fills("Title", "Labour exploitation in car washes 👏")
	imran.chooses("Discussion")
	imran.fills("How long does it need?", "15")
	imran.fills("What is the meeting asked to do?", "Say what has worked in your area.")
	imran.presses("Save as a draft")
	imran.reads("Labour exploitation in car washes 👏")
	imran.follows("Continue the draft")
	imran.attaches("Add papers", file(n.t, "figures.txt", []byte("Car washes visited: 19")))
	imran.done("Submit the item")
	imran.reads("figures.txt")

	grace := n.signIn("Grace Mensah", "g.mensah@tsa.example")
	for _, title := range []string{"Safe houses in winter", "Our new logo"} {
		grace.goTo(at + "/items/new")
		grace.fills("Title", title)
		grace.chooses("Information")
		grace.fills("How long does it need?", "10")
		grace.fills("What is the meeting asked to do?", "Hear about it.")
		grace.done("Submit the item")
	}

	d.goTo(at + "/queue")
	d.done("Accept Labour exploitation")
	d.goTo(at + "/queue")
	d.follows("Defer Safe houses")
	d.chooses(rule.Date(next.Next()).Long())
	d.fills("Why?", "There is more time then.")
	d.done("Defer the item")
	d.goTo(at + "/queue")
	d.follows("Decline Our new logo")
	d.fills("Why?", "A letter will do.")
	d.done("Decline the item")
	d.goTo(at + "/agenda/publish")
	d.done("Publish version 1")

	grace.goTo("/items")
	grace.reads("Deferred", "Declined")
	imran.goTo(at + "/agenda")
	imran.reads("Labour exploitation in car washes 👏")
}

// enterThePast records the meetings before this one, for the actions they gave.
func (n *notebook) enterThePast() {
	n.pastMeeting("12 December 2018", "12:00", "!HfJ reprint the card by next meeting", "!OPCC keep the list of interpreters, ongoing")
	var many []string
	for i := 1; i <= 6; i++ {
		many = append(many, fmt.Sprintf("!WYP send the figures of month %d, done at the meeting", i))
	}
	n.pastMeeting("19 March 2019", "12:00", append(many, "!WYP draft a local referral form by next meeting")...)
	n.pastMeeting("25 June 2019", "11:50", "!GLAA brief the councils by next meeting", "!WYP send figures by next meeting", "!WYP, LCC, BMDC, CMBC, KC, WC single points of contact list by next meeting", "Thirty-one referrals were made.")
	d := n.daniel
	d.goTo("/meetings/2019-q2/minutes/circulate")
	d.done("Circulate version 1")
}

func (n *notebook) pastMeeting(date, ended string, lines ...string) {
	n.t.Helper()
	d := n.daniel
	d.goTo("/meetings")
	d.follows("Enter a meeting that has been held")
	d.fills("Date", date)
	d.fills("Ended", ended)
	d.fills("Venue", "Conference Room 2, Wakefield")
	d.picks("Chair", "Ruth Ashworth")
	d.picks("Minute-taker", "Daniel Firth")
	d.done("Enter the meeting")
	if len(lines) > 0 {
		d.follows("Write up the minutes")
		d.follows("5")
		d.notes(lines...)
	}
}

// prepare enters the meeting of the notebook with its agenda, and the one after.
func (n *notebook) prepare() {
	n.pastMeeting("24 September 2019", "11:52")
	d := n.daniel
	for _, i := range []struct {
		title, organisation, purpose, minutes string
		presenters                            []string
		paper                                 string
	}{
		{"Strategic overview, quarter 1 2019/20", "West Yorkshire Police", "Discussion", "20", []string{"Rachel Holroyd", "Imran Sheikh"}, "slides.txt"},
		{"Best practice: spotting signs in dental practices", "NHS England North East and Yorkshire", "Discussion", "20", []string{"Dr Amira Haddad", "Siân Gruffŷdd"}, ""},
		{"Safe-house capacity", "The Salvation Army", "Decision", "15", []string{"Grace Mensah"}, "options.txt"},
		{"Partners’ round", "", "Information", "20", []string{"All"}, ""},
	} {
		d.goTo("/meetings/2019-q3/items/new")
		d.fills("Title", i.title)
		if i.organisation != "" {
			d.picks("On behalf of", i.organisation)
		}
		d.chooses(i.purpose)
		d.fills("How long does it need?", i.minutes)
		d.fills("What is the meeting asked to do?", "Take part.")
		for k, name := range i.presenters {
			d.fills(fmt.Sprintf("Somebody else %d", k+1), name)
		}
		if i.paper != "" {
			d.attaches("Add papers", file(n.t, i.paper, []byte(i.title)))
		}
		d.done("Put it on the agenda")
	}
	// What is raised after the meeting comes last; these came before the end.
	d.goTo("/meetings/2019-q3/agenda/build")
	for _, title := range []string{"Strategic overview", "Best practice", "Safe-house", "Partners’ round"} {
		d.taps("Up: " + title)
		d.taps("Up: " + title)
	}
	d.done("Save the agenda")
	d.goTo("/meetings/2019-q3/agenda")
	d.reads("Minutes of 25 June 2019", "Matters arising", "Rachel Holroyd and Imran Sheikh", "Dr Amira Haddad")
	n.pastMeeting("10 December 2019", "12:00")
}

const sheet = "/meetings/2019-q3/attendance"
