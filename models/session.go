package models

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"strings"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Session is one browser that somebody is signed in from. The token itself is
// known to the browser alone; its SHA-256 is kept.
type Session struct {
	TokenHash string `gorm:"primaryKey"`
	PersonID  int64
	CreatedAt time.Time
	SeenAt    time.Time
}

// SignInRequest is a link and a six-digit code that were e-mailed to somebody.
// Only hashes are kept.
type SignInRequest struct {
	ID        int64
	TokenHash string
	CodeHash  string
	PersonID  int64
	Guesses   int
	CreatedAt time.Time
	ExpiresAt time.Time
	UsedAt    *time.Time
}

func (SignInRequest) TableName() string { return "sign_ins" }

const (
	// sessionIdle ends a session that was not used for this long.
	sessionIdle = 8 * time.Hour
	// sessionLife ends every session after this long, used or not.
	sessionLife = 7 * 24 * time.Hour
	// seenEvery is how often the use of a session is written down; a write for
	// each page would make readers wait for the disk.
	seenEvery = 5 * time.Minute
	// signInLife is how long a sign-in link and code can be used.
	signInLife = 15 * time.Minute
	// signInGuesses is how many wrong codes end a sign-in request.
	signInGuesses = 10
)

// SessionLimits are how long a session lasts unused, and how long in any case.
func SessionLimits() (idle, life time.Duration) { return sessionIdle, sessionLife }

// SignedIn tells whose session this token opens. A token that opens none gives
// the public, which is not an error.
func (s *Store) SignedIn(ctx context.Context, token string) (Actor, error) {
	if token == "" {
		return Actor{}, nil
	}
	var row struct {
		Session
		Name, Organisation string
		Role               Role
		OrganisationID     int64
	}
	now := s.Now()
	err := s.reading(ctx).Raw(`select s.token_hash, s.person_id, s.created_at, s.seen_at, p.name, p.role, p.organisation_id, o.name as organisation
		from sessions s join people p on p.id = s.person_id join organisations o on o.id = p.organisation_id
		where s.token_hash = ? and p.deactivated_at is null`, hash(token)).Scan(&row).Error
	if err != nil || row.PersonID == 0 {
		return Actor{}, err
	}
	if now.Sub(row.SeenAt) > sessionIdle || now.Sub(row.CreatedAt) > sessionLife {
		return Actor{}, nil
	}
	if now.Sub(row.SeenAt) > seenEvery {
		// Not a command: nothing that a page shows has changed.
		if err := s.write.WithContext(ctx).Exec("update sessions set seen_at = ? where token_hash = ?", now, row.TokenHash).Error; err != nil {
			slog.WarnContext(ctx, "a session's use was not written down", "error", err)
		}
	}
	return Actor{PersonID: row.PersonID, Name: row.Name, Role: row.Role, OrganisationID: row.OrganisationID, Organisation: row.Organisation}, nil
}

// SignInLink is what a sign-in letter carries. Only its reader may see it.
type SignInLink struct {
	Token string // ends the address /sign-in/…
	Code  string // six digits
}

// RequestSignIn sends a link and a code to the person with this address; the
// link leads on to the page next. An address that is not known gives no letter,
// no error and no link: the page shown is the same, and so is the work done, so
// that the time of the answer tells nothing either. A newer request ends the
// older ones.
//
// The link is returned so that the demo can show it; nothing else may use it.
func (s *Store) RequestSignIn(ctx context.Context, email, next string) (*SignInLink, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	link := &SignInLink{Token: newToken(), Code: newCode()}
	known := false
	err := s.command(ctx, Actor{}, func(t *tx) error {
		known = false
		// For an unknown address somebody else's row stands in, so that the same
		// is written; then it is undone.
		var p Person
		err := t.Where("deactivated_at is null and (email = ? or id = (select min(id) from people where deactivated_at is null))", email).
			Order(clause.OrderBy{Expression: clause.Expr{SQL: "email = ? desc", Vars: []any{email}}}).Limit(1).Find(&p).Error
		if err != nil || p.ID == 0 {
			return err
		}
		known = p.Email == email
		err = t.Transaction(func(db *gorm.DB) error {
			inner := *t
			inner.DB = db
			if err := inner.writeSignIn(p, link, next); err != nil {
				return err
			}
			if !known {
				return errUndo
			}
			return nil
		})
		if errors.Is(err, errUndo) {
			return nil
		}
		return err
	})
	if err != nil || !known {
		return nil, err
	}
	return link, nil
}

