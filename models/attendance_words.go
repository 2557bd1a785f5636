package models

import "strings"

// inWords says what happened, for the audit trail: "present, arrived 10:20".
func (a Attendance) inWords() string {
	words := a.movements()
	if a.Outcome != OutcomeUnknown {
		words = append([]string{string(a.Outcome)}, words...)
	}
	return strings.Join(words, ", ")
}

// movements are how and when somebody was there: "by video", "arrived 10:20",
// "away 11:00 to 11:10", "left 11:30".
func (a Attendance) movements() []string {
	var words []string
	if a.Online {
		words = append(words, "by video")
	}
	if a.Arrived != "" {
		words = append(words, "arrived "+a.Arrived)
	}
	if a.AwayFrom != "" {
		words = append(words, "away "+a.AwayFrom+" to "+a.AwayTo)
	}
	if a.Left != "" {
		words = append(words, "left "+a.Left)
	}
	return words
}

// remarks are what the minutes say beside a name: "chair", "deputy for Tara
// Whitfield, by video, arrived 10:20, during item 4".
func (a Attendance) remarks(m Meeting, byID map[int64]Attendance) string {
	var words []string
	if a.PersonID != nil && m.ChairID != nil && *a.PersonID == *m.ChairID {
		words = append(words, "chair")
	}
	if a.PersonID != nil && m.MinuteTakerID != nil && *a.PersonID == *m.MinuteTakerID {
		words = append(words, "minutes")
	}
	if a.DeputyForID != nil {
		words = append(words, "deputy for "+byID[*a.DeputyForID].Name)
	} else if a.Capacity == Deputy {
		words = append(words, "deputy")
	}
	if a.Capacity == Guest || a.Capacity == Observer {
		words = append(words, string(a.Capacity))
	}
	words = append(words, a.movements()...)
	if a.Remark != "" {
		words = append(words, a.Remark)
	}
	return strings.Join(words, ", ")
}
