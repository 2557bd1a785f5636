// Package sqlite3 is empty. gorm's SQLite driver imports
// github.com/mattn/go-sqlite3, which wraps C code, for the case that nobody
// names another database/sql driver. Quarterday always names modernc.org/sqlite,
// which is Go, so go.mod puts this empty package in its place: no C compiler is
// looked for, the first build is a minute shorter, and the binary is static.
package sqlite3