// errUndo takes back the part of a command that was done for its time alone.
var errUndo = errors.New("undone on purpose")

// writeSignIn keeps what lets p sign in by this link, and queues the letter.
func (t *tx) writeSignIn(p Person, link *SignInLink, next string) error {
	req, err := t.keepSignIn(p, link)
	if err != nil {
		return err
	}
	t.actor = p.Actor()
	if err := t.event("asked to sign in", "person", p.ID, p.Name, 0, ""); err != nil {
		return err
	}
	facts := Facts{"token": link.Token, "code": link.Code, "minutes": fmt.Sprint(int(signInLife.Minutes())), "next": next}
	return t.queue(Letter{Kind: LetterSignIn, Cause: fmt.Sprintf("sign-in/%d", req.ID), ExpiresAt: &req.ExpiresAt}, facts, []Person{p})
}

// keepSignIn keeps the hashes of a link to sign in by, and ends the older ones.
func (t *tx) keepSignIn(p Person, link *SignInLink) (SignInRequest, error) {
	req := SignInRequest{TokenHash: hash(link.Token), CodeHash: codeHash(p.ID, link.Code), PersonID: p.ID, CreatedAt: t.now, ExpiresAt: t.now.Add(signInLife)}
	if err := t.Where("person_id = ? or expires_at < ?", p.ID, t.now).Delete(&SignInRequest{}).Error; err != nil {
		return req, err
	}
	return req, t.Create(&req).Error
}

// SignInLinkWorks says whether this link could sign somebody in now. It does not
// use the link up: scanners of mail open links before people do.
func (s *Store) SignInLinkWorks(ctx context.Context, token string) (bool, error) {
	var n int64
	err := s.reading(ctx).Model(&SignInRequest{}).Where("token_hash = ? and used_at is null and expires_at > ?", hash(token), s.Now()).Count(&n).Error
	return n > 0, err
}

// errSignIn is the same for every link or code that cannot be used, so that
// nothing tells which addresses are known.
func errSignIn(what string) error {
	return &Error{Kind: KindInvalid, Message: "There is a problem", Fields: []FieldError{{"code", what}}}
}

// UseSignInLink signs in the person whom this link was sent to, once, and
// gives the token of the new session.
func (s *Store) UseSignInLink(ctx context.Context, token string) (string, error) {
	return s.useSignIn(ctx, "This link has been used already, or is more than 15 minutes old. Ask for a new one.", func(t *tx) (SignInRequest, error) {
		var req SignInRequest
		err := t.Where("token_hash = ? and used_at is null and expires_at > ?", hash(token), t.now).First(&req).Error
		return req, err
	})
}

// UseSignInCode signs in the person with this address by the code that was
// sent to them, once, and gives the token of the new session. Ten wrong codes
// end the request.
func (s *Store) UseSignInCode(ctx context.Context, email, code string) (string, error) {
	email = strings.ToLower(strings.TrimSpace(email))
	code = strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, code)
	return s.useSignIn(ctx, "That code is not right, has been used already, or is more than 15 minutes old. Check it, or ask for a new one.", func(t *tx) (SignInRequest, error) {
		var req SignInRequest
		err := t.Joins("join people on people.id = sign_ins.person_id").
			Where("people.email = ? and used_at is null and expires_at > ? and guesses < ?", email, t.now, signInGuesses).First(&req).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			// As much work as for a wrong guess at a known address.
			if err := t.Model(&SignInRequest{}).Where("id = 0").Update("guesses", gorm.Expr("guesses + 1")).Error; err != nil {
				return req, err
			}
		}
		if err != nil {
			return req, err
		}
		if subtle.ConstantTimeCompare([]byte(req.CodeHash), []byte(codeHash(req.PersonID, code))) != 1 {
			if err := t.Model(&req).Update("guesses", gorm.Expr("guesses + 1")).Error; err != nil {
				return req, err
			}
			return req, gorm.ErrRecordNotFound
		}
		return req, nil
	})
}

