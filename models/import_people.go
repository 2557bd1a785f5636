package models

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

var personColumns = []importColumn{
	{name: "name", named: "name", keys: []string{"name", "fullname", "person", "contact", "contactname", "personname", "namedperson", "representative"}},
	{name: "first", keys: []string{"firstname", "forename", "givenname", "first", "forenames"}},
	{name: "last", keys: []string{"lastname", "surname", "familyname", "last"}},
	{name: "email", named: "email", must: true, keys: []string{"email", "emailaddress", "mail", "mailaddress", "workemail", "emailwork", "emails"}},
	{name: "job", named: "job title", keys: []string{"jobtitle", "roletitle", "job", "title", "position", "post", "jobrole", "titlerole", "designation", "rank"}},
	{name: "organisation", named: "organisation", must: true, keys: []string{"organisation", "organization", "agency", "org", "body", "employer", "company", "partner", "organisationname", "partnerorganisation"}},
	{name: "role", named: "role", keys: []string{"role", "type", "access", "accesslevel", "permission", "permissions", "kind"}},
	{name: "initials", named: "initials", keys: []string{"initials"}},
}

// PreviewPeople tells what an imported list of people would do.
func (s *Store) PreviewPeople(ctx context.Context, actor Actor, data []byte) (ImportPreview, error) {
	return s.preview(ctx, actor, data, (*tx).planPeople)
}

// ImportPeople takes what the preview showed: all of it, or nothing.
func (s *Store) ImportPeople(ctx context.Context, actor Actor, data []byte, confirm ImportConfirm) (ImportPreview, error) {
	return s.confirmImport(ctx, actor, data, confirm, "people", (*tx).planPeople)
}

// peopleImport is what the rows of a list of people are judged against.
type peopleImport struct {
	t             *tx
	sheet         importSheet
	organisations []Organisation
	there         map[string]Person         // by address
	taken         map[string]bool           // initials
	rowOf         map[string]int            // address to the row that has it
	people        map[int]Person            // what each row was read as
	names         map[string]Person         // by name and organisation
	near          map[string][]Organisation // what was found to be like a name
}

// planPeople judges each row against the database and the rows above it.
func (t *tx) planPeople(data []byte) (ImportPreview, []func() error, error) {
	var preview ImportPreview
	sheet, err := readSheet(data, personColumns)
	if err != nil {
		return preview, nil, err
	}
	_, name := sheet.at["name"]
	_, last := sheet.at["last"]
	if !name && !last {
		return preview, nil, importRefused("There is no column for name. Columns that are read: %s", columnNames(personColumns))
	}
	if _, ok := sheet.at["role"]; !ok {
		sheet.Notes = append(sheet.Notes, "There is no column for role, so everybody new becomes a member, who can read. Roles can be changed later.")
	}
	preview.Notes, preview.Text = sheet.Notes, sheet.csv()
	m := peopleImport{t: t, sheet: sheet, there: map[string]Person{}, rowOf: map[string]int{}, people: map[int]Person{}, names: map[string]Person{}, near: map[string][]Organisation{}}
	if err := t.Order("name_key").Find(&m.organisations).Error; err != nil {
		return preview, nil, err
	}
	var people []Person
	if err := t.Preload("Organisation").Order("id").Find(&people).Error; err != nil {
		return preview, nil, err
	}
	m.taken = map[string]bool{}
	for _, p := range people {
		m.there[p.Email] = p
		if p.DeactivatedAt == nil {
			m.taken[p.Initials] = true
			m.names[p.NameKey+"/"+p.Organisation.NameKey] = p
		}
	}
	var writes []func() error
	for n, cells := range sheet.Rows[sheet.header+1:] {
		if cells.blank() {
			preview.Blank++
			continue
		}
		i := &importing{sheet: sheet, cells: cells, row: ImportRow{Row: sheet.header + 2 + n}}
		p := m.read(i)
		writes = append(writes, m.settle(i, p))
		preview.Rows = append(preview.Rows, i.row)
	}
	return preview, writes, preview.seal()
}

