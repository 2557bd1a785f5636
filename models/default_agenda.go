package models

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// StandingItemForm is one row of the default agenda, as it was typed.
type StandingItemForm struct {
	Section, Title, Presenter string
	Role                      ItemRole
	Purpose                   Purpose
	Minutes                   string
}

// standingRoles are what a standing item can be; each but the ordinary one
// stands on an agenda once.
var standingRoles = []ItemRole{RoleOrdinary, RoleWelcome, RolePreviousMinutes, RoleMattersArising, RoleForwardPlan, RoleAnyOther}

// mostStandingItems bounds the default agenda.
const mostStandingItems = 40

// DefaultAgenda reads the standing items that every new meeting begins with.
func (s *Store) DefaultAgenda(ctx context.Context) ([]StandingItem, error) {
	var rows []StandingItem
	err := s.reading(ctx).Order("position, id").Find(&rows).Error
	return rows, err
}

// DefaultAgendaForms are the rows as the form shows them.
func DefaultAgendaForms(rows []StandingItem) []StandingItemForm {
	forms := make([]StandingItemForm, len(rows))
	for i, r := range rows {
		forms[i] = StandingItemForm{Section: r.Section, Title: r.Title, Presenter: r.Presenter, Role: r.Role, Purpose: r.Purpose, Minutes: strconv.Itoa(r.Minutes)}
	}
	return forms
}

// ChangeDefaultAgenda sets the standing items of meetings that will be planned;
// version is that of the settings. Meetings planned already keep theirs. Fields
// of row n are named with it: "title_1".
func (s *Store) ChangeDefaultAgenda(ctx context.Context, actor Actor, version int, forms []StandingItemForm) (Partnership, error) {
	var p Partnership
	err := s.command(ctx, actor, func(t *tx) error {
		if err := t.may(ChangeSettings, false); err != nil {
			return err
		}
		if p = t.partnership; p.Version != version {
			return conflict("default agenda", p)
		}
		rows, err := readStandingItems(forms)
		if err != nil {
			return err
		}
		var before []StandingItem
		if err := t.Order("position, id").Find(&before).Error; err != nil {
			return err
		}
		was, is := standingInWords(before), standingInWords(rows)
		if was == is {
			return nil
		}
		if err := t.Where("id > 0").Delete(&StandingItem{}).Error; err != nil {
			return err
		}
		if len(rows) > 0 {
			if err := t.Create(&rows).Error; err != nil {
				return err
			}
		}
		p.Version++
		if err := save(t, "default agenda", &p, p.ID, version); err != nil {
			return err
		}
		return t.event("changed the default agenda", "settings", p.ID, "Default agenda", 0, fmt.Sprintf("%d items, %d minutes", len(rows), standingMinutes(rows)))
	})
	return p, err
}

// readStandingItems checks the rows, all problems at once.
func readStandingItems(forms []StandingItemForm) ([]StandingItem, error) {
	var problems Problems
	if len(forms) > mostStandingItems {
		problems.Add("title_1", "A default agenda can have at most %d items", mostStandingItems)
		return nil, problems.Err()
	}
	rows := make([]StandingItem, 0, len(forms))
	first := map[ItemRole]int{}
	for i, f := range forms {
		n := i + 1
		field := func(name string) string { return fmt.Sprintf("%s_%d", name, n) }
		r := StandingItem{Position: n, Role: f.Role, Purpose: f.Purpose}
		r.Title = oneLine(&problems, field("title"), fmt.Sprintf("the title of item %d", n), f.Title, 1, maxTitle)
		r.Section = oneLine(&problems, field("section"), fmt.Sprintf("the heading above item %d", n), f.Section, 0, maxTitle)
		r.Presenter = oneLine(&problems, field("presenter"), fmt.Sprintf("who presents item %d", n), f.Presenter, 0, maxName)
		r.Minutes = wholeNumber(&problems, field("minutes"), fmt.Sprintf("how many minutes item %d takes", n), f.Minutes, 0, 480)
		if !slices.Contains(Purposes, r.Purpose) {
			problems.Add(field("purpose"), "Choose what item %d is for", n)
		}
		switch other := first[r.Role]; {
		case !slices.Contains(standingRoles, r.Role):
			problems.Add(field("role"), "Choose what item %d holds", n)
		case r.Role != RoleOrdinary && other != 0:
			problems.Add(field("role"), "Item %d holds the same as item %d: only one of them can", n, other)
		default:
			first[r.Role] = n
		}
		rows = append(rows, r)
	}
	return rows, problems.Err()
}

func standingInWords(rows []StandingItem) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%q %q %q %q %q %d\n", r.Section, r.Title, r.Role, r.Purpose, r.Presenter, r.Minutes)
	}
	return b.String()
}

func standingMinutes(rows []StandingItem) int {
	n := 0
	for _, r := range rows {
		n += r.Minutes
	}
	return n
}
