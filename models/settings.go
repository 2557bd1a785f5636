package models

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/language"

	"quarterday/calendar"
)

// SettingsSection is a group of settings that are changed together.
type SettingsSection string

const (
	SettingsName      SettingsSection = "name"
	SettingsMeetings  SettingsSection = "meetings"
	SettingsDeadlines SettingsSection = "deadlines"
	SettingsQuorum    SettingsSection = "quorum"
	SettingsLists     SettingsSection = "lists"
	SettingsMarkings  SettingsSection = "markings"
	SettingsReporting SettingsSection = "reporting"
	SettingsRecords   SettingsSection = "records"
)

// SettingsSections are all of them, in the order of the page.
var SettingsSections = []SettingsSection{SettingsName, SettingsMeetings, SettingsDeadlines, SettingsQuorum, SettingsLists, SettingsMarkings, SettingsReporting, SettingsRecords}

// Label is the section's heading.
func (s SettingsSection) Label() string {
	return map[SettingsSection]string{
		SettingsName: "Name and public page", SettingsMeetings: "When you meet", SettingsDeadlines: "Deadlines", SettingsQuorum: "Quorum",
		SettingsLists: "Sectors and themes", SettingsMarkings: "Protective markings", SettingsReporting: "How to report a concern", SettingsRecords: "Language, time and records",
	}[s]
}

// SettingsForm is the settings as a form holds them: as they were typed. Only
// those of the section that is changed are read.
type SettingsForm struct {
	Name, Convener, About, ReplyAddress string
	NextMeetingPublic                   bool

	RuleWeek, RuleWeekday, RuleMonth                string
	StartTime, DurationMinutes, Venue, JoiningLink  string
	CallWeeks, SubmissionDays, AgendaDays           string
	MinutesDays, CorrectionsDays                    string
	QuorumNumerator, QuorumDenominator              string
	QuorumSectors                                   []string
	Sectors, Themes                                 string
	Marking, RestrictedMarking                      string
	Reporting                                       string
	Language, TimeZone, QuarterBasis, RetentionYear string
}

// SettingsForm is the settings as the form shows them first.
func (p Partnership) SettingsForm() SettingsForm {
	return SettingsForm{
		Name: p.Name, Convener: p.Convener, About: p.About, ReplyAddress: p.ReplyAddress, NextMeetingPublic: p.NextMeetingPublic,
		RuleWeek: strconv.Itoa(p.RuleWeek), RuleWeekday: strconv.Itoa(int(p.RuleWeekday)), RuleMonth: strconv.Itoa(p.RuleMonth),
		StartTime: p.StartTime, DurationMinutes: strconv.Itoa(p.DurationMinutes), Venue: p.Venue, JoiningLink: p.JoiningLink,
		CallWeeks: strconv.Itoa(p.CallWeeks), SubmissionDays: strconv.Itoa(p.SubmissionDays), AgendaDays: strconv.Itoa(p.AgendaDays),
		MinutesDays: strconv.Itoa(p.MinutesDays), CorrectionsDays: strconv.Itoa(p.CorrectionsDays),
		QuorumNumerator: strconv.Itoa(p.QuorumNumerator), QuorumDenominator: strconv.Itoa(p.QuorumDenominator), QuorumSectors: p.QuorumSectorList(),
		Sectors: p.Sectors, Themes: p.Themes, Marking: p.Marking, RestrictedMarking: p.RestrictedMarking, Reporting: p.Reporting,
		Language: p.Language, TimeZone: p.TimeZone, QuarterBasis: string(p.QuarterBasis), RetentionYear: strconv.Itoa(p.RetentionYears),
	}
}

// ChangeSettings changes one section of the settings, which the caller read at
// version.
func (s *Store) ChangeSettings(ctx context.Context, actor Actor, section SettingsSection, version int, form SettingsForm) (Partnership, error) {
	var p Partnership
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ChangeSettings, false); err != nil {
			return err
		}
		before := t.partnership
		if before.ID == 0 || !slices.Contains(SettingsSections, section) {
			return notFound("section of the settings")
		}
		if before.Version != version {
			return conflict("part of the settings", before)
		}
		p = before
		var problems Problems
		if err := t.readSettings(section, form, &p, &problems); err != nil {
			return err
		}
		if err := problems.Err(); err != nil {
			return err
		}
		changes := before.SettingsChanges(p)
		if len(changes) == 0 {
			return nil
		}
		p.Version++
		if err := save(t, "part of the settings", &p, p.ID, version, settingsColumns...); err != nil {
			return err
		}
		return t.event("changed the settings", "settings", p.ID, section.Label(), 0, changesInWords(changes))
	})
	return p, err
}

