package models

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestNamesThatAreWithheldStandNowhereInThePublicEdition(t *testing.T) {
	base := func() *meetingRecord {
		r := &meetingRecord{partnership: Partnership{TimeZone: "Europe/London", QuorumDenominator: 3, QuorumNumerator: 1}}
		r.meeting = Meeting{Reference: "2026-q3", Ended: "11:52"}
		r.items = []AgendaLine{{ItemID: 1, Number: 1, Title: "One"}}
		return r
	}
	for name, change := range map[string]func(r *meetingRecord){
		"guest who owns an action by name": func(r *meetingRecord) {
			r.attendances = []Attendance{{ID: 1, Name: "Jo Secret", Capacity: Guest, Outcome: Present, Restricted: true, OrganisationName: "Shelter"}}
			r.entries = []Entry{{ID: 1, ItemID: 1, Kind: EntryAction, Text: "Write.", Action: &Action{Owners: []ActionOwner{{Name: "Jo Secret"}}}}}
		},
		"presenter who sent apologies": func(r *meetingRecord) {
			r.attendances = []Attendance{{ID: 1, PersonID: ptr(int64(1)), Name: "Jo Secret", Outcome: Apologies, Restricted: true, OrganisationName: "Shelter"}}
			r.items[0].Presenters = []string{"Jo Secret"}
		},
		"chair who sent apologies": func(r *meetingRecord) {
			r.attendances = []Attendance{{ID: 1, PersonID: ptr(int64(1)), Name: "Jo Secret", Outcome: Apologies, Restricted: true, OrganisationName: "Shelter"}}
			r.meeting.Chair = &Person{ID: 1, Name: "Jo Secret"}
		},
		"person without an organisation who owns an action": func(r *meetingRecord) {
			r.attendances = []Attendance{{ID: 1, PersonID: ptr(int64(1)), Name: "Jo Secret", Outcome: Present, Restricted: true}}
			r.entries = []Entry{{ID: 1, ItemID: 1, Kind: EntryAction, Text: "Write.", Action: &Action{Owners: []ActionOwner{{PersonID: ptr(int64(1)), Person: &Person{Name: "Jo Secret"}}}}}}
		},
		"presenter with a title": func(r *meetingRecord) {
			r.attendances = []Attendance{{ID: 1, Name: "Jo Secret", Outcome: Present, Restricted: true, OrganisationName: "Shelter"}}
			r.items[0].Presenters = []string{"Dr Jo Secret (chair)"}
		},
		"person named in what was corrected": func(r *meetingRecord) {
			r.attendances = []Attendance{{ID: 1, Name: "Jo Secret", Outcome: Absent, Restricted: true}}
			r.corrections = []Correction{{Text: "Jo Secret’s name was left out.", Outcome: CorrectionAccepted, MadeAtID: ptr(int64(9))}}
		},
		"presenter renamed since": func(r *meetingRecord) {
			r.attendances = []Attendance{{ID: 1, PersonID: ptr(int64(1)), Name: "Jo Smith", Outcome: Present, Restricted: true, OrganisationName: "Shelter"}}
			r.items[0].Presenters = []string{"Jo Secret"} // as the person is called now
			r.calledNow = map[int64]string{1: "Jo Secret"}
		},
	} {
		t.Run("a "+name, func(t *testing.T) {
			r := base()
			change(r)
			if text := fmt.Sprintf("%+v", r.content().Public()); strings.Contains(text, "Jo Secret") {
				t.Errorf("it has the name: %s", text)
			}
		})
	}
}

func TestWhoseNameIsWithheldIsKnownByTheNameOfToday(t *testing.T) {
	s := newTestStore(t)
	m := s.plan("8 December 2026")
	who := s.person("Jo Smith", "jo@shelter.example", s.organisation("Shelter", "", "Charity"), RoleMember)
	if err := s.write.Create(&Attendance{MeetingID: m.ID, Position: 99, PersonID: &who.PersonID, Name: "Jo Smith", Capacity: Guest, Outcome: Present, Restricted: true}).Error; err != nil {
		t.Fatal(err)
	}
	s.exec("update people set name = 'Jo Secret' where id = ?", who.PersonID)
	r, err := readRecord(s.read, m.Reference, s.Now())
	if err != nil {
		t.Fatal(err)
	}
	if names := r.hiddenNames(); !slices.Equal(names, []string{"Jo Smith", "Jo Secret"}) {
		t.Errorf("%q are withheld", names)
	}
}

func TestParagraphsThatNameWhoIsWithheldAreFound(t *testing.T) {
	c := MinutesContent{HiddenNames: []string{"Jo Secret"}, Items: []MinutesItem{{Number: 1, Paragraphs: []Paragraph{
		{Number: "1.1", Text: "Dr Jo Secret, of Shelter, spoke."}, {Number: "1.2", Text: "Jo kept a secret."}, {Number: "1.3", Text: "Jo Secret’s address.", Restricted: true},
		{Number: "1.4", Heading: "Thanks to Jo Secret", Text: "Given."}}}}}
	if left := c.NamesLeft(); !slices.Equal(left, []string{"1.1", "1.4"}) {
		t.Errorf("found %q", left)
	}
}
