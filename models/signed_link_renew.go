package models

import (
	"context"
	"fmt"
)

// RenewedLinks says what ended when the key was renewed with which links are signed.
type RenewedLinks struct {
	// Followers are how many people follow their calendar by an address that has
	// ended; each is written to.
	Followers int
}

// RenewLinks makes a new key with which the links in letters are signed, for
// when the old one may be known to others: a copy of the database got lost. All
// links of earlier letters end, and all addresses of calendars; what answers an
// earlier letter waits to be looked at. Letters that still wait go out with new
// links.
func (s *Store) RenewLinks(ctx context.Context, actor Actor) (RenewedLinks, error) {
	var done RenewedLinks
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(RenewLinks, false); err != nil {
			return err
		}
		if t.partnership.SetUpAt == nil {
			return badState("The partnership is not set up yet, so there are no links to renew.")
		}
		if err := t.Where("name = ?", linkKey).Delete(&Secret{}).Error; err != nil {
			return err
		}
		t.linkKey = ""
		if err := t.needLinkKey(); err != nil {
			return err
		}
		var followers []Person
		err := t.Where("deactivated_at is null and id in (select person_id from calendar_feeds where follows)").Order("id").Find(&followers).Error
		if err != nil {
			return err
		}
		if err := t.Model(&CalendarFeed{}).Where("follows").Updates(map[string]any{"created_at": t.now, "read_at": nil}).Error; err != nil {
			return err
		}
		done.Followers = len(followers)
		if err := t.letter(LetterCalendarRenewed, fmt.Sprintf("calendar-renewed/%d", t.now.UnixNano()), Facts{}, followers...); err != nil {
			return err
		}
		return t.event("renewed the links in emails", "email", 0, "", 0, "")
	})
	return done, err
}
