package mail

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

var site = Site{
	BaseURL: "https://vale.example", Partnership: "Calder Vale <Partnership>", Convener: "Office of the Commissioner", ReplyAddress: "team@opcc.example",
	Contacts: []models.ReportingContact{{Name: "In an emergency", Text: "999", URL: "tel:999"}, {Name: "Online", Text: "report.example", URL: "https://report.example/"}},
}

func letter(kind models.LetterKind, facts models.Facts) models.Letter {
	text, _ := json.Marshal(facts)
	return models.Letter{Kind: kind, Name: "Rebecca Holt", Email: "r.holt@lcc.example", Facts: string(text)}
}

var meeting = models.Facts{
	"meeting": "2026-q4", "name": "Quarterly meeting", "day": "Tuesday 8 December 2026", "from": "10:00", "to": "12:00", "venue": "Town Hall", "joining_link": "https://video.example/1",
	"items_close_day": "Tuesday 17 November 2026", "items_close_at": "17:00", "agenda_day": "Monday 30 November 2026",
}

func with(more models.Facts) models.Facts {
	all := models.Facts{}
	for _, f := range []models.Facts{meeting, more} {
		for k, v := range f {
			all[k] = v
		}
	}
	return all
}

// full has the facts that each kind is given.
var full = map[models.LetterKind]struct {
	facts   models.Facts
	subject string
	says    []string
	link    string
}{
	models.LetterSignIn:             {models.Facts{"token": "TOKEN", "code": "123456", "minutes": "15", "next": "/meetings/2026-q4?a=1"}, "Sign in to Calder Vale <Partnership>", []string{"123456", "15 minutes"}, "/sign-in/TOKEN?next=%2Fmeetings%2F2026-q4%3Fa%3D1"},
	models.LetterMeetingCalled:      {with(nil), "Are you coming? Quarterly meeting, Tuesday 8 December 2026", []string{"by Tuesday 17 November 2026, 17:00", "10:00 to 12:00", "Town Hall", "https://video.example/1", "Monday 30 November 2026"}, "/meetings/2026-q4/reply"},
	models.LetterMeetingChanged:     {with(models.Facts{"was_day": "Tuesday 1 December 2026", "was_from": "09:30", "was_to": "11:00", "ask_again": "yes", "reason": "The chair is away."}), "New date: Quarterly meeting, Tuesday 8 December 2026", []string{"was due to be on Tuesday 1 December 2026, 09:30 to 11:00", "tell us again whether you are coming", "The chair is away."}, "/meetings/2026-q4/reply"},
	models.LetterMeetingCancelled:   {with(models.Facts{"reason": "Snow."}), "Cancelled: Quarterly meeting, Tuesday 8 December 2026", []string{"has been cancelled", "Snow."}, "/meetings/2026-q4"},
	models.LetterReplyReminder:      {with(nil), "Please answer: Quarterly meeting, Tuesday 8 December 2026", []string{"not heard from you yet", "10:00 to 12:00", "Town Hall"}, "/meetings/2026-q4/reply"},
	models.LetterDeputyNamed:        {with(models.Facts{"for": "Sam Hill"}), "You are standing in for Sam Hill: Quarterly meeting, Tuesday 8 December 2026", []string{"Sam Hill cannot come", "10:00 to 12:00", "tell Sam Hill"}, "/meetings/2026-q4/reply"},
	models.LetterDeputySent:         {with(models.Facts{"deputy": "Kim Lee", "unconfirmed": "yes"}), "Kim Lee is standing in for you: Quarterly meeting, Tuesday 8 December 2026", []string{"naming Kim Lee", "from your own calendar", "secretariat will confirm", "10:00 to 12:00"}, "/meetings/2026-q4/reply"},
	models.LetterDeputyReleased:     {with(models.Facts{"for": "Sam Hill"}), "You are no longer standing in for Sam Hill: Quarterly meeting, Tuesday 8 December 2026", []string{"no longer need to stand in for Sam Hill", "still invited yourself", "Town Hall"}, "/meetings/2026-q4/reply"},
	models.LetterComingAfterAll:     {with(nil), "You are coming: Quarterly meeting, Tuesday 8 December 2026", []string{"back in your calendar", "Town Hall"}, "/meetings/2026-q4/reply"},
	models.LetterCallDue:            {with(models.Facts{"call_day": "Tuesday 13 October 2026"}), "Due to be called on Tuesday 13 October 2026: Quarterly meeting, Tuesday 8 December 2026", []string{"is due to be called on Tuesday 13 October 2026", "invites everyone"}, "/meetings/2026-q4/call"},
	models.LetterDeadlineComing:     {with(models.Facts{"what": "items", "closes_day": "Tuesday 17 November 2026", "closes_at": "17:00"}), "Agenda items close on Tuesday 17 November 2026: Quarterly meeting", []string{"until Tuesday 17 November 2026, 17:00", "Town Hall"}, "/meetings/2026-q4/items/new"},
	models.LetterAgendaDue:          {with(models.Facts{"waiting": "2"}), "The agenda is due to go out on Monday 30 November 2026: Quarterly meeting, Tuesday 8 December 2026", []string{"is due to go out on Monday 30 November 2026", "Items waiting for your decision: 2.", "Town Hall"}, "/meetings/2026-q4/agenda/build"},
	models.LetterMinutesDue:         {with(models.Facts{"minutes_day": "Thursday 10 December 2026", "late": "yes"}), "The draft minutes are late: Quarterly meeting, Tuesday 8 December 2026", []string{"were due to go out on Thursday 10 December 2026 and have not been circulated"}, "/meetings/2026-q4"},
	models.LetterActionsDue:         {models.Facts{"overdue": "2026-Q3/04 Send the name of a contact, by 11 October 2026", "overdue_count": "1", "due": "2026-Q3/05 Write it up, by 8 December 2026", "due_count": "1"}, "Your actions: 1 overdue, 1 due soon", []string{"Send the name of a contact", "2026-Q3/05"}, "/actions?mine=yes"},
	models.LetterCorrectionAsked:    {with(models.Facts{"asker": "Sam Hill", "paragraph": "4.2", "text": "19, not 17", "corrections_day": "Tuesday 22 December 2026"}), "A correction is asked for: minutes of Tuesday 8 December 2026", []string{"Sam Hill asks", "paragraph 4.2", "19, not 17", "until Tuesday 22 December 2026"}, "/meetings/2026-q4/corrections"},
	models.LetterItemAccepted:       {with(models.Facts{"item": "County lines", "path": "/items/7"}), "On the agenda: County lines", []string{"“County lines” has been accepted", "Town Hall"}, "/items/7"},
	models.LetterItemDeferred:       {with(models.Facts{"item": "County lines", "path": "/items/7", "reason": "No time.", "later_day": "Tuesday 9 March 2027"}), "Deferred to a later meeting: County lines", []string{"to the meeting on Tuesday 9 March 2027", "No time."}, "/items/7"},
	models.LetterItemDeclined:       {with(models.Facts{"item": "County lines", "path": "/items/7", "reason": "Not ours.\n\nAsk the board."}), "Not on the agenda: County lines", []string{"will not be on the agenda", "Not ours.", "Ask the board."}, "/items/7"},
	models.LetterAgendaPublished:    {with(models.Facts{"version": "2", "changes": "Item 4 is new\nItem 5 is taken out", "path": "/meetings/2026-q4/agenda"}), "Changed agenda: Quarterly meeting, Tuesday 8 December 2026", []string{"version 2", "Item 4 is new"}, "/meetings/2026-q4/agenda"},
	models.LetterActionGiven:        {models.Facts{"reference": "2026-Q3/04", "meeting": "2026-q3", "meeting_name": "Quarterly meeting", "meeting_date": "Tuesday 8 September 2026", "owners": "Vale Police and Leeds", "deadline": "11 October 2026", "text": "Send the name of a contact"}, "An action for you: 2026-Q3/04", []string{"Send the name of a contact", "11 October 2026", "Vale Police and Leeds"}, "/actions/2026-Q3/04"},
	models.LetterMinutesCirculated:  {with(models.Facts{"version": "1", "corrections_day": "Tuesday 22 December 2026", "agree_at": "9 March 2027"}), "Draft minutes: Quarterly meeting, Tuesday 8 December 2026", []string{"by Tuesday 22 December 2026", "The meeting on 9 March 2027 will be asked to agree them"}, "/meetings/2026-q4/minutes"},
	models.LetterCorrectionAnswered: {with(models.Facts{"paragraph": "4.2", "text": "19, not 17", "outcome": "accepted", "answer": "Checked."}), "Your correction to the minutes of Tuesday 8 December 2026: accepted", []string{"paragraph 4.2", "19, not 17", "Checked."}, "/meetings/2026-q4/corrections"},
	models.LetterMinutesAgreed:      {with(models.Facts{"agreed_at": "9 March 2027", "published": "yes"}), "Minutes agreed and published: Quarterly meeting, Tuesday 8 December 2026", []string{"The public edition is published"}, "/meetings/2026-q4/minutes"},
	models.LetterMailTaken:          {with(models.Facts{"what": "item", "subject": "Re: Are you coming?", "item": "Beds", "path": "/items/7", "papers": "beds.pdf", "left_out": "virus.exe: whatever it is called, it is a program"}), "Your email is now a draft item for Tuesday 8 December 2026", []string{"“Re: Are you coming?”", "Beds", "beds.pdf", "virus.exe", "by Tuesday 17 November 2026, 17:00"}, "/items/7"},
	models.LetterPracticePublished:  {models.Facts{"title": "Dental practices", "slug": "dental-practices", "visibility": "public"}, "Your practice is published: Dental practices", []string{"everybody can read it"}, "/practices/dental-practices"},
	models.LetterCalendarRenewed:    {models.Facts{}, "Your calendar address has ended: please follow a new one", []string{"has ended", "renewed"}, "/account#calendar"},
	models.LetterPracticeReturned:   {models.Facts{"title": "Dental practices", "slug": "dental-practices", "wanted": "The cost."}, "Please add to your practice: Dental practices", []string{"The cost."}, "/practices/dental-practices"},
}

