package models

import (
	"context"
	"time"

	"gorm.io/gorm/clause"
)

// LogoForm is a logo that was uploaded, made ready and kept under its SHA-256,
// and its words.
type LogoForm struct {
	SHA256        string // "" keeps the picture that there is
	MediaType     string
	Width, Height int
	Text          string // for those who cannot see it
}

// keptLogo is a logo that the partnership has or has had.
type keptLogo struct {
	SHA256  string `gorm:"primaryKey"`
	AddedAt time.Time
}

func (keptLogo) TableName() string { return "logos" }

// Logo is the partnership's mark; the zero Logo when it has none.
func (p Partnership) Logo() Logo {
	if p.LogoSHA256 == "" {
		return Logo{}
	}
	return Logo{SHA256: p.LogoSHA256, MediaType: p.LogoMediaType, Text: p.LogoText, Width: p.LogoWidth, Height: p.LogoHeight}
}

// IsLogo says whether the partnership has or has had a logo with these bytes.
func (s *Store) IsLogo(ctx context.Context, sha256 string) (bool, error) {
	var n int64
	err := s.reading(ctx).Model(&keptLogo{}).Where("sha256 = ?", sha256).Count(&n).Error
	return n > 0, err
}

var logoColumns = []string{"logo_sha256", "logo_media_type", "logo_text", "logo_width", "logo_height"}

// ChangeLogo gives the partnership a logo, another, or other words for the one
// it has. The caller read the settings at version.
func (s *Store) ChangeLogo(ctx context.Context, actor Actor, version int, form LogoForm) (Partnership, error) {
	return s.setLogo(ctx, actor, version, func(p *Partnership, problems *Problems) string {
		what := "changed the words of the logo"
		if form.SHA256 != "" && form.SHA256 != p.LogoSHA256 {
			what = "changed the logo"
			p.LogoSHA256, p.LogoMediaType, p.LogoWidth, p.LogoHeight = form.SHA256, form.MediaType, form.Width, form.Height
		}
		p.LogoText = oneLine(problems, "logo_text", "what the logo shows, in words", form.Text, 1, maxTitle)
		if p.LogoSHA256 == "" {
			problems.Add("logo", "Choose a PNG or JPEG file")
		}
		return what
	})
}

// RemoveLogo takes the logo off what is drawn from now on. Documents that were
// issued keep it.
func (s *Store) RemoveLogo(ctx context.Context, actor Actor, version int) (Partnership, error) {
	return s.setLogo(ctx, actor, version, func(p *Partnership, _ *Problems) string {
		p.LogoSHA256, p.LogoMediaType, p.LogoText, p.LogoWidth, p.LogoHeight = "", "", "", 0, 0
		return "removed the logo"
	})
}

func (s *Store) setLogo(ctx context.Context, actor Actor, version int, set func(*Partnership, *Problems) (what string)) (Partnership, error) {
	var p Partnership
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ChangeSettings, false); err != nil {
			return err
		}
		before := t.partnership
		if before.ID == 0 {
			return notFound("partnership")
		}
		p = before
		var problems Problems
		what := set(&p, &problems)
		if err := problems.Err(); err != nil {
			return err
		}
		if p.LogoSHA256 == "" && before.LogoSHA256 == "" {
			return nil // removed twice
		}
		if before.Version != version {
			return conflict("logo", before)
		}
		if p.Logo().same(before.Logo()) {
			return nil
		}
		if p.LogoSHA256 != "" {
			if err := t.Clauses(clause.OnConflict{DoNothing: true}).Create(&keptLogo{SHA256: p.LogoSHA256, AddedAt: t.now}).Error; err != nil {
				return err
			}
		}
		p.Version++
		if err := save(t, "logo", &p, p.ID, version, logoColumns...); err != nil {
			return err
		}
		return t.event(what, "settings", p.ID, "Logo", 0, p.LogoText)
	})
	return p, err
}

// same says whether two logos are the same picture with the same words.
func (l Logo) same(other Logo) bool { return l.SHA256 == other.SHA256 && l.Text == other.Text }
