package models

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
)

// references lists the tracker as "Overdue: 2026-Q3/01 2026-Q3/02; Open: …".
func references(c TrackerContent) string {
	var groups []string
	for _, g := range c.Groups {
		line := g.Name + ":"
		for _, a := range g.Actions {
			line += " " + a.Reference[len("2026-"):]
		}
		groups = append(groups, line)
	}
	return strings.Join(groups, "; ")
}

func TestTracker(t *testing.T) {
	s := newTrackerStore(t)
	q2 := s.quarterlyMeeting("2026-q2", "2026-06-09 09:00")
	s.circulated(q2)
	on := func(due string) DeadlineForm { return DeadlineForm{Due: due} }
	imran, police := []OwnerForm{{PersonID: s.imran.PersonID}}, []OwnerForm{{OrganisationID: s.police.ID}}
	s.mustGive(&q2, ActionForm{Text: "Two days late", Owners: police, DeadlineForm: on("30 August 2026")})
	s.mustGive(&q2, ActionForm{Text: "Weeks late, 100% sure", Owners: imran, DeadlineForm: on("1 July 2026")})
	s.mustGive(&q2, ActionForm{Text: "Soon", AllPartners: true, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineNextMeeting}})
	s.mustGive(&q2, ActionForm{Text: "Some time", Owners: []OwnerForm{{OrganisationID: s.council.ID}}})
	s.mustGive(&s.q3, ActionForm{Text: "Later", Owners: []OwnerForm{{Name: "Łukasz Wiśniewski"}}, DeadlineForm: on("1 December 2026")})
	ongoing := s.mustGive(&s.q3, ActionForm{Text: "Keep at it", Owners: imran, DeadlineForm: DeadlineForm{DeadlineKind: DeadlineOngoing, Due: "1 August 2026"}})
	finished := s.mustGive(&s.q3, ActionForm{Text: "Finished", Owners: police, Restricted: true, DeadlineForm: on("1 July 2026")})
	old := s.mustGive(&s.q3, ActionForm{Text: "Old", Owners: imran})
	dropped := s.mustGive(&s.q3, ActionForm{Text: "Dropped", Owners: imran})
	for _, err := range []error{
		second(s.UpdateAction(t.Context(), s.imran, ongoing.ID, UpdateForm{Note: "First note"})),
		second(s.UpdateAction(t.Context(), s.imran, ongoing.ID, UpdateForm{Note: "Second note about umbrellas"})),
		second(s.MarkActionDone(t.Context(), s.imran, finished.ID, UpdateForm{Note: "Sent"})),
		second(s.CloseAction(t.Context(), s.ann, old.ID, UpdateForm{})),
		second(s.WithdrawAction(t.Context(), s.ann, dropped.ID, UpdateForm{Note: "Overtaken"})),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	q4 := s.quarterlyMeeting("2026-q4", "2026-12-08 09:00")
	s.mustGive(&q4, ActionForm{Text: "In minutes that are being written", AllPartners: true})

	for name, try := range map[string]struct {
		as     Actor
		filter TrackerFilter
		want   string
	}{
		"what is not settled":         {s.imran, TrackerFilter{}, "Overdue: Q2/02 Q2/01; Due soon: Q2/03; Open: Q3/02 Q3/01 Q2/04; Done: Q3/03"},
		"everything":                  {s.imran, TrackerFilter{State: TrackerAll}, "Overdue: Q2/02 Q2/01; Due soon: Q2/03; Open: Q3/02 Q3/01 Q2/04; Done: Q3/03; Closed: Q3/04; Withdrawn: Q3/05"},
		"a state":                     {s.imran, TrackerFilter{State: TrackerDone}, "Done: Q3/03"},
		"an unknown state is as none": {s.imran, TrackerFilter{State: "wild", Overdue: true}, "Overdue: Q2/02 Q2/01"},
		"a person":                    {s.imran, TrackerFilter{Owner: s.imran.PersonID}, "Overdue: Q2/02; Open: Q3/02"},
		"an organisation, with its people and all partners": {s.imran, TrackerFilter{Organisation: s.police.ID}, "Overdue: Q2/02 Q2/01; Due soon: Q2/03; Open: Q3/02; Done: Q3/03"},
		"a meeting":          {s.imran, TrackerFilter{Meeting: "2026-q2"}, "Overdue: Q2/02 Q2/01; Due soon: Q2/03; Open: Q2/04"},
		"overdue":            {s.imran, TrackerFilter{Overdue: true}, "Overdue: Q2/02 Q2/01"},
		"words of the text":  {s.imran, TrackerFilter{Text: "LATE weeks"}, "Overdue: Q2/02"},
		"a per cent sign":    {s.imran, TrackerFilter{Text: "100%"}, "Overdue: Q2/02"},
		"words of a note":    {s.imran, TrackerFilter{Text: "umbrellas"}, "Open: Q3/02"},
		"an owner's name":    {s.imran, TrackerFilter{Text: "Łukasz"}, "Open: Q3/01"},
		"in other capitals":  {s.imran, TrackerFilter{Text: "łUKASZ"}, "Open: Q3/01"},
		"a reference":        {s.imran, TrackerFilter{Text: "2026-q3/02"}, "Open: Q3/02"},
		"mine, of a partner": {s.rachel, TrackerFilter{Mine: true}, "Overdue: Q2/02 Q2/01; Due soon: Q2/03; Open: Q3/02; Done: Q3/03"},
		"mine, of a member":  {s.memberOfPolice, TrackerFilter{Mine: true}, "Overdue: Q2/01; Done: Q3/03"},
		"the secretariat sees those being minuted": {s.ann, TrackerFilter{Meeting: "2026-q4"}, "Open: Q4/01"},
		"a partner does not":                       {s.imran, TrackerFilter{Meeting: "2026-q4"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			c, err := s.Tracker(t.Context(), try.as, try.filter)
			if err != nil || references(c) != try.want {
				t.Errorf("got  %s (%v)\nwant %s", references(c), err, try.want)
			}
			n := 0
			for _, g := range c.Groups {
				n += len(g.Actions)
				if g.All != len(g.Actions) {
					t.Errorf("%s: counted %d, listed %d", g.Name, g.All, len(g.Actions))
				}
			}
			if n != c.Total {
				t.Errorf("counted %d, listed %d", c.Total, n)
			}
		})
	}
	t.Run("the public never", func(t *testing.T) {
		mustBe(t, second(s.Tracker(t.Context(), Actor{}, TrackerFilter{})), KindNotAllowed)
		mustBe(t, second(s.TrackerChoices(t.Context(), Actor{})), KindNotAllowed)
		mustBe(t, second(s.ActionPage(t.Context(), Actor{}, "2026-Q3/01")), KindNotAllowed)
	})
	t.Run("a line says all that the tracker shows", func(t *testing.T) {
		c, err := s.Tracker(t.Context(), s.imran, TrackerFilter{Text: "Keep at it"})
		if err != nil {
			t.Fatal(err)
		}
		l := c.Groups[0].Actions[0]
		if l.LastUpdate != "Second note about umbrellas" || l.LastOn.String() != "2026-09-01" || l.Updates != 2 || l.Meeting != "2026-q3" ||
			strings.Join(l.Owners, "") != "Imran Sheikh" || l.Deadline != "Ongoing, review 1 August 2026" || !l.ReviewDue || l.Overdue {
			t.Errorf("%+v", l)
		}
		if c.Filter != "Actions not yet closed, with “Keep at it”" || c.Letterhead.Partnership != "Calder Vale Partnership" {
			t.Errorf("%q %+v", c.Filter, c.Letterhead)
		}
	})
	t.Run("the choices are those who owe what the viewer may see", func(t *testing.T) {
		c, err := s.TrackerChoices(t.Context(), s.imran)
		if err != nil || len(c.People) != 1 || len(c.Meetings) != 2 || len(c.Organisations) != 2 {
			t.Errorf("%+v (%v)", c, err)
		}
	})
	t.Run("pages follow one another without gap or repetition", func(t *testing.T) {
		var got []string
		filter := TrackerFilter{State: TrackerAll, Limit: 2}
		for range 10 {
			c, err := s.Tracker(t.Context(), s.imran, filter)
			if err != nil || c.Total != 9 {
				t.Fatal(err, c.Total)
			}
			for _, g := range c.Groups {
				for _, a := range g.Actions {
					got = append(got, a.Reference)
				}
			}
			if filter.After = c.Next; c.Next == "" {
				break
			}
		}
		if want := "2026-Q2/02 2026-Q2/01 2026-Q2/03 2026-Q3/02 2026-Q3/01 2026-Q2/04 2026-Q3/03 2026-Q3/04 2026-Q3/05"; strings.Join(got, " ") != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
		for _, key := range []string{"x", "1.2", "a.b.c", "0..9999999999999999999", "1.'; drop table actions.1"} {
			if _, err := s.Tracker(t.Context(), s.imran, TrackerFilter{After: key, Limit: 2}); err != nil && KindOf(err) != KindNotFound {
				t.Errorf("the key %q: %v", key, err)
			}
		}
	})
	t.Run("the number of questions does not grow with the list", func(t *testing.T) {
		count := func() int64 {
			var n atomic.Int64
			ctx := WithQueryCount(t.Context(), &n)
			if _, err := s.Tracker(ctx, s.imran, TrackerFilter{State: TrackerAll}); err != nil {
				t.Fatal(err)
			}
			return n.Load()
		}
		few := count()
		for i := range 120 {
			s.mustGive(&s.q3, ActionForm{Text: fmt.Sprint("Another ", i), Owners: []OwnerForm{{PersonID: s.imran.PersonID}, {OrganisationID: s.council.ID}}})
		}
		if many := count(); many != few || few > 14 {
			t.Errorf("%d questions for 9 actions, %d for 129", few, many)
		}
	})
}
