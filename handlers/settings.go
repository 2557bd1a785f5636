package handlers

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"quarterday/models"
)

// SettingsPage shows all settings by section.
type SettingsPage struct {
	Frame
	Now           models.Partnership
	DefaultAgenda []models.StandingItem
	Minutes       int
	Rule          string
	Dates         []models.RuleDate
	Logo          *LogoImage
}

func (s *Server) showSettings(c echo.Context) error {
	frame, err := s.frame(c, "settings", "Settings")
	if err != nil {
		return err
	}
	ctx := c.Request().Context()
	page := &SettingsPage{Frame: frame}
	if page.Now, err = s.settings(ctx); err != nil {
		return err
	}
	page.Logo = logoImage(page.Now.Logo())
	page.Rule = upperFirst(page.Now.Rule().String())
	if page.DefaultAgenda, err = s.store.DefaultAgenda(ctx); err != nil {
		return err
	}
	for _, i := range page.DefaultAgenda {
		page.Minutes += i.Minutes
	}
	if page.Dates, err = s.store.RuleDates(ctx, page.Now.SettingsForm()); err != nil {
		return err
	}
	return render(c, http.StatusOK, "settings/show", page)
}

// SettingsFormPage changes one section.
type SettingsFormPage struct {
	Frame
	Part     models.SettingsSection
	Version  int
	Form     models.SettingsForm
	Dates    []models.RuleDate // on which the rule falls
	Sectors  []Option
	Conflict *Conflict
	Weeks    []Option
	Weekdays []Option
	Months   []Option
	Bases    []Option
	Previews bool
}

func (s *Server) settingsForm(c echo.Context, page SettingsFormPage) (*SettingsFormPage, error) {
	var err error
	if page.Frame, err = s.frame(c, "settings", page.Part.Label()); err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	switch page.Part {
	case models.SettingsMeetings:
		page.Weeks = []Option{{Value: "1", Text: "First"}, {Value: "2", Text: "Second"}, {Value: "3", Text: "Third"}, {Value: "4", Text: "Fourth"}, {Value: "-1", Text: "Last"}}
		for d := 1; d <= 7; d++ {
			day := time.Weekday(d % 7)
			page.Weekdays = append(page.Weekdays, Option{Value: strconv.Itoa(int(day)), Text: day.String()})
		}
		page.Months = []Option{{Value: "1", Text: "First month"}, {Value: "2", Text: "Second month"}, {Value: "3", Text: "Last month"}}
		page.Dates, err = s.store.RuleDates(ctx, page.Form)
	case models.SettingsQuorum:
		var p models.Partnership
		p, err = s.settings(ctx)
		for _, sector := range p.SectorList() {
			page.Sectors = append(page.Sectors, Option{Value: sector, Text: sector})
		}
	case models.SettingsRecords:
		page.Bases = []Option{{Value: "calendar", Text: "The calendar year", Hint: "Quarter 1 is January to March"}, {Value: "financial", Text: "The financial year", Hint: "Quarter 1 is April to June: 2026/27 Q1"}}
	}
	return &page, err
}

// sectionParam is the section in the address; another is not found.
func sectionParam(c echo.Context) (models.SettingsSection, error) {
	section := models.SettingsSection(c.Param("section"))
	if section.Label() == "" {
		return "", echo.ErrNotFound
	}
	return section, nil
}

func (s *Server) editSettings(c echo.Context) error {
	section, err := sectionParam(c)
	if err != nil {
		return err
	}
	p, err := s.settings(c.Request().Context())
	if err != nil {
		return err
	}
	page, err := s.settingsForm(c, SettingsFormPage{Part: section, Version: p.Version, Form: p.SettingsForm()})
	if err != nil {
		return err
	}
	return render(c, http.StatusOK, "settings/form", page)
}

func readSettings(f form) models.SettingsForm {
	return models.SettingsForm{
		Name: f.Line("name"), Convener: f.Line("convener"), About: f.Text("about"), ReplyAddress: f.Line("reply_address"), NextMeetingPublic: f.Checked("next_meeting_public"),
		RuleWeek: f.Line("rule_week"), RuleWeekday: f.Line("rule_weekday"), RuleMonth: f.Line("rule_month"),
		StartTime: f.Line("start_time"), DurationMinutes: f.Line("duration_minutes"), Venue: f.Line("venue"), JoiningLink: f.Line("joining_link"),
		CallWeeks: f.Line("call_weeks"), SubmissionDays: f.Line("submission_days"), AgendaDays: f.Line("agenda_days"), MinutesDays: f.Line("minutes_days"), CorrectionsDays: f.Line("corrections_days"),
		QuorumNumerator: f.Line("quorum_numerator"), QuorumDenominator: f.Line("quorum_denominator"), QuorumSectors: f.Values("quorum_sectors"),
		Sectors: f.Text("sectors"), Themes: f.Text("themes"), Marking: f.Line("marking"), RestrictedMarking: f.Line("restricted_marking"), Reporting: f.Text("reporting"),
		Language: f.Line("language"), TimeZone: f.Line("time_zone"), QuarterBasis: f.Line("quarter_basis"), RetentionYear: f.Line("retention_years"),
	}
}

