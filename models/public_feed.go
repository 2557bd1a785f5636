package models

import (
	"context"
	"slices"
	"time"
)

// publicFeedShown bounds the feed of what is published: the newest of each kind.
const publicFeedShown = 25

// PublicFeed is what the partnership has published for everybody, newest first.
type PublicFeed struct {
	Partnership Partnership
	Entries     []PublicFeedEntry
}

// PublicFeedEntry is the public edition of a meeting's minutes, or a practice.
type PublicFeedEntry struct {
	// Name tells it from every other entry for good: "minutes/2026-q3".
	Name        string
	Minutes     *PublicMinutes
	Practice    *PublicPractice
	PublishedAt time.Time
}

// PublicFeed lists what anyone may read and follow.
func (s *Store) PublicFeed(ctx context.Context) (PublicFeed, error) {
	var f PublicFeed
	var err error
	if f.Partnership, err = s.Partnership(ctx); err != nil {
		return f, err
	}
	minutes, err := newestPublicMinutes(s.reading(ctx).Order("n.published_at desc, meetings.id desc"), publicFeedShown)
	if err != nil {
		return f, err
	}
	for _, m := range minutes {
		f.Entries = append(f.Entries, PublicFeedEntry{Name: "minutes/" + m.Reference, Minutes: &m, PublishedAt: m.PublishedAt})
	}
	practices, err := newestPractices(s.reading(ctx).Where("practices.visibility = ?", ForPublic), publicFeedShown)
	if err != nil {
		return f, err
	}
	for _, p := range practices {
		f.Entries = append(f.Entries, PublicFeedEntry{Name: "practices/" + p.Slug, Practice: &p, PublishedAt: p.PublishedAt})
	}
	slices.SortStableFunc(f.Entries, func(a, b PublicFeedEntry) int { return b.PublishedAt.Compare(a.PublishedAt) })
	return f, nil
}
