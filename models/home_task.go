package models

import (
	"slices"
	"time"

	"quarterday/calendar"
)

// TaskKind names something that needs the secretariat. Where nothing else
// tells two tasks apart, the one named first here is the more urgent.
type TaskKind int

const (
	TaskTakeMinutes      TaskKind = iota // the meeting is today
	TaskLettersFailed                    // somebody was not told
	TaskLapsed                           // the day has passed and the agenda never went out
	TaskFinish                           // the meeting is over, and not marked so
	TaskCall                             // invite the partners and ask for items
	TaskPublishAgenda                    // send out the agenda and its papers
	TaskCirculate                        // send out the draft minutes
	TaskSubmissions                      // items wait for a decision
	TaskCorrections                      // somebody wants the minutes changed
	TaskAgree                            // the meeting that agrees the minutes
	TaskPublishMinutes                   // the public edition
	TaskActionsDone                      // owners say so; the secretariat closes
	TaskActionsOverdue                   // owners are to be reminded
	TaskOwnActions                       // the secretariat's own office owes them
	TaskPractices                        // submitted, to be published or returned
	TaskReplies                          // people who have not answered the invitation
	TaskDeputies                         // deputies without an account, to be confirmed
	TaskEmails                           // emails that somebody must look at
	TaskMailbox                          // answers cannot be read
	TaskPlan                             // a quarter has no date
	TaskLettersWaiting                   // letters that have not gone out
	TaskSubmissionsClose                 // only ever to come: the last moment for items
	TaskMeeting                          // only ever to come: the meeting itself
	TaskCorrectionsClose                 // only ever to come: the last day for corrections
)

// Task is something that needs the secretariat, now or on a day to come.
type Task struct {
	Kind TaskKind
	// Meeting is what it is about; nil where it is about none. Other is the later
	// meeting that agrees minutes.
	Meeting *Meeting
	Other   *Meeting
	// Count is how many wait; Late how many of them are overdue, Soon due soon.
	Count, Late, Soon int
	// More counts the further meetings that need the same, left out of the list.
	More int
	// Since is when the oldest began to wait.
	Since time.Time
	// By is the day by which to do it; not set where there is none.
	By calendar.Date
	// At is the moment, where it is one.
	At time.Time
	// Quarters have no meeting yet.
	Quarters []calendar.Quarter
}

// Overdue says whether the day by which to do it has passed.
func (t Task) Overdue(today calendar.Date) bool { return !t.By.IsZero() && t.By.Before(today) }

// waits is the urgency of what has no day of its own.
const waits = 3

// urgency puts tasks in order: what happens today, what is late or due, what is
// due this week, what just waits, and what has time.
func (t Task) urgency(today calendar.Date) int {
	switch {
	case t.Kind == TaskTakeMinutes:
		return 0
	case t.By.IsZero():
		return waits
	case !t.By.After(today):
		return 1
	case today.DaysUntil(t.By) <= 7:
		return 2
	case t.Kind == TaskSubmissions && t.Meeting != nil && t.Meeting.State == MeetingCalled:
		return waits // somebody waits for an answer, whatever time there is
	}
	return 4
}

// byUrgency sorts tasks, the most urgent first.
func byUrgency(tasks []Task, today calendar.Date) {
	slices.SortStableFunc(tasks, func(a, b Task) int {
		if d := a.urgency(today) - b.urgency(today); d != 0 {
			return d
		}
		if d := a.By.Compare(b.By); d != 0 && a.urgency(today) != waits {
			return d
		}
		return int(a.Kind - b.Kind)
	})
}

// sameKindShown is how many tasks of one kind are listed one by one: somebody
// who enters ten past meetings has ten minutes to circulate.
const sameKindShown = 3

// foldTasks keeps the first few of each kind and counts the others on the last.
func foldTasks(tasks []Task) []Task {
	seen := map[TaskKind][]int{}
	var kept []Task
	for _, t := range tasks {
		if at := seen[t.Kind]; len(at) == sameKindShown {
			kept[at[sameKindShown-1]].More++
			continue
		}
		seen[t.Kind] = append(seen[t.Kind], len(kept))
		kept = append(kept, t)
	}
	return kept
}
