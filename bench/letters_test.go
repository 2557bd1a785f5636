package bench

import (
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"quarterday/files"
	"quarterday/handlers"
	"quarterday/mail"
	"quarterday/mail/smtptest"
	"quarterday/models"
)

// BenchmarkInvite calls a meeting of 1,000 people and delivers the invitations
// to a mail server on this machine, while the secretariat goes on reading the
// meeting, who is coming, and the outbox.
func BenchmarkInvite(b *testing.B) {
	const people = 1_000
	was := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(io.Discard, nil)))
	defer slog.SetDefault(was)
	for b.Loop() {
		b.StopTimer()
		dir := b.TempDir()
		var later atomic.Int64
		clock := func() time.Time { return time.Now().Add(time.Duration(later.Load())) }
		store, err := models.Open(b.Context(), filepath.Join(dir, "quarterday.db"), clock)
		if err != nil {
			b.Fatal(err)
		}
		ann, session := many(b, store, people)
		kept, err := files.OpenStore(filepath.Join(dir, "files"))
		if err != nil {
			b.Fatal(err)
		}
		site, err := handlers.New(store, kept, handlers.Config{BaseURL: "https://vale.example", Build: "bench", MailServer: true})
		if err != nil {
			b.Fatal(err)
		}
		planned, err := store.PlanMeetings(b.Context(), ann, []models.MeetingForm{{Date: clock().AddDate(0, 2, 0).Format("2 January 2006")}})
		if err != nil {
			b.Fatal(err)
		}
		post := smtptest.Open(b, "")
		server, err := mail.ParseServer(fmt.Sprintf("smtp://%s:%d", post.Host, post.Port))
		if err != nil {
			b.Fatal(err)
		}
		b.StartTimer()

		start := time.Now()
		if _, err := store.CallMeeting(b.Context(), ann, planned[0].Reference, planned[0].Version); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s-to-outbox")
		later.Store(int64(time.Minute))

		before := keptMemory()
		sent, pages := make(chan bool), make(chan []time.Duration)
		go func() {
			pages <- look(site.Handler(), session, sent, "/meetings/"+planned[0].Reference, "/meetings/"+planned[0].Reference+"/coming", "/outbox")
		}()
		start = time.Now()
		if err := mail.NewSender(store, server, "https://vale.example", "meetings@vale.example").Send(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(start).Seconds(), "s-to-deliver")
		close(sent)
		times := <-pages
		letters := post.All()
		if len(letters) != people+1 {
			b.Fatalf("%d of %d letters arrived", len(letters), people+1)
		}
		size := 0
		for _, l := range letters {
			size += len(l.Raw)
		}
		b.ReportMetric(float64(keptMemory()-before-int64(size))/(1<<20), "MB-kept") // without what the mail server keeps
		slices.Sort(times)
		b.ReportMetric(float64(times[len(times)*99/100].Microseconds())/1000, "ms-page-p99")
		b.ReportMetric(float64(len(times)), "pages")
		kept.Close()
		store.Close()
	}
}

// many sets a partnership up with so many people.
func many(b *testing.B, store *models.Store, people int) (models.Actor, string) {
	token, err := store.OfferSetUp(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	session, err := store.SetUp(b.Context(), token, models.SetUpForm{Partnership: "Calder Vale Partnership", Convener: "Office of the Commissioner", ConvenerAbb: "OPCC",
		Name: "Ann Archer", JobTitle: "Manager", Email: "ann@opcc.example"})
	if err != nil {
		b.Fatal(err)
	}
	ann, err := store.SignedIn(b.Context(), session)
	if err != nil {
		b.Fatal(err)
	}
	for n := range people {
		if n%20 == 0 {
			org, err := store.AddOrganisation(b.Context(), ann, models.OrganisationForm{Name: fmt.Sprintf("Partner %d", n/20), ShortName: fmt.Sprintf("P%d", n/20), Sector: "Health"})
			if err != nil {
				b.Fatal(err)
			}
			ann.OrganisationID = org.ID
		}
		if _, err := store.AddPerson(b.Context(), ann, models.PersonForm{Name: fmt.Sprintf("Person %d", n), Email: fmt.Sprintf("p%d@vale.example", n), OrganisationID: ann.OrganisationID, Role: models.RolePartner, Initials: fmt.Sprintf("P%d", n)}); err != nil {
			b.Fatal(err)
		}
	}
	return ann, session
}

// look reads one page after another, ten times a second, until the end, and
// tells how long each took.
func look(site http.Handler, session string, end <-chan bool, paths ...string) []time.Duration {
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	var times []time.Duration
	for n := 0; ; n++ {
		path := paths[n%len(paths)]
		req := httptest.NewRequest(http.MethodGet, path, nil)
		req.AddCookie(&http.Cookie{Name: "__Host-quarterday", Value: session})
		rec := httptest.NewRecorder()
		start := time.Now()
		site.ServeHTTP(rec, req)
		if rec.Code != http.StatusOK {
			panic(fmt.Sprintf("%s: status %d", path, rec.Code))
		}
		times = append(times, time.Since(start))
		select {
		case <-end:
			return times
		case <-ticks.C:
		}
	}
}

// keptMemory is what the program keeps in memory after its rubbish is out.
func keptMemory() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
