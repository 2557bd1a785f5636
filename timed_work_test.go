package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quarterday/files"
	"quarterday/models"
)

// clock stands still until a test moves it.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time  { c.mu.Lock(); defer c.mu.Unlock(); return c.now }
func (c *clock) set(t time.Time) { c.mu.Lock(); c.now = t; c.mu.Unlock() }

func TestTimedWork(t *testing.T) {
	start := time.Now().UTC().Truncate(time.Second)
	c := &clock{now: start}
	dir := t.TempDir()
	store, err := models.Open(t.Context(), filepath.Join(dir, "q.db"), c.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	kept, err := files.OpenStore(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	token, err := store.OfferSetUp(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	session, err := store.SetUp(t.Context(), token, models.SetUpForm{Partnership: "Vale", Convener: "Office", ConvenerAbb: "O", Name: "Ann Archer", JobTitle: "Manager", Email: "ann@vale.example"})
	if err != nil {
		t.Fatal(err)
	}
	ann, err := store.SignedIn(t.Context(), session)
	if err != nil {
		t.Fatal(err)
	}
	put := func(text string) files.Stored {
		t.Helper()
		f, err := kept.Put(t.Context(), strings.NewReader(text), 1000)
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	paper, forgotten := put("a paper"), put("of a form that was never sent")
	meetings, err := store.PlanMeetings(t.Context(), ann, []models.MeetingForm{{Date: start.AddDate(0, 3, 0).Format("2 January 2006"), Venue: "Hall"}})
	if err != nil {
		t.Fatal(err)
	}
	item, err := store.DraftItem(t.Context(), ann, meetings[0].Reference, models.ItemForm{Title: "Beds"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := store.AttachPaper(t.Context(), ann, item.ID, models.PaperForm{FileName: "a.txt", MediaType: "text/plain", Extension: ".txt", Size: paper.Size, SHA256: paper.SHA256}); err != nil {
		t.Fatal(err)
	}
	link, err := store.RequestSignIn(t.Context(), "ann@vale.example", "")
	if err != nil || link == nil {
		t.Fatal(err)
	}
	has := func(f files.Stored) bool {
		ok, err := kept.Has(f.SHA256)
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	ctx, stop := context.WithCancel(t.Context())
	ticks := make(chan time.Time)
	w := &timedWork{store: store, kept: kept}
	stopped := w.run(ctx, ticks)
	ticks <- start // the look at the start is over
	if !has(forgotten) {
		t.Error("a file of today is swept")
	}
	old := start.Add(-25 * time.Hour)
	for _, f := range []files.Stored{paper, forgotten} {
		if err := os.Chtimes(filepath.Join(dir, "files", f.SHA256[:2], f.SHA256[2:4], f.SHA256), old, old); err != nil {
			t.Fatal(err)
		}
	}
	c.set(start.Add(sweepEvery))
	ticks <- start
	ticks <- start // so that the one before is over
	if has(forgotten) || !has(paper) {
		t.Errorf("after a day: forgotten %v, paper %v", has(forgotten), has(paper))
	}
	list, err := store.Outbox(t.Context(), models.Operator, models.OutboxFilter{Kind: models.LetterSignIn})
	if err != nil || len(list.Letters) != 1 || strings.Contains(list.Letters[0].Facts, link.Token) {
		t.Errorf("the link that has ended is still in its letter: %+v %v", list.Letters, err)
	}
	stop()
	<-stopped
}