func TestEveryKindIsWorded(t *testing.T) {
	for _, kind := range models.LetterKinds {
		t.Run(string(kind), func(t *testing.T) {
			want, ok := full[kind]
			if !ok {
				t.Fatal("this kind is not tried")
			}
			m, err := Word(letter(kind, want.facts), site)
			if err != nil {
				t.Fatal(err)
			}
			if m.Subject != want.subject {
				t.Errorf("the subject is %q, want %q", m.Subject, want.subject)
			}
			doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
			if err != nil {
				t.Fatal(err)
			}
			html := strings.Join(strings.Fields(doc.Find("body").Text()), " ")
			for _, says := range append(want.says, "Dear Rebecca Holt", "team@opcc.example", "999", "Calder Vale <Partnership>, convened by Office of the Commissioner") {
				if !strings.Contains(m.Text, says) || !strings.Contains(html, says) {
					t.Errorf("%q is missing:\n%s\n%s", says, m.Text, html)
				}
			}
			link := site.BaseURL + want.link
			if n := doc.Find("a[href='" + link + "']").Length(); n != 1 || !strings.Contains(m.Text, ":\n"+link+"\n") {
				t.Errorf("the button to %s is missing:\n%s\n%s", link, m.Text, m.HTML)
			}
			if n := doc.Find("a[style*='inline-block']").Length(); n != 1 {
				t.Errorf("%d buttons:\n%s", n, m.Text)
			}
			for _, bad := range []string{"\n\n\n", "None", "](", "**", "<no value>", " \n\n", "  ."} {
				if strings.Contains(m.Text, bad) {
					t.Errorf("it has %q:\n%s", bad, m.Text)
				}
			}
			// Outlook on Windows draws as Word does: tables, colours of cells, no flex.
			for _, bad := range []string{"display:flex", "display:grid", "white-space:pre", "<img", "<script", "position:"} {
				if strings.Contains(m.HTML, bad) {
					t.Errorf("the HTML has %s", bad)
				}
			}
			doc.Find("td[style*='background']").Each(func(_ int, cell *goquery.Selection) {
				if cell.AttrOr("bgcolor", "") == "" {
					t.Error("a cell has its colour in its style alone")
				}
			})
			if !strings.Contains(m.HTML, `<!--[if mso]><table role="presentation" width="600"`) || !strings.Contains(m.HTML, "prefers-color-scheme: dark") || doc.Find("h1").Length() != 1 {
				t.Error("it has no width for Outlook, no dark face, or no heading")
			}
		})
	}
}

