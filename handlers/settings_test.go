package handlers

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"quarterday/models"
)

func TestSettings(t *testing.T) {
	t.Run("every section is changed, and each change is in the audit trail", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		b.get("/settings").is(200, "Second Tuesday of the last month of each quarter", "Tuesday 8 September 2026", "Tuesday 8 December 2026", "One third of the organisations")
		version := 1
		for _, c := range []struct {
			section string
			pairs   []string
			says    string
		}{
			{"name", []string{"name", "Vale Partnership", "convener", "Office", "reply_address", "Team@opcc.example", "about", "We **meet**."}, "team@opcc.example"},
			{"meetings", []string{"rule_week", "-1", "rule_weekday", "4", "rule_month", "2", "start_time", "2pm", "duration_minutes", "90", "venue", "Town Hall", "joining_link", "https://video.example/1"}, "Last Thursday of the second month of each quarter, 14:00, 90 minutes"},
			{"deadlines", []string{"call_weeks", "6", "submission_days", "10", "agenda_days", "4", "minutes_days", "3", "corrections_days", "8"}, "4 clear working days before"},
			{"quorum", []string{"quorum_numerator", "2", "quorum_denominator", "5", "quorum_sectors", "Health", "quorum_sectors", "Faith"}, "2 of every 5 organisations, with at least one each of: Health, Faith"},
			{"lists", []string{"sectors", "Faith\r\nHealth\r\n\r\nConvener\r\nHousing", "themes", "Housing\nYoung people"}, "Faith, Health, Convener and Housing"},
			{"markings", []string{"marking", "OFFICIAL", "restricted_marking", "MEMBERS"}, "MEMBERS"},
			{"reporting", []string{"reporting", "Helpline: 08000 121 700\nOnline: https://report.example/"}, "Helpline: 08000 121 700"},
			{"records", []string{"language", "CY", "time_zone", "Europe/Dublin", "quarter_basis", "financial", "retention_years", "7"}, "Europe/Dublin"},
		} {
			a := b.post("/settings/"+c.section, append(c.pairs, "version", fmt.Sprint(version))...).is(200, ": saved.", c.says)
			if a.url != "/settings" {
				t.Errorf("%s led to %s", c.section, a.url)
			}
			version++
		}
		if lang := b.get("/settings").Find("html").AttrOr("lang", ""); !strings.EqualFold(lang, "cy") {
			t.Errorf("pages say that they are in %q", lang)
		}
		a := b.get("/audit?what=changed+the+settings").is(200, "Rule: second Tuesday of the last month of each quarter → last Thursday of the second month of each quarter", "Time zone: Europe/London → Europe/Dublin")
		if n := a.Find("tbody tr").Length(); n != 8 {
			t.Errorf("%d events", n)
		}
	})
	t.Run("what is wrong is said beside the fields, all at once", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		for section, c := range map[string]struct{ pairs, says []string }{
			"name":      {[]string{"name", "", "reply_address", "ann"}, []string{"Enter the partnership's name", "Enter an email address in the right format"}},
			"meetings":  {[]string{"rule_week", "5", "rule_weekday", "2", "rule_month", "3", "start_time", "25:00", "duration_minutes", "5", "joining_link", "javascript:alert(1)"}, []string{"Choose the first, second", "from 15 to 720", "begins with https://"}},
			"deadlines": {[]string{"call_weeks", "8", "submission_days", "5", "agenda_days", "5", "minutes_days", "4", "corrections_days", "3"}, []string{"fewer days than the 5 above", "enter 4 or more"}},
			"quorum":    {[]string{"quorum_numerator", "4", "quorum_denominator", "3", "quorum_sectors", "Wizards"}, []string{"cannot be more than all", "no sector"}},
			"lists":     {[]string{"sectors", "Health\nhealth"}, []string{"there twice", "1 organisation is in the sector"}},
			"markings":  {[]string{"marking", strings.Repeat("x", 61)}, []string{"60 characters or fewer", "Enter the marking of what is restricted"}},
			"reporting": {[]string{"reporting", "just ring us"}, []string{"a colon"}},
			"records":   {[]string{"language", "english please", "time_zone", "Mars/Olympus", "quarter_basis", "lunar", "retention_years", "never"}, []string{"Enter a language", "There is no time zone", "Choose which year", "as a whole number"}},
		} {
			a := b.post("/settings/"+section, append(c.pairs, "version", "1")...).is(422, c.says...)
			a.Find(".govuk-error-summary a").Each(func(_ int, link *goquery.Selection) {
				if to, _ := link.Attr("href"); a.Find(to).Length() != 1 {
					t.Errorf("%s: the summary leads to %s, which is not there", section, to)
				}
			})
		}
	})
	t.Run("the dates of a rule are shown before it is saved", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		b.post("/settings/meetings", "do", "preview", "version", "1", "rule_week", "1", "rule_weekday", "1", "rule_month", "2", "start_time", "10:00", "duration_minutes", "120").
			is(200, "Monday 2 November 2026", "Monday 1 February 2027", "Monday 3 May 2027", "bank holiday")
		b.get("/settings").is(200, "Second Tuesday")
	})
	t.Run("a stale save shows both", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		b.post("/settings/markings", "version", "1", "marking", "OFFICIAL", "restricted_marking", "MEMBERS ONLY")
		a := b.post("/settings/markings", "version", "1", "marking", "OFFICIAL", "restricted_marking", "PRIVATE").is(409, "Someone else changed this", "MEMBERS ONLY", "PRIVATE")
		if v, _ := a.Find("input[name=version]").Attr("value"); v != "2" {
			t.Errorf("version %s", v)
		}
	})
	t.Run("an unknown section is not found", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		b.get("/settings/wizards").is(404)
		b.post("/settings/wizards", "version", "1").is(404)
	})
}