// read reads and checks the person of one row.
func (m *peopleImport) read(i *importing) Person {
	get := func(c string) string { return i.sheet.cell(i.cells, c) }
	p := Person{Name: get("name"), Email: get("email"), JobTitle: get("job"), Initials: get("initials")}
	formula := i.formula("name", "Name")
	if p.Name == "" {
		p.Name = strings.TrimSpace(get("first") + " " + get("last"))
		formula = i.formula("first", "First name") || i.formula("last", "Last name")
	}
	if name, ok := turnedName(p.Name); ok && !formula {
		i.remark("“%s” is taken as “%s”.", p.Name, name)
		p.Name = name
	}
	if address, ok := bareAddress(p.Email); ok {
		p.Email = address
	}
	i.formula("job", "Job title")
	i.formula("initials", "Initials")
	p.Organisation = m.organisation(i)
	p.OrganisationID = p.Organisation.ID
	p.Role = m.role(i)
	var problems Problems
	p.check(&problems)
	kept := problems[:0]
	for _, f := range problems {
		if f.Field == "role" || f.Field == "name" && formula {
			continue // said already
		}
		if f.Field == "email" && len(addressesIn(get("email"))) > 1 {
			f.Message = "There are two addresses or more in this cell. Keep the one that is to be used"
		}
		kept = append(kept, f)
	}
	i.problems(kept, map[string]string{"job_title": "job"})
	i.row.Name = p.Name
	about := p.Organisation.Name
	if about == "" {
		about = get("organisation")
	}
	i.row.About = strings.Trim(p.JobTitle+", "+about, ", ")
	return p
}

// settle decides the row's outcome; what it returns would write it.
func (m *peopleImport) settle(i *importing, p Person) func() error {
	before, there := m.there[p.Email]
	if row := m.rowOf[p.Email]; row != 0 && p.Email != "" {
		first := m.people[row]
		if len(changesOf(Change{"", first.Name, p.Name}, Change{"", first.JobTitle, p.JobTitle}, Change{"", first.Organisation.Name, p.Organisation.Name}, Change{"", string(first.Role), string(p.Role)})) == 0 {
			i.refuse("email", "Email", "The same person as in row %d", row)
		} else {
			i.refuse("email", "Email", "This address is in row %d too, with other details. Keep one of the two rows", row)
		}
	} else if p.Email != "" {
		m.rowOf[p.Email], m.people[i.row.Row] = i.row.Row, p
	}
	if there && before.DeactivatedAt != nil {
		i.refuse("email", "Email", "%s is known already, with an account that was closed. Open it again on their page if they are back", before.Name)
	}
	if p.Initials != "" && m.taken[p.Initials] && !(there && before.Initials == p.Initials) {
		i.remark("The initials %s are taken, so others are made.", p.Initials)
		p.Initials = ""
	}
	if len(i.row.Problems) > 0 {
		i.row.Outcome = ImportRefused
		return nil
	}
	if !there {
		if same, ok := m.names[p.NameKey+"/"+p.Organisation.NameKey]; ok {
			i.remark("There is a %s of this organisation already, with the address %s. Is it the same person?", same.Name, same.Email)
		}
		if p.Initials == "" {
			p.Initials = initialsFor(p.Name, m.taken)
		}
		m.taken[p.Initials] = true
		i.row.About += " · " + p.Role.Label() + " · " + p.Initials
		i.row.Outcome = ImportNew
		return func() error { return m.t.addPerson(&p) }
	}
	// A column that the file has not, or a cell left empty, changes nothing.
	if p.JobTitle == "" {
		p.JobTitle = before.JobTitle
	}
	if p.Initials == "" {
		p.Initials = before.Initials
	}
	if i.sheet.cell(i.cells, "role") == "" {
		p.Role = before.Role
	}
	p.ID = before.ID
	if i.row.Changes = before.changes(p); len(i.row.Changes) == 0 {
		i.row.Outcome = ImportUnchanged
		return nil
	}
	m.taken[p.Initials] = true
	i.row.Outcome = ImportChanged
	return func() error {
		if before.Role == RoleSecretariat && p.Role != RoleSecretariat {
			if err := m.t.checkSecretariatStays(p.ID); err != nil {
				return err
			}
		}
		return m.t.changePerson(before, &p)
	}
}

// role reads what the person may do. None given is the least.
func (m *peopleImport) role(i *importing) Role {
	typed := i.sheet.cell(i.cells, "role")
	if typed == "" {
		if _, ok := i.sheet.at["role"]; ok {
			i.remark("No role is given, so it is member.")
		}
		return RoleMember
	}
	for _, r := range Roles {
		if key := searchKey(typed); key == string(r) || key == string(r)+"s" {
			return r
		}
	}
	i.refuse("role", "Role", "There is no such role. Write secretariat, partner or member")
	return ""
}

