package tests

import (
	"net/http"
	"testing"
	"time"

	"quarterday/models"
)

// TestStepsOfMinutesAreAccessible looks at the page of each step from the meeting
// to the published minutes while the step can be taken, and at the answer to a
// stale form: in the sample itself most of them say why they cannot.
func TestStepsOfMinutesAreAccessible(t *testing.T) {
	s := newSample(t, nil)
	ctx, by := t.Context(), s.actor(models.RoleSecretariat)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	list, err := s.store.Meetings(ctx, by)
	must(err)
	if list.Next == nil || list.Next.State != models.MeetingCalled {
		t.Fatalf("the sample's next meeting is not called: %+v", list.Next)
	}
	next := list.Next.Meeting
	_, err = s.store.PublishAgenda(ctx, by, next.Reference, next.Version)
	must(err)
	past, err := s.store.EnterPastMeeting(ctx, by, models.MeetingForm{Date: sampleNow.AddDate(0, -4, 0).Format("2006-01-02"), Time: "16:00", Reason: "To be written up"})
	must(err)
	i, err := s.store.AddItem(ctx, by, past.Reference, models.ItemForm{Title: "An item", Purpose: models.ForInformation, Minutes: "10"})
	must(err)
	_, err = s.store.RecordEntry(ctx, by, past.Reference, i.ID, "note", models.EntryForm{Kind: models.EntryNote, Text: "Said."})
	must(err)

	s.later.Store(int64(next.StartsAt.Add(30 * time.Minute).Sub(sampleNow)))
	l := newLooker(t, startChromium(t), s.base)
	l.signIn(models.RoleSecretariat)
	take := func(ref, step string) models.MinutesStanding {
		t.Helper()
		path := "/meetings/" + ref + "/minutes/" + step
		l.opens(path, http.StatusOK)
		l.sends(formFound{path: path, kind: "/meetings/:ref/minutes/" + step, versioned: true}, true)
		standing, err := s.store.MinutesStanding(ctx, by, ref)
		must(err)
		return standing
	}
	standing := take(next.Reference, "finish")
	_, err = s.store.FinishMeeting(ctx, by, next.Reference, standing.MeetingVersion, "", "")
	must(err)
	l.opens("/meetings/"+next.Reference+"/minutes/finish", http.StatusOK)
	standing = take(past.Reference, "circulate")
	_, err = s.store.CirculateMinutes(ctx, by, past.Reference, standing.Minutes.Version)
	must(err)
	standing = take(past.Reference, "agree")
	_, err = s.store.AgreeMinutes(ctx, by, past.Reference, standing.Minutes.Version, models.AgreementForm{At: standing.Later[0].Reference})
	must(err)
	take(past.Reference, "publish")
}
