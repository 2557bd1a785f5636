package models

import (
	"strings"
	"testing"
)

// notebook is the meeting of Tuesday 24 September 2019, before anything was
// minuted: the partners, the agenda as it was published, and the actions that
// earlier meetings had given.
type notebook struct {
	*testStore
	people map[string]Actor // by initials
	orgs   map[string]Organisation
	items  []int64 // by number - 1
	old    map[string]int64
}

const q3 = "2019-q3"

func newNotebook(t *testing.T) *notebook {
	t.Helper()
	n := &notebook{testStore: newTestStore(t), people: map[string]Actor{}, orgs: map[string]Organisation{}, old: map[string]int64{}}
	n.clock.set(t, "2019-07-01 09:00")
	for _, o := range [][3]string{
		{"West Yorkshire Police", "WYP", "Police and justice"}, {"Crown Prosecution Service", "CPS", "Police and justice"},
		{"HM Prison and Probation Service", "HMPPS", "Police and justice"}, {"Gangmasters and Labour Abuse Authority", "GLAA", "Inspectorates"},
		{"HM Revenue and Customs", "HMRC", "Inspectorates"}, {"Department for Work and Pensions", "DWP", "Inspectorates"},
		{"Leeds City Council", "LCC", "Local government"}, {"City of Bradford Metropolitan District Council", "BMDC", "Local government"},
		{"Calderdale Metropolitan Borough Council", "CMBC", "Local government"}, {"Kirklees Council", "KC", "Local government"},
		{"Wakefield Council", "WC", "Local government"}, {"Migration Yorkshire", "MY", "Local government"}, {"NHS England", "NHSE", "Health"},
		{"Hope for Justice", "HfJ", "Voluntary sector"}, {"The Salvation Army", "TSA", "Voluntary sector"}, {"Palm Cove Society", "PCS", "Voluntary sector"},
		{"Bradford Council for Mosques", "BCM", "Faith"}, {"University of Leeds", "UoL", "Education"}, {"Leeds Bradford Airport", "LBA", "Business"},
	} {
		n.orgs[o[1]] = n.organisation(o[0], o[1], o[2])
	}
	n.orgs["OPCC"] = Organisation{ID: n.ann.OrganisationID, Name: n.ann.Organisation}
	for _, p := range [][4]string{
		{"Ruth Ashworth", "RA", "OPCC", "member"}, {"Margaret Okafor", "MO", "OPCC", "secretariat"}, {"Daniel Firth", "DF", "OPCC", "secretariat"},
		{"Imran Sheikh", "IS", "WYP", "partner"}, {"Rachel Holroyd", "RHol", "WYP", "partner"}, {"Rebecca Holt", "RHo", "LCC", "partner"},
		{"Łukasz Wiśniewski", "ŁW", "HfJ", "partner"}, {"Nguyễn Thị Hạnh", "NTH", "MY", "partner"}, {"Siân Gruffŷdd", "SG", "NHSE", "partner"},
		{"Zdeněk Dvořák", "ZD", "GLAA", "partner"}, {"Mary-Anne O'Neill", "MAO", "CPS", "partner"}, {"Yusuf al-Rahman", "YR", "BCM", "partner"},
		{"Jean-Luc Béranger", "JLB", "UoL", "member"}, {"Grace Mensah", "GM", "TSA", "partner"}, {"Thomas Wainwright", "TW", "BMDC", "partner"},
		{"Tara Whitfield", "TWh", "KC", "partner"}, {"Priya Raman", "PR", "WC", "partner"}, {"Hannah Cross", "HC", "CMBC", "partner"},
	} {
		person, err := n.AddPerson(t.Context(), n.ann, PersonForm{Name: p[0], Initials: p[1], JobTitle: "Officer", OrganisationID: n.orgs[p[2]].ID,
			Role: Role(p[3]), Email: strings.ToLower(p[1]) + "@wy.example"})
		if err != nil {
			t.Fatal(err)
		}
		person.Organisation = n.orgs[p[2]]
		n.people[p[1]] = person.Actor()
	}
	// Earlier meetings, and what they asked for.
	for _, past := range []struct {
		date, ended string
		actions     map[string]ActionForm
	}{
		{"12 December 2018", "12:00", map[string]ActionForm{"2018-Q4/01": n.given("HfJ", "Reprint the card"), "2018-Q4/02": n.given("OPCC", "Keep the list of interpreters")}},
		{"19 March 2019", "12:00", map[string]ActionForm{"2019-Q1/01": n.given("WYP", "Draft a local referral form")}},
		{"25 June 2019", "11:50", map[string]ActionForm{"2019-Q2/01": n.given("GLAA", "Brief the councils"), "2019-Q2/02": n.given("WYP", "Send figures"), "2019-Q2/03": n.given("WYP", "Single points of contact list")}},
	} {
		m, err := n.EnterPastMeeting(t.Context(), n.ann, MeetingForm{Date: past.date, Ended: past.ended, ChairID: n.people["RA"].PersonID, MinuteTakerID: n.people["DF"].PersonID})
		if err != nil {
			t.Fatal(err)
		}
		for _, ref := range []string{m.Prefix() + "/01", m.Prefix() + "/02", m.Prefix() + "/03"} {
			if form, ok := past.actions[ref]; ok {
				n.old[ref] = n.mustGive(&m, form).ID
			}
		}
	}
	planned, err := n.PlanMeetings(t.Context(), n.ann, []MeetingForm{
		{Quarter: "2019-q3", Date: "24 September 2019", Venue: "Conference Room 2, Wakefield, and by video", JoiningLink: "https://video.example/secret-room", ChairID: n.people["RA"].PersonID, MinuteTakerID: n.people["DF"].PersonID},
		{Quarter: "2019-q4", Date: "10 December 2019", Venue: "Bradford City Hall"}, {Quarter: "2020-q1", Date: "24 March 2020"},
		{Quarter: "2020-q2", Date: "23 June 2020"}, {Quarter: "2020-q3", Date: "22 September 2020"}})
	if err != nil {
		t.Fatal(err)
	}
	called := n.call(planned[0])
	for _, i := range []ItemForm{
		{Title: "Strategic overview, quarter 1 2019/20", Purpose: ForDiscussion, Minutes: "20", PersonIDs: []int64{n.people["RHol"].PersonID, n.people["IS"].PersonID}},
		{Title: "Best practice: spotting signs in dental practices", Purpose: ForDiscussion, Minutes: "20", Names: []string{"Dr Amira Haddad"}, PersonIDs: []int64{n.people["SG"].PersonID}},
		{Title: "Safe-house capacity", Purpose: ForDecision, Minutes: "15", PersonIDs: []int64{n.people["GM"].PersonID}},
		{Title: "Partners’ round", Purpose: ForInformation, Minutes: "20", Names: []string{"All"}},
	} {
		if _, err := n.AddItem(t.Context(), n.ann, q3, i); err != nil {
			t.Fatal(err)
		}
	}
	called, err = n.Meeting(t.Context(), n.ann, q3)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := n.PublishAgenda(t.Context(), n.ann, q3, called.Version); err != nil {
		t.Fatal(err)
	}
	agenda, err := n.AgendaContent(t.Context(), n.ann, q3, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range agenda.Items {
		n.items = append(n.items, line.ItemID)
	}
	n.clock.set(t, "2019-09-24 08:55")
	return n
}

func (n *notebook) given(org, text string) ActionForm {
	return ActionForm{Text: text, Owners: []OwnerForm{{OrganisationID: n.orgs[org].ID}}, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineNextMeeting}}
}