// organisation finds the organisation that a cell means: by name or short name
// whatever its capitals and full stops, or the only one whose name has these
// words.
func (m *peopleImport) organisation(i *importing) Organisation {
	typed := i.sheet.cell(i.cells, "organisation")
	key := nameKey(typed)
	if key == "" {
		i.refuse("organisation", "Organisation", "Enter the organisation's name or short name")
		return Organisation{}
	}
	for _, o := range m.organisations {
		if key == o.NameKey || key == o.ShortKey {
			return m.active(i, o)
		}
	}
	var near []Organisation
	words := strings.Fields(searchKey(typed))
	for _, o := range m.organisations {
		if utf8.RuneCountInString(key) >= 4 && hasWords(strings.Fields(searchKey(o.Name)), words) {
			near = append(near, o)
		}
	}
	if len(near) == 1 {
		i.remark("“%s” is taken as %s.", excerpt(typed), near[0].Name)
		return m.active(i, near[0])
	}
	if len(near) == 0 {
		near = m.alike(typed)
	}
	why := "There is no such organisation. Add it first, or correct the name"
	if len(near) > 0 {
		names := make([]string, 0, 3)
		for _, o := range near[:min(len(near), 3)] {
			names = append(names, o.Name)
		}
		why = "There is no organisation of this name. Is it " + joinOr(names) + "?"
	}
	i.refuse("organisation", "Organisation", "%s", why)
	return Organisation{}
}

func (m *peopleImport) active(i *importing, o Organisation) Organisation {
	if !o.Active(m.t.today()) {
		i.refuse("organisation", "Organisation", "%s left the partnership on %s", o.Name, o.Left.Medium())
	}
	return o
}

// alike are organisations whose names are a few letters away.
func (m *peopleImport) alike(typed string) []Organisation {
	type near struct {
		Organisation
		distance int
	}
	key := nameKey(typed)
	if list, ok := m.near[key]; ok {
		return list
	}
	var found []near
	if utf8.RuneCountInString(key) > 80 {
		return nil
	}
	for _, o := range m.organisations {
		d := editDistance(key, o.NameKey)
		if short := editDistance(key, o.ShortKey); short < d && utf8.RuneCountInString(o.ShortKey) > 2 {
			d = short
		}
		if d <= 1+utf8.RuneCountInString(key)/5 {
			found = append(found, near{o, d})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return a.distance - b.distance })
	var list []Organisation
	for _, f := range found {
		list = append(list, f.Organisation)
	}
	m.near[key] = list
	return list
}

// hasWords says whether all of the words stand in the name, in their order and
// beside each other.
func hasWords(name, words []string) bool {
	for i := 0; i+len(words) <= len(name); i++ {
		if slices.Equal(name[i:i+len(words)], words) {
			return true
		}
	}
	return false
}

// editDistance counts the letters to change, add or take out (Levenshtein).
func editDistance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(y) > 120 {
		return len(y)
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		diagonal := row[0]
		row[0] = i
		for j := 1; j <= len(y); j++ {
			cost := diagonal
			if x[i-1] != y[j-1] {
				cost++
			}
			diagonal = row[j]
			row[j] = min(cost, row[j]+1, row[j-1]+1)
		}
	}
	return row[len(y)]
}

func joinOr(names []string) string {
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}

// afterName are what may follow a name and a comma without being a first name.
var afterName = []string{"mbe", "obe", "cbe", "qpm", "kpm", "phd", "md", "kc", "qc", "jr", "sr", "jp", "dl", "ba", "ma", "msc", "frsa", "cbe dl", "obe dl"}

// turnedName makes "Rebecca Holt" of "Holt, Rebecca".
func turnedName(name string) (string, bool) {
	last, first, ok := strings.Cut(name, ",")
	last, first = strings.TrimSpace(last), strings.TrimSpace(first)
	if !ok || last == "" || first == "" || strings.Contains(first, ",") || slices.Contains(afterName, strings.ReplaceAll(strings.ToLower(first), ".", "")) {
		return "", false
	}
	return first + " " + last, true
}

var address = regexp.MustCompile(`[^\s<>;,|"'()]+@[^\s<>;,|"'()]+`)

// addressesIn are the e-mail addresses that a cell holds.
func addressesIn(cell string) []string { return address.FindAllString(cell, -1) }

// bareAddress takes the one address out of "Holt, Rebecca <r.holt@lcc.example>"
// or "mailto:r.holt@lcc.example".
func bareAddress(cell string) (string, bool) {
	all := addressesIn(cell)
	if len(all) != 1 {
		return "", false
	}
	if strings.Contains(cell, "<") || strings.HasPrefix(strings.ToLower(cell), "mailto:") {
		return strings.TrimPrefix(strings.TrimPrefix(all[0], "mailto:"), "MAILTO:"), true
	}
	return "", false
}
