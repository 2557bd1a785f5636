package tests

import (
	"crypto/sha256"
	"fmt"
	"net/http"
	"strings"

	"quarterday/files"
	"quarterday/handlers"
	"quarterday/models"
)

// maker makes things in every state that matters to who may know of them. What
// is owned is the partner's.
type maker struct {
	*sample
	secretary, partner models.Actor
	things             []thing
}

func (m *maker) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}

func may(p models.Permission) func(models.Actor) bool {
	return func(a models.Actor) bool { return a.Reach(p) != models.No }
}

// drafts are for those who wrote them and for the secretariat.
func drafts(organisation int64) func(models.Actor) bool {
	return func(a models.Actor) bool {
		return a.Reach(models.ReadDrafts) == models.Any || a.Reach(models.ReadDrafts) == models.Own && a.OrganisationID == organisation
	}
}

func (m *maker) make() {
	m.makeItems()
	m.makePractices()
	m.makeMeetings()
	m.makeDirectory()
	p, err := m.store.Partnership(m.t.Context())
	m.must(err)
	m.add(thing{name: "the logo", pattern: "/logo/:sha", path: "/logo/" + p.Logo().SHA256, nothing: "/logo/" + strings.Repeat("0", 64), visible: anybody})
}

func (m *maker) add(th thing) { m.things = append(m.things, th) }

// paper attaches a file and is a thing of its own.
func (m *maker) paper(name string, attach func(models.PaperForm) (models.Paper, error), organisation int64, visible func(models.Actor) bool) {
	m.t.Helper()
	stored, err := m.kept.Put(m.t.Context(), strings.NewReader("A paper of "+name), 1<<20)
	m.must(err)
	kind, _ := files.TypeOf(stored.MediaType)
	p, err := attach(models.PaperForm{Title: "Paper of " + name, FileName: "paper.txt", MediaType: kind.MediaType, Extension: kind.Extension, Size: stored.Size, SHA256: stored.SHA256})
	m.must(err)
	m.add(thing{name: "the paper of " + name, pattern: "/papers/:id", path: fmt.Sprintf("/papers/%d", p.ID), nothing: "/papers/999999", organisation: organisation, visible: visible})
}

func (m *maker) makeItems() {
	ctx := m.t.Context()
	list, err := m.store.Meetings(ctx, m.secretary)
	m.must(err)
	ref := list.Next.Reference
	for _, by := range []models.Actor{m.partner, m.secretary} {
		for _, state := range []string{"drafted", "submitted", "declined", "accepted", "accepted and restricted"} {
			name := fmt.Sprintf("an item of %s, %s", by.Organisation, state)
			form := models.ItemForm{Title: name, Purpose: models.ForDecision, Minutes: "10", Ask: "Decide it.", Restricted: strings.Contains(state, "restricted")}
			i, err := m.store.DraftItem(ctx, by, ref, form)
			m.must(err)
			visible := drafts(by.OrganisationID)
			if strings.HasPrefix(state, "accepted") {
				visible = may(models.ReadMeetings)
			}
			if form.Restricted {
				visible = may(models.ReadRestricted)
			}
			m.paper(name, func(f models.PaperForm) (models.Paper, error) { return m.store.AttachPaper(ctx, by, i.ID, f) }, by.OrganisationID, visible)
			page, err := m.store.ItemPage(ctx, by, i.ID)
			m.must(err)
			if i = page.Item; state != "drafted" {
				i, err = m.store.SubmitItem(ctx, by, i.ID, i.Version, form)
				m.must(err)
			}
			switch {
			case state == "declined":
				_, err = m.store.DeclineItem(ctx, m.secretary, i.ID, i.Version, "No room.")
			case strings.HasPrefix(state, "accepted"):
				_, err = m.store.AcceptItem(ctx, m.secretary, i.ID, i.Version)
			}
			m.must(err)
			m.add(thing{name: name, pattern: "/items/:id", path: fmt.Sprintf("/items/%d", i.ID), nothing: "/items/999999", organisation: by.OrganisationID, visible: visible})
		}
	}
}

