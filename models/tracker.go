package models

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"gorm.io/gorm"

	"quarterday/calendar"
)

// TrackerState narrows the tracker to actions that have come so far.
type TrackerState string

const (
	TrackerLive      TrackerState = "" // open, or done and waiting to be closed
	TrackerOpen      TrackerState = "open"
	TrackerDone      TrackerState = "done"
	TrackerClosed    TrackerState = "closed"
	TrackerWithdrawn TrackerState = "withdrawn"
	TrackerAll       TrackerState = "all"
)

// trackerStates are the states of actions that each choice shows, and how it is
// put in words.
var trackerStates = map[TrackerState]struct {
	states []ActionState
	words  string
}{
	TrackerLive:      {[]ActionState{ActionOpen, ActionDone}, "not yet closed"},
	TrackerOpen:      {[]ActionState{ActionOpen}, "open"},
	TrackerDone:      {[]ActionState{ActionDone}, "done and waiting to be closed"},
	TrackerClosed:    {[]ActionState{ActionClosed}, "closed"},
	TrackerWithdrawn: {[]ActionState{ActionWithdrawn}, "withdrawn"},
	TrackerAll:       {[]ActionState{ActionOpen, ActionDone, ActionClosed, ActionWithdrawn}, ""},
}

// TrackerFilter says which actions are wanted; the zero filter wants all that
// are not yet closed or withdrawn.
type TrackerFilter struct {
	State        TrackerState
	Owner        int64  // a person
	Organisation int64  // owes it, or somebody of it does, or all partners do
	Meeting      string // reference of the meeting it arose from
	Year         int    // of the meeting it arose from
	Overdue      bool
	Text         string // words, all of which must be somewhere in it
	Mine         bool   // the actor's own, in person or through their organisation
	// After is the key of the last action of the page before, Limit how many the
	// page has; 0 for all.
	After string
	Limit int
}

// Narrowed says whether the filter is more than the tracker's first page.
func (f TrackerFilter) Narrowed() bool {
	f.After, f.Limit = "", 0
	return f != TrackerFilter{}
}

// trackerGroups names the groups of the tracker in their order, which standing
// (below) numbers.
var trackerGroups = []string{"Overdue", "Due soon", "Open", "Done", "Closed", "Withdrawn"}

// Tracker is the action tracker as the actor may see it, narrowed by the
// filter. It asks the database the same number of questions however many
// actions there are.
func (s *Store) Tracker(ctx context.Context, actor Actor, filter TrackerFilter) (TrackerContent, error) {
	var content TrackerContent
	if !actor.May(ReadActions, false) {
		return content, notAllowed("You may not " + string(ReadActions) + ".")
	}
	p, err := s.Partnership(ctx)
	if err != nil {
		return content, err
	}
	q := trackerQuery{db: s.reading(ctx), actor: actor, filter: filter, zone: p.Location(), today: calendar.DateOf(s.Now(), p.Location())}
	content = TrackerContent{Letterhead: p.letterhead(), AsOf: q.today, Title: "Action tracker"}
	if content.Filter, err = q.words(); err != nil {
		return content, err
	}
	if err := q.count(&content); err != nil {
		return content, err
	}
	rows, next, err := q.rows()
	if err != nil {
		return content, err
	}
	content.Next = next
	for _, row := range rows {
		name := trackerGroups[row.Standing]
		if n := len(content.Groups); n == 0 || content.Groups[n-1].Name != name {
			content.Groups = append(content.Groups, TrackerGroup{Name: name, All: content.Counts[name]})
		}
		group := &content.Groups[len(content.Groups)-1]
		group.Actions = append(group.Actions, row.line(q.today))
	}
	return content, nil
}

// trackerQuery is one reading of the tracker.
type trackerQuery struct {
	db     *gorm.DB
	actor  Actor
	filter TrackerFilter
	zone   *time.Location
	today  calendar.Date
}

// day is the day that it was in the partnership.
func (q trackerQuery) day(at time.Time) calendar.Date { return calendar.DateOf(at, q.zone) }

