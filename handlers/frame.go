package handlers

// Frame is what stands around every page: the layout reads it. Each page's data embed one.
type Frame struct {
	Title       string // the page's title, usually the words of its h1
	About       string // what the page is about, where the title leaves that open: "8 December 2026"
	Section     string // the section of the navigation that is current, for example "meetings"
	Partnership string
	Language    string // of the partnership's text, such as en-GB
	Convener    string // who runs the partnership
	Viewer      *Viewer
	Nav         []NavItem
	Contacts    []Contact // where to report a concern
	Marking     string    // protective marking of what the page shows, for example OFFICIAL
	restricted  string    // marking of what is for members only
	Demo        bool      // a demonstration, where nothing is real
	Flash       *Flash
	Errors      Errors // what must be put right in the page's form
}

// Viewer is who looks at the page, in the words that the top bar shows.
type Viewer struct {
	SignedIn     bool
	Name         string
	Organisation string
	Role         string // only where it matters to the viewer, for example "secretariat"
}

// NavItem is one section of the service.
type NavItem struct {
	Section string
	Text    string
	URL     string
}

// Contact is a way to report a concern: a helpline's number or a form's address.
type Contact struct {
	Name string
	Text string // the number or the words of the link
	URL  string // tel: or https:, or empty
}

// Link is an address and what it gives.
type Link struct {
	URL  string
	Text string
}

// ErrorPage is the page of anything that went wrong.
type ErrorPage struct {
	Frame
	Paragraphs []string // what is wrong, and what to do
	RequestID  string   // what the operator finds in the log
	Link       *Link    // where to go on
	Typed      []Typed  // what the viewer had typed, so that nothing is lost
}

// Typed is one field that the viewer had filled in.
type Typed struct {
	Label string
	Text  string
}
