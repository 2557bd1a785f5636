package bench

import (
	"bytes"
	"runtime"
	"sync"
	"testing"
	"time"

	"quarterday/documents"
	"quarterday/documents/pdfcheck"
)

func BenchmarkMinutes12Pages(b *testing.B) {
	c := minutes(b, 14)
	pages(b, 12, func() ([]byte, error) { return documents.Minutes(c) })
	measure(b, func() ([]byte, error) { return documents.Minutes(c) })
}

func BenchmarkTracker200Rows(b *testing.B) {
	c := tracker(b, 200)
	measure(b, func() ([]byte, error) { return documents.Tracker(c) })
}

func BenchmarkTracker200RowsXLSX(b *testing.B) {
	c := tracker(b, 200)
	measure(b, func() ([]byte, error) { return documents.TrackerXLSX(c) })
}

// measure draws again and again, and reports the processor's time beside that
// of the clock.
func measure(b *testing.B, draw func() ([]byte, error)) {
	b.Helper()
	b.ReportAllocs()
	start, n := processorTime(), 0
	for b.Loop() {
		if _, err := draw(); err != nil {
			b.Fatal(err)
		}
		n++
	}
	if used := processorTime() - start; used > 0 {
		b.ReportMetric(float64(used.Microseconds())/float64(n)/1000, "cpu-ms/op")
	}
}

// pages proves that a document is as long as its benchmark says.
func pages(b *testing.B, want int, draw func() ([]byte, error)) {
	b.Helper()
	pdf, err := draw()
	if err != nil {
		b.Fatal(err)
	}
	doc, err := pdfcheck.Read(pdf)
	if err != nil || doc.Pages != want {
		b.Fatalf("%d pages, want %d, %v", doc.Pages, want, err)
	}
}

// BenchmarkTenAtOnce draws minutes of twelve pages ten at a time, and reports
// by how much the heap grew at most.
func BenchmarkTenAtOnce(b *testing.B) {
	c := minutes(b, 14)
	if _, err := documents.Minutes(c); err != nil { // typefaces are read once
		b.Fatal(err)
	}
	runtime.GC()
	before := heap()
	most, done := before, make(chan struct{})
	var watching sync.WaitGroup
	watching.Go(func() {
		for tick := time.NewTicker(200 * time.Microsecond); ; {
			select {
			case <-done:
				tick.Stop()
				return
			case <-tick.C:
				most = max(most, heap())
			}
		}
	})
	b.ReportAllocs()
	for b.Loop() {
		var ten sync.WaitGroup
		for range 10 {
			ten.Go(func() {
				if pdf, err := documents.Minutes(c); err != nil || !bytes.HasPrefix(pdf, []byte("%PDF")) {
					b.Error(err)
				}
			})
		}
		ten.Wait()
	}
	close(done)
	watching.Wait()
	b.ReportMetric(float64(most-before)/(1<<20), "MB-more")
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}