var settingsColumns = []string{
	"name", "convener", "about", "reply_address", "next_meeting_public", "rule_week", "rule_weekday", "rule_month", "start_time", "duration_minutes", "venue", "joining_link",
	"call_weeks", "submission_days", "agenda_days", "minutes_days", "corrections_days", "quorum_numerator", "quorum_denominator", "quorum_sectors",
	"sectors", "themes", "marking", "restricted_marking", "reporting", "language", "time_zone", "quarter_basis", "retention_years",
}

// SettingsChanges lists what differs between two states of the settings, in
// words.
func (p Partnership) SettingsChanges(to Partnership) []Change {
	yes := map[bool]string{true: "yes", false: "no"}
	number := func(what string, a, b int) Change { return Change{what, strconv.Itoa(a), strconv.Itoa(b)} }
	return changesOf(
		Change{"Name", p.Name, to.Name}, Change{"Convener", p.Convener, to.Convener}, Change{"About", p.About, to.About}, Change{"Reply address", p.ReplyAddress, to.ReplyAddress},
		Change{"Next date is public", yes[p.NextMeetingPublic], yes[to.NextMeetingPublic]},
		Change{"Rule", p.Rule().String(), to.Rule().String()}, Change{"Start", p.StartTime, to.StartTime}, number("Minutes of a meeting", p.DurationMinutes, to.DurationMinutes),
		Change{"Venue", p.Venue, to.Venue}, Change{"Joining link", p.JoiningLink, to.JoiningLink},
		number("Weeks for the call", p.CallWeeks, to.CallWeeks), number("Working days for submissions", p.SubmissionDays, to.SubmissionDays), number("Clear working days for the agenda", p.AgendaDays, to.AgendaDays),
		number("Working days for draft minutes", p.MinutesDays, to.MinutesDays), number("Working days for corrections", p.CorrectionsDays, to.CorrectionsDays),
		Change{"Quorum", p.QuorumInWords(), to.QuorumInWords()}, Change{"Sectors", p.Sectors, to.Sectors}, Change{"Themes", p.Themes, to.Themes},
		Change{"Marking", p.Marking, to.Marking}, Change{"Marking of what is restricted", p.RestrictedMarking, to.RestrictedMarking}, Change{"Reporting", p.Reporting, to.Reporting},
		Change{"Language", p.Language, to.Language}, Change{"Time zone", p.TimeZone, to.TimeZone}, Change{"Quarters", string(p.QuarterBasis), string(to.QuarterBasis)}, number("Years records are kept", p.RetentionYears, to.RetentionYears),
	)
}

// QuorumInWords is the rule as pages say it.
func (p Partnership) QuorumInWords() string {
	words := fmt.Sprintf("%d of every %d organisations", p.QuorumNumerator, p.QuorumDenominator)
	if w := map[[2]int]string{{1, 2}: "half", {1, 3}: "one third", {2, 3}: "two thirds", {1, 4}: "one quarter", {3, 4}: "three quarters"}[[2]int{p.QuorumNumerator, p.QuorumDenominator}]; w != "" {
		words = upperFirst(w) + " of the organisations"
	}
	if sectors := p.QuorumSectorList(); len(sectors) > 0 {
		words += ", with at least one each of: " + strings.Join(sectors, ", ")
	}
	return words
}

