package tests

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"

	"quarterday/demo"
	"quarterday/files"
)

// testServer is where tests find a PostgreSQL server on which they may make
// databases: tests/postgres.sh starts one. The sample is kept there when it is
// given; without one all is on SQLite.
var testServer = os.Getenv("QUARTERDAY_TEST_DATABASE_URL")

var databases atomic.Int64

// newServerDatabase makes a database on the PostgreSQL server: a copy of another
// one ("template0" is empty), for one test.
func newServerDatabase(t *testing.T, from string) string {
	t.Helper()
	name := fmt.Sprintf("quarterday_tests_%d_%d", os.Getpid(), databases.Add(1))
	if err := onServer("create database " + name + " template " + from); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := onServer("drop database " + name + " with (force)"); err != nil {
			t.Error(err)
		}
	})
	return addressOf(name)
}

func addressOf(database string) string {
	u, err := url.Parse(testServer)
	if err != nil {
		panic("QUARTERDAY_TEST_DATABASE_URL cannot be read")
	}
	u.Path = "/" + database
	return u.String()
}

func onServer(statement string) error {
	db, err := sql.Open("pgx", testServer)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.Exec(statement)
	return err
}

// serverSample is the database of the sample partnership on the PostgreSQL
// server, and the folder of its papers, made once for all tests.
var serverSample = sync.OnceValues(func() (sampleOnServer, error) {
	s := sampleOnServer{database: fmt.Sprintf("quarterday_sample_%d", os.Getpid())}
	binary, err := build()
	if err != nil {
		return s, err
	}
	s.folder = filepath.Join(filepath.Dir(binary), "sample-on-server") // removed together with the binary
	kept, err := files.OpenStore(filepath.Join(s.folder, "files"))
	if err != nil {
		return s, err
	}
	defer kept.Close()
	if err := onServer("create database " + s.database + " template template0"); err != nil {
		return s, err
	}
	return s, demo.Fill(context.Background(), addressOf(s.database), kept, sampleNow)
})

type sampleOnServer struct{ database, folder string }

// dropServerSample takes the sample away when all tests are done.
func dropServerSample() error {
	if testServer == "" {
		return nil
	}
	return onServer(fmt.Sprintf("drop database if exists quarterday_sample_%d", os.Getpid()))
}

// endLeaseOnServer lets the lease of a server that was killed run out at once.
func endLeaseOnServer(t *testing.T, address string) {
	t.Helper()
	db, err := sql.Open("pgx", address)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("update leases set ends_at = now() - interval '1 hour'"); err != nil {
		t.Fatal(err)
	}
}

// within waits until something is so.
func within(t *testing.T, span time.Duration, what string, so func() bool) {
	t.Helper()
	late := time.After(span)
	look := time.NewTicker(20 * time.Millisecond)
	defer look.Stop()
	for !so() {
		select {
		case <-look.C:
		case <-late:
			t.Fatalf("not within %s: %s", span, what)
		}
	}
}
