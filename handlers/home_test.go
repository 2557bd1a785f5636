package handlers

import (
	"fmt"
	"testing"

	"quarterday/models"
)

// year is a site in the middle of its second quarter: the minutes of 9 June
// are published, those of 8 September circulated, 8 December is called and
// takes items until 17 November. Pat is a partner of the police, Hal of health,
// Mo a member of the police.
type year struct {
	*site
	pat, hal, mo models.Actor
}

func must[T any](y *year) func(T, error) T {
	return func(value T, err error) T {
		y.t.Helper()
		if err != nil {
			y.t.Fatal(err)
		}
		return value
	}
}

func newYear(t *testing.T) *year {
	t.Helper()
	y := &year{site: newSite(t)}
	ctx, store := t.Context(), y.store
	y.setClock("2026-03-02 09:00")
	police := must[models.Organisation](y)(store.AddOrganisation(ctx, y.ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"}))
	health := must[models.Organisation](y)(store.AddOrganisation(ctx, y.ann, models.OrganisationForm{Name: "NHS Vale", ShortName: "NHSV", Sector: "Health"}))
	person := func(name, email string, org models.Organisation, role models.Role) models.Actor {
		must[models.Person](y)(store.AddPerson(ctx, y.ann, models.PersonForm{Name: name, Email: email, JobTitle: "Officer", OrganisationID: org.ID, Role: role}))
		token := must[*models.SignInLink](y)(store.RequestSignIn(ctx, email, "/")).Token
		return must[models.Actor](y)(store.SignedIn(ctx, must[string](y)(store.UseSignInLink(ctx, token))))
	}
	y.pat = person("Pat Poole", "pat@vp.example", police, models.RolePartner)
	y.hal = person("Hal Hughes", "hal@nhs.example", health, models.RolePartner)
	y.mo = person("Mo Moss", "mo@vp.example", police, models.RoleMember)
	var forms []models.MeetingForm
	for _, day := range []string{"9 June 2026", "8 September 2026", "8 December 2026", "9 March 2027"} {
		forms = append(forms, models.MeetingForm{Date: day, Venue: "Committee Room 2, Ashbourne Town Hall", ChairID: y.ann.PersonID})
	}
	must[[]models.Meeting](y)(store.PlanMeetings(ctx, y.ann, forms))
	y.setClock("2026-04-14 09:00")
	y.call("2026-q2")
	y.publish("2026-q2", "2026-06-01 09:00")
	y.hold("2026-q2", "2026-06-09 11:00",
		models.EntryForm{Kind: models.EntryAction, Text: "Write a one-page guide for emergency departments", Owners: []models.OwnerForm{{OrganisationID: health.ID}}, DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineDate, Due: "11 October 2026"}},
		models.EntryForm{Kind: models.EntryAction, Text: "Share the contacts list", Owners: []models.OwnerForm{{PersonID: y.pat.PersonID}}, DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineNextMeeting}})
	y.circulate("2026-q2", "2026-06-11 09:00")
	y.setClock("2026-07-14 09:00")
	y.call("2026-q3")
	y.publish("2026-q3", "2026-09-01 09:00")
	y.hold("2026-q3", "2026-09-08 11:00",
		models.EntryForm{Kind: models.EntryAction, Text: "Send the name of a data contact to the secretariat", AllPartners: true, DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineDate, Due: "27 November 2026"}},
		models.EntryForm{Kind: models.EntryAction, Text: "Tell nobody outside", Restricted: true, Owners: []models.OwnerForm{{OrganisationID: police.ID}}, DeadlineForm: models.DeadlineForm{DeadlineKind: models.DeadlineOngoing}})
	must[models.Minutes](y)(store.AgreeMinutes(ctx, y.ann, "2026-q2", y.minutes("2026-q2").Version, models.AgreementForm{At: "2026-q3"}))
	must[models.Minutes](y)(store.PublishMinutes(ctx, y.ann, "2026-q2", y.minutes("2026-q2").Version))
	y.circulate("2026-q3", "2026-09-10 09:00")
	y.setClock("2026-10-13 09:00")
	y.call("2026-q4")
	y.setClock("2026-11-10 09:00")
	return y
}

func (y *year) page(ref string) models.MeetingPage {
	return must[models.MeetingPage](y)(y.store.MeetingPage(y.t.Context(), y.ann, ref))
}

func (y *year) minutes(ref string) models.Minutes { return y.page(ref).Minutes }

func (y *year) call(ref string) {
	must[models.Meeting](y)(y.store.CallMeeting(y.t.Context(), y.ann, ref, y.page(ref).Meeting.Version))
}

func (y *year) publish(ref, at string) {
	y.setClock(at)
	must[models.AgendaVersion](y)(y.store.PublishAgenda(y.t.Context(), y.ann, ref, y.page(ref).Meeting.Version))
}

// hold takes the minutes under the last item and finishes the meeting.
func (y *year) hold(ref, at string, entries ...models.EntryForm) {
	y.setClock(at)
	items := y.page(ref).Agenda.Items
	for n, e := range entries {
		must[models.Entry](y)(y.store.RecordEntry(y.t.Context(), y.ann, ref, items[len(items)-1].ItemID, fmt.Sprint(ref, n), e))
	}
	must[models.Meeting](y)(y.store.FinishMeeting(y.t.Context(), y.ann, ref, y.page(ref).Meeting.Version, "10:00", "11:52"))
}

func (y *year) circulate(ref, at string) {
	y.setClock(at)
	must[models.Minutes](y)(y.store.CirculateMinutes(y.t.Context(), y.ann, ref, y.minutes(ref).Version))
}

// submit sends in an item for December as this person.
func (y *year) submit(who models.Actor, title string, restricted bool) models.Item {
	form := models.ItemForm{Title: title, Purpose: models.ForDecision, Minutes: "15", Ask: "Choose.", Restricted: restricted}
	i := must[models.Item](y)(y.store.DraftItem(y.t.Context(), who, "2026-q4", form))
	return must[models.Item](y)(y.store.SubmitItem(y.t.Context(), who, i.ID, i.Version, form))
}

func TestHomeOfEachRole(t *testing.T) {
	y := newYear(t)
	y.submit(y.pat, "Safe-house capacity", true)
	for email, says := range map[string][]string{
		"ann@opcc.example": {"What needs you now", "1 submission waits for your decision", "2 actions are overdue", "Submissions close for the meeting of 8 December"},
		"pat@vp.example":   {"What needs you now", "Are you coming on Tuesday 8 December 2026?", "17:00 on Tuesday 17 November", "1 action is overdue", "Safe-house capacity", "Waiting for a decision"},
		"hal@nhs.example":  {"Are you coming", "1 action is overdue", "2026-Q2/01"},
		"mo@vp.example":    {"Tuesday 8 December 2026, 10:00 to 12:00", "The agenda is being put together", "Minutes of 8 September", "Draft, version 1"},
		"":                 {"Calder Vale Partnership", "Tuesday 8 December 2026", "Minutes of 9 June 2026", "Report a concern", "Sign in"},
	} {
		t.Run("home of "+email, func(t *testing.T) {
			y.t = t
			b := y.public()
			if email != "" {
				b = y.as(email)
			}
			a := b.get("/").is(200, says...)
			if n := a.Find("h1").Length(); n != 1 {
				t.Errorf("%d h1", n)
			}
			if email != "pat@vp.example" && email != "mo@vp.example" {
				a.lacks("Safe-house capacity")
			}
		})
	}
}
