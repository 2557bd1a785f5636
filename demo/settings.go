package demo

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"quarterday/models"
)

// about is what the public page says of the partnership.
const about = `We are 42 public and voluntary bodies of the Vale: police, councils, hospitals, prosecutors, inspectorates, colleges, charities, faith groups and businesses. We meet every quarter to find people who are exploited, to look after them well, and to bring those who exploit them to court.

What we agree is written down and published here, without what could put anybody at risk.`

// reporting is how to report a concern. The helpline's number is one of those
// that the regulator keeps free for drama.
const reporting = `In an emergency: 999
The police, when it is not urgent: 101
Helpline of Open Door, day and night: 01632 960 142`

// noteSettings notes that the secretary went through the settings on the first
// day.
func (b *builder) noteSettings() {
	b.on(b.began(), 9, 50, "give it a logo", b.addLogo)
	b.on(b.began(), 9, 40, "change the settings", func() error {
		rule := b.schedule.rule
		for _, change := range []struct {
			section models.SettingsSection
			set     func(*models.SettingsForm)
		}{
			{models.SettingsName, func(f *models.SettingsForm) { f.About = about }},
			{models.SettingsMeetings, func(f *models.SettingsForm) {
				f.RuleWeek, f.RuleWeekday, f.RuleMonth = strconv.Itoa(rule.Week), strconv.Itoa(int(time.Tuesday)), strconv.Itoa(rule.Month)
				f.Venue, f.JoiningLink = townHall.place, townHall.link
			}},
			{models.SettingsQuorum, func(f *models.SettingsForm) { f.QuorumSectors = []string{justice, local} }},
			{models.SettingsLists, func(f *models.SettingsForm) { f.Themes = strings.Join(themes, "\n") }},
			{models.SettingsReporting, func(f *models.SettingsForm) { f.Reporting = reporting }},
		} {
			now, err := b.store.Partnership(b.ctx)
			if err != nil {
				return err
			}
			form := now.SettingsForm()
			change.set(&form)
			if _, err := b.store.ChangeSettings(b.ctx, b.secretary, change.section, now.Version, form); err != nil {
				return fmt.Errorf("%s: %w", change.section, err)
			}
		}
		return nil
	})
}