func TestDefaultAgenda(t *testing.T) {
	// rows is what the form holds, to be sent again.
	rows := func(a *answer) []string {
		var pairs []string
		a.Find("form[action='/settings/agenda'] input[type=text], form[action='/settings/agenda'] input[type=hidden]").Each(func(_ int, in *goquery.Selection) {
			name, _ := in.Attr("name")
			value, _ := in.Attr("value")
			pairs = append(pairs, name, value)
		})
		a.Find("form[action='/settings/agenda'] select").Each(func(_ int, in *goquery.Selection) {
			name, _ := in.Attr("name")
			value, _ := in.Find("option[selected]").Attr("value")
			pairs = append(pairs, name, value)
		})
		return pairs
	}
	titles := func(a *answer) (all []string) {
		a.Find("input[name^=title_]").Each(func(_ int, in *goquery.Selection) { v, _ := in.Attr("value"); all = append(all, v) })
		return all
	}
	t.Run("rows are added, moved and taken out by buttons, and saved at the end", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		a := b.get("/settings/agenda").is(200, "Default agenda", "Together they take 35 minutes")
		a = b.post("/settings/agenda", append(rows(a), "do", "add")...).is(200, "This is not saved yet", "Item 6")
		a = b.post("/settings/agenda", append(rows(a), "do", "up 6")...)
		a = b.post("/settings/agenda", append(rows(a), "do", "remove 1")...)
		a = b.post("/settings/agenda", append(rows(a), "do", "down 1")...)
		if got := strings.Join(titles(a), "|"); got != "Matters arising and action tracker|Minutes of the last meeting|Forward plan||Any other business" {
			t.Errorf("the rows are %s", got)
		}
		b.post("/settings/agenda", append(rows(a), "do", "save")...).is(422, "Enter the title of item 4")
		pairs := rows(a)
		for i := range pairs {
			if pairs[i] == "title_4" {
				pairs[i+1] = "Partners’ round"
			}
		}
		b.post("/settings/agenda", append(pairs, "do", "save")...).is(200, "The default agenda is saved", "4. Partners’ round, 10 minutes")
		b.post("/settings/agenda", append(pairs, "do", "save")...).is(409, "Someone else changed this")
	})
	t.Run("two items cannot hold the same", func(t *testing.T) {
		s := newSite(t)
		s.as("ann@opcc.example").post("/settings/agenda", "version", "1", "title_1", "A", "minutes_1", "5", "purpose_1", "decision", "role_1", "welcome", "title_2", "B", "minutes_2", "x", "purpose_2", "fun", "role_2", "welcome").
			is(422, "Item 2 holds the same as item 1", "Enter how many minutes item 2 takes as a whole number", "Choose what item 2 is for")
	})
}

