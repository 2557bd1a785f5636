package models

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

// says gives the paragraph of this number.
func (c MinutesContent) says(t *testing.T, number string) Paragraph {
	t.Helper()
	for _, i := range c.Items {
		for _, p := range i.Paragraphs {
			if p.Number == number {
				return p
			}
		}
	}
	t.Fatalf("there is no paragraph %s", number)
	return Paragraph{}
}

// flat is everything that the content holds, as text.
func flat(t *testing.T, c MinutesContent) string {
	t.Helper()
	text, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return strings.NewReplacer(`\u0026`, "&", `\u003c`, "<", `\u003e`, ">", `\"`, `"`).Replace(string(text))
}

func TestTheNotebook(t *testing.T) {
	n := newNotebook(t)
	df, zd := n.people["DF"], n.people["ZD"]
	n.whoWasThere()
	n.takeTheMinutes()

	t.Run("who was there, and how", func(t *testing.T) {
		c := n.content(df, MembersEdition, 0)
		lines := map[string]string{}
		for _, a := range append(c.Present, c.InAttendance...) {
			lines[a.Name+" "+a.Initials] = a.Remark
		}
		for who, remark := range map[string]string{
			"Ruth Ashworth RA": "chair", "Daniel Firth DF": "minutes", "Rachel Holroyd RHol": "", "Rebecca Holt RHo": "", "Nguyễn Thị Hạnh NTH": "by video",
			"Zdeněk Dvořák ZD": "arrived 10:25, during item 4", "Mary-Anne O'Neill MAO": "left 11:30, after item 6", "Thomas Wainwright TW": "away 11:00 to 11:10",
			"Karen Bright KB": "deputy for Tara Whitfield", "Dr Amira Haddad AH": "guest, item 5 only", "Two student social workers ": "observer, with PR",
		} {
			if got, ok := lines[who]; !ok || got != remark {
				t.Errorf("%s: %q, want %q", who, got, remark)
			}
		}
		if c.Present[0].Name != "Ruth Ashworth" {
			t.Errorf("%s stands before the chair", c.Present[0].Name)
		}
		apologies := strings.Join(c.Apologies, "; ")
		for _, want := range []string{"Tara Whitfield (Kirklees Council, deputy sent)", "Yusuf al-Rahman", "Jean-Luc Béranger", "HM Prison and Probation Service"} {
			if !strings.Contains(apologies, want) {
				t.Errorf("apologies %q lack %q", apologies, want)
			}
		}
		if got := strings.Join(c.Absent, "; "); got != "HM Revenue and Customs; Department for Work and Pensions; Leeds Bradford Airport" {
			t.Errorf("absent: %s", got)
		}
		if !strings.Contains(c.Quorum, "Reached: 13 of ") {
			t.Errorf("quorum: %s", c.Quorum)
		}
	})
	t.Run("every paragraph has its place", func(t *testing.T) {
		c := n.content(df, MembersEdition, 0)
		for number, want := range map[string]Paragraph{
			"3.2": {Text: "Done.", Reviews: "2019-Q2/01", ReviewsState: "closed"},
			"3.3": {Text: "Four of five in; KB to chase Kirklees.", Reviews: "2019-Q2/03", ReviewsState: "stays open, now due 27 September 2019"},
			"3.4": {Text: "Overdue twice: withdrawn, overtaken by the new national form.", Reference: "2019-Q3/D1", Reviews: "2019-Q1/01", ReviewsState: "withdrawn", How: "Agreed"},
			"3.5": {Text: "Ongoing.", Reviews: "2018-Q4/02", ReviewsState: "stays open, ongoing, review 24 March 2020"},
			"4.4": {Text: "One-page guide for emergency departments", Reference: "2019-Q3/01", Owners: "Siân Gruffŷdd and West Yorkshire Police", Deadline: "by the next meeting, 10 December 2019"},
			"4.5": {Text: "Send the name of a data contact to DF", Reference: "2019-Q3/02", Owners: "All partners", Deadline: "by 11 October 2019"},
			"5.4": {Text: "Commended; to be published in the library", Reference: "2019-Q3/D2", How: "Agreed"},
			"5.5": {Text: "Each to say whether it can be done in its area", Reference: "2019-Q3/03", Deadline: "by the next meeting, 10 December 2019",
				Owners: "Leeds City Council, City of Bradford Metropolitan District Council, Wakefield Council, Calderdale Metropolitan Borough Council and Kirklees Council"},
			"6.2": {Text: "Option (c), a joint bid with South Yorkshire. PR did not vote.", Reference: "2019-Q3/D3", How: "Vote: 11 for, 1 against, 2 abstained"},
			"6.3": {Text: "Draft the bid, then RA to sign", Reference: "2019-Q3/04", Owners: "Grace Mensah and Margaret Okafor", Deadline: "by 31 October 2019"},
			"6.4": {Text: "Advice note on “duty to notify” wording", Reference: "2019-Q3/05", Owners: "Mary-Anne O'Neill", Deadline: "no date set"},
			"7.1": {Text: "Licensing training, 214 taxi drivers.", Heading: "Leeds"},
			"7.2": {Text: "Car washes, joint visits with GLAA and HMRC: 17 visited, 5 notices.", Heading: "Bradford"},
			"7.6": {Text: "Send new leaflet to all", Reference: "2019-Q3/06", Owners: "Łukasz Wiśniewski", Deadline: "done at the meeting"},
			"9.2": {Text: "Papers to come five clear working days before, as HC asked", Reference: "2019-Q3/D4", How: "Agreed"},
		} {
			got := c.says(t, number)
			got = Paragraph{Text: got.Text, Heading: got.Heading, Reference: got.Reference, How: got.How, Owners: got.Owners, Deadline: got.Deadline, Reviews: got.Reviews, ReviewsState: got.ReviewsState}
			if got != want {
				t.Errorf("%s\n got %+v\nwant %+v", number, got, want)
			}
		}
		if got := c.Items[5].Interests; !slices.Equal(got, []string{"Priya Raman declared an interest: a trustee of the Palm Cove Society. They stayed and did not vote."}) {
			t.Errorf("interests %q", got)
		}
		if len(c.Next) != 4 || c.Next[0].Venue != "Bradford City Hall" {
			t.Errorf("next meetings %+v", c.Next)
		}
	})
	t.Run("what became of the earlier actions", func(t *testing.T) {
		for ref, want := range map[string]ActionState{"2019-Q2/01": ActionClosed, "2019-Q2/03": ActionOpen, "2019-Q1/01": ActionWithdrawn, "2018-Q4/02": ActionOpen} {
			a, err := find[Action](n.read, "action", n.old[ref])
			if err != nil || a.State != want {
				t.Errorf("%s is %s, want %s (%v)", ref, a.State, want, err)
			}
		}
	})
	n.finish()
	t.Run("a member cannot read the draft, nor anybody correct it", func(t *testing.T) {
		_, err := n.MinutesContent(t.Context(), zd, q3, MembersEdition, 0)
		mustBe(t, err, KindNotFound)
		_, err = n.AskForCorrection(t.Context(), zd, q3, CorrectionForm{Text: "x"})
		mustBe(t, err, KindBadState)
	})
	n.clock.set(t, "2019-09-26 09:00")
	n.circulate()
	t.Run("everybody invited has the minutes, and each owner the action, once", func(t *testing.T) {
		if got := len(n.letters(LetterMinutesCirculated)); got != 19 {
			t.Errorf("%d letters went out", got)
		}
		given := map[string]int{}
		for _, l := range n.letters(LetterActionGiven) {
			given[l.FactMap()["reference"]+" "+l.Name]++
		}
		for _, who := range []string{"2019-Q3/01 Siân Gruffŷdd", "2019-Q3/01 Imran Sheikh", "2019-Q3/02 Tara Whitfield", "2019-Q3/04 Grace Mensah"} {
			if given[who] != 1 {
				t.Errorf("%s: %d letters", who, given[who])
			}
		}
	})

	t.Run("corrections are asked for and answered", func(t *testing.T) {
		ask := func(who, paragraph, text string) Correction {
			k, err := n.AskForCorrection(t.Context(), n.people[who], q3, CorrectionForm{Paragraph: paragraph, Text: text})
			if err != nil {
				t.Fatal(err)
			}
			again, err := n.AskForCorrection(t.Context(), n.people[who], q3, CorrectionForm{Paragraph: paragraph, Text: text})
			if err != nil || again.ID != k.ID {
				t.Errorf("sent twice, asked twice: %v", err)
			}
			return k
		}
		z := ask("ZD", "", "I arrived at 10:20, not 10:25.")
		w := ask("TW", "7.2", "Bradford visited 19, not 17.")
		h := ask("HC", "7.5", "Please strike “nothing to report”.")
		if _, err := n.AnswerCorrection(t.Context(), df, h.ID, h.Version, CorrectionAnswer{Outcome: CorrectionRefused}); err == nil {
			t.Error("refused without a reason")
		}
		n.change("Zdeněk Dvořák", func(f *AttendanceForm) { f.Arrived = "10:20" })
		par := n.content(df, MembersEdition, Draft).says(t, "7.2")
		if _, err := n.ChangeEntry(t.Context(), df, par.EntryID, par.EntryVersion, EntryForm{Kind: EntryNote, Text: strings.Replace(par.Text, "17", "19", 1)}); err != nil {
			t.Fatal(err)
		}
		for k, a := range map[*Correction]CorrectionAnswer{&z: {CorrectionAccepted, ""}, &w: {CorrectionAccepted, "After checking."}, &h: {CorrectionRefused, "It was said."}} {
			if _, err := n.AnswerCorrection(t.Context(), df, k.ID, k.Version, a); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(n.letters(LetterCorrectionAnswered)); got != 3 {
			t.Errorf("%d letters", got)
		}
	})
	t.Run("version 2 says what changed, and owners are not told twice", func(t *testing.T) {
		given := len(n.letters(LetterActionGiven))
		n.circulate()
		var v MinutesVersion
		n.read.Where("version = 2").First(&v)
		if v.Changes != "Attendance: Zdeněk Dvořák is now “present, arrived 10:20, during item 4” (was “present, arrived 10:25, during item 4”)\nParagraph 7.2 changed" {
			t.Errorf("changes: %s", v.Changes)
		}
		if got := len(n.letters(LetterActionGiven)); got != given {
			t.Errorf("%d letters more", got-given)
		}
		if old := n.content(zd, MembersEdition, 1).says(t, "7.2").Text; !strings.Contains(old, "17 visited") {
			t.Errorf("version 1 says %s", old)
		}
		_, err := n.CirculateMinutes(t.Context(), df, q3, n.minutes().Version)
		mustBe(t, err, KindBadState)
	})

	n.clock.set(t, "2019-12-09 11:00")
	december, err := n.Meeting(t.Context(), n.ann, "2019-q4")
	if err != nil {
		t.Fatal(err)
	}
	n.call2(december)
	t.Run("a meeting whose day has not come has agreed nothing", func(t *testing.T) {
		_, err := n.AgreeMinutes(t.Context(), df, q3, n.minutes().Version, AgreementForm{At: "2019-q4"})
		mustBe(t, err, KindInvalid)
		if st, err := n.MinutesStanding(t.Context(), df, q3); err != nil || st.CanAgree() {
			t.Errorf("can be agreed by %v, %v", st.Later, err)
		}
	})
	n.clock.set(t, "2019-12-10 09:00")
	t.Run("on the day it can", func(t *testing.T) {
		if st, err := n.MinutesStanding(t.Context(), df, q3); err != nil || !st.CanAgree() {
			t.Errorf("can be agreed by %v, %v", st.Later, err)
		}
	})
	n.clock.set(t, "2019-12-10 11:00")
	t.Run("the next meeting agrees them, with a correction made there", func(t *testing.T) {
		page, err := n.TakeMinutesPage(t.Context(), df, "2019-q4", 0)
		if err != nil || page.Previous == nil || page.Previous.Meeting.Reference != q3 {
			t.Fatalf("nothing to agree: %+v, %v", page.Previous, err)
		}
		form := []MadeCorrection{{Paragraph: "paragraph 4.1", Replace: "23 investigations", With: "32 investigations"}}
		for range 2 {
			e, err := n.AgreePrevious(t.Context(), df, "2019-q4", page.Items[1].ItemID, "k1", q3, n.minutes().Version, form)
			if err != nil || e.Kind != EntryDecision || e.Number != 1 || !strings.Contains(e.Text, "“23 investigations” should be “32 investigations”.") {
				t.Fatalf("%+v, %v", e, err)
			}
		}
		c := n.content(zd, MembersEdition, 0)
		if c.State != MinutesAgreed || c.AgreeAt != "10 December 2019" || !strings.Contains(c.says(t, "4.1").Text, "32 investigations") || len(c.Corrections) != 4 {
			t.Errorf("%s at %s, %d corrections", c.State, c.AgreeAt, len(c.Corrections))
		}
	})
	t.Run("what is agreed cannot be changed", func(t *testing.T) {
		_, err := n.RecordEntry(t.Context(), df, q3, n.items[0], "", EntryForm{Kind: EntryNote, Text: "More."})
		mustBe(t, err, KindBadState)
		a := n.attendance("Zdeněk Dvořák")
		_, err = n.SetAttendance(t.Context(), df, a.ID, a.Version, a.form())
		mustBe(t, err, KindBadState)
	})
	t.Run("the public edition is published, without what is restricted", func(t *testing.T) {
		_, err := n.MinutesContent(t.Context(), Actor{}, q3, PublicEdition, 0)
		mustBe(t, err, KindNotFound)
		if _, err := n.PublishMinutes(t.Context(), df, q3, n.minutes().Version); err != nil {
			t.Fatal(err)
		}
		c := n.content(Actor{}, PublicEdition, 0)
		if p := c.says(t, "4.6"); p.Text != "An update was received in private." || !p.Withheld || !c.Withheld {
			t.Errorf("4.6 says %+v", p)
		}
		for _, secret := range []string{"Hawthorn", "operation", "secret-room", "It was said", "OFFICIAL-SENSITIVE"} {
			if strings.Contains(flat(t, c), secret) {
				t.Errorf("the public edition holds %q", secret)
			}
		}
		if m, _ := n.Meeting(t.Context(), n.ann, q3); m.State != MeetingClosed {
			t.Errorf("the meeting is %s", m.State)
		}
		if got := len(n.letters(LetterMinutesAgreed)); got != 19 {
			t.Errorf("%d letters", got)
		}
	})
	t.Run("the register has the decisions, for each reader what they may know", func(t *testing.T) {
		public, err := n.Decisions(t.Context(), Actor{}, DecisionFilter{})
		if err != nil || len(public.Decisions) != 4 || public.Decisions[0].Reference != "2019-Q3/D4" || public.Decisions[0].Paragraph != "9.2" {
			t.Errorf("%+v, %v", public, err)
		}
		own, _ := n.Decisions(t.Context(), df, DecisionFilter{Words: "correct record"})
		if len(own.Decisions) != 1 || !own.Decisions[0].Draft || own.Decisions[0].Reference != "2019-Q4/D1" {
			t.Errorf("%+v", own)
		}
	})
}

// call2 brings the December meeting to the point where minutes are taken.
func (n *notebook) call2(m Meeting) {
	n.t.Helper()
	if err := n.write.Model(&Meeting{}).Where("id = ?", m.ID).Update("state", MeetingPublished).Error; err != nil {
		n.t.Fatal(err)
	}
}

func TestMinutesOfAMeetingThatWasNotHeld(t *testing.T) {
	n := newNotebook(t)
	t.Run("before anybody is there nothing is said of the quorum", func(t *testing.T) {
		if q := n.content(n.people["DF"], MembersEdition, Draft).Quorum; q != "" {
			t.Errorf("it says “%s”", q)
		}
	})
	t.Run("a cancelled meeting has none", func(t *testing.T) {
		m, err := n.Meeting(t.Context(), n.ann, "2019-Q4") // as references are written in the minutes
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.CancelMeeting(t.Context(), n.ann, m.Reference, m.Version, "Snow", false); err != nil {
			t.Fatal(err)
		}
		_, err = n.MinutesContent(t.Context(), n.ann, m.Reference, MembersEdition, Draft)
		mustBe(t, err, KindNotFound)
	})
	t.Run("a meeting with a title of its own keeps it whole", func(t *testing.T) {
		own, usual := MeetingFacts{Name: "Closure of a safe house"}, MeetingFacts{Name: "Quarterly meeting"}
		if own.Titled("Minutes") != "Minutes: Closure of a safe house" || usual.Titled("Minutes") != "Minutes of the quarterly meeting" {
			t.Errorf("%s, %s", own.Titled("Minutes"), usual.Titled("Minutes"))
		}
	})
}
