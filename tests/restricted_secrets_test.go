package tests

import (
	"strings"

	"quarterday/files"
	"quarterday/models"
)

// keeper writes secrets into the sample.
type keeper struct {
	*sample
	secretary, partner models.Actor
	public             string // the meeting whose public edition is published
}

func (k *keeper) must(err error) {
	k.t.Helper()
	if err != nil {
		k.t.Fatal(err)
	}
}

func (k *keeper) said(words ...string) string {
	k.t.Helper()
	for _, w := range words {
		said(k.t, w)
	}
	return strings.Join(words, " and ")
}

// paper attaches a text file to an item or a practice.
func (k *keeper) paper(title, name, text string, attach func(models.PaperForm) error) {
	k.t.Helper()
	stored, err := k.kept.Put(k.t.Context(), strings.NewReader(text), 1<<20)
	k.must(err)
	kind, _ := files.TypeOf(stored.MediaType)
	k.must(attach(models.PaperForm{Title: title, FileName: name, MediaType: kind.MediaType, Extension: kind.Extension, Size: stored.Size, SHA256: stored.SHA256}))
}

func (k *keeper) keepSecrets() {
	k.published()
	k.underWay()
	k.coming()
	k.practices()
}

// published keeps what is restricted in minutes of which the public edition is
// published.
func (k *keeper) published() {
	ctx, by := k.t.Context(), k.secretary
	day := sampleNow.AddDate(-1, 0, 3)
	m, err := k.store.EnterPastMeeting(ctx, by, models.MeetingForm{Date: day.Format("2006-01-02"), Time: "14:00", Reason: "Something urgent", JoiningLink: "https://" + k.said("wobblecross") + ".example/1"})
	k.must(err)
	item := func(form models.ItemForm) models.Item {
		form.Purpose, form.Minutes = models.ForDecision, "10"
		i, err := k.store.AddItem(ctx, by, m.Reference, form)
		k.must(err)
		return i
	}
	open := item(models.ItemForm{Title: "What anybody may know", Ask: "Decide it."})
	closed := item(models.ItemForm{
		Title: k.said("brimblewock"), Ask: k.said("crundlespith"), Background: k.said("drazzlefont"), Restricted: true, Names: []string{"Dr " + upper(k.said("elbowquist"))},
	})
	k.paper(k.said("umberleigh"), k.said("vexelholme")+".txt", "In the paper.", func(f models.PaperForm) error {
		_, err := k.store.AttachPaper(ctx, by, closed.ID, f)
		return err
	})
	guest, err := k.store.AddAttendee(ctx, by, m.Reference, models.AttendanceForm{
		Name: upper(k.said("pricklemarsh")) + " Smith", JobTitle: k.said("quibblestone"), OrganisationName: "A charity", Capacity: models.Guest, Outcome: models.Present,
		Remark: k.said("rumblefield"), Restricted: true,
	})
	k.must(err)
	_, err = k.store.DeclareInterest(ctx, by, m.Reference, open.ID, models.InterestForm{AttendanceID: guest.ID, Declared: k.said("scuttleby"), ThenDid: models.InterestOutcomes[0], Restricted: true})
	k.must(err)
	entry := func(item models.Item, form models.EntryForm) {
		k.t.Helper()
		_, err := k.store.RecordEntry(ctx, by, m.Reference, item.ID, "secret "+form.Text, form)
		k.must(err)
	}
	entry(open, models.EntryForm{Kind: models.EntryNote, Text: "Said in the open."})
	entry(open, models.EntryForm{Kind: models.EntryNote, Heading: k.said("knapperdale"), Text: k.said("jostlewynd"), Restricted: true, PublicText: "Something was said in private."})
	entry(open, models.EntryForm{Kind: models.EntryDecision, Text: k.said("lintwhistle"), How: models.HowAgreed, Restricted: true})
	entry(open, models.EntryForm{Kind: models.EntryAction, Text: k.said("mumblethorpe"), Owners: []models.OwnerForm{{Name: upper(k.said("nettlecombe")) + " Jones"}}, Restricted: true})
	entry(closed, models.EntryForm{Kind: models.EntryNote, Text: k.said("fumblegrath")})
	entry(closed, models.EntryForm{Kind: models.EntryDecision, Text: k.said("gristlemoor"), How: models.HowAgreed})
	entry(closed, models.EntryForm{Kind: models.EntryAction, Text: k.said("hobblefinch"), Owners: []models.OwnerForm{{Name: upper(k.said("inkleborough")) + " Brown"}}})
	tracker, err := k.store.Tracker(ctx, by, models.TrackerFilter{Meeting: m.Reference})
	k.must(err)
	for _, g := range tracker.Groups {
		for _, a := range g.Actions {
			page, err := k.store.ActionPage(ctx, by, a.Reference)
			k.must(err)
			_, err = k.store.UpdateAction(ctx, by, page.Action.ID, models.UpdateForm{Note: k.said("oddlesworth"), Seen: page.Seen})
			k.must(err)
		}
	}

	_, err = k.store.CirculateMinutes(ctx, by, m.Reference, k.standing(m).Minutes.Version)
	k.must(err)
	c, err := k.store.AskForCorrection(ctx, by, m.Reference, models.CorrectionForm{Text: k.said("thistlebrook")})
	k.must(err)
	_, err = k.store.AnswerCorrection(ctx, by, c.ID, c.Version, models.CorrectionAnswer{Outcome: models.CorrectionAccepted, Answer: k.said("hinkleypoint")})
	k.must(err)
	later := k.standing(m).Later
	if len(later) == 0 {
		k.t.Fatal("no meeting can have agreed the minutes")
	}
	min, err := k.store.AgreeMinutes(ctx, by, m.Reference, k.standing(m).Minutes.Version, models.AgreementForm{At: later[0].Reference})
	k.must(err)
	_, err = k.store.PublishMinutes(ctx, by, m.Reference, min.Version)
	k.must(err)
	k.public = m.Reference
}

