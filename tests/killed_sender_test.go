package tests

import (
	"database/sql"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"quarterday/mail/smtptest"
	"quarterday/models"
)

// TestKilledWhileSending kills the server twenty times in the middle of
// sending invitations, at whatever it does just then. Every letter arrives, and
// none twice but the one that was being handed over, which keeps its name.
func TestKilledWhileSending(t *testing.T) {
	const kills, people = 20, 200
	binary, err := build()
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	file := filepath.Join(data, "quarterday.db")
	invite(t, file, people)
	post := smtptest.Open(t, "")
	// step is how far the server and the mail server have come with a letter.
	type step struct{ name, to string }
	steps := make(chan step, 100*people)
	post.Change(func(o *smtptest.PostOffice) {
		o.Mail = func(string) error { steps <- step{name: "begun"}; return nil }
		o.Rcpt = func(to string) error { steps <- step{"addressed", to}; return nil }
		o.Data = func(l smtptest.Letter, _ net.Conn) error { steps <- step{"said", l.To}; return nil }
	})
	start := func() *exec.Cmd {
		t.Helper()
		cmd := exec.Command(binary, "serve", "--addr", "localhost:0", "--data-dir", data)
		cmd.Env = append(os.Environ(), fmt.Sprintf("QUARTERDAY_SMTP_URL=smtp://%s:%d", post.Host, post.Port), "QUARTERDAY_MAIL_FROM=meetings@vale.example")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	seen := map[string]bool{}
	// wait returns when so many more have got their letter, or all have.
	wait := func(more int) {
		t.Helper()
		late := time.After(60 * time.Second)
		for want := min(len(seen)+more, people+1); len(seen) < want; {
			select {
			case s := <-steps:
				if s.name == "said" {
					seen[s.to] = true
				}
			case <-late:
				t.Fatalf("%d of %d have their letter, and no more arrive", len(seen), people+1)
			}
		}
	}
	// until returns when the next letter has come so far.
	until := func(name string) {
		t.Helper()
		late := time.After(60 * time.Second)
		for len(seen) < people+1 {
			select {
			case s := <-steps:
				if s.name == "said" {
					seen[s.to] = true
				}
				if s.name == name {
					return
				}
			case <-late:
				t.Fatalf("no letter is %s", name)
			}
		}
	}
	killed := 0
	inFlight := map[string]int{} // at how many kills a letter to this address was under way
	for range kills {
		cmd := start()
		wait(1 + killed%5)
		until([]string{"begun", "addressed", "said"}[killed%3])
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = cmd.Wait() // killed
		killed++
		for _, to := range afterKill(t, file) {
			inFlight[to]++
		}
	}
	cmd := start()
	wait(people + 1)
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := cmd.Wait(); err != nil {
		t.Errorf("the server did not end cleanly: %v", err)
	}

	names := map[string][]string{}
	for _, l := range post.All() {
		names[l.To] = append(names[l.To], l.Read(t).Header.Get("Message-Id"))
	}
	twice := 0
	for to, got := range names {
		twice += len(got) - 1
		if len(got)-1 > inFlight[to] {
			t.Errorf("%s has %d letters, and one was under way at %d kills", to, len(got), inFlight[to])
		}
		for _, name := range got {
			if name != got[0] {
				t.Errorf("%s got one letter under two names: %v", to, got)
			}
		}
	}
	if len(names) != people+1 || twice > kills {
		t.Errorf("%d people of %d have their letter, %d letters arrived twice after %d kills", len(names), people+1, twice, kills)
	}
	t.Logf("%d kills, %d letters, %d of them twice", kills, len(names), twice)
	store, err := models.Open(t.Context(), file, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	left, err := store.LettersToSend(t.Context(), models.Operator, 10)
	if err != nil || len(left) != 0 {
		t.Errorf("%d letters still wait: %v", len(left), err)
	}
}

// invite makes a database in which so many people, and Ann, were called to a
// meeting a little while ago.
func invite(t testing.TB, file string, people int) {
	t.Helper()
	store, err := models.Open(t.Context(), file, func() time.Time { return time.Now().Add(-2 * time.Minute) })
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	ann := setUp(t, store)
	org, err := store.AddOrganisation(t.Context(), ann, models.OrganisationForm{Name: "Vale Police", ShortName: "VP", Sector: "Police and justice"})
	if err != nil {
		t.Fatal(err)
	}
	for i := range people {
		if _, err := store.AddPerson(t.Context(), ann, models.PersonForm{Name: fmt.Sprintf("Person %d", i), Email: fmt.Sprintf("p%d@vp.example", i), OrganisationID: org.ID, Role: models.RolePartner}); err != nil {
			t.Fatal(err)
		}
	}
	planned, err := store.PlanMeetings(t.Context(), ann, []models.MeetingForm{{Date: time.Now().AddDate(0, 2, 0).Format("2 January 2006")}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.CallMeeting(t.Context(), ann, planned[0].Reference, planned[0].Version); err != nil {
		t.Fatal(err)
	}
}

// afterKill lets the lease of a server that was killed run out at once, for
// which others wait two minutes, and tells to whom a letter was under way: one
// at most.
func afterKill(t *testing.T, file string) (underWay []string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+file+"?_pragma=busy_timeout(10000)")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("update leases set ends_at = '2000-01-01 00:00:00+00:00'"); err != nil {
		t.Fatal(err)
	}
	rows, err := db.Query("select email from letters where state = ?", models.LetterSending)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var to string
		if err := rows.Scan(&to); err != nil {
			t.Fatal(err)
		}
		underWay = append(underWay, to)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	if len(underWay) > 1 {
		t.Errorf("%d letters were under way at once: %v", len(underWay), underWay)
	}
	return underWay
}
