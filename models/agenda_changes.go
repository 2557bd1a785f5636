package models

import (
	"fmt"
	"slices"
	"strings"
)

// agendaChanges says in words, a line each, what an agenda has that the
// version before had not. Items for members only are named by number alone:
// the lines go into letters.
func agendaChanges(before, after AgendaContent) []string {
	var out []string
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	old := map[int64]AgendaLine{}
	for _, l := range before.Items {
		old[l.ItemID] = l
	}
	if before.Meeting.Day != after.Meeting.Day || before.Meeting.From != after.Meeting.From || before.Meeting.To != after.Meeting.To {
		say("The meeting is on %s, %s to %s, instead of %s, %s to %s", after.Meeting.Day.Long(), after.Meeting.From, after.Meeting.To,
			before.Meeting.Day.Long(), before.Meeting.From, before.Meeting.To)
	}
	if before.Meeting.Venue != after.Meeting.Venue {
		say("The venue is %s", orNone(after.Meeting.Venue, "not set"))
	}
	if before.Meeting.JoiningLink != after.Meeting.JoiningLink {
		say("The link to join by video has changed")
	}
	for _, l := range after.Items {
		if _, kept := old[l.ItemID]; !kept {
			say("Item %d added: %s, at %s", l.Number, l.named(), l.Starts)
		}
	}
	for _, l := range before.Items {
		if !slices.ContainsFunc(after.Items, func(a AgendaLine) bool { return a.ItemID == l.ItemID }) {
			say("Item removed: %s (it was item %d)", l.named(), l.Number)
		}
	}
	out = append(out, movedLines(old, after.Items)...)
	for _, l := range after.Items {
		if was, kept := old[l.ItemID]; kept {
			out = append(out, lineChanges(was, l)...)
		}
	}
	return out
}

// named is the item's title, unless it is for members only.
func (l AgendaLine) named() string {
	if l.Restricted {
		return "an item for members only"
	}
	return l.Title
}

// movedLines says which items have another place among those that stayed, and
// which keep their place but begin earlier or later.
func movedLines(old map[int64]AgendaLine, items []AgendaLine) []string {
	var kept []AgendaLine
	for _, l := range items {
		if _, ok := old[l.ItemID]; ok {
			kept = append(kept, l)
		}
	}
	still := inOldOrder(old, kept)
	var out []string
	for k := 0; k < len(kept); k++ {
		l, was := kept[k], old[kept[k].ItemID]
		if !still[l.ItemID] {
			out = append(out, fmt.Sprintf("Item %d, %s, moved: it was item %d at %s and is now at %s", l.Number, l.named(), was.Number, was.Starts, l.Starts))
			continue
		}
		shift := minutesBetween(was.Starts, l.Starts)
		if shift == 0 {
			continue
		}
		last := k
		for last+1 < len(kept) && still[kept[last+1].ItemID] && minutesBetween(old[kept[last+1].ItemID].Starts, kept[last+1].Starts) == shift {
			last++
		}
		switch {
		case last == k:
			out = append(out, fmt.Sprintf("Item %d moved from %s to %s", l.Number, was.Starts, l.Starts))
		case shift > 0:
			out = append(out, fmt.Sprintf("Items %s begin %s later", itemsInWords(l.Number, kept[last].Number), minutesInWords(shift)))
		default:
			out = append(out, fmt.Sprintf("Items %s begin %s earlier", itemsInWords(l.Number, kept[last].Number), minutesInWords(-shift)))
		}
		k = last
	}
	return out
}

// inOldOrder picks the largest set of items that follow one another as they
// did before (the longest rising run of old numbers); the others were moved.
func inOldOrder(old map[int64]AgendaLine, kept []AgendaLine) map[int64]bool {
	length, back := make([]int, len(kept)), make([]int, len(kept))
	end := -1
	for k := range kept {
		length[k], back[k] = 1, -1
		for j := range k {
			if old[kept[j].ItemID].Number < old[kept[k].ItemID].Number && length[j]+1 > length[k] {
				length[k], back[k] = length[j]+1, j
			}
		}
		if end < 0 || length[k] > length[end] {
			end = k
		}
	}
	still := map[int64]bool{}
	for k := end; k >= 0; k = back[k] {
		still[kept[k].ItemID] = true
	}
	return still
}

// minutesBetween counts the minutes from one time on the wall to another.
func minutesBetween(from, to string) int {
	var fh, fm, th, tm int
	fmt.Sscanf(from, "%d:%d", &fh, &fm)
	fmt.Sscanf(to, "%d:%d", &th, &tm)
	return th*60 + tm - fh*60 - fm
}

func minutesInWords(n int) string {
	if n == 1 {
		return "1 minute"
	}
	return fmt.Sprintf("%d minutes", n)
}

// lineChanges says what is different about one item.
func lineChanges(was, l AgendaLine) []string {
	var out []string
	say := func(format string, args ...any) {
		out = append(out, fmt.Sprintf("Item %d ", l.Number)+fmt.Sprintf(format, args...))
	}
	switch {
	case l.Restricted && !was.Restricted:
		say("is now for members only")
	case was.Restricted && !l.Restricted:
		say("is no longer for members only")
	}
	if was.Title != l.Title && !l.Restricted {
		say("is now called %s", l.Title)
	}
	if was.Purpose != l.Purpose {
		say("is for %s instead of %s", l.Purpose, was.Purpose)
	}
	if was.Minutes != l.Minutes {
		say("has %s instead of %d", minutesInWords(l.Minutes), was.Minutes)
	}
	if was.By != l.By {
		say("is presented by %s", orNone(l.By, "nobody named"))
	}
	if was.Ask != l.Ask {
		say("asks the meeting for something else")
	}
	if was.Background != l.Background {
		say("has a changed background")
	}
	return append(out, paperChanges(was, l)...)
}

func paperChanges(was, l AgendaLine) []string {
	var out []string
	for _, p := range l.Papers {
		k := slices.IndexFunc(was.Papers, func(o PaperLine) bool { return o.ID == p.ID })
		switch {
		case k < 0 && l.Restricted:
			out = append(out, fmt.Sprintf("Item %d has a new paper", l.Number))
		case k < 0:
			out = append(out, fmt.Sprintf("Item %d has a new paper: %s", l.Number, p.Title))
		case was.Papers[k].Title != p.Title && !l.Restricted:
			out = append(out, fmt.Sprintf("Item %d: a paper is now called %s", l.Number, p.Title))
		}
	}
	for _, p := range was.Papers {
		if slices.ContainsFunc(l.Papers, func(n PaperLine) bool { return n.ID == p.ID }) {
			continue
		}
		if l.Restricted || was.Restricted {
			out = append(out, fmt.Sprintf("Item %d has a paper less", l.Number))
		} else {
			out = append(out, fmt.Sprintf("Item %d no longer has the paper %s", l.Number, p.Title))
		}
	}
	return out
}

func orNone(s, none string) string {
	if strings.TrimSpace(s) == "" {
		return none
	}
	return s
}

// itemsInWords names items that follow each other: "13 and 14", "3 to 7".
func itemsInWords(first, last int) string {
	if last == first+1 {
		return fmt.Sprintf("%d and %d", first, last)
	}
	return fmt.Sprintf("%d to %d", first, last)
}