// standing numbers the groups of the tracker in SQL, as Overdue and DueSoon
// tell them in Go; sortText and sortNumber order each group: by deadline, what
// has none last; what is settled newest first.
func (q trackerQuery) standing() (sql string, args []any) {
	const dated = "actions.deadline_kind in ('date', 'next meeting') and actions.due_on is not null"
	return `case actions.state when 'open' then case
		when ` + dated + ` and actions.due_on < ? then 0
		when ` + dated + ` and actions.due_on <= ? then 1 else 2 end
		when 'done' then 3 when 'closed' then 4 else 5 end`, []any{q.today.String(), q.today.AddDays(dueSoonDays).String()}
}

const (
	sortText   = `case when actions.state in ('open', 'done') then coalesce(actions.due_on, '9999') else '' end`
	sortNumber = `case when actions.state in ('open', 'done') then actions.id else -actions.id end`
)

// matching is the actions that the filter lets through and the actor may see.
func (q trackerQuery) matching() *gorm.DB {
	f := q.filter
	db := visibleActions(q.db.Model(&Action{}), q.actor)
	state, ok := trackerStates[f.State]
	if !ok {
		state = trackerStates[TrackerLive]
	}
	db = db.Where("actions.state in ?", state.states)
	if f.Overdue {
		db = db.Where("actions.state = 'open' and actions.deadline_kind in ('date', 'next meeting') and actions.due_on < ?", q.today.String())
	}
	if f.Meeting != "" {
		db = db.Where("actions.meeting_id in (select id from meetings where reference = ?)", f.Meeting)
	}
	if f.Year != 0 {
		db = db.Where("actions.meeting_id in (select id from meetings where year = ?)", f.Year)
	}
	if f.Owner != 0 {
		db = db.Where("actions.id in (select action_id from action_owners where person_id = ?)", f.Owner)
	}
	if f.Organisation != 0 {
		db = db.Where("(actions.all_partners or "+ownedThrough+")", f.Organisation, f.Organisation)
	}
	if f.Mine {
		switch {
		case q.actor.Role == RoleMember: // for their organisation as such, and for themselves
			db = db.Where("actions.id in (select action_id from action_owners where organisation_id = ? or person_id = ?)", q.actor.OrganisationID, q.actor.PersonID)
		default:
			db = db.Where("(actions.all_partners or "+ownedThrough+")", q.actor.OrganisationID, q.actor.OrganisationID)
		}
	}
	words := strings.Fields(tidy(f.Text))
	for _, word := range words[:min(len(words), 8)] {
		find := like(word)
		db = db.Where(`(`+has("actions.reference")+` or `+has("actions.text")+`
			or exists (select 1 from items where items.id = actions.item_id and `+has("items.title")+`)
			or exists (select 1 from action_updates u where u.action_id = actions.id and `+has("u.note")+`)
			or exists (select 1 from action_owners o left join people on people.id = o.person_id left join organisations on organisations.id = o.organisation_id
				where o.action_id = actions.id and (`+has("o.name")+` or `+has("people.name")+` or `+has("organisations.name")+` or `+has("organisations.short_name")+`)))`,
			find, find, find, find, find, find, find, find)
	}
	return db
}

// ownedThrough: an organisation owes the action, or one of its people does.
const ownedThrough = `actions.id in (select action_id from action_owners where organisation_id = ?
	union select o.action_id from action_owners o join people on people.id = o.person_id where people.organisation_id = ?)`

// visibleActions are those that the actor may know of. Until the minutes that
// they arose from have been circulated, they are still being written and only
// the secretariat sees them.
func visibleActions(db *gorm.DB, actor Actor) *gorm.DB {
	if !actor.May(ReadRestricted, false) {
		db = db.Where("not actions.restricted")
	}
	if !actor.May(TakeMinutes, false) {
		db = db.Where("exists (select 1 from minutes where minutes.meeting_id = actions.meeting_id and minutes.circulated > 0)")
	}
	return db
}

// count counts the actions of each group.
func (q trackerQuery) count(content *TrackerContent) error {
	standing, args := q.standing()
	var counts []struct{ Standing, N int }
	if err := q.matching().Select(standing+" as standing, count(*) as n", args...).Group("standing").Scan(&counts).Error; err != nil {
		return err
	}
	content.Counts = map[string]int{}
	for _, c := range counts {
		content.Counts[trackerGroups[c.Standing]] = c.N
		content.Total += c.N
	}
	return nil
}

