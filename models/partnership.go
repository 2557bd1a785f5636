package models

import (
	"strings"
	"sync"
	"time"

	"quarterday/calendar"
)

// Partnership is the one body that this installation serves, with the rules it
// has given itself.
type Partnership struct {
	ID           int64
	Name         string
	Convener     string
	TimeZone     string         // IANA name, for example Europe/London
	Language     string         // BCP 47, for example en-GB
	QuarterBasis calendar.Basis // the year whose quarters its labels count

	// The meeting rule: second Tuesday of the third month of each quarter …
	RuleWeek        int // 1 to 4; -1 is the last
	RuleWeekday     time.Weekday
	RuleMonth       int    // 1 to 3, within the quarter
	StartTime       string // "10:00"
	DurationMinutes int
	Venue           string
	JoiningLink     string

	// Deadlines. Days are working days; the agenda's are clear ones.
	CallWeeks       int
	SubmissionDays  int
	AgendaDays      int
	MinutesDays     int
	CorrectionsDays int

	// Quorum: this fraction of the organisations, with at least one of each of
	// these sectors (a line each).
	QuorumNumerator   int
	QuorumDenominator int
	QuorumSectors     string

	Sectors           string // a line each
	Themes            string // of practices, a line each
	Marking           string // protective marking of every page: OFFICIAL
	RestrictedMarking string // of what is for members only: OFFICIAL-SENSITIVE
	ReplyAddress      string
	Reporting         string // how to report a concern, a line each: "In an emergency: 999"
	About             string // Markdown: for the public home page
	RetentionYears    int
	NextMeetingPublic bool

	LogoSHA256    string // "" without a logo
	LogoMediaType string
	LogoText      string // for those who cannot see it
	LogoWidth     int    // in pixels
	LogoHeight    int

	SetUpAt        *time.Time
	SetUpTokenHash string
	Version        int
}

// zones keeps the time zones that were asked for: reading one costs more than a
// query.
var zones sync.Map

// Location is the partnership's time zone.
func (p Partnership) Location() *time.Location {
	if zone, ok := zones.Load(p.TimeZone); ok {
		return zone.(*time.Location)
	}
	zone, err := time.LoadLocation(p.TimeZone)
	if err != nil { // validated when it was set
		return time.UTC
	}
	zones.Store(p.TimeZone, zone)
	return zone
}

// Country says which working days and bank holidays count.
func (p Partnership) Country() *calendar.Country { return calendar.EnglandAndWales }

// Rule is the meeting rule as a rule of dates.
func (p Partnership) Rule() calendar.Rule {
	return calendar.Rule{Week: p.RuleWeek, Weekday: p.RuleWeekday, Month: p.RuleMonth}
}

// SectorList and the like split the settings that hold a line each.
func (p Partnership) SectorList() []string       { return lines(p.Sectors) }
func (p Partnership) ThemeList() []string        { return lines(p.Themes) }
func (p Partnership) QuorumSectorList() []string { return lines(p.QuorumSectors) }

// ReportingContact is one way to report a concern.
type ReportingContact struct {
	Name string // when to use it: "In an emergency"
	Text string // the number or address, as it is shown
	URL  string // tel: or https:; "" when it is neither
}

// Contacts reads the reporting contacts: each line is what it is for, a colon,
// then a telephone number or a web address.
func (p Partnership) Contacts() []ReportingContact {
	var out []ReportingContact
	for _, l := range lines(p.Reporting) {
		name, text, _ := strings.Cut(l, ":")
		c := ReportingContact{Name: strings.TrimSpace(name), Text: strings.TrimSpace(text)}
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' || r == '+' {
				return r
			}
			return -1
		}, c.Text)
		switch {
		case strings.HasPrefix(c.Text, "https://"):
			c.URL, c.Text = c.Text, strings.TrimSuffix(strings.TrimPrefix(c.Text, "https://"), "/")
		case len(digits) >= 3 && strings.Trim(c.Text, "0123456789+ ()") == "":
			c.URL = "tel:" + digits
		}
		out = append(out, c)
	}
	return out
}

func lines(s string) []string {
	var out []string
	for l := range strings.SplitSeq(s, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// StandingItem is one line of the partnership's default agenda.
type StandingItem struct {
	ID        int64
	Position  int
	Section   string
	Role      ItemRole
	Title     string
	Purpose   Purpose
	Minutes   int
	Presenter string // "Chair" or a name
}
