package models

import "quarterday/calendar"

// YearBookContent is a year of the partnership in one document: the minutes of
// its meetings, what it decided, the actions it gave, and the practices that
// were published.
type YearBookContent struct {
	Letterhead Letterhead
	Year       int
	AsOf       calendar.Date
	Meetings   []YearBookMeeting
	Register   RegisterContent
	Actions    TrackerContent
	Practices  []LeafletContent
}

// YearBookMeeting is one meeting of the year. Minutes is nil where there are
// none that the reader may see.
type YearBookMeeting struct {
	Meeting MeetingFacts
	Minutes *MinutesContent
}
