package demo

import "quarterday/models"

// practice is a best practice that a partner submitted, and how far it came.
type practice struct {
	title, summary, context, done, results, cost, lessons, conditions string
	by                                                                string // initials
	themes                                                            string // a line each
	public                                                            bool
	state                                                             models.PracticeState
	when                                                              when   // it was submitted
	presented                                                         int    // at the meeting of this index, and published after it; 0 for none
	wanted                                                            string // of one that was returned
	adoptions                                                         []adoption
}

// adoption is another body that says it uses the practice.
type adoption struct{ by, note string }

// The themes that the partnership sorts its practices by.
const (
	signs      = "Spotting signs"
	contact    = "First contact"
	roof       = "Accommodation"
	work       = "Work and business"
	children   = "Children"
	healthcare = "Health"
	courts     = "Courts and evidence"
	survivors  = "Working with survivors"
)

var themes = []string{signs, contact, roof, work, children, healthcare, courts, survivors}
