package handlers

import (
	"fmt"

	"quarterday/models"
)

// notNow says why one of the steps of the minutes cannot be taken, and what can
// be done instead.
type notNow struct {
	Heading, Why string
	Instead      Link
}

// notNowView is the page that says it.
type notNowView struct {
	Frame
	Meeting models.MeetingFacts
	notNow
}

// whyNotYet is nil where the step can be taken.
func whyNotYet(step string, st models.MinutesStanding) *notNow {
	meeting := "/meetings/" + st.Meeting.Reference
	toMeeting, toMinutes := Link{meeting, "Go to the meeting"}, Link{meeting + "/minutes", "Read the minutes"}
	if st.Meeting.State == models.MeetingCancelled {
		return &notNow{"This meeting was cancelled", "It has no minutes.", toMeeting}
	}
	switch step {
	case "finish":
		return whyNotFinish(st, toMeeting, toMinutes)
	case "circulate":
		return whyNotCirculate(st, toMeeting, toMinutes)
	case "agree":
		return whyNotAgree(st, toMeeting, toMinutes)
	}
	return whyNotPublish(st, toMeeting, toMinutes)
}

func whyNotFinish(st models.MinutesStanding, toMeeting, toMinutes Link) *notNow {
	switch {
	case st.CanFinish():
		return nil
	case st.Meeting.State == models.MeetingPublished:
		return &notNow{"This meeting cannot be finished yet", "It begins on " + st.Meeting.Day.Long() + " at " + st.Meeting.From + ".", toMeeting}
	case st.Meeting.State == models.MeetingPlanned:
		return &notNow{"This meeting cannot be finished yet", "It has not been called, and its agenda has not been published.", Link{toMeeting.URL + "/call", "Call the meeting"}}
	case st.Meeting.State == models.MeetingCalled:
		return &notNow{"This meeting cannot be finished yet", "Its agenda has not been published.", Link{toMeeting.URL + "/agenda/publish", "Publish the agenda"}}
	}
	return &notNow{"This meeting is already finished", "There is nothing more to do here.", toMinutes}
}

func whyNotCirculate(st models.MinutesStanding, toMeeting, toMinutes Link) *notNow {
	const title = "The minutes cannot be circulated"
	switch {
	case st.Meeting.State == models.MeetingPublished && st.Begun:
		return &notNow{title, "The meeting has not been finished. Finish it first, then circulate its minutes.", Link{toMeeting.URL + "/minutes/finish", "Finish the meeting"}}
	case st.Meeting.State != models.MeetingHeld && st.Meeting.State != models.MeetingClosed:
		return &notNow{title, "The meeting has not been held yet.", toMeeting}
	case !st.Minutes.Open():
		return &notNow{title, "They are " + string(st.Minutes.State) + ", so they cannot be changed or sent out as a draft.", toMinutes}
	case st.Empty:
		return &notNow{title, "Nothing has been minuted yet.", Link{toMeeting.URL + "/take-minutes", "Write the minutes"}}
	case !st.CanCirculate():
		return &notNow{title, fmt.Sprintf("Nothing has changed since version %d, so there is nothing new to circulate.", st.Minutes.Circulated), toMinutes}
	}
	return nil
}

func whyNotAgree(st models.MinutesStanding, toMeeting, toMinutes Link) *notNow {
	const title = "The minutes cannot be recorded as agreed"
	switch {
	case st.CanAgree():
		return nil
	case st.Minutes.State == models.MinutesCirculated:
		return &notNow{title, "The next meeting agrees them, and its day has not come yet.", toMinutes}
	case st.Minutes.Open():
		return notCirculated(title, st, toMeeting)
	}
	return &notNow{"The minutes are already agreed", "There is nothing more to record.", toMinutes}
}

func whyNotPublish(st models.MinutesStanding, toMeeting, toMinutes Link) *notNow {
	const title = "The minutes cannot be published yet"
	switch {
	case st.CanPublish():
		return nil
	case st.CanAgree():
		return &notNow{title, "A later meeting must agree them first.", Link{toMeeting.URL + "/minutes/agree", "Record that they were agreed"}}
	case st.Minutes.State == models.MinutesCirculated:
		return &notNow{title, "The next meeting must agree them first, and its day has not come yet.", toMinutes}
	case st.Minutes.Open():
		return notCirculated(title, st, toMeeting)
	}
	return &notNow{"The minutes are already published", "There is nothing more to do here.", toMinutes}
}

// notCirculated is what must be done before anything else.
func notCirculated(title string, st models.MinutesStanding, toMeeting Link) *notNow {
	if st.CanCirculate() {
		return &notNow{title, "They have not been circulated. Circulate them first.", Link{toMeeting.URL + "/minutes/circulate", "Circulate the minutes"}}
	}
	return &notNow{title, "They have not been circulated.", toMeeting}
}