// readSettings puts one section of the form into the settings.
func (t *tx) readSettings(section SettingsSection, f SettingsForm, p *Partnership, problems *Problems) error {
	switch section {
	case SettingsName:
		p.Name = oneLine(problems, "name", "the partnership's name", f.Name, 1, 120)
		p.Convener = oneLine(problems, "convener", "who convenes it", f.Convener, 0, maxName)
		p.About = manyLines(problems, "about", "what the public page says", f.About, 0, maxLong)
		p.ReplyAddress = emailAddress(problems, "reply_address", f.ReplyAddress)
		p.NextMeetingPublic = f.NextMeetingPublic
	case SettingsMeetings:
		f.readRule(p, problems)
	case SettingsDeadlines:
		p.CallWeeks = wholeNumber(problems, "call_weeks", "the weeks from the call for items to the meeting", f.CallWeeks, 0, 52)
		p.SubmissionDays = wholeNumber(problems, "submission_days", "the working days from when items close to the meeting", f.SubmissionDays, 0, 120)
		p.AgendaDays = wholeNumber(problems, "agenda_days", "the clear working days from the agenda to the meeting", f.AgendaDays, 0, 120)
		p.MinutesDays = wholeNumber(problems, "minutes_days", "the working days from the meeting to the draft minutes", f.MinutesDays, 0, 120)
		p.CorrectionsDays = wholeNumber(problems, "corrections_days", "the working days from the meeting to the end of corrections", f.CorrectionsDays, 0, 120)
		if len(*problems) > 0 {
			return nil
		}
		if p.AgendaDays >= p.SubmissionDays {
			problems.Add("agenda_days", "The agenda goes out after items close: enter fewer days than the %d above", p.SubmissionDays)
		}
		if p.CorrectionsDays < p.MinutesDays {
			problems.Add("corrections_days", "Corrections close after the draft minutes go out: enter %d or more", p.MinutesDays)
		}
	case SettingsQuorum:
		p.QuorumNumerator = wholeNumber(problems, "quorum_numerator", "the upper number", f.QuorumNumerator, 0, 100)
		p.QuorumDenominator = wholeNumber(problems, "quorum_denominator", "the lower number", f.QuorumDenominator, 1, 100)
		if len(*problems) == 0 && p.QuorumNumerator > p.QuorumDenominator {
			problems.Add("quorum_numerator", "The quorum cannot be more than all of the organisations")
		}
		for _, s := range f.QuorumSectors {
			if !slices.Contains(p.SectorList(), s) {
				problems.Add("quorum_sectors", "There is no sector %q", excerpt(s))
			}
		}
		p.QuorumSectors = strings.Join(f.QuorumSectors, "\n")
	case SettingsLists:
		p.Sectors = listOfLines(problems, "sectors", "sector", f.Sectors, 1)
		p.Themes = listOfLines(problems, "themes", "theme", f.Themes, 0)
		return t.checkSectorsInUse(*p, problems)
	case SettingsMarkings:
		p.Marking = oneLine(problems, "marking", "the marking", f.Marking, 0, 60)
		p.RestrictedMarking = oneLine(problems, "restricted_marking", "the marking of what is restricted", f.RestrictedMarking, 1, 60)
	case SettingsReporting:
		p.Reporting = listOfLines(problems, "reporting", "contact", f.Reporting, 0)
		for _, l := range lines(p.Reporting) {
			if name, text, ok := strings.Cut(l, ":"); !ok || strings.TrimSpace(name) == "" || strings.TrimSpace(text) == "" {
				problems.Add("reporting", "Write each line as what it is for, a colon, and the number or address: “%s” is not in that form", excerpt(l))
				break
			}
		}
	case SettingsRecords:
		f.readRecords(p, problems)
	}
	return nil
}

// readRule puts the meeting rule of the form into the settings.
func (f SettingsForm) readRule(p *Partnership, problems *Problems) {
	p.RuleWeek, _ = strconv.Atoi(f.RuleWeek)
	p.RuleMonth, _ = strconv.Atoi(f.RuleMonth)
	weekday, err := strconv.Atoi(f.RuleWeekday)
	if err != nil {
		weekday = -1
	}
	p.RuleWeekday = time.Weekday(weekday)
	if err := p.Rule().Validate(); err != nil {
		field := "rule_month"
		switch {
		case weekday < 0 || weekday > 6:
			field = "rule_weekday"
		case p.RuleWeek != calendar.LastWeek && (p.RuleWeek < 1 || p.RuleWeek > 4):
			field = "rule_week"
		}
		problems.Add(field, "%s", err)
	}
	if clock, err := calendar.UnderstandTime(f.StartTime); err != nil {
		problems.Add("start_time", "%s", err)
	} else {
		p.StartTime = clock.String()
	}
	p.DurationMinutes = wholeNumber(problems, "duration_minutes", "how many minutes a meeting takes", f.DurationMinutes, 15, 720)
	p.Venue = oneLine(problems, "venue", "the venue", f.Venue, 0, maxTitle)
	p.JoiningLink = oneLine(problems, "joining_link", "the joining link", f.JoiningLink, 0, maxShort)
	if p.JoiningLink != "" && !strings.HasPrefix(p.JoiningLink, "https://") {
		problems.Add("joining_link", "Enter a link that begins with https://")
	}
}