func (m *maker) makePractices() {
	ctx, by := m.t.Context(), m.partner
	for _, state := range []string{"drafted", "submitted", "returned", "published for members", "published for everybody", "archived"} {
		name := "a practice, " + state
		form := models.PracticeForm{
			Title: name, Summary: "What helps.", Context: "A problem.", Done: "Something.", Results: "It worked.", Conditions: "Anywhere.", Contact: "Ask us.",
			Themes: []string{"Children"}, Visibility: models.ForMembers,
		}
		visible := drafts(by.OrganisationID)
		switch state {
		case "published for members":
			visible = may(models.ReadMeetings)
		case "published for everybody":
			form.Visibility, visible = models.ForPublic, may(models.ReadPublicPractices)
		}
		p, err := m.store.DraftPractice(ctx, by, form)
		m.must(err)
		m.paper(name, func(f models.PaperForm) (models.Paper, error) { return m.store.AttachPracticePaper(ctx, by, p.ID, f) }, by.OrganisationID, visible)
		page, err := m.store.PracticePage(ctx, by, p.Slug)
		m.must(err)
		p = page.Practice
		if state != "drafted" {
			p, err = m.store.SubmitPractice(ctx, by, p.ID, p.Version, form)
			m.must(err)
		}
		switch state {
		case "returned":
			p, err = m.store.ReturnPractice(ctx, m.secretary, p.ID, p.Version, "Say more.")
		case "published for members", "published for everybody", "archived":
			p, err = m.store.PublishPractice(ctx, m.secretary, p.ID, p.Version, form.Visibility)
		}
		m.must(err)
		if state == "archived" {
			p, err = m.store.ArchivePractice(ctx, m.secretary, p.ID, p.Version)
			m.must(err)
		}
		m.add(thing{name: name, pattern: "/practices/:slug", path: "/practices/" + p.Slug, nothing: "/practices/no-such-practice", organisation: by.OrganisationID, visible: visible})
	}
}

// readsMinutes are the routes of minutes, which have rules of their own.
func readsMinutes(r handlers.Route) bool { return r.May == models.ReadPublicMinutes }

// makeMeetings adds meetings with minutes at every stage, and what is in them.
func (m *maker) makeMeetings() {
	ctx, by := m.t.Context(), m.secretary
	for n, stage := range []string{"drafted", "circulated", "published"} {
		day := sampleNow.AddDate(0, -4, -n)
		meeting, err := m.store.EnterPastMeeting(ctx, by, models.MeetingForm{Date: day.Format("2006-01-02"), Time: "16:00", Reason: "Minutes that are " + stage})
		m.must(err)
		ref := meeting.Reference
		i, err := m.store.AddItem(ctx, by, ref, models.ItemForm{Title: "An item", Purpose: models.ForDecision, Minutes: "10", Ask: "Decide it."})
		m.must(err)
		guest, err := m.store.AddAttendee(ctx, by, ref, models.AttendanceForm{Name: "Guest Number", OrganisationName: "A body", Capacity: models.Guest, Outcome: models.Present})
		m.must(err)
		interest, err := m.store.DeclareInterest(ctx, by, ref, i.ID, models.InterestForm{AttendanceID: guest.ID, Declared: "A trustee", ThenDid: models.InterestOutcomes[0]})
		m.must(err)
		e, err := m.store.RecordEntry(ctx, by, ref, i.ID, "note", models.EntryForm{Kind: models.EntryNote, Text: "Said."})
		m.must(err)
		for _, form := range []models.EntryForm{
			{Kind: models.EntryAction, Text: "Do it.", Owners: []models.OwnerForm{{OrganisationID: m.partner.OrganisationID}}},
			{Kind: models.EntryAction, Text: "Do it in private.", Owners: []models.OwnerForm{{OrganisationID: m.partner.OrganisationID}}, Restricted: true},
		} {
			_, err := m.store.RecordEntry(ctx, by, ref, i.ID, form.Text, form)
			m.must(err)
		}
		minutesFor, actionsFor := may(models.TakeMinutes), may(models.TakeMinutes)
		correction := models.Correction{ID: 999999}
		if stage != "drafted" {
			minutesFor, actionsFor = may(models.ReadMeetings), may(models.ReadActions)
			m.circulate(ref)
			correction, err = m.store.AskForCorrection(ctx, by, ref, models.CorrectionForm{Text: "It was not so."})
			m.must(err)
		}
		if stage == "published" {
			minutesFor = may(models.ReadPublicMinutes)
			m.publish(ref, correction)
		}
		rest := map[string]string{"/attendance/:id": fmt.Sprintf("/attendance/%d", guest.ID), "/corrections/:id": fmt.Sprintf("/corrections/%d", correction.ID), "/coming/:id": fmt.Sprintf("/coming/%d", guest.ID)}
		m.add(thing{name: "a meeting with minutes " + stage, pattern: "/meetings/:ref", path: "/meetings/" + ref, nothing: "/meetings/1999-q1", rest: rest, visible: anybody,
			routes: func(r handlers.Route) bool { return !readsMinutes(r) }})
		m.add(thing{name: "minutes that are " + stage, pattern: "/meetings/:ref", path: "/meetings/" + ref, nothing: "/meetings/1999-q1", visible: minutesFor, routes: readsMinutes})
		for _, what := range []struct {
			pattern string
			id      int64
		}{{"/entries/:id", e.ID}, {"/interests/:id", interest.ID}} {
			prefix := strings.TrimSuffix(what.pattern, ":id")
			m.add(thing{name: "of minutes " + stage, pattern: what.pattern, path: fmt.Sprint(prefix, what.id), nothing: prefix + "999999", visible: anybody})
		}
		m.actionsOf(ref, stage, actionsFor)
		if stage == "published" {
			m.documents(ref)
		}
	}
}