// TestMeetingAndAgendaInOneLetter reads a letter that says that the place has
// changed and the agenda too.
func TestMeetingAndAgendaInOneLetter(t *testing.T) {
	m, err := Word(letter(models.LetterMeetingChanged, with(models.Facts{"was_venue": "City Hall", "agenda_version": "2", "agenda_changes": "Item 4 is new", "agenda_path": "/meetings/2026-q4/agenda"})), site)
	if err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"was due to be at City Hall", "Also changed: the agenda. Version 2", "- Item 4 is new", "Read the agenda:\nhttps://vale.example/meetings/2026-q4/agenda\n"} {
		if !strings.Contains(m.Text, says) {
			t.Errorf("%q is missing:\n%s", says, m.Text)
		}
	}
}

func TestMissingFactsAreLeftOut(t *testing.T) {
	for _, kind := range models.LetterKinds {
		m, err := Word(models.Letter{Kind: kind, Facts: "{}"}, Site{BaseURL: "https://vale.example", Partnership: "Vale"})
		if err != nil {
			t.Fatal(err)
		}
		for _, bad := range []string{"<no value>", "  ", " .", " ,", "“”", "Dear", "()", "convened", "//m", "Why", "changed:\n\n["} {
			if strings.Contains(m.Subject+"\n"+strings.ReplaceAll(m.Text, "-- \n", ""), bad) {
				t.Errorf("%s says %q:\n%s\n%s", kind, bad, m.Subject, m.Text)
			}
		}
		if len(m.Subject) < 10 || !strings.Contains(m.Text, "https://vale.example/") {
			t.Errorf("%s is empty: %s", kind, m.Text)
		}
	}
}

