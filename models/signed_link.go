package models

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"time"

	"gorm.io/gorm"
)

// Secret is a key that the program made for itself and keeps.
type Secret struct {
	Name      string `gorm:"primaryKey"`
	Value     string
	CreatedAt time.Time
}

// linkKey signs the links in letters that work without signing in.
const linkKey = "links"

// sign makes the end of an address that says parts and that nobody else can
// make. What is signed for one purpose is worth nothing for another. No part
// may hold a full stop.
func (t *tx) sign(purpose string, parts ...string) (string, error) {
	if err := t.needLinkKey(); err != nil {
		return "", err
	}
	return signWith(t.linkKey, purpose, parts...), nil
}

// needLinkKey reads the key with which links are signed, and makes it the first time.
func (t *tx) needLinkKey() error {
	if t.linkKey != "" {
		return nil
	}
	key, err := readLinkKey(t.DB)
	if err != nil {
		return err
	}
	if key == "" {
		bytes := make([]byte, 32)
		if _, err := rand.Read(bytes); err != nil {
			return err
		}
		key = hex.EncodeToString(bytes)
		if err := t.Create(&Secret{Name: linkKey, Value: key, CreatedAt: t.now}).Error; err != nil {
			return err
		}
	}
	t.linkKey = key
	return nil
}

// signWith is sign with a key that is at hand.
func signWith(key, purpose string, parts ...string) string {
	said := strings.Join(parts, ".")
	return base64.RawURLEncoding.EncodeToString([]byte(said)) + "." + seal(key, purpose, said)
}

// signedParts are what a token says, and whether it was signed here for this purpose.
func signedParts(db *gorm.DB, purpose, token string) ([]string, bool, error) {
	text, _, ok := strings.Cut(token, ".")
	said, err := base64.RawURLEncoding.DecodeString(text)
	if !ok || err != nil {
		return nil, false, nil
	}
	key, err := readLinkKey(db)
	if err != nil || key == "" || !hmac.Equal([]byte(token), []byte(signWith(key, purpose, string(said)))) {
		return nil, false, err
	}
	return strings.Split(string(said), "."), true, nil
}

func readLinkKey(db *gorm.DB) (string, error) {
	var s Secret
	err := db.Where("name = ?", linkKey).Limit(1).Find(&s).Error
	return s.Value, err
}

func seal(key, purpose, said string) string {
	mac := hmac.New(sha256.New, []byte(key))
	mac.Write([]byte(purpose + "\x00" + said))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil)[:20])
}
