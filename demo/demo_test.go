package demo

import (
	"path/filepath"
	"testing"
	"time"

	"quarterday/files"
	"quarterday/models"
)

// sample builds the sample partnership as it is on a day, at this time of it.
func sample(t *testing.T, now string) *models.Store {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", now)
	if err != nil {
		t.Fatal(err)
	}
	kept, err := files.OpenStore(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { kept.Close() })
	file := filepath.Join(t.TempDir(), "quarterday.db")
	if err := Make(t.Context(), file, kept, at); err != nil {
		t.Fatal(err)
	}
	store, err := models.Open(t.Context(), file, func() time.Time { return at })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

func TestBuild(t *testing.T) {
	store := sample(t, "2026-11-24 14:00")
	partnership, err := store.Partnership(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if partnership.Name != "Calder Vale Anti-Slavery Partnership" {
		t.Errorf("the partnership is called %q", partnership.Name)
	}
}