func TestFactsStayFacts(t *testing.T) {
	evil := "x\r\nBcc: all@example.org\n\n[Pay](https://evil.example)\n> \n<script>alert(1)</script>"
	for _, kind := range models.LetterKinds {
		facts := models.Facts{}
		for k := range full[kind].facts {
			facts[k] = evil
		}
		l := letter(kind, facts)
		l.Name = evil
		m, err := Word(l, site)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(m.Subject, "\r\n") {
			t.Errorf("%s: the subject has a line break: %q", kind, m.Subject)
		}
		doc, _ := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
		if doc.Find("script").Length() > 0 || doc.Find("a[href^='https://evil']").Length() > 0 {
			t.Errorf("%s: what was typed became part of the letter: %s", kind, m.HTML)
		}
		doc.Find("a[style*='inline-block']").Each(func(i int, a *goquery.Selection) {
			if to, _ := a.Attr("href"); i > 0 || !strings.HasPrefix(to, site.BaseURL+"/") {
				t.Errorf("%s: a button leads to %s", kind, to)
			}
		})
	}
}

func TestSecretsAreTakenOut(t *testing.T) {
	m, err := Word(WithoutSecrets(letter(models.LetterSignIn, full[models.LetterSignIn].facts)), site)
	if err != nil || strings.Contains(m.Text+m.HTML, "TOKEN") || strings.Contains(m.Text+m.HTML, "123456") || !strings.Contains(m.Text, "hidden") {
		t.Errorf("%v\n%s", err, m.Text)
	}
	if l := letter(models.LetterActionGiven, full[models.LetterActionGiven].facts); WithoutSecrets(l) != l {
		t.Error("another letter was changed")
	}
}

