package models

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func aPaper(name, hash string) PaperForm {
	return PaperForm{FileName: name, MediaType: "application/pdf", Extension: ".pdf", Size: 1200, SHA256: strings.Repeat("0", 64-len(hash)) + hash}
}

// meeting now reads December anew.
func (s agendaStore) meetingNow() Meeting {
	s.t.Helper()
	m, err := s.Meeting(s.t.Context(), s.ann, s.december.Reference)
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

func (s agendaStore) publish() AgendaVersion {
	s.t.Helper()
	v, err := s.PublishAgenda(s.t.Context(), s.ann, s.december.Reference, s.meetingNow().Version)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// order is the agenda's order as the page would send it.
func (s agendaStore) order() []Arranged {
	s.t.Helper()
	c, err := s.AgendaContent(s.t.Context(), s.ann, s.december.Reference, 0)
	if err != nil {
		s.t.Fatal(err)
	}
	var out []Arranged
	section := ""
	for _, l := range c.Items {
		if l.Section != "" {
			section = l.Section
		}
		out = append(out, Arranged{l.ItemID, section, fmt.Sprint(l.Minutes)})
	}
	return out
}

func TestAgendaContent(t *testing.T) {
	t.Run("numbers, running clock, papers and who presents", func(t *testing.T) {
		s := newAgendaStore(t)
		form := safeHouses()
		form.PersonIDs, form.Restricted = []int64{s.pat.PersonID}, true
		i := s.submitted(form)
		for k, name := range []string{"options.pdf", "costs.pdf"} {
			if _, err := s.AttachPaper(t.Context(), s.pat, i.ID, aPaper(name, fmt.Sprint("b", k))); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := s.AcceptItem(t.Context(), s.ann, i.ID, i.Version); err != nil {
			t.Fatal(err)
		}
		c, err := s.AgendaContent(t.Context(), s.mo, "2026-q4", 0)
		if err != nil || len(c.Items) != 6 || c.Minutes != 50 || c.Over != 0 || c.Version != 0 {
			t.Fatalf("%+v, %v", c, err)
		}
		l := c.Items[3]
		if l.Number != 4 || l.Starts != "10:25" || l.By != "Pat Poole, Vale Police" || l.Organisation != "Vale Police" || len(l.Papers) != 2 || l.Papers[1].Label != "4b" || !l.Papers[0].Restricted {
			t.Errorf("%+v", l)
		}
		if c.Letterhead.Marking != "OFFICIAL" || c.Meeting.From != "10:00" || c.Meeting.Prefix != "2026-Q4" {
			t.Errorf("%+v", c)
		}
	})
	t.Run("the public knows of no agenda, and what is for members only is left out for others", func(t *testing.T) {
		s := newAgendaStore(t)
		mustBe(t, second(s.AgendaContent(t.Context(), Actor{}, "2026-q4", 0)), KindNotFound)
		c := AgendaContent{Items: []AgendaLine{{Number: 1, Title: "Operation", Ask: "Hear", Restricted: true}}}.For(Actor{})
		if c.Items[0].Title != "An item for members only" || c.Items[0].Ask != "" {
			t.Errorf("%+v", c.Items[0])
		}
	})
	t.Run("the minutes to agree are those of the meeting before", func(t *testing.T) {
		s := newAgendaStore(t)
		if got := s.titles("2027-q1")[1]; got != "Minutes of 8 December 2026" {
			t.Error(got)
		}
		if got := s.titles("2026-q4")[1]; got != "Minutes of the last meeting" {
			t.Error(got)
		}
	})
	t.Run("the clock runs on the wall when the clocks go back", func(t *testing.T) {
		s := newAgendaStore(t)
		start := time.Date(2026, 10, 24, 23, 55, 0, 0, time.UTC) // 00:55 in summer time, an hour and five minutes before
		if err := s.write.Model(&Meeting{}).Where("id = ?", s.december.ID).Updates(map[string]any{"starts_at": start, "duration_minutes": 180}).Error; err != nil {
			t.Fatal(err)
		}
		order := s.order()
		order[0].Minutes, order[1].Minutes = "70", "60"
		if _, err := s.ArrangeAgenda(t.Context(), s.ann, "2026-q4", s.meetingNow().Version, order); err != nil {
			t.Fatal(err)
		}
		c, _ := s.AgendaContent(t.Context(), s.ann, "2026-q4", 0)
		// 00:55, then 70 minutes later the clocks have gone from 02:00 back to 01:00.
		if c.Items[0].Starts != "00:55" || c.Items[1].Starts != "01:05" || c.Items[2].Starts != "02:05" {
			t.Errorf("%s %s %s", c.Items[0].Starts, c.Items[1].Starts, c.Items[2].Starts)
		}
	})
	t.Run("minutes beyond the meeting are counted", func(t *testing.T) {
		s := newAgendaStore(t)
		form := safeHouses()
		for minutes, over := range map[string]int{"85": 0, "86": 1} {
			form.Minutes = minutes
			i, err := s.AddItem(t.Context(), s.ann, "2026-q4", form)
			if err != nil {
				t.Fatal(err)
			}
			if c, _ := s.AgendaContent(t.Context(), s.ann, "2026-q4", 0); c.Over != over {
				t.Errorf("%s minutes: over by %d", minutes, c.Over)
			}
			if _, err := s.WithdrawItem(t.Context(), s.ann, i.ID, i.Version); err != nil {
				t.Fatal(err)
			}
		}
	})
	t.Run("open actions of earlier meetings arise by themselves", func(t *testing.T) {
		s := newAgendaStore(t)
		err := s.command(t.Context(), s.ann, func(t *tx) error {
			m := s.december
			if _, err := t.giveAction(&m, 0, ActionForm{Text: "Chase Kirklees", AllPartners: true, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineNextMeeting}}); err != nil {
				return err
			}
			closed, err := t.giveAction(&m, 0, ActionForm{Text: "Done long ago", AllPartners: true, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineNone}})
			if err != nil {
				return err
			}
			return t.Model(&Action{}).Where("id = ?", closed.ID).Update("state", ActionClosed).Error
		})
		if err != nil {
			t.Fatal(err)
		}
		c, _ := s.AgendaContent(t.Context(), s.pat, "2027-q1", 0)
		if a := c.Items[2].Arising; len(a) != 1 || a[0].Reference != "2026-Q4/01" || a[0].Owners[0] != "All partners" {
			t.Errorf("%+v", a)
		}
		if c, _ = s.AgendaContent(t.Context(), s.pat, "2026-q4", 0); len(c.Items[2].Arising) != 0 {
			t.Error("a meeting's own actions arise at it")
		}
	})
	t.Run("the same number of questions for three items and for sixty", func(t *testing.T) {
		s := newAgendaStore(t)
		count := func() (agenda, queue int64) {
			var n atomic.Int64
			if _, err := s.AgendaContent(WithQueryCount(t.Context(), &n), s.ann, "2026-q4", 0); err != nil {
				t.Fatal(err)
			}
			agenda = n.Swap(0)
			if _, err := s.Queue(WithQueryCount(t.Context(), &n), s.ann, "2026-q4"); err != nil {
				t.Fatal(err)
			}
			return agenda, n.Load()
		}
		fill := func(n int) {
			for k := range n {
				form := safeHouses()
				form.PersonIDs, form.Names = []int64{s.pat.PersonID}, []string{"Dr Amira Haddad"}
				i := s.submitted(form)
				if _, err := s.AttachPaper(t.Context(), s.pat, i.ID, aPaper("a.pdf", fmt.Sprint(k, i.ID))); err != nil {
					t.Fatal(err)
				}
				if k%2 == 0 {
					if _, err := s.AcceptItem(t.Context(), s.ann, i.ID, i.Version); err != nil {
						t.Fatal(err)
					}
				}
			}
		}
		fill(3)
		agenda, queue := count()
		fill(60)
		if a, q := count(); a != agenda || q != queue {
			t.Errorf("agenda %d then %d, queue %d then %d", agenda, a, queue, q)
		}
	})
}

func TestArrangeAgenda(t *testing.T) {
	t.Run("order, sections and minutes are saved", func(t *testing.T) {
		s := newAgendaStore(t)
		s.accepted("Strategic overview")
		order := s.order()
		order[2], order[3] = order[3], order[2]
		order[2].Section, order[3].Section, order[2].Minutes = "Main business", "Main business", "20"
		if _, err := s.ArrangeAgenda(t.Context(), s.ann, "2026-q4", s.meetingNow().Version, order); err != nil {
			t.Fatal(err)
		}
		c, _ := s.AgendaContent(t.Context(), s.ann, "2026-q4", 0)
		if c.Items[2].Title != "Strategic overview" || c.Items[2].Section != "Main business" || c.Items[3].Section != "" || c.Items[3].Starts != "10:30" {
			t.Errorf("%+v", c.Items[2:4])
		}
		if e := s.lastEvent(); e.What != "arranged the agenda" || e.Detail != "Item 4 to 3, item 3 to 4" {
			t.Errorf("%+v", e)
		}
	})
	t.Run("an agenda that has changed since is a conflict", func(t *testing.T) {
		s := newAgendaStore(t)
		before, order := s.meetingNow().Version, s.order()
		s.accepted("Came meanwhile")
		mustBe(t, second(s.ArrangeAgenda(t.Context(), s.ann, "2026-q4", before, order)), KindConflict)
		mustBe(t, second(s.ArrangeAgenda(t.Context(), s.ann, "2026-q4", s.meetingNow().Version, order)), KindConflict)
		twice := append(order[:len(order):len(order)], order[0])
		mustBe(t, second(s.ArrangeAgenda(t.Context(), s.ann, "2026-q4", s.meetingNow().Version, twice)), KindConflict)
	})
	t.Run("minutes that are none are refused beside their item and nothing is saved", func(t *testing.T) {
		s := newAgendaStore(t)
		order := s.order()
		order[0], order[1] = order[1], order[0]
		order[2].Minutes = "a while"
		e := mustBe(t, second(s.ArrangeAgenda(t.Context(), s.ann, "2026-q4", s.meetingNow().Version, order)), KindInvalid)
		if e.Fields[0].Field != fmt.Sprintf("minutes-%d", order[2].ItemID) || s.titles("2026-q4")[0] != "Welcome, introductions and apologies" {
			t.Errorf("%+v", e.Fields)
		}
	})
	t.Run("partners may not, and a cancelled meeting has no agenda to change", func(t *testing.T) {
		s := newAgendaStore(t)
		mustBe(t, second(s.ArrangeAgenda(t.Context(), s.pat, "2026-q4", s.meetingNow().Version, s.order())), KindNotAllowed)
		mustBe(t, second(s.AddItem(t.Context(), s.pat, "2026-q4", safeHouses())), KindNotAllowed)
		s.write.Model(&Meeting{}).Where("id = ?", s.december.ID).Update("state", MeetingCancelled)
		mustBe(t, second(s.AddItem(t.Context(), s.ann, "2026-q4", safeHouses())), KindBadState)
	})
	t.Run("business raised on the day comes last, until the minutes are agreed", func(t *testing.T) {
		s := newAgendaStore(t)
		s.write.Model(&Meeting{}).Where("id = ?", s.december.ID).Update("state", MeetingHeld)
		form := ItemForm{Title: "A letter from the minister", Purpose: ForInformation, Minutes: "0"}
		i, err := s.AddItem(t.Context(), s.ann, "2026-q4", form)
		if err != nil || i.Position != 6 {
			t.Fatalf("%+v, %v", i, err)
		}
		minutes := Minutes{MeetingID: s.december.ID, State: MinutesAgreed, Version: 1}
		if err := s.write.Create(&minutes).Error; err != nil {
			t.Fatal(err)
		}
		mustBe(t, second(s.AddItem(t.Context(), s.ann, "2026-q4", form)), KindBadState)
	})
	t.Run("a standing item is changed or removed, never decided about", func(t *testing.T) {
		s := newAgendaStore(t)
		id := s.order()[3].ItemID
		mustBe(t, second(s.DeferItem(t.Context(), s.ann, id, 1, "2027-q1", "x")), KindBadState)
		mustBe(t, second(s.WithdrawItem(t.Context(), s.ann, id, 1)), KindBadState)
		i, err := s.ChangeAgendaItem(t.Context(), s.ann, id, 1, ItemForm{Title: "Plan for 2027", Purpose: ForDiscussion, Minutes: "10", Names: []string{"Chair"}})
		if err != nil || i.Kind != ItemStanding || i.Title != "Plan for 2027" {
			t.Fatalf("%+v, %v", i, err)
		}
		mustBe(t, second(s.RemoveStandingItem(t.Context(), s.ann, id, 1)), KindConflict)
		if _, err := s.RemoveStandingItem(t.Context(), s.ann, id, 2); err != nil || strings.Contains(strings.Join(s.titles("2026-q4"), " "), "Plan") {
			t.Error(err)
		}
	})
}

func TestPublishAgenda(t *testing.T) {
	t.Run("published once, then again with what changed, each told once", func(t *testing.T) {
		s := newAgendaStore(t)
		s.accepted("Strategic overview")
		first := s.publish()
		if first.Version != 1 || first.Changes != "" || s.meetingNow().State != MeetingPublished {
			t.Fatalf("%+v", first)
		}
		if n := len(s.letters(LetterAgendaPublished)); n != 4 {
			t.Errorf("%d people told, want 4", n)
		}
		mustBe(t, second(s.PublishAgenda(t.Context(), s.ann, "2026-q4", s.meetingNow().Version)), KindBadState)

		form := safeHouses()
		form.Restricted = true
		i, err := s.AddItem(t.Context(), s.ann, "2026-q4", form)
		if err != nil {
			t.Fatal(err)
		}
		s.clock.add(letterHold)
		again := s.publish()
		want := "Item 5 added: an item for members only, at 10:40\nItems 6 and 7 begin 15 minutes later"
		if again.Version != 2 || again.Changes != want || len(s.letters(LetterAgendaPublished)) != 8 {
			t.Errorf("%q, %d letters", again.Changes, len(s.letters(LetterAgendaPublished)))
		}
		for _, l := range s.letters(LetterAgendaPublished) {
			if strings.Contains(l.Facts, "Safe-house") {
				t.Error("a letter names an item for members only")
			}
		}
		if _, err := s.WithdrawItem(t.Context(), s.ann, i.ID, i.Version); err != nil {
			t.Fatal(err)
		}
		one, err := s.AgendaContent(t.Context(), s.mo, "2026-q4", 1)
		if err != nil || len(one.Items) != 6 || one.Version != 1 || one.PublishedAt == nil {
			t.Errorf("version 1: %d items, %v", len(one.Items), err)
		}
		if two, _ := s.AgendaContent(t.Context(), s.mo, "2026-q4", 2); len(two.Items) != 7 || len(two.Changes) != 2 {
			t.Errorf("version 2: %+v", two.Changes)
		}
		mustBe(t, second(s.AgendaContent(t.Context(), s.mo, "2026-q4", 3)), KindNotFound)
	})
	t.Run("only what was looked at is published, of a meeting that was called", func(t *testing.T) {
		s := newAgendaStore(t)
		before := s.meetingNow().Version
		s.accepted("Came meanwhile")
		mustBe(t, second(s.PublishAgenda(t.Context(), s.ann, "2026-q4", before)), KindConflict)
		mustBe(t, second(s.PublishAgenda(t.Context(), s.ann, "2027-q1", s.march.Version)), KindBadState)
		mustBe(t, second(s.PublishAgenda(t.Context(), s.pat, "2026-q4", s.meetingNow().Version)), KindNotAllowed)
	})
}

func TestAgendaChanges(t *testing.T) {
	line := func(id int64, n int, starts, title string) AgendaLine {
		return AgendaLine{ItemID: id, Number: n, Starts: starts, Title: title, Minutes: 10, Purpose: ForDiscussion}
	}
	before := AgendaContent{Items: []AgendaLine{line(1, 1, "10:00", "Welcome"), line(2, 2, "10:10", "Minutes"), line(3, 3, "10:20", "Overview"), line(4, 4, "10:30", "Close")}}
	for name, c := range map[string]struct {
		after []AgendaLine
		want  []string
	}{
		"nothing": {before.Items, nil},
		"moved within": {[]AgendaLine{line(3, 1, "10:00", "Overview"), line(1, 2, "10:10", "Welcome"), line(2, 3, "10:20", "Minutes"), line(4, 4, "10:30", "Close")},
			[]string{"Item 1, Overview, moved: it was item 3 at 10:20 and is now at 10:00", "Items 2 and 3 begin 10 minutes later"}},
		"removed": {[]AgendaLine{line(1, 1, "10:00", "Welcome"), line(2, 2, "10:10", "Minutes"), line(4, 3, "10:20", "Close")},
			[]string{"Item removed: Overview (it was item 3)", "Item 3 moved from 10:30 to 10:20"}},
		"longer": {[]AgendaLine{{ItemID: 1, Number: 1, Starts: "10:00", Title: "Welcome", Minutes: 15, Purpose: ForDiscussion}, line(2, 2, "10:15", "Minutes"), line(3, 3, "10:25", "Overview"), line(4, 4, "10:35", "Close")},
			[]string{"Items 2 to 4 begin 5 minutes later", "Item 1 has 15 minutes instead of 10"}},
		"told": {[]AgendaLine{before.Items[0], before.Items[1], {ItemID: 3, Number: 3, Starts: "10:20", Title: "Strategic overview", Minutes: 10, Purpose: ForDecision, By: "Pat Poole", Ask: "Agree", Papers: []PaperLine{{ID: 9, Title: "Slides"}}}, before.Items[3]},
			[]string{"Item 3 is now called Strategic overview", "Item 3 is for decision instead of discussion", "Item 3 is presented by Pat Poole", "Item 3 asks the meeting for something else", "Item 3 has a new paper: Slides"}},
		"private": {[]AgendaLine{before.Items[0], before.Items[1], {ItemID: 3, Number: 3, Starts: "10:20", Title: "Operation Oak", Minutes: 10, Purpose: ForDiscussion, Restricted: true, Papers: []PaperLine{{ID: 9, Title: "Oak"}}}, before.Items[3]},
			[]string{"Item 3 is now for members only", "Item 3 has a new paper"}},
	} {
		if got := agendaChanges(before, AgendaContent{Items: c.after}); strings.Join(got, "\n") != strings.Join(c.want, "\n") {
			t.Errorf("%s:\n%s\nwant\n%s", name, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestPapers(t *testing.T) {
	t.Run("names are cleaned and told apart, the same file is attached once", func(t *testing.T) {
		for given, want := range map[string]string{
			`C:\Users\pat\My slides.PDF`: "My slides.pdf", "../../etc/passwd": "passwd.pdf", "a/b/..": "paper.pdf", "": "paper.pdf", "report.pdf.exe": "report.pdf.exe.pdf",
			"x\r\nSet-Cookie: a=b.pdf": "Set-Cookie a=b.pdf", "\u202Efdp.exe": "fdp.exe.pdf", "ŵy 👏.pdf": "ŵy 👏.pdf", strings.Repeat("n", 300) + ".pdf": strings.Repeat("n", 120) + ".pdf",
		} {
			if got := cleanFileName(given, ".pdf"); got != want && !(strings.HasPrefix(given, "x\r") && got == "x Set-Cookie a=b.pdf") {
				t.Errorf("%q becomes %q, want %q", given, got, want)
			}
		}
		s := newAgendaStore(t)
		i := s.submitted(safeHouses())
		var names []string
		for _, hash := range []string{"c1", "c2", "c1"} {
			p, err := s.AttachPaper(t.Context(), s.pat, i.ID, aPaper("Slides.pdf", hash))
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, p.FileName)
		}
		if got := strings.Join(names, ", "); got != "Slides.pdf, Slides (2).pdf, Slides.pdf" {
			t.Error(got)
		}
		page, _ := s.ItemPage(t.Context(), s.pat, i.ID)
		if len(page.Item.Papers) != 2 {
			t.Errorf("%d papers", len(page.Item.Papers))
		}
	})
	t.Run("a paper is read by those who may read its item", func(t *testing.T) {
		s := newAgendaStore(t)
		i := s.submitted(safeHouses())
		p, err := s.AttachPaper(t.Context(), s.pat, i.ID, aPaper("a.pdf", "d1"))
		if err != nil {
			t.Fatal(err)
		}
		for who, may := range map[*Actor]bool{&s.pat: true, &s.ann: true, &s.hal: false, &s.mo: false, {}: false} {
			if _, err := s.Paper(t.Context(), *who, p.ID); (err == nil) != may || err != nil && KindOf(err) != KindNotFound {
				t.Errorf("%q before: %v", who.Name, err)
			}
		}
		if i, err = s.AcceptItem(t.Context(), s.ann, i.ID, i.Version); err != nil {
			t.Fatal(err)
		}
		for who, may := range map[*Actor]bool{&s.pat: true, &s.ann: true, &s.hal: true, &s.mo: true, {}: false} {
			if _, err := s.Paper(t.Context(), *who, p.ID); (err == nil) != may {
				t.Errorf("%q on the agenda: %v", who.Name, err)
			}
		}
		mustBe(t, second(s.RemovePaper(t.Context(), s.pat, p.ID)), KindBadState)
		mustBe(t, second(s.RemovePaper(t.Context(), s.hal, p.ID)), KindNotAllowed)
		if _, err := s.RemovePaper(t.Context(), s.ann, p.ID); err != nil {
			t.Fatal(err)
		}
		mustBe(t, second(s.Paper(t.Context(), s.ann, p.ID)), KindNotFound)
	})
	t.Run("papers are renamed with their item, and marked as it is", func(t *testing.T) {
		s := newAgendaStore(t)
		i := s.submitted(safeHouses())
		p, err := s.AttachPaper(t.Context(), s.pat, i.ID, aPaper("a.pdf", "e1"))
		if err != nil {
			t.Fatal(err)
		}
		form := safeHouses()
		form.Restricted, form.PaperTitles = true, map[int64]string{p.ID: "Options for 2027", 999: "Not mine"}
		if _, err := s.ChangeItem(t.Context(), s.pat, i.ID, i.Version, form); err != nil {
			t.Fatal(err)
		}
		if p, _ = s.Paper(t.Context(), s.pat, p.ID); p.Title != "Options for 2027" || !p.Restricted || p.Marking != "OFFICIAL-SENSITIVE" {
			t.Errorf("%+v", p)
		}
	})
	t.Run("the twenty-first is refused", func(t *testing.T) {
		s := newAgendaStore(t)
		i := s.submitted(safeHouses())
		for k := range maxPapers {
			if _, err := s.AttachPaper(t.Context(), s.pat, i.ID, aPaper("a.pdf", fmt.Sprintf("f%d", k))); err != nil {
				t.Fatal(err)
			}
		}
		mustBe(t, second(s.AttachPaper(t.Context(), s.pat, i.ID, aPaper("a.pdf", "99"))), KindInvalid)
	})
}
