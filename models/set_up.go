package models

import (
	"context"
	"crypto/subtle"
	"errors"
	"time"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// defaultPartnership is what a new installation starts from; the settings page
// changes all of it.
func defaultPartnership() Partnership {
	return Partnership{
		TimeZone: "Europe/London", Language: "en-GB", QuarterBasis: calendar.CalendarYear,
		RuleWeek: 2, RuleWeekday: time.Tuesday, RuleMonth: 3, StartTime: "10:00", DurationMinutes: 120,
		CallWeeks: 8, SubmissionDays: 15, AgendaDays: 5, MinutesDays: 2, CorrectionsDays: 10,
		QuorumNumerator: 1, QuorumDenominator: 3,
		Sectors: "Convener\nPolice and justice\nLocal government\nHealth\nInspectorates\nFire and ambulance\nEducation\nVoluntary sector\nFaith\nBusiness",
		Marking: "OFFICIAL", RestrictedMarking: "OFFICIAL-SENSITIVE",
		Reporting:      "In an emergency: 999\nThe police, when it is not urgent: 101",
		RetentionYears: 10, NextMeetingPublic: true, Version: 1,
	}
}

// defaultAgenda is the default agenda of a new installation.
func defaultAgenda() []StandingItem {
	return []StandingItem{
		{Position: 1, Role: RoleWelcome, Title: "Welcome, introductions and apologies", Purpose: ForInformation, Minutes: 5, Presenter: "Chair"},
		{Position: 2, Role: RolePreviousMinutes, Title: "Minutes of the last meeting", Purpose: ForDecision, Minutes: 5, Presenter: "Chair"},
		{Position: 3, Role: RoleMattersArising, Title: "Matters arising and action tracker", Purpose: ForDiscussion, Minutes: 15},
		{Position: 4, Role: RoleForwardPlan, Title: "Forward plan", Purpose: ForDiscussion, Minutes: 5},
		{Position: 5, Role: RoleAnyOther, Title: "Any other business", Purpose: ForDiscussion, Minutes: 5, Presenter: "Chair"},
	}
}

// OfferSetUp makes the one-time token with which the first secretariat person
// sets up the partnership, or returns "" when that has been done. Each start of
// the server makes a new token and ends the one before.
func (s *Store) OfferSetUp(ctx context.Context) (string, error) {
	token := newToken()
	err := s.command(ctx, Operator, func(t *tx) error {
		if t.partnership.SetUpAt != nil {
			token = ""
			return nil
		}
		if t.partnership.ID == 0 {
			t.partnership = defaultPartnership()
			if err := t.Create(&t.partnership).Error; err != nil {
				return err
			}
			items := defaultAgenda()
			if err := t.Create(&items).Error; err != nil {
				return err
			}
		}
		return t.Model(&t.partnership).Update("set_up_token_hash", hash(token)).Error
	})
	return token, err
}

// SetUpForm is what the first secretariat person says of the partnership and
// of themselves.
type SetUpForm struct {
	Partnership string
	Convener    string // the organisation whose office the secretariat is
	ConvenerAbb string
	Name        string
	JobTitle    string
	Email       string
}

// MaySetUp says whether this token is the one that sets up the partnership.
func (s *Store) MaySetUp(ctx context.Context, token string) (bool, error) {
	var p Partnership
	err := s.reading(ctx).Limit(1).Find(&p).Error
	return err == nil && p.takesToken(token), err
}

func (p Partnership) takesToken(token string) bool {
	return p.ID != 0 && p.SetUpAt == nil && subtle.ConstantTimeCompare([]byte(hash(token)), []byte(p.SetUpTokenHash)) == 1
}

// SetUp names the partnership, adds its convener and its first secretariat
// person, and signs that person in. It can be done once, with the token that
// the server printed.
func (s *Store) SetUp(ctx context.Context, token string, form SetUpForm) (session string, err error) {
	session = newToken()
	err = s.command(ctx, Operator, func(t *tx) error {
		if !t.partnership.takesToken(token) {
			return notFound("set-up link")
		}
		var problems Problems
		form.Partnership = oneLine(&problems, "partnership", "the partnership's name", form.Partnership, 1, 120)
		org := Organisation{Name: form.Convener, ShortName: form.ConvenerAbb, Sector: t.partnership.SectorList()[0]}
		org.check(&problems, "convener", "convener_abb")
		person := Person{Name: form.Name, JobTitle: form.JobTitle, Email: form.Email, Role: RoleSecretariat}
		person.checkCalled(&problems, "your name")
		if err := problems.Err(); err != nil {
			return err
		}
		if err := t.addOrganisation(&org); err != nil {
			return err
		}
		person.OrganisationID, person.Organisation = org.ID, org
		if err := t.addPerson(&person); err != nil {
			return err
		}
		p := t.partnership
		p.Name, p.Convener, p.ReplyAddress, p.SetUpAt, p.SetUpTokenHash = form.Partnership, org.Name, person.Email, &t.now, ""
		if err := t.Model(&p).Select("name", "convener", "reply_address", "set_up_at", "set_up_token_hash").Updates(&p).Error; err != nil {
			return err
		}
		if err := t.event("set up the partnership", "partnership", p.ID, p.Name, 0, ""); err != nil {
			return err
		}
		return t.startSession(person, session)
	})
	if err != nil {
		return "", err
	}
	return session, nil
}

// Partnership reads the settings. Before the first start of a server there are
// none: the zero Partnership.
func (s *Store) Partnership(ctx context.Context) (Partnership, error) {
	var p Partnership
	err := s.reading(ctx).First(&p).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return defaultPartnership(), nil
	}
	return p, err
}