func (k *keeper) standing(m models.Meeting) models.MinutesStanding {
	k.t.Helper()
	standing, err := k.store.MinutesStanding(k.t.Context(), k.secretary, m.Reference)
	k.must(err)
	return standing
}

// underWay keeps minutes that are not circulated, and some that are and that
// nobody has agreed.
func (k *keeper) underWay() {
	ctx, by := k.t.Context(), k.secretary
	for n, word := range []string{"everquint", "flickersedge"} {
		day := sampleNow.AddDate(0, 0, -20-n)
		m, err := k.store.EnterPastMeeting(ctx, by, models.MeetingForm{Date: day.Format("2006-01-02"), Time: "16:00", Reason: "Something else"})
		k.must(err)
		i, err := k.store.AddItem(ctx, by, m.Reference, models.ItemForm{Title: "An item about " + k.said(word), Purpose: models.ForDecision, Minutes: "10", Ask: "Decide it."})
		k.must(err)
		for _, form := range []models.EntryForm{
			{Kind: models.EntryNote, Text: "A note about " + word},
			{Kind: models.EntryDecision, Text: "A decision about " + word, How: models.HowAgreed},
			{Kind: models.EntryAction, Text: "An action about " + word, AllPartners: true},
		} {
			_, err := k.store.RecordEntry(ctx, by, m.Reference, i.ID, form.Text, form)
			k.must(err)
		}
		if word == "flickersedge" {
			_, err = k.store.CirculateMinutes(ctx, by, m.Reference, k.standing(m).Minutes.Version)
			k.must(err)
		}
	}
}

// coming keeps what is sent for a meeting to come.
func (k *keeper) coming() {
	ctx := k.t.Context()
	list, err := k.store.Meetings(ctx, k.secretary)
	k.must(err)
	ref := list.Next.Reference
	_, err = k.store.DraftItem(ctx, k.partner, ref, models.ItemForm{Title: k.said("bindlewharf"), Purpose: models.ForDecision, Minutes: "10", Ask: "Decide it."})
	k.must(err)
	form := models.ItemForm{Title: k.said("cobblespire"), Purpose: models.ForDecision, Minutes: "10", Ask: "Decide it."}
	declined, err := k.store.DraftItem(ctx, k.partner, ref, form)
	k.must(err)
	declined, err = k.store.SubmitItem(ctx, k.partner, declined.ID, declined.Version, form)
	k.must(err)
	_, err = k.store.DeclineItem(ctx, k.secretary, declined.ID, declined.Version, "No room for "+form.Title)
	k.must(err)
	_, err = k.store.AddItem(ctx, k.secretary, ref, models.ItemForm{Title: k.said("idlebarrow"), Purpose: models.ForDecision, Minutes: "10", Ask: "Decide it."})
	k.must(err)
	_, err = k.store.ReplyToInvitation(ctx, k.partner, ref, models.ReplyForm{Reply: models.ReplyApologies, Note: k.said("grumbleford")})
	k.must(err)
	_, err = k.store.ReplyToInvitation(ctx, k.person("imran.sheikh@vp.example"), ref, models.ReplyForm{
		Reply: models.ReplyDeputy, DeputyName: upper(k.said("jinglecote")) + " White", DeputyJobTitle: "Officer", DeputyEmail: "white@vp.example",
	})
	k.must(err)
}

// practices keeps what members may read and what nobody may yet.
func (k *keeper) practices() {
	ctx := k.t.Context()
	for _, word := range []string{"yaffleton", "zephyrdown"} {
		form := models.PracticeForm{
			Title: "About " + k.said(word), Summary: word, Context: word, Done: word, Results: word, Cost: word, Lessons: word, Conditions: word, Contact: word,
			Themes: []string{"Children"}, Visibility: models.ForMembers,
		}
		p, err := k.store.DraftPractice(ctx, k.partner, form)
		k.must(err)
		k.paper("A paper about "+k.said("abberquill"), "abberquill.txt", word+" abberquill", func(f models.PaperForm) error {
			_, err := k.store.AttachPracticePaper(ctx, k.partner, p.ID, f)
			return err
		})
		page, err := k.store.PracticePage(ctx, k.partner, p.Slug)
		k.must(err)
		p, err = k.store.SubmitPractice(ctx, k.partner, p.ID, page.Practice.Version, form)
		k.must(err)
		if word == "yaffleton" {
			_, err = k.store.PublishPractice(ctx, k.secretary, p.ID, p.Version, models.ForMembers)
			k.must(err)
		}
	}
}

func upper(word string) string { return strings.ToUpper(word[:1]) + word[1:] }
