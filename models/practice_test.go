package models

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

// practiceForm is a whole practice, ready to be submitted.
func practiceForm(title string) PracticeForm {
	return PracticeForm{
		Title: title, Summary: "Reception staff notice more than dentists", Context: "No referrals from dentists", Done: "40 minutes' training",
		Results: "7 calls in 5 months", Cost: "£2,150", Contact: "Siân Gruffŷdd, sian@nhs.example, 0113 496 0001", Visibility: ForMembers,
	}
}

// draft and the like bring a practice so far, as its author and the secretariat would.
func (s *trackerStore) draft(by Actor, form PracticeForm) Practice {
	s.t.Helper()
	p, err := s.DraftPractice(s.t.Context(), by, form)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *trackerStore) submitted(by Actor, form PracticeForm) Practice {
	s.t.Helper()
	p := s.draft(by, form)
	p, err := s.SubmitPractice(s.t.Context(), by, p.ID, p.Version, form)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func (s *trackerStore) published(by Actor, form PracticeForm) Practice {
	s.t.Helper()
	p := s.submitted(by, form)
	p, err := s.PublishPractice(s.t.Context(), s.ann, p.ID, p.Version, form.Visibility)
	if err != nil {
		s.t.Fatal(err)
	}
	return p
}

func TestSlug(t *testing.T) {
	for title, want := range map[string]string{
		"Spotting signs in dental practices": "spotting-signs-in-dental-practices",
		"Łódź & Gruffŷdd's “best” idea!":     "lodz-and-gruffydds-best-idea",
		"Nguyễn Thị Hạnh":                    "nguyen-thi-hanh",
		"مرحبا":                              "practice",
		"👏":                                  "practice",
		strings.Repeat("word ", 30):          "word-word-word-word-word-word-word-word-word-word-word-word",
		strings.Repeat("x", 200):             strings.Repeat("x", 60),
	} {
		if got := slugOf(title); got != want {
			t.Errorf("%q is %q, want %q", title, got, want)
		}
	}
	s := newTrackerStore(t)
	first, second := s.draft(s.imran, practiceForm("New")), s.draft(s.imran, practiceForm("new!"))
	if first.Slug != "new-2" || second.Slug != "new-3" {
		t.Errorf("slugs %q and %q: /practices/new is a page of its own", first.Slug, second.Slug)
	}
	form := practiceForm("Quite another title")
	changed, err := s.ChangePractice(t.Context(), s.imran, first.ID, 1, form)
	if err != nil || changed.Slug != "new-2" || changed.Title != form.Title {
		t.Errorf("%+v (%v)", changed, err)
	}
}

func TestWhoKnowsOfAPractice(t *testing.T) {
	s := newTrackerStore(t)
	public := practiceForm("For all")
	public.Visibility = ForPublic
	returned := s.submitted(s.imran, practiceForm("Returned"))
	if _, err := s.ReturnPractice(t.Context(), s.ann, returned.ID, returned.Version, "Numbers, please"); err != nil {
		t.Fatal(err)
	}
	archived := s.published(s.imran, public)
	if _, err := s.ArchivePractice(t.Context(), s.ann, archived.ID, archived.Version); err != nil {
		t.Fatal(err)
	}
	practices := map[string]Practice{
		"draft": s.draft(s.imran, practiceForm("Draft")), "submitted": s.submitted(s.imran, practiceForm("Submitted")), "returned": returned,
		"members": s.published(s.imran, practiceForm("Members")), "public": s.published(s.imran, public), "archived": archived,
	}
	own := "draft submitted returned members public archived"
	for who, try := range map[string]struct {
		as   Actor
		sees string
	}{
		"its author":                        {s.imran, own},
		"a colleague":                       {s.rachel, own},
		"another organisation":              {s.rebecca, "members public"},
		"a member of the same organisation": {s.memberOfPolice, "members public"},
		"the secretariat":                   {s.ann, own},
		"the public":                        {Actor{}, "public"},
	} {
		for state, p := range practices {
			_, err := s.PracticePage(t.Context(), try.as, p.Slug)
			if sees := strings.Contains(" "+try.sees+" ", " "+state+" "); sees != (err == nil) || err != nil && KindOf(err) != KindNotFound {
				t.Errorf("%s, the %s one: %v", who, state, err)
			}
			if try.as.PersonID != s.ann.PersonID && try.as.OrganisationID != s.police.ID {
				want := KindNotFound
				if strings.Contains(try.sees, state) {
					want = KindNotAllowed
				}
				if _, err := s.ChangePractice(t.Context(), try.as, p.ID, p.Version, practiceForm("Mine now")); KindOf(err) != want {
					t.Errorf("%s changes the %s one: %v", who, state, err)
				}
			}
		}
	}
	for who, as := range map[string]Actor{"a partner": s.imran, "a member": s.memberOfPolice, "the public": {}} {
		for name, do := range map[string]func(Practice) error{
			"publishes": func(p Practice) error { return second(s.PublishPractice(t.Context(), as, p.ID, p.Version, ForPublic)) },
			"returns":   func(p Practice) error { return second(s.ReturnPractice(t.Context(), as, p.ID, p.Version, "x")) },
		} {
			err := do(practices["public"])
			if KindOf(err) != KindNotAllowed {
				t.Errorf("%s %s: %v", who, name, err)
			}
		}
	}
	if _, err := s.DraftPractice(t.Context(), s.memberOfPolice, practiceForm("By a member")); KindOf(err) != KindNotAllowed {
		t.Errorf("a member writes one: %v", err)
	}
}

func TestPracticeStates(t *testing.T) {
	s := newTrackerStore(t)
	submit := func(p Practice) error {
		return second(s.SubmitPractice(t.Context(), s.imran, p.ID, p.Version, practiceForm("P")))
	}
	publish := func(p Practice) error {
		return second(s.PublishPractice(t.Context(), s.ann, p.ID, p.Version, ForPublic))
	}
	sendBack := func(p Practice) error {
		return second(s.ReturnPractice(t.Context(), s.ann, p.ID, p.Version, "Results"))
	}
	archive := func(p Practice) error { return second(s.ArchivePractice(t.Context(), s.ann, p.ID, p.Version)) }
	moves := map[string]func(Practice) error{"submitted": submit, "published": publish, "returned": sendBack, "archived": archive}
	allowed := map[PracticeState]string{
		PracticeDraft: "submitted archived", PracticeSubmitted: "published returned archived", PracticeReturned: "submitted archived",
		PracticePublished: "archived", PracticeArchived: "published",
	}
	for from, may := range allowed {
		for to, move := range moves {
			t.Run(string(from)+" to "+to, func(t *testing.T) {
				p := s.draft(s.imran, practiceForm("P"))
				s.write.Model(&p).Update("state", from)
				err := move(p)
				if strings.Contains(" "+may+" ", " "+to+" ") {
					if err != nil {
						t.Error(err)
					}
					return
				}
				if e := mustBe(t, err, KindBadState); e.Message != fmt.Sprintf("This practice is %s, so it cannot become %s.", from, to) {
					t.Errorf("says %q", e.Message)
				}
			})
		}
	}
}

func TestSubmitPractice(t *testing.T) {
	t.Run("all that is missing is said at once, a draft may lack it", func(t *testing.T) {
		s := newTrackerStore(t)
		s.write.Model(&Partnership{}).Where("id > 0").Update("themes", "Health\nTraining")
		p := s.draft(s.imran, PracticeForm{Title: "Begun"})
		_, err := s.SubmitPractice(t.Context(), s.imran, p.ID, 1, PracticeForm{Title: "Begun"})
		fields := ""
		for _, f := range mustBe(t, err, KindInvalid).Fields {
			fields += f.Field + " "
		}
		if fields != "summary context done results contact themes " {
			t.Errorf("fields: %s", fields)
		}
		form := practiceForm("Begun")
		form.Themes = []string{"Health", "Made up"}
		mustBe(t, second(s.SubmitPractice(t.Context(), s.imran, p.ID, 1, form)), KindInvalid)
		form.Themes = []string{"Training", "Health", "Training"}
		if p, err = s.SubmitPractice(t.Context(), s.imran, p.ID, 1, form); err != nil || p.Themes != "Training\nHealth" {
			t.Errorf("%q %v", p.Themes, err)
		}
		if _, err := s.SubmitPractice(t.Context(), s.imran, p.ID, 1, form); err != nil {
			t.Errorf("sent twice: %v", err)
		}
	})
	t.Run("personal data is shown first, and the choice is audited", func(t *testing.T) {
		s := newTrackerStore(t)
		form := practiceForm("With a name")
		form.Results = "The survivor can be reached on 07700 900123"
		p := s.draft(s.imran, form)
		e := mustBe(t, second(s.SubmitPractice(t.Context(), s.imran, p.ID, 1, form)), KindInvalid)
		if e.Fields[0].Field != "right_to_send" {
			t.Errorf("%+v", e.Fields)
		}
		form.RightToSend = true
		if _, err := s.SubmitPractice(t.Context(), s.imran, p.ID, 1, form); err != nil {
			t.Fatal(err)
		}
		if e := s.lastEvent(); !strings.Contains(e.Detail, "a telephone number") || strings.Contains(e.Detail, "07700") {
			t.Errorf("event: %+v", e)
		}
	})
	t.Run("the contact's own telephone number is meant to be read", func(t *testing.T) {
		s := newTrackerStore(t)
		s.submitted(s.imran, practiceForm("Contact only"))
	})
	t.Run("the same empty form sent twice makes one", func(t *testing.T) {
		s := newTrackerStore(t)
		form := practiceForm("Once")
		form.Key = "0"
		a, b := s.draft(s.imran, form), s.draft(s.imran, form)
		form.Title = "Another, written in a second window"
		c := s.draft(s.imran, form)
		if a.ID != b.ID || a.ID == c.ID {
			t.Errorf("ids %d %d %d", a.ID, b.ID, c.ID)
		}
	})
	t.Run("two people change the same one", func(t *testing.T) {
		s := newTrackerStore(t)
		p := s.draft(s.imran, practiceForm("Shared"))
		if _, err := s.ChangePractice(t.Context(), s.imran, p.ID, 1, practiceForm("Imran's")); err != nil {
			t.Fatal(err)
		}
		e := mustBe(t, second(s.ChangePractice(t.Context(), s.rachel, p.ID, 1, practiceForm("Rachel's"))), KindConflict)
		if theirs, ok := e.Theirs.(Practice); !ok || theirs.Title != "Imran's" {
			t.Errorf("the conflict carries %+v", e.Theirs)
		}
	})
	t.Run("what is published only the secretariat changes", func(t *testing.T) {
		s := newTrackerStore(t)
		p := s.published(s.imran, practiceForm("Out"))
		mustBe(t, second(s.ChangePractice(t.Context(), s.imran, p.ID, p.Version, practiceForm("Changed"))), KindBadState)
		if _, err := s.ChangePractice(t.Context(), s.ann, p.ID, p.Version, practiceForm("Changed")); err != nil {
			t.Error(err)
		}
	})
}

func TestDecidePractice(t *testing.T) {
	s := newTrackerStore(t)
	p := s.submitted(s.imran, practiceForm("Dental"))
	mustBe(t, second(s.ReturnPractice(t.Context(), s.ann, p.ID, p.Version, " ")), KindInvalid)
	mustBe(t, second(s.PublishPractice(t.Context(), s.ann, p.ID, p.Version, "somebody")), KindInvalid)
	p, err := s.ReturnPractice(t.Context(), s.ann, p.ID, p.Version, "How many were trained?")
	if err != nil {
		t.Fatal(err)
	}
	if l := s.letters(LetterPracticeReturned); len(l) != 1 || l[0].Email != "imran@vp.example" || l[0].FactMap()["wanted"] != "How many were trained?" {
		t.Errorf("letters: %+v", l)
	}
	if p, err = s.SubmitPractice(t.Context(), s.imran, p.ID, p.Version, practiceForm("Dental")); err != nil || p.Wanted == "" {
		t.Fatalf("what was wanted is not kept for the secretariat to see: %v", err)
	}
	if p, err = s.PublishPractice(t.Context(), s.ann, p.ID, p.Version, ForPublic); err != nil || p.Wanted != "" || p.PublishedAt == nil {
		t.Fatal(err)
	}
	if l := s.letters(LetterPracticePublished); len(l) != 1 || l[0].FactMap()["slug"] != "dental" {
		t.Errorf("letters: %+v", l)
	}
}

func TestAdoptPractice(t *testing.T) {
	s := newTrackerStore(t)
	p := s.published(s.imran, practiceForm("Dental"))
	mustBe(t, second(s.AdoptPractice(t.Context(), s.rachel, p.ID, AdoptionForm{})), KindInvalid)
	for _, note := range []string{"In two towns", "In two towns", "In three towns"} {
		if _, err := s.AdoptPractice(t.Context(), s.rebecca, p.ID, AdoptionForm{Note: note}); err != nil {
			t.Fatal(err)
		}
	}
	page, err := s.PracticePage(t.Context(), s.rebecca, p.Slug)
	if err != nil || len(page.Practice.Adoptions) != 1 || page.Mine == nil || page.Mine.Note != "In three towns" {
		t.Errorf("%+v (%v)", page.Practice.Adoptions, err)
	}
	mustBe(t, second(s.AdoptPractice(t.Context(), s.rebecca, p.ID, AdoptionForm{OrganisationID: s.police.ID})), KindNotAllowed)
	mustBe(t, second(s.AdoptPractice(t.Context(), s.memberOfPolice, p.ID, AdoptionForm{})), KindNotAllowed)
	mustBe(t, s.WithdrawAdoption(t.Context(), s.imran, p.ID, s.council.ID), KindNotAllowed)
	for range 2 {
		if err := s.WithdrawAdoption(t.Context(), s.rebecca, p.ID, 0); err != nil {
			t.Error(err)
		}
	}
	if _, err := s.AdoptPractice(t.Context(), s.ann, p.ID, AdoptionForm{OrganisationID: s.council.ID, Note: "Told us at the meeting"}); err != nil {
		t.Error(err)
	}
	mustBe(t, second(s.AdoptPractice(t.Context(), s.ann, p.ID, AdoptionForm{OrganisationID: 99})), KindInvalid)
	mustBe(t, second(s.AdoptPractice(t.Context(), s.rebecca, s.draft(s.imran, practiceForm("Hidden")).ID, AdoptionForm{})), KindNotFound)
	mustBe(t, second(s.AdoptPractice(t.Context(), s.ann, s.draft(s.imran, practiceForm("Draft")).ID, AdoptionForm{OrganisationID: s.council.ID})), KindBadState)
}

func TestPracticeLibrary(t *testing.T) {
	s := newTrackerStore(t)
	s.write.Model(&Partnership{}).Where("id > 0").Update("themes", "Training\nHealth care\nHealth")
	form := func(title string, v Visibility, themes ...string) PracticeForm {
		f := practiceForm(title)
		f.Visibility, f.Themes = v, themes
		return f
	}
	s.published(s.imran, form("First", ForPublic, "Health care"))
	s.published(s.rebecca, form("Second", ForMembers, "Health", "Training"))
	s.published(s.imran, form("Third, 50% off", ForPublic, "Health"))
	s.draft(s.imran, practiceForm("Begun"))
	s.submitted(s.rebecca, form("Waiting", ForMembers, "Health"))
	titles := func(cards []PracticeCard) string {
		var all []string
		for _, c := range cards {
			all = append(all, strings.Fields(c.Title)[0])
		}
		return strings.ReplaceAll(strings.Join(all, " "), ",", "")
	}
	for name, try := range map[string]struct {
		as     Actor
		filter PracticeFilter
		want   string
	}{
		"all, newest first":     {s.memberOfPolice, PracticeFilter{}, "Third Second First"},
		"the public":            {Actor{}, PracticeFilter{}, "Third First"},
		"a theme":               {s.imran, PracticeFilter{Theme: "Health"}, "Third Second"},
		"a theme with a space":  {s.imran, PracticeFilter{Theme: "Health care"}, "First"},
		"no wild cards":         {s.imran, PracticeFilter{Theme: "Health%"}, ""},
		"an organisation":       {s.imran, PracticeFilter{Organisation: s.council.ID}, "Second"},
		"words":                 {s.imran, PracticeFilter{Text: "50% vale"}, "Third"},
		"words of a hidden one": {Actor{}, PracticeFilter{Text: "second"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			lib, err := s.PracticeLibrary(t.Context(), try.as, try.filter)
			if err != nil || titles(lib.Cards) != try.want || lib.Total != len(lib.Cards) {
				t.Errorf("got %q, total %d (%v), want %q", titles(lib.Cards), lib.Total, err, try.want)
			}
		})
	}
	t.Run("one's own unfinished ones, and what waits", func(t *testing.T) {
		for _, try := range []struct {
			as      Actor
			own     string
			waiting int
		}{{s.rachel, "Begun", 0}, {s.rebecca, "Waiting", 0}, {s.memberOfPolice, "", 0}, {s.ann, "", 1}, {Actor{}, "", 0}} {
			lib, err := s.PracticeLibrary(t.Context(), try.as, PracticeFilter{})
			if err != nil || titles(lib.Own) != try.own || lib.Waiting != try.waiting {
				t.Errorf("%s: own %q, waiting %d (%v)", try.as.Name, titles(lib.Own), lib.Waiting, err)
			}
		}
		queue, err := s.PracticeQueue(t.Context(), s.ann)
		if err != nil || titles(queue) != "Waiting" {
			t.Errorf("%v %v", queue, err)
		}
		mustBe(t, second(s.PracticeQueue(t.Context(), s.imran)), KindNotAllowed)
	})
	t.Run("themes are counted among what the viewer may read, in the partnership's order", func(t *testing.T) {
		lib, _ := s.PracticeLibrary(t.Context(), s.imran, PracticeFilter{})
		if got := fmt.Sprint(lib.Themes); got != "[{Training 1} {Health care 1} {Health 2}]" {
			t.Error(got)
		}
		lib, _ = s.PracticeLibrary(t.Context(), Actor{}, PracticeFilter{})
		if got := fmt.Sprint(lib.Themes); got != "[{Health care 1} {Health 1}]" {
			t.Error(got)
		}
	})
	t.Run("pages follow one another, and questions do not grow", func(t *testing.T) {
		count := func() int64 {
			var n atomic.Int64
			if _, err := s.PracticeLibrary(WithQueryCount(t.Context(), &n), s.imran, PracticeFilter{}); err != nil {
				t.Fatal(err)
			}
			return n.Load()
		}
		few := count()
		for i := range 20 {
			s.published(s.imran, form(fmt.Sprintf("More%d", i), ForMembers, "Training"))
		}
		if many := count(); many != few {
			t.Errorf("%d questions for 3, %d for 23", few, many)
		}
		seen, filter := map[string]bool{}, PracticeFilter{Limit: 5}
		for range 10 {
			lib, err := s.PracticeLibrary(t.Context(), s.imran, filter)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range lib.Cards {
				if seen[c.Slug] {
					t.Errorf("%s twice", c.Slug)
				}
				seen[c.Slug] = true
			}
			if filter.After = lib.Next; lib.Next == "" {
				break
			}
		}
		if len(seen) != 23 {
			t.Errorf("saw %d of 23", len(seen))
		}
	})
}