// line types one line under an item; it must be taken, and placed whole.
func (n *notebook) line(item int, text string) Entry {
	n.t.Helper()
	e, u, err := n.RecordLine(n.t.Context(), n.people["DF"], q3, n.items[item-1], "", text, false)
	if err != nil {
		n.t.Fatalf("%s: %v", text, err)
	}
	if len(u.Unplaced) > 0 {
		n.t.Errorf("%s: %q", text, u.Unplaced)
	}
	return e
}

func (n *notebook) entry(item int, form EntryForm) Entry {
	n.t.Helper()
	e, err := n.RecordEntry(n.t.Context(), n.people["DF"], q3, n.items[item-1], "", form)
	if err != nil {
		n.t.Fatal(err)
	}
	return e
}

// attendance finds somebody's row.
func (n *notebook) attendance(name string) Attendance {
	n.t.Helper()
	page, err := n.AttendancePage(n.t.Context(), n.people["DF"], q3)
	if err != nil {
		n.t.Fatal(err)
	}
	for _, a := range page.Rows {
		if a.Name == name || a.Name == "" && a.OrganisationName == name {
			return a
		}
	}
	n.t.Fatalf("%s is not on the list", name)
	return Attendance{}
}

// form is an attendance as its own page shows it.
func (a Attendance) form() AttendanceForm {
	f := AttendanceForm{Name: a.Name, Initials: a.Initials, JobTitle: a.JobTitle, OrganisationName: a.OrganisationName, Capacity: a.Capacity, Outcome: a.Outcome,
		Online: a.Online, Arrived: a.Arrived, Left: a.Left, AwayFrom: a.AwayFrom, AwayTo: a.AwayTo, Remark: a.Remark, Restricted: a.Restricted}
	if a.OrganisationID != nil {
		f.OrganisationID = *a.OrganisationID
	}
	if a.DeputyForID != nil {
		f.DeputyForID = *a.DeputyForID
	}
	return f
}

