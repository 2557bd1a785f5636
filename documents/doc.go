// Package documents draws the partnership's PDFs: agenda, minutes, action
// tracker. Everything is drawn through one Writer, whose methods are what a
// document is made of, and which keeps the logical structure beside the drawing
// so that the finished file can be read by everyone (PDF/UA-1) and kept for
// ever (PDF/A-2a). It is the only package that knows gofpdf.
//
// gofpdf lays marks on pages; finish.go then takes its file apart and writes
// the tagged file around the same pages.
package documents
