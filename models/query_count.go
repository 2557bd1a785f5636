package models

import (
	"context"
	"sync/atomic"

	"gorm.io/gorm"
)

type queryCountKey struct{}

// WithQueryCount makes every question that is asked of the database on behalf
// of ctx add one to n. A page must ask the same number however long its lists
// are; tests hold them to that.
func WithQueryCount(ctx context.Context, n *atomic.Int64) context.Context {
	return context.WithValue(ctx, queryCountKey{}, n)
}

// countQueries hooks the counting into a pool.
func countQueries(db *gorm.DB) error {
	count := func(db *gorm.DB) {
		if n, ok := db.Statement.Context.Value(queryCountKey{}).(*atomic.Int64); ok {
			n.Add(1)
		}
	}
	query := db.Callback().Query().Before("gorm:query").Register("quarterday:count_query", count)
	row := db.Callback().Row().Before("gorm:row").Register("quarterday:count_row", count)
	raw := db.Callback().Raw().Before("gorm:raw").Register("quarterday:count_raw", count)
	for _, err := range []error{query, row, raw} {
		if err != nil {
			return err
		}
	}
	return nil
}