func (n *notebook) change(name string, set func(*AttendanceForm)) {
	n.t.Helper()
	a := n.attendance(name)
	form := a.form()
	set(&form)
	if _, err := n.SetAttendance(n.t.Context(), n.people["DF"], a.ID, a.Version, form); err != nil {
		n.t.Fatal(err)
	}
}

func (n *notebook) add(form AttendanceForm) {
	n.t.Helper()
	if _, err := n.AddAttendee(n.t.Context(), n.people["DF"], q3, form); err != nil {
		n.t.Fatal(err)
	}
}

// whoWasThere fills in the attendance as the notebook has it.
func (n *notebook) whoWasThere() {
	n.t.Helper()
	page, err := n.AttendancePage(n.t.Context(), n.people["DF"], q3)
	if err != nil {
		n.t.Fatal(err)
	}
	apologies := map[string]bool{"Tara Whitfield": true, "Yusuf al-Rahman": true, "Jean-Luc Béranger": true}
	var marks []AttendanceMark
	for _, a := range page.Rows {
		mark := AttendanceMark{AttendanceID: a.ID, Version: a.Version, Outcome: Present}
		switch {
		case apologies[a.Name]:
			mark.Outcome = Apologies
		case a.Name == "Ann Archer":
			mark.Outcome = OutcomeUnknown
		case a.Name == "Nguyễn Thị Hạnh":
			mark.Online = true
		case a.Name == "Zdeněk Dvořák":
			mark.Arrived = "10.25"
		case a.Name == "Mary-Anne O'Neill":
			mark.Left = "11:30"
		}
		marks = append(marks, mark)
	}
	for _, org := range []string{"HMRC", "DWP", "LBA"} {
		marks = append(marks, AttendanceMark{OrganisationID: n.orgs[org].ID, Outcome: Absent})
	}
	marks = append(marks, AttendanceMark{OrganisationID: n.orgs["HMPPS"].ID, Outcome: Apologies})
	if _, err := n.SaveAttendance(n.t.Context(), n.people["DF"], q3, marks); err != nil {
		n.t.Fatal(err)
	}
	n.change("Zdeněk Dvořák", func(f *AttendanceForm) { f.Remark = "during item 4" })
	n.change("Mary-Anne O'Neill", func(f *AttendanceForm) { f.Remark = "after item 6" })
	n.change("Thomas Wainwright", func(f *AttendanceForm) { f.AwayFrom, f.AwayTo = "11:00", "11.10" })
	n.add(AttendanceForm{Name: "Karen Bright", OrganisationID: n.orgs["KC"].ID, Capacity: Deputy, DeputyForID: n.attendance("Tara Whitfield").ID, Outcome: Present})
	n.add(AttendanceForm{Name: "Dr Amira Haddad", OrganisationName: "University Hospitals", JobTitle: "Invited speaker", Capacity: Guest, Outcome: Present, Remark: "item 5 only"})
	n.add(AttendanceForm{Name: "Two student social workers", Unnamed: true, Capacity: Observer, Outcome: Present, Remark: "with PR"})
}