func TestOutbox(t *testing.T) {
	t.Run("the secretariat hands sign-in links on while no mail server sends them, and the audit trail says so", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		s.public().post("/sign-in", "email", "ann@opcc.example")
		token, code := s.letterLink()
		a := b.get("/outbox").is(200, "2 emails are waiting: no mail server is set up", "Sign in", "ann@opcc.example").lacks(token, ">"+code)
		path, _ := a.Find("tbody a").First().Attr("href")
		b.get(path).is(200, "http://quarterday.example/sign-in/"+token, code)
		b.get("/audit").is(200, "read the sign-in email")
	})
	t.Run("sign-in links and codes are hidden once a mail server sends them", func(t *testing.T) {
		s := newSite(t)
		s.serveAgain(Config{BaseURL: "http://quarterday.example", MailServer: true})
		b := s.as("ann@opcc.example")
		s.public().post("/sign-in", "email", "ann@opcc.example")
		token, code := s.letterLink()
		path, _ := b.get("/outbox").Find("tbody a").First().Attr("href")
		b.get(path).is(200, "The link and the code are hidden here", "/sign-in/hidden").lacks(token, ">"+code, " "+code)
		b.get(path+"/html").is(200).lacks(token, ">"+code, " "+code)
	})
	t.Run("letters are found by kind, state and person", func(t *testing.T) {
		s := newSite(t)
		s.vale()
		s.as("pat@vp.example")
		b := s.as("ann@opcc.example")
		b.get("/outbox?kind=sign-in&state=waiting&q=PAT").is(200, "pat@vp.example").lacks("ann@opcc.example<")
		b.get("/outbox?kind=meeting-called").is(200, "No emails match")
		b.get("/outbox?state=sent").is(200, "No emails match")
	})
	t.Run("the letter's own page may do nothing but show it", func(t *testing.T) {
		s := newSite(t)
		b := s.as("ann@opcc.example")
		a := b.get("/outbox/1/html").is(200)
		if tag := a.header.Get("ETag"); tag != "" {
			t.Errorf("it is kept under %s, and would come back without its policy", tag)
		}
		policy := a.header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "sandbox", "frame-ancestors 'self'"} {
			if !strings.Contains(policy, want) {
				t.Errorf("the policy %q lacks %s", policy, want)
			}
		}
		if strings.Contains(b.get("/outbox/1").header.Get("Content-Security-Policy"), "unsafe") {
			t.Error("the page around it allows more than it should")
		}
	})
}

func TestAudit(t *testing.T) {
	s := newSite(t)
	_, pat, _ := s.vale()
	b := s.as("ann@opcc.example")
	t.Run("it is found by person, what, subject, words and dates", func(t *testing.T) {
		b.get("/audit").is(200, "added the person", "Pat Partner", "set up the partnership")
		for query, want := range map[string]int{
			"what=added+the+organisation": 2, "subject=organisation": 2, "q=PAT": 1, "from=2026-09-02": 0, "to=31+August+2026": 0, "meeting=2026-q9": 0,
			fmt.Sprintf("person=%d", pat.ID): 0, "from=1+September+2026&to=today&q=vale+police": 1,
		} {
			if n := b.get("/audit?" + query).is(200).Find("tbody tr").Length(); n != want {
				t.Errorf("%s finds %d, want %d", query, n, want)
			}
		}
	})
	t.Run("a date that is none is said beside the field", func(t *testing.T) {
		b.get("/audit?from=31+February").is(422, "February")
	})
	t.Run("it goes on by pages, with the same number of questions", func(t *testing.T) {
		ask := func() int64 {
			var n atomic.Int64
			if _, err := s.store.Audit(models.WithQueryCount(t.Context(), &n), s.ann, models.AuditFilter{}); err != nil {
				t.Fatal(err)
			}
			return n.Load()
		}
		few := ask()
		for i := range 120 {
			if _, err := s.store.AddOrganisation(t.Context(), s.ann, models.OrganisationForm{Name: fmt.Sprintf("Body %d", i), Sector: "Health"}); err != nil {
				t.Fatal(err)
			}
		}
		if many := ask(); many != few {
			t.Errorf("%d questions, then %d", few, many)
		}
		seen, path := 0, "/audit?what=added+the+organisation"
		for path != "" && seen < 1000 {
			a := b.get(path).is(200)
			seen += a.Find("tbody tr").Length()
			path, _ = a.Find(".govuk-pagination__next a").Attr("href")
		}
		if seen != 122 {
			t.Errorf("the pages hold %d", seen)
		}
	})
	t.Run("nobody else reads it", func(t *testing.T) {
		s.as("pat@vp.example").get("/audit").is(403)
	})
}
