package models

import "quarterday/calendar"

// LeafletContent is what the leaflet of one practice says.
type LeafletContent struct {
	Letterhead   Letterhead
	Title        string
	Summary      string // Markdown
	Organisation string
	Parts        []LeafletPart // those that have been written
	Themes       []string
	Contact      string
	Visibility   Visibility
	State        PracticeState
	PublishedOn  calendar.Date
	WrittenOn    calendar.Date
	Adoptions    []LeafletAdoption
	Papers       []string // titles of the papers that go with it
}

// LeafletPart is one part of a practice: context, what was done, results.
type LeafletPart struct {
	Heading string
	Text    string // Markdown
}

// LeafletAdoption is another organisation that uses the practice.
type LeafletAdoption struct {
	Organisation string
	Note         string
	On           calendar.Date
}
