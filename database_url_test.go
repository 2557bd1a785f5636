package main

import (
	"strings"
	"testing"
)

func TestDatabaseURL(t *testing.T) {
	t.Run("without one the database is in the data folder", func(t *testing.T) {
		if got, err := (dataFolder{DataDir: "data"}).database(); got != (dataFolder{DataDir: "data"}).file() || err != nil {
			t.Errorf("%q (%v)", got, err)
		}
	})
	for _, address := range []string{"postgres://u:s3cret@db/name", "postgresql://u:s3cret@db/name"} {
		if got, err := (dataFolder{DatabaseURL: address}).database(); got != address || err != nil {
			t.Errorf("%q (%v)", got, err)
		}
	}
	t.Run("one that is not PostgreSQL's is refused without telling its password", func(t *testing.T) {
		for _, address := range []string{"mysql://u:s3cret@db/name", "host=db password=s3cret", "Postgres//u:s3cret@db"} {
			folder := dataFolder{DataDir: t.TempDir(), DatabaseURL: address}
			_, err := folder.open(t.Context())
			if err == nil || strings.Contains(err.Error(), "s3cret") || !strings.Contains(err.Error(), "postgres://") {
				t.Errorf("%s: %v", address, err)
			}
		}
	})
}