// useSignIn starts a session for the request that pick finds. A request that
// is not found is told to the caller outside the transaction, so that the
// count of wrong guesses is kept.
func (s *Store) useSignIn(ctx context.Context, refused string, pick func(*tx) (SignInRequest, error)) (string, error) {
	token, ok := newToken(), false
	err := s.command(ctx, Actor{}, func(t *tx) error {
		ok = false
		req, err := pick(t)
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		var p Person
		if err := t.Preload("Organisation").Where("deactivated_at is null").First(&p, req.PersonID).Error; err != nil {
			if errors.Is(err, gorm.ErrRecordNotFound) {
				return nil
			}
			return err
		}
		if err := t.Model(&req).Update("used_at", t.now).Error; err != nil {
			return err
		}
		ok = true
		return t.startSession(p, token)
	})
	if err != nil {
		return "", err
	}
	if !ok {
		return "", errSignIn(refused)
	}
	return token, nil
}

func (t *tx) startSession(p Person, token string) error {
	if err := t.Where("created_at < ? or seen_at < ?", t.now.Add(-sessionLife), t.now.Add(-sessionIdle)).Delete(&Session{}).Error; err != nil {
		return err
	}
	if err := t.Create(&Session{TokenHash: hash(token), PersonID: p.ID, CreatedAt: t.now, SeenAt: t.now}).Error; err != nil {
		return err
	}
	t.actor = p.Actor()
	return t.event("signed in", "person", p.ID, p.Name, 0, "")
}

// StartDemoSession signs in the demo's first person of this role without a
// letter. Nothing but the demo's server calls it.
func (s *Store) StartDemoSession(ctx context.Context, role Role) (string, error) {
	token := newToken()
	return token, s.command(ctx, Actor{}, func(t *tx) error {
		var p Person
		err := t.Preload("Organisation").Where("role = ? and deactivated_at is null", role).Order("id").First(&p).Error
		if errors.Is(err, gorm.ErrRecordNotFound) {
			return notFound("person")
		}
		if err != nil {
			return err
		}
		return t.startSession(p, token)
	})
}

// SignOut ends the session that this token opens.
func (s *Store) SignOut(ctx context.Context, actor Actor, token string) error {
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.Where("token_hash = ?", hash(token)).Delete(&Session{}).Error; err != nil {
			return err
		}
		return t.event("signed out", "person", actor.PersonID, actor.Name, 0, "")
	})
}

// SignOutEverywhere ends every session of the actor.
func (s *Store) SignOutEverywhere(ctx context.Context, actor Actor) error {
	return s.command(ctx, actor, func(t *tx) error {
		if err := t.Where("person_id = ?", actor.PersonID).Delete(&Session{}).Error; err != nil {
			return err
		}
		return t.event("signed out everywhere", "person", actor.PersonID, actor.Name, 0, "")
	})
}

// newToken is 256 random bits, safe in an address.
func newToken() string { return rand.Text() + rand.Text() }

// newCode is six random digits.
func newCode() string {
	n, err := rand.Int(rand.Reader, big.NewInt(1_000_000))
	if err != nil {
		panic(err) // crypto/rand does not fail on systems we run on
	}
	return fmt.Sprintf("%06d", n)
}

// hash is how tokens are kept: the database alone opens no session.
func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// codeHash binds a code to its person: the same six digits sent to two people
// are kept as two hashes.
func codeHash(personID int64, code string) string { return hash(fmt.Sprintf("%d/%s", personID, code)) }