// takeTheMinutes types the notebook, item by item.
func (n *notebook) takeTheMinutes() {
	n.t.Helper()
	n.line(1, "Introductions round the table. Fire procedure given.")
	n.line(1, "No declarations of interest but one: see item 6.")
	if _, err := n.DeclareInterest(n.t.Context(), n.people["DF"], q3, n.items[5], InterestForm{AttendanceID: n.attendance("Priya Raman").ID,
		Declared: "a trustee of the Palm Cove Society", ThenDid: "stayed and did not vote"}); err != nil {
		n.t.Fatal(err)
	}
	n.line(3, "Margaret Okafor went through the tracker.")
	n.entry(3, EntryForm{Kind: EntryNote, Text: "Done.", ReviewsID: n.old["2019-Q2/01"], ReviewOutcome: ReviewClosed})
	n.entry(3, EntryForm{Kind: EntryNote, Text: "Four of five in; KB to chase Kirklees.", ReviewsID: n.old["2019-Q2/03"], ReviewDeadline: DeadlineForm{Due: "Friday"}})
	n.entry(3, EntryForm{Kind: EntryDecision, Text: "Overdue twice: withdrawn, overtaken by the new national form.", ReviewsID: n.old["2019-Q1/01"], ReviewOutcome: ReviewWithdrawn})
	n.entry(3, EntryForm{Kind: EntryNote, Text: "Ongoing.", ReviewsID: n.old["2018-Q4/02"], ReviewDeadline: DeadlineForm{DeadlineOngoing, "24 March 2020"}})

	n.line(4, "Presentation, paper 4 (12 slides). Referrals 58 (45 in the same quarter last year, +29%). 23 investigations live. Two charged, one convicted: 8 years 6 months.")
	n.line(4, "Labour exploitation 52%; criminal exploitation of under-18s 27%.")
	n.line(4, "Asked by SG: health referrals still low, 3 of 58. Long discussion. ZD joined here.")
	n.line(4, "!SG and WYP: one-page guide for emergency departments; by next meeting")
	n.line(4, "!all partners: send the name of a data contact to DF; by 11 October 2019")
	secret := n.line(4, "* IS told the meeting about operation Hawthorn under way in one district.")
	if _, err := n.ChangeEntry(n.t.Context(), n.people["DF"], secret.ID, secret.Version, EntryForm{Kind: EntryNote, Text: secret.Text, Restricted: true, PublicText: "An update was received in private."}); err != nil {
		n.t.Fatal(err)
	}

	n.line(5, "What was done: 40 minutes' training for 61 practices; card at reception in 9 languages; one number to ring.")
	n.line(5, "Results: 7 calls in 5 months (none the year before), 4 led to referrals. Cost £2,150. Lesson: reception staff notice more than dentists.")
	n.line(5, "Partners asked about interpreters; AH: telephone interpreting, £0.65 a minute.")
	n.line(5, "= agreed: commended; to be published in the library")
	n.line(5, "!LCC, BMDC, WC, CMBC, KC: each to say whether it can be done in its area; next meeting")
	n.line(5, "“👏 from the video room” was written in the chat.")

	n.line(6, "38 beds, 35 taken. Gap for couples and for men over 50. Options paper 6: (a) nothing, (b) spot purchase, (c) joint bid with South Yorkshire.")
	n.line(6, "= vote 11-1-2: option (c), a joint bid with South Yorkshire. PR did not vote.")
	n.line(6, "!GM and MO draft the bid, then RA to sign; by 31 October 2019")
	n.line(6, "!MAO: advice note on “duty to notify” wording; no date set")

	n.line(7, "# Leeds: Licensing training, 214 taxi drivers.")
	n.line(7, "# Bradford")
	n.line(7, "Car washes, joint visits with GLAA and HMRC: 17 visited, 5 notices.")
	n.line(7, "# Hope for Justice: Outreach moved; new number in the chat.")
	n.line(7, "# Wakefield: Warehouse visit; thanks to WYFRS.")
	n.line(7, "# Calderdale: Nothing to report.")
	n.line(7, "!ŁW to send new leaflet to all, done at the meeting")

	n.line(8, "December: annual report; county lines; Anti-Slavery Day review.")
	n.line(8, "Deferred item: “Modern slavery in adult social care” (CQC) to December, CQC not here.")
	n.line(9, "Anti-Slavery Day is 18 October: banner, social posts #WYAntiSlavery. RHo: Leeds Civic Hall lit up.")
	n.line(9, "= agreed: papers to come five clear working days before, as HC asked")
}

// finish ends the meeting at 11:52.
func (n *notebook) finish() {
	n.t.Helper()
	m, err := n.Meeting(n.t.Context(), n.ann, q3)
	if err != nil {
		n.t.Fatal(err)
	}
	n.clock.set(n.t, "2019-09-24 10:52")
	if _, err := n.FinishMeeting(n.t.Context(), n.people["DF"], q3, m.Version, "", "11:52"); err != nil {
		n.t.Fatal(err)
	}
}

func (n *notebook) minutes() Minutes {
	n.t.Helper()
	var m Meeting
	n.read.Where("reference = ?", q3).First(&m)
	min, err := minutesOf(n.read, m.ID)
	if err != nil {
		n.t.Fatal(err)
	}
	return min
}

func (n *notebook) circulate() Minutes {
	n.t.Helper()
	min, err := n.CirculateMinutes(n.t.Context(), n.people["DF"], q3, n.minutes().Version)
	if err != nil {
		n.t.Fatal(err)
	}
	return min
}

func (n *notebook) content(who Actor, edition Edition, version int) MinutesContent {
	n.t.Helper()
	c, err := n.MinutesContent(n.t.Context(), who, q3, edition, version)
	if err != nil {
		n.t.Fatal(err)
	}
	return c
}