// trackerRow is one action with all that the tracker says of it.
type trackerRow struct {
	Action
	Standing   int
	SortText   string
	SortNumber int64
	Item       string `gorm:"-"`
	updates    int
	last       *ActionUpdate
	day        func(time.Time) calendar.Date
}

func (trackerRow) TableName() string { return "actions" }

// rows reads the actions of the page in the tracker's order, and the key of the
// last when there are more.
func (q trackerQuery) rows() ([]trackerRow, string, error) {
	standing, args := q.standing()
	inner := q.matching().Select("actions.*, "+standing+" as standing, "+sortText+" as sort_text, "+sortNumber+" as sort_number", args...)
	db := q.db.Table("(?) as actions", inner).Order("standing, sort_text, sort_number")
	if q.filter.After != "" {
		after, ok := readTrackerKey(q.filter.After)
		if !ok {
			return nil, "", notFound("page of the tracker")
		}
		db = db.Where("(standing, sort_text, sort_number) > (?, ?, ?)", after.Standing, after.SortText, after.SortNumber)
	}
	if q.filter.Limit > 0 {
		db = db.Limit(q.filter.Limit + 1)
	}
	var rows []trackerRow
	if err := db.Find(&rows).Error; err != nil {
		return nil, "", err
	}
	next := ""
	if q.filter.Limit > 0 && len(rows) > q.filter.Limit {
		rows = rows[:q.filter.Limit]
		last := rows[len(rows)-1]
		next = fmt.Sprintf("%d.%s.%d", last.Standing, last.SortText, last.SortNumber)
	}
	err := q.fill(rows)
	return rows, next, err
}

func readTrackerKey(key string) (after trackerRow, ok bool) {
	parts := strings.Split(key, ".")
	if len(parts) != 3 {
		return after, false
	}
	var err1, err2 error
	after.Standing, err1 = strconv.Atoi(parts[0])
	after.SortNumber, err2 = strconv.ParseInt(parts[2], 10, 64)
	after.SortText = parts[1]
	return after, err1 == nil && err2 == nil && utf8.ValidString(key)
}

// words puts the filter into words: "not yet closed, of Vale Police". Whom and
// what it names must be there: the tracker of nobody is not that of everybody.
func (q trackerQuery) words() (string, error) {
	f := q.filter
	state, ok := trackerStates[f.State]
	if !ok {
		state = trackerStates[TrackerLive]
	}
	var parts []string
	if state.words != "" {
		parts = append(parts, state.words)
	}
	if f.Overdue {
		parts = append(parts, "overdue")
	}
	if f.Mine {
		parts = append(parts, "of "+q.actor.Name+" and "+q.actor.Organisation)
	}
	var names []struct{ Kind, Name string }
	err := q.db.Raw(`select 'person' as kind, name from people where id = ?
		union all select 'organisation', name from organisations where id = ?
		union all select 'meeting', reference from meetings where reference = ?`, f.Owner, f.Organisation, f.Meeting).Scan(&names).Error
	if err != nil {
		return "", err
	}
	found := map[string]string{}
	for _, n := range names {
		found[n.Kind] = n.Name
	}
	for _, asked := range []struct {
		kind, before string
		given        bool
	}{{"person", "of ", f.Owner != 0}, {"organisation", "of ", f.Organisation != 0}, {"meeting", "from ", f.Meeting != ""}} {
		name, ok := found[asked.kind]
		switch {
		case !asked.given:
			continue
		case !ok:
			return "", notFound(asked.kind)
		case asked.kind == "meeting":
			name = strings.ToUpper(name)
		}
		parts = append(parts, asked.before+name)
	}
	if text := strings.Join(strings.Fields(tidy(f.Text)), " "); text != "" {
		parts = append(parts, "with “"+text+"”")
	}
	if len(parts) == 0 {
		return "", nil
	}
	return "Actions " + strings.Join(parts, ", "), nil
}