// RuleDates are the dates on which the rule of the form falls in the four
// quarters from today on, with what is to be said against each.
func (s *Store) RuleDates(ctx context.Context, form SettingsForm) ([]RuleDate, error) {
	p, err := s.Partnership(ctx)
	if err != nil {
		return nil, err
	}
	var problems Problems
	form.readRule(&p, &problems)
	if p.Rule().Validate() != nil {
		return nil, nil
	}
	today := s.today(p)
	quarter := calendar.QuarterOf(today)
	if p.Rule().Date(quarter).Before(today) {
		quarter = quarter.Next()
	}
	var dates []RuleDate
	for _, d := range p.Rule().Propose(quarter, 4) {
		dates = append(dates, RuleDate{Date: d, Quarter: calendar.QuarterOf(d).Label(p.QuarterBasis), Warnings: p.Country().Warnings(d)})
	}
	return dates, nil
}

// RuleDate is one date that a meeting rule gives.
type RuleDate struct {
	Date     calendar.Date
	Quarter  string
	Warnings []string
}

func (f SettingsForm) readRecords(p *Partnership, problems *Problems) {
	p.Language = oneLine(problems, "language", "the language, such as en-GB", f.Language, 1, 35)
	if tag, err := language.Parse(p.Language); p.Language != "" && err != nil {
		problems.Add("language", "Enter a language as in web pages, such as en-GB or cy")
	} else if err == nil {
		p.Language = tag.String()
	}
	p.TimeZone = oneLine(problems, "time_zone", "the time zone, such as Europe/London", f.TimeZone, 1, 60)
	if _, err := time.LoadLocation(p.TimeZone); p.TimeZone != "" && (err != nil || p.TimeZone == "Local") {
		problems.Add("time_zone", "There is no time zone %q: enter one such as Europe/London", excerpt(p.TimeZone))
	}
	p.QuarterBasis = calendar.Basis(f.QuarterBasis)
	if p.QuarterBasis != calendar.CalendarYear && p.QuarterBasis != calendar.FinancialYear {
		problems.Add("quarter_basis", "Choose which year the quarters are counted in")
	}
	p.RetentionYears = wholeNumber(problems, "retention_years", "how many years records are kept", f.RetentionYear, 1, 100)
}

// checkSectorsInUse refuses to take out a sector that organisations or the
// quorum stand on.
func (t *tx) checkSectorsInUse(p Partnership, problems *Problems) error {
	var used []struct {
		Sector string
		N      int
	}
	if err := t.Model(&Organisation{}).Select("sector, count(*) as n").Group("sector").Order("sector").Scan(&used).Error; err != nil {
		return err
	}
	now := p.SectorList()
	for _, u := range used {
		if slices.Contains(t.partnership.SectorList(), u.Sector) && !slices.Contains(now, u.Sector) {
			organisations := "1 organisation is"
			if u.N > 1 {
				organisations = fmt.Sprintf("%d organisations are", u.N)
			}
			problems.Add("sectors", "%s in the sector %q: give another to each first, or keep the line", organisations, u.Sector)
		}
	}
	for _, s := range p.QuorumSectorList() {
		if !slices.Contains(now, s) {
			problems.Add("sectors", "The quorum needs the sector %q: change the quorum first, or keep the line", s)
		}
	}
	return nil
}

// listOfLines reads a list that has a line each, without blank ones.
func listOfLines(problems *Problems, field, what, text string, min int) string {
	list := lines(tidy(text))
	seen := map[string]bool{}
	for _, l := range list {
		if seen[searchKey(l)] {
			problems.Add(field, "The line “%s” is there twice", excerpt(l))
		}
		seen[searchKey(l)] = true
		if utf8.RuneCountInString(l) > maxName {
			problems.Add(field, "Each %s must be %d characters or fewer: “%s”", what, maxName, excerpt(l))
		}
	}
	if len(list) < min {
		problems.Add(field, "Enter at least one %s", what)
	}
	if len(list) > 100 {
		problems.Add(field, "Enter 100 lines or fewer: there are %d", len(list))
	}
	return strings.Join(list, "\n")
}

// wholeNumber reads a number that was typed.
func wholeNumber(problems *Problems, field, label, text string, min, max int) int {
	text = strings.TrimSpace(text)
	n, err := strconv.Atoi(text)
	switch {
	case text == "":
		problems.Add(field, "Enter %s", label)
	case err != nil:
		problems.Add(field, "Enter %s as a whole number", label)
	case n < min || n > max:
		problems.Add(field, "Enter %s, from %d to %d", label, min, max)
	}
	return n
}
