// Package templates holds the HTML of the pages, inside the binary: one layout, partials for what repeats, one
// file per page under pages/. README.md here is the cookbook for writing a page.
package templates

import "embed"

// Files are layout.html, partials/*.html, pages/**/*.html, and letters/*, the wording of e-mails.
//
//go:embed layout.html partials pages letters
var Files embed.FS