func (m *maker) circulate(ref string) {
	m.t.Helper()
	standing, err := m.store.MinutesStanding(m.t.Context(), m.secretary, ref)
	m.must(err)
	_, err = m.store.CirculateMinutes(m.t.Context(), m.secretary, ref, standing.Minutes.Version)
	m.must(err)
}

func (m *maker) publish(ref string, correction models.Correction) {
	m.t.Helper()
	ctx := m.t.Context()
	_, err := m.store.AnswerCorrection(ctx, m.secretary, correction.ID, correction.Version, models.CorrectionAnswer{Outcome: models.CorrectionRefused, Answer: "It was so."})
	m.must(err)
	standing, err := m.store.MinutesStanding(ctx, m.secretary, ref)
	m.must(err)
	if len(standing.Later) == 0 {
		m.t.Fatal("no meeting can have agreed the minutes")
	}
	min, err := m.store.AgreeMinutes(ctx, m.secretary, ref, standing.Minutes.Version, models.AgreementForm{At: standing.Later[0].Reference})
	m.must(err)
	_, err = m.store.PublishMinutes(ctx, m.secretary, ref, min.Version)
	m.must(err)
}

// actionsOf adds the actions of a meeting, of which one is restricted.
func (m *maker) actionsOf(ref, stage string, visible func(models.Actor) bool) {
	m.t.Helper()
	tracker, err := m.store.Tracker(m.t.Context(), m.secretary, models.TrackerFilter{Meeting: ref})
	m.must(err)
	count := 0
	for _, g := range tracker.Groups {
		for _, a := range g.Actions {
			count++
			m.add(thing{
				name: "an action of minutes " + stage, pattern: "/actions/:prefix/:number", path: "/actions/" + a.Reference, nothing: "/actions/1999-Q1/01",
				organisation: m.partner.OrganisationID, visible: func(actor models.Actor) bool { return visible(actor) && may(models.ReadRestricted)(actor) },
			})
		}
	}
	if count != 2 {
		m.t.Fatalf("%s has %d actions", ref, count)
	}
}

// documents adds the minutes of both editions as they were issued.
func (m *maker) documents(ref string) {
	m.t.Helper()
	for email, visible := range map[string]func(models.Actor) bool{"": may(models.ReadPublicMinutes), "daniel.firth@occv.example": may(models.ReadMeetings)} {
		f, err := get(m.as(email), m.base, "/meetings/"+ref+"/minutes.pdf")
		m.must(err)
		if f.status != http.StatusOK {
			m.t.Fatalf("minutes.pdf answers %d", f.status)
		}
		sum := sha256.Sum256([]byte(f.body))
		m.add(thing{name: "a document", pattern: "/documents/:sha", path: fmt.Sprintf("/documents/%x", sum), nothing: "/documents/" + strings.Repeat("0", 64), visible: visible})
	}
}

// makeDirectory adds what has no owner: whoever the table lets in sees all.
func (m *maker) makeDirectory() {
	ctx := m.t.Context()
	letters, err := m.store.Outbox(ctx, m.secretary, models.OutboxFilter{})
	m.must(err)
	if len(letters.Letters) == 0 {
		m.t.Fatal("the sample has no letters")
	}
	for pattern, value := range map[string]string{
		"/organisations/:id": fmt.Sprint(m.partner.OrganisationID), "/people/:id": fmt.Sprint(m.partner.PersonID), "/outbox/:id": fmt.Sprint(letters.Letters[0].ID),
		"/outbox/received/:id": fmt.Sprint(m.attached().ReceivedID), "/outbox/received/:id/files/:file": fmt.Sprintf("%d/files/%d", m.attached().ReceivedID, m.attached().ID),
		"/settings/:section": "meetings", "/years/:book": fmt.Sprintf("%d.pdf", sampleNow.Year()-1),
	} {
		prefix := pattern[:strings.Index(pattern, ":")]
		m.add(thing{name: "of the directory", pattern: pattern, path: prefix + value, nothing: prefix + "999999", visible: anybody})
	}
}

// attached is an attachment of an email that came back.
func (m *maker) attached() models.ReceivedFile {
	m.t.Helper()
	list, err := m.store.ReceivedList(m.t.Context(), m.secretary, true, 0)
	m.must(err)
	for _, e := range list.Emails {
		if len(e.Files) > 0 {
			return e.Files[0]
		}
	}
	m.t.Fatal("no email of the sample has an attachment")
	return models.ReceivedFile{}
}