func (s *Server) changeSettings(c echo.Context) error {
	section, err := sectionParam(c)
	if err != nil {
		return err
	}
	f, err := readForm(c)
	if err != nil {
		return err
	}
	data := readSettings(f)
	version, _ := f.Number("version")
	again := func(page SettingsFormPage) (*SettingsFormPage, error) {
		page.Part, page.Form = section, data
		return s.settingsForm(c, page)
	}
	if f.Line("do") == "preview" {
		page, err := again(SettingsFormPage{Version: version, Previews: true})
		if err != nil {
			return err
		}
		return render(c, http.StatusOK, "settings/form", page)
	}
	_, err = s.store.ChangeSettings(c.Request().Context(), viewer(c), section, version, data)
	if err != nil {
		page := SettingsFormPage{Version: version}
		if now, ok := theirs[models.Partnership](err); ok {
			page.Version = now.Version
			page.Conflict = newConflict("/settings", settingsRows(section, now.SettingsForm(), data)...)
		}
		shown, pageErr := again(page)
		if pageErr != nil {
			return pageErr
		}
		return s.again(c, err, "settings/form", shown)
	}
	done(c, section.Label()+": saved.")
	return c.Redirect(http.StatusSeeOther, "/settings#"+string(section))
}

// settingsRows sets what is saved now beside what was typed, for one section.
func settingsRows(section models.SettingsSection, now, typed models.SettingsForm) []models.Change {
	row := func(what, from, to string) models.Change { return models.Change{What: what, From: from, To: to} }
	switch section {
	case models.SettingsName:
		yes := map[bool]string{true: "Yes", false: "No"}
		return []models.Change{row("Name", now.Name, typed.Name), row("Convener", now.Convener, typed.Convener), row("Public page", now.About, typed.About),
			row("Reply address", now.ReplyAddress, typed.ReplyAddress), row("Next date is public", yes[now.NextMeetingPublic], yes[typed.NextMeetingPublic])}
	case models.SettingsMeetings:
		rule := func(f models.SettingsForm) string {
			return fmt.Sprintf("week %s, weekday %s, month %s", f.RuleWeek, f.RuleWeekday, f.RuleMonth)
		}
		return []models.Change{row("Rule", rule(now), rule(typed)), row("Start", now.StartTime, typed.StartTime), row("Minutes", now.DurationMinutes, typed.DurationMinutes), row("Venue", now.Venue, typed.Venue), row("Joining link", now.JoiningLink, typed.JoiningLink)}
	case models.SettingsDeadlines:
		return []models.Change{row("Call", now.CallWeeks, typed.CallWeeks), row("Items close", now.SubmissionDays, typed.SubmissionDays), row("Agenda", now.AgendaDays, typed.AgendaDays), row("Draft minutes", now.MinutesDays, typed.MinutesDays), row("Corrections", now.CorrectionsDays, typed.CorrectionsDays)}
	case models.SettingsQuorum:
		return []models.Change{row("Share", now.QuorumNumerator+" of "+now.QuorumDenominator, typed.QuorumNumerator+" of "+typed.QuorumDenominator), row("Sectors", joinNames(now.QuorumSectors), joinNames(typed.QuorumSectors))}
	case models.SettingsLists:
		return []models.Change{row("Sectors", now.Sectors, typed.Sectors), row("Themes", now.Themes, typed.Themes)}
	case models.SettingsMarkings:
		return []models.Change{row("Marking", now.Marking, typed.Marking), row("Restricted", now.RestrictedMarking, typed.RestrictedMarking)}
	case models.SettingsReporting:
		return []models.Change{row("Contacts", now.Reporting, typed.Reporting)}
	}
	return []models.Change{row("Language", now.Language, typed.Language), row("Time zone", now.TimeZone, typed.TimeZone), row("Quarters", now.QuarterBasis, typed.QuarterBasis), row("Years", now.RetentionYear, typed.RetentionYear)}
}
