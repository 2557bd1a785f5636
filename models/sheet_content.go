package models

// SheetContent is what an attendance sheet says: the paper that lies on the
// table at a meeting, for those who come to sign.
type SheetContent struct {
	Letterhead Letterhead
	Meeting    MeetingFacts
	Lines      []SheetLine // by organisation, then by name
	Spare      int         // rows left empty, for those whom nobody expected
}

// SheetLine is one row of the sheet. Name is empty when only the organisation
// is known.
type SheetLine struct {
	Name         string
	JobTitle     string
	Organisation string
	Remark       string // "deputy for Tara Whitfield"
	Restricted   bool   // somebody named here is named to members only
}
