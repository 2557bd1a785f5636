package handlers

import "math"

// Heading is a page's h1 with the lines above and below it. Only Text is needed.
type Heading struct {
	Above string // what kind of thing this is, for example "Quarterly meeting · 2026 Q4"
	Text  string
	Below string
}

// Tag is a state in a word. Kind is good, info, warn, bad, private or empty.
type Tag struct {
	Kind string
	Text string
}

// Button is a form's button. Style is empty, secondary or warning.
type Button struct {
	Text  string
	Style string
	Name  string
	Value string
}

// Pages are the links to the pages before and after this one of a list. Empty addresses are not shown.
type Pages struct {
	Previous     string
	PreviousText string
	Next         string
	NextText     string
}

// EmptyState says what will be here and how to begin.
type EmptyState struct {
	Heading  string
	Text     string
	LinkURL  string
	LinkText string
}

// Timeline is the quarter's stages in their order.
type Timeline struct {
	Label  string // for those who listen, for example "Where this quarter stands"
	Stages []Stage
	Down   bool // drawn downwards on wide pages too, for a narrow column
}

// Stage is one stage of the quarter. State is done, current, cancelled or empty for what is still to come.
type Stage struct {
	Name  string
	When  string
	State string
}

// Coming counts the answers to an invitation.
type Coming struct {
	Yes, No, All int
}

// YesEnd is where the bar of those who come ends, in hundredths of its width.
func (c Coming) YesEnd() float64 { return c.share(c.Yes) }

// NoEnd is where the bar of those who sent apologies ends, which follows the first.
func (c Coming) NoEnd() float64 { return c.share(c.Yes + c.No) }

func (c Coming) share(count int) float64 {
	if c.All <= 0 {
		return 0
	}
	return math.Round(1000*float64(min(max(count, 0), c.All))/float64(c.All)) / 10
}