func TestTheReaderAloneHasLinksToAnswerWith(t *testing.T) {
	for _, kind := range []models.LetterKind{models.LetterMeetingCalled, models.LetterMeetingChanged, models.LetterReplyReminder} {
		m, err := word(letter(kind, full[kind].facts), site, links{reply: "MTIu-_.sealed"})
		if err != nil {
			t.Fatal(err)
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(m.HTML))
		if err != nil {
			t.Fatal(err)
		}
		for _, answer := range []string{"coming", "apologies", "deputy"} {
			link := site.BaseURL + "/reply/MTIu-_.sealed?answer=" + answer
			if doc.Find("a[href='"+link+"']").Length() != 1 || !strings.Contains(m.Text, ":\n"+link+"\n") {
				t.Errorf("%s: no link to %s:\n%s", kind, link, m.Text)
			}
		}
		if others, _ := Word(letter(kind, full[kind].facts), site); strings.Contains(others.HTML+others.Text, "/reply/") {
			t.Errorf("%s: others have them too", kind)
		}
	}
}

func TestAStrangerIsNotSentToAPageToSignIn(t *testing.T) {
	m, err := Word(letter(models.LetterDeputyNamed, with(models.Facts{"for": "Sam Hill", "stranger": "yes"})), site)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(m.Text, "/reply") || strings.Contains(m.Text, "/account") || !strings.Contains(m.Text, "answer this email and tell Sam Hill") && !strings.Contains(m.Text, "answer this email, and tell Sam Hill") {
		t.Error(m.Text)
	}
}

// TestNamesThatLookLikeMarks: whatever a fact begins with, the letter has the
// same blocks.
func TestNamesThatLookLikeMarks(t *testing.T) {
	blocks := func(kind models.LetterKind, mark string) (kinds []string, buttons string) {
		t.Helper()
		facts := models.Facts{}
		for k, v := range full[kind].facts {
			if v != "" {
				v = mark + v
			}
			facts[k] = v
		}
		for _, name := range []string{"asker", "for", "name"} { // they begin lines
			if facts[name] == "" {
				facts[name] = mark + "x"
			}
		}
		l := letter(kind, facts)
		l.Name = mark + l.Name
		p, err := pageOf(l, site, links{stop: site.BaseURL + "/unsubscribe/1", reply: "1.2"})
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range p.Blocks {
			kinds = append(kinds, b.Kind)
			buttons += b.URL
			for _, l := range b.Links {
				buttons += " " + l.URL
			}
		}
		return kinds, buttons
	}
	for _, kind := range models.LetterKinds {
		want, _ := blocks(kind, "Z")
		for _, mark := range []string{"> ", ">", "- ", "* ", "# ", "[", "[Sign in again](@evil.example/x)", "[Sign in again](/x)", "\n\n[Pay](/x)\n\n"} {
			got, buttons := blocks(kind, mark)
			if !slices.Equal(got, want) {
				t.Errorf("%s: %q makes %v of %v", kind, mark, got, want)
			}
			for to := range strings.FieldsSeq(buttons) {
				if !strings.HasPrefix(to, site.BaseURL+"/") {
					t.Errorf("%s: %q makes a button to %s", kind, mark, to)
				}
			}
		}
	}
}

func TestOnlyAddressesOfTheSiteAreButtons(t *testing.T) {
	for _, address := range []string{"@evil.example/x", "//evil.example/x", "/\\evil.example", "evil.example", ".evil.example/", ":80@evil.example", "https://evil.example", ""} {
		p := page{Site: site}
		p.read("Subject: x\n\n[Sign in again](" + address + ")\n")
		if len(p.Blocks) != 1 || p.Blocks[0].Kind != "paragraph" {
			t.Errorf("%q: %+v", address, p.Blocks)
		}
	}
	p := page{Site: site}
	p.read("Subject: x\n\n[Sign in again](/sign-in)\n")
	if len(p.Blocks) != 1 || p.Blocks[0].Kind != "button" || p.Blocks[0].URL != site.BaseURL+"/sign-in" {
		t.Errorf("%+v", p.Blocks)
	}
}
