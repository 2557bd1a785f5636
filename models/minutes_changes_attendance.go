package models

import (
	"fmt"
	"slices"
	"strings"
)

// someone stands for whoever is not named in the public edition: letters say
// what changed, and are read by others than those they are for.
const someone = "somebody whose name is not published"

// attendanceSince says what differs in who was there, a line each.
func (c MinutesContent) attendanceSince(before MinutesContent) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, "Attendance: "+fmt.Sprintf(format, args...)) }
	now, then := c.attendanceLines(), before.attendanceLines()
	hidden := map[string]bool{}
	was, is := map[string]attendanceWords{}, map[string]bool{}
	for _, l := range append(now, then...) {
		if l.hidden {
			hidden[l.name] = true
		}
	}
	for _, l := range then {
		was[l.name] = l
	}
	who := func(name string) string {
		if hidden[name] {
			return someone
		}
		return name
	}
	// open says whether words name nobody who is not to be named.
	open := func(words string) bool {
		for name := range hidden {
			if strings.Contains(words, name) {
				return false
			}
		}
		return true
	}
	for _, l := range now {
		is[l.name] = true
		old, ok := was[l.name]
		switch {
		case !ok:
			say("%s added", who(l.name))
		case old.about == l.about:
		case hidden[l.name] || old.public == l.public || !open(old.public+l.public):
			say("what is said of %s", who(l.name))
		default:
			say("%s is now “%s” (was “%s”)", l.name, l.public, old.public)
		}
	}
	for _, l := range then {
		if !is[l.name] {
			say("%s taken out", who(l.name))
		}
	}
	return out
}

// attendanceWords is somebody on the list with what is said of them, to members
// and to the public.
type attendanceWords struct {
	name, about, public string
	hidden              bool // the name is not in the public edition
}

// attendanceLines are everybody on the list with what is said of them.
func (c MinutesContent) attendanceLines() []attendanceWords {
	var out []attendanceWords
	about := func(kind, remark string) string {
		if remark == "" {
			return kind
		}
		return kind + ", " + remark
	}
	add := func(kind string, list []AttendanceLine) {
		for _, a := range list {
			l := attendanceWords{a.Name, about(kind, a.Remark), about(kind, a.Remark), a.Restricted}
			if a.PublicRemark != "" {
				l.public = about(kind, a.PublicRemark)
			}
			out = append(out, l)
		}
	}
	add("present", c.Present)
	add("in attendance", c.InAttendance)
	for kind, list := range map[string][]string{"apologies": c.Apologies, "absent": c.Absent} {
		for _, line := range list {
			name, _, _ := strings.Cut(line, " (")
			_, hidden := c.Hidden[line]
			out = append(out, attendanceWords{name, kind, kind, hidden})
		}
	}
	slices.SortFunc(out, func(a, b attendanceWords) int { return strings.Compare(a.name, b.name) })
	return out
}
