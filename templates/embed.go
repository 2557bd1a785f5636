// Package templates holds the HTML of the pages, inside the binary: one layout, partials for what repeats, and one
// file per page under pages/. README.md here is the cookbook for writing a page.
package templates

import "embed"

// Files are layout.html, partials/*.html and pages/**/*.html.
//
//go:embed layout.html partials pages
var Files embed.FS
